// SPDX-License-Identifier: GPL-3.0-or-later
// Time that passes only when a test says so.
#pragma once
#include "core/base/clock.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>
#include <map>

namespace support {

class VirtualClock final : public base::Clock {
public:
    std::int64_t now() const override { return m_now; }
    void after(int ms, QObject *context, std::function<void()> then) override
    {
        m_due.emplace(m_now + ms, Due{context, std::move(then)});
    }
    /// Runs the next thing that is due; false when nothing is.
    bool step()
    {
        if (m_due.empty())
            return false;
        auto first = m_due.extract(m_due.begin()); // equal times: in the order they were asked for
        m_now = std::max(m_now, first.key());
        if (first.mapped().context)
            first.mapped().then();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return true;
    }
    void advance(std::int64_t ms)
    {
        const std::int64_t until = m_now + ms;
        while (!m_due.empty() && m_due.begin()->first <= until)
            step();
        m_now = until;
    }
    /// False when it did not become true in that time.
    bool advanceUntil(const std::function<bool()> &isTrue, std::int64_t ms = 3'600'000)
    {
        const std::int64_t until = m_now + ms;
        while (!isTrue())
            if (m_due.empty() || m_due.begin()->first > until || !step())
                return isTrue();
        return true;
    }

private:
    struct Due {
        QPointer<QObject> context;
        std::function<void()> then;
    };
    std::int64_t m_now = 1'700'000'000'000;
    std::multimap<std::int64_t, Due> m_due;
};

} // namespace support
