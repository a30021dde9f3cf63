// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of hosts as admins write them: "oss[01-20,25].lab", "mds1, mds2", "root@10.0.0.[1-4]:2222", a pasted column, a file. The
// bracket notation is that of ClusterShell's and Slurm's host lists.
#pragma once
#include "core/base/result.h"

#include <string>
#include <vector>

namespace fleet {

struct HostEntry {
    std::string host;        ///< name or address
    std::string user{};      ///< empty: not said
    int port = 0;            ///< 0: not said
    friend bool operator==(const HostEntry &, const HostEntry &) = default;
};

/// Items are separated by commas, white space and new lines; '#' begins a comment up to the end of its line. Ranges keep leading
/// zeros, several ranges in one item multiply, "[1-9/2]" steps. An address of IP version 6 with a port is written "[fd00::1]:22".
/// Each host once (by name and port), in the order written. BadArgument names the line, the column and what is wrong there; a list of more than
/// `limit` hosts is refused, because it is most likely a slip of the finger.
base::Result<std::vector<HostEntry>> expandHosts(const std::string &text, std::size_t limit = 2'000);

/// The opposite, for people: "oss[01-20].lab, mds1".
std::string foldHosts(const std::vector<std::string> &hosts);

} // namespace fleet
