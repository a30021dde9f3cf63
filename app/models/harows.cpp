// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of clusters.
#include "app/models/ha.h"

#include "app/models/words.h"

#include <QLocale>
#include <algorithm>

namespace models {

namespace {

QString yesWord(bool yes) { return yes ? Words::tr("yes") : Words::tr("no"); }

} // namespace

std::vector<Column> clusterColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("Cluster"), 110},
        {QStringLiteral("state"), Words::tr("State"), 150},
        {QStringLiteral("members"), Words::tr("Members"), 120},
        {QStringLiteral("quorum"), Words::tr("Quorum"), 120},
        {QStringLiteral("fencing"), Words::tr("Fencing"), 120},
        {QStringLiteral("ready"), Words::tr("Could fail over now"), 150},
        {QStringLiteral("made"), Words::tr("Set up by"), 90},
    };
}

namespace {

const ha::ClusterReadiness *readinessOf(const ha::Readiness &readiness, const std::string &cluster)
{
    const auto at = std::find_if(readiness.clusters.begin(), readiness.clusters.end(), [&](const auto &c) { return c.cluster == cluster; });
    return at == readiness.clusters.end() ? nullptr : &*at;
}

Cell fencingCell(const ha::HaCluster &cluster, const ha::ClusterReadiness *ready)
{
    if (cluster.status && !cluster.status->stonithEnabled)
        return {Words::tr("off"), {}, Tone::Error};
    if (ready == nullptr)
        return {QStringLiteral("–")};
    if (ready->proven)
        return {Words::tr("proven"), {}, Tone::Ok, -1, Words::tr("The oldest proof of its members is of %1.").arg(moment(ready->provenAt))};
    return {Words::tr("not proven"), {}, Tone::Warning, -1, Words::tr("A device that answers is no proof: only a test that switches a drained server off, and sees its targets come up on the partner, is.")};
}

Cell readyCell(const ha::Readiness &readiness, const std::string &cluster)
{
    std::size_t all = 0, can = 0;
    for (const ha::TargetReadiness &t : readiness.targets)
        if (t.cluster == cluster) {
            ++all;
            can += t.ready ? 1 : 0;
        }
    const QString text = all == 0 ? Words::tr("no targets") : Words::tr("%1 of %2").arg(can).arg(all);
    return {text, all == 0 ? -1.0 : static_cast<double>(can) / static_cast<double>(all), all == 0 ? Tone::None : can == all ? Tone::Ok : Tone::Error};
}

} // namespace

QString readySummary(const ha::Readiness &readiness, const std::string &cluster)
{
    int all = 0;
    int can = 0;
    for (const ha::TargetReadiness &t : readiness.targets)
        if (cluster.empty() || t.cluster == cluster) {
            ++all;
            can += t.ready ? 1 : 0;
        }
    return all == 0 ? Words::tr("no targets") : can == all ? Words::tr("all %n targets could fail over now", nullptr, all) : Words::tr("%1 of %2 could fail over now").arg(can).arg(all);
}

std::vector<Row> clusterRows(const inventory::World &world, const ha::Readiness &readiness)
{
    std::vector<Row> rows;
    for (const auto &[name, cluster] : world->clusters) {
        const bool quorate = cluster.status ? cluster.status->quorum : cluster.quorum && cluster.quorum->quorate;
        Cell quorum = cell(quorumText(cluster));
        quorum.tone = !cluster.status && !cluster.quorum ? Tone::Unknown : quorate ? Tone::None : Tone::Error;
        rows.push_back({cluster.id, {cell(name), cell(clusterBadge(cluster)), cell(membersText(cluster)), quorum, fencingCell(cluster, readinessOf(readiness, name)),
            readyCell(readiness, name), cell(cluster.foreign ? Words::tr("others") : Words::tr("this program"))}});
    }
    return rows;
}

std::vector<Column> proposalColumns()
{
    return {
        {QStringLiteral("servers"), Words::tr("Servers"), 130},
        {QStringLiteral("why"), Words::tr("Why"), 220},
        {QStringLiteral("rings"), Words::tr("Rings over"), 190},
        {QStringLiteral("targets"), Words::tr("Targets"), 70, true},
        {QStringLiteral("notes"), Words::tr("To know before"), 280},
    };
}

std::vector<Row> proposalRows(const std::vector<ha::Proposal> &proposals)
{
    std::vector<Row> rows;
    for (const ha::Proposal &p : proposals) {
        std::vector<std::string> rings;
        for (const ha::RingProposal &ring : p.rings)
            rings.push_back(ring.network);
        Cell notes = cell(listText(p.notes));
        notes.tone = p.notes.empty() ? Tone::None : Tone::Warning;
        notes.tip = notes.text;
        const auto targets = static_cast<int>(p.spec.resources.size());
        rows.push_back({"pair:" + p.spec.name, {cell(listText(p.servers)), cell(p.why), rings.empty() ? Cell{Words::tr("no common network"), {}, Tone::Error} : cell(listText(rings)),
            number(targets, QLocale().toString(targets)), notes}});
    }
    return rows;
}

