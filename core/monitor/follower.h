// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the agents of a cluster for their figures, every interval; what was missed while nobody asked first, in bounded batches.
// Lives in its owner's thread; answers are read and stored in the worker's.
#pragma once
#include "core/base/worker.h"
#include "core/jobs/rounds.h"
#include "core/monitor/keeper.h"

namespace monitoring {

/// How far it is with one server.
struct Following {
    bool live = false;       ///< all that the agent has is here
    double fraction = 0;     ///< of what was missed
    std::string trouble{};   ///< why nothing comes; empty: it does, or nobody tried
    std::int64_t at = 0;     ///< ms since the epoch of the last sample, by the server's clock
    double interval = 0;     ///< seconds between samples, as the agent says; 0: not known
    std::int64_t heardAt = 0; ///< when it came, by this workstation's; 0: none since it is connected
    std::uint64_t missedFrom = 0; ///< the sample where catching up began
};

class Follower final : public QObject {
    Q_OBJECT
public:
    Follower(jobs::Agents &agents, base::Clock &clock, base::Worker &worker, std::shared_ptr<Keeper> keeper, QObject *parent = nullptr);

    /// Nothing is asked before this: where the store ends is not known.
    void begin(const std::map<std::string, Position> &positions) { m_rounds.begin(positions); }
    void setServers(const std::vector<std::string> &servers) { m_rounds.setServers(servers); }
    Following following(const std::string &server) const { return m_rounds.stateOf(server); }
    std::map<std::string, Scene::Agent> agents() const;
    /// Every connected server is live, or gives nothing.
    bool isSettled() const { return m_rounds.isSettled(); }

signals:
    void sampled(const std::string &server, const std::shared_ptr<const monitoring::Snapshot> &snapshot);
    void followingChanged(const std::string &server);
    void alertsChanged(const monitoring::AlertList &alerts);

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
};

} // namespace monitoring
