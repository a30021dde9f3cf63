// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/client.h"

#include "agent/actions/action.h"
#include "agent/actions/inventory.h"
#include "agent/monitor/closelook.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

Result<int> dial(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error{Problem::BadArgument, "The socket path " + path + " is too long.", {}, {}};
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return fd;
    const std::string why = std::strerror(errno);
    if (fd >= 0)
        ::close(fd);
    return Error{Problem::Unreachable, "No agent answers on " + path + ": " + why + ".", {},
                 "Start it (systemctl start chandelier-agent), or give --socket."};
}

int complain(const Error &error)
{
    std::fprintf(stderr, "chandelier-agent: %s%s%s\n", error.message.c_str(), error.remedy.empty() ? "" : " ", error.remedy.c_str());
    return 1;
}

bool sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN) {
            pollfd wait{fd, POLLOUT, 0};
            ::poll(&wait, 1, -1);
            continue;
        }
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// Messages over one socket, one question at a time.
class Talk {
public:
    explicit Talk(int fd) : m_fd(fd) { }
    ~Talk() { ::close(m_fd); }
    Talk(const Talk &) = delete;
    bool say(const Json &message) { return sendAll(m_fd, protocol::encodeMessage(message)); }
    /// The next message; nothing when the line ended.
    std::optional<Json> hear()
    {
        char buffer[65536];
        while (true) {
            const auto frame = m_decoder.next();
            if (!frame)
                return {};
            if (*frame)
                return protocol::parseJson((*frame)->payload);
            const ssize_t count = ::read(m_fd, buffer, sizeof buffer);
            if (count == 0 || (count < 0 && errno != EINTR))
                return {};
            if (count > 0)
                m_decoder.feed({buffer, static_cast<std::size_t>(count)});
        }
    }
    /// The result of a call; progress goes to standard error.
    Json ask(const Json &call)
    {
        say(call);
        while (const std::optional<Json> message = hear()) {
            const std::string type = protocol::textOf(*message, "type");
            if (type == "result" && protocol::member(*message, "id") == protocol::member(call, "id"))
                return *message;
            if (type == "progress")
                std::fprintf(stderr, "%s\n", protocol::textOf(*message, "line").c_str());
        }
        return {{"ok", false}, {"error", protocol::toJson(Error{Problem::Disconnected, "The agent closed the connection.", {}, {}})}};
    }

private:
    int m_fd;
    protocol::FrameDecoder m_decoder;
};

