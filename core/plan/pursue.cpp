// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/hagoals.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace plan {

using inventory::filesystemId;
using What = Goal::What;

namespace {

class Pursuit {
public:
    Pursuit(Task &task, Model &model, Search &search)
        : m_task(task)
        , m_model(model)
        , m_search(search)
    {
    }

    void run(const Goal &goal)
    {
        const auto repair = m_task.repairs.find(goal.object);
        m_why = repair == m_task.repairs.end() ? asked : repair->second;
        m_search.setPurpose(purpose(goal));
        if (isHaGoal(goal.what))
            return pursueHa(m_task, m_model, m_search, goal);
        if (isServerGoal(goal.what))
            return pursueServer(m_task, m_model, m_search, goal);
        switch (goal.what) {
        case What::Reach: return reach(goal);
        case What::CreateFilesystem:
        case What::AddTargets: return make(goal);
        case What::MoveTarget: return moveTarget(goal);
        case What::RemoveFilesystem: return remove(goal);
        case What::Reboot:
        case What::Shutdown: return empty(goal);
        case What::RewriteConfiguration: return rewrite(goal);
        case What::Repair: // was turned into other goals
        default: return;
        }
    }

    bool holds(const Goal &goal) const
    {
        const Index i = m_model.find(goal.object);
        switch (goal.what) {
        case What::Reach: return i != noIndex && m_model[i].state == goal.state;
        case What::CreateFilesystem:
        case What::AddTargets: {
            const auto made = targetsOf(goal);
            return std::all_of(made.begin(), made.end(), [&](Index t) { return m_model[t].state == State::Mounted; });
        }
        case What::MoveTarget:
            return i != noIndex && m_model[i].state == State::Mounted && m_model[m_model[i].server].name == goal.server;
        case What::RemoveFilesystem: return i == noIndex || m_model[i].state == State::Removed || m_model[i].state == State::Absent;
        case What::Reboot:
        case What::Shutdown: {
            for (Index t = 0; t < m_model.size(); ++t)
                if (m_model[t].kind == Kind::Target && m_model[t].state == State::Mounted && m_model[t].server == i)
                    return false;
            return true;
        }
        default: break;
        }
        return true;
    }

private:
    std::string purpose(const Goal &goal) const
    {
        if (m_task.repairs.contains(goal.object))
            return "Repair";
        if (goal.what == What::CreateFilesystem)
            return "Start " + goal.spec.name;
        if (goal.what == What::AddTargets)
            return "Start the new targets of " + goal.spec.name;
        const Index i = m_model.find(goal.object);
        if (goal.what == What::Reach && i != noIndex && m_model[i].kind == Kind::Filesystem)
            return (goal.state == State::Available ? "Start " : goal.state == State::Stopped ? "Stop " : "Remove ") + m_model[i].name;
        if (goal.what == What::RemoveFilesystem && i != noIndex)
            return "Remove " + m_model[i].name;
        return goalText(goal, m_task.world);
    }

    Indices targetsOf(const Goal &goal) const
    {
        Indices out;
        for (const inventory::TargetSpec &t : goal.spec.targets) {
            const bool separate = t.mgs && !t.mdt;
            const Index i = m_model.find(separate ? inventory::mgsId(t.volume)
                                                  : inventory::targetId(inventory::targetLabel(goal.spec.name, t.mdt, t.index)));
            if (i != noIndex)
                out.push_back(i);
        }
        return out;
    }

    void noteLost(const Object &fs)
    {
        for (const Index t : fs.targets)
            if (const Object &o = m_model[t]; o.lostOn != noIndex && o.state == State::Unmounted)
                m_task.notes.push_back(o.name + " was last seen mounted on " + m_model[o.lostOn].name
                    + ", which does not answer; this plan cannot stop it there.");
    }

    void noteMissing(const Object &fs)
    {
        if (fs.fs)
            for (const std::string &m : fs.fs->missing)
                m_task.notes.push_back(m + ": " + fs.name + " stays incomplete.");
    }

    void reach(const Goal &goal)
    {
        const Index i = m_model.find(goal.object);
        if (i == noIndex)
            return;
        const Object &o = m_model[i];
        if (o.kind == Kind::Filesystem && goal.state == State::Stopped)
            noteLost(o);
        if (o.kind == Kind::Filesystem && goal.state == State::Available)
            noteMissing(o);
        if (o.kind == Kind::Target && o.observed == State::Unknown && goal.state == State::Unmounted && o.state == State::Unmounted)
            return failLost(o);
        if (o.kind == Kind::Server && goal.state == State::Removed)
            return m_model.isMonitored(i) || mayRemove(o) ? pursueServer(m_task, m_model, m_search, goal) : void();
        if (o.kind == Kind::Filesystem && goal.state == State::Removed)
            return remove(goal);
        if (o.kind == Kind::HaResource)
            return reachResource(m_task, m_model, m_search, i, goal.state);
        m_search.bring(i, goal.state, m_why);
    }

