// SPDX-License-Identifier: GPL-3.0-or-later
// What a move does on its hosts: verbs with the arguments that agents take. Private to plan.
#pragma once
#include "core/plan/search.h"

namespace plan {

/// The draft as a Move with its steps and the words it wants typed. Errors: BadArgument from the verbs, Impossible when
/// something that a step must be told is not known.
base::Result<Move> toMove(const Model &model, const Draft &draft);

/// Arguments of the verbs for repositories, packages, time and firewall, from the server's profile and inventory. Null: there is
/// nothing for this verb to do. Errors: Impossible, naming what is missing or what would make two time services of one.
base::Result<protocol::Json> hostArgs(const Model &model, Index server, protocol::Verb verb);

} // namespace plan
