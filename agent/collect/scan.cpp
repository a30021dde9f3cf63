// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/scan.h"

#include <cstring>

namespace collect {

namespace {
bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}
} // namespace

bool startsWith(std::string_view text, std::string_view head)
{
    return text.size() >= head.size() && text.compare(0, head.size(), head) == 0;
}

bool endsWith(std::string_view text, std::string_view tail)
{
    return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string_view trimEnd(std::string_view text)
{
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view trim(std::string_view text)
{
    text = trimEnd(text);
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    return text;
}

bool isDigits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isHex(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::size_t indentOf(std::string_view line)
{
    std::size_t n = 0;
    while (n < line.size() && (line[n] == ' ' || line[n] == '\t'))
        ++n;
    return n;
}

bool Lines::next(std::string_view &line)
{
    if (m_rest.empty())
        return false;
    const void *end = std::memchr(m_rest.data(), '\n', m_rest.size());
    const std::size_t size = end ? static_cast<std::size_t>(static_cast<const char *>(end) - m_rest.data()) : m_rest.size();
    line = m_rest.substr(0, size);
    m_rest.remove_prefix(end ? size + 1 : size);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return true;
}

std::string_view Words::next()
{
    std::size_t at = 0;
    while (at < m_rest.size() && blank(m_rest[at]))
        ++at;
    std::size_t end = at;
    while (end < m_rest.size() && !blank(m_rest[end]))
        ++end;
    const std::string_view word = m_rest.substr(at, end - at);
    m_rest.remove_prefix(end);
    return word;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

std::vector<std::string_view> wordList(std::string_view text)
{
    std::vector<std::string_view> list;
    Words words(text);
    for (std::string_view word = words.next(); !word.empty(); word = words.next())
        list.push_back(word);
    return list;
}

bool keyValue(std::string_view line, char separator, std::string_view &key, std::string_view &value)
{
    const std::size_t at = line.find(separator);
    if (at == std::string_view::npos)
        return false;
    key = trim(line.substr(0, at));
    value = trim(line.substr(at + 1));
    return true;
}

WholeLines wholeLines(std::string_view text)
{
    const std::size_t at = text.rfind('\n');
    return at == std::string_view::npos ? WholeLines{{}, text} : WholeLines{text.substr(0, at + 1), text.substr(at + 1)};
}

} // namespace collect
