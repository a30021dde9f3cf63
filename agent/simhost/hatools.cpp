// SPDX-License-Identifier: GPL-3.0-or-later
// crm_resource, crm_node, crm_verify, stonith_admin.
#include "agent/simhost/ha.h"
#include "agent/simhost/options.h"

#include <algorithm>
#include <ctime>
#include <unistd.h>

namespace simhost {

namespace {

Json *liveCluster(Session &session, const Call &call)
{
    return runsPacemaker(session, call.host) ? clusterOf(session, call.host) : nullptr;
}

Element *resourceIn(Cib &cib, const std::string &id)
{
    Element *resources = cib.root.child("resources");
    Element *found = resources ? findById(*resources, id) : nullptr;
    return found && contains({"primitive", "group", "clone", "master", "bundle"}, found->name) ? found : nullptr;
}

Words placesOf(const Json &cluster, const Cib &cib, const std::string &id)
{
    Words hosts;
    for (const HaUnit &unit : unitsOf(cib))
        for (const HaPrimitive &one : unit.members)
            if (unit.id == id || one.id == id)
                for (const auto &[host, role] : at(at(at(cluster, "resources"), one.id), "on").items())
                    if (!contains(hosts, host))
                        hosts.push_back(host);
    return hosts;
}

int noSuch(Call &call, const std::string &what)
{
    return call.fail(105, "crm_resource: " + what + " not found\nError performing operation: No such object\n");
}

class ResourceCall {
public:
    ResourceCall(Call &call, Json &cluster, ParsedOptions options) : m_call(call), m_cluster(cluster), m_options(std::move(options)), m_cib(cluster), m_id(m_options.last('r')) { }
    int run()
    {
        if (m_options.any('C') || m_options.any('R'))
            return cleanup();
        if (!m_id.empty() && !resourceIn(m_cib, m_id))
            return noSuch(m_call, "Resource '" + m_id + "'");
        if (m_options.any('W'))
            return locate();
        if (m_options.any('U'))
            return clear();
        if (m_options.any('M') || m_options.any('B'))
            return moveOrBan();
        if (m_options.any('p') || m_options.any('d') || m_options.any('g'))
            return parameter();
        if (m_options.any('L'))
            return list();
        return m_call.fail(64, "crm_resource: nothing was asked for that the simulated host knows\n");
    }

private:
    int locate()
    {
        const Words where = placesOf(m_cluster, m_cib, m_id);
        for (const std::string &host : where)
            m_call.out("resource " + m_id + " is running on: " + host + "\n");
        if (where.empty())
            m_call.out("resource " + m_id + " is NOT running\n");
        return 0;
    }
    int list()
    {
        m_call.out("Full List of Resources:\n");
        for (const HaUnit &unit : unitsOf(m_cib))
            for (const HaPrimitive &one : unit.members)
                m_call.out("  * " + one.id + "\t(" + one.agent + "):\t " + (placesOf(m_cluster, m_cib, one.id).empty() ? "Stopped" : "Started") + "\n");
        return 0;
    }
    int clear()
    {
        Element &constraints = m_cib.root.made("constraints");
        std::vector<Element *> gone;
        for (Element &one : constraints.children)
            if (one.get("rsc") == m_id && (one.get("id") == "cli-prefer-" + m_id || one.get("id").rfind("cli-ban-" + m_id + "-on-", 0) == 0)) {
                m_call.out("Removing constraint: " + one.get("id") + "\n");
                gone.push_back(&one);
            }
        if (!gone.empty()) {
            removeElements(constraints, gone);
            m_cib.changed("crm_resource", m_call.host);
        }
        return 0;
    }
    void constrain(const std::string &id, const std::string &node, const std::string &score)
    {
        Element &constraints = m_cib.root.made("constraints");
        if (Element *there = findById(constraints, id))
            removeElements(constraints, {there});
        constraints.children.push_back({"rsc_location", {{"id", id}, {"rsc", m_id}, {"role", "Started"}, {"node", node}, {"score", score}}, {}});
        m_cib.changed("crm_resource", m_call.host);
    }
    int moveOrBan()
    {
        const std::string node = m_options.last('N');
        if (!node.empty() && !at(m_cluster, "members").contains(node))
            return noSuch(m_call, "Node '" + node + "'");
        const Words where = placesOf(m_cluster, m_cib, m_id);
        if (m_options.any('M') && !node.empty()) {
            if (where == Words{node})
                return m_call.fail(108, "crm_resource: Error performing operation: Requested item already exists\n");
            constrain("cli-prefer-" + m_id, node, "INFINITY");
            return 0;
        }
        const std::string from = node.empty() && !where.empty() ? where.front() : node;
        if (from.empty())
            return m_call.fail(105, "crm_resource: Resource '" + m_id + "' not moved: not active on any nodes.\nError performing operation: Invalid argument\n");
        m_call.out("WARNING: Creating rsc_location constraint 'cli-ban-" + m_id + "-on-" + from + "' with a score of -INFINITY for resource " + m_id + " on " + from + ".\n\tThis will prevent " + m_id
                   + " from running on " + from + " until the constraint is removed using the clear option or by editing the CIB with an appropriate tool\n\tThis will be the case even if " + from
                   + " is the last node in the cluster\n");
        constrain("cli-ban-" + m_id + "-on-" + from, from, "-INFINITY");
        return 0;
    }
    int parameter()
    {
        Element &resource = *resourceIn(m_cib, m_id);
        const std::string sets = m_options.any('m') ? "meta_attributes" : "instance_attributes", name = m_options.last('p', m_options.last('d', m_options.last('g')));
        Element *pair = nullptr, *holder = nullptr;
        for (Element &set : resource.children)
            if (set.name == sets)
                for (Element &child : set.children)
                    if (child.get("name") == name) {
                        pair = &child;
                        holder = &set;
                    }
        if (m_options.any('g')) {
            if (!pair)
                return m_call.fail(105, "Attribute '" + name + "' not found for '" + m_id + "'\nError performing operation: No such device or address\n");
            m_call.out(pair->get("value") + "\n");
            return 0;
        }
        if (m_options.any('d')) {
            if (!pair)
                return 0;
            m_call.out("Deleted '" + m_id + "' option: id=" + pair->get("id") + " name=" + name + "\n");
            removeElements(*holder, {pair});
            m_cib.changed("crm_resource", m_call.host);
            return 0;
        }
        const std::string value = m_options.last('v'), setId = m_id + "-" + sets;
        if (pair) {
            pair->set("value", value);
            m_call.out("Set '" + m_id + "' option: id=" + pair->get("id") + " name=" + name + " value=" + value + "\n");
        } else {
            Element *set = findById(resource, setId);
            if (!set) {
                resource.children.push_back({sets, {{"id", setId}}, {}});
                set = &resource.children.back();
            }
            set->children.push_back({"nvpair", {{"id", setId + "-" + name}, {"name", name}, {"value", value}}, {}});
            m_call.out("Set '" + m_id + "' option: id=" + setId + "-" + name + " set=" + setId + " name=" + name + " value=" + value + "\n");
        }
        m_cib.changed("crm_resource", m_call.host);
        return 0;
    }
    /// Failures are forgotten; a resource that was given up is looked at anew.
    int cleanup()
    {
        // What is not configured any more may still be remembered: a refresh forgets it.
        const bool forgotten = m_options.any('R') && !resourceIn(m_cib, m_id) && objectAt(m_cluster, "resources").erase(m_id) > 0;
        if (!m_id.empty() && !resourceIn(m_cib, m_id) && !forgotten)
            return noSuch(m_call, "Resource '" + m_id + "'");
        const std::string node = m_options.last('N');
        Words ids;
        for (const HaUnit &unit : unitsOf(m_cib))
            for (const HaPrimitive &one : unit.members)
                if (m_id.empty() || unit.id == m_id || one.id == m_id)
                    ids.push_back(one.id);
        for (auto &[host, history] : objectAt(m_cluster, "history").items())
            for (auto &[id, record] : history.items())
                if (contains(ids, id) && (node.empty() || node == host)) {
                    record.erase("fails");
                    record.erase("lastFailure");
                }
        Json kept = Json::array();
        for (const Json &one : arrayAt(m_cluster, "failures"))
            if (!contains(ids, str(one, "rsc")) || (!node.empty() && node != str(one, "node")))
                kept.push_back(one);
        m_cluster["failures"] = kept;
        for (auto &[id, record] : objectAt(m_cluster, "resources").items())
            if (contains(ids, id) && (node.empty() || node == str(record, "blocked")))
                record.erase("blocked");
        if (m_id.empty()) {
            m_call.out("Cleaned up all resources on all nodes\n");
            return 0;
        }
        for (const std::string &id : ids)
            for (const auto &[host, member] : at(m_cluster, "members").items())
                if ((node.empty() || node == host) && str(member, "state") == "online")
                    m_call.out("Cleaned up " + id + " on " + host + "\n");
        return 0;
    }
    Call &m_call;
    Json &m_cluster;
    ParsedOptions m_options;
    Cib m_cib;
    std::string m_id;
};

int showMetadata(Call &call, const std::string &agent)
{
    const std::string type = agent.substr(agent.rfind(':') + 1);
    if (!exists(call.hostDirectory() + "/root/usr/lib/ocf/resource.d/" + (has(agent, ":lustre:") ? "lustre/" : "heartbeat/") + type))
        return call.fail(105, "crm_resource: Metadata query for " + agent + " failed: No such device or address\nError performing operation: No such object\n");
    std::string parameters;
    const Words names = type == "Lustre" ? Words{"target", "mountpoint"} : type == "ZFS" ? Words{"pool"} : Words{"host_list", "name", "multiplier", "lctl", "dampen"};
    for (const std::string &name : names)
        parameters += "<parameter name=\"" + name + "\" required=\"" + (type == "Lustre" || type == "ZFS" ? "1" : "0") + "\">\n<longdesc lang=\"en\">" + name + "</longdesc>\n<shortdesc lang=\"en\">" + name
            + "</shortdesc>\n<content type=\"string\"/>\n</parameter>\n";
    call.out("<?xml version=\"1.0\"?>\n<!DOCTYPE resource-agent SYSTEM \"ra-api-1.dtd\">\n<resource-agent name=\"" + type + "\" version=\"1.0\">\n<version>1.0</version>\n<longdesc lang=\"en\">" + type
             + " (simulated)</longdesc>\n<shortdesc lang=\"en\">" + type + "</shortdesc>\n<parameters>\n" + parameters
             + "</parameters>\n<actions>\n<action name=\"start\" timeout=\"300s\"/>\n<action name=\"stop\" timeout=\"300s\"/>\n<action name=\"monitor\" timeout=\"60s\" interval=\"20s\"/>\n"
               "<action name=\"meta-data\" timeout=\"5s\"/>\n</actions>\n</resource-agent>\n");
    return 0;
}

std::string timeoutWords(const std::string &node)
{
    return "stonith_admin: Couldn't fence " + node + ": Timer expired (Fencing did not complete within a total timeout based on the configured timeout and retries for any devices attempted)\n";
}

/// Asks for a node to be fenced, and waits for it as the real one does.
int fenceNode(Call &call, const std::string &node, const char *action, double seconds)
{
    {
        Session session(call.directory);
        Json *cluster = liveCluster(session, call);
        if (!cluster)
            return call.fail(102, "stonith_admin: Couldn't fence " + node + ": Transport endpoint is not connected\n");
        if (!at(*cluster, "members").contains(node) || fenceDevices(Cib(*cluster), node).empty())
            return call.fail(105, "stonith_admin: Couldn't fence " + node + ": No such device\n");
        Json &member = (*cluster)["members"][node];
        member["until"] = nowMillis();
        member["want"] = action;
        member["by"] = "stonith_admin." + std::to_string(::getpid());
        member["from"] = call.host;
    }
    wakeClusters(call.directory);
    const std::int64_t until = nowMillis() + static_cast<std::int64_t>(seconds * 1000);
    while (nowMillis() < until) {
        const timespec pause{0, 20000000};
        ::nanosleep(&pause, nullptr);
        Session session(call.directory);
        Json *cluster = liveCluster(session, call);
        if (!cluster)
            return 102;
        for (const Json &fence : at(*cluster, "fences"))
            if (str(fence, "target") == node && !at(at(*cluster, "members"), node).contains("want"))
                return str(fence, "status") == "success" ? 0 : call.fail(124, timeoutWords(node));
    }
    Session session(call.directory);
    if (Json *cluster = liveCluster(session, call))
        for (const char *key : {"want", "by", "from", "since"})
            (*cluster)["members"][node].erase(key);
    return call.fail(124, timeoutWords(node));
}

std::string historyText(const Json &cluster)
{
    std::string text;
    int count = 0;
    for (const Json &one : at(cluster, "fences")) {
        const bool good = str(one, "status") == "success";
        text += str(one, "action") + " of " + str(one, "target") + (good ? " successful" : str(one, "status") == "pending" ? " pending" : " failed") + ": delegate=" + str(one, "delegate") + ", client="
            + str(one, "client") + ", origin=" + str(one, "origin") + "\n";
        ++count;
    }
    return text + std::to_string(count) + (count == 1 ? " event found\n" : " events found\n");
}

} // namespace

int crmResource(Call &call)
{
    static const std::vector<OptionRule> rules{{'r', "resource", Takes::Value}, {'N', "node", Takes::Value}, {'M', "move", Takes::Nothing}, {'B', "ban", Takes::Nothing}, {'U', "clear", Takes::Nothing},
                                               {'C', "cleanup", Takes::Nothing}, {'R', "refresh", Takes::Nothing}, {'W', "locate", Takes::Nothing}, {'L', "list", Takes::Nothing}, {'m', "meta", Takes::Nothing},
                                               {'p', "set-parameter", Takes::Value}, {'d', "delete-parameter", Takes::Value}, {'g', "get-parameter", Takes::Value}, {'v', "parameter-value", Takes::Value},
                                               {'Y', "show-metadata", Takes::Value}, {'f', "force", Takes::Nothing}, {'H', "host", Takes::Value}};
    ParsedOptions options = parseOptions(call.args, rules);
    if (!options.problem.empty())
        return call.fail(64, "crm_resource: " + options.problem + "\n");
    if (options.any('Y'))
        return showMetadata(call, options.last('Y'));
    int rc = 0;
    {
        Session session(call.directory);
        Json *cluster = liveCluster(session, call);
        if (!cluster)
            return call.fail(102, "crm_resource: Could not connect to the CIB: Transport endpoint is not connected\nError performing operation: Not connected\n");
        rc = ResourceCall(call, *cluster, options).run();
    }
    wakeClusters(call.directory);
    return rc;
}

int crmNode(Call &call)
{
    Session session(call.directory);
    Json *cluster = liveCluster(session, call);
    if (!cluster)
        return call.fail(102, "error: Could not connect to controller: Connection refused\n");
    if (call.isOption("-n") || call.isOption("--name"))
        call.out(call.host + "\n");
    else if (call.isOption("-q") || call.isOption("--quorum"))
        call.out(hasQuorum(session, *cluster, call.host) ? "1\n" : "0\n");
    else
        for (const auto &[host, member] : at(*cluster, "members").items())
            call.out(std::to_string(num(member, "id")) + " " + host + (str(member, "state") == "offline" ? " lost\n" : " member\n"));
    return 0;
}

int crmVerify(Call &call)
{
    Session session(call.directory);
    Json *cluster = liveCluster(session, call);
    if (!cluster)
        return call.fail(66, "crm_verify: CIB query failed: Input file not available\n");
    Cib cib(*cluster);
    bool devices = false;
    std::string wrong;
    const auto units = unitsOf(cib);
    for (const HaUnit &unit : units)
        for (const HaPrimitive &one : unit.members)
            devices = devices || one.stonith();
    if (!devices && cib.property("stonith-enabled", "true") != "false")
        wrong = "(unpack_resources) \terror: Resource start-up disabled since no STONITH resources have been defined\n(unpack_resources) \terror: Either configure some or disable STONITH with the stonith-enabled option\n"
                "(unpack_resources) \terror: NOTE: Clusters with shared data need STONITH to ensure data integrity\n";
    if (const Element *constraints = cib.root.child("constraints"))
        for (const Element &one : constraints->children)
            if (one.name == "rsc_location" && !resourceIn(cib, one.get("rsc")))
                call.err("(unpack_location_tags) \twarning: Constraint '" + one.get("id") + "': Invalid reference to '" + one.get("rsc") + "'\n");
    if (wrong.empty())
        return 0;
    if (call.isOption("-V") || call.isOption("--verbose"))
        call.err(wrong);
    return call.fail(78, "crm_verify: Errors found during check: config not valid\n");
}

int stonithAdmin(Call &call)
{
    static const std::vector<OptionRule> rules{{'F', "fence", Takes::Value}, {'U', "unfence", Takes::Value}, {'B', "reboot", Takes::Value}, {'t', "timeout", Takes::Value}, {'H', "history", Takes::Value},
                                               {'l', "list", Takes::Value}, {'L', "list-registered", Takes::Nothing}};
    const ParsedOptions options = parseOptions(call.args, rules);
    if (!options.problem.empty())
        return call.fail(64, "stonith_admin: " + options.problem + "\n");
    for (const char action : {'F', 'B'})
        if (options.any(action))
            return fenceNode(call, options.last(action), action == 'F' ? "off" : "reboot", std::max(1.0, std::atof(options.last('t', "120").c_str())));
    Session session(call.directory);
    Json *cluster = liveCluster(session, call);
    if (!cluster)
        return call.fail(102, "stonith_admin: Could not connect to fencer: Transport endpoint is not connected\n");
    if (options.any('H')) {
        call.out(historyText(*cluster));
        return 0;
    }
    if (options.any('U'))
        return 0;
    Cib cib(*cluster);
    Words names;
    for (const HaUnit &unit : unitsOf(cib))
        for (const HaPrimitive &one : unit.members)
            if (one.stonith())
                names.push_back(one.id);
    if (options.any('l')) {
        names.clear();
        for (const HaPrimitive &one : fenceDevices(cib, options.last('l')))
            names.push_back(one.id);
    }
    call.out(join(names, "\n") + (names.empty() ? "" : "\n") + std::to_string(names.size()) + (names.size() == 1 ? " fence device found\n" : " fence devices found\n"));
    return 0;
}

} // namespace simhost
