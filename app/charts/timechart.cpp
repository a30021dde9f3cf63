// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/timechart.h"

#include "app/charts/label.h"
#include "app/charts/marks.h"
#include "app/charts/palette.h"
#include "app/charts/plotter.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <map>

namespace charts {

TimeChart::TimeChart(TimeAxis &axis, Shape shape, Unit unit, QWidget *parent)
    : Chart(axis, parent)
    , m_shape(shape)
    , m_unit(unit)
    , m_painted(axis.range())
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    fitScale();
}

void TimeChart::setTop(double top)
{
    m_top = top;
    fitScale();
    repaintPicture();
}

void TimeChart::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic && canBeLogarithmic();
    fitScale();
    repaintPicture();
}

QRect TimeChart::plot() const
{
    const QFontMetrics fm = fontMetrics();
    const int left = fm.horizontalAdvance(QStringLiteral("000 MiB/s")) + 12;
    return rect().adjusted(left, fm.height() / 2 + 1, -10, -fm.height() - 7);
}

int TimeChart::points() const { return std::max(2, plot().width()); }
bool TimeChart::below(const Line &line) const
{
    const std::size_t term = static_cast<std::size_t>(line.term);
    return m_shape == Shape::Mirrored && term < terms().size() && terms()[term].below;
}

QColor TimeChart::colourOf(std::size_t line) const { return lineColour(static_cast<int>(line < m_colours.size() ? m_colours[line] : line)); }

void TimeChart::answerTaken()
{
    const std::vector<std::size_t> old = std::exchange(m_colours, {});
    std::size_t next = 0;
    for (const Line &line : answer().lines) {
        const std::size_t term = static_cast<std::size_t>(line.term);
        const int wanted = term < terms().size() ? terms()[term].colour : -1;
        m_colours.push_back(wanted >= 0 ? static_cast<std::size_t>(wanted) : next);
        ++next;
    }
    fitScale();
    emit legendChanged();
}

void TimeChart::fitScale()
{
    double low = 0, high = m_top, smallest = std::numeric_limits<double>::infinity();
    if (m_shape == Shape::Stacked) {
        for (int i = 0; i < answer().count; ++i) {
            double sum = 0;
            for (const Line &line : answer().lines)
                if (shown(line) && line.buckets[static_cast<std::size_t>(i)].known())
                    sum += static_cast<double>(line.buckets[static_cast<std::size_t>(i)].mean);
            high = std::max(high, sum);
        }
    } else {
        for (const Answer *from : {&answer(), &before()})
            for (const Line &line : from->lines) {
                if (!shown(line))
                    continue;
                const bool down = below(line);
                for (const Bucket &b : line.buckets) {
                    if (!b.known())
                        continue;
                    const double top = static_cast<double>(b.high);
                    (down ? low : high) = down ? std::min(low, -top) : std::max(high, top);
                    low = down ? low : std::min(low, static_cast<double>(b.low));
                    if (b.low > 0)
                        smallest = std::min(smallest, static_cast<double>(b.low));
                }
            }
    }
    const int wanted = std::clamp(plot().height() / 36, 2, 6);
    m_scale = makeScale(m_logarithmic && std::isfinite(smallest) ? smallest : low, high, m_unit, wanted, m_logarithmic);
}

double TimeChart::x(Ms at) const
{
    const QRect box = plot();
    return box.left() + static_cast<double>(at - m_painted.from) / static_cast<double>(m_painted.span()) * box.width();
}

Ms TimeChart::timeAt(int px) const
{
    const QRect box = plot();
    const double share = static_cast<double>(px - box.left()) / std::max(1, box.width());
    return m_painted.from + static_cast<Ms>(share * static_cast<double>(m_painted.span()));
}

void TimeChart::paintGrid(QPainter &painter, const QRect &box) const
{
    const shell::theme::Colors &c = shell::theme::colors();
    const QFontMetrics fm = fontMetrics();
    for (const double tick : m_scale.ticks) {
        const int y = box.bottom() - static_cast<int>(std::lround(m_scale.at(tick) * (box.height() - 1)));
        painter.setPen(tick == 0 && m_shape == Shape::Mirrored ? c.border : c.hairline);
        painter.drawLine(box.left(), y, box.right(), y);
        painter.setPen(c.dim);
        paintLabel(painter, QRect(0, y - fm.height() / 2, box.left() - 6, fm.height()), Qt::AlignRight | Qt::AlignVCenter, m_scale.text(tick));
    }
    const int most = std::max(1, box.width() / (fm.horizontalAdvance(QStringLiteral("00:00:00")) + 24));
    for (const Tick &tick : timeTicks(m_painted, most)) {
        const int px = static_cast<int>(x(tick.at));
        painter.setPen(tick.strong ? c.border : c.hairline);
        painter.drawLine(px, box.top(), px, box.bottom() + 3);
        painter.setPen(tick.strong ? c.text : c.dim);
        const int width = fm.horizontalAdvance(tick.text) + 4;
        const int left = std::clamp(px - width / 2, 0, std::max(0, this->width() - width));
        paintLabel(painter, QRect(left, box.bottom() + 4, width, fm.height()), Qt::AlignCenter, tick.text);
    }
}