std::vector<Column> nodeColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("Node"), 100},
        {QStringLiteral("state"), Words::tr("State"), 120},
        {QStringLiteral("dc"), Words::tr("Decides (DC)"), 90},
        {QStringLiteral("rings"), Words::tr("Rings"), 110},
        {QStringLiteral("resources"), Words::tr("Resources"), 80, true},
        {QStringLiteral("fencing"), Words::tr("Fence devices"), 200},
        {QStringLiteral("proof"), Words::tr("Last proof"), 130},
        {QStringLiteral("pacemaker"), Words::tr("Pacemaker"), 90, false, false},
        {QStringLiteral("health"), Words::tr("Health"), 80, false, false},
        {QStringLiteral("id"), Words::tr("Number"), 60, true, false},
    };
}

namespace {

Row nodeRow(const ha::HaCluster &cluster, const ha::NodeStatus *status, const ha::ClusterMember *member, const std::string &node, const std::map<std::string, std::int64_t> &proven)
{
    const std::string server = member != nullptr ? member->server : std::string();
    const std::vector<std::string> devices = fenceDevicesOf(cluster.cib.get(), node);
    Cell fencing = cluster.cib ? cell(listText(devices)) : Cell{Words::tr("not known"), {}, Tone::Unknown};
    if (cluster.cib && devices.empty())
        fencing = {Words::tr("none"), {}, Tone::Error, -1, Words::tr("When it dies, its targets stay down until a person has made sure that it is off.")};
    const auto proof = proven.find(server);
    const Badge badge = status != nullptr ? nodeBadge(*status)
        : member != nullptr && (member->corosync || member->pacemaker) ? Badge{Words::tr("Not known"), Tone::Unknown}
        : Badge{member != nullptr && member->connected ? Words::tr("Stopped") : Words::tr("Not known"), member != nullptr && member->connected ? Tone::Off : Tone::Unknown};
    const QString name = server.empty() || server == node ? q(node) : q(node + " (" + server + ")");
    return {nodePlace(cluster, node), {cell(name), cell(badge), cell(status != nullptr && status->dc ? Words::tr("yes") : QString()), linksCell(status == nullptr || (status->online && !status->unclean) ? member : nullptr),
        status != nullptr ? number(status->resourcesRunning, QLocale().toString(status->resourcesRunning)) : Cell{QString(), -1.0}, fencing,
        proof == proven.end() ? Cell{Words::tr("never"), -1.0, Tone::Warning} : Cell{moment(proof->second), static_cast<double>(proof->second)},
        cell(member == nullptr ? QString() : member->pacemaker ? Words::tr("runs") : Words::tr("stopped")), cell(status != nullptr ? status->health : std::string()),
        member != nullptr ? number(member->nodeId, QString::number(member->nodeId)) : Cell{QString(), -1.0}}};
}

} // namespace

std::vector<Row> nodeRows(const ha::HaCluster &cluster, const std::map<std::string, std::int64_t> &proven)
{
    std::vector<Row> rows;
    std::set<std::string> shown;
    for (const ha::ClusterMember &m : cluster.members)
        if (shown.insert(m.node).second)
            rows.push_back(nodeRow(cluster, cluster.status ? cluster.status->node(m.node) : nullptr, &m, m.node, proven));
    if (cluster.status)
        for (const ha::NodeStatus &n : cluster.status->nodes)
            if (shown.insert(n.name).second)
                rows.push_back(nodeRow(cluster, &n, nullptr, n.name, proven));
    return rows;
}

std::vector<Column> resourceColumns()
{
    return {
        {QStringLiteral("target"), Words::tr("Target"), 130},
        {QStringLiteral("state"), Words::tr("State"), 100},
        {QStringLiteral("where"), Words::tr("Runs on"), 80},
        {QStringLiteral("role"), Words::tr("Wanted role"), 90},
        {QStringLiteral("fails"), Words::tr("Failures"), 70, true},
        {QStringLiteral("managed"), Words::tr("Managed"), 80},
        {QStringLiteral("blocked"), Words::tr("Blocked"), 70},
        {QStringLiteral("words"), Words::tr("What Pacemaker says"), 280},
        {QStringLiteral("resource"), Words::tr("Resource"), 170},
        {QStringLiteral("group"), Words::tr("Group or clone"), 120, false, false},
        {QStringLiteral("agent"), Words::tr("Agent"), 130, false, false},
    };
}

