// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent answers to metrics.fetch, read and checked. The format is in agent/protocol/PROTOCOL.md, "Figures".
#pragma once
#include "core/base/result.h"
#include "core/monitor/value.h"

namespace monitoring {

struct SeriesName {
    std::string name;    ///< "md_stats.samples"
    Labels labels{};
    std::string unit{};  ///< bytes, KiB, usecs ...; empty: a plain number
    Kind kind = Kind::Gauge;
    friend bool operator==(const SeriesName &, const SeriesName &) = default;
};
/// One text for a name and labels, the same for the same ones: the key of maps.
std::string keyOf(const std::string &name, const Labels &labels);

struct Sample {
    std::uint64_t seq = 0;
    std::int64_t at = 0; ///< ms since the epoch, the server's clock
    std::vector<std::pair<std::uint64_t, Value>> values{}; ///< by the agent's number of the series; absent: it ended
};

struct Gap {
    std::int64_t from = 0, to = 0; ///< ms since the epoch
    std::string cause{};           ///< a sentence for a person
    friend bool operator==(const Gap &, const Gap &) = default;
};

struct Cost {
    double cpu = 0; ///< share of a core
    double rss = 0; ///< bytes
    struct Collector {
        std::string name;
        double microseconds = 0;
        std::string cause{}; ///< why it gives nothing; empty: it does
    };
    std::vector<Collector> collectors{};
};

struct Fact {
    std::string name;
    Labels labels{};
    std::string text{};
    friend bool operator==(const Fact &, const Fact &) = default;
};

struct Batch {
    std::string ring;
    std::uint64_t first = 0, last = 0; ///< numbers of the oldest and the newest sample that the agent has
    double interval = 5;               ///< seconds
    std::vector<std::pair<std::uint64_t, SeriesName>> series{};
    std::vector<Sample> samples{};
    std::vector<Gap> gaps{};
    std::optional<Cost> cost{};
    std::vector<Fact> facts{};
    bool more = false;
};

/// BadMessage names the first place that does not follow the format.
base::Result<Batch> batchFromJson(const protocol::Json &json);

} // namespace monitoring
