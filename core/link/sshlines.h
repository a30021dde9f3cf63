// SPDX-License-Identifier: GPL-3.0-or-later
// What all sessions of the I/O thread share, and the lines to agents that go over them. I/O thread only.
#pragma once
#include "core/link/helpers.h"
#include "core/link/sshsession.h"

#include <map>

namespace agentlink {

/// A session that others go through; ends when nobody does any more.
class JumpHost {
public:
    JumpHost(SshContext &context, std::string jump, std::vector<std::string> behind);
    ~JumpHost();
    void whenReady(std::function<void()> ready, std::function<void(const Ending &)> failed);
    SshSession &session() { return *m_session; }
    Turns &turns() { return m_turns; }
    Turns &openings() { return m_openings; }

private:
    struct Waiting {
        std::function<void()> ready;
        std::function<void(const Ending &)> failed;
    };
    SshContext &m_context;
    std::string m_jump;
    Turns m_turns, m_openings;
    std::shared_ptr<SshSession> m_session;
    bool m_isReady = false;
    std::vector<Waiting> m_waiting;
};

struct SshContext {
    explicit SshContext(SshOptions o);
    SshOptions options;
    IoLoop loop;
    Resolver resolver;
    Turns handshakes;
    Helpers helpers; ///< for logins
    std::map<std::string, std::weak_ptr<JumpHost>> jumps; ///< by their hops
    std::map<std::string, Secret> jumpSecrets; ///< by one hop's text
    std::shared_ptr<JumpHost> jump(const std::string &hops, std::vector<std::string> behind);
};

struct LineEvents {
    std::function<void(Stage)> stage;
    std::function<void()> opened;
    std::function<void(const std::string &)> arrived;
    std::function<void(const Ending &)> closed;
};

/// What a hub keeps by number.
class HubLine {
public:
    virtual ~HubLine() = default;
    virtual void start() = 0;
};

/// One session with one stream to the agent's socket in it.
class AgentLine final : public HubLine {
public:
    AgentLine(SshContext &context, std::string server, SshWay way, Secret secret, LineEvents events);
    ~AgentLine() override;
    void start() override;
    void write(std::string bytes);
    void doubt() { m_session->doubt(); }

private:
    void openSocket();
    void openProgram(const std::string &whyNotSocket);
    void ended(base::Error error);

    SshContext &m_context;
    std::string m_server;
    SshWay m_way;
    LineEvents m_events;
    std::shared_ptr<SshSession> m_session;
    std::shared_ptr<SshStream> m_stream;
};

} // namespace agentlink
