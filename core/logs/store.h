// SPDX-License-Identifier: GPL-3.0-or-later
// The logs of one cluster, in an SQLite file beside its profile: blocks of one server's lines each, deflated. The lines of a batch and
// the cursor behind them are written in one transaction, so that after kill -9 nothing is missing and nothing there twice. Of a size:
// the oldest blocks go first.
#pragma once
#include "core/logs/filter.h"

#include <list>
#include <map>

namespace base {
class Database;
}

namespace logbook {

/// Where reading a server's log goes on.
struct Position {
    std::string cursor{};
    std::int64_t at = 0; ///< time of the newest line
};

/// What an answer of logs.fetch holds.
struct Batch {
    std::string source{}, cursor{}, lost{};
    std::vector<protocol::LogLine> lines{};
    bool more = false;
};
/// BadMessage: no such answer. A single line that is wrong is passed over.
base::Result<Batch> batchFromJson(const protocol::Json &json);

/// Lines that have come: of a block, from one index on.
struct Arrival {
    std::int64_t block = 0;
    std::uint32_t from = 0, count = 0;
};

struct Extent {
    std::int64_t first = 0, last = 0; ///< ms since the epoch
    std::int64_t lines = 0, bytes = 0;
};

/// Used in one thread. Errors are Storage if nothing else is said.
class LogStore {
public:
    /// "<profile>.logs"; ":memory:" stays what it is.
    static std::string pathOf(const std::string &profilePath);
    /// A damaged file is kept aside, as base::Database says, and a new one is made.
    static base::Result<std::unique_ptr<LogStore>> open(const std::string &path);
    ~LogStore();
    LogStore(const LogStore &) = delete;

    /// Only one program writes: true when this is the one, or has just become it.
    bool claim();
    /// Takes in what another program has written meanwhile, and says what that is.
    base::Result<std::vector<Arrival>> reload();

    std::map<std::string, Position> positions() const;
    /// Conflict: another program writes.
    base::Result<std::vector<Arrival>> append(const std::string &server, const Batch &batch);

    const std::map<std::int64_t, BlockInfo> &blocks() const { return m_blocks; }
    const std::string &serverOf(const BlockInfo &info) const;
    /// The last ones that were read are kept in memory.
    base::Result<std::shared_ptr<const Block>> block(std::int64_t id);
    Extent extent() const;

    std::int64_t limit() const { return m_limit; } ///< bytes of the blocks
    base::Result<void> setLimit(std::int64_t bytes);
    /// Deletes what is over the limit and gives space back. True: there is more to do.
    base::Result<bool> upkeep();

private:
    LogStore() = default;
    struct Source {
        std::string server;
        Position position{};
        std::int64_t open = 0; ///< the block that is added to; 0: none
    };
    base::Result<void> load();
    base::Result<std::int64_t> sourceOf(const std::string &server);
    base::Result<void> write(const BlockInfo &info, const Block &block);
    void remember(std::int64_t id, std::shared_ptr<const Block> block);

    std::unique_ptr<base::Database> m_db;
    std::map<std::int64_t, Source> m_sources;
    std::map<std::int64_t, BlockInfo> m_blocks;
    std::list<std::pair<std::int64_t, std::shared_ptr<const Block>>> m_kept; ///< the newest use first
    std::int64_t m_limit = 0, m_bytes = 0, m_nextBlock = 1, m_version = -2;
    std::string m_claimFile;
    int m_claim = -1;
};

} // namespace logbook
