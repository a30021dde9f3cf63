// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/condition.h"

#include "core/monitor/batch.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;

struct Condition::Node {
    enum class What : std::uint8_t { Or, And, Not, Equal, Unequal, LessEqual, MoreEqual, Less, More, Contains, Add, Subtract, Multiply, Divide, Negate, Literal, Name };
    What what{};
    Term literal{};
    std::size_t name = 0;
    std::shared_ptr<const Node> left{}, right{};
};

namespace {

using What = Condition::Node::What;
using NodePtr = std::shared_ptr<const Condition::Node>;

constexpr std::size_t longestCondition = 4096;
constexpr int deepestCondition = 48;

class ConditionParser {
public:
    ConditionParser(std::string_view text, std::vector<Asked> &asked) : m_text(text), m_asked(asked) { }

    Result<NodePtr> run()
    {
        if (m_text.size() > longestCondition)
            return Error{Problem::BadArgument, "the condition is longer than " + std::to_string(longestCondition) + " characters", {}, {}};
        NodePtr all = any();
        skip();
        if (m_error.empty() && m_at < m_text.size())
            wrong("the condition should end here, or an operator should follow");
        if (m_error.empty())
            return all;
        return Error{Problem::BadArgument, m_error, std::string(m_text) + "\n" + std::string(m_where, ' ') + "^", {}};
    }

private:
    void wrong(const std::string &what)
    {
        if (!m_error.empty())
            return;
        m_where = m_at;
        m_error = "character " + std::to_string(m_at + 1) + ": " + what;
    }
    void skip()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t'))
            ++m_at;
    }
    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    static bool isOfWord(char c) { return isLetter(c) || isDigit(c) || c == '.'; }

    bool take(std::string_view sign)
    {
        skip();
        if (!m_text.substr(m_at).starts_with(sign))
            return false;
        const std::size_t end = m_at + sign.size();
        if (isLetter(sign[0]) && end < m_text.size() && isOfWord(m_text[end]))
            return false; // "order" is not "or"
        m_at = end;
        return true;
    }
    static NodePtr node(What what, NodePtr left, NodePtr right = {})
    {
        Condition::Node n;
        n.what = what;
        n.left = std::move(left);
        n.right = std::move(right);
        return std::make_shared<const Condition::Node>(std::move(n));
    }
    static NodePtr literal(Term term)
    {
        Condition::Node n;
        n.what = What::Literal;
        n.literal = std::move(term);
        return std::make_shared<const Condition::Node>(std::move(n));
    }

    NodePtr any()
    {
        NodePtr left = all();
        while (m_error.empty() && take("or"))
            left = node(What::Or, left, all());
        return left;
    }
    NodePtr all()
    {
        NodePtr left = single();
        while (m_error.empty() && take("and"))
            left = node(What::And, left, single());
        return left;
    }
    NodePtr single()
    {
        if (++m_depth > deepestCondition) {
            wrong("the condition is nested too deep");
            return literal({});
        }
        NodePtr out = take("not") ? node(What::Not, single()) : compared();
        --m_depth;
        return out;
    }
    NodePtr compared()
    {
        NodePtr left = sum();
        static constexpr std::array<std::pair<std::string_view, What>, 7> signs{{{"==", What::Equal}, {"!=", What::Unequal}, {"<=", What::LessEqual},
            {">=", What::MoreEqual}, {"<", What::Less}, {">", What::More}, {"contains", What::Contains}}};
        for (const auto &[sign, what] : signs)
            if (m_error.empty() && take(sign))
                return node(what, left, sum());
        return left;
    }
    NodePtr sum()
    {
        NodePtr left = product();
        while (m_error.empty()) {
            if (take("+"))
                left = node(What::Add, left, product());
            else if (take("-"))
                left = node(What::Subtract, left, product());
            else
                break;
        }
        return left;
    }
    NodePtr product()
    {
        NodePtr left = factor();
        while (m_error.empty()) {
            if (take("*"))
                left = node(What::Multiply, left, factor());
            else if (take("/"))
                left = node(What::Divide, left, factor());
            else
                break;
        }
        return left;
    }
    NodePtr factor()
    {
        if (++m_depth > deepestCondition)
            wrong("the condition is nested too deep");
        NodePtr out;
        if (m_error.empty())
            out = factorInside();
        --m_depth;
        return out ? out : literal({});
    }
    NodePtr factorInside()
    {
        if (take("-"))
            return node(What::Negate, factor());
        if (take("(")) {
            NodePtr inside = any();
            if (m_error.empty() && !take(")"))
                wrong("a \")\" is missing here");
            return inside;
        }
        skip();
        if (m_at >= m_text.size()) {
            wrong("the condition ends where a value should stand");
            return {};
        }
        if (m_text[m_at] == '"')
            return quoted();
        if (isDigit(m_text[m_at]))
            return number();
        if (isLetter(m_text[m_at]))
            return name();
        wrong(std::string("\"") + m_text[m_at] + "\" has no meaning here");
        return {};
    }
    NodePtr quoted()
    {
        const std::size_t end = m_text.find('"', m_at + 1);
        if (end == std::string_view::npos) {
            wrong("this text has no closing quote");
            return {};
        }
        std::string text(m_text.substr(m_at + 1, end - m_at - 1));
        m_at = end + 1;
        return literal(std::move(text));
    }
    NodePtr number()
    {
        double value = 0;
        const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
        if (error != std::errc() || !std::isfinite(value)) {
            wrong("this is no number");
            return {};
        }
        m_at = static_cast<std::size_t>(end - m_text.data());
        return literal(value);
    }
    NodePtr name()
    {
        Asked asked;
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isOfWord(m_text[m_at]))
            asked.name += m_text[m_at++];
        if (asked.name == "and" || asked.name == "or" || asked.name == "not" || asked.name == "contains") {
            m_at = begin;
            wrong("a value should stand before \"" + asked.name + "\"");
            return {};
        }
        if (m_at < m_text.size() && m_text[m_at] == '[') {
            const std::size_t end = m_text.find(']', m_at);
            std::string_view inside = end == std::string_view::npos ? std::string_view() : m_text.substr(m_at + 1, end - m_at - 1);
            while (!inside.empty()) {
                const std::string_view one = inside.substr(0, inside.find(','));
                inside.remove_prefix(std::min(inside.size(), one.size() + 1));
                if (const std::size_t equals = one.find('='); equals != std::string_view::npos && equals > 0)
                    asked.labels.emplace_back(one.substr(0, equals), one.substr(equals + 1));
            }
            if (asked.labels.empty()) {
                wrong("labels stand as [label=value,label=value]");
                return {};
            }
            m_at = end + 1;
        }
        asked.key = keyOf(asked.name, asked.labels);
        const auto found = std::find(m_asked.begin(), m_asked.end(), asked);
        Condition::Node n;
        n.what = What::Name;
        n.name = static_cast<std::size_t>(found - m_asked.begin());
        if (found == m_asked.end())
            m_asked.push_back(std::move(asked));
        return std::make_shared<const Condition::Node>(std::move(n));
    }

    std::string_view m_text;
    std::vector<Asked> &m_asked;
    std::size_t m_at = 0, m_where = 0;
    int m_depth = 0;
    std::string m_error;
};

