// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/storeprivate.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using protocol::Json;

namespace {

const base::Schema samplesSchema{"samples",
    {{
        "CREATE TABLE source(id INTEGER PRIMARY KEY, server TEXT NOT NULL UNIQUE, ring TEXT NOT NULL, seq INTEGER NOT NULL,"
        " series INTEGER NOT NULL, at INTEGER NOT NULL)",
        "CREATE TABLE series(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, name TEXT NOT NULL, labels TEXT NOT NULL,"
        " unit TEXT NOT NULL, counter INTEGER NOT NULL, number INTEGER NOT NULL)",
        "CREATE TABLE block(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        " seeded INTEGER NOT NULL, ticks BLOB NOT NULL)",
        "CREATE INDEX block_of_source ON block(source, first)",
        "CREATE TABLE chunk(series INTEGER NOT NULL, block INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(series, block)) WITHOUT ROWID",
        "CREATE TABLE fine(series INTEGER NOT NULL, start INTEGER NOT NULL, block INTEGER NOT NULL, body BLOB NOT NULL,"
        " PRIMARY KEY(series, start, block)) WITHOUT ROWID",
        "CREATE TABLE coarse(series INTEGER NOT NULL, start INTEGER NOT NULL, block INTEGER NOT NULL, body BLOB NOT NULL,"
        " PRIMARY KEY(series, start, block)) WITHOUT ROWID",
        "CREATE TABLE journal(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, body BLOB NOT NULL)",
        "CREATE INDEX journal_of_source ON journal(source)",
        "CREATE TABLE gap(source INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, cause TEXT NOT NULL,"
        " PRIMARY KEY(source, start)) WITHOUT ROWID",
        "CREATE TABLE fact(source INTEGER NOT NULL, key BLOB NOT NULL, name TEXT NOT NULL, labels TEXT NOT NULL, text TEXT NOT NULL,"
        " PRIMARY KEY(source, key)) WITHOUT ROWID",
        "CREATE TABLE keep(what TEXT PRIMARY KEY, hours INTEGER NOT NULL) WITHOUT ROWID",
    }},
    true};

std::string textOfLabels(const Labels &labels)
{
    Json list = Json::array();
    for (const auto &[name, value] : labels)
        list.push_back(Json::array({name, value}));
    return protocol::dumpJson(list);
}

Labels labelsInText(const QVariant &text)
{
    Labels labels;
    const Json list = protocol::parseJson(text.toString().toStdString());
    if (list.is_array())
        for (const Json &one : list)
            if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string())
                labels.emplace_back(one[0].get<std::string>(), one[1].get<std::string>());
    return labels;
}

std::string seriesKey(const SeriesName &name)
{
    return keyOf(name.name, name.labels) + '\2' + name.unit + (name.kind == Kind::Counter ? "\2c" : "\2g");
}

Error badJournal() { return Error{Problem::Storage, "the journal of samples has what nobody writes", {}, "It is left out; what is in it is fetched again."}; }

} // namespace

SampleStore::SampleStore()
    : d(std::make_unique<Private>())
{
}

SampleStore::~SampleStore()
{
    if (d->claim >= 0)
        ::close(d->claim);
}

// The kernel drops the lock when the program ends, however it does.
bool SampleStore::claim()
{
    if (d->claim >= 0 || d->claimFile.empty())
        return true;
    const int file = ::open(d->claimFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0) {
        d->claim = file;
        return true;
    }
    if (file >= 0)
        ::close(file);
    return false;
}

Result<void> SampleStore::reload()
{
    const std::int64_t version = d->db->foreignVersion();
    if (version >= 0 && version == d->version)
        return {};
    d->version = version;
    d->sources.clear();
    d->byId.clear();
    return d->load();
}

std::string SampleStore::pathOf(const std::string &profilePath)
{
    return profilePath == ":memory:" ? profilePath : profilePath + ".samples";
}

