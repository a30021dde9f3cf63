// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "agent/actions/hands.h"
#include "agent/protocol/inventory.h"

namespace agent {
/// Everything of host.inventory; a part that cannot be read becomes a gap.
protocol::HostInventory takeInventory(Hands &hands, const std::string &version);
/// unconfigured, unloaded, down or up, with NIDs and configured networks. Asks lctl.
protocol::LnetReport lnetReport(Hands &hands);
/// Where a device or dataset is mounted as a Lustre target, by any of its names; empty: nowhere on this host.
std::string targetMountpoint(const std::vector<protocol::MountEntry> &mounts, const std::vector<std::string> &names);
/// Name of this host, from the sysroot's /proc or /etc.
std::string hostName(const Hands &hands);
std::string bootIdOf(const Hands &hands);
} // namespace agent
