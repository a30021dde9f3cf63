// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/style.h"

#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOption>
#include <QToolButton>

namespace shell {

namespace {

constexpr qreal corner = 5;

bool on(const QStyleOption *option, QStyle::StateFlag flag) { return option->state.testFlag(flag); }

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share), float(a.greenF() * (1 - share) + b.greenF() * share),
        float(a.blueF() * (1 - share) + b.blueF() * share));
}

void box(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &line, qreal radius = corner)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

void focusRing(QPainter *painter, const QRectF &rect, qreal radius = corner)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme::colors().accent, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
    painter->restore();
}

QString kindOf(const QWidget *widget) { return widget == nullptr ? QString() : widget->property("kind").toString(); }

void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const theme::Colors &c = theme::colors();
    const QString kind = kindOf(widget);
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool down = on(option, QStyle::State_Sunken) || on(option, QStyle::State_On);
    const bool hot = enabled && on(option, QStyle::State_MouseOver);
    QColor fill = c.raised;
    QColor line = enabled ? c.border : c.hairline;
    if ((kind == QLatin1String("primary") || kind == QLatin1String("dangerous")) && enabled)
        fill = line = kind == QLatin1String("primary") ? c.accent : c.error;
    if (kind == QLatin1String("quiet")) {
        fill = down || hot ? c.hairline : QColor();
        line = QColor();
    } else if (down || hot) {
        fill = mixed(fill, c.text, down ? 0.14 : 0.07);
    }
    box(painter, option->rect, fill, line);
    if (on(option, QStyle::State_HasFocus) && on(option, QStyle::State_KeyboardFocusChange))
        focusRing(painter, option->rect);
}

void drawCheck(const QStyleOption *option, QPainter *painter, bool round)
{
    const theme::Colors &c = theme::colors();
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool checked = on(option, QStyle::State_On);
    const bool part = on(option, QStyle::State_NoChange);
    QRectF r(option->rect);
    const qreal side = qMin<qreal>(16, qMin(r.width(), r.height()));
    r = QRectF(r.center().x() - side / 2 + 0.5, r.center().y() - side / 2 + 0.5, side, side).toRect();
    const QColor full = enabled ? c.accent : c.faint;
    box(painter, r, checked || part ? full : c.page, checked || part ? full : enabled ? c.faint : c.hairline, round ? side / 2 : 4);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(r.topLeft());
    painter->setPen(QPen(c.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (part)
        painter->drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
    else if (checked && !round)
        painter->drawPolyline(QPolygonF({{4.2, 8.3}, {7, 11}, {11.8, 5.4}}));
    if (checked && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.onAccent);
        painter->drawEllipse(QPointF(side / 2, side / 2), 3, 3);
    }
    painter->restore();
    if (on(option, QStyle::State_HasFocus) && on(option, QStyle::State_KeyboardFocusChange))
        focusRing(painter, r.adjusted(-2, -2, 2, 2), round ? 10 : 5);
}

void drawIcon(QPainter *painter, const QString &name, const QRect &rect, const QColor &color, int size = 16)
{
    const QPixmap pixmap = iconPixmap(name, size, color, painter->device()->devicePixelRatioF());
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, pixmap);
}

int buttonWidth(const QStyleOption *option)
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button == nullptr)
        return 0;
    const int text = button->text.isEmpty() ? 0 : button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width() + 12;
    const int picture = button->icon.isNull() ? 0 : button->iconSize.width() + (text > 0 ? 8 : 0);
    return text + picture + 14 + (button->features.testFlag(QStyleOptionButton::HasMenu) ? 18 : 0);
}

