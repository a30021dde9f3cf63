// SPDX-License-Identifier: GPL-3.0-or-later
// One list of fields a struct serves both directions.
#include "agent/protocol/inventory.h"

#include <limits>
#include <type_traits>

namespace protocol {
namespace {

template <class A> void fields(A &a, NetworkInterface &v)
{
    a("name", v.name), a("mac", v.mac), a("type", v.type), a("up", v.up), a("speedMbps", v.speedMbps), a("addresses", v.addresses);
}
template <class A> void fields(A &a, MountEntry &v)
{
    a("source", v.source), a("target", v.target), a("type", v.type), a("options", v.options);
}
template <class A> void fields(A &a, Signature &v)
{
    a("type", v.type), a("label", v.label), a("uuid", v.uuid);
}
template <class A> void fields(A &a, BlockDevice &v)
{
    a("path", v.path), a("byId", v.byId), a("id", v.id), a("serial", v.serial), a("wwn", v.wwn), a("model", v.model);
    a("transport", v.transport), a("type", v.type), a("size", v.size), a("rotational", v.rotational), a("readOnly", v.readOnly);
    a("parents", v.parents), a("holders", v.holders), a("mountpoints", v.mountpoints), a("signature", v.signature);
    a("volumeGroup", v.volumeGroup), a("mdArray", v.mdArray), a("zpool", v.zpool);
}
template <class A> void fields(A &a, ZfsPool &v)
{
    a("name", v.name), a("guid", v.guid), a("health", v.health), a("size", v.size), a("free", v.free), a("imported", v.imported);
    a("devices", v.devices), a("multihost", v.multihost);
}
template <class A> void fields(A &a, ZfsDataset &v)
{
    a("name", v.name), a("used", v.used), a("available", v.available), a("lustre", v.lustre);
}
template <class A> void fields(A &a, FoundTarget &v)
{
    a("label", v.label), a("fsname", v.fsname), a("mgs", v.mgs), a("mdt", v.mdt), a("ost", v.ost), a("index", v.index);
    a("flags", v.flags), a("parameters", v.parameters), a("mountOptions", v.mountOptions), a("backend", v.backend);
    a("device", v.device), a("deviceId", v.deviceId), a("uuid", v.uuid), a("mountpoint", v.mountpoint), a("mmp", v.mmp);
    a("bytesTotal", v.bytesTotal), a("bytesFree", v.bytesFree), a("inodesTotal", v.inodesTotal), a("inodesFree", v.inodesFree);
    a("clients", v.clients), a("recovery", v.recovery);
}
template <class A> void fields(A &a, LnetRoute &v)
{
    a("net", v.net), a("gateway", v.gateway), a("hops", v.hops), a("up", v.up);
}
template <class A> void fields(A &a, LnetInterface &v)
{
    a("nid", v.nid), a("status", v.status), a("health", v.health);
}
template <class A> void fields(A &a, LnetReport &v)
{
    a("state", v.state), a("nids", v.nids), a("networks", v.networks), a("routes", v.routes), a("interfaces", v.interfaces);
}
template <class A> void fields(A &a, InstalledPackage &v)
{
    a("name", v.name), a("version", v.version);
}
template <class A> void fields(A &a, SoftwareReport &v)
{
    a("manager", v.manager), a("packages", v.packages), a("repositories", v.repositories), a("bootKernel", v.bootKernel);
}
template <class A> void fields(A &a, TimeReport &v)
{
    a("running", v.running), a("service", v.service), a("servers", v.servers), a("synchronized", v.synchronized);
    a("offsetSeconds", v.offsetSeconds), a("ours", v.ours);
}
template <class A> void fields(A &a, FirewallReport &v)
{
    a("kind", v.kind), a("open", v.open), a("ours", v.ours), a("chains", v.chains);
}
template <class A> void fields(A &a, ServiceReport &v)
{
    a("running", v.running), a("enabled", v.enabled), a("ours", v.ours);
}
template <class A> void fields(A &a, HaReport &v)
{
    a("corosync", v.corosync), a("pacemaker", v.pacemaker), a("corosyncEnabled", v.corosyncEnabled), a("pacemakerEnabled", v.pacemakerEnabled);
    a("corosyncConf", v.corosyncConf), a("authkeySum", v.authkeySum), a("links", v.links), a("quorum", v.quorum), a("status", v.status);
    a("cib", v.cib), a("resourceAgents", v.resourceAgents), a("fenceAgents", v.fenceAgents), a("secretFiles", v.secretFiles);
    a("folders", v.folders), a("parameters", v.parameters), a("spaceFree", v.spaceFree);
}
template <class A> void fields(A &a, Gap &v)
{
    a("what", v.what), a("why", v.why);
}
template <class A> void fields(A &a, HostInventory &v)
{
    a("host", v.host), a("os", v.os), a("osId", v.osId), a("osVersion", v.osVersion), a("kernel", v.kernel);
    a("architecture", v.architecture), a("bootId", v.bootId), a("agentVersion", v.agentVersion), a("bootTime", v.bootTime);
    a("at", v.at), a("cpus", v.cpus), a("cpuModel", v.cpuModel), a("memory", v.memory), a("memoryAvailable", v.memoryAvailable);
    a("load1", v.load1), a("lustreVersion", v.lustreVersion), a("lustreModules", v.lustreModules), a("zfs", v.zfs);
    a("lnet", v.lnet), a("software", v.software), a("time", v.time), a("firewall", v.firewall), a("services", v.services), a("ha", v.ha);
    a("interfaces", v.interfaces), a("mounts", v.mounts), a("devices", v.devices), a("pools", v.pools), a("datasets", v.datasets), a("targets", v.targets), a("gaps", v.gaps);
}

template <class T> Json written(T &value);

struct FieldWriter {
    Json out = Json::object();
    template <class T> void operator()(const char *key, T &value) { out[key] = written(value); }
};

template <class T> struct IsVector : std::false_type { };
template <class T> struct IsVector<std::vector<T>> : std::true_type { };
using Pair = std::pair<std::string, std::string>;

template <class T> Json written(T &value)
{
    if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
        return value;
    } else if constexpr (std::is_same_v<T, std::optional<bool>>) {
        return value ? Json(*value) : Json();
    } else if constexpr (std::is_same_v<T, Pair>) {
        return Json::array({value.first, value.second});
    } else if constexpr (IsVector<T>::value) {
        Json list = Json::array();
        for (auto &item : value)
            list.push_back(written(item));
        return list;
    } else {
        FieldWriter writer;
        fields(writer, value);
        return std::move(writer.out);
    }
}

/// Stops at the first wrong type and remembers where: "devices[3].size".
struct FieldReader {
    const Json &in;
    std::string path;
    std::string wrong{};

