// SPDX-License-Identifier: GPL-3.0-or-later
// Goals about clusters, and what draining, rebooting and testing means for a server under Pacemaker.
#include "core/ha/trouble.h"
#include "core/inventory/ids.h"
#include "core/plan/hagoals.h"

#include <algorithm>

namespace plan {

using machine::ActionId;
using What = Goal::What;

namespace {

bool isOn(const Model &model, Index target, Index server)
{
    return model[target].kind == Kind::Target && model[target].state == State::Mounted && model[target].server == server && model.isByPacemaker(target);
}

/// A member that could have the target now.
Index otherMember(const Model &model, const Object &target, Index server)
{
    for (const Index s : target.servers) {
        const Index pacemaker = model.partOf(s, Kind::Pacemaker);
        if (s != server && model.isUp(s) && pacemaker != noIndex && model[pacemaker].state == State::Running && !model[pacemaker].resting)
            return s;
    }
    return noIndex;
}

class HaPursuit {
public:
    HaPursuit(Task &task, Model &model, Search &search)
        : m_task(task)
        , m_model(model)
        , m_search(search)
    {
    }

    void run(const Goal &goal)
    {
        const Index i = m_model.find(goal.object);
        switch (goal.what) {
        case What::CreateCluster:
        case What::ChangeCluster: return i == noIndex ? void() : configure(i, goal.what == What::CreateCluster);
        case What::RemoveCluster: return i == noIndex ? void() : remove(i);
        case What::HandOver: return handOver(withBound(resourcesOf(goal.object)));
        case What::TakeBack: return takeBack(resourcesOf(goal.object), asked);
        case What::Online: return online(i);
        case What::MaintenanceOn:
        case What::MaintenanceOff: return maintain(i, goal.what == What::MaintenanceOn, asked);
        case What::CleanUp:
        case What::Unban: return forget(goal);
        case What::FenceTest: return fenceTest(i);
        default: return;
        }
    }

    /// One after the other, MGS first: each is bound to those before it by name.
    void handOver(Indices resources)
    {
        sortByStart(resources);
        for (const Index r : resources) {
            const Object &o = m_model[r];
            const bool differs = m_model.differs(r);
            if (differs && o.state == State::Ready && !o.foreign)
                m_search.become(r, State::Unconfigured); // it is brought to what is wanted, which is less than made anew
            const std::size_t before = m_search.drafts().size();
            m_search.bring(r, State::Ready, differs ? "it is configured in another way than is wanted" : asked);
            if (m_search.drafts().size() > before)
                m_search.putBehind(true);
        }
    }

    /// Only while Pacemaker leaves everything as it is can a resource be forgotten without being stopped.
    void takeBack(const Indices &resources, const std::string &why)
    {
        std::set<Index> clusters;
        for (const Index r : resources)
            if (m_model[r].state == State::Ready)
                clusters.insert(m_model[r].cluster);
        std::set<Index> begun;
        for (const Index c : clusters) {
            if (m_model[c].foreign) {
                const auto mine = std::find_if(resources.begin(), resources.end(), [&](Index r) { return m_model[r].cluster == c; });
                return m_search.bring(*mine, State::Unconfigured, why); // says why not
            }
            if (m_model[c].resting || !runsSomewhere(c))
                continue;
            m_search.act(ActionId::MaintenanceOn, c, "what is taken back stays mounted: Pacemaker must not stop what it is to forget");
            m_model[c].resting = true;
            begun.insert(c);
        }
        if (!begun.empty())
            m_search.putBehind();
        Indices order = resources; // whom others are bound to goes last
        sortByStart(order);
        std::reverse(order.begin(), order.end());
        for (const Index r : order) {
            const std::size_t before = m_search.drafts().size();
            m_search.bring(r, State::Unconfigured, why);
            if (m_search.drafts().size() > before)
                m_search.putBehind(true);
        }
        if (begun.empty())
            return;
        m_search.putBehind();
        for (const Index c : begun) {
            m_search.act(ActionId::MaintenanceOff, c, "the others are watched again");
            m_model[c].resting = false;
        }
        m_search.putBehind();
    }

private:
    void sortByStart(Indices &resources) const
    {
        std::stable_sort(resources.begin(), resources.end(), [&](Index a, Index b) {
            const Object &x = m_model[m_model[a].target], &y = m_model[m_model[b].target];
            return std::tuple(x.role == Role::Mgs || x.mgsToo ? 0 : 1, x.role, x.fsname, x.index) < std::tuple(y.role == Role::Mgs || y.mgsToo ? 0 : 1, y.role, y.fsname, y.index);
        });
    }

