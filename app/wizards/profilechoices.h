// SPDX-License-Identifier: GPL-3.0-or-later
// Server profiles as the "Add servers" dialog shows them, and the goals that follow from a choice. Pure.
#pragma once
#include "app/wizards/intake.h"
#include "core/inventory/serverprofile.h"
#include "core/plan/plan.h"

namespace wizards {

ProfileChoice choiceOf(const inventory::ServerProfile &profile);
/// By ServerProfile::order; monitored only stands last.
std::vector<ProfileChoice> choicesOf(std::vector<inventory::ServerProfilePtr> profiles);
/// One goal a server: it gets this profile and is set up by it.
std::vector<plan::Goal> setUpGoals(const std::vector<std::string> &servers, const inventory::ServerProfilePtr &profile);

} // namespace wizards
