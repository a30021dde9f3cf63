// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/build.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace inventory {

namespace {

using machine::State;
using protocol::FoundTarget;

/// LDD_F_NO_PRIMNODE of Lustre's lustre_disk.h: formatted with --servicenode, so the stored list has all hosts, primary first.
constexpr std::uint32_t noPrimaryNode = 0x1000;

struct SeenTarget {
    const HostReport *report;
    const FoundTarget *found;
    bool up() const { return report->reach == Reach::Connected; }
    bool mounted() const { return !found->mountpoint.empty(); }
};

std::string volumeIdOf(const HostReport &r, const FoundTarget &t)
{
    return t.deviceId.empty() ? r.server + ":" + t.device : t.deviceId;
}

/// Nodes are separated by colons, the NIDs of one node by commas; one parameter may hold several nodes.
std::vector<std::string> nodesIn(const FoundTarget &t, std::string_view parameter)
{
    std::vector<std::string> out;
    for (const auto &[key, value] : t.parameters)
        if (key == parameter)
            for (const std::string &node : split(value, ":"))
                if (std::find(out.begin(), out.end(), node) == out.end())
                    out.push_back(node);
    return out;
}

std::vector<std::string> hostsOf(const std::vector<std::string> &nodes, const NidMap &nids)
{
    std::vector<std::string> out;
    for (const std::string &node : nodes)
        for (const std::string &nid : split(node, ",")) {
            const std::string host = nids.serverOf(nid);
            if (!host.empty() && std::find(out.begin(), out.end(), host) == out.end())
                out.push_back(host);
        }
    return out;
}

void addUnique(std::vector<std::string> &list, const std::string &word)
{
    if (!word.empty() && std::find(list.begin(), list.end(), word) == list.end())
        list.push_back(word);
}

/// Whose word counts: mounted on a connected host, then any connected host, then a host that is lost.
const SeenTarget &best(const std::vector<SeenTarget> &seen)
{
    return *std::max_element(seen.begin(), seen.end(), [](const SeenTarget &a, const SeenTarget &b) {
        return std::tuple(a.up(), a.mounted()) < std::tuple(b.up(), b.mounted());
    });
}

/// A stored node that is no host of ours was one before its NIDs changed, when hosts that nobody names see the volume: in order.
void addReaddressed(const Target &t, const Volume *v, const NidMap &nids, std::vector<std::string> &stored)
{
    std::size_t strange = 0;
    for (const std::string &node : t.serviceNodes)
        strange += hostsOf({ node }, nids).empty() ? 1 : 0;
    bool first = strange > 0 && hostsOf({ t.serviceNodes.front() }, nids).empty();
    for (const VolumePath &p : v ? v->seenBy : std::vector<VolumePath> {})
        if (strange > 0 && std::find(stored.begin(), stored.end(), p.server) == stored.end()) {
            stored.insert(std::exchange(first, false) ? stored.begin() : stored.end(), p.server);
            --strange;
        }
}

/// NIDs that no host has; nobody can tell while a host has not answered yet.
void addStrange(Target &t, const WorldData &world, const NidMap &nids)
{
    for (const auto &[name, s] : world.servers)
        if (!s.inventory)
            return;
    for (const auto *nodes : { &t.mgsNodes, &t.serviceNodes })
        for (const std::string &node : *nodes)
            for (const std::string &nid : split(node, ","))
                if (nids.serverOf(nid).empty() && std::find(t.strangeNids.begin(), t.strangeNids.end(), nid) == t.strangeNids.end())
                    t.strangeNids.push_back(nid);
}

/// Who may be the server of a target that its own configuration does not name: of an MGS, those that targets were told of.
std::vector<std::string> unnamed(const Target &t, const Volume *v, const std::vector<std::string> &stored, const std::vector<std::string> &mgsHosts)
{
    std::vector<std::string> all, told;
    for (const VolumePath &p : v ? v->seenBy : std::vector<VolumePath> {})
        if (std::find(stored.begin(), stored.end(), p.server) == stored.end())
            all.push_back(p.server);
    for (const std::string &s : all)
        if (t.mgs && stored.empty() && std::find(mgsHosts.begin(), mgsHosts.end(), s) != mgsHosts.end())
            told.push_back(s);
    return told.empty() ? all : told;
}

void placeTarget(Target &t, const WorldData &world, const FoundTarget &found, const NidMap &nids, const std::vector<std::string> &mgsHosts)
{
    const Volume *v = nullptr;
    if (const auto it = world.volumes.find(t.volume); it != world.volumes.end())
        v = &it->second;
    const auto sees = [&](const std::string &s) { return v && !v->pathOn(s).empty(); };
    std::vector<std::string> stored = hostsOf(t.serviceNodes, nids);
    std::erase_if(stored, [&](const std::string &s) { return !sees(s); });
    addReaddressed(t, v, nids, stored);
    if (stored.empty() || !(found.flags & noPrimaryNode)) {
        // --failnode names the other hosts only, and no list at all means one host: the primary is where it is, or the only
        // one who sees it and is not named. Who sees it as well, as disks on a fabric are seen, is not its server for that.
        const std::vector<std::string> others = unnamed(t, v, stored, mgsHosts);
        const bool named = std::find(stored.begin(), stored.end(), t.active) != stored.end();
        std::string primary = named ? std::string() : t.active;
        if (primary.empty() && others.size() == 1)
            primary = others.front();
        t.homeStored = others.size() == 1 && primary == others.front();
        if (!primary.empty())
            stored.insert(stored.begin(), primary);
    }
    t.servers = std::move(stored);
    addUnique(t.servers, t.active);
    t.primary = t.servers.empty() ? std::string() : t.servers.front();
    t.failover = t.servers.size() > 1 ? t.servers[1] : std::string();
}

void addMounts(Target &t, const std::vector<SeenTarget> &seen)
{
    std::vector<std::string> now, lost;
    for (const SeenTarget &s : seen)
        if (s.mounted()) {
            t.mounts.push_back({ s.report->server, s.found->mountpoint });
            (s.up() ? now : lost).push_back(s.report->server);
        }
    if (now.size() > 1)
        t.conflicts.push_back("is mounted on " + listed(now) + " at the same time: stop it on all but one at once");
    t.active = !now.empty() ? now.front() : !lost.empty() ? lost.front() : std::string();
    t.activeKnown = !now.empty() || lost.empty();
}

State stateOf(const Target &t, const FoundTarget &found, bool anyUp)
{
    if (!anyUp || !t.activeKnown)
        return State::Unknown;
    if (!t.active.empty())
        return State::Mounted;
    const bool never = found.label.size() > 8 && found.label[found.label.size() - 8] == ':';
    return never && !t.fsname.empty() ? State::Formatted : State::Unmounted;
}

void addFigures(Target &t, const FoundTarget &f)
{
    t.mmp = f.mmp;
    t.bytesTotal = f.bytesTotal;
    t.bytesFree = f.bytesFree;
    t.inodesTotal = f.inodesTotal;
    t.inodesFree = f.inodesFree;
    t.clients = f.clients;
    t.recovery = f.recovery;
}

void addConflicts(Target &t, const std::vector<SeenTarget> &seen, const FoundTarget &found)
{
    for (const SeenTarget &s : seen)
        if (s.up() && registeredLabel(s.found->label) != t.label)
            t.conflicts.push_back("is " + registeredLabel(s.found->label) + " in the eyes of " + s.report->server + " and "
                + t.label + " in those of others");
    if (!t.fsname.empty() && found.index >= 0 && targetLabel(t.fsname, t.mdt, found.index) != t.label)
        t.conflicts.push_back("has the label " + t.label + " but is stored as "
            + targetLabel(t.fsname, t.mdt, found.index));
}

/// Hosts that targets were told to find their MGS on, by file system; under "" those of all, for a separate MGS.
using MgsHosts = std::map<std::string, std::vector<std::string>>;

MgsHosts mgsHostsOf(const std::vector<HostReport> &reports, const NidMap &nids)
{
    MgsHosts out;
    for (const HostReport &r : reports)
        for (const FoundTarget &f : r.inventory ? r.inventory->targets : std::vector<FoundTarget> {})
            for (const std::string &host : hostsOf(nodesIn(f, "mgsnode"), nids)) {
                addUnique(out[f.fsname], host);
                addUnique(out[""], host);
            }
    return out;
}

Target targetFrom(const std::string &volume, const std::vector<SeenTarget> &seen, const WorldData &world, const NidMap &nids, const MgsHosts &mgsHosts)
{
    const FoundTarget &f = *best(seen).found;
    Target t;
    t.label = f.label.empty() ? std::string("MGS") : registeredLabel(f.label);
    t.fsname = f.mdt || f.ost ? f.fsname : std::string();
    t.mgs = f.mgs;
    t.mdt = f.mdt;
    t.ost = f.ost;
    t.index = t.fsname.empty() ? -1 : f.index;
    t.backend = f.backend.empty() ? "ldiskfs" : f.backend;
    t.volume = volume;
    t.uuid = f.uuid;
    t.parameters = f.parameters;
    t.mgsNodes = nodesIn(f, "mgsnode");
    t.serviceNodes = nodesIn(f, "failover.node");
    t.writeconf = f.label.size() > 8 && f.label[f.label.size() - 8] == '=';
    addMounts(t, seen);
    const auto told = mgsHosts.find(t.fsname);
    placeTarget(t, world, f, nids, told == mgsHosts.end() ? std::vector<std::string>() : told->second);
    addStrange(t, world, nids);
    t.state = stateOf(t, f, std::any_of(seen.begin(), seen.end(), [](const SeenTarget &s) { return s.up(); }));
    const bool separate = t.fsname.empty();
    t.mountpoint = !f.mountpoint.empty() ? f.mountpoint : defaultMountpoint(t.label);
    t.id = separate ? mgsId(volume) : targetId(t.label);
    addFigures(t, f);
    addConflicts(t, seen, f);
    return t;
}

/// A ZFS target stands on a dataset. The hosts that see it are those that see the disks of its pool, imported or not.
void addZfsVolume(WorldData &world, const std::string &id, const std::vector<SeenTarget> &seen)
{
    const FoundTarget &f = *best(seen).found;
    const std::string pool = f.device.substr(0, f.device.find('/'));
    Volume v;
    v.id = id;
    v.name = f.device;
    v.kind = "zfs";
    v.hasContent = true;
    v.signature = { "zfs", f.label, f.uuid };
    std::set<std::string> hosts;
    for (const SeenTarget &s : seen) {
        hosts.insert(s.report->server);
        for (const protocol::ZfsPool &p : s.report->inventory->pools)
            if (p.name == pool)
                v.size = std::max(v.size, p.size);
    }
    bool first = true;
    std::set<std::string> seeAll;
    for (const auto &[vid, disk] : world.volumes) {
        bool member = false;
        for (const SeenTarget &s : seen)
            for (const protocol::BlockDevice &d : s.report->inventory->devices)
                member = member || (d.zpool == pool && disk.pathOn(s.report->server) == d.path);
        if (!member)
            continue;
        std::set<std::string> sees;
        for (const VolumePath &p : disk.seenBy)
            if (first || seeAll.contains(p.server))
                sees.insert(p.server);
        seeAll = std::move(sees);
        first = false;
    }
    hosts.merge(seeAll);
    for (const std::string &h : hosts)
        v.seenBy.push_back({ h, f.device });
    world.volumes.insert_or_assign(id, std::move(v));
}

void claimVolumes(WorldData &world, const Target &t, const std::vector<SeenTarget> &seen)
{
    const auto claim = [&](Volume &v) {
        v.target = t.id;
        v.primary = t.primary;
        v.failover = t.failover;
        v.hasContent = true;
        if (const std::string path = v.pathOn(t.primary); !path.empty())
            v.name = path.starts_with("/dev/") ? path.substr(5) : path;
    };
    if (const auto it = world.volumes.find(t.volume); it != world.volumes.end())
        claim(it->second);
    if (t.backend != "zfs")
        return;
    const std::string pool = best(seen).found->device.substr(0, best(seen).found->device.find('/'));
    for (const SeenTarget &s : seen)
        for (const protocol::BlockDevice &d : s.report->inventory->devices)
            for (auto &[id, v] : world.volumes)
                if (d.zpool == pool && v.kind != "zfs" && v.pathOn(s.report->server) == d.path)
                    claim(v);
}

} // namespace

