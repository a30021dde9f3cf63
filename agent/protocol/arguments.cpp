// SPDX-License-Identifier: GPL-3.0-or-later
// Targets, clients and file systems; what belongs to a host is in hostarguments.cpp.
#include "agent/protocol/argumentreader.h"

#include <cstdio>

namespace protocol {
namespace {

bool areNids(std::string_view group)
{
    for (std::size_t from = 0; from <= group.size();) {
        const std::size_t comma = std::min(group.find(',', from), group.size());
        if (!isNid(group.substr(from, comma - from)))
            return false;
        from = comma + 1;
    }
    return true;
}

std::vector<std::string> nidGroups(ArgumentReader &in, const char *key)
{
    std::vector<std::string> groups = in.texts(key);
    for (const std::string &group : groups)
        in.check(areNids(group), std::string(key) + " holds '" + group + "', which is no NID",
                 "Give addresses with their network, such as 10.10.1.11@tcp, several of one host with commas.");
    return groups;
}

bool isDevicePath(std::string_view path)
{
    return path.substr(0, 5) == "/dev/" && path.size() > 5 && madeOf(path, "/_.:+@=-,") && path.find("..") == std::string_view::npos;
}

void checkMountpoint(ArgumentReader &in, const std::string &path)
{
    in.check(path.size() > 1 && path.front() == '/' && path.back() != '/' && madeOf(path, "/_.:+@=-")
                 && path.find("..") == std::string::npos && path.find("//") == std::string::npos,
             "mountpoint is '" + path + "'; it must be an absolute path without spaces", "Give one such as /mnt/scratch-OST0000.");
}

void checkFsname(ArgumentReader &in, const std::string &name)
{
    in.check(!name.empty() && name.size() <= 8 && madeOf(name, "-_") && name.front() != '-',
             "fsname is '" + name + "'; Lustre wants 1 to 8 letters, digits, - and _", "Choose another file system name.");
}

/// mkfs.lustre hands these options to a shell of its own (run_command in lustre/utils/mkfs_lustre.c).
void checkOptions(ArgumentReader &in, const char *key, const std::string &value)
{
    in.check(madeOf(value, " ,.=:^/_+-@%"), std::string(key) + " holds a character that mkfs.lustre would hand to a shell: '" + value + "'",
             "Leave out quotes, brackets and the characters ; & | $ ` < > \\ * ? # ~ !");
}

std::vector<std::pair<std::string, std::string>> paramPairs(ArgumentReader &in)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    const Json &params = in.raw("params");
    if (params.is_null())
        return pairs;
    if (!params.is_object()) {
        in.fail("params must be an object of texts");
        return pairs;
    }
    for (const auto &[key, value] : params.items()) {
        const std::string text = value.is_string() ? value.get_ref<const std::string &>() : dumpJson(value);
        in.check(!key.empty() && madeOf(key, "_.*-") && key.front() != '-', "params holds the name '" + key + "', which is no parameter");
        in.check(!text.empty() && text.find_first_of(" \t\n\r\"'\\;&|$`<>") == std::string::npos,
                 "params: the value of " + key + " is '" + text + "'; it must be one word without quotes");
        pairs.emplace_back(key, text);
    }
    return pairs;
}

DeviceArgument deviceArgument(ArgumentReader &in, bool zfs, bool needed)
{
    DeviceArgument device;
    const Json &value = in.raw("device");
    if (value.is_null()) {
        in.check(!needed, "device is missing");
        return device;
    }
    ArgumentReader fields(value);
    device.path = fields.text("path");
    device.id = fields.text("id");
    device.signature = fields.text("signature");
    device.size = static_cast<std::uint64_t>(fields.number("size", 0, INT64_MAX));
    device.pool = fields.text("pool");
    device.dataset = fields.text("dataset");
    fields.check(zfs || isDevicePath(device.path), "path is '" + device.path + "'; it must be a path below /dev");
    fields.check(device.path.empty() || isDevicePath(device.path), "path is '" + device.path + "'; it must be a path below /dev");
    if (zfs) {
        const bool inPool = device.dataset.size() > device.pool.size() + 1 && device.dataset.compare(0, device.pool.size(), device.pool) == 0
            && device.dataset[device.pool.size()] == '/';
        fields.check(!device.pool.empty() && madeOf(device.pool, "_.:-") && alphanumeric.find(device.pool.front()) < 52,
                     "pool is '" + device.pool + "'; ZFS wants a name that begins with a letter");
        fields.check(inPool && madeOf(device.dataset, "_.:-/"), "dataset is '" + device.dataset + "'; it must be POOL/NAME in that pool");
    }
    if (fields.error())
        in.fail("device: " + fields.error()->message, fields.error()->remedy);
    return device;
}

void readKinds(ArgumentReader &in, TargetArguments &target)
{
    for (const std::string &kind : in.texts("kinds")) {
        target.mgs = target.mgs || kind == "mgs";
        target.mdt = target.mdt || kind == "mdt";
        target.ost = target.ost || kind == "ost";
        in.check(kind == "mgs" || kind == "mdt" || kind == "ost", "kinds holds '" + kind + "'; it may hold mgs, mdt and ost");
    }
    in.check(!(target.ost && (target.mgs || target.mdt)), "kinds: an OST cannot be an MGS or MDT as well");
}

std::string expectedLabel(const TargetArguments &target)
{
    if (!target.mdt && !target.ost)
        return "MGS";
    char digits[8];
    std::snprintf(digits, sizeof digits, "%04x", static_cast<unsigned>(target.index) & 0xffffu);
    return target.fsname + (target.mdt ? "-MDT" : "-OST") + digits;
}

bool isLabel(std::string_view label)
{
    if (label == "MGS")
        return true;
    if (label.size() < 9 || label.size() > 16 || !madeOf(label, "-_"))
        return false;
    const std::string_view kind = label.substr(label.size() - 8, 4);
    const std::string_view digits = label.substr(label.size() - 4);
    return (kind == "-MDT" || kind == "-OST") && digits.find_first_not_of("0123456789abcdef") == std::string_view::npos && label.front() != '-';
}

TargetArguments readTarget(ArgumentReader &in, const std::vector<std::string> &needs)
{
    const auto needed = [&needs](std::string_view what) { return std::find(needs.begin(), needs.end(), what) != needs.end(); };
    TargetArguments target;
    target.label = needed("label") ? in.needed("label") : in.text("label");
    in.check(target.label.empty() || isLabel(target.label),
             "label is '" + target.label + "'; it must be like scratch-OST0000, or MGS");
    const std::string backend = in.text("backend");
    in.check(backend.empty() || backend == "ldiskfs" || backend == "zfs", "backend is '" + backend + "'; it may be ldiskfs or zfs");
    target.zfs = backend == "zfs";
    target.device = deviceArgument(in, target.zfs, needed("device"));
    target.mountpoint = needed("mountpoint") ? in.needed("mountpoint") : in.text("mountpoint");
    if (!target.mountpoint.empty())
        checkMountpoint(in, target.mountpoint);
    target.fsname = in.text("fsname");
    if (!target.fsname.empty())
        checkFsname(in, target.fsname);
    readKinds(in, target);
    target.index = in.has("index") ? static_cast<int>(in.number("index", -1, 0xfffe)) : -1;
    return target;
}

/// The whole identity of a target, where it is made or registered.
void checkIdentity(ArgumentReader &in, TargetArguments &target)
{
    in.check(target.mgs || target.mdt || target.ost, "kinds is missing; it holds mgs, mdt or ost");
    if (target.mdt || target.ost) {
        checkFsname(in, target.fsname);
        in.check(target.index >= 0, "index is missing; a target without one is numbered by chance");
    } else {
        target.fsname.clear();
        target.index = -1;
    }
    in.check(target.label == expectedLabel(target),
             "label is '" + target.label + "' but fsname, kinds and index make it '" + expectedLabel(target) + "'");
}

void checkKnown(ArgumentReader &in, const Json &args)
{
    static constexpr std::array<std::string_view, 26> known{"label", "fsname", "kinds", "index", "backend", "device", "mgsnodes",
        "servicenodes", "failnodes", "network", "params", "mountfsoptions", "mkfsoptions", "inodeSize", "bytesPerInode", "inodeCount",
        "journalMiB", "deviceSizeKiB", "stripeCountHint", "comment", "iamDir", "reformat", "verbose", "quiet", "mountpoint", "host"};
    if (args.is_object())
        for (const auto &[key, value] : args.items())
            in.check(std::find(known.begin(), known.end(), key) != known.end(),
                     "target.format has no argument '" + key + "'", "A misspelt option would be lost silently: correct its name.");
}

void readFormatSizes(ArgumentReader &in, FormatArguments &format)
{
    format.inodeSize = static_cast<std::uint64_t>(in.number("inodeSize", 0, 65536));
    in.check(format.inodeSize == 0 || (format.inodeSize >= 128 && (format.inodeSize & (format.inodeSize - 1)) == 0),
             "inodeSize is " + std::to_string(format.inodeSize) + "; it must be a power of two from 128");
    format.bytesPerInode = static_cast<std::uint64_t>(in.number("bytesPerInode", 0, 67108864));
    in.check(format.bytesPerInode == 0 || format.bytesPerInode >= 1024, "bytesPerInode must be from 1024 to 67108864");
    format.inodeCount = static_cast<std::uint64_t>(in.number("inodeCount", 0, 4294967295));
    format.journalMiB = static_cast<std::uint64_t>(in.number("journalMiB", 0, 40000));
    in.check(format.journalMiB == 0 || format.journalMiB >= 4, "journalMiB must be 0 (by device size) or from 4 to 40000");
    format.deviceSizeKiB = static_cast<std::uint64_t>(in.number("deviceSizeKiB", 0, INT64_MAX / 1024));
    format.stripeCountHint = in.number("stripeCountHint", 0, 2000);
    in.check(format.inodeCount == 0 || format.bytesPerInode == 0, "inodeCount and bytesPerInode exclude each other");
}

void checkFormat(ArgumentReader &in, const FormatArguments &format)
{
    const TargetArguments &target = format.target;
    in.check(target.mgs || !format.mgsnodes.empty(), "mgsnodes is missing; an MDT or OST must know its MGS");
    in.check(!(target.mgs && !target.mdt) || format.mgsnodes.empty(), "mgsnodes is given for an MGS");
    in.check(format.servicenodes.empty() || format.failnodes.empty(), "servicenodes and failnodes exclude each other",
             "Use servicenodes: all hosts that may serve the target, the primary first.");
    in.check(!(format.verbose && format.quiet), "verbose and quiet exclude each other");
    const bool ldiskfsOnly = format.inodeSize || format.bytesPerInode || format.inodeCount || format.journalMiB || format.iamDir;
    in.check(!target.zfs || !ldiskfsOnly, "inodeSize, bytesPerInode, inodeCount, journalMiB and iamDir are for ldiskfs only");
    checkOptions(in, "mkfsoptions", format.mkfsoptions);
    checkOptions(in, "mountfsoptions", format.mountfsoptions);
    checkOptions(in, "comment", format.comment);
    in.check(format.network.empty() || isNet(format.network), "network is '" + format.network + "'; it must be like tcp0 or o2ib1");
}

} // namespace

