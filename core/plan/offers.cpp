// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/planner.h"

#include "core/ha/trouble.h"
#include "core/inventory/ids.h"
#include "core/plan/goals.h"
#include "core/plan/hadrift.h"

#include <algorithm>
#include <set>

namespace plan {

using What = Goal::What;

namespace {

class Offerer {
public:
    Offerer(const inventory::World &world, const inventory::Wanted &wanted)
        : m_world(world)
        , m_wanted(wanted)
    {
    }

    std::vector<Offer> run(const ObjectId &object)
    {
        if (inventory::isKind(object, Kind::Server))
            server(inventory::nameIn(object));
        else if (inventory::isKind(object, Kind::Lnet))
            lnet(inventory::nameIn(object));
        else if (const inventory::Target *t = m_world.target(object))
            target(*t);
        else if (inventory::isKind(object, Kind::Filesystem))
            filesystem(inventory::nameIn(object));
        else if (inventory::isKind(object, Kind::ClientMount))
            client(object);
        else if (inventory::isKind(object, Kind::HaCluster))
            cluster(inventory::nameIn(object));
        return std::move(m_out);
    }

private:
    /// Asks the planner: what it says is the reason and the risk.
    void offer(std::string action, Goal goal, std::string whyNot = {})
    {
        Offer o { std::move(action), std::move(goal), Risk::Safe, std::move(whyNot) };
        if (o.whyNot.empty()) {
            const auto made = plan(m_world, m_wanted, { o.goal });
            if (!made)
                o.whyNot = made.error().message;
            else
                o.risk = made->risk();
        }
        m_out.push_back(std::move(o));
    }

    /// The named moves that leave a state, as the table has them.
    void moves(Kind kind, const ObjectId &object, State now, const std::set<State> &leaveOut = {})
    {
        std::set<std::string_view> seen;
        for (const machine::Transition &t : machine::of(kind).moves)
            if (t.from == now && !t.follows() && !leaveOut.contains(t.to) && seen.insert(t.action).second)
                offer(std::string(t.action), reach(object, t.to));
    }

    static Goal reach(const ObjectId &object, State state)
    {
        Goal g;
        g.object = object;
        g.state = state;
        return g;
    }

    static Goal goal(What what, const ObjectId &object)
    {
        Goal g;
        g.what = what;
        g.object = object;
        return g;
    }

    bool isUp(const std::string &name) const
    {
        const inventory::Server *s = m_world.server(name);
        return s && s->up() && s->inventory;
    }

    void lnet(const std::string &name)
    {
        const inventory::Server *s = m_world.server(name);
        if (!s)
            return;
        if (s->lnet == State::Unknown)
            return offer("Start LNet", reach(s->lnetId, State::Up), name + " does not answer");
        moves(Kind::Lnet, s->lnetId, s->lnet);
        if (s->lnet == State::Unconfigured || s->lnet == State::Unloaded)
            offer("Start LNet", reach(s->lnetId, State::Up));
    }

    /// What was mounted when it was given back may have kept something of ours on it.
    bool keepsOurs(const inventory::Server &s) const
    {
        const auto &host = s.inventory;
        return m_wanted.lnetOurs.contains(s.name)
            || (host && (host->time.ours || !host->firewall.ours.empty() || !host->services.ours.empty() || !host->software.repositories.empty()));
    }

    void server(const std::string &name)
    {
        const inventory::Server *s = m_world.server(name);
        if (!s)
            return;
        const std::string silent = isUp(name) ? std::string() : name + " does not answer";
        // Buttons are made of the first: what is wanted often, and in trouble, comes before what takes a server away.
        moves(Kind::Server, s->id, s->state, { State::Removed });
        const inventory::ServerProfile *profile = m_wanted.profileOf(name);
        if (!profile || !profile->managed)
            offer(nameOf(machine::ActionId::Manage), goal(What::ManageServer, s->id));
        drains(*s, silent);
        if (repairable(s->id))
            offer("Repair", goal(What::Repair, s->id), silent);
        lnet(name);
        for (const machine::ActionId id : { machine::ActionId::Reboot, machine::ActionId::Shutdown })
            offer(nameOf(id), goal(id == machine::ActionId::Reboot ? What::Reboot : What::Shutdown, s->id), silent);
        offer(nameOf(machine::ActionId::RestartAgent), goal(What::RestartAgent, s->id), silent);
        if (!profile || profile->managed || keepsOurs(*s))
            offer(nameOf(machine::ActionId::Release), goal(What::ReleaseServer, s->id));
        moves(Kind::Server, s->id, s->state, { State::Managed, State::Discovered });
    }

    static std::string nameOf(machine::ActionId id) { return std::string(machine::action(id).name); }

