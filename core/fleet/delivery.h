// SPDX-License-Identifier: GPL-3.0-or-later
// The agent on a server's disk: pure functions that give the shell commands of each step, so that they can be read, shown and tested.
//
//   /usr/libexec/chandelier/VERSION/chandelier-agent   each version in a folder of its own
//   /usr/libexec/chandelier/current -> VERSION         switched by one rename(2)
//   /etc/systemd/system/chandelier-agent.service       only where no package brought one
//   /var/lib/chandelier, /run/chandelier               journal, audit; socket
//   groups chandelier-admin, chandelier-view
#pragma once
#include "core/base/result.h"

#include <QByteArray>
#include <string>
#include <vector>

namespace fleet {

struct DeliveryStep {
    std::string title;    ///< "Upload the agent"
    std::string command;  ///< POSIX shell; run as root, by sudo where the login is not root
    bool sendsAgent = false; ///< its standard input is the binary
    std::string undo{};   ///< run when a later step fails; empty: nothing to take back
};

struct AgentBinary {
    QByteArray bytes;
    std::string version, architecture, sha256; ///< architecture as `uname -m` says it
};
/// Reads and checks the file: an ELF program for a known machine, that says its version. NotFound, BadArgument.
base::Result<AgentBinary> readAgent(const std::string &path);

/// Installs or updates. `previous`: the version that `current` points to now; empty: none.
std::vector<DeliveryStep> installSteps(const AgentBinary &agent, const std::string &previous);
/// Stops the agent and removes every file, unit, user, group and socket of ours. Lustre is left as it is.
std::vector<DeliveryStep> removeSteps();
/// For a server that is dead: what it would leave behind, one sentence each.
std::vector<std::string> leftBehind(const std::string &server);

} // namespace fleet
