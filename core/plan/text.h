// SPDX-License-Identifier: GPL-3.0-or-later
// What a move is called where people read of it; asText() of a whole plan is in plan.h.
#pragma once
#include "core/plan/plan.h"

namespace plan {

/// LNet, software, clock, firewall and the like of one server: its actions name it, and with the server they say it all.
bool isPartOfServer(machine::Kind kind);

/// "Configure LNet on mds1", "Format target scratch-OST0003 on oss1", "Reboot oss2": English, with the server said once.
std::string titleOf(const Move &move);

} // namespace plan
