// SPDX-License-Identifier: GPL-3.0-or-later
// One SSH session with one host, from its name to open channels. I/O thread only.
#pragma once
#include "core/link/channel.h"
#include "core/link/dialer.h"
#include "core/link/sshauth.h"
#include "core/link/sshstream.h"
#include "core/link/turns.h"

#include <atomic>

struct ssh_event_struct;

namespace agentlink {

struct SshContext;
class JumpHost;
class ProxyProcess;
class SocketPump;

struct SessionEvents {
    std::function<void(Stage)> stage;
    std::function<void()> ready;               ///< authenticated
    std::function<void(const Ending &)> ended; ///< the last call
};

class SshSession : public std::enable_shared_from_this<SshSession> {
public:
    /// `behind`: the jumps that this session is itself a part of; it makes none of them again.
    SshSession(SshContext &context, std::string server, SshWay way, Secret secret, std::vector<std::string> behind = {});
    ~SshSession();
    SshSession(const SshSession &) = delete;
    SshSession &operator=(const SshSession &) = delete;

    void start(SessionEvents events);
    /// Only when ready. The session holds it until it is closed; never null.
    std::shared_ptr<SshStream> open(StreamTarget target, StreamEvents events);
    /// Ends it without an ended(); streams end without a closed().
    void close();
    /// Something else says that this one may be dead: asks the server, and ends when nothing comes for the time of silence.
    void doubt(int times = 1);
    const SshSettings &settings() const { return m_settings; }
    bool isReady() const { return m_phase == Phase::Ready; }

private:
    friend class SshStream;
    enum class Phase : std::uint8_t { New, Reaching, KeyExchange, Authentication, Ready, Ended };
    void dial();
    void goByCommand();
    void goThrough(const std::string &jump);
    void openThrough(Turns::Ticket opening);
    void tunnelClosed(const std::string &why);
    void awaitBanner(int descriptor);
    void bannerCame();
    void askHandshake();
    void handshake();
    void stepKeyExchange();
    void askForCertificate(const Ending &otherwise);
    void authenticate();
    void loggedIn(const base::Result<void> &result);
    void becomeReady();
    void watch();
    std::string origin() const;
    base::Error noAnswer() const;
    base::Error silent() const;
    void pump();
    void settle(bool broken);
    void flushSoon() { m_settling ? void() : settle(false); }
    void flushStreams();
    std::size_t room() const;
    std::size_t space() const;
    void forget(SshStream *stream);
    void limit(int ms, std::function<base::Error()> why);
    void limit(int ms, const std::string &doing);
    void watchOutput();
    void setStage(Stage stage);
    void fail(base::Error error) { fail(endingFor(std::move(error))); }
    void fail(const Ending &ending);
    void release();

    SshContext &m_context;
    std::string m_server;
    SshWay m_way;
    Secret m_secret;
    std::vector<std::string> m_behind;
    SessionEvents m_events;
    SshSettings m_settings;
    Phase m_phase = Phase::New;
    SshRaw m_owned; ///< a login that was given up in its helper thread may hold it for longer
    ssh_session_struct *m_raw;
    ssh_event_struct *m_event = nullptr;
    std::unique_ptr<Dialer> m_dialer;
    std::shared_ptr<JumpHost> m_jump;
    std::shared_ptr<SshStream> m_tunnel;
    std::shared_ptr<SocketPump> m_pump;
    std::unique_ptr<ProxyProcess> m_proxy;
    std::shared_ptr<std::atomic<bool>> m_certificateAsked; ///< true: nobody wants to know any more
    std::shared_ptr<int> m_socket; ///< until handshake(): closes it, unless it was taken
    std::unique_ptr<SshLogin> m_login;
    Turns::Ticket m_turn, m_jumpTurn; ///< the latter: to open a tunnel, then for the handshake through it
    std::vector<std::shared_ptr<SshStream>> m_streams;
    int m_descriptor = -1; ///< libssh's from handshake() on
    IoLoop::Id m_watch = 0, m_limit = 0, m_retry = 0, m_patience = 0, m_doubt = 0;
    bool m_heard = false; ///< something came since the last doubt
    bool m_full = false;  ///< there was no room then
    bool m_settling = false;
};

} // namespace agentlink
