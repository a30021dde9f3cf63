// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/monitor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace monitor {

using protocol::Json;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr double longestInterval = 60;
constexpr int dearSamples = 6, /* the first one makes all series, and reading jobs in turns needs a few to help */ cheapSamples = 60, samplesBetweenSyncs = 12;
constexpr std::size_t mostFactBytes = 150u << 10, mostFactText = 200;

double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::int64_t wallMilliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Json labelsJson(const collect::Labels &labels)
{
    Json all = Json::array();
    for (const auto &[name, value] : labels)
        all.push_back(Json::array({name, value}));
    return all;
}

Json gapJson(std::string_view what, std::string_view cause, std::string_view detail)
{
    const std::string text = std::string(cause) + (detail.empty() ? "" : ": " + std::string(detail));
    return Json::array({"gap", Json::array({Json::array({"what", std::string(what)})}), text});
}

} // namespace

std::uint64_t residentBytes()
{
    unsigned long long pages = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%*u %llu", &pages) != 1)
            pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void Pace::spent(double cpuSeconds, std::uint64_t residentNow)
{
    const double share = cpuSeconds / m_interval;
    m_share = m_share < 0 ? share : m_share * 0.8 + share * 0.2;
    m_resident = residentNow;
    m_lean = m_lean ? residentNow > m_budget.bytes * 8 / 10 : residentNow > m_budget.bytes;
    m_dear = share > m_budget.share ? m_dear + 1 : 0;
    m_cheap = m_interval > m_wanted && share < m_budget.share * 0.4 ? m_cheap + 1 : 0;
    if (m_dear >= dearSamples && m_interval < longestInterval) {
        m_interval = std::min(longestInterval, m_interval * 2);
        m_dear = m_cheap = 0;
    } else if (m_cheap >= cheapSamples) {
        m_interval = std::max(m_wanted, m_interval / 2);
        m_cheap = 0;
    }
}

std::string Pace::word() const
{
    char text[200] = "";
    if (m_interval > m_wanted)
        std::snprintf(text, sizeof text, "Sampled every %.0f s rather than %.0f s: more would cost above %.1f %% of a core.", m_interval, m_wanted, m_budget.share * 100);
    else if (m_lean)
        std::snprintf(text, sizeof text, "Histograms and jobs beyond the first are left out: more would need above %llu MiB.",
                      static_cast<unsigned long long>(m_budget.bytes >> 20));
    return text;
}

/// Puts a sample's parts where they belong.
class Monitor::Desk : public Receiver {
public:
    explicit Desk(Monitor &monitor) : m_monitor(monitor) { }
    void received(const Source &source, collect::Readings &&readings) override
    {
        m_monitor.m_history->take(source.id, readings.figures);
        std::vector<Json> facts;
        for (const collect::Fact &fact : readings.facts)
            facts.push_back(Json::array({fact.name, labelsJson(fact.labels), fact.text.substr(0, mostFactText)}));
        for (const collect::Gap &gap : readings.gaps)
            facts.push_back(gapJson(gap.what, collect::word(gap.cause), gap.detail));
        const std::lock_guard lock(m_monitor.m_mutex);
        if (facts.empty())
            m_monitor.m_facts.erase(source.id);
        else
            m_monitor.m_facts[source.id] = std::move(facts);
    }
    void gone(std::uint32_t source) override
    {
        m_monitor.m_history->drop(source);
        const std::lock_guard lock(m_monitor.m_mutex);
        m_monitor.m_facts.erase(source);
    }

private:
    Monitor &m_monitor;
};

Monitor::Monitor(Settings settings)
    : m_settings(std::move(settings)), m_history(std::make_unique<History>(m_settings.history)), m_sampler(m_settings.sysroot),
      m_pace(std::clamp(m_settings.interval, 1.0, longestInterval), m_settings.budget), m_interval(m_pace.interval())
{
}

Monitor::~Monitor()
{
    stop(0);
    if (m_thread.joinable())
        m_thread.join();
}

void Monitor::openHistory(std::int64_t nowMs)
{
    m_history->open(nowMs);
    const std::lock_guard lock(m_mutex);
    m_ready = true;
}

void Monitor::start()
{
    m_thread = std::thread([this] { run(); });
}

bool Monitor::stop(double seconds)
{
    std::unique_lock lock(m_mutex);
    m_stop = true;
    m_wake.notify_all();
    return !m_thread.joinable() || m_wake.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return m_ended; });
}

