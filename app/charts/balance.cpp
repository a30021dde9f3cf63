// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/bars.h"
#include "app/charts/palette.h"
#include "app/charts/label.h"
#include "app/charts/scale.h"
#include "app/charts/tip.h"
#include "app/shell/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace charts {

Balance::Balance(TimeAxis &axis, QWidget *parent)
    : Chart(axis, parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Balance::setBars(std::vector<Bar> bars, const QString &why)
{
    m_all = std::move(bars);
    m_why = why;
    choose();
}

void Balance::setLeast(double share)
{
    m_least = share;
    choose();
}

void Balance::choose()
{
    m_shown = m_all;
    std::erase_if(m_shown, [this](const Bar &b) { return b.total <= 0 || b.used / b.total < m_least; });
    setAccessibleDescription(summary());
    repaintPicture();
    emit answered();
}

QRect Balance::plot() const
{
    const QFontMetrics fm = fontMetrics();
    return rect().adjusted(fm.horizontalAdvance(QStringLiteral("000 MiB/s")) + 12, fm.height() / 2 + 1, -10, -fm.height() - 7);
}

void Balance::paintPicture(QPainter &painter)
{
    const shell::theme::Colors &c = shell::theme::colors();
    const QRect box = plot();
    const QFontMetrics fm = fontMetrics();
    const auto y = [&](double share) { return box.bottom() - static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (box.height() - 1))); };
    for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        painter.setPen(c.hairline);
        painter.drawLine(box.left(), y(tick), box.right(), y(tick));
        painter.setPen(c.dim);
        paintLabel(painter, QRect(0, y(tick) - fm.height() / 2, box.left() - 6, fm.height()), Qt::AlignRight | Qt::AlignVCenter, tick == 0 ? QStringLiteral("0") : valueText(tick, Unit::Share));
    }
    if (m_shown.empty())
        return paintWhy(painter, box, !m_why.isEmpty() ? m_why : m_all.empty() ? tr("There is no OST whose size is known.") : tr("None is so full."));
    const int count = static_cast<int>(m_shown.size());
    double used = 0, total = 0;
    QString longest;
    for (const Bar &bar : m_shown) {
        used += bar.used;
        total += bar.total;
        longest = shortName(bar.name).size() > longest.size() ? shortName(bar.name) : longest;
    }
    const int room = std::min(fm.horizontalAdvance(longest) + 10, 160), each = std::max(1, (room * count + box.width() - 1) / std::max(1, box.width()));
    for (int i = 0; i < count; ++i) {
        const Bar &bar = m_shown[static_cast<std::size_t>(i)];
        const int left = box.left() + box.width() * i / count, next = box.left() + box.width() * (i + 1) / count;
        const int gap = next - left > 4 ? std::max(1, (next - left) / 6) : 0, width = std::clamp(next - left - 2 * gap, 1, 60);
        const int x = (left + next - width) / 2;
        const double share = bar.used / bar.total;
        painter.fillRect(QRect(x, box.top(), width, box.height()), c.hairline);
        painter.fillRect(QRect(x, y(share), width, box.bottom() - y(share) + 1), fullColour(share));
        painter.setPen(c.dim);
        if (i % each == 0)
            paintLabel(painter, QRect((left + next) / 2 - room / 2, box.bottom() + 4, room, fm.height()), Qt::AlignCenter, fm.elidedText(shortName(bar.name), Qt::ElideLeft, room));
    }
    painter.setPen(QPen(c.text, 1, Qt::DotLine));
    painter.drawLine(box.left(), y(used / total), box.right(), y(used / total));
}

int Balance::barAt(const QPoint &at) const
{
    const QRect box = plot();
    if (m_shown.empty() || !box.contains(at))
        return -1;
    return std::clamp((at.x() - box.left()) * static_cast<int>(m_shown.size()) / std::max(1, box.width()), 0, static_cast<int>(m_shown.size()) - 1);
}

void Balance::mouseMoveEvent(QMouseEvent *event)
{
    const int at = barAt(event->pos());
    if (at < 0)
        return Tip::hide(this);
    const Bar &bar = m_shown[static_cast<std::size_t>(at)];
    double used = 0, total = 0;
    for (const Bar &b : m_shown) {
        used += b.used;
        total += b.total;
    }
    TipText text{bar.name};
    text.rows = {{fullColour(bar.used / bar.total), tr("Used"), tr("%1 of %2, %3").arg(valueText(bar.used, Unit::Bytes), valueText(bar.total, Unit::Bytes), valueText(bar.used / bar.total, Unit::Share))},
        {shell::theme::colors().hairline, tr("Free"), valueText(bar.total - bar.used, Unit::Bytes)}};
    text.notes << tr("Mean of those shown: %1").arg(valueText(used / total, Unit::Share));
    Tip::show(this, event->pos(), text);
}

void Balance::mouseReleaseEvent(QMouseEvent *event)
{
    const int at = barAt(event->pos());
    if (event->button() == Qt::LeftButton && at >= 0)
        emit chosen(m_shown[static_cast<std::size_t>(at)].place, axis().range());
}

void Balance::leaveEvent(QEvent *) { Tip::hide(this); }

Sheet Balance::sheet(bool exact) const
{
    Sheet sheet;
    sheet.head << tr("Target") << tr("Used") << tr("Free") << tr("Share");
    for (const Bar &bar : m_shown)
        sheet.rows.push_back(exact ? QStringList{bar.name, QString::number(bar.used, 'f', 0), QString::number(bar.total - bar.used, 'f', 0), QString::number(bar.used / bar.total, 'g', 6)}
                                   : QStringList{bar.name, valueText(bar.used, Unit::Bytes), valueText(bar.total - bar.used, Unit::Bytes), valueText(bar.used / bar.total, Unit::Share)});
    return sheet;
}

QString Balance::summary() const
{
    if (m_shown.empty())
        return m_why;
    const auto fuller = [](const Bar &a, const Bar &b) { return a.used / a.total < b.used / b.total; };
    const auto [least, most] = std::minmax_element(m_shown.begin(), m_shown.end(), fuller);
    return tr("%1: %2 used is the most, %3: %4 the least").arg(most->name, valueText(most->used / most->total, Unit::Share), least->name, valueText(least->used / least->total, Unit::Share));
}

} // namespace charts