void TimeChart::paintGaps(QPainter &painter, const QRect &box) const
{
    for (const Gap &gap : answer().gaps) {
        const double left = std::max<double>(x(gap.range.from), box.left()), right = std::min<double>(x(gap.range.to), box.right());
        if (right - left >= 1)
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), QBrush(shell::theme::colors().border, Qt::BDiagPattern));
    }
}

void TimeChart::paintPicture(QPainter &painter)
{
    m_painted = axis().range();
    const QRect box = plot();
    paintGrid(painter, box);
    const QString why = whyEmpty(answer());
    if (answer().count > 0 && !why.isEmpty())
        paintWhy(painter, box, why);
    paintGaps(painter, box);
    paintLines(painter, box);
    paintMarks(painter, box, m_painted, axis().marks());
}

void TimeChart::paintLines(QPainter &painter, const QRect &box) const
{
    Plotter plotter{painter, box, m_painted, m_scale};
    if (m_shape == Shape::Stacked) {
        std::vector<Plotter::Layer> layers;
        for (std::size_t i = 0; i < answer().lines.size(); ++i)
            if (shown(answer().lines[i]))
                layers.push_back({&answer().lines[i], colourOf(i)});
        plotter.stack(answer(), layers);
    } else {
        for (std::size_t i = 0; i < before().lines.size(); ++i)
            if (shown(before().lines[i]))
                plotter.dashed(before(), before().lines[i], colourOf(i), below(before().lines[i]));
        const bool filled = m_shape != Shape::Lines && !m_logarithmic;
        for (std::size_t i = 0; i < answer().lines.size(); ++i)
            if (shown(answer().lines[i]))
                plotter.line(answer(), answer().lines[i], colourOf(i), below(answer().lines[i]), filled);
    }
}

void TimeChart::paintOver(QPainter &painter)
{
    const QRect box = plot();
    const shell::theme::Colors &c = shell::theme::colors();
    if (m_drag == Drag::Select && std::abs(m_dragTo - m_dragFrom) > 2) {
        QColor fill = c.accent;
        fill.setAlphaF(0.18f);
        painter.fillRect(QRect(std::min(m_dragFrom, m_dragTo), box.top(), std::abs(m_dragTo - m_dragFrom), box.height()), fill);
    }
    const std::optional<Ms> at = axis().cursor();
    if (!at || !m_painted.contains(*at))
        return;
    painter.setPen(QPen(c.dim, 1));
    painter.drawLine(static_cast<int>(x(*at)), box.top(), static_cast<int>(x(*at)), box.bottom());
    if (hasFocus() && !underMouse())
        Tip::show(this, QPoint(static_cast<int>(x(*at)), box.top()), tipAt(*at));
}

TipText TimeChart::tipAt(Ms at) const
{
    TipText text{timeText(at, answer().step)};
    const int index = answer().indexOf(at);
    struct Valued {
        double value;
        TipText::Row row;
    };
    std::vector<Valued> all;
    const auto add = [&](const Answer &from, const QString &suffix) {
        const int bucket = from.indexOf(at);
        for (std::size_t i = 0; bucket >= 0 && i < from.lines.size(); ++i) {
            const Bucket &b = from.lines[i].buckets[static_cast<std::size_t>(bucket)];
            if (!shown(from.lines[i]) || !b.known())
                continue;
            QString value = valueText(static_cast<double>(b.mean), m_unit);
            if (b.high - b.low > std::abs(b.mean) * 0.02f)
                value += tr(" (%1 to %2)").arg(valueText(static_cast<double>(b.low), m_unit), valueText(static_cast<double>(b.high), m_unit));
            all.push_back({static_cast<double>(b.mean), {colourOf(i), from.lines[i].name + suffix, value}});
        }
    };
    add(answer(), {});
    add(before(), tr(" the day before"));
    if (m_shape != Shape::Mirrored && before().lines.empty() && all.size() > 4)
        std::stable_sort(all.begin(), all.end(), [](const Valued &a, const Valued &b) { return a.value > b.value; });
    for (Valued &one : all)
        text.rows.push_back(std::move(one.row));
    if (m_shape == Shape::Stacked && index >= 0 && all.size() > 1) {
        double sum = 0;
        for (const Valued &one : all)
            sum += one.value;
        text.notes << tr("%1 in all").arg(valueText(sum, m_unit));
    }
    for (const Gap &gap : answer().gaps)
        if (gap.range.contains(at))
            text.notes << gap.why;
    text.notes << markTexts(marksNear(static_cast<int>(x(at)), plot(), m_painted, axis().marks()));
    if (text.rows.empty() && text.notes.isEmpty())
        text.notes << tr("nothing known");
    return text;
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    const QRect box = plot();
    if (m_drag == Drag::Pan) {
        const int by = event->pos().x() - m_dragFrom;
        m_dragFrom = event->pos().x();
        return axis().pan(-axis().range().span() * by / std::max(1, box.width()));
    }
    if (m_drag == Drag::Select)
        m_dragTo = std::clamp(event->pos().x(), box.left(), box.right());
    if (!box.contains(event->pos()) && m_drag == Drag::None) {
        axis().setCursor({});
        return Tip::hide(this);
    }
    const Ms at = timeAt(std::clamp(event->pos().x(), box.left(), box.right()));
    axis().setCursor(at);
    Tip::show(this, event->pos(), tipAt(at));
    update();
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    if (!plot().contains(event->pos()))
        return Chart::mousePressEvent(event);
    const bool pans = event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier));
    if (!pans && event->button() != Qt::LeftButton)
        return Chart::mousePressEvent(event);
    m_drag = pans ? Drag::Pan : Drag::Select;
    m_dragFrom = m_dragTo = event->pos().x();
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag was = std::exchange(m_drag, Drag::None);
    if (was == Drag::Select && std::abs(m_dragTo - m_dragFrom) > 4)
        axis().setRange({timeAt(std::min(m_dragFrom, m_dragTo)), timeAt(std::max(m_dragFrom, m_dragTo))});
    else if (was == Drag::Select)
        for (const Mark *mark : marksNear(event->pos().x(), plot(), m_painted, axis().marks()))
            if (!mark->place.empty())
                return emit chosen(mark->place, {mark->at, mark->at});
    update();
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent *)
{
    m_drag = Drag::None;
    if (!axis().back())
        axis().toNow();
}

