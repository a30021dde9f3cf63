// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart.h"

#include "app/shell/theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

namespace charts {

namespace {

constexpr Ms aDay = 86'400'000;

Ms floorTo(Ms at, Ms step) { return at / step * step - (at % step < 0 ? step : 0); }

} // namespace

Chart::Chart(TimeAxis &axis, QWidget *parent)
    : QWidget(parent)
    , m_axis(axis)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent); // the picture covers all of it
    connect(&axis, &TimeAxis::rangeChanged, this, &Chart::rangeMoved);
    connect(&axis, &TimeAxis::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::looksChanged, this, &Chart::repaintPicture);
}

void Chart::setSource(Source *source)
{
    if (m_source == source)
        return;
    m_source = source;
    ++m_serial;
    m_asking = false;
    m_stale = true;
    update();
}

void Chart::setTerms(std::vector<Term> terms)
{
    m_terms = std::move(terms);
    ++m_serial;
    m_asking = false;
    m_stale = true;
    m_answer = {};
    m_before = {};
    answerTaken();
    repaintPicture();
}

void Chart::setAnswer(Answer answer)
{
    m_stale = false;
    take(std::move(answer));
}

Question Chart::question(const Range &range) const
{
    const Ms interval = m_source ? m_source->interval() : 1000;
    const int room = std::max(1, points());
    if (room == 1)
        return {range, 1, m_terms};
    const Ms step = roundStep(std::max(interval, (range.span() + room - 1) / room));
    const Ms from = floorTo(range.from, step), to = floorTo(range.to + step - 1, step);
    return {{from, to}, static_cast<int>((to - from) / step), m_terms};
}

void Chart::rangeMoved()
{
    m_stale = true;
    if (m_axis.live() && m_paintedLive && !m_outdated) // the old picture stays until the answer: one painting, not two
        return update();
    repaintPicture();
}

void Chart::askSoon()
{
    if (!m_stale || m_asking || !m_source)
        return;
    m_asking = true;
    QTimer::singleShot(0, this, [this, serial = m_serial] {
        if (serial == m_serial)
            ask();
    });
}

void Chart::ask()
{
    m_stale = false;
    m_asking = true;
    if (!m_source || m_terms.empty()) {
        m_asking = false;
        return;
    }
    m_source->ask(question(m_axis.range()), this, [this, serial = m_serial](Answer answer) {
        if (serial != m_serial)
            return;
        m_asking = false;
        if (m_axis.compare() && compares()) {
            m_answer = std::move(answer);
            return askBefore();
        }
        m_before = {};
        take(std::move(answer));
    });
}

void Chart::askBefore()
{
    if (!m_source)
        return;
    m_asking = true;
    const Range range = m_axis.range();
    m_source->ask(question({range.from - aDay, range.to - aDay}), this, [this, serial = m_serial](Answer answer) {
        if (serial != m_serial)
            return;
        m_asking = false;
        m_before = std::move(answer);
        m_before.begin += aDay;
        take(std::move(m_answer));
    });
}

void Chart::take(Answer answer)
{
    m_answer = std::move(answer);
    for (Answer *each : {&m_answer, &m_before})
        for (Line &line : each->lines)
            line.buckets.resize(static_cast<std::size_t>(std::max(0, each->count)));
    answerTaken();
    setAccessibleDescription(summary());
    repaintPicture();
    emit answered();
}

void Chart::repaintPicture()
{
    m_outdated = true; // its memory is painted over: a new picture each time costs more than what is on it
    update();
}

void Chart::paintEvent(QPaintEvent *)
{
    askSoon();
    const qreal ratio = devicePixelRatioF();
    if (m_picture.isNull() || m_picture.size() != size() * ratio) {
        m_picture = QImage(size() * ratio, QImage::Format_RGB32); // opaque: copied to the window, not blended
        m_picture.setDevicePixelRatio(ratio);
        m_outdated = true;
    }
    if (std::exchange(m_outdated, false)) {
        const QRect ground = this->ground();
        if (!ground.isEmpty())
            paintGround(m_picture);
        QPainter painter(&m_picture);
        for (const QRect &around : QRegion(rect()) - ground)
            painter.fillRect(around, shell::theme::colors().page);
        painter.setFont(font());
        paintPicture(painter);
        m_paintedLive = m_axis.live();
    }
    QPainter painter(this);
    painter.drawImage(0, 0, m_picture);
    paintOver(painter);
    if (hasFocus()) {
        painter.setPen(QPen(shell::theme::colors().accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Chart::paintWhy(QPainter &painter, const QRect &rect, const QString &why) const
{
    const QRect room = rect.adjusted(12, 4, -12, -4);
    const int flags = int(Qt::AlignCenter) | Qt::TextWordWrap;
    painter.fillRect(painter.boundingRect(room, flags, why).adjusted(-6, -2, 6, 2), shell::theme::colors().page); // not across the grid
    painter.setPen(shell::theme::colors().dim);
    painter.drawText(room, flags, why);
}

void Chart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_stale = m_stale || event->oldSize().width() != width();
    repaintPicture();
}

void Chart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        answerTaken();
        repaintPicture();
        emit legendChanged();
    }
}

void Chart::keyPressEvent(QKeyEvent *event)
{
    if (!m_axis.key(*event))
        QWidget::keyPressEvent(event);
}

void Chart::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Chart::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

QString whyEmpty(const Answer &answer)
{
    if (!answer.nothing.isEmpty())
        return answer.nothing;
    const auto known = [](const Line &line) { return std::any_of(line.buckets.begin(), line.buckets.end(), [](const Bucket &b) { return b.known(); }); };
    if (std::any_of(answer.lines.begin(), answer.lines.end(), known))
        return {};
    if (!answer.gaps.empty())
        return answer.gaps.front().why;
    return QCoreApplication::translate("charts::Chart", "Nothing was measured in this time.");
}

} // namespace charts