    void drains(const inventory::Server &s, const std::string &silent)
    {
        member(s, silent);
        const auto movable = [&](const ObjectId &id) { return m_world.target(id) && m_world.target(id)->servers.size() > 1; };
        if (std::any_of(s.targetsHere.begin(), s.targetsHere.end(), movable))
            offer(nameOf(machine::ActionId::Drain), goal(What::Drain, s.id), silent);
        const auto away = [&](const ObjectId &id) {
            const inventory::Target *t = m_world.target(id);
            return t && t->state == State::Mounted && t->active != s.name;
        };
        if (std::any_of(s.targetsPrimary.begin(), s.targetsPrimary.end(), away))
            offer(nameOf(machine::ActionId::MoveHome), goal(What::MoveHome, s.id), silent);
    }

    /// What a member of a cluster can do.
    void member(const inventory::Server &s, const std::string &silent)
    {
        const ha::ClusterSpec *spec = m_wanted.clusterOf(s.name);
        const ha::HaCluster *seen = m_world.clusterOf(s.name);
        if (!spec && !seen)
            return;
        const ha::ClusterMember *m = seen ? seen->member(s.name) : nullptr;
        const ha::NodeStatus *n = m && seen->status ? seen->status->node(m->node) : nullptr;
        const bool drains = std::any_of(s.targetsHere.begin(), s.targetsHere.end(), [&](const ObjectId &id) { return m_world.target(id) && m_world.target(id)->servers.size() > 1; });
        if (n && n->standby)
            offer(nameOf(machine::ActionId::Online), goal(What::Online, s.id));
        else if (n && !drains)
            offer(nameOf(machine::ActionId::Drain), goal(What::Drain, s.id), silent);
        if (spec && m && deviceFailed(*seen, m->node))
            offer(nameOf(machine::ActionId::CleanUp), goal(What::CleanUp, s.id));
        if (spec && spec->fencing.contains(s.name))
            offer("Test fencing", goal(What::FenceTest, s.id), silent);
    }

    /// Of those that fence this node.
    static bool deviceFailed(const ha::HaCluster &seen, const std::string &node)
    {
        const std::vector<std::string> devices = seen.status && seen.cib ? ha::fenceDevicesOf(*seen.cib, node) : std::vector<std::string> {};
        const auto isOne = [&](const auto &entry) { return std::find(devices.begin(), devices.end(), entry.resource) != devices.end(); };
        return seen.status && (std::any_of(seen.status->failCounts.begin(), seen.status->failCounts.end(), isOne) || std::any_of(seen.status->failures.begin(), seen.status->failures.end(), isOne));
    }

    /// Under Pacemaker or not, where a cluster is there.
    void pacemaker(const ObjectId &id, const std::vector<const inventory::Target *> &targets)
    {
        const auto under = [](const inventory::Target *t) { return !t->resource.empty(); };
        const auto inCluster = [&](const inventory::Target *t) { return t->resource.empty() && m_wanted.clusterOf(t->active.empty() ? t->primary : t->active); };
        if (std::any_of(targets.begin(), targets.end(), inCluster))
            offer(std::string(machine::of(Kind::HaResource).moves.begin()->action), goal(What::HandOver, id));
        if (std::any_of(targets.begin(), targets.end(), under))
            offer("Take back from Pacemaker", goal(What::TakeBack, id));
    }

    void cluster(const std::string &name)
    {
        const ha::HaCluster *seen = m_world.cluster(name);
        const ObjectId id = inventory::clusterId(name);
        if (!seen && !m_wanted.clusters.contains(name))
            return;
        if (seen && seen->status)
            offer(nameOf(seen->status->maintenance ? machine::ActionId::MaintenanceOff : machine::ActionId::MaintenanceOn),
                goal(seen->status->maintenance ? What::MaintenanceOff : What::MaintenanceOn, id));
        if (seen && seen->status && (!seen->status->failCounts.empty() || !seen->status->failures.empty()))
            offer(nameOf(machine::ActionId::CleanUp), goal(What::CleanUp, id));
        if (seen && seen->status && std::any_of(seen->status->bans.begin(), seen->status->bans.end(), [](const ha::Ban &b) { return b.byTool(); })) // those of a configuration stay
            offer(nameOf(machine::ActionId::Unban), goal(What::Unban, id));
        if (repairable(id))
            offer("Repair", goal(What::Repair, id));
        offer("Remove cluster", goal(What::RemoveCluster, id));
    }

    /// Failures and bans of what Pacemaker runs for a target.
    void leftovers(const inventory::Target &t)
    {
        const ha::HaCluster *seen = t.cluster.empty() ? nullptr : m_world.cluster(t.cluster);
        if (!seen || !seen->status)
            return;
        const auto mine = [&](const auto &entry) { return entry.resource == t.resource; };
        if (std::any_of(seen->status->failCounts.begin(), seen->status->failCounts.end(), mine) || std::any_of(seen->status->failures.begin(), seen->status->failures.end(), mine))
            offer(nameOf(machine::ActionId::CleanUp), goal(What::CleanUp, t.id));
        if (std::any_of(seen->status->bans.begin(), seen->status->bans.end(), [&](const ha::Ban &b) { return mine(b) && b.byTool(); }))
            offer(nameOf(machine::ActionId::Unban), goal(What::Unban, t.id));
    }

