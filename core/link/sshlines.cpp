// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshlines.h"

#include "agent/protocol/operations.h"

namespace agentlink {

using base::Error;
using base::Problem;

namespace {
constexpr int loginsAtOnce = 64;   ///< threads; more than handshakes, as slow logins give their turns away
constexpr int openingsAtOnce = 32; ///< tunnels through one jump host that wait for their host to answer
}

SshContext::SshContext(SshOptions o)
    : options(std::move(o)), resolver(loop.inbox()), handshakes(loop, options.handshakesAtOnce),
      helpers(loginsAtOnce)
{
}

std::shared_ptr<JumpHost> SshContext::jump(const std::string &hops, std::vector<std::string> behind)
{
    if (auto host = jumps[hops].lock())
        return host;
    behind.push_back(hops);
    const auto host = std::make_shared<JumpHost>(*this, hops, std::move(behind));
    jumps[hops] = host;
    return host;
}

JumpHost::JumpHost(SshContext &context, std::string jump, std::vector<std::string> behind)
    : m_context(context), m_jump(std::move(jump)), m_turns(context.loop, context.options.handshakesPerJump),
      m_openings(context.loop, openingsAtOnce)
{
    const std::vector<std::string> hops = jumpHops(m_jump);
    const std::size_t last = hops.empty() ? 0 : hops.size() - 1;
    const SshWay way = hops.empty() ? SshWay {} : wayOfHop(hops, last);
    const Secret secret = hops.empty() ? Secret() : context.jumpSecrets[hops[last]];
    m_session = std::make_shared<SshSession>(context, hops.empty() ? m_jump : hops[last], way, secret, std::move(behind));
    SessionEvents events;
    events.ready = [this] {
        m_isReady = true;
        for (const Waiting &waiting : std::exchange(m_waiting, {}))
            waiting.ready();
    };
    events.ended = [this](const Ending &ending) {
        const auto found = m_context.jumps.find(m_jump);
        if (found != m_context.jumps.end() && found->second.lock().get() == this)
            m_context.jumps.erase(found); // the next who wants to go through makes a new one
        Ending named = ending;
        if (const auto hops = jumpHops(m_jump); named.hop.empty() && !hops.empty())
            named.hop = hops.back();
        for (const Waiting &waiting : std::exchange(m_waiting, {}))
            waiting.failed(named);
    };
    // Not from here: whoever makes a jump host says what it waits for after that.
    m_context.loop.after(0, [session = std::weak_ptr(m_session), events] {
        if (const auto s = session.lock())
            s->start(events);
    });
}

JumpHost::~JumpHost()
{
    m_session->close();
    m_context.loop.bury(m_session);
}

void JumpHost::whenReady(std::function<void()> ready, std::function<void(const Ending &)> failed)
{
    if (m_isReady)
        return ready();
    m_waiting.push_back({std::move(ready), std::move(failed)});
}

AgentLine::AgentLine(SshContext &context, std::string server, SshWay way, Secret secret, LineEvents events)
    : m_context(context), m_server(std::move(server)), m_way(std::move(way)), m_events(std::move(events)),
      m_session(std::make_shared<SshSession>(context, m_server, m_way, std::move(secret)))
{
}

AgentLine::~AgentLine()
{
    m_session->close();
    m_context.loop.bury(m_session);
    m_context.loop.bury(m_stream);
}

void AgentLine::start()
{
    SessionEvents events;
    events.stage = m_events.stage;
    events.ready = [this] { openSocket(); };
    events.ended = [this](const Ending &ending) {
        m_events.closed(ending);
    };
    m_session->start(std::move(events));
}

void AgentLine::write(std::string bytes)
{
    if (m_stream)
        m_stream->write(std::move(bytes));
}

void AgentLine::openSocket()
{
    m_events.stage(Stage::OpeningAgent);
    StreamEvents events;
    const auto open = std::make_shared<bool>(false);
    events.opened = [this, open] {
        *open = true;
        m_events.opened();
    };
    events.arrived = m_events.arrived;
    events.closed = [this, open](const std::string &why) {
        if (!m_session->isReady())
            return; // it says itself what happened to it
        if (*open)
            ended({Problem::Disconnected, "The agent of " + m_server + " closed the line.", why});
        else
            openProgram(why); // sshd says the same for "forbidden" and for "no such socket"
    };
    m_stream = m_session->open({StreamTarget::Kind::UnixSocket, m_way.agentSocket}, std::move(events));
}

void AgentLine::openProgram(const std::string &whyNotSocket)
{
    m_context.loop.bury(m_stream);
    StreamEvents events;
    events.opened = m_events.opened;
    events.arrived = m_events.arrived;
    events.closed = [this, whyNotSocket](const std::string &why) {
        if (!m_session->isReady())
            return;
        ended({Problem::Unreachable, "The agent of " + m_server + " cannot be reached.",
               "forwarding to " + m_way.agentSocket + ": " + whyNotSocket + "; running " + m_way.agentProgram + " connect: " + why,
               "Install chandelier-agent there and start it (systemctl start chandelier-agent); "
               "user " + m_session->settings().user + " must be in a group that may use it."});
    };
    // An agent that was delivered lies in no folder of a login's PATH. Written so that csh reads it too.
    const std::string command = "env PATH=\"${PATH}:/usr/sbin:/usr/libexec/chandelier/current\" " + protocol::shellQuoted(m_way.agentProgram) + " connect --socket "
        + protocol::shellQuoted(m_way.agentSocket);
    m_stream = m_session->open({StreamTarget::Kind::Program, command}, std::move(events));
}

void AgentLine::ended(Error error)
{
    m_events.closed(endingFor(std::move(error)));
}

} // namespace agentlink
