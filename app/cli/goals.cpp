// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/goals.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;
using inventory::World;
using plan::Goal;
using plan::State;
using Goals = std::vector<Goal>;

Error notFound(const std::string &what, const std::string &word, const std::string &remedy)
{
    return Error{Problem::NotFound, "there is no " + what + " \"" + word + "\"", {}, remedy};
}

Result<std::string> serverOf(const std::string &name, const World &world)
{
    if (world.server(name))
        return name;
    return notFound("server", name, "See: chandelierctl servers");
}

Result<const inventory::FileSystem *> filesystemOf(const std::string &name, const World &world)
{
    if (const inventory::FileSystem *fs = world.filesystem(name))
        return fs;
    return notFound("file system", name, "See: chandelierctl fs list");
}

Result<const inventory::Target *> targetOf(const std::string &word, const World &world)
{
    if (const inventory::Target *target = world.target(word))
        return target;
    if (const inventory::Target *target = world.targetByLabel(word))
        return target;
    return notFound("target", word, "See: chandelierctl target list");
}

Result<int> countOf(const Arguments &arguments, std::string_view option)
{
    const std::string text = arguments.value(option, "0");
    int count = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failed != std::errc() || end != text.data() + text.size() || count < 0)
        return Error{Problem::BadArgument, "--" + std::string(option) + " wants a number, not \"" + text + "\""};
    return count;
}

/// Free volumes whose primary is one of `servers` (all when none is named), one server after the other in turn.
std::vector<const inventory::Volume *> freeVolumes(const World &world, const std::vector<std::string> &servers, const std::set<std::string> &taken)
{
    std::map<std::string, std::vector<const inventory::Volume *>> byServer;
    for (const auto &[id, volume] : world->volumes)
        if (volume.usable() && !volume.hasContent && !taken.contains(id)
            && (servers.empty() || std::find(servers.begin(), servers.end(), volume.primary) != servers.end()))
            byServer[volume.primary].push_back(&volume);
    for (auto &[server, volumes] : byServer)
        std::stable_sort(volumes.begin(), volumes.end(), [](const auto *a, const auto *b) { return a->size > b->size; });
    std::vector<const inventory::Volume *> turns;
    for (std::size_t round = 0, before = 1; before != turns.size() || round == 0; ++round) {
        before = turns.size();
        for (const auto &[server, volumes] : byServer)
            if (round < volumes.size())
                turns.push_back(volumes[round]);
        if (before == turns.size())
            break;
    }
    return turns;
}

struct SpecBuilder {
    const Arguments &arguments;
    const World &world;
    inventory::FileSystemSpec spec{};
    std::set<std::string> taken{};

    Result<void> add(const std::string &volumeWord, bool mgs, bool mdt, bool ost)
    {
        const Result<std::string> id = volumeIdOf(volumeWord, world);
        if (!id)
            return id.error();
        inventory::TargetSpec target;
        target.mgs = mgs;
        target.mdt = mdt;
        target.ost = ost;
        target.volume = *id;
        target.backend = arguments.value("backend", "ldiskfs");
        if (Result<void> set = parameters(target); !set)
            return set;
        if (Result<void> agreed = reformat(target); !agreed)
            return agreed;
        taken.insert(*id);
        spec.targets.push_back(target);
        return {};
    }

    Result<void> parameters(inventory::TargetSpec &target)
    {
        const auto given = arguments.options.find("param");
        if (given == arguments.options.end())
            return {};
        for (const std::string &text : given->second) {
            const std::size_t equals = text.find('=');
            if (equals == std::string::npos || equals == 0)
                return Error{Problem::BadArgument, "--param wants KEY=VALUE, not \"" + text + "\""};
            target.parameters.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        }
        return {};
    }

    Result<void> reformat(inventory::TargetSpec &target)
    {
        for (const std::string &word : arguments.list("reformat")) {
            const Result<std::string> id = volumeIdOf(word, world);
            if (!id)
                return id.error();
            if (*id == target.volume)
                target.reformat = world.volume(*id)->signature.text();
        }
        return {};
    }

