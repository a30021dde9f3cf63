// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/surroundings.h"

#include <QSocketNotifier>

#include <array>
#include <cstdlib>
#include <ctime>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

namespace agentlink {

namespace {

constexpr qint64 leastSleep = 1'000; ///< ms; clocks that are read one after the other differ by less
constexpr qint64 leastJump = 5'000;  ///< ms; a clock that is corrected moves by less, mostly
constexpr int settleMs = 500;        ///< a VPN that comes up changes many routes

qint64 clockMs(clockid_t id)
{
    timespec t {};
    clock_gettime(id, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1'000'000;
}

} // namespace

Surroundings::Times Surroundings::systemTimes()
{
    return {clockMs(CLOCK_BOOTTIME), clockMs(CLOCK_MONOTONIC), clockMs(CLOCK_REALTIME)};
}

Surroundings::Surroundings(std::function<Times()> times, int tickMs, QObject *parent)
    : QObject(parent), m_now(std::move(times)), m_last(m_now())
{
    connect(&m_tick, &QTimer::timeout, this, &Surroundings::tick);
    m_tick.start(tickMs);
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &Surroundings::networkChanged);
    listen();
}

Surroundings::~Surroundings()
{
    delete m_notifier;
    if (m_netlink >= 0)
        ::close(m_netlink);
}

void Surroundings::tick()
{
    const Times now = m_now();
    const qint64 awake = now.withoutSleep - m_last.withoutSleep;
    const qint64 asleep = now.withSleep - m_last.withSleep - awake;
    const qint64 jump = std::abs(now.calendar - m_last.calendar - awake);
    m_last = now;
    if (asleep >= leastSleep || jump >= leastJump)
        emit slept();
}

void Surroundings::listen()
{
    m_netlink = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    sockaddr_nl address {};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    if (m_netlink < 0 || ::bind(m_netlink, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        if (m_netlink >= 0)
            ::close(m_netlink);
        m_netlink = -1;
        return;
    }
    m_notifier = new QSocketNotifier(m_netlink, QSocketNotifier::Read);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        std::array<char, 16 * 1024> notice; // what has changed does not matter: every line is asked
        while (::recv(m_netlink, notice.data(), notice.size(), 0) > 0) { }
        if (!m_settle.isActive())
            m_settle.start(settleMs);
    });
}

} // namespace agentlink
