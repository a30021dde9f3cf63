// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's sampling thread, its budget, and what metrics.fetch answers. Everything but the constructor's thread may call fetch().
#pragma once
#include "agent/monitor/history.h"
#include "agent/monitor/sampler.h"

#include <atomic>
#include <condition_variable>
#include <thread>

namespace monitor {

struct Budget {
    double share = 0.01;                   ///< of one core
    std::uint64_t bytes = 30u << 20;       ///< resident
};

/// Decides, from what samples cost, how far apart they are: doubled when dearer than the budget, halved when it would fit for a minute's samples.
class Pace {
public:
    Pace(double interval, Budget budget) : m_wanted(interval), m_interval(interval), m_budget(budget) { }
    void spent(double cpuSeconds, std::uint64_t residentBytes);
    double interval() const { return m_interval; }  ///< seconds
    double allowance() const { return m_interval * m_budget.share; } ///< seconds of processor time for a sample
    bool lean() const { return m_lean; }
    double share() const { return m_share; }        ///< of a core, over the last samples
    std::uint64_t resident() const { return m_resident; }
    std::string word() const;                       ///< what it changed and why; empty: nothing

private:
    double m_wanted, m_interval, m_share = -1;
    Budget m_budget;
    std::uint64_t m_resident = 0;
    int m_dear = 0, m_cheap = 0;
    bool m_lean = false;
};

class Monitor {
public:
    struct Settings {
        std::string sysroot{};
        double interval = 5; ///< seconds, 1 to 60
        Budget budget{};
        History::Settings history{};
    };
    explicit Monitor(Settings settings);
    ~Monitor(); ///< waits for the sample that is being taken
    Monitor(const Monitor &) = delete;

    /// Reads the history and starts the thread.
    void start();
    /// False when a hung file holds up the thread for longer than that: then this object must be left behind, not destroyed.
    bool stop(double seconds);
    /// One sample now, in the caller's thread; instead of start(). For tests and benches.
    void sampleOnce(std::int64_t atMs, double now);
    void openHistory(std::int64_t nowMs);

    /// The value of metrics.fetch. Any thread.
    protocol::Result<protocol::Json> fetch(const protocol::Json &args) const;

private:
    class Desk;
    void run();
    void publishCost(const protocol::Result<> &kept);
    protocol::Json facts() const;

    Settings m_settings;
    std::unique_ptr<History> m_history;
    Sampler m_sampler;
    Pace m_pace;
    mutable std::mutex m_mutex; ///< of what follows
    std::map<std::uint32_t, std::vector<protocol::Json>> m_facts; ///< by source
    std::vector<protocol::Json> m_ownFacts;
    protocol::Json m_cost;
    double m_interval = 5;
    bool m_ready = false;
    std::condition_variable m_wake;
    bool m_stop = false, m_ended = false;
    std::thread m_thread;
    int m_sinceSync = 0;
};

/// Resident bytes of this process.
std::uint64_t residentBytes();

} // namespace monitor