/// Icon and word in the same ink, 8 pixels apart, together in the middle.
void drawButtonLabel(const QStyleOptionButton &button, const QColor &ink, QPainter *painter)
{
    const QSize iconSize = button.icon.isNull() ? QSize() : button.iconSize;
    const bool menu = button.features.testFlag(QStyleOptionButton::HasMenu);
    const int text = button.text.isEmpty() ? 0 : button.fontMetrics.size(Qt::TextShowMnemonic, button.text).width();
    const int gap = text > 0 && iconSize.isValid() ? 8 : 0;
    const int arrow = menu ? 18 : 0;
    QRect rect(button.rect);
    int x = rect.x() + (rect.width() - text - gap - (iconSize.isValid() ? iconSize.width() : 0) - arrow) / 2;
    if (iconSize.isValid()) {
        const QRect at(x, rect.y() + (rect.height() - iconSize.height()) / 2, iconSize.width(), iconSize.height());
        painter->save();
        painter->setPen(ink); // line icons take the pen's colour
        button.icon.paint(painter, at, Qt::AlignCenter, on(&button, QStyle::State_Enabled) ? QIcon::Active : QIcon::Disabled);
        painter->restore();
        x += iconSize.width() + gap;
    }
    painter->save();
    painter->setPen(ink);
    painter->drawText(QRect(x, rect.y(), text + 2, rect.height()), int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextShowMnemonic | Qt::TextSingleLine, button.text);
    painter->restore();
    if (menu)
        drawIcon(painter, QStringLiteral("chevron-down"), QRect(x + text + 4, rect.y(), 14, rect.height()), ink, 14);
}

bool inView(const QWidget *widget)
{
    return widget != nullptr && (qobject_cast<const QAbstractItemView *>(widget) != nullptr
        || qobject_cast<const QAbstractItemView *>(widget->parentWidget()) != nullptr);
}

} // namespace

Style::Style()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr
        || qobject_cast<QScrollBar *>(widget) != nullptr || qobject_cast<QToolButton *>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 28;
    case PM_ButtonMargin: return 12;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 18;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin: return 16;
    case PM_SplitterWidth: return 1;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuVMargin:
    case PM_MenuHMargin: return 4;
    case PM_TreeViewIndentation: return 16;
    case PM_HeaderMargin: return 8;
    case PM_HeaderMarkSize: return 10;
    case PM_ToolTipLabelFrameWidth: return 6;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ComboBox_Popup:
    case SH_ItemView_ActivateItemOnSingleClick: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_ToolTipLabel_Opacity: return 255;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        s = QSize(buttonWidth(option), 30);
        return s;
    case CT_ToolButton: return s.expandedTo(QSize(28, 28));
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        s.setHeight(30);
        return s;
    case CT_MenuItem:
        s.setHeight(qMax(s.height(), size.height() > 8 ? 28 : 9));
        return s;
    case CT_HeaderSection:
        s.setHeight(28);
        return s;
    default: return s;
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents)
        return rect.adjusted(5, 0, -3, 0);
    if (element == SE_HeaderLabel || element == SE_HeaderArrow) {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        const bool sorted = header != nullptr && header->sortIndicator != QStyleOptionHeader::None;
        const QRect inner = option->rect.adjusted(8, 0, -8, -1);
        const bool right = header != nullptr && header->textAlignment.testFlag(Qt::AlignRight);
        const QRect arrow(right ? inner.left() - 6 : inner.right() - 11, inner.top(), 12, inner.height());
        if (element == SE_HeaderArrow)
            return arrow;
        return sorted && !right ? inner.adjusted(0, 0, -14, 0) : inner;
    }
    return rect;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (bar != nullptr && (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine))
            return {};
        if (bar != nullptr) {
            const bool across = bar->orientation == Qt::Horizontal;
            const int length = across ? bar->rect.width() : bar->rect.height();
            const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
            int slider = range > 0 ? static_cast<int>(static_cast<qint64>(length) * bar->pageStep / (range + bar->pageStep)) : length;
            slider = qMin(length, qMax(slider, 28));
            const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
            const auto rect = [&](int from, int size) {
                return across ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                              : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
            };
            if (part == SC_ScrollBarSlider)
                return rect(at, slider);
            if (part == SC_ScrollBarGroove)
                return bar->rect;
            if (part == SC_ScrollBarSubPage)
                return rect(0, at);
            if (part == SC_ScrollBarAddPage)
                return rect(at + slider, length - at - slider);
        }
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    return control == CC_ComboBox && part == SC_ComboBoxEditField ? rect.adjusted(6, 0, 0, 0) : rect;
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const theme::Colors &c = theme::colors();
    switch (element) {
    case PE_PanelButtonCommand: drawButton(option, painter, widget); return;
    case PE_PanelButtonTool: {
        const bool down = on(option, State_Sunken) || on(option, State_On);
        if (down || (on(option, State_MouseOver) && on(option, State_Enabled)))
            box(painter, option->rect, down ? c.selection : c.hairline, QColor());
        if (on(option, State_HasFocus) && on(option, State_KeyboardFocusChange))
            focusRing(painter, option->rect);
        return;
    }
    case PE_FrameFocusRect:
        if (!inView(widget) && on(option, State_KeyboardFocusChange))
            focusRing(painter, option->rect.adjusted(-2, -1, 2, 1), 4);
        return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame != nullptr && frame->lineWidth == 0)
            return;
        const bool wrong = widget != nullptr && widget->property("wrong").toBool();
        box(painter, option->rect, c.page, wrong ? c.error : on(option, State_Enabled) ? c.border : c.hairline);
        if (on(option, State_HasFocus))
            focusRing(painter, option->rect);
        return;
    }
    case PE_FrameLineEdit: return;
    case PE_Frame: {
        if (inView(widget))
            return;
        box(painter, option->rect, QColor(), c.hairline);
        if (on(option, State_HasFocus))
            focusRing(painter, option->rect);
        return;
    }
    case PE_PanelScrollAreaCorner: painter->fillRect(option->rect, option->palette.base()); return;
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget: return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheck(option, painter, false); return;
    case PE_IndicatorRadioButton: drawCheck(option, painter, true); return;
    case PE_IndicatorBranch:
        if (on(option, State_Children))
            drawIcon(painter, on(option, State_Open) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), option->rect, c.dim, 14);
        return;
    case PE_IndicatorHeaderArrow: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        if (header != nullptr && header->sortIndicator != QStyleOptionHeader::None)
            drawIcon(painter, header->sortIndicator == QStyleOptionHeader::SortUp ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up"), option->rect, c.dim, 12);
        return;
    }
    case PE_PanelItemViewRow: return;
    case PE_PanelItemViewItem: {
        const bool selected = on(option, State_Selected);
        if (selected || on(option, State_MouseOver))
            painter->fillRect(option->rect, selected ? c.selection : c.hover);
        return;
    }
    case PE_PanelMenu:
    case PE_FrameMenu: box(painter, option->rect, element == PE_PanelMenu ? c.raised : QColor(), c.border, 0); return;
    case PE_PanelTipLabel: painter->fillRect(option->rect, option->palette.toolTipBase()); return;
    case PE_IndicatorArrowDown: drawIcon(painter, QStringLiteral("chevron-down"), option->rect, c.dim, 12); return;
    case PE_IndicatorArrowUp: drawIcon(painter, QStringLiteral("chevron-up"), option->rect, c.dim, 12); return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

