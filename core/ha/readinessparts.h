// SPDX-License-Identifier: GPL-3.0-or-later
// The single checks of readiness. Private to core/ha.
#pragma once
#include "core/ha/readiness.h"

namespace ha {

Check good(std::string id, std::string subject, std::string text);
Check bad(std::string id, std::string subject, std::string text, std::string remedy);
Check unknown(std::string id, std::string subject, std::string text, std::string remedy);
Check notBlocking(Check check);

/// What the checks of one cluster look at.
struct ClusterView {
    const ReadinessInput &input;
    const HaCluster &cluster;
    const ClusterStatus *status() const { return cluster.status.get(); }
    const Cib *cib() const { return cluster.cib.get(); }
    const protocol::HostInventory *host(const std::string &server) const;
    std::string nodeOf(const std::string &server) const;
    std::vector<std::string> servers() const;
};

// readinesscluster.cpp
Check checkPacemaker(const ClusterView &view);
Check checkAgreement(const ClusterView &view);
Check checkQuorum(const ClusterView &view);
Check checkQuorumAfter(const ClusterView &view);
Check checkStonith(const ClusterView &view);
Check checkMaintenance(const ClusterView &view);
Check checkDelay(const ClusterView &view);
Check checkVersions(const ClusterView &view, const std::vector<std::string> &servers);
Check checkParameters(const ClusterView &view, const std::vector<std::string> &servers);
Check checkLinks(const ClusterView &view, const std::string &server);
Check checkNode(const ClusterView &view, const std::string &server);
Check checkFencing(const ClusterView &view, const std::string &server);
Check checkProven(const ClusterView &view, const std::string &server);
Check checkTime(const ClusterView &view, const std::string &server);
Check checkMemory(const ClusterView &view, const std::string &server);
Check checkSpace(const ClusterView &view, const std::string &server);

// readinesstarget.cpp
TargetReadiness readinessOf(const ClusterView &view, const TargetResource &resource, const inventory::Target &target);

} // namespace ha
