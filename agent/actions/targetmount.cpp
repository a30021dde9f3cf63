// SPDX-License-Identifier: GPL-3.0-or-later
// target.register, target.mount: never on two hosts.
#include "agent/actions/parse.h"
#include "agent/actions/target.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::Json;
using protocol::MountArguments;
using protocol::Peer;
using protocol::Problem;
using protocol::Result;
using protocol::TargetArguments;

namespace {

bool registered(const std::string &label)
{
    return label == "MGS" || (label.size() >= 8 && label[label.size() - 8] == '-');
}

Result<> checkPeers(const MountArguments &mount)
{
    const std::string &label = mount.target.label;
    for (const Peer &peer : mount.peers) {
        if (peer.mounted)
            return Error{Problem::MountedElsewhere, label + " is mounted on " + peer.host + "; mounting it here as well would destroy it.", peer.host,
                         "Stop it on " + peer.host + " first."};
        if (!peer.known && peer.word != peer.host)
            return Error{Problem::MountedElsewhere, peer.host + " does not answer, so nobody knows that " + label + " is not mounted there.", peer.host,
                         "Make sure that " + peer.host + " is off, and type its name as your word for it."};
    }
    return {};
}

/// A person's word that a host is off is believed only where the disk itself would refuse a second mount.
Result<> checkMmp(Work &work, const MountArguments &mount)
{
    if (!mount.needsMmp() || mount.target.zfs)
        return {};
    const auto superblock = work.script.run();
    if (!superblock)
        return superblock.error();
    const auto mmp = parseMmp(superblock->out);
    if (mmp && *mmp)
        return {};
    return Error{Problem::MmpOff, mount.target.label + " has " + (mmp ? "no multiple-mount protection" : "no readable superblock")
                 + ", so nothing but your word would keep it from being mounted twice.", trimmed(superblock->err),
                 "Bring the other host back or fence it; or switch the protection on (tune2fs -O mmp) while it is certainly off."};
}

Result<std::string> checkLabel(Work &work, const TargetArguments &target)
{
    const auto found = readTarget(work, target);
    if (!found)
        return found.error();
    if (!*found)
        return Error{Problem::DeviceChanged, target.storage() + " holds no Lustre target; " + target.label + " was expected.", {},
                     "Check the cabling and the device, scan the volumes, and plan anew."};
    if (!sameLabel((*found)->label, target.label))
        return Error{Problem::DeviceChanged, target.storage() + " holds " + (*found)->label + ", not " + target.label + ".", {},
                     "Scan the volumes and plan anew."};
    return (*found)->label;
}

/// The mount point and nothing else must be free for it.
Result<> checkMountpoint(const Work &work, const TargetArguments &target)
{
    for (const protocol::MountEntry &mount : parseMounts(work.hands.readFile("/proc/mounts").value_or("")))
        if (mount.target == target.mountpoint)
            return Error{Problem::DeviceInUse, target.mountpoint + " has " + mount.source + " mounted already.", {}, "Unmount it first."};
    return {};
}

Result<> mountIt(Work &work, const TargetArguments &target)
{
    if (const Result<> made = work.script.apply(); !made)
        return made;
    work.hands.progress(-1, "Mounting " + target.label);
    const auto mounted = work.script.run();
    if (!mounted)
        return mounted.error();
    // 17 and 114 with this very target there are success: somebody was quicker, or an earlier attempt had come through.
    const std::string there = mountedAt(work.hands, target);
    if (there == target.mountpoint)
        return {};
    if (mounted->exitCode != 0)
        return mountFailed(*mounted, target.label);
    return Error{Problem::ToolFailed, "mount reported success, but " + target.label + " is not among the kernel's mounts.", {},
                 "Look at the kernel log of the host."};
}

} // namespace

Result<Json> mountTarget(Work &work)
{
    const auto mount = protocol::mountArguments(work.args);
    if (!mount)
        return mount.error();
    const TargetArguments &target = mount->target;
    if (const std::string there = mountedAt(work.hands, target); there == target.mountpoint) {
        work.script.skipRest("it is mounted there already");
        return Json{{"mounted", true}, {"mountpoint", there}};
    } else if (!there.empty()) {
        return Error{Problem::DeviceInUse, target.label + " is mounted on " + there + " already.", there, "Unmount it there first, or plan anew."};
    }
    if (const Result<> peers = checkPeers(*mount); !peers)
        return peers.error();
    if (const Result<> free = checkMountpoint(work, target); !free)
        return free.error();
    if (const Result<> mmp = checkMmp(work, *mount); !mmp)
        return mmp.error();
    if (const Result<> imported = importPool(work, target); !imported)
        return imported.error();
    if (const Result<std::string> label = checkLabel(work, target); !label)
        return label.error();
    if (const Result<> mounted = mountIt(work, target); !mounted)
        return mounted.error();
    return Json{{"mounted", true}, {"mountpoint", target.mountpoint}};
}

Result<Json> registerTarget(Work &work)
{
    const auto arguments = protocol::targetArguments(work.args, {"label", "device", "mountpoint", "kinds"});
    if (!arguments)
        return arguments.error();
    const TargetArguments &target = *arguments;
    const std::string there = mountedAt(work.hands, target);
    if (!there.empty() && there != target.mountpoint)
        return Error{Problem::DeviceInUse, target.label + " is mounted on " + there + " already.", there, "Unmount it there first."};
    if (const Result<> imported = importPool(work, target); !imported)
        return imported.error();
    const Result<std::string> before = checkLabel(work, target);
    if (!before)
        return before.error();
    if (registered(*before) && there.empty()) {
        work.script.skipRest("it is registered already");
        return Json{{"label", target.label}};
    }
    if (there.empty()) {
        if (const Result<> mounted = mountIt(work, target); !mounted)
            return mounted.error();
    } else {
        work.script.skip("it is there");
        work.script.skip("an earlier attempt has mounted it");
    }
    const auto unmounted = work.script.run();
    if (!unmounted)
        return unmounted.error();
    if (!mountedAt(work.hands, target).empty())
        return toolFailed(*unmounted, "Find out who uses it, then retry.");
    const Result<std::string> after = checkLabel(work, target);
    if (!after)
        return after.error();
    if (!registered(*after))
        return Error{Problem::ToolFailed, target.label + " was mounted and unmounted, but its label is still " + *after + ".", {},
                     "Check that the MGS runs and that the servers reach each other (lctl ping), then retry."};
    return Json{{"label", target.label}};
}

} // namespace agent