namespace {

void drawHeaderSection(const QStyleOption *option, QPainter *painter)
{
    const theme::Colors &c = theme::colors();
    painter->fillRect(option->rect, on(option, QStyle::State_MouseOver) && on(option, QStyle::State_Enabled) ? c.hover : c.page);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), c.hairline);
}

void drawProgress(const QStyleOptionProgressBar *bar, QPainter *painter)
{
    const theme::Colors &c = theme::colors();
    const QRectF groove(bar->rect.x(), bar->rect.center().y() - 2, bar->rect.width(), 5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(c.hairline);
    painter->drawRoundedRect(groove, 2.5, 2.5);
    if (bar->maximum > bar->minimum && bar->progress > bar->minimum) {
        const qreal share = qreal(bar->progress - bar->minimum) / (bar->maximum - bar->minimum);
        painter->setBrush(bar->palette.color(QPalette::Highlight) == c.selection ? c.working : bar->palette.color(QPalette::Highlight));
        painter->drawRoundedRect(QRectF(groove.x(), groove.y(), qMax<qreal>(5, groove.width() * share), 5), 2.5, 2.5);
    }
    painter->restore();
}

void drawTab(const QStyleOptionTab *tab, QPainter *painter)
{
    const theme::Colors &c = theme::colors();
    const QRect r = tab->rect;
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), c.hairline);
    if (on(tab, QStyle::State_Selected))
        painter->fillRect(QRect(r.left() + 6, r.bottom() - 1, r.width() - 12, 2), c.accent);
    if (on(tab, QStyle::State_HasFocus) && on(tab, QStyle::State_KeyboardFocusChange))
        focusRing(painter, r.adjusted(2, 2, -2, -4));
}

} // namespace

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const theme::Colors &c = theme::colors();
    switch (element) {
    case CE_HeaderSection: drawHeaderSection(option, painter); return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, c.page);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), c.hairline);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            painter->save();
            painter->setPen(c.dim);
            const QRect rect(header->rect.x(), 0, header->rect.width(), widget != nullptr ? widget->height() - 1 : header->rect.height());
            painter->drawText(rect, int(Qt::AlignVCenter | (header->textAlignment & Qt::AlignHorizontal_Mask)) | Qt::TextSingleLine,
                header->fontMetrics.elidedText(header->text, Qt::ElideRight, rect.width()));
            painter->restore();
            return;
        }
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const QString kind = kindOf(widget);
            QColor ink = on(option, State_Enabled) ? c.text : c.faint;
            if (on(option, State_Enabled) && kind == QLatin1String("primary"))
                ink = c.onAccent;
            else if (on(option, State_Enabled) && kind == QLatin1String("dangerous"))
                ink = c.dark ? QColor(0x200608) : c.onAccent;
            else if (on(option, State_Enabled) && kind == QLatin1String("danger"))
                ink = c.error;
            drawButtonLabel(*button, ink, painter);
            return;
        }
        break;
    case CE_PushButtonBevel: drawPrimitive(PE_PanelButtonCommand, option, painter, widget); return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            drawProgress(bar, painter);
            return;
        }
        break;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawTab(tab, painter);
            return;
        }
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab ink(*tab);
            ink.state &= ~State_HasFocus;
            ink.palette.setColor(QPalette::WindowText, on(option, State_Selected) ? c.text : c.dim);
            QProxyStyle::drawControl(element, &ink, painter, widget);
            return;
        }
        break;
    case CE_Splitter: painter->fillRect(option->rect, c.hairline); return;
    case CE_ShapedFrame:
        if (widget != nullptr && qobject_cast<const QAbstractScrollArea *>(widget) == nullptr)
            break;
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option))
            if (frame->frameShape == QFrame::StyledPanel) {
                drawPrimitive(PE_Frame, option, painter, widget);
                return;
            }
        break;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

