// SPDX-License-Identifier: GPL-3.0-or-later
// Devices and what is on them.
#include "agent/actions/parse.h"

#include "agent/protocol/json.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace agent {

using protocol::BlockDevice;
using protocol::FoundTarget;
using protocol::Json;
using protocol::Signature;

namespace {

// Flag bits of lustre_disk.h.
constexpr std::uint32_t flagMdt = 0x1, flagOst = 0x2, flagMgs = 0x4, flagVirgin = 0x20, flagWriteconf = 0x100;

std::string withoutBackspaces(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (c != '\b')
            out += c;
        else if (!out.empty())
            out.pop_back();
    return out;
}

/// "scratch-OST0000" with the sign that says how far it has come: ':' never registered, '=' writeconf, '-' registered.
std::string storedLabel(std::string label, std::uint32_t flags)
{
    const std::size_t sign = label.size() >= 8 ? label.size() - 8 : std::string::npos;
    if (sign == std::string::npos || std::string_view("-:=").find(label[sign]) == std::string_view::npos)
        return label;
    label[sign] = flags & flagWriteconf ? '=' : flags & flagVirgin ? ':' : '-';
    return label;
}

Pairs parameterPairs(std::string_view text)
{
    Pairs pairs;
    for (const std::string &word : wordsOf(text))
        if (const std::size_t equals = word.find('='); equals != std::string::npos && equals > 0)
            pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    return pairs;
}

void takeFlags(FoundTarget &target, std::uint32_t flags)
{
    target.flags = flags;
    target.mdt = flags & flagMdt;
    target.ost = flags & flagOst;
    target.mgs = flags & flagMgs;
}

std::uint32_t flagsIn(std::string_view text)
{
    const bool hex = text.substr(0, 2) == "0x";
    std::uint32_t flags = 0;
    std::from_chars(text.data() + (hex ? 2 : 0), text.data() + text.size(), flags, hex ? 16 : 10);
    return flags;
}

/// The same on every host. lsblk gives a partition its disk's WWN: the number makes it its own, as udev's links do.
std::string idOf(const BlockDevice &device)
{
    std::string id = !device.wwn.empty() ? "wwn-" + device.wwn : device.serial.empty() ? std::string() : "serial-" + device.serial;
    if (device.type == "part" && !id.empty())
        id += "-part" + device.path.substr(device.path.find_last_not_of("0123456789") + 1);
    return id;
}

/// The name to use: device-mapper nodes by their names, not their numbers.
std::string pathOf(const Json &json, const std::string &type)
{
    const std::string name = protocol::textOf(json, "path", protocol::textOf(json, "name"));
    const bool mapped = type == "mpath" || type == "lvm" || type == "crypt" || type == "dm";
    if (name.empty() || name.front() == '/')
        return name;
    return (mapped ? "/dev/mapper/" : "/dev/") + name;
}

/// lsblk before 2.37 prints some numbers and flags as texts.
std::uint64_t looseNumber(const Json &json, const char *key)
{
    const Json &value = protocol::member(json, key);
    return value.is_string() ? numberIn(value.get_ref<const std::string &>()) : protocol::unsignedOf(json, key);
}

bool looseFlag(const Json &json, const char *key)
{
    return protocol::flagOf(json, key) || looseNumber(json, key) != 0;
}

void takeMount(BlockDevice &device, const std::string &mountpoint)
{
    if (!mountpoint.empty() && std::find(device.mountpoints.begin(), device.mountpoints.end(), mountpoint) == device.mountpoints.end())
        device.mountpoints.push_back(mountpoint);
}

BlockDevice deviceOfLsblk(const Json &json)
{
    BlockDevice device;
    device.type = protocol::textOf(json, "type");
    device.path = pathOf(json, device.type);
    device.serial = trimmed(protocol::textOf(json, "serial"));
    device.wwn = trimmed(protocol::textOf(json, "wwn"));
    device.model = trimmed(protocol::textOf(json, "model"));
    device.transport = protocol::textOf(json, "tran");
    device.size = looseNumber(json, "size");
    if (!protocol::member(json, "rota").is_null())
        device.rotational = looseFlag(json, "rota");
    device.readOnly = looseFlag(json, "ro");
    takeMount(device, protocol::textOf(json, "mountpoint"));
    for (const std::string &mountpoint : protocol::textsOf(json, "mountpoints"))
        takeMount(device, mountpoint);
    device.signature = {protocol::textOf(json, "fstype"), protocol::textOf(json, "label"), protocol::textOf(json, "uuid")};
    device.id = idOf(device);
    return device;
}

void addOnce(std::vector<std::string> &list, const std::string &item)
{
    if (!item.empty() && std::find(list.begin(), list.end(), item) == list.end())
        list.push_back(item);
}

void addLsblk(std::vector<BlockDevice> &all, const Json &list, const std::string &parent, int depth)
{
    if (!list.is_array() || depth > 16)
        return;
    for (const Json &json : list) {
        BlockDevice device = deviceOfLsblk(json);
        if (device.path.empty())
            continue;
        auto known = std::find_if(all.begin(), all.end(), [&](const BlockDevice &d) { return d.path == device.path; });
        if (known == all.end())
            known = all.insert(all.end(), device);
        std::string above = parent.empty() ? protocol::textOf(json, "pkname") : parent;
        if (!above.empty() && above.front() != '/')
            above = "/dev/" + above;
        addOnce(known->parents, above);
        addLsblk(all, protocol::member(json, "children"), device.path, depth + 1);
    }
}

} // namespace

