// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the History that writes.
#include "core/history/private.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace history {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using inventory::HostReport;
using inventory::Reach;
using protocol::Json;

namespace {

constexpr int longestChain = 100;
constexpr std::int64_t keyframeMs = 7ll * 86'400'000, fillingMs = 3'600'000;

/// What changes without anybody doing anything.
bool isFleeting(std::string_view key)
{
    static constexpr std::array<std::string_view, 12> keys{"at", "load1", "memoryAvailable", "offsetSeconds", "bytesTotal", "bytesFree", "inodesTotal",
        "inodesFree", "clients", "free", "used", "available"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void mix(std::size_t &hash, std::size_t more) { hash ^= more + 0x9e3779b97f4a7c15ull + (hash << 6) + (hash >> 2); }

/// The words of a tool (crm_mon, corosync-quorumtool) without the time at which it was asked.
std::size_t wordsHash(std::string_view text)
{
    std::size_t hash = 0;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (!line.starts_with("Date:") && line.find("last_update") == std::string_view::npos)
            mix(hash, std::hash<std::string_view>()(line));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return hash;
}

std::size_t lastingHash(const Json &value)
{
    std::size_t hash = static_cast<std::size_t>(value.type());
    if (value.is_object()) {
        for (const auto &[key, inner] : value.items())
            if (!isFleeting(key)) {
                mix(hash, std::hash<std::string>()(key));
                mix(hash, lastingHash(inner));
            }
    } else if (value.is_array()) {
        for (const Json &inner : value)
            mix(hash, lastingHash(inner));
    } else if (value.is_string()) {
        mix(hash, wordsHash(value.get_ref<const std::string &>()));
    } else {
        mix(hash, std::hash<Json>()(value));
    }
    return hash;
}

/// As it is kept: without what is among the samples and shown nowhere else.
Json kept(const protocol::HostInventory &inventory)
{
    Json value = protocol::toJson(inventory);
    for (const char *key : {"at", "load1", "memoryAvailable"})
        value.erase(key);
    return value;
}

Fillings fillingsOf(const protocol::HostInventory &inventory)
{
    Fillings all;
    for (const protocol::FoundTarget &target : inventory.targets)
        all[target.label + "\n" + target.device] = {target.bytesTotal, target.bytesFree, target.inodesTotal, target.inodesFree, target.clients};
    return all;
}

std::uint64_t apart(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

/// A person would see it: half a percent of the space, one client of fifty.
bool differsVisibly(const Fillings &before, const Fillings &after)
{
    if (before.size() != after.size())
        return true;
    for (const auto &[target, now] : after) {
        const auto old = before.find(target);
        if (old == before.end() || old->second.bytesTotal != now.bytesTotal || apart(old->second.bytesFree, now.bytesFree) > now.bytesTotal / 200
            || apart(old->second.inodesFree, now.inodesFree) > now.inodesTotal / 200 || std::abs(old->second.clients - now.clients) > std::max<std::int64_t>(0, now.clients) / 50)
            return true;
    }
    return false;
}

} // namespace

QByteArray History::Private::pack(const Json &value)
{
    const std::vector<std::uint8_t> bytes = Json::to_cbor(value);
    return qCompress(bytes.data(), static_cast<qsizetype>(bytes.size()), 6);
}

Result<Json> History::Private::unpack(const QByteArray &bytes)
{
    const QByteArray whole = qUncompress(bytes);
    Json value = Json::from_cbor(whole.begin(), whole.end(), true, false);
    if (value.is_discarded())
        return Error{Problem::Storage, "an entry of the history cannot be read", {}, "Move the file <profile>.history away; another one is begun then."};
    return value;
}

Result<void> History::Private::load()
{
    auto rows = db->rows("SELECT id, name FROM subject");
    if (!rows)
        return rows.error();
    Moment moment;
    moment.at = INT64_MAX;
    for (const Row &row : *rows) {
        const std::string name = row[1].toString().toStdString();
        Subject &one = subjects[name];
        one.id = row[0].toLongLong();
        auto state = stateAt(one.id, INT64_MAX);
        auto reach = reachAt(one.id, INT64_MAX);
        if (!state || !reach)
            return state ? reach.error() : state.error();
        one.reach = reach->state;
        if (!*state)
            continue;
        one.last = pack((*state)->value);
        one.lasting = lastingHash((*state)->value);
        one.at = (*state)->at;
        one.keyframeAt = (*state)->keyframeAt;
        one.keyframeBytes = (*state)->keyframeBytes;
        one.chainBytes = (*state)->chainBytes;
        one.chain = (*state)->chain;
        if (name.empty())
            continue;
        if (auto inventory = protocol::inventoryFromJson((*state)->value))
            one.fillings = fillingsOf(*inventory);
        if (auto read = readServer(one.id, name, moment); !read)
            return read;
    }
    if (!moment.reports.empty())
        watch.take(0, inventory::buildWorld(moment.reports));
    loaded = true;
    return {};
}

Result<Subject *> History::Private::subject(const std::string &name)
{
    Subject &one = subjects[name];
    if (one.id != 0)
        return &one;
    if (auto made = db->run("INSERT INTO subject(name) VALUES(?)", {text(name)}); !made)
        return made.error();
    auto rows = db->rows("SELECT id FROM subject WHERE name = ?", {text(name)});
    if (!rows)
        return rows.error();
    one.id = rows->front().front().toLongLong();
    return &one;
}

Result<void> History::Private::write(Subject &one, std::int64_t now, const Json &value)
{
    Json change;
    bool whole = one.last.isEmpty() || one.chain >= longestChain || one.chainBytes > 2 * one.keyframeBytes || now - one.keyframeAt > keyframeMs;
    if (!whole) {
        auto before = unpack(one.last);
        if (!before)
            return before.error();
        change = difference(*before, value);
        if (change.is_null())
            return {};
    }
    const QByteArray packed = pack(value), body = whole ? packed : pack(change);
    if (auto written = db->run("INSERT INTO entry(subject, at, kind, body) VALUES(?, ?, ?, ?)", {number(one.id), number(now), whole ? keyframe : Private::change, body}); !written)
        return written;
    one.last = packed;
    one.at = now;
    one.chain = whole ? 0 : one.chain + 1;
    one.chainBytes = whole ? 0 : one.chainBytes + static_cast<std::size_t>(body.size());
    if (whole) {
        one.keyframeAt = now;
        one.keyframeBytes = static_cast<std::size_t>(body.size());
    }
    return {};
}

Result<bool> History::Private::recordReach(std::int64_t now, Subject &one, int state, const std::string &reason, std::int64_t seen)
{
    if (one.reach == state)
        return false;
    if (auto written = db->run("INSERT INTO reach(subject, at, state, reason, seen) VALUES(?, ?, ?, ?, ?)", {number(one.id), number(now), state, text(reason), number(seen)}); !written)
        return written.error();
    one.reach = state;
    return true;
}

Result<bool> History::Private::recordServer(std::int64_t now, const HostReport &report)
{
    if (report.reach != Reach::Connected && report.reach != Reach::Lost)
        return false; // an attempt: what was known last still is
    auto found = subject(report.server);
    if (!found)
        return found.error();
    Subject &one = **found;
    const bool connected = report.reach == Reach::Connected;
    auto changed = recordReach(now, one, connected ? wasConnected : wasLost, connected ? std::string() : report.reason, report.seenAt);
    if (!changed || !report.inventory || one.looked == report.inventory)
        return changed;
    const Json value = kept(*report.inventory);
    const std::size_t lasting = lastingHash(value);
    Fillings fillings = fillingsOf(*report.inventory);
    one.looked = report.inventory;
    if (!one.last.isEmpty() && lasting == one.lasting && !differsVisibly(one.fillings, fillings) && (now - one.at < fillingMs || fillings == one.fillings))
        return changed;
    if (auto written = write(one, now, value); !written)
        return written.error();
    one.lasting = lasting;
    one.fillings = std::move(fillings);
    return true;
}

Result<bool> History::Private::recordGone(std::int64_t now, const std::vector<HostReport> &reports)
{
    std::set<std::string_view> there;
    for (const HostReport &report : reports)
        there.insert(report.server);
    bool some = false;
    for (auto &[name, one] : subjects) {
        if (name.empty() || one.reach == wentAway || one.reach == notThere || there.contains(name))
            continue;
        auto gone = recordReach(now, one, wentAway, {}, 0);
        if (!gone)
            return gone;
        some = some || *gone;
    }
    return some;
}

Result<bool> History::Private::recordWanted(std::int64_t now, const std::shared_ptr<const inventory::Wanted> &wanted)
{
    auto found = subject({});
    if (!found)
        return found.error();
    Subject &one = **found;
    if (!wanted || one.looked == wanted)
        return false;
    const Json value = inventory::toJson(*wanted);
    const std::size_t lasting = lastingHash(value);
    if (one.last.isEmpty() || one.lasting != lasting)
        if (auto written = write(one, now, value); !written)
            return written.error();
    one.looked = wanted;
    return std::exchange(one.lasting, lasting) != lasting;
}

Result<void> History::Private::beginSession(std::int64_t now)
{
    if (auto begun = db->run("INSERT INTO session(begin, stop) VALUES(?, ?)", {number(now), number(now)}); !begun)
        return begun;
    auto rows = db->rows("SELECT MAX(id) FROM session");
    if (!rows)
        return rows.error();
    session = rows->front().front().toLongLong();
    sessionEnd = now;
    return {};
}

Result<void> History::beat(std::int64_t now)
{
    if (d->session == 0 || now - d->sessionEnd > 3 * beatMs) // the workstation slept: nobody looked meanwhile
        return d->beginSession(now);
    if (now <= d->sessionEnd)
        return {};
    if (auto written = d->db->run("UPDATE session SET stop = ? WHERE id = ?", {Private::number(now), Private::number(d->session)}); !written)
        return written;
    d->sessionEnd = now;
    return {};
}

Result<bool> History::Private::recordAll(std::int64_t now, const std::vector<HostReport> &reports, const std::shared_ptr<const inventory::Wanted> &wanted, const inventory::World &world)
{
    bool some = false;
    for (const HostReport &report : reports) {
        auto one = recordServer(now, report);
        if (!one)
            return one;
        some = some || *one;
    }
    for (auto &&more : {recordGone(now, reports), recordWanted(now, wanted)}) {
        if (!more)
            return more;
        some = some || *more;
    }
    for (const Event &event : watch.take(now, world)) {
        if (auto written = db->run("INSERT INTO event(at, what, object, name, origin, goal) VALUES(?, ?, ?, ?, ?, ?)",
                {number(event.at), static_cast<int>(event.what), text(event.object), text(event.name), text(event.from), text(event.to)}); !written)
            return written.error();
        some = true;
    }
    return some;
}

Result<bool> History::record(std::int64_t now, const std::vector<HostReport> &reports, std::shared_ptr<const inventory::Wanted> wanted, const inventory::World &world)
{
    if (!d->loaded)
        if (auto loaded = d->load(); !loaded)
            return loaded.error();
    now = d->lastAt = std::max(now, d->lastAt); // a clock that is set back does not mix up what came after what
    bool some = false;
    auto done = d->db->transaction([&]() -> Result<void> {
        if (d->session == 0)
            if (auto begun = beat(now); !begun)
                return begun;
        auto all = d->recordAll(now, reports, wanted, world);
        if (!all)
            return all.error();
        some = *all;
        return some ? beat(now) : Result<void>();
    });
    if (done)
        return some;
    forget(); // what is in memory may be ahead of the file
    return done.error();
}

} // namespace history
