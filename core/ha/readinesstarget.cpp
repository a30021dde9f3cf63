// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/readinessparts.h"
#include "core/inventory/nids.h"

#include <algorithm>

namespace ha {

using inventory::Target;

namespace {

const protocol::BlockDevice *deviceOn(const ClusterView &v, const Target &t, const std::string &server)
{
    const inventory::Volume *volume = v.input.world.volume(t.volume);
    const std::string path = volume ? volume->pathOn(server) : std::string();
    const auto *host = v.host(server);
    if (host)
        for (const auto &d : host->devices)
            if (d.path == path)
                return &d;
    return nullptr;
}

Check checkDevice(const ClusterView &v, const Target &t, const std::string &active, const std::string &partner)
{
    const inventory::Volume *volume = v.input.world.volume(t.volume);
    if (!volume || volume->pathOn(partner).empty())
        return bad("device", partner, partner + " does not see the device of " + t.label + ".", "Look at its cabling, zoning and multipath.");
    const inventory::Server *server = v.input.world.server(partner);
    if (!server || !server->up())
        return unknown("device", partner, "Whether " + partner + " still sees the device of " + t.label + " is not known.", "Connect to " + partner + ".");
    const auto *here = deviceOn(v, t, active), *there = deviceOn(v, t, partner);
    if (here && there && here->size != there->size)
        return bad("device", partner, partner + " sees the device of " + t.label + " with another size.", "Scan its disks again; look for a mapping of the wrong disk.");
    if (there && !there->signature.label.empty() && !t.uuid.empty() && !there->signature.uuid.empty() && here && here->signature.uuid != there->signature.uuid)
        return bad("device", partner, "On " + partner + " the device of " + t.label + " has something else on it.", "Look for a mapping of the wrong disk.");
    if (there && there->readOnly)
        return bad("device", partner, partner + " sees the device of " + t.label + " read-only.", "Look at its mapping.");
    return good("device", partner, partner + " sees the same device.");
}

/// The pool of a target on ZFS, where a host that answers has imported it.
const protocol::ZfsPool *poolOf(const ClusterView &v, const Target &t)
{
    const inventory::Volume *volume = v.input.world.volume(t.volume);
    for (const std::string &server : t.servers)
        if (const auto *host = v.host(server); host && volume) {
            const std::string dataset = volume->pathOn(server), name = dataset.substr(0, dataset.find('/'));
            for (const protocol::ZfsPool &pool : host->pools)
                if (pool.imported && pool.name == name && !name.empty())
                    return &pool;
        }
    return nullptr;
}

/// Not blocking: Pacemaker imports a pool on one server only. It is the second belt.
Check checkMultihost(const ClusterView &v, const Target &t)
{
    const protocol::ZfsPool *pool = poolOf(v, t);
    if (!pool || pool->multihost.empty())
        return notBlocking(unknown("mmp", {}, "Whether the pool of " + t.label + " is guarded against a second import (multihost) is not known.", "Connect to the server that has imported it."));
    if (pool->multihost != "on")
        return notBlocking(bad("mmp", {}, "multihost of the pool " + pool->name + " is off: nothing but Pacemaker keeps it from being imported twice.",
            "Give each server a hostid of its own (zgenhostid), then run zpool set multihost=on " + pool->name + "."));
    return notBlocking(good("mmp", {}, "ZFS guards the pool " + pool->name + " against a second import (multihost)."));
}

Check checkMmp(const ClusterView &v, const Target &t)
{
    if (t.backend == "zfs")
        return checkMultihost(v, t);
    if (!t.mmp)
        return notBlocking(unknown("mmp", {}, "Whether multiple-mount protection of " + t.label + " is on is not known.", "Connect to a server that sees its device."));
    if (!*t.mmp)
        return bad("mmp", {}, "Multiple-mount protection of " + t.label + " is off: nothing but Pacemaker keeps it from being mounted twice.", "Stop it and run tune2fs -O mmp on its device.");
    return good("mmp", {}, "Multiple-mount protection is on.");
}

/// Clients are told the NIDs in the target's configuration; on a server that is not named there they never find it again.
Check checkNids(const ClusterView &v, const Target &t, const std::string &server)
{
    const auto *host = v.host(server);
    const bool home = server == t.primary && !t.homeStored;
    if (home)
        return good("nids", server, server + " is where " + t.label + " registered.");
    if (!host || host->lnet.nids.empty())
        return unknown("nids", server, "The NIDs of " + server + " are not known.", "Start LNet there.");
    for (const std::string &node : t.serviceNodes)
        for (const std::string &nid : inventory::split(node, ",:"))
            if (std::find(host->lnet.nids.begin(), host->lnet.nids.end(), nid) != host->lnet.nids.end())
                return good("nids", server, "The NIDs of " + server + " are in the configuration of " + t.label + ".");
    return bad("nids", server, "The configuration of " + t.label + " does not name " + server + ": clients would not look for it there.", "Rewrite its NIDs with both servers.");
}

Check checkAgent(const ClusterView &v, const TargetResource &r, const std::string &server)
{
    if (!r.agent.starts_with("ocf:lustre:") && r.agent != "ocf:heartbeat:ZFS")
        return good("agent", server, r.agent + " is an agent that others have chosen.");
    const auto *host = v.host(server);
    if (!host)
        return unknown("agent", server, "The resource agents of " + server + " are not known.", "Connect to " + server + ".");
    const auto &agents = host->ha.resourceAgents;
    if (std::find(agents.begin(), agents.end(), r.agent) == agents.end())
        return bad("agent", server, "The resource agent " + r.agent + " is not on " + server + ".", "Install lustre-resource-agents there.");
    return good("agent", server, r.agent + " is there.");
}

/// Resource agents mount on a directory that is there; ocf:lustre:Lustre makes none.
Check checkMountpoint(const ClusterView &v, const TargetResource &r, const std::string &server)
{
    const auto *host = v.host(server);
    const std::string &path = r.mountpoint;
    const bool looked = path.starts_with("/mnt/") || path.starts_with("/lustre/"); // where agents look for directories
    const auto slashes = std::count(path.begin(), path.end(), '/');
    if (!host || host->ha.folders.empty() || !looked || slashes > 3)
        return notBlocking(unknown("mountpoint", server, "Whether the mount point " + path + " is there on " + server + " is not known.", "Connect to " + server + ", and look whether the directory is there."));
    if (std::find(host->ha.folders.begin(), host->ha.folders.end(), path) != host->ha.folders.end())
        return good("mountpoint", server, "The mount point " + path + " is there on " + server + ".");
    Check missing = bad("mountpoint", server, "The mount point " + path + " is not there on " + server + ".", "Make the directory: mkdir -p " + path + ".");
    return r.agent == "ocf:lustre:Lustre" ? missing : notBlocking(std::move(missing)); // others may make it
}

Check checkLnet(const ClusterView &v, const std::string &server)
{
    const inventory::Server *s = v.input.world.server(server);
    if (!s || s->lnet == machine::State::Unknown || s->lnet == machine::State::None)
        return unknown("lnet", server, "Whether LNet is up on " + server + " is not known.", "Connect to " + server + ".");
    if (s->lnet != machine::State::Up)
        return bad("lnet", server, "LNet is not up on " + server + ".", "Start LNet there.");
    return good("lnet", server, "LNet is up on " + server + ".");
}

Check checkResource(const ClusterView &v, const TargetResource &r)
{
    const ResourceStatus *s = v.status() ? v.status()->resource(r.resource) : nullptr;
    if (!s)
        return v.status() ? bad("resource", {}, "Pacemaker does not show " + r.resource + ".", "Read the cluster's configuration again.")
                          : unknown("resource", {}, "How " + r.resource + " is in Pacemaker is not known.", "Connect to a member.");
    if (s->nodes.size() > 1)
        return bad("resource", {}, r.resource + " runs on two nodes.", "Stop it on one of them at once.");
    if (s->blocked || s->failed)
        return bad("resource", {}, r.resource + (s->blocked ? " is blocked: Pacemaker will not touch it." : " has failed."), "See its failed actions, then clean it up.");
    if (!s->managed)
        return bad("resource", {}, r.resource + " is not managed by Pacemaker at the moment.", "Set it to managed.");
    if (s->orphaned)
        return bad("resource", {}, r.resource + " is no longer in the configuration.", "Clean it up, or configure it again.");
    if (s->targetRole == "Stopped" || s->disabled)
        return bad("resource", {}, r.resource + " is to be stopped: it does not fail over.", "Start it.");
    return good("resource", {}, "Pacemaker runs it as " + r.resource + ".");
}

Check checkBans(const ClusterView &v, const TargetResource &r, const std::string &partner)
{
    const std::string node = v.nodeOf(partner);
    for (const Ban &b : v.status() ? v.status()->bans : std::vector<Ban>())
        if ((b.resource == r.resource || b.resource == r.top) && b.node == node && b.score <= -1'000'000)
            return bad("bans", partner, "The constraint " + b.id + " keeps it away from " + partner + ".", b.byTool() ? "Remove the ban." : "Change that constraint where it was made.");
    return v.status() ? good("bans", partner, "Nothing keeps it away from " + partner + ".")
                      : unknown("bans", partner, "Whether something keeps it away from " + partner + " is not known.", "Connect to a member.");
}

Check checkFailures(const ClusterView &v, const TargetResource &r, const std::string &partner)
{
    const std::string node = v.nodeOf(partner);
    for (const FailCount &f : v.status() ? v.status()->failCounts : std::vector<FailCount>())
        if (f.node == node && (f.resource == r.resource || f.resource == r.top) && f.threshold > 0 && f.count >= f.threshold)
            return bad("failures", partner, "It failed on " + partner + (f.count >= 1'000'000 ? std::string(" when it was started") : " " + std::to_string(f.count) + " times")
                    + ", so Pacemaker does not start it there.", "See why, then clean it up.");
    return v.status() ? good("failures", partner, "It has not failed too often on " + partner + ".")
                      : unknown("failures", partner, "Whether it failed on " + partner + " is not known.", "Connect to a member.");
}

/// Which check says most about a partner: it is the better one that has fewer that stand in the way.
std::size_t obstacles(const std::vector<Check> &checks)
{
    return std::size_t(std::count_if(checks.begin(), checks.end(), [](const Check &c) { return c.blocking && c.grade != Grade::Ok; }));
}

std::vector<Check> checksFor(const ClusterView &v, const TargetResource &r, const Target &t, const std::string &active, const std::string &partner)
{
    std::vector<Check> out { checkPacemaker(v), checkAgreement(v), checkQuorum(v), checkQuorumAfter(v), checkStonith(v), checkMaintenance(v),
        checkResource(v, r), checkMmp(v, t), checkNode(v, partner), checkDevice(v, t, active, partner), checkNids(v, t, partner), checkAgent(v, r, partner),
        checkLnet(v, partner), checkBans(v, r, partner), checkFailures(v, r, partner), checkLinks(v, partner), checkTime(v, partner), checkMemory(v, partner), checkSpace(v, partner),
        checkMountpoint(v, r, partner) };
    if (!active.empty() && active != partner)
        for (Check &c : std::vector<Check> { checkNids(v, t, active), checkFencing(v, active), checkProven(v, active), checkLinks(v, active), checkTime(v, active),
                 checkVersions(v, { active, partner }), checkParameters(v, { active, partner }) })
            out.push_back(std::move(c));
    return out;
}

std::string activeOf(const ClusterView &v, const TargetResource &r, const Target &t)
{
    const ResourceStatus *s = v.status() ? v.status()->resource(r.resource) : nullptr;
    const std::string server = s && !s->nodes.empty() ? v.cluster.serverOf(s->nodes.front()) : std::string();
    return server.empty() ? (t.active.empty() ? t.primary : t.active) : server;
}

} // namespace

TargetReadiness readinessOf(const ClusterView &v, const TargetResource &r, const Target &t)
{
    TargetReadiness out { t.id, t.label, v.cluster.name, activeOf(v, r, t), {}, {}, false, 0 };
    for (const std::string &server : t.servers) {
        if (server == out.active || !v.cluster.member(server))
            continue;
        std::vector<Check> checks = checksFor(v, r, t, out.active, server);
        if (out.partner.empty() || obstacles(checks) < obstacles(out.checks)) {
            out.partner = server;
            out.checks = std::move(checks);
        }
    }
    if (out.partner.empty())
        out.checks.push_back(bad("device", {}, "No other member of " + v.cluster.name + " sees the device of " + t.label + ".", "Make its disk visible on a second server."));
    out.ready = isReady(out.checks);
    out.score = scoreOf(out.checks);
    return out;
}

} // namespace ha
