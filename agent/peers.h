// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the other end of the socket, and what that lets them do.
#pragma once
#include "agent/service.h"

#include <string>
#include <vector>

namespace agent {
/// uid 0 and the agent's own uid: admin. Else by the groups chandelier-admin and chandelier-view of <sysroot>/etc/group.
Peer peerOf(int socket, const std::string &sysroot);
/// The rule itself. `groupFile` is the text of /etc/group; no name service is asked: the agent is static.
Peer peerFrom(std::uint32_t uid, std::uint32_t ownUid, const std::vector<std::uint32_t> &groups, const std::string &groupFile,
              const std::string &userName);
} // namespace agent
