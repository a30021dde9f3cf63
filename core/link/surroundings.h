// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to this computer that lines may not outlive: it slept, or its network changed. Lives in a thread with an
// event loop.
#pragma once
#include <QObject>
#include <QTimer>
#include <functional>

class QSocketNotifier;

namespace agentlink {

class Surroundings final : public QObject {
    Q_OBJECT
public:
    /// Milliseconds. A sleeping computer stops one of the first two and not the other; a paused virtual machine often finds
    /// only the third moved.
    struct Times {
        qint64 withSleep = 0;    ///< CLOCK_BOOTTIME
        qint64 withoutSleep = 0; ///< CLOCK_MONOTONIC
        qint64 calendar = 0;     ///< CLOCK_REALTIME
    };
    static Times systemTimes();
    explicit Surroundings(std::function<Times()> times = systemTimes, int tickMs = 2'000, QObject *parent = nullptr);
    ~Surroundings() override;
    bool hearsNetwork() const { return m_netlink >= 0; } ///< false where the kernel's notices cannot be had

signals:
    void slept();
    void networkChanged(); ///< an address or a route came or went; many changes at once are told once

private:
    void tick();
    void listen();
    std::function<Times()> m_now;
    Times m_last;
    QTimer m_tick, m_settle;
    int m_netlink = -1;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace agentlink
