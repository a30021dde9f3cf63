// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshchannel.h"

#include "core/link/sshlines.h"

#include <QSocketNotifier>
#include <algorithm>
#include <sys/resource.h>
#include <thread>

namespace agentlink {

/// The I/O thread's side of all lines.
struct LineTable {
    explicit LineTable(SshOptions options) : context(std::move(options)) { }
    SshContext context;
    std::map<std::uint64_t, std::shared_ptr<HubLine>> lines;

    void remove(std::uint64_t id)
    {
        const auto found = lines.find(id);
        if (found == lines.end())
            return;
        context.loop.bury(found->second);
        lines.erase(found);
    }
};

// A line is a number on both sides; neither thread ever holds a pointer into the other. What comes for a number that has
// gone is dropped.
struct SshHub::Private {
    explicit Private(SshOptions options) : table(std::make_unique<LineTable>(std::move(options))),
        toIo(table->context.loop.inbox())
    {
    }
    std::unique_ptr<LineTable> table; ///< of the I/O thread while it runs
    std::shared_ptr<TaskQueue> toIo;
    TaskQueue toCaller;
    std::unique_ptr<QSocketNotifier> notifier;
    std::map<std::uint64_t, QObject *> owners;
    std::uint64_t lastLine = 0;
    std::thread thread;

    HubPort portOf(std::uint64_t line);
};

/// Its functions run in the I/O thread; what they post runs in the caller's.
HubPort SshHub::Private::portOf(std::uint64_t line)
{
    const auto post = [this, line](HubPort::What what, bool last) {
        toCaller.post([this, line, last, what = std::move(what)] {
            const auto found = owners.find(line);
            if (found == owners.end())
                return;
            QObject *const owner = found->second;
            if (last)
                owners.erase(found);
            what(owner);
        });
    };
    return {[post](HubPort::What what) { post(std::move(what), false); },
            [this, line, post](HubPort::What what) {
                table->remove(line);
                post(std::move(what), true);
            }};
}

/// A session has one to three of them, and most systems allow a program 1,024 unless it asks.
static void allowManyDescriptors()
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 65'536));
    setrlimit(RLIMIT_NOFILE, &limit);
}

SshHub::SshHub(SshOptions options, QObject *parent) : QObject(parent), d(std::make_unique<Private>(std::move(options)))
{
    d->notifier = std::make_unique<QSocketNotifier>(d->toCaller.descriptor(), QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        const QPointer<SshHub> alive = this;
        for (const auto &task : d->toCaller.take())
            if (alive) // a channel's signal may end us
                task();
    });
    allowManyDescriptors();
    d->thread = std::thread([table = d->table.get()] {
        blockPipeSignal();
        table->context.loop.run();
        table->lines.clear();
        table->context.loop.sweep();
    });
}

SshHub::~SshHub()
{
    d->table->context.loop.stop();
    d->thread.join();
}

void SshHub::setJumpSecret(const std::string &hop, Secret secret)
{
    d->toIo->post([p = d.get(), hop, secret = std::move(secret)] { p->table->context.jumpSecrets[hop] = secret; });
}

SshHub::LineId SshHub::open(QObject *owner, Make make)
{
    const LineId line = ++d->lastLine;
    d->owners[line] = owner;
    d->toIo->post([p = d.get(), line, make = std::move(make)] {
        const auto made = make(p->table->context, p->portOf(line));
        p->table->lines[line] = made;
        made->start();
    });
    return line;
}

void SshHub::tell(LineId line, std::function<void(HubLine &)> what)
{
    d->toIo->post([p = d.get(), line, what = std::move(what)] {
        if (const auto found = p->table->lines.find(line); found != p->table->lines.end())
            what(*found->second);
    });
}

void SshHub::close(LineId line)
{
    d->owners.erase(line);
    d->toIo->post([p = d.get(), line] { p->table->remove(line); });
}

SshChannel::SshChannel(SshHub &hub, std::string server, SshWay way, Secret secret, QObject *parent)
    : AgentChannel(parent), m_hub(&hub), m_server(std::move(server)), m_way(std::move(way)), m_secret(std::move(secret))
{
}

SshChannel::~SshChannel()
{
    close();
}

namespace {

LineEvents eventsOf(const HubPort &port)
{
    const auto post = [port](std::function<void(SshChannel *)> what) {
        port.post([what = std::move(what)](QObject *owner) { what(static_cast<SshChannel *>(owner)); });
    };
    LineEvents events;
    events.stage = [post](Stage stage) { post([stage](SshChannel *c) { emit c->stageChanged(stage); }); };
    events.opened = [post] { post([](SshChannel *c) { emit c->opened(); }); };
    events.arrived = [post](const std::string &bytes) { post([bytes](SshChannel *c) { emit c->bytesArrived(bytes); }); };
    events.closed = [port](const Ending &ending) {
        port.finish([ending](QObject *owner) { emit static_cast<SshChannel *>(owner)->closed(ending); });
    };
    return events;
}

} // namespace

void SshChannel::open()
{
    if (!m_hub)
        return;
    m_line = m_hub->open(this, [server = m_server, way = m_way, secret = std::exchange(m_secret, {})](SshContext &context, const HubPort &port) {
        return std::make_shared<AgentLine>(context, server, way, secret, eventsOf(port));
    });
}

void SshChannel::write(std::string bytes)
{
    if (m_hub && m_line)
        m_hub->tell(m_line, [bytes = std::move(bytes)](HubLine &line) { static_cast<AgentLine &>(line).write(bytes); });
}

void SshChannel::doubt()
{
    if (m_hub && m_line)
        m_hub->tell(m_line, [](HubLine &line) { static_cast<AgentLine &>(line).doubt(); });
}

void SshChannel::close()
{
    if (m_hub && m_line)
        m_hub->close(m_line);
    m_line = 0;
}

} // namespace agentlink
