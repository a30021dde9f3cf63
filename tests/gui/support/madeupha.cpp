// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeupha.h"

#include "core/ha/corosync.h"
#include "core/ha/difference.h"
#include "core/inventory/ids.h"
#include "tests/gui/support/madeup.h"

#include <algorithm>

namespace madeup {

namespace {

constexpr std::int64_t shownAt = 1'700'000'000'000;

std::shared_ptr<protocol::HostInventory> copyOf(const inventory::Server &server) { return std::make_shared<protocol::HostInventory>(*server.inventory); }

void addHost(inventory::WorldData &data, inventory::Server &server)
{
    auto host = copyOf(server);
    const std::string nid = host->lnet.nids.front(), address = nid.substr(0, nid.find('@')), last = address.substr(address.rfind('.') + 1);
    host->interfaces = {{"lo", {}, "loopback", true, -1, {"127.0.0.1/8"}}, {"eth0", {}, "ethernet", true, 1000, {"192.168.0." + last + "/24"}},
        {"eth1", {}, "ethernet", true, 25000, {address + "/24"}}, {"eth2", {}, "ethernet", true, 10000, {"10.20.0." + last + "/24"}}};
    host->memoryAvailable = host->memory / 2;
    host->software.manager = "dnf";
    host->time.service = "chrony";
    host->time.running = {"chrony"};
    host->time.synchronized = true;
    host->ha.resourceAgents = {"ocf:heartbeat:ZFS", "ocf:lustre:Lustre", "ocf:lustre:healthLNET", "ocf:lustre:healthLUSTRE"};
    host->ha.fenceAgents = {"fence_ipmilan", "fence_redfish"};
    host->ha.spaceFree = 40LL << 30;
    host->ha.parameters = {{"at_max", "600"}, {"timeout", "100"}};
    host->ha.folders = {"/mnt"};
    for (const auto &[id, target] : data.targets)
        host->ha.folders.push_back(target.mountpoint.empty() ? inventory::defaultMountpoint(target.label) : target.mountpoint);
    for (const auto &[id, volume] : data.volumes)
        if (const std::string path = volume.pathOn(server.name); !path.empty()) {
            protocol::BlockDevice device;
            device.path = path;
            device.id = id;
            device.byId = {"/dev/disk/by-id/" + id};
            device.size = volume.size;
            host->devices.push_back(std::move(device));
        }
    server.inventory = host;
}

void nameBothServers(inventory::WorldData &data)
{
    for (auto &[id, t] : data.targets) {
        t.serviceNodes.clear();
        for (const std::string &s : t.servers)
            t.serviceNodes.push_back(data.servers.at(s).inventory->lnet.nids.front());
    }
}

ha::Cib cibOf(const inventory::World &world, const ha::ClusterSpec &spec)
{
    const auto empty = ha::parseCib(R"(<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1"><configuration>)"
                                    R"(<crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>)");
    ha::Element configuration = empty->configuration;
    for (const ha::CibPatch &patch : ha::difference(*empty, ha::wantedCib({world, spec})))
        (void)ha::apply(patch, configuration);
    const auto cib = ha::parseCib("<cib>" + ha::writeXml(configuration) + "</cib>");
    return cib ? *cib : *empty;
}

ha::ResourceStatus running(const std::string &id, const std::string &agent, const std::string &node)
{
    ha::ResourceStatus r;
    r.id = id;
    r.agent = agent;
    r.role = "Started";
    r.active = true;
    r.nodes = {node};
    return r;
}

ha::ClusterStatus statusOf(const inventory::World &world, const ha::ClusterSpec &spec)
{
    ha::ClusterStatus status;
    status.version = "2.1.5";
    status.pacemakerVersion = "2.1.5-a3f44794f94";
    status.stack = "corosync";
    status.quorum = status.stonithEnabled = true;
    status.dc = spec.members.front().nodeName();
    status.lastChange = "Mon Nov 20 14:02:11 2026";
    status.lastChangeUser = "root";
    status.lastChangeClient = "cibadmin";
    for (const ha::Member &m : spec.members) {
        ha::NodeStatus node;
        node.name = m.nodeName();
        node.id = std::to_string(m.nodeId);
        node.type = "member";
        node.online = node.expectedUp = true;
        node.dc = node.name == status.dc;
        status.nodes.push_back(node);
        const ha::Member &partner = m.server == spec.members.front().server ? spec.members.back() : spec.members.front();
        status.resources.push_back(running(ha::fenceDeviceId(m.server, 1), "stonith:fence_ipmilan", partner.nodeName()));
    }
    for (const std::string &id : spec.resources)
        if (const inventory::Target *t = world.target(id))
            status.resources.push_back(running(ha::resourceId(*t), "ocf:lustre:Lustre", t->active));
    for (ha::NodeStatus &node : status.nodes)
        node.resourcesRunning = static_cast<int>(std::count_if(status.resources.begin(), status.resources.end(), [&](const auto &r) { return r.nodes.front() == node.name; }));
    return status;
}

ha::Links linksOf(const ha::ClusterSpec &spec, const ha::Member &member)
{
    ha::Links links{member.nodeId, "knet", {}};
    for (std::size_t i = 0; i < member.addresses.size(); ++i) {
        ha::Link link;
        link.number = static_cast<int>(i);
        link.address = member.addresses[i];
        link.transport = "udp";
        for (const ha::Member &m : spec.members)
            link.peers.push_back({m.nodeId, true, m.nodeId == member.nodeId, m.nodeId == member.nodeId ? "localhost" : "connected"});
        links.links.push_back(std::move(link));
    }
    return links;
}

void addCluster(inventory::WorldData &data, const inventory::World &world, const ha::ClusterSpec &spec, bool foreign)
{
    ha::HaCluster cluster;
    cluster.id = inventory::clusterId(spec.name);
    cluster.name = spec.name;
    cluster.configured = true;
    cluster.foreign = foreign;
    cluster.statusFrom = spec.members.front().server;
    cluster.statusAt = shownAt;
    cluster.status = std::make_shared<const ha::ClusterStatus>(statusOf(world, spec));
    cluster.cib = std::make_shared<const ha::Cib>(cibOf(world, spec));
    if (const auto conf = ha::parseCorosyncConf(ha::corosyncConf(spec)))
        cluster.conf = *conf;
    const int votes = static_cast<int>(spec.members.size());
    cluster.quorum = ha::Quorum{true, votes, votes, votes, votes, votes == 2 ? 1 : votes / 2 + 1, {"Quorate"}};
    for (const ha::Member &m : spec.members) {
        cluster.members.push_back({m.server, m.nodeName(), m.nodeId, true, true, true, linksOf(spec, m)});
        inventory::Server &server = data.servers.at(m.server);
        auto host = copyOf(server);
        host->ha.corosync = host->ha.pacemaker = host->ha.corosyncEnabled = host->ha.pacemakerEnabled = true;
        host->ha.corosyncConf = ha::corosyncConf(spec);
        host->ha.authkeySum = "00ff";
        for (const ha::Member &other : spec.members)
            host->ha.secretFiles.push_back(other.server + "-bmc");
        server.inventory = host;
    }
    for (const std::string &id : spec.resources) {
        inventory::Target &t = data.targets.at(id);
        t.cluster = spec.name;
        t.resource = ha::topResourceId(t);
        cluster.targets.push_back({id, ha::resourceId(t), t.resource, "ocf:lustre:Lustre", {}, t.mountpoint, {}, !foreign});
    }
    data.clusters[spec.name] = std::move(cluster);
}

} // namespace

