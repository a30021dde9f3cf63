// SPDX-License-Identifier: GPL-3.0-or-later
// What is not well, as sentences that lead somewhere: behind the status light and on the overview.
#pragma once
#include "app/models/tone.h"
#include "core/inventory/wanted.h"

#include <string>
#include <vector>

namespace models {

struct Trouble {
    Tone tone = Tone::Warning;
    std::string place; ///< where to look at it
    QString text;
};

/// Worst first; objects that a worse trouble explains already are not named again.
std::vector<Trouble> troubles(const inventory::World &world, const inventory::Wanted &wanted, const std::vector<inventory::Drift> &drift);

} // namespace models
