// SPDX-License-Identifier: GPL-3.0-or-later
// lfs on a client mount: df, check, osts, mdts, getname.
#include "agent/simhost/params.h"

#include <algorithm>
#include <cmath>

namespace simhost {

namespace {

struct ShownTarget {
    std::string label, host;
    bool mdt = false, up = false, degraded = false;
    long index = 0;
    Space space;
};

Json clientMount(Session &session, const Call &call, const std::string &path)
{
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (str(mount, "kind") == "client" && (path.empty() || str(mount, "target") == call.hostPath(path) || str(mount, "fsname") == path))
            return mount;
    return {};
}

/// All registered targets of the file system, MDTs first, and where they run now.
std::vector<ShownTarget> targetsOf(Session &session, const Call &call, const Json &client)
{
    const std::string fsname = str(client, "fsname"), source = str(client, "source");
    const Device mgs = findMgs(session, call, {source.substr(0, source.find(":/"))});
    Words suffixes;
    if (mgs.found())
        for (const auto &[suffix, target] : objectAt(fileSystemOf(session, mgs, fsname), "targets").items())
            suffixes.push_back(suffix);
    for (Json &mount : arrayAt(session.state(call.host), "mounts")) { // with the MGS away a client still knows what it knew
        if (str(mount, "target") != str(client, "target"))
            continue;
        for (const Json &known : arrayAt(mount, "known"))
            if (!mgs.found() && !contains(suffixes, known.get<std::string>()))
                suffixes.push_back(known.get<std::string>());
        if (mgs.found())
            mount["known"] = suffixes;
    }
    std::sort(suffixes.begin(), suffixes.end());
    std::vector<ShownTarget> targets;
    for (const std::string &suffix : suffixes) {
        ShownTarget target{fsname + "-" + suffix, targetHost(session, call.host, fsname, suffix), suffix[0] == 'M', false, false,
                           std::strtol(suffix.substr(3).c_str(), nullptr, 16), {}};
        target.up = !target.host.empty();
        if (target.up)
            for (const Json &mount : at(session.state(target.host), "mounts"))
                if (str(mount, "label") == target.label) {
                    target.space = spaceOf(session, mount);
                    target.degraded = str(at(session.state(target.host), "parameters"), "obdfilter." + target.label + ".degraded") == "1";
                }
        targets.push_back(target);
    }
    return targets;
}

std::string humanKilobytes(std::int64_t kilobytes)
{
    double size = static_cast<double>(kilobytes) * 1024;
    const char *units = "BKMGTPE";
    std::size_t unit = 0;
    while (size >= 1024 && unit < 6) {
        size /= 1024;
        ++unit;
    }
    return unit == 0 ? format("%.0f", size) : format("%.1f%c", size, units[unit]);
}

struct DfLine {
    std::int64_t total = 0, used = 0, available = 0;
};

std::string dfLine(const std::string &name, const DfLine &line, bool human, const std::string &where)
{
    const auto text = [human](std::int64_t kilobytes) { return human ? humanKilobytes(kilobytes) : std::to_string(kilobytes); };
    const double whole = static_cast<double>(line.used + line.available);
    const int percent = whole > 0 ? static_cast<int>(std::ceil(static_cast<double>(line.used) * 100 / whole)) : 0;
    const std::size_t width = human ? 9 : 11;
    return left(name, 20) + " " + right(text(line.total), width) + " " + right(text(line.used), width) + " " + right(text(line.available), width)
        + format(" %3d%% ", percent) + " " + where + "\n";
}

int df(Call &call, const Words &args)
{
    bool human = false, inodes = false;
    std::string path;
    for (const std::string &word : args) {
        human = human || word == "-h";
        inodes = inodes || word == "-i";
        path = word[0] == '-' ? path : word;
    }
    Json client;
    std::vector<ShownTarget> targets;
    {
        Session session(call.directory);
        client = clientMount(session, call, path);
        if (client.is_null())
            return path.empty() ? 0 : call.fail(19, "lfs df: cannot find filesystem '" + path + "': No such device\n");
        targets = targetsOf(session, call, client);
    }
    const std::string where = str(client, "target");
    call.out(inodes ? "UUID                      Inodes       IUsed       IFree IUse% Mounted on\n"
                    : human ? "UUID                       bytes        Used   Available Use%  Mounted on\n"
                            : "UUID                   1K-blocks        Used   Available Use%  Mounted on\n");
    DfLine sum;
    for (const ShownTarget &target : targets) {
        if (!target.up) {
            call.waitReal(60); // a client waits for a target that is down
            call.out(left(target.label + "_UUID", 20) + ": Resource temporarily unavailable\n");
            continue;
        }
        const DfLine line = inodes ? DfLine{target.space.inodes, target.space.inodes - target.space.inodesFree, target.space.inodesFree}
                                   : DfLine{target.space.total, target.space.used, target.space.available - target.space.granted};
        call.out(dfLine(target.label + "_UUID", line, human, where + format("[%s:%ld]", target.mdt ? "MDT" : "OST", target.index) + (target.degraded ? " D" : "")));
        if (!target.mdt) {
            sum.total += line.total;
            sum.used += line.used;
            sum.available += line.available;
        }
    }
    call.out("\n" + dfLine("filesystem_summary:", sum, human, where) + "\n");
    return 0;
}

int check(Call &call, const Words &args)
{
    const std::string what = args.empty() ? "" : args[0];
    if (what != "mds" && what != "osts" && what != "mgts" && what != "all" && what != "servers")
        return call.fail(1, "usage: check {mgts|mdts|osts|all} [path]\n");
    Session session(call.directory);
    const Json client = clientMount(session, call, {});
    if (client.is_null())
        return call.fail(19, "lfs check: error: cannot find mounted Lustre filesystem: No such device\n");
    const std::string instance = str(client, "instance");
    const std::vector<ShownTarget> targets = targetsOf(session, call, client);
    const auto say = [&](const std::string &name, bool up) {
        if (up)
            call.out(name + " active.\n");
        else
            call.err("lfs check: error: check '" + name + "': Resource temporarily unavailable (11)\n");
    };
    for (const ShownTarget &target : targets)
        if (!target.mdt && what != "mds" && what != "mgts") {
            for (const Json &mount : at(session.state(call.host), "mounts"))
                if (str(mount, "label").rfind(str(client, "fsname") + "-MDT", 0) == 0)
                    say(target.label + "-osc-" + str(mount, "label").substr(str(client, "fsname").size() + 1), target.up);
            say(target.label + "-osc-" + instance, target.up);
        }
    for (const ShownTarget &target : targets)
        if (target.mdt && what != "osts" && what != "mgts")
            say(target.label + "-mdc-" + instance, target.up);
    if (what == "all" || what == "mgts")
        for (const ObdDevice &device : devicesOf(session, call.host))
            if (device.type == "mgc")
                say(device.name, true);
    return 0;
}

int listTargets(Call &call, bool mdts)
{
    Session session(call.directory);
    const Json client = clientMount(session, call, {});
    if (client.is_null())
        return 0;
    call.out(mdts ? "MDTS:\n" : "OBDS:\n");
    for (const ShownTarget &target : targetsOf(session, call, client))
        if (target.mdt == mdts)
            call.out(format("%ld: %s_UUID ACTIVE\n", target.index, target.label.c_str()));
    return 0;
}

int getname(Call &call)
{
    Session session(call.directory);
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (str(mount, "kind") == "client")
            call.out(str(mount, "fsname") + "-" + str(mount, "instance") + " " + str(mount, "target") + "\n");
    return 0;
}

} // namespace

int lfs(Call &call)
{
    const std::string command = call.args.empty() ? "" : call.args[0];
    const Words args = call.args.empty() ? Words{} : Words(call.args.begin() + 1, call.args.end());
    if (command == "--version" || command == "version") {
        call.out("lfs " + str(Session(call.directory).definition(), "lustre", "2.17.0") + "\n");
        return 0;
    }
    if (command == "df") return df(call, args);
    if (command == "check") return check(call, args);
    if (command == "osts" || command == "mdts") return listTargets(call, command == "mdts");
    if (command == "getname") return getname(call);
    return call.fail(1, "lfs: '" + command + "' is not a valid command. See 'lfs --list-commands'.\n");
}

} // namespace simhost