    template <class T> void operator()(const char *key, T &value)
    {
        const Json &json = member(in, key);
        if (wrong.empty() && !json.is_null())
            wrong = take(json, value, path.empty() ? key : path + "." + key);
    }

    template <class T> static std::string take(const Json &json, T &value, const std::string &at)
    {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!json.is_string())
                return at + " is no text";
            value = json.get_ref<const std::string &>();
        } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>) {
            if (!json.is_boolean())
                return at + " is neither true nor false";
            value = json.get<bool>();
        } else if constexpr (std::is_arithmetic_v<T>) {
            return takeNumber(json, value, at);
        } else if constexpr (std::is_same_v<T, Pair>) {
            if (!json.is_array() || json.size() != 2 || !json[0].is_string() || !json[1].is_string())
                return at + " is no pair of texts";
            value = {json[0].get<std::string>(), json[1].get<std::string>()};
        } else if constexpr (IsVector<T>::value) {
            return takeList(json, value, at);
        } else {
            if (!json.is_object())
                return at + " is no object";
            FieldReader reader{json, at};
            fields(reader, value);
            return reader.wrong;
        }
        return {};
    }

    template <class T> static std::string takeNumber(const Json &json, T &value, const std::string &at)
    {
        if constexpr (std::is_floating_point_v<T>) {
            if (!json.is_number())
                return at + " is no number";
            value = json.get<T>();
        } else {
            if (!json.is_number_integer())
                return at + " is no whole number";
            const bool negative = !json.is_number_unsigned() && json.get<std::int64_t>() < 0;
            const bool fits = negative ? std::is_signed_v<T> && json.get<std::int64_t>() >= static_cast<std::int64_t>(std::numeric_limits<T>::min())
                                       : json.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
            if (!fits)
                return at + " is out of range";
            value = static_cast<T>(json.get<std::int64_t>());
            if (!negative)
                value = static_cast<T>(json.get<std::uint64_t>());
        }
        return {};
    }

    template <class T> static std::string takeList(const Json &json, std::vector<T> &value, const std::string &at)
    {
        if (!json.is_array())
            return at + " is no list";
        value.resize(json.size());
        for (std::size_t i = 0; i < json.size(); ++i)
            if (std::string wrong = take(json[i], value[i], at + "[" + std::to_string(i) + "]"); !wrong.empty())
                return wrong;
        return {};
    }
};

template <class T> Result<T> taken(const Json &json, const char *what)
{
    T value;
    const std::string wrong = FieldReader::take(json, value, {});
    if (!wrong.empty())
        return Error{Problem::BadMessage, std::string(what) + " cannot be read: " + (wrong.front() == ' ' ? "it" + wrong : wrong) + ".", {},
                     "Bring the agent of that host to this version."};
    return value;
}

} // namespace

std::string Signature::text() const
{
    std::string text = type;
    if (!label.empty())
        text += " label=" + label;
    if (!uuid.empty())
        text += " uuid=" + uuid;
    return empty() ? std::string() : text;
}

Json toJson(const HostInventory &inventory)
{
    HostInventory copy = inventory;
    return written(copy);
}

Result<HostInventory> inventoryFromJson(const Json &json)
{
    return taken<HostInventory>(json, "An inventory");
}

Json toJson(const HaReport &report)
{
    HaReport copy = report;
    return written(copy);
}

Result<HaReport> haReportFromJson(const Json &json)
{
    return taken<HaReport>(json, "A report of a host's cluster software");
}

} // namespace protocol
