// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/hatypes.h"

#include <algorithm>

namespace ha {

namespace {

const std::string none;

template <class List, class Fits> auto find(const List &list, Fits fits) -> const typename List::value_type *
{
    const auto it = std::find_if(list.begin(), list.end(), fits);
    return it == list.end() ? nullptr : &*it;
}

} // namespace

const std::string &Element::operator[](std::string_view attribute) const
{
    const auto *found = find(attributes, [&](const auto &a) { return a.first == attribute; });
    return found ? found->second : none;
}

bool Element::has(std::string_view attribute) const
{
    return find(attributes, [&](const auto &a) { return a.first == attribute; }) != nullptr;
}

const Element *Element::child(std::string_view childName) const
{
    return find(children, [&](const Element &e) { return e.name == childName; });
}

std::string NodeStatus::word() const
{
    if (unclean)
        return "unclean";
    if (pending)
        return "pending";
    if (!online)
        return "offline";
    if (standby || standbyOnFail)
        return "standby";
    return maintenance ? "maintenance" : "online";
}

const NodeStatus *ClusterStatus::node(const std::string &name) const
{
    return find(nodes, [&](const NodeStatus &n) { return n.name == name; });
}

const ResourceStatus *ClusterStatus::resource(const std::string &id) const
{
    const auto plain = [](const std::string &text) { return text.substr(0, text.find(':')); };
    if (const auto *whole = find(resources, [&](const ResourceStatus &r) { return r.id == id; }))
        return whole;
    return find(resources, [&](const ResourceStatus &r) { return plain(r.id) == id; });
}

bool CibConstraint::names(const std::string &resourceId) const
{
    return resource == resourceId || with == resourceId || std::find(inSets.begin(), inSets.end(), resourceId) != inSets.end();
}

const CibResource *Cib::resource(const std::string &id) const
{
    return find(resources, [&](const CibResource &r) { return r.id == id; });
}

const CibResource *Cib::outermost(const std::string &id) const
{
    const CibResource *at = resource(id);
    for (std::size_t steps = 0; at && !at->parent.empty() && steps < resources.size(); ++steps) {
        const CibResource *above = resource(at->parent);
        if (!above)
            break;
        at = above;
    }
    return at;
}

} // namespace ha
