// SPDX-License-Identifier: GPL-3.0-or-later
// A file system on two pairs of servers, with or without clusters of Pacemaker over them, for tests of core/ha. What the hosts say of their
// clusters is text, as their agents send it; tests change one thing of it and look at what follows.
#pragma once
#include "core/ha/corosync.h"
#include "core/ha/difference.h"
#include "core/inventory/ids.h"
#include "tests/support/worlds.h"

namespace hascene {

inline const char *const servers4 = R"(
server mds1 eth0=192.168.0.1/24 eth1=10.10.0.1/24 eth2=10.20.0.1/24 time=chrony
server mds2 eth0=192.168.0.2/24 eth1=10.10.0.2/24 eth2=10.20.0.2/24 time=chrony
server oss1 eth0=192.168.0.3/24 eth1=10.10.0.3/24 eth2=10.20.0.3/24 time=chrony
server oss2 eth0=192.168.0.4/24 eth1=10.10.0.4/24 eth2=10.20.0.4/24 time=chrony
volume mgt on=mds1,mds2
volume mdt0 on=mds1,mds2
volume mdt1 on=mds2,mds1
volume ost0 on=oss1,oss2
volume ost1 on=oss2,oss1
target MGS on=mgt nodes=mds1,mds2 mounted=mds1
target scratch-MDT0000 on=mdt0 nodes=mds1,mds2 mgs=mds1,mds2 mounted=mds1
target scratch-MDT0001 on=mdt1 nodes=mds2,mds1 mgs=mds1,mds2 mounted=mds2
target scratch-OST0000 on=ost0 nodes=oss1,oss2 mgs=mds1,mds2 mounted=oss1
target scratch-OST0001 on=ost1 nodes=oss2,oss1 mgs=mds1,mds2 mounted=oss2
)";

class Scene {
public:
    explicit Scene(const std::string &text = servers4) : described(worlds::described(text))
    {
        std::vector<std::string> folders { "/mnt" };
        const inventory::World first = described.world();
        for (const auto &[id, t] : first->targets)
            folders.push_back(t.mountpoint.empty() ? inventory::defaultMountpoint(t.label) : t.mountpoint);
        for (inventory::HostReport &r : described.reports)
            change(r.server, [&](protocol::HostInventory &h) {
                h.ha.folders = folders;
                h.ha.spaceFree = 10LL << 30;
                h.ha.parameters = { { "at_max", "600" }, { "timeout", "100" } };
                std::erase_if(h.lnet.nids, [](const std::string &nid) { return nid.starts_with("10.20."); }); // a network without LNet
                h.memoryAvailable = h.memory / 2;
                h.ha.resourceAgents = { "ocf:heartbeat:ZFS", "ocf:lustre:Lustre", "ocf:lustre:healthLNET", "ocf:lustre:healthLUSTRE" };
                h.ha.fenceAgents = { "fence_ipmilan" };
                for (protocol::BlockDevice &d : h.devices)
                    d.byId = { "/dev/disk/by-id/" + d.id, "/dev/disk/by-id/scsi-MODEL_" + d.serial };
            });
    }

    template <class Do> void change(const std::string &server, Do what)
    {
        for (inventory::HostReport &r : described.reports)
            if (r.server == server && r.inventory) {
                protocol::HostInventory h = *r.inventory;
                what(h);
                r.inventory = std::make_shared<const protocol::HostInventory>(std::move(h));
            }
    }

    inventory::World world() const { return described.world(); }

    worlds::Described described;
};

/// Members with two rings, a BMC each, and all targets that only they can mount.
inline ha::ClusterSpec specFor(const inventory::World &world, const std::string &name, const std::vector<std::string> &members)
{
    ha::ClusterSpec spec;
    spec.name = name;
    int number = 0;
    for (const std::string &m : members) {
        const std::string last = std::to_string((m.starts_with("mds") ? 0 : 2) + (m.back() - '0')); // as in servers4
        spec.members.push_back({ m, ++number, { "192.168.0." + last, "10.20.0." + last }, {} });
        spec.fencing[m] = { { "BMC", "fence_ipmilan", 1, { { "ip", "192.168.9." + last }, { "lanplus", "1" }, { "username", "fence" } }, m + "-bmc", "password_script", 0 } };
    }
    spec.health.lnetNids = { "10.10.0.100@tcp", "10.10.0.101@tcp" };
    spec.health.lnetDevice = "eth1";
    for (const auto &[id, t] : world->targets)
        if (!t.servers.empty() && std::all_of(t.servers.begin(), t.servers.end(), [&](const std::string &s) { return spec.member(s) != nullptr; }))
            spec.resources.insert(id);
    return spec;
}

/// What Pacemaker writes into a cluster that nobody has configured.
inline std::string emptyCib()
{
    return R"(<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1"><configuration>)"
           R"(<crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-have-watchdog" name="have-watchdog" value="false"/>)"
           R"(<nvpair id="cib-bootstrap-options-dc-version" name="dc-version" value="2.1.5-a3f44794f94"/></cluster_property_set></crm_config>)"
           R"(<nodes/><resources/><constraints/></configuration><status/></cib>)";
}

inline std::string withConfiguration(const std::string &cib, const ha::Element &configuration)
{
    const std::size_t from = cib.find("<configuration>"), to = cib.find("</configuration>") + 16;
    return cib.substr(0, from) + ha::writeXml(configuration) + cib.substr(to);
}

