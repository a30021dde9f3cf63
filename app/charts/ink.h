// SPDX-License-Identifier: GPL-3.0-or-later
// The lines and areas of one chart, written pixel by pixel and laid over the grid at once. Points come in order of time, so a column of
// pixels holds one span of each line: a tenth of what the raster engine pays for antialiased polylines of a thousand corners.
#pragma once
#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <vector>

class QPainter;

namespace charts {

class Ink {
public:
    /// `ratio`: device pixels of one of the box's.
    Ink(const QRect &box, qreal ratio);

    enum class Style { Solid, Dashed };
    /// One device pixel wide. `points` ascend in x; a single one is a short dash.
    void line(const QPolygonF &points, const QColor &colour, Style style = Style::Solid);
    /// Between two lines whose points lie above each other.
    void between(const QPolygonF &top, const QPolygonF &foot, QColor colour, float alpha);
    void paint(QPainter &painter) const;

private:
    struct Span {
        float high, low; ///< rows; nothing is there when high is below low
    };
    void spread(const QPolygonF &points);
    void fillColumn(int column, float from, float to, QRgb ink);
    QPointF inside(const QPointF &point) const { return {(point.x() - m_box.left()) * m_ratio, (point.y() - m_box.top()) * m_ratio}; }

    QRect m_box;
    qreal m_ratio;
    QImage m_image;
    std::vector<Span> m_spans; ///< of the line that is drawn, by column
};

} // namespace charts
