// SPDX-License-Identifier: GPL-3.0-or-later
// From the stored series of a measure's figures to the lines of a chart: sums over targets and servers, shares, one line a label.
#pragma once
#include "app/charts/measures.h"
#include "core/monitor/store.h"

namespace charts {

/// The time of a chart's buckets.
struct Grid {
    Ms begin = 0, step = 1000;
    int count = 0;
};

/// What is asked of the store for a part of a measure, without times.
monitoring::Selector selectorOf(const Part &part, const std::string &targetPattern, const std::vector<std::string> &servers);

/// `over` and `under`: what the store has for each part of the measure, in the same order. The same target on two servers (a
/// failover) counts once: of the larger of both. Lines in natural order of their names.
std::vector<Line> fold(const Measure &measure, const Term &term, int termIndex, const Grid &grid,
    const std::vector<std::vector<const monitoring::Line *>> &over, const std::vector<std::vector<const monitoring::Line *>> &under);

/// No more than `most` lines: the largest, and one for all others together.
void keepLargest(std::vector<Line> &lines, std::size_t most);

} // namespace charts
