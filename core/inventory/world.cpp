// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/world.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace inventory {

std::string Volume::pathOn(const std::string &server) const
{
    const auto it = std::find_if(seenBy.begin(), seenBy.end(), [&](const VolumePath &p) { return p.server == server; });
    return it == seenBy.end() ? std::string() : it->path;
}

std::string FileSystem::mountCommand() const
{
    std::string nids;
    for (const std::string &host : mgsNids)
        nids += (nids.empty() ? "" : ":") + host;
    return nids.empty() ? std::string() : "mount -t lustre " + nids + ":/" + name + " /mnt/" + name;
}

namespace {
template <class Map> const typename Map::mapped_type *find(const Map &map, const std::string &key)
{
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}
}

World::World()
    : m_data(std::make_shared<const WorldData>())
{
}

const Server *World::server(const std::string &name) const { return find(m_data->servers, name); }
const Volume *World::volume(const std::string &id) const { return find(m_data->volumes, id); }
const Target *World::target(const ObjectId &id) const { return find(m_data->targets, id); }
const FileSystem *World::filesystem(const std::string &name) const { return find(m_data->filesystems, name); }

const ha::HaCluster *World::cluster(const std::string &name) const { return find(m_data->clusters, name); }

const ha::HaCluster *World::clusterOf(const std::string &server) const
{
    for (const auto &[name, c] : m_data->clusters)
        if (c.member(server))
            return &c;
    return nullptr;
}

const Target *World::targetByLabel(const std::string &label) const
{
    if (const Target *t = target(targetId(label)))
        return t;
    for (const auto &[id, t] : m_data->targets)
        if (t.label == label)
            return &t;
    return nullptr;
}

} // namespace inventory
