// SPDX-License-Identifier: GPL-3.0-or-later
// The logs of one open cluster: followed, stored, and looked through. Lives in the thread that made it and never blocks it; the store is
// in a thread of its own.
#pragma once
#include "core/logs/follower.h"

namespace logbook {

struct Options {
    std::string profilePath;      ///< the logs lie beside it
    base::Clock *clock = nullptr; ///< must outlive the Logs
    bool beside = true;           ///< false: everything in the caller's thread, for tests whose time is simulated
    std::function<std::set<std::string>()> interesting{}; ///< ids of messages that said() is told of; called in another thread, once
};

/// One look through the logs, step by step. Destroying it ends it: what comes then is told to nobody.
class Search final : public QObject {
    Q_OBJECT
public:
    ~Search() override;

signals:
    /// Final and in order; `done` comes once, with the last.
    void found(const logbook::Found &found);
    void failed(const base::Error &error); ///< the last word too

private:
    friend class Logs;
    Search(base::Worker &worker, std::shared_ptr<Keeper> keeper);
    void start(const Matcher &matcher, Key from, Towards towards, std::size_t most);
    void next();
    QPointer<base::Worker> m_worker;
    std::shared_ptr<Keeper> m_keeper;
    std::shared_ptr<std::unique_ptr<Scan>> m_scan;
};

class Logs final : public QObject {
    Q_OBJECT
public:
    Logs(Options options, jobs::Agents &agents, QObject *parent = nullptr);
    ~Logs() override;

    void setServers(const std::vector<std::string> &servers);
    /// Somebody looks at the end of the logs: servers are asked every 2 s instead of every 10.
    void setWatched(bool watched) { m_follower->setWatched(watched); }
    Following following(const std::string &server) const { return m_follower->following(server); }
    std::map<std::string, Following> followings() const { return m_follower->all(); }
    bool isSettled() const; ///< what there is to fetch has been fetched
    bool writes() const { return m_writes; } ///< false: another program fetches them, and what it stores is shown
    std::optional<base::Error> trouble() const { return m_trouble; } ///< of the file

    /// Begins a search for lines beyond `from`; the first step is told from the event loop. The caller owns it. BadArgument: the
    /// expression of the filter is wrong.
    base::Result<std::unique_ptr<Search>> search(const Filter &filter, Key from, Towards towards, std::size_t most);
    /// A number that grows with what comes.
    std::uint64_t stamp() const { return m_stamp; }
    struct Fresh {
        std::vector<Line> lines{}; ///< in order of their keys
        std::uint64_t stamp = 0;
        bool missed = false;       ///< so much has come that it must be searched for
    };
    /// What has come after `stamp` and fits. `then` is called in this thread, later, unless `context` has gone.
    void fresh(const Filter &filter, std::uint64_t stamp, QObject *context, std::function<void(const Fresh &)> then);
    void extent(QObject *context, std::function<void(const Extent &)> then);
    void limit(QObject *context, std::function<void(std::int64_t bytes)> then);
    void setLimit(std::int64_t bytes, QObject *context, std::function<void(const base::Result<void> &)> then);

signals:
    void arrived();                    ///< stamp() is another one
    void said(const std::vector<logbook::Hit> &hits); ///< by the one program that fetches; of each server in order of time
    void followingChanged(const std::string &server);
    void settled();                    ///< isSettled() has become true
    void opened();                     ///< the file can be searched, or trouble() says why not

private:
    void open();
    void upkeepLater(int ms);
    void look();

    base::Clock &m_clock;
    std::shared_ptr<Keeper> m_keeper;
    std::unique_ptr<base::Worker> m_worker;
    std::unique_ptr<Follower> m_follower;
    std::optional<base::Error> m_trouble;
    std::uint64_t m_stamp = 0;
    bool m_opened = false, m_writes = false, m_settled = false;
};

} // namespace logbook
Q_DECLARE_METATYPE(logbook::Found)