Term fromTruth(std::optional<bool> is) { return is ? Term(*is ? 1.0 : 0.0) : Term(); }

Term evaluate(const Condition::Node &n, const std::function<Term(std::size_t)> &term);

Term both(const Condition::Node &n, const std::function<Term(std::size_t)> &term)
{
    const bool decides = n.what == What::Or; // the value of one side that makes the other one no matter
    const auto left = truth(evaluate(*n.left, term));
    if (left == decides)
        return fromTruth(decides);
    const auto right = truth(evaluate(*n.right, term));
    if (right == decides)
        return fromTruth(decides);
    return left && right ? fromTruth(!decides) : Term();
}

Term calculated(What what, double a, double b)
{
    switch (what) {
    case What::Add: return a + b;
    case What::Subtract: return a - b;
    case What::Multiply: return a * b;
    case What::Divide: return b == 0 ? Term() : Term(a / b);
    case What::Equal: return fromTruth(a == b);
    case What::Unequal: return fromTruth(a != b);
    case What::Less: return fromTruth(a < b);
    case What::LessEqual: return fromTruth(a <= b);
    case What::More: return fromTruth(a > b);
    case What::MoreEqual: return fromTruth(a >= b);
    default: return {};
    }
}

Term evaluate(const Condition::Node &n, const std::function<Term(std::size_t)> &term)
{
    switch (n.what) {
    case What::Literal: return n.literal;
    case What::Name: return term(n.name);
    case What::Or:
    case What::And: return both(n, term);
    case What::Not: {
        const auto is = truth(evaluate(*n.left, term));
        return fromTruth(is ? std::optional(!*is) : std::nullopt);
    }
    case What::Negate: {
        const Term value = evaluate(*n.left, term);
        const double *number = std::get_if<double>(&value);
        return number ? Term(-*number) : Term();
    }
    default: break;
    }
    const Term left = evaluate(*n.left, term), right = evaluate(*n.right, term);
    const double *a = std::get_if<double>(&left), *b = std::get_if<double>(&right);
    if (a && b)
        return calculated(n.what, *a, *b);
    const std::string *x = std::get_if<std::string>(&left), *y = std::get_if<std::string>(&right);
    if (!x || !y)
        return {};
    return n.what == What::Equal ? fromTruth(*x == *y)
        : n.what == What::Unequal ? fromTruth(*x != *y)
        : n.what == What::Contains ? fromTruth(x->find(*y) != std::string::npos) : Term();
}

} // namespace

bool Asked::isFact() const
{
    return name.starts_with("server.") || name.starts_with("target.") || name.starts_with("filesystem.") || name.starts_with("agent.") || name.starts_with("cluster.");
}

std::optional<bool> truth(const Term &term)
{
    if (const double *number = std::get_if<double>(&term))
        return *number != 0;
    if (const std::string *text = std::get_if<std::string>(&term))
        return !text->empty();
    return {};
}

Result<Condition> Condition::parse(std::string_view text)
{
    Condition condition;
    auto root = ConditionParser(text, condition.m_asked).run();
    if (!root)
        return root.error();
    condition.m_root = std::move(*root);
    return condition;
}

Term Condition::value(const std::function<Term(std::size_t)> &term) const { return evaluate(*m_root, term); }
std::optional<bool> Condition::holds(const std::function<Term(std::size_t)> &term) const { return truth(value(term)); }

} // namespace monitoring
