// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/dialer.h"

#include "core/link/ioloop.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/time.h>
#include <unistd.h>

namespace agentlink {

using base::Error;
using base::Problem;

Dialer::~Dialer()
{
    forget();
}

void Dialer::forget()
{
    m_loop.unwatch(m_watch);
    m_loop.cancel(m_timer);
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void Dialer::dial(const std::string &name, const std::string &host, int port, Events events)
{
    m_name = name;
    m_port = port;
    m_events = std::move(events);
    m_resolver.resolve(host, port, [this, host, alive = std::weak_ptr(m_alive)](const Resolved &resolved) {
        if (alive.expired())
            return;
        if (resolved.addresses.empty())
            return m_events.ended(Error {Problem::Unreachable, m_name + ": the name " + host + " cannot be resolved.",
                                         resolved.error, "Check the name, or write HostName into ~/.ssh/config."});
        m_addresses = resolved.addresses;
        m_events.resolved();
        tryNext();
    });
}

void Dialer::tryNext()
{
    forget();
    if (m_at >= m_addresses.size())
        return m_events.ended(unreachable());
    const Address &address = m_addresses[m_at];
    m_socket = ::socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_socket < 0)
        return giveUp(errno);
    const int rc = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address.storage), address.length);
    if (rc != 0 && errno != EINPROGRESS)
        return giveUp(errno);
    m_watch = m_loop.watch(m_socket, [this] { checkConnected(); });
    m_loop.wantOutput(m_watch, true, false);
    m_timer = m_loop.after(m_limitMs, [this] { giveUp(ETIMEDOUT, "no answer within " + std::to_string(m_limitMs / 1000) + " s"); });
}

/// In the words of what each of the kernel's answers means for a server.
Error Dialer::unreachable() const
{
    const std::string port = std::to_string(m_port);
    if (m_lastError == ECONNREFUSED)
        return {Problem::Unreachable, m_name + " is on, but no SSH server listens there on port " + port + ".", m_failures,
                "It may be starting or stopping. Otherwise check sshd there (systemctl status sshd), and its port."};
    if (m_lastError == ENETUNREACH || m_lastError == ENETDOWN)
        return {Problem::Unreachable, "This computer has no network to " + m_name + ".", m_failures,
                "Check your network connection, or your VPN."};
    if (m_lastError == ETIMEDOUT || m_lastError == EHOSTUNREACH || m_lastError == EHOSTDOWN)
        return {Problem::Unreachable, m_name + " does not answer: it is off or starting, or the network to it is cut.", m_failures,
                "Check that the server is on, the network between (or your VPN), and that no firewall drops port " + port + "."};
    return {Problem::Unreachable, "No SSH connection to " + m_name + ".", m_failures,
            "Check that the server is on, that sshd listens on port " + port + ", and the network between."};
}

void Dialer::giveUp(int error, const std::string &words)
{
    m_lastError = error;
    const std::string why = words.empty() ? std::strerror(error) : words;
    m_failures += (m_failures.empty() ? "" : "; ") + m_addresses[m_at].text() + " port " + std::to_string(m_port) + ": " + why;
    ++m_at;
    tryNext();
}

void Dialer::checkConnected()
{
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0)
        return giveUp(error);
    const int yes = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(m_socket, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    const unsigned longest = 20'000; // milliseconds without an acknowledgement: a network that was cut ends idle lines too
    setsockopt(m_socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &longest, sizeof longest);
    const int idle = 10, interval = 5;
    setsockopt(m_socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(m_socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    // libssh takes EAGAIN for the end of the line and makes its descriptors blocking itself.
    fcntl(m_socket, F_SETFL, fcntl(m_socket, F_GETFL) & ~O_NONBLOCK);
    const int socket = std::exchange(m_socket, -1);
    m_loop.unwatch(m_watch);
    m_loop.cancel(m_timer);
    m_events.ended(socket);
}

} // namespace agentlink
