// SPDX-License-Identifier: GPL-3.0-or-later
// What a person without a mouse could not get to.
#pragma once
#include <QStringList>

class QWidget;

namespace support {

/// Goes once round `window` with the Tab key. A line each for the buttons, fields, lists and tables that are visible and enabled and were not
/// come by: kind, name, words. One of several radio buttons stands for all: the arrow keys lead to the others.
QStringList outOfReach(QWidget &window);

} // namespace support
