// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/channel.h"

namespace agentlink {

std::string_view words(Stage stage)
{
    switch (stage) {
    case Stage::Idle: return "not connected";
    case Stage::Waiting: return "waiting for its turn";
    case Stage::Resolving: return "resolving the name";
    case Stage::Connecting: return "connecting";
    case Stage::KeyExchange: return "key exchange";
    case Stage::Authentication: return "authentication";
    case Stage::OpeningAgent: return "opening the agent";
    case Stage::Connected: return "connected";
    case Stage::Lost: return "lost";
    case Stage::Refused: return "refused";
    }
    return "not connected";
}

Ending endingFor(base::Error error)
{
    using base::Problem;
    const Problem p = error.problem;
    const bool person = p == Problem::HostKeyUnknown || p == Problem::HostKeyChanged || p == Problem::AccessDenied
        || p == Problem::VersionMismatch || p == Problem::BadArgument;
    return {std::move(error), !person, {}};
}

} // namespace agentlink
