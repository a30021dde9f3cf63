// SPDX-License-Identifier: GPL-3.0-or-later
// To an agent on this machine: the demonstration cluster, or a manager that runs on the storage host itself.
#pragma once
#include "core/link/channel.h"

#include <QStringList>

class QLocalSocket;
class QProcess;

namespace agentlink {

/// The agent's unix socket.
class LocalChannel final : public AgentChannel {
    Q_OBJECT
public:
    explicit LocalChannel(std::string socket, QObject *parent = nullptr);
    ~LocalChannel() override;
    void open() override;
    void write(std::string bytes) override;
    void close() override;

private:
    void end(base::Error error);
    std::string m_path;
    QLocalSocket *m_socket = nullptr;
};

/// A program whose standard input and output are the line; its standard error goes into the reason when it fails.
class ProcessChannel final : public AgentChannel {
    Q_OBJECT
public:
    explicit ProcessChannel(std::vector<std::string> argv, QObject *parent = nullptr);
    ~ProcessChannel() override;
    void open() override;
    void write(std::string bytes) override;
    void close() override;

private:
    void end(const std::string &what);
    QStringList m_argv;
    QProcess *m_process = nullptr;
};

} // namespace agentlink
