// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one verb on this host, in the calling process, from its first look to its last check.
#pragma once
#include "agent/actions/hands.h"
#include "agent/protocol/secrets.h"
#include "agent/protocol/verbs.h"

#include <functional>

namespace agent {

struct Facts {
    std::string version;    ///< of the agent
    bool attempted = false; ///< the journal shows an earlier attempt of the same job with the same arguments
    protocol::Secrets secrets{}; ///< of the call; an action writes them where they belong and nowhere else
    /// Set by an action whose last tool must run after its answer has been given (reboot).
    std::function<void()> afterwards{};
    /// Lets the agent's own process start itself anew; empty where there is none (a call without the agent).
    std::function<void()> restartAgent{};
};

/// The value of the verb's answer. What was run is in the Audience's records, also when it fails.
protocol::Result<protocol::Json> perform(protocol::Verb verb, const protocol::Json &args, Hands &hands, Facts &facts);

} // namespace agent
