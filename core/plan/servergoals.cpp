// SPDX-License-Identifier: GPL-3.0-or-later
// Goals about whole servers: under management and back, drained and filled again, with other networks, removed.
#include "core/inventory/ids.h"
#include "core/plan/hagoals.h"

#include <algorithm>

namespace plan {

using inventory::ServerProfile;
using inventory::Wanted;
using machine::ActionId;
using What = Goal::What;

namespace {

bool isSetUp(const ServerProfile &p)
{
    return !p.distributions.empty() || p.time.wanted || !p.firewall.empty() || !p.services.empty() || !p.lnets.empty();
}

bool isMounted(const Object &o) { return o.state == State::Mounted && (o.kind == Kind::Target || o.kind == Kind::ClientMount); }

class ServerPursuit {
public:
    ServerPursuit(Task &task, Model &model, Search &search)
        : m_task(task)
        , m_model(model)
        , m_search(search)
    {
    }

    void run(const Goal &goal)
    {
        const Index i = m_model.find(goal.object);
        if (i == noIndex)
            return;
        switch (goal.what) {
        case What::ManageServer: return manage(i);
        case What::ReleaseServer: return release(i);
        case What::ManageFilesystem: return manageFilesystem(i);
        case What::ReleaseFilesystem: return releaseFilesystem(i);
        case What::Drain: return drain(i);
        case What::MoveHome: return home(i);
        case What::ConfigureLnet: return configure(m_model[i].server, goal);
        case What::RestartAgent: return m_search.act(ActionId::RestartAgent, i, asked);
        default: return remove(i);
        }
    }

private:
    /// What is mounted on a server, targets in the order of starting.
    Indices mountedOn(Index server) const
    {
        Indices out;
        for (Index i = 0; i < m_model.size(); ++i)
            if (isMounted(m_model[i]) && m_model[i].server == server)
                out.push_back(i);
        std::stable_sort(out.begin(), out.end(), [&](Index a, Index b) {
            return std::tuple(m_model[a].kind, m_model[a].role) < std::tuple(m_model[b].kind, m_model[b].role);
        });
        return out;
    }

    std::string why(Index server, const char *what) const { return m_model[server].name + what; }

    void manage(Index server)
    {
        const ServerProfile &profile = *m_model.profileOf(server);
        const std::string &name = m_model[server].name;
        if (!m_model.isUp(server)) {
            m_task.notes.push_back(name + " does not answer; Repair sets it up as its profile wants when it is back.");
        } else if (isSetUp(profile)) {
            const std::size_t before = m_search.drafts().size();
            const State lnetBefore = m_model[m_model.lnetOf(server)].state;
            const std::string because = why(server, (" is to be as the profile \"" + profile.title + "\" wants it").c_str());
            for (const auto &[kind, state] : { std::pair(Kind::Software, State::Ready), { Kind::TimeSync, State::Synchronized }, { Kind::Firewall, State::Open }, { Kind::Services, State::Running } })
                if (const Index part = m_model.partOf(server, kind); part != noIndex)
                    m_search.bring(part, state, because);
            if (const Index lnet = m_model.lnetOf(server); m_model[lnet].state == State::Unconfigured || lnetBefore == State::Up)
                m_search.bring(lnet, State::Up, because);
            if (m_search.ok() && m_search.drafts().size() == before)
                m_task.notes.push_back(name + " is as the profile \"" + profile.title + "\" wants it; nothing on it changes.");
        } else {
            m_task.notes.push_back("Nothing on " + name + " changes.");
        }
        m_search.act(ActionId::Manage, server, asked);
    }

    void manageFilesystem(Index fs)
    {
        if (m_model[fs].fs)
            for (const std::string &m : m_model[fs].fs->missing)
                m_task.notes.push_back(m + ": " + m_model[fs].name + " is incomplete.");
        m_task.notes.push_back("Nothing is started or stopped: what is mounted now is wanted mounted where it is.");
        for (const std::string &name : m_task.taken)
            if (const Index server = m_model.serverNamed(name); server != noIndex)
                manage(server);
        m_search.act(ActionId::ManageFilesystem, fs, asked);
    }

