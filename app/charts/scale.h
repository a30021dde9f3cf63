// SPDX-License-Identifier: GPL-3.0-or-later
// The value axis: round ticks in units that fit. Bytes are IEC (1024), counts and their rates SI (1000).
#pragma once
#include "app/charts/source.h"

namespace charts {

/// "1.23 GiB/s", "12.4 k/s", "61 %", "3.2 ms": three figures that count; a dash for what is not known.
QString valueText(double value, Unit unit);

struct Scale {
    double low = 0, high = 1;
    bool logarithmic = false;
    Unit unit = Unit::Count;
    std::vector<double> ticks{};
    /// 0 at the foot, 1 at the top; outside: clamped on a logarithmic scale, which has no zero.
    double at(double value) const;
    QString text(double tick) const; ///< below zero as above: it is the other direction, not a debt
};

/// A scale from `low` (0 or less) to at least `high` with about `wanted` ticks.
Scale makeScale(double low, double high, Unit unit, int wanted, bool logarithmic = false);

} // namespace charts
