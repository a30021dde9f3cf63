// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster as it is now or as it was at a chosen moment: all pages look through it and need not know which. In the past nothing can
// be changed, and figures end there.
#pragma once
#include "app/charts/source.h"
#include "app/shell/alertside.h"
#include "app/shell/cluster.h"
#include "app/shell/pastside.h"

#include <optional>

namespace shell {

class Lens final : public Cluster {
    Q_OBJECT
public:
    explicit Lens(std::unique_ptr<Cluster> present);
    ~Lens() override;

    Cluster &present() override { return *m_present; }
    PastSide *past() const override { return m_present->past(); }
    std::int64_t moment() const override { return m_wanted; }
    void look(std::int64_t at) override;
    const std::optional<Past> &shown() const { return m_past; } ///< nothing: the present, also while the past is being read
    bool isReading() const { return m_reading; }

    QString name() const override { return m_present->name(); }
    std::string id() const override { return m_present->id(); }
    QString colour() const override { return m_present->colour(); }
    bool production() const override { return m_present->production(); }
    QString whyLocked() const override;
    std::int64_t unlockedUntil() const override { return m_present->unlockedUntil(); }
    void unlock() override { m_present->unlock(); }
    void lock() override { m_present->lock(); }
    QStringList viewOnly() const override { return m_present->viewOnly(); }

    inventory::World world() const override { return m_past ? m_past->world : m_present->world(); }
    inventory::Wanted wanted() const override { return m_past ? m_past->wanted : m_present->wanted(); }
    std::vector<inventory::Drift> drift() const override { return m_past ? m_past->drift : m_present->drift(); }
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const override;
    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const override;
    void refresh() override { m_present->refresh(); }

    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words) override;
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const override;
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const override;
    void cancel(const jobs::JobId &id) override;
    base::Result<void> retry(const jobs::JobId &id) override;
    base::Result<plan::Plan> undo(const jobs::JobId &id) const override;

    bool isDemo() const override { return m_present->isDemo(); }
    void killServer(const std::string &name) override { m_present->killServer(name); }
    void bootServer(const std::string &name) override { m_present->bootServer(name); }
    bool canAddServers() const override { return m_present->canAddServers(); }
    void ask(const std::string &server, protocol::Verb verb, const protocol::Json &args, QObject *context, Told then) override
    {
        m_present->ask(server, verb, args, context, std::move(then));
    }
    void askWith(const std::string &server, protocol::Verb verb, const protocol::Json &args, const protocol::Secrets &secrets, QObject *context, Told then) override
    {
        m_present->askWith(server, verb, args, secrets, context, std::move(then));
    }
    void failovers(const std::string &cluster, QObject *context, FailoversTold then) override { m_present->failovers(cluster, context, std::move(then)); }
    base::Result<plan::Plan> power(const std::string &server, plan::Power what, bool drain) const override
    {
        return m_wanted == 0 ? m_present->power(server, what, drain) : base::Result<plan::Plan>(locked());
    }
    void giveFenceSecret(const std::string &name, const std::string &password) override { m_present->giveFenceSecret(name, password); }
    logbook::Logs *logs() const override { return m_present->logs(); }
    std::map<std::string, std::int64_t> fenceProofs() const override { return m_present->fenceProofs(); }
    ServerSide *servers() const override { return m_wanted != 0 ? nullptr : m_present->servers(); } ///< lines are of now
    charts::Source *charts() const override;
    AlertSide *alerts() const override;

private:
    class Figures;
    class Warnings;
    void read();
    void took(const base::Result<Past> &past);
    void tell();
    base::Error locked() const;

    std::unique_ptr<Cluster> m_owned;
    Cluster *m_present; ///< valid as long as there is one: it says goodbye with closing()
    mutable std::unique_ptr<Figures> m_figures;
    mutable std::unique_ptr<Warnings> m_warnings;
    std::optional<Past> m_past;
    std::int64_t m_wanted = 0; ///< ms since the epoch; 0: now
    bool m_reading = false;
};

/// A job as it was at a moment: what ended later still ran then. Null: it had not been made.
std::shared_ptr<const jobs::Job> jobAt(const std::shared_ptr<const jobs::Job> &job, std::int64_t at);

} // namespace shell
