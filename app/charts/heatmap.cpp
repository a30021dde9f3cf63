// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/heatmap.h"

#include "app/charts/label.h"
#include "app/charts/marks.h"
#include "app/charts/scale.h"
#include "app/charts/tip.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace charts {

HeatMap::HeatMap(TimeAxis &axis, Unit unit, int columns, QWidget *parent)
    : Chart(axis, parent)
    , m_unit(unit)
    , m_columns(columns)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QRect HeatMap::plot() const
{
    const QFontMetrics fm = fontMetrics();
    const int left = fm.horizontalAdvance(QStringLiteral("000 MiB/s")) + 12;
    return rect().adjusted(left, 2, -10, -fm.height() - 7);
}

void HeatMap::answerTaken()
{
    m_cells.take(answer());
    m_row = std::min(m_row, m_cells.rows() - 1);
}

QRect HeatMap::rowRect(int row) const
{
    const QRect box = plot();
    const int rows = std::max(1, m_cells.rows());
    const int top = box.top() + box.height() * row / rows, next = box.top() + box.height() * (row + 1) / rows;
    return {box.left(), top, box.width(), std::max(1, next - top)};
}

int HeatMap::rowAt(int y) const
{
    const QRect box = plot();
    if (m_cells.empty() || y < box.top() || y > box.bottom())
        return -1;
    return std::clamp((y - box.top()) * m_cells.rows() / std::max(1, box.height()), 0, m_cells.rows() - 1);
}

// Kept as a picture: to lay out the same forty names anew costs more than all the cells.
void HeatMap::paintNames(QPainter &painter, const QRect &box)
{
    const QFontMetrics fm = fontMetrics();
    const int rows = m_cells.rows(), each = std::max(1, (fm.height() * rows + box.height() - 1) / std::max(1, box.height()));
    Names now{{}, box, font(), shell::theme::colors().dim, devicePixelRatioF()};
    for (int row = 0; row < rows; row += each)
        now.shown << answer().lines[static_cast<std::size_t>(row)].name;
    if (m_names != now || m_namesPicture.isNull()) {
        m_namesPicture = QImage(QSize(box.left(), height()) * now.ratio, QImage::Format_ARGB32_Premultiplied);
        m_namesPicture.setDevicePixelRatio(now.ratio);
        m_namesPicture.fill(Qt::transparent);
        QPainter names(&m_namesPicture);
        names.setFont(now.font);
        names.setPen(now.colour);
        for (int i = 0; i < now.shown.size(); ++i) {
            const QString &whole = now.shown[i];
            const QString name = fm.elidedText(fm.horizontalAdvance(whole) > box.left() - 8 ? shortName(whole) : whole, Qt::ElideLeft, box.left() - 8);
            names.drawText(QRect(0, rowRect(i * each).center().y() - fm.height() / 2, box.left() - 6, fm.height()), Qt::AlignRight | Qt::AlignVCenter, name);
        }
        m_names = std::move(now);
    }
    painter.drawImage(0, 0, m_namesPicture);
}

QRect HeatMap::ground() const { return m_cells.empty() || !whyEmpty(answer()).isEmpty() ? QRect() : plot(); }

void HeatMap::paintGround(QImage &picture)
{
    if (m_cells.holes()) {
        QPainter painter(&picture);
        painter.fillRect(plot().adjusted(-1, -1, 1, 1), shell::theme::colors().page);
        painter.fillRect(plot(), QBrush(shell::theme::colors().border, Qt::BDiagPattern));
    }
    const qreal ratio = picture.devicePixelRatio();
    // To the outside where an edge lies within a device pixel: what is around is painted afterwards.
    const QPoint begin(static_cast<int>(std::floor(plot().left() * ratio)), static_cast<int>(std::floor(plot().top() * ratio)));
    const QPoint end(static_cast<int>(std::ceil((plot().right() + 1) * ratio)), static_cast<int>(std::ceil((plot().bottom() + 1) * ratio)));
    m_cells.paint(picture, QRect(begin, end - QPoint(1, 1)));
}

