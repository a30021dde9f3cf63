// SPDX-License-Identifier: GPL-3.0-or-later
// How an open block becomes chunks and roll-ups, and what is known at this moment.
#include "core/monitor/storeprivate.h"

#include <algorithm>

namespace monitoring {

using base::Result;

namespace {

std::vector<Rollup> rollupsOf(std::span<const std::int64_t> times, const std::vector<Value> &values, Kind kind, bool seeded, std::int64_t width)
{
    std::vector<Rollup> all;
    double sum = 0, weight = 0;
    eachPoint(times, values, kind, seeded, [&](std::int64_t at, double value, std::int64_t span) {
        const auto real = static_cast<float>(value);
        if (!std::isfinite(real))
            return;
        if (all.empty() || all.back().bucket != at / width) {
            all.push_back({at / width, 0, 0, real, real, real});
            sum = weight = 0;
        }
        Rollup &one = all.back();
        const double own = span > 0 ? static_cast<double>(span) : 1;
        sum += value * own;
        weight += own;
        ++one.count;
        one.span += static_cast<std::uint32_t>(span);
        one.min = std::min(one.min, real);
        one.max = std::max(one.max, real);
        one.mean = static_cast<float>(sum / weight);
    });
    return all;
}

} // namespace

Result<void> SampleStore::Private::writeSeries(Source &source, std::int64_t block, const Slot &slot, const std::vector<Value> &values)
{
    const SeriesId id = slot.series.id;
    if (auto chunk = db->run("INSERT INTO chunk(series, block, body) VALUES(?, ?, ?)", {dbNumber(id), dbNumber(block), dbBlob(pack(values))}); !chunk)
        return chunk;
    for (const auto &[sql, width] : {std::pair{"INSERT INTO fine(series, start, block, body) VALUES(?, ?, ?, ?)", fineMs},
             {"INSERT INTO coarse(series, start, block, body) VALUES(?, ?, ?, ?)", coarseMs}}) {
        const auto all = rollupsOf(source.times, values, slot.series.name.kind, source.seeded, width);
        if (all.empty())
            continue;
        const auto first = std::min_element(all.begin(), all.end(), [](const Rollup &a, const Rollup &b) { return a.bucket < b.bucket; })->bucket;
        if (auto row = db->run(sql, {dbNumber(id), dbNumber(first), dbNumber(block), dbBlob(packRollups(all))}); !row)
            return row;
    }
    return {};
}

/// The block and all of its series, the position with them, and the journal that told the same goes: all or nothing. The block in
/// memory stays as it is; beginBlock() follows.
Result<void> SampleStore::Private::closeBlock(Source &source)
{
    if (source.times.size() <= (source.seeded ? 1u : 0u))
        return {};
    const std::int64_t block = nextBlock++;
    auto written = db->transaction([&]() -> Result<void> {
        if (auto saved = saveSource(source); !saved)
            return saved;
        if (auto row = db->run("INSERT INTO block(id, source, first, last, seeded, ticks) VALUES(?, ?, ?, ?, ?, ?)",
                {dbNumber(block), dbNumber(source.id), dbNumber(source.times.front()), dbNumber(source.times.back()), source.seeded,
                    dbBlob(packTimes(source.times))}); !row)
            return row;
        for (const Slot &slot : source.held) {
            if (slot.track.bytes().empty())
                continue; // it ended before this block
            auto values = readTrack(slot.track.bytes(), source.times.size());
            if (!values)
                return values.error();
            if (auto wrote = writeSeries(source, block, slot, *values); !wrote)
                return wrote;
        }
        return db->run("DELETE FROM journal WHERE source = ?", {dbNumber(source.id)});
    });
    if (written)
        source.renumbered.clear();
    return written;
}

std::size_t SampleStore::seriesCount(const std::string &server) const
{
    const Source *one = d->find(server);
    return one ? one->held.size() : 0;
}

const Series &SampleStore::seriesAt(const std::string &server, std::size_t slot) const
{
    static const Series none;
    const Source *one = d->find(server);
    return one && slot < one->held.size() ? one->held[slot].series : none;
}

std::optional<double> SampleStore::now(const std::string &server, std::size_t slot) const
{
    const Source *one = d->find(server);
    if (!one || slot >= one->held.size() || !one->held[slot].last.present())
        return {};
    const Slot &s = one->held[slot];
    if (s.series.name.kind == Kind::Gauge)
        return s.last.real();
    if (one->stepMs <= 0)
        return {};
    if (s.changed != one->ticks)
        return 0.0;
    const auto grown = increase(s.before, s.last);
    return grown ? std::optional(*grown * 1000 / static_cast<double>(one->stepMs)) : std::nullopt;
}

std::vector<Fact> SampleStore::facts(const std::string &server) const
{
    std::vector<Fact> all;
    if (const Source *one = d->find(server))
        for (const auto &[key, fact] : one->facts)
            all.push_back(fact);
    return all;
}

std::optional<Cost> SampleStore::cost(const std::string &server) const
{
    const Source *one = d->find(server);
    return one ? one->cost : std::nullopt;
}

double SampleStore::interval(const std::string &server) const
{
    const Source *one = d->find(server);
    return one ? one->interval : 0;
}

std::vector<std::string> SampleStore::servers() const
{
    std::vector<std::string> all;
    for (const auto &[server, source] : d->sources)
        all.push_back(server);
    return all;
}

bool matches(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
            ++p, ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::vector<Series> SampleStore::find(const Selector &selector) const
{
    std::vector<Series> all;
    const auto wanted = [&](const SeriesName &name) {
        return matches(selector.name, name.name) && std::all_of(selector.labels.begin(), selector.labels.end(), [&](const Label &label) {
            return std::any_of(name.labels.begin(), name.labels.end(), [&](const Label &own) { return own.first == label.first && matches(label.second, own.second); });
        });
    };
    for (const auto &[server, source] : d->sources) {
        if (!selector.servers.empty() && std::find(selector.servers.begin(), selector.servers.end(), server) == selector.servers.end())
            continue;
        for (const Slot &slot : source.held)
            if (wanted(slot.series.name))
                all.push_back(slot.series);
    }
    return all;
}

} // namespace monitoring
