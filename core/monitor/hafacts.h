// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about Corosync and Pacemaker. Internal to core/monitor.
#pragma once
#include "core/monitor/facts.h"

namespace monitoring {

struct FactRow {
    std::string_view name, meaning;
    FactGetter get;
};

/// Those of high availability; of clusters these are all that there are.
std::span<const FactRow> haFactsOf(Scope scope);

} // namespace monitoring
