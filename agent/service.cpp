// SPDX-License-Identifier: GPL-3.0-or-later
// Messages: who says what to whom. What becomes of steps is in steps.cpp.
#include "agent/service.h"

#include "agent/actions/redact.h"
#include "agent/journal/sha256.h"
#include "agent/protocol/operations.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;
using protocol::Verb;

namespace {

constexpr std::size_t mostReading = 16;
constexpr std::size_t mostOutput = 64u << 20; ///< of a connection whose other side does not read
constexpr std::size_t mostBeforeHello = 128u << 10;
constexpr int longestLimit = 7 * 86400;

bool isLeaseChange(Verb verb)
{
    return verb == Verb::LeaseTake || verb == Verb::LeaseRenew || verb == Verb::LeaseRelease;
}

bool isAnsweredHere(Verb verb)
{
    return isLeaseChange(verb) || verb == Verb::LeaseShow || verb == Verb::JournalShow || verb == Verb::AuditShow || verb == Verb::AuditNote || verb == Verb::MetricsFetch;
}

Error badMessage(std::string message)
{
    return {Problem::BadMessage, std::move(message), {}, "PROTOCOL.md of the agent lists every message and its fields."};
}

std::string cut(const std::string &text, std::size_t most)
{
    return text.size() <= most ? text : text.substr(0, most / 2) + "\n[...]\n" + text.substr(text.size() - most / 2);
}

/// A result must fit into one frame, whatever the tools printed.
std::string encodeBounded(Json message)
{
    std::string frame = protocol::encodeMessage(message);
    if (frame.size() <= protocol::largestFrame || !message.contains("transcript"))
        return frame;
    for (Json &entry : message["transcript"])
        for (const char *stream : {"out", "err"})
            if (entry.is_object())
                entry[stream] = cut(protocol::textOf(entry, stream), 8192);
    return protocol::encodeMessage(message);
}

} // namespace

Service::Service(Storage &storage, StepRunner &runner, Surroundings surroundings)
    : m_runner(runner), m_around(std::move(surroundings)), m_journal(storage), m_leases(storage, m_around.random), m_audit(storage)
{
}

Service::Connection Service::connect(const Peer &peer)
{
    const Connection connection = m_nextConnection++;
    m_lines[connection].peer = peer;
    return connection;
}

void Service::disconnect(Connection connection)
{
    m_lines.erase(connection);
    m_waiting.erase(std::remove_if(m_waiting.begin(), m_waiting.end(), [=](const Call &call) { return call.connection == connection; }),
                    m_waiting.end());
    for (auto &[key, run] : m_runs) {
        const std::size_t before = run.askers.size();
        run.askers.erase(std::remove_if(run.askers.begin(), run.askers.end(), [=](const Asker &a) { return a.connection == connection; }),
                         run.askers.end());
        if (!run.order.durable && run.observes.empty() && before > 0 && run.askers.empty())
            m_runner.cancel(key);
    }
}

void Service::receive(Connection connection, std::string_view bytes)
{
    if (const auto line = m_lines.find(connection); line != m_lines.end() && !line->second.closing) {
        line->second.early += line->second.greeted ? 0 : bytes.size();
        // Nobody needs more to say hello, and who has not may be anybody: 16 MiB of each would be the agent's memory.
        if (!line->second.greeted && line->second.early > mostBeforeHello)
            return refuse(connection, badMessage("More than " + std::to_string(mostBeforeHello) + " bytes came before a hello."));
        line->second.decoder.feed(bytes);
    }
    while (true) {
        // Looked up anew each time: handling a message may end the connection.
        const auto line = m_lines.find(connection);
        if (line == m_lines.end() || line->second.closing)
            return;
        Result<std::optional<protocol::Frame>> frame = line->second.decoder.next();
        if (!frame)
            return refuse(connection, frame.error());
        if (!*frame)
            return;
        handle(connection, **frame);
    }
}

