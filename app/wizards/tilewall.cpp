// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/tilewall.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

namespace wizards {

namespace {
constexpr int wallGap = 4;
constexpr int wallMargin = 2;

int commonHead(const std::vector<Tile> &tiles)
{
    if (tiles.size() < 2)
        return 0;
    const QString &first = tiles.front().name;
    qsizetype common = first.size();
    for (const Tile &tile : tiles)
        common = std::mismatch(first.begin(), first.begin() + qMin(common, tile.name.size()), tile.name.begin()).first - first.begin();
    while (common > 0 && first.at(common - 1).isDigit()) // 0017, not 17
        --common;
    return static_cast<int>(common);
}
} // namespace

TileWall::TileWall(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Hosts"));
    viewport()->setMouseTracking(true);
}

void TileWall::setTiles(std::vector<Tile> tiles)
{
    const std::string kept = current();
    m_tiles = std::move(tiles);
    m_places.clear();
    m_head = commonHead(m_tiles);
    for (std::size_t i = 0; i < m_tiles.size(); ++i)
        m_places[m_tiles[i].key] = static_cast<int>(i);
    const auto place = m_places.find(kept);
    m_current = place == m_places.end() ? -1 : place->second;
    arrange();
    viewport()->update();
}

void TileWall::updateTile(const Tile &tile)
{
    const auto place = m_places.find(tile.key);
    if (place == m_places.end())
        return;
    m_tiles[static_cast<std::size_t>(place->second)] = tile;
    viewport()->update(rectOf(place->second));
}

std::string TileWall::current() const { return m_current < 0 ? std::string() : m_tiles[static_cast<std::size_t>(m_current)].key; }

void TileWall::setCurrent(const std::string &key)
{
    if (const auto place = m_places.find(key); place != m_places.end())
        go(place->second);
}

QRect TileWall::tileRect(const std::string &key) const
{
    const auto place = m_places.find(key);
    return place == m_places.end() ? QRect() : rectOf(place->second);
}

void TileWall::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

// The largest tiles with which all are seen at once; the smallest ones scroll.
void TileWall::arrange()
{
    const int line = fontMetrics().height();
    const int count = static_cast<int>(m_tiles.size());
    const int width = viewport()->width() - 2 * wallMargin + wallGap;
    const std::pair<Fold, QSize> ways[] = {{Fold::Full, {line * 11, line * 2 + 14}}, {Fold::Line, {line * 9, line + 10}}, {Fold::Line, {line * 6, line + 8}}, {Fold::Shape, {line + 6, line + 6}}};
    for (const auto &[fold, size] : ways) {
        m_fold = fold;
        m_columns = qMax(1, width / (size.width() + wallGap));
        const int spread = fold == Fold::Shape || count < m_columns ? size.width() : width / m_columns - wallGap;
        m_size = {spread, size.height()};
        const int rows = (count + m_columns - 1) / m_columns;
        const int high = rows * (m_size.height() + wallGap) - wallGap + 2 * wallMargin;
        verticalScrollBar()->setRange(0, qMax(0, high - viewport()->height()));
        verticalScrollBar()->setPageStep(viewport()->height());
        verticalScrollBar()->setSingleStep(m_size.height() + wallGap);
        if (high <= viewport()->height())
            return;
    }
}

QRect TileWall::rectOf(int tile) const
{
    return {{wallMargin + tile % m_columns * (m_size.width() + wallGap), wallMargin + tile / m_columns * (m_size.height() + wallGap) - verticalScrollBar()->value()}, m_size};
}

int TileWall::tileAt(const QPoint &position) const
{
    const int column = (position.x() - wallMargin) / (m_size.width() + wallGap);
    const int row = (position.y() - wallMargin + verticalScrollBar()->value()) / (m_size.height() + wallGap);
    const int tile = row * m_columns + column;
    return column < m_columns && tile >= 0 && tile < static_cast<int>(m_tiles.size()) && rectOf(tile).contains(position) ? tile : -1;
}

void TileWall::go(int tile)
{
    if (m_tiles.empty())
        return;
    m_current = qBound(0, tile, static_cast<int>(m_tiles.size()) - 1);
    const QRect rect = rectOf(m_current);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < 0)
        bar->setValue(bar->value() + rect.top() - wallMargin);
    else if (rect.bottom() > viewport()->height())
        bar->setValue(bar->value() + rect.bottom() - viewport()->height() + wallMargin);
    const Tile &at = m_tiles[static_cast<std::size_t>(m_current)];
    setAccessibleDescription(at.name + QStringLiteral(": ") + at.badge.word);
    viewport()->update();
    emit currentChanged(at.key);
}

const QPixmap &TileWall::shape(models::Tone tone, int size)
{
    QPixmap &pixmap = m_shapes[{static_cast<int>(tone), size}];
    if (pixmap.isNull()) {
        pixmap = QPixmap(QSize(size, size) * devicePixelRatioF());
        pixmap.setDevicePixelRatio(devicePixelRatioF());
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        shell::theme::paintTone(painter, QRectF(1, 1, size - 2, size - 2), tone);
    }
    return pixmap;
}

