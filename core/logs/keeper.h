// SPDX-License-Identifier: GPL-3.0-or-later
// The store as the worker's thread has it. Internal to core/logs: only pieces of work touch it.
#pragma once
#include "core/logs/explain.h"
#include "core/logs/scan.h"

#include <deque>
#include <functional>
#include <optional>
#include <set>

namespace logbook {

/// A line that a message of interest explains.
struct Hit {
    std::string message{}; ///< Message::id
    std::string server{};
    std::int64_t at = 0;   ///< ms since the epoch
    std::string target{};  ///< the first label of a target in it; empty: none
    std::string text{};    ///< as people read it
};

class Keeper {
public:
    /// `interesting` gives ids of messages whose lines are told as hits; asked once, in the worker's thread. None: no hits.
    Keeper(std::string path, std::function<std::set<std::string>()> interesting) : m_path(std::move(path)), m_interesting(std::move(interesting)) { }

    struct Opened {
        std::optional<base::Error> error{};
        bool writes = false;
        std::map<std::string, Position> positions{};
        std::uint64_t stamp = 0;
    };
    /// Opens the file, or looks whether the program that writes it has ended, and for what it has written.
    Opened open();

    struct Taken {
        std::optional<base::Error> error{};
        Position position{};
        bool more = false, moved = false; ///< moved: the cursor is another one than before
        std::uint64_t stamp = 0;
        std::vector<Hit> hits{};
    };
    Taken take(const std::string &server, const base::Result<Batch> &batch);

    base::Result<LogStore *> store();
    /// What has come after `stamp`; nothing: so much that it is not known any more.
    std::optional<std::vector<Arrival>> arrivals(std::uint64_t stamp) const;
    std::uint64_t stamp() const { return m_stamp; }
    bool upkeep();

private:
    void note(std::vector<Arrival> arrivals);
    std::vector<Hit> hitsIn(const std::string &server, const Batch &batch);

    std::string m_path;
    std::function<std::set<std::string>()> m_interesting;
    std::optional<Catalogue> m_catalogue{};
    std::set<std::string> m_wanted{};
    std::unique_ptr<LogStore> m_store;
    std::optional<base::Error> m_error;
    bool m_writes = false;
    std::uint64_t m_stamp = 1; ///< grows by one with each arrival
    std::deque<Arrival> m_arrivals;
};

} // namespace logbook
