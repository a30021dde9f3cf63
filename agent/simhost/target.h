// SPDX-License-Identifier: GPL-3.0-or-later
// What mounting does to targets: registration with the MGS, multiple-mount protection, recovery.
#pragma once
#include "agent/simhost/device.h"
#include "agent/simhost/lnet.h"

namespace simhost {

/// Where the MGS of a target answers from this host: its device; not found() when nobody answers.
Device findMgs(Session &session, const Call &call, const std::vector<std::string> &mgsNodes);
/// A client's or target's list "a@tcp,b@o2ib:c@tcp" as single NIDs.
Words nidList(const std::string &mgsNodes);
/// What the MGS keeps of a file system: {"targets": {"OST0000": {...}}, "params": {...}}.
Json &fileSystemOf(Session &session, const Device &mgs, const std::string &fsname);
/// Host that has `fsname-SUFFIX` mounted and that `from` can reach; empty when it is down.
std::string targetHost(Session &session, const std::string &from, const std::string &fsname, const std::string &suffix);
/// One word: INACTIVE, WAITING_FOR_CLIENTS, RECOVERING, COMPLETE; of a mount of a target.
std::string recoveryState(Session &session, const std::string &host, const Json &mount);
/// Mounts the target: 0 or a positive errno; the transcript's words are the caller's.
int startTarget(Call &call, const Device &device, const std::string &mountpoint, const std::string &type, const Words &options);
int startClient(Call &call, const std::string &source, const std::string &mountpoint, const Words &options);
/// One line of `mounts.log` in the cluster's directory, under the cluster's lock, so that the lines are in the order in which things
/// happened: {"t": ms, "host", "what": "mounted"|"unmounted"|"lost"|"refused", "disk", "label"}. Lost: its host died; refused: another
/// live host had it. Who reads them all knows whether a target was ever mounted twice, or nearly.
void recordMount(Session &session, const std::string &host, const char *what, const Json &mount);
/// Takes a mount away, with what it leaves behind; false when it is not there.
bool stopMount(Session &session, const std::string &host, const std::string &mountpoint);
/// Space of a mounted or unmounted target in KiB and inodes, as statfs of ldiskfs gives it.
struct Space {
    std::int64_t total = 0, used = 0, available = 0, inodes = 0, inodesFree = 0;
    std::int64_t granted = 0; ///< promised to clients: df takes it off, the target's own parameter does not
};
Space spaceOf(Session &session, const Json &mount);
const char *mountUsage();

} // namespace simhost
