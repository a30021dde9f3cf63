// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of an agent's figures. The answers are in PROTOCOL.md.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <string>

namespace protocol {

struct MetricsArguments {
    std::uint64_t since = 0;  ///< number of the last sample that the caller has; 0: from the oldest
    std::uint64_t series = 0; ///< number of the last series that it knows
    std::string ring{};       ///< whose numbers these are; empty: it has nothing yet
    std::uint64_t limit = 0;  ///< most samples; 0: as many as fit into an answer
};

Result<MetricsArguments> metricsArguments(const Json &args);

struct BurstArguments {
    std::string target{};          ///< "scratch-OST0003", mounted on that host
    int seconds = 5, hertz = 10;   ///< up to 30 seconds, up to ten readings a second
};
Result<BurstArguments> burstArguments(const Json &args);

struct ClientsArguments {
    std::string target{};
    int seconds = 1; ///< between the two readings of which rates are made; up to 10
};
Result<ClientsArguments> clientsArguments(const Json &args);

struct FreeSpaceArguments {
    std::string target{}; ///< of ldiskfs, mounted on that host
};
Result<FreeSpaceArguments> freeSpaceArguments(const Json &args);

} // namespace protocol
