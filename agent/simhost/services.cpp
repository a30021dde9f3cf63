// SPDX-License-Identifier: GPL-3.0-or-later
// systemctl, chronyc, timedatectl, firewall-cmd.
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"
#include "agent/simhost/system.h"
#include "agent/simhost/trouble.h"

#include <unistd.h>

namespace simhost {

namespace {

/// Units after the verb, without options.
Words unitsOf(const Call &call)
{
    Words units;
    for (std::size_t i = 1; i < call.args.size(); ++i)
        if (call.args[i] == "-p" || call.args[i] == "--property")
            ++i;
        else if (call.args[i][0] != '-')
            units.push_back(call.args[i]);
    return units;
}

int showUnits(Call &call)
{
    Session session(call.directory);
    std::string text;
    const auto properties = std::find(call.args.begin(), call.args.end(), "-p");
    const bool names = properties != call.args.end() && properties + 1 != call.args.end() && has(*(properties + 1), "Names");
    Words units = unitsOf(call);
    if (units == Words{"*.service"}) { // the units that are loaded
        units.clear();
        for (const auto &[unit, service] : at(systemOf(session, call.host), "services").items())
            if (flag(service, "active") || flag(service, "enabled"))
                units.push_back(unit);
    }
    for (const std::string &unit : units) {
        const bool known = unitKnown(session, call.host, unit);
        const std::string id = known ? unitId(session, call.host, unit) : unit;
        const Json &service = at(at(systemOf(session, call.host), "services"), id);
        text += (text.empty() ? "" : "\n") + ("Id=" + id) + (names ? "\nNames=" + id : std::string()) + "\nLoadState=" + (known ? "loaded" : "not-found") + "\nActiveState="
            + (flag(service, "active") ? "active" : "inactive") + "\nUnitFileState=" + (!known ? "" : flag(service, "enabled") ? "enabled" : "disabled") + "\n";
    }
    call.out(text);
    return 0;
}

int areActive(Call &call)
{
    Session session(call.directory);
    int rc = 3;
    for (const std::string &unit : unitsOf(call)) {
        const bool active = unitActive(session, call.host, unit);
        rc = active ? 0 : rc;
        if (!call.isOption("--quiet") && !call.isOption("-q"))
            call.out(active ? "active\n" : "inactive\n");
    }
    return rc;
}

/// The link that says to everybody that a unit is enabled.
void linkUnit(const std::string &path, const std::string &verb)
{
    if (verb == "disable") {
        ::unlink(path.c_str());
    } else if (verb == "enable") {
        makeDirectories(dirName(path));
        writeFile(path, "");
    }
}

int changeUnitStates(Call &call, const std::string &verb)
{
    Session session(call.directory);
    const bool now = call.isOption("--now");
    for (const std::string &unit : unitsOf(call)) {
        if (!unitKnown(session, call.host, unit))
            return call.fail(verb == "enable" || verb == "disable" ? 1 : 5,
                             "Failed to " + verb + " " + unit + ": Unit " + (unit.find('.') == std::string::npos ? unit + ".service" : unit) + " not found.\n");
        Json &service = systemOf(session, call.host)["services"][unitId(session, call.host, unit)];
        const bool linked = flag(service, "enabled") != (verb == "enable");
        const std::string link = "/etc/systemd/system/multi-user.target.wants/" + unitId(session, call.host, unit);
        if (linked && (unit.rfind("corosync", 0) == 0 || unit.rfind("pacemaker", 0) == 0))
            linkUnit(session.root(call.host) + link, verb);
        if (linked && verb == "enable" && !call.isOption("--quiet"))
            call.err("Created symlink " + link + " \xe2\x86\x92 /usr/lib/systemd/system/" + unitId(session, call.host, unit) + ".\n");
        else if (linked && verb == "disable" && !call.isOption("--quiet"))
            call.err("Removed \"" + link + "\".\n");
        if (verb == "enable" || verb == "disable")
            service["enabled"] = verb == "enable";
        if (verb == "start" || verb == "restart" || verb == "try-restart" || (now && verb == "enable"))
            service["active"] = true;
        if (verb == "stop" || (now && verb == "disable"))
            service["active"] = false;
    }
    return 0;
}

/// Corosync and Pacemaker are no units like the others: one needs the other, and leaving takes its time.
int changeClusterUnit(Call &call, const std::string &verb, const std::string &unit)
{
    const bool starts = verb == "start" || verb == "restart" || (verb == "enable" && call.isOption("--now")), stops = verb == "stop" || (verb == "disable" && call.isOption("--now"));
    if (stops && unit == "pacemaker.service")
        leaveCluster(call);
    Session session(call.directory);
    Json &services = systemOf(session, call.host)["services"];
    if (starts && !corosyncConf(session, call.host))
        return call.fail(1, unit == "corosync.service" ? "Job for corosync.service failed because the control process exited with error code.\nSee \"systemctl status corosync.service\" and \"journalctl -xeu corosync.service\" for details.\n"
                                                       : "A dependency job for pacemaker.service failed. See 'journalctl -xe' for details.\n");
    if (starts && unit == "pacemaker.service")
        services["corosync.service"]["active"] = true;
    if (stops && unit == "corosync.service" && services.contains("pacemaker.service"))
        services["pacemaker.service"]["active"] = false;
    return 0;
}

int changeUnits(Call &call, const std::string &verb)
{
    for (const std::string &unit : unitsOf(call))
        if (const std::string full = unit.find('.') == std::string::npos ? unit + ".service" : unit; full == "corosync.service" || full == "pacemaker.service")
            if (const int rc = changeClusterUnit(call, verb, full))
                return rc;
    const int rc = changeUnitStates(call, verb);
    wakeClusters(call.directory);
    return rc;
}

int powerVerb(Call &call, bool reboot)
{
    powerLater(call.directory, call.host, reboot, call.speed());
    return 0;
}

} // namespace

int systemctl(Call &call)
{
    const std::string verb = call.args.empty() ? "" : call.args[0];
    if (verb == "reboot" || verb == "poweroff" || verb == "halt")
        return powerVerb(call, verb == "reboot");
    if (verb == "show")
        return showUnits(call);
    if (verb == "is-active")
        return areActive(call);
    for (const char *known : {"enable", "disable", "start", "stop", "restart", "try-restart"})
        if (verb == known)
            return changeUnits(call, verb);
    return verb == "daemon-reload" || verb == "status" ? 0 : call.fail(1, "Unknown command verb " + verb + ".\n");
}

int chronyc(Call &call)
{
    Session session(call.directory);
    if (!unitActive(session, call.host, "chronyd.service"))
        return call.fail(1, "506 Cannot talk to daemon\n");
    if (call.isOption("sources")) {
        call.out("^,*,10.10.0.1,2,6,377,34,-0.000012,-0.000014,0.000412\n");
        return 0;
    }
    const Json &state = session.state(call.host);
    if (trouble(state, "clock-unsynchronized") != 0) {
        call.out("7F7F0101,,0,0.000000000,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,1.000000000,1.000000000,0.0,Not synchronised\n");
        return 0;
    }
    const double offset = trouble(state, "clock-offset", 0.000012345);
    call.out("0A0A0001,10.10.0.1,3,1763822118.123456789," + format("%.9f", offset) + ",-0.000002104,0.000034112,-12.345,0.001,0.052,0.001204312,0.000812004,64.2,Normal\n");
    return 0;
}

int timedatectl(Call &call)
{
    Session session(call.directory);
    const bool active = unitActive(session, call.host, "systemd-timesyncd.service") || unitActive(session, call.host, "chrony.service");
    if (call.isOption("show"))
        call.out(active ? "NTPSynchronized=yes\n" : "NTPSynchronized=no\n");
    else if (!active)
        return call.fail(1, "Failed to query server: Unit dbus-org.freedesktop.timesync1.service not found.\n");
    else
        call.out("       Server: 10.10.0.1 (ntp.lab)\nPoll interval: 32s (min: 32s; max 34min 8s)\n         Leap: normal\n      Version: 4\n      Stratum: 2\n"
                 "       Offset: -1.250ms\n        Delay: 302us\n       Jitter: 0\n Packet count: 4\n    Frequency: +12.003ppm\n");
    return 0;
}

int firewallCmd(Call &call)
{
    Session session(call.directory);
    Json &system = systemOf(session, call.host);
    if (!unitActive(session, call.host, "firewalld.service"))
        return call.isOption("--state") ? call.fail(252, "not running\n") : call.fail(252, "FirewallD is not running\n");
    if (call.isOption("--state")) {
        call.out("running\n");
        return 0;
    }
    Json &ports = arrayAt(system, call.isOption("--permanent") ? "permanentPorts" : "ports");
    const Words open(ports.begin(), ports.end());
    if (call.isOption("--list-ports")) {
        call.out(join(open, " ") + "\n");
        return 0;
    }
    for (const std::string &word : call.args) {
        const std::size_t equals = word.find('=');
        const std::string option = word.substr(0, equals), port = equals == std::string::npos ? "" : word.substr(equals + 1);
        const bool there = contains(open, port);
        if (option == "--query-port") {
            call.out(there ? "yes\n" : "no\n");
            return there ? 0 : 1;
        }
        if (option != "--add-port" && option != "--remove-port")
            continue;
        const bool add = option == "--add-port";
        if (there == add)
            call.err(add ? "Warning: ALREADY_ENABLED: " + replaced(port, "/", ":") + "\n" : "Warning: NOT_ENABLED: " + replaced(port, "/", ":") + "\n");
        Json kept = Json::array();
        for (const std::string &one : open)
            if (one != port)
                kept.push_back(one);
        if (add)
            kept.push_back(port);
        ports = kept;
        call.out("success\n");
        return 0;
    }
    return call.fail(2, "usage: see firewall-cmd man page\nNo option specified.\n");
}

} // namespace simhost
