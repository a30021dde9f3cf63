// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/objects.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace plan {

using inventory::TargetSpec;
using machine::When;
using machine::Where;

std::string listed(const std::vector<std::string> &words)
{
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return out;
}

base::Error badGoal(std::string message, std::string remedy)
{
    return { base::Problem::BadArgument, std::move(message), {}, std::move(remedy) };
}

Model::Model(const inventory::World &w, const inventory::Wanted &wantedNow)
    : world(w)
    , wanted(wantedNow)
    , m_choice(*world)
{
    const std::size_t guess = world->servers.size() * 2 + world->targets.size() + world->filesystems.size() + 64;
    m_objects.reserve(guess);
    m_byId.reserve(guess * 2);
    addServers();
    addTargets();
    addFilesystems();
    addClients();
}

Index Model::push(Object o)
{
    const Index i = size();
    m_byId.emplace(o.id, i);
    m_objects.push_back(std::move(o));
    return i;
}

Index Model::find(const ObjectId &id) const
{
    const auto it = m_byId.find(id);
    return it == m_byId.end() ? noIndex : it->second;
}

void Model::addServers()
{
    for (const auto &[name, s] : world->servers) {
        Object o;
        o.kind = Kind::Server;
        o.state = o.observed = s.state;
        const auto removed = wanted.states.find(s.id);
        if (removed != wanted.states.end() && removed->second == State::Removed)
            o.state = State::Removed;
        o.id = s.id;
        o.name = name;
        o.server = size();
        const Index server = push(std::move(o));
        m_servers.resize(server + 1);
        m_servers[server] = &s;
        Object l;
        l.kind = Kind::Lnet;
        l.state = l.observed = s.lnet;
        l.id = s.lnetId;
        l.name = "LNet on " + name;
        l.server = server;
        m_parts.resize(server + 1);
        m_parts[server].lnet = { push(std::move(l)) };
        addParts(s, server);
    }
}

void Model::addParts(const inventory::Server &s, Index server)
{
    m_parts[server].profile = wanted.wholeProfileOf(s.name);
    const inventory::ServerProfile *chosen = m_parts[server].profile.get();
    const inventory::ServerProfile *profile = chosen ? chosen : inventory::asItIsProfile().get();
    if (!s.inventory)
        return;
    const protocol::HostInventory &host = *s.inventory;
    // What is ours is there, whatever the profile wants: somebody has to take it back.
    const auto orOurs = [](State state, bool ours, State on) { return state == State::None && ours ? on : state; };
    const auto add = [&](Kind kind, const ObjectId &id, const char *what, State state, bool ours, Indices &list) {
        if (state == State::None)
            return;
        Object o;
        o.kind = kind;
        o.state = o.observed = s.up() ? state : State::Unknown;
        o.id = id;
        o.name = what + s.name;
        o.server = server;
        o.ours = ours;
        o.ownKernel = kind == Kind::Software && !inventory::kernelFits(*profile, host);
        list = { push(std::move(o)) };
    };
    Parts mine = m_parts[server];
    const State software = softwareState(*profile, host);
    const State time = orOurs(timeState(*profile, host), host.time.ours, State::Synchronized);
    const State firewall = orOurs(firewallState(*profile, host), !host.firewall.ours.empty(), State::Open);
    const State services = orOurs(servicesState(*profile, host), !host.services.ours.empty(), State::Running);
    add(Kind::Software, s.softwareId, "software of ", software, !host.software.repositories.empty(), mine.software);
    add(Kind::TimeSync, s.timeId, "clock of ", time, host.time.ours, mine.time);
    add(Kind::Firewall, s.firewallId, "firewall of ", firewall, !host.firewall.ours.empty(), mine.firewall);
    add(Kind::Services, s.servicesId, "services of ", services, !host.services.ours.empty(), mine.services);
    m_parts[server] = std::move(mine);
    const auto good = [](State state, State wantedState) { return state == State::None || state == wantedState; };
    const bool all = good(software, State::Ready) && good(time, State::Synchronized) && good(firewall, State::Open) && good(services, State::Running);
    if (m_objects[server].state == State::Managed && !all)
        m_objects[server].state = State::Discovered;
}

