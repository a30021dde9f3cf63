// SPDX-License-Identifier: GPL-3.0-or-later
// What shows the content of a device: blkid, e2label, dumpe2fs, debugfs, udevadm, multipath.
#include "agent/simhost/device.h"
#include "agent/simhost/geometry.h"

#include <algorithm>

namespace simhost {

namespace {

using Tags = std::vector<std::pair<std::string, std::string>>;

Tags tagsOf(const Json &content, bool probe)
{
    const std::string type = str(content, "type");
    Tags tags;
    const auto add = [&](const char *name, const std::string &value) {
        if (!value.empty())
            tags.emplace_back(name, value);
    };
    if (type == "gpt" || type == "dos") {
        add("PTUUID", str(content, "uuid"));
        add("PTTYPE", type);
        return tags;
    }
    if (type.empty())
        return tags;
    if (type == "zfs_member" && probe)
        add("VERSION", "5000");
    add("LABEL", str(content, "label"));
    add("UUID", str(content, "uuid"));
    if (probe && type == "ext4")
        add("VERSION", "1.0");
    if (probe && type == "LVM2_member")
        add("VERSION", "LVM2 001");
    if (type != "LVM2_member")
        add("BLOCK_SIZE", type == "xfs" ? "512" : "4096");
    add("TYPE", type);
    if (probe)
        add("USAGE", type == "LVM2_member" ? "raid" : "filesystem");
    return tags;
}

struct BlkidWords {
    bool probe = false;
    std::string format = "full";
    Words tags, devices;
};

BlkidWords blkidWords(const Words &args)
{
    BlkidWords words;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const bool more = i + 1 < args.size();
        if ((args[i] == "-o" || args[i] == "--output") && more)
            words.format = args[++i];
        else if ((args[i] == "-s" || args[i] == "--match-tag") && more)
            words.tags.push_back(args[++i]);
        else if ((args[i] == "-c" || args[i] == "--cache-file" || args[i] == "-u") && more)
            ++i;
        else if (args[i][0] == '-')
            words.probe = words.probe || args[i] == "-p" || args[i] == "--probe";
        else
            words.devices.push_back(args[i]);
    }
    return words;
}

void printTags(Call &call, const BlkidWords &words, const std::string &device, const Tags &tags)
{
    std::string text;
    if (words.format == "export")
        text = "DEVNAME=" + device + "\n";
    else if (words.format == "full")
        text = device + ":";
    else if (words.format == "device")
        text = device + "\n";
    for (const auto &[name, value] : tags) {
        if (!words.tags.empty() && !contains(words.tags, name))
            continue;
        if (words.format == "export")
            text += name + "=" + replaced(value, " ", "\\ ") + "\n";
        else if (words.format == "value")
            text += value + "\n";
        else if (words.format == "udev")
            text += "ID_FS_" + name + "=" + value + "\n";
        else if (words.format == "full")
            text += " " + name + "=\"" + value + "\"";
    }
    call.out(text + (words.format == "full" ? "\n" : ""));
}

Words allDevices(Session &session, const Call &call)
{
    Words all;
    for (const Json &entry : at(session.host(call.host), "disks")) {
        for (const Json &part : at(entry, "partitions"))
            all.push_back("/dev/" + str(part, "kernel"));
        all.push_back(str(entry, "mapper").empty() ? "/dev/" + str(entry, "kernel") : "/dev/mapper/" + str(entry, "mapper"));
    }
    return all;
}

int badMagic(Call &call, const std::string &device)
{
    call.err(call.tool + ": Bad magic number in super-block while trying to open " + device + "\n");
    return 1;
}

/// The ext4 on a device, or null with the tool's own words for what is there instead.
const Json *extOf(Call &call, Session &session, const std::string &path, int &rc)
{
    const Device device = findDevice(session, call, path);
    if (!device.found() || !device.present) {
        call.err(call.tool + ": No such file or directory while trying to open " + path + "\n");
        rc = 1;
        return nullptr;
    }
    const Json &content = contentOf(session, device);
    if (str(content, "type") == "ext4")
        return &content;
    rc = badMagic(call, path);
    return nullptr;
}

} // namespace

int blkid(Call &call)
{
    BlkidWords words = blkidWords(call.args);
    Session session(call.directory);
    const bool all = words.devices.empty();
    if (all)
        words.devices = allDevices(session, call);
    int rc = all ? 0 : 2;
    bool first = true;
    for (const std::string &path : words.devices) {
        const Device device = findDevice(session, call, path);
        if (!device.found() || !device.present) {
            if (words.probe)
                call.err("blkid: error: " + path + ": No such file or directory\n");
            continue;
        }
        const Tags tags = tagsOf(contentOf(session, device), words.probe);
        if (tags.empty())
            continue;
        if (!first && words.format == "export")
            call.out("\n");
        first = false;
        printTags(call, words, path, tags);
        rc = 0;
    }
    return rc;
}

