// SPDX-License-Identifier: GPL-3.0-or-later
// The side of SSH that lives in the caller's thread: a hub that owns the I/O thread, and a channel for each line.
#pragma once
#include "core/link/channel.h"
#include "core/link/endpoint.h"

#include <QPointer>
#include <memory>

namespace agentlink {

class SshChannel;

/// Starts the I/O thread and ends it with itself.
class SshHub final : public QObject {
    Q_OBJECT
public:
    explicit SshHub(SshOptions options, QObject *parent = nullptr);
    ~SshHub() override;

private:
    friend class SshChannel;
    using LineId = std::uint64_t;
    LineId open(SshChannel *channel, const std::string &server, const SshWay &way, const Secret &secret);
    void write(LineId line, std::string bytes);
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
    void close() override;

private:
    QPointer<SshHub> m_hub;
    std::string m_server;
    SshWay m_way;
    Secret m_secret;
    std::uint64_t m_line = 0; ///< 0: closed, or not open yet
};

} // namespace agentlink
