// SPDX-License-Identifier: GPL-3.0-or-later
// The agents of one cluster over real lines. Lives in the thread that made it and never blocks it; SSH is done by one
// I/O thread of its own.
#pragma once
#include "core/jobs/agents.h"
#include "core/link/backoff.h"
#include "core/link/channel.h"
#include "core/link/conversation.h"
#include "core/link/endpoint.h"

#include <map>
#include <memory>
#include <vector>

namespace agentlink {

class SshHub;

struct LinkOptions {
    std::string holder {}; ///< "user@workstation"; told to each agent
    SshOptions ssh {};
    Timing timing {};
    BackoffLimits backoff {};
    int steadyMs = 10'000; ///< a line that held so long begins again with the first wait
};

class LinkAgents final : public jobs::Agents {
    Q_OBJECT
public:
    /// Begins to connect to all of them from the event loop.
    explicit LinkAgents(LinkOptions options, const std::vector<Endpoint> &endpoints = {}, QObject *parent = nullptr);
    ~LinkAgents() override;

    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override;
    inventory::Reach reach(const std::string &server) const override;
    /// For a person; empty while connected.
    std::string reachReason(const std::string &server) const override;
    std::string bootId(const std::string &server) const override { return protocol::textOf(agentHello(server), "bootId"); }

    /// Servers whose endpoints follow: until then they count as not connected, not as unknown.
    void expect(const std::vector<std::string> &servers);
    /// Adds a server, or takes a new way to it: then its line is closed (open calls end with Disconnected) and made anew.
    void setEndpoint(const Endpoint &endpoint);
    void removeEndpoint(const std::string &server);
    std::vector<std::string> servers() const;

    /// Tries now instead of at the end of the wait; the only way out of Refused. Empty: all that are not connected.
    void reconnectNow(const std::string &server = {});
    Stage stage(const std::string &server) const;
    /// Why it is not connected; nothing while it is, or before the first attempt ended.
    std::optional<base::Error> lastError(const std::string &server) const;
    /// Milliseconds until it is tried again by itself; -1: it is not, or it is being tried now.
    int nextTryMs(const std::string &server) const;
    /// What the agent said of itself: protocol, version, host, bootId, role. Null while not connected.
    protocol::Json agentHello(const std::string &server) const;

    /// The key that waits for a person's word; set while the last error is HostKeyUnknown.
    std::optional<HostKey> pendingHostKey(const std::string &server) const;
    /// Writes the pending key to the own known_hosts file and connects. BadArgument: it is not the key that was shown;
    /// NotFound: none waits; Storage: the file cannot be written.
    base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint);
    /// A password or key passphrase for the next attempts; kept in memory only. Does not connect by itself.
    void setSecret(const std::string &server, Secret secret);

    /// The same for a jump host, for all that go through it: SshHub::setJumpSecret.
    void setJumpSecret(const std::string &hop, Secret secret);
    /// The jump host that the last error is about, as setJumpSecret names it; empty: the server itself.
    std::string troubledHop(const std::string &server) const;
    /// Seconds to the next attempt; nothing while it is connected, being tried, or refused.
    std::optional<int> secondsToNextTry(const std::string &server) const;
    /// Asks all agents at once, with a short limit, and tries at once what is lost: after something that lines may not
    /// outlive, "the sleep of this computer". It comes by itself for sleep and changes of the network.
    void checkLines(const std::string &occasion);

    /// Where other sessions may be opened beside the agents' lines (RemoteHost), paced together with them.
    SshHub &hub();

signals:
    void stageChanged(const std::string &server);

private:
    struct Line;
    struct Private;
    Line *line(const std::string &server) const;
    void connectLine(Line &line);
    void lineReady(Line &line);
    void lineEnded(Line &line, const Ending &ending);
    void setStage(Line &line, Stage stage);
    void dropConversation(Line &line, const base::Error &why);
    std::unique_ptr<Private> d;
};

} // namespace agentlink