void TimeChart::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    const bool across = std::abs(turned.x()) > std::abs(turned.y()) || event->modifiers().testFlag(Qt::ShiftModifier);
    if (across) {
        const int by = turned.x() != 0 ? turned.x() : turned.y();
        axis().pan(-axis().range().span() * by / 1200);
    } else if (event->modifiers().testFlag(Qt::ControlModifier) || hasFocus()) {
        axis().zoom(std::pow(0.8, turned.y() / 120.0), timeAt(static_cast<int>(event->position().x())));
    } else {
        return event->ignore(); // the page scrolls
    }
    event->accept();
}

void TimeChart::leaveEvent(QEvent *)
{
    axis().setCursor({});
    Tip::hide(this);
}

std::vector<LegendItem> TimeChart::legend() const
{
    std::vector<LegendItem> items;
    for (std::size_t i = 0; i < answer().lines.size(); ++i)
        items.push_back({answer().lines[i].key, answer().lines[i].name, colourOf(i), shown(answer().lines[i])});
    return items;
}

void TimeChart::toggle(const std::string &key)
{
    if (m_hidden.erase(key) == 0)
        m_hidden.insert(key);
    fitScale();
    repaintPicture();
    emit legendChanged();
}

void TimeChart::isolate(const std::string &key)
{
    const bool alone = m_hidden.count(key) == 0 && m_hidden.size() + 1 >= answer().lines.size() && answer().lines.size() > 1;
    m_hidden.clear();
    if (!alone)
        for (const Line &line : answer().lines)
            if (line.key != key)
                m_hidden.insert(line.key);
    fitScale();
    repaintPicture();
    emit legendChanged();
}

Sheet TimeChart::sheet(bool exact) const
{
    Sheet sheet;
    sheet.head << tr("Time");
    for (const Line &line : answer().lines) {
        sheet.head << line.name;
        if (exact)
            sheet.head << tr("%1, lowest").arg(line.name) << tr("%1, highest").arg(line.name);
    }
    const auto text = [&](float value) {
        return std::isnan(value) ? QString() : exact ? QString::number(static_cast<double>(value), 'g', 9) : valueText(static_cast<double>(value), m_unit);
    };
    for (int i = 0; i < answer().count; ++i) {
        const Ms at = answer().begin + answer().step * i;
        QStringList row{exact ? QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs) : timeText(at, answer().step)};
        for (const Line &line : answer().lines) {
            const Bucket &b = line.buckets[static_cast<std::size_t>(i)];
            row << text(b.mean);
            if (exact)
                row << text(b.low) << text(b.high);
        }
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

QString TimeChart::summary() const
{
    QStringList parts;
    for (const Line &line : answer().lines) {
        const auto last = std::find_if(line.buckets.rbegin(), line.buckets.rend(), [](const Bucket &b) { return b.known(); });
        if (last != line.buckets.rend())
            parts << tr("%1: %2").arg(line.name, valueText(static_cast<double>(last->mean), m_unit));
    }
    return parts.isEmpty() ? whyEmpty(answer()) : parts.join(QStringLiteral(", "));
}

} // namespace charts
