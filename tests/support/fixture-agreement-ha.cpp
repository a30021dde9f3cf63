// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters through the manager's own readers: what crm_mon, cibadmin, corosync's tools and fence agents printed.
#include "fixture-agreement.h"

#include "agent/collect/scan.h"
#include "core/ha/metadata.h"
#include "core/inventory/haparse.h"

#include <algorithm>

namespace fixture {

using collect::contains;
using collect::endsWith;
using collect::startsWith;

namespace {

template <class T> bool noted(Json &out, const std::string &what, const protocol::Result<T> &read)
{
    out["pieces"].push_back({{"what", what}, {"got", read.ok() ? "read" : read.error().message}});
    return read.ok();
}

std::string yes(bool value) { return value ? "true" : "false"; }

Json statusJson(const ha::ClusterStatus &status)
{
    Json out = Json::object();
    for (const ha::NodeStatus &n : status.nodes)
        out["nodes"][n.name] = {{"name", n.name}, {"id", n.id}, {"online", yes(n.online)}, {"standby", yes(n.standby)}, {"standby_onfail", yes(n.standbyOnFail)},
            {"maintenance", yes(n.maintenance)}, {"pending", yes(n.pending)}, {"unclean", yes(n.unclean)}, {"shutdown", yes(n.shutdown)}, {"expected_up", yes(n.expectedUp)},
            {"is_dc", yes(n.dc)}, {"resources_running", std::to_string(n.resourcesRunning)}, {"type", n.type}};
    for (const ha::ResourceStatus &r : status.resources) { // that program numbers the copies of a clone
        const std::string node = r.nodes.empty() ? std::string() : r.nodes.front();
        const ha::NodeStatus *at = status.node(node);
        const Json one{{"id", r.id}, {"resource_agent", r.agent}, {"role", r.role}, {"active", yes(r.active)}, {"orphaned", yes(r.orphaned)}, {"managed", yes(r.managed)},
            {"failed", yes(r.failed)}, {"failure_ignored", yes(r.failureIgnored)}, {"nodes_running_on", std::to_string(r.nodes.size())}, {"active_node_name", node},
            {"active_node_id", at ? at->id : std::string()}};
        for (int copy = 0;; ++copy)
            if (const std::string id = r.id + (copy == 0 ? "" : ":" + std::to_string(copy)); !out["resources"].contains(id)) {
                out["resources"][id] = one;
                break;
            }
    }
    for (const ha::Ban &b : status.bans)
        out["bans"][b.id + b.node] = {{"id", b.id}, {"resource", b.resource}, {"node", b.node}, {"weight", std::to_string(b.score)}, {"master_only", yes(b.promotedOnly)}};
    return out;
}

Json quorumJson(const ha::Quorum &q)
{
    Json out{{"quorate", q.quorate ? "1" : "0"}, {"expected_votes", std::to_string(q.expectedVotes)}, {"highest_expected", std::to_string(q.highestExpected)},
        {"total_votes", std::to_string(q.totalVotes)}, {"quorum", std::to_string(q.needed)}};
    for (const ha::QuorumVoter &v : q.voters)
        out["votes"][v.name] = std::to_string(v.votes);
    return out;
}

/// All answers of one request in a text that holds many; what is an error message of Pacemaker's is one.
void readAnswers(std::string_view text, Json &out)
{
    int number = 0;
    for (std::size_t at = 0; (at = text.find("<pacemaker-result", at)) != std::string_view::npos; ++number) {
        const std::size_t end = text.find("</pacemaker-result>", at);
        if (end == std::string_view::npos)
            break;
        noted(out, "answer " + std::to_string(number), ha::parseStatus(text.substr(at, end + 19 - at)));
        at = end;
    }
}

void readXmlOf(std::string_view text, Json &out)
{
    const auto root = ha::parseXml(text);
    if (!root)
        return; // the general reader says why
    const std::string &name = root->name;
    if (name == "crm_mon" || (name == "pacemaker-result" && root->child("summary"))) {
        if (const auto status = ha::parseStatus(text); noted(out, "status", status))
            out["status"] = statusJson(*status);
    } else if (name == "cib" || name == "configuration" || name == "resources" || name == "constraints" || name == "xpath-query" || name == "primitive" || name == "group"
        || name == "clone" || startsWith(name, "rsc_")) {
        const auto cib = ha::parseCib(text);
        if (noted(out, "configuration", cib) && !contains(text, "<resources/>"))
            out["pieces"].push_back({{"what", "something in it"}, {"got", cib->resources.empty() && cib->constraints.empty() && cib->properties.empty() ? "nothing" : "read"}});
    } else if (name == "resource-agent") {
        const auto metadata = ha::parseMetadata(text);
        if (noted(out, "metadata", metadata))
            out["pieces"].push_back({{"what", "its form"}, {"got", metadata->form().empty() ? "empty" : "read"}});
    }
}

} // namespace

Json readCluster(std::string_view text)
{
    Json out{{"pieces", Json::array()}};
    const std::string_view content = collect::trim(text);
    if (startsWith(content, "<")) {
        readXmlOf(content, out);
    } else if (contains(content, "<pacemaker-result")) {
        readAnswers(content, out);
    } else if (contains(content, "Quorate:") && contains(content, "Expected votes:")) {
        if (const auto quorum = ha::parseQuorum(content); noted(out, "quorum", quorum))
            out["quorum"] = quorumJson(*quorum);
    } else if (contains(content, "RING ID") || contains(content, "LINK ID")) {
        if (const auto links = ha::parseLinks(content); noted(out, "links", links))
            for (const ha::Link &l : links->links)
                out["links"][l.address] = l.faulty ? "0" : "1";
    } else if (startsWith(content, "totem {")) {
        noted(out, "corosync.conf", ha::parseCorosyncConf(content));
    }
    return out["pieces"].empty() ? Json() : out;
}

namespace {

/// "ocf:heartbeat:Dummy" of "* rsc1	(ocf:heartbeat:Dummy):	 Started node1"; nothing where a line is no primitive.
std::optional<std::pair<std::string, std::string>> primitiveIn(std::string_view line)
{
    const std::string_view words = collect::trim(line);
    const std::size_t open = words.find("\t("), close = words.find("):", open == std::string_view::npos ? 0 : open);
    if (!startsWith(words, "* ") || open == std::string_view::npos || close == std::string_view::npos)
        return {};
    return std::pair(std::string(words.substr(2, open - 2)), std::string(words.substr(open + 2, close - open - 2)));
}

void compareSummary(const std::string &name, const std::string &summary, const ha::Cib &cib, Json &out)
{
    const bool bundles = std::any_of(cib.resources.begin(), cib.resources.end(), [](const ha::CibResource &r) { return r.kind == ha::ResourceKind::Bundle; });
    for (std::size_t at = summary.find("Current cluster status:"); at < summary.size();) {
        const std::size_t end = std::min(summary.find('\n', at), summary.size());
        const std::string_view line = std::string_view(summary).substr(at, end - at);
        at = end + 1;
        if (startsWith(line, "Transition Summary") || startsWith(line, "Revised"))
            return;
        const auto primitive = primitiveIn(line);
        if (!primitive || contains(line, "ORPHANED"))
            continue;
        const auto &[id, agent] = *primitive;
        const ha::CibResource *r = cib.resource(id);
        if (!r)
            r = cib.resource(id.substr(0, id.rfind(':'))); // the copy of a clone
        if (!r && bundles)
            continue; // Pacemaker makes the containers of a bundle by itself
        out["pieces"].push_back({{"what", name + ": " + id}, {"expected", agent}, {"got", r ? r->agent : "(none)"}});
    }
}

} // namespace

Json readSummaries(const std::map<std::string, std::string> &files)
{
    Json out{{"pieces", Json::array()}};
    for (const auto &[name, text] : files) {
        if (!endsWith(name, ".summary.txt"))
            continue;
        const std::string stem = name.substr(0, name.size() - 12);
        const auto xml = files.find(stem + ".cib.xml");
        const auto cib = xml == files.end() ? ha::Result<ha::Cib>(ha::Error{}) : ha::parseCib(xml->second);
        if (cib)
            compareSummary(stem, text, *cib, out);
    }
    return out["pieces"].empty() ? Json() : out;
}

void countCluster(const Entry &entry, const Parsed &parsed, Result &result)
{
    if (entry.kind != "pacemaker" && entry.kind != "fence")
        return;
    for (const Json &piece : protocol::member(parsed.cluster, "pieces"))
        compareOne(protocol::textOf(piece, "what"), protocol::textOf(piece, "expected", "read"), protocol::textOf(piece, "got"), result);
    for (const collect::Fact &fact : parsed.readings.facts)
        if (fact.name == "cluster")
            compareOne("configuration in the archive", "read", fact.text, result);
}

/// ha_cluster_exporter's metrics come from several tools; those of this input's tool are compared.
bool compareQuorum(const Parsed &parsed, const std::string &metric, const std::string &type, const std::string &node, const std::string &address, const std::string &value, Result &result)
{
    const Json &quorum = protocol::member(parsed.cluster, "quorum"), &links = protocol::member(parsed.cluster, "links");
    if (metric == "ha_cluster_corosync_quorate" && quorum.is_object())
        compareOne(metric, value, protocol::textOf(quorum, "quorate"), result);
    else if (metric == "ha_cluster_corosync_quorum_votes" && quorum.is_object())
        compareOne(metric + " " + type, value, protocol::textOf(quorum, type), result);
    else if (metric == "ha_cluster_corosync_member_votes" && quorum.is_object())
        compareOne(metric + " " + node, value, protocol::textOf(protocol::member(quorum, "votes"), node), result);
    else if (metric == "ha_cluster_corosync_rings" && links.is_object())
        compareOne(metric + " " + address, value, protocol::textOf(links, address), result);
    else
        return false;
    return true;
}

/// IML's view of a cluster: nodes, resources and bans with the attributes of crm_mon.
bool compareCluster(const Json &expected, const Parsed &parsed, Result &result)
{
    const Json &status = protocol::member(parsed.cluster, "status");
    if (!status.is_object())
        return false;
    const auto lower = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    };
    const auto shown = [](const Json &value) { return value.is_string() ? value.get<std::string>() : value.dump(); };
    for (const auto &[list, key] : std::initializer_list<std::pair<const char *, const char *>>{{"nodes", "name"}, {"resources", "id"}, {"bans", "id"}})
        for (const Json &one : protocol::member(expected, list)) {
            std::string id = protocol::textOf(one, key) + (std::string_view(list) == "bans" ? protocol::textOf(one, "node") : "");
            const Json &all = protocol::member(status, list);
            if (!all.contains(id) && endsWith(id, ":0"))
                id.resize(id.size() - 2);
            const Json &got = protocol::member(all, id);
            for (const auto &[name, value] : one.items()) {
                if (value.is_null() || value.is_structured())
                    continue;
                std::string wanted = lower(shown(value));
                if (const std::size_t colons = wanted.find("::"); name == "resource_agent" && colons != std::string::npos)
                    wanted.erase(colons, 1); // as in the configuration
                const std::string ours = lower(protocol::textOf(got, name, "(none)"));
                const bool copy = name == "id" && wanted.find(':') != std::string::npos && ours == wanted.substr(0, wanted.find(':'));
                compareOne(std::string(list) + " " + id + " " + name, wanted, ours, result, copy ? "IML numbers the copies of a clone; crm_mon gives all of them one id" : "");
            }
        }
    return true;
}

} // namespace fixture
