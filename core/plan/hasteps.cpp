// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/hasteps.h"

#include "core/ha/corosync.h"
#include "core/ha/trouble.h"
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"
#include "core/plan/hapieces.h"

#include <algorithm>

namespace plan {

using machine::ActionId;
using protocol::Json;
using protocol::Verb;

namespace {

using Steps = std::vector<HaStep>;

constexpr int resourceSeconds = 900;

class HaSteps {
public:
    HaSteps(const Model &model, const Draft &draft)
        : m_model(model)
        , m_draft(draft)
        , m_object(model[draft.object])
    {
    }

    base::Result<Steps> of(Verb verb)
    {
        switch (verb) {
        case Verb::CorosyncStop: return corosyncStop();
        case Verb::CorosyncKeygen: return keygen();
        case Verb::CorosyncConfigure: return configure();
        case Verb::FirewallClose: return closePorts();
        case Verb::CorosyncStart:
        case Verb::CorosyncUnconfigure:
        case Verb::PacemakerStart:
        case Verb::PacemakerStop: return Steps { { verb, m_object.server, Json::object() } };
        case Verb::FencingSecret: return secrets();
        case Verb::CibPatch: return patch();
        case Verb::ResourceStart:
        case Verb::ResourceStop: return role(verb);
        case Verb::ResourceMove: return move();
        case Verb::ResourceManage: return Steps { { verb, caller(), { { "resource", m_model.resourceName(target()) }, { "managed", true } } } };
        case Verb::ResourceCleanup: return cleanUp();
        case Verb::ResourceUnban: return Steps { { verb, caller(), { { "resource", m_model.resourceName(target()) } } } };
        case Verb::NodeStandby: return standby();
        case Verb::ClusterMaintenance:
            return Steps { { verb, caller(), { { "on", m_draft.action && m_draft.action->id == ActionId::MaintenanceOn } } } };
        case Verb::FenceNode: return fence();
        default: return Steps {};
        }
    }

private:
    Index cluster() const
    {
        return m_object.kind == Kind::HaCluster ? m_draft.object : m_object.kind == Kind::Target ? m_model[m_object.resource].cluster : m_object.cluster;
    }
    Index caller() const { return m_model.callerOf(cluster()); }
    const ha::ClusterSpec *spec() const { return m_model[cluster()].clusterSpec; }
    const ha::Cib *cib() const { return m_model[cluster()].seen ? m_model[cluster()].seen->cib.get() : nullptr; }
    const Object &target() const { return m_object.kind == Kind::Target ? m_object : m_model[m_object.target]; }
    const protocol::HostInventory &host() const { return *m_model.server(m_object.server).inventory; }

    /// Where it is configured for the first time: what a distribution starts with one node when its packages are installed goes, with
    /// the CIB that its Pacemaker has made.
    base::Result<Steps> corosyncStop() const
    {
        const HaStep stop { Verb::CorosyncStop, m_object.server, Json::object() };
        if (m_draft.from != State::Unconfigured)
            return Steps { stop };
        const inventory::ServerProfile *profile = m_model.profileOf(m_object.server);
        const bool fresh = profile && host().software.manager == "apt" && !missingHaPackages(*profile, host()).empty() && host().ha.corosyncConf.empty();
        const auto conf = ha::parseCorosyncConf(host().ha.corosyncConf);
        const bool alone = host().ha.corosync && conf && conf->nodes.size() < 2;
        if (fresh || alone)
            return Steps { { Verb::PacemakerStop, m_object.server, Json::object() }, stop, { Verb::CorosyncUnconfigure, m_object.server, Json::object() } };
        return host().ha.corosync ? Steps { stop } : Steps {};
    }

    bool isKeyHolder() const { return m_model[cluster()].corosyncs.front() == m_draft.object; }

    base::Result<Steps> keygen() const
    {
        if (!HaPieces::hasKey(*spec()) || !isKeyHolder() || !host().ha.authkeySum.empty())
            return Steps {};
        return Steps { { Verb::CorosyncKeygen, m_object.server, Json::object() } };
    }

    base::Result<Steps> configure() const
    {
        const Object &first = m_model[m_model[cluster()].corosyncs.front()];
        Json args = { { "conf", ha::corosyncConf(*spec()) }, { "bootSeconds", ha::noticedSeconds(*spec()) } };
        const auto &holder = m_model.server(first.server).inventory;
        const std::string sum = holder ? holder->ha.authkeySum : std::string();
        const bool has = !sum.empty() && host().ha.authkeySum == sum;
        if (HaPieces::hasKey(*spec()) && !isKeyHolder() && !has) {
            args["secrets"] = Json::array({ "authkey" });
            args["keyFrom"] = m_model[first.server].name;
        }
        if (m_draft.action && host().ha.corosync)
            args["reload"] = true;
        return Steps { { Verb::CorosyncConfigure, m_object.server, std::move(args) } };
    }

