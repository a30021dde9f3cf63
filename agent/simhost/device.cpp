// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/device.h"

#include <unistd.h>

namespace simhost {

namespace {

Words namesOf(const Json &entry)
{
    Words names{"/dev/" + str(entry, "kernel")};
    if (!str(entry, "mapper").empty())
        names.push_back("/dev/mapper/" + str(entry, "mapper"));
    for (const Json &path : at(entry, "paths"))
        if (path.is_string())
            names.push_back("/dev/" + path.get<std::string>());
    for (const Json &link : at(entry, "links"))
        if (link.is_string())
            names.push_back("/dev/" + link.get<std::string>());
    return names;
}

Device findDataset(Session &session, const Call &call, const std::string &path)
{
    Device device{path, {}, {}, {}};
    for (const auto &[guid, pool] : session.pools().items()) {
        const std::string name = str(pool, "name");
        if (str(at(pool, "importedBy"), "host") == call.host && path.rfind(name + "/", 0) == 0
            && at(pool, "datasets").contains(path)) {
            device.serial = guid;
            device.dataset = path;
        }
    }
    return device;
}

} // namespace

Device findDevice(Session &session, const Call &call, const std::string &asked)
{
    const std::string path = call.hostPath(asked);
    if (path.rfind("/dev/disk/", 0) == 0) { // udev's names are links to the kernel's
        char target[4096] = "";
        const std::string link = session.root(call.host) + path;
        if (::readlink(link.c_str(), target, sizeof target - 1) > 0) {
            std::string name = target;
            while (name.rfind("../", 0) == 0)
                name.erase(0, 3);
            Device found = findDevice(session, call, name.front() == '/' ? name : "/dev/" + name);
            found.path = path;
            return found;
        }
    }
    if (!path.empty() && path[0] != '/')
        return findDataset(session, call, path);
    for (const Json &entry : at(session.host(call.host), "disks"))
        if (contains(namesOf(entry), path)) {
            const std::string serial = str(entry, "disk");
            return {path, str(entry, "kernel"), serial, {}, flag(session.disk(serial), "present", true)};
        }
    for (const Json &entry : at(session.host(call.host), "disks"))
        for (const Json &part : at(entry, "partitions"))
            if ("/dev/" + str(part, "kernel") == path)
                return {path, str(part, "kernel"), str(part, "disk"), {}, flag(session.disk(str(entry, "disk")), "present", true)};
    for (const Json &loop : at(session.state(call.host), "loops"))
        if (str(loop, "file") == path || "/dev/" + str(loop, "kernel") == path)
            return {path, str(loop, "kernel"), str(loop, "disk"), {}, true};
    return {path, {}, {}, {}};
}

Json &contentOf(Session &session, const Device &device)
{
    if (device.dataset.empty())
        return objectAt(session.disk(device.serial), "content");
    return objectAt(objectAt(objectAt(session.pools(), device.serial), "datasets"), device.dataset);
}

std::uint64_t sizeOf(Session &session, const Device &device)
{
    if (!device.dataset.empty())
        return static_cast<std::uint64_t>(num(objectAt(session.pools(), device.serial), "size"));
    return static_cast<std::uint64_t>(num(session.disk(device.serial), "size"));
}

Json &lustreOf(Session &session, const Device &device)
{
    static Json nothing;
    nothing = nullptr;
    if (!device.found() || !device.present)
        return nothing;
    Json &content = contentOf(session, device);
    return at(content, "lustre").is_object() ? content["lustre"] : nothing;
}

std::string targetSuffix(const Json &lustre)
{
    const std::int64_t flags = num(lustre, "flags");
    if (!(flags & (FlagMdt | FlagOst)))
        return "MGS";
    return format("%s%04x", flags & FlagMdt ? "MDT" : "OST", static_cast<unsigned>(num(lustre, "index", 0xffff)));
}

std::string targetName(const Json &lustre)
{
    const std::int64_t flags = num(lustre, "flags");
    const std::string suffix = targetSuffix(lustre);
    if (suffix == "MGS")
        return suffix;
    const char *separator = flags & FlagWriteconf ? "=" : flags & FlagFirstTime ? ":" : flags & FlagNoLocalLogs ? "+" : "-";
    return str(lustre, "fsname") + separator + suffix;
}

std::string registeredName(const Json &lustre)
{
    const std::string suffix = targetSuffix(lustre);
    return suffix == "MGS" ? suffix : str(lustre, "fsname") + "-" + suffix;
}

std::string targetText(const std::string &title, const Json &lustre)
{
    const std::int64_t flags = num(lustre, "flags");
    const auto word = [flags](TargetFlag bit, const char *text) { return flags & bit ? text : ""; };
    const std::int64_t index = num(lustre, "index", 0xffff);
    std::string text = "\n   " + title + ":\n";
    text += "Target:     " + str(lustre, "printedName", targetName(lustre)) + "\n";
    text += "Index:      " + (index == 0xffff ? std::string("unassigned") : std::to_string(index)) + "\n";
    text += "Lustre FS:  " + str(lustre, "fsname") + "\n";
    text += "Mount type: " + str(lustre, "backend", "ldiskfs") + "\n";
    text += format("Flags:      %#llx\n", static_cast<unsigned long long>(flags));
    text += format("              (%s%s%s%s%s%s%s%s%s)\n", word(FlagMdt, "MDT "), word(FlagOst, "OST "), word(FlagMgs, "MGS "),
                   word(FlagNeedsIndex, "needs_index "), word(FlagFirstTime, "first_time "), word(FlagUpdate, "update "),
                   word(FlagWriteconf, "writeconf "), word(FlagNoPrimaryNode, "no_primnode "), word(FlagNoLocalLogs, "nolocallogs "));
    text += "Persistent mount opts: " + str(lustre, "mountOptions") + "\n";
    text += "Parameters:";
    for (const Json &parameter : at(lustre, "parameters"))
        text += " " + (parameter.is_string() ? parameter.get<std::string>() : "");
    text += "\n";
    if (!str(lustre, "comment").empty())
        text += "Comment: " + str(lustre, "comment") + "\n";
    return text + "\n";
}

Words parameterOf(const Json &lustre, std::string_view key)
{
    Words values;
    for (const Json &parameter : at(lustre, "parameters")) {
        const std::string text = parameter.is_string() ? parameter.get<std::string>() : "";
        if (text.rfind(std::string(key) + "=", 0) == 0)
            values.push_back(text.substr(key.size() + 1));
    }
    return values;
}

Json *findMount(Json &state, const MountQuery &query)
{
    Json &mounts = arrayAt(state, "mounts");
    for (auto mount = mounts.rbegin(); mount != mounts.rend(); ++mount)
        if ((query.source.empty() || str(*mount, "source") == query.source) && (query.target.empty() || str(*mount, "target") == query.target))
            return &*mount;
    return nullptr;
}

std::string mountedOn(Session &session, const Device &device, const std::string &except)
{
    for (const std::string &host : session.hosts()) {
        if (host == except || !session.up(host))
            continue;
        for (const Json &mount : at(session.state(host), "mounts"))
            if (!device.serial.empty() && str(mount, "disk") == device.serial && str(mount, "dataset") == device.dataset)
                return host;
    }
    return {};
}

bool validNid(std::string_view nid)
{
    const std::size_t at = nid.find('@');
    const std::string address(nid.substr(0, at));
    std::string network(at == std::string_view::npos ? "tcp" : nid.substr(at + 1));
    while (!network.empty() && std::isdigit(static_cast<unsigned char>(network.back())))
        network.pop_back();
    if (network != "tcp" && network != "o2ib" && network != "kfi" && network != "gni" && network != "lo")
        return false;
    if (address.find(':') != std::string::npos)
        return address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
    const Words parts = split(address, '.', true);
    for (const std::string &part : parts)
        if (wholeNumber(part) < 0 || wholeNumber(part) > 255)
            return false;
    return parts.size() == 4 || (parts.size() == 1 && network != "tcp");
}

} // namespace simhost
