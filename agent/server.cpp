// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/server.h"

#include "agent/actions/inventory.h"
#include "agent/forkrunner.h"
#include "agent/monitor/endpoint.h"
#include "agent/monitor/monitor.h"
#include "agent/peers.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

constexpr std::size_t mostConnections = 64, mostViewers = 32, mostStrangers = 8;
constexpr double strangerSeconds = 5;
constexpr long runningTick = 50'000'000, idleTick = 500'000'000; ///< nanoseconds

Error cannot(const std::string &what)
{
    return {Problem::Internal, "The agent cannot " + what + ": " + std::strerror(errno) + ".", {}, {}};
}

std::uint64_t randomWord()
{
    std::uint64_t word = 0;
    while (::getrandom(&word, sizeof word, 0) != sizeof word) { }
    return word;
}

class NobodyListens : public Audience {
    void progressed(double, const std::string &) override { }
    void printed(const char *, const std::string &) override { }
    void recorded(const protocol::Transcript &) override { }
};

Result<int> listenOn(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error{Problem::BadArgument, "The socket path " + path + " is too long; at most 107 bytes are possible.", {}, {}};
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    if (const std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0)
        ::mkdir(path.substr(0, slash).c_str(), 0755);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ::unlink(path.c_str());
    // Everybody may connect: who may do what is decided by the peer's user and groups, at its hello. A mode could name one group only.
    const mode_t old = ::umask(0111);
    const bool bound = fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::umask(old);
    if (!bound || ::listen(fd, 64) != 0)
        return cannot("listen on " + path);
    return fd;
}

class Server {
public:
    explicit Server(const Options &options) : m_options(options), m_storage(options.state) { }
    Result<> open();
    int run();

private:
    void watch(int fd, std::uint32_t events, int how = EPOLL_CTL_ADD);
    void accept();
    bool hasRoom(Role role) const;
    Result<> startMonitor(const std::string &boot);
    void stopMonitor();
    void dropStrangers();
    void read(int fd);
    void flush(int fd);
    void flushAll();
    void close(int fd);
    void setTick();
    struct Line {
        Service::Connection connection = 0;
        std::string unsent{};
        Role role = Role::None;
        double since = 0;
    };
    const Options &m_options;
    FileStorage m_storage;
    std::unique_ptr<ForkRunner> m_runner;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<monitor::Monitor> m_monitor;
    std::unique_ptr<monitor::Endpoint> m_endpoint;
    std::map<int, Line> m_lines;
    int m_epoll = -1, m_listener = -1, m_signals = -1, m_timer = -1, m_lock = -1;
    long m_tick = -1;
    bool m_stop = false, m_again = false;
};

constexpr int startAgain = -1;

Result<> Server::open()
{
    if (const Result<> opened = m_storage.open(); !opened)
        return opened;
    m_lock = ::open((m_options.state + "/lock").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0 || ::flock(m_lock, LOCK_EX | LOCK_NB) != 0)
        return Error{Problem::Conflict, "Another agent uses " + m_options.state + " already.", {}, "Stop it first."};
    NobodyListens nobody;
    const Hands hands(m_options.places, nobody, 0, nullptr);
    const std::string boot = bootIdOf(hands);
    m_runner = std::make_unique<ForkRunner>(ForkRunner::Settings{m_options.places, m_options.state, boot, CHANDELIER_VERSION});
    std::function<Result<protocol::Json>(const protocol::Json &)> figures;
    if (m_options.interval > 0)
        figures = [this](const protocol::Json &args) { return m_monitor->fetch(args); };
    m_service = std::make_unique<Service>(m_storage, *m_runner, Surroundings{hostName(hands), boot, CHANDELIER_VERSION, wallClock, randomWord, figures});
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&signals, signal);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ})
        ::signal(signal, SIG_IGN);
    ::signal(SIGHUP, SIG_DFL); // ignored, it would never reach the descriptor
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_signals = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    m_timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (m_epoll < 0 || m_signals < 0 || m_timer < 0)
        return cannot("set up its event loop");
    if (const Result<> opened = m_service->open(); !opened)
        return opened;
    m_runner->removeStale();
    const Result<int> listener = listenOn(m_options.socket);
    if (!listener)
        return listener.error();
    m_listener = *listener;
    for (const int fd : {m_listener, m_signals, m_timer})
        watch(fd, EPOLLIN);
    return startMonitor(boot);
}

/// After the signals are blocked, which its threads inherit.
Result<> Server::startMonitor(const std::string &boot)
{
    if (!m_options.prometheus.empty()) {
        Result<std::unique_ptr<monitor::Endpoint>> endpoint = monitor::Endpoint::open(m_options.prometheus, m_options.places.sysroot);
        if (!endpoint)
            return endpoint.error();
        m_endpoint = std::move(*endpoint);
    }
    if (m_options.interval <= 0)
        return {};
    monitor::Monitor::Settings settings;
    settings.sysroot = m_options.places.sysroot;
    settings.interval = m_options.interval;
    settings.history.directory = m_options.state + "/figures";
    settings.history.boot = boot;
    settings.history.bootMs = monitor::bootMilliseconds(m_options.places.sysroot);
    settings.history.random = randomWord;
    m_monitor = std::make_unique<monitor::Monitor>(std::move(settings));
    m_monitor->start();
    return {};
}

