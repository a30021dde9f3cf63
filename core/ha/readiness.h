// SPDX-License-Identifier: GPL-3.0-or-later
// Whether each target could fail over now, and why not. Nothing is assumed: what nobody has said is unknown, and unknown is not ready.
#pragma once
#include "core/inventory/haparse.h"
#include "core/inventory/wanted.h"

namespace ha {

struct ReadinessInput {
    const inventory::World &world;
    /// Server -> when a test last switched it off and its targets came up elsewhere, ms since the epoch. Absent: never.
    const std::map<std::string, std::int64_t> &provenAt;
    std::int64_t now = 0;   ///< ms since the epoch
    int provenDays = 180;   ///< a proof is good for so long
};

enum class Grade : std::uint8_t { Ok, Bad, Unknown };

/// One thing that was looked at. `id` is one of: cluster, pacemaker, agree, quorum, quorum-after, links, stonith, maintenance, node, fencing,
/// proven, delay, versions, parameters, lnet, time, memory, space, device, mmp, nids, agent, mountpoint, resource, bans, failures.
struct Check {
    std::string id, subject;  ///< subject: a server; empty: the whole
    Grade grade = Grade::Unknown;
    std::string text;         ///< what was found, a sentence
    std::string remedy{};     ///< what to do; empty when good
    bool blocking = true;     ///< a failover would not happen or not work; false: it may, but with a risk
};

struct TargetReadiness {
    std::string target, label, cluster; ///< ObjectId; as shown; name, empty: under no cluster
    std::string active, partner;        ///< where it is; who would take it
    std::vector<Check> checks{};
    bool ready = false;                 ///< it could fail over now
    int score = 0;                      ///< of 100
};

struct ClusterReadiness {
    std::string cluster;
    std::vector<std::string> servers{};
    std::vector<Check> checks{};
    bool ready = false, proven = false; ///< proven: each member's fencing was proven, and lately enough
    std::int64_t provenAt = 0;          ///< the oldest of its members' proofs, ms; 0: some member was never proven
    int score = 0;
};

struct Readiness {
    std::vector<TargetReadiness> targets{};   ///< by label
    std::vector<ClusterReadiness> clusters{}; ///< by name
    std::size_t ready() const;
    /// "46 of 48 could fail over now"; "all 48 could fail over now".
    std::string summary() const;
};

/// Targets that are under Pacemaker, and those that more than one server could mount.
Readiness readiness(const ReadinessInput &input);

/// 100 when all is good; a blocking check weighs twice, unknown counts half.
int scoreOf(const std::vector<Check> &checks);
bool isReady(const std::vector<Check> &checks);

} // namespace ha
