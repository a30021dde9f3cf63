// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/ownership.h"

#include "core/ha/difference.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace ha {

namespace {

/// "chandelier-fence-2-oss1" is of "fencing:oss1".
bool isFenceOf(const std::string &id, const std::string &server)
{
    const std::string head = std::string(kOurPrefix) + "fence-", rest = id.starts_with(head) ? id.substr(head.size()) : std::string();
    const std::size_t dash = rest.find('-');
    return dash != std::string::npos && dash > 0 && rest.find_first_not_of("0123456789") == dash && rest.substr(dash + 1) == xmlId(server);
}

bool isHealth(const std::string &id)
{
    return id.starts_with(std::string(kOurPrefix) + "health-");
}

/// Whether a resource of ours was made for this owner.
bool belongs(const std::string &resource, const std::string &owner)
{
    if (owner.starts_with("cluster:"))
        return isHealth(resource);
    if (owner.starts_with("fencing:"))
        return isFenceOf(resource, inventory::nameIn(owner));
    const std::string id = resourceIdOf(owner);
    return resource == id || resource == id + "-group" || resource == id + "-pool";
}

bool levelBelongs(const std::string &id, const std::string &owner)
{
    const std::string head = std::string(kOurPrefix) + "level-", rest = id.starts_with(head) ? id.substr(head.size()) : std::string();
    const std::size_t dash = rest.find('-');
    return owner.starts_with("fencing:") && dash != std::string::npos && rest.substr(dash + 1) == xmlId(inventory::nameIn(owner));
}

/// Constraints are of the resource that they restrict: what is placed, and of an order what comes later.
bool constraintBelongs(const CibConstraint &c, const std::string &owner)
{
    return isOurs(c.id) && belongs(c.kind == ConstraintKind::Order ? c.with : c.resource, owner);
}

bool namesAny(const CibConstraint &c, const std::string &owner)
{
    return belongs(c.resource, owner) || belongs(c.with, owner) || std::any_of(c.inSets.begin(), c.inSets.end(), [&](const std::string &r) { return belongs(r, owner); });
}

bool byTool(const std::string &id)
{
    return id.starts_with("cli-ban-") || id.starts_with("cli-prefer-") || id.starts_with("cli-standby-");
}

const char *elementName(ConstraintKind kind)
{
    switch (kind) {
    case ConstraintKind::Location: return "rsc_location";
    case ConstraintKind::Colocation: return "rsc_colocation";
    case ConstraintKind::Order: return "rsc_order";
    case ConstraintKind::Ticket: break;
    }
    return "rsc_ticket";
}

const char *elementName(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::Primitive: return "primitive";
    case ResourceKind::Group: return "group";
    case ResourceKind::Clone: return "clone";
    case ResourceKind::Master: return "master";
    case ResourceKind::Bundle: return "bundle";
    case ResourceKind::Template: break;
    }
    return "template";
}

CibPatch deletion(const std::string &section, const std::string &name, const std::string &id, const std::string &why)
{
    return { "delete", section, "//" + name + "[@id='" + id + "']", {}, why, true };
}

} // namespace

std::vector<CibPatch> deletions(const Cib &real, const std::string &owner, const std::set<std::string> &keep)
{
    std::vector<CibPatch> out;
    const auto kept = [&](const std::string &id) { return keep.count(id) > 0; };
    const auto gone = [&](const std::string &id) { return belongs(id, owner) && !kept(id); };
    for (const CibConstraint &c : real.constraints) {
        const bool dangling = gone(c.resource) || gone(c.with);
        if (!kept(c.id) && (constraintBelongs(c, owner) || (dangling && (isOurs(c.id) || byTool(c.id)))))
            out.push_back(deletion("constraints", elementName(c.kind), c.id, c.id + " binds what is taken out or is not wanted any more"));
    }
    for (const FencingLevel &l : real.levels)
        if (levelBelongs(l.id, owner) && !kept(l.id))
            out.push_back(deletion("fencing-topology", "fencing-level", l.id, l.id + " is not wanted any more"));
    for (const CibResource &r : real.resources)
        if (gone(r.id) && (r.parent.empty() || !gone(r.parent)))
            out.push_back(deletion("resources", elementName(r.kind), r.id, r.id + " is not wanted any more"));
    return out;
}

std::vector<CibPatch> removal(const Cib &real, const std::string &owner)
{
    return deletions(real, owner, {});
}

std::vector<CibUnknown> bindings(const Cib &real, const std::string &owner)
{
    std::vector<CibUnknown> out;
    for (const CibConstraint &c : real.constraints)
        if (!isOurs(c.id) && !byTool(c.id) && namesAny(c, owner))
            out.push_back({ "constraints", c.id, std::string(elementName(c.kind)) });
    for (const FencingLevel &l : real.levels)
        if (!isOurs(l.id) && std::any_of(l.devices.begin(), l.devices.end(), [&](const std::string &d) { return belongs(d, owner); }))
            out.push_back({ "fencing-topology", l.id, "fencing-level" });
    for (const CibTag &t : real.tags)
        if (std::any_of(t.members.begin(), t.members.end(), [&](const std::string &m) { return belongs(m, owner); }))
            out.push_back({ "tags", t.id, "tag" });
    return out;
}

std::vector<CibUnknown> foreign(const Cib &real)
{
    std::vector<CibUnknown> out;
    for (const char *name : { "resources", "constraints", "fencing-topology", "tags", "acls", "alerts" })
        if (const Element *section = real.configuration.child(name))
            for (const Element &e : section->children)
                if (!isOurs(e["id"]))
                    out.push_back({ name, e["id"], writeXml(e) });
    for (const CibUnknown &u : real.unknown)
        if (u.section == "configuration")
            out.push_back(u);
    return out;
}

} // namespace ha
