// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/trouble.h"

#include "core/ha/words.h"

#include <QCryptographicHash>
#include <algorithm>
#include <array>

namespace ha {

namespace {

const std::string &givenValue(const Values &values, const std::string &name)
{
    static const std::string none;
    const auto it = values.find(name);
    return it == values.end() ? none : it->second;
}

/// Whether a list or map of hosts ("oss1,oss2", "oss1:3;oss2:4") has this one.
bool hasHost(const std::string &text, const std::string &node)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" ,;", at), text.size());
        const std::string word = text.substr(at, end - at);
        if (word.substr(0, word.find_first_of(":=")) == node)
            return true;
        at = end + 1;
    }
    return false;
}

/// Written by operating a cluster or by Pacemaker itself.
bool isOperation(const Element &e)
{
    static constexpr std::array<std::string_view, 12> names { "target-role", "is-managed", "maintenance", "maintenance-mode", "standby", "last-lrm-refresh", "dc-version",
        "cluster-infrastructure", "cluster-name", "have-watchdog", "stop-orphan-resources", "probe_complete" };
    if (e.name == "nvpair")
        return std::find(names.begin(), names.end(), e["name"]) != names.end();
    return e.name.starts_with("rsc_") && (e["id"].starts_with("cli-ban-") || e["id"].starts_with("cli-prefer-") || e["id"].starts_with("cli-standby-"));
}

bool isEmptySet(const Element &e)
{
    return e.children.empty() && (e.name == "meta_attributes" || e.name == "instance_attributes" || e.name == "cluster_property_set" || e.name == "utilization");
}

Element configured(Element e)
{
    std::vector<Element> kept;
    for (Element &child : e.children)
        if (!isOperation(child))
            if (Element c = configured(std::move(child)); !isEmptySet(c))
                kept.push_back(std::move(c));
    e.children = std::move(kept);
    return e;
}

/// The node on which the constraints want a resource most, and which could take it.
std::string preferredNode(const HaCluster &c, const TargetResource &r)
{
    std::string best;
    std::int64_t most = 0;
    for (const CibConstraint &l : c.cib ? c.cib->constraints : std::vector<CibConstraint>()) {
        if (l.kind != ConstraintKind::Location || (l.resource != r.resource && l.resource != r.top) || l.node.empty() || l.id.starts_with("cli-"))
            continue;
        if (const std::int64_t score = pacemakerScore(l.score); score > most) {
            most = score;
            best = l.node;
        }
    }
    const NodeStatus *node = best.empty() ? nullptr : c.status->node(best);
    return node && node->word() == "online" ? best : std::string();
}

} // namespace

std::vector<std::string> fenceDevicesOf(const Cib &cib, const std::string &node)
{
    std::vector<std::string> out;
    for (const FencingLevel &l : cib.levels)
        if (l.target == node)
            out.insert(out.end(), l.devices.begin(), l.devices.end());
    if (!out.empty())
        return out;
    for (const CibResource &r : cib.resources)
        if (r.isStonith() && r.kind == ResourceKind::Primitive) {
            const std::string &list = givenValue(r.parameters, "pcmk_host_list"), &map = givenValue(r.parameters, "pcmk_host_map");
            if ((list.empty() && map.empty()) || hasHost(list, node) || hasHost(map, node))
                out.push_back(r.id);
        }
    return out;
}

std::string fenceTrouble(const ClusterStatus &status, const std::string &device)
{
    const ResourceStatus *r = status.resource(device);
    if (!r)
        return device + " is not among Pacemaker's resources";
    // Before Pacemaker is told where a device must not run, it may have tried there. That keeps nobody else from using it.
    const auto counts = [&](const std::string &node) {
        return !r->active || std::none_of(status.bans.begin(), status.bans.end(), [&](const Ban &b) { return b.resource == device && b.node == node && b.score <= -1'000'000; });
    };
    for (const FailCount &f : status.failCounts)
        if (f.resource == device && f.count > 0 && counts(f.node))
            return device + " failed " + (f.count >= 1'000'000 ? std::string("to start") : std::to_string(f.count) + (f.count == 1 ? " time" : " times")) + " on " + f.node
                + (f.lastFailure.empty() ? "" : ", last " + f.lastFailure);
    for (const Failure &f : status.failures)
        if (f.resource == device && counts(f.node))
            return device + " failed on " + f.node + ": " + (f.reason.empty() ? f.text : f.reason);
    if (!r->active || r->failed)
        return device + (r->failed ? " has failed" : " does not run");
    return {};
}

