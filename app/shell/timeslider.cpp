// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/timeslider.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace shell {

namespace {

constexpr int sides = 12, lineY = 23, nearby = 5; ///< pixels
constexpr std::int64_t stride = 10 * 60'000, minute = 60'000;
constexpr qsizetype mostInTip = 6;

models::Tone toneOf(const PastEvent &event)
{
    return event.weight >= 2 ? models::Tone::Error : event.weight == 1 ? models::Tone::Warning : models::Tone::Working;
}

/// An alert is a triangle, a job a circle, a change a square: never colour alone.
void paintShape(QPainter &painter, const PastEvent &event, double x)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::color(toneOf(event)));
    constexpr double y = 9, r = 3.6;
    if (event.kind == PastEvent::Kind::Alert)
        painter.drawPolygon(QPolygonF({{x - r - 0.6, y + r}, {x + r + 0.6, y + r}, {x, y - r}}));
    else if (event.kind == PastEvent::Kind::Job)
        painter.drawEllipse(QPointF(x, y), r, r);
    else
        painter.drawRect(QRectF(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1));
}

} // namespace

TimeSlider::TimeSlider(QWidget *parent)
    : QWidget(parent)
    , m_clock([] { return QDateTime::currentMSecsSinceEpoch(); })
{
    setObjectName(QStringLiteral("timeline.slider"));
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

std::int64_t TimeSlider::now() const { return m_clock(); }
QRect TimeSlider::line() const { return rect().adjusted(sides, 0, -sides, 0); }
TimeScale TimeSlider::scale() const { return {m_past != nullptr && m_past->begin() > 0 ? m_past->begin() : now(), now(), line().width()}; }
double TimeSlider::xOf(std::int64_t at) const { return line().left() + scale().x(at); }

void TimeSlider::setPast(PastSide *past)
{
    if (m_past != nullptr)
        disconnect(m_past, nullptr, this, nullptr);
    m_past = past;
    if (past != nullptr) {
        connect(past, &PastSide::changed, this, &TimeSlider::readChanges);
        connect(past, &QObject::destroyed, this, [this] { m_past = nullptr; });
    }
    readChanges();
}

void TimeSlider::readChanges()
{
    m_changes.clear();
    if (m_past != nullptr)
        for (const PastEvent &event : m_past->events())
            for (const std::int64_t at : {event.at, event.end})
                if (at > 0)
                    m_changes.push_back(at);
    std::sort(m_changes.begin(), m_changes.end());
    m_changes.erase(std::unique(m_changes.begin(), m_changes.end()), m_changes.end());
    update();
}

void TimeSlider::setMoment(std::int64_t at)
{
    if (std::exchange(m_moment, at) == at)
        return;
    describe();
    update();
}

void TimeSlider::describe()
{
    setAccessibleDescription((m_moment == 0 ? tr("Now") : models::moment(m_moment)) + QStringLiteral(". ")
        + tr("Left and Right: the change before and after. Page Up and Page Down: ten minutes. Home: the oldest moment. End: now."));
}

std::optional<std::int64_t> TimeSlider::before() const
{
    const auto at = std::lower_bound(m_changes.begin(), m_changes.end(), m_moment == 0 ? now() : m_moment);
    return at == m_changes.begin() || *std::prev(at) < scale().from() ? std::nullopt : std::optional(*std::prev(at));
}

std::optional<std::int64_t> TimeSlider::after() const
{
    if (m_moment == 0)
        return {};
    const auto at = std::upper_bound(m_changes.begin(), m_changes.end(), m_moment);
    return at == m_changes.end() || *at >= now() ? std::nullopt : std::optional(*at);
}

void TimeSlider::want(std::int64_t at)
{
    if (m_past == nullptr || m_past->begin() <= 0)
        return;
    const std::int64_t wanted = at == 0 || at >= now() ? 0 : std::max(at, m_past->begin());
    setMoment(wanted);
    emit moved(wanted);
}

void TimeSlider::step(bool forward)
{
    if (forward && m_moment != 0)
        want(after().value_or(0));
    else if (const auto at = before(); !forward && at)
        want(*at);
}

void TimeSlider::dragTo(int x)
{
    const QRect box = line();
    want(x >= box.right() - 2 ? 0 : scale().at(x - box.left()));
}

void TimeSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    setFocus(Qt::MouseFocusReason);
    const TimeScale on = scale();
    if (m_past != nullptr && event->pos().y() < lineY - nearby) // a mark: exactly when it was
        for (const PastEvent &one : m_past->events())
            if (std::abs(line().left() + on.x(one.at) - event->pos().x()) <= nearby)
                return want(one.at);
    dragTo(event->pos().x());
}

void TimeSlider::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = event->pos().x();
    if (event->buttons().testFlag(Qt::LeftButton))
        dragTo(event->pos().x());
    update();
}

void TimeSlider::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void TimeSlider::wheelEvent(QWheelEvent *event)
{
    const std::int64_t by = event->angleDelta().y() / 120 * minute;
    if (by != 0 && (m_moment != 0 || by < 0))
        want((m_moment == 0 ? now() : m_moment) + by);
    event->accept();
}

