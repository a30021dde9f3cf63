// SPDX-License-Identifier: GPL-3.0-or-later
// What goals about clusters mean before the search, and what is wanted after it.
#include "core/plan/hagoals.h"

#include "core/ha/corosync.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace plan {

using inventory::Wanted;
using What = Goal::What;

namespace {

base::Error refused(std::string message, std::string remedy = {})
{
    return { base::Problem::Impossible, std::move(message), {}, std::move(remedy) };
}

std::set<std::string> serversIn(const ha::ClusterSpec &spec)
{
    std::set<std::string> out;
    for (const ha::Member &m : spec.members)
        out.insert(m.server);
    return out;
}

class Preparation {
public:
    Preparation(Task &task, Goal &goal)
        : m_task(task)
        , m_goal(goal)
    {
    }

    base::Result<void> run()
    {
        switch (m_goal.what) {
        case What::CreateCluster: return create();
        case What::ChangeCluster: return change();
        case What::HandOver: return handOver();
        case What::RemoveCluster: return remove();
        default: return {};
        }
    }

private:
    ha::ClusterSpec &spec() { return m_goal.cluster; }

    base::Result<void> checkMember(ha::Member &m)
    {
        const inventory::Server *s = m_task.world.server(m.server);
        if (!s)
            return base::Error { base::Problem::NotFound, "there is no server \"" + m.server + "\"", {}, "Check the name." };
        if (m_task.wanted.isMonitored(m.server))
            return refused(m.server + " is monitored only: take it under management first", "Take " + m.server + " under management.");
        if (const ha::ClusterSpec *other = m_task.wanted.clusterOf(m.server); other && other->name != spec().name)
            return base::Error { base::Problem::Conflict, m.server + " is a member of the cluster " + other->name + " already", {}, "A server is in one cluster: leave it out, or remove " + other->name + " first." };
        const ha::HaCluster *seen = m_task.world.clusterOf(m.server);
        if (seen && seen->name != spec().name)
            return base::Error { base::Problem::Conflict, m.server + " is a member of the cluster " + seen->name + ", which others set up", {},
                "It can be operated as it is; to make another one, take it down with the tools that it was set up with." };
        if (!s->up() || !s->inventory)
            return refused(m.server + " does not answer" + (s->reason.empty() ? "" : " (" + s->reason + ")"), "Bring it back first: every member is configured together.");
        return {};
    }

    base::Result<void> checkMembers()
    {
        std::set<int> ids;
        for (const ha::Member &m : spec().members)
            ids.insert(m.nodeId);
        for (ha::Member &m : spec().members)
            for (int id = 1; m.nodeId <= 0; ++id)
                if (ids.insert(id).second)
                    m.nodeId = id;
        for (ha::Member &m : spec().members)
            if (const auto good = checkMember(m); !good)
                return good;
        return {};
    }

    /// What a specification tells by itself.
    base::Result<void> checkSpec()
    {
        for (const inventory::SpecProblem &p : ha::check(spec(), m_task.world)) {
            if (p.fatal)
                return badGoal("Cluster " + spec().name + ", " + p.field + ": " + p.text);
            m_task.notes.push_back(p.text);
        }
        return {};
    }

    /// Who is in `resources`, and whether enough members can have it.
    base::Result<void> checkResource(const ObjectId &id)
    {
        const inventory::Target *t = m_task.world.target(id);
        if (!t)
            return base::Error { base::Problem::NotFound, "there is no target \"" + inventory::nameIn(id) + "\"", {}, "Check the name." };
        if (!t->cluster.empty() && t->cluster != spec().name)
            return base::Error { base::Problem::Conflict, t->label + " is under Pacemaker already, in the cluster " + t->cluster, {}, {} };
        const auto members = serversIn(spec());
        std::vector<std::string> strange;
        for (const std::string &s : t->servers)
            if (!members.contains(s))
                strange.push_back(s);
        if (!strange.empty())
            return refused(t->label + " may also be mounted on " + listed(strange) + ", which " + (strange.size() == 1 ? "is no member" : "are no members") + " of " + spec().name,
                "Pacemaker must know every server that can mount it: make the cluster of all of them.");
        if (t->servers.size() < 2)
            m_task.notes.push_back(t->label + " has one server only; Pacemaker restarts it there, and cannot fail it over.");
        return {};
    }

    base::Result<void> checkFencing()
    {
        std::size_t fenced = 0;
        bool delayed = false;
        for (const auto &[server, devices] : spec().fencing) {
            if (!spec().member(server))
                return badGoal(server + " has fence devices, and is no member of " + spec().name);
            fenced += devices.empty() ? 0 : 1;
            for (const ha::FenceDeviceSpec &d : devices) {
                delayed = delayed || d.delaySeconds > 0;
                if (!d.agent.starts_with("fence_"))
                    return badGoal("\"" + d.agent + "\" is no fence agent", "Their names begin with fence_: fence_ipmilan, fence_redfish.");
            }
        }
        if (spec().members.size() == 2 && fenced == 2 && !delayed) { // two that lose sight of each other would fence each other
            const std::string &first = spec().members.front().server;
            for (ha::FenceDeviceSpec &d : spec().fencing[first])
                d.delaySeconds = 5;
            m_task.notes.push_back("When both servers lose sight of each other, " + first + " survives: fencing it waits for 5 s.");
        }
        return {};
    }

