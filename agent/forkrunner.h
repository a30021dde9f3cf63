// SPDX-License-Identifier: GPL-3.0-or-later
// Runs each order in a forked worker process. A worker of a writing step has a session of its own and writes what happens into
// a file of the state directory, so that it outlives the agent and the next agent reads on; systemd must be told not to kill
// it with the agent (KillMode=process).
#pragma once
#include "agent/actions/hands.h"
#include "agent/service.h"

#include <sys/types.h>

namespace agent {

class ForkRunner : public StepRunner {
public:
    struct Settings {
        Places places;
        std::string state;   ///< the state directory
        std::string bootId;  ///< of the host, which may be simulated
        std::string version;
    };
    explicit ForkRunner(Settings settings) : m_settings(std::move(settings)) { }
    ~ForkRunner() override;
    protocol::Result<> start(const RunOrder &order) override;
    void cancel(const std::string &key) override;
    bool adopt(const RunOrder &order) override;
    std::vector<RunEvent> poll() override;
    void release(const std::string &key) override;
    /// Removes what earlier lives left of steps that are neither running nor waiting.
    void removeStale();

private:
    struct Worker {
        pid_t pid = -1;
        std::uint64_t startTime = 0; ///< of the process, in clock ticks since boot: a number is not used again so soon
        bool own = false;            ///< our child
        int events = -1;
        off_t offset = 0;
        std::string partial{};
        bool gone = false, ended = false;
        bool durable = false;
    };
    std::string directoryOf(const std::string &key) const;
    [[noreturn]] void work(const RunOrder &order, int events) const;
    protocol::Result<int> openEvents(const RunOrder &order) const;
    void readEvents(const std::string &key, Worker &worker, std::vector<RunEvent> &out);
    bool isGone(Worker &worker) const;
    Settings m_settings;
    std::map<std::string, Worker> m_workers;
};

} // namespace agent
