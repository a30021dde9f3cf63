// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs that do most since the last sample, of a stream of job_stats records, in bounded memory.
#pragma once
#include "agent/collect/jobstats.h"

namespace collect {

enum class JobMeasure : std::uint8_t { ReadBytes, WriteBytes, Operations };

struct JobRate {
    std::string job;
    double perSecond = 0;
};

/// Remembers 40 bytes a job (a hash and three sums), for at most `most` jobs of one target.
class JobRates {
public:
    explicit JobRates(std::size_t most = 65536, std::size_t top = 20);
    void begin(double seconds);          ///< a sample begins; `seconds` since the last one
    void job(const JobRecord &record);
    void end();

    /// Greatest first. A job seen for the first time counts from zero when there was a sample before it: it has just begun.
    const std::vector<JobRate> &top(JobMeasure measure) const { return m_top[static_cast<std::size_t>(measure)]; }
    std::uint64_t leftOut() const { return m_leftOut; } ///< jobs that had no place; their rates are unknown
    std::size_t known() const { return m_used; }

private:
    struct Slot {
        std::uint64_t hash = 0; ///< 0: free
        std::array<std::int64_t, 3> sums{};
        bool seen = false;
    };
    Slot *find(std::uint64_t hash, bool &fresh);
    void offer(std::size_t measure, std::string_view job, double perSecond);
    void forgetUnseen();

    std::size_t m_most, m_topSize, m_used = 0;
    std::vector<Slot> m_slots;
    std::array<std::vector<JobRate>, 3> m_top{};
    double m_seconds = 0;
    bool m_first = true;
    std::uint64_t m_leftOut = 0;
};

} // namespace collect
