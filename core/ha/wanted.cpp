// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/wanted.h"

#include "agent/protocol/haarguments.h"
#include "core/ha/elements.h"
#include "core/ha/words.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace ha {

using inventory::Target;

namespace {

constexpr int primaryScore = 20, otherScore = 10, automaticStickiness = 1;
constexpr const char *healthScore = "100000";

const std::string clusterPrefix(kOurPrefix);
const std::string lnetClone = clusterPrefix + "health-lnet-clone", lustreClone = clusterPrefix + "health-lustre-clone";

Element location(const std::string &id, const std::string &resource, const std::string &node, const std::string &score)
{
    return element("rsc_location", { { "id", id }, { "rsc", resource }, { "node", node }, { "score", score } });
}

class Builder {
public:
    explicit Builder(const WantedInput &input) : m_world(input.world), m_spec(input.spec) { }

    CibPieces build()
    {
        options();
        for (const Member &m : m_spec.members)
            fencing(m);
        health();
        for (const Target *t : targets())
            resource(*t);
        for (const Member &m : m_spec.members)
            levels(m);
        return std::move(m_out);
    }

private:
    void add(const std::string &owner, const char *section, Element made, std::string why, std::string problem = {})
    {
        Piece piece { owner, section, made["id"], writeXml(made), std::move(why), std::move(problem), std::move(made) };
        m_out.push_back(std::move(piece));
    }

    void options()
    {
        const std::string owner = inventory::clusterId(m_spec.name);
        const Policy &p = m_spec.policy;
        add(owner, "crm_config",
            pairSet("cluster_property_set", "cib-bootstrap-options",
                { { "cluster-name", m_spec.name }, { "stonith-enabled", "true" }, { "no-quorum-policy", p.noQuorum } }),
            "Fencing is on: without it a target could be mounted twice. A part of the cluster without quorum stops its targets"
                + std::string(m_spec.members.size() == 2 && !m_spec.qdevice ? "; two servers keep quorum when one of them dies, and wait for each other at start." : "."));
        const bool automatic = p.failback == Failback::Automatic;
        add(owner, "rsc_defaults",
            pairSet("meta_attributes", "rsc_defaults-options",
                { { "resource-stickiness", std::to_string(automatic ? automaticStickiness : p.stickiness) }, { "migration-threshold", std::to_string(p.migrationThreshold) },
                    { "failure-timeout", std::to_string(p.failureTimeoutSeconds) + "s" } }),
            std::string(automatic ? "Targets go back to their primary by themselves when it is well again: stickiness is less than the difference of the scores."
                                  : "Targets stay where they are after a failover, because moving them interrupts their clients again; failing back is a click.")
                + " After " + std::to_string(p.migrationThreshold) + " failures on a server a target leaves it, and may come back "
                + std::to_string(p.failureTimeoutSeconds / 60) + " min after the last one.");
    }

    // ---- fencing ----

    const std::vector<FenceDeviceSpec> &devicesOf(const Member &m) const
    {
        static const std::vector<FenceDeviceSpec> none;
        const auto found = m_spec.fencing.find(m.server);
        return found == m_spec.fencing.end() ? none : found->second;
    }

    /// In a cluster of two that is cut apart both would fence; nobody chose, so the first member's devices wait.
    int delayOf(const Member &m, const FenceDeviceSpec &device) const
    {
        bool chosen = m_spec.members.size() != 2;
        for (const Member &one : m_spec.members)
            for (const FenceDeviceSpec &d : devicesOf(one))
                chosen = chosen || d.delaySeconds > 0;
        return chosen ? device.delaySeconds : &m == &m_spec.members.front() ? 5 : 0;
    }

    Pairs fenceParameters(const Member &m, const FenceDeviceSpec &d) const
    {
        Pairs out;
        std::string plug;
        for (const auto &[name, value] : d.parameters)
            if (name == "plug" || name == "port")
                plug = value;
            else if ((d.secretName.empty() || name != protocol::scriptParameter(d.agent)) && name != "pcmk_host_list" && name != "pcmk_host_map" && name != "pcmk_delay_base")
                out.emplace_back(name, value);
        // An outlet has a number of its own; Pacemaker would ask for one with the node's name.
        if (plug.empty())
            out.emplace_back("pcmk_host_list", m.nodeName());
        else
            out.emplace_back("pcmk_host_map", m.nodeName() + ":" + plug);
        if (const int delay = delayOf(m, d); delay > 0)
            out.emplace_back("pcmk_delay_base", std::to_string(delay) + "s");
        if (!d.secretName.empty())
            out.emplace_back(protocol::scriptParameter(d.agent, d.secretParameter), protocol::fenceScript(d.secretName));
        std::sort(out.begin(), out.end());
        return out;
    }

