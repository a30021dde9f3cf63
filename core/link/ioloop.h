// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of the I/O thread: descriptors, timers, work posted by others. Everything but post() and stop() belongs to the
// thread that runs it.
#pragma once
#include "core/link/taskqueue.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace agentlink {

class IoLoop {
public:
    using Id = std::uint64_t; ///< never 0, never used again
    IoLoop();
    ~IoLoop();
    IoLoop(const IoLoop &) = delete;
    IoLoop &operator=(const IoLoop &) = delete;

    std::shared_ptr<TaskQueue> inbox() const { return m_inbox; } ///< may outlive the loop: then what is posted is dropped
    void run();  ///< until stop()
    void stop(); ///< from any thread

    /// Level-triggered; `ready` is called for input, hang-up and, when it was asked for, room for output.
    Id watch(int descriptor, std::function<void()> ready);
    void wantOutput(Id watch, bool want, bool input = true);
    void unwatch(Id watch); ///< before the descriptor is closed, or after: both are right
    Id after(int ms, std::function<void()> then);
    void cancel(Id timer); ///< of no or an ended timer: nothing
    /// Keeps something alive until the end of this round: for objects that end while their own function runs.
    void bury(std::shared_ptr<void> object) { m_graves.push_back(std::move(object)); }
    void sweep(); ///< the end of a round; also after run(), when what is left goes

private:
    using Clock = std::chrono::steady_clock;
    struct Watch {
        int descriptor;
        std::uint32_t events;
        std::shared_ptr<std::function<void()>> ready;
    };
    int wait() const;
    void runTimers();

    int m_epoll;
    bool m_running = false;
    Id m_lastId = 0;
    std::shared_ptr<TaskQueue> m_inbox;
    std::map<Id, Watch> m_watches;
    std::map<std::pair<Clock::time_point, Id>, std::function<void()>> m_timers;
    std::map<Id, Clock::time_point> m_due;
    std::vector<std::shared_ptr<void>> m_graves;
};

} // namespace agentlink
