// SPDX-License-Identifier: GPL-3.0-or-later
// The line of time at the foot of the window: a handle at the moment that is shown, and what happened when, each kind with a shape of
// its own. Left and Right go to the change before and after, Page Up and Page Down by ten minutes, Home to the oldest moment, End and
// Escape to now.
#pragma once
#include "app/shell/pastside.h"
#include "app/shell/timescale.h"

#include <QWidget>
#include <functional>
#include <optional>

namespace shell {

class TimeSlider : public QWidget {
    Q_OBJECT
public:
    using Clock = std::function<std::int64_t()>;
    explicit TimeSlider(QWidget *parent = nullptr);
    void setClock(Clock clock) { m_clock = std::move(clock); } ///< for tests; ms since the epoch
    void setPast(PastSide *past); ///< null: nothing to show
    void setMoment(std::int64_t at); ///< 0: now
    std::int64_t moment() const { return m_moment; }

    /// The moments of changes before and after; nothing: there is none.
    std::optional<std::int64_t> before() const;
    std::optional<std::int64_t> after() const;
    void step(bool forward); ///< to one of them; forward from the last: now
    /// What happened at this place of the line, as the tooltip says it.
    QString tipAt(const QPoint &point) const;
    double xOf(std::int64_t at) const;   ///< in widget coordinates
    QSize sizeHint() const override { return {400, 46}; }
    QSize minimumSizeHint() const override { return {160, 46}; }

signals:
    void moved(std::int64_t at); ///< somebody wants this moment; 0: now

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    TimeScale scale() const;
    QRect line() const;
    void want(std::int64_t at);
    void dragTo(int x);
    void readChanges();
    void describe();
    std::int64_t now() const;
    void paintMarks(QPainter &painter, const TimeScale &scale) const;
    void paintHandle(QPainter &painter, const TimeScale &scale) const;

    Clock m_clock;
    PastSide *m_past = nullptr;
    std::int64_t m_moment = 0;
    std::vector<std::int64_t> m_changes; ///< in order
    int m_hover = -1;
};

} // namespace shell
