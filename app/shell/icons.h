// SPDX-License-Identifier: GPL-3.0-or-later
// Line icons of the resources in the colour of the text beside them, whatever the palette is when they are painted.
#pragma once
#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace shell {

/// By its file's name without ".svg". Follows the palette and dims when disabled.
QIcon icon(const QString &name);
QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio);

} // namespace shell
