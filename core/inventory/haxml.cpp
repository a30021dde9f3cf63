// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/haparse.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace ha {

namespace {

constexpr std::size_t largest = 64U << 20, mostElements = 1'000'000, mostAttributes = 1024;
constexpr int deepest = 64;

Error refused(const std::string &what)
{
    return { protocol::Problem::BadMessage, "the XML cannot be read: " + what, {}, "Look at what the tool prints on the host." };
}

/// Looks at the text before the real reader does, so that no text costs more than its length: depth, number of elements and of
/// attributes of one element. It does not say whether the text is good XML.
class Bounds {
public:
    explicit Bounds(std::string_view text) : m_text(text) { }

    /// Empty, or what is too much.
    std::string problem()
    {
        if (m_text.size() > largest)
            return "it is larger than 64 MiB";
        if (m_text.find('\0') != std::string_view::npos)
            return "it has a NUL byte";
        for (std::size_t at = 0; m_problem.empty() && (at = m_text.find('<', at)) != std::string_view::npos;)
            at = m_text.substr(at, 2) == "<!" || m_text.substr(at, 2) == "<?" ? special(at) : tag(at);
        return m_problem;
    }

private:
    std::size_t behind(std::string_view what, std::size_t from) const
    {
        const std::size_t found = m_text.find(what, from);
        return found == std::string_view::npos ? m_text.size() : found + what.size();
    }

    std::size_t special(std::size_t at)
    {
        const std::string_view rest = m_text.substr(at);
        if (rest.starts_with("<!--"))
            return behind("-->", at + 4);
        if (rest.starts_with("<![CDATA["))
            return behind("]]>", at + 9);
        if (rest.starts_with("<?"))
            return behind("?>", at + 2);
        const std::size_t end = behind(">", at);
        if (m_text.substr(at, end - at).find('[') != std::string_view::npos)
            m_problem = "it declares entities of its own";
        return end;
    }

    std::size_t tag(std::size_t at)
    {
        const bool closes = m_text.substr(at, 2) == "</";
        std::size_t attributes = 0, end = at + 1;
        char quote = 0;
        for (; end < m_text.size() && (quote || m_text[end] != '>'); ++end) {
            const char c = m_text[end];
            if (quote)
                quote = c == quote ? '\0' : quote;
            else if (c == '"' || c == '\'')
                quote = c;
            else if (c == '=')
                ++attributes;
        }
        const bool empty = end > 0 && end < m_text.size() && m_text[end - 1] == '/';
        count(closes, empty, attributes);
        return end;
    }

    void count(bool closes, bool empty, std::size_t attributes)
    {
        m_depth += closes ? -1 : empty ? 0 : 1;
        m_elements += closes ? 0 : 1;
        if (m_depth > deepest)
            m_problem = "it is deeper than " + std::to_string(deepest) + " elements";
        else if (m_elements > mostElements)
            m_problem = "it has more than a million elements";
        else if (attributes > mostAttributes)
            m_problem = "an element has more than " + std::to_string(mostAttributes) + " attributes";
    }

    std::string_view m_text;
    std::string m_problem;
    int m_depth = 0;
    std::size_t m_elements = 0;
};

std::string text(QStringView view)
{
    return view.toUtf8().toStdString();
}

class TreeReader {
public:
    explicit TreeReader(std::string_view xml) : m_reader(QByteArray::fromRawData(xml.data(), qsizetype(xml.size())))
    {
        m_reader.setNamespaceProcessing(false); // prefixes are part of the names, and declarations are attributes
    }

