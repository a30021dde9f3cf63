// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is: the servers of a cluster are asked for something again and again, each when it is due, so many at a time, and those
// that wait in the order in which they began to. What is asked, and what becomes of the answer, is the owner's. Lives in its thread.
#pragma once
#include "core/base/clock.h"
#include "core/jobs/agents.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>

namespace jobs {

/// `Position` is how much of a server's is here, and survives its removal; `State` (with `bool live` and `std::string trouble`) is how
/// far it is with it.
template <class Position, class State>
class Rounds {
public:
    struct Host {
        Position position{};
        State state{};
        std::int64_t due = 0; ///< ms since the epoch; 0: at once
        bool asking = false, queued = false;
        int number = 0; ///< of the question, so that an answer to a server that was removed meanwhile is none
    };
    /// Asks, and calls `answered` when the answer is here.
    using Ask = std::function<void(const std::string &server, const Host &host)>;

    /// `context` ends the rounds when it goes; `lookMs` is how often it is looked whose turn it is.
    Rounds(Agents &agents, base::Clock &clock, QObject *context, int lookMs, int together, Ask ask)
        : m_agents(agents)
        , m_clock(clock)
        , m_context(context)
        , m_ask(std::move(ask))
        , m_lookMs(lookMs)
        , m_together(together)
    {
    }

    /// Nobody is asked before this: what is here already is not known.
    void begin(const std::map<std::string, Position> &positions)
    {
        m_positions = positions;
        for (auto &[server, host] : hosts)
            if (const auto known = positions.find(server); known != positions.end())
                host.position = known->second;
        if (!std::exchange(m_begun, true))
            tick();
    }

    void setServers(const std::vector<std::string> &servers)
    {
        std::erase_if(hosts, [&](const auto &item) {
            if (std::find(servers.begin(), servers.end(), item.first) != servers.end())
                return false;
            m_positions[item.first] = item.second.position; // it may be added again
            return true;
        });
        for (const std::string &server : servers)
            if (const auto [host, isNew] = hosts.try_emplace(server); isNew)
                host->second.position = m_positions[server];
    }

    State stateOf(const std::string &server) const
    {
        const auto host = hosts.find(server);
        return host == hosts.end() ? State() : host->second.state;
    }

    /// Every connected server is live, or gives nothing.
    bool isSettled() const
    {
        return m_begun && std::all_of(hosts.begin(), hosts.end(), [this](const auto &item) {
            return item.second.state.live || !item.second.state.trouble.empty() || m_agents.reach(item.first) != inventory::Reach::Connected;
        });
    }

    /// The line is free for the next question; the answer may still be being read.
    void answered()
    {
        --m_open;
        askNext();
    }

    /// The host whose question this was, which may be asked again from now on; nullptr: it was removed meanwhile.
    Host *took(const std::string &server, int number)
    {
        const auto host = hosts.find(server);
        if (host == hosts.end() || host->second.number != number)
            return nullptr;
        host->second.asking = false;
        return &host->second;
    }

    /// It has more to tell: behind those that wait, so that one with much does not hold up the others.
    void again(const std::string &server, Host &host)
    {
        if (m_agents.reach(server) != inventory::Reach::Connected)
            return;
        enqueue(server, host);
        askNext();
    }

    std::map<std::string, Host> hosts;

private:
    void tick()
    {
        const std::int64_t now = m_clock.now();
        for (auto &[server, host] : hosts)
            if (host.due <= now && m_agents.reach(server) == inventory::Reach::Connected)
                enqueue(server, host);
        askNext();
        m_clock.after(m_lookMs, m_context, [this] { tick(); });
    }

    void enqueue(const std::string &server, Host &host)
    {
        if (!host.asking && !std::exchange(host.queued, true))
            m_queue.push_back(server);
    }

    void askNext()
    {
        while (m_open < m_together && !m_queue.empty()) {
            const auto host = hosts.find(m_queue.front());
            m_queue.pop_front();
            if (host == hosts.end() || !std::exchange(host->second.queued, false) || m_agents.reach(host->first) != inventory::Reach::Connected)
                continue;
            ++m_open;
            host->second.asking = true;
            host->second.number = ++m_numbers;
            m_ask(host->first, host->second);
        }
    }

    Agents &m_agents;
    base::Clock &m_clock;
    QObject *m_context;
    Ask m_ask;
    std::map<std::string, Position> m_positions; ///< as the store had them
    std::deque<std::string> m_queue;
    int m_lookMs, m_together, m_open = 0, m_numbers = 0;
    bool m_begun = false;
};

} // namespace jobs