std::optional<ToolProgress> mkfsProgress(std::string_view tail)
{
    static constexpr std::string_view mark = "Writing inode tables:";
    const std::size_t at = tail.rfind(mark);
    if (at == std::string_view::npos)
        return {};
    std::string_view rest = tail.substr(at);
    const std::string line = trimmed(withoutBackspaces(rest.substr(0, rest.find('\n'))));
    if (line.find("done") != std::string::npos)
        return rest.find('\n') == std::string_view::npos ? std::optional<ToolProgress>({1, "Writing inode tables: done"}) : std::nullopt;
    const std::size_t slash = line.rfind('/');
    if (slash == std::string::npos)
        return {};
    const std::string before = line.substr(0, slash);
    const std::uint64_t done = numberIn(trimmed(before.substr(before.find_last_not_of("0123456789") + 1)), UINT64_MAX);
    const std::uint64_t all = numberIn(line.substr(slash + 1));
    if (all == 0 || done > all)
        return {};
    return ToolProgress{static_cast<double>(done) / static_cast<double>(all), line};
}

Signature parseBlkid(std::string_view text)
{
    std::map<std::string, std::string> values;
    for (const std::string &line : linesOf(text))
        if (const std::size_t equals = line.find('='); equals != std::string::npos)
            values[line.substr(0, equals)] = line.substr(equals + 1);
    if (values["TYPE"].empty())
        return {values["PTTYPE"], {}, values["PTUUID"]};
    return {values["TYPE"], values["LABEL"], values["UUID"]};
}

std::vector<BlockDevice> parseLsblk(std::string_view text)
{
    std::vector<BlockDevice> all;
    addLsblk(all, protocol::member(protocol::parseJson(text), "blockdevices"), {}, 0);
    for (const BlockDevice &device : all)
        for (const std::string &parent : device.parents)
            for (BlockDevice &other : all)
                if (other.path == parent)
                    addOnce(other.holders, device.path);
    return all;
}