namespace {

void drawScrollBar(const QStyleOptionSlider *bar, const QRect &slider, QPainter *painter, bool visible)
{
    const theme::Colors &c = theme::colors();
    if (!visible)
        return;
    const bool hot = bar->activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    const bool held = hot && on(bar, QStyle::State_Sunken);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(held ? c.dim : hot ? c.faint : c.border);
    const qreal inset = hot ? 2.5 : 3.5;
    const QRectF r = QRectF(slider).adjusted(inset, inset, -inset, -inset);
    painter->drawRoundedRect(r, 3, 3);
    painter->restore();
}

} // namespace

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const theme::Colors &c = theme::colors();
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(bar, subControlRect(control, option, SC_ScrollBarSlider, widget), painter, bar->maximum > bar->minimum);
            return;
        }
    }
    if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            drawButton(option, painter, widget);
            const QRect arrow(combo->rect.right() - 26, combo->rect.y(), 22, combo->rect.height());
            drawIcon(painter, QStringLiteral("chevron-down"), arrow, on(option, State_Enabled) ? c.dim : c.faint, 14);
            if (on(option, State_HasFocus))
                focusRing(painter, option->rect);
            return;
        }
    }
    if (control == CC_SpinBox) {
        box(painter, option->rect, c.page, on(option, State_Enabled) ? c.border : c.hairline);
        for (const SubControl part : {SC_SpinBoxUp, SC_SpinBoxDown}) {
            const QRect r = subControlRect(control, option, part, widget);
            drawIcon(painter, part == SC_SpinBoxUp ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), r,
                on(option, State_Enabled) ? c.dim : c.faint, 10);
        }
        if (on(option, State_HasFocus))
            focusRing(painter, option->rect);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QIcon Style::standardIcon(StandardPixmap pixmap, const QStyleOption *option, const QWidget *widget) const
{
    if (pixmap == SP_LineEditClearButton)
        return icon(QStringLiteral("x"));
    return QProxyStyle::standardIcon(pixmap, option, widget);
}

} // namespace shell
