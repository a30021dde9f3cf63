// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/target.h"

#include "agent/actions/inventory.h"
#include "agent/actions/parse.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::FoundTarget;
using protocol::Json;
using protocol::Problem;
using protocol::Result;
using protocol::TargetArguments;
using protocol::Verb;

namespace {

std::vector<protocol::MountEntry> mountsOf(const Hands &hands)
{
    return parseMounts(hands.readFile("/proc/mounts").value_or(""));
}

const protocol::BlockDevice *findDevice(const std::vector<protocol::BlockDevice> &all, const std::vector<std::string> &names)
{
    for (const protocol::BlockDevice &device : all)
        if (std::find(names.begin(), names.end(), device.path) != names.end())
            return &device;
    return nullptr;
}

/// The id as the inventory gives it: WWN, serial, or for a multipath device that of its paths, which lsblk DEVICE leaves out.
std::string identityOf(Hands &hands, const protocol::BlockDevice &device)
{
    if (!device.id.empty())
        return device.id;
    const auto whole = protocol::operationsFor(Verb::HostInventory, Json::object());
    const auto all = parseLsblk(hands.ask({whole->front().argv}).front().out);
    const protocol::BlockDevice *here = findDevice(all, {device.path});
    for (const protocol::BlockDevice &other : all)
        if (here && device.type == "mpath" && std::find(here->parents.begin(), here->parents.end(), other.path) != here->parents.end())
            return other.id;
    const std::string real = hands.resolved(device.path);
    for (const std::string &name : hands.list("/dev/disk/by-id"))
        if (const std::string to = hands.resolved("/dev/disk/by-id/" + name); name.compare(0, 4, "wwn-") == 0 && (to == device.path || to == real))
            return name;
    return {};
}

void takeIdentity(Hands &hands, DeviceLook &look, const protocol::BlockDevice &device)
{
    look.present = true;
    look.size = device.size;
    look.holders = device.holders;
    look.id = identityOf(hands, device);
    for (const std::string &mount : device.mountpoints)
        look.mounts.push_back(mount);
}

void takeMounts(const Hands &hands, DeviceLook &look, const std::vector<std::string> &names)
{
    for (const protocol::MountEntry &mount : mountsOf(hands))
        if (std::find(names.begin(), names.end(), mount.source) != names.end()
            && std::find(look.mounts.begin(), look.mounts.end(), mount.target) == look.mounts.end())
            look.mounts.push_back(mount.target);
}

bool isMemberType(const std::string &type)
{
    return type == "zfs_member" || type == "LVM2_member" || type == "linux_raid_member" || type == "mpath_member" || type == "swap"
        || type == "crypto_LUKS" || type == "drbd" || type.find("raid_member") != std::string::npos;
}

void giveReasons(DeviceLook &look, const TargetArguments &target)
{
    const std::string &path = target.device.path;
    if (!look.present)
        look.reasons.push_back("there is no device " + path + " on this host");
    for (const std::string &mount : look.mounts)
        look.reasons.push_back(path + " is mounted on " + mount);
    for (const std::string &holder : look.holders)
        look.reasons.push_back(path + " is held by " + holder);
    if (isMemberType(look.signature.type))
        look.reasons.push_back(path + " is a member of something: " + look.signature.text());
    else if (!look.signature.empty())
        look.reasons.push_back(path + " has content: " + look.signature.text());
    else if (look.target)
        look.reasons.push_back(path + " has the Lustre target " + look.target->label);
}

Json foundJson(const std::optional<FoundTarget> &found)
{
    if (!found)
        return nullptr;
    Json parameters = Json::array();
    for (const auto &[key, value] : found->parameters)
        parameters.push_back({key, value});
    return {{"label", found->label}, {"fsname", found->fsname}, {"index", found->index}, {"flags", found->flags}, {"parameters", parameters}};
}

Result<Json> checkTarget(Work &work, const TargetArguments &target)
{
    const Result<DeviceLook> look = lookAtDevice(work, target);
    if (!look)
        return look.error();
    return Json{{"free", look->reasons.empty()}, {"reasons", look->reasons}, {"signature", look->signature.text()},
                {"holders", look->holders}, {"mounts", look->mounts}, {"id", look->id}, {"size", look->size}, {"target", foundJson(look->target)}};
}

Result<Json> stateOfTarget(Work &work, const TargetArguments &target)
{
    Json state{{"mounted", false}, {"mountpoint", ""}, {"label", ""}, {"flags", 0}, {"registered", false}, {"writeconf", false},
               {"mmp", nullptr}, {"signature", ""}, {"recovery", ""}};
    protocol::Signature signature;
    if (!target.device.path.empty()) {
        const auto blkid = work.script.run();
        if (!blkid)
            return blkid.error();
        signature = parseBlkid(blkid->out);
        state["signature"] = signature.text();
    }
    const auto found = readTarget(work, target);
    if (!found)
        return found.error();
    if (!target.zfs) {
        const auto superblock = work.script.run();
        if (superblock)
            if (const auto mmp = parseMmp(superblock->out))
                state["mmp"] = *mmp;
    }
    if (*found) {
        const std::string label = (*found)->label.size() == signature.label.size() ? signature.label : (*found)->label;
        state["label"] = label;
        state["flags"] = (*found)->flags;
        state["writeconf"] = ((*found)->flags & 0x100) != 0;
        state["registered"] = label == "MGS" || (label.size() >= 8 && label[label.size() - 8] == '-');
        state["target"] = foundJson(*found);
    }
    const std::string mountpoint = mountedAt(work.hands, target);
    state["mounted"] = !mountpoint.empty();
    state["mountpoint"] = mountpoint;
    if (mountpoint.empty()) {
        work.script.skip("the target is not mounted here");
        return state;
    }
    if (const auto params = work.script.run())
        for (const auto &[name, value] : parseParams(params->out))
            if (name.find("." + target.label + ".") != std::string::npos || (*found && name.find("." + (*found)->label + ".") != std::string::npos))
                state["recovery"] = recoveryWord(value);
    return state;
}

Result<Json> unmountTarget(Work &work, const TargetArguments &target)
{
    const std::string there = mountedAt(work.hands, target);
    if (!there.empty() && there != target.mountpoint)
        return Error{Problem::Conflict, target.label + " is mounted on " + there + ", not on " + target.mountpoint + ".", {},
                     "Plan anew with the mount point that it has now."};
    if (there.empty()) {
        work.script.skip("it is not mounted here");
    } else {
        work.hands.progress(-1, "Unmounting " + target.label);
        const auto unmounted = work.script.run();
        if (!unmounted)
            return unmounted.error();
        if (!mountedAt(work.hands, target).empty())
            return toolFailed(*unmounted, "Find out who uses it (lsof, fuser -vm " + target.mountpoint + "), then retry.");
    }
    if (target.zfs) {
        const auto pools = work.script.run();
        if (!pools)
            return pools.error();
        const auto names = linesOf(pools->out);
        if (std::find(names.begin(), names.end(), target.device.pool) == names.end()) {
            work.script.skip("the pool is not imported here");
            return Json{{"mounted", false}};
        }
        const auto exported = work.script.run();
        if (!exported)
            return exported.error();
        if (exported->exitCode != 0)
            return toolFailed(*exported, "Another dataset of that pool is in use here: unmount it, then retry.");
    }
    return Json{{"mounted", false}};
}

Result<Json> writeconfTarget(Work &work)
{
    const auto writeconf = protocol::writeconfArguments(work.args);
    if (!writeconf)
        return writeconf.error();
    const TargetArguments &target = writeconf->target;
    if (const std::string there = mountedAt(work.hands, target); !there.empty())
        return Error{Problem::DeviceInUse, target.label + " is mounted on " + there + "; its configuration can only be rewritten while it is not.",
                     {}, "Stop the target first."};
    if (const Result<> imported = importPool(work, target); !imported)
        return imported.error();
    const auto before = readTarget(work, target);
    if (!before)
        return before.error();
    if (!*before || !sameLabel((*before)->label, target.label))
        return Error{Problem::DeviceChanged, target.storage() + " does not hold " + target.label + (*before ? " but " + (*before)->label : "") + ".",
                     {}, "Scan the volumes and plan anew."};
    const auto changed = work.script.run();
    if (!changed)
        return changed.error();
    if (changed->exitCode != 0)
        return changed->exitCode == 16 ? Error{Problem::MountedElsewhere, target.label + " is in use by another host.", trimmed(changed->err),
                                               "Stop the target there first."}
                                       : toolFailed(*changed);
    const auto after = readTarget(work, target);
    if (!after)
        return after.error();
    if (!*after || !((*after)->flags & 0x100 || (*after)->flags & 0x20))
        return Error{Problem::ToolFailed, "tunefs.lustre said nothing, but " + target.label + " is not marked for rewriting its configuration.", {}, {}};
    return Json{{"target", foundJson(*after)}};
}

Result<Json> forgetTarget(Work &work, const TargetArguments &target)
{
    for (const protocol::MountEntry &mount : mountsOf(work.hands))
        if (mount.target == target.mountpoint)
            return Error{Problem::DeviceInUse, target.mountpoint + " still has " + mount.source + " mounted.", {}, "Stop the target first."};
    if (const Result<> removed = work.script.apply(); !removed)
        return removed.error();
    return Json::object();
}

} // namespace

