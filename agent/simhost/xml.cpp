// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/xml.h"

#include <algorithm>

namespace simhost {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string plain(std::string_view text)
{
    std::string out(text);
    for (const auto &[entity, c] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}})
        out = replaced(out, entity, c);
    return out;
}

class Reader {
public:
    explicit Reader(std::string_view xml) : m_xml(xml) { }
    std::optional<Element> read()
    {
        skip();
        Element root;
        if (!element(root, 0))
            return {};
        skip();
        return m_at == m_xml.size() ? std::optional<Element>(std::move(root)) : std::nullopt;
    }

private:
    void skip()
    {
        while (m_at < m_xml.size()) {
            if (m_xml.substr(m_at, 4) == "<!--")
                m_at = std::min(m_xml.find("-->", m_at), m_xml.size() - 3) + 3;
            else if (m_xml.substr(m_at, 2) == "<?")
                m_at = std::min(m_xml.find("?>", m_at), m_xml.size() - 2) + 2;
            else if (blanks.find(m_xml[m_at]) != std::string_view::npos)
                ++m_at;
            else
                return;
        }
    }
    std::string name()
    {
        const std::size_t end = std::min(m_xml.find_first_of(" \t\r\n/>=", m_at), m_xml.size());
        std::string word(m_xml.substr(m_at, end - m_at));
        m_at = end;
        return word;
    }
    bool attributes(Element &out)
    {
        while (true) {
            m_at = std::min(m_xml.find_first_not_of(blanks, m_at), m_xml.size());
            if (m_at >= m_xml.size())
                return false;
            if (m_xml[m_at] == '/' || m_xml[m_at] == '>')
                return true;
            const std::string key = name();
            const std::size_t open = m_xml.find_first_of("\"'", m_at);
            const std::size_t close = open == std::string_view::npos ? open : m_xml.find(m_xml[open], open + 1);
            if (key.empty() || close == std::string_view::npos || trim(m_xml.substr(m_at, open - m_at)) != "=")
                return false;
            out.attributes.emplace_back(key, plain(m_xml.substr(open + 1, close - open - 1)));
            m_at = close + 1;
        }
    }
    bool element(Element &out, int depth)
    {
        if (depth > 100 || m_at >= m_xml.size() || m_xml[m_at] != '<')
            return false;
        ++m_at;
        out.name = name();
        if (out.name.empty() || !attributes(out))
            return false;
        if (m_xml[m_at] == '/') {
            m_at += 2;
            return m_at <= m_xml.size() && m_xml[m_at - 1] == '>';
        }
        ++m_at;
        while (true) {
            skip();
            if (m_at >= m_xml.size())
                return false;
            if (m_xml.substr(m_at, 2) == "</")
                break;
            if (m_xml[m_at] != '<') { // text: none is in a CIB
                m_at = std::min(m_xml.find('<', m_at), m_xml.size());
                continue;
            }
            out.children.emplace_back();
            if (!element(out.children.back(), depth + 1))
                return false;
        }
        m_at += 2;
        const bool same = name() == out.name;
        m_at = std::min(m_xml.find('>', m_at), m_xml.size() - 1) + 1;
        return same;
    }
    std::string_view m_xml;
    std::size_t m_at = 0;
};

struct Step {
    std::string name;
    bool deep = false;
    std::vector<std::pair<std::string, std::string>> predicates{};
};

