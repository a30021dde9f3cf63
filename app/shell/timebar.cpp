// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/timebar.h"

#include "app/models/words.h"
#include "app/shell/lens.h"
#include "app/shell/theme.h"
#include "app/shell/timeslider.h"
#include "app/shell/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>

namespace shell {

TimeBar::TimeBar(QWidget *parent)
    : QWidget(parent)
    , m_slider(new TimeSlider)
    , m_before(button(QStringLiteral("timeline.before"), {}, QStringLiteral("arrow-left"), QStringLiteral("quiet")))
    , m_after(button(QStringLiteral("timeline.after"), {}, QStringLiteral("arrow-right"), QStringLiteral("quiet")))
    , m_now(button(QStringLiteral("timeline.now"), tr("Now")))
    , m_moment(label({}, theme::strong()))
    , m_notice(new Notice(QStringLiteral("past")))
{
    setObjectName(QStringLiteral("timeline"));
    m_moment->setObjectName(QStringLiteral("timeline.moment"));
    m_notice->setClosable(false);
    m_before->setToolTip(tr("To the change before (Left)"));
    m_after->setToolTip(tr("To the next change (Right)"));
    m_now->setToolTip(tr("Return to now (Escape)"));
    for (QPushButton *b : {m_before, m_after}) {
        b->setAccessibleName(b->toolTip());
        b->setFixedWidth(30);
    }
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(6);
    row->addWidget(m_before);
    row->addWidget(m_slider, 1);
    row->addWidget(m_after);
    row->addWidget(m_moment);
    row->addWidget(m_now);
    connect(m_slider, &TimeSlider::moved, this, [this](std::int64_t at) {
        if (m_lens)
            m_lens->look(at);
    });
    connect(m_before, &QPushButton::clicked, this, [this] { m_slider->step(false); });
    connect(m_after, &QPushButton::clicked, this, [this] { m_slider->step(true); });
    connect(m_now, &QPushButton::clicked, this, &TimeBar::toNow);
    connect(m_notice, &Notice::triggered, this, &TimeBar::toNow);
    m_clock.setInterval(10'000);
    connect(&m_clock, &QTimer::timeout, m_slider, qOverload<>(&QWidget::update));
    setLens(nullptr);
}

void TimeBar::setLens(Lens *lens)
{
    if (m_lens)
        disconnect(m_lens, nullptr, this, nullptr);
    if (m_past)
        disconnect(m_past, nullptr, this, nullptr);
    m_lens = lens;
    PastSide *past = lens == nullptr ? nullptr : lens->past();
    m_past = past;
    m_slider->setPast(past);
    setVisible(past != nullptr);
    past != nullptr ? m_clock.start() : m_clock.stop();
    if (lens != nullptr)
        connect(lens, &Cluster::momentChanged, this, &TimeBar::refresh);
    if (past != nullptr)
        connect(past, &PastSide::changed, this, &TimeBar::refresh);
    refresh();
}

bool TimeBar::inPast() const { return m_lens && m_lens->moment() != 0; }

void TimeBar::toNow()
{
    if (m_lens)
        m_lens->look(0);
}

void TimeBar::refresh()
{
    const std::int64_t at = m_lens ? m_lens->moment() : 0;
    m_slider->setMoment(at);
    m_moment->setText(at == 0 ? QString() : models::moment(at));
    m_moment->setVisible(at != 0);
    m_now->setVisible(at != 0);
    m_before->setEnabled(m_slider->before().has_value());
    m_after->setEnabled(at != 0);
    showNotice();
}

void TimeBar::showNotice()
{
    if (!inPast())
        return m_notice->clear();
    const std::int64_t at = m_lens->moment();
    QString more = tr("Tables, charts and alerts show what was known then. Nothing can be changed in the past.");
    if (const auto &past = m_lens->shown(); past && past->blindFrom != 0)
        more = past->blindTo != 0 ? tr("No program followed this cluster from %1 to %2: tables show what was known at %1. Charts have what the agents kept meanwhile.").arg(models::moment(past->blindFrom), models::moment(past->blindTo))
                                  : tr("No program has followed this cluster since %1: tables show what was known then.").arg(models::moment(past->blindFrom));
    m_notice->show(models::Tone::Unknown, tr("Past: you are looking at %1, %2 ago").arg(models::moment(at), models::duration(QDateTime::currentMSecsSinceEpoch() - at)), more, tr("Return to now"));
}

void TimeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const theme::Colors &c = theme::colors();
    painter.fillRect(rect(), c.side);
    painter.fillRect(QRect(0, 0, width(), 1), inPast() ? c.accent : c.hairline);
}

} // namespace shell
