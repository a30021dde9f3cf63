// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/logins.h"

#include "agent/protocol/json.h"
#include "core/link/agents.h"
#include "core/profile/profile.h"

#include <QUuid>

namespace manager {

using base::Result;

namespace {

const char *const rememberedKey = "logins";

std::set<std::string> remembered(const profile::Profile &profile)
{
    std::set<std::string> servers;
    const protocol::Json known = protocol::parseJson(profile.setting(rememberedKey));
    if (known.is_array())
        for (const protocol::Json &server : known)
            if (server.is_string())
                servers.insert(server.get<std::string>());
    return servers;
}

std::string keyIn(const std::string &cluster, const std::string &server) { return cluster + "/login/" + server; }

} // namespace

std::string clusterId(profile::Profile &profile)
{
    std::string id = profile.setting("id");
    if (!id.empty())
        return id;
    id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    return profile.setSetting("id", id) ? id : profile.path();
}

void forgetLogins(profile::Profile &profile, const std::shared_ptr<profile::Secrets> &secrets)
{
    for (const std::string &server : remembered(profile))
        secrets->remove(keyIn(profile.setting("id"), server), secrets.get(), [secrets](const Result<void> &) { }); // it lives until then
}

Logins::Logins(Manager &manager, agentlink::LinkAgents &link, std::shared_ptr<profile::Secrets> secrets)
    : m_manager(&manager)
    , m_link(&link)
    , m_secrets(std::move(secrets))
{
    m_known = remembered(manager.profile());
    m_cluster = m_known.empty() ? manager.profile().setting("id") : clusterId(manager.profile());
    connect(&manager, &Manager::serversChanged, this, [this] { // who leaves the profile leaves the keychain
        auto servers = m_manager ? m_manager->profile().servers() : Result<std::vector<profile::ServerEntry>>(std::vector<profile::ServerEntry>());
        std::set<std::string> gone = m_known;
        for (const profile::ServerEntry &server : servers ? *servers : std::vector<profile::ServerEntry>())
            gone.erase(server.name);
        for (const std::string &server : servers ? gone : std::set<std::string>())
            forget(server);
    });
}

std::string Logins::keyOf(const std::string &server) const { return keyIn(m_cluster, server); }

void Logins::load()
{
    for (const std::string &server : m_known)
        m_secrets->read(keyOf(server), this, [this, server](const Result<std::optional<std::string>> &read) {
            if (!m_secrets->lasting())
                sayOnce();
            if (!read || !*read || !m_link)
                return;
            m_link->setSecret(server, agentlink::Secret(**read));
            m_link->reconnectNow(server);
        });
}

void Logins::remember(const std::string &server, const std::string &secret, profile::Secrets::Done then)
{
    if (m_cluster.empty() && m_manager)
        m_cluster = clusterId(m_manager->profile());
    if (m_link)
        m_link->setSecret(server, agentlink::Secret(secret));
    m_secrets->write(keyOf(server), secret, this, [this, server, then](const Result<void> &kept) {
        if (kept && m_secrets->lasting() && m_known.insert(server).second)
            saveKnown();
        if (!m_secrets->lasting())
            sayOnce();
        if (then)
            then(kept);
    });
}

void Logins::forget(const std::string &server)
{
    if (m_known.erase(server) > 0)
        saveKnown();
    m_secrets->remove(keyOf(server), this, [](const Result<void> &) { });
}

void Logins::saveKnown()
{
    if (m_manager)
        (void)m_manager->profile().setSetting(rememberedKey, protocol::dumpJson(m_known)).ok(); // then it is asked for again
}

void Logins::sayOnce()
{
    static bool said = false;
    if (!std::exchange(said, true))
        emit inMemoryOnly("Passwords are kept in memory only and asked for again after the next start: " + m_secrets->reason() + ".");
}

} // namespace manager
