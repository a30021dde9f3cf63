// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/power.h"

#include "core/inventory/ids.h"
#include "core/plan/planner.h"

#include <algorithm>
#include <tuple>

namespace plan {

using protocol::Json;
using protocol::Verb;

namespace {

std::string valueOf(const ha::FenceDeviceSpec &device, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const auto at = device.parameters.find(name); at != device.parameters.end())
            return at->second;
    return {};
}

bool answers(const inventory::World &world, const std::string &server)
{
    const inventory::Server *s = world.server(server);
    return s && s->up();
}

/// Pacemaker runs there, so that who asks can have a node fenced by it.
bool runsPacemaker(const inventory::World &world, const std::string &server)
{
    const ha::HaCluster *cluster = world.clusterOf(server);
    const ha::ClusterMember *member = cluster ? cluster->member(server) : nullptr;
    return member && member->pacemaker && answers(world, server);
}

bool isOnline(const inventory::World &world, const std::string &server)
{
    const ha::HaCluster *cluster = world.clusterOf(server);
    const ha::ClusterMember *member = cluster ? cluster->member(server) : nullptr;
    const ha::NodeStatus *node = member && cluster->status ? cluster->status->node(member->node) : nullptr;
    return node && node->online && !node->unclean;
}

const char *actionWord(Power what) { return what == Power::Off ? "off" : what == Power::On ? "on" : "reboot"; }

const char *title(Power what) { return what == Power::Off ? "Power off" : what == Power::On ? "Power on" : "Power-cycle"; }

class PowerPlan {
public:
    PowerPlan(const inventory::World &world, const inventory::Wanted &wanted, std::string server, Power what)
        : m_world(world)
        , m_wanted(wanted)
        , m_server(std::move(server))
        , m_what(what)
    {
    }

    base::Result<Plan> make(bool drain)
    {
        for (const Outlet &one : outlets(m_world, m_wanted))
            if (one.server == m_server)
                m_outlets.push_back(one);
        if (m_outlets.empty())
            return base::Error { base::Problem::NotFound, m_server + " has no fence device: nothing here can switch it", {}, "Give it one: change its cluster." };
        if (m_outlets.front().partner.empty())
            return base::Error { base::Problem::Impossible, "no other member of " + m_outlets.front().cluster + " answers: nobody can ask the device of " + m_server, {}, {} };
        if (const auto good = begin(drain); !good)
            return good.error();
        if (const auto good = m_what != Power::On && runsPacemaker(m_world, m_outlets.front().partner) ? byPacemaker() : byDevices(); !good)
            return good.error();
        m_plan.title = std::string(title(m_what)) + " " + m_server;
        m_plan.goals.clear();
        notes();
        return std::move(m_plan);
    }

private:
    base::Result<void> begin(bool drain)
    {
        m_plan.wantedAfter = m_wanted;
        if (!drain || m_what == Power::On || !isOnline(m_world, m_server) || m_wanted.standby.contains(m_server))
            return {};
        Goal goal;
        goal.what = Goal::What::Drain;
        goal.object = inventory::serverId(m_server);
        auto drained = plan(m_world, m_wanted, { goal });
        if (!drained)
            return drained.error();
        m_plan = std::move(*drained);
        return {};
    }

    base::Result<void> add(const std::string &partner, Verb verb, Json args, std::string why)
    {
        auto operations = protocol::operationsFor(verb, args);
        if (!operations)
            return operations.error();
        Move move;
        move.object = inventory::fencingId(m_server);
        move.objectName = m_server;
        move.kind = Kind::Fencing;
        move.from = move.to = State::Ready;
        move.action = title(m_what);
        move.group = "Power";
        move.server = partner;
        move.risk = m_what == Power::On ? Risk::Safe : Risk::StopsService;
        if (m_what != Power::On)
            move.riskText = m_server + " loses power without being asked: what still runs on it is gone, and what clients had not written yet is sent again";
        move.why = std::move(why);
        for (std::size_t i = 0; i < m_plan.moves.size(); ++i)
            move.after.push_back(i);
        move.steps.push_back({ verb, std::move(args), partner, std::move(*operations), protocol::traits(verb).limitSeconds });
        m_plan.moves.push_back(std::move(move));
        return {};
    }

