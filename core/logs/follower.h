// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the agents of a cluster for what their hosts have logged since the last line that is here, in bounded batches; what was missed while
// nobody asked first. Lives in its owner's thread; answers are read and stored in the worker's.
#pragma once
#include "core/base/worker.h"
#include "core/jobs/rounds.h"
#include "core/logs/keeper.h"

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
    void begin(const std::map<std::string, Position> &positions) { m_rounds.begin(positions); }
    void setServers(const std::vector<std::string> &servers) { m_rounds.setServers(servers); }
    /// Somebody looks: servers are asked more often.
    void setWatched(bool watched);
    Following following(const std::string &server) const { return m_rounds.stateOf(server); }
    std::map<std::string, Following> all() const;
    /// Every connected server is live, or gives nothing.
    bool isSettled() const { return m_rounds.isSettled(); }

signals:
    void arrived(quint64 stamp);
    void said(const std::vector<logbook::Hit> &hits);
    void followingChanged(const std::string &server);

private:
    using Rounds = jobs::Rounds<Position, Following>;
    using Host = Rounds::Host;
    void ask(const std::string &server, const Host &host);
    void took(const std::string &server, int number, const Keeper::Taken &taken);
    void failed(const std::string &server, Host &host, const base::Error &error);

    jobs::Agents &m_agents;
    base::Clock &m_clock;
    base::Worker &m_worker;
    std::shared_ptr<Keeper> m_keeper;
    Rounds m_rounds;
    std::uint64_t m_stamp = 0;
    bool m_watched = false;
};

} // namespace logbook