Result<std::unique_ptr<SampleStore>> SampleStore::open(const std::string &path)
{
    auto db = base::Database::open(path, samplesSchema);
    if (!db && db.error().message.find("damaged") != std::string::npos)
        db = base::Database::open(path, samplesSchema); // the damaged one was moved away
    if (!db)
        return db.error();
    std::unique_ptr<SampleStore> store(new SampleStore);
    store->d->db = std::move(*db);
    store->d->claimFile = path == ":memory:" ? std::string() : path + ".lock";
    if (auto loaded = store->d->load(); !loaded)
        return loaded.error();
    return store;
}

base::Database &SampleStore::database() { return *d->db; }
Retention SampleStore::retention() const { return d->retention; }

Result<void> SampleStore::setRetention(const Retention &retention)
{
    if (retention.raw < 1 || retention.fine < retention.raw || (retention.coarse != 0 && retention.coarse < retention.fine))
        return Error{Problem::BadArgument, "samples cannot be kept longer than their roll-ups, nor for less than an hour", {},
            "Give hours that grow: samples, 5 minutes, hours (0: for ever)."};
    auto saved = d->db->transaction([&]() -> Result<void> {
        for (const auto &[what, hours] : {std::pair{"raw", retention.raw}, {"fine", retention.fine}, {"coarse", retention.coarse}})
            if (auto one = d->db->run("INSERT OR REPLACE INTO keep(what, hours) VALUES(?, ?)", {QString::fromLatin1(what), hours}); !one)
                return one;
        return {};
    });
    if (saved)
        d->retention = retention;
    return saved;
}

Result<void> SampleStore::Private::load()
{
    auto keep = db->rows("SELECT what, hours FROM keep");
    auto rows = db->rows("SELECT id, server, ring, seq, series, at FROM source");
    auto facts = db->rows("SELECT source, name, labels, text FROM fact");
    auto blocks = db->rows("SELECT COALESCE(MAX(id), 0) FROM block");
    for (const auto *result : {&keep, &rows, &facts, &blocks})
        if (!*result)
            return result->error();
    for (const Row &row : *keep)
        (row[0] == "raw" ? retention.raw : row[0] == "fine" ? retention.fine : retention.coarse) = row[1].toInt();
    std::unordered_map<std::int64_t, Source *> byRow;
    for (const Row &row : *rows) {
        Source &one = sources[row[1].toString().toStdString()];
        one.id = row[0].toLongLong();
        one.server = row[1].toString().toStdString();
        one.position = {row[2].toString().toStdString(), row[3].toULongLong(), row[4].toULongLong(), row[5].toLongLong()};
        byRow[one.id] = &one;
        nextSource = std::max(nextSource, one.id + 1);
    }
    for (const Row &row : *facts)
        if (const auto found = byRow.find(row[0].toLongLong()); found != byRow.end()) {
            Fact fact{row[1].toString().toStdString(), labelsInText(row[2]), row[3].toString().toStdString()};
            found->second->facts[keyOf(fact.name, fact.labels)] = fact;
        }
    nextBlock = blocks->front().front().toLongLong() + 1;
    if (auto loaded = loadSeries(); !loaded)
        return loaded;
    for (auto &[server, one] : sources)
        if (auto loaded = loadJournal(one); !loaded)
            return loaded;
    return {};
}

Result<void> SampleStore::Private::loadSeries()
{
    std::unordered_map<std::int64_t, Source *> byRow;
    for (auto &[server, one] : sources)
        byRow[one.id] = &one;
    auto rows = db->rows("SELECT id, source, name, labels, unit, counter, number FROM series ORDER BY id");
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        const auto found = byRow.find(row[1].toLongLong());
        nextSeries = std::max<SeriesId>(nextSeries, row[0].toLongLong() + 1);
        if (found == byRow.end())
            continue;
        Source &one = *found->second;
        Slot slot;
        slot.series = {row[0].toLongLong(), one.server,
            {row[2].toString().toStdString(), labelsInText(row[3]), row[4].toString().toStdString(), row[5].toBool() ? Kind::Counter : Kind::Gauge}};
        slot.number = row[6].toULongLong();
        one.byKey[seriesKey(slot.series.name)] = one.held.size();
        if (slot.number != 0)
            one.byNumber[slot.number] = one.held.size();
        byId[slot.series.id] = {&one, one.held.size()};
        one.held.push_back(std::move(slot));
    }
    return {};
}

