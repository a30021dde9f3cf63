// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/difference.h"

#include "core/ha/elements.h"
#include "core/ha/ownership.h"

#include <algorithm>

namespace ha {

namespace {

bool isState(const Element &e)
{
    return e.name == "nvpair" && (e["name"] == "target-role" || e["name"] == "is-managed" || e["name"] == "maintenance");
}

bool holdsOnlyState(const Element &e)
{
    return e.name == "meta_attributes" && std::all_of(e.children.begin(), e.children.end(), isState);
}

/// Whose identity is what they say, not their id: another tool may have written them again with an id of its own.
bool knownByName(const Element &e)
{
    return e.name == "nvpair" || e.name == "op" || e.name == "instance_attributes" || e.name == "meta_attributes" || e.name == "operations";
}

bool fits(const Element &a, const Element &b)
{
    if (a.name != b.name)
        return false;
    if (a.name == "nvpair")
        return a["name"] == b["name"];
    if (a.name == "op")
        return a["name"] == b["name"] && a["role"] == b["role"];
    return knownByName(a) ? a.child("rule") == nullptr && b.child("rule") == nullptr : a["id"] == b["id"];
}

bool equalValues(const std::string &a, const std::string &b)
{
    static const std::set<std::string> on { "true", "yes", "1", "on", "y" }, off { "false", "no", "0", "off", "n" };
    if (a == b || (on.count(a) > 0 && on.count(b) > 0) || (off.count(a) > 0 && off.count(b) > 0))
        return true;
    const bool score = a.find("INFINITY") != std::string::npos || b.find("INFINITY") != std::string::npos;
    if (score)
        return pacemakerScore(a) == pacemakerScore(b);
    const std::int64_t first = pacemakerMs(a), second = pacemakerMs(b);
    return first >= 0 && first == second;
}

std::string nameOf(const Element &e)
{
    return e.name == "nvpair" || e.name == "op" ? e["name"] : e.has("id") ? e["id"] : e.name;
}

std::string xpathOf(const Element &e)
{
    return "//" + e.name + "[@id='" + e["id"] + "']";
}

/// What turns one element into another: one that is merged into it, and what is to be deleted.
class Change {
public:
    Change(const Element &real, const Element &want) { m_merge = compare(real, want, want.name); }

    bool any() const { return !m_words.empty(); }
    bool replaces() const { return m_replace; }
    const Element &merge() const { return m_merge; }
    bool merges() const { return m_merges; }
    const std::vector<const Element *> &extra() const { return m_extra; }
    std::string words() const
    {
        std::string out;
        for (const std::string &w : m_words)
            out += (out.empty() ? "" : "; ") + w;
        return out;
    }

private:
    Element compare(const Element &real, const Element &want, const std::string &path)
    {
        Element out { real.name, {}, {}, {} };
        if (real.has("id"))
            out.attributes.emplace_back("id", real["id"]);
        attributes(real, want, out);
        const bool ordered = real.name == "group" || real.name == "resource_set";
        std::size_t last = 0;
        for (const Element &child : want.children) {
            const auto found = std::find_if(real.children.begin(), real.children.end(), [&](const Element &e) { return fits(e, child); });
            if (found == real.children.end()) {
                out.children.push_back(child);
                m_words.push_back(nameOf(child) + " is missing");
                m_merges = true;
                continue;
            }
            const std::size_t at = std::size_t(found - real.children.begin());
            if (ordered && at < last) {
                m_replace = true;
                m_words.push_back("the order in " + nameOf(real) + " is another one");
            }
            last = at;
            const std::size_t before = m_words.size();
            Element inner = compare(*found, child, path);
            if (m_words.size() > before)
                out.children.push_back(std::move(inner));
        }
        extras(real, want);
        return out;
    }

    void attributes(const Element &real, const Element &want, Element &out)
    {
        for (const auto &[name, value] : want.attributes) {
            if ((name == "id" && knownByName(want)) || (real.has(name) && equalValues(real[name], value)))
                continue;
            // What an element is cannot be merged into another kind.
            m_replace = m_replace || name == "class" || name == "provider" || name == "type";
            m_words.push_back(said(want, name, real) + ", wanted " + (value.empty() ? "nothing" : value));
            out.attributes.emplace_back(name, value);
            m_merges = true;
        }
        for (const auto &[name, value] : real.attributes)
            if (!want.has(name) && name != "description" && !(name == "id" && knownByName(want))) {
                m_replace = true; // a merge takes nothing away
                m_words.push_back(name + "=" + value + " was added to " + nameOf(real));
            }
    }

