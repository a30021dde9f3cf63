// SPDX-License-Identifier: GPL-3.0-or-later
// What people said about servers, with their reasons: a check that was overridden, a removal that was forced. In the profile's
// file, in a table of its own; never changed, so that it can be shown years later.
#pragma once
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace base {
class Database;
}

namespace profile {

struct ServerNote {
    std::string server;
    std::int64_t at = 0; ///< ms since the epoch, this workstation's clock
    std::string who;     ///< "user@workstation"
    std::string text;    ///< one sentence
    friend bool operator==(const ServerNote &, const ServerNote &) = default;
};

/// Used in the thread that opened it. All errors are Storage.
class Notes {
public:
    /// `path`: the profile's file.
    static base::Result<std::unique_ptr<Notes>> open(const std::string &path);
    ~Notes();
    base::Result<void> add(const ServerNote &note);
    /// Of one server, the oldest first; of all when it is empty.
    base::Result<std::vector<ServerNote>> of(const std::string &server) const;

private:
    explicit Notes(std::unique_ptr<base::Database> db);
    std::unique_ptr<base::Database> m_db;
};

} // namespace profile
