// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/banner.h"

#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace shell {

namespace {
constexpr int stripe = 3;
}

Banner::Banner(QWidget *parent)
    : QWidget(parent)
    , m_row(new QWidget)
    , m_text(new QLabel)
    , m_button(button(QStringLiteral("banner.action"), {}))
{
    setObjectName(QStringLiteral("banner"));
    m_text->setObjectName(QStringLiteral("banner.text"));
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(46, 5, 24, 5);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, stripe, 0, 0);
    column->addWidget(m_row);
    connect(m_button, &QPushButton::clicked, this, [this] {
        Cluster &cluster = m_desk->cluster();
        cluster.unlockedUntil() > 0 ? cluster.lock() : cluster.unlock();
    });
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &Banner::refresh);
    setDesk(nullptr);
}

void Banner::setDesk(Desk *desk)
{
    m_desk = desk;
    setVisible(desk != nullptr);
    refresh();
}

void Banner::refresh()
{
    m_clock.stop();
    if (m_desk == nullptr)
        return;
    const Cluster &cluster = m_desk->cluster();
    const QStringList viewOnly = cluster.production() && cluster.unlockedUntil() == 0 ? QStringList() : cluster.viewOnly();
    m_row->setVisible(cluster.production() || !viewOnly.isEmpty());
    m_button->setVisible(cluster.production());
    if (!viewOnly.isEmpty() && !cluster.whyLocked().isEmpty())
        m_text->setText(cluster.whyLocked() + QLatin1Char('.'));
    else if (!viewOnly.isEmpty())
        m_text->setText(tr("You may look only on %1.").arg(viewOnly.mid(0, 5).join(QStringLiteral(", ")) + (viewOnly.size() > 5 ? QStringLiteral(" …") : QString())));
    else if (cluster.production())
        showProduction();
    update();
}

void Banner::showProduction()
{
    const qint64 left = m_desk->cluster().unlockedUntil() - QDateTime::currentMSecsSinceEpoch();
    if (left <= 0) {
        m_text->setText(tr("Production cluster, read-only. What you do here changes what people work on."));
        m_button->setText(tr("Unlock for 15 min"));
        return;
    }
    const qint64 seconds = (left + 999) / 1000;
    m_text->setText(tr("Production cluster, unlocked for another %1. It locks itself then.")
                        .arg(QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'))));
    m_button->setText(tr("Lock now"));
    m_clock.start();
}

void Banner::paintEvent(QPaintEvent *)
{
    if (m_desk == nullptr)
        return;
    const Cluster &cluster = m_desk->cluster();
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), stripe), theme::mark(cluster.colour()));
    if (!m_row->isVisible())
        return;
    const models::Tone tone = !cluster.production() ? models::Tone::Unknown : cluster.unlockedUntil() > 0 ? models::Tone::Error : models::Tone::Warning;
    QColor tint = theme::color(tone);
    tint.setAlphaF(theme::colors().dark ? 0.16f : 0.10f);
    painter.fillRect(rect().adjusted(0, stripe, 0, 0), tint);
    theme::paintTone(painter, QRectF(24, m_row->geometry().center().y() - 6, 13, 13), tone);
}

} // namespace shell