std::vector<std::string> namesOf(const Hands &hands, const TargetArguments &target)
{
    if (target.zfs)
        return {target.device.dataset};
    std::vector<std::string> names{target.device.path};
    const std::string real = hands.resolved(target.device.path);
    if (!real.empty())
        names.push_back(real);
    for (const char *folder : {"/dev/disk/by-id", "/dev/mapper"})
        for (const std::string &name : hands.list(folder)) {
            const std::string link = std::string(folder) + "/" + name;
            const std::string to = hands.resolved(link);
            if (to == target.device.path || (!real.empty() && to == real))
                names.push_back(link);
        }
    return names;
}

std::string mountedAt(const Hands &hands, const TargetArguments &target)
{
    return targetMountpoint(mountsOf(hands), namesOf(hands, target));
}

bool sameLabel(const std::string &stored, const std::string &label)
{
    if (stored == label)
        return true;
    if (stored.size() != label.size() || label.size() < 9)
        return false;
    std::string plain = stored;
    plain[plain.size() - 8] = '-';
    return plain == label;
}

Result<DeviceLook> lookAtDevice(Work &work, const TargetArguments &target)
{
    DeviceLook look;
    const auto blkid = work.script.run();
    if (!blkid)
        return blkid.error();
    const auto lsblk = work.script.run();
    if (!lsblk)
        return lsblk.error();
    std::vector<std::string> names = namesOf(work.hands, target);
    names.push_back(target.device.path);
    const auto devices = parseLsblk(lsblk->out);
    if (const protocol::BlockDevice *device = findDevice(devices, names)) {
        takeIdentity(work.hands, look, *device);
        look.signature = device->signature;
    }
    if (blkid->exitCode == 0)
        look.signature = parseBlkid(blkid->out);
    takeMounts(work.hands, look, names);
    if (!target.zfs) {
        const auto found = readTarget(work, target);
        if (!found)
            return found.error();
        look.target = *found;
        if (look.target && look.signature.label.size() == look.target->label.size())
            look.target->label = look.signature.label;
    }
    giveReasons(look, target);
    return look;
}

