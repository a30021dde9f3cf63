// SPDX-License-Identifier: GPL-3.0-or-later
// What a move does to Corosync, Pacemaker and what is under them: verbs with their arguments. Private to plan.
#pragma once
#include "core/plan/search.h"

namespace plan {

struct HaStep {
    protocol::Verb verb {};
    Index server = noIndex;
    protocol::Json args = protocol::Json::object();
};

bool isHaVerb(protocol::Verb verb);
/// None where there is nothing for this verb to do. Errors: Impossible, naming what is missing.
base::Result<std::vector<HaStep>> haSteps(const Model &model, const Draft &draft, protocol::Verb verb);
/// What is at stake; empty: nothing more than the table says.
std::string haRisk(const Model &model, const Draft &draft);

} // namespace plan
