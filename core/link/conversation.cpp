// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/conversation.h"

#include "agent/protocol/json.h"
#include "core/link/parser.h"

namespace agentlink {

using base::Error;
using base::Problem;
using protocol::Json;

namespace {

constexpr std::size_t largestHere = 4096; ///< bytes of a message that is parsed in the caller's thread

/// Nothing when the two sides can speak; else why not. An agent that is newer says by "oldest" what it still speaks.
std::optional<Error> versionProblem(const std::string &server, const Json &hello)
{
    const std::int64_t theirs = protocol::numberOf(hello, "protocol", -1);
    const std::int64_t theirOldest = protocol::numberOf(hello, "oldest", theirs);
    if (theirs < 0)
        return Error {Problem::BadMessage, "The agent of " + server + " did not say which protocol it speaks."};
    if (theirs >= protocol::oldestProtocolVersion && theirOldest <= protocol::protocolVersion)
        return {};
    const bool older = theirs < protocol::oldestProtocolVersion;
    return Error {Problem::VersionMismatch,
                  "The agent of " + server + " speaks protocol " + std::to_string(theirs) + ", this program speaks "
                      + std::to_string(protocol::oldestProtocolVersion) + " to "
                      + std::to_string(protocol::protocolVersion) + ".",
                  "agent version " + protocol::textOf(hello, "version", "unknown"),
                  older ? "Upgrade the agent on " + server + ": chandelierctl server upgrade " + server : std::string("Update this program: the agent is of a newer one.")};
}

Json callMessage(std::int64_t id, const jobs::Request &request)
{
    Json message {{"type", "call"}, {"id", id}, {"verb", protocol::name(request.verb)}, {"args", request.args}};
    if (!request.step.empty())
        message["step"] = request.step;
    if (!request.lease.empty())
        message["lease"] = request.lease;
    if (request.limitSeconds > 0)
        message["limit"] = request.limitSeconds;
    if (!request.secrets.empty())
        message["secrets"] = protocol::secretsToJson(request.secrets);
    return message;
}

} // namespace

Conversation::Conversation(AgentChannel *channel, std::string server, std::string holder, Timing timing, QObject *parent)
    : QObject(parent), m_channel(channel), m_server(std::move(server)), m_holder(std::move(holder)), m_timing(timing)
{
    m_channel->setParent(this);
    m_clock.start();
    m_helloLimit.setSingleShot(true);
    connect(m_channel, &AgentChannel::stageChanged, this, &Conversation::stageChanged);
    connect(m_channel, &AgentChannel::opened, this, &Conversation::greet);
    connect(m_channel, &AgentChannel::bytesArrived, this, &Conversation::take);
    connect(m_channel, &AgentChannel::closed, this, [this](const Ending &ending) { inOrder([this, ending] { channelClosed(ending); }); });
    connect(&m_helloLimit, &QTimer::timeout, this, [this] {
        fail({Problem::Unreachable, "The agent of " + m_server + " did not greet within "
              + std::to_string(m_timing.helloMs / 1000) + " s: it is frozen or overloaded.", {},
              "Check the agent on that host (systemctl status chandelier-agent)."});
    });
    connect(&m_beat, &QTimer::timeout, this, &Conversation::beat);
    m_probe.setSingleShot(true);
    connect(&m_probe, &QTimer::timeout, this, [this] {
        fail({Problem::Disconnected, "The line to " + m_server + " did not outlive " + m_occasion + "."});
    });
}

Conversation::~Conversation()
{
    close({Problem::Disconnected, "The connection to " + m_server + " was given up."});
}

void Conversation::start()
{
    m_state = State::Opening;
    m_channel->open();
}

void Conversation::channelClosed(const Ending &ending)
{
    if (m_state == State::Ready && m_decoder.hasPartial())
        end({{Problem::Disconnected, "The line to the agent of " + m_server + " ended in the middle of a message.",
              ending.error.message}, ending.again, ending.hostKey});
    else
        end(ending);
}

void Conversation::greet()
{
    m_state = State::Greeting;
    m_helloLimit.start(m_timing.helloMs);
    send({{"type", "hello"}, {"protocol", protocol::protocolVersion}, {"oldest", protocol::oldestProtocolVersion},
          {"version", CHANDELIER_VERSION}, {"holder", m_holder}});
}

void Conversation::call(LinkCall *call, const jobs::Request &request)
{
    if (m_state != State::Ready)
        return call->endLater({Problem::Unreachable, m_server + " is not connected."});
    const std::int64_t id = ++m_lastId;
    const std::string bytes = protocol::encodeMessage(callMessage(id, request));
    if (bytes.size() > protocol::largestFrame)
        return call->endLater({Problem::BadArgument, "The request " + std::string(protocol::name(request.verb)) + " to "
                               + m_server + " is larger than a message may be.", std::to_string(bytes.size()) + " bytes"});
    const int limit = request.limitSeconds > 0 ? request.limitSeconds : protocol::traits(request.verb).limitSeconds;
    m_calls[id] = {call, std::string(protocol::name(request.verb)), m_clock.elapsed() + limit * 1000LL + m_timing.callGraceMs};
    call->belongTo(this, id);
    m_channel->write(bytes);
}

void Conversation::cancel(std::int64_t id)
{
    if (m_state == State::Ready && m_calls.contains(id))
        send({{"type", "cancel"}, {"id", id}});
}

void Conversation::close(const Error &why)
{
    if (m_state == State::Ended)
        return;
    m_state = State::Ended;
    m_beat.stop();
    m_helloLimit.stop();
    m_probe.stop();
    m_channel->disconnect(this);
    m_channel->close();
    endCalls(why);
}

void Conversation::take(const std::string &bytes)
{
    m_silent = 0;
    m_probe.stop();
    m_decoder.feed(bytes);
    while (m_state == State::Greeting || m_state == State::Ready) {
        auto frame = m_decoder.next();
        if (!frame)
            return inOrder([this, error = frame.error()] {
                fail({Problem::BadMessage, "The agent of " + m_server + " sent something that is no message of the protocol.",
                      error.message, "Check that the program behind its socket is chandelier-agent, and its version."});
            });
        if (!*frame)
            return;
        if (frame.value()->kind != protocol::FrameKind::Json)
            continue; // samples: nothing in this version asks for them
        takeText(std::move(frame.value()->payload));
    }
}

void Conversation::takeText(std::string text)
{
    const std::string start = text.substr(0, 80);
    if (m_beside == 0 && text.size() <= largestHere)
        takeParsed(protocol::parseJson(text), start);
    else
        beside(std::move(text), [this, start](Json message) { takeParsed(std::move(message), start); });
}

void Conversation::takeParsed(Json message, const std::string &start)
{
    if (!message.is_object())
        return fail({Problem::BadMessage, "The agent of " + m_server + " sent a message that is no JSON object.", start});
    takeMessage(std::move(message));
}

/// What comes later waits behind it, and is dropped when the line ends meanwhile.
void Conversation::beside(std::string text, std::function<void(Json)> then)
{
    ++m_beside;
    Parser::shared().parse(std::move(text), [self = QPointer(this), then = std::move(then)](Json message) {
        if (!self)
            return;
        --self->m_beside;
        if (self->m_state != State::Ended)
            then(std::move(message));
    });
}

void Conversation::inOrder(std::function<void()> what)
{
    if (m_beside == 0)
        what();
    else
        beside({}, [what = std::move(what)](const Json &) { what(); });
}

void Conversation::takeMessage(Json message)
{
    const std::string type = protocol::textOf(message, "type");
    if (type == "refused") { // instead of a hello, or later when it found a frame of ours broken
        Error error = protocol::errorFromJson(message);
        error.message = "The agent of " + m_server + " refused: " + error.message;
        return fail(std::move(error));
    }
    if (m_state == State::Greeting)
        return takeFirst(message, type);
    if (type == "result" || type == "progress" || type == "output")
        return takeForCall(message, type);
    if (type == "ping")
        return send({{"type", "pong"}, {"n", protocol::member(message, "n")}});
    if (type == "event")
        emit eventArrived(protocol::textOf(message, "name"), protocol::member(message, "value"));
    // A pong has done its work by arriving; what a newer agent says besides is not for us.
}

void Conversation::takeFirst(const Json &message, const std::string &type)
{
    if (type != "hello")
        return fail({Problem::BadMessage, "The agent of " + m_server + " did not begin with a hello.", "type \"" + type + "\""});
    if (auto error = versionProblem(m_server, message))
        return fail(std::move(*error));
    m_hello = message;
    m_state = State::Ready;
    m_helloLimit.stop();
    m_beat.start(m_timing.pingMs);
    emit ready();
}

void Conversation::takeForCall(Json &message, const std::string &type)
{
    const std::int64_t id = protocol::numberOf(message, "id", -1);
    if (id < 1 || id > m_lastId)
        return fail({Problem::BadMessage, "The agent of " + m_server + " answered a request that was never made.",
                     type + " of " + std::to_string(id)});
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return; // it has ended already: answered twice, timed out, or nobody waits any more
    const QPointer<LinkCall> call = found->second.call;
    if (type == "result")
        m_calls.erase(found);
    if (!call)
        return;
    if (type == "result")
        finish(message, call);
    else if (type == "progress")
        emit call->progressed(protocol::realOf(message, "fraction", -1), QString::fromStdString(protocol::textOf(message, "line")));
    else
        emit call->printed(QString::fromStdString(protocol::textOf(message, "stream")),
                           QString::fromStdString(protocol::textOf(message, "text")));
}

void Conversation::finish(Json &message, LinkCall *call)
{
    std::vector<protocol::Transcript> transcripts;
    const Json &list = protocol::member(message, "transcript");
    if (list.is_array())
        for (const Json &entry : list)
            transcripts.push_back(protocol::transcriptFromJson(entry));
    if (!protocol::flagOf(message, "ok"))
        return call->end(protocol::errorFromJson(protocol::member(message, "error")), transcripts);
    const auto value = message.find("value");
    jobs::Answer answer {value == message.end() ? Json() : std::move(*value), transcripts, protocol::flagOf(message, "replayed")};
    call->end(std::move(answer), transcripts);
}

/// Beats are counted, not milliseconds: after a laptop's sleep one beat has passed, and the agent gets the others to answer.
void Conversation::beat()
{
    if (m_silent >= m_timing.silentPings)
        return fail({Problem::Disconnected, "The agent of " + m_server + " has been silent for "
                     + std::to_string(m_timing.silentPings * m_timing.pingMs / 1000) + " s: it is frozen or overloaded.", {},
              "Look at the agent on that host (systemctl status chandelier-agent)."});
    if (m_silent > 0)
        m_channel->doubt();
    ++m_silent;
    ping();
    std::vector<OpenCall> late;
    std::erase_if(m_calls, [&](const auto &entry) {
        if (!entry.second.call)
            return true;
        if (entry.second.deadline > m_clock.elapsed())
            return false;
        late.push_back(entry.second);
        return true;
    });
    for (const OpenCall &open : late)
        if (open.call)
            open.call->end(Error {Problem::TimedOut, "The agent of " + m_server + " did not answer " + open.verb
                                  + " although its time limit is over.", {}, "Look at the server before you try again."});
}

void Conversation::ping()
{
    send({{"type", "ping"}, {"n", ++m_lastPing}});
}

void Conversation::probe(const std::string &occasion)
{
    if (m_state != State::Ready || m_probe.isActive())
        return;
    m_occasion = occasion;
    m_probe.start(m_timing.probeMs);
    ping();
}

void Conversation::send(const Json &message)
{
    m_channel->write(protocol::encodeMessage(message));
}

void Conversation::fail(Error error)
{
    end(endingFor(std::move(error)));
}

void Conversation::end(Ending ending)
{
    if (m_state == State::Ended)
        return;
    const QPointer<Conversation> alive = this;
    close({Problem::Disconnected, "The line to " + m_server + " was lost before the answer came.", ending.error.message,
           "What the agent had begun it finishes; ask again when the server is connected."});
    if (alive)
        emit ended(ending);
}

void Conversation::endCalls(const Error &why)
{
    const auto calls = std::exchange(m_calls, {});
    for (const auto &[id, open] : calls)
        if (open.call)
            open.call->end(why);
}

} // namespace agentlink
