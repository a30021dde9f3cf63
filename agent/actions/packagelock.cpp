// SPDX-License-Identifier: GPL-3.0-or-later
// Who holds the package manager. dpkg, apt and rpm hold record locks (fcntl), dnf, yum and zypper write their process id.
#include "agent/actions/families.h"
#include "agent/actions/parse.h"

#include <ctime>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

constexpr const char *lockFiles[] = {"/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock",
                                     "/var/lib/rpm/.rpm.lock", "/usr/lib/sysimage/rpm/.rpm.lock"};
constexpr const char *pidFiles[] = {"/run/yum.pid", "/var/run/yum.pid", "/run/zypp.pid", "/var/cache/dnf/metadata_lock.pid",
                                    "/var/cache/dnf/download_lock.pid", "/var/lib/dnf/rpmdb_lock.pid"};

/// The process that has a write lock on the file; 0: none.
pid_t lockHolder(const std::string &path)
{
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return 0;
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    const bool held = ::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(fd);
    return held ? lock.l_pid : 0;
}

pid_t writtenHolder(const Hands &hands, const std::string &file)
{
    const auto pid = static_cast<pid_t>(numberIn(trimmed(hands.readFile(file).value_or(""))));
    return pid > 1 && ::kill(pid, 0) == 0 ? pid : 0;
}

/// "unattended-upgr (process 812)"; empty: nobody.
std::string holderOf(const Hands &hands)
{
    pid_t pid = 0;
    for (const char *file : lockFiles)
        pid = pid ? pid : lockHolder(hands.path(file));
    for (const char *file : pidFiles)
        pid = pid ? pid : writtenHolder(hands, file);
    if (pid == 0)
        return {};
    const std::string name = trimmed(hands.readFile("/proc/" + std::to_string(pid) + "/comm").value_or(""));
    return pid < 0 ? "another process" : (name.empty() ? "process " : name + " (process ") + std::to_string(pid) + (name.empty() ? "" : ")");
}

} // namespace

Result<> waitForPackageLock(Hands &hands, int seconds)
{
    const double since = wallClock();
    for (std::string holder = holderOf(hands); !holder.empty(); holder = holderOf(hands)) {
        const double waited = wallClock() - since;
        if (hands.cancelled())
            return Error{Problem::Cancelled, "Waiting for " + holder + ", which holds the package manager, was cancelled.", {}, {}};
        if (waited >= seconds || wallClock() >= hands.deadline())
            return Error{Problem::Conflict, "The package manager of this host is held by " + holder + ", for " + std::to_string(static_cast<int>(waited))
                             + " seconds by now; nothing was installed or removed.", holder,
                         "Wait until it has ended (an automatic upgrade may take long), or end it, and retry."};
        hands.progress(-1, "Waiting for " + holder + ", which holds the package manager (" + std::to_string(static_cast<int>(waited)) + " s)");
        const timespec pause{0, 250'000'000};
        ::nanosleep(&pause, nullptr);
    }
    return {};
}

} // namespace agent
