// SPDX-License-Identifier: GPL-3.0-or-later
// A hundred agents over a real sshd on loopback, connected and inventoried, against `ssh host true` a hundred times, 32 at
// once, as a parallel shell does it. In one run, on one machine, with the same sshd. The figure is wall time of ssh / ours.
#include "core/link/agents.h"
#include "tests/support/sshd.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

using namespace agentlink;

namespace {

constexpr int servers = 100;
constexpr int sshAtOnce = 32;
constexpr int limitMs = 50'000;

struct Figures {
    double wall = 0, cpu = 0; ///< seconds; cpu of the client side
    double memory = 0;        ///< KiB a session
    int failed = 0;
};

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

/// KiB of memory that is a process's alone.
double privateMemory(const QString &process)
{
    double sum = 0;
    for (const QByteArray &line : support::readFile("/proc/" + process + "/smaps_rollup").split('\n'))
        if (line.startsWith("Private_"))
            sum += line.simplified().split(' ').value(1).toDouble();
    return sum;
}

pid_t spawn(const std::vector<std::string> &words, bool quiet)
{
    std::vector<char *> argv;
    for (const std::string &word : words)
        argv.push_back(const_cast<char *>(word.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (quiet)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t pid = -1;
    if (posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

Figures runSsh(const std::vector<std::string> &command, int times, int atOnce)
{
    std::atomic<int> left = times, failed = 0;
    std::atomic<long> cpuMicros = 0;
    QElapsedTimer timer;
    timer.start();
    std::vector<std::thread> workers;
    for (int i = 0; i < atOnce; ++i)
        workers.emplace_back([&] {
            while (left.fetch_sub(1) > 0) {
                int status = -1;
                rusage usage {};
                const pid_t pid = spawn(command, false);
                if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0)
                    ++failed;
                cpuMicros += static_cast<long>((seconds(usage.ru_utime) + seconds(usage.ru_stime)) * 1e6);
            }
        });
    for (std::thread &worker : workers)
        worker.join();
    return {static_cast<double>(timer.nsecsElapsed()) * 1e-9, static_cast<double>(cpuMicros) * 1e-6,
            0, failed};
}

/// The most that one ssh process has for itself while it waits for a command that takes a moment.
double memoryOfSsh(std::vector<std::string> command)
{
    command.back() = "sleep 1";
    const pid_t pid = spawn(command, false);
    double most = 0;
    while (pid > 0 && ::waitpid(pid, nullptr, WNOHANG) == 0) {
        most = std::max(most, privateMemory(QString::number(pid)));
        QThread::msleep(20);
    }
    return most;
}

/// Runs the event loop until `done`, or until the time of the whole bench is over.
bool waitFor(const std::function<bool()> &done, const QElapsedTimer &whole)
{
    QTimer wake; // so that the loop looks at the time even when nothing happens
    wake.start(200);
    while (!done() && whole.elapsed() < limitMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

/// Asks each server for its inventory; how many answered.
int inventoryAll(LinkAgents &agents, const QElapsedTimer &whole)
{
    QObject calls;
    int ended = 0, good = 0;
    for (const std::string &server : agents.servers())
        QObject::connect(agents.call({server, protocol::Verb::HostInventory, protocol::Json::object(), {}, {}, 0}, &calls),
                         &jobs::AgentCall::finished, &calls, [&](const base::Result<jobs::Answer> &answer) {
                             ++ended;
                             good += answer.ok() && answer->value->is_object();
                         });
    waitFor([&] { return ended == servers; }, whole);
    return good;
}

void print(const char *what, const Figures &f)
{
    std::printf("%-44s wall %6.2f s   CPU of the client %6.3f s (%5.2f ms each)   memory %6.0f KiB each   failed %d\n", what,
                f.wall, f.cpu, f.cpu * 1000 / servers, f.memory, f.failed);
    std::fflush(stdout);
}

struct AgentFarm {
    QTemporaryDir dir;
    std::vector<pid_t> pids {};
    bool start(const QString &program)
    {
        for (int i = 0; i < servers; ++i) {
            const pid_t pid = spawn({program.toStdString(), "serve", "--socket", socket(i), "--state",
                                     dir.filePath(QStringLiteral("state%1").arg(i)).toStdString()}, true);
            if (pid < 0)
                return false;
            pids.push_back(pid);
        }
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < servers; ++i)
            while (!QFile::exists(QString::fromStdString(socket(i))))
                if (QThread::msleep(5); timer.elapsed() > 10'000)
                    return false;
        return true;
    }
    std::string socket(int i) const { return dir.filePath(QStringLiteral("%1.sock").arg(i)).toStdString(); }
    ~AgentFarm()
    {
        for (const pid_t pid : pids)
            ::kill(pid, SIGKILL);
        for (const pid_t pid : pids)
            ::waitpid(pid, nullptr, 0);
    }
};

int fail(const char *why)
{
    std::printf("%s\nssh: failed\n", why);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QElapsedTimer whole;
    whole.start();
    if (const QByteArray why = support::Sshd::whyNot(); !why.isEmpty())
        return fail(why.constData());
    const QString agent = qEnvironmentVariable("CHANDELIER_AGENT", QStringLiteral(BIN_DIR "/chandelier-agent"));
    const QString ssh = support::program("ssh");
    if (!QFile::exists(agent) || ssh.isEmpty())
        return fail(ssh.isEmpty() ? "ssh is not installed (package openssh-client)" : "chandelier-agent is not built");
    support::Sshd sshd;
    AgentFarm farm;
    // A shell that sshd starts reads the user's ~/.bashrc unless it is a shell in a shell: whatever stands there (seconds, on
    // some machines) is not what is measured.
    if (!sshd.start("MaxSessions 1000\nSetEnv SHLVL=2\n") || !farm.start(agent))
        return fail("sshd or the agents could not be started");

    const std::vector<std::string> command {ssh.toStdString(), "-F", "none", "-i", sshd.clientKey().toStdString(), "-o", "BatchMode=yes",
        "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=" + sshd.knownHosts().toStdString(), "-p", std::to_string(sshd.port()),
        "127.0.0.1", "true"};
    runSsh(command, 1, 1); // the first one reads the programs from disk
    Figures theirs = runSsh(command, servers, sshAtOnce);
    theirs.memory = memoryOfSsh(command);
    print("ssh host true, 100 times, 32 at once", theirs);

    LinkOptions options;
    options.holder = "bench@localhost";
    options.ssh.ownKnownHosts = sshd.knownHosts("ours").toStdString();
    options.ssh.sshDirectory = sshd.file("none").toStdString();
    options.ssh.identityAgent = sshd.file("none").toStdString();
    std::vector<Endpoint> endpoints;
    for (int i = 0; i < servers; ++i) {
        SshWay way {"127.0.0.1", sshd.port()};
        way.identity = sshd.clientKey().toStdString();
        way.agentSocket = farm.socket(i);
        endpoints.push_back({"server" + std::to_string(i), way});
    }
    const double memory = privateMemory("self");
    double cpu = ownCpu();
    QElapsedTimer timer;
    timer.start();
    LinkAgents agents(options, endpoints);
    const auto connected = [&] {
        int n = 0;
        for (const Endpoint &e : endpoints)
            n += agents.reach(e.server) == inventory::Reach::Connected;
        return n;
    };
    waitFor([&] { return connected() == servers; }, whole);
    Figures ours {static_cast<double>(timer.nsecsElapsed()) * 1e-9, ownCpu() - cpu, (privateMemory("self") - memory) / servers, servers - connected()};
    print("100 agents connected", ours);
    ours.failed += servers - inventoryAll(agents, whole);
    ours.wall = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    ours.cpu = ownCpu() - cpu;
    print("100 agents connected and inventoried", ours);

    timer.restart();
    cpu = ownCpu();
    const int again = inventoryAll(agents, whole);
    print("the same 100 inventoried again", {static_cast<double>(timer.nsecsElapsed()) * 1e-9, ownCpu() - cpu, ours.memory, servers - again});
    if (ours.failed > 0 || theirs.failed > 0 || again != servers)
        return fail("not all answered");
    std::printf("client CPU: ssh / ours %.1f; memory: ssh / ours %.1f\n", theirs.cpu / ours.cpu, theirs.memory / ours.memory);
    std::printf("ssh: %.2f\n", theirs.wall / ours.wall);
    return 0;
}
