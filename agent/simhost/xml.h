// SPDX-License-Identifier: GPL-3.0-or-later
// XML as a tree, for the CIB of a simulated cluster: elements and attributes, nothing else is in one.
#pragma once
#include "agent/simhost/text.h"

#include <optional>

namespace simhost {

struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes{};
    std::vector<Element> children{};

    std::string get(std::string_view attribute, std::string_view fallback = {}) const;
    void set(std::string_view attribute, std::string value);
    Element *child(std::string_view childName);
    const Element *child(std::string_view childName) const;
    Element &made(std::string_view childName); ///< the child of that name, made when there is none
};

/// Nothing for what is cut off or does not nest.
std::optional<Element> readElement(std::string_view xml);
/// As libxml2 prints it for Pacemaker: two blanks a level, a line end after each.
std::string writeElement(const Element &element, int depth = 0);
std::string escapedXml(std::string_view text);
/// Elements of an XPath such as //primitive[@id='x'], //configuration//*[@id='x'] or /cib/configuration/nodes.
std::vector<Element *> selectElements(Element &root, std::string_view xpath);
Element *findById(Element &root, std::string_view id);
/// Takes those elements out, whoever their parents are; how many.
int removeElements(Element &root, const std::vector<Element *> &gone);

} // namespace simhost
