// SPDX-License-Identifier: GPL-3.0-or-later
// Which resource of a cluster is which target. Names of devices are the hosts' own, so they are looked up among the hosts of that cluster.
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"

#include <algorithm>
#include <cctype>

namespace ha {

using inventory::Target;
using inventory::WorldData;

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

const std::string &valueOf(const Values &values, std::initializer_list<const char *> names)
{
    static const std::string none;
    for (const char *name : names)
        if (const auto it = values.find(name); it != values.end())
            return it->second;
    return none;
}

/// "/dev/vg/lv" and "/dev/mapper/vg-lv" are one volume; hyphens in the names are doubled in the second.
std::string mapperName(const std::string &device)
{
    const std::size_t slash = device.find('/', 5);
    if (!device.starts_with("/dev/") || slash == std::string::npos || device.find('/', slash + 1) != std::string::npos
        || device.starts_with("/dev/mapper/") || device.starts_with("/dev/disk/"))
        return {};
    std::string out = "/dev/mapper/";
    for (const char c : device.substr(5, slash - 5))
        out += c == '-' ? std::string("--") : std::string(1, c);
    out += '-';
    for (const char c : device.substr(slash + 1))
        out += c == '-' ? std::string("--") : std::string(1, c);
    return out;
}

/// Whether the primitive is the mount of a Lustre target, and of what kind its agent is.
bool mountsTarget(const CibResource &r)
{
    if (r.kind != ResourceKind::Primitive || r.isStonith())
        return false;
    if (r.agent == "ocf:heartbeat:Filesystem") {
        const std::string &device = valueOf(r.parameters, { "device" });
        const bool client = device.find(":/") != std::string::npos; // "10.0.0.1@tcp:/scratch"
        return valueOf(r.parameters, { "fstype" }) == "lustre" && !client;
    }
    const std::string agent = lower(r.agent);
    return agent == "ocf:lustre:lustre" || agent == "ocf:ddn:lustre-server" || agent == "ocf:chroma:target"
        || (agent.starts_with("ocf:") && !valueOf(r.parameters, { "target", "device" }).empty() && !valueOf(r.parameters, { "mountpoint", "directory" }).empty());
}

class Matcher {
public:
    Matcher(const Cib &cib, const WorldData &world) : m_cib(cib), m_world(world)
    {
        for (const auto &[name, server] : world.servers)
            if (isMember(name, server))
                addServer(server);
        for (const auto &[id, target] : world.targets)
            addTarget(id, target);
    }

    TargetResource match(const CibResource &r) const
    {
        TargetResource out;
        out.resource = r.id;
        const CibResource *top = m_cib.outermost(r.id);
        out.top = top ? top->id : r.id;
        out.agent = r.agent;
        out.device = valueOf(r.parameters, { "target", "device" });
        out.mountpoint = valueOf(r.parameters, { "mountpoint", "directory" });
        out.ours = isOurs(r.id);
        const bool done = byDevice(out) || byLabel(out) || byMountpoint(out) || byName(out);
        if (!done)
            out.how = "neither its device nor its mountpoint is known";
        return out;
    }

    bool knows(const TargetResource &r) const { return !r.target.empty(); }

private:
    using Found = std::map<std::string, std::set<std::string>>; ///< a name -> the targets that it may mean

    bool isMember(const std::string &name, const inventory::Server &server) const
    {
        const auto bare = [](const std::string &host) { return host.substr(0, host.find('.')); };
        return m_cib.nodes.empty() || std::any_of(m_cib.nodes.begin(), m_cib.nodes.end(), [&](const CibNode &n) {
            return bare(n.name) == bare(name) || (server.inventory && bare(n.name) == bare(server.inventory->host));
        });
    }

    /// The target on a volume of the World.
    std::string on(const std::string &volume) const
    {
        const auto found = m_world.volumes.find(volume);
        return found == m_world.volumes.end() ? std::string() : found->second.target;
    }

