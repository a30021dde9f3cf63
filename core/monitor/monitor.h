// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one open cluster: followed, stored, and asked for. Lives in the thread that made it and never blocks it; the store is
// in a thread of its own.
#pragma once
#include "core/monitor/follower.h"

namespace monitoring {

struct Options {
    std::string profilePath;      ///< the samples lie beside it
    base::Clock *clock = nullptr; ///< must outlive the Monitor
    bool beside = true;           ///< false: everything in the caller's thread, for tests whose time is simulated
};

/// Which figures, when, and how fine. `series` that were found before, or those that fit `selector`.
struct Request {
    Selector selector{};
    std::vector<SeriesId> series{}; ///< empty: the selector's
    std::int64_t from = 0;          ///< ms since the epoch
    std::int64_t to = 0;            ///< not included; 0: now
    int points = 1000;              ///< most buckets of a line: as many as pixels
};

class Monitor final : public QObject {
    Q_OBJECT
public:
    Monitor(Options options, jobs::Agents &agents, QObject *parent = nullptr);
    /// Writes what is in memory.
    ~Monitor() override;

    void setServers(const std::vector<std::string> &servers);

    using Queried = std::function<void(const base::Result<Answer> &)>;
    /// `then` is called in this thread, later, unless `context` has gone. Errors: BadArgument, Storage.
    void query(const Request &request, QObject *context, Queried then);
    void find(const Selector &selector, QObject *context, std::function<void(const std::vector<Series> &)> then);
    /// From the first sample to the last, ms since the epoch; 0, 0 when there is none.
    void extent(QObject *context, std::function<void(std::pair<std::int64_t, std::int64_t>)> then);

    /// The last figure, a counter's rate per second; nothing when there is none now. Cheap: for tables that are painted.
    std::optional<double> latest(const std::string &server, const std::string &name, const Labels &labels = {}) const;
    /// All last figures, facts and the agent's cost of a server; null before the first sample.
    std::shared_ptr<const Snapshot> snapshot(const std::string &server) const;
    Following following(const std::string &server) const;
    bool isSettled() const;            ///< what there is to fetch has been fetched
    bool writes() const { return m_writes; } ///< false: another program follows this cluster, and what it stores is shown
    std::optional<base::Error> trouble() const { return m_trouble; } ///< of the file

    /// BadArgument: see SampleStore::setRetention.
    void setRetention(const Retention &retention, QObject *context, std::function<void(const base::Result<void> &)> then);

    /// By server, ms since the epoch: when fencing was proven. Null: nobody has looked.
    using Proofs = std::shared_ptr<const std::map<std::string, std::int64_t>>;
    /// The facts that alerts are judged by: at each new World, and when jobs begin and end. `busy`: what jobs of ours work on.
    void setScene(const inventory::World &world, std::shared_ptr<const inventory::Wanted> wanted, std::set<inventory::ObjectId> busy, Proofs provenAt = {},
        std::map<inventory::ObjectId, std::int64_t> worked = {});
    /// What the logs said; Logs tells it.
    void addSaid(std::vector<Said> all);
    /// The alerts that hold, worst first. Never null.
    AlertList alerts() const { return m_alerts; }
    const AlertRule *rule(const std::string &id) const; ///< its cause, remedy, and what would help (helpingGoal); null: not known any more
    using Changed = std::function<void(const base::Result<void> &)>;
    void acknowledge(std::int64_t alert, const std::string &who, const std::string &note, QObject *context, Changed then);
    void mute(const Mute &mute, QObject *context, Changed then);
    void unmute(std::int64_t mute, QObject *context, Changed then);
    void alertHistory(std::int64_t from, std::int64_t to, int most, QObject *context, std::function<void(const base::Result<std::vector<Alert>> &)> then);
    /// AlertBook::since, and what its newest id is.
    void alertsSince(std::int64_t after, const std::set<std::int64_t> &ids, QObject *context, std::function<void(const base::Result<std::vector<Alert>> &)> then);
    void newestAlert(QObject *context, std::function<void(const base::Result<std::int64_t> &)> then);
    void mutes(QObject *context, std::function<void(const std::vector<Mute> &)> then);

signals:
    void alertsChanged();
    void sampled();                    ///< latest() has something new; at most once a second
    void followingChanged(const std::string &server);
    void settled();                    ///< isSettled() has become true

private:
    void open();
    void flushLater();
    void upkeepLater(int ms);
    void judgeLater();
    void tell();
    void takeAlerts(const AlertList &alerts);
    void change(std::function<base::Result<void>(AlertBook &)> what, QObject *context, Changed then);

    base::Clock &m_clock;
    std::shared_ptr<Keeper> m_keeper;
    std::unique_ptr<base::Worker> m_worker;
    std::unique_ptr<Follower> m_follower;
    std::map<std::string, std::shared_ptr<const Snapshot>> m_snapshots;
    std::optional<base::Error> m_trouble;
    AlertList m_alerts = std::make_shared<const std::vector<Alert>>();
    std::vector<AlertRule> m_rules;
    std::int64_t m_toldAt = 0;
    bool m_opened = false, m_writes = false, m_telling = false, m_settled = false;
};

} // namespace monitoring
