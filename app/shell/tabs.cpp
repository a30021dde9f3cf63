// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/tabs.h"

#include "app/shell/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace shell {

Tabs::Tabs(const QString &objectName, QWidget *parent)
    : QTabBar(parent)
{
    setObjectName(objectName);
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(false);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Tabs::tabSizeHint(int index) const
{
    return {QFontMetrics(theme::strong()).horizontalAdvance(tabText(index)) + 24, fontMetrics().height() + 14};
}

void Tabs::paintEvent(QPaintEvent *)
{
    const theme::Colors &c = theme::colors();
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), c.hairline);
    for (int i = 0; i < count(); ++i) {
        const QRect box = tabRect(i);
        const bool current = i == currentIndex();
        painter.setFont(current ? theme::strong() : font());
        painter.setPen(current || i == m_hot ? c.text : c.dim);
        painter.drawText(box.adjusted(0, 0, 0, -2), Qt::AlignCenter, tabText(i));
        if (current)
            painter.fillRect(QRect(box.left() + 8, height() - 2, box.width() - 16, 2), c.accent);
        if (current && hasFocus()) {
            painter.setPen(QPen(c.accent, 1));
            painter.drawRect(box.adjusted(2, 2, -3, -5));
        }
    }
}

void Tabs::enterEvent(QEnterEvent *event)
{
    m_hot = tabAt(event->position().toPoint());
    update();
}

void Tabs::leaveEvent(QEvent *)
{
    m_hot = -1;
    update();
}

void Tabs::mouseMoveEvent(QMouseEvent *event)
{
    m_hot = tabAt(event->pos());
    update();
    QTabBar::mouseMoveEvent(event);
}

} // namespace shell
