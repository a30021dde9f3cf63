// SPDX-License-Identifier: GPL-3.0-or-later
// What speaks against taking a server out of a cluster, and what stays on it; for the command line and the window.
#pragma once
#include "core/base/result.h"
#include "core/inventory/wanted.h"
#include "core/inventory/world.h"

#include <string>
#include <vector>

namespace manager {

/// Labels of the Lustre targets that are mounted there, by all that is known.
std::vector<std::string> targetsOn(const inventory::World &world, const std::string &server);
/// What plans have configured there, by the server's last report: "the open ports 988/tcp of firewalld". Removing the agent takes
/// its repository lists away and leaves the rest.
std::vector<std::string> configuredOn(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server);
/// Conflict: targets are mounted there, or what was configured on it would stay and can be taken back. The remedy takes that away.
base::Result<void> mayBeRemoved(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server);

} // namespace manager