// What cannot be read is dropped, with the position: the agent is asked for all of its ring again, and samples that are stored in
// blocks are then stored twice at worst.
Result<void> SampleStore::Private::loadJournal(Source &source)
{
    auto rows = db->rows("SELECT body FROM journal WHERE source = ? ORDER BY id", {dbNumber(source.id)});
    if (!rows)
        return rows.error();
    std::vector<std::string> bytes(source.held.size());
    bool good = true;
    for (const Row &row : *rows)
        good = good && replay(source, blobIn(row[0]), bytes).ok();
    for (std::size_t i = 0; good && i < bytes.size(); ++i) {
        auto track = Track::resume(std::move(bytes[i]));
        good = track.ok();
        if (good)
            source.held[i].track = std::move(*track);
    }
    for (Slot &slot : source.held) {
        slot.track = good ? std::move(slot.track) : Track();
        slot.flushed = slot.track.bytes().size();
        slot.last = slot.before = slot.track.last();
    }
    source.times.resize(good ? source.times.size() : 0);
    source.flushed = source.times.size();
    if (good)
        return {};
    source.position = {};
    return db->run("DELETE FROM journal WHERE source = ?", {dbNumber(source.id)});
}

// A body: varints seeded, first tick, number of ticks; zig-zag steps of their times (from 0 at the first); then as long as there are
// bytes: series, size, the bytes that its track got.
Result<void> SampleStore::Private::replay(Source &source, std::string_view body, std::vector<std::string> &tracks)
{
    VarintReader in(body);
    const std::uint64_t seeded = in.next(), first = in.next(), count = in.next();
    if (!in.good() || first != source.times.size() || count > mostTicks - first)
        return badJournal();
    source.seeded = seeded != 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::int64_t step = unzigzag(in.next());
        source.times.push_back(source.times.empty() ? step : source.times.back() + step);
    }
    while (in.good() && !in.atEnd()) {
        const auto id = static_cast<SeriesId>(in.next());
        const std::string_view bytes = in.take(in.next());
        const auto found = byId.find(id);
        if (!in.good() || found == byId.end() || found->second.first != &source)
            return badJournal();
        tracks[found->second.second] += bytes;
    }
    return in.good() ? Result<void>() : badJournal();
}

Source &SampleStore::Private::source(const std::string &server)
{
    Source &one = sources[server];
    if (one.id == 0) {
        one.id = nextSource++;
        one.server = server;
        one.dirty = true;
    }
    return one;
}

const Source *SampleStore::Private::find(const std::string &server) const
{
    const auto found = sources.find(server);
    return found == sources.end() ? nullptr : &found->second;
}

Position SampleStore::position(const std::string &server) const
{
    const Source *one = d->find(server);
    return one ? one->position : Position();
}

void SampleStore::Private::learn(Source &source, std::uint64_t number, const SeriesName &name)
{
    const std::string key = seriesKey(name);
    const auto [at, isNew] = source.byKey.try_emplace(key, source.held.size());
    if (isNew) {
        source.held.emplace_back();
        source.held.back().series = {nextSeries++, source.server, name};
        byId[source.held.back().series.id] = {&source, at->second};
    }
    source.held[at->second].number = number;
    source.byNumber[number] = at->second;
    source.position.series = std::max(source.position.series, number);
    source.renumbered.push_back(at->second);
    source.dirty = true;
}

void SampleStore::Private::beginBlock(Source &source, bool seeded)
{
    source.times.clear();
    source.flushed = 0;
    source.seeded = seeded;
    for (Slot &slot : source.held) {
        slot.track = {};
        slot.flushed = 0;
        if (seeded)
            slot.track.append(0, slot.last);
    }
    if (seeded)
        source.times.push_back(source.position.at);
    source.dirty = true;
}

namespace {

std::optional<Gap> gapBetween(const std::vector<Gap> &gaps, std::int64_t from, std::int64_t to)
{
    for (const Gap &gap : gaps)
        if (gap.from < to && gap.to > from)
            return gap;
    return {};
}

} // namespace