inventory::World haReady(const inventory::World &world)
{
    return changed(world, [](inventory::WorldData &data) {
        for (auto &[name, server] : data.servers)
            addHost(data, server);
        nameBothServers(data);
    });
}

ha::ClusterSpec haSpec(const ha::Proposal &proposal)
{
    ha::ClusterSpec spec = proposal.spec;
    int number = 0;
    for (const ha::Member &m : spec.members) {
        ha::FenceDeviceSpec bmc;
        bmc.id = "BMC";
        bmc.agent = "fence_ipmilan";
        bmc.parameters = {{"ip", "10.9.0." + std::to_string(++number)}, {"lanplus", "1"}, {"username", "fence"}};
        bmc.secretName = m.server + "-bmc";
        bmc.delaySeconds = number == 1 ? 5 : 0;
        spec.fencing[m.server] = {bmc};
    }
    return spec;
}

inventory::World withClusters(const inventory::World &world, inventory::Wanted &wanted, const std::set<std::string> &foreign)
{
    const inventory::World ready = haReady(world);
    return changed(ready, [&](inventory::WorldData &data) {
        for (const ha::Proposal &proposal : ha::proposePairs(ready)) {
            const ha::ClusterSpec spec = haSpec(proposal);
            addCluster(data, ready, spec, foreign.contains(spec.name));
            if (!foreign.contains(spec.name))
                wanted.clusters[spec.name] = spec;
        }
    });
}

inventory::World withStatus(const inventory::World &world, const std::string &cluster, const std::function<void(ha::ClusterStatus &)> &change)
{
    return changed(world, [&](inventory::WorldData &data) {
        ha::ClusterStatus status = *data.clusters.at(cluster).status;
        change(status);
        data.clusters.at(cluster).status = std::make_shared<const ha::ClusterStatus>(std::move(status));
    });
}

