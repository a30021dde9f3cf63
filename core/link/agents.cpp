// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/agents.h"

#include "core/link/hostkeys.h"
#include "core/link/localchannel.h"
#include "core/link/sshchannel.h"
#include "core/link/surroundings.h"

#include <QTimer>
#include <set>

namespace agentlink {

using base::Error;
using base::Problem;
using inventory::Reach;

/// One server: at most one conversation at a time, and when the next is due.
struct LinkAgents::Line {
    Line(Endpoint e, BackoffLimits limits, std::uint32_t seed) : endpoint(std::move(e)), backoff(limits, seed)
    {
        again.setSingleShot(true);
    }
    Endpoint endpoint;
    Backoff backoff;
    Secret secret {};
    Conversation *conversation = nullptr;
    QTimer again {};
    QElapsedTimer since {}; ///< when it was connected
    Stage stage = Stage::Idle;
    Reach reach = Reach::NeverSeen;
    std::optional<Error> error {};
    std::optional<HostKey> hostKey {};
    std::string hop {};  ///< that the error is about
    bool hurry = false;  ///< it was asked whether it lives: if not, it is tried at once
};

struct LinkAgents::Private {
    explicit Private(LinkOptions o) : options(std::move(o)) { }
    LinkOptions options;
    std::unique_ptr<SshHub> ssh {}; ///< its thread begins with the first SSH endpoint
    std::unique_ptr<Surroundings> surroundings {}; ///< likewise
    std::map<std::string, std::unique_ptr<Line>> lines {};
    std::set<std::string> expected {}; ///< that have no line yet
    std::random_device random {};
};

LinkAgents::LinkAgents(LinkOptions options, const std::vector<Endpoint> &endpoints, QObject *parent)
    : jobs::Agents(parent), d(std::make_unique<Private>(std::move(options)))
{
    for (const Endpoint &endpoint : endpoints)
        setEndpoint(endpoint);
}

LinkAgents::~LinkAgents()
{
    blockSignals(true); // the calls still end; nobody hears any more how far each line is
    for (auto &[server, line] : d->lines)
        dropConversation(*line, {Problem::Disconnected, "The connection to " + server + " was closed."});
}

SshHub &LinkAgents::hub()
{
    if (d->ssh)
        return *d->ssh;
    d->ssh = std::make_unique<SshHub>(d->options.ssh);
    d->surroundings = std::make_unique<Surroundings>();
    connect(d->surroundings.get(), &Surroundings::slept, this, [this] { checkLines("the sleep of this computer"); });
    connect(d->surroundings.get(), &Surroundings::networkChanged, this,
            [this] { checkLines("a change of this computer's network"); });
    return *d->ssh;
}

LinkAgents::Line *LinkAgents::line(const std::string &server) const
{
    const auto found = d->lines.find(server);
    return found == d->lines.end() ? nullptr : found->second.get();
}

jobs::AgentCall *LinkAgents::call(const jobs::Request &request, QObject *parent)
{
    auto *call = new LinkCall(parent);
    Line *const to = line(request.server);
    if (!to && !d->expected.contains(request.server))
        call->endLater({Problem::NotFound, "There is no server " + request.server + " in this cluster."});
    else if (!to || !to->conversation || !to->conversation->isReady())
        call->endLater({Problem::Unreachable, request.server + " is not connected.", reachReason(request.server),
                        to && to->error ? to->error->remedy : std::string()});
    else
        to->conversation->call(call, request);
    return call;
}

Reach LinkAgents::reach(const std::string &server) const
{
    const Line *const l = line(server);
    return l ? l->reach : Reach::NeverSeen;
}

std::string LinkAgents::reachReason(const std::string &server) const
{
    const Line *const l = line(server);
    if (!l)
        return d->expected.contains(server) ? std::string(words(Stage::Connecting)) : std::string();
    if (l->reach == Reach::Connected)
        return {};
    if (l->error && l->reach == Reach::Lost)
        return l->error->message + (l->error->problem == Problem::VersionMismatch ? " " + l->error->remedy : "");
    return std::string(words(l->stage));
}

void LinkAgents::expect(const std::vector<std::string> &servers)
{
    d->expected = {servers.begin(), servers.end()};
}

void LinkAgents::setEndpoint(const Endpoint &endpoint)
{
    d->expected.erase(endpoint.server);
    std::unique_ptr<Line> &slot = d->lines[endpoint.server];
    if (slot && slot->endpoint == endpoint)
        return;
    if (slot)
        dropConversation(*slot, {Problem::Disconnected, "The way to " + endpoint.server + " was changed."});
    Secret secret = slot ? std::move(slot->secret) : Secret();
    slot = std::make_unique<Line>(endpoint, d->options.backoff, d->random());
    slot->secret = std::move(secret);
    Line *const made = slot.get();
    connect(&made->again, &QTimer::timeout, this, [this, made] { connectLine(*made); });
    made->again.start(0);
}

void LinkAgents::removeEndpoint(const std::string &server)
{
    d->expected.erase(server);
    Line *const gone = line(server);
    if (!gone)
        return;
    dropConversation(*gone, {Problem::Disconnected, server + " was removed from this cluster."});
    d->lines.erase(server);
    emit stageChanged(server);
    emit reachChanged(server);
}

std::vector<std::string> LinkAgents::servers() const
{
    std::vector<std::string> names;
    for (const auto &[server, line] : d->lines)
        names.push_back(server);
    return names;
}

void LinkAgents::reconnectNow(const std::string &server)
{
    for (auto &[name, line] : d->lines) {
        if ((!server.empty() && name != server) || line->conversation)
            continue;
        line->backoff.reset();
        line->error.reset();
        line->again.start(0);
    }
}

Stage LinkAgents::stage(const std::string &server) const
{
    const Line *const l = line(server);
    return l ? l->stage : Stage::Idle;
}

int LinkAgents::nextTryMs(const std::string &server) const
{
    const Line *l = line(server);
    return l && l->again.isActive() ? l->again.remainingTime() : -1;
}

std::optional<Error> LinkAgents::lastError(const std::string &server) const
{
    const Line *const l = line(server);
    return l ? l->error : std::nullopt;
}

protocol::Json LinkAgents::agentHello(const std::string &server) const
{
    const Line *const l = line(server);
    return l && l->conversation && l->conversation->isReady() ? l->conversation->agentHello() : protocol::Json();
}

std::optional<HostKey> LinkAgents::pendingHostKey(const std::string &server) const
{
    const Line *const l = line(server);
    return l ? l->hostKey : std::nullopt;
}

base::Result<void> LinkAgents::acceptHostKey(const std::string &server, const std::string &fingerprint)
{
    Line *const l = line(server);
    if (!l || !l->hostKey)
        return Error {Problem::NotFound, "No host key of " + server + " waits to be accepted."};
    if (l->hostKey->fingerprint != fingerprint)
        return Error {Problem::BadArgument, "The host key of " + server + " is not the one that was shown.",
                      "shown " + fingerprint + ", offered " + l->hostKey->fingerprint,
                      "Compare the fingerprint again with the one printed on the server."};
    if (auto written = addKnownHost(l->hostKey->file, l->hostKey->line); !written)
        return written;
    const std::string accepted = l->hostKey->line;
    std::vector<std::string> waiting; // many servers may be behind one jump host
    for (const auto &[name, other] : d->lines)
        if (other->hostKey && other->hostKey->line == accepted)
            waiting.push_back(name);
    for (const std::string &name : waiting) {
        line(name)->hostKey.reset();
        reconnectNow(name);
    }
    return {};
}

void LinkAgents::setSecret(const std::string &server, Secret secret)
{
    if (Line *const l = line(server))
        l->secret = std::move(secret);
}

void LinkAgents::setJumpSecret(const std::string &hop, Secret secret)
{
    hub().setJumpSecret(hop, std::move(secret));
}

std::string LinkAgents::troubledHop(const std::string &server) const
{
    const Line *const l = line(server);
    return l ? l->hop : std::string();
}

std::optional<int> LinkAgents::secondsToNextTry(const std::string &server) const
{
    const Line *const l = line(server);
    if (!l || !l->again.isActive())
        return {};
    return (l->again.remainingTime() + 999) / 1000;
}

void LinkAgents::checkLines(const std::string &occasion)
{
    for (auto &[name, line] : d->lines) {
        line->hurry = true;
        if (line->conversation)
            line->conversation->probe(occasion);
        else if (line->stage == Stage::Lost) {
            line->backoff.reset();
            line->again.start(0);
        }
    }
}

void LinkAgents::connectLine(Line &line)
{
    AgentChannel *channel = nullptr;
    if (const auto *local = std::get_if<LocalWay>(&line.endpoint.way))
        channel = new LocalChannel(local->socket);
    else if (const auto *process = std::get_if<ProcessWay>(&line.endpoint.way))
        channel = new ProcessChannel(process->argv);
    else {
        channel = new SshChannel(hub(), line.endpoint.server, std::get<SshWay>(line.endpoint.way), line.secret);
    }
    line.conversation = new Conversation(channel, line.endpoint.server, d->options.holder, d->options.timing, this);
    Conversation *const c = line.conversation;
    connect(c, &Conversation::stageChanged, this, [this, &line](Stage stage) { setStage(line, stage); });
    connect(c, &Conversation::ready, this, [this, &line] { lineReady(line); });
    connect(c, &Conversation::ended, this, [this, &line](const Ending &ending) { lineEnded(line, ending); });
    connect(c, &Conversation::eventArrived, this, [this, &line](const std::string &name, const protocol::Json &value) {
        emit eventArrived(line.endpoint.server, name, value);
    });
    const std::string server = line.endpoint.server;
    setStage(line, Stage::Connecting);
    if (this->line(server) == &line && line.conversation == c) // whoever heard the signal may have removed it
        c->start();
}

void LinkAgents::lineReady(Line &line)
{
    line.error.reset();
    line.hostKey.reset();
    line.hop.clear();
    line.hurry = false;
    line.since.start();
    setStage(line, Stage::Connected);
}

void LinkAgents::lineEnded(Line &line, const Ending &ending)
{
    if (line.since.isValid() && line.since.hasExpired(d->options.steadyMs))
        line.backoff.reset();
    line.since.invalidate();
    line.conversation->disconnect(this);
    line.conversation->deleteLater();
    line.conversation = nullptr;
    line.error = ending.error;
    line.hostKey = ending.hostKey;
    line.hop = ending.hop;
    if (ending.again)
        line.again.start(std::exchange(line.hurry, false) ? 0 : line.backoff.next());
    setStage(line, ending.again ? Stage::Lost : Stage::Refused);
}

/// A line that was lost stays Lost while it is tried again by itself, so that nothing flickers; a person who asks for it,
/// and the first attempt, see Connecting.
void LinkAgents::setStage(Line &line, Stage stage)
{
    const Reach before = line.reach;
    const std::string server = line.endpoint.server;
    line.stage = stage;
    if (stage == Stage::Connected)
        line.reach = Reach::Connected;
    else if (stage == Stage::Lost || stage == Stage::Refused)
        line.reach = Reach::Lost;
    else if (!line.error)
        line.reach = Reach::Connecting;
    const bool newReason = stage == Stage::Lost || stage == Stage::Refused;
    emit stageChanged(server);
    if (this->line(server) == &line && (line.reach != before || newReason))
        emit reachChanged(server);
}

void LinkAgents::dropConversation(Line &line, const Error &why)
{
    line.again.stop();
    Conversation *const conversation = std::exchange(line.conversation, nullptr);
    if (!conversation)
        return;
    conversation->disconnect(this);
    conversation->close(why);
    conversation->deleteLater();
}

} // namespace agentlink
