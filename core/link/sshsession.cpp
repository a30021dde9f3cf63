// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshsession.h"

#include "core/link/proxyprocess.h"
#include "core/link/socketpump.h"
#include "core/link/sshlines.h"

#include <algorithm>
#include <libssh/libssh.h>
#include <libssh/server.h> // ssh_send_keepalive
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <netinet/tcp.h>

namespace agentlink {

using base::Error;
using base::Problem;

SshSession::SshSession(SshContext &context, std::string server, SshWay way, Secret secret, std::vector<std::string> behind)
    : m_context(context), m_server(std::move(server)), m_way(std::move(way)), m_secret(std::move(secret)),
      m_behind(std::move(behind)), m_owned(ssh_new(), ssh_free), m_raw(m_owned.get())
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
    if (!m_settings.proxyCommand.empty())
        return goByCommand();
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
    int waiting = 0; // this may also be room for output
    m_heard = m_heard || (ioctl(m_descriptor, FIONREAD, &waiting) == 0 && waiting > 0);
    const int rc = ssh_event_dopoll(m_event, 0);
    settle(rc == SSH_ERROR);
}

/// After any call that let libssh read: opening goes on, what came is handed on, what waits is written.
void SshSession::settle(bool broken)
{
    const auto self = shared_from_this();
    const bool dead = broken || (ssh_get_status(m_raw) & (SSH_CLOSED | SSH_CLOSED_ERROR));
    m_settling = true;
    for (bool again = true; again && m_phase == Phase::Ready;) {
        again = false;
        const auto streams = m_streams; // the events may open and close some
        for (const auto &stream : streams) {
            again = (!dead && stream->advance()) || again;
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
    return ssh_get_poll_flags(m_raw) & SSH_WRITE_PENDING ? 0 : space();
}

/// The same for a message or two, which libssh keeps itself when it is waiting for its turn to write.
std::size_t SshSession::space() const
{
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
        const std::size_t took = stream->flush(free);
        m_heard = m_heard || (m_full && took > 0);
        if (took == 0 && free == 0 && !(ssh_get_poll_flags(m_raw) & SSH_WRITE_PENDING) && m_retry == 0)
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

void SshSession::limit(int ms, std::function<Error()> why)
{
    m_context.loop.cancel(m_limit);
    m_limit = m_context.loop.after(ms, [this, why = std::move(why)] { fail(why()); });
}

void SshSession::limit(int ms, const std::string &doing)
{
    limit(ms, [this, doing, ms] {
        return Error {Problem::Unreachable, m_settings.name + " did not answer: " + doing + " took longer than "
                      + std::to_string(ms / 1000) + " s."};
    });
}

void SshSession::doubt(int times)
{
    if (m_phase != Phase::Ready || m_doubt != 0)
        return;
    if (m_jump)
        m_jump->session().doubt(times); // its time is over before ours: the words are about the right one
    m_heard = false;
    m_full = room() == 0; // for the question too: that the server takes what it was sent before is answer enough
    m_doubt = m_context.loop.after(times * m_context.options.silenceMs, [this] {
        m_doubt = 0;
        if (!m_heard)
            fail(silent());
    });
    if (!m_full)
        ssh_send_keepalive(m_raw);
    // Not from here: it may end the session, and whoever doubts is in the middle of something.
    m_context.loop.after(0, [weak = weak_from_this()] {
        if (const auto self = weak.lock(); self && self->m_phase == Phase::Ready)
            self->flushSoon();
    });
}

/// A kernel that takes what we send although nobody behind it answers is another trouble than a network that is cut.
Error SshSession::silent() const
{
    tcp_info info {};
    socklen_t length = sizeof info;
    const bool isTcp = !m_tunnel && !m_proxy && getsockopt(m_descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) == 0;
    if (isTcp && info.tcpi_unacked > 0)
        return {Problem::Disconnected, m_settings.name + " does not answer any more: it is off, or the network to it is cut.", {},
                "Check that the server is on, and the network between (or your VPN)."};
    return noAnswer();
}

Error SshSession::noAnswer() const
{
    return {Problem::Unreachable, m_settings.name + " accepts the connection but does not answer: frozen or overloaded.", {},
            "Look at the server's console; if it hangs, restart it there or by its management controller."};
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
    m_context.loop.cancel(m_patience);
    m_context.loop.cancel(m_doubt);
    m_context.loop.unwatch(m_watch);
    for (const auto &stream : std::exchange(m_streams, {})) {
        stream->m_events = {};
        stream->release();
    }
    m_socket.reset();
    if (m_event) {
        ssh_event_remove_session(m_event, m_raw);
        ssh_event_free(m_event);
        m_event = nullptr;
    }
    // Without ssh_disconnect(): it forgets a descriptor that it was given, and does not close it. ssh_free() closes it.
    m_login.reset();
    m_raw = nullptr;
    m_owned.reset();
    m_turn.reset();
    m_jumpTurn.reset();
    // Later: this may run inside of an event of the jump host's session.
    if (m_tunnel)
        m_tunnel->close();
    m_context.loop.bury(std::move(m_tunnel));
    m_context.loop.bury(std::move(m_pump));
    m_context.loop.bury(std::move(m_jump));
    m_proxy.reset();
    if (m_certificateAsked)
        *m_certificateAsked = true;
}

} // namespace agentlink
