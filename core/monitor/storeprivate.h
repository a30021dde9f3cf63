// SPDX-License-Identifier: GPL-3.0-or-later
// What a SampleStore is made of. Internal to its own files.
#pragma once
#include "core/base/database.h"
#include "core/monitor/store.h"

#include <QByteArray>
#include <cmath>
#include <unordered_map>

namespace monitoring {

inline constexpr std::int64_t fineMs = 5 * 60'000, coarseMs = 3'600'000;
inline constexpr std::int64_t fineDay = 288, coarseDay = 24; ///< buckets that upkeep joins to one row
/// A row of roll-ups begins at most so many buckets before its last one: a day, and a block whose ticks are 5 min apart.
inline constexpr std::int64_t fineReach = fineDay + ticksInBlock + 8, coarseReach = coarseDay + 32;
/// Between ticks that are further apart nobody knows a rate. An agent's coarse samples are 5 min apart.
inline constexpr std::int64_t longestStepMs = 7 * 60'000 + 30'000;

struct Slot {
    Series series;
    std::uint64_t number = 0; ///< the agent's, in the ring of now; 0: it has none there
    Track track;              ///< of the open block
    std::size_t flushed = 0;  ///< bytes of it that are in the journal
    Value last, before;       ///< at the last tick, and before its last change
    std::uint64_t changed = 0; ///< the tick of its last change, counted from the program's start
};

struct Source {
    std::int64_t id = 0;
    std::string server;
    Position position;        ///< with what is in memory
    std::vector<Slot> held;
    std::unordered_map<std::string, std::size_t> byKey;
    std::unordered_map<std::uint64_t, std::size_t> byNumber;
    std::vector<std::int64_t> times; ///< of the open block
    bool seeded = false;      ///< its first tick is the last one of the block before
    std::size_t flushed = 0;  ///< ticks in the journal
    std::uint64_t ticks = 0;  ///< since the program's start
    std::int64_t stepMs = 0;  ///< the last interval; 0: there is none before a gap
    bool dirty = false;       ///< something is not in the file
    std::vector<std::size_t> renumbered; ///< held whose row in the file is old or missing
    double interval = 0;
    std::map<std::string, Fact> facts;
    std::optional<Cost> cost;
    std::int64_t rawFrom = 0; ///< what is older is being deleted
};

struct SampleStore::Private {
    std::unique_ptr<base::Database> db;
    Retention retention;
    std::string claimFile;
    int claim = -1;            ///< the open lock file
    std::int64_t version = -2; ///< of the file when it was read
    std::map<std::string, Source> sources;
    std::unordered_map<SeriesId, std::pair<Source *, std::size_t>> byId;
    std::int64_t nextSource = 1, nextBlock = 1;
    SeriesId nextSeries = 1;

    struct Upkeep {
        std::vector<std::pair<SeriesId, std::int64_t>> queue; ///< series, and the newest block that goes
        std::vector<std::pair<std::int64_t, std::int64_t>> blocks; ///< source, block
        std::int64_t joinedTo = 0; ///< ms: older roll-ups are joined already
        std::int64_t now = 0;
        bool running = false;
    } upkeep;

    base::Result<void> load();
    base::Result<void> loadSeries();
    base::Result<void> loadJournal(Source &source);
    base::Result<void> replay(Source &source, std::string_view body, std::vector<std::string> &tracks);

    Source &source(const std::string &server);
    const Source *find(const std::string &server) const;
    void learn(Source &source, std::uint64_t number, const SeriesName &name);
    void take(Source &source, const Sample &sample);
    base::Result<void> makeRoom(Source &source, const Sample &sample, bool complete, const std::vector<Gap> &gaps);
    void beginBlock(Source &source, bool seeded);
    base::Result<void> closeBlock(Source &source);
    base::Result<void> writeSeries(Source &source, std::int64_t block, const Slot &slot, const std::vector<Value> &values);
    base::Result<void> saveSource(const Source &source);
    base::Result<void> saveGap(const Source &source, const Gap &gap);
    void saved(Source &source);

    base::Result<bool> keepSeries(SeriesId series, std::int64_t block);
    base::Result<void> join(const char *table, SeriesId series, std::int64_t day, std::int64_t before, std::int64_t from);
    base::Result<bool> shrink(const std::function<bool()> &isOver);
};

inline QString dbText(const std::string &utf8) { return QString::fromStdString(utf8); }
inline QVariant dbBlob(const std::string &bytes) { return QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())); }
inline std::string blobIn(const QVariant &value) { return value.toByteArray().toStdString(); }
inline QVariant dbNumber(std::int64_t value) { return QVariant::fromValue<qlonglong>(value); }

/// What the ticks of a block say: for gauges the value at each (span 0), for counters the rate since the tick before (span ms).
template <class Point> void eachPoint(std::span<const std::int64_t> times, const std::vector<Value> &values, Kind kind, bool seeded, Point point)
{
    if (kind == Kind::Gauge) {
        for (std::size_t i = seeded ? 1 : 0; i < times.size(); ++i)
            if (values[i].present())
                point(times[i], values[i].real(), std::int64_t(0));
        return;
    }
    for (std::size_t i = 1; i < times.size(); ++i) {
        const std::int64_t step = times[i] - times[i - 1];
        if (step <= 0 || step > longestStepMs)
            continue;
        if (const auto grown = increase(values[i - 1], values[i]))
            point(times[i], *grown * 1000 / static_cast<double>(step), step);
    }
}

} // namespace monitoring
