// SPDX-License-Identifier: GPL-3.0-or-later
// From an endpoint and the user's ssh_config(5) to what a session uses.
#pragma once
#include "core/base/result.h"
#include "core/link/endpoint.h"

#include <optional>

struct ssh_session_struct;

namespace agentlink {

struct SshSettings {
    std::string name;  ///< for messages: "oss1", with "(user@host:port)" where that differs
    std::string host;  ///< after HostName
    int port = 22;
    std::string user;
    std::string jump;  ///< nearest first; empty: directly
    std::string proxyCommand; ///< for a shell, its words put in; empty: none
    Login login = Login::Any;
    std::string identity;
    std::string certificate; ///< empty: `identity`-cert.pub where that file is
    std::string agentSocket; ///< of the ssh-agent; empty: none
    bool identitiesOnly = false; ///< of the agent's keys only those of `identity` and `identities`, and no other files
    std::vector<std::string> identities; ///< where identitiesOnly: private keys of the configuration, else the usual ones
    std::vector<std::string> knownHosts; ///< ours first
    std::string acceptedKeys;            ///< the one of these that accepted keys are written to
};

/// Sets all options of a fresh session. BadArgument names what in the configuration cannot be used.
base::Result<SshSettings> configure(ssh_session_struct *session, const std::string &server, const SshWay &way,
                                    const SshOptions &options);

/// The jump hosts of "user@host:port,host": nearest first.
std::vector<std::string> jumpHops(const std::string &jump);
/// A hop as a way of its own, that goes through the hops before it.
SshWay wayOfHop(const std::vector<std::string> &hops, std::size_t hop);

} // namespace agentlink
