// SPDX-License-Identifier: GPL-3.0-or-later
// Which of all that the readers find is worth a series: what a chart or an alert can use.
#pragma once
#include "agent/collect/figure.h"

namespace monitor {

bool isKept(const collect::Figure &figure);
bool isKept(const collect::Fact &fact);
/// Takes out what is not kept.
void choose(collect::Readings &readings);

} // namespace monitor
