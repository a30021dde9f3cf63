// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/delegate.h"

#include "app/models/table.h"
#include "app/shell/theme.h"

#include <QAbstractItemView>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QTreeView>

namespace shell {

using models::Table;
using models::Tone;

void drawTabular(QPainter &painter, const QRect &rect, const QString &text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int digit = metrics.horizontalAdvance(QLatin1Char('0'));
    int x = rect.right() + 1;
    const int baseline = rect.y() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    for (qsizetype i = text.size() - 1; i >= 0 && x > rect.left(); --i) {
        const QChar c = text[i];
        const int width = metrics.horizontalAdvance(c);
        const int cell = c.isDigit() ? digit : width;
        x -= cell;
        painter.drawText(x + (cell - width) / 2, baseline, QString(c));
    }
}

namespace {

QRect paintBar(QPainter *painter, QRect rect, double fraction, bool progress)
{
    const theme::Colors &c = theme::colors();
    const int width = qMin(72, rect.width() - 46);
    if (width < 16)
        return rect;
    const QRectF groove(rect.x(), rect.center().y() - 2, width, 6);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(c.hairline);
    painter->drawRoundedRect(groove, 3, 3);
    if (fraction > 0) {
        painter->setBrush(progress ? c.working : fraction >= 0.95 ? c.error : fraction >= 0.85 ? c.warning : c.accent);
        painter->drawRoundedRect(QRectF(groove.x(), groove.y(), qMax(4.0, groove.width() * qMin(1.0, fraction)), 6), 3, 3);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    return rect.adjusted(width + 8, 0, 0, 0);
}

void paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const theme::Colors &c = theme::colors();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, selected ? c.selection : c.hover);
    const qint64 changed = index.data(Table::ChangedRole).toLongLong();
    const qint64 age = changed == 0 ? glowMs : QDateTime::currentMSecsSinceEpoch() - changed;
    if (age >= 0 && age < glowMs) {
        QColor glow = c.accent;
        glow.setAlphaF(0.22f * (1.0f - float(age) / glowMs));
        painter->fillRect(option.rect, glow);
    }
    QColor line = c.hairline;
    line.setAlphaF(0.6f);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), line);
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    if (option.state.testFlag(QStyle::State_HasFocus) && tree != nullptr && tree->hasFocus()) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), c.accent);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.accent);
    }
}

QColor inkOf(Tone tone, bool enabled)
{
    if (!enabled)
        return theme::colors().faint;
    return tone == Tone::Warning || tone == Tone::Error || tone == Tone::Working ? theme::color(tone) : theme::colors().text;
}

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    painter->save();
    paintBackground(painter, option, index);
    QRect rect = option.rect.adjusted(8, 0, -8, -1);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (option.features.testFlag(QStyleOptionViewItem::HasCheckIndicator)) {
        QStyleOptionViewItem check(option);
        check.rect = QRect(rect.x(), rect.y(), 18, rect.height());
        check.state &= ~(QStyle::State_HasFocus | QStyle::State_Selected | QStyle::State_On | QStyle::State_Off);
        check.state |= option.checkState == Qt::Checked ? QStyle::State_On : QStyle::State_Off;
        option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &check, painter, option.widget);
        rect.adjust(26, 0, 0, 0);
    }
    const auto tone = index.data(Table::ToneRole).value<Tone>();
    if (tone != Tone::None) {
        theme::paintTone(*painter, QRectF(rect.x(), rect.center().y() - 5.5, 12, 12), tone);
        rect.adjust(20, 0, 0, 0);
    }
    const QVariant fraction = index.data(Table::FractionRole);
    if (fraction.isValid() && fraction.toDouble() >= 0)
        rect = paintBar(painter, rect, fraction.toDouble(), index.data(Table::ProgressRole).toBool());
    painter->setFont(option.font);
    painter->setPen(inkOf(tone, enabled));
    if (index.data(Table::NumberRole).toBool())
        drawTabular(*painter, rect, option.text);
    else
        painter->drawText(rect, int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine,
            option.fontMetrics.elidedText(option.text, m_elide, rect.width()));
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString()) + 16
        + (index.data(Table::ToneRole).value<Tone>() != Tone::None ? 20 : 0)
        + (index.data(Table::FractionRole).toDouble() >= 0 && index.data(Table::FractionRole).isValid() ? 80 : 0);
    return {width, rowHeight};
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString tip = index.data(Qt::ToolTipRole).toString();
    const QString text = index.data().toString();
    if (sizeHint(option, index).width() > view->visualRect(index).width())
        tip = tip.isEmpty() ? text : text + QLatin1Char('\n') + tip;
    QToolTip::showText(event->globalPos(), tip, view, view->visualRect(index));
    return true;
}

} // namespace shell
