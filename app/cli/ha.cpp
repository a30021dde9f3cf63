// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters of Corosync and Pacemaker: what they are, and which could be made.
#include "app/cli/context.h"
#include "app/cli/show.h"
#include "core/ha/propose.h"
#include "core/ha/readiness.h"
#include "core/manager/proofs.h"
#include "core/profile/profile.h"

#include <QDateTime>

namespace cli {
namespace {

using base::Error;
using base::Problem;

std::string day(std::int64_t ms) { return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd")).toStdString(); }

const char *yes(bool is) { return is ? "yes" : "no"; }

std::string nodeRows(const ha::HaCluster &c, const std::map<std::string, manager::FenceProof> &proofs, const inventory::Wanted &wanted)
{
    std::vector<std::vector<std::string>> rows;
    const auto spec = wanted.clusters.find(c.name);
    for (const ha::ClusterMember &m : c.members) {
        const ha::NodeStatus *n = c.status ? c.status->node(m.node) : nullptr;
        const bool fenced = spec != wanted.clusters.end() && spec->second.fencing.contains(m.server);
        const auto proof = proofs.find(m.server);
        rows.push_back({m.node, m.server.empty() ? "(no server here)" : m.server, n ? n->word() : m.pacemaker ? "?" : "Pacemaker does not run", n && n->dc ? "yes" : "",
            proof != proofs.end() ? day(proof->second.at) : spec == wanted.clusters.end() ? "" : fenced ? "never" : "no fence device"});
    }
    return table({"NODE", "SERVER", "STATE", "DECIDES", "FENCING PROVEN"}, rows);
}

std::string resourceRows(const ha::HaCluster &c, const inventory::World &world)
{
    std::vector<std::vector<std::string>> rows;
    for (const ha::ResourceStatus &r : c.status ? c.status->resources : std::vector<ha::ResourceStatus>{}) {
        std::string nodes, target, trouble;
        for (const std::string &n : r.nodes)
            nodes += (nodes.empty() ? "" : ", ") + n;
        for (const ha::TargetResource &t : c.targets)
            if (t.resource == r.id)
                target = world.target(t.target) ? world.target(t.target)->label : std::string();
        for (const ha::FailCount &f : c.status->failCounts)
            if (f.resource == r.id)
                trouble += (trouble.empty() ? "failed " : ", ") + std::to_string(f.count) + " times on " + f.node;
        if (r.blocked)
            trouble = "blocked" + (trouble.empty() ? "" : ", " + trouble);
        rows.push_back({r.id, target, r.pending.empty() ? r.role : r.pending, nodes, yes(r.managed), trouble});
    }
    return table({"RESOURCE", "TARGET", "ROLE", "NODE", "MANAGED", "TROUBLE"}, rows);
}

std::string clusterText(const ha::HaCluster &c, const inventory::World &world, const inventory::Wanted &wanted, const std::map<std::string, manager::FenceProof> &proofs)
{
    std::string out = "Cluster " + c.name + (c.foreign ? ", set up by others" : "") + "\n";
    if (!c.status)
        out += "  Pacemaker runs on no member that answers\n";
    else
        out += std::string("  quorum: ") + yes(c.status->quorum) + ", fencing: " + (c.status->stonithEnabled ? "on" : "OFF") + (c.status->maintenance ? ", IN MAINTENANCE MODE" : "")
            + ", Pacemaker " + c.status->pacemakerVersion + "\n";
    for (const std::string &p : c.problems)
        out += "  " + p + "\n";
    out += "\n" + nodeRows(c, proofs, wanted);
    if (c.status && !c.status->resources.empty())
        out += "\n" + resourceRows(c, world);
    for (const ha::FenceEvent &e : c.status ? c.status->fenceHistory : std::vector<ha::FenceEvent>{})
        out += "  " + e.when + " " + e.action + " of " + e.target + " by " + e.delegate + ": " + e.status + "\n";
    return out;
}

std::string readinessText(const ha::Readiness &readiness, const std::string &cluster)
{
    std::string out;
    for (const ha::TargetReadiness &t : readiness.targets) {
        if (!cluster.empty() && t.cluster != cluster)
            continue;
        out += "  " + t.label + ": " + (t.ready ? "could fail over to " + t.partner : "could NOT fail over") + ", " + std::to_string(t.score) + " of 100\n";
        for (const ha::Check &c : t.checks)
            if (c.grade != ha::Grade::Ok)
                out += "      " + c.text + (c.remedy.empty() ? "" : " " + c.remedy) + "\n";
    }
    for (const ha::ClusterReadiness &r : readiness.clusters)
        for (const ha::Check &c : cluster.empty() || r.cluster == cluster ? r.checks : std::vector<ha::Check>{})
            if (c.grade != ha::Grade::Ok)
                out += "  " + r.cluster + ": " + c.text + (c.remedy.empty() ? "" : " " + c.remedy) + "\n";
    return out.empty() ? out : "\nReadiness: " + readiness.summary() + "\n" + out;
}

Json clusterJson(const ha::HaCluster &c, const ha::Readiness &readiness)
{
    Json j = {{"name", c.name}, {"foreign", c.foreign}, {"problems", c.problems}, {"nodes", Json::array()}, {"resources", Json::array()}, {"readiness", Json::array()}};
    for (const ha::ClusterMember &m : c.members) {
        const ha::NodeStatus *n = c.status ? c.status->node(m.node) : nullptr;
        j["nodes"].push_back({{"node", m.node}, {"server", m.server}, {"corosync", m.corosync}, {"pacemaker", m.pacemaker}, {"state", n ? n->word() : ""}, {"dc", n && n->dc}});
    }
    if (!c.status)
        return j;
    j["quorum"] = c.status->quorum;
    j["fencing"] = c.status->stonithEnabled;
    j["maintenance"] = c.status->maintenance;
    for (const ha::ResourceStatus &r : c.status->resources)
        j["resources"].push_back({{"id", r.id}, {"agent", r.agent}, {"role", r.role}, {"nodes", r.nodes}, {"managed", r.managed}, {"failed", r.failed}, {"blocked", r.blocked}});
    for (const ha::TargetReadiness &t : readiness.targets)
        if (t.cluster == c.name) {
            Json checks = Json::array();
            for (const ha::Check &k : t.checks)
                if (k.grade != ha::Grade::Ok)
                    checks.push_back({{"id", k.id}, {"text", k.text}, {"remedy", k.remedy}, {"unknown", k.grade == ha::Grade::Unknown}});
            j["readiness"].push_back({{"target", t.label}, {"ready", t.ready}, {"score", t.score}, {"partner", t.partner}, {"checks", std::move(checks)}});
        }
    return j;
}

} // namespace

void showHa(const Context &c)
{
    const inventory::World world = c.manager().world();
    const std::string name = c.arguments.words.size() > 2 ? c.arguments.words[2] : std::string();
    if (!name.empty() && !world.cluster(name))
        return c.fail(Error{Problem::NotFound, "there is no cluster \"" + name + "\"", {}, "See: chandelierctl ha show"}, WrongUse);
    const auto proofs = manager::fenceProofs(c.manager().profile().path());
    std::map<std::string, std::int64_t> provenAt;
    for (const auto &[server, proof] : proofs)
        provenAt[server] = proof.at;
    const ha::Readiness readiness = ha::readiness({.world = world, .provenAt = provenAt, .now = QDateTime::currentMSecsSinceEpoch()});
    std::string text;
    Json json = Json::array();
    for (const auto &[key, cluster] : world->clusters) {
        if (!name.empty() && key != name)
            continue;
        text += (text.empty() ? "" : "\n") + clusterText(cluster, world, c.manager().wanted(), proofs);
        json.push_back(clusterJson(cluster, readiness));
    }
    if (text.empty())
        text = "There is no cluster. Servers that share disks: chandelierctl ha propose\n";
    else
        text += readinessText(readiness, name);
    c.print(text, json);
}

void proposeHa(const Context &c)
{
    std::string text;
    Json json = Json::array();
    for (const ha::Proposal &p : ha::proposePairs(c.manager().world())) {
        std::string servers, rings;
        for (const std::string &s : p.servers)
            servers += (servers.empty() ? "" : ",") + s;
        for (const ha::RingProposal &r : p.rings)
            rings += (rings.empty() ? "" : ",") + r.network;
        text += p.spec.name + ": " + p.why + "\n";
        for (const ha::RingProposal &r : p.rings)
            text += "    ring " + r.network + ": " + r.why + "\n";
        for (const std::string &n : p.notes)
            text += "    " + n + "\n";
        text += "    chandelierctl ha create " + p.spec.name + " --servers " + servers + (rings.empty() ? "" : " --ring " + rings) + " --targets all --fence SERVER=AGENT,KEY=VALUE,...\n";
        json.push_back({{"name", p.spec.name}, {"servers", p.servers}, {"why", p.why}, {"notes", p.notes}});
    }
    c.print(text.empty() ? "No servers share disks and are in no cluster yet.\n" : text, json);
}

} // namespace cli
