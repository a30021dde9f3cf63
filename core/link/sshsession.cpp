// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshsession.h"

#include "core/link/hostkeys.h"
#include "core/link/socketpump.h"
#include "core/link/sshlines.h"

#include <algorithm>
#include <libssh/libssh.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

namespace agentlink {

using base::Error;
using base::Problem;

SshSession::SshSession(SshContext &context, std::string server, SshWay way, Secret secret, std::vector<std::string> behind)
    : m_context(context), m_server(std::move(server)), m_way(std::move(way)), m_secret(std::move(secret)),
      m_behind(std::move(behind)), m_raw(ssh_new())
{
}

SshSession::~SshSession()
{
    close();
}

void SshSession::start(SessionEvents events)
{
    if (m_phase != Phase::New)
        return; // closed before its beginning
    m_events = std::move(events);
    m_phase = Phase::Reaching;
    auto settings = configure(m_raw, m_server, m_way, m_context.options);
    if (!settings)
        return fail(settings.error());
    m_settings = std::move(*settings);
    // "Host *" with ProxyJump says of the jump host, too, that it is reached through itself.
    const bool throughItself = std::find(m_behind.begin(), m_behind.end(), m_settings.jump) != m_behind.end();
    if (m_settings.jump.empty() || throughItself)
        dial();
    else
        goThrough(m_settings.jump);
}

void SshSession::setStage(Stage stage)
{
    if (m_events.stage)
        m_events.stage(stage);
}

void SshSession::dial()
{
    setStage(Stage::Resolving);
    m_dialer = std::make_unique<Dialer>(m_context.loop, m_context.resolver, m_context.options.connectMs);
    m_dialer->dial(m_settings.name, m_settings.host, m_settings.port,
                   {[this] { setStage(Stage::Connecting); },
                    [this](base::Result<int> socket) { socket ? askHandshake(*socket) : fail(socket.error()); }});
}

void SshSession::goThrough(const std::string &jump)
{
    setStage(Stage::Waiting);
    m_jump = m_context.jump(jump, m_behind);
    const auto weak = weak_from_this();
    m_jump->whenReady(
        [weak] {
            const auto self = weak.lock();
            if (!self || self->m_phase != Phase::Reaching)
                return;
            self->m_jump->turns().ask([weak](Turns::Ticket ticket) {
                if (const auto me = weak.lock(); me && me->m_phase == Phase::Reaching)
                    me->openThrough(std::move(ticket));
            });
        },
        [weak](const Ending &ending) {
            const auto self = weak.lock();
            if (!self)
                return;
            Ending ours = ending;
            ours.error.message = "The jump host of " + self->m_settings.name + ": " + ending.error.message;
            self->fail(ours);
        });
}

void SshSession::openThrough(Turns::Ticket jumpTurn)
{
    m_jumpTurn = std::move(jumpTurn);
    setStage(Stage::Connecting);
    limit(m_context.options.openMs, "connecting to it through the jump host");
    m_pump = std::make_shared<SocketPump>(m_context.loop);
    const auto weak = weak_from_this();
    const auto pump = std::weak_ptr(m_pump);
    StreamEvents events;
    events.opened = [weak] {
        const auto self = weak.lock();
        if (!self)
            return;
        const int descriptor = self->m_pump->start(self->m_tunnel);
        descriptor < 0 ? self->fail(Error {Problem::Internal, "No file descriptors are left."}) : self->askHandshake(descriptor);
    };
    events.arrived = [pump](const std::string &bytes) {
        if (const auto p = pump.lock())
            p->arrived(bytes);
    };
    events.drained = [pump] {
        if (const auto p = pump.lock())
            p->drained();
    };
    events.closed = [weak](const std::string &why) {
        const auto self = weak.lock();
        if (!self)
            return;
        if (self->m_descriptor >= 0)
            return self->m_pump->finish();
        self->fail(Error {Problem::Unreachable, "The jump host " + self->m_settings.jump + " cannot connect to "
                          + self->m_settings.name + ".", why,
                          "Check the name as that host knows it, and AllowTcpForwarding in its sshd_config."});
    };
    m_tunnel = m_jump->session().open({StreamTarget::Kind::Tcp, m_settings.host, m_settings.port}, std::move(events));
}

void SshSession::askHandshake(int descriptor)
{
    m_context.loop.cancel(m_limit);
    // Whoever waits holds its connection, so that hosts that do not answer cost no turn.
    const auto owned = std::shared_ptr<int>(new int(descriptor), [](int *d) {
        if (*d >= 0)
            ::close(*d);
        delete d;
    });
    if (m_context.handshakes.isFull())
        setStage(Stage::Waiting);
    m_context.handshakes.ask([weak = weak_from_this(), owned](Turns::Ticket ticket) {
        const auto self = weak.lock();
        if (!self || self->m_phase != Phase::Reaching)
            return;
        self->m_turn = std::move(ticket);
        self->handshake(std::exchange(*owned, -1));
    });
}

void SshSession::handshake(int descriptor)
{
    // libssh writes to a blocking descriptor. room() keeps it from ever having to wait; this is the net below it.
    const timeval longest {3, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    m_descriptor = descriptor;
    ssh_set_blocking(m_raw, 0);
    ssh_options_set(m_raw, SSH_OPTIONS_FD, &descriptor);
    m_phase = Phase::KeyExchange;
    setStage(Stage::KeyExchange);
    limit(m_context.options.keyExchangeMs, "the key exchange");
    m_watch = m_context.loop.watch(descriptor, [self = weak_from_this()] {
        const auto me = self.lock();
        if (me)
            me->m_phase == Phase::Ready ? me->pump() : me->stepHandshake();
    });
    stepHandshake();
}

void SshSession::stepHandshake()
{
    while ((m_phase == Phase::KeyExchange && stepKeyExchange()) || (m_phase == Phase::Authentication && stepAuthentication())) { }
    if (m_phase != Phase::Ended)
        watchOutput();
}

bool SshSession::stepKeyExchange()
{
    const int rc = ssh_connect(m_raw);
    if (rc == SSH_AGAIN)
        return false;
    if (rc != SSH_OK) {
        fail(Error {Problem::Unreachable, "The SSH key exchange with " + m_settings.name + " failed.", ssh_get_error(m_raw),
                    "Check that an SSH server listens there, and its log."});
        return false;
    }
    if (const auto problem = hostKeyProblem(m_raw, m_settings.name, m_settings.knownHosts)) {
        fail(*problem);
        return false;
    }
    m_phase = Phase::Authentication;
    setStage(Stage::Authentication);
    limit(m_context.options.authenticationMs, "the authentication");
    m_auth = std::make_unique<SshAuth>(m_raw, m_settings, std::move(m_secret));
    return true;
}

bool SshSession::stepAuthentication()
{
    const auto accepted = m_auth->step();
    if (!accepted) {
        fail(accepted.error());
        return false;
    }
    if (!*accepted)
        return false;
    becomeReady();
    return false;
}

void SshSession::becomeReady()
{
    m_context.loop.cancel(m_limit);
    m_auth.reset();
    m_turn.reset();
    m_jumpTurn.reset();
    m_event = ssh_event_new();
    ssh_event_add_session(m_event, m_raw);
    m_phase = Phase::Ready;
    m_events.ready();
}

std::shared_ptr<SshStream> SshSession::open(StreamTarget target, StreamEvents events)
{
    std::shared_ptr<SshStream> stream(new SshStream(*this, m_raw, std::move(target), std::move(events)));
    if (m_phase == Phase::Ready)
        m_streams.push_back(stream);
    // Not from here: the events may not come before the caller has the stream.
    m_context.loop.after(0, [weak = weak_from_this(), stream] {
        if (const auto self = weak.lock(); self && self->m_phase == Phase::Ready)
            self->flushSoon();
        else
            stream->end("the session has ended");
    });
    return stream;
}

void SshSession::pump()
{
    const int rc = ssh_event_dopoll(m_event, 0);
    settle(rc == SSH_ERROR);
}

/// After any call that let libssh read: opening goes on, what came is handed on, what waits is written.
void SshSession::settle(bool broken)
{
    const auto self = shared_from_this();
    m_settling = true;
    for (bool again = true; again && m_phase == Phase::Ready;) {
        again = false;
        const auto streams = m_streams; // the events may open and close some
        for (const auto &stream : streams) {
            again = stream->advance() || again;
            stream->deliver();
        }
        flushStreams();
        std::erase_if(m_streams, [](const auto &s) { return s->m_state == SshStream::State::Closed; });
    }
    m_settling = false;
    if (m_phase != Phase::Ready)
        return;
    if (broken || (ssh_get_status(m_raw) & (SSH_CLOSED | SSH_CLOSED_ERROR)))
        return fail(Error {Problem::Disconnected, "The SSH connection to " + m_settings.name + " was lost.", ssh_get_error(m_raw)});
    watchOutput();
}

/// Bytes that the socket takes without waiting. libssh's own buffer is empty when it does not ask for output.
std::size_t SshSession::room() const
{
    if (ssh_get_poll_flags(m_raw) & SSH_WRITE_PENDING)
        return 0;
    int size = 0, queued = 0;
    socklen_t length = sizeof size;
    if (getsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &size, &length) != 0 || ioctl(m_descriptor, SIOCOUTQ, &queued) != 0)
        return 0;
    const int half = size / 2 - queued; // the kernel doubles what it was asked for, to pay its own bookkeeping
    return half > 2048 ? static_cast<std::size_t>(half) / 2 : 0;
}

void SshSession::flushStreams()
{
    for (const auto &stream : m_streams) {
        if (!stream->wantsToWrite())
            continue;
        const std::size_t free = room();
        if (stream->flush(free) == 0 && free == 0 && !(ssh_get_poll_flags(m_raw) & SSH_WRITE_PENDING) && m_retry == 0)
            m_retry = m_context.loop.after(20, [weak = weak_from_this()] {
                const auto self = weak.lock();
                if (!self)
                    return;
                self->m_retry = 0;
                if (self->m_phase == Phase::Ready)
                    self->flushSoon();
            });
    }
}

void SshSession::forget(SshStream *stream)
{
    const auto found = std::find_if(m_streams.begin(), m_streams.end(), [&](const auto &s) { return s.get() == stream; });
    if (found == m_streams.end())
        return;
    m_context.loop.bury(std::move(*found));
    m_streams.erase(found);
}

/// Only when libssh has something to write: asking always would wake the loop without end (POLLOUT is nearly always there).
void SshSession::watchOutput()
{
    m_context.loop.wantOutput(m_watch, ssh_get_poll_flags(m_raw) & SSH_WRITE_PENDING);
}

void SshSession::limit(int ms, const std::string &doing)
{
    m_context.loop.cancel(m_limit);
    m_limit = m_context.loop.after(ms, [this, doing, ms] {
        fail(Error {Problem::Unreachable, m_settings.name + " did not answer: " + doing + " took longer than "
                    + std::to_string(ms / 1000) + " s."});
    });
}

void SshSession::fail(const Ending &ending)
{
    if (m_phase == Phase::Ended)
        return;
    const auto self = shared_from_this();
    m_context.loop.bury(self);
    m_phase = Phase::Ended;
    const auto events = std::exchange(m_events, {});
    const auto streams = std::exchange(m_streams, {});
    for (const auto &stream : streams) {
        const std::string why = ending.error.message + (ending.error.detail.empty() ? "" : " " + ending.error.detail);
        stream->end(why);
    }
    release();
    if (events.ended)
        events.ended(ending);
}

void SshSession::close()
{
    m_phase = Phase::Ended;
    m_events = {};
    release();
}

void SshSession::release()
{
    m_dialer.reset();
    m_context.loop.cancel(m_limit);
    m_context.loop.cancel(m_retry);
    m_context.loop.unwatch(m_watch);
    for (const auto &stream : std::exchange(m_streams, {})) {
        stream->m_events = {};
        stream->release();
    }
    m_auth.reset();
    if (m_event) {
        ssh_event_remove_session(m_event, m_raw);
        ssh_event_free(m_event);
        m_event = nullptr;
    }
    if (m_raw) {
        if (ssh_is_connected(m_raw))
            ssh_disconnect(m_raw);
        ssh_free(m_raw);
        m_raw = nullptr;
    }
    m_turn.reset();
    m_jumpTurn.reset();
    // Later: this may run inside of an event of the jump host's session.
    if (m_tunnel)
        m_tunnel->close();
    m_context.loop.bury(std::move(m_tunnel));
    m_context.loop.bury(std::move(m_pump));
    m_context.loop.bury(std::move(m_jump));
}

} // namespace agentlink
