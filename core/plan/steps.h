// SPDX-License-Identifier: GPL-3.0-or-later
// What a move does on its hosts: verbs with the arguments that agents take. Private to plan.
#pragma once
#include "core/plan/search.h"

namespace plan {

/// The draft as a Move with its steps and the words it wants typed. Errors: BadArgument from the verbs, Impossible when
/// something that a step must be told is not known.
base::Result<Move> toMove(const Model &model, const Draft &draft);

} // namespace plan
