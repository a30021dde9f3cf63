// SPDX-License-Identifier: GPL-3.0-or-later
// The real cluster behind the window: everything is the Manager's word.
#pragma once
#include "app/shell/cluster.h"
#include "core/manager/manager.h"
#include "core/manager/opener.h"

namespace shell {

class OpenAlerts;
class OpenPast;
class OpenServers;

class OpenCluster final : public Cluster {
    Q_OBJECT
public:
    /// `opener` has said opened().
    explicit OpenCluster(std::unique_ptr<manager::Opener> opener);
    ~OpenCluster() override;
    manager::Manager &manager() const { return *m_manager; }
    agentlink::LinkAgents *link() const { return m_opener->link(); }

    manager::Logins *logins() const { return m_opener->logins(); }
    /// Writes them into the profile. Errors as of profile::Catalogue.
    base::Result<void> setFace(const QString &name, const QString &colour);
    base::Result<void> setProduction(bool production);

    QString name() const override { return m_name; }
    std::string id() const override { return m_opener->path(); }
    QString colour() const override { return m_colour; }
    bool production() const override { return m_manager->production(); }
    QString whyLocked() const override;
    std::int64_t unlockedUntil() const override { return m_manager->unlockedUntil(); }
    void unlock() override { m_manager->unlock(); }
    void lock() override { m_manager->lock(); }
    QStringList viewOnly() const override;
    inventory::World world() const override { return m_manager->world(); }
    inventory::Wanted wanted() const override { return m_manager->wanted(); }
    std::vector<inventory::Drift> drift() const override { return m_manager->drift(); }
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const override { return m_manager->offers(object); }
    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const override { return m_manager->plan(goals); }
    void refresh() override { m_manager->refresh(); }
    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words) override { return m_manager->run(plan, words); }
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const override { return m_manager->jobs(); }
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const override { return m_manager->job(id); }
    void cancel(const jobs::JobId &id) override { m_manager->cancel(id); }
    base::Result<void> retry(const jobs::JobId &id) override { return m_manager->retry(id); }
    base::Result<plan::Plan> undo(const jobs::JobId &id) const override { return m_manager->undo(id); }

    bool isDemo() const override { return m_opener->demo() != nullptr; }
    void killServer(const std::string &name) override;
    void bootServer(const std::string &name) override;
    bool canAddServers() const override { return !isDemo(); }
    void ask(const std::string &server, protocol::Verb verb, const protocol::Json &args, QObject *context, Told then) override;
    void askWith(const std::string &server, protocol::Verb verb, const protocol::Json &args, const protocol::Secrets &secrets, QObject *context, Told then) override;
    void failovers(const std::string &cluster, QObject *context, FailoversTold then) override;
    void giveFenceSecret(const std::string &name, const std::string &password) override;
    std::map<std::string, std::int64_t> fenceProofs() const override { return m_proofs; }
    ServerSide *servers() const override;
    charts::Source *charts() const override;
    AlertSide *alerts() const override;
    logbook::Logs *logs() const override { return &m_manager->logs(); }
    PastSide *past() const override;

private:
    void readFace();
    void makeCharts();
    void readProofs();
    std::map<std::string, std::int64_t> m_proofs;
    QString m_name, m_colour;
    std::unique_ptr<manager::Opener> m_opener; ///< outlives the Manager: it owns the demonstration
    std::unique_ptr<manager::Manager> m_manager;
    std::unique_ptr<OpenServers> m_servers;
    std::unique_ptr<OpenAlerts> m_alerts;
    std::unique_ptr<OpenPast> m_past;
    std::unique_ptr<charts::Source> m_charts; ///< asks the one before
};

} // namespace shell