    /// With those of the same cluster that are bound to them now, or no longer.
    Indices withBound(Indices resources) const
    {
        std::set<Index> clusters;
        for (const Index r : resources)
            clusters.insert(m_model[r].cluster);
        for (Index i = 0; i < m_model.size(); ++i)
            if (const Object &o = m_model[i]; o.kind == Kind::HaResource && clusters.contains(o.cluster) && m_model.differs(i) && std::find(resources.begin(), resources.end(), i) == resources.end())
                resources.push_back(i);
        return resources;
    }

    bool runsSomewhere(Index cluster) const
    {
        const Indices &all = m_model[cluster].pacemakers;
        return std::any_of(all.begin(), all.end(), [&](Index p) { return m_model[p].state == State::Running; });
    }

    Indices resourcesOf(const ObjectId &object) const
    {
        Indices out;
        for (const ObjectId &id : targetsMeant(m_task.world, object))
            if (const Index r = m_model.find(inventory::resourceId(id)); r != noIndex)
                out.push_back(r);
        return out;
    }

    /// From bare servers, in the order in which each can be looked at: Corosync everywhere, Pacemaker, fencing, settings, targets.
    void configure(Index cluster, bool create)
    {
        const std::string why = create ? asked : "the cluster is to be changed";
        const Object &c = m_model[cluster];
        for (const Index i : Indices(c.corosyncs)) {
            const bool rewrite = m_model[i].differs && m_model[i].state == State::Running;
            m_search.bring(i, State::Running, why);
            if (rewrite)
                m_search.act(ActionId::Reconfigure, i, "its corosync.conf is another one than is wanted");
        }
        m_search.putBehind();
        for (const Index i : Indices(c.pacemakers))
            m_search.bring(i, State::Running, why);
        m_search.putBehind();
        for (const Index i : Indices(c.fencings))
            m_search.bring(i, State::Ready, why);
        m_search.bring(cluster, State::Configured, why);
        Indices resources;
        for (const ObjectId &id : c.clusterSpec->resources)
            if (const Index r = m_model.find(inventory::resourceId(id)); r != noIndex)
                resources.push_back(r);
        m_search.putBehind();
        handOver(resources);
        if (create && m_search.ok() && !c.fencings.empty())
            m_task.notes.push_back("A pair is proven when a fence test has been run on each of its servers.");
    }

    void remove(Index cluster)
    {
        Indices resources;
        for (Index i = 0; i < m_model.size(); ++i)
            if (m_model[i].kind == Kind::HaResource && m_model[i].cluster == cluster)
                resources.push_back(i);
        const std::string why = "the cluster " + m_model[cluster].name + " is to go";
        takeBack(resources, why);
        if (runsSomewhere(cluster)) {
            m_search.bring(cluster, State::Unconfigured, why);
            for (const Index i : Indices(m_model[cluster].fencings))
                m_search.bring(i, State::Unconfigured, why);
            m_search.putBehind();
        }
        for (const Index i : Indices(m_model[cluster].pacemakers))
            m_search.bring(i, State::Stopped, why);
        m_search.putBehind();
        for (const Index i : Indices(m_model[cluster].corosyncs))
            m_search.bring(i, State::Unconfigured, why);
        if (!resources.empty())
            m_task.notes.push_back("Nothing is unmounted: the targets stay where they are, and are mounted and unmounted by this program again.");
        m_task.notes.push_back("The packages of Corosync and Pacemaker stay.");
    }

    void online(Index server)
    {
        const Index pacemaker = clusterMember(server);
        if (pacemaker == noIndex)
            return;
        if (m_model[pacemaker].state != State::Running)
            m_search.bring(pacemaker, State::Running, asked);
        if (!m_model[pacemaker].resting)
            return;
        m_search.act(ActionId::Online, pacemaker, asked);
        m_search.putBehind(true);
        m_model[pacemaker].resting = false;
    }