const Indices &Model::parts(Index server, Kind kind) const
{
    const Parts &p = m_parts[server];
    switch (kind) {
    case Kind::Lnet: return p.lnet;
    case Kind::Software: return p.software;
    case Kind::TimeSync: return p.time;
    case Kind::Services: return p.services;
    case Kind::Corosync: return p.corosync;
    case Kind::Pacemaker: return p.pacemaker;
    case Kind::Fencing: return p.fencing;
    default: return p.firewall;
    }
}

Index Model::partOf(Index server, Kind kind) const
{
    const Indices &list = parts(server, kind);
    return list.empty() ? noIndex : list.front();
}

namespace {
Role roleOf(bool mdt, bool ost, int index)
{
    return ost ? Role::Ost : !mdt ? Role::Mgs : index == 0 ? Role::Mdt0 : Role::Mdt;
}
}

void Model::addTargets()
{
    for (const auto &[id, t] : world->targets) {
        Object o;
        o.kind = Kind::Target;
        o.observed = t.state;
        o.state = t.state == State::Unknown ? State::Unmounted : t.state;
        o.id = id;
        o.name = t.label;
        o.role = roleOf(t.mdt, t.ost, t.index);
        o.mgsToo = t.mgs && t.mdt;
        o.index = t.index;
        o.found = &t;
        o.fsname = t.fsname;
        o.volume = world.volume(t.volume);
        o.writeconf = t.writeconf;
        o.mountpoint = t.mountpoint.empty() ? inventory::defaultMountpoint(t.label) : t.mountpoint;
        for (const std::string &s : t.servers)
            if (const Index i = serverNamed(s); i != noIndex)
                o.servers.push_back(i);
        const Index active = t.active.empty() ? noIndex : serverNamed(t.active);
        if (!t.activeKnown)
            o.lostOn = active;
        o.server = o.state == State::Mounted ? active : placeFor(o);
        push(std::move(o));
    }
}

Index Model::placeFor(const Object &target) const
{
    if (const auto it = wanted.placement.find(target.id); it != wanted.placement.end()) {
        const Index i = serverNamed(it->second);
        if (isUp(i) && std::find(target.servers.begin(), target.servers.end(), i) != target.servers.end())
            return i;
    }
    for (const Index s : target.servers)
        if (isUp(s))
            return s;
    return target.servers.empty() ? noIndex : target.servers.front();
}

Index Model::filesystemNamed(const std::string &name)
{
    if (const Index i = find(inventory::filesystemId(name)); i != noIndex)
        return i;
    Object o;
    o.kind = Kind::Filesystem;
    o.state = o.observed = State::Absent;
    o.id = inventory::filesystemId(name);
    o.name = name;
    o.fsname = name;
    return push(std::move(o));
}

void Model::joinFilesystem(Index fs, Index target)
{
    Object &f = m_objects[fs];
    Object &t = m_objects[target];
    t.filesystem = fs;
    (t.role == Role::Ost ? f.osts : f.mdts).push_back(target);
    if (t.mgsToo)
        f.mgs = target;
}

void Model::addFilesystems()
{
    for (const auto &[name, found] : world->filesystems) {
        const Index fs = filesystemNamed(name);
        m_objects[fs].fs = &found;
        m_objects[fs].state = m_objects[fs].observed = found.state;
        for (const auto *list : { &found.mdts, &found.osts })
            for (const ObjectId &id : *list)
                joinFilesystem(fs, find(id));
        if (!found.mgs.empty())
            m_objects[fs].mgs = find(found.mgs);
    }
}

void Model::addClients()
{
    for (const auto &[id, c] : world->clientMounts) {
        const Index i = addClient(c.server, c.mountpoint, c.fsname);
        m_objects[i].client = &c;
        m_objects[i].observed = c.state;
        m_objects[i].state = c.state == State::Unknown ? State::Unmounted : c.state;
    }
}

