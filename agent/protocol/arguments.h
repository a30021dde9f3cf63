// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of the verbs, read and checked once, for the planner (operationsFor) and for the agent alike.
// Every function gives BadArgument that names the argument, what it holds and what it may hold.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace protocol {

/// The device of a target as the plan saw it. The agent refuses when it is another one by now.
struct DeviceArgument {
    std::string path;      ///< on this host: /dev/mapper/mpatha
    std::string id;        ///< BlockDevice::id
    std::uint64_t size = 0;///< bytes; 0: not compared
    std::string signature; ///< Signature::text(); empty: nothing was on it
    std::string pool;      ///< of backend zfs: pool made from the device
    std::string dataset;   ///< of backend zfs: POOL/NAME
};

/// What all target verbs share.
struct TargetArguments {
    std::string label;  ///< scratch-OST0000, or MGS
    std::string fsname; ///< empty for a separate MGS
    bool mgs = false, mdt = false, ost = false;
    int index = -1;
    bool zfs = false;
    DeviceArgument device;
    std::string mountpoint;
    /// What mkfs.lustre, tunefs.lustre and mount are given: the device, or POOL/NAME.
    const std::string &storage() const { return zfs ? device.dataset : device.path; }
};

struct FormatArguments {
    TargetArguments target;
    std::vector<std::string> mgsnodes{}, servicenodes{}, failnodes{}; ///< one item a host, its NIDs with commas
    std::string network{};
    std::vector<std::pair<std::string, std::string>> params{};
    std::string mountfsoptions{}, mkfsoptions{}, comment{};
    std::uint64_t inodeSize = 0, bytesPerInode = 0, inodeCount = 0, journalMiB = 0, deviceSizeKiB = 0;
    std::int64_t stripeCountHint = 0;
    std::string reformat{}; ///< Signature::text() of what may be lost; empty: nothing may
    bool iamDir = false, verbose = false, quiet = false;
};

struct WriteconfArguments {
    TargetArguments target;
    bool eraseParams = false;
    std::vector<std::string> mgsnodes{}, servicenodes{}, failnodes{};
    std::vector<std::pair<std::string, std::string>> params{};
};

struct Peer {
    std::string host;
    bool mounted = false; ///< the manager saw the target mounted there
    bool known = true;    ///< false: the host did not answer
    std::string word{};   ///< the host's name, typed by a person as the word that it is off
};

struct MountArguments {
    TargetArguments target;
    std::vector<Peer> peers{};
    bool needsMmp() const; ///< somebody's word is all that says that it is not mounted elsewhere
};

struct LnetNetwork {
    std::string net; ///< tcp0, o2ib1
    std::vector<std::string> interfaces{};
};

struct ClientArguments {
    std::string spec, mountpoint, options;
};

Result<FormatArguments> formatArguments(const Json &args);
Result<WriteconfArguments> writeconfArguments(const Json &args);
Result<MountArguments> mountArguments(const Json &args);
/// `needs`: any of "device", "mountpoint", "label"; what is not needed is still checked where it is given.
Result<TargetArguments> targetArguments(const Json &args, const std::vector<std::string> &needs);
Result<std::vector<LnetNetwork>> lnetNetworks(const Json &args);
Result<ClientArguments> clientArguments(const Json &args, bool mounting);
Result<std::string> fsnameArgument(const Json &args);

/// Size in MiB of an ldiskfs journal; 0 leaves it to mke2fs. The rule is the one mkfs.lustre itself follows (a 25th of the
/// device, for devices above 1 GiB; lustre/utils/mount_utils_ldiskfs.c), bounded by 1 GiB for an OST, whose journal carries
/// little but allocation, and by 4 GiB for an MDT, whose every operation goes through it. A fixed 2 GiB would be a tenth of a
/// small disk, and each OST of a server may pin its journal's size in memory.
std::uint64_t journalMiB(bool mdt, bool ost, std::uint64_t deviceBytes);

} // namespace protocol
