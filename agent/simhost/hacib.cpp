// SPDX-License-Identifier: GPL-3.0-or-later
// cibadmin, crm_attribute, crm_standby: the configuration, read and changed with the exit codes and words of Pacemaker 2.1.5.
#include "agent/simhost/ha.h"
#include "agent/simhost/options.h"

#include <algorithm>

namespace simhost {

std::string Cib::whole(bool quorate) const
{
    Element cib{"cib", {{"admin_epoch", "0"}, {"epoch", std::to_string(num(m_cluster, "epoch"))}, {"num_updates", std::to_string(num(m_cluster, "updates"))},
                        {"validate-with", "pacemaker-3.0"}, {"cib-last-written", ctimeText(num(m_cluster, "written", nowMillis()) / 1000)}, {"update-origin", str(m_cluster, "origin")},
                        {"update-client", str(m_cluster, "client", "crmd")}, {"update-user", str(m_cluster, "user", "hacluster")}, {"crm_feature_set", "3.16.1"}, {"have-quorum", quorate ? "1" : "0"},
                        {"dc-uuid", std::to_string(num(at(at(m_cluster, "members"), str(m_cluster, "dc")), "id"))}}};
    cib.children.push_back(root);
    Element status{"status"};
    for (const auto &[host, member] : at(m_cluster, "members").items()) {
        const bool online = str(member, "state") == "online";
        status.children.push_back({"node_state", {{"id", std::to_string(num(member, "id"))}, {"uname", host}, {"in_ccm", online ? "true" : "false"}, {"crmd", online ? "online" : "offline"},
                                                  {"crm-debug-origin", "do_update_resource"}, {"join", online ? "member" : "down"}, {"expected", online || flag(member, "unclean") ? "member" : "down"}}});
    }
    cib.children.push_back(std::move(status));
    return writeElement(cib);
}

namespace {

const Words alwaysThere{"crm_config", "nodes", "resources", "constraints"};
const Words sections{"crm_config", "nodes", "resources", "constraints", "rsc_defaults", "op_defaults", "fencing-topology", "tags", "alerts", "acls"};

int wrong(Call &call, const char *operation, int rc, const char *words)
{
    call.err(std::string("Call ") + operation + " failed: " + words + "\n");
    return rc;
}

int failedUpdate(Call &call, const Element &element, const char *operation, int rc, const char *words)
{
    Element failed{"failed"};
    failed.children.push_back({"failed_update", {{"id", element.get("id")}, {"object_type", element.name}, {"operation", operation}, {"reason", words}}, {element}});
    call.out(writeElement(failed));
    return wrong(call, operation, rc, words);
}

/// What the schema does not know; enough of it to refuse nonsense.
bool fitsSchema(const Element &element)
{
    static const Words known{"configuration", "crm_config", "nodes", "node", "resources", "constraints", "rsc_defaults", "op_defaults", "fencing-topology", "fencing-level", "tags", "tag", "obj_ref",
                             "alerts", "alert", "recipient", "acls", "cluster_property_set", "nvpair", "primitive", "group", "clone", "master", "bundle", "template", "instance_attributes",
                             "meta_attributes", "utilization", "operations", "op", "rule", "expression", "date_expression", "duration", "date_spec", "rsc_location", "rsc_colocation", "rsc_order",
                             "rsc_ticket", "resource_set", "resource_ref", "acl_role", "acl_target", "acl_permission", "role", "select", "op_expression", "rsc_expression"};
    if (!contains(known, element.name))
        return false;
    const bool typed = element.name != "primitive" || (!element.get("class").empty() && (element.get("class") != "ocf" || !element.get("provider").empty()) && !element.get("type").empty());
    return typed && std::all_of(element.children.begin(), element.children.end(), fitsSchema);
}

void merge(Element &into, const Element &from)
{
    for (const auto &[key, value] : from.attributes)
        into.set(key, value);
    for (const Element &child : from.children) {
        Element *there = nullptr;
        for (Element &one : into.children)
            if (one.name == child.name && one.get("id") == child.get("id"))
                there = &one;
        if (there)
            merge(*there, child);
        else
            into.children.push_back(child);
    }
}

class CibCall {
public:
    CibCall(Call &call, Session &session, Json &cluster, ParsedOptions options) : m_call(call), m_session(session), m_cluster(cluster), m_options(std::move(options)), m_cib(cluster) { }
    int run()
    {
        m_scope = m_options.last('o');
        if (m_options.any('Q'))
            return query();
        if (m_options.any('D'))
            return remove();
        m_given = readElement(m_options.last('X'));
        if (!m_given) { // the real one takes what can be saved of it, and then the schema refuses
            m_call.out(whole());
            return wrong(m_call, m_options.any('C') ? "cib_create" : "cib_modify", 78, "Update does not conform to the configured schema");
        }
        if (m_options.any('C'))
            return create();
        return m_options.any('R') ? replace() : modify();
    }

private:
    int query()
    {
        if (m_options.any('A')) {
            const auto found = selectElements(m_cib.root, withoutCib(m_options.last('A')));
            if (found.empty())
                return wrong(m_call, "cib_query", 105, "No such device or address");
            if (found.size() == 1) {
                m_call.out(writeElement(*found.front()));
                return 0;
            }
            Element all{"xpath-query"};
            for (const Element *one : found)
                all.children.push_back(*one);
            m_call.out(writeElement(all));
            return 0;
        }
        if (m_scope.empty() || m_scope == "all") {
            m_call.out(whole());
            return 0;
        }
        const Element *section = m_scope == "configuration" ? &m_cib.root : m_cib.root.child(m_scope);
        if (!section)
            return wrong(m_call, "cib_query", 105, "No such device or address");
        m_call.out(writeElement(*section));
        return 0;
    }
    std::string whole() { return m_cib.whole(hasQuorum(m_session, m_cluster, m_call.host)); }
    static std::string withoutCib(std::string xpath)
    {
        return xpath.rfind("/cib/configuration", 0) == 0 ? xpath.substr(4) : xpath;
    }
    int commit(const char *operation)
    {
        if (!fitsSchema(m_cib.root)) {
            m_call.out(whole());
            return wrong(m_call, operation, 78, "Update does not conform to the configured schema");
        }
        m_cib.changed("cibadmin", m_call.host);
        return 0;
    }
    int create()
    {
        Element *section = m_scope == "configuration" ? &m_cib.root : m_cib.root.child(m_scope);
        if (!section)
            return failedUpdate(m_call, *m_given, "cib_create", 70, "Invalid argument");
        if (!m_given->get("id").empty() && findById(*section, m_given->get("id")))
            return failedUpdate(m_call, *m_given, "cib_create", 108, "File exists");
        section->children.push_back(*m_given);
        return commit("cib_create");
    }
    int modify()
    {
        const bool allow = m_options.any('c');
        Element *section = m_scope == "configuration" ? &m_cib.root : m_cib.root.child(m_scope);
        if (!section && allow && contains(sections, m_scope))
            section = &m_cib.root.made(m_scope);
        if (!section)
            return wrong(m_call, "cib_modify", 105, "No such device or address");
        Element *there = m_given->name == section->name ? section : m_given->get("id").empty() ? section->child(m_given->name) : findById(*section, m_given->get("id"));
        if (!there && !allow)
            return wrong(m_call, "cib_modify", 105, "No such device or address");
        if (!there) {
            section->children.push_back({m_given->name});
            there = &section->children.back();
        }
        merge(*there, *m_given);
        return commit("cib_modify");
    }
    int replace()
    {
        Element *section = m_scope == "configuration" || m_scope.empty() ? &m_cib.root : m_cib.root.child(m_scope);
        Element *there = nullptr;
        if (m_options.any('A')) {
            const auto found = selectElements(m_cib.root, withoutCib(m_options.last('A')));
            there = found.empty() ? nullptr : found.front();
        } else if (section) {
            there = m_given->name == section->name ? section : findById(*section, m_given->get("id"));
        }
        if (!there)
            return wrong(m_call, "cib_replace", 105, "No such device or address");
        *there = Element(*m_given);
        return commit("cib_replace");
    }
    int remove()
    {
        std::vector<Element *> gone;
        if (m_options.any('A'))
            gone = selectElements(m_cib.root, withoutCib(m_options.last('A')));
        else if (const auto given = readElement(m_options.last('X')); given && m_cib.root.child(m_scope))
            if (Element *there = findById(*m_cib.root.child(m_scope), given->get("id")))
                gone.push_back(there);
        if (gone.empty())
            return 0; // what is not there is gone
        if (m_options.any('A') && gone.size() > 1)
            gone.resize(1);
        removeElements(m_cib.root, gone);
        return commit("cib_delete");
    }
    Call &m_call;
    Session &m_session;
    Json &m_cluster;
    ParsedOptions m_options;
    Cib m_cib;
    std::string m_scope;
    std::optional<Element> m_given;
};

std::string pairId(const std::string &set, const std::string &name)
{
    return set + "-" + name;
}

/// crm_attribute on one set of nvpairs: 0, or the exit code with its words.
int changePair(Call &call, Cib &cib, Element &holder, const std::string &sets, const std::string &setId, const std::string &scope, const ParsedOptions &options)
{
    const std::string name = options.last('n');
    Element *pair = nullptr, *set = nullptr;
    for (Element &one : holder.children)
        if (one.name == sets) {
            set = set ? set : &one;
            for (Element &child : one.children)
                if (child.get("name") == name)
                    pair = &child;
        }
    if (options.any('D')) {
        if (!pair)
            return 0;
        call.out("Deleted " + scope + (scope == "crm_config" ? " option: id=" : " attribute: id=") + pair->get("id") + " name=" + name + "\n");
        removeElements(holder, {pair});
        cib.changed("crm_attribute", call.host);
        return 0;
    }
    if (!options.any('v')) {
        if (!pair)
            return call.fail(105, "crm_attribute: Error performing operation: No such device or address\n");
        call.out("scope=" + scope + "  name=" + name + " value=" + pair->get("value") + "\n");
        return 0;
    }
    if (pair) {
        pair->set("value", options.last('v'));
    } else {
        if (!set) {
            holder.children.push_back({sets, {{"id", setId}}, {}});
            set = &holder.children.back();
        }
        set->children.push_back({"nvpair", {{"id", pairId(set->get("id"), name)}, {"name", name}, {"value", options.last('v')}}, {}});
    }
    cib.changed("crm_attribute", call.host);
    return 0;
}

} // namespace

int cibadmin(Call &call)
{
    static const std::vector<OptionRule> rules{{'Q', "query", Takes::Nothing}, {'C', "create", Takes::Nothing}, {'M', "modify", Takes::Nothing}, {'R', "replace", Takes::Nothing},
                                               {'D', "delete", Takes::Nothing}, {'c', "allow-create", Takes::Nothing}, {'o', "scope", Takes::Value}, {'X', "xml-text", Takes::Value},
                                               {'A', "xpath", Takes::Value}, {'f', "force", Takes::Nothing}, {'l', "local", Takes::Nothing}};
    ParsedOptions options = parseOptions(call.args, rules);
    if (!options.problem.empty())
        return call.fail(64, "cibadmin: " + options.problem + "\n");
    int rc = 0;
    {
        Session session(call.directory);
        Json *cluster = runsPacemaker(session, call.host) ? clusterOf(session, call.host) : nullptr;
        if (!cluster)
            return call.fail(102, "Could not connect to the CIB: Transport endpoint is not connected\nInit failed, could not perform requested operations\n");
        rc = CibCall(call, session, *cluster, options).run();
    }
    if (!options.any('Q'))
        wakeClusters(call.directory);
    return rc;
}

int crmAttribute(Call &call)
{
    static const std::vector<OptionRule> rules{{'t', "type", Takes::Value}, {'N', "node", Takes::Value}, {'n', "name", Takes::Value}, {'v', "update", Takes::Value}, {'D', "delete", Takes::Nothing},
                                               {'G', "query", Takes::Nothing}, {'l', "lifetime", Takes::Value}, {'q', "quiet", Takes::Nothing}};
    Words args = call.args;
    if (call.tool == "crm_standby")
        args.insert(args.begin(), {"--type", "nodes", "--name", "standby"});
    ParsedOptions options = parseOptions(args, rules);
    if (!options.problem.empty())
        return call.fail(64, "crm_attribute: " + options.problem + "\n");
    {
        Session session(call.directory);
        Json *cluster = runsPacemaker(session, call.host) ? clusterOf(session, call.host) : nullptr;
        if (!cluster)
            return call.fail(102, "crm_attribute: Could not connect to the CIB: Transport endpoint is not connected\n");
        const std::string type = options.last('t', options.any('N') ? "nodes" : "crm_config"), node = options.last('N', call.host);
        if (type == "status") {
            if (options.any('v'))
                objectAt(objectAt(*cluster, "attributes"), node)[options.last('n')] = options.last('v');
        } else {
            Cib cib(*cluster);
            int rc = 0;
            if (type == "crm_config") {
                rc = changePair(call, cib, cib.root.made("crm_config"), "cluster_property_set", "cib-bootstrap-options", type, options);
            } else {
                Element *found = nullptr;
                for (Element &one : cib.root.made("nodes").children)
                    found = one.get("uname") == node ? &one : found;
                if (!found)
                    return call.fail(105, "crm_attribute: Could not map name=" + node + " to a UUID\n");
                rc = changePair(call, cib, *found, "instance_attributes", "nodes-" + found->get("id"), type, options);
            }
            if (rc)
                return rc;
        }
    }
    wakeClusters(call.directory);
    return 0;
}

} // namespace simhost
