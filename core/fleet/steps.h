// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/fleet: the shell that steps are made of, and how its failures become errors.
#pragma once
#include "core/fleet/delivery.h"

namespace fleet {

extern const char *const packagedUnit; ///< text of installer/chandelier-agent.service

/// Before each command: functions say and fail, and the places as variables. A command that fails says
/// "chandelier: PROBLEM: MESSAGE | REMEDY" on its standard error.
std::string shellHead(const Layout &layout);

} // namespace fleet