bool MountArguments::needsMmp() const
{
    return std::any_of(peers.begin(), peers.end(), [](const Peer &peer) { return !peer.known; });
}

std::uint64_t journalMiB(bool mdt, bool ost, std::uint64_t deviceBytes)
{
    const std::uint64_t mib = deviceBytes >> 20;
    if ((!mdt && !ost) || mib <= 1024)
        return 0;
    return std::min<std::uint64_t>(mib / 25, mdt ? 4096 : 1024);
}

Result<FormatArguments> formatArguments(const Json &args)
{
    ArgumentReader in(args);
    checkKnown(in, args);
    FormatArguments format;
    format.target = readTarget(in, {"label", "device"});
    checkIdentity(in, format.target);
    format.mgsnodes = nidGroups(in, "mgsnodes");
    format.servicenodes = nidGroups(in, "servicenodes");
    format.failnodes = nidGroups(in, "failnodes");
    format.network = in.text("network");
    format.params = paramPairs(in);
    format.mountfsoptions = in.text("mountfsoptions");
    format.mkfsoptions = in.text("mkfsoptions");
    format.comment = in.text("comment");
    format.reformat = in.text("reformat");
    format.iamDir = in.flag("iamDir");
    format.verbose = in.flag("verbose");
    format.quiet = in.flag("quiet");
    readFormatSizes(in, format);
    checkFormat(in, format);
    in.check(!format.target.device.path.empty(), "device: path is missing");
    return finish(in, std::move(format));
}

