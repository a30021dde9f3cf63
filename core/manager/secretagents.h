// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets of steps: a plan names them, and they are fetched in the moment in which a step is sent. The key of Corosync comes from the
// member that made it, passwords of fence devices from the keychain or from who gave them. They are in no plan, journal or log, and a
// step that is sent again after a crash fetches them again.
#pragma once
#include "core/jobs/agents.h"
#include "core/profile/secrets.h"

#include <map>

namespace manager {

/// Between a Manager and its agents. Lives in their thread.
class SecretAgents final : public jobs::Agents {
    Q_OBJECT
public:
    explicit SecretAgents(std::unique_ptr<jobs::Agents> inner);
    ~SecretAgents() override;

    /// Where passwords are kept; what `prefix` gives tells clusters apart in a keychain. Before that only what was given is known.
    void setStore(std::shared_ptr<profile::Secrets> store, std::function<std::string()> prefix);
    /// The password that fence devices call `name`: used from now on, and kept when `keep`. `then` says whether it could be kept.
    void give(const std::string &name, const std::string &password, bool keep, profile::Secrets::Done then = {});
    /// Whether there is one: given, or kept.
    void has(const std::string &name, QObject *context, std::function<void(bool)> then);
    void forget(const std::string &name);
    /// Whether what is kept outlives this program, and why it does not.
    bool lasting() const { return m_store && m_store->lasting(); }
    std::string whyNotLasting() const { return m_store ? m_store->reason() : "no keychain was opened"; }

    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override;
    inventory::Reach reach(const std::string &server) const override { return m_inner->reach(server); }
    std::string reachReason(const std::string &server) const override { return m_inner->reachReason(server); }
    std::string bootId(const std::string &server) const override { return m_inner->bootId(server); }

private:
    friend class SecretCall;
    using Found = std::function<void(base::Result<std::string>)>;
    /// Never at once.
    void find(const std::string &name, const jobs::Request &request, QObject *context, Found then);
    void findPassword(const std::string &name, QObject *context, Found then);
    void findKey(const std::string &server, QObject *context, Found then);
    std::string keyOf(const std::string &name) const { return m_prefix() + "/fence/" + name; }

    std::unique_ptr<jobs::Agents> m_inner;
    std::shared_ptr<profile::Secrets> m_store;
    std::function<std::string()> m_prefix;
    std::map<std::string, std::string> m_given;  ///< passwords by name
    std::map<std::string, std::string> m_leases; ///< the write leases of the jobs, by server: only with one is a key given
};

} // namespace manager
