// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/palette.h"

#include "app/shell/theme.h"

#include <algorithm>

namespace charts {

namespace {

using Ramp = std::array<QRgb, 256>;

template <std::size_t n> Ramp rampOf(const std::array<QRgb, n> &anchors)
{
    Ramp ramp{};
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        const double at = static_cast<double>(i) / 255 * static_cast<double>(n - 1);
        const std::size_t first = std::min(static_cast<std::size_t>(at), n - 2);
        const double share = at - static_cast<double>(first);
        const auto mix = [&](int a, int b) { return static_cast<int>(a + (b - a) * share + 0.5); };
        const QRgb a = anchors[first], b = anchors[first + 1];
        ramp[i] = qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
    }
    return ramp;
}

} // namespace

QColor lineColour(int n)
{
    static constexpr std::array<QRgb, 9> dark{0xff5b9cf5, 0xffe8a33a, 0xff43bf9f, 0xffee7754, 0xffb394f2, 0xff7fd0f0, 0xffd8ce5a, 0xfff07aa5, 0xffa0a9b4};
    static constexpr std::array<QRgb, 9> light{0xff1f63c6, 0xffb86a00, 0xff0d7f69, 0xffc04420, 0xff6d4bc3, 0xff1c87b4, 0xff857600, 0xffb8336a, 0xff56657a};
    const bool isDark = shell::theme::colors().dark;
    const QColor base = QColor::fromRgb((isDark ? dark : light)[static_cast<std::size_t>(n) % dark.size()]);
    const int round = n / static_cast<int>(dark.size()) % 3;
    return round == 0 ? base : round == 1 ? base.darker(isDark ? 145 : 140) : base.lighter(isDark ? 125 : 145);
}

const std::array<QRgb, 256> &heatColours()
{
    static const Ramp dark = rampOf(std::array<QRgb, 6>{0xff1b222b, 0xff1d3a63, 0xff48546f, 0xff857d74, 0xffc9ab55, 0xffffea46});
    static const Ramp light = rampOf(std::array<QRgb, 6>{0xfff1f4f8, 0xffc3d6ea, 0xff85acd6, 0xff4a7cb8, 0xff1f4c8c, 0xff0a2350});
    return shell::theme::colors().dark ? dark : light;
}

QColor fullColour(double share)
{
    const shell::theme::Colors &c = shell::theme::colors();
    return share >= 0.95 ? c.error : share >= 0.85 ? c.warning : c.accent;
}

} // namespace charts
