// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ha.h"

#include "app/models/words.h"

#include <QRegularExpression>
#include <algorithm>

namespace models {

QString listText(const std::vector<std::string> &items)
{
    QStringList all;
    for (const std::string &item : items)
        all << q(item);
    return all.join(QStringLiteral(", "));
}

namespace {

bool isRunning(const ha::ClusterMember &m) { return m.corosync || m.pacemaker; }

} // namespace

bool hasHa(const inventory::World &world)
{
    if (!world->clusters.empty())
        return true;
    return std::any_of(world->volumes.begin(), world->volumes.end(), [](const auto &v) { return v.second.seenBy.size() > 1 && (v.second.usable() || !v.second.target.empty()); });
}

Badge nodeBadge(const ha::NodeStatus &n)
{
    if (n.unclean)
        return {Words::tr("Unclean"), Tone::Error, Words::tr("Nobody knows what it still does: it must be fenced before its targets may start elsewhere.")};
    if (!n.online)
        return {n.pending ? Words::tr("Pending") : Words::tr("Offline"), n.pending ? Tone::Working : Tone::Error};
    if (n.pending)
        return {Words::tr("Pending"), Tone::Working, Words::tr("It joins the cluster, and runs nothing yet.")};
    if (n.maintenance)
        return {Words::tr("Maintenance"), Tone::Warning, Words::tr("Pacemaker leaves everything on it as it is, also when it fails.")};
    if (n.standby || n.standbyOnFail)
        return {Words::tr("Standby"), Tone::Warning, n.standbyOnFail ? Words::tr("Pacemaker put it there after a failure.") : Words::tr("It may have no resources until it is brought online.")};
    if (n.health == "red" || n.health == "yellow")
        return {Words::tr("Online, health %1").arg(q(n.health)), Tone::Warning};
    return {Words::tr("Online"), Tone::Ok};
}

namespace {

Badge nodesBadge(const ha::ClusterStatus &status)
{
    Badge worst{Words::tr("Online"), Tone::Ok};
    for (const ha::NodeStatus &n : status.nodes)
        if (const Badge one = nodeBadge(n); one.tone != worst.tone && worse(one.tone, worst.tone) == one.tone)
            worst = {q(n.name) + QStringLiteral(": ") + one.word, one.tone, one.tip};
    return worst;
}

Badge resourcesBadge(const ha::ClusterStatus &status)
{
    for (const ha::ResourceStatus &r : status.resources)
        if (r.blocked || r.failed)
            return {r.blocked ? Words::tr("A resource is blocked") : Words::tr("A resource has failed"), Tone::Error, q(r.id)};
    return {};
}

Badge silentBadge(const ha::HaCluster &cluster)
{
    if (std::none_of(cluster.members.begin(), cluster.members.end(), [](const auto &m) { return m.connected; }))
        return {Words::tr("Not known"), Tone::Unknown, Words::tr("No member answers.")};
    if (std::any_of(cluster.members.begin(), cluster.members.end(), isRunning))
        return {Words::tr("Not known"), Tone::Unknown, Words::tr("Pacemaker has not said anything yet.")};
    return {Words::tr("Stopped"), Tone::Off, Words::tr("Neither Corosync nor Pacemaker runs on the members that answer.")};
}

} // namespace

Badge clusterBadge(const ha::HaCluster &cluster)
{
    if (!cluster.status)
        return silentBadge(cluster);
    const ha::ClusterStatus &status = *cluster.status;
    if (!status.quorum)
        return {Words::tr("No quorum"), Tone::Error, Words::tr("Without a majority Pacemaker starts nothing.")};
    const Badge nodes = nodesBadge(status), resources = resourcesBadge(status);
    if (nodes.tone == Tone::Error)
        return nodes;
    if (resources.tone == Tone::Error)
        return resources;
    if (!status.stonithEnabled)
        return {Words::tr("Fencing is off"), Tone::Error, Words::tr("A server that hangs may still write while its targets are mounted elsewhere.")};
    if (status.maintenance)
        return {Words::tr("Maintenance"), Tone::Warning, Words::tr("Pacemaker leaves everything as it is: nothing fails over.")};
    if (nodes.tone != Tone::Ok)
        return nodes;
    for (const ha::ClusterMember &m : cluster.members)
        if (m.links && std::any_of(m.links->links.begin(), m.links->links.end(), [](const ha::Link &l) { return l.faulty; }))
            return {Words::tr("A ring is down"), Tone::Warning};
    if (!cluster.problems.empty())
        return {Words::tr("Members disagree"), Tone::Warning, q(cluster.problems.front())};
    return {Words::tr("Online"), Tone::Ok};
}

Badge resourceBadge(const ha::ResourceStatus &r)
{
    if (r.nodes.size() > 1 && r.clone.empty() && r.bundle.empty())
        return {Words::tr("Runs twice"), Tone::Error, Words::tr("On %1: a target that is mounted twice is destroyed.").arg(listText(r.nodes))};
    if (r.blocked)
        return {Words::tr("Blocked"), Tone::Error, Words::tr("Pacemaker can do nothing more with it until it is cleaned up.")};
    if (r.failed)
        return {Words::tr("Failed"), Tone::Error};
    if (!r.pending.empty())
        return {q(r.pending), Tone::Working};
    if (r.orphaned)
        return {Words::tr("Orphaned"), Tone::Warning, Words::tr("It runs, and is not in the configuration any more.")};
    if (r.active)
        return {q(r.role.empty() ? "Started" : r.role), r.managed ? Tone::Ok : Tone::Warning, r.managed ? QString() : Words::tr("Pacemaker leaves it as it is.")};
    const bool wantedSo = r.targetRole == "Stopped" || r.disabled;
    return {Words::tr("Stopped"), wantedSo ? Tone::Off : Tone::Error};
}

Badge gradeBadge(const ha::Check &check)
{
    switch (check.grade) {
    case ha::Grade::Ok: return {Words::tr("ok"), Tone::Ok};
    case ha::Grade::Bad: return check.blocking ? Badge{Words::tr("bad"), Tone::Error} : Badge{Words::tr("risk"), Tone::Warning};
    case ha::Grade::Unknown: break;
    }
    return {Words::tr("not known"), Tone::Unknown};
}

std::string nodePlace(const ha::HaCluster &cluster, const std::string &node)
{
    const std::string server = cluster.serverOf(node);
    return server.empty() ? "node:" + node : "server:" + server;
}

QString membersText(const ha::HaCluster &cluster)
{
    std::vector<std::string> names;
    for (const ha::ClusterMember &m : cluster.members)
        names.push_back(m.server.empty() ? m.node : m.server);
    return listText(names);
}

QString quorumText(const ha::HaCluster &cluster)
{
    const bool quorate = cluster.status ? cluster.status->quorum : cluster.quorum && cluster.quorum->quorate;
    if (!cluster.quorum)
        return !cluster.status ? Words::tr("not known") : quorate ? Words::tr("yes") : Words::tr("no");
    const ha::Quorum &it = *cluster.quorum;
    return quorate ? Words::tr("yes, %1 of %2 votes").arg(it.totalVotes).arg(it.expectedVotes)
                   : Words::tr("no: %1 of %2 votes, %3 needed").arg(it.totalVotes).arg(it.expectedVotes).arg(it.needed);
}

Cell linksCell(const ha::ClusterMember *member)
{
    if (member == nullptr || !member->connected || !member->links || member->links->links.empty()) // what a dead one said last is no news
        return {Words::tr("not known"), {}, Tone::Unknown};
    QStringList words, tips;
    Tone tone = Tone::Ok;
    for (const ha::Link &link : member->links->links) {
        words << (link.faulty ? Words::tr("%1 down").arg(link.number) : Words::tr("%1 up").arg(link.number));
        tone = link.faulty ? Tone::Warning : tone;
        tips << Words::tr("Ring %1 at %2").arg(link.number).arg(q(link.address));
        for (const ha::LinkPeer &peer : link.peers)
            if (!peer.self)
                tips << QStringLiteral("    ") + Words::tr("to node %1: %2").arg(peer.nodeId).arg(q(peer.words));
    }
    return {words.join(QStringLiteral(", ")), {}, tone, -1, tips.join(QLatin1Char('\n'))};
}

std::vector<std::string> fenceDevicesOf(const ha::Cib *cib, const std::string &node)
{
    std::vector<std::string> names;
    if (cib == nullptr)
        return names;
    const auto lists = [&](const std::string &text) { // "oss1:3;oss2:4" or "oss1,oss2"
        QStringList words = q(text).split(QRegularExpression(QStringLiteral("[;,\\s]+")), Qt::SkipEmptyParts);
        return std::any_of(words.begin(), words.end(), [&](const QString &w) { return w.section(QLatin1Char(':'), 0, 0) == q(node); });
    };
    for (const ha::CibResource &r : cib->resources) {
        if (!r.isStonith())
            continue;
        const auto value = [&](const char *key) {
            const auto at = r.parameters.find(key);
            return at == r.parameters.end() ? std::string() : at->second;
        };
        const std::string list = value("pcmk_host_list"), map = value("pcmk_host_map");
        const bool levelled = std::any_of(cib->levels.begin(), cib->levels.end(), [&](const ha::FencingLevel &l) {
            return l.target == node && std::find(l.devices.begin(), l.devices.end(), r.id) != l.devices.end();
        });
        if (levelled || lists(list) || lists(map) || (list.empty() && map.empty()))
            names.push_back(r.id + " (" + r.agent.substr(8) + ")");
    }
    return names;
}

} // namespace models
