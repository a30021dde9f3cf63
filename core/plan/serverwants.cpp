// SPDX-License-Identifier: GPL-3.0-or-later
// Goals about whole servers: what they are prepared with before the search, and what is wanted after it.
#include "core/inventory/ids.h"
#include "core/plan/goals.h"

#include <algorithm>

namespace plan {

using inventory::ServerProfile;
using inventory::Wanted;
using What = Goal::What;

namespace {

void forgetParts(Wanted &out, const std::string &name)
{
    for (const auto id : { inventory::serverId, inventory::lnetId, inventory::softwareId, inventory::timeId, inventory::firewallId, inventory::servicesId })
        out.states.erase(id(name));
    out.lnets.erase(name);
    out.routes.erase(name);
}

/// A file system as it stands now is what is wanted.
void wantAsItIs(Wanted &out, const inventory::World &world, const inventory::FileSystem &fs)
{
    std::vector<ObjectId> targets = fs.mdts;
    targets.insert(targets.end(), fs.osts.begin(), fs.osts.end());
    const auto isUp = [&](const ObjectId &id) { return world.target(id)->state == State::Mounted; };
    const auto up = static_cast<std::size_t>(std::count_if(targets.begin(), targets.end(), isUp));
    if (!fs.mgs.empty() && world.target(fs.mgs) && world.target(fs.mgs)->fsname.empty()) {
        targets.push_back(fs.mgs);
        if (up > 0 || isUp(fs.mgs))
            out.states[fs.mgs] = isUp(fs.mgs) ? State::Mounted : State::Unmounted;
    }
    out.states[fs.id] = up > 0 ? State::Available : State::Stopped;
    for (const ObjectId &id : targets) {
        const inventory::Target &t = *world.target(id);
        if (up > 0 && !isUp(id) && t.state == State::Unmounted && !t.fsname.empty())
            out.states[id] = State::Unmounted;
        if ((isUp(id) && t.active != t.primary) || (!t.active.empty() && !t.homeStored))
            out.placement[id] = t.active;
        if (!t.active.empty() && t.mountpoint != inventory::defaultMountpoint(t.label))
            out.mountpoints[id] = t.mountpoint;
        else if (!t.active.empty())
            out.mountpoints.erase(id);
    }
}

} // namespace

std::vector<std::string> serversOf(const inventory::FileSystem &fs, const inventory::World &world)
{
    std::set<std::string> out;
    std::vector<ObjectId> targets = fs.mdts;
    targets.insert(targets.end(), fs.osts.begin(), fs.osts.end());
    targets.push_back(fs.mgs);
    for (const ObjectId &id : targets)
        if (const inventory::Target *t = world.target(id))
            out.insert(t->servers.begin(), t->servers.end());
    return { out.begin(), out.end() };
}

namespace {

base::Result<void> chooseProfile(Task &task, const std::string &server, const Goal &goal)
{
    auto chosen = goal.profiles.find(server);
    if (chosen == goal.profiles.end())
        chosen = goal.profiles.find("");
    const inventory::ServerProfilePtr profile = chosen == goal.profiles.end() || !chosen->second ? inventory::asItIsProfile() : chosen->second;
    if (!profile->managed)
        return badGoal("the profile \"" + profile->title + "\" is not one to manage " + server + " with", "Choose a managed one, or give " + server + " back.");
    const inventory::Server *s = task.world.server(server);
    if (s && s->inventory)
        for (const inventory::ProfileProblem &p : problemsOf(*profile, *s->inventory)) {
            if (p.fatal)
                return base::Error { base::Problem::Impossible, server + ": " + p.text, {}, p.remedy };
            task.notes.push_back(server + ": " + p.text + ".");
        }
    task.wanted.profiles[server] = profile;
    task.wanted.states[inventory::serverId(server)] = State::Managed;
    return {};
}

bool isManaged(const Wanted &wanted, const inventory::FileSystem &fs)
{
    const auto it = wanted.states.find(fs.id);
    return wanted.filesystems.contains(fs.name) || (it != wanted.states.end() && it->second != State::Removed);
}

/// The servers that a file system does not share with another that stays managed.
void giveServers(Task &task, const inventory::FileSystem &fs)
{
    std::set<std::string> kept;
    for (const auto &[name, other] : task.world->filesystems)
        if (name != fs.name && isManaged(task.wanted, other))
            for (const std::string &s : serversOf(other, task.world))
                kept.insert(s);
    for (const std::string &s : serversOf(fs, task.world))
        if (kept.contains(s))
            task.notes.push_back(s + " stays managed: another file system is on it.");
        else if (!task.wanted.isMonitored(s))
            task.given.insert(s);
}

base::Result<void> checkRelease(const Task &task, const std::string &server)
{
    for (const auto &[name, fs] : task.world->filesystems) {
        const auto servers = serversOf(fs, task.world);
        if (isManaged(task.wanted, fs) && std::find(servers.begin(), servers.end(), server) != servers.end())
            return base::Error { base::Problem::Impossible, server + " serves " + name + ", which is managed", {}, "Give " + name + " back, and its servers with it." };
    }
    return {};
}

/// For the way back: what was asked for before, else what the host has.
void rememberNetworks(const Task &task, const std::string &server, Goal &goal)
{
    const inventory::Server *s = task.world.server(server);
    const auto routes = task.wanted.routes.find(server);
    goal.lnetsBefore.clear();
    goal.routesBefore.clear();
    if (!s || s->lnet == State::Unconfigured)
        return;
    goal.lnetsBefore = inventory::lnetSpecsOf(*s, task.wanted, inventory::LnetChoice(*task.world));
    if (routes != task.wanted.routes.end())
        goal.routesBefore = routes->second;
    else if (s->inventory)
        for (const protocol::LnetRoute &r : s->inventory->lnet.routes)
            goal.routesBefore.push_back({ r.net, r.gateway, r.hops });
}

} // namespace

base::Result<void> prepareManaged(Task &task, Goal &goal)
{
    const std::string name = inventory::nameIn(goal.object);
    const bool leaves = goal.what == What::ReleaseServer || (goal.what == What::Reach && goal.state == State::Removed);
    if (const ha::ClusterSpec *cluster = leaves ? task.wanted.clusterOf(name) : nullptr)
        return base::Error { base::Problem::Impossible, name + " is a member of the cluster " + cluster->name, {},
            "Remove " + cluster->name + " first: its targets stay mounted. Then make it anew of the servers that stay." };
    if (goal.what == What::Reach)
        return {};
    if (goal.what == What::ManageServer)
        return chooseProfile(task, name, goal);
    const inventory::FileSystem *fs = task.world.filesystem(name);
    if (goal.what == What::ManageFilesystem && fs) {
        for (const std::string &server : serversOf(*fs, task.world))
            if (const ServerProfile *p = task.wanted.profileOf(server); !p || !p->managed || goal.profiles.contains(server)) {
                if (const auto chosen = chooseProfile(task, server, goal); !chosen)
                    return chosen;
                task.taken.insert(server);
            }
        return {};
    }
    if (goal.what == What::ReleaseServer) {
        if (const auto can = checkRelease(task, name); !can)
            return can;
        task.given.insert(name);
    }
    if (goal.what == What::ReleaseFilesystem && fs)
        giveServers(task, *fs);
    for (const std::string &server : goal.what == What::ReleaseFilesystem ? task.given : std::set<std::string> {})
        if (const ha::ClusterSpec *cluster = task.wanted.clusterOf(server))
            return base::Error { base::Problem::Impossible, server + " is a member of the cluster " + cluster->name, {}, "Remove " + cluster->name + " first: its targets stay mounted." };
    if (goal.what == What::ReleaseServer || goal.what == What::ReleaseFilesystem)
        for (const std::string &server : task.given)
            if (const auto it = task.wanted.profiles.find(server); it != task.wanted.profiles.end())
                goal.profiles[server] = it->second; // for the way back
    if (goal.what == What::ConfigureLnet) {
        if (goal.lnets.empty())
            return badGoal("no networks are given for LNet on " + name, "Name at least one, with its interfaces: tcp0=eth1.");
        rememberNetworks(task, name, goal);
        task.wanted.lnets[name] = goal.lnets;
        task.wanted.routes[name] = goal.routes;
    }
    return {};
}

void wantServer(Wanted &out, const Task &task, const Model &model, const Goal &goal)
{
    const std::string name = inventory::nameIn(goal.object);
    const auto release = [&](const std::string &server) {
        forgetParts(out, server);
        const Index i = model.serverNamed(server);
        if (i != noIndex && model[model.lnetOf(i)].state == State::Unconfigured)
            out.lnetOurs.erase(server);
        out.profiles[server] = inventory::monitoredProfile();
    };
    const inventory::FileSystem *fs = task.world.filesystem(name);
    const auto wantLnet = [&](const std::string &server) {
        if (const inventory::Server *s = task.world.server(server); s && s->lnet == State::Up)
            out.states[s->lnetId] = State::Up;
    };
    if (goal.what == What::ManageServer)
        wantLnet(name);
    if (goal.what == What::ManageFilesystem && fs) {
        wantAsItIs(out, task.world, *fs);
        for (const std::string &server : task.taken)
            wantLnet(server);
    }
    if (goal.what == What::ReleaseServer)
        release(name);
    if (goal.what == What::ReleaseFilesystem && fs) {
        for (const std::string &server : task.given)
            release(server);
        out.states.erase(fs->id);
        out.filesystems.erase(name);
        std::vector<ObjectId> targets = fs->mdts;
        targets.insert(targets.end(), fs->osts.begin(), fs->osts.end());
        if (const inventory::Target *mgs = task.world.target(fs->mgs); mgs && mgs->fsname.empty() && task.given.contains(mgs->primary))
            targets.push_back(fs->mgs);
        for (const ObjectId &id : targets) {
            out.states.erase(id);
            if (const inventory::Target *t = task.world.target(id); !t || t->homeStored)
                out.placement.erase(id); // of the others nothing else tells where they run
        }
    }
    if (goal.what == What::Reach && goal.state == State::Removed) {
        forgetParts(out, name);
        out.states[goal.object] = State::Removed;
        out.profiles.erase(name);
        out.lnetOurs.erase(name);
    }
}

} // namespace plan
