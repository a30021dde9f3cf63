// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a list of hosts, and as what a host said of itself. A list that was read must come out of folding unchanged.
#include "core/fleet/facts.h"
#include "core/fleet/hostlist.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>
#include <set>

FUZZ_ENTRY(fuzzHosts)
{
    (void)fleet::readFacts(std::string(input)).ok();
    const auto hosts = fleet::expandHosts(std::string(input), 200);
    if (!hosts)
        return hosts.error().message.empty() || hosts.error().remedy.empty() ? (std::abort(), 0) : 0;
    std::vector<std::string> names;
    std::set<std::string> before, after;
    for (const fleet::HostEntry &host : *hosts) {
        if (host.host.empty() || host.port < 0 || host.port > 65535)
            std::abort();
        if (host.host.find(':') == std::string::npos) { // addresses of IP version 6 are no names
            names.push_back(host.host);
            before.insert(host.host);
        }
    }
    const auto again = fleet::expandHosts(fleet::foldHosts(names), 200);
    if (!again)
        std::abort();
    for (const fleet::HostEntry &host : *again)
        after.insert(host.host);
    if (before != after)
        std::abort();
    return 0;
}
