// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/marks.h"

#include "app/charts/timeaxis.h"
#include "app/shell/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>
#include <algorithm>
#include <map>

namespace charts {

namespace {

constexpr int apart = 5, nearBy = 5;      ///< pixels
constexpr std::size_t mostLines = 24, mostTexts = 5;

double xOf(Ms at, const QRect &box, const Range &range)
{
    return box.left() + static_cast<double>(at - range.from) / static_cast<double>(std::max<Ms>(1, range.span())) * box.width();
}

} // namespace

void paintMarks(QPainter &painter, const QRect &box, const Range &range, const std::vector<Mark> &marks)
{
    const shell::theme::Colors &c = shell::theme::colors();
    std::map<int, const Mark *> columns;
    for (const Mark &mark : marks) {
        if (!range.contains(mark.at))
            continue;
        const Mark *&worst = columns[static_cast<int>(xOf(mark.at, box, range)) / apart];
        if (worst == nullptr || worst->weight < mark.weight)
            worst = &mark;
    }
    for (const auto &[column, mark] : columns) {
        const double px = xOf(mark->at, box, range);
        const QColor ink = mark->weight >= 2 ? c.error : mark->weight == 1 ? c.warning : c.working;
        if (columns.size() <= mostLines) {
            painter.setPen(QPen(ink, 1, Qt::DotLine));
            painter.drawLine(QPointF(px, box.top()), QPointF(px, box.bottom()));
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPolygon(QPolygonF({{px - 4, double(box.bottom()) + 6}, {px + 4, double(box.bottom()) + 6}, {px, double(box.bottom())}}));
    }
}

std::vector<const Mark *> marksNear(int x, const QRect &box, const Range &range, const std::vector<Mark> &marks)
{
    std::vector<const Mark *> all;
    for (const Mark &mark : marks)
        if (range.contains(mark.at) && std::abs(xOf(mark.at, box, range) - x) <= nearBy)
            all.push_back(&mark);
    std::stable_sort(all.begin(), all.end(), [](const Mark *a, const Mark *b) { return a->weight > b->weight; });
    return all;
}

QStringList markTexts(const std::vector<const Mark *> &marks)
{
    QStringList texts;
    for (std::size_t i = 0; i < marks.size() && i < mostTexts; ++i)
        texts << timeText(marks[i]->at, 1000) + QStringLiteral("  ") + marks[i]->text;
    if (marks.size() > mostTexts)
        texts << QCoreApplication::translate("charts::TimeChart", "and %n more", nullptr, static_cast<int>(marks.size() - mostTexts));
    return texts;
}

} // namespace charts
