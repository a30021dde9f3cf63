// SPDX-License-Identifier: GPL-3.0-or-later
// What a host says of its cluster, compared without what changes by itself. Private to the poller.
#pragma once
#include "agent/protocol/ha.h"

#include <string>

namespace manager {

/// The JSON of a HaReport without the times of its tools.
protocol::Json steadyHa(protocol::Json ha);
std::size_t fingerprintOf(const protocol::HaReport &ha);
/// The name of its cluster while Corosync or Pacemaker runs; empty: it is in none.
std::string clusterOf(const protocol::HaReport &ha);

} // namespace manager
