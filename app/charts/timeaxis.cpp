// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/timeaxis.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <algorithm>
#include <array>

namespace charts {

namespace {

constexpr Ms second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::size_t remembered = 30;

struct AxisWords {
    Q_DECLARE_TR_FUNCTIONS(charts::TimeAxis)
};

} // namespace

TimeAxis::TimeAxis(QObject *parent, Clock clock)
    : QObject(parent)
    , m_clock(clock ? std::move(clock) : Clock([] { return QDateTime::currentMSecsSinceEpoch(); }))
{
    m_range = {now() - hour, now()};
    connect(&m_timer, &QTimer::timeout, this, &TimeAxis::tick);
}

void TimeAxis::move(Range range, bool remember)
{
    const Ms present = now();
    const Ms span = std::clamp(range.span(), shortest, longest);
    if (range.span() != span)
        range.from = range.to - span;
    const bool live = range.to >= present;
    if (live)
        range = {present - span, present};
    if (range == m_range && live == m_live)
        return;
    if (remember) {
        m_before.emplace_back(m_range, m_live);
        if (m_before.size() > remembered)
            m_before.erase(m_before.begin());
    }
    m_range = range;
    m_live = live;
    startTimer();
    emit rangeChanged();
}

void TimeAxis::setEnd(std::optional<Ms> end)
{
    if (m_end == end)
        return;
    m_end = end;
    m_before.clear();
    move({now() - m_range.span(), now()}, false);
    emit looksChanged();
}

void TimeAxis::setSpan(Ms span) { move({now() - span, now()}, true); }
void TimeAxis::setRange(Range range) { move(range, true); }
void TimeAxis::toNow() { move({now() - m_range.span(), now()}, true); }
void TimeAxis::showAll(const Range &known) { move({std::min(known.from, now() - shortest), now()}, true); }
void TimeAxis::pan(Ms by) { move({m_range.from + by, m_range.to + by}, false); }

void TimeAxis::zoom(double factor, Ms around)
{
    const double share = std::clamp(static_cast<double>(around - m_range.from) / static_cast<double>(m_range.span()), 0.0, 1.0);
    const Ms span = std::clamp(static_cast<Ms>(static_cast<double>(m_range.span()) * factor), shortest, longest);
    if (m_live) // what happens now stays in sight
        return move({now() - span, now()}, false);
    const Ms from = around - static_cast<Ms>(share * static_cast<double>(span));
    move({from, from + span}, false);
}

bool TimeAxis::back()
{
    if (m_before.empty())
        return false;
    const auto [range, live] = m_before.back();
    m_before.pop_back();
    move(live ? Range{now() - range.span(), now()} : range, false);
    return true;
}

void TimeAxis::setCursor(std::optional<Ms> at)
{
    if (m_cursor == at)
        return;
    m_cursor = at;
    emit cursorChanged();
}

void TimeAxis::setCompare(bool compare)
{
    if (m_compare == compare)
        return;
    m_compare = compare;
    emit looksChanged();
    emit rangeChanged(); // there is more to ask for
}

void TimeAxis::setMarks(std::vector<Mark> marks)
{
    const auto same = [](const Mark &a, const Mark &b) { return a.at == b.at && a.text == b.text && a.weight == b.weight; };
    if (std::equal(marks.begin(), marks.end(), m_marks.begin(), m_marks.end(), same))
        return;
    m_marks = std::move(marks);
    emit looksChanged();
}

void TimeAxis::setRunning(bool running, Ms interval)
{
    m_interval = std::max(interval, second);
    if (running && !m_running && m_live)
        tick();
    m_running = running;
    startTimer();
}

void TimeAxis::startTimer()
{
    if (!m_running || !m_live)
        return m_timer.stop();
    const int wait = static_cast<int>(std::clamp(m_range.span() / 500, m_interval, Ms(60) * second));
    if (!m_timer.isActive() || m_timer.interval() != wait)
        m_timer.start(wait);
}

void TimeAxis::tick()
{
    if (m_live)
        move({now() - m_range.span(), now()}, false);
}

bool TimeAxis::key(const QKeyEvent &event)
{
    const Ms centre = m_cursor.value_or(m_range.from + m_range.span() / 2);
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const Ms sign = event.key() == Qt::Key_Left ? -1 : 1;
        if (shift)
            setCursor(std::clamp(centre + sign * m_range.span() / 100, m_range.from, m_range.to - 1));
        else
            pan(sign * m_range.span() / 10);
        return true;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(0.5, centre); return true;
    case Qt::Key_Minus: zoom(2, centre); return true;
    case Qt::Key_End: toNow(); return true;
    case Qt::Key_Backspace: return back();
    default: return false;
    }
}

