// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/command.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace agent {
namespace {

constexpr std::size_t mostCaptured = 1u << 20;
constexpr double killAfter = 5;  ///< seconds from SIGTERM to SIGKILL
constexpr double giveUpAfter = 5; ///< seconds from SIGKILL to leaving it alone: a mount in the kernel ignores it for minutes

/// Head and tail of a stream of any length.
class Capture {
public:
    void add(std::string_view bytes)
    {
        const std::size_t room = mostCaptured / 2 - std::min(m_head.size(), mostCaptured / 2);
        m_head.append(bytes.substr(0, room));
        bytes.remove_prefix(std::min(room, bytes.size()));
        m_tail.append(bytes);
        if (m_tail.size() > mostCaptured) {
            m_lost += m_tail.size() - mostCaptured / 2;
            m_tail.erase(0, m_tail.size() - mostCaptured / 2);
        }
    }
    std::string text() const
    {
        return m_lost ? m_head + "\n[" + std::to_string(m_lost) + " bytes left out]\n" + m_tail : m_head + m_tail;
    }

private:
    std::string m_head, m_tail;
    std::size_t m_lost = 0;
};

struct Child {
    pid_t pid = -1;
    int fds[2] = {-1, -1};
    Capture captures[2];
    CommandResult result;
    double askedToEnd = 0, killed = 0;
    bool done = false;
};

/// A file in memory, so that a tool that does not read cannot stop us; -1: there is nothing to read.
int inputOf(const Command &command)
{
    if (command.input.empty())
        return -1;
    const int fd = ::memfd_create("chandelier-input", MFD_CLOEXEC);
    if (fd >= 0 && (::write(fd, command.input.data(), command.input.size()) != static_cast<ssize_t>(command.input.size()) || ::lseek(fd, 0, SEEK_SET) != 0)) {
        ::close(fd);
        return -1;
    }
    return fd;
}

[[noreturn]] void becomeTool(const Command &command, const CommandRules &rules, int out, int err, pid_t parent)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(127);
    const int input = inputOf(command);
    ::dup2(input >= 0 ? input : ::open("/dev/null", O_RDONLY), 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    for (int fd = 3; fd < 1024; ++fd)
        ::close(fd);
    for (const int signal : {SIGTERM, SIGINT, SIGPIPE, SIGCHLD, SIGHUP, SIGXFSZ})
        ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    std::vector<std::string> environment{"LC_ALL=C", "HOME=/", "PATH=" + rules.path};
    if (!rules.tag.empty())
        environment.push_back("CHANDELIER_STEP=" + rules.tag);
    std::vector<char *> argv, envp;
    argv.push_back(const_cast<char *>(command.program.c_str()));
    for (std::size_t i = 1; i < command.argv.size(); ++i)
        argv.push_back(const_cast<char *>(command.argv[i].c_str()));
    argv.push_back(nullptr);
    for (std::string &word : environment)
        envp.push_back(word.data());
    envp.push_back(nullptr);
    ::execve(command.program.c_str(), argv.data(), envp.data());
    ::_exit(127);
}

void startChild(Child &child, const Command &command, const CommandRules &rules)
{
    int out[2] = {-1, -1}, err[2] = {-1, -1};
    child.result.startedAt = child.result.endedAt = wallClock();
    child.result.end = CommandResult::End::NotStarted;
    child.done = true;
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) {
        child.result.err = std::string("no pipe: ") + std::strerror(errno);
        return;
    }
    const pid_t parent = ::getpid();
    child.pid = ::fork();
    if (child.pid == 0)
        becomeTool(command, rules, out[1], err[1], parent);
    ::close(out[1]);
    ::close(err[1]);
    child.fds[0] = out[0];
    child.fds[1] = err[0];
    for (const int fd : child.fds)
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
    if (child.pid < 0) {
        child.result.err = std::string("fork: ") + std::strerror(errno);
        return;
    }
    ::setpgid(child.pid, child.pid);
    child.result.end = CommandResult::End::Exited;
    child.done = false;
}

bool hasEnough(const CommandRules &rules) { return rules.enough && rules.enough(); }

void drain(Child &child, std::size_t index, const CommandRules &rules)
{
    char buffer[65536];
    for (int stream = 0; stream < 2; ++stream) {
        while (child.fds[stream] >= 0) {
            const ssize_t count = ::read(child.fds[stream], buffer, sizeof buffer);
            if (count > 0) {
                child.captures[stream].add({buffer, static_cast<std::size_t>(count)});
                if (rules.output)
                    rules.output(index, stream == 1, std::string(buffer, static_cast<std::size_t>(count)));
                if (hasEnough(rules))
                    break; // a tool that prints faster than we read would never let us go
                continue;
            }
            if (count == 0) {
                ::close(child.fds[stream]);
                child.fds[stream] = -1;
            }
            if (count == 0 || errno != EINTR)
                break;
        }
    }
}

