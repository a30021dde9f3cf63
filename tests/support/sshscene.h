// SPDX-License-Identifier: GPL-3.0-or-later
// A folder for one test over SSH, and the plain options in it: nothing of the user's own ssh files is read.
#pragma once
#include "core/link/agents.h"
#include "tests/support/sshd.h"

namespace support {

class SshScene {
public:
    SshScene() { QDir().mkpath(file("ssh")); }
    QString file(const QString &name) const { return m_dir.filePath(name); }

    agentlink::LinkOptions options() const
    {
        agentlink::LinkOptions o;
        o.holder = "admin@workstation";
        o.ssh.ownKnownHosts = file("known_hosts").toStdString();
        o.ssh.sshDirectory = file("ssh").toStdString();
        o.ssh.identityAgent = file("no-agent").toStdString();
        o.timing.pingMs = 500;
        o.backoff = {20, 100};
        return o;
    }
    agentlink::SshWay way(const Sshd &sshd) const
    {
        agentlink::SshWay w;
        w.host = "127.0.0.1";
        w.port = sshd.port();
        w.identity = sshd.clientKey().toStdString();
        w.agentSocket = file("agent.sock").toStdString();
        return w;
    }
    bool know(Sshd &sshd) const
    {
        QFile known(file("known_hosts"));
        return known.open(QIODevice::Append) && known.write(readFile(sshd.knownHosts())) > 0;
    }
    static QByteArray reasons(const agentlink::LinkAgents &agents, const std::string &server)
    {
        const auto error = agents.lastError(server);
        return error ? QByteArray::fromStdString(error->message + " | " + error->detail + " | " + error->remedy) : QByteArray("no error");
    }

private:
    QTemporaryDir m_dir;
};

} // namespace support
