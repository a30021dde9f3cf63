// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dashboard.h"
#include "app/shell/theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

namespace pages {

namespace {

constexpr std::size_t statesShown = 2;

} // namespace

StateTile::StateTile(const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
{
    setObjectName(name);
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

QSize StateTile::sizeHint() const
{
    const QFontMetrics fm = fontMetrics();
    return {220, fm.height() * (1 + static_cast<int>(statesShown)) + QFontMetrics(shell::theme::heading()).height() + 30};
}

void StateTile::setStates(std::vector<State> states)
{
    m_states = std::move(states);
    QStringList words;
    for (const State &state : m_states)
        words << QStringLiteral("%1 %2").arg(QLocale().toString(state.count), state.badge.word);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setToolTip(words.join(QLatin1Char('\n')));
    update();
}

void StateTile::paintEvent(QPaintEvent *)
{
    const shell::theme::Colors &c = shell::theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? c.accent : c.hairline, 1));
    painter.setBrush(underMouse() ? c.hover : c.page);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    int all = 0;
    for (const State &state : m_states)
        all += state.count;
    QRect line = rect().adjusted(14, 8, -14, -8);
    painter.setPen(c.dim);
    painter.drawText(line, Qt::AlignTop | Qt::AlignLeft, painter.fontMetrics().elidedText(m_title, Qt::ElideRight, line.width()));
    line.translate(0, fontMetrics().height() + 2);
    painter.setFont(shell::theme::heading());
    painter.setPen(c.text);
    painter.drawText(line, Qt::AlignTop | Qt::AlignLeft, QLocale().toString(all));
    line.translate(0, painter.fontMetrics().height() + 2);
    painter.setFont(font());
    const QFontMetrics fm = fontMetrics();
    for (std::size_t i = 0; i < m_states.size() && i < statesShown; ++i) {
        const State &state = m_states[i];
        const bool rest = i + 1 == statesShown && m_states.size() > statesShown;
        shell::theme::paintTone(painter, QRectF(line.left(), line.top() + (fm.height() - 11) / 2.0, 11, 11), state.badge.tone);
        painter.setPen(c.text);
        const QString text = QStringLiteral("%1 %2").arg(QLocale().toString(state.count), state.badge.word) + (rest ? QStringLiteral(" …") : QString());
        painter.drawText(line.adjusted(18, 0, 0, 0), Qt::AlignTop | Qt::AlignLeft, fm.elidedText(text, Qt::ElideRight, line.width() - 18));
        line.translate(0, fm.height() + 2);
    }
}

void StateTile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        emit opened();
}

void StateTile::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        return emit opened();
    QWidget::keyPressEvent(event);
}

} // namespace pages
