// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hapaper.h"

#include "core/ha/corosync.h"
#include "core/ha/difference.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace worlds {

using ha::Element;
using protocol::HostInventory;
using protocol::Json;
using protocol::textOf;
using protocol::Verb;

namespace {

std::string clusterOf(const HostInventory &h)
{
    const auto conf = ha::parseCorosyncConf(h.ha.corosyncConf);
    return conf ? conf->clusterName : std::string();
}

inventory::World worldOf(const HaPaper::Hosts &hosts)
{
    std::vector<inventory::HostReport> reports;
    for (const auto &[name, h] : hosts) {
        inventory::HostReport r;
        r.server = name;
        r.reach = inventory::Reach::Connected;
        r.inventory = std::make_shared<const HostInventory>(h);
        reports.push_back(std::move(r));
    }
    return inventory::buildWorld(reports);
}

Element *find(Element &in, const std::string &id)
{
    if (in["id"] == id)
        return &in;
    for (Element &child : in.children)
        if (Element *found = find(child, id))
            return found;
    return nullptr;
}

/// Only what is mounted where is asked of it.
inventory::World mountsOf(const HaPaper::Hosts &hosts)
{
    HaPaper::Hosts bare = hosts;
    for (auto &[name, h] : bare)
        h.ha = {};
    return worldOf(bare);
}

/// A meta attribute of a resource; empty value: taken out.
void setMeta(Element &resource, const std::string &name, const std::string &value)
{
    for (Element &set : resource.children)
        if (set.name == "meta_attributes")
            std::erase_if(set.children, [&](const Element &e) { return e["name"] == name; });
    if (value.empty())
        return;
    const std::string id = resource["id"] + "-meta_attributes";
    auto set = std::find_if(resource.children.begin(), resource.children.end(), [](const Element &e) { return e.name == "meta_attributes"; });
    if (set == resource.children.end())
        set = resource.children.insert(resource.children.begin(), { "meta_attributes", { { "id", id } }, {}, {} });
    set->children.push_back({ "nvpair", { { "id", id + "-" + name }, { "name", name }, { "value", value } }, {}, {} });
}

std::string meta(const Element &resource, const std::string &name)
{
    for (const Element &set : resource.children)
        if (set.name == "meta_attributes")
            for (const Element &e : set.children)
                if (e["name"] == name)
                    return e["value"];
    return {};
}

bool isMaintained(const Element &configuration)
{
    const Element *options = configuration.child("crm_config");
    for (const Element &set : options ? options->children : std::vector<Element> {})
        for (const Element &e : set.children)
            if (e["name"] == "maintenance-mode")
                return e["value"] == "true";
    return false;
}

void setMaintained(Element &configuration, bool on)
{
    for (Element &section : configuration.children) {
        if (section.name != "crm_config")
            continue;
        if (section.children.empty())
            section.children.push_back({ "cluster_property_set", { { "id", "cib-bootstrap-options" } }, {}, {} });
        Element &set = section.children.front();
        std::erase_if(set.children, [](const Element &e) { return e["name"] == "maintenance-mode"; });
        if (on)
            set.children.push_back({ "nvpair", { { "id", "cib-bootstrap-options-maintenance-mode" }, { "name", "maintenance-mode" }, { "value", "true" } }, {}, {} });
    }
}

Element emptyConfiguration()
{
    Element out { "configuration", {}, {}, {} };
    for (const char *section : { "crm_config", "nodes", "resources", "constraints", "fencing-topology", "rsc_defaults" })
        out.children.push_back({ section, {}, {}, {} });
    return out;
}

bool isMember(const HostInventory &h, const std::string &cluster) { return h.ha.corosync && h.ha.pacemaker && clusterOf(h) == cluster; }

std::string nodeXml(const std::string &name, int id, bool online, bool standby, bool dc)
{
    const auto word = [](bool b) { return b ? "true" : "false"; };
    return std::string("<node name=\"") + name + "\" id=\"" + std::to_string(id) + "\" online=\"" + word(online) + "\" standby=\"" + word(standby)
        + "\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\" unclean=\"false\" health=\"green\" shutdown=\"false\" expected_up=\"true\" is_dc=\"" + word(dc)
        + "\" resources_running=\"0\" type=\"member\"/>";
}

} // namespace

