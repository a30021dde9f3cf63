// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters of Corosync and Pacemaker as objects of the model: those that are wanted, and those that others made.
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"
#include "core/plan/hapieces.h"
#include "core/plan/objects.h"

#include <algorithm>

namespace plan {

using inventory::HostReport;

void Model::addHa()
{
    for (const auto &[name, spec] : wanted.clusters)
        addCluster(&spec, world.cluster(name));
    for (const auto &[name, seen] : world->clusters)
        if (!wanted.clusters.contains(name))
            addCluster(nullptr, &seen);
}

void Model::addCluster(const ha::ClusterSpec *spec, const ha::HaCluster *seen)
{
    Object o;
    o.kind = Kind::HaCluster;
    o.name = spec ? spec->name : seen->name;
    o.id = inventory::clusterId(o.name);
    o.clusterSpec = spec;
    o.seen = seen;
    o.foreign = !spec;
    if (spec) {
        for (const ha::Member &m : spec->members)
            if (const Index s = serverNamed(m.server); s != noIndex)
                o.servers.push_back(s);
    } else {
        for (const ha::ClusterMember &m : seen->members)
            if (const Index s = serverNamed(m.server); s != noIndex && !m.server.empty())
                o.servers.push_back(s);
    }
    const ha::Cib *cib = seen ? seen->cib.get() : nullptr;
    o.differs = spec && cib && !HaPieces::patches(*this, *spec, cib, o.id).empty();
    o.resting = seen && seen->status && seen->status->maintenance;
    o.state = o.observed = !spec || (cib && !o.differs) ? State::Configured : State::Unconfigured;
    const Index cluster = push(std::move(o));
    for (const Index s : Indices(m_objects[cluster].servers))
        addMember(cluster, s);
    m_objects[cluster].server = callerOf(cluster);
    std::set<ObjectId> targets;
    if (spec)
        targets = spec->resources;
    for (const ha::TargetResource &r : seen ? seen->targets : std::vector<ha::TargetResource> {})
        if (!r.target.empty())
            targets.insert(r.target);
    for (const ObjectId &id : targets)
        if (const Index t = find(id); t != noIndex && m_objects[t].resource == noIndex)
            addResource(cluster, t);
}

void Model::addMember(Index cluster, Index server)
{
    const inventory::Server &s = *m_servers[server];
    const Object &c = m_objects[cluster];
    const ha::ClusterSpec *spec = c.clusterSpec;
    const ha::Cib *cib = c.seen ? c.seen->cib.get() : nullptr;
    const bool foreign = c.foreign, up = isUp(server);
    const auto add = [&](Kind kind, const ObjectId &id, const char *what, State state, bool differs) {
        Object o;
        o.kind = kind;
        o.id = id;
        o.name = what + s.name;
        o.server = server;
        o.cluster = cluster;
        o.foreign = foreign;
        o.differs = differs;
        o.state = o.observed = up ? state : State::Unknown;
        return Indices { push(std::move(o)) };
    };
    const protocol::HaReport none;
    const protocol::HaReport &ha = s.inventory ? s.inventory->ha : none;
    const HaPieces::Conf conf = HaPieces::confOf(*this, spec, server);
    const State corosync = conf == HaPieces::Conf::Other && !ha.corosync ? State::Unconfigured
        : conf == HaPieces::Conf::None || conf == HaPieces::Conf::Stray ? State::Unconfigured : ha.corosync ? State::Running : State::Stopped;
    m_parts[server].corosync = add(Kind::Corosync, inventory::corosyncId(s.name), "Corosync on ", corosync, conf == HaPieces::Conf::Other);
    const bool running = ha.pacemaker && corosync == State::Running;
    m_parts[server].pacemaker = add(Kind::Pacemaker, inventory::pacemakerId(s.name), "Pacemaker on ", running ? State::Running : State::Stopped, false);
    const ha::HaCluster *seen = m_objects[cluster].seen;
    if (const ha::NodeStatus *n = seen && seen->status ? seen->status->node(nodeName(cluster, server)) : nullptr)
        m_objects[m_parts[server].pacemaker.front()].resting = n->standby;
    if (!spec || !spec->fencing.contains(s.name) || spec->fencing.at(s.name).empty())
        return;
    const ObjectId id = inventory::fencingId(s.name);
    const bool ready = cib && HaPieces::patches(*this, *spec, cib, id).empty() && HaPieces::hasSecrets(*this, *spec, s.name);
    m_parts[server].fencing = add(Kind::Fencing, id, "fencing of ", ready ? State::Ready : State::Unconfigured, cib && !ready);
    if (const Index i = m_parts[server].fencing.front(); m_objects[i].state == State::Unknown)
        m_objects[i].state = ready ? State::Ready : State::Unconfigured; // the others are told of it
}

void Model::addResource(Index cluster, Index target)
{
    const Object &c = m_objects[cluster];
    const inventory::Target *found = m_objects[target].found;
    const ha::ClusterSpec *spec = c.clusterSpec;
    const ha::Cib *cib = c.seen ? c.seen->cib.get() : nullptr;
    const bool there = found && found->cluster == c.name && !found->resource.empty();
    const bool wantedThere = spec && spec->resources.contains(m_objects[target].id);
    Object o;
    o.kind = Kind::HaResource;
    o.id = inventory::resourceId(m_objects[target].id);
    o.name = m_objects[target].name;
    o.server = c.server;
    o.cluster = cluster;
    o.target = target;
    o.foreign = c.foreign;
    o.found = found;
    // While nobody tells the configuration, what was handed over is taken to be under Pacemaker: two who mount it would be worse.
    const bool presumed = !cib && wantedThere && c.seen;
    o.state = o.observed = there || presumed ? State::Ready : State::Unconfigured;
    const Index i = push(std::move(o));
    m_objects[target].resource = i;
}

bool Model::differs(Index i) const
{
    const Object &o = m_objects[i];
    if (o.kind != Kind::HaResource)
        return o.differs;
    const Object &c = m_objects[o.cluster];
    const bool there = o.found && o.found->cluster == c.name && !o.found->resource.empty();
    const ha::Cib *cib = c.seen ? c.seen->cib.get() : nullptr;
    return there && cib && c.clusterSpec && c.clusterSpec->resources.contains(m_objects[o.target].id) && !HaPieces::patches(*this, *c.clusterSpec, cib, o.id).empty();
}

bool Model::isByPacemaker(const Object &target) const
{
    return target.resource != noIndex && m_objects[target.resource].state == State::Ready;
}

Index Model::clusterOf(Index server) const
{
    const Indices &list = m_parts[server].pacemaker;
    return list.empty() ? noIndex : m_objects[list.front()].cluster;
}

Index Model::callerOf(Index cluster, Index not_) const
{
    const Object &c = m_objects[cluster];
    const std::string dc = c.seen && c.seen->status ? c.seen->serverOf(c.seen->status->dc) : std::string();
    Index first = noIndex;
    for (const Index s : c.servers) {
        if (!isUp(s) || s == not_)
            continue;
        if (!dc.empty() && m_objects[s].name == dc)
            return s;
        const Index pacemaker = partOf(s, Kind::Pacemaker);
        const bool runs = pacemaker != noIndex && m_objects[pacemaker].observed == State::Running;
        if (first == noIndex || (runs && m_objects[partOf(first, Kind::Pacemaker)].observed != State::Running))
            first = s;
    }
    return first;
}

std::string Model::nodeName(Index cluster, Index server) const
{
    const Object &c = m_objects[cluster];
    const std::string &name = m_objects[server].name;
    if (const ha::Member *m = c.clusterSpec ? c.clusterSpec->member(name) : nullptr)
        return m->nodeName();
    const ha::ClusterMember *m = c.seen ? c.seen->member(name) : nullptr;
    return m ? m->node : name;
}

std::string Model::resourceName(const Object &target) const
{
    if (target.found && !target.found->resource.empty())
        return target.found->resource;
    return target.found ? ha::topResourceId(*target.found) : std::string();
}

const inventory::ServerProfile *Model::profileOf(Index server) const { return m_parts[server].profile.get(); }

} // namespace plan
