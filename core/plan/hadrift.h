// SPDX-License-Identifier: GPL-3.0-or-later
// What differs from what is wanted, clusters of Corosync and Pacemaker included.
#pragma once
#include "core/inventory/wanted.h"

namespace plan {

/// inventory::drift and what only the planner's model knows: members that do not run, settings, fencing and resources that are configured
/// in another way, servers in standby, maintenance left on.
std::vector<inventory::Drift> drift(const inventory::World &world, const inventory::Wanted &wanted);

} // namespace plan
