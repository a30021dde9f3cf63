// SPDX-License-Identifier: GPL-3.0-or-later
// Takes secrets out of text that leaves the host in a diagnostics bundle: too much rather than too little.
#pragma once
#include "agent/protocol/json.h"

#include <string>

namespace agent {

/// Passwords and keys after their names (password=, psk:, --token X ...), user and password in URLs, PEM and PGP private keys,
/// hashes of /etc/shadow, Authorization lines. Names stay, so that it can be seen what was there.
std::string withoutSecrets(const std::string &text);
/// The same in every text of a JSON value; the value of a member that is called like a secret goes altogether.
protocol::Json withoutSecrets(const protocol::Json &value);

} // namespace agent