    void failLost(const Object &o)
    {
        std::vector<std::string> hosts;
        for (const Index s : o.servers)
            hosts.push_back(m_model[s].name);
        if (o.lostOn == noIndex)
            return m_search.fail({ base::Problem::Impossible, "nobody knows whether " + o.name + " is mounted: "
                    + plan::listed(hosts) + (hosts.size() == 1 ? " does not answer" : " do not answer"), {}, "Bring one of its servers back." });
        const std::string &host = m_model[o.lostOn].name;
        m_search.fail({ base::Problem::Impossible, o.name + " was last seen mounted on " + host
                + ", which does not answer: it cannot be stopped there", {}, "Bring " + host + " back, or fail the target over." });
    }

    bool mayRemove(const Object &server)
    {
        std::vector<std::string> on;
        for (Index t = 0; t < m_model.size(); ++t) {
            const Object &o = m_model[t];
            if (o.kind == Kind::Target && std::find(o.servers.begin(), o.servers.end(), server.server) != o.servers.end())
                on.push_back(o.name);
        }
        if (on.empty())
            return true;
        if (on.size() > 4)
            on.resize(4, "others");
        m_search.fail({ base::Problem::Impossible, server.name + " cannot be removed: it serves " + listed(on), {},
            "Remove these file systems first, or give their targets another server by rewriting their configuration." });
        return false;
    }

    void make(const Goal &goal)
    {
        if (goal.what == What::CreateFilesystem) {
            m_search.bring(m_model.find(filesystemId(goal.spec.name)), State::Available, asked);
        } else {
            for (const Index t : targetsOf(goal))
                m_search.bring(t, State::Mounted, asked);
        }
    }

    void moveTarget(const Goal &goal)
    {
        const Index server = m_model.serverNamed(goal.server);
        const Index t = m_model.find(goal.object);
        if (server == noIndex || m_model[t].kind != Kind::Target)
            return m_search.fail({ base::Problem::NotFound, "there is no server " + goal.server, {}, {} });
        m_search.move(t, server, m_why);
    }

    void remove(const Goal &goal)
    {
        const Index i = m_model.find(goal.object);
        if (i == noIndex)
            return;
        const Object &fs = m_model[i];
        for (const Index t : fs.targets) {
            const Object &o = m_model[t];
            if (o.lostOn != noIndex && o.state != State::Mounted)
                return m_search.fail({ base::Problem::Impossible, o.name + " was last seen mounted on " + m_model[o.lostOn].name
                        + ", which does not answer: nobody knows that " + fs.name + " is stopped", {}, "Bring " + m_model[o.lostOn].name + " back first." });
            for (const Index other : o.serves)
                if (other != i && m_model[other].state != State::Removed)
                    return m_search.fail({ base::Problem::Impossible, m_model[other].name + " uses the MGS on " + o.name, {},
                        "Remove " + m_model[other].name + " first." });
        }
        if (fs.state == State::Absent)
            return; // nothing of it is on any disk
        m_search.bring(i, State::Stopped, asked);
        // What was never formatted has nothing to be forgotten.
        for (const Index t : Indices(fs.targets))
            if (m_model[t].state == State::Unformatted)
                m_search.become(t, State::Removed);
        m_search.bring(i, State::Removed, asked);
    }