void Service::handle(Connection connection, const protocol::Frame &frame)
{
    const Json message = frame.kind == protocol::FrameKind::Json ? protocol::parseJson(frame.payload)
                                                                 : Json::from_cbor(frame.payload, true, false);
    const std::string type = protocol::textOf(message, "type");
    const bool greeted = m_lines[connection].greeted;
    if (!message.is_object() || !protocol::member(message, "type").is_string()) {
        const Error error = badMessage("A message is no JSON object with a type.");
        return greeted ? fail(connection, nullptr, error) : refuse(connection, error);
    }
    if (type == "hello")
        return handleHello(connection, message);
    if (!greeted)
        return refuse(connection, badMessage("The first message must be a hello, not '" + cut(type, 40) + "'."));
    if (type == "call")
        handleCall(connection, message);
    else if (type == "cancel")
        handleCancel(connection, message);
    else if (type == "ping")
        send(connection, {{"type", "pong"}, {"n", protocol::member(message, "n")}});
    // Other types are of a newer manager: passed over.
}

void Service::handleHello(Connection connection, const Json &message)
{
    Line &line = m_lines[connection];
    if (line.greeted)
        return fail(connection, nullptr, badMessage("A second hello came on this connection."));
    if (line.peer.role == Role::None)
        return refuse(connection, {Problem::AccessDenied, "This user may not use the agent of " + m_around.host + ": " + line.peer.reason + ".", {},
                                   "Ask the administrator of that host to add the user to the group chandelier-admin or chandelier-view."});
    const std::int64_t newest = protocol::numberOf(message, "protocol", -1);
    const std::int64_t oldest = protocol::numberOf(message, "oldest", newest);
    const std::int64_t chosen = std::min<std::int64_t>(newest, protocol::protocolVersion);
    const std::string version = cut(protocol::textOf(message, "version", "of unknown version"), 40);
    if (newest < 1 || oldest > newest)
        return refuse(connection, badMessage("The hello names no protocol version."));
    if (chosen < oldest || chosen < protocol::oldestProtocolVersion)
        return refuse(connection,
                      {Problem::VersionMismatch,
                       "Manager " + version + " speaks protocol " + std::to_string(oldest) + " to " + std::to_string(newest) + ", the agent of "
                           + m_around.host + " (" + m_around.version + ") speaks " + std::to_string(protocol::oldestProtocolVersion) + " to "
                           + std::to_string(protocol::protocolVersion) + ".",
                       {}, newest > protocol::protocolVersion ? "Bring the agent on " + m_around.host + " to version " + version + "."
                                                              : "Bring the manager to version " + m_around.version + " or newer."});
    line.greeted = true;
    line.holder = cut(protocol::textOf(message, "holder"), 200);
    line.key = cut(protocol::textOf(message, "key"), 200);
    send(connection, {{"type", "hello"}, {"protocol", chosen}, {"version", m_around.version}, {"host", m_around.host},
                      {"bootId", m_around.bootId}, {"role", line.peer.role == Role::Admin ? "admin" : "view"}});
}

Result<Service::Call> Service::readCall(Connection connection, const Json &message) const
{
    Call call{connection, protocol::member(message, "id"), {}, protocol::member(message, "args"), protocol::textOf(message, "step"),
              protocol::textOf(message, "lease"), 0};
    const std::string verb = protocol::textOf(message, "verb");
    const auto known = protocol::verbFromName(verb);
    if (!call.id.is_number_integer() && !call.id.is_string())
        return badMessage("A call has no id.");
    if (!known)
        return badMessage("This agent (" + m_around.version + ") has no verb '" + cut(verb, 40) + "'.");
    call.verb = *known;
    if (call.args.is_null())
        call.args = Json::object();
    if (!call.args.is_object())
        return badMessage("The args of " + verb + " are no JSON object.");
    const std::int64_t limit = protocol::numberOf(message, "limit", 0);
    const bool limitGiven = !protocol::member(message, "limit").is_null();
    if (limitGiven && (limit < 0 || limit > longestLimit || !protocol::member(message, "limit").is_number_integer()))
        return badMessage("The limit of a call must be a number of seconds up to " + std::to_string(longestLimit) + ".");
    call.limitSeconds = limit > 0 ? static_cast<int>(limit) : protocol::traits(*known).limitSeconds;
    Result<protocol::Secrets> secrets = protocol::secretsFromJson(protocol::member(message, "secrets"));
    if (!secrets)
        return secrets.error();
    call.secrets = std::move(secrets).value();
    for (const std::string &name : protocol::textsOf(call.args, "secrets"))
        if (!call.secrets.count(name))
            return badMessage("A call of " + verb + " names the secret '" + cut(name, 40) + "' and does not carry it.");
    const bool writes = protocol::traits(*known).writes;
    if (writes && (call.step.empty() || call.step.size() > 250 || call.step.find_first_of("\n\r\t ") != std::string::npos))
        return badMessage("A call of " + verb + " needs a step: an id without spaces, up to 250 bytes.");
    return call;
}

