// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/freespace.h"

#include "agent/collect/freespace.h"

#include <algorithm>
#include <cstdlib>

namespace monitor {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr const char *maps = "/proc/fs/ldiskfs/";

/// A parameter of the target's osd, wherever this version of Lustre has it; empty when there is none.
std::string parameter(Files &files, const std::string &osd, const std::string &name)
{
    std::string_view text;
    for (const char *root : {"/sys/fs/lustre/", "/proc/fs/lustre/", "/sys/kernel/debug/lustre/"})
        if (!files.read(root + osd + "/" + name, text))
            return std::string(text.substr(0, text.find('\n')));
    return {};
}

std::string lastOf(const std::string &path) { return path.substr(path.rfind('/') + 1); }

/// The kernel's own name of a device, by which it names the map: /dev/mapper/ost0 is dm-3. All other names are links to it, which lead
/// there in one step; where no udev made them, device mapper says its names itself.
std::string kernelName(Files &files, const std::string &device)
{
    const std::string name = lastOf(device), link = files.link(device);
    if (!link.empty())
        return lastOf(link);
    std::string_view text;
    for (const std::string &block : files.list("/sys/class/block"))
        if (!files.read("/sys/class/block/" + block + "/dm/name", text) && text.substr(0, text.find('\n')) == name)
            return block;
    return name;
}

Json json(const collect::FreeSpace &sum, std::uint64_t blockSize, std::uint64_t allGroups)
{
    return {{"blockSize", blockSize}, {"groups", sum.groups}, {"allGroups", std::max(allGroups, sum.groups + sum.unread)}, {"full", sum.full}, {"unread", sum.unread},
        {"damaged", sum.damaged}, {"freeBytes", sum.freeBlocks * blockSize}, {"fragments", sum.fragments}, {"pieces", sum.pieces}};
}

Error cannotRead(const std::string &target, const std::string &path, const Missing &missing)
{
    if (missing.cause == collect::Cause::Absent)
        return {Problem::NotFound, "The kernel of this host shows no map of the free space of " + target, path, "Only ldiskfs has one, while the target is mounted."};
    return {Problem::ToolFailed, "The map of the free space of " + target + " cannot be read", path + ": " + missing.detail, "Look at the kernel's messages of this host."};
}

} // namespace

Result<Json> freeSpace(const protocol::FreeSpaceArguments &asked, Files &files, const GoesOn &goesOn)
{
    const std::string osd = "osd-ldiskfs/" + asked.target;
    const std::string device = asked.target.find('/') == std::string::npos ? parameter(files, osd, "mntdev") : std::string();
    if (device.empty())
        return Error{Problem::NotFound, asked.target + " is no ldiskfs target that is mounted on this host", {}, "Ask the server where it is mounted; ZFS says how its free space is cut by `zpool list -o name,frag`."};
    const std::uint64_t blockSize = std::max<std::uint64_t>(1024, std::strtoull(parameter(files, osd, "blocksize").c_str(), nullptr, 10));
    const std::uint64_t kilobytes = std::strtoull(parameter(files, osd, "kbytestotal").c_str(), nullptr, 10);
    const std::uint64_t inGroup = 8 * blockSize * blockSize; // a group's map is one block
    const std::uint64_t allGroups = (kilobytes * 1024 + inGroup - 1) / inGroup;
    const std::string path = maps + kernelName(files, device) + "/mb_groups";
    collect::FreeSpaceReader reader;
    bool goes = true;
    const auto missing = files.stream(path, [&](std::string_view piece) {
        reader.feed(piece);
        goes = goesOn(std::min(1.0, static_cast<double>(reader.sofar().groups) / static_cast<double>(std::max<std::uint64_t>(1, allGroups))));
        return goes;
    });
    if (!goes)
        return Error{Problem::Cancelled, "The reading was cancelled", {}, {}};
    if (missing)
        return cannotRead(asked.target, path, *missing);
    Json value = json(reader.finish(), blockSize, allGroups);
    value["target"] = asked.target;
    return value;
}

} // namespace monitor
