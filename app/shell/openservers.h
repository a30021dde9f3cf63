// SPDX-License-Identifier: GPL-3.0-or-later
// The servers of an open cluster: lines of LinkAgents, entries of its profile.
#pragma once
#include "app/shell/serverside.h"

#include <QPointer>

namespace agentlink {
class LinkAgents;
}
namespace manager {
class Manager;
}

namespace shell {

class OpenServers final : public ServerSide {
    Q_OBJECT
public:
    /// Both outlive it.
    OpenServers(manager::Manager &manager, agentlink::LinkAgents &link);

    ServerLine line(const std::string &server) const override;
    void tryNow(const std::string &server) override;
    base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint) override;
    void setSecret(const std::string &server, const std::string &hop, const agentlink::Secret &secret) override;
    std::vector<profile::ServerEntry> entries() const override;
    base::Result<void> saveEntry(const profile::ServerEntry &entry) override;
    base::Result<void> rename(const std::string &server, const std::string &name) override;
    base::Result<void> forget(const std::string &server, const std::string &reason) override;
    void ask(const std::string &server, protocol::Verb verb, Then then) override;
    std::string agentVersion() const override;
    Upkeep *upgrade(const std::vector<std::string> &servers, QObject *parent) override;
    Upkeep *removal(const std::vector<std::string> &servers, QObject *parent) override;

private:
    Upkeep *work(bool removal, const std::vector<std::string> &servers, QObject *parent);
    manager::Manager &m_manager;
    agentlink::LinkAgents &m_link;
};

} // namespace shell
