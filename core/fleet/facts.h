// SPDX-License-Identifier: GPL-3.0-or-later
// What a host says of itself before it has an agent: one POSIX shell script is run there over SSH, changes nothing, and prints lines
// of "key<TAB>value". It needs no Python and nothing beyond what a minimal RHEL, SLES, Debian or Ubuntu has.
#pragma once
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fleet {

struct Facts {
    std::map<std::string, std::vector<std::string>> values; ///< keys may repeat; see probe.cpp for the list of them
    std::map<std::string, std::string> disks{}; ///< what is the same on every host that sees a disk, and the device it is here
    std::int64_t askedAt = 0, answeredAt = 0;               ///< ms since the epoch, this workstation's clock, around the script
    std::string text(const std::string &key) const;         ///< the first value; empty when there is none
    const std::vector<std::string> &all(const std::string &key) const;
    bool has(const std::string &key) const { return values.contains(key); }
};

/// To be given to `sh` on its standard input, so that neither the length of a command line nor the login shell matters.
/// `names`: those that the host shall resolve (its own and its peers'). `ports`: "988/tcp" ... to be let in. The script runs as the
/// login user and says of what it could not see without root.
/// `root`: before the agent's own places; empty but in tests.
std::string probeScript(const std::vector<std::string> &names, const std::vector<std::string> &ports, const std::string &root = {});
/// BadMessage when the script did not come to its end, with what it printed last.
/// A Facts made by hand is filled by this too.
std::map<std::string, std::string> disksOf(const Facts &facts);
base::Result<Facts> readFacts(const std::string &output);

} // namespace fleet
