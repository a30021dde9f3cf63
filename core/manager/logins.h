// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords and passphrases for SSH logins that the person chose to remember: given to the lines when a cluster is opened, kept
// by Secrets. The profile notes only for which servers there is one. The password of sudo is never remembered.
#pragma once
#include "core/link/endpoint.h"
#include "core/manager/manager.h"
#include "core/profile/secrets.h"

#include <QPointer>
#include <memory>
#include <set>

namespace agentlink {
class LinkAgents;
}

namespace manager {

/// Lives as long as the Manager and in its thread.
class Logins final : public QObject {
    Q_OBJECT
public:
    Logins(Manager &manager, agentlink::LinkAgents &link, std::shared_ptr<profile::Secrets> secrets);

    /// Reads those that are remembered and hands them to the lines, which then try again.
    void load();
    /// Keeps it for the next time too, and gives it to the line now. `then` says whether it was kept.
    void remember(const std::string &server, const std::string &secret, profile::Secrets::Done then = {});
    void forget(const std::string &server);
    bool remembers(const std::string &server) const { return m_known.contains(server); }
    const profile::Secrets &secrets() const { return *m_secrets; }

signals:
    /// Once in a program: what was to be remembered is kept in memory only; `why` for a person.
    void inMemoryOnly(const std::string &why);

private:
    std::string keyOf(const std::string &server) const;
    void saveKnown();
    void sayOnce();

    QPointer<Manager> m_manager;
    QPointer<agentlink::LinkAgents> m_link;
    std::shared_ptr<profile::Secrets> m_secrets;
    std::set<std::string> m_known;
    std::string m_cluster; ///< tells clusters apart in the keychain, whatever their names
};

/// Takes what is remembered for a profile out of the keychain, before the profile is deleted.
void forgetLogins(profile::Profile &profile, const std::shared_ptr<profile::Secrets> &secrets);

/// The id of a profile, made when it has none yet.
std::string clusterId(profile::Profile &profile);

} // namespace manager
