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

Result<BurstArguments> burstArguments(const Json &args)
{
    ArgumentReader in(args);
    BurstArguments burst{in.needed("target")};
    burst.seconds = in.has("seconds") ? static_cast<int>(in.number("seconds", 1, 30)) : burst.seconds;
    burst.hertz = in.has("hertz") ? static_cast<int>(in.number("hertz", 1, 10)) : burst.hertz;
    return finish(in, std::move(burst));
}

Result<ClientsArguments> clientsArguments(const Json &args)
{
    ArgumentReader in(args);
    ClientsArguments clients{in.needed("target")};
    clients.seconds = in.has("seconds") ? static_cast<int>(in.number("seconds", 1, 10)) : clients.seconds;
    return finish(in, std::move(clients));
}

Result<FreeSpaceArguments> freeSpaceArguments(const Json &args)
{
    ArgumentReader in(args);
    FreeSpaceArguments space{in.needed("target")};
    return finish(in, std::move(space));
}

} // namespace protocol
