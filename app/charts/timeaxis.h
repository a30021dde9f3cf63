// SPDX-License-Identifier: GPL-3.0-or-later
// The time that all charts of a page show: one range, one crosshair, one comparison. Live until somebody moves it into the past.
#pragma once
#include "app/charts/source.h"

#include <QTimer>
#include <optional>

class QKeyEvent;

namespace charts {

class TimeAxis : public QObject {
    Q_OBJECT
public:
    using Clock = std::function<Ms()>;
    static constexpr Ms shortest = 60'000;
    static constexpr Ms longest = Ms(20) * 366 * 86'400'000;

    explicit TimeAxis(QObject *parent = nullptr, Clock clock = {}); ///< without a clock: the system's

    Range range() const { return m_range; }
    bool live() const { return m_live; }
    Ms now() const { return m_end ? *m_end : m_clock(); }
    /// Time ends there, and the charts with it; nothing: now. The length that is shown stays.
    void setEnd(std::optional<Ms> end);
    std::optional<Ms> end() const { return m_end; }
    void setSpan(Ms span);               ///< so long until now, and follows it
    void setRange(Range range);          ///< follows the time when it ends now
    void zoom(double factor, Ms around); ///< below 1: nearer
    void pan(Ms by);
    void toNow();                        ///< the same length, ending now
    void showAll(const Range &known);    ///< from the oldest sample until now
    bool back();                         ///< the range before the last zoom; false: there is none

    std::optional<Ms> cursor() const { return m_cursor; }
    void setCursor(std::optional<Ms> at);
    bool compare() const { return m_compare; }
    void setCompare(bool compare);       ///< with the same time a day before
    const std::vector<Mark> &marks() const { return m_marks; }
    void setMarks(std::vector<Mark> marks);

    /// Follows the time only while somebody looks. `interval`: of the samples; more often makes no sense.
    void setRunning(bool running, Ms interval = 5000);
    bool key(const QKeyEvent &event);    ///< Left, Right, +, -, Home, End, Shift with arrows for the crosshair; false: not one of its

signals:
    void rangeChanged();
    void cursorChanged();
    void looksChanged();                 ///< comparison or marks

private:
    void move(Range range, bool remember);
    void tick();
    void startTimer();

    Clock m_clock;
    std::optional<Ms> m_end;
    Range m_range;
    bool m_live = true, m_compare = false, m_running = false;
    Ms m_interval = 5000;
    std::optional<Ms> m_cursor;
    std::vector<Mark> m_marks;
    std::vector<std::pair<Range, bool>> m_before; ///< with whether it was live
    QTimer m_timer;
};

struct Tick {
    Ms at = 0;
    QString text;
    bool strong = false; ///< another day begins
};
/// At round local times, not more than `most`.
std::vector<Tick> timeTicks(const Range &range, int most);
/// A round length of time, at least `least` (and at least a second).
Ms roundStep(Ms least);
/// "5 min", "6 h", "7 days": how a length of time is chosen.
QString spanText(Ms span);
/// "14:03:22", with the date when it is not today, with parts of a second for short steps.
QString timeText(Ms at, Ms step);

} // namespace charts
