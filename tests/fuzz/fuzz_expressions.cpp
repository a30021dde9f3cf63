// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as an expression of a server profile, and as its file. What is read must hold or not, and a profile must come back as it was.
#include "core/inventory/expression.h"
#include "core/inventory/serverprofile.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

FUZZ_ENTRY(fuzzExpressions)
{
    const protocol::HostInventory host;
    if (const auto expression = inventory::Expression::parse(input))
        expression->holds(host);
    else if (expression.error().message.empty())
        std::abort();
    const protocol::Json json = protocol::parseJson(input);
    const auto profile = inventory::serverProfileFromJson(json, "the file");
    if (!profile)
        return profile.error().message.empty() ? std::abort(), 1 : 0;
    inventory::softwareState(*profile, host);
    inventory::problemsOf(*profile, host);
    const auto again = inventory::serverProfileFromJson(inventory::toJson(*profile), "the copy");
    if (!again || !(*again == *profile))
        std::abort();
    return 0;
}
