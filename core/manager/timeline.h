// SPDX-License-Identifier: GPL-3.0-or-later
// The past of one open cluster: the World at a moment, and what happened when. Asked for in the window's thread, answered later;
// the file is read and written by the manager's worker.
#pragma once
#include "core/base/clock.h"
#include "core/ha/story.h"
#include "core/history/history.h"
#include "core/manager/worker.h"

namespace manager {

/// What was known at a moment.
struct Past {
    std::int64_t at = 0; ///< ms since the epoch
    inventory::World world{};
    std::shared_ptr<const inventory::Wanted> wanted{}; ///< never null
    std::vector<inventory::Drift> drift{};
    history::Span blind{}; ///< nobody looked then: it is what was known at its begin
};

/// What happened in a time.
struct Tale {
    std::vector<history::Event> events{};
    std::vector<history::Span> closed{};  ///< no program followed the cluster
    std::pair<std::int64_t, std::int64_t> extent{}; ///< of all that is kept; 0, 0: nothing is
};

/// Lives as long as its Manager and in its thread.
class Timeline final : public QObject {
    Q_OBJECT
public:
    Timeline(const std::string &profilePath, history::Retention retention, base::Clock &clock, Worker &worker);
    /// The file is closed where it was opened. Call it before the worker goes.
    void finish(bool writes);

    using Looked = std::function<void(const base::Result<Past> &)>;
    /// NotFound: nothing is known of that time. `then` is called in this thread, unless `context` has gone.
    void look(std::int64_t at, QObject *context, Looked then);
    using Told = std::function<void(const base::Result<Tale> &)>;
    void tell(std::int64_t from, std::int64_t to, QObject *context, Told then);
    void setRetention(history::Retention retention);

    using Storied = std::function<void(const base::Result<ha::StoryInput> &)>;
    /// What ha::stories tells the failovers of a cluster from: its statuses around the times at which a member was lost or left, or was
    /// fenced (`fenced`, ms), as far back as is kept; and how the recovery of each target that came up then went.
    void failovers(const std::string &cluster, const std::vector<std::int64_t> &fenced, std::int64_t now, QObject *context, Storied then);

    /// To be called in the worker, with what a World was made of: keeps it when this program is the one that writes.
    class Book {
    public:
        Book(std::string path, history::Retention retention) : m_path(std::move(path)), m_retention(retention) { }
        bool record(std::int64_t now, bool writes, const std::vector<inventory::HostReport> &reports, std::shared_ptr<const inventory::Wanted> wanted,
            const inventory::World &world);
        void beat(std::int64_t now, bool writes);
        bool upkeep(std::int64_t now, bool writes, int ms);
        base::Result<history::History *> history();
        void setRetention(history::Retention retention);

    private:
        std::string m_path;
        history::Retention m_retention;
        std::unique_ptr<history::History> m_history;
        bool m_wrote = false;
    };
    std::shared_ptr<Book> book() const { return m_book; }
    /// Something new was written.
    void recorded() { emit changed(); }
    /// Says now and then that nothing has changed, and throws away what is old. `writes`: whether this program may.
    void keep(std::function<bool()> writes);

signals:
    void changed();

private:
    void keepLater(int ms, const std::function<bool()> &writes);
    base::Clock &m_clock;
    Worker &m_worker;
    std::shared_ptr<Book> m_book;
};

} // namespace manager
