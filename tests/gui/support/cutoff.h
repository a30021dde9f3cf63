// SPDX-License-Identifier: GPL-3.0-or-later
// What a person could not read whole: labels and buttons that have less room than their words want, or stand out of what they are in.
#pragma once
#include <QStringList>

class QWidget;

namespace support {

/// Of all that is visible in `root`, a line each: kind, name, size, words. What elides by itself, and lists that scroll, are not meant.
QStringList cutOff(const QWidget &root);

} // namespace support
