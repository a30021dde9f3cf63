// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/readiness.h"

#include "core/ha/readinessparts.h"

#include <algorithm>

namespace ha {

namespace {

ClusterReadiness readinessOf(const ClusterView &v)
{
    ClusterReadiness out;
    out.cluster = v.cluster.name;
    out.servers = v.servers();
    out.checks = { checkPacemaker(v), checkAgreement(v), checkQuorum(v), checkQuorumAfter(v), checkStonith(v), checkMaintenance(v), checkDelay(v),
        checkVersions(v, out.servers), checkParameters(v, out.servers) };
    out.proven = !out.servers.empty();
    for (const std::string &s : out.servers) {
        for (Check &c : std::vector<Check> { checkNode(v, s), checkLinks(v, s), checkFencing(v, s), checkProven(v, s), checkTime(v, s), checkMemory(v, s), checkSpace(v, s) }) {
            out.proven = out.proven && (c.id != "proven" || c.grade == Grade::Ok);
            out.checks.push_back(std::move(c));
        }
        const auto proof = v.input.provenAt.find(s);
        const std::int64_t at = proof == v.input.provenAt.end() ? 0 : proof->second;
        out.provenAt = s == out.servers.front() ? at : std::min(out.provenAt, at);
    }
    out.ready = isReady(out.checks);
    out.score = scoreOf(out.checks);
    return out;
}

TargetReadiness unguarded(const inventory::Target &t)
{
    TargetReadiness out { t.id, t.label, {}, t.active, t.servers.size() > 1 ? t.failover : std::string(), {}, false, 0 };
    out.checks.push_back(bad("cluster", {}, t.label + " is not under Pacemaker: when its server dies it stays down until a person mounts it elsewhere.", "Make a cluster of its servers, and hand it over."));
    return out;
}

int halves(const Check &c)
{
    const int weight = c.blocking ? 2 : 1;
    return c.grade == Grade::Ok ? 2 * weight : c.grade == Grade::Unknown ? weight : 0;
}

} // namespace

int scoreOf(const std::vector<Check> &checks)
{
    int reached = 0, all = 0;
    for (const Check &c : checks) {
        reached += halves(c);
        all += c.blocking ? 4 : 2;
    }
    return all == 0 ? 0 : reached * 100 / all; // rounded down: 100 only when all is good
}

bool isReady(const std::vector<Check> &checks)
{
    return !checks.empty() && std::none_of(checks.begin(), checks.end(), [](const Check &c) { return c.blocking && c.grade != Grade::Ok; });
}

std::size_t Readiness::ready() const
{
    return std::size_t(std::count_if(targets.begin(), targets.end(), [](const TargetReadiness &t) { return t.ready; }));
}

std::string Readiness::summary() const
{
    const std::size_t can = ready(), all = targets.size();
    if (all == 0)
        return "there are no targets that could fail over";
    if (can == all)
        return all == 1 ? "the target could fail over now" : "all " + std::to_string(all) + " could fail over now";
    return std::to_string(can) + " of " + std::to_string(all) + " could fail over now";
}

Readiness readiness(const ReadinessInput &input)
{
    Readiness out;
    std::set<std::string> guarded;
    for (const auto &[name, cluster] : input.world->clusters) {
        const ClusterView view { input, cluster };
        out.clusters.push_back(readinessOf(view));
        for (const TargetResource &r : cluster.targets)
            if (const inventory::Target *t = input.world.target(r.target); t && guarded.insert(t->id).second)
                out.targets.push_back(readinessOf(view, r, *t));
    }
    for (const auto &[id, t] : input.world->targets)
        if (guarded.count(id) == 0 && t.servers.size() > 1)
            out.targets.push_back(unguarded(t));
    std::sort(out.targets.begin(), out.targets.end(), [](const TargetReadiness &a, const TargetReadiness &b) { return std::tie(a.label, a.target) < std::tie(b.label, b.target); });
    return out;
}

} // namespace ha
