// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/forkrunner.h"

#include "agent/actions/action.h"
#include "agent/actions/parse.h"
#include "agent/journal/sha256.h"
#include "agent/monitor/closelook.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

constexpr off_t reserved = 256 << 10;        ///< bytes kept free for a step's end before it begins
constexpr std::size_t mostStreamed = 4u << 20; ///< bytes of output events of one step; the transcript has the rest

volatile std::sig_atomic_t cancelAsked = 0;
void onTerminate(int) { cancelAsked = 1; }

std::string readSmall(const std::string &path)
{
    std::string text;
    if (const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
        char buffer[8192];
        for (ssize_t count = 0; (count = ::read(fd, buffer, sizeof buffer)) > 0 && text.size() < 65536;)
            text.append(buffer, static_cast<std::size_t>(count));
        ::close(fd);
    }
    return text;
}

/// Field 22 of /proc/PID/stat of the real kernel; 0 when there is no such process or it is a zombie.
std::uint64_t startTimeOf(pid_t pid)
{
    const std::string stat = readSmall("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name = stat.rfind(')');
    if (name == std::string::npos)
        return 0;
    const auto words = wordsOf(std::string_view(stat).substr(name + 1));
    return words.size() < 20 || words[0] == "Z" ? 0 : numberIn(words[19]);
}

std::string kernelBoot()
{
    return trimmed(readSmall("/proc/sys/kernel/random/boot_id"));
}

/// Tools that outlived their worker: their environment carries the step's tag.
void killTagged(const std::string &tag)
{
    const std::string mark = "CHANDELIER_STEP=" + tag;
    DIR *proc = ::opendir("/proc");
    if (!proc)
        return;
    while (const dirent *entry = ::readdir(proc)) {
        const auto pid = static_cast<pid_t>(numberIn(entry->d_name, 0));
        if (pid > 1 && readSmall(std::string("/proc/") + entry->d_name + "/environ").find(mark) != std::string::npos)
            ::kill(pid, SIGKILL);
    }
    ::closedir(proc);
}

void removeDirectory(const std::string &directory)
{
    for (const char *name : {"/events", "/worker"})
        ::unlink((directory + name).c_str());
    ::rmdir(directory.c_str());
}

/// Writes the events of one step, one JSON line each.
class EventWriter : public Audience {
public:
    explicit EventWriter(int fd) : m_fd(fd) { }
    void progressed(double fraction, const std::string &line) override
    {
        if (fraction == m_fraction && line == m_line)
            return;
        m_fraction = fraction;
        m_line = line;
        add({{"t", "progress"}, {"fraction", fraction}, {"line", line}});
    }
    void printed(const char *stream, const std::string &text) override
    {
        if ((m_streamed += text.size()) < mostStreamed)
            add({{"t", "output"}, {"stream", stream}, {"text", text}});
    }
    void recorded(const protocol::Transcript &transcript) override
    {
        m_transcript.push_back(protocol::toJson(transcript));
        add({{"t", "transcript"}, {"entry", m_transcript.back()}});
    }
    void end(const Result<Json> &result)
    {
        Outcome outcome;
        outcome.ok = result.ok();
        if (result)
            outcome.value = *result;
        else
            outcome.error = result.error();
        outcome.transcript = m_transcript;
        if (!add({{"t", "end"}, {"outcome", toJson(outcome)}})) {
            // The disk is full: an end without the tools' words is better than none.
            outcome.transcript = Json::array();
            add({{"t", "end"}, {"outcome", toJson(outcome)}});
        }
        ::fsync(m_fd);
    }

private:
    bool add(const Json &event)
    {
        const std::string line = (m_torn ? "\n" : "") + protocol::dumpJson(event) + "\n";
        const off_t before = ::lseek(m_fd, 0, SEEK_CUR);
        const ssize_t written = ::write(m_fd, line.data(), line.size());
        if (written == static_cast<ssize_t>(line.size())) {
            m_torn = false;
            return true;
        }
        m_torn = written > 0 && ::ftruncate(m_fd, before) != 0;
        ::lseek(m_fd, before, SEEK_SET);
        return false;
    }
    int m_fd;
    double m_fraction = -2;
    std::string m_line;
    std::size_t m_streamed = 0;
    Json m_transcript = Json::array();
    bool m_torn = false;
};

RunEvent eventOf(const std::string &key, const Json &line)
{
    RunEvent event{key, RunEvent::What::Progress};
    const std::string kind = protocol::textOf(line, "t");
    if (kind == "output") {
        event.what = RunEvent::What::Output;
        event.stream = protocol::textOf(line, "stream");
        event.text = protocol::textOf(line, "text");
    } else if (kind == "transcript") {
        event.what = RunEvent::What::Transcript;
        event.transcript = protocol::member(line, "entry");
    } else if (kind == "end") {
        event.what = RunEvent::What::End;
        event.outcome = outcomeFromJson(protocol::member(line, "outcome"));
    } else {
        event.fraction = protocol::realOf(line, "fraction", -1);
        event.text = protocol::textOf(line, "line");
    }
    return event;
}

void closeAllBut(int kept)
{
    for (int fd = 3; fd < 4096; ++fd)
        if (fd != kept)
            ::close(fd);
}

} // namespace