    /// Takes everything off a server, then reboots it or shuts it down.
    void empty(const Goal &goal)
    {
        const Index server = m_model.find(goal.object);
        if (!m_model.isUp(server))
            return m_search.fail({ base::Problem::Impossible, m_model[server].name + " does not answer", {}, "Use its power control." });
        const std::string why = m_model[server].name + " is to " + (goal.what == What::Reboot ? "reboot" : "shut down");
        const Index pacemaker = m_model.partOf(server, Kind::Pacemaker);
        const bool rested = pacemaker != noIndex && m_model[pacemaker].resting;
        const bool member = standBy(m_task, m_model, m_search, server, why);
        std::vector<Index> here;
        for (Index t = 0; t < m_model.size(); ++t)
            if (m_model[t].kind == Kind::Target && m_model[t].state == State::Mounted && m_model[t].server == server)
                here.push_back(t);
        std::stable_sort(here.begin(), here.end(), [&](Index a, Index b) { return m_model[a].role < m_model[b].role; });
        for (const Index t : here) {
            const Index other = goal.moveAway ? otherServer(t, server) : noIndex;
            if (other != noIndex)
                m_search.move(t, other, why);
            else
                m_search.bring(t, State::Unmounted, why);
            if (goal.moveAway && other == noIndex)
                m_task.notes.push_back(m_model[t].name + " has no other server that answers, so it is stopped.");
        }
        for (Index c = 0; c < m_model.size(); ++c)
            if (m_model[c].kind == Kind::ClientMount && m_model[c].state == State::Mounted && m_model[c].server == server)
                m_search.bring(c, State::Unmounted, why);
        m_search.act(goal.what == What::Reboot ? machine::ActionId::Reboot : machine::ActionId::Shutdown, server, asked);
        if (member && m_search.ok() && goal.what == What::Reboot) {
            m_search.putBehind(true);
            standUp(m_model, m_search, server, m_model[server].name + " is back");
            if (!rested && m_search.ok()) {
                m_search.act(machine::ActionId::Online, pacemaker, m_model[server].name + " is back");
                m_model[pacemaker].resting = false;
            }
        }
        if (member && goal.what == What::Shutdown)
            m_task.notes.push_back(m_model[server].name + " is in standby when it is switched on again: bring it online then, before that nothing moves to it.");
        if (member && (here.empty() || (goal.what == What::Reboot && !rested)))
            return;
        m_task.notes.push_back("What is stopped or moved for this stays so until " + m_model[server].name
            + " is back; Repair then brings it to where it is wanted.");
    }

    Index otherServer(Index target, Index server) const
    {
        for (const Index s : m_model[target].servers)
            if (s != server && m_model.isUp(s))
                return s;
        return noIndex;
    }

    /// As Lustre's manual wants it: everything stopped, writeconf of the MGS and MDTs, then of the OSTs, started in that order.
    void rewrite(const Goal &goal)
    {
        const Index i = m_model.find(goal.object);
        const bool started = m_model[i].mounted > 0;
        Indices clients;
        for (const Index c : m_model[i].clients)
            if (m_model[c].state == State::Mounted)
                clients.push_back(c);
        m_search.bring(i, State::Stopped, "its configuration can only be rewritten while it is stopped");
        m_search.putBehind();
        for (const Index t : m_model[i].targets) {
            Object &o = m_model[t];
            if (o.lostOn != noIndex || o.server == noIndex || !m_model.isUp(o.server))
                return m_search.fail({ base::Problem::Impossible, o.name + " is on no server that answers", {}, "Bring its servers back first." });
            m_search.act(machine::ActionId::RewriteConfiguration, t, asked);
            m_search.putBehind(true); // one after the other: each tells the MGS at its next mount, and MDT0000 is the first to
            o.writeconf = true;
        }
        if (started)
            m_search.bring(i, State::Available, "it was started before");
        m_task.notes.push_back("The MGS writes the configuration of " + m_model[i].name
            + " anew when it is started: MGS, MDTs and OSTs in this order. Settings made with conf_param are lost.");
        for (const Index c : clients)
            m_task.notes.push_back(m_model[c].name + " stays unmounted: mount it again with the NIDs of now.");
        for (const Index fs : m_model[i].sharedMgs.empty() ? Indices {} : m_model[m_model[i].sharedMgs.front()].serves)
            if (fs != i)
                m_task.notes.push_back(m_model[fs].name + " uses the same MGS: if the MGS has other NIDs now, rewrite " + m_model[fs].name + " as well.");
    }

    Task &m_task;
    Model &m_model;
    Search &m_search;
    std::string m_why;
};

} // namespace

void pursue(Task &task, Model &model, Search &search)
{
    Pursuit pursuit(task, model, search);
    for (std::size_t i = 0; i < task.goals.size() && search.ok(); ++i) {
        pursuit.run(task.goals[i]);
        for (std::size_t before = 0; before < i && search.ok(); ++before)
            if (!pursuit.holds(task.goals[before]))
                search.fail({ base::Problem::Conflict, "\"" + goalText(task.goals[before], task.world) + "\" and \""
                        + goalText(task.goals[i], task.world) + "\" contradict each other", {}, "Ask for one of them only." });
    }
}

} // namespace plan
