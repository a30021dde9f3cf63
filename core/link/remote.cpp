// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/remote.h"

#include "core/link/remoteline.h"
#include "core/link/sshchannel.h"

namespace agentlink {

using base::Error;
using base::Problem;

struct RemoteHost::Private {
    struct Run {
        Then then;
        std::function<void(qint64)> sent;
    };
    QPointer<SshHub> hub;
    std::string server;
    SshWay way;
    Secret secret;
    std::uint64_t line = 0; ///< 0: not open
    Stage stage = Stage::Idle;
    std::optional<HostKey> hostKey {};
    std::uint64_t lastRun = 0;
    std::map<std::uint64_t, Run> runs {};

    // The hub calls these with the owner of the line, in its thread. Each may end with the owner's deletion.
    static void changeStage(RemoteHost *host, Stage stage);
    static void becomeReady(RemoteHost *host);
    static void answer(RemoteHost *host, std::uint64_t run, const base::Result<RemoteOutput> &result);
    static void hearSent(RemoteHost *host, std::uint64_t run, qint64 bytes);
    static void end(RemoteHost *host, const Ending &ending);
    static RemoteLineEvents eventsOf(const HubPort &port);
};

RemoteHost::RemoteHost(SshHub &hub, std::string server, SshWay way, Secret login, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(Private {&hub, std::move(server), std::move(way), std::move(login)}))
{
}

RemoteHost::~RemoteHost()
{
    if (d->hub && d->line)
        d->hub->close(d->line);
}

void RemoteHost::setSecret(Secret login)
{
    d->secret = std::move(login);
}

bool RemoteHost::isReady() const
{
    return d->line && d->stage == Stage::Connected;
}

Stage RemoteHost::stage() const
{
    return d->stage;
}

std::optional<HostKey> RemoteHost::pendingHostKey() const
{
    return d->hostKey;
}

void RemoteHost::open()
{
    if (!d->hub || d->line)
        return;
    d->hostKey.reset();
    d->line = d->hub->open(this, [server = d->server, way = d->way, secret = d->secret](SshContext &context, const HubPort &port) {
        return std::make_shared<RemoteLine>(context, server, way, secret, Private::eventsOf(port));
    });
}

void RemoteHost::run(RemoteCommand command, Then then, std::function<void(qint64)> sent)
{
    if (!d->hub || !isReady()) {
        QMetaObject::invokeMethod(this, [then = std::move(then), server = d->server] {
            then(Error {Problem::Disconnected, server + " is not connected."});
        }, Qt::QueuedConnection);
        return;
    }
    const std::uint64_t id = ++d->lastRun;
    d->runs[id] = {std::move(then), std::move(sent)};
    d->hub->tell(d->line, [id, command = std::move(command)](HubLine &line) { static_cast<RemoteLine &>(line).run(id, command); });
}

RemoteLineEvents RemoteHost::Private::eventsOf(const HubPort &port)
{
    const auto as = [](QObject *owner) { return static_cast<RemoteHost *>(owner); };
    RemoteLineEvents events;
    events.stage = [=](Stage stage) { port.post([=](QObject *owner) { changeStage(as(owner), stage); }); };
    events.ready = [=] { port.post([=](QObject *owner) { becomeReady(as(owner)); }); };
    events.answered = [=](std::uint64_t run, const base::Result<RemoteOutput> &result) {
        port.post([=](QObject *owner) { answer(as(owner), run, result); });
    };
    events.sent = [=](std::uint64_t run, qint64 bytes) { port.post([=](QObject *owner) { hearSent(as(owner), run, bytes); }); };
    events.ended = [=](const Ending &ending) { port.finish([=](QObject *owner) { end(as(owner), ending); }); };
    return events;
}

void RemoteHost::Private::changeStage(RemoteHost *host, Stage stage)
{
    host->d->stage = stage;
    emit host->stageChanged(stage);
}

void RemoteHost::Private::becomeReady(RemoteHost *host)
{
    const QPointer<RemoteHost> alive = host;
    changeStage(host, Stage::Connected);
    if (alive)
        emit host->ready();
}

void RemoteHost::Private::answer(RemoteHost *host, std::uint64_t run, const base::Result<RemoteOutput> &result)
{
    const auto node = host->d->runs.extract(run);
    if (!node.empty())
        node.mapped().then(result);
}

void RemoteHost::Private::hearSent(RemoteHost *host, std::uint64_t run, qint64 bytes)
{
    const auto found = host->d->runs.find(run);
    if (found == host->d->runs.end() || !found->second.sent)
        return;
    const auto sent = found->second.sent;
    sent(bytes);
}

void RemoteHost::Private::end(RemoteHost *host, const Ending &ending)
{
    const QPointer<RemoteHost> alive = host;
    host->d->line = 0;
    host->d->hostKey = ending.hostKey;
    // What was asked for when the line had ended already, but nobody here knew it.
    for (auto &[id, run] : std::exchange(host->d->runs, {}))
        if (alive)
            run.then(Error {Problem::Disconnected, "The connection to " + host->d->server + " broke.", ending.error.message});
    if (alive)
        changeStage(host, ending.again ? Stage::Lost : Stage::Refused);
    if (alive)
        emit host->ended(ending);
}

} // namespace agentlink
