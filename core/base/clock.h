// SPDX-License-Identifier: GPL-3.0-or-later
// Time as a thing that is passed in, so that a seeded simulation can run hours in a second.
#pragma once
#include <QObject>
#include <cstdint>
#include <functional>

namespace base {

class Clock {
public:
    virtual ~Clock() = default;
    /// Milliseconds since the epoch, UTC.
    virtual std::int64_t now() const = 0;
    /// Calls `then` once after `ms`, in the caller's thread, unless `context` was destroyed before.
    virtual void after(int ms, QObject *context, std::function<void()> then) = 0;
};

/// QTimer and the system's clock.
class SystemClock final : public Clock {
public:
    std::int64_t now() const override;
    void after(int ms, QObject *context, std::function<void()> then) override;
};

} // namespace base