int printResult(const Json &result)
{
    const Json shown = protocol::flagOf(result, "ok") ? protocol::member(result, "value") : protocol::member(result, "error");
    std::printf("%s\n", shown.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return protocol::flagOf(result, "ok") ? 0 : 1;
}

/// With `call ... --local`: in this process, without journal and lease, so only for verbs that read.
class Printer : public Audience {
    void progressed(double, const std::string &line) override { std::fprintf(stderr, "%s\n", line.c_str()); }
    void printed(const char *, const std::string &) override { }
    void recorded(const protocol::Transcript &) override { }
};

int callHere(const Options &options, protocol::Verb verb, const Json &args)
{
    if (protocol::traits(verb).writes || protocol::name(verb).find("lease") == 0)
        return complain({Problem::LeaseNeeded, "Only verbs that read can be run without the agent.", {}, "Leave out --local."});
    if (verb == protocol::Verb::MetricsFetch)
        return complain({Problem::BadArgument, "Samples are the agent's own.", {}, "Leave out --local."});
    Printer printer;
    Places places = options.places;
    places.state = options.state;
    Hands hands(places, printer, wallClock() + protocol::traits(verb).limitSeconds, nullptr);
    Facts facts{CHANDELIER_VERSION};
    const Result<Json> value = monitor::looksNow(verb) ? monitor::lookNow(verb, args, places.sysroot, [](double) { return true; })
                                                       : perform(verb, args, hands, facts);
    return printResult(value ? Json{{"ok", true}, {"value", *value}} : Json{{"ok", false}, {"error", protocol::toJson(value.error())}});
}

/// NAME=FILE each; a secret never stands on a command line.
Result<Json> readSecrets(const std::vector<std::string> &options)
{
    protocol::Secrets secrets;
    for (const std::string &option : options) {
        const std::size_t equals = option.find('=');
        const int fd = equals == std::string::npos ? -1 : ::open(option.c_str() + equals + 1, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return Error{Problem::BadArgument, "--secret wants NAME=FILE, and a file that can be read, not " + option.substr(0, 200) + ".", {}, {}};
        char buffer[protocol::longestSecret + 1];
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        ::close(fd);
        secrets[option.substr(0, equals)] = std::string(buffer, static_cast<std::size_t>(count > 0 ? count : 0));
    }
    return protocol::secretsToJson(secrets);
}

int callAgent(Talk &talk, protocol::Verb verb, const Json &args, const Json &secrets)
{
    const std::string holder = "uid " + std::to_string(::getuid()) + " at a shell";
    talk.say({{"type", "hello"}, {"protocol", protocol::protocolVersion}, {"oldest", protocol::oldestProtocolVersion},
              {"version", CHANDELIER_VERSION}, {"holder", holder}});
    const std::optional<Json> hello = talk.hear();
    if (!hello || protocol::textOf(*hello, "type") != "hello")
        return complain(hello ? protocol::errorFromJson(*hello) : Error{Problem::Disconnected, "The agent closed the connection.", {}, {}});
    Json call{{"type", "call"}, {"id", 1}, {"verb", protocol::name(verb)}, {"args", args}};
    if (!secrets.empty())
        call["secrets"] = secrets;
    if (!protocol::traits(verb).writes && verb != protocol::Verb::CorosyncKey)
        return printResult(talk.ask(call));
    const std::string job = "by-hand-" + std::to_string(::getpid()) + "-" + std::to_string(static_cast<std::int64_t>(wallClock()));
    const Json lease = talk.ask({{"type", "call"}, {"id", 2}, {"verb", "lease.take"},
                                 {"args", {{"holder", holder}, {"host", ""}, {"job", job}, {"title", protocol::name(verb)}, {"seconds", 60}}}});
    if (!protocol::flagOf(lease, "ok"))
        return printResult(lease);
    const std::string token = protocol::textOf(protocol::member(lease, "value"), "token");
    call["step"] = job + "/1/1";
    call["lease"] = token;
    const Json result = talk.ask(call);
    talk.ask({{"type", "call"}, {"id", 3}, {"verb", "lease.release"}, {"args", {{"token", token}}}});
    return printResult(result);
}

} // namespace

int connectStreams(const Options &options)
{
    const Result<int> fd = dial(options.socket);
    if (!fd)
        return complain(fd.error());
    char buffer[65536];
    bool inputOpen = true;
    while (true) {
        pollfd fds[2] = {{inputOpen ? STDIN_FILENO : -1, POLLIN, 0}, {*fd, POLLIN, 0}};
        if (::poll(fds, 2, -1) < 0 && errno != EINTR)
            return 1;
        if (fds[0].revents) {
            const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
            inputOpen = count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
            if (!inputOpen)
                ::shutdown(*fd, SHUT_WR);
            else if (count > 0 && !sendAll(*fd, {buffer, static_cast<std::size_t>(count)}))
                return 1;
        }
        if (fds[1].revents) {
            const ssize_t count = ::read(*fd, buffer, sizeof buffer);
            if (count == 0 || (count < 0 && errno != EINTR))
                return 0;
            if (count > 0 && !sendAll(STDOUT_FILENO, {buffer, static_cast<std::size_t>(count)}))
                return 0;
        }
    }
}

int callOnce(const Options &options, const std::string &name)
{
    const auto verb = protocol::verbFromName(name);
    const Json args = protocol::parseJson(options.args);
    if (!verb)
        return complain({Problem::BadArgument, "There is no verb '" + name + "'.", {}, "See PROTOCOL.md, or try host.inventory."});
    if (!args.is_object())
        return complain({Problem::BadArgument, "--args is not a JSON object: " + options.args, {}, {}});
    if (options.local)
        return callHere(options, *verb, args);
    const Result<int> fd = dial(options.socket);
    if (!fd)
        return complain(fd.error());
    const Result<Json> secrets = readSecrets(options.secrets);
    if (!secrets)
        return complain(secrets.error());
    Talk talk(*fd);
    return callAgent(talk, *verb, args, *secrets);
}

int diagnose(const Options &options)
{
    const FileStorage storage(options.state);
    FileStorage &files = const_cast<FileStorage &>(storage);
    StepJournal journal(files);
    Audit audit(files);
    LeaseKeeper leases(files, [] { return std::uint64_t{}; });
    Printer printer;
    const Hands hands(options.places, printer, 0, nullptr);
    Json report{{"version", CHANDELIER_VERSION}, {"protocol", protocol::protocolVersion}, {"host", hostName(hands)}, {"bootId", bootIdOf(hands)},
                {"socket", options.socket}, {"answers", false}, {"state", options.state}};
    if (const Result<int> fd = dial(options.socket)) {
        report["answers"] = true;
        ::close(*fd);
    }
    Json steps = Json::array();
    if (journal.open())
        for (auto step = journal.order().rbegin(); step != journal.order().rend() && steps.size() < 10; ++step) {
            const StepRecord &record = *journal.find(*step);
            steps.push_back({{"step", *step}, {"verb", protocol::name(record.verb)}, {"ended", record.ended}, {"ok", record.ok},
                             {"problem", record.problem}});
        }
    report["journalBytes"] = journal.size();
    report["lastSteps"] = steps;
    if (leases.open() && leases.last())
        report["lease"] = publicJson(*leases.last());
    const Result<AuditReport> verified = audit.verify();
    if (verified)
        report["audit"] = {{"ok", verified->ok}, {"lines", verified->lines}, {"torn", verified->torn}, {"first", verified->first}};
    std::printf("%s\n", report.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return verified && verified->ok ? 0 : 1;
}

} // namespace agent
