// SPDX-License-Identifier: GPL-3.0-or-later
// What the target verbs share: looking at a device with several tools, and judging what was seen.
#pragma once
#include "agent/actions/families.h"
#include "agent/protocol/arguments.h"
#include "agent/protocol/inventory.h"

namespace agent {

/// What several tools say about one device.
struct DeviceLook {
    bool present = false;
    protocol::Signature signature{};      ///< by blkid, or else lsblk
    std::optional<protocol::FoundTarget> target{}; ///< by tunefs.lustre
    std::string id{};
    std::uint64_t size = 0;
    std::vector<std::string> holders{}, mounts{}; ///< mounts: swap and Lustre too
    std::vector<std::string> reasons{};   ///< why it is not free; empty: it is
};

/// Takes the script's three looks (two for zfs).
protocol::Result<DeviceLook> lookAtDevice(Work &work, const protocol::TargetArguments &target);
/// Where the target is mounted on this host, as the kernel says; empty: it is not.
std::string mountedAt(const Hands &hands, const protocol::TargetArguments &target);
/// All names of the device or dataset that /proc/mounts may show.
std::vector<std::string> namesOf(const Hands &hands, const protocol::TargetArguments &target);
/// What the script's next tool (tunefs.lustre --dryrun, or zfs get) says; nothing: no target there.
protocol::Result<std::optional<protocol::FoundTarget>> readTarget(Work &work, const protocol::TargetArguments &target);
/// The same target, however far its registration has come: "scratch:OST0000" is scratch-OST0000.
bool sameLabel(const std::string &stored, const std::string &label);
/// Imports the pool of a zfs target unless it is here; nothing for ldiskfs. Takes two operations of the script.
protocol::Result<> importPool(Work &work, const protocol::TargetArguments &target);

protocol::Result<protocol::Json> formatTarget(Work &work);
protocol::Result<protocol::Json> mountTarget(Work &work);
protocol::Result<protocol::Json> registerTarget(Work &work);

} // namespace agent
