// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/build.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace inventory {

using machine::State;

std::string listed(const std::vector<std::string> &words)
{
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return out;
}

namespace {

State lnetState(const Server &s)
{
    if (!s.up() || !s.inventory)
        return State::Unknown;
    const State state = machine::stateFromWord(s.inventory->lnet.state);
    const bool known = machine::of(machine::Kind::Lnet).states.has(state);
    return known ? state : State::Unknown;
}

State serverState(const Server &s)
{
    if (s.reach == Reach::Lost || (!s.up() && s.inventory))
        return State::Unknown;
    const bool ready = s.inventory && !s.inventory->lustreVersion.empty() && s.lnet != State::Unconfigured;
    return ready ? State::Managed : State::Discovered;
}

} // namespace

void addServers(WorldData &world, const std::vector<HostReport> &reports)
{
    for (const HostReport &r : reports) {
        Server s;
        s.id = serverId(r.server);
        s.lnetId = lnetId(r.server);
        s.softwareId = softwareId(r.server);
        s.timeId = timeId(r.server);
        s.firewallId = firewallId(r.server);
        s.servicesId = servicesId(r.server);
        s.name = r.server;
        s.reach = r.reach;
        s.reason = r.reason;
        s.seenAt = r.seenAt;
        s.inventory = r.inventory;
        s.lnet = lnetState(s);
        s.state = serverState(s);
        world.at = std::max(world.at, r.seenAt);
        world.servers.insert_or_assign(r.server, std::move(s));
    }
}

void addClientMounts(WorldData &world, const std::vector<HostReport> &reports)
{
    for (const HostReport &r : reports) {
        if (!r.inventory)
            continue;
        for (const protocol::MountEntry &m : r.inventory->mounts) {
            const std::size_t slash = m.source.find(":/");
            if (m.type != "lustre" || slash == std::string::npos || m.source.find('@') == std::string::npos)
                continue; // targets are of type lustre or lustre_tgt as well, but their source is a device
            ClientMount c;
            c.id = clientId(r.server, m.target);
            c.server = r.server;
            c.spec = m.source;
            c.fsname = split(m.source.substr(slash + 2), "/").empty() ? std::string() : split(m.source.substr(slash + 2), "/").front();
            c.mountpoint = m.target;
            c.state = r.reach == Reach::Connected ? State::Mounted : State::Unknown;
            world.clientMounts.insert_or_assign(c.id, std::move(c));
        }
    }
}

World buildWorld(const std::vector<HostReport> &reports)
{
    auto data = std::make_shared<WorldData>();
    const NidMap nids(reports);
    addServers(*data, reports);
    addVolumes(*data, reports);
    addTargets(*data, reports, nids);
    balance(*data);
    addFilesystems(*data, nids);
    addClientMounts(*data, reports);
    addClusters(*data, reports);
    return World(std::move(data));
}

} // namespace inventory
