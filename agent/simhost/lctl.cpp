// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/journal.h"
#include "agent/simhost/params.h"

#include <algorithm>

namespace simhost {

namespace {

Words rest(const Words &words, std::size_t from)
{
    return from >= words.size() ? Words{} : Words(words.begin() + static_cast<std::ptrdiff_t>(from), words.end());
}

int listNids(Call &call, const Words &args)
{
    Session session(call.directory);
    if (!lnetUp(session, call.host))
        return call.fail(1, "Reader error: 'Unspecific failure' at 0\nIOC_LIBCFS_GET_NI error 100: Network is down\n");
    for (const std::string &nid : nidsOf(session, call.host, !args.empty() && args[0] == "all"))
        call.out(nid + "\n");
    return 0;
}

int deviceList(Call &call)
{
    Session session(call.directory);
    if (!moduleLoaded(session, call.host, "obdclass"))
        return call.fail(2, "Writer error: failed to resolve Netlink family id\n");
    const std::vector<ObdDevice> devices = devicesOf(session, call.host);
    for (std::size_t i = 0; i < devices.size(); ++i)
        call.out(deviceLine(i, devices[i]));
    return 0;
}

int ping(Call &call, const Words &args)
{
    if (args.empty())
        return call.fail(1, "usage: ping nid [timeout] [pid]\n");
    Session session(call.directory);
    const std::string &nid = args[0];
    if (!lnetUp(session, call.host))
        return call.fail(100, "failed to ping " + nid + ": Network is down\n");
    const std::string host = hostBehind(session, call.host, nid);
    if (host.empty()) {
        call.out("failed to ping " + nid + ": No route to host\n");
        return 113;
    }
    call.out("12345-0@lo\n");
    for (const std::string &own : nidsOf(session, host))
        call.out((host == call.host ? "" : "12345-") + own + "\n");
    return 0;
}

int whichNid(Call &call, const Words &args)
{
    Session session(call.directory);
    const Words own = nidsOf(session, call.host);
    for (const std::string &nid : args)
        for (const std::string &mine : own)
            if (nid == mine || nid.substr(nid.find('@')) == mine.substr(mine.find('@'))) {
                call.out(nid + "\n");
                return 0;
            }
    return call.fail(1, "Can't reach any of the given NIDs\n");
}

int network(Call &call, const Words &args)
{
    const std::string word = args.empty() ? "" : args[0];
    Session session(call.directory);
    if (word == "up" || word == "configure") {
        int rc = 0;
        loadModule(session, call.host, "lnet", rc);
        const bool was = lnetUp(session, call.host);
        bringNetworksUp(session, call.host);
        call.out(was ? "LNET configured: Already Exists\n" : "LNET configured: New Created\n");
        return 0;
    }
    if (word == "down" || word == "unconfigure") {
        if (!arrayAt(session.state(call.host), "mounts").empty() || moduleLoaded(session, call.host, "ptlrpc"))
            return call.fail(16, "LNET busy\n");
        stopLnet(session, call.host);
        call.out("LNET ready to unload\n");
        return 0;
    }
    if (word.empty())
        return call.fail(1, "usage: net <tcp|o2ib|...|up|down>\n");
    return 0;
}

int needsNetwork(Call &call, const std::string &command, const Words &)
{
    return call.fail(1, "You must run '" + command + " <network>' command before 'network'\n");
}

Device mgsHere(Session &session, const Call &call)
{
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (flag(mount, "mgs"))
            return {str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true};
    return {};
}

bool runsTargets(Session &session, const std::string &fsname)
{
    for (const std::string &host : session.hosts())
        for (const Json &mount : at(session.state(host), "mounts"))
            if (session.up(host) && str(mount, "fsname") == fsname && !flag(mount, "nosvc"))
                return true;
    return false;
}

int eraseConfiguration(Call &call, const Words &args)
{
    std::string fsname;
    bool quiet = false;
    for (const std::string &word : args) {
        quiet = quiet || word == "-q";
        fsname = word[0] == '-' ? fsname : word;
    }
    if (fsname.empty())
        return call.fail(22, "Erase Lustre configuration permanently for the specified filesystem.\nusage: lcfg_erase [-q] <fsname>\n");
    if (!quiet) {
        call.out("This will erase all config logs of the file system " + fsname + ". Continue? (yes/no) ");
        if (trim(call.input()).rfind("y", 0) != 0)
            return 0;
    }
    Session session(call.directory);
    const Device mgs = mgsHere(session, call);
    if (!mgs.found())
        return call.fail(19, "error: lcfg_erase: No such device\n");
    Json &all = objectAt(objectAt(contentOf(session, mgs), "mgs"), "fs");
    if (!all.contains(fsname))
        return call.fail(2, "error: lcfg_erase: No such file or directory\n");
    if (runsTargets(session, fsname))
        return call.fail(16, "error: lcfg_erase: Device or resource busy\n");
    all.erase(fsname);
    return 0;
}

std::string logLines(const std::string &fsname, const Json &fileSystem, const std::string &log)
{
    Words said;
    int index = 2;
    const auto say = [&](const std::string &text, int step = 1) {
        said.push_back(format("- { index: %d, ", index) + text + " }");
        index += step;
    };
    if (log != fsname + "-client") {
        say("event: attach, device: " + log + ", type: " + (has(log, "OST") ? "obdfilter" : "mdt") + ", UUID: " + log + "_UUID");
        say("event: setup, device: " + log + ", UUID: " + log + "_UUID");
        return join(said, "\n") + "\n";
    }
    say("event: attach, device: " + fsname + "-clilov, type: lov, UUID: " + fsname + "-clilov_UUID");
    say("event: setup, device: " + fsname + "-clilov, UUID: ", 3);
    say("event: attach, device: " + fsname + "-clilmv, type: lmv, UUID: " + fsname + "-clilmv_UUID");
    say("event: setup, device: " + fsname + "-clilmv, UUID: ", 3);
    say("event: new_profile, name: " + fsname + "-client, lov: " + fsname + "-clilov, lmv: " + fsname + "-clilmv", 3);
    for (const auto &[suffix, target] : at(fileSystem, "targets").items()) {
        const bool mdt = suffix.rfind("MDT", 0) == 0;
        const std::string device = fsname + "-" + suffix + (mdt ? "-mdc" : "-osc"), lov = fsname + (mdt ? "-clilmv" : "-clilov");
        const std::string node = at(target, "nids").empty() ? "0@lo" : at(target, "nids").front().get<std::string>();
        for (const Json &nid : at(target, "nids"))
            say("event: add_uuid, nid: " + nid.get<std::string>() + ", node: " + node);
        say("event: attach, device: " + device + ", type: " + (mdt ? "mdc" : "osc") + ", UUID: " + lov + "_UUID");
        say("event: setup, device: " + device + ", UUID: " + fsname + "-" + suffix + "_UUID, node: " + node);
        const long number = std::strtol(suffix.substr(3).c_str(), nullptr, 16);
        say(mdt ? format("event: add_mdc, device: %s, mdt: %s-%s_UUID, index: %ld, gen: 1, UUID: %s_UUID", lov.c_str(), fsname.c_str(), suffix.c_str(), number, device.c_str())
                : format("event: add_osc, device: %s, ost: %s-%s_UUID, index: %ld, gen: 1", lov.c_str(), fsname.c_str(), suffix.c_str(), number), 3);
    }
    return join(said, "\n") + "\n";
}

int logPrint(Call &call, const Words &args)
{
    const std::string log = args.empty() ? "" : args.back();
    Session session(call.directory);
    const Device mgs = mgsHere(session, call);
    if (!mgs.found())
        return call.fail(19, "llog_print: No such device\n");
    for (const auto &[fsname, fileSystem] : at(at(contentOf(session, mgs), "mgs"), "fs").items()) {
        const bool known = log == fsname + "-client" || (log.rfind(fsname + "-", 0) == 0 && at(fileSystem, "targets").contains(log.substr(fsname.size() + 1)));
        if (known) {
            call.out(logLines(fsname, fileSystem, log));
            return 0;
        }
    }
    return call.fail(2, log + ": OBD_IOC_LLOG_PRINT failed: No such file or directory\n");
}

int logCatalogue(Call &call)
{
    Session session(call.directory);
    const Device mgs = mgsHere(session, call);
    if (!mgs.found())
        return call.fail(19, "error: llog_catlist: No such device\n");
    for (const auto &[fsname, fileSystem] : at(at(contentOf(session, mgs), "mgs"), "fs").items()) {
        call.out("config_log: " + fsname + "-client\n");
        for (const auto &[suffix, target] : at(fileSystem, "targets").items())
            call.out("config_log: " + fsname + "-" + suffix + "\n");
    }
    return 0;
}

int replaceNids(Call &call, const Words &args)
{
    if (args.size() < 2)
        return call.fail(22, "replace_nids <devicename> <nid1>[,nid2,nid3:nid4,nid5,...]\n");
    Session session(call.directory);
    const Device mgs = mgsHere(session, call);
    if (!mgs.found())
        return call.fail(19, "error: replace_nids: No such device\n");
    const std::string fsname = args[0].substr(0, args[0].rfind('-'));
    if (runsTargets(session, fsname))
        return call.fail(115, "error: replace_nids: Operation now in progress\n");
    Json &targets = objectAt(fileSystemOf(session, mgs, fsname), "targets");
    const std::string suffix = args[0].substr(args[0].rfind('-') + 1);
    if (targets.contains(suffix)) {
        targets[suffix]["nids"] = Json::array();
        for (const std::string &nid : nidList(args[1]))
            targets[suffix]["nids"].push_back(nid);
    }
    return 0;
}

int clearConfiguration(Call &call, const Words &args)
{
    const std::string name = args.empty() ? "" : args[0];
    Session session(call.directory);
    if (!mgsHere(session, call).found())
        return call.fail(19, "error: clear_conf: No such device\n");
    return runsTargets(session, name.substr(0, name.find('-'))) ? call.fail(16, "error: clear_conf: Device or resource busy\n") : 0;
}

int abortRecovery(Call &call, const std::string &device)
{
    Session session(call.directory);
    for (Json &mount : arrayAt(session.state(call.host), "mounts"))
        if (str(mount, "label") == device) {
            sayAborted(session, call.host, device);
            mount.erase("recovery"); // it is aborted, and the real tool reports an error all the same
            return call.fail(22, "error: abort_recovery: Invalid argument\n");
        }
    return call.fail(19, "error: abort_recovery: No such device\n");
}

int activate(Call &call, std::string device, bool active)
{
    if (!device.empty() && device[0] == '%')
        device.erase(0, 1);
    Session session(call.directory);
    for (const ObdDevice &known : devicesOf(session, call.host))
        if (known.name == device) {
            objectAt(session.state(call.host), "parameters")[known.type + "." + device + ".active"] = active ? "1" : "0";
            return 0;
        }
    return call.fail(19, std::string("error: ") + (active ? "activate" : "deactivate") + ": No such device\n");
}

int runWords(Call &call, const Words &words, const std::string &device)
{
    const std::string &command = words[0];
    const Words args = rest(words, 1);
    if (command == "list_nids") return listNids(call, args);
    if (command == "dl" || command == "device_list") return deviceList(call);
    if (command == "get_param") return getParam(call, args);
    if (command == "set_param") return setParam(call, args);
    if (command == "list_param") return listParam(call, args);
    if (command == "conf_param") return confParam(call, args);
    if (command == "ping") return ping(call, args);
    if (command == "which_nid") return whichNid(call, args);
    if (command == "network" || command == "net") return network(call, args);
    if (command == "peer_list" || command == "conn_list" || command == "interface_list") return needsNetwork(call, command, args);
    if (command == "route_list") return 0;
    if (command == "lcfg_erase" || command == "erase_lcfg") return eraseConfiguration(call, args);
    if (command == "llog_print") return logPrint(call, args);
    if (command == "llog_catlist") return logCatalogue(call);
    if (command == "replace_nids") return replaceNids(call, args);
    if (command == "clear_conf") return clearConfiguration(call, args);
    if (command == "abort_recovery") return abortRecovery(call, device);
    if (command == "activate" || command == "deactivate") return activate(call, device, command == "activate");
    if (command == "--version" || command == "version") {
        call.out("lctl " + str(Session(call.directory).definition(), "lustre", "2.17.0") + "\n");
        return 0;
    }
    return call.fail(1, "lctl: '" + command + "' is not a valid command. See 'lctl --list-commands'.\n");
}

} // namespace

int lctl(Call &call)
{
    Words words = call.args;
    std::string device;
    if (words.size() >= 2 && words[0] == "--device") {
        device = words[1];
        words = rest(words, 2);
    }
    if (!words.empty())
        return runWords(call, words, device);
    int rc = 0;
    for (const std::string &line : lines(call.input())) // commands from standard input, as in its shell
        if (const Words typed = split(line, ' '); !typed.empty())
            rc = runWords(call, typed, device);
    return rc;
}

} // namespace simhost
