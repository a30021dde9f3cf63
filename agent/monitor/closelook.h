// SPDX-License-Identifier: GPL-3.0-or-later
// What is read anew because somebody asked: everything for Prometheus, one target ten times a second, the clients of one target. In a
// process of its own, for its memory and for files that hang.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"
#include "agent/protocol/verbs.h"

#include <functional>
#include <string>

namespace monitor {

/// Asked between two readings with how much is done, 0 to 1; false: somebody cancelled.
using GoesOn = std::function<bool(double fraction)>;

/// The verbs that lookNow() answers.
bool looksNow(protocol::Verb verb);
protocol::Result<protocol::Json> lookNow(protocol::Verb verb, const protocol::Json &args, const std::string &sysroot, const GoesOn &goesOn);

} // namespace monitor