Result<void> SampleStore::Private::makeRoom(Source &source, const Sample &sample, bool complete, const std::vector<Gap> &gaps)
{
    const std::int64_t before = source.position.at, step = sample.at - before;
    const bool first = before == 0;
    const bool broken = !first && (step <= 0 || step > longestStepMs || gapBetween(gaps, before, sample.at).has_value());
    if (!first && step > longestStepMs && !gapBetween(gaps, before, sample.at))
        if (auto kept = saveGap(source, {before, sample.at, "no samples were taken, and why is not known"}); !kept)
            return kept;
    const bool full = source.times.size() >= ticksInBlock;
    source.stepMs = first || broken || complete ? 0 : step;
    if (!broken && !complete && !full)
        return {};
    auto closed = closeBlock(source);
    if (!closed && source.times.size() + 2 < mostTicks && !broken && !complete)
        return {}; // the disk takes nothing: the block grows, and is closed when it does
    if (!closed)
        return closed;
    if (complete)
        for (Slot &slot : source.held)
            slot.last = {};
    beginBlock(source, full && !broken && !complete);
    return {};
}

void SampleStore::Private::take(Source &source, const Sample &sample)
{
    const std::size_t tick = source.times.size();
    source.times.push_back(sample.at);
    ++source.ticks;
    for (const auto &[number, value] : sample.values) {
        const auto found = source.byNumber.find(number);
        if (found == source.byNumber.end())
            continue; // a series that was never told of
        Slot &slot = source.held[found->second];
        slot.before = slot.last;
        slot.last = value;
        slot.changed = source.ticks;
        if (tick > 0)
            slot.track.append(tick, value);
    }
    if (tick == 0) // those that are not listed keep their value
        for (Slot &slot : source.held)
            slot.track.append(0, slot.last);
    source.position.seq = sample.seq;
    source.position.at = sample.at;
    source.dirty = true;
}

Result<void> SampleStore::append(const std::string &server, const Batch &batch, const std::function<void(std::int64_t)> &ticked)
{
    if (!claim())
        return Error{Problem::Conflict, "another program writes the samples of this cluster", {}, "Let it; what it writes can be read here."};
    Source &source = d->source(server);
    source.interval = batch.interval;
    if (batch.ring != source.position.ring) {
        if (auto closed = d->closeBlock(source); !closed)
            return closed;
        source.position = {batch.ring, 0, 0, source.position.at};
        source.byNumber.clear();
        for (std::size_t i = 0; i < source.held.size(); ++i)
            if (std::exchange(source.held[i].number, 0) != 0)
                source.renumbered.push_back(i);
        d->beginBlock(source, false);
    }
    bool complete = source.position.seq == 0 || source.position.seq + 1 < batch.first;
    for (const auto &[number, name] : batch.series)
        d->learn(source, number, name);
    for (const Gap &gap : batch.gaps)
        if (auto kept = d->saveGap(source, gap); !kept)
            return kept;
    for (const Sample &sample : batch.samples) {
        if (sample.seq <= source.position.seq)
            continue;
        if (auto room = d->makeRoom(source, sample, complete, batch.gaps); !room)
            return room;
        complete = false;
        d->take(source, sample);
        if (ticked)
            ticked(sample.at);
    }
    for (const Fact &fact : batch.facts) {
        Fact &kept = source.facts[keyOf(fact.name, fact.labels)];
        if (kept == fact)
            continue;
        kept = fact;
        if (auto saved = d->db->run("INSERT OR REPLACE INTO fact(source, key, name, labels, text) VALUES(?, ?, ?, ?, ?)",
                {dbNumber(source.id), dbBlob(keyOf(fact.name, fact.labels)), dbText(fact.name), dbText(textOfLabels(fact.labels)), dbText(fact.text)}); !saved)
            return saved;
    }
    if (batch.cost)
        source.cost = batch.cost;
    return {};
}

