// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's memory of its figures: a fine and a coarse track on disk, the newest samples in memory as well. Samples have numbers that
// only grow; the ring's id changes when nothing of before is left. One thread writes, any thread may fetch.
#pragma once
#include "agent/monitor/board.h"
#include "agent/monitor/track.h"
#include "agent/protocol/metrics.h"

#include <memory>
#include <mutex>

namespace monitor {

class History {
public:
    struct Settings {
        std::string directory{};
        std::string boot{};
        std::int64_t bootMs = 0;
        TrackLimits fine{};
        TrackLimits coarse{32u << 20, 1u << 20, 30 * 86'400'000LL, 86'400'000};
        std::int64_t coarseMs = 300'000;
        std::size_t tailPairs = 60'000;  ///< of values that are kept in memory
        std::size_t mostSeries = 24'000;
        std::size_t answerBytes = 760u << 10; ///< of series and samples; facts and cost come beside them
        std::function<std::uint64_t()> random{};
    };
    explicit History(Settings settings);
    ~History();

    /// Reads what earlier lives left. Writing thread.
    void open(std::int64_t nowMs);
    /// What a source gave, and that it is gone; counts with the next add(). Writing thread.
    void take(std::uint32_t source, const std::vector<collect::Figure> &figures);
    void drop(std::uint32_t source);
    /// A sample: the values of all series as they are now. An error is about the disk only: the sample is in memory.
    protocol::Result<> add(std::int64_t atMs);
    void sync();
    std::size_t liveSeries() const;
    std::size_t leftOut() const;

    /// ring, first, last, series, samples, gaps and more of metrics.fetch. Reads the disk only for samples that are no longer in memory.
    protocol::Json fetch(const protocol::MetricsArguments &asked) const;

private:
    struct Sample {
        SampleHead head{};
        std::vector<Entry> changes{};
    };
    struct Shown { ///< of the tracks, which only the writing thread may touch
        std::vector<Segment> fine{}, coarse{};
        std::vector<Gap> fineGaps{}, coarseGaps{};
    };
    struct Answer;
    struct Plan;
    void keep(Sample sample);
    void publish();
    Plan planFor(std::uint64_t since) const;
    std::uint64_t firstSeq() const;
    static void fill(const Plan &plan, Answer &answer);

    Settings m_settings;
    mutable std::mutex m_mutex;
    Board m_board;
    Track m_fine, m_coarse;
    std::string m_ring;
    std::uint64_t m_seq = 0;
    std::int64_t m_lastMs = 0, m_coarseAt = 0;
    std::vector<Entry> m_state;      ///< of the newest sample
    std::vector<Entry> m_base;       ///< before the first sample of the tail
    std::uint64_t m_baseSeq = 0;     ///< its number; 0: nothing was before
    std::deque<Sample> m_tail;
    std::size_t m_tailPairs = 0;
    Shown m_shown;
};

} // namespace monitor