Result<WriteconfArguments> writeconfArguments(const Json &args)
{
    ArgumentReader in(args);
    WriteconfArguments writeconf;
    writeconf.target = readTarget(in, {"label", "device"});
    writeconf.eraseParams = in.flag("eraseParams");
    writeconf.mgsnodes = nidGroups(in, "mgsnodes");
    writeconf.servicenodes = nidGroups(in, "servicenodes");
    writeconf.failnodes = nidGroups(in, "failnodes");
    writeconf.params = paramPairs(in);
    in.check(writeconf.servicenodes.empty() || writeconf.failnodes.empty(), "servicenodes and failnodes exclude each other");
    in.check(!writeconf.eraseParams || !writeconf.mgsnodes.empty() || writeconf.target.mgs || writeconf.target.label == "MGS",
             "eraseParams without mgsnodes would leave an MDT or OST that does not know its MGS", "Give mgsnodes.");
    return finish(in, std::move(writeconf));
}

Result<MountArguments> mountArguments(const Json &args)
{
    ArgumentReader in(args);
    MountArguments mount;
    mount.target = readTarget(in, {"label", "device", "mountpoint"});
    const Json &peers = in.raw("peers");
    in.check(peers.is_null() || peers.is_array(), "peers must be a list");
    if (peers.is_array())
        for (const Json &item : peers) {
            ArgumentReader fields(item);
            Peer peer;
            peer.host = fields.needed("host");
            peer.mounted = fields.flag("mounted");
            // Absent must read as "nobody knows": the safe side.
            fields.check(fields.has("known"), "known is missing");
            peer.known = fields.flag("known");
            peer.word = fields.text("word");
            if (fields.error())
                in.fail("peers: " + fields.error()->message);
            mount.peers.push_back(std::move(peer));
        }
    return finish(in, std::move(mount));
}