ForkRunner::~ForkRunner()
{
    for (auto &[key, worker] : m_workers)
        if (worker.events >= 0)
            ::close(worker.events);
}

std::string ForkRunner::directoryOf(const std::string &key) const
{
    return m_settings.state + "/steps/" + sha256(key).substr(0, 24);
}

Result<int> ForkRunner::openEvents(const RunOrder &order) const
{
    if (!order.durable) {
        const int fd = ::memfd_create("chandelier-events", MFD_CLOEXEC);
        if (fd >= 0)
            return fd;
        return Error{Problem::Internal, std::string("No memory for a call's events: ") + std::strerror(errno) + ".", {}, {}};
    }
    const std::string directory = directoryOf(order.key);
    ::mkdir((m_settings.state + "/steps").c_str(), 0700);
    ::mkdir(directory.c_str(), 0700);
    const int fd = ::open((directory + "/events").c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && (::fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, reserved) == 0 || errno == EOPNOTSUPP || errno == ENOSYS))
        return fd;
    const std::string why = std::strerror(errno);
    if (fd >= 0)
        ::close(fd);
    removeDirectory(directory);
    return Error{Problem::NoSpace, "The agent cannot keep the result of this step in " + directory + ": " + why + ".", {},
                 "Make room on that disk and retry; nothing was run."};
}

Result<> ForkRunner::start(const RunOrder &order)
{
    const Result<int> events = openEvents(order);
    if (!events)
        return events.error();
    const pid_t pid = ::fork();
    if (pid == 0)
        work(order, *events);
    if (pid < 0) {
        ::close(*events);
        return Error{Problem::Internal, std::string("No worker process could be started: ") + std::strerror(errno) + ".", {}, "Retry."};
    }
    Worker worker{pid, startTimeOf(pid), true, *events};
    worker.durable = order.durable;
    m_workers[order.key] = worker;
    return {};
}