HaPaper::HaPaper(const Hosts &hosts)
{
    for (const auto &[name, h] : hosts) {
        const std::string cluster = clusterOf(h);
        if (cluster.empty())
            continue;
        Cluster &c = m_clusters[cluster];
        if (c.configuration.name.empty())
            c.configuration = emptyConfiguration();
        if (const auto cib = h.ha.cib.empty() ? ha::Result<ha::Cib>(protocol::Error {}) : ha::parseCib(h.ha.cib))
            c.configuration = cib->configuration;
        if (const auto status = h.ha.status.empty() ? ha::Result<ha::ClusterStatus>(protocol::Error {}) : ha::parseStatus(h.ha.status)) {
            for (const ha::NodeStatus &n : status->nodes)
                if (n.standby)
                    c.standby.insert(n.name);
            for (const ha::ResourceStatus &r : status->resources)
                if (r.active)
                    c.active.insert(r.group.empty() ? r.id : r.group);
        }
    }
}

void HaPaper::build(const ha::ClusterSpec &spec, const inventory::World &world, Hosts &hosts, const std::set<std::string> &standby, bool maintenance)
{
    for (const ha::Member &m : spec.members) {
        HostInventory &h = hosts[m.server];
        h.ha.corosyncConf = ha::corosyncConf(spec);
        h.ha.authkeySum = "5e" + spec.name;
        h.ha.corosync = h.ha.pacemaker = h.ha.corosyncEnabled = h.ha.pacemakerEnabled = true;
        for (const auto &[server, devices] : spec.fencing)
            for (const ha::FenceDeviceSpec &d : devices)
                if (server != m.server && !d.secretName.empty())
                    h.ha.secretFiles.push_back(d.secretName);
    }
    HaPaper paper(hosts);
    Cluster &c = paper.m_clusters[spec.name];
    c.configuration = emptyConfiguration();
    if (const auto fresh = ha::parseCib("<cib>" + ha::writeXml(c.configuration) + "</cib>"))
        for (const ha::CibPatch &p : ha::difference(*fresh, ha::wantedCib({ world, spec })))
            (void)ha::apply(p, c.configuration).ok();
    c.standby = standby;
    setMaintained(c.configuration, maintenance);
    for (const std::string &id : spec.resources)
        if (const inventory::Target *t = world.target(id); t && t->state != machine::State::Mounted)
            if (Element *r = find(c.configuration, ha::topResourceId(*t)))
                setMeta(*r, "target-role", "Stopped");
    paper.tell(spec.name, hosts);
}

std::string HaPaper::mountedAt(const std::string &resource, const Hosts &hosts) const
{
    const inventory::World world = mountsOf(hosts);
    for (const auto &[id, t] : world->targets)
        if (ha::topResourceId(t) == resource)
            return t.active;
    return {};
}

std::vector<std::string> HaPaper::candidates(const std::string &resource, const Cluster &cluster, const Hosts &hosts) const
{
    std::vector<std::string> out;
    const inventory::World world = mountsOf(hosts);
    for (const auto &[id, t] : world->targets)
        for (const std::string &s : ha::topResourceId(t) == resource ? t.servers : std::vector<std::string> {})
            if (const auto h = hosts.find(s); h != hosts.end() && h->second.ha.pacemaker && !cluster.standby.contains(s))
                out.push_back(s);
    return out;
}