namespace {

const ha::TargetResource *targetOf(const ha::HaCluster &cluster, const std::string &resource)
{
    const auto at = std::find_if(cluster.targets.begin(), cluster.targets.end(), [&](const auto &t) { return t.resource == resource; });
    return at == cluster.targets.end() ? nullptr : &*at;
}

bool speaksOf(const std::string &entry, const ha::ResourceStatus &r) { return entry == r.id || entry == r.group || entry == r.clone; }

/// Word for word: an admin looks these up.
QString wordsOf(const ha::ClusterStatus &status, const ha::ResourceStatus &r)
{
    QStringList all;
    for (const ha::Failure &f : status.failures)
        if (speaksOf(f.resource, r) || f.key.rfind(r.id + "_", 0) == 0)
            all << q(f.task + " on " + f.node + ": " + f.text + (f.reason.empty() ? "" : " (" + f.reason + ")") + (f.when.empty() ? "" : ", " + f.when));
    for (const ha::Ban &b : status.bans)
        if (speaksOf(b.resource, r))
            all << Words::tr("banned from %1 by %2").arg(q(b.node), q(b.id));
    if (!r.lockedTo.empty())
        all << q("locked to " + r.lockedTo);
    return all.join(QStringLiteral("; "));
}

Row resourceRow(const ha::HaCluster &cluster, const inventory::World &world, const ha::ResourceStatus &r, const std::string &instance)
{
    const ha::ClusterStatus &status = *cluster.status;
    const ha::TargetResource *known = targetOf(cluster, r.id);
    const inventory::Target *target = known != nullptr ? world.target(known->target) : nullptr;
    int fails = 0;
    for (const ha::FailCount &f : status.failCounts)
        fails += speaksOf(f.resource, r) ? f.count : 0;
    Cell failures = fails == 0 ? Cell{QString(), 0.0} : number(fails, fails >= 1'000'000 ? QStringLiteral("∞") : QLocale().toString(fails));
    failures.tone = fails > 0 ? Tone::Warning : Tone::None;
    Cell words = cell(wordsOf(status, r));
    words.tip = words.text;
    Cell managed = cell(yesWord(r.managed && !r.maintenance));
    managed.tone = r.managed && !r.maintenance ? Tone::None : Tone::Warning;
    Cell where = cell(listText(r.nodes));
    if (target != nullptr && r.nodes.size() == 1 && !target->primary.empty() && cluster.serverOf(r.nodes.front()) != target->primary) {
        where.tone = Tone::Warning;
        where.tip = Words::tr("Its primary is %1.").arg(q(target->primary));
    }
    return {target != nullptr ? target->id : "plain:" + r.id + instance, {target != nullptr ? cell(target->label) : Cell{r.isStonith() ? Words::tr("(fence device)") : QStringLiteral("–"), QStringLiteral("~")},
        cell(resourceBadge(r)), where, cell(r.targetRole.empty() ? std::string("Started") : r.targetRole), failures, managed,
        r.blocked ? Cell{yesWord(true), {}, Tone::Error} : cell(QString()), words, cell(r.id), cell(!r.group.empty() ? r.group : r.clone), cell(r.agent)}};
}

} // namespace

