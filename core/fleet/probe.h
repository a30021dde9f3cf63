// SPDX-License-Identifier: GPL-3.0-or-later
// The markers of the check script. Internal to core/fleet.
#pragma once

namespace fleet {
inline constexpr const char *beginMarker = "chandelier-facts 1 begin";
inline constexpr const char *endMarker = "chandelier-facts 1 end";
} // namespace fleet
