// SPDX-License-Identifier: GPL-3.0-or-later
// One row a line (an OST), time to the right, colour by value relative to the most that is seen. A click on a cell leads to what
// happened there.
#pragma once
#include "app/charts/chart.h"
#include "app/charts/heatcells.h"

namespace charts {

class HeatMap : public Chart {
    Q_OBJECT
public:
    HeatMap(TimeAxis &axis, Unit unit, int columns = 120, QWidget *parent = nullptr);

    Sheet sheet(bool exact) const override;
    QString summary() const override;
    void setUnit(Unit unit) { m_unit = unit; }
    QRect plot() const;
    const HeatCells &cells() const { return m_cells; }
    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {180, 120}; }

protected:
    int points() const override { return m_columns; }
    void answerTaken() override;
    QRect ground() const override;
    void paintGround(QImage &picture) override;
    void paintPicture(QPainter &painter) override;
    void paintOver(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    int rowAt(int y) const;
    QRect rowRect(int row) const;
    void showTip(int row, Ms at, const QPoint &where);
    std::vector<const Mark *> marksAt(const QPoint &point) const;
    void paintNames(QPainter &painter, const QRect &plot);

    Unit m_unit;
    int m_columns;
    HeatCells m_cells;
    struct Names { ///< and all that their picture depends on
        QStringList shown;
        QRect box;
        QFont font;
        QColor colour;
        qreal ratio = 0;
        bool operator==(const Names &) const = default;
    } m_names;
    QImage m_namesPicture;
    int m_row = -1;              ///< where the crosshair is
};

} // namespace charts