bool SampleStore::adopt(const std::string &server, const std::string &ring, const std::vector<std::string> &others)
{
    if (d->sources.contains(server) || ring.empty() || !claim())
        return false;
    const auto found = std::find_if(d->sources.begin(), d->sources.end(), [&](const auto &item) {
        return item.second.position.ring == ring && std::find(others.begin(), others.end(), item.first) == others.end();
    });
    if (found == d->sources.end())
        return false;
    auto node = d->sources.extract(found); // stays where it is in memory
    node.key() = node.mapped().server = server;
    for (Slot &slot : node.mapped().held)
        slot.series.server = server;
    node.mapped().dirty = true;
    d->sources.insert(std::move(node));
    return true;
}

Result<void> SampleStore::Private::saveGap(const Source &source, const Gap &gap)
{
    auto known = db->rows("SELECT stop, cause FROM gap WHERE source = ? AND start = ?", {dbNumber(source.id), dbNumber(gap.from)});
    if (!known)
        return known.error();
    if (!known->empty() && known->front()[0].toLongLong() == gap.to && known->front()[1].toString().toStdString() == gap.cause)
        return {};
    return db->run("INSERT OR REPLACE INTO gap(source, start, stop, cause) VALUES(?, ?, ?, ?)",
        {dbNumber(source.id), dbNumber(gap.from), dbNumber(gap.to), dbText(gap.cause)});
}

Result<void> SampleStore::addGap(const std::string &server, const Gap &gap)
{
    Source &source = d->source(server);
    return d->saveGap(source, gap);
}

Result<void> SampleStore::Private::saveSource(const Source &source)
{
    for (const std::size_t i : source.renumbered) {
        const Series &series = source.held[i].series;
        auto kept = db->run("INSERT INTO series(id, source, name, labels, unit, counter, number) VALUES(?, ?, ?, ?, ?, ?, ?)"
                            " ON CONFLICT(id) DO UPDATE SET number = excluded.number",
            {dbNumber(series.id), dbNumber(source.id), dbText(series.name.name), dbText(textOfLabels(series.name.labels)),
                dbText(series.name.unit), series.name.kind == Kind::Counter, dbNumber(static_cast<std::int64_t>(source.held[i].number))});
        if (!kept)
            return kept;
    }
    const Position &p = source.position;
    return db->run("INSERT OR REPLACE INTO source(id, server, ring, seq, series, at) VALUES(?, ?, ?, ?, ?, ?)",
        {dbNumber(source.id), dbText(source.server), dbText(p.ring), dbNumber(static_cast<std::int64_t>(p.seq)),
            dbNumber(static_cast<std::int64_t>(p.series)), dbNumber(p.at)});
}

void SampleStore::Private::saved(Source &source)
{
    source.renumbered.clear();
    source.flushed = source.times.size();
    for (Slot &slot : source.held)
        slot.flushed = slot.track.bytes().size();
    source.dirty = false;
}

namespace {

std::string journalBody(const Source &source)
{
    std::string body;
    putVarint(body, source.seeded);
    putVarint(body, source.flushed);
    putVarint(body, source.times.size() - source.flushed);
    for (std::size_t i = source.flushed; i < source.times.size(); ++i)
        putVarint(body, zigzag(source.times[i] - (i == 0 ? 0 : source.times[i - 1])));
    for (const Slot &slot : source.held) {
        const std::string &bytes = slot.track.bytes();
        if (bytes.size() == slot.flushed)
            continue;
        putVarint(body, static_cast<std::uint64_t>(slot.series.id));
        putVarint(body, bytes.size() - slot.flushed);
        body.append(bytes, slot.flushed);
    }
    return body;
}

} // namespace

Result<void> SampleStore::flush()
{
    std::vector<Source *> dirty;
    for (auto &[server, source] : d->sources)
        if (source.dirty)
            dirty.push_back(&source);
    if (dirty.empty())
        return {};
    auto written = d->db->transaction([&]() -> Result<void> {
        for (Source *source : dirty) {
            if (auto one = d->saveSource(*source); !one)
                return one;
            if (source->times.size() == source->flushed)
                continue;
            if (auto one = d->db->run("INSERT INTO journal(source, body) VALUES(?, ?)", {dbNumber(source->id), dbBlob(journalBody(*source))}); !one)
                return one;
        }
        return {};
    });
    if (written)
        for (Source *source : dirty)
            d->saved(*source);
    return written;
}

} // namespace monitoring
