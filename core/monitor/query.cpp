// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/storeprivate.h"

#include <algorithm>
#include <set>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;

namespace {

constexpr int mostPoints = 100'000;

/// The buckets of one line while they fill.
class Buckets {
public:
    Buckets(std::int64_t from, std::int64_t to, std::int64_t width) : m_from(from), m_to(to), m_width(width) { }
    bool holds(std::int64_t at) const { return at >= m_from && at < m_to; }
    void add(std::int64_t at, double min, double max, double mean, double weight, std::uint64_t count)
    {
        if (!holds(at) || !(weight > 0))
            return;
        const auto index = static_cast<std::size_t>((at - m_from) / m_width);
        if (index >= m_cells.size())
            m_cells.resize(index + 1);
        Cell &cell = m_cells[index];
        cell.min = cell.count == 0 ? min : std::min(cell.min, min);
        cell.max = cell.count == 0 ? max : std::max(cell.max, max);
        cell.sum += mean * weight;
        cell.weight += weight;
        cell.count += count;
    }
    std::vector<Bucket> taken() const
    {
        std::vector<Bucket> out;
        for (std::size_t i = 0; i < m_cells.size(); ++i)
            if (const Cell &cell = m_cells[i]; cell.count > 0) // rounding may put the mean a bit outside
                out.push_back({m_from + static_cast<std::int64_t>(i) * m_width, cell.min, cell.max,
                    std::clamp(cell.sum / cell.weight, cell.min, cell.max), cell.count});
        return out;
    }

private:
    struct Cell {
        double min = 0, max = 0, sum = 0, weight = 0;
        std::uint64_t count = 0;
    };
    std::int64_t m_from, m_to, m_width;
    std::vector<Cell> m_cells;
};

struct StoredBlock {
    std::vector<std::int64_t> times;
    bool seeded = false;
};

/// Samples of a block into buckets, those at or after `from`.
void addPoints(const StoredBlock &block, const std::vector<Value> &values, Kind kind, std::int64_t from, Buckets &out)
{
    eachPoint(block.times, values, kind, block.seeded, [&](std::int64_t at, double value, std::int64_t span) {
        if (at >= from)
            out.add(at, value, value, value, span > 0 ? static_cast<double>(span) : 1, 1);
    });
}

/// One query: it reads each block's times once for all series of a server.
class Reading {
public:
    Reading(base::Database &db, const Query &query, std::int64_t width)
        : m_db(db), m_query(query), m_width(width)
    {
    }

    /// What is the same for all series of a server.
    Result<void> enter(const Source &source)
    {
        m_source = &source;
        m_blocks.clear();
        m_open = {source.times, source.seeded};
        auto first = m_db.rows("SELECT MIN(first) FROM block WHERE source = ?", {dbNumber(source.id)});
        if (!first)
            return first.error();
        const std::int64_t open = source.times.empty() ? INT64_MAX : source.times.front();
        m_rawFrom = std::max(first->front().front().isNull() ? open : std::min<std::int64_t>(first->front().front().toLongLong(), open), source.rawFrom);
        if (m_width >= fineMs)
            return {};
        auto rows = m_db.rows("SELECT id, seeded, ticks FROM block WHERE source = ? AND first < ? AND last >= ?",
            {dbNumber(source.id), dbNumber(m_query.to), dbNumber(m_query.from)});
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            auto times = unpackTimes(blobIn(row[2]));
            if (!times)
                return times.error();
            m_blocks[row[0].toLongLong()] = {std::move(*times), row[1].toBool()};
        }
        return {};
    }

    Result<Line> line(const Slot &slot)
    {
        Buckets out(m_query.from, m_query.to, m_width);
        auto read = m_width < fineMs ? raw(slot, out) : rolled(slot, out);
        if (!read)
            return read.error();
        if (m_source->times.size() > 0 && !slot.track.bytes().empty()) {
            auto values = readTrack(slot.track.bytes(), m_open.times.size());
            if (!values)
                return values.error();
            addPoints(m_open, *values, slot.series.name.kind, m_query.from, out);
        }
        return Line{slot.series, out.taken()};
    }

private:
    Result<void> raw(const Slot &slot, Buckets &out)
    {
        if (!m_blocks.empty()) {
            auto rows = m_db.rows("SELECT block, body FROM chunk WHERE series = ? AND block BETWEEN ? AND ?",
                {dbNumber(slot.series.id), dbNumber(m_blocks.begin()->first), dbNumber(m_blocks.rbegin()->first)});
            if (!rows)
                return rows.error();
            for (const Row &row : *rows) {
                const auto block = m_blocks.find(row[0].toLongLong());
                if (block == m_blocks.end())
                    continue;
                auto values = unpack(blobIn(row[1]), block->second.times.size());
                if (!values)
                    return values.error();
                addPoints(block->second, *values, slot.series.name.kind, m_rawFrom, out);
            }
        }
        if (m_query.from >= m_rawFrom)
            return {};
        return older(slot, m_rawFrom / fineMs * fineMs, out); // the one that the first samples are in would count them twice
    }

    Result<void> rolled(const Slot &slot, Buckets &out)
    {
        return m_width >= coarseMs ? rollups("coarse", coarseMs, coarseReach, slot, m_query.from, m_query.to, out) : older(slot, m_query.to, out);
    }

