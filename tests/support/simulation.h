// SPDX-License-Identifier: GPL-3.0-or-later
// A file system is created by the real planner, executor, journal, and agents, while everything that can break does. One seed is
// one story, the same each time.
#pragma once
#include "core/jobs/executor.h"
#include "core/plan/planner.h"
#include "tests/support/simagents.h"

namespace support {

class Simulation {
public:
    explicit Simulation(std::uint64_t seed);
    ~Simulation();
    /// Empty when every promise was kept and the goal was reached; else what went wrong.
    std::string run();
    const std::vector<std::string> &trace() const { return m_shared.trace; }
    int rounds() const { return m_rounds; } ///< plans and retries that it took

private:
    struct Manager {
        Manager(SimShared &shared, std::map<std::string, std::unique_ptr<SimHost>> &hosts, jobs::JobStore &store, const std::string &holder,
            std::function<jobs::JobId()> makeId);
        SimAgents agents;
        jobs::Executor executor;
    };
    struct Rival {
        std::unique_ptr<jobs::JobStore> store;
        std::unique_ptr<Manager> manager;
        jobs::JobId job;
    };
    inventory::World world() const;
    bool everythingIsUp() const;
    std::string step();
    std::string whatIsOpen() const;
    void startManager();
    void injectFault();
    void breakSomething(int what, const std::string &host);
    void fillDisk(SimHost &host);
    void startRival(const std::string &host);
    std::string watchRival();
    std::string endRound(const jobs::Job &job);
    std::string nextRound();
    std::string failOver();
    std::string startPlan(const plan::Goal &goal);
    bool isReached() const;
    std::string checkLeases() const;
    std::string checkJournals();
    std::string checkLines(const jobs::Job &job, std::set<std::string> &known);
    std::string checkEnd();

    SimShared m_shared;
    std::map<std::string, std::unique_ptr<SimHost>> m_hosts;
    std::unique_ptr<jobs::JobStore> m_store;
    std::unique_ptr<Manager> m_manager;
    std::unique_ptr<Rival> m_rival;
    plan::Goal m_goal;
    inventory::Wanted m_wanted;
    jobs::JobId m_job;
    bool m_reached = false, m_moved = false;
    bool m_resting = false, m_restOver = false; ///< between two rounds what broke is mended
    int m_rounds = 0, m_ids = 0;
};

} // namespace support