/// A configuration after patches; what does not fit is said in `problem`.
inline ha::Element patched(ha::Element configuration, const std::vector<ha::CibPatch> &patches, std::string &problem)
{
    for (const ha::CibPatch &p : patches)
        if (const auto done = ha::apply(p, configuration); !done && problem.empty())
            problem = done.error().message + ": " + done.error().detail;
    return configuration;
}

/// The CIB of a cluster that was configured from nothing.
inline std::string configuredCib(const inventory::World &world, const ha::ClusterSpec &spec)
{
    const auto cib = ha::parseCib(emptyCib());
    std::string problem;
    ha::Element configuration = patched(cib->configuration, ha::difference(*cib, ha::wantedCib({ world, spec })), problem);
    for (ha::Element &section : configuration.children)
        if (section.name == "nodes")
            for (const ha::Member &m : spec.members)
                section.children.push_back({ "node", { { "id", std::to_string(m.nodeId) }, { "uname", m.nodeName() } }, {}, {} });
    return problem.empty() ? withConfiguration(emptyCib(), configuration) : problem;
}

/// crm_mon of such a cluster with all well; tests replace words in it.
inline std::string statusOf(const inventory::World &world, const ha::ClusterSpec &spec)
{
    std::string out = R"(<pacemaker-result api-version="2.25" request="crm_mon"><summary><stack type="corosync" pacemakerd-state="running"/>)"
                      R"(<current_dc present="true" version="2.1.5-a3f44794f94" name=")" + spec.members.front().nodeName() + R"(" id="1" with_quorum="true" mixed_version="false"/>)"
                      R"(<cluster_options stonith-enabled="true" symmetric-cluster="true" no-quorum-policy="stop" maintenance-mode="false" stop-all-resources="false"/></summary><nodes>)";
    for (const ha::Member &m : spec.members)
        out += "<node name=\"" + m.nodeName() + "\" id=\"" + std::to_string(m.nodeId) + R"(" online="true" standby="false" standby_onfail="false" maintenance="false" pending="false" unclean="false" shutdown="false" expected_up="true" is_dc="false" resources_running="2" type="member"/>)";
    out += "</nodes><resources>";
    const auto resource = [&](const std::string &id, const std::string &agent, const std::string &node) {
        out += "<resource id=\"" + id + "\" resource_agent=\"" + agent + R"(" role="Started" active="true" orphaned="false" blocked="false" managed="true" failed="false" failure_ignored="false" nodes_running_on="1"><node name=")" + node + "\" id=\"1\" cached=\"true\"/></resource>";
    };
    for (const ha::Member &m : spec.members)
        resource(ha::fenceDeviceId(m.server, 1), "stonith:fence_ipmilan", (m.server == spec.members.front().server ? spec.members.back() : spec.members.front()).nodeName());
    for (const std::string &id : spec.resources)
        if (const auto *t = world.target(id))
            resource(ha::resourceId(*t), "ocf:lustre:Lustre", spec.member(t->primary)->nodeName());
    return out + "</resources><status code=\"0\" message=\"OK\"/></pacemaker-result>";
}

inline std::string linksOf(const ha::ClusterSpec &spec, int node)
{
    std::string out = "Local node ID " + std::to_string(node) + ", transport knet\n";
    for (std::size_t link = 0; link < spec.members.front().addresses.size(); ++link) {
        out += "LINK ID " + std::to_string(link) + " udp\n\taddr\t= " + spec.members[std::size_t(node) - 1].addresses[link] + "\n\tstatus:\n";
        for (const ha::Member &m : spec.members)
            out += "\t\tnodeid:          " + std::to_string(m.nodeId) + ":\t" + (m.nodeId == node ? "localhost" : "connected") + "\n";
    }
    return out;
}

inline std::string quorumOf(const ha::ClusterSpec &spec)
{
    const std::size_t n = spec.members.size();
    std::string out = "Quorum information\n------------------\nQuorum provider:  corosync_votequorum\nNodes:            " + std::to_string(n) + "\nNode ID:          1\nRing ID:          1.8\nQuorate:          Yes\n\n"
        "Votequorum information\n----------------------\nExpected votes:   " + std::to_string(n) + "\nHighest expected: " + std::to_string(n) + "\nTotal votes:      " + std::to_string(n) + "\nQuorum:           "
        + std::to_string(n == 2 ? 1 : n / 2 + 1) + "  \nFlags:            " + (n == 2 ? "2Node " : "") + "Quorate WaitForAll \n\nMembership information\n----------------------\n    Nodeid      Votes Name\n";
    for (const ha::Member &m : spec.members)
        out += "         " + std::to_string(m.nodeId) + "          1 " + m.nodeName() + (m.nodeId == 1 ? " (local)\n" : "\n");
    return out;
}

/// From now on the members say that they are this cluster, and that all is well.
inline void run(Scene &scene, const ha::ClusterSpec &spec)
{
    const inventory::World before = scene.world();
    for (const ha::Member &m : spec.members)
        scene.change(m.server, [&](protocol::HostInventory &h) {
            h.ha.corosync = h.ha.pacemaker = h.ha.corosyncEnabled = h.ha.pacemakerEnabled = true;
            h.ha.corosyncConf = ha::corosyncConf(spec);
            h.ha.authkeySum = "00ff";
            h.ha.links = linksOf(spec, m.nodeId);
            h.ha.quorum = quorumOf(spec);
            h.ha.status = statusOf(before, spec);
            h.ha.cib = m.nodeId == 1 ? configuredCib(before, spec) : std::string();
            h.ha.secretFiles = { "oss1-bmc", "oss2-bmc" };
        });
}

} // namespace hascene