void Server::stopMonitor()
{
    m_endpoint.reset();
    if (m_monitor && !m_monitor->stop(2))
        (void)m_monitor.release(); // its thread hangs in the kernel; the process ends without it
}

void Server::watch(int fd, std::uint32_t events, int how)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    ::epoll_ctl(m_epoll, how, fd, &event);
}

/// Workers write into files: they are looked at on a timer while there are any, and at once when one ends.
void Server::setTick()
{
    const long wanted = m_service->running() ? runningTick : m_service->busy() ? idleTick : 0;
    if (wanted == m_tick)
        return;
    m_tick = wanted;
    const itimerspec spec{{0, wanted}, {0, wanted}};
    ::timerfd_settime(m_timer, 0, &spec, nullptr);
}

/// Nobody without a role, and nobody who may only look, can keep an administrator out.
bool Server::hasRoom(Role role) const
{
    std::size_t same = 0;
    for (const auto &[fd, line] : m_lines)
        same += line.role == role;
    return m_lines.size() < mostConnections && (role == Role::Admin || same < (role == Role::View ? mostViewers : mostStrangers));
}

/// A stranger who says nothing is not waited for.
void Server::dropStrangers()
{
    std::vector<int> fds;
    for (const auto &[fd, line] : m_lines)
        if (line.role == Role::None && wallClock() > line.since + strangerSeconds)
            fds.push_back(fd);
    for (const int fd : fds)
        close(fd);
}

void Server::accept()
{
    dropStrangers();
    for (int fd = 0; (fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;) {
        const Peer peer = peerOf(fd, m_options.places.sysroot);
        if (!hasRoom(peer.role)) {
            ::close(fd);
            continue;
        }
        m_lines[fd].connection = m_service->connect(peer);
        m_lines[fd].role = peer.role;
        m_lines[fd].since = wallClock();
        watch(fd, EPOLLIN);
    }
}

void Server::read(int fd)
{
    std::array<char, 65536> buffer{};
    const auto line = m_lines.find(fd);
    if (line == m_lines.end())
        return;
    while (true) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count > 0) {
            m_service->receive(line->second.connection, {buffer.data(), static_cast<std::size_t>(count)});
            continue;
        }
        if (count == 0 || (errno != EAGAIN && errno != EINTR))
            return close(fd);
        if (errno == EAGAIN)
            return;
    }
}

void Server::flush(int fd)
{
    const auto found = m_lines.find(fd);
    if (found == m_lines.end())
        return;
    Line &line = found->second;
    const bool waited = !line.unsent.empty();
    line.unsent += m_service->takeOutput(line.connection);
    while (!line.unsent.empty()) {
        const ssize_t count = ::send(fd, line.unsent.data(), line.unsent.size(), MSG_NOSIGNAL);
        if (count > 0) {
            line.unsent.erase(0, static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            return close(fd);
        }
    }
    if (line.unsent.empty() && m_service->wantsClose(line.connection))
        return close(fd);
    if (line.unsent.empty() == waited)
        watch(fd, line.unsent.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

void Server::flushAll()
{
    std::vector<int> fds;
    for (const auto &[fd, line] : m_lines)
        if (m_service->hasOutput(line.connection) || m_service->wantsClose(line.connection))
            fds.push_back(fd);
    for (const int fd : fds)
        flush(fd);
}

void Server::close(int fd)
{
    if (const auto line = m_lines.find(fd); line != m_lines.end()) {
        m_service->disconnect(line->second.connection);
        m_lines.erase(line);
    }
    ::close(fd);
}

int Server::run()
{
    std::array<epoll_event, 64> events{};
    setTick();
    while (!m_stop) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            const std::uint32_t what = events[static_cast<std::size_t>(i)].events;
            std::array<char, 1024> skipped{};
            if (fd == m_listener) {
                accept();
            } else if (fd == m_timer) {
                (void)!::read(fd, skipped.data(), 8);
            } else if (fd == m_signals) {
                signalfd_siginfo info{};
                while (::read(fd, &info, sizeof info) == sizeof info) {
                    m_again = m_again || info.ssi_signo == SIGHUP;
                    m_stop = m_stop || info.ssi_signo != SIGCHLD;
                }
            } else {
                if (what & EPOLLOUT)
                    flush(fd);
                if (what & (EPOLLIN | EPOLLHUP | EPOLLERR))
                    read(fd);
            }
        }
        m_service->tick();
        flushAll();
        setTick();
    }
    ::unlink(m_options.socket.c_str());
    stopMonitor();
    return m_again ? startAgain : 0;
}

} // namespace

int serve(const Options &options)
{
    Server server(options);
    if (const Result<> opened = server.open(); !opened) {
        std::fprintf(stderr, "chandelier-agent: %s %s\n", opened.error().message.c_str(), opened.error().remedy.c_str());
        return 1;
    }
    const int ended = server.run();
    if (ended != startAgain)
        return ended;
    // Descriptors close by themselves (O_CLOEXEC); steps have processes of their own, which the next life adopts. The path is
    // taken rather than /proc/self/exe, so that a new version in its place is what starts.
    ::execv(options.command.front(), options.command.data());
    ::execv("/proc/self/exe", options.command.data());
    std::fprintf(stderr, "chandelier-agent: cannot start anew: %s\n", std::strerror(errno));
    return 1;
}

} // namespace agent