    Index clusterMember(Index server)
    {
        const Index pacemaker = m_model.partOf(server, Kind::Pacemaker);
        if (pacemaker == noIndex)
            m_search.fail({ base::Problem::Impossible, m_model[server].name + " is in no cluster", {}, "Make a cluster of it and its partner first." });
        return pacemaker;
    }

    void maintain(Index cluster, bool on, const std::string &why)
    {
        if (m_model[cluster].resting == on)
            return;
        if (!runsSomewhere(cluster))
            return m_search.fail({ base::Problem::Impossible, "Pacemaker runs on no server of " + m_model[cluster].name + " that answers", {}, "Start it first." });
        m_search.act(on ? ActionId::MaintenanceOn : ActionId::MaintenanceOff, cluster, why);
        m_search.putBehind(true);
        m_model[cluster].resting = on;
        if (on)
            m_task.notes.push_back("While " + m_model[cluster].name + " is in maintenance mode nothing in it is failed over.");
    }

    void forget(const Goal &goal)
    {
        const bool cleans = goal.what == What::CleanUp;
        if (cleans && (inventory::isKind(goal.object, Kind::HaCluster) || inventory::isKind(goal.object, Kind::Server)))
            return cleanUp(m_model.find(goal.object));
        Indices all = resourcesOf(goal.object);
        for (Index i = 0; inventory::isKind(goal.object, Kind::HaCluster) && i < m_model.size(); ++i)
            if (m_model[i].kind == Kind::HaResource && m_model[i].state == State::Ready && m_model[m_model[i].cluster].id == goal.object)
                all.push_back(i);
        if (all.empty())
            return m_search.fail({ base::Problem::Impossible, inventory::nameIn(goal.object) + " is not under Pacemaker", {}, {} });
        for (const Index r : all)
            m_search.act(cleans ? ActionId::CleanUp : ActionId::Unban, r, asked);
    }

    /// Of a cluster: whatever failed in it, fence devices and resources of others too. Of a server: the devices that fence it.
    void cleanUp(Index object)
    {
        if (object == noIndex)
            return m_search.fail({ base::Problem::NotFound, "there is no such cluster", {}, "Check the name." });
        Index of = object;
        if (m_model[object].kind == Kind::Server) {
            const Index pacemaker = clusterMember(object), fencing = m_model.partOf(object, Kind::Fencing);
            if (pacemaker == noIndex)
                return;
            const ha::HaCluster *seen = m_model[m_model[pacemaker].cluster].seen;
            if (of = fencing; of == noIndex || !seen || !seen->cib || ha::fenceDevicesOf(*seen->cib, m_model.nodeName(m_model[of].cluster, object)).empty())
                return m_search.fail({ base::Problem::Impossible, "nothing that fences " + m_model[object].name + " was configured from here", {},
                    "Clean up the failures of the whole cluster " + m_model[m_model[pacemaker].cluster].name + "." });
        }
        const Index cluster = m_model[of].kind == Kind::HaCluster ? of : m_model[of].cluster;
        if (!runsSomewhere(cluster))
            return m_search.fail({ base::Problem::Impossible, "Pacemaker runs on no server of " + m_model[cluster].name + " that answers", {}, "Start it first." });
        m_search.act(ActionId::CleanUp, of, asked);
    }

    void fenceTest(Index server)
    {
        const Index pacemaker = clusterMember(server), fencing = m_model.partOf(server, Kind::Fencing);
        if (pacemaker == noIndex)
            return;
        const std::string &name = m_model[server].name;
        const Index cluster = m_model[pacemaker].cluster, partner = m_model.callerOf(cluster, server);
        if (m_model[cluster].foreign)
            return m_search.fail({ base::Problem::Impossible, "the cluster " + m_model[cluster].name + " was set up by others: its fencing is not tested from here", {}, {} });
        if (fencing == noIndex || m_model[fencing].state != State::Ready)
            return m_search.fail({ base::Problem::Impossible, "the fencing of " + name + " is not configured", {}, "Give " + name + " a fence device first." });
        if (!m_model.isUp(server) || m_model[pacemaker].state != State::Running)
            return m_search.fail({ base::Problem::Impossible, name + " is not a running member of " + m_model[cluster].name + " now", {}, "Bring it back first." });
        if (partner == noIndex || m_model[m_model.partOf(partner, Kind::Pacemaker)].state != State::Running)
            return m_search.fail({ base::Problem::Impossible, "no other member of " + m_model[cluster].name + " runs Pacemaker: nobody could fence " + name, {}, {} });
        const bool rested = m_model[pacemaker].resting;
        standBy(m_task, m_model, m_search, server, name + " is fenced with nothing on it");
        refuseOthers(server);
        m_search.putBehind();
        m_search.act(ActionId::FenceTest, fencing, asked);
        m_search.putBehind(true);
        standUp(m_model, m_search, server, name + " was fenced");
        if (rested || !m_search.ok())
            return;
        m_search.act(ActionId::Online, pacemaker, "the test is over");
        m_model[pacemaker].resting = false;
        m_task.notes.push_back(name + " is powered off and on by its fence device, as it would be if it died. What is on it moves away first.");
    }