    static std::string said(const Element &want, const std::string &attribute, const Element &real)
    {
        const std::string value = real.has(attribute) ? real[attribute] : std::string("not set");
        return want.name == "nvpair" && attribute == "value" ? want["name"] + " is " + value : attribute + " of " + nameOf(want) + " is " + value;
    }

    void extras(const Element &real, const Element &want)
    {
        for (const Element &child : real.children) {
            const bool known = std::any_of(want.children.begin(), want.children.end(), [&](const Element &e) { return fits(e, child); });
            if (known || isState(child) || holdsOnlyState(child))
                continue;
            m_words.push_back(nameOf(child) + (child.has("value") ? "=" + child["value"] : std::string()) + " was added by hand");
            if (child.has("id") && child["id"].find('\'') == std::string::npos)
                m_extra.push_back(&child);
            else
                m_replace = true;
        }
    }

    Element m_merge;
    std::vector<const Element *> m_extra;
    std::vector<std::string> m_words;
    bool m_replace = false, m_merges = false;
};

/// The chain from a child of the section down to the element with this name and id; empty: it is not there.
bool chainTo(const Element &parent, const std::string &name, const std::string &id, std::vector<const Element *> &chain)
{
    for (const Element &child : parent.children) {
        chain.push_back(&child);
        if ((child.name == name && child["id"] == id) || chainTo(child, name, id, chain))
            return true;
        chain.pop_back();
    }
    return false;
}

void keepState(const Element &real, Element &want)
{
    for (const Element &set : real.children) {
        if (set.name == "meta_attributes")
            for (const Element &pair : set.children)
                if (isState(pair)) {
                    auto mine = std::find_if(want.children.begin(), want.children.end(), [&](const Element &e) { return e.name == "meta_attributes"; });
                    if (mine == want.children.end())
                        mine = want.children.insert(want.children.end(), element("meta_attributes", { { "id", set["id"] } }));
                    mine->children.push_back(pair);
                }
        for (Element &child : want.children)
            if (child.has("id") && child.name == set.name && child["id"] == set["id"] && set.name == "primitive")
                keepState(set, child);
    }
}

class Differ {
public:
    explicit Differ(const Cib &real) : m_real(real) { }

    /// `ban`: where Pacemaker must not run it; null: nowhere. Both in one change where both are new: in the moment between two Pacemaker
    /// could start it there.
    void device(const Piece &p, const Piece *ban)
    {
        if (!ban || isThere(p) || isThere(*ban)) {
            piece(p);
            if (ban)
                piece(*ban);
            return;
        }
        m_made.insert({ p.section, ban->section });
        m_out.push_back({ "modify", "configuration", {}, writeXml(element("configuration", {}, { element(p.section, {}, { p.element }), element(ban->section, {}, { ban->element }) })),
            p.why + " " + ban->why, false });
    }

    void piece(const Piece &p)
    {
        if (p.section == "crm_config" || p.section == "rsc_defaults")
            values(p);
        else
            whole(p);
    }

    std::vector<CibPatch> take() { return std::move(m_out); }

private:
    const Element *section(const std::string &name) const { return m_real.configuration.child(name); }
    bool isThere(const Piece &p) const
    {
        std::vector<const Element *> chain;
        return section(p.section) && chainTo(*section(p.section), p.element.name, p.id, chain);
    }

    void create(const Piece &p)
    {
        // Pacemaker's own empty configuration has no sections for what few clusters use.
        const bool there = section(p.section) || !m_made.insert(p.section).second;
        m_out.push_back({ "create", there ? p.section : "configuration", {}, writeXml(there ? p.element : element(p.section, {}, { p.element })), p.why, false });
    }

    void whole(const Piece &p)
    {
        std::vector<const Element *> chain;
        if (!section(p.section) || !chainTo(*section(p.section), p.element.name, p.id, chain)) {
            create(p);
            return;
        }
        const Element &real = *chain.back();
        const Change change(real, p.element);
        if (!change.any())
            return;
        const std::string why = p.id + ": " + change.words();
        if (change.replaces()) {
            Element merged = p.element;
            keepState(real, merged);
            m_out.push_back({ "replace", p.section, {}, writeXml(merged), why, true });
            return;
        }
        if (change.merges()) {
            Element xml = change.merge();
            for (std::size_t i = chain.size() - 1; i-- > 0;)
                xml = element(chain[i]->name, { { "id", (*chain[i])["id"] } }, { std::move(xml) });
            m_out.push_back({ "modify", p.section, {}, writeXml(xml), why, true });
        }
        for (const Element *extra : change.extra())
            m_out.push_back({ "delete", p.section, xpathOf(*extra), {}, why, true });
    }

