// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/families.h"
#include "agent/actions/inventory.h"
#include "agent/actions/parse.h"
#include "agent/actions/parselnet.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;
using protocol::Verb;

constexpr std::size_t mostPeers = 1000;

bool isLoaded(const Hands &hands, const char *module)
{
    const auto modules = parseModules(hands.readFile("/proc/modules").value_or(""));
    return std::find(modules.begin(), modules.end(), module) != modules.end();
}

Json stateJson(Hands &hands)
{
    const protocol::LnetReport report = lnetReport(hands);
    Json routes = Json::array();
    for (const protocol::LnetRoute &route : report.routes)
        routes.push_back({{"net", route.net}, {"gateway", route.gateway}, {"hops", route.hops}, {"up", route.up}});
    Json state{{"state", report.state}, {"nids", report.nids}, {"networks", report.networks}, {"mounts", lustreMounts(hands)}, {"routes", routes},
               {"interfaces", Json::array()}, {"peers", Json::array()}, {"peerTotal", 0}};
    if (report.state != "up")
        return state;
    const auto answers = hands.ask({{"lnetctl", "net", "show", "-v", "2"}, {"lnetctl", "peer", "show"}});
    for (const NetworkOfLnet &ni : parseNets(answers[0].out))
        state["interfaces"].push_back({{"net", ni.net}, {"nid", ni.nid}, {"status", ni.status}, {"health", ni.health}, {"interfaces", ni.interfaces}});
    const std::vector<LnetPeer> peers = parsePeers(answers[1].out);
    for (const LnetPeer &peer : peers)
        if (state["peers"].size() < mostPeers)
            state["peers"].push_back({{"nid", peer.nid}, {"multiRail", peer.multiRail}, {"state", peer.state}, {"nids", peer.nids}});
    state["peerTotal"] = peers.size();
    return state;
}

Result<Json> refuseMounted(const Work &work, const std::vector<std::string> &mounts)
{
    std::string list;
    for (const std::string &mount : mounts)
        list += (list.empty() ? "" : ", ") + mount;
    return Error{Problem::DeviceInUse, std::string(protocol::name(work.verb)) + " is refused while Lustre is mounted here: " + list + ".", list,
                 "Unmount these first; a plan does it by itself."};
}

Result<Json> startLnet(Work &work)
{
    const auto before = work.script.run();
    if (!before)
        return before.error();
    if (before->exitCode == 0 && !parseNids(before->out).empty()) {
        work.script.skipRest("LNet is up already");
        return stateJson(work.hands);
    }
    const auto configured = work.script.run();
    if (!configured)
        return configured.error();
    const auto after = work.script.run();
    if (!after)
        return after.error();
    if (after->exitCode == 0 && !parseNids(after->out).empty())
        return stateJson(work.hands);
    return toolFailed(configured->exitCode ? *configured : *after,
                      "Check that the interfaces of the configured networks exist and have addresses (lnet.state shows them).");
}

Result<Json> stopLnet(Work &work)
{
    if (const auto mounts = lustreMounts(work.hands); !mounts.empty())
        return refuseMounted(work, mounts);
    const auto before = work.script.run();
    if (!before)
        return before.error();
    const bool down = before->exitCode != 0;
    if (isLoaded(work.hands, "ptlrpc")) {
        const auto removed = work.script.run();
        if (!removed)
            return removed.error();
        if (removed->exitCode != 0)
            return toolFailed(*removed, "Something still uses Lustre on this host: unmount it and retry.");
    } else {
        work.script.skip("ptlrpc is not loaded");
    }
    if (down) {
        work.script.skipRest("LNet is down already");
        return stateJson(work.hands);
    }
    const auto unconfigured = work.script.run();
    if (!unconfigured)
        return unconfigured.error();
    const auto after = work.script.run();
    if (!after)
        return after.error();
    if (after->exitCode == 0 && !parseNids(after->out).empty())
        return toolFailed(*unconfigured, "Something still uses LNet on this host.");
    return stateJson(work.hands);
}

