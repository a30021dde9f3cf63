// SPDX-License-Identifier: GPL-3.0-or-later
// How many steps run at a time, on one host and over all jobs of a cluster.
#pragma once
#include <QObject>
#include <QPointer>
#include <deque>
#include <functional>
#include <map>
#include <string>

namespace jobs {

class Slots {
public:
    Slots(int perHost, int overall) : m_perHost(perHost), m_overall(overall) { }
    /// Calls `then` when a slot at `server` is free, perhaps at once; never when `context` was destroyed before. Give it back.
    void acquire(const std::string &server, QObject *context, std::function<void()> then);
    void release(const std::string &server);

private:
    struct Waiting {
        std::string server;
        QPointer<QObject> context;
        std::function<void()> then;
    };
    bool isFree(const std::string &server) const;
    void pump();

    int m_perHost, m_overall, m_used = 0;
    bool m_pumping = false;
    std::map<std::string, int> m_usedAt;
    std::deque<Waiting> m_waiting;
};

} // namespace jobs
