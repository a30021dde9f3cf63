// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps the store from growing. All of it in pieces: a series at a time, a page at a time.
#include "core/monitor/storeprivate.h"

#include <chrono>

namespace monitoring {

using base::Result;
using base::Row;

namespace {

constexpr std::int64_t hourMs = 3'600'000;
constexpr std::int64_t restMs = 10 * 60'000; ///< from the end of one round to the next
constexpr std::size_t seriesTogether = 16;   ///< in one transaction
constexpr std::int64_t freePages = 64;       ///< that may lie about: they are used again

} // namespace

Result<bool> SampleStore::upkeep(std::int64_t now, int ms)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    const std::function<bool()> isOver = [end] { return std::chrono::steady_clock::now() >= end; };
    auto &work = d->upkeep;
    if (!work.running && now - work.now < restMs && now >= work.now)
        return d->shrink(isOver);
    if (!work.running) {
        work.running = true;
        work.now = now;
        for (auto &[server, source] : d->sources) {
            source.rawFrom = now - d->retention.raw * hourMs;
            auto newest = d->db->rows("SELECT COALESCE(MAX(id), 0) FROM block WHERE source = ? AND last < ?", {dbNumber(source.id), dbNumber(source.rawFrom)});
            if (!newest)
                return newest.error();
            const std::int64_t block = newest->front().front().toLongLong();
            for (const Slot &slot : source.held)
                work.queue.emplace_back(slot.series.id, block);
            work.blocks.emplace_back(source.id, block);
        }
    }
    while (!work.queue.empty() && !isOver()) {
        auto kept = d->db->transaction([&]() -> Result<void> {
            for (std::size_t i = 0; i < seriesTogether && !work.queue.empty(); ++i) {
                if (auto one = d->keepSeries(work.queue.back().first, work.queue.back().second); !one)
                    return one.error();
                work.queue.pop_back();
            }
            return {};
        });
        if (!kept)
            return kept.error();
    }
    if (!work.queue.empty())
        return true;
    for (const auto &[source, block] : work.blocks)
        if (auto gone = d->db->run("DELETE FROM block WHERE source = ? AND id <= ?", {dbNumber(source), dbNumber(block)}); !gone)
            return gone.error();
    work.blocks.clear();
    work.joinedTo = (work.now / (fineMs * fineDay) - 1) * fineMs * fineDay;
    work.running = false;
    return d->shrink(isOver);
}

Result<bool> SampleStore::Private::keepSeries(SeriesId series, std::int64_t block)
{
    if (block > 0)
        if (auto raw = db->run("DELETE FROM chunk WHERE series = ? AND block <= ?", {dbNumber(series), dbNumber(block)}); !raw)
            return raw.error();
    const auto older = [&](int hours, std::int64_t width, std::int64_t row) { return dbNumber((upkeep.now - hours * hourMs) / width - row); };
    if (retention.fine > 0)
        if (auto fine = db->run("DELETE FROM fine WHERE series = ? AND start < ?", {dbNumber(series), older(retention.fine, fineMs, fineDay)}); !fine)
            return fine.error();
    if (retention.coarse > 0)
        if (auto coarse = db->run("DELETE FROM coarse WHERE series = ? AND start < ?", {dbNumber(series), older(retention.coarse, coarseMs, coarseDay)}); !coarse)
            return coarse.error();
    const std::int64_t today = upkeep.now / (fineMs * fineDay), from = upkeep.joinedTo / (fineMs * fineDay);
    if (today - 1 <= from)
        return true;
    if (auto fine = join("fine", series, fineDay, today - 1, from); !fine)
        return fine.error();
    if (auto coarse = join("coarse", series, coarseDay, today - 1, from); !coarse)
        return coarse.error();
    return true;
}

/// The rows of each day before day `before` become one, marked by block 0.
Result<void> SampleStore::Private::join(const char *table, SeriesId series, std::int64_t day, std::int64_t before, std::int64_t from)
{
    const std::string name(table);
    auto rows = db->rows("SELECT start, block, body FROM " + name + " WHERE series = ? AND start >= ? AND start < ?",
        {dbNumber(series), dbNumber(from * day), dbNumber(before * day)});
    if (!rows)
        return rows.error();
    std::map<std::int64_t, std::vector<const Row *>> days;
    for (const Row &row : *rows)
        days[row[0].toLongLong() / day].push_back(&row);
    for (const auto &[number, parts] : days) {
        if (parts.size() < 2)
            continue;
        std::vector<Rollup> all;
        for (const Row *part : parts) {
            auto some = unpackRollups(blobIn((*part)[2]));
            if (!some)
                return some.error();
            all.insert(all.end(), some->begin(), some->end());
        }
        if (auto gone = db->run("DELETE FROM " + name + " WHERE series = ? AND start >= ? AND start < ?",
                {dbNumber(series), dbNumber(number * day), dbNumber((number + 1) * day)}); !gone)
            return gone;
        if (auto row = db->run("INSERT INTO " + name + "(series, start, block, body) VALUES(?, ?, 0, ?)",
                {dbNumber(series), (*parts.front())[0], dbBlob(packRollups(all))}); !row)
            return row;
    }
    return {};
}

// A page at a call, so that no reader of the file and no writer waits: each takes some microseconds.
Result<bool> SampleStore::Private::shrink(const std::function<bool()> &isOver)
{
    auto free = db->rows("PRAGMA freelist_count");
    if (!free)
        return free.error();
    std::int64_t pages = free->empty() ? 0 : free->front().front().toLongLong();
    while (pages-- > freePages) {
        if (isOver())
            return true;
        if (auto one = db->run("PRAGMA incremental_vacuum(1)"); !one)
            return one.error();
    }
    return false;
}

} // namespace monitoring