    base::Result<Steps> closePorts() const
    {
        Json ports = Json::array();
        for (const std::string &port : inventory::haPorts(2))
            if (std::find(host().firewall.ours.begin(), host().firewall.ours.end(), port) != host().firewall.ours.end())
                ports.push_back(port);
        if (ports.empty())
            return Steps {};
        Json args = { { "kind", host().firewall.kind }, { "ports", std::move(ports) } };
        if (!host().firewall.chains.empty())
            args["chains"] = host().firewall.chains;
        return Steps { { Verb::FirewallClose, m_object.server, std::move(args) } };
    }

    /// Everybody but the server itself may have to fence it.
    base::Result<Steps> secrets() const
    {
        Steps out;
        const bool remove = m_draft.to != State::Ready;
        for (const std::string &name : HaPieces::secretsOf(*spec(), m_model[m_object.server].name))
            for (const Index member : m_model[cluster()].servers) {
                if (member == m_object.server || !m_model.isUp(member))
                    continue;
                out.push_back({ Verb::FencingSecret, member, remove ? Json { { "name", name }, { "remove", true } }
                                                                    : Json { { "name", name }, { "secrets", Json::array({ "password" }) } } });
            }
        return out;
    }

    base::Result<Steps> patch() const
    {
        const bool out = m_draft.to == State::Unconfigured;
        if (!spec())
            return base::Error { base::Problem::Impossible, m_object.name + " belongs to a cluster that others made", {}, {} };
        if (const auto can = HaPieces::possible(m_model, *spec(), cib(), m_object.id, out); !can)
            return can.error();
        auto patches = out ? HaPieces::removals(cib(), m_object.id) : HaPieces::patches(m_model, *spec(), cib(), m_object.id);
        if (!out && m_object.kind == Kind::HaResource) {
            if (const auto can = agentsAreThere(); !can)
                return can.error();
            HaPieces::restrain(patches, m_draft.targetOff);
        }
        if (patches.empty())
            return Steps {};
        Steps steps = out ? Steps {} : mountpoints(patches);
        Json list = Json::array();
        for (const ha::CibPatch &p : patches) {
            Json one = { { "op", p.op }, { "section", p.section } };
            if (!p.xpath.empty())
                one["xpath"] = p.xpath;
            if (!p.xml.empty())
                one["xml"] = p.xml;
            list.push_back(std::move(one));
        }
        const std::string what = m_object.kind == Kind::HaResource ? "resource " + m_object.name : m_object.kind == Kind::HaCluster ? "cluster " + m_object.name : m_object.name;
        steps.push_back({ Verb::CibPatch, caller(), { { "patches", std::move(list) }, { "what", what } } });
        return steps;
    }

    /// ocf:lustre:Lustre mounts on a directory that is there: on a member that never mounted the target there is none.
    Steps mountpoints(const std::vector<ha::CibPatch> &patches) const
    {
        static constexpr std::string_view before = "name=\"mountpoint\" value=\"";
        std::string path;
        for (const ha::CibPatch &p : patches)
            if (const std::size_t at = p.xml.find(before); at != std::string::npos && p.op == "create")
                path = p.xml.substr(at + before.size(), p.xml.find('"', at + before.size()) - at - before.size());
        Steps steps;
        for (const Index member : m_model[cluster()].servers) {
            const auto &inventory = m_model.server(member).inventory;
            const auto &servers = target().servers;
            if (path.empty() || !m_model.isUp(member) || std::find(servers.begin(), servers.end(), member) == servers.end())
                continue;
            const auto isThere = [&](const protocol::HostInventory &h) {
                return std::find(h.ha.folders.begin(), h.ha.folders.end(), path) != h.ha.folders.end()
                    || std::any_of(h.mounts.begin(), h.mounts.end(), [&](const protocol::MountEntry &m) { return m.target == path; });
            };
            if (inventory && isThere(*inventory))
                continue;
            steps.push_back({ Verb::CibPatch, member, { { "patches", Json::array() }, { "folders", Json::array({ path }) }, { "what", "mount point of " + target().name } } });
        }
        return steps;
    }

