// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/scan.h"

#include <QElapsedTimer>
#include <algorithm>

namespace logbook {

Scan::Scan(LogStore &store, Matcher matcher, Key from, Towards towards, std::size_t most)
    : m_store(store)
    , m_matcher(std::move(matcher))
    , m_from(from)
    , m_towards(towards)
    , m_most(most)
{
    const bool older = towards == Towards::Older;
    for (const auto &[id, info] : store.blocks())
        if ((older ? info.first <= from.at : info.last >= from.at) && m_matcher.mayFit(info, store.serverOf(info)))
            m_pieces.push_back({id, older ? info.last : info.first, info.lines});
    std::sort(m_pieces.begin(), m_pieces.end(), [older](const Piece &a, const Piece &b) { return older ? b.near < a.near : a.near < b.near; });
}

void Scan::read(const Piece &piece)
{
    const auto block = m_store.block(piece.id);
    if (!block)
        return;
    m_hits.clear();
    m_matcher.find(**block, piece.lines, m_hits);
    for (const std::uint32_t i : m_hits)
        if (const Key key{(*block)->entries()[i].at, Block::idOf(piece.id, i)}; before(m_from, key))
            m_candidates.push_back(key);
    m_linesRead += piece.lines;
    if (m_candidates.size() > 2 * m_most + 4096)
        prune();
}

/// Those that can never be among the first are forgotten: of quiet servers there may be many.
void Scan::prune()
{
    if (m_candidates.size() <= m_most)
        return;
    const auto order = [this](const Key &a, const Key &b) { return before(a, b); };
    std::nth_element(m_candidates.begin(), m_candidates.begin() + static_cast<std::ptrdiff_t>(m_most), m_candidates.end(), order);
    m_candidates.resize(m_most);
}

bool Scan::certain(const Key &key) const
{
    if (m_next >= m_pieces.size())
        return true;
    return m_towards == Towards::Older ? key.at > m_pieces[m_next].near : key.at < m_pieces[m_next].near;
}

void Scan::give(Found &found)
{
    prune();
    std::sort(m_candidates.begin(), m_candidates.end(), [this](const Key &a, const Key &b) { return before(a, b); });
    std::size_t taken = 0;
    for (; taken < m_candidates.size() && certain(m_candidates[taken]); ++taken) {
        const Key &key = m_candidates[taken];
        const auto block = m_store.block(Block::blockOf(key.id));
        const auto info = m_store.blocks().find(Block::blockOf(key.id));
        if (block && info != m_store.blocks().end() && Block::indexOf(key.id) < (*block)->size())
            found.lines.push_back((*block)->line(Block::indexOf(key.id), info->first, m_store.serverOf(info->second)));
    }
    m_candidates.erase(m_candidates.begin(), m_candidates.begin() + static_cast<std::ptrdiff_t>(taken));
    m_most -= std::min(m_most, taken);
}

Found Scan::step(int ms)
{
    Found found;
    QElapsedTimer timer;
    timer.start();
    const auto enough = [this] {
        if (m_candidates.size() < m_most || m_candidates.empty())
            return m_most == 0;
        prune();
        return std::all_of(m_candidates.begin(), m_candidates.end(), [this](const Key &key) { return certain(key); });
    };
    while (m_next < m_pieces.size() && !enough()) {
        read(m_pieces[m_next++]);
        if (ms > 0 && timer.elapsed() >= ms)
            break;
    }
    give(found);
    found.atEnd = m_next >= m_pieces.size() && m_candidates.empty() && m_most > 0;
    found.done = found.atEnd || m_most == 0;
    found.fraction = m_pieces.empty() ? 1 : static_cast<double>(m_next) / static_cast<double>(m_pieces.size());
    return found;
}

std::vector<Line> linesOf(LogStore &store, const Matcher &matcher, const std::vector<Arrival> &arrivals)
{
    std::vector<Line> lines;
    std::vector<std::uint32_t> hits;
    for (const Arrival &arrival : arrivals) {
        const auto info = store.blocks().find(arrival.block);
        if (info == store.blocks().end() || !matcher.mayFit(info->second, store.serverOf(info->second)))
            continue;
        const auto block = store.block(arrival.block);
        if (!block)
            continue;
        hits.clear();
        matcher.find(**block, arrival.from + arrival.count, hits);
        for (const std::uint32_t i : hits)
            if (i >= arrival.from)
                lines.push_back((*block)->line(i, arrival.block, store.serverOf(info->second)));
    }
    std::sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) { return a.key < b.key; });
    return lines;
}

} // namespace logbook
