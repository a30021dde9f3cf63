// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/difference.h"
#include "core/ha/elements.h"

#include <algorithm>

namespace ha {

namespace {

Error cannot(const CibPatch &patch, const std::string &what)
{
    return { protocol::Problem::NotFound, "the change of the configuration does not fit: " + what, patch.xpath + patch.xml, "Read the cluster again." };
}

bool sameObject(const Element &a, const Element &b)
{
    return a.name == b.name && a["id"] == b["id"];
}

void merge(Element &into, const Element &from)
{
    for (const auto &[name, value] : from.attributes) {
        const auto mine = std::find_if(into.attributes.begin(), into.attributes.end(), [&](const auto &a) { return a.first == name; });
        if (mine == into.attributes.end())
            into.attributes.emplace_back(name, value);
        else
            mine->second = value;
    }
    for (const Element &child : from.children) {
        const auto mine = std::find_if(into.children.begin(), into.children.end(), [&](const Element &e) { return sameObject(e, child); });
        if (mine == into.children.end())
            into.children.push_back(child);
        else
            merge(*mine, child);
    }
}

/// Where the first element is that fits, in its parent.
bool locate(Element &parent, const Element &like, Element *&holder, std::size_t &place)
{
    for (std::size_t i = 0; i < parent.children.size(); ++i) {
        if (sameObject(parent.children[i], like)) {
            holder = &parent;
            place = i;
            return true;
        }
        if (locate(parent.children[i], like, holder, place))
            return true;
    }
    return false;
}

} // namespace

Result<void> apply(const CibPatch &patch, Element &configuration)
{
    Element *holder = nullptr;
    std::size_t place = 0;
    if (patch.op == "delete") {
        const std::size_t bracket = patch.xpath.find("[@id='"), end = patch.xpath.rfind("']");
        if (!patch.xpath.starts_with("//") || bracket == std::string::npos || end == std::string::npos || end < bracket + 6)
            return cannot(patch, "the path is of another form");
        const Element like = element(patch.xpath.substr(2, bracket - 2), { { "id", patch.xpath.substr(bracket + 6, end - bracket - 6) } });
        if (!locate(configuration, like, holder, place))
            return cannot(patch, "there is no " + like["id"]);
        holder->children.erase(holder->children.begin() + std::ptrdiff_t(place));
        return {};
    }
    auto xml = parseXml(patch.xml);
    if (!xml)
        return xml.error();
    const auto found = std::find_if(configuration.children.begin(), configuration.children.end(), [&](const Element &e) { return e.name == patch.section; });
    Element *section = patch.section == "configuration" ? &configuration : found == configuration.children.end() ? nullptr : &*found;
    if (!section)
        return cannot(patch, "there is no section " + patch.section);
    if (patch.op == "replace") {
        if (!locate(*section, *xml, holder, place))
            return cannot(patch, "there is no " + (*xml)["id"]);
        holder->children[place] = std::move(*xml);
    } else if (patch.op == "modify") {
        merge(*section, xml->name == section->name ? *xml : element(section->name, {}, { std::move(*xml) }));
    } else {
        if (locate(*section, *xml, holder, place))
            return cannot(patch, "there is a " + (*xml)["id"] + " already");
        section->children.push_back(std::move(*xml));
    }
    return {};
}

} // namespace ha
