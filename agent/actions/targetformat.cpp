// SPDX-License-Identifier: GPL-3.0-or-later
// target.format: the one verb that destroys what it meets. Everything that speaks against it is looked for first.
#include "agent/actions/parse.h"
#include "agent/actions/target.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::FormatArguments;
using protocol::FoundTarget;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

namespace {

Error changed(const FormatArguments &format, const std::string &what)
{
    return {Problem::DeviceChanged, format.target.device.path + " is not the device that was planned for " + format.target.label + ": " + what + ".",
            {}, "Nothing was written. Scan the volumes and plan anew."};
}

Error inUse(const FormatArguments &format, const std::string &what, const std::string &remedy)
{
    return {Problem::DeviceInUse, format.target.device.path + " cannot become " + format.target.label + ": " + what + ".", {},
            "Nothing was written. " + remedy};
}

/// Where the parameters of a target hold the value, whichever way NIDs of several hosts are written.
bool hasParameter(const FoundTarget &target, const std::string &key, const std::string &value)
{
    return std::any_of(target.parameters.begin(), target.parameters.end(), [&](const auto &pair) {
        return pair.first == key && (pair.second == value || (":" + pair.second + ":").find(":" + value + ":") != std::string::npos);
    });
}

/// The target is exactly what these arguments would make, and no MGS has met it yet.
bool isTheResult(const FoundTarget &found, const FormatArguments &format)
{
    const protocol::TargetArguments &target = format.target;
    const bool fresh = found.label == "MGS" || (found.label.size() >= 8 && found.label[found.label.size() - 8] == ':');
    if (!fresh || !sameLabel(found.label, target.label) || found.mgs != target.mgs || found.mdt != target.mdt || found.ost != target.ost
        || found.index != target.index || found.fsname != target.fsname)
        return false;
    const auto all = [&found](const std::vector<std::string> &nodes, const char *key) {
        return std::all_of(nodes.begin(), nodes.end(), [&](const std::string &node) { return hasParameter(found, key, node); });
    };
    return all(format.mgsnodes, "mgsnode") && all(format.servicenodes, "failover.node") && all(format.failnodes, "failover.node")
        && std::all_of(format.params.begin(), format.params.end(), [&](const auto &param) { return hasParameter(found, param.first, param.second); });
}

/// What an earlier attempt of this very step may have left half-way: its own label, or the first traces of mke2fs.
bool mayBeOurHalf(const DeviceLook &look, const FormatArguments &format)
{
    if (look.target)
        return false;
    const bool own = sameLabel(look.signature.label, format.target.label) || look.signature.label.empty();
    return look.signature.empty() || (look.signature.type == "ext4" && own) || look.signature.type == "ext3" || look.signature.type == "ext2";
}

Result<> checkIdentity(const DeviceLook &look, const FormatArguments &format)
{
    const protocol::DeviceArgument &planned = format.target.device;
    if (!look.present)
        return changed(format, "there is no such device on this host");
    if (!planned.id.empty() && look.id != planned.id)
        return changed(format, "its id is " + (look.id.empty() ? "unknown" : look.id) + ", planned was " + planned.id);
    if (planned.size != 0 && look.size != planned.size)
        return changed(format, "its size is " + std::to_string(look.size) + " bytes, planned were " + std::to_string(planned.size));
    if (!look.mounts.empty())
        return inUse(format, "it is mounted on " + look.mounts.front(), "Unmount it first.");
    if (!look.holders.empty())
        return inUse(format, "it is held by " + look.holders.front(), "Remove it from there first.");
    return {};
}

Result<> checkContent(const DeviceLook &look, const FormatArguments &format)
{
    const std::string now = look.signature.text();
    const std::string &planned = format.target.device.signature;
    if (now != planned)
        return changed(format, "it has " + (now.empty() ? "no content" : "content '" + now + "'") + ", planned was "
                                   + (planned.empty() ? "none" : "'" + planned + "'"));
    for (const char *member : {"zfs_member", "LVM2_member", "linux_raid_member", "mpath_member", "swap", "crypto_LUKS"})
        if (look.signature.type == member)
            return inUse(format, "it is part of something: " + now, "Take it out of its pool, volume group or array first.");
    // tunefs.lustre may find a target where blkid sees nothing.
    const std::string content = now.empty() && look.target ? "lustre label=" + look.target->label : now;
    if (content != format.reformat && !content.empty())
        return inUse(format, "it has content that the plan does not give up: '" + content + "'", "Name it in reformat to lose it.");
    return {};
}

/// True: it is there already; false: to be made.
Result<bool> judge(const Work &work, const DeviceLook &look, const FormatArguments &format)
{
    if (const Result<> same = checkIdentity(look, format); !same)
        return same.error();
    const bool untouched = look.signature.text() == format.target.device.signature;
    if (work.facts.attempted && !untouched) {
        if (look.target && isTheResult(*look.target, format))
            return true;
        if (mayBeOurHalf(look, format))
            return false;
    }
    if (const Result<> free = checkContent(look, format); !free)
        return free.error();
    return false;
}

Result<> makePool(Work &work, const FormatArguments &format)
{
    const auto pools = work.script.run();
    if (!pools)
        return pools.error();
    const auto names = linesOf(pools->out);
    if (std::find(names.begin(), names.end(), format.target.device.pool) != names.end()) {
        work.script.skip("the pool is there already");
        return {};
    }
    const auto made = work.script.run();
    if (!made)
        return made.error();
    return made->exitCode == 0 ? Result<>() : toolFailed(*made);
}

/// A pool of ours with the device in it is how far an earlier attempt came; anything else with that name is somebody's.
Result<bool> judgeZfs(Work &work, DeviceLook look, const FormatArguments &format)
{
    const auto status = work.hands.ask({{"zpool", "status", "-P"}, {"zfs", "get", "-H", "-o", "property,value", "all", format.target.device.dataset}});
    const auto devices = parseZpoolStatus(status[0].out);
    const auto pool = devices.find(format.target.device.pool);
    const bool imported = pool != devices.end();
    const std::vector<std::string> names = [&] {
        protocol::TargetArguments plain = format.target;
        plain.zfs = false;
        return namesOf(work.hands, plain);
    }();
    const bool ours = imported && std::any_of(pool->second.begin(), pool->second.end(), [&](const std::string &device) {
        return std::find(names.begin(), names.end(), device) != names.end();
    });
    if (imported && !ours)
        return inUse(format, "a pool " + format.target.device.pool + " of other devices is imported here", "Choose another name for the pool.");
    const std::optional<FoundTarget> there = parseZfsTarget(status[1].out, format.target.device.dataset);
    if (there && work.facts.attempted && isTheResult(*there, format))
        return true;
    if (there && format.reformat.empty())
        return inUse(format, "the dataset " + format.target.device.dataset + " holds " + there->label, "Name its content in reformat to lose it.");
    if (ours && !there) {
        look.holders.clear();
        if (const Result<> same = checkIdentity(look, format); !same)
            return same.error();
        return false;
    }
    return judge(work, look, format);
}

Error mkfsFailed(const Work &work, const protocol::Transcript &mkfs, const FormatArguments &format)
{
    (void)work;
    if (mkfs.exitCode == 17)
        return inUse(format, "mkfs.lustre says that it is mounted", "Unmount it first.");
    if (mkfs.exitCode == 1 && mkfs.err.find("previously formatted") != std::string::npos)
        return inUse(format, "mkfs.lustre found a Lustre target on it", "Scan the volumes and plan anew; name its content in reformat to lose it.");
    return toolFailed(mkfs, "Correct what mkfs.lustre names, then retry.");
}

} // namespace

