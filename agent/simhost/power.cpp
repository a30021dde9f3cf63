// SPDX-License-Identifier: GPL-3.0-or-later
// Making a cluster, and the power and agents of its hosts.
#include "agent/simhost/call.h"
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"
#include "agent/simhost/journal.h"
#include "agent/simhost/lnet.h"
#include "agent/simhost/system.h"
#include "agent/simhost/target.h"
#include "agent/simhost/trouble.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sys/wait.h>
#include <sys/file.h>
#include <unistd.h>

namespace simhost {

namespace {

std::string hostDirectory(const std::string &directory, const std::string &host)
{
    return directory + "/hosts/" + host;
}

void pauseFor(double seconds)
{
    timespec left{static_cast<time_t>(seconds), static_cast<long>((seconds - static_cast<double>(static_cast<time_t>(seconds))) * 1e9)};
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) { }
}

/// Runs `work` in a process that belongs to nobody: no parent to wait, a session of its own.
template <class Work> void detached(Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        if (::fork() == 0) {
            work();
            ::_exit(0);
        }
        ::_exit(0);
    }
    if (child > 0)
        ::waitpid(child, nullptr, 0);
}

/// Without the streams of whoever started it, who may wait for their end.
void closeStreams()
{
    const int null = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd)
        ::dup2(null, fd);
    for (int fd = 3; fd < 256; ++fd)
        ::close(fd);
}

/// The pid in a file if that process runs and its command line holds `word`; 0 otherwise.
pid_t livePid(const std::string &file, const std::string &word)
{
    const pid_t pid = static_cast<pid_t>(std::strtol(readFile(file).c_str(), nullptr, 10));
    if (pid <= 1 || ::kill(pid, 0) != 0)
        return 0;
    const std::string state = readFile("/proc/" + std::to_string(pid) + "/stat");
    const bool zombie = has(state, ") Z ");
    return !zombie && has(readFile("/proc/" + std::to_string(pid) + "/cmdline"), word) ? pid : 0;
}

std::string checkedDefinition(const Json &definition)
{
    if (!at(definition, "hosts").is_array() || at(definition, "hosts").empty())
        return "the definition has no hosts";
    Words serials;
    for (const Json &disk : at(definition, "disks")) {
        if (str(disk, "serial").empty() || num(disk, "size") <= 0)
            return "a disk of the definition has no serial or no size";
        serials.push_back(str(disk, "serial"));
    }
    for (const Json &host : at(definition, "hosts")) {
        const std::string name = str(host, "name");
        if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") != std::string::npos)
            return "'" + name + "' is no host name";
        for (const Json &entry : at(host, "disks"))
            if (!contains(serials, str(entry, "disk")))
                return "host " + name + " names disk " + str(entry, "disk") + ", which the definition does not have";
    }
    return {};
}

void powerOn(Session &session, const std::string &host)
{
    Json &state = session.state(host);
    const Json faults = at(state, "faults"), program = at(state, "agentProgram");
    state = {{"up", true}, {"bootId", newUuid()}, {"bootTime", nowSeconds()}, {"modules", Json::array()}, {"lnet", Json::object()},
             {"mounts", Json::array()}, {"faults", faults.is_array() ? faults : Json::array()}};
    if (program.is_string())
        state["agentProgram"] = program;
    bootSystem(session, host);
    // The one drop-in of systemd that is followed here, by its name. The second module starts LNet.
    constexpr const char *dropIn = "/root/etc/systemd/system/pacemaker.service.d/chandelier-lnet.conf";
    if (unitActive(session, host, "pacemaker.service") && exists(hostDirectory(session.directory(), host) + dropIn)) {
        int rc = 0;
        for (const char *module : {"lnet", "ptlrpc"})
            loadModule(session, host, module, rc);
    }
    sayBooted(session, host);
}

} // namespace

std::string createCluster(const std::string &directory, const Json &definition, const std::string &program)
{
    if (exists(directory + "/cluster.json"))
        return directory + " holds a cluster already; remove it or choose another directory";
    if (const std::string wrong = checkedDefinition(definition); !wrong.empty())
        return wrong;
    makeDirectories(directory + "/disks");
    if (!isDirectory(directory + "/disks"))
        return directory + " cannot be made";
    Session session(directory);
    for (const Json &disk : at(definition, "disks")) {
        Json &stored = session.disk(str(disk, "serial"));
        stored = disk;
        stored["present"] = flag(disk, "present", true);
    }
    Json kept = definition;
    kept.erase("disks");
    session.definition() = kept;
    session.pools() = Json::object();
    for (const std::string &host : session.hosts()) {
        const std::string bin = hostDirectory(directory, host) + "/bin";
        makeDirectories(bin);
        makeDirectories(hostDirectory(directory, host) + "/root");
        for (const std::string &tool : toolNames())
            if (::symlink(program.c_str(), (bin + "/" + tool).c_str()) != 0)
                return bin + "/" + tool + " cannot be made";
        powerOn(session, host);
    }
    return {};
}

