// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the inventories of all hosts of a cluster fresh, and says when they differ.
#pragma once
#include "core/base/clock.h"
#include "core/inventory/world.h"
#include "core/jobs/agents.h"
#include "core/manager/worker.h"

#include <deque>
#include <map>

namespace manager {

/// Asks a few hosts at a time, so that a thousand answers never come at once; they are read beside this thread.
class Poller final : public QObject {
    Q_OBJECT
public:
    Poller(jobs::Agents &agents, base::Clock &clock, Worker &worker, int seconds, QObject *parent);

    /// These and no others; what is known of those that stay is kept.
    void setServers(const std::vector<std::string> &servers);
    /// What was seen of these before this program began; call it before setServers.
    void recall(const std::vector<inventory::HostReport> &reports);
    /// Soon: several wishes within a moment are one question.
    void refresh(const std::string &server);
    void refreshAll();
    /// Calls `then` when each of these has answered a question that was asked after now, does not answer at all, or after
    /// `longestMs`.
    void whenFresh(const std::vector<std::string> &servers, int longestMs, std::function<void()> then);
    std::vector<inventory::HostReport> reports() const;
    bool isComplete() const; ///< every host has answered or is known to be lost

signals:
    /// `visible`: something that a person would see differs, not only the time.
    void changed(bool visible);
    void seen(const std::string &server); ///< a new inventory that differs from the last one

private:
    struct Host {
        inventory::HostReport report;
        std::size_t seen = 0;   ///< fingerprint of the inventory without what changes by itself
        int begun = 0, answered = 0;
        bool asking = false, askAgain = false, planned = false, settled = false;
        std::int64_t answeredAt = 0;
        std::string cluster;    ///< of Corosync, by its corosync.conf; empty: in none that runs
        std::size_t haSeen = 0; ///< fingerprint of what it last said of its cluster
        std::int64_t askedAt = 0, haAskedAt = 0; ///< when the question was put that its inventory, and the state of its cluster, answer
    };
    /// Who of a cluster is asked how it is, every second.
    struct Live {
        std::string server;
        std::int64_t askedAt = 0; ///< 0: nobody is asked now
        std::int64_t putAt = 0;   ///< when the last question was put
        int number = 0;           ///< an answer to an earlier question is void
    };
    struct Waiting {
        std::map<std::string, int> answers; ///< host -> its count of answers that is enough
        std::function<void()> then;
    };
    /// What an answer turned out to be.
    struct Read {
        base::Result<std::shared_ptr<const protocol::HostInventory>> inventory;
        std::size_t fingerprint = 0;
    };
    static Read read(const base::Result<jobs::Answer> &answer);
    void tick();
    void ask(const std::string &server);
    void askNext();
    void answered(const std::string &server, int number, Read read);
    bool takeIn(Host &host, Read &read);
    void followReach(const std::string &server);
    void checkWaiting();
    void watchClusters();
    void askLive(const std::string &cluster, const std::vector<std::string> &members);
    void answeredLive(const std::string &cluster, const std::string &server, const base::Result<jobs::Answer> &answer);

    jobs::Agents &m_agents;
    base::Clock &m_clock;
    Worker &m_worker;
    int m_seconds;
    std::deque<std::string> m_queue; ///< whose turn has not come
    int m_open = 0;                  ///< questions that nobody has answered yet
    std::map<std::string, Host> m_hosts;
    std::map<std::string, Live> m_live;
    std::map<int, Waiting> m_waiting;
    int m_nextWaiting = 0;
};

} // namespace manager
