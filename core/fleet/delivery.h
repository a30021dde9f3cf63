// SPDX-License-Identifier: GPL-3.0-or-later
// The agent on a server's disk: pure functions that give the shell commands of each step, so that they can be read, shown and tested.
//
//   /usr/libexec/chandelier/BUILD/chandelier-agent     each build in a folder of its own; BUILD is VERSION-SHA256 (8 digits)
//   /usr/libexec/chandelier/current -> BUILD           switched by one rename(2)
//   /usr/libexec/chandelier/.made                      what was not there before us: folders and groups
//   /etc/systemd/system/chandelier-agent.service       only where no package brought one
//   /var/lib/chandelier, /run/chandelier               journal, audit; socket
//   groups chandelier-admin, chandelier-view
#pragma once
#include "core/base/result.h"

#include <QByteArray>
#include <string>
#include <vector>

namespace fleet {

/// Where things lie. `root` is empty but in tests; it may hold no characters that a shell would read.
struct Layout {
    std::string root{};
    int answerSeconds = 15; ///< that a new agent has until it must answer
    std::string folder() const { return root + "/usr/libexec/chandelier"; }
    std::string unit() const { return root + "/etc/systemd/system/chandelier-agent.service"; }
    std::string state() const { return root + "/var/lib/chandelier"; }
    std::string runtime() const { return root + "/run/chandelier"; }
};

struct DeliveryStep {
    std::string title;    ///< "Upload the agent"
    std::string command;  ///< POSIX shell; run as root, by sudo where the login is not root
    bool sendsAgent = false; ///< its standard input is the binary
    std::string undo{};   ///< run when this or a later step fails, in reverse order; may be run twice; empty: nothing to take back
    int limitSeconds = 60;
};

struct AgentBinary {
    QByteArray bytes;
    std::string version, architecture, sha256; ///< architecture as `uname -m` says it
    std::string build() const { return version + "-" + sha256.substr(0, 8); } ///< its folder's name
};
/// Reads and checks the file: an ELF program for a known machine, that says its version. NotFound, BadArgument.
base::Result<AgentBinary> readAgent(const std::string &path);
/// Path of the agent for a host of that architecture: beside the running program as chandelier-agent-ARCH or chandelier-agent, in
/// ../libexec/chandelier from there, in PATH. NotFound says what was looked for.
base::Result<std::string> findAgent(const std::string &architecture);
/// Architectures that findAgent() has an agent for.
std::vector<std::string> agentArchitectures();

/// Installs or updates. `previous`: the build that `current` points to now; empty: none. `join`: a login to be put into the group
/// chandelier-admin; empty: none. When all went well, tidyStep() is run; a first installation that fails leaves nothing.
std::vector<DeliveryStep> installSteps(const AgentBinary &agent, const std::string &previous, const std::string &join = {}, const Layout &layout = {});
/// Starts an agent that a package brought, and puts the login into the group.
std::vector<DeliveryStep> startSteps(const std::string &join = {}, const Layout &layout = {});
/// Removes the builds that are neither this one nor the one before.
DeliveryStep tidyStep(const std::string &build, const std::string &previous, const Layout &layout = {});
/// Stops the agent and removes every file, unit, user, group, socket and repository list of ours, and its package where that brought
/// it. Lustre, its packages and LNet's configuration are left as they are. Refuses while a step runs, and while Lustre targets are mounted, unless `anyway`.
std::vector<DeliveryStep> removeSteps(bool anyway = false, const Layout &layout = {});
/// The error of a step that ended with another code than 0; `step` and `server` are for its words.
base::Error stepError(const std::string &server, const std::string &step, int exitCode, const std::string &output, const std::string &errors);
/// For a server that is dead: what it would leave behind, one sentence each.
std::vector<std::string> leftBehind(const std::string &server);
/// The text of the unit that a delivery writes.
std::string unitText(const Layout &layout = {});

} // namespace fleet
