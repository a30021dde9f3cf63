// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/trouble.h"

#include "agent/simhost/device.h"
#include "agent/simhost/target.h"

#include <cstdio>
#include <cstdlib>

namespace simhost {

namespace {

struct Known {
    const char *name, *meaning;
};

constexpr Known known[] = {
    {"load", "the load of a minute"},
    {"memory", "share of the memory that is available"},
    {"swap", "share of the swap that is free"},
    {"oom", "processes a second that the kernel kills"},
    {"net-errors", "receive errors a second on the interface of Lustre"},
    {"lnet-drops", "messages a second that LNet drops"},
    {"lnet-health", "health of its NIs, 0 to 1000"},
    {"lnet-link", "0: its NIs are down"},
    {"unhealthy", "1: health_check says so"},
    {"clock-offset", "seconds by which its clock is off"},
    {"clock-unsynchronized", "1: its time service trusts no server"},
    {"evictions", "clients a second that its targets evict"},
    {"recovering", "1: its targets stay in recovery"},
    {"recovery-lost", "clients that did not come back in recoveries"},
    {"lustre-minor", "N: it has Lustre 2.N.0"},
    {"interval", "seconds between samples of an agent that is started; 0: it takes none"},
};

int complain(const std::string &text)
{
    std::fputs(("chandelier-simhost: " + text + "\n").c_str(), stderr);
    return 2;
}

bool numberIn(const std::string &text, double &value)
{
    char *end = nullptr;
    value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == 0;
}

} // namespace

double trouble(const Json &state, std::string_view name, double fallback)
{
    const Json &value = at(at(state, "troubles"), name);
    return value.is_number() ? value.get<double>() : fallback;
}

bool troubled(const Json &state, std::string_view name) { return at(at(state, "troubles"), name).is_number(); }

std::string lustreVersionOf(Session &session, const std::string &host)
{
    const Json &state = session.state(host);
    return troubled(state, "lustre-minor") ? format("2.%d.0", static_cast<int>(trouble(state, "lustre-minor"))) : str(session.definition(), "lustre", "2.17.0");
}

std::string healthText(const Json &state)
{
    if (trouble(state, "unhealthy") == 0)
        return "healthy";
    std::string text;
    for (const Json &mount : at(state, "mounts"))
        if (str(mount, "kind") == "target" && str(mount, "label") != "MGS" && text.empty())
            text = "device " + str(mount, "label") + " reported unhealthy\n";
    return text + "NOT HEALTHY";
}

int changeTrouble(const std::string &directory, const std::string &host, const std::string &name, const std::string &value)
{
    bool isKnown = false;
    for (const Known &one : known)
        isKnown = isKnown || name == one.name;
    double number = 0;
    if (!isKnown || (value != "off" && !numberIn(value, number)))
        return complain("'" + name + " " + value + "' is no trouble; there are:\n" + troubleHelp());
    Session session(directory);
    if (value == "off")
        objectAt(session.state(host), "troubles").erase(name);
    else
        objectAt(session.state(host), "troubles")[name] = number;
    session.commit();
    if (session.up(host))
        drawRoot(session, host);
    return 0;
}

int fillTarget(const std::string &directory, const std::string &label, const std::string &share, const std::string &inodes)
{
    double used = 0, usedInodes = 0;
    const bool off = share == "off", keep = share == "keep";
    if (!off && !keep && (!numberIn(share, used) || used < 0 || used > 1 || (!inodes.empty() && (!numberIn(inodes, usedInodes) || usedInodes < 0 || usedInodes > 1))))
        return complain("how full is a share from 0 to 1, keep, or off");
    Session session(directory);
    for (const std::string &host : session.hosts())
        for (const Json &mount : at(session.state(host), "mounts")) {
            if (str(mount, "kind") != "target" || str(mount, "label") != label)
                continue;
            const Space space = spaceOf(session, mount);
            Json &content = contentOf(session, {str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true});
            content["filled"] = !off;
            if (off || keep)
                return 0;
            content["usedKb"] = static_cast<std::int64_t>(static_cast<double>(space.total) * used);
            if (!inodes.empty())
                content["usedInodes"] = static_cast<std::int64_t>(static_cast<double>(space.inodes) * usedInodes);
            return 0;
        }
    return complain(label + " is not mounted anywhere");
}

int changeAddress(const std::string &directory, const std::string &host, const std::string &nic, const std::string &address)
{
    Session session(directory);
    for (Json &one : arrayAt(session.definition(), "hosts"))
        if (str(one, "name") == host)
            for (Json &card : arrayAt(one, "nics"))
                if (str(card, "name") == nic) {
                    card["address"] = address;
                    return 0;
                }
    return complain(host + " has no interface " + nic);
}

int changePool(const std::string &directory, const std::string &name, const std::string &health)
{
    Session session(directory);
    for (auto &[guid, pool] : session.pools().items())
        if (str(pool, "name") == name) {
            pool["health"] = health;
            return 0;
        }
    return complain("there is no pool '" + name + "'");
}

std::string troubleHelp()
{
    std::string text;
    for (const Known &one : known)
        text += "    " + left(one.name, 22) + one.meaning + "\n";
    return text;
}

} // namespace simhost
