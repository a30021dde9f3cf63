// SPDX-License-Identifier: GPL-3.0-or-later
// The side of SSH that lives in the caller's thread: a hub that owns the I/O thread, and a channel for each line.
#pragma once
#include "core/link/channel.h"
#include "core/link/endpoint.h"

#include <QPointer>
#include <functional>
#include <memory>

namespace agentlink {

class HubLine;
struct SshContext;

/// Where a line of the I/O thread says what happened to it. What it is given runs in the caller's thread, with the line's
/// owner, unless the owner has given the line up.
struct HubPort {
    using What = std::function<void(QObject *owner)>;
    std::function<void(What)> post;
    std::function<void(What)> finish; ///< the last one: the line goes, on both sides
};

/// Starts the I/O thread and ends it with itself.
class SshHub final : public QObject {
    Q_OBJECT
public:
    explicit SshHub(SshOptions options, QObject *parent = nullptr);
    ~SshHub() override;
    /// A password or passphrase for a jump host, for the next attempts; kept in memory only. `hop`: one of the hops of
    /// SshWay::jump or ProxyJump, as it is written there ("user@host:port"); Ending::hop says which one was missing.
    void setJumpSecret(const std::string &hop, Secret secret);

private:
    friend class SshChannel;
    friend class RemoteHost;
    using LineId = std::uint64_t; ///< never 0
    using Make = std::function<std::shared_ptr<HubLine>(SshContext &context, const HubPort &port)>;
    /// `make` runs in the I/O thread; the line is started there.
    LineId open(QObject *owner, Make make);
    void tell(LineId line, std::function<void(HubLine &)> what); ///< in the I/O thread, unless the line has gone
    void close(LineId line);
    struct Private;
    std::unique_ptr<Private> d;
};

class SshChannel final : public AgentChannel {
    Q_OBJECT
public:
    SshChannel(SshHub &hub, std::string server, SshWay way, Secret secret, QObject *parent = nullptr);
    ~SshChannel() override;
    void open() override;
    void write(std::string bytes) override;
    void doubt() override;
    void close() override;

private:
    QPointer<SshHub> m_hub;
    std::string m_server;
    SshWay m_way;
    Secret m_secret;
    std::uint64_t m_line = 0; ///< 0: closed, or not open yet
};

} // namespace agentlink
