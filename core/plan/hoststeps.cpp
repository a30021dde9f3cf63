// SPDX-License-Identifier: GPL-3.0-or-later
// Repositories, packages, time, firewall and services: what the verbs are told.
#include "core/plan/steps.h"

#include <algorithm>

namespace plan {

using inventory::ServerProfile;
using protocol::HostInventory;
using protocol::Json;
using protocol::Verb;

namespace {

base::Error impossible(std::string message, std::string remedy)
{
    return { base::Problem::Impossible, std::move(message), {}, std::move(remedy) };
}

base::Result<Json> reposArgs(const std::string &name, const ServerProfile &profile, const HostInventory &host)
{
    const auto *d = distributionFor(profile, host);
    if (!d)
        return impossible("the profile \"" + profile.title + "\" has no packages for " + host.os + " on " + name, "Choose another profile for " + name + ".");
    if (d->repositories.empty())
        return Json();
    Json list = Json::array();
    for (const auto &r : d->repositories) {
        Json one = { { "name", r.name }, { "title", r.title }, { "url", r.url }, { "check", !r.key.empty() } };
        if (!r.key.empty())
            one["key"] = r.key;
        if (!r.suite.empty())
            one["suite"] = r.suite;
        if (!r.components.empty())
            one["components"] = r.components;
        list.push_back(std::move(one));
    }
    return Json { { "manager", host.software.manager }, { "repositories", std::move(list) } };
}

/// Of a package: the service that it brings.
std::string serviceIn(const std::string &package)
{
    return package == "chrony" ? "chrony" : package == "systemd-timesyncd" ? "timesyncd" : package.empty() ? "" : "ntpd";
}

/// A host keeps one time service: the running one, else the installed one, else the one that comes with the profile.
base::Result<std::string> timeService(const std::string &name, const ServerProfile &profile, const HostInventory &host)
{
    if (host.time.running.size() > 1)
        return impossible(name + " runs " + listed(host.time.running) + " at the same time; a host keeps one time service",
            "Stop and disable all but one of them on " + name + ".");
    std::string have = host.time.running.empty() ? host.time.service : host.time.running.front();
    if (have.empty())
        have = profile.time.service.empty() ? serviceIn(profile.time.package) : profile.time.service;
    if (have.empty())
        return impossible(name + " has no time service, and its profile \"" + profile.title + "\" names none", "Install chrony on " + name + ".");
    if (!profile.time.service.empty() && profile.time.service != have)
        return impossible(name + " has " + have + ", and the profile \"" + profile.title + "\" wants " + profile.time.service
                + "; a host keeps one time service", "Remove " + have + " from " + name + ", or choose a profile that takes the one that is there.");
    return have;
}

base::Result<Json> timeArgs(const std::string &name, const ServerProfile &profile, const HostInventory &host)
{
    const auto service = timeService(name, profile, host);
    if (!service)
        return service.error();
    const auto &servers = profile.time.servers.empty() ? host.time.servers : profile.time.servers;
    if (servers.empty())
        return impossible("no time servers are known for " + name + ": neither its " + *service + " nor its profile names one",
            "Name them in the profile (time.servers), or in the configuration of " + *service + " on " + name + ".");
    return Json { { "service", *service }, { "servers", servers } };
}

} // namespace

base::Result<Json> hostArgs(const Model &model, Index server, Verb verb)
{
    const ServerProfile *chosen = model.profileOf(server);
    const auto &inventory = model.server(server).inventory;
    const std::string &name = model[server].name;
    if (!inventory || !model.isUp(server))
        return Json(); // only what is taken back comes here: nobody can take it back now
    const HostInventory &host = *inventory;
    const ServerProfile &profile = chosen ? *chosen : *inventory::asItIsProfile();
    const bool packages = verb == Verb::ReposConfigure || verb == Verb::PackagesInstall;
    if (packages && host.software.manager.empty())
        return impossible("no package manager was found on " + name, "Install the packages of the profile by hand.");
    switch (verb) {
    case Verb::ReposConfigure: return profile.distributions.empty() ? base::Result<Json>(Json()) : reposArgs(name, profile, host);
    case Verb::ReposUnconfigure:
        if (host.software.repositories.empty())
            return Json();
        return Json { { "manager", host.software.manager }, { "names", host.software.repositories } };
    case Verb::PackagesInstall: return Json { { "manager", host.software.manager }, { "packages", missingPackages(profile, host) } };
    case Verb::TimeConfigure: return timeArgs(name, profile, host);
    case Verb::TimeUnconfigure: return Json { { "service", host.time.service.empty() ? serviceIn(profile.time.package) : host.time.service } };
    case Verb::ServicesEnable: return Json { { "services", idleServices(profile, host) } };
    case Verb::ServicesDisable: return host.services.ours.empty() ? Json() : Json { { "services", host.services.ours } };
    case Verb::FirewallOpen:
    case Verb::FirewallClose: break;
    default: return Json();
    }
    const bool opening = verb == Verb::FirewallOpen;
    Json args = { { "kind", host.firewall.kind }, { "ports", opening ? closedPorts(profile, host) : host.firewall.ours } };
    if (!host.firewall.chains.empty())
        args["chains"] = host.firewall.chains;
    return args;
}

} // namespace plan
