// SPDX-License-Identifier: GPL-3.0-or-later
// One SSH session with a host that has no agent (yet): commands in the login user's shell there, with their input. For the
// preflight, for delivering and removing the agent; everything else goes through the agent.
#pragma once
#include "core/link/channel.h"
#include "core/link/endpoint.h"

#include <QByteArray>
#include <functional>
#include <memory>
#include <optional>

namespace agentlink {

class SshHub;

struct RemoteCommand {
    std::string command;    ///< for the POSIX shell of the login user; quote with protocol::shellQuoted
    QByteArray input{};     ///< given to its standard input, which is then closed; shared, not copied, so a binary for many hosts is kept once
    int limitSeconds = 60;
};

struct RemoteOutput {
    int exitCode = -1;      ///< -1: ended by a signal, or the server did not say
    std::string out, err;   ///< up to 1 MiB each; the end is left out beyond that
};

/// Lives in the thread that made it; never blocks it. Deleting it ends the session and calls nothing any more.
class RemoteHost final : public QObject {
    Q_OBJECT
public:
    using Then = std::function<void(const base::Result<RemoteOutput> &)>;
    /// `login`: password or passphrase of the key; in memory only.
    RemoteHost(SshHub &hub, std::string server, SshWay way, Secret login = {}, QObject *parent = nullptr);
    ~RemoteHost() override;

    /// Begins to connect; exactly one ready() or ended() follows. After ended() it may be called again, with another secret or
    /// after a host key was accepted.
    void open();
    void setSecret(Secret login);
    bool isReady() const;
    Stage stage() const;
    /// The key that waits for a person's word; set when it ended with HostKeyUnknown.
    std::optional<HostKey> pendingHostKey() const;

    /// Only while isReady(). Several may run at the same time. `then` is called once: TimedOut after the limit, Disconnected when
    /// the line breaks. `sent` hears how many bytes of the input have been handed over; it may be empty.
    void run(RemoteCommand command, Then then, std::function<void(qint64 bytes)> sent = {});

signals:
    void stageChanged(agentlink::Stage stage);
    void ready();
    void ended(const agentlink::Ending &ending); ///< could not be opened, or broke; all run() have been answered before

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace agentlink