std::vector<Row> resourceRows(const ha::HaCluster &cluster, const inventory::World &world)
{
    std::vector<Row> rows;
    if (!cluster.status)
        return rows;
    std::set<std::string> keys;
    for (const ha::ResourceStatus &r : cluster.status->resources) {
        Row row = resourceRow(cluster, world, r, {});
        for (int i = 1; !keys.insert(row.key).second; ++i) // instances of a clone
            row.key = "plain:" + r.id + ":" + std::to_string(i);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Column> fencingColumns()
{
    return {
        {QStringLiteral("when"), Words::tr("When"), 150},
        {QStringLiteral("node"), Words::tr("Node"), 100},
        {QStringLiteral("action"), Words::tr("Action"), 80},
        {QStringLiteral("status"), Words::tr("Result"), 110},
        {QStringLiteral("by"), Words::tr("Done by"), 100},
        {QStringLiteral("for"), Words::tr("Asked for by"), 200},
        {QStringLiteral("reason"), Words::tr("Reason"), 240},
    };
}

std::vector<Row> fencingRows(const ha::HaCluster &cluster)
{
    std::vector<Row> rows;
    if (!cluster.status)
        return rows;
    for (const ha::FenceEvent &e : cluster.status->fenceHistory) {
        const Badge badge = e.status == "success" ? Badge{Words::tr("Done"), Tone::Ok} : e.status == "failed" ? Badge{Words::tr("Failed"), Tone::Error}
            : e.status == "pending" ? Badge{Words::tr("Pending"), Tone::Working} : Badge{q(e.status), Tone::Unknown};
        Cell when = e.completedAt != 0 ? Cell{moment(e.completedAt * 1000), static_cast<double>(e.completedAt)} : Cell{e.when.empty() ? Words::tr("now") : q(e.when), 9e18};
        const std::string key = "plain:" + std::to_string(rows.size()) + e.target + e.when;
        rows.push_back({key, {when, cell(e.target), cell(e.action), cell(badge), cell(e.delegate), cell(e.client.empty() ? e.origin : e.client + " on " + e.origin), cell(e.reason)}});
    }
    return rows;
}

std::vector<Column> readinessColumns()
{
    return {
        {QStringLiteral("what"), Words::tr("Of what"), 150},
        {QStringLiteral("ready"), Words::tr("Ready"), 110},
        {QStringLiteral("score"), Words::tr("Score"), 90, true},
        {QStringLiteral("where"), Words::tr("Runs on"), 80},
        {QStringLiteral("partner"), Words::tr("Would go to"), 90},
        {QStringLiteral("why"), Words::tr("Why not"), 320},
    };
}

namespace {

const ha::Check *worstOf(const std::vector<ha::Check> &checks)
{
    const ha::Check *worst = nullptr;
    const auto rank = [](const ha::Check &c) { return (c.blocking ? 2 : 0) + (c.grade == ha::Grade::Bad ? 1 : 0); };
    for (const ha::Check &c : checks)
        if (c.grade != ha::Grade::Ok && (worst == nullptr || rank(c) > rank(*worst)))
            worst = &c;
    return worst;
}

Badge readyWord(bool ready, const std::vector<ha::Check> &checks)
{
    const ha::Check *worst = worstOf(checks);
    if (ready)
        return worst == nullptr ? Badge{Words::tr("Ready"), Tone::Ok} : Badge{Words::tr("Ready, with a risk"), Tone::Warning, q(worst->text)};
    return {Words::tr("Not ready"), worst != nullptr && worst->grade == ha::Grade::Unknown ? Tone::Unknown : Tone::Error, worst == nullptr ? QString() : q(worst->text)};
}

Row readinessRow(const std::string &key, const QString &what, bool ready, int score, const std::vector<ha::Check> &checks, const std::string &where, const std::string &partner)
{
    const ha::Check *worst = worstOf(checks);
    Cell why = cell(worst == nullptr ? std::string() : worst->text);
    why.tip = why.text;
    return {key, {cell(what), cell(readyWord(ready, checks)), progress(score / 100.0), cell(where), cell(partner), why}};
}

} // namespace

std::vector<Row> readinessRows(const ha::Readiness &readiness, const std::string &cluster, bool onlyNotReady)
{
    std::vector<Row> rows;
    for (const ha::ClusterReadiness &c : readiness.clusters)
        if (c.cluster == cluster && !(onlyNotReady && c.ready)) {
            Row row = readinessRow("plain:cluster", Words::tr("The cluster itself"), c.ready, c.score, c.checks, {}, {});
            row.cells.front().sort = QString(); // first
            rows.push_back(std::move(row));
        }
    for (const ha::TargetReadiness &t : readiness.targets)
        if (t.cluster == cluster && !(onlyNotReady && t.ready))
            rows.push_back(readinessRow(t.target, q(t.label), t.ready, t.score, t.checks, t.active, t.partner));
    return rows;
}

std::vector<Column> checkColumns()
{
    return {
        {QStringLiteral("grade"), Words::tr("Check"), 100},
        {QStringLiteral("subject"), Words::tr("Of"), 80},
        {QStringLiteral("text"), Words::tr("What was found"), 340},
        {QStringLiteral("remedy"), Words::tr("What to do"), 300},
    };
}

std::vector<Row> checkRows(const std::vector<ha::Check> &checks)
{
    std::vector<Row> rows;
    const auto rank = [](const ha::Check &c) { return c.grade == ha::Grade::Ok ? 3 : !c.blocking ? 2 : c.grade == ha::Grade::Unknown ? 1 : 0; };
    for (const ha::Check &c : checks) {
        Cell grade = cell(gradeBadge(c));
        grade.sort = static_cast<double>(rank(c) * 1000 + static_cast<int>(rows.size()));
        Cell text = cell(c.text), remedy = cell(c.remedy);
        text.tip = text.text;
        remedy.tip = remedy.text;
        rows.push_back({c.id + ":" + c.subject + ":" + std::to_string(rows.size()), {grade, cell(c.subject), text, remedy}});
    }
    return rows;
}

Badge readyBadge(const ha::Readiness &readiness, const std::string &target)
{
    for (const ha::TargetReadiness &t : readiness.targets)
        if (t.target == target)
            return readyWord(t.ready, t.checks);
    return {};
}

} // namespace models
