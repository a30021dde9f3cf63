// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/arguments.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace protocol {
namespace {

constexpr std::string_view alnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t longestText = 4096;

Error bad(std::string message, std::string remedy = {})
{
    return {Problem::BadArgument, std::move(message), {}, std::move(remedy)};
}

bool madeOf(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(), [more](char c) {
        return alnum.find(c) != std::string_view::npos || more.find(c) != std::string_view::npos;
    });
}

/// Collects the first mistake, so that readers can be written as a list of what there is.
class ArgumentReader {
public:
    explicit ArgumentReader(const Json &args) : m_args(args)
    {
        if (!args.is_object())
            fail("the arguments are not a JSON object");
    }
    bool has(const char *key) const { return !member(m_args, key).is_null(); }
    const Json &raw(const char *key) const { return member(m_args, key); }
    std::string text(const char *key)
    {
        const Json &value = raw(key);
        if (!value.is_null() && !value.is_string())
            fail(std::string(key) + " must be a text, not " + value.type_name());
        std::string text = textOf(m_args, key);
        if (text.size() > longestText || std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 32 || c == 127; }))
            fail(std::string(key) + " is too long or holds control characters");
        return text;
    }
    std::string needed(const char *key)
    {
        std::string value = text(key);
        if (value.empty())
            fail(std::string(key) + " is missing");
        return value;
    }
    bool flag(const char *key)
    {
        if (const Json &value = raw(key); !value.is_null() && !value.is_boolean())
            fail(std::string(key) + " must be true or false, not " + dumpJson(value));
        return flagOf(m_args, key);
    }
    std::int64_t number(const char *key, std::int64_t least, std::int64_t most)
    {
        const Json &value = raw(key);
        if (value.is_null())
            return 0;
        const std::int64_t number = numberOf(m_args, key, least - 1);
        const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
        if (!value.is_number_integer() || huge || number < least || number > most)
            fail(std::string(key) + " is " + dumpJson(value) + "; it must be a whole number from " + std::to_string(least)
                 + " to " + std::to_string(most));
        return number;
    }
    std::vector<std::string> texts(const char *key)
    {
        const Json &value = raw(key);
        std::vector<std::string> all = textsOf(m_args, key);
        if (!value.is_null() && (!value.is_array() || all.size() != value.size()))
            fail(std::string(key) + " must be a list of texts");
        return all;
    }
    void fail(std::string message, std::string remedy = {})
    {
        if (!m_error)
            m_error = bad(std::move(message), std::move(remedy));
    }
    void check(bool good, std::string message, std::string remedy = {})
    {
        if (!good)
            fail(std::move(message), std::move(remedy));
    }
    const std::optional<Error> &error() const { return m_error; }

private:
    const Json &m_args;
    std::optional<Error> m_error;
};

bool isNet(std::string_view net)
{
    static constexpr std::array<std::string_view, 6> kinds{"tcp", "o2ib", "kfi", "gni", "ptlf", "efa"};
    for (const std::string_view kind : kinds)
        if (net.substr(0, kind.size()) == kind) {
            const std::string_view number = net.substr(kind.size());
            return number.size() <= 5 && number.find_first_not_of("0123456789") == std::string_view::npos;
        }
    return false;
}

bool isIpv4(std::string_view address)
{
    int parts = 0;
    for (std::size_t from = 0; from <= address.size(); ++parts) {
        const std::size_t dot = std::min(address.find('.', from), address.size());
        const std::string_view part = address.substr(from, dot - from);
        if (part.empty() || part.size() > 3 || part.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
        int value = 0;
        for (const char c : part)
            value = value * 10 + (c - '0');
        if (value > 255)
            return false;
        from = dot + 1;
    }
    return parts == 4;
}

/// mkfs.lustre refuses host names in a NID ("Unsupported NID"), so only addresses are taken.
bool isNid(std::string_view nid)
{
    const std::size_t at = nid.rfind('@');
    if (at == std::string_view::npos || !isNet(nid.substr(at + 1)))
        return false;
    const std::string_view address = nid.substr(0, at);
    if (address.find(':') != std::string_view::npos)
        return address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos && address.size() <= 45;
    return isIpv4(address) || (!address.empty() && address.size() <= 10
                               && address.find_first_not_of("0123456789") == std::string_view::npos
                               && nid.substr(at + 1, 3) != "tcp" && nid.substr(at + 1, 4) != "o2ib");
}

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
        fields.check(!device.pool.empty() && madeOf(device.pool, "_.:-") && alnum.find(device.pool.front()) < 52,
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

template <class T> Result<T> finish(const ArgumentReader &in, T value)
{
    if (in.error())
        return *in.error();
    return value;
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

Result<std::vector<LnetNetwork>> lnetNetworks(const Json &args)
{
    ArgumentReader in(args);
    std::vector<LnetNetwork> networks;
    const Json &list = in.raw("networks");
    in.check(list.is_array() && !list.empty(), "networks must be a list with at least one network",
             R"(Give for example [{"net":"tcp0","interfaces":["eth1"]}].)");
    if (list.is_array())
        for (const Json &item : list) {
            ArgumentReader fields(item);
            LnetNetwork network{fields.needed("net"), fields.texts("interfaces")};
            fields.check(isNet(network.net), "net is '" + network.net + "'; it must be like tcp0 or o2ib1");
            fields.check(!network.interfaces.empty(), "interfaces of " + network.net + " are missing");
            for (const std::string &interface : network.interfaces)
                fields.check(!interface.empty() && interface.size() < 16 && madeOf(interface, "_.:-"),
                             "'" + interface + "' is no name of a network interface");
            for (const LnetNetwork &other : networks)
                fields.check(other.net != network.net, network.net + " is given twice", "Put its interfaces into one entry.");
            if (fields.error())
                in.fail("networks: " + fields.error()->message, fields.error()->remedy);
            networks.push_back(std::move(network));
        }
    return finish(in, std::move(networks));
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
