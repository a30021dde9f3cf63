// SPDX-License-Identifier: GPL-3.0-or-later
// What goals mean: their words, their checks, and the calls of the search that reach them. Private to plan.
#pragma once
#include "core/plan/search.h"

#include <set>

namespace plan {

/// The reason of what somebody asked for.
inline const std::string asked = "Asked for";

/// "Start file system scratch"; for titles and for naming goals in errors.
std::string goalText(const Goal &goal, const inventory::World &world);

/// Everything that a plan is made of, for one call of plan().
struct Task {
    inventory::World world;              ///< without removed targets
    inventory::Wanted wanted;            ///< with the specifications of the goals
    std::vector<Goal> goals;             ///< specifications completed
    std::vector<std::string> notes {};
    std::map<ObjectId, std::string> repairs {}; ///< goals that come of a repair: what differs
    std::set<std::string> taken {}, given {}; ///< servers that a file system takes under management with it, and that are given back
};

/// Checks the goals by themselves and completes them. Errors: BadArgument, Conflict, NotFound.
base::Result<Task> prepared(const inventory::World &world, const inventory::Wanted &wanted, const std::vector<Goal> &goals);
/// A model of the task with all that its goals name.
base::Result<void> fill(Model &model, const Task &task);
/// Runs the search for all goals; contradictions end it with Conflict.
void pursue(Task &task, Model &model, Search &search);
/// The profiles of what is to be managed, checked against its hosts; and which servers a file system takes with it.
base::Result<void> prepareManaged(Task &task, Goal &goal);
/// The servers of a file system's targets, its MGS among them, by name.
std::vector<std::string> serversOf(const inventory::FileSystem &fs, const inventory::World &world);
/// The goals about whole servers: manage, release, drain, home, LNet, remove.
void pursueServer(Task &task, Model &model, Search &search, const Goal &goal);
bool isServerGoal(Goal::What what);
void wantServer(inventory::Wanted &out, const Task &task, const Model &model, const Goal &goal);
/// What is wanted when the plan has been run.
inventory::Wanted wantedAfter(const Task &task, const Model &model, const std::vector<Draft> &drafts);

} // namespace plan
