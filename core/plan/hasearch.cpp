// SPDX-License-Identifier: GPL-3.0-or-later
// What the search does with what Pacemaker holds: moves by Pacemaker, and what is refused while it rests or belongs to others.
#include "core/plan/search.h"

#include <algorithm>
#include <utility>

namespace plan {

using machine::ActionId;
using machine::Where;

/// What others have set up is operated; its configuration stays theirs.
bool Search::refuseForeign(const Object &o)
{
    const bool ha = o.kind == Kind::Corosync || o.kind == Kind::Pacemaker || o.kind == Kind::HaCluster || o.kind == Kind::Fencing || o.kind == Kind::HaResource;
    if (!ha || !o.foreign)
        return false;
    const std::string cluster = o.kind == Kind::HaCluster ? o.name : m_model[o.cluster].name;
    fail({ base::Problem::Impossible, "the cluster " + cluster + " was set up by others: what it runs can be started, stopped and moved, but "
            + (o.kind == Kind::HaResource ? "what is configured of " + o.name : o.name) + " is left as it is", {},
        "Change it with the tools that it was set up with." });
    return true;
}

bool Search::refuseResting(const Object &target, bool starting)
{
    const Object &cluster = m_model[m_model[target.resource].cluster];
    if (cluster.resting)
        fail({ base::Problem::Impossible, target.name + " is under Pacemaker, and the cluster " + cluster.name
                + " is in maintenance mode: nothing is started, stopped or moved", {}, "End the maintenance of " + cluster.name + " first." });
    else if (starting && cluster.seen && cluster.seen->status && !cluster.seen->status->quorum)
        fail({ base::Problem::Impossible, target.name + " is under Pacemaker, and the cluster " + cluster.name + " has no quorum: it starts nothing", {},
            "Bring its other servers back." });
    return !ok();
}

void Search::moveResource(Index target, Index server, const std::string &why)
{
    Object &o = m_model[target];
    const Index cluster = m_model[o.resource].cluster;
    const std::string cannot = o.name + " cannot be moved to " + m_model[server].name + ": ";
    if (!ok() || (o.state == State::Mounted && o.server == server) || refuseMonitored(o.server) || refuseMonitored(server) || refuseResting(o, true))
        return;
    const Index pacemaker = m_model.partOf(server, Kind::Pacemaker);
    if (pacemaker == noIndex || m_model[pacemaker].cluster != cluster)
        return fail({ base::Problem::Impossible, cannot + "it is under Pacemaker, and " + m_model[server].name + " is no member of the cluster "
                + m_model[cluster].name, {}, "Move it to a member, or take it back from Pacemaker first." });
    if (std::find(o.servers.begin(), o.servers.end(), server) == o.servers.end())
        return fail({ base::Problem::Impossible, cannot + "it was not formatted for that server, or the server does not see its device", {}, {} });
    if (!m_model.isUp(server) || m_model[pacemaker].state != State::Running)
        return fail({ base::Problem::Impossible, cannot + (m_model.isUp(server) ? "Pacemaker does not run there" : "it does not answer"), {},
            m_model.isUp(server) ? "Start Pacemaker on " + m_model[server].name + " first." : "Bring " + m_model[server].name + " back first." });
    if (m_model[pacemaker].resting)
        return fail({ base::Problem::Impossible, cannot + "it is in standby", {}, "Bring " + m_model[server].name + " online first." });
    if (o.lostOn != noIndex && o.state != State::Mounted)
        return fail({ base::Problem::Impossible, cannot + m_model[o.lostOn].name + ", where it was last seen mounted, does not answer; Pacemaker starts it elsewhere as soon as "
                + m_model[o.lostOn].name + " is known to be off", {}, "Look at the fencing of " + m_model[o.lostOn].name + ", or confirm that it is off." });
    if (o.state != State::Mounted) {
        o.server = server;
        bring(target, State::Mounted, why);
        return;
    }
    const Index from = std::exchange(o.server, server);
    Needed needed { m_behind, {} };
    satisfy(target, { Where::ActiveServer, Kind::Lnet, { State::Up } }, needed);
    satisfy(target, { Where::MyMgs, Kind::Target, { State::Mounted } }, needed);
    if (!ok())
        return;
    const bool home = o.servers.front() == server && (!o.found || o.found->homeStored);
    Draft d { target, o.state, o.state, nullptr, &machine::action(home ? ActionId::FailBackResource : ActionId::FailOverResource), from, server, true, false, Phase::Act, {}, why, {} };
    d.group = m_purpose;
    addMove(std::move(d), std::move(needed));
}

} // namespace plan
