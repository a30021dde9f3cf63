// SPDX-License-Identifier: GPL-3.0-or-later
// crm_mon as XML, element by element as Pacemaker 2.1.5 prints it; --as-xml has another root and no status.
#include "agent/simhost/ha.h"

#include <algorithm>
#include <ctime>

namespace simhost {

namespace {

std::string yes(bool value)
{
    return value ? "true" : "false";
}

std::string isoText(std::int64_t millis)
{
    const time_t seconds = static_cast<time_t>(millis / 1000);
    tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32] = "";
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &parts);
    return text;
}

std::string timeText(std::int64_t millis)
{
    return ctimeText(millis / 1000);
}

Element made(std::string name, std::vector<std::pair<std::string, std::string>> attributes)
{
    return {std::move(name), std::move(attributes), {}};
}

class Report {
public:
    Report(Session &session, Json &cluster, const std::string &host) : m_session(session), m_cluster(cluster), m_host(host), m_cib(cluster), m_units(unitsOf(m_cib))
    {
        m_maintenance = m_cib.property("maintenance-mode") == "true";
    }
    void fill(Element &root)
    {
        root.children.push_back(made("pacemakerd", {{"sys_from", "pacemakerd"}, {"state", "running"}, {"last_updated", isoText(nowMillis())}}));
        root.children.push_back(summary());
        root.children.push_back(nodes());
        root.children.push_back(resources());
        for (Element part : {attributes(), history(), failures(), fences(), bans()})
            if (!part.children.empty())
                root.children.push_back(std::move(part));
    }

private:
    const Json &member(const std::string &host) const { return at(at(m_cluster, "members"), host); }
    std::string idOf(const std::string &host) const { return std::to_string(num(member(host), "id")); }
    const Json &on(const std::string &id) const { return at(at(at(m_cluster, "resources"), id), "on"); }
    bool isBlocked(const std::string &id) const { return at(at(m_cluster, "resources"), id).contains("blocked"); }
    Words hosts() const
    {
        Words all;
        for (const auto &[host, one] : at(m_cluster, "members").items())
            all.push_back(host);
        std::sort(all.begin(), all.end(), [&](const std::string &a, const std::string &b) { return num(member(a), "id") < num(member(b), "id"); });
        return all;
    }
    Element summary()
    {
        Element summary{"summary"};
        const std::string dc = str(m_cluster, "dc");
        summary.children.push_back(made("stack", {{"type", "corosync"}}));
        if (dc.empty())
            summary.children.push_back(made("current_dc", {{"present", "false"}}));
        else
            summary.children.push_back(made("current_dc", {{"present", "true"}, {"version", "2.1.5-a3f44794f94"}, {"name", dc}, {"id", idOf(dc)},
                                                           {"with_quorum", yes(hasQuorum(m_session, m_cluster, m_host))}, {"mixed_version", "false"}}));
        summary.children.push_back(made("last_update", {{"time", timeText(nowMillis())}}));
        summary.children.push_back(made("last_change", {{"time", timeText(num(m_cluster, "written", nowMillis()))}, {"user", str(m_cluster, "user", "hacluster")},
                                                        {"client", str(m_cluster, "client", "crmd")}, {"origin", str(m_cluster, "origin", dc)}}));
        int configured = 0, disabled = 0, blocked = 0;
        for (const HaUnit &unit : m_units) {
            const int copies = static_cast<int>(unit.members.size()) * (unit.kind == "clone" ? static_cast<int>(hosts().size()) : 1);
            configured += copies;
            disabled += unit.target() == "Stopped" ? copies : 0;
            for (const HaPrimitive &one : unit.members)
                blocked += isBlocked(one.id);
        }
        const auto number = [](int value) { return std::to_string(value); };
        summary.children.push_back(made("nodes_configured", {{"number", number(static_cast<int>(hosts().size()))}}));
        summary.children.push_back(made("resources_configured", {{"number", number(configured)}, {"disabled", number(disabled)}, {"blocked", number(blocked)}}));
        summary.children.push_back(made("cluster_options", {{"stonith-enabled", m_cib.property("stonith-enabled", "true")}, {"symmetric-cluster", m_cib.property("symmetric-cluster", "true")},
                                                            {"no-quorum-policy", m_cib.property("no-quorum-policy", "stop")}, {"maintenance-mode", yes(m_maintenance)},
                                                            {"stop-all-resources", m_cib.property("stop-all-resources", "false")}, {"stonith-timeout-ms", "60000"}, {"priority-fencing-delay-ms", "0"}}));
        return summary;
    }
    Element nodes()
    {
        Element nodes{"nodes"};
        for (const std::string &host : hosts()) {
            const Json &one = member(host);
            const std::string state = str(one, "state", "offline");
            const bool online = state == "online", pending = state == "pending";
            int running = 0;
            for (const auto &[id, resource] : at(m_cluster, "resources").items())
                running += at(resource, "on").contains(host);
            Element node = made("node", {{"name", host}, {"id", idOf(host)}, {"online", yes(online || pending)}, {"standby", yes(nodeFlag(m_cib, host, "standby"))}, {"standby_onfail", "false"},
                                         {"maintenance", yes(nodeFlag(m_cib, host, "maintenance"))}, {"pending", yes(pending)}, {"unclean", yes(flag(one, "unclean"))}, {"health", "green"}});
            if (online)
                node.attributes.emplace_back("feature_set", "3.16.1");
            for (const auto &[key, value] : {std::pair{"shutdown", yes(flag(one, "leaving"))}, {"expected_up", yes(online || flag(one, "unclean"))}, {"is_dc", yes(str(m_cluster, "dc") == host)},
                                             {"resources_running", std::to_string(running)}, {"type", std::string("member")}})
                node.attributes.emplace_back(key, value);
            nodes.children.push_back(std::move(node));
        }
        return nodes;
    }
    Element resource(const HaUnit &unit, const HaPrimitive &one, const Words &where)
    {
        const Json &record = at(at(m_cluster, "resources"), one.id);
        const std::string action = str(record, "action");
        const bool busy = !action.empty() && (where.empty() || contains(where, str(record, "node")) || action == "start");
        const std::string role = busy && action == "start" ? "Starting" : busy ? "Stopping" : where.empty() ? "Stopped" : "Started";
        Words shown = where;
        if (busy && action == "start" && shown.empty())
            shown.push_back(str(record, "node"));
        Element element = made("resource", {{"id", one.id}, {"resource_agent", one.agent}, {"role", role}});
        const auto role_ = one.meta.find("target-role");
        const auto above = unit.meta.find("target-role");
        if (role_ != one.meta.end() || above != unit.meta.end())
            element.attributes.emplace_back("target_role", role_ != one.meta.end() ? role_->second : above->second);
        for (const auto &[key, value] : {std::pair{"active", yes(!shown.empty())}, {"orphaned", std::string("false")}, {"blocked", yes(isBlocked(one.id))},
                                         {"managed", yes(unit.managed() && !m_maintenance && !isBlocked(one.id))}, {"failed", yes(isBlocked(one.id))}, {"failure_ignored", std::string("false")},
                                         {"nodes_running_on", std::to_string(shown.size())}})
            element.attributes.emplace_back(key, value);
        if (busy)
            element.attributes.emplace_back("pending", role);
        for (const std::string &host : shown)
            element.children.push_back(made("node", {{"name", host}, {"id", idOf(host)}, {"cached", yes(str(member(host), "state") == "online")}}));
        return element;
    }
    Words where(const std::string &id) const
    {
        Words names;
        for (const auto &[host, role] : on(id).items())
            names.push_back(host);
        return names;
    }
    Element resources()
    {
        Element all{"resources"};
        for (const HaUnit &unit : m_units) {
            if (unit.kind == "primitive") {
                all.children.push_back(resource(unit, unit.members.front(), where(unit.id)));
                continue;
            }
            const bool clone = unit.kind == "clone";
            const bool stopped = unit.target() == "Stopped";
            Element outer = clone ? made("clone", {{"id", unit.id}, {"multi_state", "false"}, {"unique", "false"}, {"maintenance", "false"}, {"managed", yes(unit.managed() && !m_maintenance)},
                                                   {"disabled", yes(stopped)}, {"failed", "false"}, {"failure_ignored", "false"}})
                                  : made("group", {{"id", unit.id}, {"number_resources", std::to_string(unit.members.size())}, {"maintenance", "false"},
                                                   {"managed", yes(unit.managed() && !m_maintenance)}, {"disabled", yes(stopped)}});
            for (const HaPrimitive &one : unit.members) {
                if (!clone) {
                    outer.children.push_back(resource(unit, one, where(one.id)));
                    continue;
                }
                for (const std::string &host : where(one.id))
                    outer.children.push_back(resource(unit, one, {host}));
            }
            all.children.push_back(std::move(outer));
        }
        return all;
    }
    Element attributes()
    {
        Element all{"node_attributes"};
        for (const std::string &host : hosts()) {
            Element node = made("node", {{"name", host}});
            for (const auto &[name, value] : at(at(m_cluster, "attributes"), host).items())
                node.children.push_back(made("attribute", {{"name", name}, {"value", value.is_string() ? value.get<std::string>() : ""}}));
            if (!node.children.empty())
                all.children.push_back(std::move(node));
        }
        return all;
    }
    Element history()
    {
        static const std::map<std::int64_t, const char *> words{{0, "ok"}, {1, "error"}, {5, "not installed"}, {7, "not running"}};
        Element all{"node_history"};
        for (const std::string &host : hosts()) {
            Element node = made("node", {{"name", host}});
            for (const auto &[id, record] : at(at(m_cluster, "history"), host).items()) {
                Element resource = made("resource_history", {{"id", id}, {"orphan", "false"}, {"migration-threshold", "1000000"}});
                if (num(record, "fails") > 0) {
                    resource.attributes.emplace_back("fail-count", std::to_string(num(record, "fails")));
                    resource.attributes.emplace_back("last-failure", timeText(num(record, "lastFailure")));
                }
                for (const Json &op : at(record, "ops")) {
                    const auto word = words.find(num(op, "rc"));
                    Element one = made("operation_history", {{"call", std::to_string(num(op, "call"))}, {"task", str(op, "task")}, {"rc", std::to_string(num(op, "rc"))},
                                                             {"rc_text", word == words.end() ? "error" : word->second}});
                    if (num(op, "interval") > 0)
                        one.attributes.emplace_back("interval", std::to_string(num(op, "interval")) + "ms");
                    one.attributes.emplace_back("last-rc-change", timeText(num(op, "at")));
                    one.attributes.emplace_back("exec-time", std::to_string(num(op, "exec")) + "ms");
                    one.attributes.emplace_back("queue-time", "0ms");
                    resource.children.push_back(std::move(one));
                }
                if (!resource.children.empty())
                    node.children.push_back(std::move(resource));
            }
            if (!node.children.empty())
                all.children.push_back(std::move(node));
        }
        return all;
    }
    Element failures()
    {
        Element all{"failures"};
        for (const Json &one : at(m_cluster, "failures"))
            all.children.push_back(made("failure", {{"op_key", str(one, "rsc") + "_" + str(one, "op") + "_" + std::to_string(num(one, "interval"))}, {"node", str(one, "node")},
                                                    {"exitstatus", num(one, "rc") == 7 ? "not running" : num(one, "rc") == 5 ? "not installed" : "error"}, {"exitreason", str(one, "reason")},
                                                    {"exitcode", std::to_string(num(one, "rc"))}, {"call", std::to_string(num(one, "call"))}, {"status", "complete"},
                                                    {"last-rc-change", isoText(num(one, "at"))}, {"queued", "0"}, {"exec", std::to_string(num(one, "exec"))},
                                                    {"interval", std::to_string(num(one, "interval"))}, {"task", str(one, "op")}}));
        return all;
    }
    Element fences()
    {
        Element all{"fence_history"};
        for (const Json &one : at(m_cluster, "fences")) {
            const std::string status = str(one, "status");
            Element event = made("fence_event", {{"action", str(one, "action")}, {"target", str(one, "target")}, {"client", str(one, "client")}, {"origin", str(one, "origin")}, {"status", status}});
            if (status == "pending") {
                event.attributes.emplace_back("extended-status", "1");
            } else {
                if (status == "failed")
                    event.attributes.emplace_back("exit-reason", str(one, "reason"));
                event.attributes.emplace_back("delegate", str(one, "delegate"));
                event.attributes.emplace_back("completed", isoText(num(one, "completed")));
            }
            all.children.push_back(std::move(event));
        }
        return all;
    }
    Element bans()
    {
        Element all{"bans"};
        const Element *constraints = m_cib.root.child("constraints");
        for (const Element &one : constraints ? constraints->children : std::vector<Element>{})
            if (one.name == "rsc_location" && !one.get("node").empty() && scoreOf(one.get("score", "0")) < 0)
                all.children.push_back(made("ban", {{"id", one.get("id")}, {"resource", one.get("rsc")}, {"node", one.get("node")}, {"weight", std::to_string(scoreOf(one.get("score")))},
                                                    {"promoted-only", "false"}, {"master_only", "false"}}));
        return all;
    }
    Session &m_session;
    Json &m_cluster;
    std::string m_host;
    Cib m_cib;
    std::vector<HaUnit> m_units;
    bool m_maintenance = false;
};

