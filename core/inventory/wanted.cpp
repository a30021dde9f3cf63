// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/wanted.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace inventory {

const ServerProfile *Wanted::profileOf(const std::string &server) const
{
    const auto it = profiles.find(server);
    return it == profiles.end() ? nullptr : it->second.get();
}

const ha::ClusterSpec *Wanted::clusterOf(const std::string &server) const
{
    for (const auto &[name, spec] : clusters)
        if (spec.member(server))
            return &spec;
    return nullptr;
}

ServerProfilePtr Wanted::wholeProfileOf(const std::string &server) const
{
    const auto own = profiles.find(server);
    const ha::ClusterSpec *cluster = clusterOf(server);
    if (!cluster)
        return own == profiles.end() ? nullptr : own->second;
    auto whole = std::make_shared<ServerProfile>(own == profiles.end() ? *asItIsProfile() : *own->second);
    whole->ha.links = std::max(1, static_cast<int>(cluster->member(server)->addresses.size()));
    whole->ha.lustreAgents = !cluster->resources.empty();
    for (const auto &[name, devices] : cluster->fencing) // each member may have to fence each other one
        for (const ha::FenceDeviceSpec &d : devices)
            whole->ha.fenceAgents.insert(d.agent);
    for (std::string &port : haPorts(whole->ha.links))
        if (std::find(whole->firewall.begin(), whole->firewall.end(), port) == whole->firewall.end())
            whole->firewall.push_back(std::move(port));
    return whole;
}

bool Wanted::isMonitored(const std::string &server) const
{
    const ServerProfile *profile = profileOf(server);
    return profile && !profile->managed;
}

namespace {

template <class Value> void renameKey(std::map<std::string, Value> &map, const std::string &from, const std::string &to)
{
    if (auto node = map.extract(from)) {
        node.key() = to;
        map.insert(std::move(node));
    }
}

void renameIn(std::string &server, const std::string &from, const std::string &to)
{
    if (server == from)
        server = to;
}

} // namespace

void forgetServer(Wanted &w, const std::string &name)
{
    std::erase_if(w.states, [&](const auto &e) { return serverIn(e.first) == name; });
    std::erase_if(w.placement, [&](const auto &e) { return e.second == name; });
    w.lnets.erase(name);
    w.routes.erase(name);
    w.profiles.erase(name);
    w.lnetOurs.erase(name);
    w.standby.erase(name);
    for (auto &[id, cluster] : w.clusters) {
        std::erase_if(cluster.members, [&](const ha::Member &m) { return m.server == name; });
        cluster.fencing.erase(name);
    }
    std::erase_if(w.clusters, [](const auto &e) { return e.second.members.empty(); });
}

void renameServer(Wanted &w, const std::string &from, const std::string &to)
{
    for (const auto id : { serverId, lnetId, softwareId, timeId, firewallId, servicesId })
        renameKey(w.states, id(from), id(to));
    std::vector<std::pair<ObjectId, ObjectId>> clients;
    for (const auto &[id, state] : w.states)
        if (isKind(id, machine::Kind::ClientMount) && serverIn(id) == from)
            clients.emplace_back(id, clientId(to, nameIn(id).substr(from.size() + 1)));
    for (const auto &[old, now] : clients)
        renameKey(w.states, old, now);
    renameKey(w.lnets, from, to);
    renameKey(w.routes, from, to);
    renameKey(w.profiles, from, to);
    if (w.lnetOurs.erase(from))
        w.lnetOurs.insert(to);
    if (w.standby.erase(from))
        w.standby.insert(to);
    for (auto &[name, cluster] : w.clusters) {
        renameKey(cluster.fencing, from, to);
        for (ha::Member &m : cluster.members)
            if (m.server == from) {
                m.node = m.nodeName(); // Corosync and Pacemaker go on calling it so
                m.server = to;
            }
    }
    for (auto &[target, server] : w.placement)
        renameIn(server, from, to);
    for (auto &[name, fs] : w.filesystems)
        for (TargetSpec &t : fs.targets) {
            renameIn(t.primary, from, to);
            renameIn(t.failover, from, to);
            if (t.volume.starts_with(from + ":")) // a device that has no name of its own, see Volume::id
                t.volume = to + t.volume.substr(from.size());
        }
}

namespace {

/// A server that a target had is its server as long as it sees its device.
void putHome(WorldData &world, Target &t, const std::string &server)
{
    const auto v = world.volumes.find(t.volume);
    const bool has = std::find(t.servers.begin(), t.servers.end(), server) != t.servers.end();
    if (v == world.volumes.end() || v->second.pathOn(server).empty() || (has && t.homeStored))
        return;
    if (const auto s = world.servers.find(t.primary); s != world.servers.end())
        std::erase(s->second.targetsPrimary, t.id);
    std::erase(t.servers, server);
    t.servers.insert(t.servers.begin(), server);
    t.primary = v->second.primary = server;
    t.failover = v->second.failover = t.servers.size() > 1 ? t.servers[1] : std::string();
    if (const auto s = world.servers.find(server); s != world.servers.end())
        s->second.targetsPrimary.push_back(t.id);
}

} // namespace

World remembered(const World &world, const Wanted &wanted)
{
    const auto isOff = [&](const ObjectId &id) {
        const Target *t = world.target(id);
        return t && t->active.empty();
    };
    const auto anyOff = [&](const auto &of) { return std::any_of(of.begin(), of.end(), [&](const auto &e) { return isOff(e.first); }); };
    const bool clusters = std::any_of(world->clusters.begin(), world->clusters.end(),
        [&](const auto &e) { return e.second.foreign == wanted.clusters.contains(e.first); });
    if (!anyOff(wanted.placement) && !anyOff(wanted.mountpoints) && !clusters)
        return world;
    auto data = std::make_shared<WorldData>(*world);
    for (const auto &[id, server] : wanted.placement)
        if (isOff(id))
            putHome(*data, data->targets.at(id), server);
    for (const auto &[id, mountpoint] : wanted.mountpoints)
        if (isOff(id))
            data->targets.at(id).mountpoint = mountpoint;
    for (auto &[name, cluster] : data->clusters)
        cluster.foreign = !wanted.clusters.contains(name);
    return World(std::move(data));
}

} // namespace inventory
