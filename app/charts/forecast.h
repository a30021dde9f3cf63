// SPDX-License-Identifier: GPL-3.0-or-later
// When something will be full, from how it filled until now: the median of the slopes between all pairs of moments (Theil and Sen), which
// a purge or a burst of one night does not turn over.
#pragma once
#include "app/charts/source.h"

namespace charts {

struct Forecast {
    enum class State : std::uint8_t { NoHistory, NotFilling, Filling };
    State state = State::NoHistory;
    double days = 0;   ///< until it is full; of Filling
    double perDay = 0; ///< share of the whole
};

/// `shares`: how full it was, 0 to 1. Less than a day of it is no history.
Forecast forecast(const std::vector<Bucket> &shares, Ms step);

/// "in about 23 days", "not filling", "no history yet".
QString forecastText(const Forecast &forecast);

} // namespace charts
