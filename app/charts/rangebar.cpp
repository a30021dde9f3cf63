// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/rangebar.h"

#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>

namespace charts {

namespace {

constexpr Ms aMinute = 60'000, anHour = 60 * aMinute, oneDay = 24 * anHour;
constexpr Ms offeredSpans[]{aMinute, 5 * aMinute, 10 * aMinute, 30 * aMinute, anHour, 3 * anHour, 6 * anHour, 12 * anHour, oneDay, 2 * oneDay, 7 * oneDay, 28 * oneDay, 91 * oneDay, 364 * oneDay};

} // namespace

RangeBar::RangeBar(TimeAxis &axis, QWidget *parent)
    : QWidget(parent)
    , m_axis(axis)
    , m_row(new QHBoxLayout(this))
    , m_span(shell::button(QStringLiteral("range.span"), {}, QStringLiteral("clock")))
    , m_now(shell::button(QStringLiteral("range.now"), tr("Now")))
    , m_compare(shell::button(QStringLiteral("range.compare"), tr("Day before"), {}, QStringLiteral("quiet")))
    , m_out(shell::button(QStringLiteral("range.out"), QStringLiteral("−"), {}, QStringLiteral("quiet")))
    , m_in(shell::button(QStringLiteral("range.in"), QStringLiteral("+"), {}, QStringLiteral("quiet")))
    , m_text(shell::dimLabel())
{
    setObjectName(QStringLiteral("range"));
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
    m_text->setWordWrap(false);
    for (QWidget *part : std::initializer_list<QWidget *>{m_span, m_out, m_in, m_now, m_text})
        m_row->addWidget(part);
    m_row->addStretch(1);
    m_row->addWidget(m_compare);
    auto *menu = new QMenu(m_span);
    m_span->setMenu(menu);
    m_span->setToolTip(tr("How much time the charts show. Ctrl and the wheel zoom, dragging chooses a part, a double click goes back."));
    m_now->setToolTip(tr("Follow the time again (End)"));
    m_out->setToolTip(tr("More time (-)"));
    m_in->setToolTip(tr("Less time (+)"));
    m_out->setAccessibleName(tr("More time"));
    m_in->setAccessibleName(tr("Less time"));
    m_compare->setCheckable(true);
    m_compare->setToolTip(tr("Draw the same time of the day before as a dashed line"));
    for (const Ms span : offeredSpans)
        menu->addAction(tr("Last %1").arg(spanText(span)), this, [this, span] { m_axis.setSpan(span); });
    menu->addAction(tr("All that is known"), this, [this] {
        if (m_source)
            m_axis.showAll(m_source->known());
    });
    connect(m_now, &QPushButton::clicked, &axis, &TimeAxis::toNow);
    connect(m_out, &QPushButton::clicked, this, [this] { m_axis.zoom(2, m_axis.range().from + m_axis.range().span() / 2); });
    connect(m_in, &QPushButton::clicked, this, [this] { m_axis.zoom(0.5, m_axis.range().from + m_axis.range().span() / 2); });
    connect(m_compare, &QPushButton::toggled, &axis, &TimeAxis::setCompare);
    connect(&axis, &TimeAxis::rangeChanged, this, &RangeBar::refresh);
    connect(&axis, &TimeAxis::looksChanged, this, &RangeBar::refresh);
    refresh();
}

void RangeBar::setSource(Source *source) { m_source = source; }

void RangeBar::refresh()
{
    const Range range = m_axis.range();
    const bool offered = std::find(std::begin(offeredSpans), std::end(offeredSpans), range.span()) != std::end(offeredSpans);
    const Ms step = range.span() < anHour ? 1000 : range.span() > 60 * oneDay ? oneDay : aMinute;
    m_span->setText(m_axis.live() && offered ? tr("Last %1").arg(spanText(range.span())) : tr("Own range"));
    const bool past = m_axis.end().has_value();
    m_text->setText(m_axis.live() && offered && !past ? QString()
                                                      : tr("%1 to %2").arg(timeText(range.from, step), m_axis.live() && !past ? tr("now") : timeText(range.to, step)));
    m_now->setVisible(!m_axis.live());
    m_compare->setChecked(m_axis.compare());
}

} // namespace charts
