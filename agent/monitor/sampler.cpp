// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/sampler.h"

#include "agent/collect/host.h"
#include "agent/collect/scan.h"
#include "agent/collect/values.h"
#include "agent/monitor/choice.h"

#include <algorithm>
#include <ctime>

namespace monitor {

namespace {

constexpr std::size_t mostPeers = 24u << 10, /* bytes: about 250 peers, seven series each */ topJobs = 100, topJobsLean = 20;

collect::Readings readUuids(Files &files, const Source &source)
{
    collect::Readings all;
    const collect::ParameterName parts = collect::splitName(source.name);
    const collect::Labels labels{{"component", std::string(collect::componentOf(parts))}, {"target", std::string(collect::targetOf(parts))}};
    for (const std::string &nid : files.list(source.path)) {
        std::string_view text;
        if (nid == "clear" || files.read(source.path + "/" + nid + "/uuid", text))
            continue;
        collect::readUuids(text, labels, all);
    }
    collect::addCounts(all);
    all.facts.clear();
    if (all.figures.empty())
        all.figure("connected_clients", labels, collect::Number::ofSigned(0));
    return all;
}

} // namespace

std::int64_t threadMicroseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

std::int64_t bootMilliseconds(const std::string &sysroot)
{
    Files files(sysroot);
    std::string_view text;
    collect::Readings stat;
    if (!files.read("/proc/stat", text))
        collect::readProcStat(text, stat);
    for (const collect::Figure &figure : stat.figures)
        if (figure.name == "host.btime")
            return figure.value.whole() * 1000;
    return 0;
}

collect::Readings Sampler::read(const Source &source, double now)
{
    if (source.reading == Reading::Jobs)
        return m_jobs.read(m_files, source.id, source.path, source.name, now);
    if (source.reading == Reading::ExportUuids)
        return readUuids(m_files, source);
    collect::Readings out;
    std::string_view text;
    if (const auto missing = m_files.read(source.path, text, source.name == "peers" ? mostPeers : 4u << 20)) {
        out.gap(source.name, missing->cause, missing->detail);
        return out;
    }
    out = source.reading == Reading::HostFile ? collect::readHostFile(source.path, text) : collect::readParameter(source.name, text);
    choose(out);
    return out;
}

bool Sampler::isDue(const Source &source, bool fresh, bool lean, std::uint64_t turn) const
{
    if (lean && source.collector == Collector::Histograms)
        return false;
    if (source.collector == Collector::Jobs)
        return (m_pass + turn) % m_jobStride == 0;
    return fresh || m_pass % source.every == source.phase;
}

/// Jobs are what grows without bound. When they alone take half of what may be spent, each sample reads those of fewer targets.
void Sampler::thinJobs(std::int64_t spent, double allowed)
{
    constexpr std::uint32_t most = 12;
    constexpr int cheapSamples = 60;
    const auto cost = static_cast<double>(spent);
    if (m_pass > 0 && cost > allowed / 2 && m_jobStride < most) {
        m_jobStride = std::min(most, m_jobStride * 2);
        m_cheapJobs = 0;
    }
    m_cheapJobs = m_jobStride > 1 && cost < allowed / 8 ? m_cheapJobs + 1 : 0;
    if (m_cheapJobs >= cheapSamples) {
        m_jobStride = std::max(1u, m_jobStride / 2);
        m_cheapJobs = 0;
    }
}

void Sampler::sample(double now, Receiver &receiver, const Allowance &allowance)
{
    const bool lean = allowance.lean;
    std::vector<std::uint32_t> gone;
    m_sources.look(gone);
    for (const std::uint32_t source : gone) {
        m_jobs.forget(source);
        m_read.erase(source);
        receiver.gone(source);
    }
    const auto jobTargets = std::count_if(m_sources.all().begin(), m_sources.all().end(), [](const auto &one) { return one.second.reading == Reading::Jobs; });
    m_jobs.prepare(static_cast<std::size_t>(jobTargets), lean ? topJobsLean : topJobs);
    std::array<std::int64_t, collectorNames.size()> spent{};
    std::array<bool, collectorNames.size()> any{}, was{};
    std::array<std::string, collectorNames.size()> causes{};
    std::int64_t before = threadMicroseconds();
    std::uint64_t turns = 0;
    for (const auto &[key, source] : m_sources.all()) { // in the order of collectors
        const auto collector = static_cast<std::size_t>(source.collector);
        any[collector] = true;
        bool &read = m_read[source.id];
        const std::uint64_t turn = source.reading == Reading::Jobs ? turns++ : 0;
        if (!isDue(source, !read, lean, turn))
            continue;
        was[collector] = read = true;
        collect::Readings readings = this->read(source, now);
        if (!readings.gaps.empty() && causes[collector].empty())
            causes[collector] = readings.gaps.front().what + ": " + std::string(collect::word(readings.gaps.front().cause));
        receiver.received(source, std::move(readings));
        const std::int64_t after = threadMicroseconds();
        spent[collector] += after - std::exchange(before, after);
    }
    for (std::size_t i = 0; i < spent.size(); ++i) {
        if (was[i])
            m_costs[i] = {spent[i], std::move(causes[i])};
        if (!any[i])
            m_costs[i] = {0, "absent"};
        else if (lean && i == static_cast<std::size_t>(Collector::Histograms))
            m_costs[i] = {0, "left out to stay within the agent's budget"};
    }
    CollectorCost &jobs = m_costs[static_cast<std::size_t>(Collector::Jobs)];
    thinJobs(jobs.microseconds, allowance.microseconds);
    if (m_jobStride > 1 && jobs.cause.empty())
        jobs.cause = "each target's in one of " + std::to_string(m_jobStride) + " samples, to stay within the agent's budget";
    ++m_pass;
}

} // namespace monitor