int e2label(Call &call)
{
    if (call.args.empty())
        return call.fail(1, "Usage: e2label device [newlabel]\n");
    Session session(call.directory);
    int rc = 0;
    const Json *content = extOf(call, session, call.args[0], rc);
    if (!content)
        return rc;
    if (call.args.size() > 1)
        contentOf(session, findDevice(session, call, call.args[0]))["label"] = call.args[1];
    else
        call.out(str(*content, "label") + "\n");
    return 0;
}

namespace {

std::string featureText(const Json &content)
{
    const Words given = split(str(content, "features"), ',');
    const auto has = [&](const char *name) { return contains(given, name); };
    Words words{"has_journal", "ext_attr", "resize_inode", "dir_index", "filetype", "extent"};
    if (has("64bit"))
        words = {"has_journal", "ext_attr", "dir_index", "filetype", "extent", "64bit"};
    for (const auto &[name, shown] : {std::pair{"mmp", flag(content, "mmp")}, {"flex_bg", true}, {"ea_inode", has("ea_inode")},
             {"dirdata", has("dirdata")}, {"large_dir", has("large_dir")}})
        if (shown)
            words.emplace_back(name);
    words.insert(words.end(), {"sparse_super", "large_file", "huge_file", "uninit_bg", "dir_nlink"});
    if (has("quota"))
        words.insert(words.end(), {"quota", "project"});
    return join(words, " ");
}

} // namespace

int dumpe2fs(Call &call)
{
    std::string path;
    for (const std::string &word : call.args)
        path = word[0] == '-' ? path : word;
    Session session(call.directory);
    call.err("dumpe2fs " + str(session.definition(), "e2fsprogs", "1.47.1-wc2 (20-May-2024)") + "\n");
    int rc = 0;
    const Json *found = extOf(call, session, path, rc);
    if (!found) {
        call.err("Couldn't find valid filesystem superblock.\n");
        return rc;
    }
    const Json &content = *found;
    const bool mdt = num(at(content, "lustre"), "flags") & FlagMdt;
    const std::int64_t created = num(content, "created");
    const Geometry layout = geometryOf(content);
    std::string text;
    const auto line = [&](const std::string &name, const std::string &value) { text += left(name + ":", 26) + value + "\n"; };
    line("Filesystem volume name", str(content, "label").empty() ? "<none>" : str(content, "label"));
    line("Last mounted on", str(content, "lastMountedOn", "/tmp/mnt" + str(content, "uuid").substr(0, 6)));
    line("Filesystem UUID", str(content, "uuid"));
    line("Filesystem magic number", "0xEF53");
    line("Filesystem revision #", "1 (dynamic)");
    line("Filesystem features", featureText(content));
    line("Filesystem flags", "signed_directory_hash ");
    line("Default mount options", "user_xattr acl");
    line("Filesystem state", "clean");
    line("Errors behavior", "Continue");
    line("Filesystem OS type", "Linux");
    const auto count = [&](const std::string &name, std::int64_t value) { line(name, std::to_string(value)); };
    count("Inode count", layout.inodes);
    count("Block count", layout.blocks);
    count("Reserved block count", layout.reserved);
    count("Overhead clusters", layout.overhead);
    count("Free blocks", layout.blocks - layout.overhead - (mdt ? 18 : 16));
    count("Free inodes", layout.inodes - 14);
    count("First block", 0);
    count("Block size", 4096);
    count("Fragment size", 4096);
    if (layout.gdtReserved)
        count("Reserved GDT blocks", layout.gdtReserved);
    count("Blocks per group", layout.perGroup);
    count("Fragments per group", layout.perGroup);
    count("Inodes per group", layout.inodesPerGroup);
    count("Inode blocks per group", layout.tableBlocks);
    count("Flex block group size", layout.flex);
    line("Filesystem created", ctimeText(created));
    line("Last mount time", ctimeText(num(content, "mountedAt", created)));
    line("Last write time", ctimeText(num(content, "mountedAt", created)));
    count("Mount count", 2);
    line("Maximum mount count", "-1");
    line("Last checked", ctimeText(created));
    line("Check interval", "0 (<none>)");
    line("Lifetime writes", mdt ? "1170 kB" : "4361 kB");
    line("Reserved blocks uid", "0 (user root)");
    line("Reserved blocks gid", "0 (group root)");
    count("First inode", 11);
    text += "Inode size:\t" + std::string(10, ' ') + std::to_string(layout.inodeSize) + "\n";
    count("Required extra isize", 32);
    count("Desired extra isize", 32);
    count("Journal inode", 8);
    line("Default directory hash", "half_md4");
    line("Directory Hash Seed", str(content, "hashSeed", str(content, "uuid")));
    line("Journal backup", "inode blocks");
    if (flag(content, "mmp")) {
        count("MMP block number", 231741);
        count("MMP update interval", 5);
    }
    count("User quota inode", 3);
    count("Group quota inode", 4);
    count("Project quota inode", 12);
    line("Journal features", "(none)");
    line("Total journal size", std::to_string(layout.journal / 256) + "M");
    count("Total journal blocks", layout.journal);
    count("Max transaction length", layout.journal);
    count("Fast commit length", 0);
    line("Journal sequence", "0x00000009");
    count("Journal start", 0);
    if (flag(content, "mmp")) {
        const std::string owner = str(content, "mmpHost");
        text += "MMP_block:\n    mmp_magic: 0x4d4d50\n    mmp_check_interval: 5\n    mmp_sequence: " + std::string(owner.empty() ? "0xff4d4d50" : "0x00000042")
            + "\n    mmp_update_date: " + ctimeText(num(content, "mountedAt", created)) + "\n    mmp_update_time: "
            + std::to_string(num(content, "mountedAt", created)) + "\n    mmp_node_name: " + (owner.empty() ? str(content, "mmpLastHost", call.host) : owner)
            + "\n    mmp_device_name: " + baseName(path) + "\n";
    }
    call.out(text + "\n");
    return 0;
}

