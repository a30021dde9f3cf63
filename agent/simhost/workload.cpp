// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/load.h"

#include <algorithm>

namespace simhost {

namespace {

constexpr double mib = 1 << 20;
constexpr std::size_t usualJobs = 8;
constexpr double noisyEvery = 240, noisyFor = 60;

} // namespace

double Workload::uniform(double low, double high)
{
    m_random ^= m_random << 13; // xorshift: the same everywhere
    m_random ^= m_random >> 7;
    m_random ^= m_random << 17;
    return low + (high - low) * static_cast<double>(m_random >> 11) / static_cast<double>(1ULL << 53);
}

double Workload::jitter()
{
    return uniform(0.7, 1.3);
}

LoadJob Workload::made(double now)
{
    static const std::vector<std::string> names{"wrf.exe.%d", "gromacs.%d", "vasp_std.%d", "bench:%d:rank 0", "python3.%d", "fluent \"wing\".%d", "openfoam.%d", "tar.%d"};
    LoadJob job;
    const auto kind = static_cast<std::size_t>(uniform(0, static_cast<double>(names.size())));
    job.id = replaced(names[kind], "%d", std::to_string(m_number++));
    job.until = now + uniform(45, 400);
    job.transfer = uniform(0, 1) < 0.25 ? 64 << 10 : uniform(0, 1) < 0.5 ? 1 << 20 : 4 << 20;
    const double style = uniform(0, 1);
    job.readRate = style < 0.6 ? uniform(20, 600) * mib : 0;
    job.writeRate = style > 0.35 && style < 0.9 ? uniform(20, 500) * mib : 0;
    job.metadataRate = style >= 0.9 ? uniform(2000, 9000) : uniform(5, 300);
    job.osts = style < 0.3 ? static_cast<int>(uniform(1, 5)) : 0;
    job.firstOst = static_cast<int>(uniform(0, 64));
    return job;
}

void Workload::advance(double now)
{
    std::erase_if(m_jobs, [now](const LoadJob &job) { return job.until <= now; });
    while (m_jobs.size() < usualJobs)
        m_jobs.push_back(made(now - (now < 2 ? 40 : 0)));
    if (now < m_noisyAt)
        return;
    m_noisyAt = now + noisyEvery;
    LoadJob noisy;
    noisy.id = "ior_small." + std::to_string(m_number++);
    noisy.readRate = 40 * mib;
    noisy.writeRate = 900 * mib;
    noisy.metadataRate = 1200;
    noisy.transfer = 4096 * 4;
    noisy.osts = 1;
    noisy.firstOst = static_cast<int>(uniform(0, 64));
    noisy.until = now + noisyFor;
    m_jobs.push_back(std::move(noisy));
}

} // namespace simhost
