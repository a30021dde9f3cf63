// SPDX-License-Identifier: GPL-3.0-or-later
// A wall of tiles, one a host: shape, colour, name and word where there is room; many hosts fold to small tiles of the shape alone.
// Painted by itself, so that a thousand of them cost as little as ten.
#pragma once
#include "app/models/tone.h"

#include <QAbstractScrollArea>
#include <QPixmap>
#include <map>
#include <string>
#include <vector>

namespace wizards {

struct Tile {
    std::string key;
    QString name;
    models::Badge badge;
    double fraction = -1; ///< of work under way; -1: none is shown
};

class TileWall : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TileWall(QWidget *parent = nullptr);
    /// In the order in which they are shown; the current one stays if it is among them.
    void setTiles(std::vector<Tile> tiles);
    void updateTile(const Tile &tile); ///< by its key; nothing when it is not shown
    const std::vector<Tile> &tiles() const { return m_tiles; }
    std::string current() const;       ///< empty: none
    void setCurrent(const std::string &key);
    QRect tileRect(const std::string &key) const; ///< in the viewport
    void setEmptyText(const QString &text);
    QSize sizeHint() const override { return {320, 240}; }

signals:
    void currentChanged(const std::string &key);
    void activated(const std::string &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Fold : std::uint8_t { Full, Line, Shape };
    void arrange();
    QRect rectOf(int tile) const;
    int tileAt(const QPoint &position) const;
    void go(int tile);
    QString shortName(const QString &name, int width) const;
    void paintTile(QPainter &painter, int tile);
    const QPixmap &shape(models::Tone tone, int size);
    void search(const QString &typed);

    std::vector<Tile> m_tiles;
    std::map<std::string, int> m_places;
    std::map<std::pair<int, int>, QPixmap> m_shapes;
    QString m_emptyText, m_typed;
    qint64 m_typedAt = 0;
    QSize m_size{180, 46};
    Fold m_fold = Fold::Full;
    int m_columns = 1, m_current = -1;
    int m_head = 0; ///< letters that all names begin with, less the number they end in
};

} // namespace wizards
