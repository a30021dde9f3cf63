// SPDX-License-Identifier: GPL-3.0-or-later
// What is wanted when a plan has been run.
#include "core/inventory/ids.h"
#include "core/plan/hagoals.h"

#include <algorithm>

namespace plan {

using inventory::filesystemId;
using inventory::Wanted;
using What = Goal::What;

namespace {

/// What a target is wanted to be when nobody speaks of it alone: what its file system is wanted to be.
std::optional<State> impliedFor(const Wanted &wanted, const Model &model, const Object &target)
{
    std::optional<State> implied;
    for (const Index fs : target.filesystem != noIndex ? Indices { target.filesystem } : target.serves) {
        const auto it = wanted.states.find(model[fs].id);
        if (it != wanted.states.end() && it->second == State::Available)
            return State::Mounted;
        if (it != wanted.states.end() && it->second == State::Stopped)
            implied = State::Unmounted;
    }
    return implied;
}

/// What a server's profile wants of it; its server is wanted managed.
bool isPart(Kind kind) { return kind == Kind::Software || kind == Kind::TimeSync || kind == Kind::Firewall || kind == Kind::Services || kind >= Kind::Corosync; }

/// Whether the configuration of a target itself tells that `server` is its primary.
bool isHome(const Object &target, Index server)
{
    return !target.servers.empty() && target.servers.front() == server && (!target.found || target.found->homeStored);
}

/// What only a mount tells is kept when it is stopped: the server of a target that names none, a mountpoint of the admin's choice.
void remember(Wanted &out, const Model &model, const Draft &d)
{
    const Object &o = model[d.object];
    if (o.kind != Kind::Target || !o.found || d.server == noIndex || (d.from != State::Mounted && d.to != State::Mounted))
        return;
    if (!o.found->homeStored)
        out.placement[o.id] = model[d.server].name;
    if (o.mountpoint != inventory::defaultMountpoint(o.found->label))
        out.mountpoints[o.id] = o.mountpoint;
}

void placeTargets(Wanted &out, const Model &model, const Draft &d)
{
    const Object &o = model[d.object];
    if (o.kind != Kind::Target || d.to != State::Mounted || d.server == noIndex || !d.migrating)
        return;
    const bool primary = isHome(o, d.server);
    if (primary)
        out.placement.erase(o.id);
    else
        out.placement[o.id] = model[d.server].name;
}

void forget(Wanted &out, const Model &model, Index filesystem)
{
    const Object &fs = model[filesystem];
    out.filesystems.erase(fs.name);
    for (const Index t : fs.targets) {
        out.placement.erase(model[t].id);
        out.mountpoints.erase(model[t].id);
        if (model[t].found)
            out.states[model[t].id] = State::Removed;
        else
            out.states.erase(model[t].id);
    }
    out.states[fs.id] = State::Removed;
}

} // namespace

Wanted wantedAfter(const Task &task, const Model &model, const std::vector<Draft> &drafts)
{
    Wanted out = task.wanted;
    const bool passing = std::all_of(task.goals.begin(), task.goals.end(),
        [](const Goal &g) { return g.what == What::Reboot || g.what == What::Shutdown || g.what == What::RestartAgent || g.what == What::FenceTest; });
    const bool relinked = std::any_of(task.goals.begin(), task.goals.end(), [](const Goal &g) { return g.what == What::ConfigureLnet; });
    const auto clearTargets = [&](Index fs) {
        for (const Index t : model[fs].targets)
            out.states.erase(model[t].id);
    };
    for (const Goal &g : task.goals) {
        const Index i = model.find(g.what == What::CreateFilesystem || g.what == What::AddTargets ? filesystemId(g.spec.name) : g.object);
        if (i == noIndex)
            continue;
        const Object &o = model[i];
        if (g.what == What::RemoveFilesystem || (g.what == What::Reach && o.kind == Kind::Filesystem && g.state == State::Removed))
            forget(out, model, i);
        else if (g.what == What::CreateFilesystem || (g.what == What::Reach && o.kind == Kind::Filesystem)) {
            out.states[o.id] = g.what == What::CreateFilesystem ? State::Available : g.state;
            clearTargets(i);
        } else if (g.what == What::RewriteConfiguration) {
            out.states[o.id] = o.mounted > 0 ? State::Available : State::Stopped;
            clearTargets(i);
        } else if (g.what == What::Reach && !isPart(o.kind))
            out.states[g.object] = g.state;
        else if (g.what == What::MoveTarget) {
            const bool primary = isHome(o, model.serverNamed(g.server));
            primary ? void(out.placement.erase(o.id)) : void(out.placement[o.id] = g.server);
        }
    }
    for (const Draft &d : drafts)
        if (model[d.object].state != State::Removed)
            remember(out, model, d);
    for (const Draft &d : passing ? std::vector<Draft> {} : drafts) {
        const Object &o = model[d.object];
        if (o.kind == Kind::HaResource && o.state == State::Unconfigured)
            for (auto &[name, spec] : out.clusters)
                spec.resources.erase(inventory::targetOfResource(o.id));
        if (d.aim != noIndex) { // moved by Pacemaker
            const bool home = isHome(o, d.aim);
            home ? void(out.placement.erase(o.id)) : void(out.placement[o.id] = model[d.aim].name);
        }
        if (!d.transition || o.state == State::Removed)
            continue;
        if (isPart(o.kind) || (o.kind != Kind::Lnet && relinked)) // what stops for other networks is wanted as before
            continue;
        if (o.kind == Kind::Lnet && d.transition->steps.has(protocol::Verb::LnetConfigure))
            out.lnetOurs.insert(model[o.server].name);
        if (o.kind == Kind::Lnet && o.state == State::Unconfigured)
            out.lnetOurs.erase(model[o.server].name);
        if (o.kind == Kind::Filesystem) {
            if (o.state == State::Available || o.state == State::Stopped)
                out.states[o.id] = o.state;
            continue;
        }
        out.states[o.id] = o.state;
        placeTargets(out, model, d);
    }
    for (const Goal &g : task.goals)
        if (isServerGoal(g.what) || (g.what == What::Reach && inventory::isKind(g.object, Kind::Server)))
            wantServer(out, task, model, g);
    for (const Goal &g : task.goals)
        wantHa(out, task, model, g);
    for (Index i = 0; i < model.size(); ++i) // what its file system says already need not be said of a target
        if (const Object &o = model[i]; o.kind == Kind::Target)
            if (const auto it = out.states.find(o.id); it != out.states.end() && impliedFor(out, model, o) == it->second)
                out.states.erase(it);
    return out;
}

} // namespace plan