    Result<Element> read()
    {
        while (!m_reader.atEnd() && m_stack.size() <= deepest)
            take(m_reader.readNext());
        if (m_reader.hasError() || !m_complete)
            return refused("line " + std::to_string(m_reader.lineNumber()) + ", column " + std::to_string(m_reader.columnNumber()) + ": "
                + (m_reader.hasError() ? m_reader.errorString().toStdString() : std::string("it ends too early")));
        return std::move(m_root);
    }

private:
    void take(QXmlStreamReader::TokenType token)
    {
        if (token == QXmlStreamReader::StartElement) {
            Element &element = m_stack.emplace_back();
            element.name = text(m_reader.qualifiedName());
            for (const QXmlStreamAttribute &a : m_reader.attributes())
                element.attributes.emplace_back(text(a.qualifiedName()), text(a.value()));
        } else if (token == QXmlStreamReader::EndElement && !m_stack.empty()) {
            Element done = std::move(m_stack.back());
            m_stack.pop_back();
            done.text = trimmed(done.text);
            m_complete = m_stack.empty();
            (m_complete ? m_root : m_stack.back().children.emplace_back()) = std::move(done);
        } else if (token == QXmlStreamReader::Characters && !m_stack.empty()) {
            m_stack.back().text += text(m_reader.text());
        } else if (token == QXmlStreamReader::EntityReference) {
            m_reader.raiseError(QStringLiteral("it has an entity that is not XML's own"));
        }
    }

    static std::string trimmed(const std::string &raw)
    {
        const char *const blanks = " \t\r\n";
        const std::size_t from = raw.find_first_not_of(blanks);
        return from == std::string::npos ? std::string() : raw.substr(from, raw.find_last_not_of(blanks) - from + 1);
    }

    QXmlStreamReader m_reader;
    std::vector<Element> m_stack;
    Element m_root;
    bool m_complete = false;
};

void escape(std::string &out, std::string_view raw)
{
    for (const char c : raw)
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        case '\r': out += "&#13;"; break;
        case '\t': out += "&#9;"; break;
        default: out += c;
        }
}

void openTag(std::string &out, const Element &element)
{
    out += '<' + element.name;
    for (const auto &[name, value] : element.attributes) {
        out += ' ' + name + "=\"";
        escape(out, value);
        out += '"';
    }
    out += element.children.empty() && element.text.empty() ? "/>" : ">";
}

void write(std::string &out, const Element &element)
{
    openTag(out, element);
    if (element.children.empty() && element.text.empty())
        return;
    escape(out, element.text);
    for (const Element &child : element.children)
        write(out, child);
    out += "</" + element.name + '>';
}

void writeIndented(std::string &out, const Element &element, int level)
{
    const std::string indent(std::size_t(level) * 2, ' ');
    out += indent;
    openTag(out, element);
    if (element.children.empty() && !element.text.empty()) {
        escape(out, element.text);
        out += "</" + element.name + '>';
    } else if (!element.children.empty()) {
        out += '\n';
        if (!element.text.empty()) {
            out += indent + "  ";
            escape(out, element.text);
            out += '\n';
        }
        for (const Element &child : element.children)
            writeIndented(out, child, level + 1);
        out += indent + "</" + element.name + '>';
    }
    out += '\n';
}

std::string keyOf(const Element &element)
{
    return element.has("id") ? element.name + '#' + element["id"] : element.name;
}

/// Children by name and id; false where their order means something: groups and sets start what is in them one after another.
bool keyed(const Element &element, std::map<std::string, const Element *> &out)
{
    if (element.name == "group" || element.name == "resource_set")
        return false;
    for (const Element &child : element.children)
        if (!out.emplace(keyOf(child), &child).second)
            return false;
    return true;
}

} // namespace

Result<Element> parseXml(std::string_view xml)
{
    if (const std::string problem = Bounds(xml).problem(); !problem.empty())
        return refused(problem);
    return TreeReader(xml).read();
}

std::string writeXml(const Element &element)
{
    std::string out;
    write(out, element);
    return out;
}

std::string writeXmlIndented(const Element &element, int level)
{
    std::string out;
    writeIndented(out, element, level);
    return out;
}

bool same(const Element &a, const Element &b)
{
    if (a.name != b.name || a.text != b.text || a.children.size() != b.children.size() || a.attributes.size() != b.attributes.size())
        return false;
    if (!std::all_of(a.attributes.begin(), a.attributes.end(), [&](const auto &one) { return b.has(one.first) && b[one.first] == one.second; }))
        return false;
    std::map<std::string, const Element *> left, right;
    if (!keyed(a, left) || !keyed(b, right))
        return std::equal(a.children.begin(), a.children.end(), b.children.begin(), same);
    return std::equal(left.begin(), left.end(), right.begin(), [](const auto &x, const auto &y) { return x.first == y.first && same(*x.second, *y.second); });
}

} // namespace ha
