// SPDX-License-Identifier: GPL-3.0-or-later
// Goals of the commands "ha ...".
#include "app/cli/goals.h"

#include "core/ha/propose.h"
#include "core/ha/trouble.h"
#include "core/inventory/ids.h"
#include "core/inventory/nids.h"

#include <algorithm>
#include <charconv>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;
using inventory::World;
using plan::Goal;
using What = plan::Goal::What;

Result<int> figure(const std::string &what, const std::string &text)
{
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || value < 0)
        return Error{Problem::BadArgument, what + " wants a number, not \"" + text + "\""};
    return value;
}

bool isSecret(const std::string &key) { return key.ends_with("passwd") || key.ends_with("password") || key.ends_with("secret_key") || key.ends_with("token"); }

/// Targets by name, "all" for all that these servers share, or file systems.
Result<void> resources(const Arguments &arguments, const World &world, ha::ClusterSpec &spec)
{
    for (const std::string &word : arguments.list("targets")) {
        if (word == "all") {
            for (const auto &[id, t] : world->targets)
                if (t.servers.size() > 1 && std::all_of(t.servers.begin(), t.servers.end(), [&](const std::string &s) { return spec.member(s); }))
                    spec.resources.insert(id);
            continue;
        }
        const inventory::Target *target = world.target(word) ? world.target(word) : world.targetByLabel(word);
        if (!target)
            return Error{Problem::NotFound, "there is no target \"" + word + "\"", {}, "See: chandelierctl target list"};
        spec.resources.insert(target->id);
    }
    return {};
}

/// The networks that were named, or those that are proposed: never one that a server has no address in.
Result<void> rings(const Arguments &arguments, const World &world, ha::ClusterSpec &spec)
{
    std::vector<std::string> servers;
    for (const ha::Member &m : spec.members)
        servers.push_back(m.server);
    const auto networks = ha::networksOf(world, servers);
    std::vector<const ha::RingProposal *> chosen;
    for (const std::string &word : arguments.list("ring")) {
        const auto found = std::find_if(networks.begin(), networks.end(), [&](const ha::RingProposal &r) { return r.network == word; });
        if (found == networks.end()) {
            std::string there;
            for (const ha::RingProposal &r : networks)
                there += (there.empty() ? "" : ", ") + r.network;
            return Error{Problem::NotFound, "not all of these servers have an address in the network \"" + word + "\"", {}, there.empty() ? std::string("They share no network.") : "They share: " + there + "."};
        }
        chosen.push_back(&*found);
    }
    for (std::size_t i = 0; !arguments.has("ring") && i < networks.size() && i < 2; ++i)
        chosen.push_back(&networks[i]);
    if (chosen.empty())
        return Error{Problem::Impossible, "these servers share no network that Corosync could use"};
    for (ha::Member &m : spec.members)
        for (const ha::RingProposal *ring : chosen)
            m.addresses.push_back(ring->addresses.at(m.server));
    return {};
}

/// Whom the members ping over LNet: named NIDs, or servers of other clusters.
Result<void> lnet(const Arguments &arguments, const World &world, ha::ClusterSpec &spec)
{
    std::vector<std::string> servers;
    for (const ha::Member &m : spec.members)
        servers.push_back(m.server);
    const ha::HealthSpec proposed = ha::lnetWatch(world, servers);
    const auto named = arguments.list("lnet");
    spec.health.lnetNids = named == std::vector<std::string>{"auto"} ? proposed.lnetNids : named;
    spec.health.lnetDevice = arguments.value("lnet-device", proposed.lnetDevice);
    if (spec.health.lnetNids.empty())
        return Error{Problem::Impossible, "no other server answers whose LNet these could ask", {}, "Name NIDs that are always there, as those of routers: --lnet NID,..."};
    if (spec.health.lnetDevice.empty())
        return Error{Problem::BadArgument, "the interface that carries LNet has no one name on all of these servers", {}, "Name it: --lnet-device eth0"};
    return {};
}

Result<Goal> create(const Arguments &arguments, const World &world)
{
    Goal goal;
    goal.what = What::CreateCluster;
    ha::ClusterSpec &spec = goal.cluster;
    spec.name = arguments.words[2];
    for (const std::string &server : arguments.list("servers")) {
        if (!world.server(server))
            return Error{Problem::NotFound, "there is no server \"" + server + "\"", {}, "See: chandelierctl servers"};
        ha::Member m;
        m.server = server;
        m.nodeId = static_cast<int>(spec.members.size()) + 1;
        spec.members.push_back(std::move(m));
    }
    if (spec.members.empty())
        return Error{Problem::BadArgument, "no servers are named", {}, "Name them with --servers; pairs that share disks: chandelierctl ha propose"};
    if (const auto good = rings(arguments, world, spec); !good)
        return good.error();
    const auto devices = arguments.options.find("fence");
    for (const std::string &text : devices == arguments.options.end() ? std::vector<std::string>() : devices->second)
        if (const auto good = fenceDevice(text, spec); !good)
            return good.error();
    if (arguments.has("token")) {
        const auto token = figure("--token", arguments.value("token"));
        if (!token)
            return token.error();
        spec.tokenMs = *token;
    }
    if (arguments.has("auto-failback"))
        spec.policy.failback = ha::Failback::Automatic;
    if (arguments.has("lnet"))
        if (const auto good = lnet(arguments, world, spec); !good)
            return good.error();
    if (arguments.has("no-health"))
        spec.health.lustre = false;
    if (const auto good = resources(arguments, world, spec); !good)
        return good.error();
    return goal;
}

