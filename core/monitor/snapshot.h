// SPDX-License-Identifier: GPL-3.0-or-later
// The last figures of one server, as one immutable value.
#pragma once
#include "core/monitor/store.h"

#include <unordered_map>

namespace monitoring {

/// Which place a series has; the same object as long as the server has the same series.
struct SnapshotIndex {
    std::vector<Series> series{};
    std::unordered_map<std::string, std::size_t> byKey{}; ///< by keyOf(name, labels)
};

struct Snapshot {
    std::int64_t at = 0; ///< ms since the epoch, of the sample
    std::shared_ptr<const SnapshotIndex> index{};
    std::vector<double> values{}; ///< counters as rates per second; NaN: none now
    std::vector<Fact> facts{};
    std::optional<Cost> cost{};   ///< of the agent itself

    std::optional<double> value(const std::string &name, const Labels &labels = {}) const;
};

} // namespace monitoring