Result<Json> formatTarget(Work &work)
{
    const auto format = protocol::formatArguments(work.args);
    if (!format)
        return format.error();
    const Result<DeviceLook> look = lookAtDevice(work, format->target);
    if (!look)
        return look.error();
    const Result<bool> there = format->target.zfs ? judgeZfs(work, *look, *format) : judge(work, *look, *format);
    if (!there)
        return there.error();
    if (*there) {
        work.script.skipRest("already there: an earlier attempt of this step had finished it");
        return Json{{"label", format->target.label}, {"formatted", false}};
    }
    if (format->target.zfs)
        if (const Result<> pool = makePool(work, *format); !pool)
            return pool.error();
    work.hands.progress(-1, "Formatting " + format->target.storage() + " as " + format->target.label);
    const auto mkfs = work.script.run();
    if (!mkfs)
        return mkfs.error();
    if (mkfs->exitCode != 0)
        return mkfsFailed(work, *mkfs, *format);
    const auto made = readTarget(work, format->target);
    if (!made)
        return made.error();
    if (!*made || !isTheResult(**made, *format))
        return Error{Problem::ToolFailed, "mkfs.lustre reported success, but " + format->target.storage() + " does not hold " + format->target.label
                     + (*made ? " but " + (*made)->label : "") + ".", {},
                     "Check that mkfs.lustre, tunefs.lustre and Lustre's own e2fsprogs are of one version on this host."};
    return Json{{"label", (*made)->label}, {"formatted", true}};
}

} // namespace agent
