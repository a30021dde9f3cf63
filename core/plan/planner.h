// SPDX-License-Identifier: GPL-3.0-or-later
// From a World and goals to a Plan. Pure: nothing is run, nobody is asked.
#pragma once
#include "core/plan/plan.h"

namespace plan {

/// The plan that reaches all goals from what is observed. Empty when everything is so already. Errors: BadArgument (a goal or
/// a spec that cannot be meant), Impossible (no way; names the objects and what stands in the way), Conflict (cycle, or goals
/// that contradict each other; names the objects).
base::Result<Plan> plan(const inventory::World &world, const inventory::Wanted &wanted, const std::vector<Goal> &goals);

/// The plan that takes a finished plan back, every move by its inverse in reverse order, as far as there are inverses; its notes
/// name the moves that have none. `done[i]` says whether move i was done.
base::Result<Plan> inverse(const Plan &plan, const std::vector<bool> &done, const inventory::World &world,
    const inventory::Wanted &wanted);

/// The World without the targets that were removed here. Their content is still on the disks; a volume that has some is
/// free, and using it again wants the content named.
inventory::World withoutRemoved(const inventory::World &world, const inventory::Wanted &wanted);

/// What can be done with an object now: the words of the machine table and the actions that are no states.
struct Offer {
    std::string action;      ///< "Stop target"
    Goal goal{};
    Risk risk{};
    std::string whyNot{};    ///< reason why it is not possible now; empty when it is
};
std::vector<Offer> offers(const inventory::World &world, const inventory::Wanted &wanted, const ObjectId &object);

} // namespace plan