    void fencing(const Member &m)
    {
        const std::string owner = inventory::fencingId(m.server);
        for (std::size_t i = 0; i < devicesOf(m).size(); ++i) {
            const FenceDeviceSpec &d = devicesOf(m)[i];
            const std::string id = fenceDeviceId(m.server, i + 1);
            const int delay = delayOf(m, d);
            add(owner, "resources",
                element("primitive", { { "id", id }, { "class", "stonith" }, { "type", d.agent } },
                    { pairSet("instance_attributes", id + "-params", fenceParameters(m, d)), operations(id, { { "monitor", "60s", "60s" }, { "start", "0s", "60s" } }) }),
                "Switches " + m.server + " off before its targets start elsewhere" + (d.id.empty() ? "" : " (" + d.id + ")") + "; asked every minute whether it answers."
                    + (delay > 0 ? " It waits " + std::to_string(delay) + " s first: when both servers lose sight of each other, " + m.server + " survives." : ""));
            add(owner, "constraints", location(id + "-elsewhere", id, m.nodeName(), "-INFINITY"),
                "A server does not watch over its own switch: it could not use it when it is dead.");
        }
    }

    void levels(const Member &m)
    {
        const auto &devices = devicesOf(m);
        if (devices.size() < 2)
            return;
        std::map<int, std::vector<std::string>> byLevel;
        for (std::size_t i = 0; i < devices.size(); ++i)
            byLevel[devices[i].level].push_back(fenceDeviceId(m.server, i + 1));
        for (const auto &[index, ids] : byLevel)
            add(inventory::fencingId(m.server), "fencing-topology",
                element("fencing-level", { { "id", clusterPrefix + "level-" + std::to_string(index) + "-" + xmlId(m.server) }, { "target", m.nodeName() },
                                             { "index", std::to_string(index) }, { "devices", joined(ids, ",") } }),
                ids.size() > 1 ? m.server + " is off only when all of these have switched it off." : "Level " + std::to_string(index) + " of fencing " + m.server + ".");
    }

    // ---- health ----

    void health()
    {
        const std::string owner = inventory::clusterId(m_spec.name), lnet = clusterPrefix + "health-lnet", lustre = clusterPrefix + "health-lustre";
        const HealthSpec &h = m_spec.health;
        if (!h.lnetNids.empty())
            add(owner, "resources",
                clone(lnetClone, lnet, "healthLNET",
                    { { "dampen", "5s" }, { "device", h.lnetDevice }, { "host_list", joined(h.lnetNids, " ") }, { "lctl", "true" }, { "multiplier", "1000" },
                        { "name", kLnetAttribute }, { "timeout", "2" } }),
                "Every server pings " + joined(h.lnetNids, ", ") + " over LNet; targets leave one that reaches none of them.",
                h.lnetDevice.empty() ? "healthLNET needs the interface that carries LNet, with one name on all members" : "");
        if (h.lustre)
            add(owner, "resources", clone(lustreClone, lustre, "healthLUSTRE", { { "dampen", "5s" }, { "name", kLustreAttribute } }),
                "Every server looks at Lustre's own health_check; targets leave one whose storage path is broken.");
    }

    /// It records and never fails a server itself: what it finds is weighed by the location rules.
    static Element clone(const std::string &cloneId, const std::string &id, const char *type, const Pairs &parameters)
    {
        Element primitive = element("primitive", { { "id", id }, { "class", "ocf" }, { "provider", "lustre" }, { "type", type } },
            { pairSet("instance_attributes", id + "-params", parameters), pairSet("meta_attributes", id + "-meta", { { "migration-threshold", "INFINITY" } }),
                operations(id, { { "monitor", "10s", "60s" }, { "start", "0s", "60s" }, { "stop", "0s", "60s" } }) });
        return element("clone", { { "id", cloneId } }, { pairSet("meta_attributes", cloneId + "-meta", { { "interleave", "true" } }), std::move(primitive) });
    }

