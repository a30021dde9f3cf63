// SPDX-License-Identifier: GPL-3.0-or-later
// Pacemaker's configuration. Format: Pacemaker's xml/*.rng, schemas pacemaker-0.6 to pacemaker-4.
#include "core/inventory/haparse.h"
#include "core/inventory/hascan.h"

#include <algorithm>
#include <unordered_map>

namespace ha {

namespace {

bool isResource(const std::string &name)
{
    static const std::set<std::string> names { "primitive", "group", "clone", "master", "bundle", "template" };
    return names.count(name) > 0;
}

bool isConstraint(const std::string &name)
{
    static const std::set<std::string> names { "rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket" };
    return names.count(name) > 0;
}

bool isSection(const std::string &name)
{
    static const std::set<std::string> names { "crm_config", "nodes", "resources", "constraints", "fencing-topology", "rsc_defaults", "op_defaults",
        "acls", "tags", "alerts" };
    return names.count(name) > 0;
}

/// <configuration> around whatever was printed: a whole CIB, a section, what --xpath found, one resource or constraint.
bool wrapped(Element &&root, Element &configuration)
{
    configuration.name = "configuration";
    if (root.name == "configuration") {
        configuration = std::move(root);
        return true;
    }
    if (isSection(root.name)) {
        configuration.children.push_back(std::move(root));
        return true;
    }
    std::vector<Element> pieces;
    if (root.name == "xpath-query")
        pieces = std::move(root.children);
    else
        pieces.push_back(std::move(root));
    Element resources { .name = "resources" }, constraints { .name = "constraints" };
    for (Element &piece : pieces) {
        if (!isResource(piece.name) && !isConstraint(piece.name))
            return false;
        (isResource(piece.name) ? resources : constraints).children.push_back(std::move(piece));
    }
    for (Element *section : { &resources, &constraints })
        if (!section->children.empty())
            configuration.children.push_back(std::move(*section));
    return true;
}

class CibReader {
public:
    explicit CibReader(Cib &out) : m_out(out) { index(out.configuration); }

    void read()
    {
        for (const Element &section : m_out.configuration.children)
            read(section);
        for (CibResource &r : m_out.resources)
            if (!r.templateId.empty())
                fromTemplate(r);
    }

private:
    void index(const Element &element)
    {
        if (element.has("id"))
            m_byId.emplace(element["id"], &element);
        for (const Element &child : element.children)
            index(child);
    }

    void read(const Element &section)
    {
        const std::string &name = section.name;
        if (name == "crm_config")
            m_out.properties = values(section, "cluster_property_set");
        else if (name == "rsc_defaults")
            m_out.resourceDefaults = values(section, "meta_attributes");
        else if (name == "op_defaults")
            m_out.operationDefaults = values(section, "meta_attributes");
        else if (name == "nodes")
            nodes(section);
        else if (name == "resources")
            children(section, name, &CibReader::resourceAtTop);
        else if (name == "constraints")
            children(section, name, &CibReader::constraint);
        else if (name == "fencing-topology")
            children(section, name, &CibReader::level);
        else if (name == "tags")
            children(section, name, &CibReader::tag);
        else if (name == "acls" || name == "alerts")
            for (const Element &e : section.children)
                (name == "acls" ? m_out.acls : m_out.alerts).push_back(e["id"]);
        else
            m_out.unknown.push_back({ "configuration", section["id"], writeXml(section) });
    }

    void children(const Element &section, const std::string &name, bool (CibReader::*take)(const Element &))
    {
        for (const Element &e : section.children)
            if (!(this->*take)(e))
                m_out.unknown.push_back({ name, e["id"], writeXml(e) });
    }

    const Element &resolved(const Element &element) const
    {
        const auto found = element.has("id-ref") ? m_byId.find(element["id-ref"]) : m_byId.end();
        return found == m_byId.end() ? element : *found->second;
    }

