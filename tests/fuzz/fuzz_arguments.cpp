// SPDX-License-Identifier: GPL-3.0-or-later
// Any JSON as the arguments of every verb, and as an inventory. What is accepted must never reach a tool with a control
// character in it, and its line must survive being shown.
#include "agent/protocol/inventory.h"
#include "agent/protocol/operations.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

FUZZ_ENTRY(fuzzArguments)
{
    const protocol::Json json = protocol::parseJson(input);
    if (json.is_discarded())
        return 0;
    if (const auto inventory = protocol::inventoryFromJson(json); inventory && !protocol::inventoryFromJson(protocol::toJson(*inventory)))
        std::abort();
    for (const protocol::VerbTraits &traits : protocol::verbs) {
        const auto operations = protocol::operationsFor(traits.verb, json);
        if (!operations)
            continue;
        for (const protocol::Operation &operation : *operations) {
            for (const std::string &word : operation.argv)
                for (const char c : word)
                    if (static_cast<unsigned char>(c) < 32)
                        std::abort();
            if (protocol::commandLine(operation).empty())
                std::abort();
        }
    }
    return 0;
}
