// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/removal.h"

#include "core/inventory/ids.h"
#include "core/plan/planner.h"

#include <algorithm>

namespace manager {

using base::Error;
using base::Problem;

namespace {

std::string listed(const std::vector<std::string> &all)
{
    std::string text;
    for (const std::string &one : all)
        text += (text.empty() ? "" : ", ") + one;
    return text;
}

bool isManaged(const inventory::Wanted &wanted, const std::string &server)
{
    const inventory::ServerProfile *profile = wanted.profileOf(server);
    const auto state = wanted.states.find(inventory::serverId(server));
    return wanted.isMonitored(server) ? false
        : (profile && profile->managed) || (state != wanted.states.end() && state->second == machine::State::Managed) || wanted.lnetOurs.contains(server);
}

/// When it was given back, something that was mounted may have needed what stayed.
bool canBeTakenBack(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server)
{
    plan::Goal goal;
    goal.what = plan::Goal::What::ReleaseServer;
    goal.object = inventory::serverId(server);
    const auto plan = plan::plan(world, wanted, {goal});
    return plan && std::any_of(plan->moves.begin(), plan->moves.end(), [](const plan::Move &move) { return !move.steps.empty(); });
}

} // namespace

std::vector<std::string> targetsOn(const inventory::World &world, const std::string &server)
{
    std::vector<std::string> labels;
    for (const auto &[id, target] : world->targets)
        if (target.active == server || std::any_of(target.mounts.begin(), target.mounts.end(), [&](const auto &m) { return m.server == server; }))
            labels.push_back(target.label);
    return labels;
}

std::vector<std::string> configuredOn(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server)
{
    std::vector<std::string> all;
    const inventory::Server *s = world.server(server);
    if (s && s->inventory) {
        const protocol::HostInventory &host = *s->inventory;
        if (!host.software.repositories.empty())
            all.push_back("the package repositories " + listed(host.software.repositories));
        if (host.time.ours)
            all.push_back("the time servers of " + (host.time.service.empty() ? "the time service" : host.time.service));
        if (!host.firewall.ours.empty())
            all.push_back("the open ports " + listed(host.firewall.ours) + " of " + (host.firewall.kind.empty() ? "the firewall" : host.firewall.kind));
    }
    if (s && s->inventory && !s->inventory->services.ours.empty())
        all.push_back("the services " + listed(s->inventory->services.ours));
    if (wanted.lnetOurs.contains(server))
        all.push_back("LNet's configuration");
    return all;
}

base::Result<void> mayBeRemoved(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server)
{
    if (const auto targets = targetsOn(world, server); !targets.empty())
        return Error{Problem::Conflict, std::string(targets.size() == 1 ? "A Lustre target is" : "Lustre targets are") + " mounted on " + server + ": " + listed(targets) + ".",
            "Nothing would watch or move what is mounted there any more.", "Move it to other servers first (chandelierctl server drain " + server + "), or stop it."};
    const auto configured = configuredOn(world, wanted, server);
    const inventory::Server *s = world.server(server);
    const bool managed = isManaged(wanted, server);
    if (managed ? configured.empty() && s && s->inventory : configured.empty() || !canBeTakenBack(world, wanted, server))
        return {};
    return Error{Problem::Conflict, server + (managed ? " is managed: what" : ": what") + " was configured on it would stay there.", configured.empty() ? "It has not said what that is." : listed(configured),
        "Give it back first: chandelierctl server release " + server};
}

} // namespace manager
