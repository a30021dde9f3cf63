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
{
    connect(&agents, &jobs::Agents::reachChanged, this, [this](const std::string &server) {
        const auto host = m_hosts.find(server);
        if (host == m_hosts.end())
            return;
        host->second.due = 0; // what was missed is wanted at once
        if (m_agents.reach(server) != Reach::Connected)
            host->second.state.live = false, host->second.state.heardAt = 0;
        emit followingChanged(server);
    });
}

void Follower::begin(const std::map<std::string, Position> &positions)
{
    m_positions = positions;
    for (auto &[server, host] : m_hosts)
        if (const auto known = positions.find(server); known != positions.end())
            host.position = known->second;
    if (!std::exchange(m_begun, true))
        tick();
}

void Follower::setServers(const std::vector<std::string> &servers)
{
    std::erase_if(m_hosts, [&](const auto &item) {
        if (std::find(servers.begin(), servers.end(), item.first) != servers.end())
            return false;
        m_positions[item.first] = item.second.position; // it may be added again
        return true;
    });
    for (const std::string &server : servers)
        if (const auto [host, isNew] = m_hosts.try_emplace(server); isNew)
            host->second.position = m_positions[server];
}

Following Follower::following(const std::string &server) const
{
    const auto host = m_hosts.find(server);
    return host == m_hosts.end() ? Following() : host->second.state;
}

std::map<std::string, Scene::Agent> Follower::agents() const
{
    std::map<std::string, Scene::Agent> all;
    for (const auto &[server, host] : m_hosts)
        all[server] = {host.state.heardAt, host.state.trouble, host.state.interval, host.state.live || !host.state.trouble.empty()};
    return all;
}

bool Follower::isSettled() const
{
    return m_begun && std::all_of(m_hosts.begin(), m_hosts.end(), [this](const auto &item) {
        return item.second.state.live || !item.second.state.trouble.empty() || m_agents.reach(item.first) != Reach::Connected;
    });
}

void Follower::tick()
{
    const std::int64_t now = m_clock.now();
    for (auto &[server, host] : m_hosts)
        if (host.due <= now && m_agents.reach(server) == Reach::Connected)
            enqueue(server, host);
    askNext();
    m_clock.after(lookMs, this, [this] { tick(); });
}

void Follower::enqueue(const std::string &server, Host &host)
{
    if (host.asking || std::exchange(host.queued, true))
        return;
    m_queue.push_back(server);
}

void Follower::askNext()
{
    while (m_open < askedTogether && !m_queue.empty()) {
        const auto host = m_hosts.find(m_queue.front());
        m_queue.pop_front();
        if (host == m_hosts.end() || !std::exchange(host->second.queued, false) || m_agents.reach(host->first) != Reach::Connected)
            continue;
        ask(host->first, host->second);
    }
}

void Follower::ask(const std::string &server, Host &host)
{
    ++m_open;
    host.asking = true;
    host.number = ++m_numbers;
    jobs::Request request;
    request.server = server;
    request.verb = protocol::Verb::MetricsFetch;
    request.args = Json{{"since", host.position.seq}, {"series", host.position.series}, {"ring", host.position.ring}, {"limit", samplesTogether}};
    jobs::AgentCall *call = m_agents.call(request, this);
    connect(call, &jobs::AgentCall::finished, this, [this, call, server, number = host.number](const Result<jobs::Answer> &answer) {
        call->deleteLater();
        --m_open;
        m_worker.run(
            this,
            [keeper = m_keeper, server, answer] {
                return keeper->take(server, answer ? batchFromJson(answer->value) : Result<Batch>(answer.error()));
            },
            [this, server, number](const Keeper::Taken &taken) { took(server, number, taken); });
        askNext();
    });
}

void Follower::took(const std::string &server, int number, const Keeper::Taken &taken)
{
    const auto found = m_hosts.find(server);
    if (found == m_hosts.end() || found->second.number != number)
        return;
    Host &host = found->second;
    host.asking = false;
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
    if (host.state.live || host.missedFrom > before)
        host.missedFrom = before;
    const bool was = std::exchange(host.state.live, !taken.more);
    const bool complained = !std::exchange(host.state.trouble, {}).empty();
    const double all = static_cast<double>(taken.last - std::min(taken.last, host.missedFrom));
    host.state.fraction = !taken.more || all <= 0 ? 1 : std::clamp(static_cast<double>(host.position.seq - host.missedFrom) / all, 0.0, 1.0);
    const bool stuck = taken.more && host.position.seq <= before; // an agent that says "more" and gives nothing is not asked in a loop
    host.due = taken.more && !stuck ? 0 : m_clock.now() + static_cast<std::int64_t>(std::clamp(taken.interval, shortestSeconds, longestSeconds) * 1000);
    if (was != host.state.live || complained || taken.more)
        emit followingChanged(server);
    if (host.due == 0 && m_agents.reach(server) == Reach::Connected) {
        enqueue(server, host); // behind those that wait: one with much to tell does not hold up the others
        askNext();
    }
}

void Follower::failed(const std::string &server, Host &host, const base::Error &error)
{
    host.due = m_clock.now() + againMs;
    host.state.live = false;
    if (std::exchange(host.state.trouble, error.message) != error.message)
        emit followingChanged(server);
}

} // namespace monitoring