void addTargets(WorldData &world, const std::vector<HostReport> &reports, const NidMap &nids)
{
    const MgsHosts mgsHosts = mgsHostsOf(reports, nids);
    std::map<std::string, std::vector<SeenTarget>> byVolume;
    for (const HostReport &r : reports)
        if (r.inventory)
            for (const FoundTarget &f : r.inventory->targets)
                byVolume[volumeIdOf(r, f)].push_back({ &r, &f });
    for (const auto &[volume, seen] : byVolume) {
        if (best(seen).found->backend == "zfs")
            addZfsVolume(world, volume, seen);
        Target t = targetFrom(volume, seen, world, nids, mgsHosts);
        if (const auto it = world.targets.find(t.id); it != world.targets.end()) {
            const std::string twice = "was found twice: on " + it->second.volume + " and on " + volume;
            it->second.conflicts.push_back(twice);
            t.conflicts.push_back(twice);
            t.id += "@" + volume;
        }
        claimVolumes(world, t, seen);
        if (const auto s = world.servers.find(t.active); s != world.servers.end())
            s->second.targetsHere.push_back(t.id);
        if (const auto s = world.servers.find(t.primary); s != world.servers.end())
            s->second.targetsPrimary.push_back(t.id);
        world.targets.insert_or_assign(t.id, std::move(t));
    }
}

} // namespace inventory
