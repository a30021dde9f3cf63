// SPDX-License-Identifier: GPL-3.0-or-later
// The write lease of one agent: one holder at a time, kept in the file "lease". All times are seconds since the epoch.
#pragma once
#include "agent/journal/storage.h"
#include "agent/protocol/json.h"

#include <functional>
#include <optional>

namespace agent {

struct Lease {
    std::string token, holder, host, job, title;
    double since = 0, expiresAt = 0;
};

/// What may be told to everybody: all but the token.
protocol::Json publicJson(const Lease &lease);

class LeaseKeeper {
public:
    using Random = std::function<std::uint64_t()>;
    LeaseKeeper(Storage &storage, Random random) : m_storage(storage), m_random(std::move(random)) { }
    protocol::Result<> open();

    /// `busy`: the lease's own steps that run; it does not expire while there are any.
    /// LeaseHeld (detail: publicJson and "running") when another job has it. The same job gets a new token.
    /// `replaced` is set to an expired lease that was taken over.
    protocol::Result<Lease> take(const Lease &wanted, double seconds, double now, const std::vector<std::string> &busy,
                                 std::optional<Lease> *replaced);
    protocol::Result<Lease> renew(const std::string &token, double seconds, double now);
    protocol::Result<Lease> release(const std::string &token);
    /// LeaseNeeded, with whose it is when it is another's.
    protocol::Result<> check(const std::string &token, double now, bool busy) const;
    /// Nothing when it is free or expired.
    std::optional<Lease> current(double now, bool busy) const;
    /// Also an expired one, which nobody has taken over.
    const std::optional<Lease> &last() const { return m_lease; }

private:
    protocol::Result<> store(const std::optional<Lease> &lease);
    Storage &m_storage;
    Random m_random;
    std::optional<Lease> m_lease;
};

} // namespace agent
