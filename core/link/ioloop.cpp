// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/ioloop.h"

#include <algorithm>
#include <array>
#include <sys/epoll.h>
#include <unistd.h>

namespace agentlink {

IoLoop::IoLoop() : m_epoll(epoll_create1(EPOLL_CLOEXEC)), m_inbox(std::make_shared<TaskQueue>())
{
    watch(m_inbox->descriptor(), [this] {
        for (const auto &task : m_inbox->take())
            task();
    });
}

IoLoop::~IoLoop()
{
    ::close(m_epoll);
}

IoLoop::Id IoLoop::watch(int descriptor, std::function<void()> ready)
{
    const Id id = ++m_lastId;
    m_watches[id] = {descriptor, EPOLLIN, std::make_shared<std::function<void()>>(std::move(ready))};
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.u64 = id;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    return id;
}

void IoLoop::wantOutput(Id id, bool want, bool input)
{
    const auto found = m_watches.find(id);
    if (found == m_watches.end())
        return;
    const std::uint32_t events = (input ? std::uint32_t {EPOLLIN} : 0U) | (want ? std::uint32_t {EPOLLOUT} : 0U);
    if (events == found->second.events)
        return;
    found->second.events = events;
    epoll_event event {};
    event.events = events;
    event.data.u64 = id;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, found->second.descriptor, &event);
}

void IoLoop::unwatch(Id id)
{
    const auto found = m_watches.find(id);
    if (found == m_watches.end())
        return;
    const int descriptor = found->second.descriptor;
    m_watches.erase(found);
    // A closed descriptor left the set by itself, and its number may be somebody else's by now: theirs stays.
    const bool reused = std::any_of(m_watches.begin(), m_watches.end(),
                                    [&](const auto &other) { return other.second.descriptor == descriptor; });
    if (!reused)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

IoLoop::Id IoLoop::after(int ms, std::function<void()> then)
{
    const Id id = ++m_lastId;
    const auto due = Clock::now() + std::chrono::milliseconds(ms);
    m_due[id] = due;
    m_timers[{due, id}] = std::move(then);
    return id;
}

void IoLoop::cancel(Id timer)
{
    const auto found = m_due.find(timer);
    if (found == m_due.end())
        return;
    m_timers.erase({found->second, timer});
    m_due.erase(found);
}

int IoLoop::wait() const
{
    if (m_timers.empty())
        return -1;
    const auto left = m_timers.begin()->first.first - Clock::now();
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::clamp<decltype(ms)>(ms, 0, 60'000));
}

void IoLoop::runTimers()
{
    const auto now = Clock::now();
    while (!m_timers.empty() && m_timers.begin()->first.first <= now) {
        auto node = m_timers.extract(m_timers.begin());
        m_due.erase(node.key().second);
        node.mapped()();
    }
}

void IoLoop::run()
{
    m_running = true;
    std::array<epoll_event, 64> events {};
    while (m_running) {
        const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), wait());
        for (int i = 0; i < count; ++i) {
            const auto found = m_watches.find(events[static_cast<std::size_t>(i)].data.u64);
            if (found == m_watches.end())
                continue;
            const auto ready = found->second.ready; // it may unwatch itself
            (*ready)();
        }
        runTimers();
        sweep();
    }
}

void IoLoop::sweep()
{
    while (!m_graves.empty()) // the dead may bury others
        const auto dead = std::exchange(m_graves, {});
}

void IoLoop::stop()
{
    m_inbox->post([this] { m_running = false; });
}

} // namespace agentlink