std::optional<FoundTarget> parseTunefs(std::string_view text)
{
    FoundTarget target;
    bool inside = false;
    for (const std::string &line : linesOf(text)) {
        const std::string word = trimmed(line);
        if (word.find("Read previous values") == 0)
            inside = true;
        else if (word.find("Permanent disk data") == 0)
            break;
        const std::size_t colon = word.find(':');
        if (!inside || colon == std::string::npos)
            continue;
        const std::string key = word.substr(0, colon), value = trimmed(std::string_view(word).substr(colon + 1));
        if (key == "Target")
            target.label = value;
        else if (key == "Index")
            target.index = value == "unassigned" ? -1 : static_cast<int>(numberIn(value));
        else if (key == "UUID")
            target.uuid = value;
        else if (key == "Lustre FS")
            target.fsname = value;
        else if (key == "Mount type")
            target.backend = value;
        else if (key == "Flags")
            takeFlags(target, flagsIn(value));
        else if (key == "Persistent mount opts")
            target.mountOptions = value;
        else if (key == "Parameters")
            target.parameters = parameterPairs(value);
    }
    if (target.label.empty())
        return {};
    target.label = storedLabel(target.label, target.flags);
    if (!target.mdt && !target.ost) {
        target.fsname.clear();
        target.index = -1;
    }
    return target;
}

std::optional<FoundTarget> parseZfsTarget(std::string_view text, const std::string &dataset)
{
    FoundTarget target;
    target.backend = "zfs";
    target.device = dataset;
    for (const std::string &line : linesOf(text)) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || line.compare(0, 7, "lustre:") != 0)
            continue;
        const std::string key = line.substr(7, tab - 7), value = trimmed(std::string_view(line).substr(tab + 1));
        if (key == "svname")
            target.label = value;
        else if (key == "fsname")
            target.fsname = value;
        else if (key == "index")
            target.index = static_cast<int>(numberIn(value));
        else if (key == "flags")
            takeFlags(target, flagsIn(value));
        else if (key != "version")
            target.parameters.emplace_back(key, value);
    }
    if (target.label.empty())
        return {};
    target.label = storedLabel(target.label, target.flags);
    return target;
}

std::vector<protocol::ZfsPool> parseZpoolList(std::string_view text)
{
    std::vector<protocol::ZfsPool> pools;
    for (const std::string &line : linesOf(text))
        if (const auto cells = wordsOf(line, "\t"); cells.size() >= 5)
            pools.push_back({cells[0], cells[1], cells[4], numberIn(cells[2]), numberIn(cells[3]), true});
    return pools;
}

std::vector<protocol::ZfsDataset> parseZfsList(std::string_view text)
{
    std::vector<protocol::ZfsDataset> datasets;
    for (const std::string &line : linesOf(text))
        if (const auto cells = wordsOf(line, "\t"); cells.size() >= 3)
            datasets.push_back({cells[0], numberIn(cells[1]), numberIn(cells[2])});
    return datasets;
}

std::vector<protocol::ZfsPool> parseZpoolImport(std::string_view text)
{
    std::vector<protocol::ZfsPool> pools;
    for (const std::string &line : linesOf(text)) {
        const std::string word = trimmed(line);
        const auto valueOf = [&word](std::string_view key) {
            return word.compare(0, key.size(), key) == 0 ? trimmed(std::string_view(word).substr(key.size())) : std::string();
        };
        if (const std::string name = valueOf("pool:"); !name.empty())
            pools.push_back({name, {}, {}});
        else if (const std::string guid = valueOf("id:"); !guid.empty() && !pools.empty())
            pools.back().guid = guid;
        else if (const std::string health = valueOf("state:"); !health.empty() && !pools.empty())
            pools.back().health = health;
    }
    return pools;
}

std::map<std::string, std::vector<std::string>> parseZpoolStatus(std::string_view text)
{
    std::map<std::string, std::vector<std::string>> devices;
    std::string pool;
    for (const std::string &line : linesOf(text)) {
        const std::string word = trimmed(line);
        if (word.compare(0, 5, "pool:") == 0)
            pool = trimmed(std::string_view(word).substr(5));
        else if (!pool.empty() && word.compare(0, 5, "/dev/") == 0)
            devices[pool].push_back(word.substr(0, word.find_first_of(" \t")));
    }
    return devices;
}

std::optional<bool> parseMmp(std::string_view text)
{
    for (const std::string &line : linesOf(text))
        if (line.compare(0, 20, "Filesystem features:") == 0) {
            const auto features = wordsOf(std::string_view(line).substr(20));
            return std::find(features.begin(), features.end(), "mmp") != features.end();
        }
    return {};
}

} // namespace agent
