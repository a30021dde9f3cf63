// SPDX-License-Identifier: GPL-3.0-or-later
// Work handed from one thread to another, with a file descriptor that becomes readable. Between caller and I/O thread
// nothing else is shared. Plain mutex and eventfd rather than Qt's queued events: no QObject is touched by the other
// thread, and the thread sanitizer understands what it sees.
#pragma once
#include <functional>
#include <mutex>
#include <vector>

namespace agentlink {

class TaskQueue {
public:
    using Task = std::function<void()>;
    TaskQueue();
    ~TaskQueue();
    TaskQueue(const TaskQueue &) = delete;
    TaskQueue &operator=(const TaskQueue &) = delete;

    void post(Task task); ///< from any thread
    int descriptor() const { return m_descriptor; }
    /// All that was posted until now, oldest first; the descriptor is quiet again.
    std::vector<Task> take();

private:
    int m_descriptor;
    std::mutex m_mutex;
    std::vector<Task> m_tasks;
};

} // namespace agentlink
