// SPDX-License-Identifier: GPL-3.0-or-later
// Writing. What is fetched is in answer.cpp.
#include "agent/monitor/history.h"

#include <algorithm>
#include <cstdio>
#include <sys/stat.h>

namespace monitor {

namespace {

/// Numbers that a lost end may have used already are not given again: at most one sample a second.
constexpr std::uint64_t spareNumbers = 1000;
constexpr std::uint32_t spareSeries = 100'000;

std::string ringId(std::uint64_t word)
{
    char text[17] = "";
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(word));
    return text;
}

} // namespace

History::History(Settings settings)
    : m_settings(std::move(settings)), m_board(m_settings.mostSeries), m_fine(m_settings.directory, 'f', m_settings.fine),
      m_coarse(m_settings.directory, 'c', m_settings.coarse)
{
}

History::~History() = default;

void History::open(std::int64_t nowMs)
{
    const std::lock_guard lock(m_mutex);
    ::mkdir(m_settings.directory.c_str(), 0700);
    m_fine.open(m_ring);
    m_coarse.open(m_ring);
    const bool fresh = m_ring.empty() || m_fine.nextId() > INT32_MAX;
    if (fresh)
        m_ring = ringId(m_settings.random());
    if (fresh) { // files of no ring, or of one whose numbers are used up
        m_fine.open(m_ring);
        m_coarse.open(m_ring);
    }
    for (const auto &[id, key] : m_fine.keys())
        m_board.remember(id, key);
    m_base = m_fine.state();
    m_baseSeq = m_seq = std::max(m_fine.lastSeq(), m_coarse.lastSeq());
    m_lastMs = std::max(m_fine.lastMs(), m_coarse.lastMs());
    m_coarseAt = m_coarse.lastMs();
    if (m_fine.lastSeq() != m_seq)
        m_base.clear();
    if (m_seq) {
        m_seq += spareNumbers + static_cast<std::uint64_t>(std::max<std::int64_t>(0, nowMs - m_lastMs) / 1000);
        m_board.startAt(std::max(m_fine.nextId(), m_coarse.nextId()) + spareSeries);
    }
    m_state = {};
    m_fine.forgetKeys();
    m_coarse.forgetKeys();
    m_fine.note({Why::AgentStarted, m_settings.boot, m_settings.bootMs});
    m_coarse.note({Why::AgentStarted, m_settings.boot, m_settings.bootMs});
    publish();
}

void History::publish()
{
    m_shown = {{m_fine.segments().begin(), m_fine.segments().end()}, {m_coarse.segments().begin(), m_coarse.segments().end()}, m_fine.gaps(), m_coarse.gaps()};
}

void History::take(std::uint32_t source, const std::vector<collect::Figure> &figures)
{
    const std::lock_guard lock(m_mutex);
    m_board.take(source, figures);
}

void History::drop(std::uint32_t source)
{
    const std::lock_guard lock(m_mutex);
    m_board.drop(source);
}

/// The tail holds as many samples as its room allows; what leaves it becomes the base.
void History::keep(Sample sample)
{
    m_tailPairs += sample.changes.size();
    m_tail.push_back(std::move(sample));
    while (m_tail.size() > 2 && m_tailPairs > m_settings.tailPairs) {
        change(m_base, m_tail.front().changes);
        m_baseSeq = m_tail.front().head.seq;
        m_tailPairs -= m_tail.front().changes.size();
        m_tail.pop_front();
    }
}

protocol::Result<> History::add(std::int64_t atMs)
{
    std::vector<Entry> state = m_board.state(); // only this thread changes the board
    Sample sample{{m_seq + 1, atMs}, difference(m_tail.empty() ? m_base : m_state, state)};
    const SampleHead head = sample.head;
    {
        const std::lock_guard lock(m_mutex);
        m_seq = head.seq;
        m_lastMs = atMs;
        m_state = state;
        keep(std::move(sample));
    }
    const auto keys = [this](std::uint32_t id) { return m_board.key(id); };
    protocol::Result<> kept = m_fine.append(head, state, keys, m_board.nextId());
    if (kept && (m_coarseAt == 0 || atMs - m_coarseAt >= m_settings.coarseMs || atMs < m_coarseAt)) {
        kept = m_coarse.append(head, state, keys, m_board.nextId());
        m_coarseAt = atMs;
    }
    if (!kept) // the first hole of a life is still the one before it
        m_fine.noteOnce({Why::DiskFull, m_settings.boot, m_settings.bootMs});
    const std::lock_guard lock(m_mutex);
    publish();
    return kept;
}

void History::sync()
{
    m_fine.sync();
    m_coarse.sync();
}

std::size_t History::liveSeries() const
{
    const std::lock_guard lock(m_mutex);
    return m_board.live();
}

std::size_t History::leftOut() const
{
    const std::lock_guard lock(m_mutex);
    return m_board.leftOut();
}

} // namespace monitor
