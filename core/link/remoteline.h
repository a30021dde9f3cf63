// SPDX-License-Identifier: GPL-3.0-or-later
// One session in which commands are run: what RemoteHost is in the I/O thread. I/O thread only.
#pragma once
#include "core/link/remote.h"
#include "core/link/sshlines.h"

#include <deque>

namespace agentlink {

struct RemoteLineEvents {
    std::function<void(Stage)> stage;
    std::function<void()> ready;
    std::function<void(std::uint64_t run, const base::Result<RemoteOutput> &)> answered;
    std::function<void(std::uint64_t run, qint64 bytes)> sent;
    std::function<void(const Ending &)> ended; ///< the last call; all runs have been answered
};

class RemoteLine final : public HubLine {
public:
    RemoteLine(SshContext &context, std::string server, SshWay way, Secret secret, RemoteLineEvents events);
    ~RemoteLine() override;
    void start() override;
    void run(std::uint64_t id, RemoteCommand command);

private:
    struct Run;
    void watchOver();
    void startWaiting();
    void begin(const std::shared_ptr<Run> &run);
    void feed(Run &run);
    void tooLate(const std::shared_ptr<Run> &run);
    void closed(const std::shared_ptr<Run> &run, const std::string &why);
    void finish(const std::shared_ptr<Run> &run, const base::Result<RemoteOutput> &result);

    SshContext &m_context;
    std::string m_server;
    RemoteLineEvents m_events;
    std::shared_ptr<SshSession> m_session;
    std::deque<std::shared_ptr<Run>> m_waiting;
    std::vector<std::shared_ptr<Run>> m_running;
    IoLoop::Id m_question = 0;
};

} // namespace agentlink