/// What a word means: a target, a file system, or a cluster.
Result<std::string> objectOf(const std::string &word, const World &world, bool clusters)
{
    if (const inventory::Target *target = world.target(word) ? world.target(word) : world.targetByLabel(word))
        return target->id;
    if (world.filesystem(word))
        return inventory::filesystemId(word);
    if (clusters && world.cluster(word))
        return inventory::clusterId(word);
    return Error{Problem::NotFound, "there is no target or file system \"" + word + "\"", {}, "See: chandelierctl target list"};
}

/// What failed: also a server, whose fence devices are meant, or one of those by its name in Pacemaker.
Result<std::string> failedObject(const std::string &word, const World &world)
{
    if (world.server(word))
        return inventory::serverId(word);
    for (const auto &[name, cluster] : world->clusters)
        for (const ha::ClusterMember &member : cluster.members)
            if (const auto devices = cluster.cib ? ha::fenceDevicesOf(*cluster.cib, member.node) : std::vector<std::string>(); std::find(devices.begin(), devices.end(), word) != devices.end())
                return cluster.foreign || member.server.empty() ? cluster.id : inventory::serverId(member.server);
    return objectOf(word, world, true);
}

Result<std::string> serverObject(const std::string &name, const World &world)
{
    if (world.server(name))
        return inventory::serverId(name);
    return Error{Problem::NotFound, "there is no server \"" + name + "\"", {}, "See: chandelierctl servers"};
}

/// The cluster that is named, or the only one.
Result<std::string> clusterObject(const Arguments &arguments, std::size_t at, const World &world)
{
    if (arguments.words.size() > at)
        return inventory::clusterId(arguments.words[at]);
    if (world->clusters.size() == 1)
        return world->clusters.begin()->second.id;
    return Error{Problem::BadArgument, world->clusters.empty() ? "there is no cluster" : "there are several clusters: say which one is meant", {}, "See: chandelierctl ha show"};
}

What whatOf(const std::string &verb)
{
    static const std::map<std::string, What> all{{"adopt", What::HandOver}, {"take-back", What::TakeBack}, {"standby", What::Drain}, {"online", What::Online},
        {"cleanup", What::CleanUp}, {"unban", What::Unban}, {"fence-test", What::FenceTest}, {"remove", What::RemoveCluster}};
    const auto found = all.find(verb);
    return found == all.end() ? What::Reach : found->second;
}

} // namespace

Result<std::vector<Goal>> haGoals(const Arguments &arguments, const World &world)
{
    const std::string &verb = arguments.words[1];
    if (verb == "create") {
        auto goal = create(arguments, world);
        return goal ? Result<std::vector<Goal>>(std::vector<Goal>{std::move(*goal)}) : goal.error();
    }
    std::vector<Goal> goals;
    const auto add = [&](What what, const Result<std::string> &object) -> Result<void> {
        if (!object)
            return object.error();
        Goal goal;
        goal.what = what;
        goal.object = *object;
        goals.push_back(std::move(goal));
        return {};
    };
    Result<void> good;
    if (verb == "maintenance") {
        const std::string &word = arguments.words[2];
        if (word != "on" && word != "off")
            return Error{Problem::BadArgument, "ha maintenance wants on or off, not \"" + word + "\""};
        good = add(word == "on" ? What::MaintenanceOn : What::MaintenanceOff, clusterObject(arguments, 3, world));
    } else if (verb == "remove") {
        good = add(What::RemoveCluster, inventory::clusterId(arguments.words[2]));
    } else if (verb == "standby" || verb == "online" || verb == "fence-test") {
        good = add(whatOf(verb), serverObject(arguments.words[2], world));
    } else if (arguments.words.size() == 2) {
        good = add(whatOf(verb), clusterObject(arguments, 2, world));
    } else {
        for (std::size_t i = 2; i < arguments.words.size() && good; ++i)
            good = add(whatOf(verb), verb == "cleanup" ? failedObject(arguments.words[i], world) : objectOf(arguments.words[i], world, verb == "unban"));
    }
    if (!good)
        return good.error();
    return goals;
}

Result<void> fenceDevice(const std::string &text, ha::ClusterSpec &spec)
{
    const std::string form = "SERVER=AGENT,KEY=VALUE,...";
    const auto parts = inventory::split(text, ",");
    const std::size_t equals = parts.empty() ? std::string::npos : parts.front().find('=');
    if (equals == std::string::npos || equals == 0)
        return Error{Problem::BadArgument, "--fence wants " + form + ", not \"" + text + "\"", {}, "For example: --fence oss1=fence_ipmilan,ip=10.1.0.1,username=admin"};
    const std::string server = parts.front().substr(0, equals);
    ha::FenceDeviceSpec device;
    device.agent = parts.front().substr(equals + 1);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::size_t at = parts[i].find('=');
        const std::string key = parts[i].substr(0, at), value = at == std::string::npos ? "1" : parts[i].substr(at + 1);
        if (isSecret(key))
            return Error{Problem::BadArgument, "a password does not belong on a command line, where everybody on this machine can read it: " + key, {},
                "Leave it out: it is asked for on a terminal, or give it with --fence-password-file " + server + "=FILE."};
        if (key == "secret")
            device.secretName = value == "none" ? std::string() : value;
        else if (key == "secret-parameter")
            device.secretParameter = value;
        else if (key == "level" || key == "delay") {
            const auto number = figure("--fence " + key, value);
            if (!number)
                return number.error();
            (key == "level" ? device.level : device.delaySeconds) = *number;
        } else
            device.parameters[key] = value;
        if ((key == "username" || key == "login") && device.secretName.empty() && text.find("secret=none") == std::string::npos)
            device.secretName = server;
    }
    spec.fencing[server].push_back(std::move(device));
    return {};
}

} // namespace cli
