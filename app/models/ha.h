// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters of Pacemaker as badges and rows: nodes, resources, fencing, readiness. Pure, as rows.h. Keys of rows are ids of objects
// where there is one ("server:oss1", "target:scratch-OST0003"), else something without a page ("node:x", "plain:x").
#pragma once
#include "app/models/table.h"
#include "core/ha/propose.h"
#include "core/ha/readiness.h"
#include "core/inventory/wanted.h"

namespace models {

/// There is a cluster, or some servers share a disk: high availability is worth a place in the tree.
bool hasHa(const inventory::World &world);

/// "a, b, c", all of them.
QString listText(const std::vector<std::string> &items);

Badge clusterBadge(const ha::HaCluster &cluster);
Badge nodeBadge(const ha::NodeStatus &node);
Badge resourceBadge(const ha::ResourceStatus &resource);
Badge gradeBadge(const ha::Check &check);
/// The page of a node: its server's, or nothing that has one.
std::string nodePlace(const ha::HaCluster &cluster, const std::string &node);
/// "oss1, oss2"
QString membersText(const ha::HaCluster &cluster);
/// "2 of 2 votes, quorate"; "no quorum: 1 of 4 votes, 3 needed"
QString quorumText(const ha::HaCluster &cluster);
/// The rings as a member sees them: "ring 0 up, ring 1 down".
Cell linksCell(const ha::ClusterMember *member);
/// Fence devices that can switch a node: "BMC (fence_ipmilan)"; those without a list of hosts are any node's.
std::vector<std::string> fenceDevicesOf(const ha::Cib *cib, const std::string &node);

std::vector<Column> clusterColumns();
std::vector<Row> clusterRows(const inventory::World &world, const ha::Readiness &readiness);
std::vector<Column> proposalColumns();
std::vector<Row> proposalRows(const std::vector<ha::Proposal> &proposals); ///< keys: "pair:NAME"
std::vector<Column> nodeColumns();
std::vector<Row> nodeRows(const ha::HaCluster &cluster, const std::map<std::string, std::int64_t> &proven);
std::vector<Column> resourceColumns();
std::vector<Row> resourceRows(const ha::HaCluster &cluster, const inventory::World &world);
std::vector<Column> fencingColumns();
std::vector<Row> fencingRows(const ha::HaCluster &cluster);
std::vector<Column> readinessColumns();
/// First the cluster as a whole, then its targets.
std::vector<Row> readinessRows(const ha::Readiness &readiness, const std::string &cluster, bool onlyNotReady);
std::vector<Column> checkColumns();
std::vector<Row> checkRows(const std::vector<ha::Check> &checks);

/// "Ready", "Not ready", "not known" of a target, with its first reason; of a target that is not in `readiness`: empty.
Badge readyBadge(const ha::Readiness &readiness, const std::string &target);
/// How many of a cluster's targets could fail over now, as words.
QString readySummary(const ha::Readiness &readiness, const std::string &cluster);

} // namespace models
