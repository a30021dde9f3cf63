// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters to configure, and configurations that others made, for the tests of what is wanted and what differs.
#pragma once
#include "tests/support/hascene.h"

#include <QString>

namespace hascene {

using namespace ha;

inline QString q(const std::string &text) { return QString::fromStdString(text); }

/// A world and a cluster that is wanted in it: "pair", "four" members, "zfs", fencing in "levels" with a quorum device.
struct Made {
    inventory::World world;
    ClusterSpec spec;
};

inline const char *const zfsServers = "server a eth0=10.0.0.1/24 eth1=10.1.0.1/24 zfs\nserver b eth0=10.0.0.2/24 eth1=10.1.0.2/24 zfs\nvolume d1 on=a,b zpool=tank\ntarget fs-OST0000 on=d1 nodes=a,b zfs\n";

inline Made made(const std::string &which)
{
    Scene scene(which == "zfs" ? std::string(zfsServers) : std::string(servers4));
    const inventory::World world = scene.world();
    if (which == "four")
        return { world, specFor(world, "all", { "mds1", "mds2", "oss1", "oss2" }) };
    if (which == "zfs") {
        ClusterSpec spec;
        spec.name = "tank";
        spec.members = { { "a", 1, { "10.0.0.1" }, {} }, { "b", 2, { "10.0.0.2" }, {} } };
        for (const auto &[id, t] : world->targets)
            spec.resources.insert(id);
        spec.policy.failback = Failback::Automatic;
        return { world, spec };
    }
    Made out { world, specFor(world, "oss", { "oss1", "oss2" }) };
    if (which == "levels") {
        out.spec.fencing["oss1"] = { { "BMC", "fence_ipmilan", 1, { { "ip", "192.168.9.3" } }, "bmc", "password_script", 0 },
            { "PDU A", "fence_apc_snmp", 2, { { "ip", "192.168.9.90" }, { "plug", "7" } }, "pdu", "passwd_script", 0 },
            { "PDU B", "fence_apc_snmp", 2, { { "ip", "192.168.9.91" }, { "port", "8" } }, "pdu", "passwd_script", 0 } };
        out.spec.fencing["oss2"].front().delaySeconds = 7;
        out.spec.qdevice = QuorumDevice { "arbiter", "ffsplit" };
    }
    return out;
}

inline Cib cibOf(const std::string &text)
{
    auto read = parseCib(text);
    return read ? std::move(*read) : Cib {};
}

/// A configuration with things of others around and between ours.
inline std::string foreignCib()
{
    return R"(<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="9" num_updates="0" admin_epoch="0"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-dc-version" name="dc-version" value="2.1.5"/><nvpair id="cib-bootstrap-options-batch-limit" name="batch-limit" value="30"/></cluster_property_set></crm_config>)"
           R"(<nodes><node id="1" uname="oss1"/><node id="2" uname="oss2"/></nodes><resources><primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="vip-a"><nvpair id="vip-a-ip" name="ip" value="10.0.0.99"/></instance_attributes></primitive>)"
           R"(<clone id="ping-clone"><primitive id="ping" class="ocf" provider="pacemaker" type="ping"><instance_attributes id="ping-a"><nvpair id="ping-a-h" name="host_list" value="10.0.0.1"/></instance_attributes></primitive></clone></resources>)"
           R"(<constraints><rsc_location id="vip-here" rsc="vip" node="oss1" score="5"/><rsc_colocation id="vip-ping" rsc="vip" with-rsc="ping-clone" score="INFINITY"/></constraints>)"
           R"(<rsc_defaults><meta_attributes id="build-resource-defaults"><nvpair id="build-resource-stickiness" name="resource-stickiness" value="1"/></meta_attributes></rsc_defaults><tags><tag id="mine"><obj_ref id="vip"/></tag></tags></configuration><status/></cib>)";
}

inline ClusterSpec randomSpec(const inventory::World &world, std::mt19937 &random)
{
    std::vector<std::string> all { "mds1", "mds2", "oss1", "oss2" };
    std::shuffle(all.begin(), all.end(), random);
    all.resize(2 + random() % 3);
    ClusterSpec spec = specFor(world, "c" + std::to_string(random() % 1000), all);
    for (const auto &[id, t] : world->targets)
        if (random() % 2 && std::any_of(t.servers.begin(), t.servers.end(), [&](const auto &s) { return spec.member(s); }))
            spec.resources.insert(id);
    for (Member &m : spec.members) {
        if (random() % 2)
            m.addresses.resize(1);
        if (random() % 3 == 0)
            m.node = m.server + ".site";
        auto &devices = spec.fencing[m.server];
        devices.resize(random() % 4);
        for (FenceDeviceSpec &d : devices) {
            d.agent = random() % 2 ? "fence_ipmilan" : "fence_apc";
            d.level = 1 + int(random() % 3);
            d.parameters["ip"] = "10.9.9." + std::to_string(random() % 250);
            if (random() % 2)
                d.parameters["plug"] = std::to_string(random() % 24);
            d.delaySeconds = int(random() % 3) * 5;
        }
    }
    spec.tokenMs = random() % 2 ? 1000 + int(random() % 20000) : 0;
    spec.crypto = random() % 3 ? Crypto {} : Crypto { "none", "none" };
    if (random() % 3 == 0)
        spec.qdevice = QuorumDevice { "arbiter", random() % 2 ? "ffsplit" : "lms" };
    spec.policy.stickiness = int(random() % 2000);
    spec.policy.failback = random() % 2 ? Failback::Manual : Failback::Automatic;
    spec.health.lustre = random() % 2;
    if (random() % 2)
        spec.health.lnetNids.clear();
    return spec;
}

inline const Piece *pieceOf(const CibPieces &pieces, const std::string &id)
{
    const auto it = std::find_if(pieces.begin(), pieces.end(), [&](const Piece &p) { return p.id == id; });
    return it == pieces.end() ? nullptr : &*it;
}

inline std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string("\"" + from + "\" is not in the text") : text.replace(at, from.size(), to);
}

/// All members are there, as far as crm_verify is to know: else it plans to fence them, and says so.
inline std::string allOnline(std::string cib, const ClusterSpec &spec)
{
    std::string states = "<status>";
    for (const Member &m : spec.members)
        states += "<node_state id=\"" + std::to_string(m.nodeId) + "\" uname=\"" + m.nodeName() + R"(" in_ccm="true" crmd="online" join="member" expected="member" crm-debug-origin="test"/>)";
    return replaced(std::move(cib), "<status/>", states + "</status>");
}

} // namespace hascene
