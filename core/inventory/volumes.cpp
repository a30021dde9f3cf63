// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/build.h"

#include <algorithm>
#include <tuple>

namespace inventory {

namespace {

using protocol::BlockDevice;

/// Below this mkfs.lustre has no room for its own journal and logs.
constexpr std::uint64_t smallestTarget = 128ULL << 20;

std::string bare(const std::string &path) { return path.starts_with("/dev/") ? path.substr(5) : path; }

std::string sizeText(std::uint64_t bytes)
{
    static constexpr std::array<const char *, 6> units { "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
    std::size_t unit = 0;
    std::uint64_t tenths = bytes * 10;
    for (; tenths >= 10240 && unit + 1 < units.size(); ++unit)
        tenths /= 1024;
    const std::string fraction = tenths % 10 ? "." + std::to_string(tenths % 10) : "";
    return std::to_string(tenths / 10) + fraction + " " + units[unit];
}

bool isPartitionTable(const std::string &type) { return type == "gpt" || type == "dos" || type == "PMBR"; }

/// Paths that are only a part of another device which stands for them: paths of a multipath, disks with partitions.
std::set<std::string> standIns(const std::vector<BlockDevice> &devices)
{
    std::set<std::string> out;
    for (const BlockDevice &d : devices)
        if (d.type == "mpath" || d.type == "part")
            out.insert(d.parents.begin(), d.parents.end());
    return out;
}

bool isVolume(const BlockDevice &d, const std::set<std::string> &hidden)
{
    return !hidden.contains(d.path) && d.type != "rom" && d.type != "zpool";
}

bool isSystemMount(const std::string &m)
{
    return m == "/" || m == "[SWAP]" || m.starts_with("/boot") || m == "/usr" || m == "/var" || m == "/home" || m == "/opt";
}

std::string mountProblem(const BlockDevice &d, const std::string &server)
{
    for (const std::string &m : d.mountpoints) {
        if (m == "[SWAP]")
            return "is swap space of " + server;
        if (!m.empty())
            return std::string(isSystemMount(m) ? "is a system disk: " : "is ") + "mounted at " + m + " on " + server;
    }
    return {};
}

/// Why a device cannot take a target, for its own sake. Mounted Lustre targets are told by the target on it, not here.
std::string problemOf(const BlockDevice &d, const std::string &server, bool hasTarget)
{
    if (const std::string p = mountProblem(d, server); !hasTarget && !p.empty())
        return p;
    if (isPartitionTable(d.signature.type))
        return "has a partition table (" + d.signature.type + ")";
    if (!d.volumeGroup.empty())
        return "is part of the LVM volume group " + d.volumeGroup + " on " + server;
    if (d.signature.type == "LVM2_member")
        return "is an LVM physical volume";
    if (!d.mdArray.empty() || d.signature.type == "linux_raid_member")
        return d.mdArray.empty() ? "is a member of an MD array" : "is a member of the MD array " + d.mdArray + " on " + server;
    if (!hasTarget && (!d.zpool.empty() || d.signature.type == "zfs_member"))
        return d.zpool.empty() ? "is a member of a ZFS pool" : "is a member of the ZFS pool " + d.zpool + " on " + server;
    if (d.type != "zpool" && !d.holders.empty() && !hasTarget)
        return "is held by " + bare(d.holders.front()) + " on " + server;
    if (d.readOnly)
        return "is read-only on " + server;
    if (d.size < smallestTarget)
        return "is too small (" + sizeText(d.size) + "; a target needs " + sizeText(smallestTarget) + ")";
    return {};
}

struct SeenDevice {
    const HostReport *report;
    const BlockDevice *device;
};

using Groups = std::map<std::string, std::vector<SeenDevice>>;

Groups grouped(const std::vector<HostReport> &reports)
{
    Groups out;
    for (const HostReport &r : reports) {
        if (!r.inventory)
            continue;
        const std::set<std::string> hidden = standIns(r.inventory->devices);
        for (const BlockDevice &d : r.inventory->devices)
            if (isVolume(d, hidden))
                out[d.id.empty() ? r.server + ":" + d.path : d.id].push_back({ &r, &d });
    }
    for (auto &[id, seen] : out)
        std::sort(seen.begin(), seen.end(), [](const SeenDevice &a, const SeenDevice &b) {
            return std::tie(a.report->server, a.device->path) < std::tie(b.report->server, b.device->path);
        });
    return out;
}

/// What the hosts that see a device do not agree about, or what only comes to light when they are put together.
std::string joinProblem(const std::vector<SeenDevice> &seen)
{
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const SeenDevice &a = seen[i - 1], &b = seen[i];
        if (a.report->server == b.report->server)
            return "is seen on " + a.report->server + " under two paths without multipath: " + a.device->path + " and " + b.device->path;
        if (a.device->size != b.device->size)
            return "is seen with different sizes: " + sizeText(a.device->size) + " on " + a.report->server + ", "
                + sizeText(b.device->size) + " on " + b.report->server;
    }
    return {};
}

/// Connected hosts know better what is on a device than those that were asked long ago; of these, one that found something.
protocol::Signature signatureOf(const std::vector<SeenDevice> &seen)
{
    const SeenDevice *best = nullptr;
    const auto rank = [](const SeenDevice &s) {
        return std::tuple(s.report->reach == Reach::Connected, !s.device->signature.empty());
    };
    for (const SeenDevice &s : seen)
        if (!best || rank(s) > rank(*best))
            best = &s;
    return best ? best->device->signature : protocol::Signature {};
}

bool holdsTarget(const SeenDevice &s)
{
    const BlockDevice &d = *s.device;
    const auto &targets = s.report->inventory->targets;
    return std::any_of(targets.begin(), targets.end(), [&](const protocol::FoundTarget &t) {
        const bool inPool = t.backend == "zfs" && !d.zpool.empty() && t.device.starts_with(d.zpool + "/");
        return inPool || t.device == d.path || (!d.id.empty() && t.deviceId == d.id);
    });
}

Volume volumeFrom(const std::string &id, const std::vector<SeenDevice> &seen)
{
    const BlockDevice &d = *seen.front().device;
    Volume v;
    v.id = id;
    v.name = bare(d.path);
    v.size = d.size;
    v.kind = d.type;
    v.transport = d.transport;
    v.model = d.model;
    v.serial = d.serial.empty() ? d.wwn : d.serial;
    v.signature = signatureOf(seen);
    v.hasContent = !v.signature.empty();
    const bool target = std::any_of(seen.begin(), seen.end(), holdsTarget);
    for (const SeenDevice &s : seen) {
        if (v.pathOn(s.report->server).empty())
            v.seenBy.push_back({ s.report->server, s.device->path });
        if (v.whyNot.empty())
            v.whyNot = problemOf(*s.device, s.report->server, target);
    }
    if (v.whyNot.empty())
        v.whyNot = joinProblem(seen);
    return v;
}

std::string naturalKey(const std::string &name)
{
    std::string out, digits;
    for (const char c : name + '\0') {
        if (c >= '0' && c <= '9') {
            digits += c;
            continue;
        }
        if (!digits.empty())
            out += std::string(digits.size() < 10 ? 10 - digits.size() : 0, '0') + digits;
        digits.clear();
        if (c)
            out += c;
    }
    return out;
}

} // namespace

void addVolumes(WorldData &world, const std::vector<HostReport> &reports)
{
    for (const auto &[id, seen] : grouped(reports))
        world.volumes.emplace(id, volumeFrom(id, seen));
}

void balance(WorldData &world)
{
    std::map<std::string, int> load;
    for (const auto &[id, t] : world.targets)
        if (!t.primary.empty())
            ++load[t.primary];
    std::vector<Volume *> free;
    for (auto &[id, v] : world.volumes)
        if (v.target.empty() && !v.seenBy.empty())
            free.push_back(&v);
    std::sort(free.begin(), free.end(), [](const Volume *a, const Volume *b) {
        return std::tuple(naturalKey(a->name), a->id) < std::tuple(naturalKey(b->name), b->id);
    });
    for (Volume *v : free) {
        std::vector<std::string> hosts;
        for (const VolumePath &p : v->seenBy)
            hosts.push_back(p.server);
        std::stable_sort(hosts.begin(), hosts.end(), [&](const std::string &a, const std::string &b) { return load[a] < load[b]; });
        v->primary = hosts.front();
        v->failover = hosts.size() > 1 ? hosts[1] : std::string();
        v->name = bare(v->pathOn(v->primary));
        if (v->usable())
            ++load[v->primary]; // what cannot take a target is no load
    }
}

} // namespace inventory
