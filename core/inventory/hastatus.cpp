// SPDX-License-Identifier: GPL-3.0-or-later
// crm_mon's XML. Formats: Pacemaker's xml/api/crm_mon-*.rng and its tools' output from 1.1.7 on.
#include "core/inventory/haparse.h"
#include "core/inventory/hascan.h"

#include <algorithm>

namespace ha {

namespace {

int shortNumber(const std::string &text)
{
    return int(std::clamp<std::int64_t>(wholeNumber(text), -2'000'000'000, 2'000'000'000));
}

const std::string &either(const Element &e, std::string_view first, std::string_view second)
{
    return e.has(first) ? e[first] : e[second];
}

int milliseconds(const std::string &text)
{
    std::string_view digits = text;
    const bool unit = digits.find_first_not_of("0123456789") != std::string_view::npos;
    const std::int64_t ms = unit ? pacemakerMs(digits) : wholeNumber(digits);
    return int(std::clamp<std::int64_t>(ms, 0, 2'000'000'000));
}

/// "ocf::lustre:Lustre" of Pacemaker 1.1 and 2 is "ocf:lustre:Lustre" in the CIB.
std::string agentOf(std::string text)
{
    if (const std::size_t at = text.find("::"); at != std::string::npos)
        text.erase(at, 1);
    return text;
}

std::string roleOf(std::string text)
{
    if (text == "Master" || text == "master")
        return "Promoted";
    if (text == "Slave" || text == "slave")
        return "Unpromoted";
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = char(text[0] - 'a' + 'A');
    return text;
}

std::string withoutInstance(const std::string &id)
{
    const std::size_t at = id.rfind(':');
    const bool number = at != std::string::npos && at + 1 < id.size() && id.find_first_not_of("0123456789", at + 1) == std::string::npos;
    return number ? id.substr(0, at) : id;
}

class StatusReader {
public:
    ClusterStatus read(const Element &root)
    {
        m_out.version = root["version"];
        for (const Element &e : root.children)
            if (e.name == "summary")
                summary(e);
        if (m_out.version.empty())
            m_out.version = m_out.pacemakerVersion.substr(0, m_out.pacemakerVersion.find('-'));
        for (const Element &e : root.children)
            section(e);
        return std::move(m_out);
    }

private:
    void section(const Element &e)
    {
        if (e.name == "pacemakerd")
            m_out.pacemakerd = e["state"];
        else if (e.name == "nodes")
            each(e, "node", &StatusReader::node);
        else if (e.name == "resources")
            resources(e, {});
        else if (e.name == "node_attributes")
            each(e, "node", &StatusReader::attributes);
        else if (e.name == "node_history")
            each(e, "node", &StatusReader::history);
        else if (e.name == "failures")
            each(e, "failure", &StatusReader::failure);
        else if (e.name == "fence_history")
            each(e, "fence_event", &StatusReader::fencing);
        else if (e.name == "bans")
            each(e, "ban", &StatusReader::ban);
    }

    void each(const Element &parent, std::string_view name, void (StatusReader::*take)(const Element &))
    {
        for (const Element &child : parent.children)
            if (child.name == name)
                (this->*take)(child);
    }

    void summary(const Element &parent)
    {
        for (const Element &e : parent.children) {
            if (e.name == "stack") {
                m_out.stack = e["type"];
                m_out.pacemakerd = e["pacemakerd-state"];
            } else if (e.name == "current_dc") {
                currentDc(e);
            } else if (e.name == "last_update") {
                m_out.lastUpdate = e["time"];
                m_out.lastUpdateAt = pacemakerTime(e["time"]);
            } else if (e.name == "last_change") {
                lastChange(e);
            } else if (e.name == "nodes_configured") {
                m_out.nodesConfigured = shortNumber(e["number"]);
            } else if (e.name == "resources_configured") {
                m_out.resourcesConfigured = shortNumber(e["number"]);
                m_out.resourcesDisabled = shortNumber(e["disabled"]);
                m_out.resourcesBlocked = shortNumber(e["blocked"]);
            } else if (e.name == "cluster_options") {
                options(e);
            }
        }
    }

    void currentDc(const Element &e)
    {
        m_out.pacemakerVersion = e["version"];
        m_out.dc = e["name"];
        m_out.dcId = e["id"];
        m_out.quorum = isYes(e["with_quorum"]);
        m_out.mixedVersion = isYes(e["mixed_version"]);
    }

    void lastChange(const Element &e)
    {
        m_out.lastChange = e["time"];
        m_out.lastChangeAt = pacemakerTime(e["time"]);
        m_out.lastChangeUser = e["user"];
        m_out.lastChangeClient = e["client"];
        m_out.lastChangeOrigin = e["origin"];
    }

    void options(const Element &e)
    {
        for (const auto &[name, value] : e.attributes)
            m_out.options.emplace(name, value);
        m_out.stonithEnabled = isYes(either(e, "fencing-enabled", "stonith-enabled"));
        m_out.symmetric = !e.has("symmetric-cluster") || isYes(e["symmetric-cluster"]);
        m_out.maintenance = isYes(e["maintenance-mode"]);
        m_out.stopAll = isYes(e["stop-all-resources"]);
        m_out.noQuorumPolicy = e["no-quorum-policy"];
    }

    void node(const Element &e)
    {
        NodeStatus n;
        n.name = e["name"];
        n.id = e["id"];
        n.type = e["type"];
        n.online = isYes(e["online"]);
        n.standby = isYes(e["standby"]);
        n.standbyOnFail = isYes(e["standby_onfail"]);
        n.maintenance = isYes(e["maintenance"]);
        n.pending = isYes(e["pending"]);
        n.unclean = isYes(e["unclean"]);
        n.shutdown = isYes(e["shutdown"]);
        n.expectedUp = isYes(e["expected_up"]);
        n.dc = isYes(e["is_dc"]);
        n.health = e["health"];
        n.featureSet = e["feature_set"];
        n.resourcesRunning = shortNumber(e["resources_running"]);
        const std::string name = n.name;
        m_out.nodes.push_back(std::move(n));
        if (!e.children.empty())
            resources(e, { {}, {}, {}, name, false }); // printed by node
    }

    struct Place {
        std::string group, clone, bundle, node;
        bool disabled = false;
    };

    void resources(const Element &parent, const Place &place)
    {
        for (const Element &e : parent.children) {
            Place inside = place;
            inside.disabled = place.disabled || isYes(e["disabled"]);
            if (e.name == "resource") {
                resource(e, place);
                continue;
            }
            if (e.name == "group")
                inside.group = withoutInstance(e["id"]);
            else if (e.name == "clone")
                inside.clone = e["id"];
            else if (e.name == "bundle")
                inside.bundle = e["id"];
            else if (e.name != "replica")
                continue;
            resources(e, inside);
        }
    }

    void resource(const Element &e, const Place &place)
    {
        ResourceStatus r;
        r.id = e["id"];
        r.agent = agentOf(e["resource_agent"]);
        r.group = place.group;
        r.clone = place.clone;
        r.bundle = place.bundle;
        r.disabled = place.disabled;
        r.role = roleOf(e["role"]);
        r.targetRole = roleOf(e["target_role"]);
        r.active = isYes(e["active"]);
        r.blocked = isYes(e["blocked"]);
        r.failed = isYes(e["failed"]);
        r.failureIgnored = isYes(e["failure_ignored"]);
        r.managed = !e.has("managed") || isYes(e["managed"]);
        r.orphaned = isYes(either(e, "removed", "orphaned"));
        r.maintenance = isYes(e["maintenance"]);
        r.pending = e["pending"];
        r.description = e["description"];
        r.lockedTo = e["locked_to"];
        for (const Element &child : e.children)
            if (child.name == "node")
                r.nodes.push_back(child["name"]);
        if (r.nodes.empty() && !place.node.empty() && r.active)
            r.nodes.push_back(place.node);
        m_out.resources.push_back(std::move(r));
    }

    void attributes(const Element &e)
    {
        for (NodeStatus &n : m_out.nodes)
            if (n.name == e["name"])
                for (const Element &a : e.children)
                    n.attributes[a["name"]] = a["value"];
    }

    void history(const Element &parent)
    {
        for (const Element &r : parent.children) {
            if (r.name != "resource_history")
                continue;
            if (const std::int64_t count = pacemakerScore(r["fail-count"]); count != 0)
                m_out.failCounts.push_back({ parent["name"], r["id"], int(count), int(pacemakerScore(r["migration-threshold"])), r["last-failure"],
                    pacemakerTime(r["last-failure"]) });
            for (const Element &o : r.children)
                if (o.name == "operation_history")
                    operation(parent["name"], r["id"], o);
        }
    }

    void operation(const std::string &node, const std::string &resource, const Element &o)
    {
        Operation out;
        out.node = node;
        out.resource = resource;
        out.task = o["task"];
        out.call = shortNumber(o["call"]);
        out.code = shortNumber(o["rc"]);
        out.intervalMs = milliseconds(o["interval"]);
        out.execMs = milliseconds(o["exec-time"]);
        out.queueMs = milliseconds(o["queue-time"]);
        out.text = o["rc_text"];
        out.when = o["last-rc-change"];
        out.at = pacemakerTime(out.when);
        m_out.operations.push_back(std::move(out));
    }

    void failure(const Element &e)
    {
        Failure f;
        f.key = e.has("op_key") ? e["op_key"] : e["id"];
        f.node = e["node"];
        f.task = e["task"];
        f.code = shortNumber(e["exitcode"]);
        f.call = shortNumber(e["call"]);
        f.intervalMs = milliseconds(e["interval"]);
        f.text = e["exitstatus"];
        f.reason = e["exitreason"];
        f.status = e["status"];
        f.when = e["last-rc-change"];
        f.at = pacemakerTime(f.when);
        // "ost0_start_0": the id of a resource may have underscores itself.
        const std::size_t interval = f.key.rfind('_');
        const std::size_t task = interval == std::string::npos || interval == 0 ? interval : f.key.rfind('_', interval - 1);
        f.resource = task == std::string::npos ? f.key : f.key.substr(0, task);
        for (const char *two : { "_migrate", "_meta" })
            if (f.resource.ends_with(two))
                f.resource.erase(f.resource.size() - std::string_view(two).size());
        m_out.failures.push_back(std::move(f));
    }

    void fencing(const Element &e)
    {
        FenceEvent f;
        f.target = e["target"];
        f.action = e["action"];
        f.status = e.has("status") ? e["status"] : e["state"];
        f.delegate = e["delegate"];
        f.client = e["client"];
        f.origin = e["origin"];
        f.reason = e["exit-reason"];
        f.when = e["completed"];
        f.completedAt = pacemakerTime(f.when);
        m_out.fenceHistory.push_back(std::move(f));
    }

    void ban(const Element &e)
    {
        m_out.bans.push_back({ e["id"], e["resource"], e["node"], pacemakerScore(either(e, "weight", "score")),
            isYes(either(e, "promoted-only", "master_only")) });
    }

    ClusterStatus m_out;
};

/// What Pacemaker says instead of an answer; empty: it has answered.
std::string trouble(const Element &root)
{
    const Element *status = root.child("status");
    if (!status || (*status)["code"] == "0" || root.child("summary"))
        return {};
    std::string words = (*status)["message"];
    if (const Element *errors = status->child("errors"))
        for (const Element &e : errors->children)
            words += words.empty() ? e.text : ": " + e.text;
    return words.empty() ? "code " + (*status)["code"] : words;
}

} // namespace

Result<ClusterStatus> parseStatus(std::string_view xml)
{
    auto root = parseXml(xml);
    if (!root)
        return root.error();
    if (root->name != "crm_mon" && root->name != "pacemaker-result")
        return Error { protocol::Problem::BadMessage, "this is no status of a cluster: it begins with <" + root->name + "> where crm_mon has <pacemaker-result> or <crm_mon>",
            {}, "Look at what crm_mon --output-as=xml prints on the host." };
    if (const std::string words = trouble(*root); !words.empty())
        return Error { protocol::Problem::ToolFailed, "Pacemaker could not say how the cluster is: " + words, words, "Look at whether Pacemaker runs on the host." };
    return StatusReader().read(*root);
}

} // namespace ha
