// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/yaml.h"

#include "agent/collect/scan.h"

#include <array>

namespace collect {

using protocol::Json;

namespace {

constexpr int deepest = 24;

struct Line {
    std::size_t indent;
    std::string_view text;
};

std::size_t columnOf(std::string_view line)
{
    std::size_t column = 0;
    for (const char c : line) {
        if (c == '\t')
            column = column / 8 * 8 + 8;
        else if (c == ' ')
            ++column;
        else
            break;
    }
    return column;
}

/// The colon that ends a key: followed by a blank or the end, outside of quotes. NIDs have colons of their own.
std::size_t keyEnd(std::string_view text)
{
    if (!text.empty() && (text.front() == '{' || text.front() == '['))
        return std::string_view::npos;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' && i == 0)
            quote = c;
        else if (c == ':' && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\t'))
            return i;
    }
    return std::string_view::npos;
}

std::string unquoted(std::string_view text)
{
    text = trim(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return std::string(text);
}

class Flow {
public:
    explicit Flow(std::string_view text) : m_text(text) { }
    Json value(int depth)
    {
        skip();
        if (m_at >= m_text.size() || depth > deepest)
            return std::string();
        if (m_text[m_at] == '{')
            return map(depth);
        if (m_text[m_at] == '[')
            return list(depth);
        return scalar(",}]");
    }
    bool done()
    {
        skip();
        return m_at >= m_text.size();
    }

private:
    void skip()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }
    bool taken(char c)
    {
        skip();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    std::string scalar(std::string_view stops)
    {
        skip();
        const std::size_t begin = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            m_at = m_text.find('"', m_at + 1);
            m_at = m_at == std::string_view::npos ? m_text.size() : m_at + 1;
        }
        while (m_at < m_text.size() && stops.find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return unquoted(m_text.substr(begin, m_at - begin));
    }
    Json map(int depth)
    {
        Json out = Json::object();
        taken('{');
        while (!done() && !taken('}')) {
            const std::size_t before = m_at;
            const std::string key = scalar(":,}");
            if (taken(':'))
                out[key] = value(depth + 1);
            else if (!key.empty())
                out[key] = std::string();
            taken(',');
            if (m_at == before)
                ++m_at;
        }
        return out;
    }
    Json list(int depth)
    {
        Json out = Json::array();
        taken('[');
        while (!done() && !taken(']')) {
            const std::size_t before = m_at;
            out.push_back(value(depth + 1));
            taken(',');
            if (m_at == before)
                ++m_at;
        }
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

class Block {
public:
    explicit Block(std::vector<Line> lines) : m_lines(std::move(lines)) { }

    Json read(std::size_t indent, int depth)
    {
        if (m_at >= m_lines.size() || depth > deepest)
            return {};
        return isItem(m_lines[m_at].text) ? list(indent, depth) : map(indent, depth);
    }
    bool done() const { return m_at >= m_lines.size(); }
    std::size_t indent() const { return done() ? 0 : m_lines[m_at].indent; }

private:
    static bool isItem(std::string_view text) { return text == "-" || startsWith(text, "- "); }

    Json list(std::size_t indent, int depth)
    {
        Json out = Json::array();
        while (!done() && m_lines[m_at].indent == indent && isItem(m_lines[m_at].text)) {
            Line &line = m_lines[m_at];
            const std::string_view rest = trim(line.text.substr(1));
            if (rest.empty()) {
                ++m_at;
                out.push_back(!done() && m_lines[m_at].indent > indent ? read(m_lines[m_at].indent, depth + 1) : Json());
            } else if (keyEnd(rest) != std::string_view::npos) { // the item is a map that begins on this line
                line.indent = indent + (line.text.size() - rest.size());
                line.text = rest;
                out.push_back(map(line.indent, depth + 1));
            } else {
                ++m_at;
                out.push_back(value(rest, depth));
            }
        }
        return out;
    }

    Json map(std::size_t indent, int depth)
    {
        Json out = Json::object();
        while (!done() && m_lines[m_at].indent >= indent) {
            const Line line = m_lines[m_at];
            if (line.indent > indent || isItem(line.text)) {
                if (line.indent == indent)
                    break;
                ++m_at; // deeper than its neighbours without a reason: a word of its own
                continue;
            }
            ++m_at;
            const std::size_t colon = keyEnd(line.text);
            if (colon == std::string_view::npos) {
                out[std::string(line.text)] = std::string();
                continue;
            }
            const std::string key = unquoted(line.text.substr(0, colon));
            const std::string_view rest = trim(line.text.substr(colon + 1));
            // Lists of lnetctl stand at their key's own column.
            const bool below = !done() && (m_lines[m_at].indent > indent || (m_lines[m_at].indent == indent && isItem(m_lines[m_at].text)));
            Json own = rest.empty() && below ? read(m_lines[m_at].indent, depth + 1) : rest.empty() ? Json() : value(rest, depth);
            Json &place = out[key];
            if (place.is_array() && own.is_array()) // "net:" for every network, as old versions print it
                place.insert(place.end(), own.begin(), own.end());
            else
                place = std::move(own);
        }
        return out;
    }

    Json value(std::string_view text, int depth)
    {
        if (text.front() != '{' && text.front() != '[')
            return unquoted(text);
        std::string all(text);
        const char close = text.front() == '{' ? '}' : ']';
        for (int lines = 0; all.back() != close && !done() && lines < 4096; ++lines) // a flow may go on over lines
            all.append(" ").append(m_lines[m_at++].text);
        return Flow(all).value(depth);
    }

    std::vector<Line> m_lines;
    std::size_t m_at = 0;
};

std::string yamlKey(std::string_view key)
{
    std::string out(trim(key));
    for (char &c : out)
        c = c == ' ' ? '_' : c;
    return out;
}

} // namespace

Json readYaml(std::string_view text)
{
    std::vector<Line> lines;
    Lines all(text);
    for (std::string_view line; all.next(line);) {
        const std::string_view content = trim(line);
        if (!content.empty() && content != "---" && content != "..." && content.front() != '#')
            lines.push_back({columnOf(line), content});
    }
    if (lines.empty())
        return {};
    if (lines.front().text.front() == '{' || lines.front().text.front() == '[')
        return Flow(text).value(0);
    Block block(std::move(lines));
    Json out = block.read(block.indent(), 0);
    while (!block.done()) { // less indented than the first line
        Json more = block.read(block.indent(), 0);
        if (out.is_object() && more.is_object())
            out.update(more);
        else
            break;
    }
    return out;
}

void flattenYaml(const Json &value, const std::string &name, const Labels &labels, Readings &out)
{
    static constexpr std::array<const char *, 9> names{"nid", "primary nid", "name", "id", "net type", "net", "user", "client", "index"};
    if (value.is_object()) {
        for (const auto &[key, member] : value.items())
            flattenYaml(member, name.empty() ? yamlKey(key) : name + "." + yamlKey(key), labels, out);
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const Json &item : value) {
            Labels own = labels;
            const char *found = nullptr;
            for (const char *key : names)
                if (!found && item.is_object() && protocol::member(item, key).is_string())
                    found = key;
            if (found)
                own.emplace_back(yamlKey(found), protocol::textOf(item, found));
            else
                own.emplace_back("index", std::to_string(index));
            ++index;
            flattenYaml(item, name, own, out);
        }
    } else if (value.is_string()) {
        const std::string &text = value.get_ref<const std::string &>();
        Number number;
        if (readNumber(text, number))
            out.figure(name, labels, number);
        else
            out.fact(name, labels, text);
    } else if (value.is_number()) {
        out.figure(name, labels, value.is_number_float() ? Number::ofReal(value.get<double>()) : value.is_number_unsigned() ? Number::ofUnsigned(value.get<std::uint64_t>()) : Number::ofSigned(value.get<std::int64_t>()));
    } else if (value.is_boolean()) {
        out.figure(name, labels, Number::ofSigned(value.get<bool>() ? 1 : 0));
    }
}

} // namespace collect