void Monitor::run()
{
    openHistory(wallMilliseconds());
    double next = steadySeconds();
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        lock.unlock();
        sampleOnce(wallMilliseconds(), steadySeconds());
        lock.lock();
        // A sample that took longer than the interval is not made up for.
        next = std::max(next + m_interval, steadySeconds());
        m_wake.wait_for(lock, std::chrono::duration<double>(next - steadySeconds()), [this] { return m_stop; });
    }
    lock.unlock();
    m_history->sync();
    lock.lock();
    m_ended = true;
    m_wake.notify_all();
}

void Monitor::sampleOnce(std::int64_t atMs, double now)
{
    const std::int64_t before = threadMicroseconds();
    Desk desk(*this);
    m_sampler.sample(now, desk, {m_pace.allowance() * 1e6, m_pace.lean()});
    const Result<> kept = m_history->add(atMs);
    if (++m_sinceSync >= samplesBetweenSyncs) {
        m_history->sync();
        m_sinceSync = 0;
    }
    m_pace.spent(static_cast<double>(threadMicroseconds() - before) / 1e6, residentBytes());
    publishCost(kept);
}

void Monitor::publishCost(const Result<> &kept)
{
    Json collectors = Json::array();
    const auto &costs = m_sampler.costs();
    for (std::size_t i = 0; i < costs.size(); ++i)
        collectors.push_back(Json::array({collectorNames[i], costs[i].microseconds, costs[i].cause.empty() ? Json() : Json(costs[i].cause)}));
    std::vector<Json> facts;
    if (const std::string word = m_pace.word(); !word.empty())
        facts.push_back(Json::array({"agent.slowed", Json::array(), word}));
    if (!kept)
        facts.push_back(Json::array({"agent.history", Json::array(), kept.error().message}));
    if (const std::size_t out = m_history->leftOut(); out > 0)
        facts.push_back(gapJson("series", collect::word(collect::Cause::TooMany), std::to_string(out) + " figures have no place"));
    for (const Absent &absent : m_sampler.absent())
        facts.push_back(gapJson(absent.name, collect::word(collect::Cause::Absent), ""));
    const std::lock_guard lock(m_mutex);
    m_cost = {{"cpu", std::round(m_pace.share() * 1e6) / 1e6}, {"rss", m_pace.resident()}, {"collectors", std::move(collectors)}};
    m_interval = m_pace.interval();
    m_ownFacts = std::move(facts);
}

/// The agent's own first; what has no room is counted.
Json Monitor::facts() const
{
    Json all = Json::array();
    std::size_t bytes = 0, left = 0;
    const auto add = [&](const Json &fact) {
        const std::size_t size = fact[0].get_ref<const std::string &>().size() + fact[1].size() * 40 + fact[2].get_ref<const std::string &>().size() + 20;
        if (bytes + size > mostFactBytes) {
            ++left;
            return;
        }
        bytes += size;
        all.push_back(fact);
    };
    for (const Json &fact : m_ownFacts)
        add(fact);
    for (const auto &[source, facts] : m_facts)
        for (const Json &fact : facts)
            add(fact);
    if (left > 0)
        all.push_back(gapJson("facts", collect::word(collect::Cause::TooMany), std::to_string(left) + " are left out of this answer"));
    return all;
}

Result<Json> Monitor::fetch(const Json &args) const
{
    const Result<protocol::MetricsArguments> asked = protocol::metricsArguments(args);
    if (!asked)
        return asked.error();
    {
        const std::lock_guard lock(m_mutex);
        if (!m_ready)
            return protocol::Error{Problem::Conflict, "The agent is still reading its history of figures.", {}, "Ask again in a few seconds."};
    }
    Json value = m_history->fetch(*asked);
    const std::lock_guard lock(m_mutex);
    value["interval"] = m_interval;
    value["cost"] = m_cost.is_null() ? Json{{"cpu", 0}, {"rss", 0}, {"collectors", Json::array()}} : m_cost;
    value["facts"] = facts();
    return value;
}

} // namespace monitor
