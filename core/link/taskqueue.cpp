// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/taskqueue.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace agentlink {

TaskQueue::TaskQueue() : m_descriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) { }

TaskQueue::~TaskQueue()
{
    ::close(m_descriptor);
}

void TaskQueue::post(Task task)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    if (m_tasks.size() == 1)
        eventfd_write(m_descriptor, 1);
}

std::vector<TaskQueue::Task> TaskQueue::take()
{
    const std::lock_guard lock(m_mutex);
    eventfd_t ignored = 0;
    eventfd_read(m_descriptor, &ignored);
    return std::exchange(m_tasks, {});
}

} // namespace agentlink
