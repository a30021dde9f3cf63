// SPDX-License-Identifier: GPL-3.0-or-later
// Paints lines of buckets; they are on the painter when the Plotter goes.
#pragma once
#include "app/charts/ink.h"
#include "app/charts/scale.h"

#include <QRect>

class QPainter;

namespace charts {

class Plotter {
public:
    struct Layer {
        const Line *line;
        QColor colour;
    };
    Plotter(QPainter &painter, const QRect &box, const Range &range, const Scale &scale);
    ~Plotter();
    Plotter(const Plotter &) = delete;

    /// The means, with a band from lowest to highest, or filled down (or up) to zero.
    void line(const Answer &answer, const Line &line, const QColor &colour, bool below, bool filled);
    void dashed(const Answer &answer, const Line &line, const QColor &colour, bool below);
    void stack(const Answer &answer, const std::vector<Layer> &layers);

private:
    double x(const Answer &answer, int bucket) const; ///< of its middle
    double y(double value) const;
    void run(const Answer &answer, const Line &line, int from, int to, const QColor &colour, double sign, bool filled);

    QPainter &m_painter;
    QRect m_box;
    Range m_range;
    const Scale &m_scale;
    Ink m_ink;
};

} // namespace charts
