// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, on the time axis of a chart: a triangle below the plot, and a line through it while there are few.
#pragma once
#include "app/charts/source.h"

#include <QRect>

class QPainter;

namespace charts {

/// The marks of `range` over `box`, the plot. Where many lie together the worst is seen.
void paintMarks(QPainter &painter, const QRect &box, const Range &range, const std::vector<Mark> &marks);
/// Those within a few pixels of x.
std::vector<const Mark *> marksNear(int x, const QRect &box, const Range &range, const std::vector<Mark> &marks);
/// "02:51:12  oss3 does not answer", at most a handful.
QStringList markTexts(const std::vector<const Mark *> &marks);

} // namespace charts
