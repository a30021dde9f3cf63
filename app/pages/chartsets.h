// SPDX-License-Identifier: GPL-3.0-or-later
// Which charts belong to which kind of object.
#pragma once
#include "app/charts/bars.h"
#include "app/charts/board.h"
#include "core/inventory/world.h"

namespace pages {

/// Empties the board and fills it for this place: "" (the cluster), "filesystem:...", "server:...", "target:...".
void fillBoard(charts::Board &board, const std::string &place, const inventory::World &world);
/// What the board shows of the World itself (how full OSTs are) is brought up to date.
void refreshBoard(charts::Board &board, const std::string &place, const inventory::World &world);
/// The charts of a place are another set when this is another text.
std::string boardKind(const std::string &place, const inventory::World &world);

} // namespace pages
