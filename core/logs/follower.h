// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the agents of a cluster for what their hosts have logged since the last line that is here, in bounded batches; what was missed while
// nobody asked first. Lives in its owner's thread; answers are read and stored in the worker's.
#pragma once
#include "core/base/clock.h"
#include "core/base/worker.h"
#include "core/jobs/agents.h"
#include "core/logs/keeper.h"

#include <deque>

namespace logbook {

/// How far it is with one server.
struct Following {
    bool live = false;     ///< all that the server has logged is here
    std::string trouble{}; ///< why nothing comes, for a person; empty: it does, or nobody tried
    bool old = false;      ///< because its agent is of a version that gives no logs
    std::int64_t at = 0;   ///< time of the newest line
};

class Follower final : public QObject {
    Q_OBJECT
public:
    Follower(jobs::Agents &agents, base::Clock &clock, base::Worker &worker, std::shared_ptr<Keeper> keeper, QObject *parent = nullptr);

    /// Nothing is asked before this: where the store ends is not known.
    void begin(const std::map<std::string, Position> &positions);
    void setServers(const std::vector<std::string> &servers);
    /// Somebody looks: servers are asked more often.
    void setWatched(bool watched);
    Following following(const std::string &server) const;
    std::map<std::string, Following> all() const;
    /// Every connected server is live, or gives nothing.
    bool isSettled() const;

signals:
    void arrived(quint64 stamp);
    void followingChanged(const std::string &server);

private:
    struct Host {
        Position position{};
        Following state{};
        std::int64_t due = 0;
        bool asking = false, queued = false;
        int number = 0; ///< of the question, so that an answer to a server that was removed meanwhile is none
    };
    void tick();
    void enqueue(const std::string &server, Host &host);
    void askNext();
    void ask(const std::string &server, Host &host);
    void took(const std::string &server, int number, const Keeper::Taken &taken);
    void failed(const std::string &server, Host &host, const base::Error &error);

    jobs::Agents &m_agents;
    base::Clock &m_clock;
    base::Worker &m_worker;
    std::shared_ptr<Keeper> m_keeper;
    std::map<std::string, Host> m_hosts;
    std::map<std::string, Position> m_positions; ///< as the store had them
    std::deque<std::string> m_queue;
    int m_open = 0, m_numbers = 0;
    std::uint64_t m_stamp = 0;
    bool m_begun = false, m_watched = false;
};

} // namespace logbook
