// SPDX-License-Identifier: GPL-3.0-or-later
// The series that there are: their numbers, names and newest values. One thread at a time.
#pragma once
#include "agent/monitor/value.h"

#include <deque>
#include <map>
#include <string>
#include <unordered_map>

namespace monitor {

/// One text of all that tells a series from others: kind, name, unit, labels; each with its length before it.
std::string keyOf(const collect::Figure &figure);
/// [id, name, [[label, value], ...], unit, "counter" or "gauge"]
protocol::Json seriesJson(std::uint32_t id, std::string_view key);

class Board {
public:
    explicit Board(std::size_t most = 20000) : m_most(most) { }
    /// Series of an earlier life, so that they keep their numbers.
    void remember(std::uint32_t id, std::string_view key);
    void startAt(std::uint32_t nextId) { m_nextId = std::max(m_nextId, nextId); }

    /// What a source gave: its series that are not among them have ended.
    void take(std::uint32_t source, const std::vector<collect::Figure> &figures);
    /// The source is no more.
    void drop(std::uint32_t source) { take(source, {}); m_sources.erase(source); }

    /// The newest values by id.
    std::vector<Entry> state() const;
    /// Of a series that is there, or ended not long ago; empty: unknown.
    std::string_view key(std::uint32_t id) const;
    std::uint32_t nextId() const { return m_nextId; }
    std::size_t live() const { return m_live; }
    std::size_t leftOut() const { return m_leftOut; } ///< figures that had no place when they came last
    /// All that may get a value again; ids ascending.
    template <class Function> void each(Function function) const
    {
        for (const Series &series : m_series)
            function(series.id, std::string_view(series.key));
    }

private:
    struct Series {
        std::uint32_t id = 0, source = 0, pass = 0;
        bool live = false;
        Value value{};
        std::string key{};
    };
    struct Source {
        std::vector<Series *> series{};
        std::size_t leftOut = 0;
    };
    const Series *find(std::uint32_t id) const;
    void forgetEnded();

    std::size_t m_most, m_live = 0, m_leftOut = 0;
    std::deque<Series> m_series; ///< by id; addresses stay, for m_byKey's views
    std::unordered_map<std::string_view, Series *> m_byKey;
    std::map<std::uint32_t, Source> m_sources;
    std::uint32_t m_nextId = 1, m_pass = 0;
    std::string m_scratch;
};

} // namespace monitor
