// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster out of thin air, for tests of models and pages: Worlds of any size, the real planner, jobs that the test moves.
#pragma once
#include "app/charts/source.h"
#include "app/shell/alertside.h"
#include "app/shell/cluster.h"
#include "app/shell/pastside.h"

#include <functional>

namespace madeup {

struct Shape {
    int mds = 2, oss = 4;
    int mdtVolumes = 4, ostVolumes = 12; ///< free ones included
    int mdts = 2, osts = 8;              ///< of file system `fsname`; 0: no file system
    std::string fsname = "scratch";
    std::string serverName{};            ///< prefix instead of "mds" and "oss"
};

inventory::World world(const Shape &shape);
/// The same World with a change.
inventory::World changed(const inventory::World &world, const std::function<void(inventory::WorldData &)> &change);

class Cluster final : public shell::Cluster {
    Q_OBJECT
public:
    explicit Cluster(inventory::World world);

    void setWorld(const inventory::World &world);
    void setDrift(std::vector<inventory::Drift> drift);
    void setJob(const jobs::Job &job);
    inventory::Wanted &wantedState() { return m_wanted; }
    std::vector<std::string> wordsOfLastRun() const { return m_words; }

    QString name() const override { return m_name; }
    std::string id() const override { return m_id; }
    bool production() const override { return m_production; }
    QString colour() const override { return m_colour; }
    std::int64_t unlockedUntil() const override { return m_unlocked; }
    QString whyLocked() const override { return m_locked; }
    inventory::World world() const override { return m_world; }
    inventory::Wanted wanted() const override { return m_wanted; }
    std::vector<inventory::Drift> drift() const override { return m_drift; }
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const override { return plan::offers(m_world, m_wanted, object); }
    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const override { return plan::plan(m_world, m_wanted, goals); }
    void refresh() override { ++m_refreshes; }
    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words) override;
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const override { return m_jobs; }
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const override;
    void cancel(const jobs::JobId &id) override { m_cancelled = id; }
    base::Result<void> retry(const jobs::JobId &id) override;
    base::Result<plan::Plan> undo(const jobs::JobId &id) const override;

    charts::Source *charts() const override { return m_source; }
    shell::AlertSide *alerts() const override { return m_alerts; }
    logbook::Logs *logs() const override { return m_logs; }
    shell::PastSide *past() const override { return m_past; }
    shell::ServerSide *servers() const override { return m_servers; }
    bool canAddServers() const override { return m_servers != nullptr; }

    void ask(const std::string &server, protocol::Verb verb, const protocol::Json &args, QObject *context, Told then) override
    {
        if (!m_answer)
            return shell::Cluster::ask(server, verb, args, context, std::move(then));
        QTimer::singleShot(0, context, [value = m_answer(server, verb, args), then = std::move(then)] { then(value); });
    }

    std::map<std::string, std::int64_t> fenceProofs() const override { return m_proofs; }
    void askWith(const std::string &server, protocol::Verb verb, const protocol::Json &args, const protocol::Secrets &secrets, QObject *context, Told then) override
    {
        m_secretsOfAsked = secrets;
        ask(server, verb, args, context, std::move(then));
    }
    void failovers(const std::string &, QObject *context, FailoversTold then) override
    {
        QTimer::singleShot(0, context, [input = m_failovers, then = std::move(then)] { then(input); });
    }
    void giveFenceSecret(const std::string &name, const std::string &password) override { m_fenceSecrets[name] = password; }

    std::map<std::string, std::int64_t> m_proofs{};
    std::map<std::string, std::string> m_fenceSecrets{}; ///< passwords of fence devices that were given
    protocol::Secrets m_secretsOfAsked{}; ///< of the last question that had some
    ha::StoryInput m_failovers{};
    std::function<base::Result<protocol::Json>(const std::string &server, protocol::Verb verb, const protocol::Json &args)> m_answer{}; ///< what agents say
    shell::AlertSide *m_alerts = nullptr; ///< of the test; outlives it
    logbook::Logs *m_logs = nullptr;      ///< the same
    shell::PastSide *m_past = nullptr; ///< of the test; outlives it
    charts::Source *m_source = nullptr; ///< of the test; outlives it
    shell::ServerSide *m_servers = nullptr; ///< of the test; outlives it
    QString m_name = QStringLiteral("atlas"), m_locked{}, m_colour = QStringLiteral("blue");
    std::int64_t m_unlocked = 0;
    std::string m_id{};
    bool m_production = false;
    int m_refreshes = 0;
    jobs::JobId m_cancelled{}, m_retried{};

private:
    inventory::World m_world;
    inventory::Wanted m_wanted;
    std::vector<inventory::Drift> m_drift;
    std::vector<std::shared_ptr<const jobs::Job>> m_jobs;
    std::vector<std::string> m_words;
};

/// A job of this plan that has done `done` moves and runs the next; `fails`: the next has failed instead.
jobs::Job job(const plan::Plan &plan, std::size_t done, bool fails = false);

} // namespace madeup
