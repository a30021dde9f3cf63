// SPDX-License-Identifier: GPL-3.0-or-later
// Goals about clusters of Corosync and Pacemaker, and what is under them. Private to plan.
#pragma once
#include "core/plan/goals.h"

namespace plan {

bool isHaGoal(Goal::What what);
/// Checks the goal and completes it; what it wants goes into the task's Wanted. Errors: BadArgument, Conflict, Impossible, NotFound.
base::Result<void> prepareHa(Task &task, Goal &goal);
void pursueHa(Task &task, Model &model, Search &search, const Goal &goal);
/// A server under Pacemaker that is drained, rebooted or shut down. False: it is in no cluster that runs, or nothing on it is under it.
bool standBy(Task &task, Model &model, Search &search, Index server, const std::string &why);
/// After a reboot: LNet and the cluster run again, and it may have resources.
void standUp(Model &model, Search &search, Index server, const std::string &why);
/// A state of an HaResource that was asked for: handed over, or taken back as it is.
void reachResource(Task &task, Model &model, Search &search, Index resource, State state);
void wantHa(inventory::Wanted &out, const Task &task, const Model &model, const Goal &goal);
/// The targets that `object` means: itself, or all of a file system with the MGS that nobody else uses.
std::vector<ObjectId> targetsMeant(const inventory::World &world, const ObjectId &object);

} // namespace plan
