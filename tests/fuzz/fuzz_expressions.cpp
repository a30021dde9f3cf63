// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as an expression of a server profile or the condition of an alert, and as their files. What is read must hold or not, and a profile must come back as it was.
#include "core/inventory/expression.h"
#include "core/inventory/serverprofile.h"
#include "core/monitor/rules.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

FUZZ_ENTRY(fuzzExpressions)
{
    const protocol::HostInventory host;
    if (const auto expression = inventory::Expression::parse(input))
        expression->holds(host);
    else if (expression.error().message.empty())
        std::abort();
    if (const auto condition = monitoring::Condition::parse(input))
        condition->holds([](std::size_t i) { return i % 3 == 0 ? monitoring::Term() : i % 3 == 1 ? monitoring::Term(1.5) : monitoring::Term(std::string("up")); });
    else if (condition.error().message.empty())
        std::abort();
    const protocol::Json json = protocol::parseJson(input);
    if (const auto rule = monitoring::ruleFromJson(json, "the file"); !rule && rule.error().message.empty())
        std::abort();
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
