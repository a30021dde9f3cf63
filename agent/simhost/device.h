// SPDX-License-Identifier: GPL-3.0-or-later
// What a host sees of its disks, and Lustre's own data on them.
#pragma once
#include "agent/simhost/call.h"

namespace simhost {

// Bits of a Lustre target's flags, as mkfs.lustre and tunefs.lustre print them.
enum TargetFlag : std::int64_t {
    FlagMdt = 0x1, FlagOst = 0x2, FlagMgs = 0x4, FlagNeedsIndex = 0x10, FlagFirstTime = 0x20, FlagUpdate = 0x40,
    FlagWriteconf = 0x100, FlagNoPrimaryNode = 0x1000, FlagNoLocalLogs = 0x4000,
};

struct Device {
    std::string path;    ///< as it was asked for
    std::string kernel;  ///< "sda", "dm-3", "loop0"; empty: no such device on this host
    std::string serial;  ///< key of the disk; for a dataset the pool's GUID
    std::string dataset; ///< pool/dataset for ZFS
    bool present = true; ///< false for a pulled disk
    bool found() const { return !kernel.empty() || !dataset.empty(); }
};

/// A block device of a host by any of its names (/dev/sda, /dev/mapper/x, /dev/disk/by-id/y), or a dataset of an imported pool.
Device findDevice(Session &session, const Call &call, const std::string &path);
/// Where the content of a device is kept: object with type, label, uuid, lustre ...; empty object for an empty device.
Json &contentOf(Session &session, const Device &device);
std::uint64_t sizeOf(Session &session, const Device &device);
/// Lustre's data of a device; null when it is no target.
Json &lustreOf(Session &session, const Device &device);
/// "lab:OST0000", "lab=OST0000", "lab-OST0000", "MGS" by flags, index and file system.
std::string targetName(const Json &lustre);
/// "OST0000", "MDT0001" or "MGS".
std::string targetSuffix(const Json &lustre);
/// The block that mkfs.lustre and tunefs.lustre print.
std::string targetText(const std::string &title, const Json &lustre);
/// Values of a parameter in stored order: {"192.0.2.1@tcp:192.0.2.2@tcp"}.
Words parameterOf(const Json &lustre, std::string_view key);
/// Removes the separator of "first time" and "writeconf" in a label: lab:OST0000 -> lab-OST0000.
std::string registeredName(const Json &lustre);

/// One mount of a host, as kept in its state.
struct MountQuery {
    std::string source, target;
};
Json *findMount(Json &state, const MountQuery &query); ///< empty members match all; null when there is none
/// The host that has this disk's target mounted, by power and state; empty when none. `except` is not looked at.
std::string mountedOn(Session &session, const Device &device, const std::string &except = {});
/// True when a NID is well formed: ADDRESS@NET with a known network type.
bool validNid(std::string_view nid);

} // namespace simhost
