// SPDX-License-Identifier: GPL-3.0-or-later
// What goals are called where people read of them.
#include "core/plan/goals.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace plan {

using What = Goal::What;

namespace {

std::string nameOf(const ObjectId &id, const inventory::World &world)
{
    if (const inventory::Target *t = world.target(id))
        return t->label;
    const std::string name = inventory::nameIn(id);
    if (inventory::isKind(id, Kind::Lnet))
        return "LNet on " + name;
    for (const auto &[kind, what] : { std::pair(Kind::Software, "software of "), { Kind::TimeSync, "clock of " }, { Kind::Firewall, "firewall of " }, { Kind::Services, "services of " },
             { Kind::Corosync, "Corosync on " }, { Kind::Pacemaker, "Pacemaker on " }, { Kind::Fencing, "fencing of " } })
        if (inventory::isKind(id, kind))
            return what + name;
    if (const std::size_t colon = name.find(':'); inventory::isKind(id, Kind::ClientMount) && colon != std::string::npos)
        return name.substr(colon + 1) + " on " + name.substr(0, colon);
    return name.starts_with("MGS:") ? "MGS" : name;
}

State observed(const ObjectId &id, const inventory::World &world)
{
    if (const inventory::Target *t = world.target(id))
        return t->state;
    const inventory::Server *s = world.server(inventory::nameIn(id));
    if (!inventory::isKind(id, Kind::Lnet) && !inventory::isKind(id, Kind::Server))
        return State::None;
    return !s ? State::None : inventory::isKind(id, Kind::Lnet) ? s->lnet : s->state;
}

/// The move that ends in a state, coming from the side on which the object is: LNet gets to "down" by loading or by stopping.
std::string actionTowards(Kind kind, State from, State to)
{
    const machine::Machine &m = machine::of(kind);
    const auto place = [&](State s) { return std::find(m.states.begin(), m.states.end(), s) - m.states.begin(); };
    std::string action;
    for (const machine::Transition &t : m.moves) {
        if (t.to != to || t.follows())
            continue;
        const bool sameSide = m.states.has(from) && (place(from) > place(to)) == (place(t.from) > place(to));
        if (action.empty() || sameSide || !m.states.has(from))
            action = std::string(t.action);
        if (sameSide)
            break;
    }
    return action;
}

std::string reachText(const Goal &goal, const inventory::World &world)
{
    const std::string name = nameOf(goal.object, world);
    for (std::size_t k = 0; k < machine::kindCount; ++k) {
        const auto kind = static_cast<Kind>(k);
        if (!inventory::isKind(goal.object, kind))
            continue;
        const std::string action = actionTowards(kind, observed(goal.object, world), goal.state);
        if (!action.empty())
            return action + (inventory::serverIn(goal.object).empty() || kind == Kind::Server || kind == Kind::ClientMount
                    ? " " + name : " on " + inventory::nameIn(goal.object));
    }
    return "Bring " + name + " to " + std::string(machine::word(goal.state));
}

} // namespace

std::string goalText(const Goal &goal, const inventory::World &world)
{
    switch (goal.what) {
    case What::Reach: return reachText(goal, world);
    case What::CreateFilesystem: return "Create file system " + goal.spec.name;
    case What::AddTargets: return "Add targets to " + goal.spec.name;
    case What::MoveTarget: {
        const inventory::Target *t = world.target(goal.object);
        const bool back = t && t->primary == goal.server;
        return std::string(back ? "Fail back " : "Fail over ") + nameOf(goal.object, world) + " to " + goal.server;
    }
    case What::RemoveFilesystem: return "Remove file system " + nameOf(goal.object, world);
    case What::Reboot: return "Reboot " + nameOf(goal.object, world);
    case What::Shutdown: return "Shut down " + nameOf(goal.object, world);
    case What::Repair: return goal.object.empty() ? std::string("Repair everything") : "Repair " + nameOf(goal.object, world);
    case What::RewriteConfiguration: return "Rewrite the configuration of " + nameOf(goal.object, world);
    case What::ManageServer:
    case What::ManageFilesystem: return "Take " + nameOf(goal.object, world) + " under management";
    case What::ReleaseServer:
    case What::ReleaseFilesystem: return "Give " + nameOf(goal.object, world) + " back";
    case What::Drain: return "Drain " + nameOf(goal.object, world);
    case What::MoveHome: return "Move the targets of " + nameOf(goal.object, world) + " home";
    case What::ConfigureLnet: return "Change the networks of LNet on " + inventory::nameIn(goal.object);
    case What::RestartAgent: return "Restart the agent on " + nameOf(goal.object, world);
    case What::CreateCluster: return "Create cluster " + goal.cluster.name;
    case What::ChangeCluster: return "Change cluster " + goal.cluster.name;
    case What::RemoveCluster: return "Remove cluster " + nameOf(goal.object, world);
    case What::HandOver: return "Hand " + nameOf(goal.object, world) + " over to Pacemaker";
    case What::TakeBack: return "Take " + nameOf(goal.object, world) + " back from Pacemaker";
    case What::Online: return "Bring " + nameOf(goal.object, world) + " online";
    case What::MaintenanceOn: return "Begin maintenance of " + nameOf(goal.object, world);
    case What::MaintenanceOff: return "End maintenance of " + nameOf(goal.object, world);
    case What::CleanUp: return std::string("Clean up failures of ") + (inventory::isKind(goal.object, Kind::Server) ? "the fencing of " : "") + nameOf(goal.object, world);
    case What::Unban: return "Remove bans of " + nameOf(goal.object, world);
    case What::FenceTest: return "Test the fencing of " + nameOf(goal.object, world);
    }
    return {};
}

} // namespace plan
