// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <QDateTime>
#include <QTimer>

namespace base {

std::int64_t SystemClock::now() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

void SystemClock::after(int ms, QObject *context, std::function<void()> then)
{
    QTimer::singleShot(ms, context, std::move(then));
}

} // namespace base
