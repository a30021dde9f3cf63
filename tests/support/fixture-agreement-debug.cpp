// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture-agreement.h"

#include "agent/collect/scan.h"

namespace fixture {

namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) { }

    Json value(int depth)
    {
        skip();
        if (m_at >= m_text.size() || depth > 64)
            return {};
        const char c = m_text[m_at];
        if (c == '"')
            return text();
        if (c == '[' || c == '(')
            return list(c == '[' ? ']' : ')', depth);
        if (c == '{')
            return map(depth);
        const std::string word = bareWord();
        skip();
        const char next = m_at < m_text.size() ? m_text[m_at] : '\0';
        const bool name = !word.empty() && ((word[0] >= 'A' && word[0] <= 'Z') || (word[0] >= 'a' && word[0] <= 'z'));
        if (name && next == '{')
            return map(depth);
        if (name && next == '(') {
            Json content = list(')', depth);
            if (content.is_array() && content.size() == 1) {
                Json only = content[0];
                content = std::move(only);
            }
            // Some(5), Param("stats"): the content is the value; Complete(...), Target(RecoveryStatus(...)): a variant.
            if (word == "Some" || word == "Ok" || content.is_string() || content.is_number())
                return content;
            return Json{{word, content}};
        }
        if (word == "None" || word == "null")
            return {};
        if (word == "true" || word == "false")
            return word == "true";
        collect::Number number;
        if (collect::readNumber(word, number))
            return number.form() == collect::Number::Form::Signed ? Json(number.whole()) : number.form() == collect::Number::Form::Unsigned ? Json(number.natural()) : Json(number.real());
        if (word.empty())
            ++m_at;
        return word;
    }

private:
    void skip()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
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
    std::string bareWord()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && std::string_view(" \n\t\r,:{}[]()\"").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }
    std::string text()
    {
        std::string out;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
                const char c = m_text[++m_at];
                out += c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c;
            } else
                out += m_text[m_at];
        }
        ++m_at;
        return out;
    }
    Json list(char close, int depth)
    {
        Json out = Json::array();
        ++m_at;
        while (!taken(close) && m_at < m_text.size()) {
            const std::size_t before = m_at;
            out.push_back(value(depth + 1));
            taken(',');
            if (m_at == before)
                ++m_at;
        }
        return out;
    }
    Json map(int depth)
    {
        Json out = Json::object();
        ++m_at;
        while (!taken('}') && m_at < m_text.size()) {
            const std::size_t before = m_at;
            skip();
            Json key = m_at < m_text.size() && m_text[m_at] == '"' ? Json(text()) : value(depth + 1);
            const std::string name = key.is_string() ? key.get<std::string>() : protocol::dumpJson(key);
            if (taken(':'))
                out[name] = value(depth + 1);
            taken(',');
            if (m_at == before)
                ++m_at;
        }
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::string_view snapshotBody(std::string_view text)
{
    if (!collect::startsWith(text, "---\n"))
        return text;
    const std::size_t end = text.find("\n---\n", 3);
    return end == std::string_view::npos ? text : text.substr(end + 5);
}

Json readRustDebug(std::string_view text)
{
    return Reader(text).value(0);
}

} // namespace fixture
