// SPDX-License-Identifier: GPL-3.0-or-later
// What conditions of alerts may ask of the World: a closed list of names, each with its meaning.
#pragma once
#include "core/inventory/wanted.h"
#include "core/monitor/condition.h"
#include "core/monitor/rules.h"

#include <map>
#include <set>
#include <span>

namespace monitoring {

/// All that facts are read from; immutable while it is looked at.
struct Scene {
    inventory::World world{};
    std::shared_ptr<const inventory::Wanted> wanted = std::make_shared<const inventory::Wanted>();
    std::set<inventory::ObjectId> busy{}; ///< objects and servers that a running job of ours works on
    struct Agent {
        std::int64_t heardAt = 0;  ///< ms since the epoch, this workstation's clock; 0: no figures yet since it is connected
        std::string trouble{};
        double interval = 0;       ///< seconds between its samples; 0: not known
        bool live = true;          ///< all that it has kept is here
    };
    std::map<std::string, Agent> agents{}; ///< by server
    std::map<std::string, std::map<std::string, std::string>> parameters{}; ///< by server: what servers should have in common, by name
    std::int64_t now = 0;
    /// Server -> when a test last fenced it and its targets came up elsewhere, ms since the epoch. Null: nobody has looked.
    std::shared_ptr<const std::map<std::string, std::int64_t>> provenAt{};
    /// Objects and servers that jobs of ours worked on, whichever program ran them: when the last one was over, ms since the epoch.
    std::map<inventory::ObjectId, std::int64_t> worked{};
};

using FactGetter = Term (*)(const Scene &scene, const std::string &object);

std::string_view word(Scope scope); ///< "server", "target", "filesystem", "cluster"
/// Null: there is no such fact. `object` of the getter: a server's name, a target's ObjectId, a file system's or cluster's name.
FactGetter factOf(Scope scope, std::string_view name);
/// "server.reach, server.lnet, ..."
std::string factNames(Scope scope);
/// Name and meaning of all, for the manual and the README.
std::vector<std::pair<std::string, std::string>> allFacts();

} // namespace monitoring
