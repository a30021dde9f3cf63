// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/events.h"

namespace history {

using inventory::Reach;
using machine::State;

std::optional<What> whatOf(int number)
{
    if (number < int(What::ServerLost) || number > int(What::FilesystemDown))
        return {};
    return static_cast<What>(number);
}

void Watch::servers(std::int64_t at, const inventory::World &world, std::vector<Event> &out)
{
    for (const auto &[name, server] : world->servers) {
        if (server.reach != Reach::Connected && server.reach != Reach::Lost)
            continue; // an attempt is no news
        const bool up = server.reach == Reach::Connected;
        const auto [known, isNew] = m_up.try_emplace(name, up);
        if (!isNew && std::exchange(known->second, up) != up)
            out.push_back({at, up ? What::ServerBack : What::ServerLost, server.id, name, {}, up ? std::string() : server.reason});
        if (server.lnet == State::Unknown || server.lnet == State::None)
            continue;
        const auto [lnet, fresh] = m_lnet.try_emplace(name, server.lnet);
        const State before = std::exchange(lnet->second, server.lnet);
        if (!fresh && (before == State::Up) != (server.lnet == State::Up))
            out.push_back({at, server.lnet == State::Up ? What::LnetUp : What::LnetDown, server.id, name});
    }
}

void Watch::targets(std::int64_t at, const inventory::World &world, std::vector<Event> &out)
{
    for (const auto &[id, target] : world->targets) {
        if (!target.activeKnown || target.state == State::Unknown)
            continue;
        const auto [known, isNew] = m_active.try_emplace(id, m_first ? target.active : std::string());
        const std::string before = std::exchange(known->second, target.active);
        if (before == target.active)
            continue;
        const What what = before.empty() ? What::TargetStarted : target.active.empty() ? What::TargetStopped : What::TargetMoved;
        out.push_back({at, what, id, target.label, before, target.active});
    }
}

void Watch::filesystems(std::int64_t at, const inventory::World &world, std::vector<Event> &out)
{
    for (const auto &[name, fs] : world->filesystems) {
        if (fs.state == State::Unknown || fs.state == State::None)
            continue;
        const auto [known, isNew] = m_filesystems.try_emplace(name, fs.state);
        const State before = std::exchange(known->second, fs.state);
        if (!isNew && (before == State::Available) != (fs.state == State::Available))
            out.push_back({at, fs.state == State::Available ? What::FilesystemUp : What::FilesystemDown, fs.id, name});
    }
}

std::vector<Event> Watch::take(std::int64_t at, const inventory::World &world)
{
    std::vector<Event> out;
    servers(at, world, out);
    targets(at, world, out);
    filesystems(at, world, out);
    if (std::exchange(m_first, false))
        out.clear();
    return out;
}

} // namespace history
