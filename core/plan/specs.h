// SPDX-License-Identifier: GPL-3.0-or-later
// Specifications made complete: indices, servers, and what stands against them. Private to plan.
#pragma once
#include "core/plan/planner.h"

namespace plan {

/// Fills what the person left open: MDT indices (the combined or first one is 0), OST indices round-robin over the primary
/// servers, so that consecutive ones stand on different servers, and primary and failover of the volumes. `adding` goes on
/// after the highest index that the file system has or ever was planned to have. Errors: BadArgument, Conflict.
base::Result<inventory::FileSystemSpec> completed(const inventory::FileSystemSpec &spec, const inventory::World &world,
    const inventory::Wanted &wanted, bool adding);

} // namespace plan
