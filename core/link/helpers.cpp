// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/helpers.h"

#include <csignal>
#include <thread>

namespace agentlink {

Helpers::~Helpers()
{
    std::unique_lock lock(m_mutex);
    m_work.clear();
    m_idle.wait(lock, [this] { return m_threads == 0; });
}

void Helpers::run(std::function<void()> work)
{
    const std::lock_guard lock(m_mutex);
    m_work.push_back(std::move(work));
    if (m_threads >= m_most)
        return;
    ++m_threads;
    std::thread([this] { serve(); }).detach();
}

void Helpers::serve()
{
    blockPipeSignal();
    std::unique_lock lock(m_mutex);
    while (!m_work.empty()) {
        auto work = std::move(m_work.front());
        m_work.pop_front();
        lock.unlock();
        work();
        work = {}; // what it held goes before anybody may think that it is done
        lock.lock();
    }
    --m_threads;
    m_idle.notify_all(); // with the lock held: nothing of ours is touched after the one who waits goes on
}

void blockPipeSignal()
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

} // namespace agentlink
