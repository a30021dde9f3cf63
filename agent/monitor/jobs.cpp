// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/jobs.h"

#include "agent/collect/names.h"

#include <algorithm>
#include <cmath>

namespace monitor {

namespace {

constexpr std::size_t mostRemembered = 60'000; ///< jobs of all targets together, at about 80 bytes
constexpr std::size_t mostShown = 1000;        ///< of all targets together

class Feeder : public collect::JobSink {
public:
    explicit Feeder(collect::JobRates &rates) : m_rates(rates) { }
    void job(const collect::JobRecord &record) override { m_rates.job(record); }

private:
    collect::JobRates &m_rates;
};

/// Values are given with few digits: what is measured over seconds has no more, and history holds them in less.
double rounded(double perSecond)
{
    return perSecond >= 100 ? std::round(perSecond) : std::round(perSecond * 100) / 100;
}

void add(collect::Readings &out, const char *name, const char *unit, const std::vector<collect::JobRate> &top, const collect::Labels &labels)
{
    for (const collect::JobRate &rate : top) {
        const double value = rounded(rate.perSecond);
        const bool whole = value == std::floor(value) && value < 9e15;
        out.figure(name, collect::with(labels, "job", rate.job),
                   whole ? collect::Number::ofSigned(static_cast<std::int64_t>(value)) : collect::Number::ofReal(value), unit);
    }
}

} // namespace

void Jobs::prepare(std::size_t targets, std::size_t top)
{
    const std::size_t count = std::max<std::size_t>(1, targets);
    const std::size_t most = std::clamp<std::size_t>(mostRemembered / count, 1000, 65536), shown = std::clamp<std::size_t>(mostShown / count, 10, top);
    if (most == m_most && shown == m_top)
        return;
    m_most = most;
    m_top = shown;
    m_targets.clear(); // one sample's rates are lost, when targets come or go
}

collect::Readings Jobs::read(Files &files, std::uint32_t source, const std::string &path, const std::string &name, double now)
{
    collect::Readings out;
    auto known = m_targets.find(source);
    if (known == m_targets.end())
        known = m_targets.emplace(source, Target{collect::JobRates(m_most, m_top), 0}).first;
    Target &target = known->second;
    Feeder feeder(target.rates);
    collect::JobStatsReader reader(feeder);
    target.rates.begin(target.at > 0 ? now - target.at : 0);
    target.at = now;
    const auto missing = files.stream(path, [&](std::string_view piece) { return reader.feed(piece), true; });
    reader.finish();
    target.rates.end();
    if (missing) {
        out.gap(name, missing->cause, missing->detail);
        return out;
    }
    const collect::ParameterName parts = collect::splitName(name);
    const collect::Labels labels{{"component", std::string(collect::componentOf(parts))}, {"target", std::string(collect::targetOf(parts))}};
    out.figure("job.count", labels, collect::Number::ofUnsigned(reader.records()));
    add(out, "job.read_rate", "bytes/s", target.rates.top(collect::JobMeasure::ReadBytes), labels);
    add(out, "job.write_rate", "bytes/s", target.rates.top(collect::JobMeasure::WriteBytes), labels);
    add(out, "job.operation_rate", "1/s", target.rates.top(collect::JobMeasure::Operations), labels);
    if (reader.truncated())
        out.gap(name, collect::Cause::Truncated);
    if (reader.strangeLines() > 0)
        out.gap(name, collect::Cause::Malformed, reader.firstStrange());
    if (target.rates.leftOut() > 0)
        out.gap(name, collect::Cause::TooMany, std::to_string(target.rates.leftOut()) + " jobs beyond the " + std::to_string(m_most) + " that are followed on a target");
    return out;
}

} // namespace monitor
