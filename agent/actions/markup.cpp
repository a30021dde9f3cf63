// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/markup.h"

#include "agent/protocol/haarguments.h"

#include <array>

namespace agent {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string unescaped(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        char found = 0;
        std::size_t length = 1;
        for (const auto &[entity, c] : entities)
            if (text.substr(i, entity.size()) == entity) {
                found = c;
                length = entity.size();
            }
        plain += found ? found : text[i];
        i += length;
    }
    return plain;
}

/// The end of the tag that begins at `at`: a > outside of quotes.
std::size_t tagEnd(std::string_view xml, std::size_t at)
{
    char quote = 0;
    for (std::size_t i = at; i < xml.size(); ++i) {
        if (quote)
            quote = xml[i] == quote ? '\0' : quote;
        else if (xml[i] == '"' || xml[i] == '\'')
            quote = xml[i];
        else if (xml[i] == '>')
            return i;
    }
    return std::string_view::npos;
}

Tag tagOf(std::string_view inside)
{
    Tag tag;
    tag.closes = !inside.empty() && (inside.front() == '/' || inside.back() == '/');
    tag.opens = inside.empty() || inside.front() != '/';
    const std::size_t from = tag.opens ? 0 : 1;
    std::size_t at = std::min(inside.find_first_of(" \t\r\n/", from), inside.size());
    tag.name = inside.substr(from, at - from);
    while ((at = inside.find_first_not_of(blanks, at)) != std::string_view::npos) {
        const std::size_t equals = inside.find('=', at);
        const std::size_t open = equals == std::string_view::npos ? equals : inside.find_first_of("\"'", equals);
        const std::size_t close = open == std::string_view::npos ? open : inside.find(inside[open], open + 1);
        if (close == std::string_view::npos)
            break;
        std::string_view name = inside.substr(at, equals - at);
        name = name.substr(0, name.find_last_not_of(blanks) + 1);
        tag.attributes[std::string(name)] = unescaped(inside.substr(open + 1, close - open - 1));
        at = close + 1;
    }
    return tag;
}

} // namespace

std::string Tag::operator[](const std::string &attribute) const
{
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? std::string() : found->second;
}

std::vector<Tag> tagsOf(std::string_view xml)
{
    std::vector<Tag> tags;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
        const bool comment = xml.substr(at, 4) == "<!--";
        const std::size_t end = comment ? xml.find("-->", at) : tagEnd(xml, at);
        if (end == std::string_view::npos)
            break;
        const char first = at + 1 < xml.size() ? xml[at + 1] : '!';
        if (first != '!' && first != '?')
            tags.push_back(tagOf(xml.substr(at + 1, end - at - 1)));
        at = end;
    }
    return tags;
}

std::string canonicalMarkup(std::string_view xml)
{
    std::string text;
    for (const Tag &tag : tagsOf(xml)) {
        if (tag.opens) {
            text += "<" + tag.name;
            for (const auto &[name, value] : tag.attributes)
                text += " " + name + "=\"" + value + "\"";
            text += ">";
        }
        if (tag.closes)
            text += "</>";
    }
    return text;
}

std::string withoutSecretParameters(std::string xml)
{
    for (std::size_t at = xml.find("<nvpair"); at != std::string::npos; at = xml.find("<nvpair", at + 1)) {
        const std::size_t end = tagEnd(xml, at);
        if (end == std::string::npos)
            break;
        const std::string_view inside = std::string_view(xml).substr(at + 1, end - at - 1);
        if (!protocol::isSecretParameter(tagOf(inside)["name"]))
            continue;
        const std::size_t value = inside.find(" value=");
        if (value == std::string_view::npos || value + 7 >= inside.size())
            continue;
        const std::size_t from = value + 8, close = inside.find(inside[value + 7], from);
        if (close != std::string_view::npos)
            xml.replace(at + 1 + from, close - from, "(removed)");
    }
    return xml;
}

} // namespace agent
