// SPDX-License-Identifier: GPL-3.0-or-later
// Joins a channel of a jump host's session to a socket pair, whose other end is the "network" of the session behind it.
// I/O thread only.
#pragma once
#include "core/link/ioloop.h"
#include "core/link/sshstream.h"

namespace agentlink {

class SocketPump {
public:
    explicit SocketPump(IoLoop &loop) : m_loop(loop) { }
    ~SocketPump();
    SocketPump(const SocketPump &) = delete;
    SocketPump &operator=(const SocketPump &) = delete;
    /// The end for the session behind; the receiver owns it. -1: no descriptors left.
    int start(std::shared_ptr<SshStream> stream);
    void arrived(const std::string &bytes); ///< from the stream, to the session behind
    void drained();                         ///< the stream takes more
    void finish();                          ///< the stream has ended: the session behind reads the end of its line

private:
    void ready();
    void flush();
    void watchAgain();

    IoLoop &m_loop;
    std::shared_ptr<SshStream> m_stream;
    int m_socket = -1;
    IoLoop::Id m_watch = 0;
    std::string m_in; ///< for the session behind
};

} // namespace agentlink