std::string linksDown(const HaCluster &cluster, const ClusterMember &member)
{
    const auto isOnline = [&](int nodeId) {
        if (!cluster.status)
            return true;
        for (const NodeStatus &n : cluster.status->nodes)
            if (n.id == std::to_string(nodeId))
                return n.online && !n.unclean;
        return true;
    };
    std::vector<std::string> words;
    for (const Link &l : member.links ? member.links->links : std::vector<Link>()) {
        int lost = 0, others = 0;
        for (const LinkPeer &p : l.peers)
            if (!p.self && isOnline(p.nodeId)) {
                ++others;
                lost += p.connected ? 0 : 1;
            }
        // A peer that is gone is no broken link; an old Corosync names no peers.
        if (others == 0 ? l.peers.empty() && l.faulty : lost * 2 >= others && lost > 0)
            words.push_back("link " + std::to_string(l.number) + (l.address.empty() ? "" : " (" + l.address + ")"));
    }
    return listed(words);
}

std::string fencingFailed(const ClusterStatus &status)
{
    std::set<std::string> judged;
    std::vector<std::string> words;
    for (const FenceEvent &e : status.fenceHistory) { // newest first
        if (e.status == "pending" || !judged.insert(e.target).second || e.status != "failed")
            continue;
        const NodeStatus *node = status.node(e.target);
        if (!node || !node->online || node->unclean)
            words.push_back(e.action + " of " + e.target + " failed" + (e.reason.empty() ? "" : ": " + e.reason));
    }
    return joined(words, "; ");
}

std::string inMaintenance(const HaCluster &cluster)
{
    if (!cluster.status)
        return {};
    if (cluster.status->maintenance)
        return "the whole cluster";
    std::vector<std::string> words;
    for (const NodeStatus &n : cluster.status->nodes)
        if (n.maintenance)
            words.push_back(n.name);
    for (const TargetResource &t : cluster.targets)
        if (const ResourceStatus *r = cluster.status->resource(t.resource); r && !r->managed && !r->blocked && words.empty())
            words.push_back(t.resource);
    return listed(words);
}

std::string resourceFailure(const ClusterStatus &status, const TargetResource &resource)
{
    const auto isPart = [&](const std::string &id) {
        const ResourceStatus *r = status.resource(id);
        return id == resource.resource || id == resource.top || (r && !r->group.empty() && r->group == resource.top);
    };
    std::vector<std::string> words;
    for (const Failure &f : status.failures)
        if (isPart(f.resource) && words.size() < 3)
            words.push_back(f.task + " failed on " + f.node + (f.reason.empty() && f.text.empty() ? "" : ": " + (f.reason.empty() ? f.text : f.reason)));
    for (const FailCount &f : status.failCounts)
        if (words.empty() && isPart(f.resource) && f.count > 0)
            words.push_back("failed on " + f.node + (f.count >= 1'000'000 ? "" : ", " + std::to_string(f.count) + (f.count == 1 ? " time" : " times")));
    for (const ResourceStatus &r : status.resources)
        if (words.empty() && r.failed && isPart(r.id))
            words.push_back("has failed" + (r.nodes.empty() ? std::string() : " on " + r.nodes.front()));
    return joined(words, "; ");
}

std::string resourceMisplaced(const HaCluster &cluster, const TargetResource &resource)
{
    const ResourceStatus *r = cluster.status ? cluster.status->resource(resource.resource) : nullptr;
    if (!r || !r->managed || !r->pending.empty())
        return {};
    if (r->nodes.size() > 1)
        return "runs on " + listed(r->nodes) + " at once";
    const std::string preferred = preferredNode(cluster, resource);
    if (r->nodes.empty() || preferred.empty() || r->nodes.front() == preferred)
        return {};
    return "runs on " + r->nodes.front() + ", and its constraints want it on " + preferred + ", which is online";
}

std::string configurationSum(const Cib &cib)
{
    if (cib.configuration.name.empty())
        return {};
    const std::string text = writeXml(configured(cib.configuration));
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex().toStdString();
}

std::string lastChangeBy(const ClusterStatus &status)
{
    std::string words = status.lastChangeUser.empty() ? "somebody" : status.lastChangeUser;
    if (!status.lastChangeClient.empty())
        words += " with " + status.lastChangeClient;
    if (!status.lastChangeOrigin.empty())
        words += " on " + status.lastChangeOrigin;
    return words;
}

} // namespace ha