/// `server` empty: nowhere.
std::string HaPaper::mount(const std::string &resource, const std::string &server, Hosts &hosts)
{
    const inventory::World world = mountsOf(hosts);
    for (const auto &[id, t] : world->targets) {
        if (ha::topResourceId(t) != resource)
            continue;
        for (auto &[name, h] : hosts)
            for (protocol::FoundTarget &f : h.targets) {
                if (f.deviceId != t.volume)
                    continue;
                if (name == server && h.lnet.state != "up")
                    return "LNet is not up on " + name + ", where Pacemaker would mount " + t.label;
                f.mountpoint = name == server ? t.mountpoint : std::string();
                std::erase_if(h.mounts, [&](const auto &m) { return m.target == t.mountpoint; });
                if (name == server)
                    h.mounts.push_back({ f.device, f.mountpoint, "lustre", "rw" });
            }
        return {};
    }
    return "no target is " + resource;
}

void HaPaper::tell(const std::string &name, Hosts &hosts)
{
    Cluster &c = m_clusters[name];
    std::vector<std::string> members;
    std::string nodes, resources, dc;
    int id = 1;
    for (auto &[server, h] : hosts) {
        if (clusterOf(h) != name)
            continue;
        const bool online = isMember(h, name);
        if (online && dc.empty())
            dc = server;
        nodes += nodeXml(server, id++, online, c.standby.contains(server), server == dc);
        members.push_back(server);
    }
    const auto cib = ha::parseCib("<cib epoch=\"7\" have-quorum=\"1\">" + ha::writeXml(c.configuration) + "<status/></cib>");
    for (const ha::CibResource &r : cib ? cib->resources : std::vector<ha::CibResource> {}) {
        if (r.kind != ha::ResourceKind::Primitive || r.agent != "ocf:lustre:Lustre")
            continue;
        const std::string top = cib->outermost(r.id)->id, at = mountedAt(top, hosts);
        resources += "<resource id=\"" + r.id + "\" resource_agent=\"" + r.agent + "\" role=\"" + (at.empty() ? "Stopped" : "Started") + "\" active=\"" + (at.empty() ? "false" : "true")
            + "\" orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"false\" failure_ignored=\"false\" nodes_running_on=\"" + (at.empty() ? "0\"/>" : "1\"><node name=\"" + at + "\" id=\"1\" cached=\"true\"/></resource>");
    }
    const std::string maintained = isMaintained(c.configuration) ? "true" : "false";
    const std::string status = "<pacemaker-result api-version=\"2.30\"><summary><stack type=\"corosync\"/><current_dc present=\"true\" version=\"2.1.5\" name=\"" + dc
        + "\" id=\"1\" with_quorum=\"true\"/><cluster_options stonith-enabled=\"true\" symmetric-cluster=\"true\" no-quorum-policy=\"stop\" maintenance-mode=\"" + maintained
        + "\"/></summary><nodes>" + nodes + "</nodes><resources>" + resources + "</resources><status code=\"0\" message=\"OK\"/></pacemaker-result>";
    for (const std::string &server : members) {
        HostInventory &h = hosts[server];
        h.ha.status = h.ha.pacemaker ? status : std::string();
        h.ha.cib = h.ha.pacemaker && server == dc ? "<cib epoch=\"7\" have-quorum=\"1\">" + ha::writeXml(c.configuration) + "<status/></cib>" : std::string();
    }
}