    /// What leans on LNet here, or may come to be mounted here, by name; empty when nobody does.
    std::vector<std::string> usersOf(Index server) const
    {
        std::vector<std::string> out;
        for (const Index i : mountedOn(server))
            out.push_back(m_model[i].name);
        for (Index i = 0; i < m_model.size(); ++i)
            if (const Object &o = m_model[i]; isMounted(o) && o.server != server && std::find(o.servers.begin(), o.servers.end(), server) != o.servers.end())
                out.push_back(o.name);
        if (out.size() > 3)
            out = { out[0], out[1], std::to_string(out.size() - 2) + " more" };
        return out;
    }

    void takeBack(Index server, Kind kind, State off, State on)
    {
        const Index part = m_model.partOf(server, kind);
        if (part == noIndex)
            return;
        if (!m_model[part].ours || !m_model.isUp(server))
            return m_search.become(part, off); // it is not ours to take back
        m_search.become(part, on);
        m_search.bring(part, off, why(server, " is given back"));
    }

    bool hasOurs(Index server) const
    {
        const Indices parts { m_model.partOf(server, Kind::TimeSync), m_model.partOf(server, Kind::Services), m_model.partOf(server, Kind::Firewall) };
        return std::any_of(parts.begin(), parts.end(), [&](Index part) { return part != noIndex && m_model[part].ours; });
    }

    void notePackages(Index server)
    {
        if (const ServerProfile *p = m_model.profileOf(server); p && !p->distributions.empty())
            m_task.notes.push_back("The Lustre packages stay on " + m_model[server].name + ".");
    }

    void release(Index server)
    {
        const std::string &name = m_model[server].name;
        const std::vector<std::string> users = usersOf(server);
        m_search.takeBackFrom(server);
        takeBack(server, Kind::TimeSync, State::Unsynchronized, State::Synchronized);
        takeBack(server, Kind::Services, State::Idle, State::Running);
        const Index firewall = m_model.partOf(server, Kind::Firewall);
        const bool ports = firewall != noIndex && m_model[firewall].ours, lnet = m_task.wanted.lnetOurs.contains(name);
        if (!users.empty() && (ports || lnet))
            m_task.notes.push_back(std::string(ports && lnet ? "LNet's configuration and the open ports" : ports ? "The open ports" : "LNet's configuration")
                + " on " + name + " stay: " + listed(users) + (users.size() == 1 ? " needs them." : " need them."));
        if (users.empty()) {
            takeBack(server, Kind::Firewall, State::Closed, State::Open);
            if (lnet && m_model.isUp(server))
                m_search.bring(m_model.lnetOf(server), State::Unconfigured, why(server, " is given back"));
        }
        notePackages(server);
        m_search.act(ActionId::Release, server, asked);
    }

    void releaseFilesystem(Index fs)
    {
        m_task.notes.push_back("Nothing is stopped: what is mounted stays mounted.");
        for (const std::string &name : m_task.given)
            if (const Index server = m_model.serverNamed(name); server != noIndex)
                release(server);
        m_search.act(ActionId::ReleaseFilesystem, fs, asked);
    }

    Index otherServer(const Object &target, Index server) const
    {
        for (const Index s : target.servers)
            if (s != server && m_model.isUp(s))
                return s;
        return noIndex;
    }

    void drain(Index server)
    {
        std::vector<std::string> staying;
        standBy(m_task, m_model, m_search, server, why(server, " is drained"));
        for (const Index i : mountedOn(server)) {
            const Index other = m_model[i].kind == Kind::Target ? otherServer(m_model[i], server) : noIndex;
            if (other != noIndex)
                m_search.move(i, other, why(server, " is drained"));
            else if (m_model[i].kind == Kind::Target)
                staying.push_back(m_model[i].name);
        }
        if (!staying.empty())
            m_task.notes.push_back(listed(staying) + (staying.size() == 1 ? " has" : " have") + " no other server that answers, and "
                + (staying.size() == 1 ? "stays" : "stay") + " on " + m_model[server].name + ".");
    }