int notConnected(Call &call, bool old, const std::string &request)
{
    if (old)
        return call.fail(102, "crm_mon: Error: cluster is not available on this node\n");
    call.out("<pacemaker-result api-version=\"2.25\" request=\"" + escapedXml(request) + "\">\n  <status code=\"102\" message=\"Not connected\">\n    <errors>\n"
             "      <error>error: Could not connect to launcher: Connection refused</error>\n      <error>crm_mon: Connection to cluster failed: Connection refused</error>\n"
             "    </errors>\n  </status>\n</pacemaker-result>\n");
    return 102;
}

} // namespace

int crmMon(Call &call)
{
    const bool old = call.isOption("--as-xml") || call.isOption("-X");
    if (!old && !call.isOption("--output-as=xml"))
        return call.fail(64, "crm_mon: the simulated host has it as XML only\n");
    std::string request = "crm_mon";
    for (const std::string &word : call.args)
        request += " " + word;
    wakeWhenDue(call.directory);
    Session session(call.directory);
    Json *cluster = runsPacemaker(session, call.host) ? clusterOf(session, call.host) : nullptr;
    if (!cluster)
        return notConnected(call, old, request);
    Element root = old ? made("crm_mon", {{"version", "2.1.5"}}) : made("pacemaker-result", {{"api-version", "2.25"}, {"request", request}});
    Report(session, *cluster, call.host).fill(root);
    if (!old)
        root.children.push_back(made("status", {{"code", "0"}, {"message", "OK"}}));
    call.out(writeElement(root));
    return 0;
}

} // namespace simhost