int debugfs(Call &call)
{
    const std::string path = call.args.empty() ? "" : call.args.back();
    Session session(call.directory);
    call.err("debugfs " + str(session.definition(), "e2fsprogs", "1.47.1-wc2 (20-May-2024)") + "\n");
    int rc = 0;
    const Json *content = extOf(call, session, path, rc);
    if (!content)
        return rc;
    std::string when = ctimeText(num(*content, "created", nowSeconds()));
    const Words parts = split(when, ' ');
    when = right(parts[2], 2) + "-" + parts[1] + "-" + parts[4] + " " + parts[3].substr(0, 5);
    call.out("      2   40755 (2)      0      0    4096 " + when + " .\n      2   40755 (2)      0      0    4096 " + when + " ..\n");
    call.out("     11   40700 (2)      0      0   16384 " + when + " lost+found\n");
    if (at(*content, "lustre").is_object())
        call.out("  32265   40755 (2)      0      0    4096 " + when + " CONFIGS\n");
    call.out("\n");
    return 0;
}

int udevadm(Call &call)
{
    if (!call.args.empty() && call.args[0] == "settle")
        return 0;
    std::string path;
    for (const std::string &word : call.args)
        path = word.rfind("--name=", 0) == 0 ? word.substr(7) : word[0] == '/' ? word : path;
    Session session(call.directory);
    const Device device = findDevice(session, call, path);
    if (!device.found())
        return call.fail(1, "device node not found\n");
    const Json &disk = session.disk(device.serial);
    std::string text = "DEVNAME=/dev/" + device.kernel + "\nDEVTYPE=disk\nSUBSYSTEM=block\n";
    if (device.kernel.rfind("dm-", 0) == 0)
        text += "DM_NAME=" + baseName(path) + "\nDM_UUID=mpath-" + replaced(str(disk, "wwn"), "0x", "3") + "\nDM_SERIAL=" + str(disk, "serial") + "\n";
    text += "ID_SERIAL=" + replaced(str(disk, "wwn"), "0x", "3") + "\nID_SERIAL_SHORT=" + str(disk, "serial") + "\nID_WWN=" + str(disk, "wwn")
        + "\nID_MODEL=" + replaced(str(disk, "model"), " ", "_") + "\nID_VENDOR=" + str(disk, "vendor") + "\n";
    for (const auto &[name, value] : tagsOf(contentOf(session, device), true))
        text += (name.rfind("PT", 0) == 0 ? "ID_PART_TABLE_" + name.substr(2) : "ID_FS_" + name) + "=" + value + "\n";
    call.out(text);
    return 0;
}

int multipath(Call &call)
{
    Session session(call.directory);
    for (const Json &entry : at(session.host(call.host), "disks")) {
        if (str(entry, "mapper").empty())
            continue;
        const Json &disk = session.disk(str(entry, "disk"));
        if (!flag(disk, "present", true))
            continue;
        const double size = static_cast<double>(num(disk, "size"));
        const double shown = size >= (1LL << 40) ? size / (1LL << 40) : size / (1LL << 30);
        call.out(str(entry, "mapper") + " (" + replaced(str(disk, "wwn"), "0x", "3") + ") " + str(entry, "kernel") + " " + str(disk, "vendor") + ","
                 + str(disk, "model") + "\n" + format("size=%.*f%c features='1 queue_if_no_path' hwhandler='1 alua' wp=rw\n", shown < 10 ? 1 : 0, shown,
                                                       size >= (1LL << 40) ? 'T' : 'G'));
        int number = 0;
        for (const Json &path : at(entry, "paths")) {
            call.out(format("|-+- policy='service-time 0' prio=%d status=%s\n", number ? 10 : 50, number ? "enabled" : "active"));
            call.out(format("| `- %d:0:0:%d %s 8:%d active ready running\n", number + 1, number, path.get<std::string>().c_str(), 16 * (number + 1)));
            ++number;
        }
    }
    return 0;
}

} // namespace simhost
