// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of one target that do most: gauges job.read_rate and job.write_rate (bytes/s), job.operation_rate (1/s), of the time between
// two samples. Whole counters of all jobs would be more than history could hold; metrics.prometheus gives those.
#pragma once
#include "agent/collect/jobrates.h"
#include "agent/monitor/files.h"

#include <map>

namespace monitor {

class Jobs {
public:
    /// Before a sample: how many targets there are, and how much may be remembered of all their jobs.
    void prepare(std::size_t targets, std::size_t top);
    collect::Readings read(Files &files, std::uint32_t source, const std::string &path, const std::string &name, double now);
    void forget(std::uint32_t source) { m_targets.erase(source); }

private:
    struct Target {
        collect::JobRates rates;
        double at = 0;
    };
    std::map<std::uint32_t, Target> m_targets;
    std::size_t m_most = 65536, m_top = 100;
};

} // namespace monitor