void ForkRunner::work(const RunOrder &order, int events) const
{
    ::setsid();
    if (!order.durable)
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    closeAllBut(events);
    cancelAsked = 0;
    struct sigaction action{};
    action.sa_handler = onTerminate;
    ::sigaction(SIGTERM, &action, nullptr);
    for (const int signal : {SIGINT, SIGHUP, SIGPIPE, SIGXFSZ})
        ::signal(signal, SIG_IGN);
    ::signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const std::string directory = directoryOf(order.key);
    if (order.durable)
        if (const int fd = ::open((directory + "/worker").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); fd >= 0) {
            const std::string text = protocol::dumpJson({{"pid", ::getpid()}, {"startTime", startTimeOf(::getpid())},
                                                         {"boot", m_settings.bootId}, {"kernel", kernelBoot()}, {"step", order.key}});
            if (::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
                ::_exit(1);
            ::fsync(fd);
            ::close(fd);
        }
    EventWriter writer(events);
    Places places = m_settings.places;
    places.tag = directory.substr(directory.rfind('/') + 1);
    places.state = m_settings.state;
    Hands hands(places, writer, wallClock() + order.limitSeconds, &cancelAsked);
    const pid_t server = ::getppid();
    Facts facts{m_settings.version, order.attempted};
    facts.secrets = order.secrets;
    facts.restartAgent = [server] {
        // Another process may have that number when the agent has died meanwhile; then its next life is the restart.
        if (::getppid() == server)
            ::kill(server, SIGHUP);
    };
    if (monitor::looksNow(order.verb))
        writer.end(monitor::lookNow(order.verb, order.args, places.sysroot, [&](double fraction) {
            writer.progressed(fraction, {});
            return !cancelAsked && wallClock() < hands.deadline();
        }));
    else
        writer.end(perform(order.verb, order.args, hands, facts));
    if (facts.afterwards)
        facts.afterwards();
    ::_exit(0);
}

void ForkRunner::cancel(const std::string &key)
{
    if (const auto worker = m_workers.find(key); worker != m_workers.end() && !worker->second.gone && worker->second.pid > 0)
        ::kill(worker->second.pid, SIGTERM);
}

bool ForkRunner::adopt(const RunOrder &order)
{
    const std::string directory = directoryOf(order.key);
    const Json file = protocol::parseJson(readSmall(directory + "/worker"));
    Worker worker;
    worker.durable = true;
    worker.events = ::open((directory + "/events").c_str(), O_RDONLY | O_CLOEXEC);
    const bool sameKernel = protocol::textOf(file, "kernel") == kernelBoot();
    worker.pid = sameKernel ? static_cast<pid_t>(protocol::numberOf(file, "pid", -1)) : -1;
    worker.startTime = protocol::unsignedOf(file, "startTime");
    worker.gone = worker.pid <= 1 || startTimeOf(worker.pid) != worker.startTime;
    const bool rebooted = protocol::textOf(file, "boot") != m_settings.bootId;
    if (!worker.gone && rebooted) {
        // Only a simulated host keeps a process over its reboot.
        ::kill(worker.pid, SIGKILL);
        worker.gone = true;
    }
    std::vector<RunEvent> seen;
    if (worker.events >= 0)
        readEvents(order.key, worker, seen);
    if (worker.events < 0 || (worker.gone && !worker.ended)) {
        killTagged(directory.substr(directory.rfind('/') + 1));
        if (worker.events >= 0)
            ::close(worker.events);
        removeDirectory(directory);
        return false;
    }
    worker.offset = 0;
    worker.partial.clear();
    worker.ended = false;
    m_workers[order.key] = worker;
    return true;
}

bool ForkRunner::isGone(Worker &worker) const
{
    if (!worker.gone && worker.own)
        worker.gone = ::waitpid(worker.pid, nullptr, WNOHANG) != 0;
    else if (!worker.gone && startTimeOf(worker.pid) != worker.startTime) {
        worker.gone = true;
        // After a restart in the same process it is our child all the same, and a zombie.
        ::waitpid(worker.pid, nullptr, WNOHANG);
    }
    return worker.gone;
}

void ForkRunner::readEvents(const std::string &key, Worker &worker, std::vector<RunEvent> &out)
{
    char buffer[65536];
    for (ssize_t count = 0; (count = ::pread(worker.events, buffer, sizeof buffer, worker.offset)) > 0; worker.offset += count)
        worker.partial.append(buffer, static_cast<std::size_t>(count));
    std::size_t from = 0;
    for (std::size_t end = 0; (end = worker.partial.find('\n', from)) != std::string::npos; from = end + 1) {
        const Json line = protocol::parseJson(std::string_view(worker.partial).substr(from, end - from));
        if (!line.is_object() || worker.ended)
            continue;
        out.push_back(eventOf(key, line));
        worker.ended = out.back().what == RunEvent::What::End;
    }
    worker.partial.erase(0, from);
}

std::vector<RunEvent> ForkRunner::poll()
{
    std::vector<RunEvent> events;
    std::vector<std::string> lost;
    for (auto &[key, worker] : m_workers) {
        const bool gone = isGone(worker); // before reading: what it wrote last is then there
        const bool before = worker.ended;
        if (!before)
            readEvents(key, worker, events);
        if (gone && !worker.ended)
            lost.push_back(key);
    }
    for (const std::string &key : lost) {
        const std::string directory = directoryOf(key);
        killTagged(directory.substr(directory.rfind('/') + 1));
        events.push_back({key, RunEvent::What::Lost});
        release(key);
    }
    return events;
}

void ForkRunner::release(const std::string &key)
{
    const auto found = m_workers.find(key);
    if (found == m_workers.end())
        return;
    if (found->second.durable)
        removeDirectory(directoryOf(key));
    if (found->second.events >= 0)
        ::close(found->second.events);
    m_workers.erase(found);
}

void ForkRunner::removeStale()
{
    std::set<std::string> kept;
    for (const auto &[key, worker] : m_workers)
        kept.insert(directoryOf(key));
    const std::string steps = m_settings.state + "/steps";
    DIR *dir = ::opendir(steps.c_str());
    if (!dir)
        return;
    while (const dirent *entry = ::readdir(dir))
        if (const std::string directory = steps + "/" + entry->d_name; entry->d_name[0] != '.' && !kept.count(directory))
            removeDirectory(directory);
    ::closedir(dir);
}

} // namespace agent
