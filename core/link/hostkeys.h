// SPDX-License-Identifier: GPL-3.0-or-later
// known_hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): strict, over several files; keys that a person accepted are appended to one.
#pragma once
#include "core/link/channel.h"

#include <vector>

struct ssh_session_struct;

namespace agentlink {

/// Appends a line under a lock (flock), if it is not there yet; makes the file (0600) and its folder (0700). Errors: Storage.
base::Result<void> addKnownHost(const std::string &file, const std::string &line);

/// After the key exchange: nothing when one of the files knows the presented key. Else HostKeyChanged when a file knows
/// another key of this host, HostKeyUnknown with the key when none knows the host.
std::optional<Ending> hostKeyProblem(ssh_session_struct *session, const std::string &shownName,
                                     const std::vector<std::string> &files);

} // namespace agentlink