// What all names begin with goes first, so that tiles of long names can be told apart.
QString TileWall::shortName(const QString &name, int width) const
{
    if (m_head < 4 || fontMetrics().horizontalAdvance(name) <= width)
        return fontMetrics().elidedText(name, Qt::ElideMiddle, width);
    return fontMetrics().elidedText(QChar(0x2026) + name.mid(m_head), Qt::ElideRight, width);
}

void TileWall::paintTile(QPainter &painter, int at)
{
    const shell::theme::Colors &c = shell::theme::colors();
    const Tile &tile = m_tiles[static_cast<std::size_t>(at)];
    const QRect r = rectOf(at);
    QColor tint = shell::theme::color(tile.badge.tone);
    tint.setAlphaF(c.dark ? 0.16f : 0.11f);
    const bool chosen = at == m_current;
    painter.setPen(chosen ? QPen(c.accent, hasFocus() ? 2 : 1.4) : QPen(Qt::NoPen));
    painter.setBrush(tint);
    painter.drawRoundedRect(QRectF(r).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4);
    const int mark = 15;
    if (m_fold == Fold::Shape)
        return painter.drawPixmap(r.x() + (r.width() - mark) / 2, r.y() + (r.height() - mark) / 2, shape(tile.badge.tone, mark));
    const int line = fontMetrics().height();
    const int top = m_fold == Fold::Full ? r.y() + 7 : r.y() + (r.height() - line) / 2;
    const QRect text(r.x() + 30, top, r.width() - 38, line);
    painter.drawPixmap(r.x() + 9, top + (line - mark) / 2, shape(tile.badge.tone, mark));
    painter.setPen(c.text);
    painter.drawText(text, Qt::AlignVCenter, shortName(tile.name, text.width()));
    if (m_fold == Fold::Full) {
        painter.setPen(tile.badge.tone == models::Tone::Ok || tile.badge.tone == models::Tone::Working ? c.dim : shell::theme::color(tile.badge.tone));
        painter.drawText(text.translated(0, line), Qt::AlignVCenter, fontMetrics().elidedText(tile.badge.word, Qt::ElideRight, text.width()));
    }
    if (tile.fraction >= 0)
        painter.fillRect(QRectF(r.x() + 4, r.bottom() - 2, (r.width() - 8) * qMin(1.0, tile.fraction), 2), c.working);
}

void TileWall::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_tiles.empty()) {
        painter.setPen(shell::theme::colors().dim);
        return painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), int(Qt::AlignCenter) | Qt::TextWordWrap, m_emptyText);
    }
    const int step = m_size.height() + wallGap;
    const int first = qMax(0, (event->rect().top() + verticalScrollBar()->value() - wallMargin) / step) * m_columns;
    const int last = qMin(static_cast<int>(m_tiles.size()), ((event->rect().bottom() + verticalScrollBar()->value()) / step + 1) * m_columns);
    for (int i = first; i < last; ++i)
        paintTile(painter, i);
}

void TileWall::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void TileWall::mousePressEvent(QMouseEvent *event)
{
    if (const int tile = tileAt(event->pos()); tile >= 0)
        go(tile);
}

void TileWall::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int tile = tileAt(event->pos()); tile >= 0)
        emit activated(m_tiles[static_cast<std::size_t>(tile)].key);
}

void TileWall::search(const QString &typed)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_typed = now - m_typedAt > 1000 ? typed : m_typed + typed;
    m_typedAt = now;
    for (int i = 0; i < static_cast<int>(m_tiles.size()); ++i)
        if (m_tiles[static_cast<std::size_t>(i)].name.startsWith(m_typed, Qt::CaseInsensitive))
            return go(i);
}

void TileWall::keyPressEvent(QKeyEvent *event)
{
    const int page = qMax(1, viewport()->height() / (m_size.height() + wallGap)) * m_columns;
    switch (event->key()) {
    case Qt::Key_Left: return go(m_current - 1);
    case Qt::Key_Right: return go(m_current + 1);
    case Qt::Key_Up: return go(m_current < m_columns ? m_current : m_current - m_columns);
    case Qt::Key_Down: return go(m_current + m_columns);
    case Qt::Key_PageUp: return go(m_current - page);
    case Qt::Key_PageDown: return go(m_current + page);
    case Qt::Key_Home: return go(0);
    case Qt::Key_End: return go(static_cast<int>(m_tiles.size()) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            emit activated(current());
        return;
    default: break;
    }
    if (event->text().isEmpty() || !event->text().front().isPrint() || (event->modifiers() & ~Qt::ShiftModifier) != Qt::NoModifier)
        return QAbstractScrollArea::keyPressEvent(event);
    search(event->text());
}

bool TileWall::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int tile = tileAt(help->pos());
        if (tile < 0) {
            QToolTip::hideText();
        } else {
            const Tile &t = m_tiles[static_cast<std::size_t>(tile)];
            QToolTip::showText(help->globalPos(), t.name + QLatin1Char('\n') + t.badge.word + (t.badge.tip.isEmpty() ? QString() : QStringLiteral(": ") + t.badge.tip), viewport(), rectOf(tile));
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TileWall::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_shapes.clear();
        arrange();
    }
}

void TileWall::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0)
        go(0);
    viewport()->update();
}

void TileWall::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace wizards