    void addServer(const inventory::Server &server)
    {
        m_members.insert(server.name);
        if (!server.inventory)
            return;
        for (const auto &device : server.inventory->devices) {
            const std::string target = on(device.id.empty() ? server.name + ":" + device.path : device.id);
            if (target.empty())
                continue;
            m_devices[device.path].insert(target);
            for (const std::string &link : device.byId)
                m_devices[link].insert(target);
        }
        for (const auto &found : server.inventory->targets)
            if (const std::string target = on(found.deviceId.empty() ? server.name + ":" + found.device : found.deviceId); !target.empty())
                m_devices[found.device].insert(target);
    }

    void addTarget(const std::string &id, const Target &target)
    {
        const auto here = [&](const std::string &server) { return m_members.count(server) > 0; };
        if (std::none_of(target.servers.begin(), target.servers.end(), here) && !here(target.primary))
            return;
        if (const auto volume = m_world.volumes.find(target.volume); volume != m_world.volumes.end())
            for (const auto &path : volume->second.seenBy)
                if (here(path.server))
                    m_devices[path.path].insert(id);
        m_labels[lower(target.label)].insert(id);
        if (target.mgs && target.fsname.empty())
            m_labels["mgs"].insert(id);
        if (!target.uuid.empty())
            m_devices[target.uuid].insert(id);
        if (!target.mountpoint.empty())
            m_mountpoints[target.mountpoint].insert(id);
        for (const auto &mount : target.mounts)
            m_mountpoints[mount.mountpoint].insert(id);
    }

    static bool only(const Found &names, const std::string &name, TargetResource &out, const std::string &how)
    {
        const auto found = name.empty() ? names.end() : names.find(name);
        if (found == names.end() || found->second.size() != 1)
            return false;
        out.target = *found->second.begin();
        out.how = how;
        return true;
    }

    bool byDevice(TargetResource &out) const
    {
        return only(m_devices, out.device, out, "by its device " + out.device) || only(m_devices, mapperName(out.device), out, "by its device " + out.device);
    }

    bool byLabel(TargetResource &out) const
    {
        for (const char *prefix : { "/dev/disk/by-label/", "LABEL=", "-L" })
            if (out.device.starts_with(prefix))
                return only(m_labels, lower(out.device.substr(std::string_view(prefix).size())), out, "by the label in " + out.device);
        return false;
    }

    bool byMountpoint(TargetResource &out) const
    {
        return only(m_mountpoints, out.mountpoint, out, "by its mountpoint " + out.mountpoint);
    }

    /// "ost0003-scratch" as EXAScaler names them, "scratch-OST0003", "mgs"; the last word when nothing else says more.
    bool byName(TargetResource &out) const
    {
        const std::string name = lower(out.resource), how = "by its name " + out.resource;
        const bool turned = name.size() > 8 && (name.starts_with("ost") || name.starts_with("mdt")) && name[7] == '-';
        return (turned && only(m_labels, name.substr(8) + "-" + name.substr(0, 7), out, how)) || only(m_labels, name, out, how)
            || (out.ours && only(m_labels, name.substr(kOurPrefix.size()), out, how));
    }

    const Cib &m_cib;
    const WorldData &m_world;
    std::set<std::string> m_members;
    Found m_devices, m_labels, m_mountpoints;
};

} // namespace

std::vector<TargetResource> matchTargets(const Cib &cib, const WorldData &world)
{
    const Matcher matcher(cib, world);
    std::vector<TargetResource> out;
    for (const CibResource &r : cib.resources)
        if (mountsTarget(r)) {
            TargetResource found = matcher.match(r);
            const bool lustre = lower(r.agent).find("lustre") != std::string::npos || r.agent == "ocf:heartbeat:Filesystem" || matcher.knows(found);
            if (lustre)
                out.push_back(std::move(found));
        }
    return out;
}

} // namespace ha
