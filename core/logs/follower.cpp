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
    , m_rounds(agents, clock, this, lookMs, askedTogether, [this](const std::string &server, const Host &host) { ask(server, host); })
{
    connect(&agents, &jobs::Agents::reachChanged, this, [this](const std::string &server) {
        const auto host = m_rounds.hosts.find(server);
        if (host == m_rounds.hosts.end())
            return;
        host->second.due = 0; // another agent may answer now, and what was missed is wanted at once
        if (m_agents.reach(server) != Reach::Connected)
            host->second.state.live = false;
        emit followingChanged(server);
    });
}

void Follower::setWatched(bool watched)
{
    if (std::exchange(m_watched, watched) || !watched)
        return;
    for (auto &[server, host] : m_rounds.hosts)
        if (host.state.trouble.empty())
            host.due = std::min(host.due, m_clock.now() + watchedMs);
}

std::map<std::string, Following> Follower::all() const
{
    std::map<std::string, Following> all;
    for (const auto &[server, host] : m_rounds.hosts)
        all[server] = host.state;
    return all;
}

void Follower::ask(const std::string &server, const Host &host)
{
    jobs::Request request;
    request.server = server;
    request.verb = protocol::Verb::LogsFetch;
    // Where the cursor is not known any more, reading begins behind the newest line that is here.
    const std::int64_t since = host.position.cursor.empty() ? m_clock.now() - firstMs : host.position.at + 1;
    request.args = Json{{"cursor", host.position.cursor}, {"since", std::max<std::int64_t>(0, since)}, {"newest", firstLines}};
    jobs::AgentCall *call = m_agents.call(request, this);
    connect(call, &jobs::AgentCall::finished, this, [this, call, server, number = host.number](const Result<jobs::Answer> &answer) {
        call->deleteLater();
        m_worker.run(
            this, [keeper = m_keeper, server, answer] { return keeper->take(server, answer ? batchFromJson(answer->value) : Result<Batch>(answer.error())); },
            [this, server, number](const Keeper::Taken &taken) { took(server, number, taken); });
        m_rounds.answered();
    });
}

void Follower::took(const std::string &server, int number, const Keeper::Taken &taken)
{
    if (taken.stamp > m_stamp) {
        m_stamp = taken.stamp;
        emit arrived(m_stamp);
    }
    if (!taken.hits.empty())
        emit said(taken.hits);
    Host *const asked = m_rounds.took(server, number);
    if (!asked)
        return;
    Host &host = *asked;
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
    if (more)
        m_rounds.again(server, host);
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
