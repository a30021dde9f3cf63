// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/proxyprocess.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

constexpr std::size_t mostWords = 2048;
constexpr int reapEveryMs = 100, mostReaps = 20; ///< so many times, then it is killed

/// Nobody else waits for it: without this it would stay in the list of processes until we end.
void reap(IoLoop &loop, pid_t pid, int tries = 0)
{
    if (::waitpid(pid, nullptr, WNOHANG) != 0)
        return;
    if (tries == mostReaps)
        ::kill(-pid, SIGKILL);
    loop.after(reapEveryMs, [&loop, pid, tries] { reap(loop, pid, tries + 1); });
}

bool isPlain(const std::string &name)
{
    return !name.empty() && name.front() != '-' && name.find_first_of(" \t\n\r'\"`$\\;&<>|(){}*?[]!#~") == std::string::npos;
}

} // namespace

base::Result<std::string> expandedCommand(const std::string &command, const ProxyTarget &target)
{
    for (const std::string *name : {&target.host, &target.user, &target.original})
        if (!isPlain(*name))
            return Error {Problem::BadArgument, "\"" + *name + "\" cannot be given to a ProxyCommand: a shell would read it as more than a name.", command,
                          "Correct the host or the user of this server."};
    std::string out;
    for (std::size_t i = 0; i < command.size(); ++i) {
        if (command[i] != '%') {
            out += command[i];
            continue;
        }
        const char word = ++i < command.size() ? command[i] : '\0';
        switch (word) {
        case 'h': out += target.host; break;
        case 'p': out += std::to_string(target.port); break;
        case 'r': out += target.user; break;
        case 'n':
        case 'k': out += target.original; break;
        case '%': out += '%'; break;
        default:
            return Error {Problem::BadArgument, "The ProxyCommand of " + target.original + " has %" + (word ? std::string(1, word) : std::string())
                          + ", which is not known; %h, %p, %r, %n, %k and %% are.", command, "Correct it in the ssh configuration."};
        }
    }
    return out;
}

ProxyProcess::~ProxyProcess()
{
    m_loop.unwatch(m_watch);
    if (m_errors >= 0)
        ::close(m_errors);
    if (m_pid <= 0)
        return;
    ::kill(-m_pid, SIGTERM);
    reap(m_loop, m_pid);
}

base::Result<int> ProxyProcess::start(const std::string &command)
{
    int line[2] = {-1, -1}, errors[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) != 0 || ::pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) {
        for (const int descriptor : line)
            if (descriptor >= 0)
                ::close(descriptor);
        return Error {Problem::Internal, "No file descriptors are left.", std::strerror(errno), {}};
    }
    const char *const own = std::getenv("SHELL");
    const std::string shell = own && *own ? own : "/bin/sh", words = "exec " + command;
    const std::array<char *, 4> argv {const_cast<char *>(shell.c_str()), const_cast<char *>("-c"), const_cast<char *>(words.c_str()), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, line[1], 0);
    posix_spawn_file_actions_adddup2(&actions, line[1], 1);
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, usual;
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    // A session of its own: it can be ended as a whole, and asks for no password on somebody's terminal.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    pid_t pid = -1;
    const int failed = ::posix_spawn(&pid, shell.c_str(), &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(line[1]);
    ::close(errors[1]);
    if (failed) {
        ::close(line[0]);
        ::close(errors[0]);
        return Error {Problem::Internal, "The shell of the ProxyCommand cannot be started.", shell + ": " + std::strerror(failed), "Check $SHELL."};
    }
    m_pid = pid;
    m_errors = errors[0];
    m_watch = m_loop.watch(m_errors, [this] { listen(); });
    return line[0];
}

/// Read as it comes: a full pipe would stop the program.
void ProxyProcess::listen()
{
    std::array<char, 1024> buffer;
    ssize_t got = 0;
    while ((got = ::read(m_errors, buffer.data(), buffer.size())) > 0) {
        m_words.append(buffer.data(), static_cast<std::size_t>(got));
        m_words.erase(0, m_words.size() > mostWords ? m_words.size() - mostWords : 0);
    }
    if (got == 0)
        m_loop.unwatch(m_watch);
}

std::string ProxyProcess::words()
{
    if (m_errors >= 0)
        listen();
    std::string text = m_words;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

} // namespace agentlink
