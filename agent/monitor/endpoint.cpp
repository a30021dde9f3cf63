// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/endpoint.h"

#include "agent/monitor/exposition.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace monitor {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr std::string_view loopback = "127.0.0.1:", unixPrefix = "unix:";
constexpr int requestMilliseconds = 5000;
constexpr unsigned answerSeconds = 30;
constexpr std::size_t longestRequest = 8192;

Error cannotListen(const std::string &where)
{
    return {Problem::BadArgument, "The agent cannot listen on " + where + " for Prometheus: " + std::strerror(errno) + ".", {},
            "Write unix:/PATH or 127.0.0.1:PORT; other addresses are not possible."};
}

int listenUnix(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode))
        ::unlink(path.c_str());
    if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::chmod(path.c_str(), 0660) != 0 || ::listen(fd, 8) != 0) {
        const int error = errno;
        if (fd >= 0)
            ::close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

int listenLoopback(const std::string &port)
{
    char *end = nullptr;
    const unsigned long number = std::strtoul(port.c_str(), &end, 10);
    if (port.empty() || *end || number == 0 || number > 65535) {
        errno = EINVAL;
        return -1;
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(number));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(fd, 8) != 0) {
        const int error = errno;
        if (fd >= 0)
            ::close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/// The first line of the request; empty when none came in time.
std::string requestLine(int fd)
{
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos && request.size() < longestRequest) {
        pollfd wait{fd, POLLIN, 0};
        char buffer[1024];
        const ssize_t count = ::poll(&wait, 1, requestMilliseconds) > 0 ? ::read(fd, buffer, sizeof buffer) : 0;
        if (count <= 0)
            break;
        request.append(buffer, static_cast<std::size_t>(count));
    }
    return request.substr(0, request.find("\r\n"));
}

void sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string response(const char *status, const std::string &body)
{
    return std::string("HTTP/1.1 ") + status + "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: " + std::to_string(body.size())
        + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

Result<std::unique_ptr<Endpoint>> Endpoint::open(const std::string &where, std::string sysroot)
{
    std::unique_ptr<Endpoint> endpoint(new Endpoint);
    errno = EINVAL;
    if (where.compare(0, unixPrefix.size(), unixPrefix) == 0) {
        endpoint->m_path = where.substr(unixPrefix.size());
        endpoint->m_listener = listenUnix(endpoint->m_path);
    } else if (where.compare(0, loopback.size(), loopback) == 0) {
        endpoint->m_listener = listenLoopback(where.substr(loopback.size()));
    }
    if (endpoint->m_listener < 0)
        return cannotListen(where);
    endpoint->m_sysroot = std::move(sysroot);
    endpoint->m_end = ::eventfd(0, EFD_CLOEXEC);
    endpoint->m_thread = std::thread([raw = endpoint.get()] { raw->run(); });
    return endpoint;
}

Endpoint::~Endpoint()
{
    const std::uint64_t one = 1;
    if (m_end >= 0 && m_thread.joinable() && ::write(m_end, &one, sizeof one) == sizeof one)
        m_thread.join();
    for (const int fd : {m_listener, m_end})
        if (fd >= 0)
            ::close(fd);
    if (!m_path.empty() && m_listener >= 0)
        ::unlink(m_path.c_str());
}

void Endpoint::run()
{
    while (true) {
        pollfd waits[2] = {{m_listener, POLLIN, 0}, {m_end, POLLIN, 0}};
        if (::poll(waits, 2, -1) < 0 && errno != EINTR)
            return;
        if (waits[1].revents)
            return;
        if (!(waits[0].revents & POLLIN))
            continue;
        const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            continue;
        // A process of its own: its memory goes with it, and a file that hangs hangs nothing else.
        const pid_t child = ::fork();
        if (child == 0) {
            for (int fd = 3; fd < 4096; ++fd)
                if (fd != connection)
                    ::close(fd);
            sigset_t none;
            ::sigemptyset(&none);
            ::signal(SIGALRM, SIG_DFL);
            ::sigprocmask(SIG_SETMASK, &none, nullptr);
            ::alarm(answerSeconds);
            answer(connection);
            ::_exit(0);
        }
        ::close(connection);
        if (child > 0)
            while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
    }
}

void Endpoint::answer(int connection) const
{
    const std::string line = requestLine(connection);
    if (line.compare(0, 4, "GET ") != 0)
        return sendAll(connection, response("400 Bad Request", "Only GET is answered.\n"));
    const std::string path = line.substr(4, line.find_first_of(" ?", 4) - 4);
    if (path != "/" && path != "/metrics")
        return sendAll(connection, response("404 Not Found", "Figures are at /metrics.\n"));
    sendAll(connection, response("200 OK", exposition(m_sysroot)));
}

} // namespace monitor
