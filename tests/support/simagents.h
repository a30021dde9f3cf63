// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated hosts with the real agent::Service on them, and simulated lines to them that can be cut, stalled and stuttered.
#pragma once
#include "core/jobs/agents.h"
#include "tests/support/simcluster.h"
#include "tests/support/virtualclock.h"

#include <QPointer>
#include <random>

namespace support {

/// What all parts of one simulation share.
struct SimShared {
    explicit SimShared(std::uint64_t seed) : random(seed) { }
    VirtualClock clock;
    std::mt19937_64 random;
    SimCluster cluster;
    std::vector<std::string> trace;
    int faults = 0;             ///< how many may still happen
    QObject life;               ///< context of everything that lives as long as the simulation
    void note(const std::string &line);
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }
    bool chance(int percent) { return between(1, 100) <= percent; }
};

class SimHost;

/// Runs orders on the model. It outlives its agent, as workers do, and dies with its host.
class SimRunner final : public agent::StepRunner {
public:
    SimRunner(SimShared &shared, SimHost &host) : m_shared(shared), m_host(host) { }
    protocol::Result<> start(const agent::RunOrder &order) override;
    void cancel(const std::string &key) override;
    bool adopt(const agent::RunOrder &order) override;
    std::vector<agent::RunEvent> poll() override;
    void release(const std::string &key) override { m_orders.erase(key); }

    void agentDied();
    void hostDied();
    void failNext() { m_failNext = true; }
    std::set<std::string> runningJobs() const; ///< whose writing orders run

private:
    struct Order {
        agent::RunOrder order;
        int number = 0;
        bool ended = false, told = false, willFail = false, cancelled = false;
        agent::Outcome outcome{};
    };
    void end(const std::string &key, int number);
    SimShared &m_shared;
    SimHost &m_host;
    std::map<std::string, Order> m_orders;
    int m_number = 0;
    bool m_failNext = false;
};

class SimHost {
public:
    SimHost(SimShared &shared, std::string name);
    const std::string name;
    agent::MemoryStorage disk;
    SimRunner runner;
    std::unique_ptr<agent::Service> service; ///< null while the agent is dead
    bool powered = true;
    std::function<void()> changed;           ///< the agent died, lives again, or has something to say

    void startAgent();
    void killAgent(int secondsDown);
    void powerCut(int secondsDown);
    void tick();

private:
    SimShared &m_shared;
    int m_boot = 0;
};

class SimAgents;

class SimCall final : public jobs::AgentCall {
public:
    SimCall(SimAgents *agents, QObject *parent) : AgentCall(parent), m_agents(agents) { }
    std::string server;
    int id = 0;
    void cancel() override;
    void end(const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &transcripts) { emit finished(answer, transcripts); }

private:
    QPointer<SimAgents> m_agents;
};

/// One manager's lines to all hosts.
class SimAgents final : public jobs::Agents {
public:
    enum class Fault : std::uint8_t { Cut, Lost, Late, Twice, HalfThenCut };
    SimAgents(SimShared &shared, std::map<std::string, std::unique_ptr<SimHost>> &hosts, std::string holder);
    ~SimAgents() override;
    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override;
    inventory::Reach reach(const std::string &server) const override;
    std::string reachReason(const std::string &server) const override;
    std::string bootId(const std::string &server) const override;
    void cancel(const SimCall &call);
    /// Host's agent died, lives again, or has output.
    void look(const std::string &server);
    /// The next message to or from this host has this happen to it.
    void spoil(const std::string &server, Fault fault) { m_lines[server].spoiled = fault; }

private:
    struct Line {
        agent::Service::Connection connection = 0;
        agent::Service *service = nullptr; ///< whose the connection is: an agent of a next life has others
        bool up = false, stalled = false;
        std::string boot{};
        int epoch = 0;
        std::int64_t toAgent = 0, toManager = 0; ///< when the last bytes arrive: nothing overtakes on a line
        protocol::FrameDecoder decoder{};
        std::map<int, QPointer<SimCall>> calls{};
        std::optional<Fault> spoiled{};
    };
    void connectLine(const std::string &server);
    void cut(const std::string &server);
    void transmit(const std::string &server, std::string bytes, bool toAgent);
    void arrive(const std::string &server, int epoch, const std::string &bytes, bool toAgent);
    void take(const std::string &server, const protocol::Json &message);

    SimShared &m_shared;
    std::map<std::string, std::unique_ptr<SimHost>> &m_hosts;
    std::string m_holder;
    std::map<std::string, Line> m_lines;
    int m_nextId = 1;
};

} // namespace support
