// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules of the catalogue which test raises and ends through the simulated cluster: each in exactly one of them.
#pragma once
#include <algorithm>
#include <iterator>
#include <set>
#include <string>

inline const std::set<std::string> rulesOfHosts{"server-lost", "server-restarted", "agent-silent", "agent-trouble", "agent-was-silent", "agent-other-version", "lnet-down",
    "lnet-interface-down", "lnet-health", "lnet-drops", "clock-off", "clock-unsynchronized", "no-time-service", "several-time-services", "load-high", "memory-low",
    "swap-used", "out-of-memory", "interface-errors", "lustre-unhealthy", "lustre-versions-differ", "unequal-parameters", "pool-unhealthy",
    "pacemaker-stopped", "corosync-stopped", "software-missing"};

/// Raised by what hosts log (tst_logalerts).
inline const std::set<std::string> rulesOfMessages{"log-lbug", "log-evictions", "log-recovery-aborted", "log-slow-io", "log-slow-creates", "log-hung-thread", "log-damaged",
    "log-disk-error", "log-checksum", "log-mmp", "log-nids"};

/// Raised by Corosync and Pacemaker (tst_catalogueha; by recordings of a real cluster in tests/unit/tst_haalerts).
inline const std::set<std::string> rulesOfClusters{"ha-node-offline", "ha-node-unclean", "ha-node-standby", "ha-no-quorum", "ha-link-down", "ha-resource-failed",
    "ha-resource-blocked", "ha-resource-misplaced", "ha-fencing-failed", "ha-fencing-off", "ha-fence-device", "ha-not-proven", "ha-maintenance", "ha-cib-changed",
    "ha-members-disagree"};

inline const std::set<std::string> rulesOfTargets{"target-offline", "target-unreachable", "target-mounted-twice", "target-moved", "target-recovery", "target-recovery-long",
    "target-recovery-incomplete", "target-evictions", "ost-degraded", "target-strange-nids", "target-conflict", "target-without-mmp", "target-days-to-full-space",
    "target-days-to-full-inodes", "ost-space-80", "ost-space-90", "ost-space-95", "ost-inodes-80", "ost-inodes-90", "ost-inodes-95", "mdt-space-80", "mdt-space-90",
    "mdt-space-95", "mdt-inodes-80", "mdt-inodes-90", "mdt-inodes-95", "filesystem-unavailable", "filesystem-incomplete", "filesystem-space-90", "filesystem-inodes-90"};

/// Rules that are in one of the two only.
inline std::string differences(const std::set<std::string> &a, const std::set<std::string> &b)
{
    std::set<std::string> all;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(all, all.end()));
    std::string text;
    for (const std::string &one : all)
        text += (text.empty() ? "" : ", ") + one;
    return text;
}
