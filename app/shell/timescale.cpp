// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/timescale.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace shell {

namespace {

constexpr std::int64_t aMinute = 60'000, anHour = 60 * aMinute, aDay = 24 * anHour;
constexpr double bend = 5.0 * aMinute; ///< below, a pixel is always as much time

struct ScaleWords {
    Q_DECLARE_TR_FUNCTIONS(shell::TimeScale)
};

QString ageText(std::int64_t age)
{
    if (age >= aDay)
        return ScaleWords::tr("%n days", nullptr, static_cast<int>(age / aDay));
    return age >= anHour ? ScaleWords::tr("%1 h").arg(age / anHour) : ScaleWords::tr("%1 min").arg(age / aMinute);
}

} // namespace

TimeScale::TimeScale(std::int64_t from, std::int64_t now, int width)
    : m_from(std::min(from, now - anHour))
    , m_now(now)
    , m_width(std::max(1, width))
    , m_stretch(std::log1p(static_cast<double>(m_now - m_from) / bend))
{
}

double TimeScale::x(std::int64_t at) const
{
    const double age = static_cast<double>(std::clamp<std::int64_t>(m_now - at, 0, m_now - m_from));
    return m_width * (1 - std::log1p(age / bend) / m_stretch);
}

std::int64_t TimeScale::at(double x) const
{
    const double share = std::clamp(1 - x / m_width, 0.0, 1.0);
    return std::max(m_from, m_now - static_cast<std::int64_t>(std::expm1(share * m_stretch) * bend));
}

std::vector<TimeScale::Tick> TimeScale::ticks(double room) const
{
    static constexpr std::int64_t ages[]{5 * aMinute, 15 * aMinute, 30 * aMinute, anHour, 3 * anHour, 6 * anHour, 12 * anHour, aDay, 2 * aDay, 7 * aDay, 14 * aDay, 30 * aDay, 90 * aDay, 365 * aDay};
    std::vector<Tick> all;
    double last = m_width;
    for (const std::int64_t age : ages) {
        const double at = x(m_now - age);
        if (m_now - age < m_from || last - at < room || at < room / 3)
            continue;
        all.push_back({at, ageText(age)});
        last = at;
    }
    return all;
}

} // namespace shell
