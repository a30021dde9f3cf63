// SPDX-License-Identifier: GPL-3.0-or-later
// IdentitiesOnly (ssh_config(5)) with an ssh-agent: libssh offers all keys of an agent or none, so it is given an agent that knows
// only some. The protocol is draft-miller-ssh-agent: frames of a length (4 bytes, big endian) and a type.
#pragma once
#include <set>
#include <string>

namespace agentlink {

/// Public keys as an agent lists them (the binary form), from a .pub file, a certificate, or a private key that has no passphrase.
std::set<std::string> publicKeysOf(const std::string &identity);

/// A connection to an agent that shows only `keys`, in front of the connection `agent`, which is taken over. -1: no descriptors are
/// left. It ends when either side does.
int filteredAgent(int agent, std::set<std::string> keys);

/// The answer to a request for identities (type 12) with only these in it. A frame's content, without its length; what cannot be
/// read has no keys.
std::string onlyThese(const std::string &answer, const std::set<std::string> &keys);

} // namespace agentlink