Result<Json> loadLnet(Work &work)
{
    if (isLoaded(work.hands, "lnet")) {
        work.script.skip("lnet is loaded already");
        return stateJson(work.hands);
    }
    const auto loaded = work.script.run();
    if (!loaded)
        return loaded.error();
    if (loaded->exitCode != 0)
        return toolFailed(*loaded, "Check that Lustre's modules are installed for the running kernel.");
    return stateJson(work.hands);
}

Result<Json> unloadLnet(Work &work)
{
    if (const auto mounts = lustreMounts(work.hands); !mounts.empty())
        return refuseMounted(work, mounts);
    if (!isLoaded(work.hands, "lnet") && !isLoaded(work.hands, "libcfs")) {
        work.script.skip("no module of Lustre is loaded");
        return stateJson(work.hands);
    }
    const auto removed = work.script.run();
    if (!removed)
        return removed.error();
    if (removed->exitCode != 0 || isLoaded(work.hands, "lnet"))
        return toolFailed(*removed, "Something still uses Lustre's modules: stop LNet, unmount clients, and retry.");
    return stateJson(work.hands);
}

/// LNet reads the file when it starts; one that is up is given new routes as well.
Result<Json> changeFile(Work &work)
{
    if (const Result<> done = work.script.apply(); !done)
        return done.error();
    const protocol::LnetReport now = lnetReport(work.hands);
    while (!work.script.atEnd()) {
        const std::vector<std::string> &words = work.script.next().argv; // lnetctl route add --net NET --gateway NID
        const bool there = std::any_of(now.routes.begin(), now.routes.end(), [&](const protocol::LnetRoute &route) {
            return words.size() > 6 && sameNet(route.net, words[4]) && route.gateway == words[6];
        });
        if (now.state != "up" || there) {
            work.script.skip(there ? "the route is there already" : "LNet is not up; it takes its routes when it starts");
            continue;
        }
        const auto added = work.script.run();
        if (!added)
            return added.error();
        if (added->exitCode != 0)
            return toolFailed(*added, "Check that the gateway is on a network of this host.");
    }
    return stateJson(work.hands);
}

} // namespace

std::vector<std::string> lustreMounts(const Hands &hands)
{
    std::vector<std::string> targets;
    for (const protocol::MountEntry &mount : parseMounts(hands.readFile("/proc/mounts").value_or("")))
        if (isLustreTarget(mount) || isLustreClient(mount))
            targets.push_back(mount.target);
    return targets;
}

namespace {

void askLnet(Hands &hands, protocol::LnetReport &report)
{
    const auto answers = hands.ask({{"lnetctl", "route", "show", "-v"}, {"lnetctl", "net", "show", "-v", "2"}});
    report.routes = parseRoutes(answers[0].out);
    for (const NetworkOfLnet &ni : parseNets(answers[1].out))
        report.interfaces.push_back({ni.nid, ni.status, ni.health});
}

} // namespace

protocol::LnetReport lnetReport(Hands &hands)
{
    protocol::LnetReport report;
    for (const std::string &file : hands.list("/etc/modprobe.d"))
        if (const std::string networks = parseLnetOptions(hands.readFile("/etc/modprobe.d/" + file).value_or("")); !networks.empty())
            report.networks = networks;
    const auto modules = parseModules(hands.readFile("/proc/modules").value_or(""));
    const bool loaded = std::find(modules.begin(), modules.end(), "lnet") != modules.end();
    if (!loaded) {
        report.state = report.networks.empty() ? "unconfigured" : "unloaded";
        return report;
    }
    const CommandResult answer = hands.ask({{"lctl", "list_nids"}}).front();
    report.nids = answer.exitCode == 0 ? parseNids(answer.out) : std::vector<std::string>();
    report.state = answer.exitCode == 0 && !report.nids.empty() ? "up" : "down";
    if (report.state == "up")
        askLnet(hands, report);
    return report;
}

Result<Json> performLnet(Work &work)
{
    switch (work.verb) {
    case Verb::LnetConfigure:
    case Verb::LnetUnconfigure: return changeFile(work);
    case Verb::LnetLoad: return loadLnet(work);
    case Verb::LnetStart: return startLnet(work);
    case Verb::LnetStop: return stopLnet(work);
    case Verb::LnetUnload: return unloadLnet(work);
    default: work.script.skipRest("asked as part of the report"); return stateJson(work.hands);
    }
}

} // namespace agent
