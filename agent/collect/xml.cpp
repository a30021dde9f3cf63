// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/xml.h"

#include "agent/collect/scan.h"

#include <charconv>

namespace collect {

using protocol::Json;

namespace {

void appendCodePoint(std::string &out, std::uint32_t code)
{
    if (code < 0x80)
        out += static_cast<char>(code);
    else if (code < 0x800)
        (out += static_cast<char>(0xc0 | code >> 6)) += static_cast<char>(0x80 | (code & 0x3f));
    else if (code < 0x10000)
        ((out += static_cast<char>(0xe0 | code >> 12)) += static_cast<char>(0x80 | (code >> 6 & 0x3f))) += static_cast<char>(0x80 | (code & 0x3f));
    else if (code < 0x110000)
        (((out += static_cast<char>(0xf0 | code >> 18)) += static_cast<char>(0x80 | (code >> 12 & 0x3f))) += static_cast<char>(0x80 | (code >> 6 & 0x3f)))
            += static_cast<char>(0x80 | (code & 0x3f));
}

std::string unescaped(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t at = text.find('&'), end = at == std::string_view::npos ? at : text.find(';', at);
        out += text.substr(0, at);
        if (end == std::string_view::npos || end - at > 10) {
            if (at != std::string_view::npos)
                out += '&';
            text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
            continue;
        }
        const std::string_view name = text.substr(at + 1, end - at - 1);
        std::uint32_t code = 0;
        if (name.size() > 1 && name[0] == '#') {
            const bool hex = name[1] == 'x';
            std::from_chars(name.data() + (hex ? 2 : 1), name.data() + name.size(), code, hex ? 16 : 10);
            appendCodePoint(out, code);
        } else
            out += name == "lt" ? "<" : name == "gt" ? ">" : name == "amp" ? "&" : name == "quot" ? "\"" : name == "apos" ? "'" : std::string(text.substr(at, end - at + 1));
        text.remove_prefix(end + 1);
    }
    return out;
}

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) { }

    protocol::Result<Json> document()
    {
        passMisc();
        Json root;
        if (!element(root, 0))
            return error();
        passMisc();
        if (m_at < m_text.size())
            return error();
        return root;
    }

private:
    bool at(std::string_view word) const { return m_text.compare(m_at, word.size(), word) == 0; }
    bool passUntil(std::string_view end)
    {
        const std::size_t found = m_text.find(end, m_at);
        m_at = found == std::string_view::npos ? m_text.size() : found + end.size();
        return found != std::string_view::npos;
    }
    void blanks()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    void passMisc()
    {
        for (;;) {
            blanks();
            if (at("<!--"))
                passUntil("-->");
            else if (at("<?"))
                passUntil("?>");
            else if (at("<!"))
                passUntil(">");
            else if (m_at == 0 && at("\xef\xbb\xbf"))
                m_at += 3;
            else
                return;
        }
    }
    std::string name()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && std::string_view(" \t\r\n=/><\"'").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    bool element(Json &out, int depth)
    {
        if (depth > 200 || !at("<"))
            return false;
        ++m_at;
        const std::string tag = name();
        if (tag.empty())
            return false;
        out = Json{{"name", tag}, {"attributes", Json::object()}, {"children", Json::array()}, {"text", ""}};
        if (!attributes(out["attributes"]))
            return false;
        if (at("/>")) {
            m_at += 2;
            return true;
        }
        ++m_at; // '>'
        return content(out, tag, depth);
    }

    bool attributes(Json &out)
    {
        for (;;) {
            blanks();
            if (at(">") || at("/>"))
                return true;
            const std::string key = name();
            blanks();
            if (key.empty() || !at("="))
                return false;
            ++m_at;
            blanks();
            const char quote = m_at < m_text.size() ? m_text[m_at] : '\0';
            const std::size_t end = quote == '"' || quote == '\'' ? m_text.find(quote, m_at + 1) : std::string_view::npos;
            if (end == std::string_view::npos)
                return false;
            out[key] = unescaped(m_text.substr(m_at + 1, end - m_at - 1));
            m_at = end + 1;
        }
    }

    bool content(Json &out, const std::string &tag, int depth)
    {
        std::string text;
        while (m_at < m_text.size()) {
            if (at("</")) {
                m_at += 2;
                const bool same = name() == tag;
                blanks();
                if (!same || !at(">"))
                    return false;
                ++m_at;
                out["text"] = std::string(trim(text));
                return true;
            }
            if (at("<!--")) {
                passUntil("-->");
            } else if (at("<![CDATA[")) {
                const std::size_t begin = m_at + 9;
                if (!passUntil("]]>"))
                    return false;
                text += m_text.substr(begin, m_at - 3 - begin);
            } else if (at("<?")) {
                passUntil("?>");
            } else if (at("<")) {
                Json child;
                if (!element(child, depth + 1))
                    return false;
                out["children"].push_back(std::move(child));
            } else {
                const std::size_t end = std::min(m_text.find('<', m_at), m_text.size());
                text += unescaped(m_text.substr(m_at, end - m_at));
                m_at = end;
            }
        }
        return false;
    }

    protocol::Error error() const
    {
        const bool cut = m_at >= m_text.size();
        return {protocol::Problem::BadMessage, cut ? "the XML ends in the middle of an element" : "this is not well-formed XML at byte " + std::to_string(m_at),
            std::string(m_text.substr(std::min(m_at, m_text.size()), 60)), "ask the tool again; it may have been stopped"};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

protocol::Result<Json> readXml(std::string_view text)
{
    return Reader(text).document();
}

std::string attributeOf(const Json &element, std::string_view name)
{
    return protocol::textOf(protocol::member(element, "attributes"), name);
}

void eachElement(const Json &element, const std::function<void(const Json &)> &visit)
{
    visit(element);
    const Json &children = protocol::member(element, "children");
    if (children.is_array())
        for (const Json &child : children)
            eachElement(child, visit);
}

} // namespace collect
