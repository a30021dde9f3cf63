// SPDX-License-Identifier: GPL-3.0-or-later
// As much of XML as it takes to look at what Pacemaker's tools print: tags in order. Reading it whole is the manager's part.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace agent {

struct Tag {
    std::string name;
    std::map<std::string, std::string> attributes{}; ///< entities undone
    bool opens = false, closes = false;              ///< both: <x/>
    std::string operator[](const std::string &attribute) const;
    bool is(const char *attribute) const { return (*this)[attribute] == "true"; }
};

/// Never fails: what is no tag is passed over; ends where the text is cut off.
std::vector<Tag> tagsOf(std::string_view xml);
/// One spelling of the same elements: attributes sorted, white space and comments gone.
std::string canonicalMarkup(std::string_view xml);
/// The text with "(removed)" for the values of nvpairs and parameters whose name says that they are secret.
std::string withoutSecretParameters(std::string xml);

} // namespace agent