    bool watched(const char *which) const { return which == kLnetAttribute ? !m_spec.health.lnetNids.empty() && !m_spec.health.lnetDevice.empty() : m_spec.health.lustre; }

    void healthRule(const Target &t, const char *attribute, const char *suffix, const char *what)
    {
        if (!watched(attribute))
            return;
        const std::string id = topResourceId(t) + suffix;
        add(inventory::resourceId(t.id), "constraints",
            element("rsc_location", { { "id", id }, { "rsc", topResourceId(t) } },
                { element("rule", { { "id", id + "-rule" }, { "score", healthScore } },
                    { element("expression", { { "id", id + "-value" }, { "attribute", attribute }, { "operation", "gt" }, { "value", "0" }, { "type", "number" } }) }) }),
            t.label + " prefers servers whose " + what + " is well to anything else, and stays where it is when none is.");
    }

    // ---- targets ----

    /// MGS, then MDTs, then OSTs, by file system and index: what others lean on comes first.
    std::vector<const Target *> targets() const
    {
        std::vector<const Target *> out;
        for (const std::string &id : m_spec.resources)
            if (const Target *t = m_world.target(id))
                out.push_back(t);
        const auto rank = [](const Target *t) { return std::tuple(t->mgs ? 0 : t->mdt ? 1 : 2, t->fsname, t->index, t->id); };
        std::sort(out.begin(), out.end(), [&](const Target *a, const Target *b) { return rank(a) < rank(b); });
        return out;
    }

    std::vector<std::string> membersFor(const Target &t) const
    {
        std::vector<std::string> out;
        for (const std::string &s : t.servers)
            if (m_spec.member(s))
                out.push_back(s);
        return out;
    }

    void resource(const Target &t)
    {
        const std::string owner = inventory::resourceId(t.id), id = resourceId(t), top = topResourceId(t);
        const std::vector<std::string> servers = membersFor(t);
        const auto device = commonDevice(m_world, t, servers);
        const std::string path = device ? *device : t.volume;
        Element mount = primitive(t, id, path);
        std::string why = "Mounts " + t.label + ". Start and stop may take long: a journal is replayed, multiple-mount protection waits, a stop writes everything out; a stop that takes longer ends in fencing.";
        add(owner, "resources", t.backend == "zfs" ? zfsGroup(t, top, path, std::move(mount)) : std::move(mount), std::move(why), device ? "" : device.error().message);
        for (std::size_t i = 0; i < servers.size(); ++i)
            add(owner, "constraints", location(top + "-on-" + xmlId(servers[i]), top, m_spec.member(servers[i])->nodeName(), std::to_string(i == 0 ? primaryScore : otherScore)),
                i == 0 ? servers[i] + " is the primary of " + t.label + "." : t.label + " fails over to " + servers[i] + ".");
        for (const Member &m : m_spec.members)
            if (std::find(servers.begin(), servers.end(), m.server) == servers.end())
                add(owner, "constraints", location(top + "-not-on-" + xmlId(m.server), top, m.nodeName(), "-INFINITY"), m.server + " does not see the device of " + t.label + ".");
        healthRule(t, kLnetAttribute, "-lnet", "LNet");
        healthRule(t, kLustreAttribute, "-lustre", "storage");
        orders(t);
    }

    Element primitive(const Target &t, const std::string &id, const std::string &device) const
    {
        const std::string mountpoint = t.mountpoint.empty() ? inventory::defaultMountpoint(t.label) : t.mountpoint;
        return element("primitive", { { "id", id }, { "class", "ocf" }, { "provider", "lustre" }, { "type", "Lustre" } },
            { pairSet("instance_attributes", id + "-params", { { "mountpoint", mountpoint }, { "target", device } }),
                operations(id, { { "monitor", "20s", "60s" }, { "start", "0s", "600s" }, { "stop", "0s", "300s" } }) });
    }

    static Element zfsGroup(const Target &t, const std::string &group, const std::string &dataset, Element mount)
    {
        const std::string id = resourceId(t) + "-pool";
        Element pool = element("primitive", { { "id", id }, { "class", "ocf" }, { "provider", "heartbeat" }, { "type", "ZFS" } },
            { pairSet("instance_attributes", id + "-params", { { "pool", dataset.substr(0, dataset.find('/')) } }),
                operations(id, { { "monitor", "20s", "60s" }, { "start", "0s", "300s" }, { "stop", "0s", "300s" } }) });
        return element("group", { { "id", group } }, { std::move(pool), std::move(mount) });
    }

