// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/ids.h"

#include <array>

namespace inventory {

ObjectId serverId(const std::string &server) { return "server:" + server; }
ObjectId lnetId(const std::string &server) { return "lnet:" + server; }
ObjectId softwareId(const std::string &server) { return "software:" + server; }
ObjectId timeId(const std::string &server) { return "time:" + server; }
ObjectId firewallId(const std::string &server) { return "firewall:" + server; }
ObjectId servicesId(const std::string &server) { return "services:" + server; }
ObjectId targetId(const std::string &label) { return "target:" + label; }
ObjectId mgsId(const std::string &volume) { return "target:MGS:" + volume; }
ObjectId filesystemId(const std::string &name) { return "filesystem:" + name; }
ObjectId corosyncId(const std::string &server) { return "corosync:" + server; }
ObjectId pacemakerId(const std::string &server) { return "pacemaker:" + server; }
ObjectId fencingId(const std::string &server) { return "fencing:" + server; }
ObjectId clusterId(const std::string &name) { return "cluster:" + name; }
ObjectId resourceId(const ObjectId &target) { return "resource:" + nameIn(target); }
ObjectId targetOfResource(const ObjectId &resource) { return "target:" + nameIn(resource); }
ObjectId clientId(const std::string &server, const std::string &mountpoint)
{
    return "client:" + server + ":" + mountpoint;
}

std::string targetLabel(const std::string &fsname, bool mdt, int index)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string label = fsname + (mdt ? "-MDT" : "-OST");
    for (int shift = 12; shift >= 0; shift -= 4)
        label += digits[static_cast<std::size_t>((index >> shift) & 0xf)];
    return label;
}

std::string registeredLabel(const std::string &label)
{
    std::string out = label;
    if (out.size() > 8 && (out[out.size() - 8] == ':' || out[out.size() - 8] == '='))
        out[out.size() - 8] = '-';
    return out;
}

std::string nameIn(const ObjectId &id)
{
    const std::size_t colon = id.find(':');
    return colon == std::string::npos ? id : id.substr(colon + 1);
}

bool isKind(const ObjectId &id, machine::Kind kind)
{
    static constexpr std::array<std::string_view, machine::kindCount> prefixes { "server:", "lnet:", "target:",
        "filesystem:", "client:", "software:", "time:", "firewall:", "services:", "corosync:", "pacemaker:", "cluster:",
        "fencing:", "resource:" };
    return id.starts_with(prefixes[static_cast<std::size_t>(kind)]);
}

std::string serverIn(const ObjectId &id)
{
    using machine::Kind;
    for (const Kind kind : { Kind::Server, Kind::Lnet, Kind::Software, Kind::TimeSync, Kind::Firewall, Kind::Services, Kind::Corosync,
             Kind::Pacemaker, Kind::Fencing })
        if (isKind(id, kind))
            return nameIn(id);
    return isKind(id, Kind::ClientMount) ? nameIn(id).substr(0, nameIn(id).find(':')) : std::string();
}

std::string defaultMountpoint(const std::string &label) { return "/mnt/" + label; }

} // namespace inventory
