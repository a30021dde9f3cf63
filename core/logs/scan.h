// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for lines from a place on, backwards or forwards in time, over the blocks of all servers at once, in steps of bounded time. What a
// step gives is final and in order: nothing that comes later belongs between.
#pragma once
#include "core/logs/store.h"

namespace logbook {

enum class Towards : std::uint8_t { Older, Newer };

struct Found {
    std::vector<Line> lines{}; ///< in the direction of the scan
    double fraction = 0;       ///< of what there is to look through
    bool done = false;         ///< as many as were wanted, or:
    bool atEnd = false;        ///< there are no more in this direction
};

/// Used in the store's thread.
class Scan {
public:
    /// Lines beyond `from`, at most `most`. What is in the store now is looked through; what comes later is not.
    Scan(LogStore &store, Matcher matcher, Key from, Towards towards, std::size_t most);
    /// Goes on for about `ms`; 0: until it is done. A block that cannot be read is left out.
    Found step(int ms);
    std::int64_t linesRead() const { return m_linesRead; }

private:
    struct Piece {
        std::int64_t id = 0, near = 0; ///< where it begins in the direction of the scan
        std::uint32_t lines = 0;
    };
    bool before(const Key &a, const Key &b) const { return m_towards == Towards::Older ? b < a : a < b; }
    bool certain(const Key &key) const;
    void read(const Piece &piece);
    void prune();
    void give(Found &found);

    LogStore &m_store;
    Matcher m_matcher;
    Key m_from;
    Towards m_towards;
    std::size_t m_most, m_next = 0;
    std::vector<Piece> m_pieces;
    std::vector<Key> m_candidates;
    std::vector<std::uint32_t> m_hits;
    std::int64_t m_linesRead = 0;
};

/// The lines of these arrivals that fit, in order of their keys.
std::vector<Line> linesOf(LogStore &store, const Matcher &matcher, const std::vector<Arrival> &arrivals);

} // namespace logbook
