// SPDX-License-Identifier: GPL-3.0-or-later
// From a command line to goals for the planner. Pure.
#pragma once
#include "app/cli/arguments.h"
#include "core/plan/plan.h"

namespace cli {

/// The goals that a changing command means in this world. BadArgument and NotFound name the word and what there is instead.
base::Result<std::vector<plan::Goal>> goalsOf(const Arguments &arguments, const inventory::World &world);
/// Whether the command is one that goalsOf understands.
bool isChange(const Arguments &arguments);

/// Goals about whole servers and their management (servergoals.cpp): manage, release, drain, LNet ...
base::Result<std::vector<plan::Goal>> serverGoals(const Arguments &arguments, const inventory::World &world);

/// Goals about clusters of Corosync and Pacemaker (hagoals.cpp).
base::Result<std::vector<plan::Goal>> haGoals(const Arguments &arguments, const inventory::World &world);

/// What --fence says ("oss1=fence_ipmilan,ip=10.1.0.1,username=admin,lanplus=1"), put into a specification. Its password has the server's name.
base::Result<void> fenceDevice(const std::string &text, ha::ClusterSpec &spec);

/// A volume by its id, its name, or a path on any server.
base::Result<std::string> volumeIdOf(const std::string &word, const inventory::World &world);

} // namespace cli
