// SPDX-License-Identifier: GPL-3.0-or-later
// The program of ProxyCommand (ssh_config(5)): run by the user's shell as ssh(1) does, its standard input and output are the line.
#pragma once
#include "core/base/result.h"
#include "core/link/ioloop.h"

#include <string>

namespace agentlink {

/// What stands for the words %h, %p, %r and %n of a ProxyCommand.
struct ProxyTarget {
    std::string host;     ///< after HostName
    int port = 22;
    std::string user;
    std::string original; ///< as the person named it
};
/// BadArgument: a word that is not known, or a host or user that the shell would read as something else than a name.
base::Result<std::string> expandedCommand(const std::string &command, const ProxyTarget &target);

/// Ends, with all that it started, when this object does. I/O thread only.
class ProxyProcess {
public:
    explicit ProxyProcess(IoLoop &loop) : m_loop(loop) { }
    ~ProxyProcess();
    ProxyProcess(const ProxyProcess &) = delete;
    ProxyProcess &operator=(const ProxyProcess &) = delete;
    /// Its input and output as one descriptor, which the caller owns. Internal: it cannot be started.
    base::Result<int> start(const std::string &command);
    /// What it printed on its standard error, the end of it.
    std::string words();

private:
    void listen();

    IoLoop &m_loop;
    IoLoop::Id m_watch = 0;
    int m_pid = -1, m_errors = -1;
    std::string m_words;
};

} // namespace agentlink
