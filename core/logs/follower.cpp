// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/follower.h"

#include <algorithm>

namespace logbook {

using base::Problem;
using base::Result;
using inventory::Reach;
using protocol::Json;

namespace {

constexpr int lookMs = 500;               ///< how often it is looked whose turn it is
constexpr int askedTogether = 8;          ///< questions that are open at a time: each is up to 256 KiB
constexpr std::int64_t watchedMs = 2000, restMs = 10'000;
constexpr std::int64_t againMs = 30'000;  ///< after something went wrong
constexpr std::int64_t oldMs = 600'000;   ///< an agent without logs does not get them by being asked
constexpr std::int64_t firstMs = 3LL * 86'400'000; ///< so far back at the first connection
constexpr std::int64_t firstLines = 200'000;

/// An agent of before logs.fetch refuses the verb as no message that it knows.
bool isOldAgent(const base::Error &error) { return error.problem == Problem::BadMessage && error.message.find("no verb") != std::string::npos; }

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
        host->second.due = 0; // another agent may answer now, and what was missed is wanted at once
        if (m_agents.reach(server) != Reach::Connected)
            host->second.state.live = false;
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

void Follower::setWatched(bool watched)
{
    if (std::exchange(m_watched, watched) || !watched)
        return;
    for (auto &[server, host] : m_hosts)
        if (host.state.trouble.empty())
            host.due = std::min(host.due, m_clock.now() + watchedMs);
}

Following Follower::following(const std::string &server) const
{
    const auto host = m_hosts.find(server);
    return host == m_hosts.end() ? Following() : host->second.state;
}

std::map<std::string, Following> Follower::all() const
{
    std::map<std::string, Following> all;
    for (const auto &[server, host] : m_hosts)
        all[server] = host.state;
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
    request.verb = protocol::Verb::LogsFetch;
    // Where the cursor is not known any more, reading begins behind the newest line that is here.
    const std::int64_t since = host.position.cursor.empty() ? m_clock.now() - firstMs : host.position.at + 1;
    request.args = Json{{"cursor", host.position.cursor}, {"since", std::max<std::int64_t>(0, since)}, {"newest", firstLines}};
    jobs::AgentCall *call = m_agents.call(request, this);
    connect(call, &jobs::AgentCall::finished, this, [this, call, server, number = host.number](const Result<jobs::Answer> &answer) {
        call->deleteLater();
        --m_open;
        m_worker.run(
            this, [keeper = m_keeper, server, answer] { return keeper->take(server, answer ? batchFromJson(answer->value) : Result<Batch>(answer.error())); },
            [this, server, number](const Keeper::Taken &taken) { took(server, number, taken); });
        askNext();
    });
}

void Follower::took(const std::string &server, int number, const Keeper::Taken &taken)
{
    const auto found = m_hosts.find(server);
    if (taken.stamp > m_stamp) {
        m_stamp = taken.stamp;
        emit arrived(m_stamp);
    }
    if (found == m_hosts.end() || found->second.number != number)
        return;
    Host &host = found->second;
    host.asking = false;
    if (taken.error)
        return failed(server, host, *taken.error);
    host.position = taken.position;
    host.state.at = taken.position.at;
    const bool more = taken.more && taken.moved; // an agent that says "more" and gives nothing is not asked in a loop
    const bool was = std::exchange(host.state.live, !taken.more);
    const bool complained = !std::exchange(host.state.trouble, {}).empty();
    host.state.old = false;
    host.due = more ? 0 : m_clock.now() + (m_watched ? watchedMs : restMs);
    if (was != host.state.live || complained)
        emit followingChanged(server);
    if (more && m_agents.reach(server) == Reach::Connected) {
        enqueue(server, host); // behind those that wait: one with much to tell does not hold up the others
        askNext();
    }
}

void Follower::failed(const std::string &server, Host &host, const base::Error &error)
{
    host.state.live = false;
    host.state.old = isOldAgent(error);
    host.due = m_clock.now() + (host.state.old ? oldMs : againMs);
    const std::string trouble = host.state.old ? "its agent is older than this program and gives no logs: upgrade it" : error.message;
    if (std::exchange(host.state.trouble, trouble) != trouble)
        emit followingChanged(server);
}

} // namespace logbook
