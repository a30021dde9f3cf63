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
#include <map>

namespace charts {

Histogram::Histogram(TimeAxis &axis, Unit labels, Unit values, QWidget *parent)
    : Chart(axis, parent)
    , m_labels(labels)
    , m_values(values)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QRect Histogram::plot() const
{
    const QFontMetrics fm = fontMetrics();
    return rect().adjusted(fm.horizontalAdvance(QStringLiteral("000 MiB/s")) + 12, fm.height() / 2 + 1, -10, -fm.height() - 7);
}

QColor Histogram::colourOf(std::size_t term) const
{
    const int wanted = term < terms().size() ? terms()[term].colour : -1;
    return lineColour(wanted >= 0 ? wanted : static_cast<int>(term));
}

void Histogram::answerTaken()
{
    std::map<double, Group> groups;
    const std::size_t bars = std::max<std::size_t>(terms().size(), 1);
    for (const Line &line : answer().lines) {
        bool isNumber = false;
        const double size = line.name.toDouble(&isNumber);
        const std::size_t term = static_cast<std::size_t>(line.term);
        if (!isNumber || line.buckets.empty() || !line.buckets.front().known() || term >= bars)
            continue;
        Group &group = groups[size];
        group.size = size;
        group.values.resize(bars, 0);
        group.values[term] += static_cast<double>(line.buckets.front().mean);
    }
    m_groups.clear();
    for (auto &[size, group] : groups)
        m_groups.push_back(std::move(group));
    const auto idle = [](const Group &g) { return std::all_of(g.values.begin(), g.values.end(), [](double v) { return v <= 0; }); };
    while (m_groups.size() > 1 && idle(m_groups.back()))
        m_groups.pop_back();
    while (m_groups.size() > 1 && idle(m_groups.front()))
        m_groups.erase(m_groups.begin());
    emit legendChanged();
}

QStringList Histogram::groups() const
{
    QStringList names;
    for (const Group &group : m_groups)
        names << valueText(group.size, m_labels);
    return names;
}

std::vector<LegendItem> Histogram::legend() const
{
    std::vector<LegendItem> items;
    for (std::size_t i = 0; i < terms().size(); ++i)
        items.push_back({std::to_string(i), terms()[i].name, colourOf(i)});
    return items;
}

double Histogram::sumOf(std::size_t term) const
{
    double sum = 0;
    for (const Group &group : m_groups)
        sum += group.values[term];
    return sum;
}

void Histogram::paintPicture(QPainter &painter)
{
    const shell::theme::Colors &c = shell::theme::colors();
    const QRect box = plot();
    const QFontMetrics fm = fontMetrics();
    double most = 0;
    for (const Group &group : m_groups)
        most = std::max(most, *std::max_element(group.values.begin(), group.values.end()));
    const Scale scale = makeScale(0, most, m_values, std::clamp(box.height() / 36, 2, 6));
    const auto y = [&](double value) { return box.bottom() - static_cast<int>(std::lround(scale.at(value) * (box.height() - 1))); };
    for (const double tick : scale.ticks) {
        painter.setPen(c.hairline);
        painter.drawLine(box.left(), y(tick), box.right(), y(tick));
        painter.setPen(c.dim);
        paintLabel(painter, QRect(0, y(tick) - fm.height() / 2, box.left() - 6, fm.height()), Qt::AlignRight | Qt::AlignVCenter, scale.text(tick));
    }
    if (m_groups.empty())
        return answer().count > 0 ? paintWhy(painter, box, whyEmpty(answer())) : void();
    const int count = static_cast<int>(m_groups.size());
    const int longest = fm.horizontalAdvance(QStringLiteral("0000 KiB")) + 6;
    const int each = std::max(1, (longest * count + box.width() - 1) / std::max(1, box.width()));
    const QStringList names = groups();
    for (int i = 0; i < count; ++i) {
        const int left = box.left() + box.width() * i / count, next = box.left() + box.width() * (i + 1) / count;
        const Group &group = m_groups[static_cast<std::size_t>(i)];
        const int bars = static_cast<int>(group.values.size()), gap = std::max(1, (next - left) / 8);
        for (int b = 0; b < bars; ++b) {
            const int x = left + gap + (next - left - 2 * gap) * b / bars, end = left + gap + (next - left - 2 * gap) * (b + 1) / bars;
            const int top = y(group.values[static_cast<std::size_t>(b)]);
            painter.fillRect(QRect(x, top, std::max(1, end - x - 1), box.bottom() - top), colourOf(static_cast<std::size_t>(b)));
        }
        painter.setPen(c.dim);
        if (i % each == 0)
            paintLabel(painter, QRect((left + next) / 2 - longest, box.bottom() + 4, 2 * longest, fm.height()), Qt::AlignCenter, names[i]);
    }
}

void Histogram::mouseMoveEvent(QMouseEvent *event)
{
    const QRect box = plot();
    if (!box.contains(event->pos()) || m_groups.empty())
        return Tip::hide(this);
    const std::size_t at = static_cast<std::size_t>(std::clamp((event->pos().x() - box.left()) * static_cast<int>(m_groups.size()) / box.width(), 0, static_cast<int>(m_groups.size()) - 1));
    TipText text{valueText(m_groups[at].size, m_labels)};
    for (std::size_t i = 0; i < m_groups[at].values.size() && i < terms().size(); ++i) {
        const double value = m_groups[at].values[i], sum = sumOf(i);
        text.rows.push_back({colourOf(i), terms()[i].name, valueText(value, m_values) + tr(", %1 of all").arg(valueText(sum > 0 ? value / sum : 0, Unit::Share))});
    }
    Tip::show(this, event->pos(), text);
}

void Histogram::leaveEvent(QEvent *) { Tip::hide(this); }

Sheet Histogram::sheet(bool exact) const
{
    Sheet sheet;
    sheet.head << tr("Size");
    for (const Term &term : terms())
        sheet.head << term.name;
    for (const Group &group : m_groups) {
        QStringList row{exact ? QString::number(group.size, 'g', 15) : valueText(group.size, m_labels)};
        for (const double value : group.values)
            row << (exact ? QString::number(value, 'g', 9) : valueText(value, m_values));
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

QString Histogram::summary() const
{
    if (m_groups.empty())
        return whyEmpty(answer());
    QStringList parts;
    for (std::size_t i = 0; i < terms().size(); ++i) {
        const auto most = std::max_element(m_groups.begin(), m_groups.end(), [i](const Group &a, const Group &b) { return a.values[i] < b.values[i]; });
        parts << tr("%1: most are %2").arg(terms()[i].name, valueText(most->size, m_labels));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace charts
