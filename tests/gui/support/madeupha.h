// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters of Pacemaker over a made-up World: every pair of servers that share volumes is one, with two rings and a BMC each. All is
// well until a test changes it.
#pragma once
#include "core/ha/propose.h"
#include "core/inventory/wanted.h"

#include <functional>
#include <set>

namespace madeup {

/// Hosts as they are before: three networks, fence and resource agents, devices with names that do not change; no cluster.
inventory::World haReady(const inventory::World &world);
/// What the wizard would give for a pair: members, rings, targets, and fence devices at 10.9.0.x.
ha::ClusterSpec haSpec(const ha::Proposal &proposal);
/// With a cluster for each pair that proposePairs() finds, all of their targets under Pacemaker; `wanted` has their specifications.
/// Those whose names are in `foreign` were set up by others.
inventory::World withClusters(const inventory::World &world, inventory::Wanted &wanted, const std::set<std::string> &foreign = {});
/// Changes the status of a cluster.
inventory::World withStatus(const inventory::World &world, const std::string &cluster, const std::function<void(ha::ClusterStatus &)> &change);
/// oss2 died: fenced by oss1, its targets there, one of them failed first.
inventory::World afterDeath(const inventory::World &world, const std::string &cluster, const std::string &dead, std::int64_t at);

/// What fence_ipmilan says of itself, shortened.
extern const char *const ipmilanMetadata;

} // namespace madeup
