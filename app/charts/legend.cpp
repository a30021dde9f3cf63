// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/frame.h"
#include "app/shell/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace charts {

namespace {

constexpr int legendSwatch = 14, legendGap = 14, longestLegend = 220, mostLegendLines = 2;

} // namespace

Legend::Legend(Chart &chart, QWidget *parent)
    : QWidget(parent)
    , m_chart(chart)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
    refresh();
}

void Legend::refresh()
{
    std::vector<LegendItem> items = m_chart.legend();
    const auto same = [](const LegendItem &a, const LegendItem &b) { return a.key == b.key && a.name == b.name && a.colour == b.colour && a.shown == b.shown; };
    if (items.size() == m_items.size() && std::equal(items.begin(), items.end(), m_items.begin(), same))
        return;
    const bool other = items.size() != m_items.size();
    m_items = std::move(items);
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_items.size()) - 1));
    setFocusPolicy(m_items.size() > 1 ? Qt::StrongFocus : Qt::NoFocus);
    setVisible(m_items.size() > 1);
    QStringList names;
    for (const LegendItem &item : m_items)
        names << (item.shown ? item.name : tr("%1, hidden").arg(item.name));
    setAccessibleDescription(names.join(QStringLiteral(", ")));
    if (other)
        updateGeometry();
    update();
}

std::vector<QRect> Legend::boxes(int width) const
{
    const QFontMetrics fm = fontMetrics();
    std::vector<QRect> all;
    int x = 0, line = 0;
    const int height = fm.height() + 4;
    for (const LegendItem &item : m_items) {
        const int wide = legendSwatch + std::min(longestLegend, fm.horizontalAdvance(item.name)) + 2;
        if (x > 0 && x + wide > width) {
            x = 0;
            ++line;
        }
        if (line >= mostLegendLines)
            break;
        all.emplace_back(x, line * height, std::min(wide, width), height);
        x += wide + legendGap;
    }
    return all;
}

int Legend::heightForWidth(int width) const
{
    const std::vector<QRect> all = boxes(width);
    return all.empty() ? 0 : all.back().bottom() + 1;
}

QSize Legend::sizeHint() const { return {200, std::max(1, heightForWidth(std::max(width(), 200)))}; }

void Legend::paintEvent(QPaintEvent *)
{
    const shell::theme::Colors &c = shell::theme::colors();
    QPainter painter(this);
    const QFontMetrics fm = fontMetrics();
    const std::vector<QRect> all = boxes(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRect &box = all[i];
        const LegendItem &item = m_items[i];
        const QRectF swatch(box.left(), box.center().y() - 3.5, 8, 8);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(item.colour, 1));
        painter.setBrush(item.shown ? QBrush(item.colour) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        painter.setPen(item.shown ? c.dim : c.faint);
        painter.drawText(box.adjusted(legendSwatch, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, fm.elidedText(item.name, Qt::ElideMiddle, box.width() - legendSwatch + 1));
        if (hasFocus() && static_cast<int>(i) == m_current) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(c.accent, 1));
            painter.drawRect(QRectF(box).adjusted(-2.5, 0.5, 2.5, -0.5));
        }
    }
    if (all.size() < m_items.size() && !all.empty()) {
        painter.setPen(c.dim);
        painter.drawText(QRect(0, all.back().top(), width(), all.back().height()), Qt::AlignRight | Qt::AlignVCenter, tr("+%1").arg(m_items.size() - all.size()));
    }
}

int Legend::at(const QPoint &point) const
{
    const std::vector<QRect> all = boxes(width());
    const auto found = std::find_if(all.begin(), all.end(), [&](const QRect &box) { return box.contains(point); });
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

void Legend::mousePressEvent(QMouseEvent *event)
{
    const int item = at(event->pos());
    if (item < 0)
        return;
    m_current = item;
    m_chart.toggle(m_items[static_cast<std::size_t>(item)].key);
}

void Legend::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int item = at(event->pos());
    if (item < 0)
        return;
    const std::string key = m_items[static_cast<std::size_t>(item)].key;
    m_chart.toggle(key); // the first click of the two took it away
    m_chart.isolate(key);
}

void Legend::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_items.size()) - 1;
    if (last < 0)
        return QWidget::keyPressEvent(event);
    const std::string key = m_items[static_cast<std::size_t>(m_current)].key;
    switch (event->key()) {
    case Qt::Key_Left: m_current = std::max(0, m_current - 1); break;
    case Qt::Key_Right: m_current = std::min(last, m_current + 1); break;
    case Qt::Key_Space: m_chart.toggle(key); break;
    case Qt::Key_Return: m_chart.isolate(key); break;
    default: return QWidget::keyPressEvent(event);
    }
    update();
}

bool Legend::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int item = at(help->pos());
        QToolTip::showText(help->globalPos(), item < 0 ? QString() : m_items[static_cast<std::size_t>(item)].name, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace charts