    /// What mounts a target must be on each member, or come with the packages of this plan.
    base::Result<void> agentsAreThere() const
    {
        for (const Index s : m_model[cluster()].servers) {
            const auto &inventory = m_model.server(s).inventory;
            if (!inventory)
                continue;
            const auto &agents = inventory->ha.resourceAgents;
            const bool there = std::find(agents.begin(), agents.end(), "ocf:lustre:Lustre") != agents.end();
            const inventory::ServerProfile *profile = m_model.profileOf(s);
            const auto missing = profile ? missingHaPackages(*profile, *inventory) : std::vector<std::string> {};
            if (!there && std::find(missing.begin(), missing.end(), "lustre-resource-agents") == missing.end())
                return base::Error { base::Problem::Impossible, m_object.name + " cannot be handed over: the resource agent ocf:lustre:Lustre is not on " + m_model[s].name, {},
                    "Install it there: lustre-resource-agents of the Lustre packages." };
        }
        return {};
    }

    base::Result<Steps> role(Verb verb) const
    {
        const Index at = m_model.isUp(m_draft.server) ? m_draft.server : caller();
        return Steps { { verb, at, { { "resource", m_model.resourceName(m_object) }, { "timeoutSeconds", resourceSeconds } } } };
    }

    base::Result<Steps> move() const
    {
        return Steps { { Verb::ResourceMove, m_model.callerOf(cluster()), { { "resource", m_model.resourceName(m_object) },
                { "node", m_model.nodeName(cluster(), m_draft.aim) }, { "timeoutSeconds", resourceSeconds } } } };
    }

    base::Result<Steps> cleanUp() const
    {
        if (m_object.kind == Kind::HaCluster)
            return Steps { { Verb::ResourceCleanup, caller(), Json::object() } };
        if (m_object.kind == Kind::Fencing)
            return cleanUpDevices();
        Json args = { { "resource", m_model.resourceName(target()) } };
        if (m_draft.transition)
            args["refresh"] = true; // what is not configured any more would be an orphan, which Pacemaker stops
        return Steps { { Verb::ResourceCleanup, caller(), std::move(args) } };
    }

    base::Result<Steps> cleanUpDevices() const
    {
        Steps out;
        for (const std::string &device : cib() ? ha::fenceDevicesOf(*cib(), m_model.nodeName(cluster(), m_object.server)) : std::vector<std::string> {})
            out.push_back({ Verb::ResourceCleanup, caller(), { { "resource", device } } });
        return out;
    }

    base::Result<Steps> standby() const
    {
        const Index other = m_model.callerOf(cluster(), m_object.server);
        return Steps { { Verb::NodeStandby, other == noIndex ? m_object.server : other,
            { { "node", m_model.nodeName(cluster(), m_object.server) }, { "standby", m_draft.action && m_draft.action->id == ActionId::Standby } } } };
    }

    /// Fenced by a partner, which then says what it runs.
    base::Result<Steps> fence() const
    {
        const Index partner = m_model.callerOf(cluster(), m_object.server);
        const std::string &name = m_model[m_object.server].name, node = m_model.nodeName(cluster(), m_object.server);
        Json resources = Json::array();
        for (Index t = 0; t < m_model.size(); ++t)
            if (const Object &o = m_model[t]; o.kind == Kind::Target && m_model.isByPacemaker(t) && m_model[o.resource].cluster == cluster() && o.state == State::Mounted
                && std::find(o.servers.begin(), o.servers.end(), m_object.server) != o.servers.end())
                resources.push_back(m_model.resourceName(o));
        return Steps { { Verb::FenceNode, partner, { { "node", node }, { "action", "reboot" }, { "awaits", name }, { "bootId", host().bootId } } },
            { Verb::HaState, partner, { { "expect", { { "running", std::move(resources) }, { "notOn", node } } } } } };
    }

    const Model &m_model;
    const Draft &m_draft;
    const Object &m_object;
};

} // namespace

bool isHaVerb(Verb verb) { return verb >= Verb::HaState && verb <= Verb::PowerSet; }

base::Result<Steps> haSteps(const Model &model, const Draft &draft, Verb verb) { return HaSteps(model, draft).of(verb); }

std::string haRisk(const Model &model, const Draft &d)
{
    const Object &o = model[d.object];
    const std::string server = o.server == noIndex ? std::string() : model[o.server].name;
    if (d.action && d.action->id == ActionId::Standby)
        return "what Pacemaker runs on " + server + " moves to other members; its clients wait, and go on after recovery";
    if (d.action && d.action->id == ActionId::FenceTest)
        return server + " is powered off without being asked and started again";
    if (o.kind == Kind::Pacemaker)
        return "nothing on " + server + " is failed over any more";
    if (o.kind == Kind::Corosync)
        return server + " leaves its cluster";
    return {};
}

} // namespace plan
