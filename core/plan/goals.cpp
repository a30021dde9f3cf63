// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/goals.h"

#include "core/inventory/ids.h"
#include "core/plan/hadrift.h"
#include "core/plan/hagoals.h"
#include "core/plan/specs.h"

#include <algorithm>
#include <set>

namespace plan {

using inventory::filesystemId;
using inventory::FileSystemSpec;
using inventory::TargetSpec;
using What = Goal::What;

namespace {

base::Error firstFatal(const std::vector<inventory::SpecProblem> &problems, const std::string &name)
{
    for (const inventory::SpecProblem &p : problems)
        if (p.fatal)
            return badGoal("File system " + name + ", " + p.field + ": " + p.text);
    return {};
}

bool hasFatal(const std::vector<inventory::SpecProblem> &problems)
{
    return std::any_of(problems.begin(), problems.end(), [](const auto &p) { return p.fatal; });
}

/// A specification that is being carried out already names volumes that have its own targets on them by now; what it says
/// about these was checked before they were made.
FileSystemSpec withoutMade(const FileSystemSpec &spec, const inventory::World &world, std::vector<std::size_t> &places)
{
    FileSystemSpec out = spec;
    const auto isMade = [&](const TargetSpec &t) {
        const inventory::Volume *v = world.volume(t.volume);
        const inventory::Target *on = v && !v->target.empty() ? world.target(v->target) : nullptr;
        const bool mgs = t.mgs && !t.mdt && on && on->mgs;
        const bool same = on && on->fsname == spec.name && on->index == t.index && on->mdt == t.mdt && on->ost == t.ost;
        return mgs || same;
    };
    for (std::size_t i = 0; i < spec.targets.size(); ++i)
        if (!isMade(spec.targets[i]))
            places.push_back(i);
    std::erase_if(out.targets, isMade);
    return out;
}

/// An MGS that another goal of the same plan makes is as good as one that is there.
bool comesWith(const std::vector<Goal> &goals, const ObjectId &mgs)
{
    for (const Goal &g : goals)
        for (const TargetSpec &t : g.spec.targets)
            if (t.mgs && (mgs == inventory::mgsId(t.volume) || mgs == inventory::targetId(inventory::targetLabel(g.spec.name, true, 0))
                    || mgs == inventory::targetId(inventory::targetLabel(g.spec.name, true, t.index))))
                return true;
    return std::any_of(goals.begin(), goals.end(), [&](const Goal &g) {
        return mgs == inventory::targetId(inventory::targetLabel(g.spec.name, true, 0));
    });
}

base::Result<void> prepareSpec(Task &task, Goal &goal, const std::vector<Goal> &all, const inventory::World &raw)
{
    const bool adding = goal.what == What::AddTargets;
    if (const std::string problem = inventory::fsnameProblem(goal.spec.name); !problem.empty())
        return badGoal("File system name \"" + goal.spec.name + "\": " + problem);
    const auto before = task.wanted.filesystems.find(goal.spec.name);
    const bool known = before != task.wanted.filesystems.end();
    if (adding && !task.world.filesystem(goal.spec.name) && !known)
        return base::Error { base::Problem::NotFound, "there is no file system " + goal.spec.name + " to add targets to", {}, {} };
    if (goal.spec.targets.empty())
        return badGoal("File system " + goal.spec.name + ": no targets are given", "Choose at least one volume.");
    auto spec = completed(goal.spec, task.world, task.wanted, adding);
    if (!spec)
        return spec.error();
    goal.spec = std::move(*spec);
    std::vector<std::size_t> places;
    const FileSystemSpec rest = withoutMade(goal.spec, task.world, places);
    const bool partly = rest.targets.size() != goal.spec.targets.size();
    if (!rest.targets.empty()) {
        auto problems = inventory::check(rest, task.world);
        const bool fromOther = !rest.existingMgs.empty() && comesWith(all, rest.existingMgs);
        std::erase_if(problems, [&](const inventory::SpecProblem &p) {
            const bool whole = p.field == "targets" || p.field == "name" || p.field == "existingMgs";
            return whole && (adding || partly || (p.field == "existingMgs" && fromOther));
        });
        for (inventory::SpecProblem &p : problems) // the fields of what was asked for, not of what is left to do
            if (const std::size_t end = p.field.find(']'); p.field.starts_with("targets[") && end != std::string::npos)
                p.field = "targets[" + std::to_string(places[std::strtoul(p.field.c_str() + 8, nullptr, 10)]) + p.field.substr(end);
        if (hasFatal(problems))
            return firstFatal(problems, goal.spec.name);
        for (const auto &p : problems)
            task.notes.push_back(goal.spec.name + ": " + p.text);
    }
    for (const TargetSpec &t : goal.spec.targets) {
        if (!t.mdt && !t.ost)
            continue;
        const ObjectId id = inventory::targetId(inventory::targetLabel(goal.spec.name, t.mdt, t.index));
        const inventory::Target *old = raw.target(id);
        if (old && !task.world.target(id) && old->volume != t.volume)
            return base::Error { base::Problem::Conflict, "a removed " + old->label + " is still on the volume "
                    + (raw.volume(old->volume) ? raw.volume(old->volume)->name : old->volume), {},
                "Use that volume for it, or choose another file system name." };
        task.wanted.states.erase(id);
    }
    FileSystemSpec &kept = task.wanted.filesystems[goal.spec.name];
    if (adding) {
        kept.name = goal.spec.name;
        kept.targets.insert(kept.targets.end(), goal.spec.targets.begin(), goal.spec.targets.end());
    } else {
        kept = goal.spec;
        task.wanted.states.erase(filesystemId(goal.spec.name));
    }
    return {};
}

base::Result<void> checkVolumesOnce(const std::vector<Goal> &goals)
{
    std::map<std::string, std::string> users;
    std::set<std::string> created;
    for (const Goal &g : goals)
        if (g.what == What::CreateFilesystem && !created.insert(g.spec.name).second)
            return base::Error { base::Problem::Conflict, "the file system " + g.spec.name + " is asked for twice", {},
                "Ask for it once, with all its targets." };
    for (const Goal &g : goals)
        for (const TargetSpec &t : g.spec.targets) {
            const auto [it, fresh] = users.emplace(t.volume, g.spec.name);
            if (!fresh && it->second != g.spec.name)
                return base::Error { base::Problem::Conflict, "the volume " + t.volume + " is wanted by " + it->second + " and by "
                        + g.spec.name, {}, "Choose another volume for one of them." };
        }
    return {};
}

/// What a difference wants that is no state to go to.
void cure(const Task &task, const inventory::Drift &d, Goal &g)
{
    using Cure = inventory::Drift::Cure;
    g.state = State::None;
    switch (d.cure) {
    case Cure::Online:
    case Cure::Standby:
        g.what = d.cure == Cure::Online ? What::Online : What::Drain;
        g.object = inventory::serverId(inventory::serverIn(d.object));
        return;
    case Cure::BeginMaintenance: g.what = What::MaintenanceOn; return;
    case Cure::EndMaintenance: g.what = What::MaintenanceOff; return;
    case Cure::Reconfigure:
        g.what = What::ChangeCluster;
        if (const ha::ClusterSpec *spec = task.wanted.clusterOf(inventory::serverIn(d.object)))
            g.cluster = *spec;
        return;
    case Cure::State: return;
    }
}

/// The repair of a file system, server or everything, as goals of the plain kinds.
void addRepairs(Task &task, const Goal &goal, std::vector<Goal> &out)
{
    for (const inventory::Drift &d : plan::drift(task.world, task.wanted)) {
        const bool mine = goal.object.empty() || d.object == goal.object || inventory::concerns(goal.object, d.object, task.world);
        if (!mine)
            continue;
        if (!d.repairable) {
            task.notes.push_back(d.name + " " + d.text + "; this plan leaves it as it is");
            continue;
        }
        Goal g;
        g.object = d.object;
        g.state = d.wanted;
        task.repairs[d.object] = d.name + " " + d.text;
        if (d.wanted == State::Mounted && !d.server.empty()) {
            g.what = What::MoveTarget;
            g.server = d.server;
        }
        if (d.cure != inventory::Drift::Cure::State)
            cure(task, d, g);
        out.push_back(std::move(g));
    }
    // What rests can do nothing else before it works again.
    const auto rank = [](const Goal &g) { return g.what == What::MaintenanceOff ? 0 : g.what == What::Online ? 1 : 2; };
    std::stable_sort(out.begin(), out.end(), [&](const Goal &a, const Goal &b) { return rank(a) < rank(b); });
}

/// The hosts on which a new MGS may come to run.
std::vector<std::string> mgsHosts(const FileSystemSpec &spec)
{
    std::vector<std::string> out;
    for (const TargetSpec &t : spec.targets)
        if (t.mgs)
            for (const std::string &s : { t.primary, t.failover })
                if (!s.empty())
                    out.push_back(s);
    return out;
}

/// A server runs one MGS: two new ones may not share a host, not even for failover.
base::Result<void> checkOneMgsAHost(const std::vector<Goal> &goals)
{
    std::map<std::string, std::string> owners;
    for (const Goal &g : goals)
        for (const std::string &host : mgsHosts(g.spec))
            if (const auto [it, fresh] = owners.emplace(host, g.spec.name); !fresh && it->second != g.spec.name)
                return base::Error { base::Problem::Conflict, "the MGSs of " + it->second + " and of " + g.spec.name + " would both be on "
                        + host + "; a server runs one MGS", {}, "Let both file systems use one MGS." };
    return {};
}

base::Result<void> checkObject(const Task &task, const Goal &goal)
{
    const auto known = [&](const ObjectId &id) {
        const std::string name = inventory::nameIn(id);
        if (!inventory::serverIn(id).empty() && !inventory::isKind(id, Kind::ClientMount))
            return task.world.server(name) != nullptr;
        if (inventory::isKind(id, Kind::Filesystem))
            return task.world.filesystem(name) || task.wanted.filesystems.contains(name);
        if (inventory::isKind(id, Kind::HaCluster))
            return task.world.cluster(name) || task.wanted.clusters.contains(name);
        const bool resource = inventory::isKind(id, Kind::HaResource);
        if (resource)
            return task.world.target(inventory::targetOfResource(id)) != nullptr;
        if (inventory::isKind(id, Kind::Target)) {
            if (task.world.target(id))
                return true;
            for (const auto &[fs, spec] : task.wanted.filesystems)
                for (const TargetSpec &t : spec.targets)
                    if (id == (t.mdt || t.ost ? inventory::targetId(inventory::targetLabel(fs, t.mdt, t.index)) : inventory::mgsId(t.volume)))
                        return true;
            return false;
        }
        return inventory::isKind(id, Kind::ClientMount);
    };
    if (!known(goal.object))
        return base::Error { base::Problem::NotFound, "there is no \"" + goal.object + "\"", {}, "Refresh the inventory, or check the name." };
    return {};
}

base::Result<void> checkReach(const Task &task, const Goal &goal)
{
    for (std::size_t k = 0; k < machine::kindCount; ++k) {
        const auto kind = static_cast<Kind>(k);
        if (!inventory::isKind(goal.object, kind))
            continue;
        bool can = false;
        for (const machine::Transition &t : machine::of(kind).moves)
            can = can || (t.to == goal.state && !t.follows());
        if (!can)
            return badGoal((kind == Kind::Software ? "" : "a ") + (kind == Kind::Filesystem ? std::string("file system") : std::string(machine::word(kind))) + " cannot be brought to \"" + std::string(machine::word(goal.state)) + "\"");
        const inventory::Target *t = task.world.target(goal.object);
        if (t && goal.state == State::Removed && t->state != State::Formatted)
            return base::Error { base::Problem::Impossible, t->label + " cannot be removed by itself: the MGS keeps its place in "
                    + (t->fsname.empty() ? "its file systems" : t->fsname), {}, "Remove the whole file system." };
        if (t && goal.state == State::Formatted)
            return base::Error { base::Problem::Impossible, t->label + " exists already; a format destroys it", {}, "Remove its file system first." };
    }
    return {};
}

bool namesObject(What what)
{
    return what != What::CreateFilesystem && what != What::AddTargets && what != What::Repair && what != What::CreateCluster && what != What::ChangeCluster;
}

} // namespace

base::Result<Task> prepared(const inventory::World &world, const inventory::Wanted &wanted, const std::vector<Goal> &goals)
{
    Task task { inventory::remembered(withoutRemoved(world, wanted), wanted), wanted, {}, {}, {}, {}, {} };
    std::vector<Goal> all;
    for (const Goal &g : goals) {
        if (g.what == What::Repair)
            addRepairs(task, g, all);
        else
            all.push_back(g);
    }
    if (const auto once = checkVolumesOnce(all); !once)
        return once.error();
    for (Goal &g : all) {
        if (g.what == What::CreateFilesystem || g.what == What::AddTargets)
            if (const auto done = prepareSpec(task, g, goals, world); !done)
                return done.error();
    }
    for (Goal &g : all) {
        if (const auto done = isHaGoal(g.what) && !namesObject(g.what) ? prepareHa(task, g) : base::Result<void>(); !done)
            return done.error();
        if (!namesObject(g.what))
            continue;
        const auto removed = wanted.states.find(g.object);
        const bool gone = removed != wanted.states.end() && removed->second == State::Removed;
        if (gone && (g.what == What::RemoveFilesystem || (g.what == What::Reach && g.state == State::Removed)))
            continue;
        if (const auto found = checkObject(task, g); !found)
            return found.error();
        if (g.what == What::Reach)
            if (const auto meant = checkReach(task, g); !meant)
                return meant.error();
        if (isServerGoal(g.what) || (g.what == What::Reach && inventory::isKind(g.object, Kind::Server)))
            if (const auto done = prepareManaged(task, g); !done)
                return done.error();
        if (isHaGoal(g.what))
            if (const auto done = prepareHa(task, g); !done)
                return done.error();
    }
    if (const auto one = checkOneMgsAHost(all); !one)
        return one.error();
    // Who is taken away from is planned last, so that the others know where their targets go.
    std::stable_partition(all.begin(), all.end(), [](const Goal &g) { return g.what != What::Reboot && g.what != What::Shutdown; });
    task.goals = std::move(all);
    return task;
}

base::Result<void> fill(Model &model, const Task &task)
{
    std::set<std::string> asked;
    for (const Goal &g : task.goals)
        asked.insert(g.spec.name);
    for (const auto &[name, spec] : task.wanted.filesystems) {
        const auto state = task.wanted.states.find(filesystemId(name));
        const bool removed = state != task.wanted.states.end() && state->second == State::Removed;
        if (removed && !asked.contains(name))
            continue;
        if (const auto added = model.add(spec); !added)
            return added.error();
    }
    for (const Goal &g : task.goals)
        if (g.what == What::Reach && inventory::isKind(g.object, Kind::ClientMount) && model.find(g.object) == noIndex) {
            const std::string rest = inventory::nameIn(g.object);
            const std::string server = rest.substr(0, rest.find(':'));
            const std::string mountpoint = rest.find(':') == std::string::npos ? std::string() : rest.substr(rest.find(':') + 1);
            const std::string fs = g.spec.name.empty() ? mountpoint.substr(mountpoint.rfind('/') + 1) : g.spec.name;
            if (model.serverNamed(server) == noIndex || model.find(filesystemId(fs)) == noIndex || mountpoint.empty())
                return base::Error { base::Problem::NotFound, "there is no \"" + g.object + "\", and no server " + server
                        + " with a file system " + fs + " to mount", {}, {} };
            model.addClient(server, mountpoint, fs);
        }
    return model.relate();
}

} // namespace plan