void TimeSlider::keyPressEvent(QKeyEvent *event)
{
    const std::int64_t here = m_moment == 0 ? now() : m_moment;
    switch (event->key()) {
    case Qt::Key_Left: return event->modifiers().testFlag(Qt::ShiftModifier) ? want(here - minute) : step(false);
    case Qt::Key_Right: return event->modifiers().testFlag(Qt::ShiftModifier) ? want(here + minute) : step(true);
    case Qt::Key_PageUp: return want(here - stride);
    case Qt::Key_PageDown: return want(here + stride);
    case Qt::Key_Home: return m_past != nullptr ? want(m_past->begin()) : void();
    case Qt::Key_End: return want(0);
    default: QWidget::keyPressEvent(event);
    }
}

QString TimeSlider::tipAt(const QPoint &point) const
{
    if (m_past == nullptr || m_past->begin() <= 0)
        return tr("The timeline begins when the first server has answered: nothing is kept yet.");
    const TimeScale on = scale();
    const double x = point.x() - line().left();
    QStringList lines{x >= line().width() - 2 ? tr("Now") : models::moment(on.at(x))};
    qsizetype found = 0;
    for (const PastEvent &event : m_past->events()) {
        const bool here = std::abs(on.x(event.at) - x) <= nearby;
        const bool in = event.kind == PastEvent::Kind::Gap && event.end != 0 && x >= on.x(event.at) && x <= on.x(event.end);
        if ((here || in) && ++found <= mostInTip)
            lines << models::moment(event.at) + QStringLiteral("  ") + event.text;
    }
    if (found > mostInTip)
        lines << tr("and %n more", nullptr, static_cast<int>(found - mostInTip));
    return lines.join(QLatin1Char('\n'));
}

bool TimeSlider::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

// Thousands of marks may lie in one place; one of each shape a few pixels apart is all that can be seen.
void TimeSlider::paintMarks(QPainter &painter, const TimeScale &on) const
{
    if (m_past == nullptr)
        return;
    const int left = line().left();
    for (const PastEvent &event : m_past->events())
        if (event.kind == PastEvent::Kind::Gap) {
            const double begin = left + on.x(event.at), end = left + on.x(event.end == 0 ? now() : event.end);
            painter.fillRect(QRectF(begin, lineY - 5, std::max(3.0, end - begin), 10), QBrush(theme::colors().unknown, Qt::BDiagPattern));
        }
    std::vector<const PastEvent *> shown(static_cast<std::size_t>(line().width() / 4 + 2) * 3, nullptr);
    for (const PastEvent &event : m_past->events()) {
        if (event.kind == PastEvent::Kind::Gap || event.at < on.from())
            continue;
        const auto column = static_cast<std::size_t>(on.x(event.at) / 4) * 3 + static_cast<std::size_t>(event.kind);
        if (column < shown.size() && (shown[column] == nullptr || shown[column]->weight <= event.weight))
            shown[column] = &event;
    }
    for (const PastEvent *event : shown)
        if (event != nullptr)
            paintShape(painter, *event, left + on.x(event->at));
}

void TimeSlider::paintHandle(QPainter &painter, const TimeScale &on) const
{
    const theme::Colors &c = theme::colors();
    const double x = m_moment == 0 ? line().right() : line().left() + on.x(m_moment);
    painter.setPen(QPen(c.accent, 1.5));
    painter.drawLine(QPointF(x, 3), QPointF(x, lineY + 6));
    painter.setBrush(m_moment == 0 ? c.side : c.accent);
    painter.drawEllipse(QPointF(x, lineY), 6, 6);
}

void TimeSlider::paintEvent(QPaintEvent *)
{
    const theme::Colors &c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect box = line();
    const TimeScale on = scale();
    painter.setPen(QPen(c.border, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(box.left(), lineY, box.right(), lineY);
    const double known = m_past != nullptr && m_past->begin() > 0 ? on.x(m_past->begin()) : box.width();
    painter.setPen(QPen(c.dim, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(box.left() + known, lineY), QPointF(m_moment == 0 ? box.right() : box.left() + on.x(m_moment), lineY));
    const QFontMetrics fm = fontMetrics();
    for (const TimeScale::Tick &tick : on.ticks(fm.horizontalAdvance(QStringLiteral("0000 days")) + 8)) {
        const double x = box.left() + tick.x;
        painter.setPen(QPen(c.border, 1));
        painter.drawLine(QPointF(x, lineY + 3), QPointF(x, lineY + 7));
        painter.setPen(c.dim);
        painter.drawText(QRectF(x - 40, lineY + 7, 80, fm.height()), Qt::AlignCenter, tick.text);
    }
    painter.setPen(c.dim);
    painter.drawText(QRect(box.right() - 60, lineY + 7, 60 + sides, fm.height()), Qt::AlignRight | Qt::AlignVCenter, tr("now"));
    paintMarks(painter, on);
    if (m_hover >= box.left() && m_hover <= box.right()) {
        painter.setPen(QPen(c.faint, 1));
        painter.drawLine(m_hover, 3, m_hover, lineY + 6);
    }
    paintHandle(painter, on);
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

} // namespace shell