    /// Both ways stand open while nobody has said which it is.
    void management(const inventory::FileSystem &fs)
    {
        const auto servers = serversOf(fs, m_world);
        const bool monitored = std::any_of(servers.begin(), servers.end(), [&](const std::string &s) { return m_wanted.isMonitored(s); });
        const bool wanted = m_wanted.states.contains(fs.id) || m_wanted.filesystems.contains(fs.name);
        if (monitored || !wanted)
            offer(nameOf(machine::ActionId::ManageFilesystem), goal(What::ManageFilesystem, fs.id));
        if (wanted)
            offer(nameOf(machine::ActionId::ReleaseFilesystem), goal(What::ReleaseFilesystem, fs.id));
        if (!fs.strangeNids.empty())
            offer("Rewrite NIDs", goal(What::RewriteConfiguration, fs.id));
    }

    bool repairable(const ObjectId &object) const
    {
        const auto drifts = plan::drift(m_world, m_wanted);
        return std::any_of(drifts.begin(), drifts.end(), [&](const inventory::Drift &d) {
            return d.repairable && inventory::concerns(object, d.object, m_world);
        });
    }

    void moveTo(const inventory::Target &t, machine::ActionId id, const std::string &server)
    {
        Goal g = goal(What::MoveTarget, t.id);
        g.server = server;
        offer(std::string(machine::action(id).name), std::move(g), isUp(server) ? std::string() : server + " does not answer");
    }

    void target(const inventory::Target &t)
    {
        if (t.state == State::Unknown)
            offer("Start target", reach(t.id, State::Mounted));
        else
            moves(Kind::Target, t.id, t.state, t.state == State::Unmounted ? std::set { State::Removed } : std::set<State> {});
        const bool lost = t.state == State::Unknown && !t.active.empty();
        pacemaker(t.id, { &t });
        leftovers(t);
        if (t.state != State::Mounted && !lost)
            return;
        if (t.active != t.primary)
            moveTo(t, machine::ActionId::FailBack, t.primary);
        else if (t.failover.empty())
            offer("Fail over", goal(What::MoveTarget, t.id), t.label + " has no failover server");
        for (const std::string &s : t.servers)
            if (s != t.active && s != t.primary)
                moveTo(t, machine::ActionId::FailOver, s);
    }

    void filesystem(const std::string &name)
    {
        const inventory::FileSystem *fs = m_world.filesystem(name);
        const ObjectId id = inventory::filesystemId(name);
        const auto counted = [&](State state) {
            std::size_t n = 0;
            for (const auto *list : { &fs->mdts, &fs->osts })
                for (const ObjectId &t : *list)
                    n += m_world.target(t)->state == state ? 1 : 0;
            return n;
        };
        if (fs) {
            const std::size_t mounted = counted(State::Mounted), all = fs->mdts.size() + fs->osts.size();
            if (fs->state != State::Available && (mounted < all || fs->state != State::Incomplete))
                offer("Start file system", reach(id, State::Available));
            if (mounted > 0)
                offer("Stop file system", reach(id, State::Stopped));
        } else if (m_wanted.filesystems.contains(name)) {
            offer("Start file system", reach(id, State::Available));
        } else {
            return;
        }
        if (repairable(id))
            offer("Repair", goal(What::Repair, id));
        if (fs) {
            std::vector<const inventory::Target *> targets;
            for (const auto *list : { &fs->mdts, &fs->osts })
                for (const ObjectId &t : *list)
                    targets.push_back(m_world.target(t));
            pacemaker(id, targets);
        }
        if (fs)
            management(*fs);
        if (fs)
            offer(std::string(machine::action(machine::ActionId::RewriteConfiguration).name), goal(What::RewriteConfiguration, id),
                fs->state == State::Stopped ? std::string() : "The file system must be stopped first");
        offer("Remove file system", goal(What::RemoveFilesystem, id));
    }

    void client(const ObjectId &id)
    {
        const auto it = m_world->clientMounts.find(id);
        const State now = it == m_world->clientMounts.end() ? State::Unmounted : it->second.state;
        const std::string rest = inventory::nameIn(id), server = rest.substr(0, rest.find(':'));
        if (now == State::Unknown)
            return offer("Unmount", reach(id, State::Unmounted), server + " does not answer");
        moves(Kind::ClientMount, id, now);
    }

    const inventory::World &m_world;
    const inventory::Wanted &m_wanted;
    std::vector<Offer> m_out;
};

} // namespace

std::vector<Offer> offers(const inventory::World &world, const inventory::Wanted &wanted, const ObjectId &object)
{
    const inventory::World known = inventory::remembered(world, wanted);
    return Offerer(known, wanted).run(object);
}

} // namespace plan
