// SPDX-License-Identifier: GPL-3.0-or-later
// Two hundred servers over real sshd sessions on loopback, connected and inventoried, against ClusterShell's
// `clush -f 64 -w n[1-200] hostname` on the same servers with the same key, in the same run. The figure is our wall time
// divided by clush's (at most 0.5 is asked for), with the memory of one session beside it (at most 100 KiB).
#include "core/link/agents.h"
#include "tests/support/sshd.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace agentlink;

namespace {

constexpr int servers = 200;
constexpr int pool = 20;       ///< processes of sshd, each with its own agent, that the servers are spread over
constexpr int fanout = 64;     ///< of clush
constexpr int rounds = 3;
constexpr qint64 limitMs = 180'000;
constexpr double mostRatio = 0.5, mostMemory = 100;

double seconds(const timeval &t)
{
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

double ownCpu()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// KiB of this process's memory.
double residentMemory()
{
    for (const QByteArray &line : support::readFile("/proc/self/status").split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').value(1).toDouble();
    return 0;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string nameOf(int server)
{
    return "n" + std::to_string(server + 1);
}

/// Twenty hosts: each an sshd with an agent behind it.
class Fleet {
public:
    bool start(const QString &agent)
    {
        if (!support::makeKey(file("client")))
            return false;
        for (int i = 0; i < pool; ++i) {
            m_hosts.push_back(std::make_unique<support::Sshd>());
            support::Sshd &host = *m_hosts.back();
            support::writeFile(host.file("authorized"), support::readFile(file("client.pub")));
            // A shell in a shell: that of sshd reads the user's ~/.bashrc otherwise, whatever stands there.
            if (!host.start("MaxSessions 100\nSetEnv SHLVL=2\n") || !startAgent(agent, i))
                return false;
            m_known += support::readFile(host.knownHosts());
        }
        return writeConfiguration();
    }
    ~Fleet()
    {
        for (const pid_t pid : m_agents)
            ::kill(pid, SIGKILL);
        for (const pid_t pid : m_agents)
            ::waitpid(pid, nullptr, 0);
    }
    QString file(const QString &name) const { return m_dir.filePath(name); }

    std::vector<Endpoint> endpoints() const
    {
        std::vector<Endpoint> all;
        for (int i = 0; i < servers; ++i) {
            SshWay way {"127.0.0.1", m_hosts[static_cast<std::size_t>(i % pool)]->port()};
            way.identity = file("client").toStdString();
            way.agentSocket = socket(i % pool);
            all.push_back({nameOf(i), way});
        }
        return all;
    }
    LinkOptions options() const
    {
        LinkOptions o;
        o.holder = "bench@localhost";
        o.ssh.ownKnownHosts = file("known").toStdString();
        o.ssh.sshDirectory = file("none").toStdString();
        o.ssh.identityAgent = file("none").toStdString();
        return o;
    }
    /// Wall seconds; negative: not every server answered.
    double clush() const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("SSH_AUTH_SOCK");
        process.setProcessEnvironment(environment);
        QElapsedTimer timer;
        timer.start();
        process.start(support::program("clush"), {"-q", "-f", QString::number(fanout), "-o", "-F " + file("config"),
                                                   "-w", QStringLiteral("n[1-%1]").arg(servers), "hostname"});
        const bool ended = process.waitForFinished(static_cast<int>(limitMs)) && process.exitCode() == 0;
        const double wall = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        const QByteArray errors = process.readAllStandardError();
        if (!errors.isEmpty())
            std::printf("clush: %s\n", errors.left(300).constData());
        return ended && process.readAllStandardOutput().count('\n') == servers ? wall : -1;
    }

private:
    std::string socket(int host) const { return file(QStringLiteral("%1.sock").arg(host)).toStdString(); }
    bool startAgent(const QString &program, int host)
    {
        std::vector<std::string> words {program.toStdString(), "serve", "--socket", socket(host), "--state",
                                        file(QStringLiteral("state%1").arg(host)).toStdString()};
        std::vector<char *> argv;
        for (std::string &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        pid_t pid = -1;
        const bool ok = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
        if (!ok)
            return false;
        m_agents.push_back(pid);
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 10'000; QThread::msleep(2))
            if (QFile::exists(QString::fromStdString(socket(host))))
                return true;
        return false;
    }
    bool writeConfiguration() const
    {
        QByteArray text;
        for (int i = 0; i < servers; ++i)
            text += "Host " + QByteArray::fromStdString(nameOf(i)) + "\n  Port "
                + QByteArray::number(m_hosts[static_cast<std::size_t>(i % pool)]->port()) + "\n";
        text += "Host *\n  HostName 127.0.0.1\n  BatchMode yes\n  IdentitiesOnly yes\n  IdentityFile " + file("client").toLocal8Bit()
            + "\n  UserKnownHostsFile " + file("known").toLocal8Bit() + "\n  LogLevel ERROR\n";
        return support::writeFile(file("config"), text) && support::writeFile(file("known"), m_known);
    }

    QTemporaryDir m_dir;
    std::vector<std::unique_ptr<support::Sshd>> m_hosts;
    std::vector<pid_t> m_agents;
    QByteArray m_known;
};

struct Round {
    double connected = 0, wall = 0, cpu = 0; ///< seconds
    double memory = 0;                       ///< KiB a session
    int answered = 0;
};

/// Runs the event loop until `done`.
bool waitFor(const std::function<bool()> &done, const QElapsedTimer &timer)
{
    QTimer wake; // so that the loop looks at the time even when nothing happens
    wake.start(200);
    while (!done() && timer.elapsed() < limitMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

/// Every server is asked as soon as it is there, as the manager does.
Round connectAndInventory(const Fleet &fleet)
{
    Round round;
    const double memory = residentMemory(), cpu = ownCpu();
    QElapsedTimer timer;
    timer.start();
    QObject calls;
    int ended = 0, connected = 0;
    LinkAgents agents(fleet.options(), fleet.endpoints());
    QObject::connect(&agents, &jobs::Agents::reachChanged, &calls, [&](const std::string &server) {
        if (agents.reach(server) != inventory::Reach::Connected)
            return;
        if (++connected == servers) {
            round.connected = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
            round.memory = (residentMemory() - memory) / servers;
        }
        QObject::connect(agents.call({server, protocol::Verb::HostInventory, protocol::Json::object(), {}, {}, 0}, &calls),
                         &jobs::AgentCall::finished, &calls, [&](const base::Result<jobs::Answer> &answer) {
                             ++ended;
                             round.answered += answer.ok() && answer->value->is_object();
                         });
    });
    waitFor([&] { return ended == servers; }, timer);
    round.wall = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    round.cpu = ownCpu() - cpu;
    return round;
}

int fail(const char *why)
{
    std::printf("%s\nfleet: failed\n", why);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (const QByteArray why = support::Sshd::whyNot(); !why.isEmpty())
        return fail(why.constData());
    const QString agent = qEnvironmentVariable("CHANDELIER_AGENT", QStringLiteral(BIN_DIR "/chandelier-agent"));
    if (!QFile::exists(agent))
        return fail("chandelier-agent is not built");
    Fleet fleet;
    if (!fleet.start(agent))
        return fail("sshd or the agents could not be started");
    const bool compare = !support::program("clush").isEmpty() && !support::program("ssh").isEmpty();
    if (!compare)
        std::printf("clush is not installed (package clustershell): only our own figures\n");

    std::vector<double> theirs, ours, memories;
    for (int i = 0; i < rounds; ++i) { // in turns, so that whatever else the machine does meets both
        double load[1] = {0};
        getloadavg(load, 1);
        const Round round = connectAndInventory(fleet);
        if (round.answered != servers)
            return fail("not all servers answered");
        ours.push_back(round.wall);
        memories.push_back(round.memory);
        std::printf("%d servers connected %.2f s, inventoried %.2f s, CPU of the client %.2f s, memory %.0f KiB a session (load %.1f)\n",
                    servers, round.connected, round.wall, round.cpu, round.memory, load[0]);
        if (compare) {
            theirs.push_back(fleet.clush());
            if (theirs.back() < 0)
                return fail("clush did not reach all servers");
            std::printf("clush -f %d -w n[1-%d] hostname: %.2f s; ours / clush %.2f\n", fanout, servers, theirs.back(), round.wall / theirs.back());
        }
        std::fflush(stdout);
    }
    // Later rounds find memory that the first one gave back, and count too little.
    const double memory = memories.front();
    const double ratio = compare ? median(ours) / median(theirs) : 0;
    std::printf("memory a session: %.0f KiB (at most %.0f: %s)\n", memory, mostMemory, memory <= mostMemory ? "yes" : "NO");
    if (compare)
        std::printf("wall time, median of %d: ours %.2f s, clush %.2f s (at most %.1f of it: %s)\n", rounds, median(ours), median(theirs),
                    mostRatio, ratio <= mostRatio ? "yes" : "NO");
    std::printf("fleet: %.2f\n", ratio);
    return memory <= mostMemory && ratio <= mostRatio ? 0 : 1;
}