Result<std::optional<FoundTarget>> readTarget(Work &work, const TargetArguments &target)
{
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    return target.zfs ? parseZfsTarget(shown->out, target.device.dataset) : parseTunefs(shown->out);
}

Result<> importPool(Work &work, const TargetArguments &target)
{
    if (!target.zfs)
        return {};
    const auto pools = work.script.run();
    if (!pools)
        return pools.error();
    const auto names = linesOf(pools->out);
    if (std::find(names.begin(), names.end(), target.device.pool) != names.end()) {
        work.script.skip("the pool is imported already");
        return {};
    }
    const auto imported = work.script.run();
    if (!imported)
        return imported.error();
    if (imported->exitCode == 0)
        return {};
    const bool elsewhere = imported->err.find("in use") != std::string::npos || imported->err.find("another system") != std::string::npos
        || imported->err.find("another host") != std::string::npos;
    if (elsewhere)
        return Error{Problem::MountedElsewhere, "The pool " + target.device.pool + " was last used by another host and not exported there.",
                     trimmed(imported->err), "Export it there, or make sure that the host is off."};
    return toolFailed(*imported);
}

Result<Json> performTarget(Work &work)
{
    switch (work.verb) {
    case Verb::TargetFormat: return formatTarget(work);
    case Verb::TargetRegister: return registerTarget(work);
    case Verb::TargetMount: return mountTarget(work);
    case Verb::TargetWriteconf: return writeconfTarget(work);
    default: break;
    }
    const auto target = protocol::targetArguments(work.args, {});
    if (!target)
        return target.error();
    switch (work.verb) {
    case Verb::TargetCheck: return checkTarget(work, *target);
    case Verb::TargetState: return stateOfTarget(work, *target);
    case Verb::TargetUnmount: return unmountTarget(work, *target);
    case Verb::TargetForget: return forgetTarget(work, *target);
    default: return Error{Problem::Internal, "A verb of targets has no action.", {}, {}};
    }
}

} // namespace agent