Index Model::addClient(const std::string &server, const std::string &mountpoint, const std::string &fsname)
{
    Object o;
    o.kind = Kind::ClientMount;
    o.state = o.observed = State::Unmounted;
    o.id = inventory::clientId(server, mountpoint);
    o.name = mountpoint + " on " + server;
    o.server = serverNamed(server);
    o.fsname = fsname;
    o.mountpoint = mountpoint;
    o.filesystem = find(inventory::filesystemId(fsname));
    const Index i = push(std::move(o));
    if (const Index fs = m_objects[i].filesystem; fs != noIndex)
        m_objects[fs].clients.push_back(i);
    return i;
}

base::Result<void> Model::add(const inventory::FileSystemSpec &spec)
{
    const Index fs = filesystemNamed(spec.name);
    for (const TargetSpec &t : spec.targets)
        if (const auto added = addSpec(spec, t, fs); !added)
            return added.error();
    if (m_objects[fs].mgs == noIndex && !spec.existingMgs.empty()) {
        const Index mgs = find(spec.existingMgs);
        const bool usable = mgs != noIndex && (m_objects[mgs].role == Role::Mgs || m_objects[mgs].mgsToo);
        if (usable)
            m_objects[fs].mgs = mgs; // else relate() looks again, when all specifications are known
    }
    return {};
}

base::Result<void> Model::addSpec(const inventory::FileSystemSpec &spec, const TargetSpec &target, Index fs)
{
    const bool separate = target.mgs && !target.mdt;
    const std::string label = separate ? std::string("MGS") : inventory::targetLabel(spec.name, target.mdt, target.index);
    const ObjectId id = separate ? inventory::mgsId(target.volume) : inventory::targetId(label);
    if (const Index there = find(id); there != noIndex) {
        const Object &o = m_objects[there];
        const inventory::Volume *wantedOn = world.volume(target.volume);
        const bool same = o.found && (o.found->volume == target.volume || (wantedOn && wantedOn->target == id));
        if (o.found && !same)
            return base::Error { base::Problem::Conflict, label + " exists already, on " + (o.volume ? o.volume->name : o.found->volume)
                    + "; the specification puts it on " + (wantedOn ? wantedOn->name : target.volume), {},
                "Choose another index, or remove the existing target first." };
        if (separate)
            m_objects[fs].mgs = there;
        return {};
    }
    Object o;
    o.kind = Kind::Target;
    o.state = o.observed = State::Unformatted;
    o.id = id;
    o.name = label;
    o.role = roleOf(target.mdt, target.ost, target.index);
    o.mgsToo = target.mgs && target.mdt;
    o.index = separate ? -1 : target.index;
    o.fsname = separate ? std::string() : spec.name;
    o.spec = target;
    o.volume = world.volume(target.volume);
    o.mountpoint = inventory::defaultMountpoint(label);
    for (const std::string &s : { target.primary, target.failover })
        if (const Index i = serverNamed(s); !s.empty() && i != noIndex)
            o.servers.push_back(i);
    o.server = placeFor(o);
    const Index i = push(std::move(o));
    if (separate)
        m_objects[fs].mgs = i;
    else
        joinFilesystem(fs, i);
    return {};
}

std::string Model::nidsOf(Index server) const
{
    std::string out;
    for (const std::string &nid : inventory::nidsOf(*m_servers[server], wanted, m_choice))
        out += (out.empty() ? "" : ",") + nid;
    return out;
}

std::vector<inventory::LnetSpec> Model::lnetSpecsOf(Index server) const
{
    return inventory::lnetSpecsOf(*m_servers[server], wanted, m_choice);
}

std::vector<std::string> Model::mgsNodesOf(Index filesystem, bool now) const
{
    const Object &fs = m_objects[filesystem];
    if (!now && fs.fs && !fs.fs->mgsNids.empty())
        return fs.fs->mgsNids;
    std::vector<std::string> out;
    if (fs.mgs != noIndex)
        for (const Index s : m_objects[fs.mgs].servers)
            if (std::string nids = nidsOf(s); !nids.empty())
                out.push_back(std::move(nids));
    return out;
}

} // namespace plan