void HaPaper::settle(const std::string &name, Hosts &hosts)
{
    Cluster &c = m_clusters[name];
    const bool runs = std::any_of(hosts.begin(), hosts.end(), [&](const auto &h) { return isMember(h.second, name); });
    const auto cib = ha::parseCib("<cib>" + ha::writeXml(c.configuration) + "</cib>");
    std::set<std::string> there;
    for (const ha::CibResource &r : cib ? cib->resources : std::vector<ha::CibResource> {})
        if (r.agent == "ocf:lustre:Lustre")
            there.insert(cib->outermost(r.id)->id);
    if (runs && !isMaintained(c.configuration)) {
        for (const std::string &forgotten : c.active)
            if (!there.contains(forgotten))
                (void)mount(forgotten, {}, hosts); // an orphan is stopped
        std::erase_if(c.active, [&](const std::string &r) { return !there.contains(r); });
        for (const std::string &r : there) {
            const Element *e = find(c.configuration, r);
            if (!e || meta(*e, "is-managed") == "false")
                continue;
            const auto where = candidates(r, c, hosts);
            const std::string at = mountedAt(r, hosts);
            if (meta(*e, "target-role") == "Stopped")
                (void)mount(r, {}, hosts);
            else if (std::find(where.begin(), where.end(), at) == where.end())
                (void)mount(r, where.empty() ? std::string() : where.front(), hosts);
        }
    }
    for (const std::string &r : there)
        if (!mountedAt(r, hosts).empty())
            c.active.insert(r);
    tell(name, hosts);
}

void HaPaper::rebooted(const std::string &server, Hosts &hosts)
{
    HostInventory &h = hosts[server];
    h.ha.corosync = h.ha.corosyncEnabled;
    h.ha.pacemaker = h.ha.pacemakerEnabled;
    if (const std::string cluster = clusterOf(h); !cluster.empty() && h.ha.corosync)
        settle(cluster, hosts);
}

std::string HaPaper::corosync(const plan::Step &s, Hosts &hosts)
{
    HostInventory &h = hosts[s.server];
    const auto has = [&](const char *package) { return std::any_of(h.software.packages.begin(), h.software.packages.end(), [&](const auto &p) { return p.name == package; }); };
    switch (s.verb) {
    case Verb::CorosyncKeygen: h.ha.authkeySum = "5e" + h.host; return h.ha.corosync ? "a key is made while Corosync runs" : "";
    case Verb::CorosyncConfigure: {
        if (!has("corosync"))
            return "Corosync is not installed on " + h.host;
        h.ha.corosyncConf = textOf(s.args, "conf");
        const std::string from = textOf(s.args, "keyFrom");
        if (!from.empty() && hosts[from].ha.authkeySum.empty())
            return from + " has no key to give";
        if (!from.empty())
            h.ha.authkeySum = hosts[from].ha.authkeySum;
        return ha::parseCorosyncConf(h.ha.corosyncConf) ? "" : "corosync.conf cannot be read";
    }
    case Verb::CorosyncStart: {
        const auto conf = ha::parseCorosyncConf(h.ha.corosyncConf);
        const bool open = h.firewall.kind.empty() || std::find(h.firewall.open.begin(), h.firewall.open.end(), "5405/udp") != h.firewall.open.end();
        if (!conf || (conf->cipher != "none" && h.ha.authkeySum.empty()) || !open)
            return "Corosync on " + h.host + (conf && open ? " has no key" : open ? " has no configuration" : " cannot be reached: its port is closed");
        h.ha.corosync = h.ha.corosyncEnabled = true;
        return {};
    }
    case Verb::CorosyncStop:
        if (h.ha.pacemaker)
            return "Corosync is stopped under Pacemaker on " + h.host;
        h.ha.corosync = h.ha.corosyncEnabled = false;
        return {};
    case Verb::CorosyncUnconfigure:
        if (h.ha.corosync)
            return "Corosync is unconfigured while it runs on " + h.host;
        h.ha.corosyncConf.clear();
        h.ha.authkeySum.clear();
        h.ha.status.clear();
        h.ha.cib.clear();
        return {};
    case Verb::PacemakerStart:
        if (!h.ha.corosync || !has("pacemaker"))
            return "Pacemaker cannot start on " + h.host;
        h.ha.pacemaker = h.ha.pacemakerEnabled = true;
        if (m_clusters[clusterOf(h)].configuration.name.empty())
            m_clusters[clusterOf(h)].configuration = emptyConfiguration();
        return {};
    default:
        h.ha.pacemaker = h.ha.pacemakerEnabled = false;
        h.ha.status.clear();
        h.ha.cib.clear();
        return {};
    }
}

