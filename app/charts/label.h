// SPDX-License-Identifier: GPL-3.0-or-later
// The short texts beside an axis. Most are the same at each painting and in each chart of a page: they are laid out once and kept.
#pragma once
#include <QRect>
#include <QString>

class QPainter;

namespace charts {

/// In one line, in the painter's font; what is wider than the rectangle stands over it. Only in the window's thread.
void paintLabel(QPainter &painter, const QRect &where, Qt::Alignment alignment, const QString &text);

} // namespace charts
