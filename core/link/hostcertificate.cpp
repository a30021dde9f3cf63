// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/hostcertificate.h"

#include <QFile>
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace agentlink {

namespace {

using AskClock = std::chrono::steady_clock;
constexpr auto longestQuestion = std::chrono::seconds(8);
constexpr std::size_t mostSaid = 256u << 10;
constexpr const char *certificateTypes = "ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,"
                                         "ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,"
                                         "rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com";

/// Every way of logging in is off: the question is over when the key exchange is.
std::vector<std::string> commandOf(const CertificateQuestion &q)
{
    std::string files;
    for (const std::string &file : q.knownHosts)
        files += (files.empty() ? "\"" : " \"") + file + '"';
    std::vector<std::string> words {"ssh", "-v", "-n", "-T", "-x", "-a", "-F", q.configuration.empty() ? "none" : q.configuration};
    for (const std::string &option : {std::string("BatchMode=yes"), std::string("StrictHostKeyChecking=yes"), std::string("UpdateHostKeys=no"),
                                      std::string("PubkeyAuthentication=no"), std::string("PasswordAuthentication=no"), std::string("KbdInteractiveAuthentication=no"),
                                      std::string("GSSAPIAuthentication=no"), std::string("HostbasedAuthentication=no"), std::string("ControlMaster=no"),
                                      std::string("ControlPath=none"), std::string("PermitLocalCommand=no"), std::string("ConnectTimeout=6"),
                                      std::string("HostKeyAlgorithms=") + certificateTypes, "HostName=" + q.host, "UserKnownHostsFile=" + files})
        words.insert(words.end(), {"-o", option});
    if (!q.jump.empty())
        words.insert(words.end(), {"-J", q.jump});
    words.insert(words.end(), {"-p", std::to_string(q.port), "-l", q.user, "--", q.original, "true"});
    return words;
}

/// What a program prints on its standard error, until it ends, the time is over, or nobody wants to know any more.
std::string errorsOf(const std::string &program, const std::vector<std::string> &words, const std::atomic<bool> &givenUp)
{
    int errors[2];
    if (::pipe2(errors, O_CLOEXEC) != 0)
        return {};
    std::vector<char *> argv;
    for (const std::string &word : words)
        argv.push_back(const_cast<char *>(word.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    pid_t pid = -1;
    const bool started = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(errors[1]);
    std::string output;
    std::array<char, 4096> buffer;
    for (const auto end = AskClock::now() + longestQuestion; started && !givenUp && AskClock::now() < end && output.size() < mostSaid;) {
        pollfd waiting {errors[0], POLLIN, 0};
        if (::poll(&waiting, 1, 100) == 0)
            continue;
        const ssize_t got = ::read(errors[0], buffer.data(), buffer.size());
        if (got <= 0)
            break;
        output.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::close(errors[0]);
    if (started) {
        ::kill(-pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
    return output;
}

} // namespace

bool namesAuthorities(const std::vector<std::string> &files)
{
    return std::any_of(files.begin(), files.end(), [](const std::string &path) {
        QFile file(QString::fromStdString(path));
        return !path.empty() && file.open(QIODevice::ReadOnly) && ('\n' + file.readAll()).contains("\n@cert-authority ");
    });
}

bool saysCertified(const std::string &output, const std::string &fingerprint)
{
    constexpr std::string_view shown = "Server host certificate: ", matches = " is known and matches the ", certificate = "-CERT host certificate.";
    if (fingerprint.empty() || output.find("Host key verification failed") != std::string::npos)
        return false;
    for (std::size_t at = output.find(shown); at != std::string::npos; at = output.find(shown, at + 1)) {
        const std::string line = output.substr(at, output.find('\n', at) - at);
        if (line.find(' ' + fingerprint + ',') == std::string::npos)
            continue;
        // Those of jump hosts stand before: they are asked first.
        const std::size_t said = output.find(matches, at);
        const std::size_t end = said == std::string::npos ? said : output.find_first_of("\r\n", said);
        return said != std::string::npos && output.substr(said, end - said).ends_with(certificate);
    }
    return false;
}

bool isCertified(const CertificateQuestion &question, const std::atomic<bool> &givenUp)
{
    const QString ssh = QStandardPaths::findExecutable(QStringLiteral("ssh"));
    const auto plain = [](const std::string &word) { return !word.empty() && word.front() != '-' && word.find('"') == std::string::npos; };
    if (ssh.isEmpty() || !plain(question.original) || !plain(question.host) || !plain(question.user) || question.jump.starts_with('-'))
        return false;
    return saysCertified(errorsOf(ssh.toStdString(), commandOf(question), givenUp), question.fingerprint);
}

} // namespace agentlink