    /// What we mount ourselves would be lost without being asked.
    void refuseOthers(Index server)
    {
        for (Index i = 0; i < m_model.size(); ++i)
            if (const Object &o = m_model[i]; (o.kind == Kind::Target || o.kind == Kind::ClientMount) && o.state == State::Mounted && o.server == server)
                return m_search.fail({ base::Problem::Impossible, o.name + " is mounted on " + m_model[server].name + " and would be cut off", {},
                    o.kind == Kind::Target ? "Hand it over to Pacemaker, or move it away first." : "Unmount it first." });
    }

    Task &m_task;
    Model &m_model;
    Search &m_search;
};

} // namespace

bool standBy(Task &task, Model &model, Search &search, Index server, const std::string &why)
{
    const Index pacemaker = model.partOf(server, Kind::Pacemaker);
    if (pacemaker == noIndex || model[pacemaker].state != State::Running)
        return false;
    std::vector<std::string> staying;
    for (Index t = 0; t < model.size(); ++t) {
        if (!isOn(model, t, server))
            continue;
        if (const Object &cluster = model[model[pacemaker].cluster]; cluster.resting) {
            search.fail({ base::Problem::Impossible, model[t].name + " is under Pacemaker, and the cluster " + cluster.name + " is in maintenance mode: it would not move away", {},
                "End the maintenance of " + cluster.name + " first." });
            return false;
        }
        const Index other = otherMember(model, model[t], server);
        if (other != noIndex)
            search.bring(model.lnetOf(other), State::Up, model[t].name + " moves to " + model[other].name);
        else
            staying.push_back(model[t].name);
    }
    if (model[pacemaker].resting)
        return true;
    search.putBehind();
    search.act(ActionId::Standby, pacemaker, why);
    search.putBehind(true);
    model[pacemaker].resting = true;
    for (Index t = 0; t < model.size(); ++t)
        if (isOn(model, t, server)) {
            const Index other = otherMember(model, model[t], server);
            if (other != noIndex)
                model[t].server = other;
            else
                search.become(t, State::Unmounted);
        }
    if (!staying.empty())
        task.notes.push_back(listed(staying) + (staying.size() == 1 ? " has" : " have") + " no other member that could run " + (staying.size() == 1 ? "it" : "them") + " now: Pacemaker stops "
            + (staying.size() == 1 ? "it" : "them") + ".");
    return true;
}

void standUp(Model &model, Search &search, Index server, const std::string &why)
{
    const Index lnet = model.lnetOf(server), corosync = model.partOf(server, Kind::Corosync), pacemaker = model.partOf(server, Kind::Pacemaker);
    if (model[lnet].state != State::Unconfigured)
        search.become(lnet, State::Unloaded);
    search.become(pacemaker, State::Stopped);
    search.become(corosync, State::Stopped);
    if (model[lnet].state != State::Unconfigured)
        search.bring(lnet, State::Up, why);
    if (model[corosync].foreign) { // it starts as others set it up
        search.become(corosync, State::Running);
        search.become(pacemaker, State::Running);
        return;
    }
    search.bring(pacemaker, State::Running, why);
    search.putBehind();
}

void pursueHa(Task &task, Model &model, Search &search, const Goal &goal) { HaPursuit(task, model, search).run(goal); }

void reachResource(Task &task, Model &model, Search &search, Index resource, State state)
{
    HaPursuit pursuit(task, model, search);
    state == State::Ready ? pursuit.handOver({ resource }) : pursuit.takeBack({ resource }, asked);
}

} // namespace plan
