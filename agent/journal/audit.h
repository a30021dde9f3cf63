// SPDX-License-Identifier: GPL-3.0-or-later
// The hash-chained record of what was changed and by whom: file "audit", one line an entry,
// "<hash> <JSON>\n" with hash = SHA-256(previous hash + JSON). A changed or missing line breaks every later hash.
#pragma once
#include "agent/journal/storage.h"
#include "agent/protocol/json.h"

namespace agent {

struct AuditReport {
    bool ok = true;
    std::uint64_t lines = 0, torn = 0; ///< torn: pieces left by a crash in the middle of a write
    std::string first{};               ///< what is wrong with the first bad line
};

class Audit {
public:
    explicit Audit(Storage &storage) : m_storage(storage) { }
    protocol::Result<> open();
    protocol::Result<> add(const protocol::Json &entry);
    /// The last entries with their hashes, oldest first.
    protocol::Result<protocol::Json> show(std::size_t last) const;
    protocol::Result<AuditReport> verify() const;

private:
    Storage &m_storage;
    std::string m_last;      ///< hash of the last whole line
    bool m_cleanEnd = true;  ///< the file ends with a line end
};

} // namespace agent