    /// Optional: it orders what starts or stops together, and stopping an MDT does not stop OSTs. An MGS first, because a target that
    /// finds none waits for it; MDT0000 before other MDTs and OSTs, because they connect to it.
    void orders(const Target &t)
    {
        if (m_spec.health.lustre)
            order(t, lustreClone, "health", "The health of a server is known before it gets targets.");
        if (watched(kLnetAttribute))
            order(t, lnetClone, "lnet", "Whether LNet works on a server is known before it gets targets.");
        for (const Target *first : targets()) {
            if (first->id == t.id)
                continue;
            const bool mgs = first->mgs && (first->fsname.empty() || first->fsname == t.fsname) && !t.mgs;
            const bool root = first->mdt && first->index == 0 && first->fsname == t.fsname && !t.mgs;
            if (mgs || root)
                order(t, topResourceId(*first), xmlId(first->label), first->label + " starts before " + t.label + " where both start; stopping one does not stop the other.");
        }
    }

    void order(const Target &t, const std::string &first, const std::string &name, const std::string &why)
    {
        const std::string top = topResourceId(t);
        add(inventory::resourceId(t.id), "constraints",
            element("rsc_order", { { "id", top + "-after-" + name }, { "first", first }, { "then", top }, { "kind", "Optional" } }), why);
    }

    const inventory::World &m_world;
    const ClusterSpec &m_spec;
    CibPieces m_out;
};

/// Names that stay the same whatever order disks are found in come first; of those, what names the multipath device and not one path.
int rankOf(const std::string &path)
{
    static const char *const prefixes[] = { "/dev/disk/by-id/dm-uuid-", "/dev/disk/by-id/wwn-", "/dev/disk/by-id/nvme-eui", "/dev/disk/by-id/nvme-uuid", "/dev/disk/by-id/scsi-3",
        "/dev/disk/by-id/scsi-", "/dev/disk/by-id/dm-name-", "/dev/disk/by-id/" };
    int rank = 0;
    for (const char *prefix : prefixes) {
        if (path.starts_with(prefix))
            return rank;
        ++rank;
    }
    return path.starts_with("/dev/mapper/") ? rank : rank + 1;
}

std::set<std::string> namesOn(const inventory::World &world, const Target &t, const std::string &server)
{
    std::set<std::string> out;
    const inventory::Volume *volume = world.volume(t.volume);
    const inventory::Server *s = world.server(server);
    const std::string path = volume ? volume->pathOn(server) : std::string();
    if (path.empty())
        return out;
    out.insert(path);
    for (const auto &device : s && s->inventory ? s->inventory->devices : std::vector<protocol::BlockDevice> {})
        if (device.path == path)
            out.insert(device.byId.begin(), device.byId.end());
    return out;
}

} // namespace

std::string fenceDeviceId(const std::string &server, std::size_t place)
{
    return clusterPrefix + "fence-" + std::to_string(place) + "-" + xmlId(server);
}

Result<std::string> commonDevice(const inventory::World &world, const Target &target, const std::vector<std::string> &servers)
{
    std::set<std::string> common;
    bool first = true;
    for (const std::string &s : servers) {
        const std::set<std::string> names = namesOn(world, target, s);
        if (names.empty())
            return Error { protocol::Problem::NotFound, s + " does not see the device of " + target.label, {}, "Make the disk visible there, or leave " + s + " out." };
        std::set<std::string> both;
        for (const std::string &n : names)
            if (first || common.count(n) > 0)
                both.insert(n);
        common = std::move(both);
        first = false;
    }
    // "/dev/sdb" may be another disk after the next boot, even where all have it now.
    std::erase_if(common, [](const std::string &n) { return n.starts_with("/dev/sd") || n.starts_with("/dev/nvme") || n.starts_with("/dev/vd"); });
    if (common.empty())
        return Error { protocol::Problem::Conflict, joined(servers, " and ") + " have no name in common for the device of " + target.label, {},
            "Its disk needs a name below /dev/disk/by-id on each of them, or the same multipath name." };
    return *std::min_element(common.begin(), common.end(), [](const std::string &a, const std::string &b) { return std::pair(rankOf(a), a) < std::pair(rankOf(b), b); });
}

CibPieces wantedCib(const WantedInput &input)
{
    return Builder(input).build();
}

} // namespace ha
