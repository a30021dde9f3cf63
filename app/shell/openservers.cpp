// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/openservers.h"

#include "app/shell/fleetupkeep.h"
#include "core/link/agents.h"
#include "core/manager/manager.h"
#include "core/manager/opener.h"
#include "core/profile/notes.h"

#include <QDateTime>
#include <QSysInfo>
#include <algorithm>

namespace shell {

using base::Result;

namespace {
std::string whoAmI() { return qEnvironmentVariable("USER", QStringLiteral("unknown")).toStdString() + "@" + QSysInfo::machineHostName().toStdString(); }
} // namespace

OpenServers::OpenServers(manager::Manager &manager, agentlink::LinkAgents &link)
    : m_manager(manager)
    , m_link(link)
{
    connect(&link, &agentlink::LinkAgents::stageChanged, this, &ServerSide::lineChanged);
}

ServerLine OpenServers::line(const std::string &server) const
{
    ServerLine line;
    line.stage = m_link.stage(server);
    line.error = m_link.lastError(server);
    line.key = m_link.pendingHostKey(server);
    line.hop = m_link.troubledHop(server);
    if (const int ms = m_link.nextTryMs(server); ms >= 0)
        line.nextTryAt = QDateTime::currentMSecsSinceEpoch() + ms;
    const protocol::Json hello = m_link.agentHello(server);
    line.role = protocol::textOf(hello, "role");
    line.version = protocol::textOf(hello, "version");
    return line;
}

void OpenServers::tryNow(const std::string &server) { m_link.reconnectNow(server); }
Result<void> OpenServers::acceptHostKey(const std::string &server, const std::string &fingerprint) { return m_link.acceptHostKey(server, fingerprint); }

void OpenServers::setSecret(const std::string &server, const std::string &hop, const agentlink::Secret &secret)
{
    if (hop.empty())
        return m_link.setSecret(server, secret);
    m_link.setJumpSecret(hop, secret);
    for (const profile::ServerEntry &entry : entries())
        if (m_link.troubledHop(entry.name) == hop)
            m_link.reconnectNow(entry.name);
}

std::vector<profile::ServerEntry> OpenServers::entries() const
{
    auto servers = m_manager.profile().servers();
    return servers ? std::move(*servers) : std::vector<profile::ServerEntry>();
}

Result<void> OpenServers::saveEntry(const profile::ServerEntry &entry)
{
    if (auto saved = m_manager.profile().saveServer(entry); !saved)
        return saved;
    m_manager.serversEdited();
    m_link.reconnectNow(entry.name);
    return {};
}

// By a profile of its own on the same file: the Manager takes what was changed there for what another program wrote, and follows.
Result<void> OpenServers::rename(const std::string &server, const std::string &name)
{
    auto file = profile::Profile::open(m_manager.profile().path());
    if (!file)
        return file.error();
    return (*file)->renameServer(server, name);
}

Result<void> OpenServers::forget(const std::string &server, const std::string &reason)
{
    if (auto notes = profile::Notes::open(m_manager.profile().path()); notes && !reason.empty()) {
        if (auto added = (*notes)->add({server, QDateTime::currentMSecsSinceEpoch(), whoAmI(), reason}); !added)
            return added;
    }
    if (auto removed = m_manager.profile().removeServer(server); !removed)
        return removed;
    m_manager.serversEdited();
    return {};
}

void OpenServers::ask(const std::string &server, protocol::Verb verb, Then then)
{
    jobs::AgentCall *call = m_link.call({.server = server, .verb = verb}, this);
    connect(call, &jobs::AgentCall::finished, this, [call, then = std::move(then)](const Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &) {
        call->deleteLater();
        then(answer ? Result<protocol::Json>(answer->value.get()) : Result<protocol::Json>(answer.error()));
    });
}

std::string OpenServers::agentVersion() const
{
    static const bool atHand = !fleet::agentArchitectures().empty();
    return atHand ? CHANDELIER_VERSION : "";
}

Upkeep *OpenServers::work(bool removal, const std::vector<std::string> &servers, QObject *parent)
{
    std::vector<profile::ServerEntry> chosen;
    for (const profile::ServerEntry &entry : entries())
        if (std::find(servers.begin(), servers.end(), entry.name) != servers.end() && entry.kind == profile::ServerEntry::Kind::Ssh)
            chosen.push_back(entry);
    if (chosen.empty())
        return nullptr;
    fleet::Rollout::Options options;
    options.knownHosts = manager::knownHostsPath(m_manager.profile().path());
    options.holder = whoAmI();
    return new FleetUpkeep(m_link.hub(), removal, std::move(chosen), std::move(options), parent);
}

Upkeep *OpenServers::upgrade(const std::vector<std::string> &servers, QObject *parent) { return work(false, servers, parent); }
Upkeep *OpenServers::removal(const std::vector<std::string> &servers, QObject *parent) { return work(true, servers, parent); }

} // namespace shell
