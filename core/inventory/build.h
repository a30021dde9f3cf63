// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of buildWorld, in the order in which they run. Private to inventory.
#pragma once
#include "core/inventory/nids.h"
#include "core/machine/check.h"

#include <set>

namespace inventory {

std::vector<ObjectId> sortedByIndex(const WorldData &world, std::vector<ObjectId> ids);
/// A comma and "and" between them: "oss1, oss2 and oss3".
std::string listed(const std::vector<std::string> &words);

void addServers(WorldData &world, const std::vector<HostReport> &reports);
void addVolumes(WorldData &world, const std::vector<HostReport> &reports);
void addTargets(WorldData &world, const std::vector<HostReport> &reports, const NidMap &nids);
/// Primary and failover of volumes that no target decides for.
void balance(WorldData &world);
void addFilesystems(WorldData &world, const NidMap &nids);
void addClientMounts(WorldData &world, const std::vector<HostReport> &reports);
/// Clusters of Corosync and Pacemaker; says of the targets which are under them.
void addClusters(WorldData &world, const std::vector<HostReport> &reports);

/// The state of a file system from the states of its targets. `ownMgs`: null or its MGS that serves nobody else.
machine::State filesystemState(std::size_t mounted, std::size_t unknown, std::size_t total);

} // namespace inventory
