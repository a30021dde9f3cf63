// SPDX-License-Identifier: GPL-3.0-or-later
// What host.inventory answers. Sizes are bytes, times are seconds since the epoch (UTC) unless the name says otherwise.
#pragma once
#include "agent/protocol/ha.h"
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace protocol {

struct NetworkInterface {
    std::string name, mac, type; ///< type: ethernet, infiniband, loopback
    bool up = false;
    std::int64_t speedMbps = -1; ///< -1 where the driver does not say
    std::vector<std::string> addresses{}; ///< with prefix length, "10.10.1.11/24"
};

struct MountEntry {
    std::string source, target, type, options; ///< a line of /proc/mounts, octal escapes undone
};

/// What is on a device, from blkid -p and lsblk. Empty type: nothing was found.
struct Signature {
    std::string type, label, uuid; ///< "ext4", "scratch-OST0000", "0f5e..."; a partition table is type "gpt" or "dos"
    bool empty() const { return type.empty(); }
    /// "ext4 label=scratch-OST0000 uuid=0f5e..."; empty when empty(). The form in which plans name existing content.
    std::string text() const;
    friend bool operator==(const Signature &, const Signature &) = default;
};

struct BlockDevice {
    std::string path;                  ///< the one to use on this host: /dev/mapper/mpatha rather than its sda
    std::vector<std::string> byId{};   ///< /dev/disk/by-id names of it
    std::string id;                    ///< the same on every host: "wwn-...", "serial-...", "zfs-GUID"; empty when it has none
    std::string serial, wwn, model, transport, type; ///< type: disk, part, mpath, lvm, raid1, loop, zpool ...
    std::uint64_t size = 0;
    std::optional<bool> rotational{};
    bool readOnly = false;
    std::vector<std::string> parents{}, holders{}; ///< paths below and above it
    std::vector<std::string> mountpoints{};
    Signature signature{};
    std::string volumeGroup, mdArray, zpool; ///< what it is a member of
};

struct ZfsPool {
    std::string name, guid, health;
    std::uint64_t size = 0, free = 0;
    bool imported = false;
    std::vector<std::string> devices{};
    std::string multihost{}; ///< on, off: whether another host's import of it is noticed; empty: not told
};

struct ZfsDataset {
    std::string name; ///< pool/dataset
    std::uint64_t used = 0, available = 0;
    std::vector<std::pair<std::string, std::string>> lustre{}; ///< the lustre:* properties
};

/// A Lustre target found on a device (tunefs.lustre --dryrun, or the lustre:* properties of a dataset).
struct FoundTarget {
    std::string label;   ///< as stored: "scratch-OST0000", "scratch:OST0000" (never registered), "scratch=OST0000" (writeconf), "MGS"
    std::string fsname;  ///< empty for a separate MGS
    bool mgs = false, mdt = false, ost = false;
    int index = -1;
    std::uint32_t flags = 0;
    std::vector<std::pair<std::string, std::string>> parameters{}; ///< in stored order: mgsnode, failover.node, ...
    std::string mountOptions{};
    std::string backend;  ///< ldiskfs, zfs
    std::string device;   ///< path of BlockDevice, or pool/dataset
    std::string deviceId; ///< BlockDevice::id, or "zfs-GUID/dataset"
    std::string uuid{};
    std::string mountpoint{}; ///< empty: not mounted on this host
    std::optional<bool> mmp{}; ///< multiple-mount protection; unknown for backends that have their own
    std::uint64_t bytesTotal = 0, bytesFree = 0, inodesTotal = 0, inodesFree = 0; ///< 0 while not mounted
    std::int64_t clients = -1;  ///< connected exports; -1 while not mounted
    std::string recovery{};     ///< status word of recovery_status
};

struct LnetRoute {
    std::string net, gateway; ///< "o2ib", "10.10.1.9@tcp"
    int hops = -1;            ///< -1 where none was given
    bool up = false;
};

/// A local NI, from lnetctl net show -v 2. Not 0@lo.
struct LnetInterface {
    std::string nid, status; ///< status: up, down
    int health = -1;         ///< 0 to 1000; -1 where this version has none
};

struct LnetReport {
    std::string state; ///< unconfigured, unloaded, down, up
    std::vector<std::string> nids{};
    std::string networks{}; ///< the networks= option that is configured: "tcp0(eth1),o2ib0(ib0)"
    std::vector<LnetRoute> routes{}; ///< as LNet has them now
    std::vector<LnetInterface> interfaces{}; ///< while it is up
};

struct InstalledPackage {
    std::string name, version;
};

/// From dpkg-query or rpm. Packages: those that have to do with Lustre, kernels, time and clusters, and those that were asked for.
struct SoftwareReport {
    std::string manager;  ///< dnf, yum, zypper, apt; empty: none that is known
    std::vector<InstalledPackage> packages{};
    std::vector<std::string> repositories{}; ///< names of those that this agent has written
    std::string bootKernel{}; ///< the kernel that the next boot starts; empty: cannot be told
};

struct TimeReport {
    std::vector<std::string> running{}; ///< of chrony, timesyncd, ntpd; more than one is a fault
    std::string service{};    ///< the one to configure: what runs, else what is installed; empty: none
    std::vector<std::string> servers{};
    bool synchronized = false;
    double offsetSeconds = 0; ///< of the host's clock, by its time service; 0 while not synchronized
    bool ours = false;        ///< servers are those that this agent has configured
};

struct FirewallReport {
    std::string kind{};  ///< firewalld, ufw, nftables, iptables; empty: none is active
    std::vector<std::string> open{}; ///< "988/tcp": let in from everywhere, as far as can be told
    std::vector<std::string> ours{}; ///< opened by this agent
    std::vector<std::string> chains{}; ///< of nftables: "inet filter input", the chains of the input hook that keep something out
};

/// Units of systemd, by their own names with ".service"; of the host's own those that are loaded.
struct ServiceReport {
    std::vector<std::string> running{};
    std::vector<std::string> enabled{}; ///< and those that systemd starts without: static ones, aliases
    std::vector<std::string> ours{}; ///< enabled or started by this agent, as services.enable was told their names
};

struct Gap {
    std::string what, why; ///< a part of the inventory that could not be read, and the reason
};

struct HostInventory {
    std::string host, os, osId, osVersion, kernel, architecture, bootId, agentVersion;
    std::int64_t bootTime = 0, at = 0; ///< at: when it was taken, by the host's clock
    int cpus = 0;
    std::string cpuModel{};
    std::uint64_t memory = 0, memoryAvailable = 0;
    double load1 = 0;
    std::string lustreVersion{};       ///< empty: Lustre is not installed
    std::vector<std::string> lustreModules{}; ///< loaded ones
    bool zfs = false;                  ///< the zfs and zpool tools answer
    LnetReport lnet{};
    SoftwareReport software{};
    TimeReport time{};
    FirewallReport firewall{};
    ServiceReport services{};
    HaReport ha{};
    std::vector<NetworkInterface> interfaces{};
    std::vector<MountEntry> mounts{};  ///< of block devices and Lustre, no pseudo file systems
    std::vector<BlockDevice> devices{};
    std::vector<ZfsPool> pools{};
    std::vector<ZfsDataset> datasets{};
    std::vector<FoundTarget> targets{};
    std::vector<Gap> gaps{};
};

Json toJson(const HostInventory &inventory);
/// BadMessage names the first field that has the wrong type; absent fields take their defaults.
Result<HostInventory> inventoryFromJson(const Json &json);

} // namespace protocol
