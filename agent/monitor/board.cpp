// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/board.h"

#include "agent/monitor/codec.h"

#include <algorithm>
#include <utility>

namespace monitor {

using protocol::Json;

namespace {

void makeKey(const collect::Figure &figure, std::string &key)
{
    key.clear();
    key += figure.kind == collect::Kind::Counter ? 'c' : 'g';
    putText(key, figure.name);
    putText(key, figure.unit);
    for (const auto &[name, value] : figure.labels) {
        putText(key, name);
        putText(key, value);
    }
}

} // namespace

std::string keyOf(const collect::Figure &figure)
{
    std::string key;
    makeKey(figure, key);
    return key;
}

Json seriesJson(std::uint32_t id, std::string_view key)
{
    Take in(key);
    const bool counter = in.fixed(1) == 'c';
    const std::string name(in.text()), unit(in.text());
    Json labels = Json::array();
    while (!in.atEnd()) {
        Json label = Json::array();
        label.push_back(std::string(in.text()));
        label.push_back(std::string(in.text()));
        labels.push_back(std::move(label));
    }
    return Json::array({id, name, std::move(labels), unit, counter ? "counter" : "gauge"});
}

const Board::Series *Board::find(std::uint32_t id) const
{
    const auto at = std::lower_bound(m_series.begin(), m_series.end(), id, [](const Series &series, std::uint32_t wanted) { return series.id < wanted; });
    return at != m_series.end() && at->id == id ? &*at : nullptr;
}

void Board::remember(std::uint32_t id, std::string_view key)
{
    if ((!m_series.empty() && m_series.back().id >= id) || m_byKey.count(key))
        return;
    m_series.push_back({id, 0, 0, false, {}, std::string(key)});
    m_byKey.emplace(m_series.back().key, &m_series.back());
    startAt(id + 1);
}

void Board::take(std::uint32_t source, const std::vector<collect::Figure> &figures)
{
    Source &from = m_sources[source];
    ++m_pass;
    m_leftOut -= std::exchange(from.leftOut, 0);
    std::vector<Series *> given;
    given.reserve(figures.size());
    for (const collect::Figure &figure : figures) {
        makeKey(figure, m_scratch);
        const auto known = m_byKey.find(m_scratch);
        Series *series = known == m_byKey.end() ? nullptr : known->second;
        if ((!series || !series->live) && m_live >= m_most) {
            ++from.leftOut;
            continue;
        }
        if (!series) {
            m_series.push_back({m_nextId++, source, 0, false, {}, m_scratch});
            series = &m_series.back();
            m_byKey.emplace(series->key, series);
        }
        m_live += !series->live;
        series->live = true;
        series->source = source;
        series->pass = m_pass;
        series->value = valueOf(figure.value);
        given.push_back(series);
    }
    for (Series *series : from.series)
        if (series->live && series->source == source && series->pass != m_pass) {
            series->live = false;
            --m_live;
        }
    from.series = std::move(given);
    m_leftOut += from.leftOut;
    if (m_series.size() > 2 * m_live + 4096)
        forgetEnded();
}

/// Of jobs that come and go there is no end: those that ended first are given up, and get a new number when they come back.
void Board::forgetEnded()
{
    std::size_t spare = m_live / 2 + 1024;
    std::deque<Series> kept;
    m_byKey.clear();
    for (auto series = m_series.rbegin(); series != m_series.rend(); ++series)
        if (series->live || (spare > 0 && spare--))
            kept.push_front(std::move(*series));
    m_series = std::move(kept);
    for (auto &[number, source] : m_sources)
        source.series.clear();
    for (Series &series : m_series) {
        m_byKey.emplace(series.key, &series);
        if (series.live)
            m_sources[series.source].series.push_back(&series);
    }
}

std::vector<Entry> Board::state() const
{
    std::vector<Entry> all;
    all.reserve(m_live);
    for (const Series &series : m_series)
        if (series.live)
            all.push_back(entryOf(series.id, series.value));
    return all;
}

std::string_view Board::key(std::uint32_t id) const
{
    const Series *series = find(id);
    return series ? std::string_view(series->key) : std::string_view();
}

} // namespace monitor