    base::Result<void> checkAll()
    {
        for (const auto check : { &Preparation::checkMembers, &Preparation::checkFencing, &Preparation::checkSpec })
            if (const auto good = (this->*check)(); !good)
                return good;
        for (const ObjectId &id : spec().resources)
            if (const auto good = checkResource(id); !good)
                return good;
        return {};
    }

    base::Result<void> create()
    {
        m_goal.object = inventory::clusterId(spec().name);
        const auto there = m_task.wanted.clusters.find(spec().name);
        if (there != m_task.wanted.clusters.end() && serversIn(there->second) != serversIn(spec()))
            return base::Error { base::Problem::Conflict, "there is a cluster " + spec().name + " already, of other servers", {}, "Choose another name." };
        if (const ha::HaCluster *seen = m_task.world.cluster(spec().name); seen && there == m_task.wanted.clusters.end() && seen->foreign)
            return base::Error { base::Problem::Conflict, "there is a cluster " + spec().name + " already, which others set up", {}, "Choose another name." };
        if (const auto good = checkAll(); !good)
            return good;
        m_task.wanted.clusters[spec().name] = spec();
        return {};
    }

    base::Result<void> change()
    {
        m_goal.object = inventory::clusterId(spec().name);
        const auto there = m_task.wanted.clusters.find(spec().name);
        if (there == m_task.wanted.clusters.end())
            return base::Error { base::Problem::NotFound, "there is no cluster " + spec().name + " that was made here", {}, {} };
        if (serversIn(there->second) != serversIn(spec()))
            return refused("the servers of " + spec().name + " cannot be changed while it lives", "Remove it, its targets stay as they are, and make it of the other servers.");
        if (const auto good = checkAll(); !good)
            return good;
        m_goal.clusterBefore = there->second;
        there->second = spec();
        return {};
    }

    base::Result<void> handOver()
    {
        const auto ids = targetsMeant(m_task.world, m_goal.object);
        for (const ObjectId &id : ids) {
            const inventory::Target *t = m_task.world.target(id);
            const std::string at = t->active.empty() ? t->primary : t->active;
            const ha::ClusterSpec *cluster = m_task.wanted.clusterOf(at);
            if (!cluster)
                return refused(t->label + " is on " + (at.empty() ? "no server" : at) + ", which is in no cluster that was made here", "Make a cluster of its servers first.");
            m_goal.cluster = *cluster;
            if (const auto good = checkResource(id); !good)
                return good;
            m_task.wanted.clusters[cluster->name].resources.insert(id);
        }
        return {};
    }

    base::Result<void> remove()
    {
        const std::string name = inventory::nameIn(m_goal.object);
        const auto there = m_task.wanted.clusters.find(name);
        if (there == m_task.wanted.clusters.end())
            return refused("the cluster " + name + " was set up by others: it is left as it is", "Take it down with the tools that it was set up with.");
        m_goal.clusterBefore = there->second;
        return {};
    }

    Task &m_task;
    Goal &m_goal;
};

} // namespace

std::vector<ObjectId> targetsMeant(const inventory::World &world, const ObjectId &object)
{
    if (inventory::isKind(object, Kind::HaResource))
        return { inventory::targetOfResource(object) };
    const inventory::FileSystem *fs = inventory::isKind(object, Kind::Filesystem) ? world.filesystem(inventory::nameIn(object)) : nullptr;
    if (!fs)
        return world.target(object) ? std::vector<ObjectId> { object } : std::vector<ObjectId> {};
    std::vector<ObjectId> out;
    const bool separate = !fs->mgs.empty() && world.target(fs->mgs) && world.target(fs->mgs)->fsname.empty();
    const bool shared = std::any_of(world->filesystems.begin(), world->filesystems.end(), [&](const auto &e) { return e.first != fs->name && e.second.mgs == fs->mgs; });
    if (separate && !shared)
        out.push_back(fs->mgs);
    out.insert(out.end(), fs->mdts.begin(), fs->mdts.end());
    out.insert(out.end(), fs->osts.begin(), fs->osts.end());
    return out;
}

bool isHaGoal(What what) { return what >= What::CreateCluster && what <= What::FenceTest; }

base::Result<void> prepareHa(Task &task, Goal &goal) { return Preparation(task, goal).run(); }

void wantHa(Wanted &out, const Task &task, const Model &model, const Goal &goal)
{
    const std::string name = inventory::nameIn(goal.object);
    switch (goal.what) {
    case What::RemoveCluster:
        if (const auto it = out.clusters.find(name); it != out.clusters.end())
            for (const ha::Member &m : it->second.members)
                out.standby.erase(m.server);
        out.clusters.erase(name);
        out.maintenance.erase(name);
        return;
    case What::TakeBack:
        for (const ObjectId &id : targetsMeant(task.world, goal.object))
            for (auto &[cluster, spec] : out.clusters)
                spec.resources.erase(id);
        return;
    case What::Reach:
        if (inventory::isKind(goal.object, Kind::HaResource) && goal.state == State::Unconfigured)
            for (auto &[cluster, spec] : out.clusters)
                spec.resources.erase(inventory::targetOfResource(goal.object));
        return;
    case What::Drain:
    case What::Shutdown:
        if (const Index i = model.serverNamed(name); i != noIndex && model.clusterOf(i) != noIndex && model[model.partOf(i, Kind::Pacemaker)].resting)
            out.standby.insert(name);
        return;
    case What::Online: out.standby.erase(name); return;
    case What::MaintenanceOn: out.maintenance.insert(name); return;
    case What::MaintenanceOff: out.maintenance.erase(name); return;
    default: return;
    }
}

} // namespace plan
