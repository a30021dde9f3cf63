// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader of a tool's or a file's text gets every input.
#include "agent/actions/parse.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

FUZZ_ENTRY(fuzzTools)
{
    using namespace agent;
    std::size_t sum = parseBlkid(input).text().size() + parseLsblk(input).size() + parseZpoolList(input).size() + parseZfsList(input).size()
        + parseZpoolImport(input).size() + parseZpoolStatus(input).size() + parseMounts(input).size() + parseModules(input).size()
        + parseIpAddr(input).size() + parseNids(input).size() + parseOsRelease(input).size() + parseLnetOptions(input).size()
        + parseParams(input).size() + recoveryWord(input).size() + normalPath(std::string(input)).size();
    sum += parseTunefs(input) ? 1u : 0u;
    sum += parseZfsTarget(input, "p/d") ? 1u : 0u;
    sum += parseMmp(input).value_or(false) ? 1u : 0u;
    if (const auto progress = mkfsProgress(input); progress && (progress->fraction < 0 || progress->fraction > 1))
        std::abort();
    return sum == static_cast<std::size_t>(-1) ? 1 : 0;
}
