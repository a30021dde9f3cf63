// SPDX-License-Identifier: GPL-3.0-or-later
// modprobe, lustre_rmmod, lsmod, modinfo.
#include "agent/simhost/lnet.h"

#include <algorithm>

namespace simhost {

int modprobe(Call &call)
{
    Words names;
    bool verbose = false, remove = false;
    for (const std::string &word : call.args) {
        if (word[0] != '-')
            names.push_back(word);
        verbose = verbose || word == "-v" || word == "--verbose";
        remove = remove || word == "-r" || word == "--remove";
    }
    if (names.empty())
        return call.fail(1, "modprobe: ERROR: missing parameters. See -h.\n");
    Session session(call.directory);
    const std::string &name = names.front();
    if (remove) {
        if (!moduleLoaded(session, call.host, name))
            return 0;
        if (unloadModules(session, call.host))
            return 0;
        return call.fail(1, "modprobe: FATAL: Module " + name + " is in use.\n");
    }
    if (name == "zfs" && flag(session.host(call.host), "zfs"))
        return 0;
    int rc = 0;
    const Words inserted = loadModule(session, call.host, name, rc);
    if (rc)
        return call.fail(1, "modprobe: FATAL: Module " + name + " not found in directory /lib/modules/" + str(session.host(call.host), "kernel") + "\n");
    session.commit();
    for (const std::string &line : inserted)
        if (verbose)
            call.out("insmod " + line + "\n");
    call.wait(0.3);
    return 0;
}

int lustreRmmod(Call &call)
{
    call.wait(0.7);
    Session session(call.directory);
    if (at(session.state(call.host), "modules").empty())
        return 0;
    if (unloadModules(session, call.host, call.args.empty() || call.args[0][0] == '-' ? "" : call.args[0]))
        return 0;
    call.err("rmmod: ERROR: Module ptlrpc is in use\nOpen and memory leaks detected\n");
    return 1;
}

int lsmod(Call &call)
{
    Session session(call.directory);
    call.out("Module                  Size  Used by\n");
    Words loaded;
    for (const Json &name : at(session.state(call.host), "modules"))
        if (name.is_string())
            loaded.insert(loaded.begin(), name.get<std::string>());
    for (const std::string &name : loaded) {
        Words users;
        int size = 16384;
        for (const ModuleInfo &module : lustreModules()) {
            if (name == module.name)
                size = module.size;
            if (contains(loaded, module.name) && contains(split(module.needs, ' '), name))
                users.insert(users.begin(), module.name);
        }
        call.out(left(name, 19) + format("%9d  %zu", size, users.size()) + (users.empty() ? "" : " " + join(users, ",")) + "\n");
    }
    const Json &base = at(session.host(call.host), "baseModules");
    if (contains(loaded, "lnet") && base.empty())
        call.out("sunrpc                692224  1 lnet\n");
    for (const Json &line : base)
        if (line.is_string() && !contains(loaded, split(line.get<std::string>(), ' ').front()))
            call.out(contains(loaded, "lnet") && line.get<std::string>().rfind("sunrpc ", 0) == 0 ? "sunrpc                692224  1 lnet\n" : line.get<std::string>() + "\n");
    return 0;
}

int modinfo(Call &call)
{
    Session session(call.directory);
    int rc = 0;
    for (const std::string &name : call.args) {
        const ModuleInfo *found = nullptr;
        for (const ModuleInfo &module : lustreModules())
            if (name == module.name && !flag(session.host(call.host), "withoutLustre"))
                found = &module;
        if (!found) {
            if (name[0] != '-') {
                call.err("modinfo: ERROR: Module " + name + " not found.\n");
                rc = 1;
            }
            continue;
        }
        const std::string kernel = str(session.host(call.host), "kernel");
        call.out("filename:       /lib/modules/" + kernel + "/updates/kernel/" + found->path + "/" + name + ".ko\n");
        call.out("license:        GPL\nversion:        " + str(session.definition(), "lustre", "2.17.0") + "\n");
        call.out("description:    Lustre " + name + "\nauthor:         OpenSFS, Inc. <http://www.lustre.org/>\n");
        call.out("depends:        " + join(split(found->needs, ' '), ",") + "\nretpoline:      Y\nname:           " + name + "\n");
        call.out("vermagic:       " + kernel + " SMP preempt mod_unload modversions \n");
    }
    return rc;
}

} // namespace simhost
