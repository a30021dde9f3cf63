// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/alertbook.h"

#include "core/base/database.h"
#include "core/monitor/store.h"

#include <algorithm>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using inventory::ObjectId;

namespace {

const base::Schema alertSchema{"alerts",
    {{
         "CREATE TABLE alert(id INTEGER PRIMARY KEY, rule TEXT NOT NULL, severity INTEGER NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL,"
         " server TEXT NOT NULL, begin INTEGER NOT NULL, end INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, own INTEGER NOT NULL,"
         " who TEXT NOT NULL, note TEXT NOT NULL, acknowledged INTEGER NOT NULL, UNIQUE(rule, object, begin))",
         "CREATE INDEX alert_by_begin ON alert(begin)",
         "CREATE TABLE mute(id INTEGER PRIMARY KEY, rule TEXT NOT NULL, object TEXT NOT NULL, until INTEGER NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL)",
         "CREATE TABLE remembered(rule TEXT NOT NULL, object TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(rule, object)) WITHOUT ROWID",
     },
        {
            "ALTER TABLE alert ADD COLUMN earliest INTEGER NOT NULL DEFAULT 0",
            "CREATE TABLE judged(one INTEGER PRIMARY KEY CHECK(one = 1), at INTEGER NOT NULL)",
        }}};

constexpr const char *alertColumns =
    "SELECT id, rule, severity, object, name, server, begin, end, title, text, own, who, note, acknowledged, earliest FROM alert ";

QString alertText(const std::string &utf8) { return QString::fromStdString(utf8); }
std::string textAt(const Row &row, std::size_t i) { return row[i].toString().toStdString(); }
QVariant alertTime(std::int64_t ms) { return QVariant::fromValue<qlonglong>(ms); }

Alert alertIn(const Row &row)
{
    return {.id = row[0].toLongLong(), .rule = textAt(row, 1), .severity = static_cast<Severity>(std::clamp(row[2].toInt(), 0, 2)), .object = textAt(row, 3),
        .name = textAt(row, 4), .server = textAt(row, 5), .begin = row[6].toLongLong(), .end = row[7].toLongLong(), .title = textAt(row, 8), .text = textAt(row, 9), .own = row[10].toBool(), .who = textAt(row, 11), .note = textAt(row, 12),
        .acknowledgedAt = row[13].toLongLong(), .earliest = row[14].toLongLong()};
}

} // namespace

struct AlertBook::Private {
    std::unique_ptr<base::Database> db;
    std::map<std::int64_t, Alert> open;
    std::map<std::pair<std::string, ObjectId>, std::string> remembered;
    std::vector<Mute> mutes;
    std::int64_t nextId = 1, judgedAt = 0, foreign = -1;
    std::uint64_t version = 1;
    Result<void> load();
};

AlertBook::AlertBook()
    : d(std::make_unique<Private>())
{
}
AlertBook::~AlertBook() = default;

Result<std::unique_ptr<AlertBook>> AlertBook::open(const std::string &path)
{
    auto db = base::Database::open(path, alertSchema);
    if (!db)
        return db.error();
    std::unique_ptr<AlertBook> book(new AlertBook);
    book->d->db = std::move(*db);
    if (auto loaded = book->d->load(); !loaded)
        return loaded.error();
    return book;
}

Result<void> AlertBook::Private::load()
{
    foreign = db->foreignVersion();
    auto rows = db->rows(std::string(alertColumns) + "WHERE end = 0");
    auto newest = db->rows("SELECT COALESCE(MAX(id), 0) FROM alert");
    auto kept = db->rows("SELECT rule, object, value FROM remembered");
    auto muted = db->rows("SELECT id, rule, object, until, who, note FROM mute");
    auto judged = db->rows("SELECT at FROM judged");
    for (const auto *result : {&rows, &newest, &kept, &muted, &judged})
        if (!*result)
            return result->error();
    open.clear();
    for (const Row &row : *rows)
        open[row[0].toLongLong()] = alertIn(row);
    nextId = std::max(nextId, static_cast<std::int64_t>(newest->front().front().toLongLong()) + 1);
    for (const Row &row : *kept)
        remembered[{textAt(row, 0), textAt(row, 1)}] = textAt(row, 2);
    mutes.clear();
    for (const Row &row : *muted)
        mutes.push_back({row[0].toLongLong(), textAt(row, 1), textAt(row, 2), row[3].toLongLong(), textAt(row, 4), textAt(row, 5)});
    judgedAt = judged->empty() ? 0 : judged->front().front().toLongLong();
    ++version;
    return {};
}

