// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/sources.h"

#include "agent/collect/scan.h"

#include <algorithm>
#include <functional>
#include <set>

namespace monitor {

namespace {

constexpr std::array<const char *, 3> lustreRoots{"/sys/fs/lustre/", "/proc/fs/lustre/", "/sys/kernel/debug/lustre/"};
constexpr std::array<const char *, 2> lnetRoots{"/sys/kernel/debug/lnet/", "/proc/sys/lnet/"};

constexpr int looksBetween = 12; ///< samples after which files are looked for though no device came or went

constexpr int often = 1, second = 2, seldom = 6, rarely = 12; ///< samples

struct Leaf {
    const char *type, *leaf;
    Collector collector;
    int every;
    bool expected; ///< on every version since 2.10: its absence is said
    Reading reading = Reading::Parameter;
};

// Space comes from osd-*, which MGS and MDT have too; obdfilter's and mdt's are the same numbers.
constexpr auto leaves = std::to_array<Leaf>({
    {"obdfilter", "stats", Collector::Ost, often, true},
    {"obdfilter", "job_stats", Collector::Jobs, often, true, Reading::Jobs},
    {"obdfilter", "recovery_status", Collector::Ost, second, true},
    {"obdfilter", "tot_dirty", Collector::Ost, seldom, true},
    {"obdfilter", "tot_granted", Collector::Ost, seldom, true},
    {"obdfilter", "tot_pending", Collector::Ost, seldom, true},
    {"obdfilter", "num_exports", Collector::Ost, seldom, true},
    {"obdfilter", "degraded", Collector::Ost, seldom, true},
    {"obdfilter", "no_precreate", Collector::Ost, rarely, false},
    {"obdfilter", "no_create", Collector::Ost, rarely, false},
    {"obdfilter", "eviction_count", Collector::Ost, seldom, false},
    {"mdt", "md_stats", Collector::Mdt, often, true},
    {"mdt", "job_stats", Collector::Jobs, often, true, Reading::Jobs},
    {"mdt", "recovery_status", Collector::Mdt, second, true},
    {"mdt", "num_exports", Collector::Mdt, seldom, true},
    {"mdt", "tot_granted", Collector::Mdt, seldom, false},
    {"mdt", "eviction_count", Collector::Mdt, seldom, false},
    {"mdt", "hsm_control", Collector::Mdt, rarely, false},
    {"mdt", "hsm/agents", Collector::Mdt, rarely, false},
    {"mdt", "hsm/actions", Collector::Mdt, rarely, false},
    {"mdt", "exports", Collector::Mdt, rarely, true, Reading::ExportUuids},
    {"mdd", "changelog_users", Collector::Mdt, seldom, true},
    {"mdd", "changelog_size", Collector::Mdt, rarely, false},
    {"osd-ldiskfs", "kbytestotal", Collector::Ost, seldom, true},
    {"osd-ldiskfs", "kbytesfree", Collector::Ost, seldom, true},
    {"osd-ldiskfs", "kbytesavail", Collector::Ost, seldom, true},
    {"osd-ldiskfs", "filestotal", Collector::Ost, seldom, true},
    {"osd-ldiskfs", "filesfree", Collector::Ost, seldom, true},
    {"osd-ldiskfs", "brw_stats", Collector::Histograms, seldom, true},
    {"osd-ldiskfs", "io_latency_stats", Collector::Histograms, seldom, false},
    {"osd-ldiskfs", "stats", Collector::Ost, seldom, false},
    {"osd-ldiskfs", "mntdev", Collector::Ost, rarely, true},
    {"osd-zfs", "kbytestotal", Collector::Ost, seldom, true},
    {"osd-zfs", "kbytesfree", Collector::Ost, seldom, true},
    {"osd-zfs", "kbytesavail", Collector::Ost, seldom, true},
    {"osd-zfs", "filestotal", Collector::Ost, seldom, true},
    {"osd-zfs", "filesfree", Collector::Ost, seldom, true},
    {"osd-zfs", "brw_stats", Collector::Histograms, seldom, true},
    {"osd-zfs", "io_latency_stats", Collector::Histograms, seldom, false},
    {"osd-zfs", "stats", Collector::Ost, seldom, false},
    {"osd-zfs", "mntdev", Collector::Ost, rarely, true},
    {"mgs", "num_exports", Collector::Mgs, seldom, true},
    {"mgs", "eviction_count", Collector::Mgs, seldom, false},
    {"ldlm/namespaces", "lock_count", Collector::Locks, seldom, true},
    {"ldlm/namespaces", "resource_count", Collector::Locks, seldom, true},
    {"ldlm/namespaces", "lock_timeouts", Collector::Locks, seldom, false},
    {"ldlm/namespaces", "pool/granted", Collector::Locks, seldom, false},
    {"ldlm/namespaces", "pool/grant_rate", Collector::Locks, seldom, false},
    {"ldlm/namespaces", "pool/cancel_rate", Collector::Locks, seldom, false},
    {"ldlm/services", "stats", Collector::Locks, second, false},
    {"osp", "active", Collector::Connections, rarely, true},
    {"osp", "max_create_count", Collector::Connections, rarely, false},
    {"osp", "prealloc_status", Collector::Connections, rarely, false},
    {"osp", "state", Collector::Connections, rarely, true},
    {"lwp", "state", Collector::Connections, rarely, false},
    {"lod", "target_obd", Collector::Connections, rarely, true},
    {"mdc", "state", Collector::Connections, rarely, true},
    {"osc", "state", Collector::Connections, rarely, true},
    {"osc", "cur_dirty_bytes", Collector::Connections, rarely, false},
    {"mgc", "state", Collector::Connections, rarely, false},
    {"llite", "stats", Collector::Clients, often, true},
    {"llite", "kbytestotal", Collector::Clients, seldom, true},
    {"llite", "kbytesfree", Collector::Clients, seldom, true},
    {"llite", "kbytesavail", Collector::Clients, seldom, true},
    {"llite", "filestotal", Collector::Clients, seldom, true},
    {"llite", "filesfree", Collector::Clients, seldom, true},
    {"", "health_check", Collector::Lustre, second, true},
    {"", "version", Collector::Lustre, rarely, true},
    {"", "memused", Collector::Lustre, seldom, true},
    {"", "memused_max", Collector::Lustre, seldom, true},
    {"", "jobid_var", Collector::Lustre, rarely, true},
    {"", "jobid_name", Collector::Lustre, rarely, false},
    {"", "timeout", Collector::Lustre, rarely, true},
    {"", "ldlm_timeout", Collector::Lustre, rarely, false},
    {"", "at_min", Collector::Lustre, rarely, false},
    {"", "at_max", Collector::Lustre, rarely, false},
});

constexpr std::array<const char *, 15> types{"obdfilter", "mdt", "mdd", "osd-ldiskfs", "osd-zfs", "mgs", "ldlm/namespaces", "ldlm/services", "osp", "lwp", "lod", "mdc", "osc",
        "mgc", "llite"};

std::string dotted(std::string name)
{
    std::replace(name.begin(), name.end(), '/', '.');
    return name;
}

/// Of a server's own targets: those of its connections to others would be thousands on a large cluster.
bool wantedDevice(const std::string &type, const std::string &device)
{
    if (type != "ldlm/namespaces")
        return true;
    return collect::startsWith(device, "mdt-") || collect::startsWith(device, "filter-") || collect::startsWith(device, "MGS");
}

} // namespace

void Sources::want(Collector collector, Reading reading, int every, std::string name, std::string path)
{
    const std::string key = std::to_string(static_cast<int>(collector) + 10) + name;
    const auto known = m_all.find(key);
    Source source{known == m_all.end() ? m_nextId++ : known->second.id, collector, reading, static_cast<std::uint8_t>(every), 0, std::move(name), std::move(path)};
    // Spread: the same parameter of all targets would else come due at once, for their ids lie equally far apart.
    source.phase = static_cast<std::uint8_t>((source.id * 2654435761u >> 16) % static_cast<std::uint32_t>(every));
    m_found.emplace(key, std::move(source));
}

/// Where the parameter TYPE/DEVICE/LEAF is on this version; empty: nowhere.
std::string Sources::placeOf(const std::string &below) const
{
    for (const char *root : lustreRoots)
        if (m_files.exists(root + below))
            return root + below;
    return {};
}

void Sources::lookHost()
{
    for (const char *file : {"/proc/stat", "/proc/meminfo", "/proc/loadavg", "/proc/vmstat"})
        want(Collector::Host, Reading::HostFile, often, file, file);
    want(Collector::Network, Reading::HostFile, often, "/proc/net/dev", "/proc/net/dev");
    want(Collector::Disks, Reading::HostFile, often, "/proc/diskstats", "/proc/diskstats");
    for (const char *root : lnetRoots) {
        if (!m_files.exists(std::string(root) + "stats"))
            continue;
        want(Collector::Lnet, Reading::Parameter, often, "stats", std::string(root) + "stats");
        want(Collector::Lnet, Reading::Parameter, second, "nis", std::string(root) + "nis");
        want(Collector::Lnet, Reading::Parameter, seldom, "peers", std::string(root) + "peers");
        break;
    }
    if (m_files.exists("/proc/sys/lnet/lnet_memused"))
        want(Collector::Lnet, Reading::Parameter, seldom, "lnet_memused", "/proc/sys/lnet/lnet_memused");
}

void Sources::lookDevice(const std::string &type, const std::string &device)
{
    for (const Leaf &leaf : leaves) {
        if (type != leaf.type)
            continue;
        const std::string below = type.empty() ? leaf.leaf : type + "/" + device + "/" + leaf.leaf;
        const auto known = m_all.find(std::to_string(static_cast<int>(leaf.collector) + 10) + dotted(below));
        const std::string path = known != m_all.end() && m_files.exists(known->second.path) ? known->second.path : placeOf(below);
        if (!path.empty())
            want(leaf.collector, leaf.reading, leaf.every, dotted(below), path);
        else if (leaf.expected && (type.empty() || !(device == "MGS" && leaf.collector == Collector::Histograms)))
            m_absent.push_back({dotted(below), leaf.collector});
    }
}

void Sources::lookServices(const std::string &type, const std::string &device)
{
    std::set<std::string> names;
    for (const char *root : lustreRoots)
        for (std::string &name : m_files.list(root + type + "/" + device))
            names.insert(std::move(name));
    for (const std::string &name : names)
        for (const auto &[leaf, every] : {std::pair("stats", second), std::pair("threads_started", rarely), std::pair("threads_max", rarely)}) {
            const std::string below = type + "/" + device + "/" + name + "/" + leaf;
            if (const std::string path = placeOf(below); !path.empty())
                want(Collector::Services, Reading::Parameter, every, dotted(below), path);
        }
}

void Sources::lookLive()
{
    for (const char *root : lustreRoots)
        for (const std::string &name : m_files.list(std::string(root) + "mgs/MGS/live"))
            if (name != "params")
                want(Collector::Mgs, Reading::Parameter, rarely, "mgs.MGS.live." + name, std::string(root) + "mgs/MGS/live/" + name);
}

void Sources::lookLustre()
{
    const bool loaded = std::any_of(lustreRoots.begin(), lustreRoots.end(), [this](const char *root) { return m_files.exists(std::string(root) + "version"); });
    if (!loaded)
        return;
    lookDevice("", "");
    for (const char *type : types) {
        std::set<std::string> devices;
        for (const char *root : lustreRoots)
            for (std::string &device : m_files.list(std::string(root) + type))
                if (wantedDevice(type, device) && device != "num_refs")
                    devices.insert(std::move(device));
        for (const std::string &device : devices)
            lookDevice(type, device);
    }
    lookServices("ost", "OSS");
    lookServices("mds", "MDS");
    lookLive();
}

void Sources::lookZfs()
{
    const std::string root = "/proc/spl/kstat/zfs/";
    for (const std::string &name : m_files.list(root)) {
        if (name == "arcstats")
            want(Collector::Zfs, Reading::HostFile, often, root + name, root + name);
        else if (m_files.exists(root + name + "/state"))
            want(Collector::Zfs, Reading::HostFile, seldom, root + name + "/state", root + name + "/state");
        if (m_files.exists(root + name + "/io"))
            want(Collector::Zfs, Reading::HostFile, often, root + name + "/io", root + name + "/io");
    }
}

/// What there is, as far as directories say: cheap enough for each sample.
std::string Sources::signature() const
{
    std::string text = m_files.exists("/sys/kernel/debug/lnet/stats") ? "l" : m_files.exists("/proc/sys/lnet/stats") ? "p" : "";
    const auto add = [&](const std::string &directory) {
        for (const std::string &name : m_files.list(directory))
            text += name + '/';
        text += '\n';
    };
    for (const char *root : lustreRoots) {
        text += m_files.exists(std::string(root) + "version") ? "v" : "";
        for (const char *type : types)
            add(std::string(root) + type);
        add(std::string(root) + "ost/OSS");
        add(std::string(root) + "mds/MDS");
    }
    add("/proc/spl/kstat/zfs");
    return text;
}

void Sources::look(std::vector<std::uint32_t> &gone)
{
    gone.clear();
    std::string now = signature();
    if (now == m_signature && ++m_looks < looksBetween)
        return;
    m_signature = std::move(now);
    m_looks = 0;
    m_found.clear();
    m_absent.clear();
    lookHost();
    lookLustre();
    lookZfs();
    for (const auto &[key, source] : m_all)
        if (!m_found.count(key))
            gone.push_back(source.id);
    m_all.swap(m_found);
    m_found.clear();
}

} // namespace monitor