namespace {

constexpr std::array<Ms, 26> steps{second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute,
    30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 61 * day, 91 * day, 183 * day, 365 * day};

QString tickText(const QDateTime &at, Ms step)
{
    const QLocale locale;
    if (step >= 28 * day)
        return locale.toString(at.date(), QStringLiteral("MMM yyyy"));
    if (step >= day || at.time() == QTime(0, 0))
        return locale.toString(at.date(), QStringLiteral("d MMM"));
    return at.time().toString(step < minute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

/// The first of days or months that are shown: local time jumps twice a year, days do not all have 24 hours.
std::vector<Tick> dayTicks(const Range &range, Ms step)
{
    std::vector<Tick> ticks;
    const int days = static_cast<int>(step / day), months = days >= 28 ? std::max(1, days / 30) : 0;
    QDate date = QDateTime::fromMSecsSinceEpoch(range.from).date();
    date = months > 0 ? QDate(date.year(), (date.month() - 1) / months * months + 1, 1) : date.addDays(-(date.toJulianDay() % days));
    for (; ticks.size() < 100; date = months > 0 ? date.addMonths(months) : date.addDays(days)) {
        const QDateTime at = date.startOfDay();
        if (at.toMSecsSinceEpoch() >= range.to)
            break;
        if (at.toMSecsSinceEpoch() >= range.from)
            ticks.push_back({at.toMSecsSinceEpoch(), tickText(at, step), false});
    }
    return ticks;
}

} // namespace

Ms roundStep(Ms least)
{
    const auto at = std::lower_bound(steps.begin(), steps.end(), least);
    return at == steps.end() ? (least + steps.back() - 1) / steps.back() * steps.back() : *at;
}

std::vector<Tick> timeTicks(const Range &range, int most)
{
    if (range.span() <= 0 || most < 1)
        return {};
    const Ms step = roundStep(range.span() / most + 1);
    if (step >= day)
        return dayTicks(range, step);
    std::vector<Tick> ticks;
    const Ms offset = Ms(QDateTime::fromMSecsSinceEpoch(range.from).offsetFromUtc()) * second;
    for (Ms at = (range.from + offset + step - 1) / step * step - offset; at < range.to; at += step) {
        const QDateTime local = QDateTime::fromMSecsSinceEpoch(at);
        ticks.push_back({at, tickText(local, step), local.time() == QTime(0, 0)});
    }
    return ticks;
}

QString spanText(Ms span)
{
    if (span % (7 * day) == 0)
        return AxisWords::tr("%n weeks", nullptr, static_cast<int>(span / (7 * day)));
    if (span % day == 0)
        return AxisWords::tr("%n days", nullptr, static_cast<int>(span / day));
    if (span % hour == 0)
        return AxisWords::tr("%1 h").arg(span / hour);
    return AxisWords::tr("%1 min").arg(span / minute);
}

QString timeText(Ms at, Ms step)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at);
    const QLocale locale;
    const QString time = local.time().toString(step < minute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    if (local.date() == QDate::currentDate())
        return time;
    const bool thisYear = local.date().year() == QDate::currentDate().year();
    const QString date = locale.toString(local.date(), thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
    return step >= day ? date : date + QLatin1Char(' ') + time;
}

} // namespace charts
