// SPDX-License-Identifier: GPL-3.0-or-later
// Paints cells of tables and trees: shape before the state's word, bars, figures of equal width, a hairline below each row, and
// the glow of a row that changed.
#pragma once
#include <QStyledItemDelegate>

namespace shell {

constexpr int rowHeight = 26;
constexpr int glowMs = 1200;

/// Right-aligned digits of equal width, so that columns of figures can be compared by eye.
void drawTabular(QPainter &painter, const QRect &rect, const QString &text);

class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// Names differ at their ends and are cut in the middle; sentences and lines of a log are cut at the end.
    void setElide(Qt::TextElideMode mode) { m_elide = mode; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

private:
    Qt::TextElideMode m_elide = Qt::ElideMiddle;
};

} // namespace shell