void HeatMap::paintPicture(QPainter &painter)
{
    const QRect box = plot();
    const shell::theme::Colors &c = shell::theme::colors();
    const QString why = whyEmpty(answer());
    if (m_cells.empty() || !why.isEmpty()) {
        painter.setPen(c.hairline);
        painter.drawRect(box);
        if (answer().count > 0)
            paintWhy(painter, box, why);
        return;
    }
    paintNames(painter, box);
    const QFontMetrics fm = fontMetrics();
    const int most = std::max(1, box.width() / (fm.horizontalAdvance(QStringLiteral("00:00:00")) + 24));
    painter.setPen(c.dim);
    const Range range = answer().range();
    for (const Tick &tick : timeTicks(range, most)) {
        const int px = box.left() + static_cast<int>(static_cast<double>(tick.at - range.from) / static_cast<double>(range.span()) * box.width());
        const int width = fm.horizontalAdvance(tick.text) + 4;
        painter.drawLine(px, box.bottom() + 1, px, box.bottom() + 3);
        paintLabel(painter, QRect(std::clamp(px - width / 2, 0, std::max(0, this->width() - width)), box.bottom() + 4, width, fm.height()), Qt::AlignCenter, tick.text);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarks(painter, box, range, axis().marks());
}

/// Those whose triangle below the cells is there.
std::vector<const Mark *> HeatMap::marksAt(const QPoint &point) const
{
    const QRect box = plot();
    if (point.y() <= box.bottom() || answer().count == 0)
        return {};
    return marksNear(point.x(), box, answer().range(), axis().marks());
}

void HeatMap::paintOver(QPainter &painter)
{
    const QRect box = plot();
    const Range range = answer().range();
    const std::optional<Ms> at = axis().cursor();
    if (m_cells.empty() || !at || !range.contains(*at))
        return;
    const auto px = [&](Ms when) { return box.left() + static_cast<int>(static_cast<double>(when - range.from) / static_cast<double>(range.span()) * box.width()); };
    painter.setPen(QPen(shell::theme::colors().text, 1));
    if (m_row < 0)
        return painter.drawLine(px(*at), box.top(), px(*at), box.bottom());
    const int column = answer().indexOf(*at);
    const Ms begin = answer().begin + answer().step * column;
    const QRect row = rowRect(m_row);
    painter.drawRect(QRect(QPoint(px(begin), row.top()), QPoint(px(begin + answer().step), row.bottom())).adjusted(-1, -1, 0, 0));
}

void HeatMap::showTip(int row, Ms at, const QPoint &where)
{
    const int column = answer().indexOf(at);
    if (column < 0 || row < 0 || row >= static_cast<int>(answer().lines.size()))
        return Tip::hide(this);
    const Line &line = answer().lines[static_cast<std::size_t>(row)];
    const Bucket &b = line.buckets[static_cast<std::size_t>(column)];
    TipText text{timeText(answer().begin + answer().step * column, answer().step)};
    const QRgb colour = m_cells.colour(column, row);
    text.rows.push_back({qAlpha(colour) == 0 ? shell::theme::colors().unknown : QColor::fromRgb(colour), line.name, valueText(static_cast<double>(b.mean), m_unit)});
    if (!b.known()) {
        for (const Gap &gap : answer().gaps)
            if (gap.range.contains(at))
                text.notes << gap.why;
        if (text.notes.isEmpty())
            text.notes << tr("nothing known");
    }
    text.notes << tr("%1 of the most seen").arg(valueText(m_cells.most() > 0 ? static_cast<double>(b.mean) / m_cells.most() : 0, Unit::Share));
    if (!b.known())
        text.notes.removeLast();
    Tip::show(this, where, text);
}

void HeatMap::mouseMoveEvent(QMouseEvent *event)
{
    const QRect box = plot();
    if (!box.contains(event->pos()) || m_cells.empty()) {
        m_row = -1;
        axis().setCursor({});
        const auto marks = marksAt(event->pos());
        return marks.empty() ? Tip::hide(this) : Tip::show(this, event->pos(), {timeText(marks.front()->at, 1000), {}, markTexts(marks)});
    }
    const Range range = answer().range();
    const Ms at = range.from + static_cast<Ms>(static_cast<double>(event->pos().x() - box.left()) / box.width() * static_cast<double>(range.span()));
    m_row = rowAt(event->pos().y());
    axis().setCursor(at);
    showTip(m_row, at, event->pos());
    update();
}

void HeatMap::mouseReleaseEvent(QMouseEvent *event)
{
    for (const Mark *mark : marksAt(event->pos()))
        if (event->button() == Qt::LeftButton && !mark->place.empty())
            return emit chosen(mark->place, {mark->at, mark->at});
    const int row = rowAt(event->pos().y());
    if (event->button() != Qt::LeftButton || row < 0 || !plot().contains(event->pos()) || !axis().cursor())
        return;
    const int column = std::max(0, answer().indexOf(*axis().cursor()));
    const Ms begin = answer().begin + answer().step * column;
    emit chosen(answer().lines[static_cast<std::size_t>(row)].place, {begin, begin + answer().step});
}

void HeatMap::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier) && !hasFocus())
        return event->ignore();
    axis().zoom(std::pow(0.8, event->angleDelta().y() / 120.0), axis().cursor().value_or(axis().range().to));
    event->accept();
}

void HeatMap::leaveEvent(QEvent *)
{
    m_row = -1;
    axis().setCursor({});
    Tip::hide(this);
    update();
}

void HeatMap::keyPressEvent(QKeyEvent *event)
{
    const int rows = m_cells.rows();
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (moves && rows > 0) {
        m_row = std::clamp(m_row + (event->key() == Qt::Key_Up ? -1 : 1), 0, rows - 1);
        if (!axis().cursor())
            axis().setCursor(answer().range().to - 1);
    } else if (event->key() == Qt::Key_Return && m_row >= 0 && axis().cursor()) {
        const Ms begin = answer().begin + answer().step * std::max(0, answer().indexOf(*axis().cursor()));
        return emit chosen(answer().lines[static_cast<std::size_t>(m_row)].place, {begin, begin + answer().step});
    } else {
        return Chart::keyPressEvent(event);
    }
    showTip(m_row, *axis().cursor(), QPoint(plot().center().x(), rowRect(m_row).center().y()));
    update();
}

Sheet HeatMap::sheet(bool exact) const
{
    Sheet sheet;
    sheet.head << tr("Time");
    for (const Line &line : answer().lines)
        sheet.head << line.name;
    for (int i = 0; i < answer().count; ++i) {
        const Ms at = answer().begin + answer().step * i;
        QStringList row{exact ? QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs) : timeText(at, answer().step)};
        for (const Line &line : answer().lines) {
            const Bucket &b = line.buckets[static_cast<std::size_t>(i)];
            row << (!b.known() ? QString() : exact ? QString::number(static_cast<double>(b.mean), 'g', 9) : valueText(static_cast<double>(b.mean), m_unit));
        }
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

QString HeatMap::summary() const
{
    if (m_cells.empty())
        return whyEmpty(answer());
    return tr("%1 rows; the most is below %2").arg(m_cells.rows()).arg(valueText(m_cells.most(), m_unit));
}

} // namespace charts
