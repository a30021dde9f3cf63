// SPDX-License-Identifier: GPL-3.0-or-later
// The figures as Prometheus text, under the metric names of lustrefs-exporter, so that boards made for it work.
#pragma once
#include "agent/collect/figure.h"

#include <map>

namespace collect {

struct Metric {
    std::string name, help;
    Kind kind = Kind::Gauge;
    std::map<std::string, std::string> samples{}; ///< "{component=\"ost\",...}" with the labels in the exporter's order, and the value
};

/// Figures that the exporter has no name for are left out. Sorted by name.
std::vector<Metric> prometheusMetrics(const Readings &all);
std::string prometheusText(const std::vector<Metric> &metrics);

} // namespace collect