Result<void> AlertBook::reload()
{
    return d->db->foreignVersion() == d->foreign ? Result<void>() : d->load();
}

std::int64_t AlertBook::mutedUntil(const Alert &alert, std::int64_t now) const
{
    std::int64_t until = 0;
    for (const Mute &mute : d->mutes)
        if (mute.until > now && matches(mute.rule, alert.rule) && matches(mute.object, alert.object))
            until = std::max(until, mute.until);
    return until;
}

std::vector<Alert> AlertBook::active(std::int64_t now) const
{
    std::vector<Alert> all;
    for (const auto &[id, alert] : d->open) {
        all.push_back(alert);
        all.back().mutedUntil = mutedUntil(alert, now);
    }
    std::stable_sort(all.begin(), all.end(), [](const Alert &a, const Alert &b) { return std::tuple(-int(a.severity), -a.begin) < std::tuple(-int(b.severity), -b.begin); });
    return all;
}

const std::map<std::int64_t, Alert> &AlertBook::open() const { return d->open; }
std::uint64_t AlertBook::version() const { return d->version; }
std::int64_t AlertBook::judgedAt() const { return d->judgedAt; }
base::Database &AlertBook::database() { return *d->db; }

Result<std::vector<Alert>> AlertBook::history(std::int64_t from, std::int64_t to, int most) const
{
    auto rows = d->db->rows(std::string(alertColumns) + "WHERE begin < ? AND (end = 0 OR end >= ?) ORDER BY begin DESC, id DESC LIMIT ?",
        {alertTime(to), alertTime(from), most});
    if (!rows)
        return rows.error();
    std::vector<Alert> all;
    for (const Row &row : *rows)
        all.push_back(alertIn(row));
    return all;
}

Result<std::vector<Alert>> AlertBook::since(std::int64_t after, const std::set<std::int64_t> &ids, std::int64_t now) const
{
    auto rows = d->db->rows(std::string(alertColumns) + "WHERE id > ? ORDER BY id", {alertTime(after)});
    if (!rows)
        return rows.error();
    std::vector<Alert> all;
    for (const std::int64_t id : ids) {
        if (id > after)
            continue;
        auto one = d->db->rows(std::string(alertColumns) + "WHERE id = ?", {alertTime(id)});
        if (!one)
            return one.error();
        if (!one->empty())
            all.push_back(alertIn(one->front()));
    }
    for (const Row &row : *rows)
        all.push_back(alertIn(row));
    for (Alert &alert : all)
        alert.mutedUntil = mutedUntil(alert, now);
    return all;
}

Result<std::int64_t> AlertBook::newest() const
{
    auto rows = d->db->rows("SELECT COALESCE(MAX(id), 0) FROM alert");
    return rows ? Result<std::int64_t>(rows->front().front().toLongLong()) : Result<std::int64_t>(rows.error());
}

Result<void> AlertBook::acknowledge(std::int64_t id, const std::string &who, const std::string &note, std::int64_t now)
{
    auto there = d->db->rows("SELECT id FROM alert WHERE id = ?", {alertTime(id)});
    if (!there)
        return there.error();
    if (there->empty())
        return Error{Problem::NotFound, "there is no alert " + std::to_string(id), {}, {}};
    auto kept = d->db->run("UPDATE alert SET who = ?, note = ?, acknowledged = ? WHERE id = ?", {alertText(who), alertText(note), alertTime(now), alertTime(id)});
    if (!kept)
        return kept;
    if (const auto alert = d->open.find(id); alert != d->open.end()) {
        alert->second.who = who;
        alert->second.note = note;
        alert->second.acknowledgedAt = now;
    }
    ++d->version;
    return {};
}