void Service::handleCall(Connection connection, const Json &message)
{
    const Result<Call> call = readCall(connection, message);
    if (!call)
        return fail(connection, protocol::member(message, "id"), call.error());
    const protocol::VerbTraits &traits = protocol::traits(call->verb);
    if ((traits.writes || protocol::needsAdmin(call->verb)) && m_lines[connection].peer.role != Role::Admin) {
        const Error denied{Problem::AccessDenied, std::string(traits.name) + (traits.writes ? " changes " + m_around.host : " is for administrators of " + m_around.host)
                               + ", and this user may only look.", {},
                           "Ask the administrator of that host to add the user to the group chandelier-admin."};
        noteRefusal(connection, denied, traits.name);
        return fail(connection, call->id, denied);
    }
    if (isAnsweredHere(call->verb))
        return answerHere(*call);
    if (const auto operations = protocol::operationsFor(call->verb, call->args); !operations)
        return fail(connection, call->id, operations.error());
    if (traits.writes)
        return startWriting(*call);
    if (call->verb == Verb::CorosyncKey)
        if (const Result<> lease = m_leases.check(call->lease, now(), !runningSteps().empty()); !lease)
            return fail(connection, call->id, lease.error());
    m_waiting.push_back(*call);
    if (m_runs.size() < mostReading) {
        const Call next = m_waiting.front();
        m_waiting.pop_front();
        startReading(next);
    }
}

void Service::handleCancel(Connection connection, const Json &message)
{
    const Json &id = protocol::member(message, "id");
    const auto mine = [&](const Call &call) { return call.connection == connection && call.id == id; };
    for (auto call = m_waiting.begin(); call != m_waiting.end();) {
        if (!mine(*call)) {
            ++call;
            continue;
        }
        fail(connection, id, {Problem::Cancelled, "The call was cancelled before it began.", {}, {}});
        call = m_waiting.erase(call);
    }
    for (const auto &[key, run] : m_runs)
        if (protocol::traits(run.order.verb).cancellable
            && std::any_of(run.askers.begin(), run.askers.end(), [&](const Asker &a) { return a.connection == connection && a.id == id; }))
            m_runner.cancel(key);
}

void Service::answerHere(const Call &call)
{
    const auto answer = [&]() -> Result<Json> {
        switch (call.verb) {
        case Verb::LeaseTake: return leaseTake(call);
        case Verb::LeaseRenew: return leaseRenew(call);
        case Verb::LeaseRelease: return leaseRelease(call);
        case Verb::JournalShow: return journalShow(call.args, m_lines[call.connection].peer.role == Role::Admin);
        case Verb::AuditShow: return auditShow(call.args);
        case Verb::MetricsFetch: return fetchFigures(call.args);
        case Verb::AuditNote: return auditNote(call);
        default: return leaseJson();
        }
    }();
    if (!answer)
        return fail(call.connection, call.id, answer.error());
    send(call.connection, {{"type", "result"}, {"id", call.id}, {"ok", true}, {"value", *answer}, {"transcript", Json::array()},
                           {"replayed", false}});
}

Result<Json> Service::fetchFigures(const Json &args) const
{
    if (!m_around.figures)
        return Error{Problem::NotFound, "The agent of " + m_around.host + " was started without sampling.", {}, "Start it without --interval 0."};
    return m_around.figures(args);
}

