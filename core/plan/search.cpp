// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/search.h"

#include <algorithm>
#include <utility>

namespace plan {

using machine::Hold;
using machine::Need;
using machine::Transition;
using machine::Where;
using machine::word;

namespace {
/// "scratch-OST0000 mounted", "LNet up on oss1"
std::string stateText(const Object &o, State state)
{
    if (o.kind == Kind::Lnet)
        return "LNet " + std::string(word(state)) + o.name.substr(4);
    return o.name + " " + std::string(word(state));
}
}

Search::Search(Model &model)
    : m_model(model)
    , m_last(model.size(), noMove)
    , m_readers(model.size())
    , m_busy(model.size(), 0)
{
}

void Search::fail(base::Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

const std::vector<const Transition *> *Search::route(Index object, State from, State to)
{
    const Object &o = m_model[object];
    const bool separate = o.role == Role::Mgs;
    const auto key = std::tuple(o.kind, from, to, separate, o.ownKernel, o.kind == Kind::Target && m_model.isByPacemaker(o));
    if (const auto it = m_routes.find(key); it != m_routes.end())
        return it->second ? &*it->second : nullptr;
    std::map<State, const Transition *> by { { from, nullptr } };
    std::vector<State> queue { from };
    for (std::size_t i = 0; i < queue.size(); ++i)
        for (const Transition &t : machine::of(o.kind).moves)
            if (t.from == queue[i] && !t.follows() && m_model.applies(t.when, object) && by.emplace(t.to, &t).second)
                queue.push_back(t.to);
    auto &found = m_routes[key];
    if (!by.contains(to))
        return nullptr;
    found.emplace();
    for (State s = to; s != from; s = by[s]->from)
        found->insert(found->begin(), by[s]);
    return &*found;
}

void Search::reportCycle(Index object)
{
    const auto from = std::find(m_stack.begin(), m_stack.end(), object);
    std::string text;
    for (auto it = from; it != m_stack.end(); ++it)
        text += m_model[*it].name + (it == from ? " waits for " : ", which waits for ");
    fail({ base::Problem::Conflict, text + m_model[object].name + ": nobody can go first", {},
        "Plan them one after the other, or change what they lean on." });
}

void Search::bring(Index object, State goal, const std::string &why)
{
    if (!ok() || m_model[object].state == goal)
        return;
    if (m_busy[object])
        return reportCycle(object);
    const Object &o = m_model[object];
    const auto *way = route(object, o.state, goal);
    if (o.state == State::Unknown) {
        const inventory::Server &s = m_model.server(o.server);
        return fail({ base::Problem::Impossible, s.name + " does not answer" + (s.reason.empty() ? "" : " (" + s.reason + ")")
                + (why.empty() || why == "Asked for" ? std::string() : ": " + why), {}, "Bring " + s.name + " back, or leave it out." });
    }
    if (!way)
        return fail({ base::Problem::Impossible, o.name + " is " + std::string(word(o.state)) + ", and no way leads from there to "
                + std::string(word(goal)), {}, {} });
    m_busy[object] = 1;
    m_stack.push_back(object);
    for (const Transition *t : *way) {
        step(object, *t, why);
        if (!ok())
            return;
    }
    m_stack.pop_back();
    m_busy[object] = 0;
}

void Search::step(Index object, const Transition &t, const std::string &why)
{
    checkCanRun(object, t);
    Needed needed { m_behind, {} };
    release(object, t.to, needed);
    if (t.steps.has(protocol::Verb::HostReboot)) { // what is loaded goes down in order, with all that leans on it
        const Index lnet = m_model.lnetOf(m_model[object].server);
        if (m_model[lnet].state == State::Up || m_model[lnet].state == State::Down)
            bring(lnet, State::Unloaded, why);
        for (std::size_t i = 0; i < m_drafts.size(); ++i) // nothing else goes on while it goes down
            if (m_drafts[i].server == m_model[object].server)
                needed.after.push_back(i);
    }
    const auto saved = std::exchange(m_behind, needed.after);
    for (const Need &n : t.needs)
        if (m_model.applies(n.when, object))
            satisfy(object, n, needed);
    for (const Hold &h : machine::of(m_model[object].kind).holds)
        if (h.in.has(t.to) && m_model.applies(h.need.when, object))
            satisfy(object, h.need, needed);
    m_behind = saved;
    if (!ok())
        return;
    const Object &o = m_model[object];
    if (o.target != noIndex && m_last[o.target] != noMove) // what Pacemaker forgets has been stopped by it before, where the plan stops it
        needed.after.push_back(m_last[o.target]);
    // What it leaned on until now may change only when it has let go.
    for (const Hold &h : machine::of(o.kind).holds)
        if (h.in.has(t.from) && o.kind != Kind::Filesystem && m_model.applies(h.need.when, object))
            for (const Index i : m_model.related(object, h.need.where, h.need.kind))
                needed.reads.push_back(i);
    Draft d { object, t.from, t.to, &t, nullptr, o.server, noIndex, o.migrating, false, phaseOf(o, t), {}, why, {} };
    d.group = groupOf(o, d.phase);
    d.targetOff = o.target != noIndex && m_model[o.target].state != State::Mounted;
    addMove(std::move(d), std::move(needed));
    become(object, t.to);
}

void Search::checkCanRun(Index object, const Transition &t)
{
    const Object &o = m_model[object];
    if (t.steps.empty() || o.kind == Kind::Filesystem || o.kind == Kind::Server || refuseForeign(o) || refuseMonitored(o.server))
        return;
    if (o.kind == Kind::Target && (t.steps.has(protocol::Verb::ResourceStart) || t.steps.has(protocol::Verb::ResourceStop))
        && refuseResting(o, t.to == State::Mounted))
        return;
    const std::string cannot = o.name + " cannot be brought to " + std::string(word(t.to)) + ": ";
    if (o.server == noIndex && (o.kind == Kind::HaCluster || o.kind == Kind::HaResource))
        return fail({ base::Problem::Impossible, cannot + "no member of the cluster answers", {}, "Bring one of its servers back." });
    if (o.server == noIndex && o.volume && !o.volume->seenBy.empty())
        return fail({ base::Problem::Impossible, cannot + "several servers see its device, its configuration names none of them, and it was not seen mounted", {},
            "Mount it once by hand on the server that it belongs to; it is remembered then." });
    if (o.server == noIndex)
        return fail({ base::Problem::Impossible, cannot + "no server sees its device", {},
            "Bring the servers back that see it, or check its cabling and multipath." });
    const inventory::Server &s = m_model.server(o.server);
    if (!m_model.isUp(o.server)) {
        std::vector<std::string> silent;
        for (const Index i : o.servers.empty() ? Indices { o.server } : o.servers)
            silent.push_back(m_model[i].name);
        const std::string hosts = listed(silent);
        return fail({ base::Problem::Impossible, cannot + hosts + (silent.size() > 1 ? " do not answer" : " does not answer")
                + (s.reason.empty() ? "" : " (" + s.reason + ")"), {}, "Bring " + s.name + " back, or leave it out." });
    }
    const bool usesLustre = o.kind == Kind::Lnet || o.kind == Kind::Target || o.kind == Kind::ClientMount;
    const bool installable = m_model.partOf(o.server, Kind::Software) != noIndex; // then it is needed, and brought first
    const bool lustre = !usesLustre || installable || !s.inventory->lustreVersion.empty() || (o.kind == Kind::Target && t.to == State::Unmounted && t.from == State::Mounted);
    if (!lustre)
        fail({ base::Problem::Impossible, cannot + "Lustre is not installed on " + s.name, {},
            "Choose a server profile for " + s.name + ", or install the Lustre server packages on it." });
}

bool Search::refuseMonitored(Index server)
{
    if (!m_model.isMonitored(server) || std::find(m_takenBack.begin(), m_takenBack.end(), server) != m_takenBack.end())
        return false;
    fail({ base::Problem::Impossible, m_model[server].name + " is monitored only: take it under management first", {},
        "Take " + m_model[server].name + ", or the file system on it, under management." });
    return true;
}

void Search::putBehind(bool lastOnly)
{
    if (m_drafts.empty())
        return;
    std::vector<char> followed(m_drafts.size(), 0);
    for (const Draft &d : lastOnly ? std::vector<Draft> {} : m_drafts)
        for (const std::size_t before : d.after)
            followed[before] = 1;
    m_behind.clear();
    for (std::size_t i = lastOnly ? m_drafts.size() - 1 : 0; i < m_drafts.size(); ++i)
        if (!followed[i])
            m_behind.push_back(i);
}

void Search::satisfy(Index me, const Need &need, Needed &needed)
{
    const auto others = m_model.related(me, need.where, need.kind);
    const bool any = need.where == Where::AnyServer;
    const auto good = [&](Index i) { return need.ok.has(m_model[i].state); };
    if (any && std::any_of(others.begin(), others.end(), good)) {
        // one is enough
    } else {
        for (const Index i : others) {
            if (!ok())
                return;
            if (!good(i)) {
                bring(i, need.ok.front(), m_model[me].name + " needs " + stateText(m_model[i], need.ok.front()));
                if (any)
                    break;
            }
        }
    }
    for (const Index i : others) {
        if (m_last[i] != noMove)
            needed.after.push_back(m_last[i]);
        needed.reads.push_back(i);
    }
}

void Search::release(Index object, State to, Needed &needed)
{
    const Object &o = m_model[object];
    releaseFrom(object, o.state, to, needed);
    if (o.kind != Kind::Target || o.state != State::Mounted || o.migrating || o.filesystem == noIndex)
        return;
    // The last mounted target takes its file system down with it, and with that whoever has it mounted.
    const Object &fs = m_model[o.filesystem];
    if (fs.mounted == 1 && !m_busy[o.filesystem])
        releaseFrom(o.filesystem, fs.state, State::Stopped, needed);
}

void Search::releaseFrom(Index object, State from, State to, Needed &needed)
{
    for (const Leaning &l : m_model.leaningOn(object)) {
        const Hold &h = *l.hold;
        if (!ok() || l.who == object || !m_model.applies(h.need.when, l.who) || !h.in.has(m_model[l.who].state) || !h.need.ok.has(from) || h.need.ok.has(to))
            continue;
        const auto mine = m_model.related(l.who, h.need.where, h.need.kind);
        if (std::find(mine.begin(), mine.end(), object) == mine.end())
            continue; // it stands on another server now
        const auto &moves = machine::of(m_model[l.who].kind).moves;
        const bool follows = std::any_of(moves.begin(), moves.end(), [&](const Transition &t) {
            return t.from == m_model[l.who].state && t.to == h.otherwise && t.follows();
        });
        if (follows) {
            if (!m_busy[l.who])
                become(l.who, h.otherwise);
            continue;
        }
        bring(l.who, h.otherwise, (m_model[l.who].kind == Kind::HaResource ? std::string("Pacemaker") : m_model[l.who].name) + " leans on " + m_model[object].name + ", which is to be " + std::string(word(to)));
        if (ok() && m_last[l.who] != noMove)
            needed.after.push_back(m_last[l.who]);
    }
}

void Search::count(Index filesystem, State from, State to)
{
    Object &fs = m_model[filesystem];
    const auto change = [&](std::uint32_t &counter, State which) {
        counter += to == which ? 1 : 0;
        counter -= from == which ? 1 : 0;
    };
    change(fs.mounted, State::Mounted);
    change(fs.removed, State::Removed);
    change(fs.unformatted, State::Unformatted);
}

void Search::become(Index object, State to)
{
    Object &o = m_model[object];
    const State from = std::exchange(o.state, to);
    if (o.kind != Kind::Target || o.migrating)
        return;
    const auto follow = [&](Index fs) {
        if (!m_busy[fs])
            m_model[fs].state = m_model.derived(m_model[fs]);
    };
    if (o.filesystem != noIndex) {
        count(o.filesystem, from, to);
        follow(o.filesystem);
    }
    for (const Index fs : o.serves) {
        if (fs == o.filesystem)
            continue;
        if (m_model[fs].sharedMgs.empty())
            count(fs, from, to);
        follow(fs);
    }
}

std::size_t Search::addMove(Draft d, Needed needed)
{
    const std::size_t at = m_drafts.size();
    auto &after = needed.after;
    if (m_last[d.object] != noMove)
        after.push_back(m_last[d.object]);
    if (const auto reboot = m_reboots.find(d.server); reboot != m_reboots.end())
        after.push_back(reboot->second);
    if (d.transition && d.transition->steps.has(protocol::Verb::HostReboot))
        m_reboots[d.server] = at;
    auto &readers = m_readers[d.object];
    after.insert(after.end(), readers.begin(), readers.end());
    readers.clear();
    std::sort(after.begin(), after.end());
    after.erase(std::unique(after.begin(), after.end()), after.end());
    for (const Index i : needed.reads)
        m_readers[i].push_back(at);
    m_last[d.object] = at;
    d.after = std::move(after);
    m_drafts.push_back(std::move(d));
    return at;
}

void Search::move(Index target, Index server, const std::string &why)
{
    if (m_model.isByPacemaker(target))
        return moveResource(target, server, why);
    Object &o = m_model[target];
    const bool twice = o.found && o.found->mounts.size() > 1 && o.found->activeKnown;
    if (!ok() || (o.state == State::Mounted && o.server == server && !twice))
        return;
    if (std::find(o.servers.begin(), o.servers.end(), server) == o.servers.end())
        return fail({ base::Problem::Impossible, o.name + " cannot be mounted on " + m_model[server].name
                + ": it was not formatted for that server, or the server does not see its device", {}, {} });
    if (!m_model.isUp(server))
        return fail({ base::Problem::Impossible, m_model[server].name + " does not answer, so " + o.name + " cannot be mounted there", {}, {} });
    const bool moving = o.state == State::Mounted;
    const Index from = std::exchange(o.server, server);
    const auto saved = m_behind;
    if (moving) { // what the new server needs comes first, so that clients wait for the move alone
        Needed needed { m_behind, {} };
        satisfy(target, { Where::ActiveServer, Kind::Lnet, { State::Up } }, needed);
        satisfy(target, { Where::MyMgs, Kind::Target, { State::Mounted } }, needed);
        m_behind = std::move(needed.after);
        o.server = from;
        o.migrating = true;
        bring(target, State::Unmounted, why);
        o.server = server;
    }
    bring(target, State::Mounted, why);
    m_behind = saved;
    o.migrating = false;
}

void Search::act(machine::ActionId id, Index object, const std::string &why)
{
    if (!ok())
        return;
    const machine::Action &a = machine::action(id);
    const Object &o = m_model[object];
    if (!a.steps.empty() && id != machine::ActionId::Release && refuseMonitored(o.server))
        return;
    Draft d { object, o.state, o.state, nullptr, &a, o.server, noIndex, false, false, Phase::Act, {}, why, {} };
    d.group = m_purpose;
    Needed needed { m_behind, {} };
    if (id == machine::ActionId::ManageFilesystem || id == machine::ActionId::ReleaseFilesystem)
        for (std::size_t i = 0; i < m_drafts.size(); ++i)
            needed.after.push_back(i);
    if (o.kind == Kind::Server) // whatever this plan does on the server comes first
        for (std::size_t i = 0; i < m_drafts.size(); ++i)
            if (m_drafts[i].server == o.server)
                needed.after.push_back(i);
    addMove(std::move(d), std::move(needed));
}

} // namespace plan