inventory::World afterDeath(const inventory::World &world, const std::string &cluster, const std::string &dead, std::int64_t at)
{
    std::string survivor;
    const inventory::World fenced = withStatus(world, cluster, [&](ha::ClusterStatus &status) {
        for (ha::NodeStatus &node : status.nodes)
            if (node.name != dead) {
                survivor = node.name;
                status.dc = node.name;
                node.dc = true;
            } else {
                node.online = node.dc = false;
                node.resourcesRunning = 0;
            }
        std::string failed;
        for (ha::ResourceStatus &r : status.resources)
            if (r.nodes == std::vector<std::string>{dead}) {
                r.nodes = {survivor};
                failed = r.isStonith() ? failed : r.id;
            }
        status.failures = {{survivor, failed, "start", failed + "_start_0", 1, 41, 0, "error", "mount.lustre: Connection timed out", "complete", "Mon Nov 23 02:51:09 2026", at / 1000}};
        status.failCounts = {{survivor, failed, 1, 3, "Mon Nov 23 02:51:09 2026", at / 1000}};
        status.fenceHistory = {{dead, "reboot", "success", survivor, "pacemaker-controld.1423", survivor, {}, "2026-11-23 02:51:04Z", at / 1000 - 5},
            {dead, "reboot", "failed", survivor, "pacemaker-controld.1423", survivor, "Timeout waiting for the BMC", "2026-11-21 11:20:00Z", at / 1000 - 140'000}};
    });
    return changed(fenced, [&](inventory::WorldData &data) {
        inventory::Server &server = data.servers.at(dead);
        server.reach = inventory::Reach::Lost;
        server.reason = "Connection timed out";
        server.lnet = machine::State::Unknown;
        for (ha::ClusterMember &m : data.clusters.at(cluster).members) {
            m.connected = m.server != dead;
            if (m.server == dead)
                m.links.reset();
            else
                for (ha::Link &link : m.links->links) {
                    link.faulty = true;
                    for (ha::LinkPeer &peer : link.peers)
                        peer = peer.self ? peer : ha::LinkPeer{peer.nodeId, false, false, "disconnected"};
                }
        }
        data.clusters.at(cluster).quorum->totalVotes = 1;
        data.clusters.at(cluster).statusFrom = survivor;
        for (auto &[id, t] : data.targets)
            if (t.cluster == cluster && t.active == dead) {
                t.active = survivor;
                t.mounts = {{survivor, t.mountpoint}};
                t.recovery = "RECOVERING";
            }
    });
}

const char *const ipmilanMetadata = R"(<?xml version="1.0" ?>
<resource-agent name="fence_ipmilan" shortdesc="Fence agent for IPMI">
<longdesc>fence_ipmilan is a Power Fencing agent which can be used with machines controlled by IPMI.</longdesc>
<parameters>
<parameter name="action" unique="0" required="1"><content type="string" default="reboot"/><shortdesc lang="en">Fencing action</shortdesc></parameter>
<parameter name="auth" unique="0" required="0"><content type="select"><option value="md5"/><option value="password"/><option value="none"/></content><shortdesc lang="en">IPMI Lan Auth type.</shortdesc></parameter>
<parameter name="ip" unique="0" required="0"><content type="string"/><shortdesc lang="en">IP address or hostname of fencing device</shortdesc></parameter>
<parameter name="lanplus" unique="0" required="0"><content type="boolean" default="0"/><shortdesc lang="en">Use Lanplus to improve security of connection</shortdesc></parameter>
<parameter name="password" unique="0" required="0"><content type="string"/><shortdesc lang="en">Login password or passphrase</shortdesc></parameter>
<parameter name="password_script" unique="0" required="0"><content type="string"/><shortdesc lang="en">Script to run to retrieve password</shortdesc></parameter>
<parameter name="plug" unique="0" required="0"><content type="string"/><shortdesc lang="en">IP address or hostname of fencing device</shortdesc></parameter>
<parameter name="privlvl" unique="0" required="0"><content type="select" default="administrator"><option value="callback"/><option value="user"/><option value="operator"/><option value="administrator"/></content><shortdesc lang="en">Privilege level on IPMI device</shortdesc></parameter>
<parameter name="username" unique="0" required="0"><content type="string"/><shortdesc lang="en">Login name</shortdesc></parameter>
<parameter name="verbose" unique="0" required="0"><content type="boolean"/><shortdesc lang="en">Verbose mode</shortdesc></parameter>
</parameters>
<actions><action name="on" automatic="0"/><action name="off"/><action name="reboot"/><action name="status"/><action name="monitor"/><action name="metadata"/></actions>
</resource-agent>)";

} // namespace madeup
