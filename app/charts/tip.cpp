// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/tip.h"

#include "app/shell/theme.h"

#include <QPainter>

namespace charts {

namespace {

constexpr int tipMargin = 10, swatch = 14, longestName = 260, noteWidth = 340;
constexpr std::size_t mostTipRows = 14;

} // namespace

Tip::Tip(QWidget *window)
    : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

Tip *Tip::of(QWidget *chart) { return chart->window()->findChild<Tip *>(QString(), Qt::FindDirectChildrenOnly); }

void Tip::show(QWidget *chart, const QPoint &at, TipText text)
{
    Tip *tip = of(chart);
    if (tip == nullptr)
        tip = new Tip(chart->window());
    if (text.rows.size() > mostTipRows) {
        const int more = static_cast<int>(text.rows.size() - mostTipRows);
        text.rows.resize(mostTipRows);
        text.notes.prepend(tr("and %n more", nullptr, more));
    }
    tip->m_text = std::move(text);
    tip->fit();
    const QPoint in = chart->mapTo(chart->window(), at);
    int x = in.x() + 16, y = in.y() + 12;
    if (x + tip->width() > chart->window()->width())
        x = in.x() - 16 - tip->width();
    y = qBound(4, y, qMax(4, chart->window()->height() - tip->height() - 4));
    tip->move(qMax(4, x), y);
    tip->raise();
    tip->setVisible(true);
    tip->update();
}

void Tip::hide(QWidget *chart)
{
    if (Tip *tip = of(chart))
        tip->setVisible(false);
}

void Tip::fit()
{
    const QFontMetrics fm = fontMetrics();
    m_names = 0;
    int values = 0;
    for (const TipText::Row &row : m_text.rows) {
        m_names = qMax(m_names, qMin(longestName, fm.horizontalAdvance(row.name)));
        values = qMax(values, fm.horizontalAdvance(row.value));
    }
    int width = qMax(swatch + m_names + 16 + values, fm.horizontalAdvance(m_text.title) + 8);
    int height = fm.height() + 4 + static_cast<int>(m_text.rows.size()) * (fm.height() + 2);
    for (const QString &note : m_text.notes) {
        const QRect box = fm.boundingRect(QRect(0, 0, noteWidth, 2000), Qt::TextWordWrap, note);
        width = qMax(width, box.width());
        height += box.height() + 3;
    }
    resize(width + 2 * tipMargin, height + 2 * tipMargin - 2);
}

void Tip::paintEvent(QPaintEvent *)
{
    const shell::theme::Colors &c = shell::theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.border, 1));
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    const QFontMetrics fm = fontMetrics();
    QRect line(tipMargin, tipMargin - 2, width() - 2 * tipMargin, fm.height());
    painter.setPen(c.dim);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_text.title);
    line.translate(0, fm.height() + 4);
    for (const TipText::Row &row : m_text.rows) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(row.colour);
        painter.drawRoundedRect(QRectF(line.left(), line.center().y() - 3, 8, 8), 2, 2);
        painter.setPen(c.text);
        painter.drawText(line.adjusted(swatch, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, fm.elidedText(row.name, Qt::ElideMiddle, m_names + 1));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
        line.translate(0, fm.height() + 2);
    }
    painter.setPen(c.dim);
    for (const QString &note : m_text.notes) {
        QRect box;
        painter.drawText(QRect(line.left(), line.top() + 2, qMax(line.width(), 1), height()), Qt::TextWordWrap, note, &box);
        line.translate(0, box.height() + 3);
    }
}

} // namespace charts
