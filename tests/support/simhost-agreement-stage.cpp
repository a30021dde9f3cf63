// SPDX-License-Identifier: GPL-3.0-or-later
// The rules by which a recording tells the state that was there before it. Each rule reads the command, the expected
// output and the kernel's lines; none knows a case's name.
#include "simhost-agreement-scene.h"

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace agreement {

using namespace simhost;

namespace {

std::string firstMatch(const std::string &text, const std::string &pattern)
{
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : std::string();
}

} // namespace

Stage::Stage(std::string directory, std::string program) : m_directory(std::move(directory)), m_program(std::move(program)) { }

void Stage::enter(const std::vector<Recording> &folder)
{
    std::string text, listed;
    for (const Recording &r : folder) {
        text += r.out + r.dmesg + "\n";
        if (has(r.cmd, "list_nids") && r.rc == 0 && listed.empty())
            listed = firstMatch(r.out, "((?!0@lo)[0-9a-f.:]+@[a-z0-9]+)");
    }
    std::string nid = listed;
    if (nid.empty() && has(text, ",mgs,")) // an MGS mounted here is at the NID that its clients name
        nid = firstMatch(text, "([0-9.]+@[a-z0-9]+):/");
    for (const char *pattern : {"(?:Added|Removed) LNI ([0-9.]+@[a-z0-9]+)", "MGC([0-9.]+@[a-z0-9]+)"})
        if (nid.empty()) {
            const std::regex expression(pattern); // the last one counts: networks come and go
            for (auto it = std::sregex_iterator(text.begin(), text.end(), expression); it != std::sregex_iterator(); ++it)
                nid = (*it)[1].str();
        }
    if (nid.empty())
        nid = m_nid.empty() ? "192.0.2.1@tcp" : m_nid;
    m_nid = nid;
    const std::string interface = firstMatch(text, "nid: " + nid + "\n[^\n]*\n *interfaces:\n *0: ([a-z0-9]+)");
    if (!interface.empty())
        m_interface = interface;
}

void Stage::prepare(const Recording &recording)
{
    Scene scene(m_directory + "/" + m_nid, m_program, m_nid, m_interface, recording);
    scene.setUp();
}

namespace {

std::string drained(int fd)
{
    std::string text;
    char buffer[65536];
    for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    return text;
}

/// Paths that a command reads itself are the simulated host's.
std::string onHost(std::string cmd, const std::string &root)
{
    return std::regex_replace(cmd, std::regex("(cd )?(/proc/mounts|/proc/self/mountinfo|/tmp/|/sys/|cd /mnt/|/mnt/(?=[a-z0-9]+ &&))"), "$1" + root + "$2");
}

} // namespace

Stage::Answer Stage::play(const Recording &recording)
{
    const std::string home = m_directory + "/" + m_nid + "/hosts/here", root = home + "/root";
    const std::string out = m_directory + "/out", err = m_directory + "/err", cmd = onHost(recording.cmd, root);
    const bool ended = recording.rc == 143 || recording.rc == 137 || recording.rc == 124;
    const pid_t child = ::fork();
    if (child == 0) {
        ::setpgid(0, 0);
        ::setenv("PATH", (home + "/bin:/usr/bin:/bin").c_str(), 1);
        ::setenv("CHANDELIER_SIMHOST_SPEED", ended ? "1" : "0", 1);
        ::setenv("LC_ALL", "C", 1);
        ::dup2(::open("/dev/null", O_RDONLY), 0);
        ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
        ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
        ::execl("/bin/bash", "bash", "-c", cmd.c_str(), nullptr);
        ::_exit(127);
    }
    Answer answer;
    int status = 0;
    const std::int64_t end = nowMillis() + (ended ? 1500 : 20000);
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (nowMillis() > end) {
            answer.endedByLimit = true;
            ::kill(-child, SIGKILL);
            ::waitpid(child, &status, 0);
            break;
        }
        ::poll(nullptr, 0, 3);
    }
    answer.rc = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    const int outFd = ::open(out.c_str(), O_RDONLY), errFd = ::open(err.c_str(), O_RDONLY);
    answer.out = replaced(drained(outFd), root, "");
    answer.err = replaced(drained(errFd), root, "");
    ::close(outFd);
    ::close(errFd);
    return answer;
}

} // namespace agreement
