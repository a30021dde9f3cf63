// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshchannel.h"

#include "core/link/sshlines.h"

#include <QSocketNotifier>
#include <thread>

namespace agentlink {

/// The I/O thread's side of all lines.
struct LineTable {
    explicit LineTable(SshOptions options) : context(std::move(options)) { }
    SshContext context;
    std::map<std::uint64_t, std::shared_ptr<AgentLine>> lines;

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
    std::map<std::uint64_t, SshChannel *> channels;
    std::uint64_t lastLine = 0;
    std::thread thread;

    void deliver(std::uint64_t line, const std::function<void(SshChannel *)> &what)
    {
        if (const auto found = channels.find(line); found != channels.end())
            what(found->second);
    }
    LineEvents eventsOf(std::uint64_t line);
};

/// Runs in the I/O thread; what it posts runs in the caller's.
LineEvents SshHub::Private::eventsOf(std::uint64_t line)
{
    const auto post = [this, line](std::function<void(SshChannel *)> what) {
        toCaller.post([this, line, what = std::move(what)] { deliver(line, what); });
    };
    LineEvents events;
    events.stage = [post](Stage stage) { post([stage](SshChannel *c) { emit c->stageChanged(stage); }); };
    events.opened = [post] { post([](SshChannel *c) { emit c->opened(); }); };
    events.arrived = [post](const std::string &bytes) { post([bytes](SshChannel *c) { emit c->bytesArrived(bytes); }); };
    events.closed = [this, line, post](const Ending &ending) {
        table->remove(line);
        post([this, line, ending](SshChannel *c) {
            channels.erase(line);
            emit c->closed(ending);
        });
    };
    return events;
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
    d->thread = std::thread([table = d->table.get()] {
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

SshHub::LineId SshHub::open(SshChannel *channel, const std::string &server, const SshWay &way, const Secret &secret)
{
    const LineId line = ++d->lastLine;
    d->channels[line] = channel;
    d->toIo->post([p = d.get(), line, server, way, secret] {
        auto made = std::make_shared<AgentLine>(p->table->context, server, way, secret, p->eventsOf(line));
        p->table->lines[line] = made;
        made->start();
    });
    return line;
}

void SshHub::write(LineId line, std::string bytes)
{
    d->toIo->post([p = d.get(), line, bytes = std::move(bytes)] {
        if (const auto found = p->table->lines.find(line); found != p->table->lines.end())
            found->second->write(bytes);
    });
}

void SshHub::close(LineId line)
{
    d->channels.erase(line);
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

void SshChannel::open()
{
    if (m_hub)
        m_line = m_hub->open(this, m_server, m_way, std::exchange(m_secret, {}));
}

void SshChannel::write(std::string bytes)
{
    if (m_hub && m_line)
        m_hub->write(m_line, std::move(bytes));
}

void SshChannel::close()
{
    if (m_hub && m_line)
        m_hub->close(m_line);
    m_line = 0;
}

} // namespace agentlink
