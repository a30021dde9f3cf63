// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/socketpump.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace agentlink {

namespace {
constexpr std::size_t mostPending = 1u << 20; ///< bytes that wait for the jump host before the session behind must wait
}

SocketPump::~SocketPump()
{
    finish();
    if (m_stream)
        m_stream->close();
}

int SocketPump::start(std::shared_ptr<SshStream> stream)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return -1;
    m_stream = std::move(stream);
    m_socket = pair[0];
    fcntl(m_socket, F_SETFL, fcntl(m_socket, F_GETFL) | O_NONBLOCK);
    m_watch = m_loop.watch(m_socket, [this] { ready(); });
    flush();
    return pair[1];
}

void SocketPump::arrived(const std::string &bytes)
{
    m_in.append(bytes);
    flush();
}

void SocketPump::drained()
{
    watchAgain();
}

void SocketPump::finish()
{
    m_loop.unwatch(m_watch);
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void SocketPump::flush()
{
    while (m_socket >= 0 && !m_in.empty()) {
        const ssize_t sent = ::send(m_socket, m_in.data(), m_in.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        m_in.erase(0, static_cast<std::size_t>(sent));
    }
    watchAgain();
}

void SocketPump::ready()
{
    std::array<char, 64 * 1024> buffer;
    if (m_stream->pending() < mostPending) {
        const ssize_t got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (got > 0)
            m_stream->write({buffer.data(), static_cast<std::size_t>(got)});
        else if (got == 0 || errno != EAGAIN)
            return finish();
    }
    flush();
}

void SocketPump::watchAgain()
{
    m_loop.wantOutput(m_watch, !m_in.empty(), m_stream && m_stream->pending() < mostPending);
}

} // namespace agentlink
