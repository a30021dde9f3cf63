// SPDX-License-Identifier: GPL-3.0-or-later
// One SQLite file, opened the one way that survives kill -9: WAL, synchronous FULL, every change in a transaction. Several
// parts share a file; each has its own line of migrations, so that none waits for another's version number.
#pragma once
#include "core/base/result.h"

#include <QVariant>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace base {

/// The tables of one part. Migration n (counted from 1) brings them from version n - 1 to n; released ones are never edited.
struct Schema {
    std::string part;                               ///< "profile", "jobs"
    std::vector<std::vector<std::string>> migrations; ///< each a list of SQL statements
    bool shrinks = false; ///< a new file of it can be made smaller page by page: PRAGMA incremental_vacuum
    int newest() const { return static_cast<int>(migrations.size()); }
};

using Row = std::vector<QVariant>;

/// Used in the thread that opened it. All errors are Storage and name the file.
class Database {
public:
    /// Opens or creates `path` (mode 0600; ":memory:" for tests) and brings `schema` up to date. A file of a newer program is
    /// refused and left as it is. A damaged file is renamed to "<path>.damaged-N", never written to, and refused.
    static Result<std::unique_ptr<Database>> open(const std::string &path, const Schema &schema);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    Result<void> run(const std::string &sql, const Row &values = {});
    Result<std::vector<Row>> rows(const std::string &sql, const Row &values = {});
    /// All of what `change` does or nothing. May be nested: the outermost one commits.
    Result<void> transaction(const std::function<Result<void>()> &change);
    /// Another number than before means that another connection has changed the file.
    std::int64_t foreignVersion();
    const std::string &path() const;

private:
    Database();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace base
