// SPDX-License-Identifier: GPL-3.0-or-later
// The first half of a session's life: from a name to a login.
#include "core/link/sshsession.h"

#include "core/link/hostcertificate.h"
#include "core/link/hostkeys.h"
#include "core/link/proxyprocess.h"
#include "core/link/socketpump.h"
#include "core/link/sshlines.h"

#include <QDir>
#include <QFile>
#include <libssh/libssh.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace agentlink {

using base::Error;
using base::Problem;

void SshSession::dial()
{
    setStage(Stage::Resolving);
    m_dialer = std::make_unique<Dialer>(m_context.loop, m_context.resolver, m_context.options.connectMs);
    m_dialer->dial(m_settings.name, m_settings.host, m_settings.port,
                   {[this] { setStage(Stage::Connecting); },
                    [this](base::Result<int> socket) { socket ? awaitBanner(*socket) : fail(socket.error()); }});
}

/// As ssh(1): the shell runs it, and it is the line to the server.
void SshSession::goByCommand()
{
    setStage(Stage::Connecting);
    m_proxy = std::make_unique<ProxyProcess>(m_context.loop);
    const auto descriptor = m_proxy->start(m_settings.proxyCommand);
    descriptor ? awaitBanner(*descriptor) : fail(descriptor.error());
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
            self->m_jump->openings().ask([weak](Turns::Ticket ticket) {
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

void SshSession::openThrough(Turns::Ticket opening)
{
    m_jumpTurn = std::move(opening);
    setStage(Stage::Connecting);
    limit(m_context.options.openMs, [this] {
        return Error {Problem::Unreachable, "The jump host " + m_settings.jump + " gets no answer from " + m_settings.name
                      + ": it is off, or the network to it is cut.", {}, "Check that the server is on, and the network between."};
    });
    m_jump->session().doubt(); // a jump host that hangs must not look like a server that is off
    m_pump = std::make_shared<SocketPump>(m_context.loop);
    const auto weak = weak_from_this();
    const auto pump = std::weak_ptr(m_pump);
    StreamEvents events;
    events.opened = [weak] {
        const auto self = weak.lock();
        if (!self)
            return;
        const int descriptor = self->m_pump->start(self->m_tunnel);
        descriptor < 0 ? self->fail(Error {Problem::Internal, "No file descriptors are left."}) : self->awaitBanner(descriptor);
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
        if (const auto self = weak.lock())
            self->tunnelClosed(why);
    };
    m_tunnel = m_jump->session().open({StreamTarget::Kind::Tcp, m_settings.host, m_settings.port}, std::move(events));
}

void SshSession::tunnelClosed(const std::string &why)
{
    if (!m_jump->session().isReady()) {
        Ending ending = endingFor({Problem::Disconnected, "The jump host of " + m_settings.name + ": " + why});
        ending.hop = jumpHops(m_settings.jump).back();
        return fail(ending);
    }
    if (m_socket || m_descriptor >= 0)
        return m_pump->finish(); // libssh reads the end, after what came before it
    fail(Error {Problem::Unreachable, "The jump host " + m_settings.jump + " cannot connect to " + m_settings.name + ".", why,
                "Check the name as that host knows it, and AllowTcpForwarding in its sshd_config."});
}

/// A server speaks first. Whoever waits for that costs no turn, so that hosts that accept a connection and hang, however
/// many they are, hold up nobody.
void SshSession::awaitBanner(int descriptor)
{
    m_socket = std::shared_ptr<int>(new int(descriptor), [](int *d) {
        if (*d >= 0)
            ::close(*d);
        delete d;
    });
    limit(m_context.options.keyExchangeMs, [this] { return noAnswer(); });
    m_watch = m_context.loop.watch(descriptor, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->bannerCame();
    });
}

void SshSession::bannerCame()
{
    m_context.loop.unwatch(m_watch);
    m_context.loop.cancel(m_limit);
    char first = 0;
    const bool over = ::recv(*m_socket, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    if (over && m_proxy)
        return fail(Error {Problem::Unreachable, "The ProxyCommand of " + m_settings.name + " ended before SSH began.",
                           m_settings.proxyCommand + (m_proxy->words().empty() ? "" : ": " + m_proxy->words()),
                           "Try the same in a terminal: ssh " + m_way.host});
    if (over)
        return fail(Error {Problem::Unreachable, m_settings.name + " closes the connection before SSH begins.", {},
                           "Look at the log of its SSH server: it is starting or stopping, it has too many logins at once "
                           "(MaxStartups), or it keeps this computer out."});
    m_jumpTurn.reset();
    if (!m_jump)
        return askHandshake();
    m_jump->turns().ask([weak = weak_from_this()](Turns::Ticket ticket) {
        const auto self = weak.lock();
        if (!self || self->m_phase != Phase::Reaching)
            return;
        self->m_jumpTurn = std::move(ticket);
        self->askHandshake();
    });
}

void SshSession::askHandshake()
{
    if (m_context.handshakes.isFull())
        setStage(Stage::Waiting);
    m_context.handshakes.ask([weak = weak_from_this()](Turns::Ticket ticket) {
        const auto self = weak.lock();
        if (!self || self->m_phase != Phase::Reaching)
            return;
        self->m_turn = std::move(ticket);
        self->handshake();
    });
}

void SshSession::handshake()
{
    const int descriptor = std::exchange(*m_socket, -1);
    // libssh writes to a blocking descriptor. room() keeps it from ever having to wait; this is the net below it.
    const timeval longest {3, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    m_descriptor = descriptor;
    ssh_set_blocking(m_raw, 0);
    ssh_options_set(m_raw, SSH_OPTIONS_FD, &descriptor);
    m_phase = Phase::KeyExchange;
    setStage(Stage::KeyExchange);
    limit(m_context.options.keyExchangeMs, [this] { return noAnswer(); });
    watch();
    stepKeyExchange();
}

/// Watches the session's descriptor; what to do depends on the phase.
void SshSession::watch()
{
    m_watch = m_context.loop.watch(m_descriptor, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self)
            self->m_phase == Phase::Ready ? self->pump() : self->stepKeyExchange();
    });
}

void SshSession::stepKeyExchange()
{
    const int rc = ssh_connect(m_raw);
    if (rc == SSH_AGAIN)
        return watchOutput();
    if (rc != SSH_OK)
        return fail(Error {Problem::Unreachable, "The SSH key exchange with " + m_settings.name + " failed.", ssh_get_error(m_raw),
                           "Check that an SSH server listens there, and its log."});
    auto problem = hostKeyProblem(m_raw, m_settings.name, m_settings.knownHosts);
    if (!problem)
        return authenticate();
    if (problem->hostKey) {
        problem->hostKey->origin = origin();
        problem->hostKey->file = m_settings.acceptedKeys;
    }
    namesAuthorities(m_settings.knownHosts) ? askForCertificate(*problem) : fail(*problem);
}

/// The key is not known by itself: perhaps one of the authorities of known_hosts has signed it.
void SshSession::askForCertificate(const Ending &otherwise)
{
    m_context.loop.unwatch(m_watch);
    limit(2 * m_context.options.keyExchangeMs, "the question for its host certificate");
    const std::string configuration = (m_context.options.sshDirectory.empty() ? QDir::homePath().toStdString() + "/.ssh" : m_context.options.sshDirectory) + "/config";
    CertificateQuestion question {m_way.host, m_settings.host, m_settings.user, m_settings.port, m_way.jump,
                                  QFile::exists(QString::fromStdString(configuration)) ? configuration : std::string(), m_settings.knownHosts, otherwise.error.detail};
    m_certificateAsked = std::make_shared<std::atomic<bool>>(false);
    m_context.helpers.run([question = std::move(question), givenUp = m_certificateAsked, inbox = m_context.loop.inbox(), weak = weak_from_this(), otherwise] {
        const bool certified = isCertified(question, *givenUp);
        inbox->post([certified, weak, otherwise] {
            const auto self = weak.lock();
            if (self && self->m_phase == Phase::KeyExchange)
                certified ? self->authenticate() : self->fail(otherwise);
        });
    });
}

/// Where a host key came from, for the person who decides about it.
std::string SshSession::origin() const
{
    if (m_tunnel)
        return "presented by " + m_settings.host + " port " + std::to_string(m_settings.port) + " through jump host " + m_settings.jump;
    if (m_proxy)
        return "presented by " + m_settings.host + " port " + std::to_string(m_settings.port) + " through the ProxyCommand " + m_settings.proxyCommand;
    Address peer;
    peer.length = sizeof peer.storage;
    getpeername(m_descriptor, reinterpret_cast<sockaddr *>(&peer.storage), &peer.length);
    return "presented by " + peer.text() + " port " + std::to_string(m_settings.port);
}

void SshSession::authenticate()
{
    m_phase = Phase::Authentication;
    setStage(Stage::Authentication);
    limit(m_context.options.authenticationMs, "the authentication");
    m_patience = m_context.loop.after(m_context.options.patienceMs, [this] {
        m_turn.reset();
        m_jumpTurn.reset();
    });
    m_context.loop.unwatch(m_watch);
    m_login = std::make_unique<SshLogin>(m_context, m_owned, m_descriptor, m_settings, std::move(m_secret),
                                         [weak = weak_from_this()](const base::Result<void> &result) {
                                             if (const auto self = weak.lock())
                                                 self->loggedIn(result);
                                         });
}

void SshSession::loggedIn(const base::Result<void> &result)
{
    m_login.reset();
    if (!result)
        return fail(result.error());
    ssh_set_blocking(m_raw, 0);
    watch();
    becomeReady();
}

void SshSession::becomeReady()
{
    m_context.loop.cancel(m_limit);
    m_context.loop.cancel(m_patience);
    m_turn.reset();
    m_jumpTurn.reset();
    m_event = ssh_event_new();
    ssh_event_add_session(m_event, m_raw);
    m_phase = Phase::Ready;
    watchOutput();
    m_events.ready();
}

} // namespace agentlink
