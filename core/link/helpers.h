// SPDX-License-Identifier: GPL-3.0-or-later
// Threads for work that blocks and cannot be had otherwise. They begin when there is something to do and end with it.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace agentlink {

class Helpers {
public:
    explicit Helpers(int most) : m_most(most) { }
    /// Drops what has not begun and waits for the rest: whoever gave it sees to it that it ends soon.
    ~Helpers();
    Helpers(const Helpers &) = delete;
    Helpers &operator=(const Helpers &) = delete;
    void run(std::function<void()> work); ///< from any thread

private:
    void serve();
    int m_most;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::deque<std::function<void()>> m_work;
    int m_threads = 0;
};

/// A peer that went away is an error of write(), in this thread, and never the end of the program.
void blockPipeSignal();

} // namespace agentlink
