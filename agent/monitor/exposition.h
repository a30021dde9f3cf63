// SPDX-License-Identifier: GPL-3.0-or-later
// All figures of now as Prometheus' text format, under the metric names of lustrefs-exporter.
#pragma once
#include <cstddef>
#include <string>

namespace monitor {

/// Reads everything anew, whole job statistics included: to be called in a process of its own, for its memory and for files that hang.
std::string exposition(const std::string &sysroot, std::size_t mostJobs = 5000);

} // namespace monitor
