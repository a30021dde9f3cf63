// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/private.h"

#include <algorithm>
#include <limits>

namespace history {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using inventory::HostReport;
using inventory::Reach;

namespace {

const base::Schema historySchema{"history",
    {{"CREATE TABLE subject(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE entry(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL)",
        "CREATE INDEX entry_by ON entry(subject, at)",
        "CREATE TABLE reach(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, at INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL, seen INTEGER NOT NULL)",
        "CREATE INDEX reach_by ON reach(subject, at)",
        "CREATE TABLE session(id INTEGER PRIMARY KEY, begin INTEGER NOT NULL, stop INTEGER NOT NULL)",
        "CREATE TABLE event(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what INTEGER NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL, goal TEXT NOT NULL)",
        "CREATE INDEX event_by ON event(at)"}},
    true};

} // namespace

History::History()
    : d(std::make_unique<Private>())
{
}

History::~History() = default;

std::string History::pathOf(const std::string &profilePath)
{
    return profilePath == ":memory:" ? profilePath : profilePath + ".history";
}

Result<std::unique_ptr<History>> History::open(const std::string &path, Retention retention)
{
    auto db = base::Database::open(path, historySchema);
    if (!db)
        db = base::Database::open(path, historySchema); // a damaged one was moved away
    if (!db)
        return db.error();
    std::unique_ptr<History> history(new History);
    history->d->db = std::move(*db);
    history->setRetention(retention);
    return history;
}

void History::setRetention(Retention retention)
{
    retention.days = std::max(1, retention.days);
    d->retention = retention;
}

void History::forget()
{
    d->subjects.clear();
    d->watch = {};
    d->session = d->sessionEnd = 0;
    d->loaded = false;
}

// --- reading ------------------------------------------------------------------------------------

/// The newest state of a subject at a time, as it was recorded; nothing: there was none yet.
Result<std::optional<History::Private::State>> History::Private::stateAt(std::int64_t subject, std::int64_t when)
{
    auto newest = db->rows("SELECT id, at FROM entry WHERE subject = ? AND at <= ? AND kind = 0 ORDER BY at DESC, id DESC LIMIT 1", {number(subject), number(when)});
    if (!newest)
        return newest.error();
    if (newest->empty())
        return std::optional<State>();
    const std::int64_t key = newest->front()[0].toLongLong();
    State state;
    if (const auto last = walked.find(subject); last != walked.end() && last->second.keyframe == key && last->second.at <= when) {
        state = last->second;
    } else {
        auto body = db->rows("SELECT body FROM entry WHERE id = ?", {number(key)});
        if (!body)
            return body.error();
        const QByteArray packed = body->front().front().toByteArray();
        auto whole = unpack(packed);
        if (!whole)
            return whole.error();
        const std::int64_t at = newest->front()[1].toLongLong();
        state = State{key, std::move(*whole), at, at, static_cast<std::size_t>(packed.size()), 0, 0, key};
    }
    Result<protocol::Json> value = state.value;
    auto rows = db->rows("SELECT id, at, body FROM entry WHERE subject = ? AND at >= ? AND at <= ? AND id > ? ORDER BY id",
        {number(subject), number(state.keyframeAt), number(when), number(state.entry)});
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        auto change = unpack(row[2].toByteArray());
        auto next = change ? applied(std::move(*value), *change) : std::move(change);
        if (!next)
            return next.error();
        value = std::move(next);
        state.entry = row[0].toLongLong();
        state.at = row[1].toLongLong();
        state.chainBytes += static_cast<std::size_t>(row[2].toByteArray().size());
        ++state.chain;
    }
    state.value = std::move(*value);
    walked[subject] = state;
    return std::optional(std::move(state));
}

Result<History::Private::Answered> History::Private::reachAt(std::int64_t subject, std::int64_t when)
{
    auto rows = db->rows("SELECT state, reason, seen FROM reach WHERE subject = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1", {number(subject), number(when)});
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Answered{};
    const Row &row = rows->front();
    return Answered{row[0].toInt(), row[1].toString().toStdString(), row[2].toLongLong()};
}

/// The same object as long as nothing has changed: who drags through time reads little.
Result<std::shared_ptr<const protocol::HostInventory>> History::Private::inventoryAt(std::int64_t subject, std::int64_t when)
{
    using Inventory = std::shared_ptr<const protocol::HostInventory>;
    auto newest = db->rows("SELECT id FROM entry WHERE subject = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1", {number(subject), number(when)});
    if (!newest)
        return newest.error();
    if (newest->empty())
        return Inventory();
    auto &cached = inventories[subject];
    if (cached.first == newest->front().front().toLongLong())
        return cached.second;
    auto state = stateAt(subject, when);
    if (!state)
        return state.error();
    if (!*state)
        return Inventory();
    auto read = protocol::inventoryFromJson((*state)->value);
    if (!read)
        return read.error();
    cached = {(*state)->entry, std::make_shared<const protocol::HostInventory>(std::move(*read))};
    return cached.second;
}

