// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/metrics.h"

#include "agent/protocol/argumentreader.h"

namespace protocol {

Result<MetricsArguments> metricsArguments(const Json &args)
{
    constexpr std::int64_t most = INT64_MAX - 1;
    ArgumentReader in(args);
    MetricsArguments metrics;
    metrics.since = static_cast<std::uint64_t>(in.number("since", 0, most));
    metrics.series = static_cast<std::uint64_t>(in.number("series", 0, most));
    metrics.limit = static_cast<std::uint64_t>(in.number("limit", 0, most));
    metrics.ring = in.text("ring");
    in.check(metrics.ring.size() <= 64, "ring is longer than 64 bytes; it is the word that an earlier answer gave");
    return finish(in, std::move(metrics));
}

} // namespace protocol
