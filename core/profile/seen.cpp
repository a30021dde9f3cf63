// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/seen.h"

#include "agent/protocol/json.h"
#include "core/base/database.h"

#include <algorithm>

namespace profile {

using base::Database;
using base::Result;

namespace {

constexpr std::size_t atOnce = 32;

const base::Schema seenSchema{"seen", {{"CREATE TABLE inventory(server TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID"}}};

QString seenText(const std::string &utf8) { return QString::fromStdString(utf8); }

Result<std::unique_ptr<Database>> openSeen(const std::string &profilePath)
{
    auto db = Database::open(seenPath(profilePath), seenSchema);
    return db ? std::move(db) : Database::open(seenPath(profilePath), seenSchema); // a damaged one was moved away
}

Result<void> saveOne(Database &db, const SeenInventory &one)
{
    return db.run("INSERT OR REPLACE INTO inventory(server, value, at) VALUES(?, ?, ?)",
        {seenText(one.server), seenText(protocol::dumpJson(protocol::toJson(*one.inventory))), qint64(one.at)});
}

} // namespace

std::string seenPath(const std::string &profilePath)
{
    return profilePath == ":memory:" ? profilePath : profilePath + ".seen";
}

Result<std::vector<SeenInventory>> loadSeen(const std::string &profilePath)
{
    auto db = openSeen(profilePath);
    if (!db)
        return db.error();
    auto rows = (*db)->rows("SELECT server, value, at FROM inventory ORDER BY server");
    if (!rows)
        return rows.error();
    std::vector<SeenInventory> seen;
    for (const base::Row &row : *rows)
        if (auto read = protocol::inventoryFromJson(protocol::parseJson(row[1].toString().toStdString())))
            seen.push_back({row[0].toString().toStdString(), row[2].toLongLong(),
                std::make_shared<const protocol::HostInventory>(std::move(*read))});
    return seen;
}

Result<void> saveSeen(const std::string &profilePath, const std::vector<SeenInventory> &seen)
{
    auto db = openSeen(profilePath);
    if (!db)
        return db.error();
    for (std::size_t from = 0; from < seen.size(); from += atOnce) {
        auto saved = (*db)->transaction([&]() -> Result<void> {
            for (std::size_t i = from; i < std::min(seen.size(), from + atOnce); ++i)
                if (auto one = saveOne(**db, seen[i]); !one)
                    return one;
            return {};
        });
        if (!saved)
            return saved;
    }
    return {};
}

} // namespace profile
