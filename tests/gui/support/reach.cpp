// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/reach.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollBar>
#include <QTabBar>

#include <set>

namespace support {

namespace {

constexpr int longestWay = 400;

/// A part of something else that has the focus for it: the button of a combo box, the field of a spin box, what scrolls tabs.
bool isPart(const QWidget &widget)
{
    if (qobject_cast<const QScrollBar *>(&widget) || qobject_cast<const QHeaderView *>(&widget) || widget.objectName().startsWith(QLatin1String("qt_")))
        return true;
    for (const QWidget *in = widget.parentWidget(); in != nullptr; in = in->parentWidget())
        if (qobject_cast<const QComboBox *>(in) || qobject_cast<const QAbstractSpinBox *>(in) || qobject_cast<const QLineEdit *>(in) || qobject_cast<const QAbstractItemView *>(in) || qobject_cast<const QTabBar *>(in))
            return true;
    return false;
}

bool isUsed(const QWidget &widget)
{
    return qobject_cast<const QAbstractButton *>(&widget) || qobject_cast<const QAbstractItemView *>(&widget) || qobject_cast<const QLineEdit *>(&widget) || qobject_cast<const QComboBox *>(&widget)
        || qobject_cast<const QAbstractSpinBox *>(&widget) || qobject_cast<const QAbstractSlider *>(&widget) || qobject_cast<const QTabBar *>(&widget);
}

void pressTab(QWidget &window)
{
    QWidget *at = window.focusWidget() != nullptr ? window.focusWidget() : &window;
    QKeyEvent press(QEvent::KeyPress, Qt::Key_Tab, Qt::NoModifier, QStringLiteral("\t")), release(QEvent::KeyRelease, Qt::Key_Tab, Qt::NoModifier);
    QApplication::sendEvent(at, &press);
    QApplication::sendEvent(window.focusWidget() != nullptr ? window.focusWidget() : &window, &release);
}

std::set<const QWidget *> wayRound(QWidget &window)
{
    std::set<const QWidget *> seen;
    const QWidget *first = nullptr, *last = nullptr;
    for (int i = 0; i < longestWay; ++i) {
        pressTab(window);
        const QWidget *at = window.focusWidget();
        if (at != nullptr && at == first && at != last) // a text with links is left only after the last of them
            break;
        first = first != nullptr ? first : at;
        last = at;
        seen.insert(at);
    }
    return seen;
}

bool siblingIsSeen(const QRadioButton &radio, const std::set<const QWidget *> &seen)
{
    const auto all = radio.parentWidget()->findChildren<QRadioButton *>(QString(), Qt::FindDirectChildrenOnly);
    return std::any_of(all.begin(), all.end(), [&](const QRadioButton *other) { return seen.count(other) > 0; });
}

} // namespace

QStringList outOfReach(QWidget &window)
{
    QStringList lines;
    const std::set<const QWidget *> seen = wayRound(window);
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || !widget->isEnabled() || widget->window() != &window || !isUsed(*widget) || isPart(*widget) || seen.count(widget) > 0 || seen.count(widget->focusProxy()) > 0)
            continue;
        if (const auto *radio = qobject_cast<const QRadioButton *>(widget); radio != nullptr && siblingIsSeen(*radio, seen))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        lines << QStringLiteral("Tab does not lead to %1 %2 %3").arg(QLatin1String(widget->metaObject()->className()), widget->objectName(), button ? button->text() : QString()).trimmed();
    }
    return lines;
}

} // namespace support