    /// The volumes named by `option`, or `count` free ones of the servers named by `serversOption`.
    Result<std::vector<std::string>> chosen(std::string_view option, std::string_view countOption, std::string_view serversOption)
    {
        if (arguments.has(option))
            return arguments.list(option);
        const Result<int> count = countOf(arguments, countOption);
        if (!count)
            return count.error();
        std::vector<std::string> ids;
        for (const inventory::Volume *volume : freeVolumes(world, arguments.list(serversOption), taken))
            if (ids.size() < static_cast<std::size_t>(*count))
                ids.push_back(volume->id);
        if (ids.size() < static_cast<std::size_t>(*count))
            return Error{Problem::NotFound,
                "--" + std::string(countOption) + " " + std::to_string(*count) + ": only " + std::to_string(ids.size())
                    + " free volumes were found",
                {}, "See: chandelierctl volumes; name servers with --" + std::string(serversOption)};
        return ids;
    }
};

Result<std::string> existingMgs(const std::string &word, const World &world)
{
    const Result<const inventory::Target *> target = targetOf(word, world);
    if (!target)
        return target.error();
    if (!(*target)->mgs)
        return Error{Problem::BadArgument, word + " is no MGS", {}, "Name a target that is an MGS: chandelierctl target list"};
    return (*target)->id;
}

Result<Goals> createFilesystem(const Arguments &arguments, const World &world)
{
    SpecBuilder builder{arguments, world};
    builder.spec.name = arguments.words[2];
    if (arguments.has("mgs-existing")) {
        const Result<std::string> mgs = existingMgs(arguments.value("mgs-existing"), world);
        if (!mgs)
            return mgs.error();
        builder.spec.existingMgs = *mgs;
    }
    if (arguments.has("mgs"))
        if (Result<void> added = builder.add(arguments.value("mgs"), true, false, false); !added)
            return added.error();
    const bool combined = !arguments.has("mgs") && !arguments.has("mgs-existing");
    const auto mdts = builder.chosen("mdt", "mdts", "mdt-servers");
    if (!mdts)
        return mdts.error();
    for (std::size_t i = 0; i < mdts->size(); ++i)
        if (Result<void> added = builder.add((*mdts)[i], combined && i == 0, true, false); !added)
            return added.error();
    const auto osts = builder.chosen("ost", "osts", "ost-servers");
    if (!osts)
        return osts.error();
    for (const std::string &volume : *osts)
        if (Result<void> added = builder.add(volume, false, false, true); !added)
            return added.error();
    Goal goal;
    goal.what = Goal::What::CreateFilesystem;
    goal.object = inventory::filesystemId(builder.spec.name);
    goal.spec = std::move(builder.spec);
    return Goals{goal};
}

Result<Goals> addTargets(const Arguments &arguments, const World &world)
{
    const auto fs = filesystemOf(arguments.words[2], world);
    if (!fs)
        return fs.error();
    SpecBuilder builder{arguments, world};
    builder.spec.name = (*fs)->name;
    const bool ost = arguments.words[1] == "add-osts";
    for (const std::string &volume : arguments.list("volume"))
        if (Result<void> added = builder.add(volume, false, !ost, ost); !added)
            return added.error();
    if (builder.spec.targets.empty())
        return Error{Problem::BadArgument, "no volume is named", {}, "Name them with --volume; see: chandelierctl volumes"};
    Goal goal;
    goal.what = Goal::What::AddTargets;
    goal.object = (*fs)->id;
    goal.spec = std::move(builder.spec);
    return Goals{goal};
}

Result<Goals> filesystemState(const Arguments &arguments, const World &world)
{
    const auto fs = filesystemOf(arguments.words[2], world);
    if (!fs)
        return fs.error();
    Goal goal;
    goal.object = (*fs)->id;
    if (arguments.words[1] == "remove")
        goal.what = Goal::What::RemoveFilesystem;
    else
        goal.state = arguments.words[1] == "start" ? State::Available : State::Stopped;
    return Goals{goal};
}

Result<Goals> targetState(const Arguments &arguments, const World &world)
{
    Goals goals;
    for (std::size_t i = 2; i < arguments.words.size(); ++i) {
        const auto target = targetOf(arguments.words[i], world);
        if (!target)
            return target.error();
        Goal goal;
        goal.object = (*target)->id;
        const std::string &verb = arguments.words[1];
        if (verb == "start" || verb == "stop") {
            goal.state = verb == "start" ? State::Mounted : State::Unmounted;
        } else {
            goal.what = Goal::What::MoveTarget;
            goal.server = verb == "failover" ? (*target)->failover : (*target)->primary;
            if (goal.server.empty())
                return Error{Problem::Impossible, (*target)->label + " has no failover server: only " + (*target)->primary + " sees its volume"};
        }
        goals.push_back(goal);
    }
    return goals;
}

