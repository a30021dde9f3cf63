// SPDX-License-Identifier: GPL-3.0-or-later
// A line as small as a word, without axes: in a table's cell or beside a fact.
#pragma once
#include "app/charts/chart.h"

namespace charts {

/// Into `box`; the scale goes from zero to the highest. Holes stay holes.
void paintSparkline(QPainter &painter, const QRectF &box, const std::vector<Bucket> &buckets, const QColor &colour, double top = 0);

class Sparkline : public Chart {
    Q_OBJECT
public:
    Sparkline(TimeAxis &axis, Unit unit, QWidget *parent = nullptr);
    Sheet sheet(bool exact) const override;
    QString summary() const override;
    QSize sizeHint() const override { return {120, 24}; }

protected:
    int points() const override { return std::max(2, width() / 2); }
    void paintPicture(QPainter &painter) override;

private:
    Unit m_unit;
};

} // namespace charts
