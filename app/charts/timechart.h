// SPDX-License-Identifier: GPL-3.0-or-later
// Values over time: lines, filled, on top of each other, or mirrored (reads above zero, writes below), with what lay between lowest
// and highest of each bucket, holes where nothing was measured, and what happened on the axis.
#pragma once
#include "app/charts/chart.h"
#include "app/charts/scale.h"
#include "app/charts/tip.h"

#include <set>

namespace charts {

class TimeChart : public Chart {
    Q_OBJECT
public:
    enum class Shape : std::uint8_t { Lines, Areas, Stacked, Mirrored };

    TimeChart(TimeAxis &axis, Shape shape, Unit unit, QWidget *parent = nullptr);
    void setTop(double top); ///< the scale always reaches there (1 for a share)

    Sheet sheet(bool exact) const override;
    QString summary() const override;
    std::vector<LegendItem> legend() const override;
    void toggle(const std::string &key) override;
    void isolate(const std::string &key) override;
    bool canBeLogarithmic() const override { return m_shape == Shape::Lines || m_shape == Shape::Areas; }
    void setLogarithmic(bool logarithmic) override;
    const Scale &scale() const { return m_scale; }
    QRect plot() const;              ///< where the lines are, in widget coordinates
    TipText tipAt(Ms at) const;
    QSize sizeHint() const override { return {420, 170}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    int points() const override;
    bool compares() const override { return m_shape != Shape::Stacked; }
    void answerTaken() override;
    void paintPicture(QPainter &painter) override;
    void paintOver(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Drawn; ///< a line as it is painted: with its sign and what it stands on
    bool shown(const Line &line) const { return m_hidden.count(line.key) == 0; }
    bool below(const Line &line) const;
    QColor colourOf(std::size_t line) const;
    void fitScale();
    Ms timeAt(int x) const;
    double x(Ms at) const;
    void paintGrid(QPainter &painter, const QRect &plot) const;
    void paintGaps(QPainter &painter, const QRect &plot) const;
    void paintLines(QPainter &painter, const QRect &box) const;

    Shape m_shape;
    Unit m_unit;
    Scale m_scale;
    double m_top = 0;
    bool m_logarithmic = false;
    std::set<std::string> m_hidden;
    std::vector<std::size_t> m_colours; ///< of the answer's lines
    Range m_painted;                    ///< what the picture shows; the axis may be further already
    enum class Drag : std::uint8_t { None, Select, Pan } m_drag = Drag::None;
    int m_dragFrom = 0, m_dragTo = 0;
};

} // namespace charts
