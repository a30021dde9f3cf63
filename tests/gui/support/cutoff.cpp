// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/cutoff.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QLabel>

namespace support {

namespace {

constexpr int slack = 1; // of rounding

QString words(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    return {};
}

QSize wanted(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    if (label != nullptr && label->wordWrap())
        return {0, label->heightForWidth(label->width())};
    return {widget.sizeHint().width(), widget.fontMetrics().height()}; // some buttons are low on purpose
}

/// Up to the first that scrolls: there it is the bar that shows the rest, where there may be one.
bool standsOut(const QWidget &widget)
{
    QRect box = widget.geometry();
    for (const QWidget *in = widget.parentWidget(); in != nullptr && !widget.isWindow(); in = in->parentWidget()) {
        const auto *area = qobject_cast<const QAbstractScrollArea *>(in->parentWidget());
        const bool scrolls = area != nullptr && area->viewport() == in;
        QRect room = in->rect().adjusted(-slack, -slack, slack, slack);
        if (scrolls && area->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
            room |= QRect(box.left(), room.top(), box.width(), room.height());
        if (scrolls && area->verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
            room |= QRect(room.left(), box.top(), room.width(), box.height());
        if (!room.contains(box))
            return true;
        if (scrolls || in->isWindow())
            return false;
        box.translate(in->pos());
    }
    return false;
}

} // namespace

QStringList cutOff(const QWidget &root)
{
    QStringList lines;
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        const QString text = words(*widget);
        if (text.isEmpty() || !widget->isVisible() || widget->window() != root.window())
            continue;
        const QSize want = wanted(*widget);
        if (want.width() <= widget->width() + slack && want.height() <= widget->height() + slack && !standsOut(*widget))
            continue;
        lines << QStringLiteral("%1 %2: %3x%4 where %5x%6 are wanted%7: %8").arg(QLatin1String(widget->metaObject()->className()), widget->objectName()).arg(widget->width()).arg(widget->height())
                     .arg(want.width()).arg(want.height()).arg(standsOut(*widget) ? QStringLiteral(", stands out") : QString(), text.simplified().left(80));
    }
    return lines;
}

} // namespace support