Result<void> AlertBook::mute(const Mute &mute, std::int64_t now)
{
    if (mute.until <= now)
        return Error{Problem::BadArgument, "a mute ends in the future", {}, "Give a time that is to come."};
    return d->db->transaction([&]() -> Result<void> {
        auto newest = d->db->rows("SELECT COALESCE(MAX(id), 0) + 1 FROM mute");
        if (!newest)
            return newest.error();
        Mute kept = mute;
        kept.id = newest->front().front().toLongLong();
        auto added = d->db->run("INSERT INTO mute(id, rule, object, until, who, note) VALUES(?, ?, ?, ?, ?, ?)",
            {alertTime(kept.id), alertText(mute.rule), alertText(mute.object), alertTime(mute.until), alertText(mute.who), alertText(mute.note)});
        if (!added)
            return added;
        d->mutes.push_back(std::move(kept));
        ++d->version;
        return {};
    });
}

Result<void> AlertBook::unmute(std::int64_t id)
{
    const auto is = [id](const Mute &mute) { return mute.id == id; };
    if (std::none_of(d->mutes.begin(), d->mutes.end(), is))
        return Error{Problem::NotFound, "there is no mute " + std::to_string(id), {}, {}};
    if (auto gone = d->db->run("DELETE FROM mute WHERE id = ?", {alertTime(id)}); !gone)
        return gone;
    std::erase_if(d->mutes, is);
    ++d->version;
    return {};
}

std::vector<Mute> AlertBook::mutes(std::int64_t now) const
{
    std::vector<Mute> all;
    for (const Mute &mute : d->mutes)
        if (mute.until > now)
            all.push_back(mute);
    return all;
}

Result<std::int64_t> AlertBook::add(Alert alert)
{
    auto there = d->db->rows("SELECT id FROM alert WHERE rule = ? AND object = ? AND begin = ?", {alertText(alert.rule), alertText(alert.object), alertTime(alert.begin)});
    if (!there || !there->empty())
        return there ? Result<std::int64_t>(0) : there.error();
    alert.id = d->nextId;
    auto added = d->db->run("INSERT INTO alert(id, rule, severity, object, name, server, begin, end, title, text, own, who, note, acknowledged, earliest)"
                            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, ?)",
        {alertTime(alert.id), alertText(alert.rule), static_cast<int>(alert.severity), alertText(alert.object), alertText(alert.name), alertText(alert.server),
            alertTime(alert.begin), alertTime(alert.end), alertText(alert.title), alertText(alert.text), alert.own, alertTime(alert.earliest)});
    if (!added)
        return added.error();
    ++d->nextId;
    ++d->version;
    const std::int64_t id = alert.id;
    if (alert.end == 0)
        d->open[id] = std::move(alert);
    return id;
}

Result<void> AlertBook::end(std::int64_t id, std::int64_t at)
{
    const auto found = d->open.find(id);
    if (found == d->open.end())
        return {};
    if (auto ended = d->db->run("UPDATE alert SET end = ? WHERE id = ?", {alertTime(std::max(at, found->second.begin + 1)), alertTime(id)}); !ended)
        return ended;
    d->open.erase(found);
    ++d->version;
    return {};
}

Result<std::optional<std::string>> AlertBook::remember(const std::string &rule, const ObjectId &object, const std::string &value)
{
    const auto [known, isNew] = d->remembered.try_emplace({rule, object}, value);
    if (!isNew && known->second == value)
        return std::optional(value);
    const std::optional<std::string> before = isNew ? std::nullopt : std::optional(known->second);
    known->second = value;
    if (auto kept = d->db->run("INSERT OR REPLACE INTO remembered(rule, object, value) VALUES(?, ?, ?)", {alertText(rule), alertText(object), alertText(value)}); !kept)
        return kept.error();
    return before;
}

Result<void> AlertBook::setJudgedAt(std::int64_t at)
{
    d->judgedAt = at;
    return d->db->run("INSERT OR REPLACE INTO judged(one, at) VALUES(1, ?)", {alertTime(at)});
}

} // namespace monitoring