Result<Json> Service::leaseTake(const Call &call)
{
    const Line &line = m_lines[call.connection];
    const std::int64_t seconds = protocol::numberOf(call.args, "seconds", 60);
    Lease wanted{{}, protocol::textOf(call.args, "holder", line.holder), protocol::textOf(call.args, "host"),
                 protocol::textOf(call.args, "job"), protocol::textOf(call.args, "title")};
    if (wanted.job.empty() || wanted.holder.empty())
        return Error{Problem::BadArgument, "lease.take: job or holder is missing.", {}, {}};
    if (seconds < 1 || seconds > 86400)
        return Error{Problem::BadArgument, "lease.take: seconds must be from 1 to 86400.", {}, {}};
    std::optional<Lease> replaced;
    const Result<Lease> lease = m_leases.take(wanted, static_cast<double>(seconds), now(), runningSteps(), &replaced);
    if (!lease)
        return lease.error();
    Json entry{{"what", "lease.take"}, {"holder", lease->holder}, {"uid", line.peer.uid}, {"key", line.key}, {"host", lease->host},
               {"job", lease->job}, {"title", lease->title}};
    if (replaced)
        entry["takenOverFrom"] = replaced->holder + " (" + replaced->job + ")";
    addAudit(std::move(entry));
    m_leaseKnown = true;
    sendEvent("lease", leaseJson());
    return Json{{"token", lease->token}, {"expiresAt", lease->expiresAt}};
}

Result<Json> Service::leaseRenew(const Call &call)
{
    const std::int64_t seconds = protocol::numberOf(call.args, "seconds", 60);
    if (seconds < 1 || seconds > 86400)
        return Error{Problem::BadArgument, "lease.renew: seconds must be from 1 to 86400.", {}, {}};
    const Result<Lease> lease = m_leases.renew(protocol::textOf(call.args, "token"), static_cast<double>(seconds), now());
    if (!lease)
        return lease.error();
    m_leaseKnown = true;
    return Json{{"expiresAt", lease->expiresAt}};
}

Result<Json> Service::leaseRelease(const Call &call)
{
    const Result<Lease> lease = m_leases.release(protocol::textOf(call.args, "token"));
    if (!lease)
        return lease.error();
    const Line &line = m_lines[call.connection];
    addAudit({{"what", "lease.release"}, {"holder", lease->holder}, {"uid", line.peer.uid}, {"key", line.key}, {"job", lease->job}});
    m_leaseKnown = false;
    sendEvent("lease", leaseJson());
    return Json::object();
}

std::string Service::takeOutput(Connection connection)
{
    const auto line = m_lines.find(connection);
    return line == m_lines.end() ? std::string() : std::exchange(line->second.output, {});
}

bool Service::hasOutput(Connection connection) const
{
    const auto line = m_lines.find(connection);
    return line != m_lines.end() && !line->second.output.empty();
}

bool Service::wantsClose(Connection connection) const
{
    const auto line = m_lines.find(connection);
    return line == m_lines.end() || line->second.closing;
}

void Service::send(Connection connection, const Json &message)
{
    const auto line = m_lines.find(connection);
    if (line == m_lines.end() || line->second.closing)
        return;
    line->second.output += encodeBounded(message);
    if (line->second.output.size() > mostOutput)
        line->second.closing = true;
}

void Service::sendEvent(const char *name, const Json &value)
{
    for (const auto &[connection, line] : m_lines)
        if (line.greeted)
            send(connection, {{"type", "event"}, {"name", name}, {"value", value}});
}

void Service::sendResult(const Asker &asker, const Outcome &outcome, bool replayed)
{
    Json message = toJson(outcome);
    message["type"] = "result";
    message["id"] = asker.id;
    message["replayed"] = replayed;
    send(asker.connection, message);
}

void Service::refuse(Connection connection, const Error &error)
{
    Json message = protocol::toJson(error);
    message["type"] = "refused";
    noteRefusal(connection, error, "hello");
    send(connection, message);
    m_lines[connection].closing = true;
}

void Service::fail(Connection connection, const Json &id, const Error &error)
{
    Outcome outcome;
    outcome.error = error;
    sendResult({connection, id}, outcome, false);
}

} // namespace agent
