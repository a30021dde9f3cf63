// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/trail.h"

#include "app/models/words.h"

namespace models {

std::string placeKind(const Place &place) { return place.substr(0, place.find(':')); }

std::string placeName(const Place &place)
{
    const std::size_t colon = place.find(':');
    return colon == std::string::npos ? std::string() : place.substr(colon + 1);
}

std::vector<Crumb> trail(const Place &place, const inventory::World &world, const QString &title)
{
    const std::string kind = placeKind(place);
    std::vector<Crumb> crumbs;
    if (kind == "filesystem" || kind == "target")
        crumbs.push_back({"filesystems", Words::tr("File systems")});
    if (kind == "server")
        crumbs.push_back({"servers", Words::tr("Servers")});
    if (kind == "cluster")
        crumbs.push_back({"ha", Words::tr("High availability")});
    if (kind == "job")
        crumbs.push_back({"jobs", Words::tr("Jobs")});
    if (kind == "target") {
        const inventory::Target *target = world.target(place);
        const inventory::FileSystem *fs = target != nullptr ? world.filesystem(target->fsname) : nullptr;
        if (fs != nullptr)
            crumbs.push_back({fs->id, q(fs->name)});
    }
    crumbs.push_back({place, title});
    return crumbs;
}

} // namespace models
