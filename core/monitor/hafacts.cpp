// SPDX-License-Identifier: GPL-3.0-or-later
// What Pacemaker said last counts only while the server that told it answers.
#include "core/monitor/hafacts.h"

#include "core/ha/trouble.h"

#include <algorithm>
#include <array>

namespace monitoring {

namespace {

using ha::ClusterStatus;
using ha::HaCluster;
using inventory::Target;

constexpr std::int64_t provenForMs = 180 * 86'400'000LL; // as readiness has it

/// Null: nobody who answers knows how Pacemaker is.
const ClusterStatus *liveStatus(const Scene &s, const HaCluster &c)
{
    const inventory::Server *teller = s.world.server(c.statusFrom);
    return c.status && teller && teller->up() ? c.status.get() : nullptr;
}

struct MemberView {
    const HaCluster &cluster;
    const ClusterStatus &status;
    const ha::ClusterMember &member;
};

template <Term (*get)(const Scene &, const MemberView &)> Term ofMember(const Scene &s, const std::string &server)
{
    const HaCluster *cluster = s.world.clusterOf(server);
    const ha::ClusterMember *member = cluster ? cluster->member(server) : nullptr;
    const ClusterStatus *status = cluster ? liveStatus(s, *cluster) : nullptr;
    if (!member)
        return s.world.server(server) ? Term(std::string()) : Term();
    return status ? get(s, {*cluster, *status, *member}) : Term();
}

Term nodeTerm(const Scene &, const MemberView &v)
{
    const ha::NodeStatus *node = v.status.node(v.member.node);
    return node ? Term(node->word()) : Term();
}

Term linksTerm(const Scene &, const MemberView &v) { return v.member.connected && v.member.links ? Term(ha::linksDown(v.cluster, v.member)) : Term(); }

Term fenceTroubleTerm(const Scene &, const MemberView &v)
{
    if (!v.cluster.cib)
        return {};
    if (!v.status.stonithEnabled)
        return std::string(); // that is told of the cluster
    const auto devices = ha::fenceDevicesOf(*v.cluster.cib, v.member.node);
    for (const std::string &device : devices)
        if (std::string trouble = ha::fenceTrouble(v.status, device); !trouble.empty())
            return trouble;
    return devices.empty() ? "there is none" : std::string();
}

Term unprovenTerm(const Scene &s, const MemberView &v)
{
    if (!s.provenAt || !v.cluster.cib)
        return {};
    if (!v.status.stonithEnabled || ha::fenceDevicesOf(*v.cluster.cib, v.member.node).empty())
        return std::string(); // nothing to prove yet
    const auto proof = s.provenAt->find(v.member.server);
    if (proof == s.provenAt->end())
        return std::string("it was never tested");
    const std::int64_t age = s.now - proof->second;
    return age > provenForMs ? "the last test was " + std::to_string(age / 86'400'000) + " days ago" : std::string();
}

struct ResourceView {
    const HaCluster &cluster;
    const ClusterStatus &status;
    const Target &target;
    const ha::TargetResource &resource;
};

template <Term (*get)(const Scene &, const ResourceView &)> Term ofResource(const Scene &s, const std::string &id)
{
    const Target *target = s.world.target(id);
    if (!target)
        return {};
    const HaCluster *cluster = target->cluster.empty() ? nullptr : s.world.cluster(target->cluster);
    if (!cluster)
        return std::string();
    const auto found = std::find_if(cluster->targets.begin(), cluster->targets.end(), [&](const ha::TargetResource &r) { return r.target == id; });
    const ClusterStatus *status = liveStatus(s, *cluster);
    return found == cluster->targets.end() ? Term(std::string()) : status ? get(s, {*cluster, *status, *target, *found}) : Term();
}

Term failedTerm(const Scene &, const ResourceView &v) { return ha::resourceFailure(v.status, v.resource); }

Term blockedTerm(const Scene &, const ResourceView &v)
{
    for (const ha::ResourceStatus &r : v.status.resources)
        if (r.blocked && (r.id == v.resource.resource || (!r.group.empty() && r.group == v.resource.top)))
            return r.id + (r.nodes.empty() ? std::string() : " on " + r.nodes.front());
    return std::string();
}

/// Where it is mounted and where Pacemaker believes it to be must be one place. A target off its primary is target-moved's to tell.
Term misplacedTerm(const Scene &s, const ResourceView &v)
{
    const ha::ResourceStatus *r = v.status.resource(v.resource.resource);
    if (!r || !r->managed || !r->pending.empty())
        return std::string();
    const bool seen = std::all_of(v.target.servers.begin(), v.target.servers.end(), [&](const std::string &n) { const auto *server = s.world.server(n); return server && server->up(); });
    if (seen && v.target.state == machine::State::Mounted && v.cluster.member(v.target.active)) {
        if (r->nodes.empty())
            return "is mounted on " + v.target.active + ", and Pacemaker believes that it is stopped";
        if (r->nodes.size() == 1 && v.cluster.serverOf(r->nodes.front()) != v.target.active)
            return "is mounted on " + v.target.active + ", and Pacemaker believes that it runs on " + r->nodes.front();
    }
    if (r->nodes.size() == 1 && v.target.homeStored && !v.target.primary.empty() && v.cluster.serverOf(r->nodes.front()) != v.target.primary)
        return std::string();
    return ha::resourceMisplaced(v.cluster, v.resource);
}

template <Term (*get)(const Scene &, const HaCluster &, const ClusterStatus &)> Term ofCluster(const Scene &s, const std::string &name)
{
    const HaCluster *cluster = s.world.cluster(name);
    const ClusterStatus *status = cluster ? liveStatus(s, *cluster) : nullptr;
    return status ? get(s, *cluster, *status) : Term();
}

Term problemTerm(const Scene &s, const std::string &name)
{
    const HaCluster *cluster = s.world.cluster(name);
    return !cluster ? Term() : cluster->problems.empty() ? Term(std::string()) : Term(cluster->problems.front());
}

Term configurationTerm(const Scene &, const HaCluster &c, const ClusterStatus &) { return c.cib ? Term(ha::configurationSum(*c.cib)) : Term(); }

// clang-format off
constexpr auto serverFacts = std::to_array<FactRow>({
    {"server.ha_node", "what Pacemaker calls it: online, offline, unclean, pending, standby, maintenance; empty: it is in no cluster", ofMember<nodeTerm>},
    {"server.ha_links_down", "links of Corosync over which it does not reach members that are online, in words", ofMember<linksTerm>},
    {"server.ha_fence_trouble", "why it could not be fenced, in words", ofMember<fenceTroubleTerm>},
    {"server.ha_unproven", "why its fencing is not proven, in words", ofMember<unprovenTerm>},
});
constexpr auto targetFacts = std::to_array<FactRow>({
    {"target.ha_failed", "what of it failed in Pacemaker and was not cleaned up, in words", ofResource<failedTerm>},
    {"target.ha_blocked", "the resource that Pacemaker does not dare to touch", ofResource<blockedTerm>},
    {"target.ha_misplaced", "why it is where it should not be, in words", ofResource<misplacedTerm>},
});
constexpr auto clusterFacts = std::to_array<FactRow>({
    {"cluster.quorum", "whether it has a quorum", ofCluster<[](const Scene &, const HaCluster &, const ClusterStatus &v) { return Term(v.quorum ? 1.0 : 0.0); }>},
    {"cluster.fencing", "whether fencing is switched on", ofCluster<[](const Scene &, const HaCluster &, const ClusterStatus &v) { return Term(v.stonithEnabled ? 1.0 : 0.0); }>},
    {"cluster.fencing_failed", "members that could not be fenced, in words", ofCluster<[](const Scene &, const HaCluster &, const ClusterStatus &v) { return Term(ha::fencingFailed(v)); }>},
    {"cluster.maintenance", "what is in maintenance, in words", ofCluster<[](const Scene &, const HaCluster &c, const ClusterStatus &) { return Term(ha::inMaintenance(c)); }>},
    {"cluster.configuration", "changes with what is configured, and not with what is operated", ofCluster<configurationTerm>},
    {"cluster.changed_by", "who changed the CIB last, in words", ofCluster<[](const Scene &, const HaCluster &, const ClusterStatus &v) { return Term(ha::lastChangeBy(v)); }>},
    {"cluster.foreign", "others have made it", [](const Scene &s, const std::string &name) { const HaCluster *c = s.world.cluster(name); return c ? Term(c->foreign ? 1.0 : 0.0) : Term(); }},
    {"cluster.problems", "what its members do not agree about, in words", problemTerm},
});
// clang-format on

} // namespace

std::span<const FactRow> haFactsOf(Scope scope)
{
    switch (scope) {
    case Scope::Server: return serverFacts;
    case Scope::Target: return targetFacts;
    case Scope::Cluster: return clusterFacts;
    case Scope::Filesystem: break;
    }
    return {};
}

} // namespace monitoring
