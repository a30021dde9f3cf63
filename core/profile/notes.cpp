// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/notes.h"

#include "core/base/database.h"

namespace profile {
namespace {

const base::Schema noteSchema{"notes",
    {{"CREATE TABLE server_note(number INTEGER PRIMARY KEY, server TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL)"}}};

} // namespace

Notes::Notes(std::unique_ptr<base::Database> db)
    : m_db(std::move(db))
{
}

Notes::~Notes() = default;

base::Result<std::unique_ptr<Notes>> Notes::open(const std::string &path)
{
    auto db = base::Database::open(path, noteSchema);
    if (!db)
        return db.error();
    return std::unique_ptr<Notes>(new Notes(std::move(*db)));
}

base::Result<void> Notes::add(const ServerNote &note)
{
    return m_db->transaction([&] {
        return m_db->run("INSERT INTO server_note(server, at, who, text) VALUES(?, ?, ?, ?)",
            {QString::fromStdString(note.server), qint64(note.at), QString::fromStdString(note.who), QString::fromStdString(note.text)});
    });
}

base::Result<std::vector<ServerNote>> Notes::of(const std::string &server) const
{
    auto rows = m_db->rows("SELECT server, at, who, text FROM server_note WHERE server = ? OR ? = '' ORDER BY number",
        {QString::fromStdString(server), QString::fromStdString(server)});
    if (!rows)
        return rows.error();
    std::vector<ServerNote> notes;
    for (const base::Row &row : *rows)
        notes.push_back({row[0].toString().toStdString(), row[1].toLongLong(), row[2].toString().toStdString(), row[3].toString().toStdString()});
    return notes;
}

} // namespace profile