void finishChild(Child &child)
{
    child.done = true;
    child.result.endedAt = wallClock();
    for (int &fd : child.fds)
        if (fd >= 0)
            ::close(std::exchange(fd, -1));
}

void reap(Child &child, std::size_t index, const CommandRules &rules)
{
    int status = 0;
    if (::waitpid(child.pid, &status, WNOHANG) != child.pid)
        return;
    // What the tool printed is in the pipe by now; a child of its own that lives on is not waited for.
    drain(child, index, rules);
    child.result.exitCode = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    // Nothing of the group may go on writing to a device after the tool was told to end.
    if (child.askedToEnd > 0)
        ::kill(-child.pid, SIGKILL);
    finishChild(child);
}

void askToEnd(Child &child, const CommandRules &rules, double now)
{
    const bool cancelled = (rules.cancelled && *rules.cancelled) || hasEnough(rules);
    if (child.askedToEnd == 0 && (cancelled || now >= rules.deadline)) {
        child.result.end = cancelled ? CommandResult::End::Cancelled : CommandResult::End::TimedOut;
        child.askedToEnd = now;
        ::kill(-child.pid, SIGTERM);
    } else if (child.askedToEnd > 0 && child.killed == 0 && now >= child.askedToEnd + killAfter) {
        child.killed = now;
        ::kill(-child.pid, SIGKILL);
    } else if (child.killed > 0 && now >= child.killed + giveUpAfter) {
        child.result.end = CommandResult::End::Stuck;
        finishChild(child);
    }
}

void onChild(int) { }

/// SIGCHLD ends a ppoll early; it must be blocked outside of it, or it could come just before.
class ChildSignal {
public:
    ChildSignal()
    {
        struct sigaction action{};
        action.sa_handler = onChild;
        ::sigaction(SIGCHLD, &action, &m_oldAction);
        sigset_t blocked;
        ::sigemptyset(&blocked);
        for (const int signal : {SIGCHLD, SIGTERM, SIGINT})
            ::sigaddset(&blocked, signal);
        ::sigprocmask(SIG_BLOCK, &blocked, &m_oldMask);
        waiting = m_oldMask;
        for (const int signal : {SIGCHLD, SIGTERM, SIGINT})
            ::sigdelset(&waiting, signal);
    }
    ~ChildSignal()
    {
        ::sigprocmask(SIG_SETMASK, &m_oldMask, nullptr);
        ::sigaction(SIGCHLD, &m_oldAction, nullptr);
    }
    ChildSignal(const ChildSignal &) = delete;
    sigset_t waiting{};

private:
    struct sigaction m_oldAction{};
    sigset_t m_oldMask{};
};

void waitForNews(const std::vector<Child> &children, const CommandRules &rules, const ChildSignal &signals)
{
    std::vector<pollfd> fds;
    double next = rules.deadline;
    for (const Child &child : children)
        if (!child.done) {
            for (const int fd : child.fds)
                if (fd >= 0)
                    fds.push_back({fd, POLLIN, 0});
            if (child.askedToEnd > 0)
                next = child.killed > 0 ? child.killed + giveUpAfter : child.askedToEnd + killAfter;
        }
    const double seconds = std::clamp(next - wallClock(), 0.001, 3600.0);
    const timespec timeout{static_cast<time_t>(seconds), static_cast<long>((seconds - std::floor(seconds)) * 1e9)};
    ::ppoll(fds.data(), fds.size(), &timeout, &signals.waiting);
}

} // namespace

double wallClock()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<CommandResult> runCommands(const std::vector<Command> &commands, const CommandRules &rules)
{
    const ChildSignal signals;
    std::vector<Child> children(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i)
        startChild(children[i], commands[i], rules);
    while (true) {
        for (std::size_t i = 0; i < children.size(); ++i) {
            if (children[i].done)
                continue;
            drain(children[i], i, rules);
            reap(children[i], i, rules);
            if (!children[i].done)
                askToEnd(children[i], rules, wallClock());
        }
        if (std::all_of(children.begin(), children.end(), [](const Child &child) { return child.done; }))
            break;
        waitForNews(children, rules, signals);
    }
    std::vector<CommandResult> results;
    for (Child &child : children) {
        child.result.out = child.captures[0].text();
        child.result.err += child.captures[1].text();
        results.push_back(std::move(child.result));
    }
    return results;
}

} // namespace agent