std::string HaPaper::patch(const plan::Step &s, Cluster &c, Hosts &hosts)
{
    (void)hosts;
    for (const Json &j : protocol::member(s.args, "patches")) {
        ha::CibPatch p { textOf(j, "op"), textOf(j, "section"), textOf(j, "xpath"), textOf(j, "xml"), {}, false };
        auto done = ha::apply(p, c.configuration);
        if (!done && p.op == "modify") { // cibadmin --modify --allow-create
            p.op = "create";
            done = ha::apply(p, c.configuration);
        }
        if (!done && p.op != "delete")
            return p.op + " in " + p.section + ": " + done.error().message;
    }
    const auto cib = ha::parseCib("<cib>" + ha::writeXml(c.configuration) + "</cib>");
    if (!cib)
        return "the configuration cannot be read: " + cib.error().message;
    for (const ha::CibConstraint &k : cib->constraints)
        for (const std::string &r : { k.resource, k.with })
            if (!r.empty() && !cib->resource(r))
                return "the constraint " + k.id + " names " + r + ", which is not there";
    return {};
}

std::string HaPaper::resource(const plan::Step &s, Cluster &c, Hosts &hosts)
{
    const std::string id = textOf(s.args, "resource");
    Element *e = find(c.configuration, id);
    if (s.verb == Verb::ResourceCleanup) {
        if (protocol::flagOf(s.args, "refresh"))
            c.active.erase(id);
        return {};
    }
    if (!e)
        return "there is no resource " + id;
    if (isMaintained(c.configuration) && s.verb != Verb::ResourceManage && s.verb != Verb::ResourceUnban)
        return id + " is not touched in maintenance mode";
    switch (s.verb) {
    case Verb::ResourceStart: setMeta(*e, "target-role", "Started"); return {};
    case Verb::ResourceStop: setMeta(*e, "target-role", "Stopped"); return {};
    case Verb::ResourceManage: setMeta(*e, "is-managed", protocol::flagOf(s.args, "managed") ? "" : "false"); return {};
    case Verb::ResourceMove: {
        const auto where = candidates(id, c, hosts);
        if (std::find(where.begin(), where.end(), textOf(s.args, "node")) == where.end())
            return id + " cannot run on " + textOf(s.args, "node");
        return mount(id, textOf(s.args, "node"), hosts);
    }
    default: return {};
    }
}

std::string HaPaper::step(const plan::Step &s, Hosts &hosts)
{
    HostInventory &h = hosts[s.server];
    std::string name = clusterOf(h), problem;
    if (s.verb == Verb::FencingSecret) {
        if (protocol::flagOf(s.args, "remove"))
            std::erase(h.ha.secretFiles, textOf(s.args, "name"));
        else
            h.ha.secretFiles.push_back(textOf(s.args, "name"));
        return {};
    }
    if (s.verb >= Verb::CorosyncKeygen && s.verb <= Verb::PacemakerStop) {
        problem = corosync(s, hosts);
        name = clusterOf(h);
        if (!name.empty() && problem.empty())
            settle(name, hosts);
        return problem;
    }
    if (!h.ha.pacemaker)
        return "Pacemaker does not run on " + s.server;
    Cluster &c = m_clusters[name];
    if (s.verb == Verb::CibPatch)
        problem = patch(s, c, hosts);
    else if (s.verb == Verb::NodeStandby)
        protocol::flagOf(s.args, "standby") ? void(c.standby.insert(textOf(s.args, "node"))) : void(c.standby.erase(textOf(s.args, "node")));
    else if (s.verb == Verb::ClusterMaintenance)
        setMaintained(c.configuration, protocol::flagOf(s.args, "on"));
    else if (s.verb >= Verb::ResourceStart && s.verb <= Verb::ResourceUnban)
        problem = resource(s, c, hosts);
    if (problem.empty())
        settle(name, hosts);
    return problem;
}

} // namespace worlds
