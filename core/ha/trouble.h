// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a cluster, a member of it or a target in it, in words that go on from its name. Empty: nothing that could be told. All
// of it is read from what Pacemaker and Corosync said last; whether that is lately enough is for the caller to judge.
#pragma once
#include "core/inventory/haparse.h"

namespace ha {

/// Devices that can switch a node off: by the topology, else by their host list or map; one without either is asked for all.
std::vector<std::string> fenceDevicesOf(const Cib &cib, const std::string &node);
/// Why a fence device would not answer: "chandelier-fence-1-oss1 failed to start on oss2".
std::string fenceTrouble(const ClusterStatus &status, const std::string &device);

/// "link 1 (10.20.0.4)": links over which a member reaches less than half of those members that are online.
std::string linksDown(const HaCluster &cluster, const ClusterMember &member);
/// "reboot of oss1 failed: the device did not answer": nodes whose last fencing failed and which are not back since.
std::string fencingFailed(const ClusterStatus &status);
/// "the whole cluster", "oss1", "scratch-OST0000": what Pacemaker leaves alone because a person said so.
std::string inMaintenance(const HaCluster &cluster);

/// "start failed on oss1: not installed".
std::string resourceFailure(const ClusterStatus &status, const TargetResource &resource);
/// "runs on oss2, and its constraints want it on oss1, which is online".
std::string resourceMisplaced(const HaCluster &cluster, const TargetResource &resource);

/// The same as long as nobody configures anything: SHA-256 (hex) of <configuration> without what operating changes (target roles, is-managed,
/// standby, maintenance, marks of crm_resource --move) and without what Pacemaker itself notes there.
std::string configurationSum(const Cib &cib);
/// "root with cibadmin on oss1"; as far as the status tells.
std::string lastChangeBy(const ClusterStatus &status);

} // namespace ha