    /// Of several sets the one with the highest score has the say; sets with rules hold only sometimes and are left out.
    Values values(const Element &parent, std::string_view setName, bool *ruled = nullptr) const
    {
        std::vector<const Element *> sets;
        for (const Element &child : parent.children)
            if (child.name == setName)
                sets.push_back(&resolved(child));
        std::stable_sort(sets.begin(), sets.end(), [](const Element *a, const Element *b) { return pacemakerScore((*a)["score"]) > pacemakerScore((*b)["score"]); });
        Values out;
        for (const Element *set : sets) {
            if (set->child("rule")) {
                if (ruled)
                    *ruled = true;
                continue;
            }
            take(*set, out);
            for (const Element &inner : set->children)
                if (inner.name == "attributes") // Heartbeat 2
                    take(inner, out);
        }
        return out;
    }

    void take(const Element &set, Values &out) const
    {
        for (const Element &pair : set.children)
            if (pair.name == "nvpair") {
                const Element &real = resolved(pair);
                out.emplace(pair.has("name") ? pair["name"] : real["name"], real["value"]);
            }
    }

    void nodes(const Element &section)
    {
        for (const Element &e : section.children)
            if (e.name == "node")
                m_out.nodes.push_back({ e["id"], e["uname"], e["type"], values(e, "instance_attributes") });
            else
                m_out.unknown.push_back({ "nodes", e["id"], writeXml(e) });
    }

    bool resourceAtTop(const Element &e) { return resource(e, {}); }

    bool resource(const Element &e, const std::string &parent)
    {
        static const std::map<std::string, ResourceKind> kinds { { "primitive", ResourceKind::Primitive }, { "group", ResourceKind::Group },
            { "clone", ResourceKind::Clone }, { "master", ResourceKind::Master }, { "bundle", ResourceKind::Bundle }, { "template", ResourceKind::Template } };
        const auto kind = kinds.find(e.name);
        if (kind == kinds.end())
            return false;
        CibResource r;
        r.id = e["id"];
        r.kind = kind->second;
        r.parent = parent;
        r.agent = agent(e);
        r.templateId = e["template"];
        r.description = e["description"];
        r.parameters = values(e, "instance_attributes", &r.ruled);
        r.meta = values(e, "meta_attributes", &r.ruled);
        r.operations = operations(e);
        for (const Element &child : e.children)
            if (isResource(child.name))
                r.children.push_back(child["id"]);
        const std::string id = r.id;
        m_out.resources.push_back(std::move(r));
        for (const Element &child : e.children)
            if (isResource(child.name))
                resource(child, id);
        return true;
    }

    static std::string agent(const Element &e)
    {
        std::string out = e["class"];
        if (!e["provider"].empty())
            out += ':' + e["provider"];
        return e["type"].empty() ? out : out + ':' + e["type"];
    }

    std::vector<CibOperation> operations(const Element &e) const
    {
        std::vector<CibOperation> out;
        for (const Element &list : e.children) {
            if (list.name != "operations")
                continue;
            for (const Element &op : resolved(list).children)
                if (op.name == "op")
                    out.push_back(operation(resolved(op)));
        }
        return out;
    }

    CibOperation operation(const Element &op) const
    {
        Values more = values(op, "meta_attributes");
        const auto field = [&](const char *name) { return op.has(name) ? op[name] : more.count(name) > 0 ? more[name] : std::string(); };
        return { op["id"], op["name"], field("interval"), field("timeout"), field("on-fail"), field("role") };
    }

    void fromTemplate(CibResource &r)
    {
        const CibResource *base = m_out.resource(r.templateId);
        if (!base || base == &r)
            return;
        if (r.agent.empty())
            r.agent = base->agent;
        r.parameters.insert(base->parameters.begin(), base->parameters.end());
        r.meta.insert(base->meta.begin(), base->meta.end());
        if (r.operations.empty())
            r.operations = base->operations;
    }

