// SPDX-License-Identifier: GPL-3.0-or-later
// Brings what the jobs do into the files of every host.
#include "agent/simhost/load.h"

#include "agent/simhost/control.h"
#include "agent/simhost/journal.h"
#include "agent/simhost/params.h"
#include "agent/simhost/trouble.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace simhost {

namespace {

constexpr int clients = 12;
constexpr int ticksBetweenLooks = 3, ticksBetweenRare = 5, ticksBetweenSpace = 20;
constexpr std::int64_t mostGroups = 4096; ///< of a map of free space
constexpr double fillSeconds = 1200; ///< the OST that fills needs as long to be full
constexpr double jobStays = 600;     ///< seconds that a job's record outlives it

struct Mount {
    std::string label, fsname, backend;
    bool mdt = false;
    std::int64_t since = 0;
    std::string device{}; ///< the kernel's name of it
    Space space{};
};

struct HostView {
    std::string name;
    std::int64_t bootTime = 0, cpus = 16, memoryKb = 1 << 20;
    Words nics, disks, nids;
    std::vector<Mount> mounts;
    std::vector<Parameter> parameters;
    bool lnet = false, lustre = false, zfs = false;
    Json troubles{}; ///< {"troubles": {...}}
};

struct TargetLoad {
    std::int64_t since = 0;
    double start = 0;
    std::int64_t usedInMap = 0; ///< KiB
    Counters rows{};
    std::map<std::string, kernel::JobRows> jobs{};
    std::vector<kernel::Histogram> sections{{"pages per bulk r/w", "rpcs"}, {"discontiguous pages", "rpcs"}, {"disk fragmented I/Os", "ios"}, {"disk I/Os in flight", "ios"},
        {"I/O time (1/1000s)", "ios"}, {"disk I/O size", "ios"}};
    double readRate = 0, writeRate = 0, operations = 0; ///< of the last second
};

struct HostLoad {
    std::map<std::string, std::string> written{};
    std::set<std::string> wanted{};
    double user = 0, system = 0, idle = 0, wait = 0, load1 = 0.1;
    double received = 0, sent = 0, killed = 0, errors = 0, dropped = 0, evicted = 0;
    Counters service{};
};

class Load {
public:
    Load(std::string directory, double speed) : m_directory(std::move(directory)), m_speed(speed) { }
    void tick(std::int64_t number);
    void removeFiles();

private:
    void look(std::int64_t number);
    void lookAt(Session &session, const std::string &host);
    void fillTargets(Session &session);
    void work(double seconds);
    void workOn(const std::string &fsname, const std::vector<Mount> &osts, const std::vector<Mount> &mdts, double seconds);
    void addTransfers(TargetLoad &target, const LoadJob &job, double read, double write);
    void addMetadata(TargetLoad &target, const LoadJob &job, double operations);
    void write(const HostView &host, bool rare);
    void writeHost(const HostView &host, HostLoad &load, double seconds);
    void writeLnet(const HostView &host, const HostLoad &load);
    void writeTarget(const HostView &host, const Mount &mount, bool rare);
    void writeFreeSpace(const Mount &mount);
    void writeConnections(const HostView &host);
    void put(const std::string &path, const std::string &content);
    void keep(const std::string &path);
    void dropVanished();
    kernel::Clock clockOf(double start) const { return {m_now, start, m_minor}; }

