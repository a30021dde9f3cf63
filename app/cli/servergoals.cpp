// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/goals.h"

#include "core/inventory/ids.h"
#include "core/inventory/nids.h"
#include "core/inventory/profilelibrary.h"

#include <charconv>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;
using plan::Goal;
using What = plan::Goal::What;

Result<void> choose(Goal &goal, const std::string &name)
{
    if (name.empty())
        return {};
    const auto profile = inventory::ProfileLibrary().get(name);
    if (!profile)
        return profile.error();
    if (!(*profile)->managed && goal.what == What::ManageServer)
        goal.what = What::ReleaseServer;
    else
        goal.profiles[""] = *profile;
    return {};
}

Result<void> networks(const Arguments &arguments, Goal &goal)
{
    const auto given = arguments.options.find("net");
    if (given == arguments.options.end())
        return Error{Problem::BadArgument, "no network is given", {}, "Give at least one: --net tcp0=eth1"};
    for (const std::string &text : given->second) {
        const std::size_t equals = text.find('=');
        inventory::LnetSpec net{text.substr(0, equals), equals == std::string::npos ? std::vector<std::string>() : inventory::split(text.substr(equals + 1), ",")};
        if (net.net.empty() || net.interfaces.empty())
            return Error{Problem::BadArgument, "--net wants NET=INTERFACE,..., not \"" + text + "\"", {}, "For example: --net tcp0=eth1,eth2"};
        goal.lnets.push_back(std::move(net));
    }
    return {};
}

/// "o2ib0:10.10.1.9@tcp:2"
Result<void> routes(const Arguments &arguments, Goal &goal)
{
    const auto given = arguments.options.find("route");
    for (const std::string &text : given == arguments.options.end() ? std::vector<std::string>() : given->second) {
        const auto parts = inventory::split(text, ":");
        inventory::RouteSpec route;
        bool good = parts.size() == 2 || parts.size() == 3;
        if (good) {
            route.net = parts[0];
            route.gateway = parts[1];
            good = parts[1].find('@') != std::string::npos;
        }
        if (good && parts.size() == 3) {
            const auto [end, failed] = std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), route.hops);
            good = failed == std::errc() && end == parts[2].data() + parts[2].size() && route.hops > 0 && route.hops < 256;
        }
        if (!good)
            return Error{Problem::BadArgument, "--route wants NET:GATEWAY or NET:GATEWAY:HOPS, not \"" + text + "\"", {}, "For example: --route o2ib0:10.10.1.9@tcp"};
        goal.routes.push_back(std::move(route));
    }
    return {};
}

What whatOf(const std::string &verb)
{
    if (verb == "release")
        return What::ReleaseServer;
    if (verb == "drain")
        return What::Drain;
    if (verb == "home")
        return What::MoveHome;
    if (verb == "lnet")
        return What::ConfigureLnet;
    return verb == "restart-agent" ? What::RestartAgent : What::ManageServer;
}

} // namespace

Result<std::vector<Goal>> serverGoals(const Arguments &arguments, const inventory::World &world)
{
    const auto &words = arguments.words;
    const bool setting = words[1] == "profile", fs = words[0] == "fs";
    const std::string &name = words[setting ? 3 : 2];
    Goal goal;
    Result<void> good;
    if (fs && !world.filesystem(name))
        return Error{Problem::NotFound, "there is no file system \"" + name + "\"", {}, "See: chandelierctl fs list"};
    if (!fs && !world.server(name))
        return Error{Problem::NotFound, "there is no server \"" + name + "\"", {}, "See: chandelierctl servers"};
    goal.object = fs ? inventory::filesystemId(name) : inventory::serverId(name);
    goal.what = !fs ? whatOf(words[1]) : words[1] == "manage" ? What::ManageFilesystem : words[1] == "release" ? What::ReleaseFilesystem : What::RewriteConfiguration;
    if (goal.what == What::ConfigureLnet) {
        goal.object = inventory::lnetId(name);
        good = networks(arguments, goal);
        if (good)
            good = routes(arguments, goal);
    } else if (setting || goal.what == What::ManageServer || goal.what == What::ManageFilesystem) {
        good = choose(goal, setting ? words[4] : arguments.value("profile"));
    }
    if (!good)
        return good.error();
    return std::vector<Goal>{goal};
}

} // namespace cli
