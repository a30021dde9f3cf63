// SPDX-License-Identifier: GPL-3.0-or-later
// tune2fs -O mmp and -O ^mmp: multiple-mount protection of a target's device.
#include "agent/simhost/device.h"

namespace simhost {

int tune2fs(Call &call)
{
    std::string features, path;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (call.args[i] == "-O" && i + 1 < call.args.size())
            features = call.args[++i];
        else if (call.args[i][0] != '-')
            path = call.args[i];
    }
    Session session(call.directory);
    call.out("tune2fs " + str(session.definition(), "e2fsprogs", "1.47.1-wc2 (20-May-2024)") + "\n");
    if (features != "mmp" && features != "^mmp")
        return call.fail(1, "tune2fs: only -O mmp and -O ^mmp are simulated\n");
    const Device device = findDevice(session, call, path);
    if (!device.found() || !lustreOf(session, device).is_object())
        return call.fail(1, "tune2fs: No such file or directory while trying to open " + path + "\nCouldn't find valid filesystem superblock.\n");
    const bool on = features == "mmp";
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (on && str(mount, "disk") == device.serial)
            return call.fail(1, "The multiple mount protection feature can't be set if the filesystem is mounted or read-only.\n");
    contentOf(session, device)["mmp"] = on;
    return 0;
}

} // namespace simhost
