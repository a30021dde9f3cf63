// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/inventory.h"

#include "agent/actions/cluster.h"
#include "agent/actions/hostreport.h"
#include "agent/actions/parse.h"
#include "agent/protocol/verbs.h"

#include <algorithm>
#include <set>
#include <sys/utsname.h>

namespace agent {
namespace {

using protocol::BlockDevice;
using protocol::FoundTarget;
using protocol::HostInventory;

const std::vector<std::string> lustreModuleNames{"lnet", "libcfs", "ksocklnd", "ko2iblnd", "obdclass", "ptlrpc", "fld", "fid", "lmv", "osc",
    "lov", "mdc", "lustre", "ost", "osd_ldiskfs", "osd_zfs", "ldiskfs", "mgs", "mgc", "mdt", "mdd", "lod", "osp", "ofd", "lfsck", "lquota", "kfilnd"};

/// One inventory being taken: tools that do not need each other's answers are asked together, in three rounds.
class Collector {
public:
    Collector(Hands &hands, HostInventory &out) : m_hands(hands), m_out(out) { }
    void collect();

private:
    void readHost();
    void readCpuAndMemory();
    void askFirst();
    void takeDevices(const CommandResult &lsblk);
    void takeZfs(const CommandResult &list, const CommandResult &datasets, const CommandResult &status);
    void takeVersion(const std::string &loaded, const std::string &modinfo);
    void nameDevices();
    void askSignatures();
    void askTargets(const std::vector<std::size_t> &suspects);
    void askDatasets();
    void takeMemberships();
    void takeTargetMount(FoundTarget &target);
    void takeParams(const CommandResult &params);
    void gap(const std::string &what, const CommandResult &result);
    std::vector<std::string> namesOf(const FoundTarget &target) const;
    Hands &m_hands;
    HostInventory &m_out;
    std::vector<protocol::MountEntry> m_allMounts;
};

void Collector::gap(const std::string &what, const CommandResult &result)
{
    const std::string words = trimmed(result.err.substr(0, result.err.find('\n')));
    m_out.gaps.push_back({what, words.empty() ? "exit code " + std::to_string(result.exitCode) : words});
}

void Collector::readHost()
{
    utsname kernel{};
    ::uname(&kernel);
    m_out.host = hostName(m_hands);
    m_out.kernel = trimmed(m_hands.readFile("/proc/sys/kernel/osrelease").value_or(kernel.release));
    m_out.architecture = kernel.machine;
    m_out.bootId = bootIdOf(m_hands);
    auto release = parseOsRelease(m_hands.readFile("/etc/os-release").value_or(m_hands.readFile("/usr/lib/os-release").value_or("")));
    m_out.os = release["PRETTY_NAME"];
    m_out.osId = release["ID"];
    m_out.osVersion = release["VERSION_ID"];
    m_out.at = static_cast<std::int64_t>(wallClock());
    const auto load = wordsOf(m_hands.readFile("/proc/loadavg").value_or(""));
    m_out.load1 = load.empty() ? 0 : std::strtod(load[0].c_str(), nullptr);
    for (const std::string &line : linesOf(m_hands.readFile("/proc/stat").value_or("")))
        if (line.compare(0, 6, "btime ") == 0)
            m_out.bootTime = static_cast<std::int64_t>(numberIn(line.substr(6)));
}

void Collector::readCpuAndMemory()
{
    for (const std::string &line : linesOf(m_hands.readFile("/proc/cpuinfo").value_or(""))) {
        m_out.cpus += line.compare(0, 9, "processor") == 0;
        const std::size_t colon = line.find(':');
        if (m_out.cpuModel.empty() && line.compare(0, 10, "model name") == 0 && colon != std::string::npos)
            m_out.cpuModel = trimmed(std::string_view(line).substr(colon + 1));
    }
    for (const std::string &line : linesOf(m_hands.readFile("/proc/meminfo").value_or(""))) {
        const auto words = wordsOf(line);
        if (words.size() >= 2 && words[0] == "MemTotal:")
            m_out.memory = numberIn(words[1]) << 10;
        else if (words.size() >= 2 && words[0] == "MemAvailable:")
            m_out.memoryAvailable = numberIn(words[1]) << 10;
    }
}

void Collector::takeDevices(const CommandResult &lsblk)
{
    m_out.devices = parseLsblk(lsblk.out);
    if (lsblk.exitCode != 0)
        gap("block devices (lsblk)", lsblk);
    // Things that never hold a target, and would only be in the way of those that do.
    const auto useless = [](const BlockDevice &d) { return d.type == "rom" || d.path.compare(0, 8, "/dev/ram") == 0 || d.path.compare(0, 7, "/dev/fd") == 0; };
    m_out.devices.erase(std::remove_if(m_out.devices.begin(), m_out.devices.end(), useless), m_out.devices.end());
}

void Collector::takeZfs(const CommandResult &list, const CommandResult &datasets, const CommandResult &status)
{
    m_out.zfs = list.exitCode == 0;
    if (!m_out.zfs)
        return; // no ZFS here is nothing missing
    m_out.pools = parseZpoolList(list.out);
    m_out.datasets = parseZfsList(datasets.out);
    if (datasets.exitCode != 0)
        gap("ZFS datasets", datasets);
    auto devices = parseZpoolStatus(status.out);
    for (protocol::ZfsPool &pool : m_out.pools)
        pool.devices = devices[pool.name];
}

void Collector::askFirst()
{
    const auto lsblk = protocol::operationsFor(protocol::Verb::HostInventory, protocol::Json::object());
    const auto answers = m_hands.ask({lsblk->front().argv, {"ip", "-j", "addr"}, {"lctl", "list_nids"},
                                      {"zpool", "list", "-H", "-p", "-o", "name,guid,size,free,health"},
                                      {"zfs", "list", "-H", "-p", "-o", "name,used,avail"}, {"zpool", "status", "-P"},
                                      {"lctl", "get_param", "-n", "version"}, {"modinfo", "lustre"},
                                      {"zpool", "get", "-H", "-o", "name,value", "multihost"}});
    takeDevices(answers[0]);
    m_out.interfaces = parseIpAddr(answers[1].out);
    if (answers[1].exitCode != 0)
        gap("network interfaces (ip)", answers[1]);
    for (protocol::NetworkInterface &interface : m_out.interfaces) {
        const std::string speed = trimmed(m_hands.readFile("/sys/class/net/" + interface.name + "/speed").value_or(""));
        const std::uint64_t mbps = numberIn(speed, 0);
        interface.speedMbps = mbps > 0 && mbps < 10000000 ? static_cast<std::int64_t>(mbps) : -1;
    }
    m_out.lnet.nids = answers[2].exitCode == 0 ? parseNids(answers[2].out) : std::vector<std::string>();
    takeZfs(answers[3], answers[4], answers[5]);
    for (const std::string &line : linesOf(answers[8].out)) // a ZFS that does not know it says nothing here
        for (protocol::ZfsPool &pool : m_out.pools)
            if (const auto cells = wordsOf(line, "\t "); cells.size() == 2 && cells[0] == pool.name)
                pool.multihost = cells[1];
    takeVersion(answers[6].exitCode == 0 ? answers[6].out : std::string(), answers[7].out);
}

/// Loaded modules know best; before they are loaded the file of the module does.
void Collector::takeVersion(const std::string &loaded, const std::string &modinfo)
{
    m_out.lustreVersion = trimmed(m_hands.readFile("/sys/fs/lustre/version").value_or(loaded));
    const std::string first = m_out.lustreVersion.substr(0, m_out.lustreVersion.find('\n'));
    m_out.lustreVersion = trimmed(first.compare(0, 7, "lustre:") == 0 ? first.substr(7) : first);
    for (const std::string &line : linesOf(modinfo))
        if (m_out.lustreVersion.empty() && line.compare(0, 8, "version:") == 0)
            m_out.lustreVersion = trimmed(std::string_view(line).substr(8));
}

/// Names below /dev/disk/by-id, and from them an id where lsblk knows neither WWN nor serial.
void Collector::nameDevices()
{
    // A multipath device is its paths' disk: it has their WWN.
    for (BlockDevice &device : m_out.devices)
        if (device.id.empty() && device.type == "mpath")
            for (const BlockDevice &path : m_out.devices)
                if (!path.id.empty() && std::find(device.parents.begin(), device.parents.end(), path.path) != device.parents.end()) {
                    device.id = path.id;
                    device.wwn = path.wwn;
                    device.serial = path.serial;
                    break;
                }
    for (const std::string &name : m_hands.list("/dev/disk/by-id")) {
        const std::string link = "/dev/disk/by-id/" + name;
        const std::string target = m_hands.resolved(link);
        for (BlockDevice &device : m_out.devices)
            if (device.path == target || m_hands.resolved(device.path) == target) {
                device.byId.push_back(link);
                if (device.id.empty() && name.compare(0, 4, "wwn-") == 0)
                    device.id = name;
            }
    }
}

void Collector::askSignatures()
{
    std::vector<std::size_t> asked;
    std::vector<std::vector<std::string>> commands;
    for (std::size_t i = 0; i < m_out.devices.size(); ++i) {
        const BlockDevice &device = m_out.devices[i];
        // Below a multipath device the content is the same, and reading it through one path may be refused.
        const bool isPath = std::any_of(m_out.devices.begin(), m_out.devices.end(), [&](const BlockDevice &other) {
            return other.type == "mpath" && std::find(device.holders.begin(), device.holders.end(), other.path) != device.holders.end();
        });
        if (isPath || device.size == 0)
            continue;
        asked.push_back(i);
        commands.push_back({"blkid", "-p", "-o", "export", device.path});
    }
    const auto answers = m_hands.ask(commands);
    std::vector<std::size_t> suspects;
    for (std::size_t k = 0; k < asked.size(); ++k) {
        BlockDevice &device = m_out.devices[asked[k]];
        // 2 is "nothing recognised"; anything else is no answer, and lsblk's is kept.
        if (answers[k].exitCode == 0 || answers[k].exitCode == 2)
            device.signature = parseBlkid(answers[k].out);
        else
            gap("signature of " + device.path, answers[k]);
        if (device.signature.type == "ext4" || device.signature.type == "ldiskfs")
            suspects.push_back(asked[k]);
    }
    askTargets(suspects);
}

void Collector::askTargets(const std::vector<std::size_t> &suspects)
{
    std::vector<std::vector<std::string>> commands;
    for (const std::size_t i : suspects) {
        commands.push_back({"tunefs.lustre", "--dryrun", m_out.devices[i].path});
        commands.push_back({"dumpe2fs", "-h", m_out.devices[i].path});
    }
    const auto answers = m_hands.ask(commands);
    for (std::size_t k = 0; k < suspects.size(); ++k) {
        const BlockDevice &device = m_out.devices[suspects[k]];
        std::optional<FoundTarget> target = parseTunefs(answers[2 * k].out);
        const bool looksLustre = device.signature.label.find("-MDT") != std::string::npos || device.signature.label.find("-OST") != std::string::npos;
        if (!target) {
            if (looksLustre || answers[2 * k].end == CommandResult::End::TimedOut)
                gap("Lustre target on " + device.path, answers[2 * k]);
            continue;
        }
        // The label on the disk is the truth; tunefs.lustre computes one from its flags.
        if (device.signature.label.size() == target->label.size())
            target->label = device.signature.label;
        target->backend = target->backend.empty() ? "ldiskfs" : target->backend;
        target->device = device.path;
        target->deviceId = device.id;
        target->uuid = device.signature.uuid;
        target->mmp = parseMmp(answers[2 * k + 1].out);
        m_out.targets.push_back(std::move(*target));
    }
}

void Collector::askDatasets()
{
    std::vector<std::vector<std::string>> commands;
    for (const protocol::ZfsDataset &dataset : m_out.datasets)
        commands.push_back({"zfs", "get", "-H", "-o", "property,value", "all", dataset.name});
    const auto answers = m_hands.ask(commands);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        protocol::ZfsDataset &dataset = m_out.datasets[i];
        for (const std::string &line : linesOf(answers[i].out))
            if (const std::size_t tab = line.find('\t'); line.compare(0, 7, "lustre:") == 0 && tab != std::string::npos)
                dataset.lustre.emplace_back(line.substr(0, tab), trimmed(std::string_view(line).substr(tab + 1)));
        std::optional<FoundTarget> target = parseZfsTarget(answers[i].out, dataset.name);
        if (!target)
            continue;
        const std::string pool = dataset.name.substr(0, dataset.name.find('/'));
        for (const protocol::ZfsPool &known : m_out.pools)
            if (known.name == pool)
                target->deviceId = "zfs-" + known.guid + dataset.name.substr(pool.size());
        m_out.targets.push_back(std::move(*target));
    }
}

void Collector::takeMemberships()
{
    for (BlockDevice &device : m_out.devices) {
        for (const protocol::ZfsPool &pool : m_out.pools)
            for (const std::string &member : pool.devices)
                if (member == device.path || m_hands.resolved(member) == device.path
                    || std::find(device.byId.begin(), device.byId.end(), member) != device.byId.end())
                    device.zpool = pool.name;
        if (device.signature.type == "zfs_member" && device.zpool.empty())
            device.zpool = device.signature.label;
        for (const std::string &holder : device.holders)
            for (const BlockDevice &above : m_out.devices) {
                if (above.path != holder)
                    continue;
                if (above.type.compare(0, 4, "raid") == 0 || above.type == "linear")
                    device.mdArray = above.path;
                else if (above.type == "lvm") {
                    const std::string name = holder.substr(holder.rfind('/') + 1);
                    device.volumeGroup = name.substr(0, name.find('-'));
                }
            }
    }
}

std::vector<std::string> Collector::namesOf(const FoundTarget &target) const
{
    std::vector<std::string> names{target.device};
    for (const BlockDevice &device : m_out.devices)
        if (device.path == target.device) {
            names.insert(names.end(), device.byId.begin(), device.byId.end());
            if (const std::string real = m_hands.resolved(device.path); !real.empty())
                names.push_back(real);
        }
    return names;
}

void Collector::takeTargetMount(FoundTarget &target)
{
    target.mountpoint = targetMountpoint(m_allMounts, namesOf(target));
}

/// Space and clients of mounted targets. Names are "osd-ldiskfs.scratch-OST0000.kbytestotal" and the like.
void Collector::takeParams(const CommandResult &answer)
{
    for (const auto &[name, value] : parseParams(answer.out)) {
        const std::size_t last = name.rfind('.'), first = name.find('.');
        if (first == last)
            continue;
        const std::string device = name.substr(first + 1, last - first - 1), key = name.substr(last + 1);
        for (FoundTarget &target : m_out.targets) {
            std::string label = target.label;
            if (label.size() >= 8 && !target.mountpoint.empty() && label != "MGS")
                label[label.size() - 8] = '-';
            if (label != device || target.mountpoint.empty())
                continue;
            if (key == "kbytestotal") target.bytesTotal = numberIn(value) << 10;
            else if (key == "kbytesfree") target.bytesFree = numberIn(value) << 10;
            else if (key == "filestotal") target.inodesTotal = numberIn(value);
            else if (key == "filesfree") target.inodesFree = numberIn(value);
            else if (key == "num_exports") target.clients = static_cast<std::int64_t>(numberIn(value));
            else if (key == "recovery_status") target.recovery = recoveryWord(value);
        }
    }
}

void Collector::collect()
{
    readHost();
    readCpuAndMemory();
    m_allMounts = parseMounts(m_hands.readFile("/proc/mounts").value_or(""));
    for (const protocol::MountEntry &mount : m_allMounts)
        if (mount.source.front() == '/' || mount.type == "zfs" || isLustreTarget(mount) || isLustreClient(mount))
            m_out.mounts.push_back(mount);
    const auto modules = parseModules(m_hands.readFile("/proc/modules").value_or(""));
    for (const std::string &module : modules)
        if (std::find(lustreModuleNames.begin(), lustreModuleNames.end(), module) != lustreModuleNames.end())
            m_out.lustreModules.push_back(module);
    askFirst();
    m_out.lnet = lnetReport(m_hands);
    m_out.software = softwareReport(m_hands, m_out.osId, m_out.gaps);
    m_out.time = timeReport(m_hands, m_out.gaps);
    m_out.firewall = firewallReport(m_hands, m_out.gaps);
    m_out.services = serviceReport(m_hands, m_out.gaps);
    m_out.ha = haReport(m_hands, true, m_out.gaps);
    nameDevices();
    askSignatures();
    askDatasets();
    takeMemberships();
    bool mounted = false;
    for (FoundTarget &target : m_out.targets) {
        takeTargetMount(target);
        mounted = mounted || !target.mountpoint.empty();
    }
    if (mounted)
        takeParams(m_hands.ask({{"lctl", "get_param", "osd-*.*.kbytestotal", "osd-*.*.kbytesfree", "osd-*.*.filestotal", "osd-*.*.filesfree",
                                 "mdt.*.num_exports", "obdfilter.*.num_exports", "mgs.MGS.num_exports", "mdt.*.recovery_status",
                                 "obdfilter.*.recovery_status"}}).front());
}

} // namespace

std::string hostName(const Hands &hands)
{
    for (const char *file : {"/proc/sys/kernel/hostname", "/etc/hostname"})
        if (const std::string name = trimmed(hands.readFile(file).value_or("")); !name.empty())
            return name;
    utsname kernel{};
    ::uname(&kernel);
    return kernel.nodename;
}

std::string bootIdOf(const Hands &hands)
{
    return trimmed(hands.readFile("/proc/sys/kernel/random/boot_id").value_or(""));
}

std::string targetMountpoint(const std::vector<protocol::MountEntry> &mounts, const std::vector<std::string> &names)
{
    for (const protocol::MountEntry &mount : mounts)
        if (isLustreTarget(mount) && std::find(names.begin(), names.end(), mount.source) != names.end())
            return mount.target;
    return {};
}

protocol::HostInventory takeInventory(Hands &hands, const std::string &version)
{
    HostInventory inventory;
    inventory.agentVersion = version;
    Collector(hands, inventory).collect();
    return inventory;
}

} // namespace agent