void bootHost(const std::string &directory, const std::string &host)
{
    Session session(directory);
    if (!session.up(host))
        powerOn(session, host);
}

class Lock {
public:
    explicit Lock(const std::string &path) : m_file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)) { ::flock(m_file, LOCK_EX); }
    ~Lock() { ::close(m_file); }
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

private:
    int m_file;
};

void killAgent(const std::string &directory, const std::string &host)
{
    const std::string file = hostDirectory(directory, host) + "/agent.pid";
    if (const pid_t pid = livePid(file, "serve")) {
        ::kill(pid, SIGKILL);
        for (int tries = 0; tries < 250 && livePid(file, "serve") != 0; ++tries)
            pauseFor(0.02); // the next one would find the lock of its state taken
    }
    ::unlink(file.c_str());
    ::unlink((hostDirectory(directory, host) + "/agent.sock").c_str());
}

bool agentAlive(const std::string &directory, const std::string &host)
{
    return livePid(hostDirectory(directory, host) + "/agent.pid", "serve") != 0;
}

void killHost(const std::string &directory, const std::string &host)
{
    killAgent(directory, host);
    {
        Session session(directory);
        Json &state = session.state(host);
        sayLost(session, host);
        forgetFuture(session, host);
        state["up"] = false;
        for (const Json &mount : at(state, "mounts"))
            recordMount(session, host, "lost", mount);
        state["mounts"] = Json::array();
        state["modules"] = Json::array();
        state["lnet"] = Json::object();
        state.erase("lnetCut");
        for (auto &[guid, pool] : session.pools().items())
            if (str(at(pool, "importedBy"), "host") == host)
                pool["importedBy"]["dead"] = true;
    }
    const std::string running = hostDirectory(directory, host) + "/run";
    for (const std::string &name : listDirectory(running)) {
        const pid_t pid = static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10));
        if (pid > 1 && pid != ::getpid() && has(readFile("/proc/" + name + "/cmdline"), readFile(running + "/" + name)))
            ::kill(pid, SIGKILL);
        ::unlink((running + "/" + name).c_str());
    }
}

std::string startAgent(const std::string &directory, const std::string &host, const std::string &program)
{
    // Two programs may bring one cluster up at once: the second must neither start an agent beside the first one's nor take
    // away its socket.
    const Lock starting(hostDirectory(directory, host) + "/starting");
    if (agentAlive(directory, host) && exists(hostDirectory(directory, host) + "/agent.sock"))
        return {};
    if (::access(program.c_str(), X_OK) != 0)
        return program + " cannot be run; give the path of chandelier-agent with --agent";
    const std::string home = hostDirectory(directory, host);
    double interval = -1;
    {
        Session session(directory);
        session.state(host)["agentProgram"] = program;
        interval = trouble(session.state(host), "interval", real(session.definition(), "interval", -1));
    }
    makeDirectories(home + "/agent");
    ::unlink((home + "/agent.sock").c_str());
    Words words{program, "serve", "--socket", home + "/agent.sock", "--state", home + "/agent", "--sysroot", home + "/root", "--tools", home + "/bin"};
    if (interval >= 0)
        words.insert(words.end(), {"--interval", format("%g", interval)});
    const auto launch = [&] {
        const int null = ::open("/dev/null", O_RDONLY), log = ::open((home + "/agent.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        ::dup2(null, 0);
        ::dup2(log, 1);
        ::dup2(log, 2);
        for (int fd = 3; fd < 256; ++fd)
            ::close(fd);
        writeFile(home + "/agent.pid", std::to_string(::getpid()) + "\n");
        std::vector<char *> argv;
        for (const std::string &word : words)
            argv.push_back(const_cast<char *>(word.c_str()));
        argv.push_back(nullptr);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    };
    detached(launch);
    for (int tries = 1; tries <= 300; ++tries) {
        if (exists(home + "/agent.sock"))
            return {};
        // Killed meanwhile, or a step of the last one still holds the lock of its state.
        if (tries % 50 == 0 && !agentAlive(directory, host))
            detached(launch);
        pauseFor(0.02);
    }
    return "the agent of " + host + " did not open its socket within 6 s; see " + home + "/agent.log";
}

void runDetached(const std::function<void()> &work)
{
    detached([&] {
        closeStreams();
        work();
    });
}

void powerLater(const std::string &directory, const std::string &host, bool reboot, double speed)
{
    detached([&] {
        closeStreams();
        pauseFor(0.3 + 0.7 * speed);
        std::string program;
        {
            Session session(directory);
            program = str(session.state(host), "agentProgram");
        }
        killHost(directory, host);
        wakeClusters(directory);
        if (!reboot)
            return;
        pauseFor(0.2 + 4 * speed);
        bootHost(directory, host);
        wakeClusters(directory);
        if (!program.empty() && !startAgent(directory, host, program).empty())
            ::_exit(1);
    });
}

} // namespace simhost
