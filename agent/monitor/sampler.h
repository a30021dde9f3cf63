// SPDX-License-Identifier: GPL-3.0-or-later
// One look at everything that is due. Runs no program: files only.
#pragma once
#include "agent/monitor/jobs.h"
#include "agent/monitor/sources.h"

namespace monitor {

/// Where a sample goes as it is read, a file at a time.
class Receiver {
public:
    virtual ~Receiver() = default;
    virtual void received(const Source &source, collect::Readings &&readings) = 0;
    virtual void gone(std::uint32_t source) = 0;
};

struct CollectorCost {
    std::int64_t microseconds = 0; ///< of processor time, of the last sample in which it had something to read
    std::string cause{};           ///< why it has nothing, or not all
};

class Sampler {
public:
    explicit Sampler(std::string sysroot) : m_files(std::move(sysroot)), m_sources(m_files) { }
    struct Allowance {
        double microseconds = 1e12; ///< of processor time for the whole sample
        bool lean = false;          ///< leave out what needs memory
    };
    /// `now` seconds on a clock that only goes forward.
    void sample(double now, Receiver &receiver, const Allowance &allowance);
    void sample(double now, Receiver &receiver) { sample(now, receiver, Allowance{}); }
    const std::array<CollectorCost, collectorNames.size()> &costs() const { return m_costs; }
    const std::vector<Absent> &absent() const { return m_sources.absent(); }

private:
    collect::Readings read(const Source &source, double now);
    bool isDue(const Source &source, bool fresh, bool lean, std::uint64_t turn) const;
    void thinJobs(std::int64_t spent, double allowed);
    Files m_files;
    Sources m_sources;
    Jobs m_jobs;
    std::array<CollectorCost, collectorNames.size()> m_costs{};
    std::map<std::uint32_t, bool> m_read;
    std::uint64_t m_pass = 0;
    std::uint32_t m_jobStride = 1; ///< of so many samples a target's jobs are read in one
    int m_cheapJobs = 0;
};

/// When the host was started, by /proc/stat; 0: not known.
std::int64_t bootMilliseconds(const std::string &sysroot);
/// Processor time of this thread, in microseconds.
std::int64_t threadMicroseconds();

} // namespace monitor