std::vector<Step> stepsOf(std::string_view xpath)
{
    std::vector<Step> steps;
    for (std::size_t at = 0; at < xpath.size();) {
        Step step;
        while (at < xpath.size() && xpath[at] == '/') {
            step.deep = at > 0 && xpath[at - 1] == '/';
            ++at;
        }
        const std::size_t end = std::min(xpath.find_first_of("/[", at), xpath.size());
        step.name = xpath.substr(at, end - at);
        at = end;
        while (at < xpath.size() && xpath[at] == '[') {
            const std::size_t close = std::min(xpath.find(']', at), xpath.size());
            const std::string inside(xpath.substr(at + 1, close - at - 1));
            for (std::size_t mark = inside.find('@'); mark != std::string::npos; mark = inside.find('@', mark + 1)) {
                const std::size_t equals = inside.find_first_of("=] ", mark), quote = inside.find_first_of("'\"", mark);
                const std::size_t last = quote == std::string::npos ? quote : inside.find(inside[quote], quote + 1);
                step.predicates.emplace_back(inside.substr(mark + 1, equals - mark - 1), last == std::string::npos ? std::string() : inside.substr(quote + 1, last - quote - 1));
                if (last != std::string::npos)
                    mark = last;
            }
            at = close + 1;
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

void matchStep(Element &element, const Step &step, bool itself, std::vector<Element *> &found)
{
    const bool named = step.name == "*" || step.name == element.name;
    const bool fits = std::all_of(step.predicates.begin(), step.predicates.end(), [&](const auto &p) { return element.get(p.first) == p.second; });
    if (itself && named && fits && std::find(found.begin(), found.end(), &element) == found.end())
        found.push_back(&element);
    if (step.deep || !itself)
        for (Element &child : element.children)
            matchStep(child, step, true, found);
}

} // namespace

std::string Element::get(std::string_view attribute, std::string_view fallback) const
{
    for (const auto &[key, value] : attributes)
        if (key == attribute)
            return value;
    return std::string(fallback);
}

void Element::set(std::string_view attribute, std::string value)
{
    for (auto &[key, old] : attributes)
        if (key == attribute) {
            old = std::move(value);
            return;
        }
    attributes.emplace_back(attribute, std::move(value));
}

Element *Element::child(std::string_view childName)
{
    for (Element &one : children)
        if (one.name == childName)
            return &one;
    return nullptr;
}

const Element *Element::child(std::string_view childName) const
{
    return const_cast<Element *>(this)->child(childName);
}

Element &Element::made(std::string_view childName)
{
    if (Element *there = child(childName))
        return *there;
    children.push_back({std::string(childName)});
    return children.back();
}

std::optional<Element> readElement(std::string_view xml)
{
    return Reader(xml).read();
}

std::string escapedXml(std::string_view text)
{
    std::string out = replaced(std::string(text), "&", "&amp;");
    for (const auto &[c, entity] : {std::pair{"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}})
        out = replaced(out, c, entity);
    return out;
}

std::string writeElement(const Element &element, int depth)
{
    const std::string indent(static_cast<std::size_t>(2 * depth), ' ');
    std::string text = indent + "<" + element.name;
    for (const auto &[key, value] : element.attributes)
        text += " " + key + "=\"" + escapedXml(value) + "\"";
    if (element.children.empty())
        return text + "/>\n";
    text += ">\n";
    for (const Element &child : element.children)
        text += writeElement(child, depth + 1);
    return text + indent + "</" + element.name + ">\n";
}

std::vector<Element *> selectElements(Element &root, std::string_view xpath)
{
    std::vector<Element *> at;
    bool first = true;
    for (const Step &step : stepsOf(xpath)) {
        std::vector<Element *> next;
        if (first)
            matchStep(root, step, true, next);
        else
            for (Element *one : at)
                matchStep(*one, step, false, next);
        at = std::move(next);
        first = false;
    }
    return at;
}

Element *findById(Element &root, std::string_view id)
{
    if (root.get("id") == id)
        return &root;
    for (Element &child : root.children)
        if (Element *found = findById(child, id))
            return found;
    return nullptr;
}

int removeElements(Element &root, const std::vector<Element *> &gone)
{
    int count = 0;
    for (std::size_t i = root.children.size(); i-- > 0;)
        count += std::find(gone.begin(), gone.end(), &root.children[i]) == gone.end() ? removeElements(root.children[i], gone) : 0;
    std::vector<Element> kept;
    for (Element &child : root.children)
        if (std::find(gone.begin(), gone.end(), &child) == gone.end())
            kept.push_back(std::move(child));
        else
            ++count;
    root.children = std::move(kept);
    return count;
}

} // namespace simhost