Result<Span> History::Private::blindAt(std::int64_t when)
{
    auto before = db->rows("SELECT MAX(stop) FROM session WHERE begin <= ?", {number(when)});
    if (!before)
        return before.error();
    const std::int64_t end = before->front().front().toLongLong();
    if (end >= when)
        return Span{};
    auto after = db->rows("SELECT MIN(begin) FROM session WHERE begin > ?", {number(when)});
    if (!after)
        return after.error();
    const QVariant next = after->front().front();
    if (next.isNull())
        return when > end + History::beatMs * 2 ? Span{end, 0} : Span{}; // else it is being written
    return Span{end, next.toLongLong()};
}

Result<Moment> History::at(std::int64_t when, const std::set<std::string> &only)
{
    auto known = extent();
    if (!known)
        return known.error();
    if (known->first == 0 || when < known->first)
        return Error{Problem::NotFound, "nothing is known of that time: this workstation has followed the cluster only since later", {}, {}};
    auto subjects = d->db->rows("SELECT id, name FROM subject ORDER BY name");
    if (!subjects)
        return subjects.error();
    Moment moment;
    moment.at = when;
    moment.wanted = std::make_shared<const inventory::Wanted>();
    auto blind = d->blindAt(when);
    if (!blind)
        return blind.error();
    moment.blind = *blind;
    for (const Row &row : *subjects) {
        if (!only.empty() && !row[1].toString().isEmpty() && !only.contains(row[1].toString().toStdString()))
            continue;
        auto done = row[1].toString().isEmpty() ? d->readWanted(row[0].toLongLong(), moment) : d->readServer(row[0].toLongLong(), row[1].toString().toStdString(), moment);
        if (!done)
            return done.error();
    }
    return moment;
}

Result<std::vector<std::int64_t>> History::moments(const std::set<std::string> &servers, std::int64_t from, std::int64_t to, int most) const
{
    std::set<std::int64_t> all;
    for (const std::string &server : servers)
        for (const char *table : {"entry", "reach"}) {
            auto rows = d->db->rows("SELECT t.at FROM " + std::string(table) + " t JOIN subject s ON s.id = t.subject WHERE s.name = ? AND t.at >= ? AND t.at < ? ORDER BY t.at LIMIT ?",
                {Private::text(server), Private::number(from), Private::number(to), most});
            if (!rows)
                return rows.error();
            for (const Row &row : *rows)
                all.insert(row.front().toLongLong());
        }
    std::vector<std::int64_t> moments(all.begin(), all.end());
    moments.resize(std::min(moments.size(), static_cast<std::size_t>(most)));
    return moments;
}

Result<void> History::Private::readWanted(std::int64_t subject, Moment &moment)
{
    auto state = stateAt(subject, moment.at);
    if (!state)
        return state.error();
    if (!*state)
        return {};
    auto wanted = inventory::wantedFromJson((*state)->value);
    if (!wanted)
        return wanted.error();
    moment.wanted = std::make_shared<const inventory::Wanted>(std::move(*wanted));
    return {};
}

Result<void> History::Private::readServer(std::int64_t subject, const std::string &name, Moment &moment)
{
    auto answered = reachAt(subject, moment.at);
    if (!answered)
        return answered.error();
    if (answered->state == notThere || answered->state == wentAway)
        return {};
    auto inventory = inventoryAt(subject, moment.at);
    if (!inventory)
        return inventory.error();
    const bool connected = answered->state == wasConnected;
    const std::int64_t seen = connected ? (moment.isBlind() ? moment.blind.from : moment.at) : answered->seen;
    moment.reports.push_back({name, connected ? Reach::Connected : Reach::Lost, answered->reason, seen, std::move(*inventory)});
    return {};
}

Result<std::vector<Event>> History::events(std::int64_t from, std::int64_t to, int most) const
{
    auto rows = d->db->rows("SELECT at, what, object, name, origin, goal FROM event WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC LIMIT ?",
        {Private::number(from), Private::number(to), most});
    if (!rows)
        return rows.error();
    std::vector<Event> all;
    for (const Row &row : *rows)
        if (const auto what = whatOf(row[1].toInt()))
            all.push_back({row[0].toLongLong(), *what, row[2].toString().toStdString(), row[3].toString().toStdString(), row[4].toString().toStdString(), row[5].toString().toStdString()});
    std::reverse(all.begin(), all.end());
    return all;
}

Result<std::vector<Span>> History::closed(std::int64_t from, std::int64_t to) const
{
    auto rows = d->db->rows("SELECT begin, stop FROM session ORDER BY begin");
    if (!rows)
        return rows.error();
    std::vector<Span> all;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const Span span{(*rows)[i - 1][1].toLongLong(), (*rows)[i][0].toLongLong()};
        if (span.to > span.from && span.from < to && span.to > from)
            all.push_back(span);
    }
    return all;
}

Result<std::pair<std::int64_t, std::int64_t>> History::extent() const
{
    auto rows = d->db->rows("SELECT MIN(begin), MAX(stop) FROM session");
    if (!rows)
        return rows.error();
    return std::pair<std::int64_t, std::int64_t>(rows->front()[0].toLongLong(), rows->front()[1].toLongLong());
}

} // namespace history