    std::string m_directory;
    double m_speed, m_now = 0, m_began = 0;
    int m_minor = 17;
    std::map<std::string, std::int64_t> m_stamps;
    std::vector<HostView> m_views;
    std::map<std::string, HostLoad> m_hosts;
    std::map<std::string, TargetLoad> m_targets;
    std::map<std::string, std::unique_ptr<Workload>> m_workloads;
    std::string m_host; ///< whose files are being written
};

std::int64_t stampOf(const std::string &path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec : 0;
}

std::uint64_t hashOf(const std::string &text)
{
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

std::string digits(double value)
{
    return format("%.0f", value);
}

void Load::lookAt(Session &session, const std::string &host)
{
    const Json &state = session.state(host), &definition = session.host(host);
    if (!session.up(host))
        return;
    HostView view;
    view.name = host;
    view.bootTime = num(state, "bootTime");
    view.cpus = num(definition, "cpus", 16);
    view.troubles = {{"troubles", at(state, "troubles")}};
    view.memoryKb = num(definition, "memoryKb", 196608LL * 1024);
    for (const Json &nic : at(definition, "nics"))
        view.nics.push_back(str(nic, "name"));
    for (const Json &disk : at(definition, "disks"))
        view.disks.push_back(str(disk, "kernel"));
    view.lnet = lnetUp(session, host);
    if (view.lnet)
        view.nids = nidsOf(session, host);
    view.lustre = moduleLoaded(session, host, "obdclass");
    for (const Json &mount : at(state, "mounts"))
        if (str(mount, "kind") == "target" && !flag(mount, "nosvc")) {
            const std::string label = str(mount, "label");
            view.mounts.push_back({label, str(mount, "fsname"), str(mount, "backend", "ldiskfs"), has(label, "-MDT"), num(mount, "since")});
            for (const Json &disk : at(definition, "disks"))
                if (str(disk, "disk") == str(mount, "disk"))
                    view.mounts.back().device = str(disk, "kernel");
            view.mounts.back().space = spaceOf(session, mount);
            view.zfs = view.zfs || view.mounts.back().backend == "zfs";
        }
    if (view.lustre)
        view.parameters = parametersOf(session, host);
    m_views.push_back(std::move(view));
}

/// Used space follows the load's own clock, so that lctl, df and the files say the same.
void Load::fillTargets(Session &session)
{
    for (const std::string &host : session.hosts())
        for (const Json &mount : at(session.state(host), "mounts")) {
            const std::string label = str(mount, "label");
            if (str(mount, "kind") != "target" || label == "MGS" || !session.up(host))
                continue;
            const double base = 0.3 + static_cast<double>(hashOf(label) % 300) / 1000;
            const bool fills = has(label, "-OST0000");
            const double share = fills ? 0.7 + 0.27 * std::fmod((m_now - m_began) / fillSeconds, 1.0) : base + 0.02 * std::fmod((m_now - m_began) / 7200, 1.0);
            const Device device{str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true};
            const Space space = spaceOf(session, mount);
            Json &content = contentOf(session, device);
            if (flag(content, "filled"))
                continue;
            content["usedKb"] = static_cast<std::int64_t>(static_cast<double>(space.total) * share);
            content["usedInodes"] = static_cast<std::int64_t>(static_cast<double>(space.inodes) * share * 0.4);
        }
}

void Load::look(std::int64_t number)
{
    bool changed = number % ticksBetweenLooks == 0;
    for (const std::string &host : listDirectory(m_directory + "/hosts")) {
        std::int64_t &stamp = m_stamps[host];
        const std::int64_t now = stampOf(m_directory + "/hosts/" + host + "/state.json");
        if (now == stamp)
            continue;
        stamp = now;
        changed = true;
        for (auto &[path, content] : m_hosts[host].written) // what else was done to the host may have taken files away
            content.clear();
    }
    if (!changed)
        return;
    Session session(m_directory);
    const Words version = split(str(session.definition(), "lustre", "2.17.0"), '.');
    m_minor = version.size() > 1 ? static_cast<int>(std::max<std::int64_t>(5, wholeNumber(version[1]))) : 17;
    if (number % ticksBetweenSpace == 0)
        fillTargets(session);
    m_views.clear();
    for (const std::string &host : session.hosts())
        lookAt(session, host);
    if (m_speed > 0 && number % ticksBetweenLooks == 0)
        chatter(session, number);
}

void Load::addTransfers(TargetLoad &target, const LoadJob &job, double read, double write)
{
    kernel::JobRows &own = target.jobs[job.id];
    if (own.start == 0)
        own.start = m_now;
    own.seen = m_now;
    const bool small = job.transfer < 256 << 10;
    const std::int64_t time = small ? 900 : 4200;
    for (const auto &[name, rate, side] : {std::tuple("read", read, 0), std::tuple("write", write, 1)}) {
        const auto count = static_cast<std::int64_t>(rate / static_cast<double>(job.transfer));
        for (Counters *rows : {&target.rows, &own.rows}) {
            (*rows)[std::string(name) + "_bytes"].add(count, job.transfer, 0);
            (*rows)[name].add(count, time, time / 2);
        }
        const auto which = static_cast<std::size_t>(side);
        const auto hit = [&](std::size_t section, std::int64_t size, std::int64_t times) { target.sections[section].buckets[size][which] += times; };
        hit(0, std::max<std::int64_t>(1, job.transfer / 4096), count);
        hit(1, 0, count * 9 / 10);
        hit(1, 1, count - count * 9 / 10);
        hit(2, 1, count * 8 / 10);
        hit(2, 2, count - count * 8 / 10);
        hit(3, small ? 16 : 4, count);
        hit(4, small ? 1 : 4, count * 7 / 10);
        hit(4, small ? 2 : 8, count * 2 / 10);
        hit(4, 32, count - count * 7 / 10 - count * 2 / 10);
        hit(5, job.transfer, count);
    }
    target.readRate += read;
    target.writeRate += write;
}

void Load::addMetadata(TargetLoad &target, const LoadJob &job, double operations)
{
    static const std::vector<std::pair<const char *, double>> mix{{"open", 0.22}, {"close", 0.22}, {"getattr", 0.3}, {"setattr", 0.04}, {"mknod", 0.05}, {"unlink", 0.05}, {"mkdir", 0.01},
        {"rmdir", 0.01}, {"rename", 0.01}, {"samedir_rename", 0.01}, {"getxattr", 0.06}, {"statfs", 0.01}, {"sync", 0.01}};
    kernel::JobRows &own = target.jobs[job.id];
    if (own.start == 0)
        own.start = m_now;
    own.seen = m_now;
    for (const auto &[name, share] : mix) {
        const auto count = static_cast<std::int64_t>(operations * share + 0.5);
        for (Counters *rows : {&target.rows, &own.rows})
            (*rows)[name].add(count, 180, 120);
    }
    target.operations += operations;
}

void Load::workOn(const std::string &fsname, const std::vector<Mount> &osts, const std::vector<Mount> &mdts, double seconds)
{
    std::unique_ptr<Workload> &workload = m_workloads[fsname];
    if (!workload)
        workload = std::make_unique<Workload>(hashOf(fsname));
    workload->advance(m_now - m_began);
    if (mdts.empty())
        return; // nobody can open a file
    for (const LoadJob &job : workload->jobs()) {
        const std::size_t wide = osts.empty() ? 0 : job.osts ? std::min<std::size_t>(osts.size(), static_cast<std::size_t>(job.osts)) : osts.size();
        for (std::size_t i = 0; i < wide; ++i) {
            const Mount &ost = osts[(static_cast<std::size_t>(job.firstOst) + i) % osts.size()];
            const double share = workload->jitter() * seconds / static_cast<double>(wide);
            addTransfers(m_targets[ost.label], job, job.readRate * share, job.writeRate * share);
        }
        for (const Mount &mdt : mdts)
            addMetadata(m_targets[mdt.label], job, job.metadataRate * workload->jitter() * seconds / static_cast<double>(mdts.size()));
    }
}

void Load::work(double seconds)
{
    std::map<std::string, std::pair<std::vector<Mount>, std::vector<Mount>>> systems;
    std::set<std::string> mounted;
    for (const HostView &host : m_views)
        for (const Mount &mount : host.mounts) {
            if (mount.label == "MGS")
                continue;
            TargetLoad &target = m_targets[mount.label];
            if (target.since != mount.since) { // its counters begin with each mount
                target = {};
                target.since = mount.since;
                target.start = m_now;
            }
            target.readRate = target.writeRate = target.operations = 0;
            std::erase_if(target.jobs, [this](const auto &job) { return job.second.seen < m_now - jobStays; });
            mounted.insert(mount.label);
            (mount.mdt ? systems[mount.fsname].second : systems[mount.fsname].first).push_back(mount);
        }
    std::erase_if(m_targets, [&](const auto &target) { return !mounted.count(target.first); });
    for (auto &[name, targets] : systems) {
        std::sort(targets.first.begin(), targets.first.end(), [](const Mount &a, const Mount &b) { return a.label < b.label; });
        workOn(name, targets.first, targets.second, seconds);
    }
}

void Load::put(const std::string &path, const std::string &content)
{
    HostLoad &load = m_hosts[m_host];
    load.wanted.insert(path);
    std::string &old = load.written[path];
    if (old == content)
        return;
    const std::string whole = m_directory + "/hosts/" + m_host + "/root/" + path;
    if (!writeFile(whole, content)) {
        makeDirectories(dirName(whole));
        writeFile(whole, content);
    }
    old = content;
}

/// As it was written before.
void Load::keep(const std::string &path)
{
    HostLoad &load = m_hosts[m_host];
    if (const auto old = load.written.find(path); old != load.written.end() && !old->second.empty())
        load.wanted.insert(path);
}

void Load::dropVanished()
{
    for (auto &[host, load] : m_hosts) {
        const std::string root = m_directory + "/hosts/" + host + "/root/";
        for (auto file = load.written.begin(); file != load.written.end();) {
            if (load.wanted.count(file->first)) {
                ++file;
                continue;
            }
            ::unlink((root + file->first).c_str());
            for (std::string up = dirName(file->first); has(up, "/") && ::rmdir((root + up).c_str()) == 0;)
                up = dirName(up);
            file = load.written.erase(file);
        }
        load.wanted.clear();
    }
}

void Load::writeHost(const HostView &host, HostLoad &load, double seconds)
{
    double bytes = 0, operations = 0, reads = 0, writes = 0;
    for (const Mount &mount : host.mounts) {
        const TargetLoad &target = m_targets[mount.label];
        reads += target.readRate / seconds;
        writes += target.writeRate / seconds;
        operations += target.operations / seconds;
    }
    bytes = reads + writes;
    const double cpus = static_cast<double>(host.cpus), busy = std::min(0.9, 0.01 + bytes / 12e9 + operations / 60000), ticks = seconds * 100 * cpus;
    load.user += ticks * 0.01;
    load.system += ticks * busy * 0.8;
    load.wait += ticks * busy * 0.2;
    load.idle += ticks * (0.99 - busy);
    load.load1 += (busy * cpus - load.load1) * std::min(1.0, seconds / 60);
    load.load1 = trouble(host.troubles, "load", load.load1);
    load.killed += trouble(host.troubles, "oom") * seconds;
    load.errors += trouble(host.troubles, "net-errors") * seconds;
    load.dropped += trouble(host.troubles, "lnet-drops") * seconds;
    load.evicted += trouble(host.troubles, "evictions") * seconds;
    load.received += (writes + operations * 600) * seconds;
    load.sent += (reads + operations * 900) * seconds;
    const std::string modes = digits(load.user) + " 0 " + digits(load.system) + " " + digits(load.idle) + " " + digits(load.wait) + " 0 0 0 0 0\n";
    const double all = load.user + load.system + load.idle + load.wait;
    put("proc/stat", "cpu  " + modes + "intr " + digits(all * 3) + "\nctxt " + digits(all * 9) + format("\nbtime %lld\nprocesses ", static_cast<long long>(host.bootTime)) + digits(4000 + all / 100)
            + format("\nprocs_running %d\nprocs_blocked %d\n", 1 + static_cast<int>(busy * 8), static_cast<int>(busy * 5)));
    const double total = static_cast<double>(host.memoryKb), cached = total * std::min(0.7, 0.1 + load.received / 4e12), free = total * 0.93 - cached;
    const auto memory = [](const char *name, double kilobytes) { return left(std::string(name) + ":", 16) + format("%8.0f kB\n", kilobytes); };
    put("proc/meminfo", memory("MemTotal", total) + memory("MemFree", free) + memory("MemAvailable", troubled(host.troubles, "memory") ? total * trouble(host.troubles, "memory") : free + cached * 0.9) + memory("Buffers", total * 0.01) + memory("Cached", cached)
            + memory("SwapCached", 0) + memory("Dirty", std::min(total * 0.05, writes / 2048)) + memory("Writeback", 0) + memory("Slab", total * 0.03) + memory("SwapTotal", 8388604)
            + memory("SwapFree", std::floor(8388604 * trouble(host.troubles, "swap", 1))));
    put("proc/loadavg", format("%.2f %.2f %.2f %d/%d %d\n", load.load1, load.load1 * 0.9, load.load1 * 0.8, 1 + static_cast<int>(busy * 8), 420 + static_cast<int>(cpus), 4321));
    std::string net = "Inter-|   Receive                                                |  Transmit\n"
                      " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n"
                      "    lo:  120304     980    0    0    0     0          0         0   120304     980    0    0    0     0       0          0\n";
    for (std::size_t i = 0; i < host.nics.size(); ++i) {
        const double share = i + 1 == host.nics.size() ? 1 : 0.0001; // Lustre goes over the last, the fast one
        const double errors = i + 1 == host.nics.size() ? load.errors : 0;
        net += right(host.nics[i], 6) + format(": %.0f %.0f %.0f 0 0 0 0 0 %.0f %.0f 0 0 0 0 0 0\n", load.received * share, load.received * share / 9000, errors, load.sent * share, load.sent * share / 9000);
    }
    put("proc/net/dev", net);
    std::string disks;
    const double each = host.disks.empty() ? 0 : 1.0 / static_cast<double>(host.disks.size());
    for (std::size_t i = 0; i < host.disks.size(); ++i) {
        const double read = load.sent * each, write = load.received * each;
        disks += format("%4d %7zu %s %.0f 0 %.0f %.0f %.0f 0 %.0f %.0f %d %.0f %.0f 0 0 0 0 0 0\n", 253, i, host.disks[i].c_str(), read / 524288, read / 512, read / 260000, write / 524288, write / 512,
                        write / 220000, static_cast<int>(busy * 12), (read + write) / 900000, (read + write) / 240000);
    }
    put("proc/diskstats", disks);
    put("proc/vmstat", "nr_free_pages " + digits(free / 4) + "\npgpgin " + digits(load.sent / 1024) + "\npgpgout " + digits(load.received / 1024)
            + "\npswpin 0\npswpout 0\npgfault " + digits(all * 20) + "\npgmajfault " + digits(all / 500) + "\noom_kill " + digits(load.killed) + "\n");
}

void Load::writeLnet(const HostView &host, const HostLoad &load)
{
    if (!host.lnet)
        return;
    const std::string place = m_minor >= 9 ? "sys/kernel/debug/lnet/" : "proc/sys/lnet/";
    put(place + "stats", format("%d %d 0 %.0f %.0f 0 %.0f %.0f %.0f 0 0\n", 3, 412, load.sent / 900000 + 4000, load.received / 900000 + 4000, load.dropped, load.sent, load.received));
    std::string nis = "nid                      status alive refs peer  rtr   max    tx   min\n0@lo                         up     0    2    0    0     0     0     0\n";
    for (const std::string &nid : host.nids)
        nis += left(nid, 24) + right("up", 7) + right("-1", 6) + right(std::to_string(4 + clients), 5) + "    8    0   256   256   " + std::to_string(256 - static_cast<int>(std::min(250.0, load.load1 * 4))) + "\n";
    put(place + "nis", nis);
    if (host.nids.empty())
        return;
    const std::string net = host.nids.front().substr(host.nids.front().find('@'));
    std::string peers = "nid                      refs state  last   max   rtr   min    tx   min queue\n";
    for (int i = 0; i < clients; ++i)
        peers += left(format("10.10.1.%d", 101 + i) + net, 24) + "    1    NA    -1     8     8     8     8    -2 0\n";
    put(place + "peers", peers);
}

void Load::writeTarget(const HostView &host, const Mount &mount, bool rare)
{
    const std::string osd = (m_minor >= 15 ? "sys/kernel/debug/lustre/osd-" : "proc/fs/lustre/osd-") + mount.backend + "/" + mount.label + "/brw_stats";
    if (mount.label == "MGS")
        return;
    const TargetLoad &target = m_targets[mount.label];
    const std::string place = std::string("proc/fs/lustre/") + (mount.mdt ? "mdt/" : "obdfilter/") + mount.label + "/";
    const kernel::Clock clock = clockOf(target.start);
    put(place + (mount.mdt ? "md_stats" : "stats"), kernel::counters(target.rows, mount.mdt ? kernel::mdtRows() : kernel::ostRows(), clock));
    put(place + "job_stats", kernel::jobStats(target.jobs, mount.mdt, clock));
    if (rare)
        put(osd, kernel::brwStats(target.sections, clock));
    else
        keep(osd);
    if (mount.backend == "ldiskfs" && !mount.device.empty())
        writeFreeSpace(mount);
    const std::string net = host.nids.empty() ? "@tcp" : host.nids.front().substr(host.nids.front().find('@'));
    for (int i = 0; i < clients; ++i) {
        const std::string client = place + "exports/" + format("10.10.1.%d", 101 + i) + net;
        put(client + "/stats", kernel::counters(kernel::shareOf(target.rows, i, clients), mount.mdt ? kernel::mdtRows() : kernel::ostRows(), clock));
        put(client + "/uuid", format("%08x-2ace-4209-be66-%012x\n", 0x613beb43u + static_cast<unsigned>(i), 0x4b509u + static_cast<unsigned>(i)));
    }
    const std::string values = std::string("sys/fs/lustre/") + (mount.mdt ? "mdt/" : "obdfilter/") + mount.label + "/";
    put(values + "eviction_count", digits(m_hosts[host.name].evicted) + "\n");
    if (rare) {
        put(values + "tot_dirty", digits(std::floor(target.writeRate / 8 / 4096) * 4096) + "\n");
        put(values + "tot_granted", digits(clients * 33.0 * (1 << 20) + std::floor(target.writeRate / 4096) * 4096) + "\n");
        put(values + "tot_pending", digits(std::floor(target.writeRate / 50 / 4096) * 4096) + "\n");
    } else
        for (const char *leaf : {"tot_dirty", "tot_granted", "tot_pending"})
            keep(values + leaf);
    const std::string locks = std::string("sys/fs/lustre/ldlm/namespaces/") + (mount.mdt ? "mdt-" : "filter-") + mount.label + "_UUID/";
    const std::size_t held = 900 * target.jobs.size() + static_cast<std::size_t>(clients) * 12;
    put(locks + "lock_count", std::to_string(held) + "\n");
    put(locks + "resource_count", std::to_string(held * 4 / 5) + "\n");
    put(locks + "lock_timeouts", "0\n");
    put(locks + "pool/granted", std::to_string(held) + "\n");
    put(locks + "pool/grant_rate", std::to_string(held / 90) + "\n");
    put(locks + "pool/cancel_rate", std::to_string(held / 95) + "\n");
    if (mount.mdt)
        put("proc/fs/lustre/mdd/" + mount.label + "/changelog_users", "current_index: 0\nID                            index (idle) mask\n");
}

/// "0: lab-OST0000_UUID ACTIVE", as a LOD sees its OSTs.
std::string targetList(const HostView &host)
{
    std::string text;
    int number = 0;
    for (const Parameter &parameter : host.parameters)
        if (parameter.path.size() == 3 && parameter.path[0] == "osp" && parameter.path[2] == "active" && has(parameter.path[1], "-osc-"))
            text += std::to_string(number++) + ": " + parameter.path[1].substr(0, parameter.path[1].find("-osc-")) + "_UUID " + (parameter.value == "0" ? "INACTIVE" : "ACTIVE") + "\n";
    return text;
}

/// Anew only when a good deal more or less is used: it costs more to make one than the other files of a target together.
void Load::writeFreeSpace(const Mount &mount)
{
    const std::string path = "proc/fs/ldiskfs/" + mount.device + "/mb_groups";
    std::int64_t &used = m_targets[mount.label].usedInMap;
    if (m_hosts[m_host].written[path].empty() || std::abs(used - mount.space.used) > mount.space.total / 20)
        put(path, kernel::freePieces(mount.space.total, used = mount.space.used, hashOf(mount.label), mostGroups));
    else
        keep(path);
}

void Load::writeConnections(const HostView &host)
{
    for (const Parameter &parameter : host.parameters) {
        const std::string &head = parameter.path.front();
        const std::string below = head == "mdd" ? replaced(join(parameter.path, "/"), "-MDD", "-MDT") : join(parameter.path, "/");
        if (below == "version" || below == "health_check" || parameter.path.back() == "job_stats")
            continue; // those are drawn with the host, these come with the targets
        const bool block = parameter.block || parameter.path.back() == "recovery_status";
        const bool proc = block && (head == "mdt" || head == "obdfilter" || head == "mgs");
        std::string value = parameter.value;
        if (parameter.path.back() == "num_exports" && (head == "mdt" || head == "obdfilter"))
            value = std::to_string(std::max<std::int64_t>(0, wholeNumber(value)) + clients);
        put((proc ? "proc/fs/lustre/" : block ? "sys/kernel/debug/lustre/" : "sys/fs/lustre/") + below, value + "\n");
        if (parameter.path.back() == "active" && (head == "osp" || head == "mdc" || head == "osc"))
            put("sys/kernel/debug/lustre/" + head + "/" + parameter.path[1] + "/state",
                format("current_state: %s\nstate_history:\n - [ %lld, CONNECTING ]\n - [ %lld, FULL ]\n", value == "0" ? "DISCONN" : "FULL", static_cast<long long>(host.bootTime),
                       static_cast<long long>(host.bootTime)));
        if (head == "lod" && parameter.path.back() == "uuid")
            put("sys/kernel/debug/lustre/lod/" + parameter.path[1] + "/target_obd", targetList(host));
        if (head == "osp" && parameter.path.back() == "active" && has(parameter.path[1], "-osc-")) {
            put("sys/fs/lustre/osp/" + parameter.path[1] + "/max_create_count", "20000\n");
            put("sys/fs/lustre/osp/" + parameter.path[1] + "/prealloc_status", "0\n");
        }
    }
    if (!host.lustre)
        return;
    std::int64_t used = 60'000'000;
    for (const Mount &mount : host.mounts)
        used += 25'000'000 + static_cast<std::int64_t>(m_targets[mount.label].jobs.size()) * 400'000;
    put("sys/fs/lustre/memused", std::to_string(used) + "\n");
    put("sys/fs/lustre/memused_max", std::to_string(used + 90'000'000) + "\n");
}

void Load::write(const HostView &host, bool rare)
{
    m_host = host.name;
    HostLoad &load = m_hosts[host.name];
    writeHost(host, load, std::max(0.001, m_speed > 0 ? m_speed : 1));
    writeLnet(host, load);
    if (!host.lustre)
        return;
    writeConnections(host);
    bool ost = false;
    double requests = 0;
    for (const Mount &mount : host.mounts) {
        writeTarget(host, mount, rare);
        ost = ost || (!mount.mdt && mount.label != "MGS");
        requests += (m_targets[mount.label].readRate + m_targets[mount.label].writeRate) / (1 << 20) + m_targets[mount.label].operations;
    }
    if (host.mounts.empty())
        return;
    const auto count = static_cast<std::int64_t>(requests);
    load.service["req_waittime"].add(count, 90, 60);
    load.service["req_qdepth"].add(count, 1, 0);
    load.service["req_active"].add(count, 4, 3);
    load.service["req_timeout"].add(count, 15, 0);
    load.service["reqbuf_avail"].add(count, 63, 1);
    static const std::vector<std::pair<std::string, std::string>> rows{{"req_waittime", "usecs"}, {"req_qdepth", "reqs"}, {"req_active", "reqs"}, {"req_timeout", "secs"}, {"reqbuf_avail", "bufs"}};
    const std::string service = ost ? "ost/OSS/ost_io/" : "mds/MDS/mdt/";
    put("sys/kernel/debug/lustre/" + service + "stats", kernel::counters(load.service, rows, clockOf(static_cast<double>(host.bootTime))));
    put("sys/fs/lustre/" + service + "threads_started", std::to_string(32 + static_cast<int>(load.load1)) + "\n");
    put("sys/fs/lustre/" + service + "threads_max", "512\n");
}

void Load::tick(std::int64_t number)
{
    const double seconds = m_speed > 0 ? m_speed : 1;
    if (m_began == 0)
        m_began = m_now = static_cast<double>(nowMillis()) / 1000;
    // The load's clock runs faster with speed, but files say when they were read.
    m_now = m_speed > 0 && m_speed == 1 ? static_cast<double>(nowMillis()) / 1000 : m_now + seconds;
    look(number);
    work(seconds);
    for (const HostView &host : m_views)
        write(host, number % ticksBetweenRare == 0);
    dropVanished();
}

void Load::removeFiles()
{
    for (const std::string &host : listDirectory(m_directory + "/hosts")) {
        const std::string root = m_directory + "/hosts/" + host + "/root/";
        for (const char *place : {"proc/fs/lustre", "proc/fs/ldiskfs", "sys/kernel/debug", "proc/sys/lnet", "proc/spl"})
            removeTree(root + place);
        for (const std::string &name : listDirectory(root + "sys/fs/lustre"))
            if (name != "version" && name != "health_check")
                removeTree(root + "sys/fs/lustre/" + name);
    }
}

std::string pidFile(const std::string &directory)
{
    return directory + "/load.pid";
}

} // namespace

int runLoad(const std::string &directory, double speed, std::int64_t ticks)
{
    Load load(directory, speed);
    load.removeFiles();
    const std::string own = std::to_string(::getpid()) + "\n";
    const bool forever = ticks == 0;
    for (std::int64_t number = 0; forever || number < ticks; ++number) {
        // The one whose number is in the file goes on; without the cluster there is nothing to go on with.
        if (!exists(directory + "/cluster.json") || (forever && readFile(pidFile(directory)) != own))
            break;
        load.tick(number);
        if (speed <= 0)
            continue;
        timespec left{1, 0};
        while (::nanosleep(&left, &left) != 0 && errno == EINTR) { }
    }
    return 0;
}

void stopLoad(const std::string &directory)
{
    const pid_t pid = static_cast<pid_t>(std::strtol(readFile(pidFile(directory)).c_str(), nullptr, 10));
    ::unlink(pidFile(directory).c_str());
    if (pid > 1 && has(readFile("/proc/" + std::to_string(pid) + "/cmdline"), "simhost"))
        ::kill(pid, SIGKILL);
    if (pid > 0)
        Load(directory, 1).removeFiles();
}

void startLoad(const std::string &directory, double speed)
{
    const std::string known = trim(readFile(pidFile(directory)));
    if (!known.empty() && has(readFile("/proc/" + known + "/cmdline"), "simhost"))
        return;
    runDetached([&] {
        writeFile(pidFile(directory), std::to_string(::getpid()) + "\n");
        runLoad(directory, speed, 0);
    });
    for (int tries = 0; tries < 100 && !exists(pidFile(directory)); ++tries) {
        const timespec moment{0, 10'000'000};
        ::nanosleep(&moment, nullptr);
    }
}

} // namespace simhost
