// SPDX-License-Identifier: GPL-3.0-or-later
// The two palettes, the fonts, and which of them is in use. Colours of states are chosen so that no two are alike to
// colour-blind eyes; each has its own shape beside.
#pragma once
#include "app/models/tone.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <optional>

class QApplication;
class QPainter;

namespace shell::theme {

enum class Mode : std::uint8_t { System, Dark, Light };

struct Colors {
    bool dark = false;
    QColor page, side, raised, hairline, border, text, dim, faint, accent, onAccent, selection, hover;
    QColor ok, warning, error, unknown, working;
};

/// Loads fonts, sets style and palette, and follows the desktop when `mode` is System.
void setUp(QApplication &app, Mode mode);
void use(Mode mode); ///< changes while running
std::optional<Mode> modeFromWord(const QString &word); ///< "system", "dark", "light"

const Colors &colors();
QColor color(models::Tone tone);
/// The colour of a cluster's mark, by its name in profile::colours().
QColor mark(const QString &name);
void paintTone(QPainter &painter, const QRectF &box, models::Tone tone);

/// A small boxed word ("PROD") at the right of `rect`; returns the width that it took.
int paintTag(QPainter &painter, const QRect &rect, const QString &text);

QFont heading();      ///< 18 pt
QFont section();      ///< 13 pt
QFont strong();       ///< body, semibold
QFont mono();         ///< what a terminal would show

} // namespace shell::theme
