// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/follower.h"

#include <algorithm>

namespace monitoring {

using base::Result;
using inventory::Reach;
using protocol::Json;

namespace {

constexpr int lookMs = 250;            ///< how often it is looked whose turn it is
constexpr int askedTogether = 12;      ///< questions that are open at a time
constexpr int samplesTogether = 720;   ///< an hour at 5 s
constexpr std::int64_t againMs = 10'000; ///< after something went wrong
constexpr double shortestSeconds = 0.1, longestSeconds = 60;

} // namespace

Follower::Follower(jobs::Agents &agents, base::Clock &clock, base::Worker &worker, std::shared_ptr<Keeper> keeper, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_clock(clock)
    , m_worker(worker)
    , m_keeper(std::move(keeper))
    , m_rounds(agents, clock, this, lookMs, askedTogether, [this](const std::string &server, const Host &host) { ask(server, host); })
{
    connect(&agents, &jobs::Agents::reachChanged, this, [this](const std::string &server) {
        const auto host = m_rounds.hosts.find(server);
        if (host == m_rounds.hosts.end())
            return;
        host->second.due = 0; // what was missed is wanted at once
        if (m_agents.reach(server) != Reach::Connected)
            host->second.state.live = false, host->second.state.heardAt = 0;
        emit followingChanged(server);
    });
}

std::map<std::string, Scene::Agent> Follower::agents() const
{
    std::map<std::string, Scene::Agent> all;
    for (const auto &[server, host] : m_rounds.hosts)
        all[server] = {host.state.heardAt, host.state.trouble, host.state.interval, host.state.live || !host.state.trouble.empty()};
    return all;
}

void Follower::ask(const std::string &server, const Host &host)
{
    jobs::Request request;
    request.server = server;
    request.verb = protocol::Verb::MetricsFetch;
    request.args = Json{{"since", host.position.seq}, {"series", host.position.series}, {"ring", host.position.ring}, {"limit", samplesTogether}};
    jobs::AgentCall *call = m_agents.call(request, this);
    connect(call, &jobs::AgentCall::finished, this, [this, call, server, number = host.number](const Result<jobs::Answer> &answer) {
        call->deleteLater();
        m_worker.run(
            this,
            [keeper = m_keeper, server, answer] {
                return keeper->take(server, answer ? batchFromJson(answer->value) : Result<Batch>(answer.error()));
            },
            [this, server, number](const Keeper::Taken &taken) { took(server, number, taken); });
        m_rounds.answered();
    });
}

void Follower::took(const std::string &server, int number, const Keeper::Taken &taken)
{
    Host *const asked = m_rounds.took(server, number);
    if (!asked)
        return;
    Host &host = *asked;
    const std::uint64_t before = host.position.ring == taken.position.ring ? host.position.seq : 0;
    if (taken.snapshot) { // it has taken something, if perhaps not all
        if (host.position.at != taken.position.at || host.state.heardAt == 0)
            host.state.heardAt = m_clock.now();
        host.position = taken.position;
        host.state.interval = taken.interval;
        host.state.at = taken.position.at;
        emit sampled(server, taken.snapshot);
    }
    if (taken.alerts)
        emit alertsChanged(taken.alerts);
    if (taken.error)
        return failed(server, host, *taken.error);
    if (host.state.live || host.state.missedFrom > before)
        host.state.missedFrom = before;
    const bool was = std::exchange(host.state.live, !taken.more);
    const bool complained = !std::exchange(host.state.trouble, {}).empty();
    const double all = static_cast<double>(taken.last - std::min(taken.last, host.state.missedFrom));
    host.state.fraction = !taken.more || all <= 0 ? 1 : std::clamp(static_cast<double>(host.position.seq - host.state.missedFrom) / all, 0.0, 1.0);
    const bool stuck = taken.more && host.position.seq <= before; // an agent that says "more" and gives nothing is not asked in a loop
    host.due = taken.more && !stuck ? 0 : m_clock.now() + static_cast<std::int64_t>(std::clamp(taken.interval, shortestSeconds, longestSeconds) * 1000);
    if (was != host.state.live || complained || taken.more)
        emit followingChanged(server);
    if (host.due == 0)
        m_rounds.again(server, host);
}

void Follower::failed(const std::string &server, Host &host, const base::Error &error)
{
    host.due = m_clock.now() + againMs;
    host.state.live = false;
    if (std::exchange(host.state.trouble, error.message) != error.message)
        emit followingChanged(server);
}

} // namespace monitoring