    bool constraint(const Element &e)
    {
        static const std::map<std::string, ConstraintKind> kinds { { "rsc_location", ConstraintKind::Location }, { "rsc_colocation", ConstraintKind::Colocation },
            { "rsc_order", ConstraintKind::Order }, { "rsc_ticket", ConstraintKind::Ticket } };
        const auto kind = kinds.find(e.name);
        if (kind == kinds.end())
            return false;
        CibConstraint c;
        c.id = e["id"];
        c.kind = kind->second;
        const bool order = c.kind == ConstraintKind::Order;
        c.resource = order ? e["first"] : e["rsc"];
        c.with = order ? e["then"] : e["with-rsc"];
        c.pattern = e["rsc-pattern"];
        c.node = e["node"];
        c.score = order ? orderKind(e) : e["score"];
        c.ticket = e["ticket"];
        c.role = e.has("rsc-role") ? e["rsc-role"] : e["role"];
        c.firstAction = e["first-action"];
        c.thenAction = e["then-action"];
        for (const Element &child : e.children)
            if (child.name == "resource_set")
                set(resolved(child), c);
            else if (child.name == "rule" || child.name == "lifetime")
                c.rules += writeXml(resolved(child));
        if (c.kind == ConstraintKind::Ticket && !c.ticket.empty() && std::find(m_out.tickets.begin(), m_out.tickets.end(), c.ticket) == m_out.tickets.end())
            m_out.tickets.push_back(c.ticket);
        m_out.constraints.push_back(std::move(c));
        return true;
    }

    /// Before "kind" there was a score: 0 was optional.
    static std::string orderKind(const Element &e)
    {
        if (e.has("kind") || !e.has("score"))
            return e.has("kind") ? e["kind"] : "Mandatory";
        return pacemakerScore(e["score"]) == 0 ? "Optional" : "Mandatory";
    }

    static void set(const Element &e, CibConstraint &c)
    {
        for (const Element &reference : e.children)
            if (reference.name == "resource_ref")
                c.inSets.push_back(reference["id"]);
    }

    bool level(const Element &e)
    {
        if (e.name != "fencing-level")
            return false;
        FencingLevel out { e["id"], e["target"], e["target-pattern"], e["target-attribute"], e["target-value"], int(wholeNumber(e["index"])), {} };
        const std::string &devices = e["devices"];
        for (std::size_t at = 0; at <= devices.size();) {
            const std::size_t comma = std::min(devices.find(',', at), devices.size());
            if (comma > at)
                out.devices.push_back(devices.substr(at, comma - at));
            at = comma + 1;
        }
        m_out.levels.push_back(std::move(out));
        return true;
    }

    bool tag(const Element &e)
    {
        if (e.name != "tag")
            return false;
        CibTag out { e["id"], {} };
        for (const Element &reference : e.children)
            out.members.push_back(reference["id"]);
        m_out.tags.push_back(std::move(out));
        return true;
    }

    Cib &m_out;
    std::unordered_map<std::string, const Element *> m_byId;
};

void head(const Element &root, Cib &out)
{
    out.validateWith = root["validate-with"];
    out.featureSet = root["crm_feature_set"];
    out.lastWritten = root["cib-last-written"];
    out.updateOrigin = root["update-origin"];
    out.updateClient = root["update-client"];
    out.updateUser = root["update-user"];
    out.dcUuid = root["dc-uuid"];
    out.adminEpoch = wholeNumber(root["admin_epoch"]);
    out.epoch = wholeNumber(root["epoch"]);
    out.updates = wholeNumber(root["num_updates"]);
    out.haveQuorum = root["have-quorum"] == "1" || root["have-quorum"] == "true";
    const Element *status = root.child("status");
    if (const Element *tickets = status ? status->child("tickets") : nullptr)
        for (const Element &t : tickets->children)
            out.tickets.push_back(t["id"]);
}

} // namespace

Result<Cib> parseCib(std::string_view xml)
{
    auto root = parseXml(xml);
    if (!root)
        return root.error();
    Cib out;
    const std::string name = root->name;
    bool good = true;
    if (name == "cib") {
        head(*root, out);
        for (Element &child : root->children)
            if (child.name == "configuration")
                out.configuration = std::move(child);
        good = !out.configuration.name.empty();
    } else {
        good = wrapped(std::move(*root), out.configuration);
    }
    if (!good)
        return Error { protocol::Problem::BadMessage, "this is no configuration of a cluster: <" + name + (name == "cib" ? "> has no <configuration>" : "> is not known"), {},
            "Look at what cibadmin --query prints on the host." };
    CibReader(out).read();
    return out;
}

} // namespace ha
