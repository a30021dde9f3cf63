// SPDX-License-Identifier: GPL-3.0-or-later
// The store with what is worked out while it fills. Lives in the worker's thread: only pieces of work touch it. Internal to core/monitor.
#pragma once
#include "core/monitor/alerts.h"
#include "core/monitor/snapshot.h"
#include "core/monitor/store.h"

#include <memory>

namespace monitoring {

/// The alerts that hold, worst first; null: as they were.
using AlertList = std::shared_ptr<const std::vector<Alert>>;

class Keeper {
public:
    explicit Keeper(std::string path) : m_path(std::move(path)) { }

    /// What an answer to metrics.fetch came to.
    struct Taken {
        std::optional<base::Error> error{};
        Position position{};
        std::uint64_t last = 0; ///< the newest that the agent has
        double interval = 0;
        bool more = false;
        std::shared_ptr<const Snapshot> snapshot{};
        AlertList alerts{};
    };
    struct Opened {
        std::optional<base::Error> error{};
        bool writes = false;
        std::map<std::string, Position> positions{};
        AlertList alerts{};
        std::vector<AlertRule> rules{};
    };

    /// Opens the file, or looks whether the program that writes it has ended.
    Opened open();
    Taken take(const std::string &server, const base::Result<Batch> &batch);
    void setServers(std::vector<std::string> servers) { m_servers = std::move(servers); }
    base::Result<void> flush();
    /// True: there is more to do.
    bool upkeep(std::int64_t now, int ms);
    AlertList setScene(const Scene &scene);
    AlertList addSaid(const std::vector<Said> &all);
    AlertList judge(std::int64_t now, std::map<std::string, Scene::Agent> agents);
    /// What is changed of alerts, with the list that comes of it.
    std::pair<base::Result<void>, AlertList> change(const std::function<base::Result<void>(AlertBook &)> &what);
    /// What is kept of alerts, as any program may read and change it; not the judging.
    base::Result<AlertBook *> book();
    /// The store, with what another program wrote when that one writes.
    base::Result<SampleStore *> store();

private:
    base::Result<void> openBook();
    AlertList changedAlerts();
    std::shared_ptr<const Snapshot> snapshotOf(const std::string &server, std::int64_t at);

    std::string m_path;
    std::unique_ptr<SampleStore> m_store;
    std::optional<base::Error> m_error;
    bool m_writes = false;
    std::unique_ptr<AlertBook> m_book;
    std::unique_ptr<Alerts> m_alerts; ///< of the program that writes; before the store and the book go, it does
    std::vector<AlertRule> m_rules;
    std::uint64_t m_told = 0;
    std::int64_t m_now = 0;
    std::vector<std::string> m_servers; ///< of the profile
    std::map<std::string, std::shared_ptr<const SnapshotIndex>> m_indices;
};

} // namespace monitoring
