// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/sparkline.h"

#include "app/charts/palette.h"
#include "app/charts/scale.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QPainter>
#include <algorithm>

namespace charts {

void paintSparkline(QPainter &painter, const QRectF &box, const std::vector<Bucket> &buckets, const QColor &colour, double top)
{
    if (buckets.size() < 2)
        return;
    for (const Bucket &b : buckets)
        if (b.known())
            top = std::max(top, static_cast<double>(b.mean));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QPen pen(colour, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    const double step = box.width() / static_cast<double>(buckets.size() - 1);
    QPolygonF points;
    for (std::size_t i = 0; i <= buckets.size(); ++i) {
        if (i < buckets.size() && buckets[i].known()) {
            points << QPointF(box.left() + step * static_cast<double>(i), box.bottom() - (top > 0 ? static_cast<double>(buckets[i].mean) / top : 0) * (box.height() - 1));
            continue;
        }
        painter.drawPolyline(points);
        points.clear();
    }
    painter.restore();
}

Sparkline::Sparkline(TimeAxis &axis, Unit unit, QWidget *parent)
    : Chart(axis, parent)
    , m_unit(unit)
{
    setFocusPolicy(Qt::NoFocus);
}

void Sparkline::paintPicture(QPainter &painter)
{
    const QRectF box = QRectF(rect()).adjusted(1, 2, -1, -2);
    painter.setPen(shell::theme::colors().hairline);
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    for (std::size_t i = 0; i < answer().lines.size(); ++i)
        paintSparkline(painter, box, answer().lines[i].buckets, lineColour(static_cast<int>(i)));
}

Sheet Sparkline::sheet(bool exact) const
{
    Sheet sheet;
    sheet.head << tr("Time");
    for (const Line &line : answer().lines)
        sheet.head << line.name;
    for (int i = 0; i < answer().count; ++i) {
        const Ms at = answer().begin + answer().step * i;
        QStringList row{exact ? QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs) : timeText(at, answer().step)};
        for (const Line &line : answer().lines)
            row << valueText(static_cast<double>(line.buckets[static_cast<std::size_t>(i)].mean), m_unit);
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

QString Sparkline::summary() const
{
    if (answer().lines.empty() || answer().count == 0)
        return whyEmpty(answer());
    return valueText(static_cast<double>(answer().lines.front().buckets.back().mean), m_unit);
}

} // namespace charts