Result<Goals> lnetState(const Arguments &arguments, const World &world)
{
    Goals goals;
    for (std::size_t i = 2; i < arguments.words.size(); ++i) {
        const auto server = serverOf(arguments.words[i], world);
        if (!server)
            return server.error();
        Goal goal;
        goal.object = inventory::lnetId(*server);
        goal.state = arguments.words[1] == "start" ? State::Up : State::Down;
        goals.push_back(goal);
    }
    return goals;
}

Result<Goals> serverAction(const Arguments &arguments, const World &world)
{
    const auto server = serverOf(arguments.words[2], world);
    if (!server)
        return server.error();
    Goal goal;
    goal.what = arguments.words[1] == "reboot" ? Goal::What::Reboot : Goal::What::Shutdown;
    goal.object = inventory::serverId(*server);
    goal.server = *server;
    goal.moveAway = arguments.has("move-away");
    return Goals{goal};
}

Result<Goals> repair(const Arguments &arguments, const World &world)
{
    Goals goals;
    for (std::size_t i = 1; i < arguments.words.size(); ++i) {
        const auto target = targetOf(arguments.words[i], world);
        Goal goal;
        goal.what = Goal::What::Repair;
        if (target)
            goal.object = (*target)->id;
        else if (const auto fs = filesystemOf(arguments.words[i], world))
            goal.object = (*fs)->id;
        else
            return notFound("object", arguments.words[i], "See: chandelierctl drift");
        goals.push_back(goal);
    }
    if (goals.empty()) {
        goals.emplace_back();
        goals.back().what = Goal::What::Repair;
    }
    return goals;
}

using Handler = Result<Goals> (*)(const Arguments &, const World &);
const std::map<std::string_view, Handler> handlers{
    {"fs create", createFilesystem}, {"fs add-osts", addTargets}, {"fs add-mdts", addTargets}, {"fs start", filesystemState},
    {"fs stop", filesystemState}, {"fs remove", filesystemState}, {"target start", targetState}, {"target stop", targetState},
    {"target failover", targetState}, {"target failback", targetState}, {"lnet start", lnetState}, {"lnet stop", lnetState},
    {"fs manage", serverGoals}, {"fs release", serverGoals}, {"fs rewrite-nids", serverGoals}, {"server manage", serverGoals},
    {"server release", serverGoals}, {"server profile set", serverGoals}, {"server drain", serverGoals}, {"server home", serverGoals},
    {"server lnet", serverGoals}, {"server restart-agent", serverGoals}, {"server reboot", serverAction}, {"server shutdown", serverAction}, {"repair", repair},
    {"ha create", haGoals}, {"ha remove", haGoals}, {"ha adopt", haGoals}, {"ha take-back", haGoals}, {"ha standby", haGoals}, {"ha online", haGoals},
    {"ha maintenance", haGoals}, {"ha cleanup", haGoals}, {"ha unban", haGoals}, {"ha fence-test", haGoals},
};

Handler handlerOf(const Arguments &arguments)
{
    const CommandRule *rule = commandOf(arguments);
    const auto found = rule ? handlers.find(rule->words) : handlers.end();
    return found == handlers.end() ? nullptr : found->second;
}

} // namespace

Result<std::string> volumeIdOf(const std::string &word, const World &world)
{
    if (world.volume(word))
        return word;
    std::set<std::string> found;
    for (const auto &[id, volume] : world->volumes) {
        if (volume.name == word)
            found.insert(id);
        for (const inventory::VolumePath &path : volume.seenBy)
            if (path.path == word || path.server + ":" + path.path == word)
                found.insert(id);
    }
    if (found.empty())
        return notFound("volume", word, "See: chandelierctl volumes");
    if (found.size() > 1)
        return Error{Problem::BadArgument, "\"" + word + "\" means " + std::to_string(found.size()) + " volumes", {},
            "Name it by its id, or as SERVER:PATH; see: chandelierctl volumes"};
    return *found.begin();
}

bool isChange(const Arguments &arguments)
{
    return handlerOf(arguments) != nullptr;
}

Result<Goals> goalsOf(const Arguments &arguments, const World &world)
{
    const Handler handler = handlerOf(arguments);
    if (!handler)
        return Error{Problem::BadArgument, "not a command that changes something", {}, "See: chandelierctl help"};
    return handler(arguments, world);
}

} // namespace cli
