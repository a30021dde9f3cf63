// SPDX-License-Identifier: GPL-3.0-or-later
// Places of the window: "overview", "dashboard", "alerts", "top", "logs", "filesystems", "servers", "ha", "power", "volumes", "jobs", "plan", "job:<id>", or an object's id.
#pragma once
#include "core/inventory/world.h"

#include <QString>
#include <string>
#include <vector>

namespace models {

using Place = std::string;

struct Crumb {
    Place place;
    QString text;
};

/// From the cluster down to the place itself.
std::vector<Crumb> trail(const Place &place, const inventory::World &world, const QString &placeTitle);
/// The part of a place before its first colon: "target" of "target:scratch-OST0000".
std::string placeKind(const Place &place);
std::string placeName(const Place &place);

} // namespace models