    /// Pacemaker has the node fenced and knows that it is off: it need not find out.
    base::Result<void> byPacemaker()
    {
        const ha::HaCluster *cluster = m_world.clusterOf(m_server);
        const ha::ClusterMember *member = cluster ? cluster->member(m_server) : nullptr;
        return add(m_outlets.front().partner, Verb::FenceNode, { { "node", member ? member->node : m_server }, { "action", actionWord(m_what) } },
            "Asked for. Pacemaker on " + m_outlets.front().partner + " has it done, so that it knows");
    }

    /// All outlets of one level feed it; one level is enough.
    base::Result<void> byDevices()
    {
        const int level = m_outlets.front().device.level;
        for (const Outlet &one : m_outlets) {
            if (one.device.level != level)
                continue;
            Json args = powerStateArgs(one);
            args["action"] = actionWord(m_what);
            if (const auto good = add(one.partner, Verb::PowerSet, std::move(args), "Asked for: " + one.device.id + " (" + one.device.agent + ") at " + one.address); !good)
                return good;
        }
        return {};
    }

    void notes()
    {
        const bool up = answers(m_world, m_server);
        if (m_what == Power::On)
            m_plan.notes.push_back(up ? m_server + " answers, so it is on already." : m_server + " joins its cluster by itself once it has started; nothing moves back for that.");
        else if (m_what == Power::Off)
            m_plan.notes.push_back("It stays off until it is powered on again here or by hand.");
        else
            m_plan.notes.push_back("It starts again and joins its cluster by itself.");
        if (m_what != Power::On && up && !isOnline(m_world, m_server))
            m_plan.notes.push_back(m_server + " answers, and is no online member of a cluster: what it has mounted is not moved away first.");
        if (m_plan.wantedAfter.standby.contains(m_server) && !(m_what == Power::On && up))
            m_plan.notes.push_back(m_server + " is in standby when it is on again: bring it online then, before that nothing moves to it.");
    }

    const inventory::World &m_world;
    const inventory::Wanted &m_wanted;
    std::string m_server;
    Power m_what;
    std::vector<Outlet> m_outlets;
    Plan m_plan;
};

} // namespace

std::vector<Outlet> outlets(const inventory::World &world, const inventory::Wanted &wanted)
{
    std::vector<Outlet> all;
    for (const auto &[name, spec] : wanted.clusters)
        for (const auto &[server, devices] : spec.fencing) {
            std::string partner;
            for (const ha::Member &m : spec.members)
                if (partner.empty() && m.server != server && answers(world, m.server))
                    partner = m.server;
            for (const ha::FenceDeviceSpec &device : devices) {
                const std::string address = valueOf(device, { "ip", "ipaddr" }), plug = valueOf(device, { "plug", "port" });
                all.push_back({ server, name, device, partner, address + (plug.empty() ? "" : (address.empty() ? "outlet " : " outlet ") + plug) });
            }
        }
    std::stable_sort(all.begin(), all.end(), [](const Outlet &a, const Outlet &b) { return std::tie(a.server, a.device.level) < std::tie(b.server, b.device.level); });
    return all;
}

Json powerStateArgs(const Outlet &outlet)
{
    Json args = { { "agent", outlet.device.agent }, { "parameters", outlet.device.parameters } };
    if (!outlet.device.secretName.empty())
        args["secretFile"] = outlet.device.secretName;
    return args;
}

base::Result<Plan> powerPlan(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server, Power what, bool drain)
{
    return PowerPlan(world, wanted, server, what).make(drain);
}

} // namespace plan