    /// Options are known by their names, in whatever set they are; the one that counts is changed.
    void values(const Piece &p)
    {
        const Element *all = section(p.section);
        std::vector<const Element *> sets;
        if (all)
            for (const Element &set : all->children)
                if (set.name == p.element.name && !set.child("rule"))
                    sets.push_back(&set);
        std::stable_sort(sets.begin(), sets.end(), [](const Element *a, const Element *b) { return pacemakerScore((*a)["score"]) > pacemakerScore((*b)["score"]); });
        if (sets.empty()) {
            create(p);
            return;
        }
        const auto named = std::find_if(sets.begin(), sets.end(), [&](const Element *s) { return (*s)["id"] == p.id; });
        const Element &home = named == sets.end() ? *sets.front() : **named;
        Element missing = element(home.name, { { "id", home["id"] } });
        std::string names;
        for (const Element &pair : p.element.children) {
            const auto [set, found] = find(sets, pair["name"]);
            if (!found) {
                missing.children.push_back(element("nvpair", { { "id", home["id"] + "-" + pair["name"] }, { "name", pair["name"] }, { "value", pair["value"] } }));
                names += (names.empty() ? "" : ", ") + pair["name"];
            } else if (!equalValues((*found)["value"], pair["value"])) {
                Element one = element("nvpair", { { "id", (*found)["id"] }, { "name", pair["name"] }, { "value", pair["value"] } });
                m_out.push_back({ "modify", p.section, {}, writeXml(element(set->name, { { "id", (*set)["id"] } }, { std::move(one) })),
                    pair["name"] + " is " + (*found)["value"] + ", wanted " + pair["value"], true });
            }
        }
        if (!missing.children.empty())
            m_out.push_back({ "modify", p.section, {}, writeXml(missing), names + ": " + p.why, false });
    }

    static std::pair<const Element *, const Element *> find(const std::vector<const Element *> &sets, const std::string &name)
    {
        for (const Element *set : sets)
            for (const Element &pair : set->children)
                if (pair.name == "nvpair" && pair["name"] == name)
                    return { set, &pair };
        return { nullptr, nullptr };
    }

    const Cib &m_real;
    std::vector<CibPatch> m_out;
    std::set<std::string> m_made;
};

/// Where a fence device must not run; null: the piece is no such device, or it may run anywhere.
const Piece *banOf(const Piece &device, const CibPieces &wanted)
{
    const auto found = std::find_if(wanted.begin(), wanted.end(), [&](const Piece &p) {
        return p.owner == device.owner && p.problem.empty() && p.element.name == "rsc_location" && p.element["rsc"] == device.id;
    });
    return device.element["class"] == "stonith" && found != wanted.end() ? &*found : nullptr;
}

/// The ids of a piece: its own, and those of the resources in it.
std::set<std::string> idsOf(const Element &e)
{
    std::set<std::string> out;
    if (e.has("id"))
        out.insert(e["id"]);
    for (const Element &child : e.children)
        if (child.name == "primitive" || child.name == "group")
            out.merge(idsOf(child));
    return out;
}

} // namespace

std::vector<CibPatch> difference(const Cib &real, const CibPieces &wanted, const std::string &owner)
{
    std::set<std::string> keep, owners;
    for (const Piece &p : wanted) {
        keep.merge(idsOf(p.element));
        owners.insert(p.owner);
    }
    if (!owner.empty())
        owners = { owner };
    std::vector<CibPatch> out;
    for (const std::string &one : owners)
        for (CibPatch &patch : deletions(real, one, keep))
            if (std::find(out.begin(), out.end(), patch) == out.end())
                out.push_back(std::move(patch));
    Differ differ(real);
    std::set<const Piece *> done;
    for (const Piece &p : wanted)
        if (p.problem.empty() && owners.count(p.owner) > 0 && done.insert(&p).second) {
            const Piece *ban = banOf(p, wanted);
            done.insert(ban);
            differ.device(p, ban);
        }
    for (CibPatch &patch : differ.take())
        out.push_back(std::move(patch));
    return out;
}

} // namespace ha