Result<TargetArguments> targetArguments(const Json &args, const std::vector<std::string> &needs)
{
    ArgumentReader in(args);
    TargetArguments target = readTarget(in, needs);
    if (std::find(needs.begin(), needs.end(), "kinds") != needs.end())
        checkIdentity(in, target);
    return finish(in, std::move(target));
}

Result<ClientArguments> clientArguments(const Json &args, bool mounting)
{
    ArgumentReader in(args);
    ClientArguments client{in.text("spec"), in.needed("mountpoint"), in.text("options")};
    checkMountpoint(in, client.mountpoint);
    const std::size_t slash = client.spec.find(":/");
    in.check(!mounting || (slash != std::string::npos && slash > 0 && madeOf(client.spec, "@.,:/_-")),
             "spec is '" + client.spec + "'; it must be like 10.10.1.11@tcp:10.10.1.12@tcp:/scratch");
    in.check(madeOf(client.options, ",=_.:/-@"), "options hold a character that no mount option has: '" + client.options + "'");
    in.check(client.options.empty() || client.options.front() != '-', "options begin with a dash");
    return finish(in, std::move(client));
}

Result<std::string> fsnameArgument(const Json &args)
{
    ArgumentReader in(args);
    std::string name = in.needed("fsname");
    checkFsname(in, name);
    return finish(in, std::move(name));
}

} // namespace protocol
