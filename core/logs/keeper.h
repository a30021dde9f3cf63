// SPDX-License-Identifier: GPL-3.0-or-later
// The store as the worker's thread has it. Internal to core/logs: only pieces of work touch it.
#pragma once
#include "core/logs/scan.h"

#include <deque>
#include <optional>

namespace logbook {

class Keeper {
public:
    explicit Keeper(std::string path) : m_path(std::move(path)) { }

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
    };
    Taken take(const std::string &server, const base::Result<Batch> &batch);

    base::Result<LogStore *> store();
    /// What has come after `stamp`; nothing: so much that it is not known any more.
    std::optional<std::vector<Arrival>> arrivals(std::uint64_t stamp) const;
    std::uint64_t stamp() const { return m_stamp; }
    bool upkeep();

private:
    void note(std::vector<Arrival> arrivals);

    std::string m_path;
    std::unique_ptr<LogStore> m_store;
    std::optional<base::Error> m_error;
    bool m_writes = false;
    std::uint64_t m_stamp = 1; ///< grows by one with each arrival
    std::deque<Arrival> m_arrivals;
};

} // namespace logbook
