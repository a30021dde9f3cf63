// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of lines and of heat, for dark and light, chosen to stay apart for colour-blind eyes (after the Okabe-Ito set; heat by
// lightness alone).
#pragma once
#include <QColor>
#include <array>

namespace charts {

inline constexpr int readColour = 0, writeColour = 1;

/// Of the n-th line; from the tenth on the same again, lighter or darker.
QColor lineColour(int n);
/// 256 steps from "nothing" to "most", as 0xffrrggbb.
const std::array<QRgb, 256> &heatColours();
/// For what is less than `whole` full: calm, then warning, then error.
QColor fullColour(double share);

} // namespace charts
