// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that a call carries beside its arguments: {"secrets": {name: base64}}. They live in memory only, at the manager, in the
// agent and in the step's own process; no journal, audit, transcript, event or log ever has one. What is shown instead: secretShown().
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <map>
#include <string>

namespace protocol {

using Secrets = std::map<std::string, std::string>; ///< raw bytes by name ("authkey", "password")

inline constexpr std::size_t mostSecrets = 16, longestSecret = 65536; ///< of one call; bytes of one

Json secretsToJson(const Secrets &secrets);
/// Null is no secrets. BadMessage names what is wrong, never a secret.
Result<Secrets> secretsFromJson(const Json &json);
/// "(secret: authkey)": what stands in a plan or transcript where the secret goes.
std::string secretShown(const std::string &name);

} // namespace protocol