    /// What lies before `to`, from the roll-ups of 5 minutes, and where they are gone from those of an hour.
    Result<void> older(const Slot &slot, std::int64_t to, Buckets &out)
    {
        auto first = m_db.rows("SELECT MIN(start) FROM fine WHERE series = ?", {dbNumber(slot.series.id)});
        if (!first)
            return first.error();
        const std::int64_t fineFrom = first->front().front().isNull() ? to : first->front().front().toLongLong() * fineMs;
        if (auto fine = rollups("fine", fineMs, fineReach, slot, std::max(m_query.from, fineFrom), std::min(to, m_query.to), out); !fine)
            return fine;
        if (m_query.from >= fineFrom)
            return {};
        return rollups("coarse", coarseMs, coarseReach, slot, m_query.from, std::min({fineFrom / coarseMs * coarseMs, to, m_query.to}), out);
    }

    Result<void> rollups(const char *table, std::int64_t width, std::int64_t reach, const Slot &slot, std::int64_t from, std::int64_t to, Buckets &out)
    {
        if (from >= to)
            return {};
        auto rows = m_db.rows(std::string("SELECT body FROM ") + table + " WHERE series = ? AND start BETWEEN ? AND ?",
            {dbNumber(slot.series.id), dbNumber(from / width - reach), dbNumber((to - 1) / width)});
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            const auto all = unpackRollups(blobIn(row[0]));
            if (!all)
                return all.error();
            for (const Rollup &one : *all) {
                const std::int64_t at = one.bucket * width;
                if (at + width > from && at < to) // the first may have begun before the range
                    out.add(std::max(at, m_query.from), one.min, one.max, one.mean, one.span > 0 ? one.span : one.count, one.count);
            }
        }
        return {};
    }

    base::Database &m_db;
    const Query &m_query;
    std::int64_t m_width, m_rawFrom = 0;
    const Source *m_source = nullptr;
    std::map<std::int64_t, StoredBlock> m_blocks;
    StoredBlock m_open;
};

} // namespace

Result<Answer> SampleStore::query(const Query &query) const
{
    if (query.to <= query.from || query.points < 1 || query.points > mostPoints)
        return Error{Problem::BadArgument, "a query wants a range that ends after it begins, and from 1 to " + std::to_string(mostPoints) + " points", {}, {}};
    Answer answer{query.from, std::max<std::int64_t>(1, (query.to - query.from + query.points - 1) / query.points), {}, {}};
    Reading reading(*d->db, query, answer.width);
    std::map<const Source *, std::vector<std::pair<std::size_t, const Slot *>>> wanted; // server by server
    for (std::size_t i = 0; i < query.series.size(); ++i)
        if (const auto found = d->byId.find(query.series[i]); found != d->byId.end())
            wanted[found->second.first].emplace_back(i, &found->second.first->held[found->second.second]);
    std::map<std::size_t, Line> lines;
    for (const auto &[source, held] : wanted) {
        if (auto entered = reading.enter(*source); !entered)
            return entered.error();
        for (const auto &[place, slot] : held) {
            auto line = reading.line(*slot);
            if (!line)
                return line.error();
            lines.emplace(place, std::move(*line));
        }
        auto gaps = this->gaps(source->server, query.from, query.to);
        if (!gaps)
            return gaps.error();
        if (!gaps->empty())
            answer.gaps[source->server] = std::move(*gaps);
    }
    for (auto &[place, line] : lines)
        answer.lines.push_back(std::move(line));
    return answer;
}

Result<std::vector<Gap>> SampleStore::gaps(const std::string &server, std::int64_t from, std::int64_t to) const
{
    std::vector<Gap> all;
    const Source *source = d->find(server);
    if (!source)
        return all;
    auto rows = d->db->rows("SELECT start, stop, cause FROM gap WHERE source = ? AND start < ? AND stop > ? ORDER BY start",
        {dbNumber(source->id), dbNumber(to), dbNumber(from)});
    if (!rows)
        return rows.error();
    for (const Row &row : *rows)
        all.push_back({row[0].toLongLong(), row[1].toLongLong(), row[2].toString().toStdString()});
    return all;
}

Result<std::pair<std::int64_t, std::int64_t>> SampleStore::extent() const
{
    auto rows = d->db->rows("SELECT (SELECT MIN(first) FROM block), (SELECT MIN(start) FROM fine), (SELECT MIN(start) FROM coarse)");
    if (!rows)
        return rows.error();
    const Row &row = rows->front();
    std::int64_t first = INT64_MAX, last = 0;
    const std::array<std::int64_t, 3> widths{1, fineMs, coarseMs};
    for (std::size_t i = 0; i < widths.size(); ++i)
        if (!row[i].isNull())
            first = std::min<std::int64_t>(first, row[i].toLongLong() * widths[i]);
    for (const auto &[server, source] : d->sources) {
        if (!source.times.empty())
            first = std::min(first, source.times.front());
        last = std::max(last, source.position.at);
    }
    return last == 0 ? std::pair<std::int64_t, std::int64_t>{0, 0} : std::pair{std::min(first, last), last};
}

} // namespace monitoring