    void home(Index server)
    {
        for (Index i = 0; i < m_model.size(); ++i) {
            const Object &o = m_model[i];
            if (o.kind == Kind::Target && o.state == State::Mounted && o.server != server && !o.servers.empty() && o.servers.front() == server)
                m_search.move(i, server, why(server, " is its primary server"));
        }
    }

    /// What LNet will give the server, without what it has now.
    std::string nidsToBe(Index server) const
    {
        inventory::Server copy = m_model.server(server);
        if (!copy.inventory)
            return {};
        auto host = std::make_shared<protocol::HostInventory>(*copy.inventory);
        host->lnet.nids.clear();
        copy.inventory = host;
        inventory::WorldData none;
        std::string out;
        for (const std::string &nid : inventory::nidsOf(copy, m_task.wanted, inventory::LnetChoice(none)))
            out += (out.empty() ? "" : ",") + nid;
        return out;
    }

    void configure(Index server, const Goal &goal)
    {
        const Index lnet = m_model.lnetOf(server);
        const std::string &name = m_model[server].name;
        const std::string because = "LNet on " + name + " gets other networks", before = m_model.nidsOf(server), after = nidsToBe(server);
        const bool same = !goal.lnets.empty() && before == after;
        const State was = m_model[lnet].state;
        const Indices here = mountedOn(server);
        m_search.bring(lnet, State::Unconfigured, because);
        m_search.bring(lnet, was == State::Unconfigured || was == State::Unloaded ? State::Unloaded : State::Up, asked);
        if (same || before.empty()) {
            for (const Index i : here)
                m_search.bring(i, State::Mounted, "it was mounted before");
            return;
        }
        m_task.notes.push_back("The NIDs of " + name + " change from " + before + " to " + after + ".");
        std::set<std::string> told;
        for (Index i = 0; i < m_model.size(); ++i) {
            const Object &o = m_model[i];
            const bool mine = o.kind == Kind::Target && o.found && std::find(o.servers.begin(), o.servers.end(), server) != o.servers.end()
                && std::find(o.found->serviceNodes.begin(), o.found->serviceNodes.end(), after) == o.found->serviceNodes.end();
            for (const Index fs : !mine ? Indices {} : o.filesystem != noIndex ? Indices { o.filesystem } : o.serves)
                told.insert(m_model[fs].name);
        }
        for (const std::string &fs : told)
            m_task.notes.push_back("The configuration of " + fs + " names the old NIDs: rewrite the NIDs of " + fs + " afterwards. Until then what is stopped here stays stopped.");
    }

    void remove(Index server)
    {
        // On one that is monitored only, what was mounted when it was given back may have kept something of ours.
        const bool monitored = m_model.isMonitored(server), ourLnet = m_task.wanted.lnetOurs.contains(m_model[server].name);
        const std::vector<std::string> users = monitored ? usersOf(server) : std::vector<std::string> {};
        if (users.empty())
            m_search.takeBackFrom(server);
        if (!users.empty() && (ourLnet || hasOurs(server)))
            m_task.notes.push_back("What was configured on " + m_model[server].name + " stays: " + listed(users) + (users.size() == 1 ? " needs it." : " need it."));
        for (const auto &[kind, off, on] : { std::tuple(Kind::TimeSync, State::Unsynchronized, State::Synchronized),
                 { Kind::Services, State::Idle, State::Running }, { Kind::Firewall, State::Closed, State::Open } }) {
            const Index part = m_model.partOf(server, kind);
            if (users.empty())
                takeBack(server, kind, off, on);
            else if (part != noIndex)
                m_search.become(part, off);
        }
        if (monitored && (!users.empty() || !ourLnet))
            m_search.become(m_model.lnetOf(server), State::Unconfigured);
        if (!monitored)
            notePackages(server);
        m_search.bring(server, State::Removed, asked);
    }

    Task &m_task;
    Model &m_model;
    Search &m_search;
};

} // namespace

bool isServerGoal(What what)
{
    return what >= What::ManageServer && what <= What::RestartAgent;
}

void pursueServer(Task &task, Model &model, Search &search, const Goal &goal) { ServerPursuit(task, model, search).run(goal); }

} // namespace plan
