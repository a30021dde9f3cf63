// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace inventory {

using protocol::HostInventory;

int compareVersions(std::string_view a, std::string_view b)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    while (!a.empty() && !b.empty()) {
        const auto part = [&](std::string_view &text) {
            std::size_t n = 0;
            while (n < text.size() && digit(text[n]) == digit(text[0]))
                ++n;
            const std::string_view out = text.substr(0, n);
            text.remove_prefix(n);
            return out;
        };
        std::string_view x = part(a), y = part(b);
        if (digit(x[0]) && digit(y[0])) { // by length without zeros in front, so that no figure is too long
            x.remove_prefix(std::min(x.find_first_not_of('0'), x.size()));
            y.remove_prefix(std::min(y.find_first_not_of('0'), y.size()));
            if (x.size() != y.size())
                return x.size() < y.size() ? -1 : 1;
        }
        if (const int order = x.compare(y); order != 0)
            return order < 0 ? -1 : 1;
    }
    return a.empty() && b.empty() ? 0 : a.empty() ? -1 : 1;
}

struct Expression::Node {
    enum class What : std::uint8_t { Or, And, Not, Equal, Unequal, Less, LessEqual, More, MoreEqual, In, Contains, Installed, Fact, Text, List };
    What what {};
    std::string text {};               ///< of Text, Installed
    std::size_t fact = 0;
    std::vector<std::string> list {};
    std::shared_ptr<const Node> left {}, right {};
};

namespace {

using Node = Expression::Node;
using What = Node::What;
using NodePtr = std::shared_ptr<const Node>;
using base::Error;
using base::Problem;

struct Fact {
    std::string_view name, meaning;
    bool flag;
    std::string (*text)(const HostInventory &);
};

std::string yes(bool is) { return is ? "yes" : ""; }

std::string modulesOf(const HostInventory &h)
{
    std::string out;
    for (const std::string &m : h.lustreModules)
        out += (out.empty() ? "" : " ") + m;
    return out;
}

// clang-format off
constexpr std::array<Fact, 17> facts { {
    {"os.id",            "rocky, rhel, almalinux, sles, ubuntu, debian ... as in /etc/os-release", false, [](const HostInventory &h) { return h.osId; }},
    {"os.version",       "8.10, 15.5, 22.04 ...",                    false, [](const HostInventory &h) { return h.osVersion; }},
    {"os.name",          "the distribution as it calls itself",      false, [](const HostInventory &h) { return h.os; }},
    {"kernel",           "the release of the running kernel",        false, [](const HostInventory &h) { return h.kernel; }},
    {"kernel.next",      "the kernel that the next boot starts",     false, [](const HostInventory &h) { return h.software.bootKernel; }},
    {"architecture",     "x86_64, aarch64 ...",                      false, [](const HostInventory &h) { return h.architecture; }},
    {"cpus",             "how many",                                 false, [](const HostInventory &h) { return std::to_string(h.cpus); }},
    {"memory",           "bytes",                                    false, [](const HostInventory &h) { return std::to_string(h.memory); }},
    {"lustre.version",   "2.15.6; empty where it is not installed",  false, [](const HostInventory &h) { return h.lustreVersion; }},
    {"lustre.modules",   "names of the loaded ones, with spaces",    false, [](const HostInventory &h) { return modulesOf(h); }},
    {"lnet.state",       "unconfigured, unloaded, down or up",       false, [](const HostInventory &h) { return h.lnet.state; }},
    {"packages.manager", "dnf, yum, zypper or apt",                  false, [](const HostInventory &h) { return h.software.manager; }},
    {"time.service",     "chrony, timesyncd or ntpd",                false, [](const HostInventory &h) { return h.time.service; }},
    {"firewall.kind",    "firewalld, ufw, nftables or iptables",     false, [](const HostInventory &h) { return h.firewall.kind; }},
    {"disks",            "how many block devices",                   false, [](const HostInventory &h) { return std::to_string(h.devices.size()); }},
    {"zfs",              "whether the tools of ZFS answer",          true,  [](const HostInventory &h) { return yes(h.zfs); }},
    {"time.synchronized","whether the clock is",                     true,  [](const HostInventory &h) { return yes(h.time.synchronized); }},
} };
// clang-format on

constexpr std::size_t longest = 4096;
constexpr int deepest = 64;

struct Token {
    enum class What : std::uint8_t { End, Word, Text, Figure, Sign } what {};
    std::string text {};
    std::size_t at = 0;
    bool is(std::string_view word) const { return (what == What::Word || what == What::Sign) && text == word; }
};

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
    }

    base::Result<NodePtr> run()
    {
        if (m_text.size() > longest)
            return Error { Problem::BadArgument, "the expression is longer than " + std::to_string(longest) + " characters", {}, {} };
        advance();
        NodePtr all = any();
        if (m_error.empty() && m_token.what != Token::What::End)
            wrong("\"" + m_token.text + "\" stands where the expression should end, or \"and\" or \"or\" should follow");
        if (m_error.empty())
            return all;
        return Error { Problem::BadArgument, m_error, std::string(m_text) + "\n" + std::string(m_where, ' ') + "^", m_remedy };
    }

private:
    void wrong(std::string what, std::string remedy = {})
    {
        if (!m_error.empty())
            return;
        m_where = std::min(m_token.at, m_text.size());
        m_error = "character " + std::to_string(m_where + 1) + ": " + what;
        m_remedy = std::move(remedy);
    }

    void advance()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n'))
            ++m_at;
        m_token = { Token::What::End, {}, m_at };
        if (m_at >= m_text.size())
            return;
        const char c = m_text[m_at];
        const auto run = [&](auto part) {
            while (m_at < m_text.size() && part(m_text[m_at]))
                m_token.text += m_text[m_at++];
        };
        if (isLetter(c)) {
            m_token.what = Token::What::Word;
            return run([](char x) { return isLetter(x) || isDigit(x) || x == '.'; });
        }
        if (isDigit(c)) {
            m_token.what = Token::What::Figure;
            return run([](char x) { return isDigit(x) || x == '.'; });
        }
        if (c == '"')
            return quoted();
        m_token.what = Token::What::Sign;
        for (const std::string_view sign : { "==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", "," })
            if (m_text.substr(m_at).starts_with(sign)) {
                m_token.text = sign;
                m_at += sign.size();
                return;
            }
        m_token.text = c;
        ++m_at;
        wrong("\"" + m_token.text + "\" has no meaning here", "Texts stand in double quotes; \"equal\" is ==.");
    }

    void quoted()
    {
        m_token.what = Token::What::Text;
        const std::size_t end = m_text.find('"', m_at + 1);
        if (end == std::string_view::npos) {
            wrong("this text has no closing quote");
            m_at = m_text.size();
            return;
        }
        m_token.text = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
    }

    static NodePtr node(What what, NodePtr left, NodePtr right = {})
    {
        Node n;
        n.what = what;
        n.left = std::move(left);
        n.right = std::move(right);
        return std::make_shared<const Node>(std::move(n));
    }

    bool take(std::string_view word)
    {
        if (!m_token.is(word))
            return false;
        advance();
        return true;
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
        if (++m_depth > deepest) {
            wrong("the expression is nested too deep");
            return {};
        }
        NodePtr out;
        if (take("not")) {
            out = node(What::Not, single());
        } else if (take("(")) {
            out = any();
            if (m_error.empty() && !take(")"))
                wrong("a \")\" is missing here");
        } else {
            out = comparison();
        }
        --m_depth;
        return out;
    }

    NodePtr comparison()
    {
        if (take("installed"))
            return installed();
        const Token first = m_token;
        NodePtr left = value();
        if (!m_error.empty())
            return {};
        static constexpr std::array<std::pair<std::string_view, What>, 8> signs { { { "==", What::Equal }, { "!=", What::Unequal },
            { "<=", What::LessEqual }, { ">=", What::MoreEqual }, { "<", What::Less }, { ">", What::More }, { "in", What::In },
            { "contains", What::Contains } } };
        const bool flag = left->what == What::Fact && facts[left->fact].flag;
        for (const auto &[sign, what] : signs) {
            if (!m_token.is(sign))
                continue;
            if (flag) {
                wrong(first.text + " is yes or no, and is not compared", "Write it alone, or \"not " + first.text + "\".");
                return {};
            }
            advance();
            return node(what, left, what == What::In ? list() : value());
        }
        if (!flag)
            wrong("one of == != < <= > >= in contains should follow " + (first.what == Token::What::Text ? "\"" + first.text + "\"" : first.text));
        return left;
    }

    NodePtr installed()
    {
        Node n;
        n.what = What::Installed;
        const bool open = take("(");
        n.text = m_token.text;
        const bool named = open && m_token.what == Token::What::Text;
        if (named)
            advance();
        if (!named || !take(")"))
            wrong("installed wants the name of one package: installed(\"lustre\")");
        return std::make_shared<const Node>(std::move(n));
    }

    NodePtr value()
    {
        Node n;
        n.what = What::Text;
        n.text = m_token.text;
        if (m_token.what == Token::What::Text || m_token.what == Token::What::Figure) {
            advance();
            return std::make_shared<const Node>(std::move(n));
        }
        const auto fact = std::find_if(facts.begin(), facts.end(), [&](const Fact &f) { return f.name == m_token.text; });
        if (m_token.what != Token::What::Word || fact == facts.end()) {
            std::string names;
            for (const Fact &f : facts)
                names += (names.empty() ? "" : ", ") + std::string(f.name);
            wrong(m_token.what == Token::What::End ? "the expression ends where a value should stand" : "there is nothing called \"" + m_token.text + "\"",
                "A value is a text in double quotes, a figure, or one of " + names + ".");
            return {};
        }
        advance();
        n.what = What::Fact;
        n.fact = static_cast<std::size_t>(fact - facts.begin());
        return std::make_shared<const Node>(std::move(n));
    }

    NodePtr list()
    {
        Node n;
        n.what = What::List;
        if (!take("[")) {
            wrong("\"in\" wants a list: [\"rocky\", \"rhel\"]");
            return {};
        }
        while (m_error.empty() && !m_token.is("]")) {
            if (m_token.what != Token::What::Text && m_token.what != Token::What::Figure)
                wrong("a list holds texts in double quotes and figures");
            n.list.push_back(m_token.text);
            advance();
            if (!m_token.is("]") && !take(","))
                wrong("a \",\" or \"]\" is missing here");
        }
        advance();
        return std::make_shared<const Node>(std::move(n));
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_where = 0;
    int m_depth = 0;
    Token m_token;
    std::string m_error, m_remedy;
};

std::string valueOf(const Node &n, const HostInventory &h) { return n.what == What::Fact ? facts[n.fact].text(h) : n.text; }

bool ordered(const Node &n, const HostInventory &h)
{
    const std::string a = valueOf(*n.left, h), b = valueOf(*n.right, h);
    if (a.empty() || b.empty())
        return false;
    const int order = compareVersions(a, b);
    switch (n.what) {
    case What::Less: return order < 0;
    case What::LessEqual: return order <= 0;
    case What::More: return order > 0;
    default: return order >= 0;
    }
}

bool isTrue(const Node &n, const HostInventory &h)
{
    switch (n.what) {
    case What::Or: return isTrue(*n.left, h) || isTrue(*n.right, h);
    case What::And: return isTrue(*n.left, h) && isTrue(*n.right, h);
    case What::Not: return !isTrue(*n.left, h);
    case What::Equal: return valueOf(*n.left, h) == valueOf(*n.right, h);
    case What::Unequal: return valueOf(*n.left, h) != valueOf(*n.right, h);
    case What::In: return std::find(n.right->list.begin(), n.right->list.end(), valueOf(*n.left, h)) != n.right->list.end();
    case What::Contains: return valueOf(*n.left, h).find(valueOf(*n.right, h)) != std::string::npos;
    case What::Installed:
        return std::any_of(h.software.packages.begin(), h.software.packages.end(), [&](const auto &p) { return p.name == n.text; });
    case What::Fact: return !facts[n.fact].text(h).empty();
    case What::Text:
    case What::List: return false;
    default: return ordered(n, h);
    }
}

} // namespace

base::Result<Expression> Expression::parse(std::string_view text)
{
    auto root = Parser(text).run();
    if (!root)
        return root.error();
    return Expression(std::move(*root));
}

bool Expression::holds(const HostInventory &host) const { return isTrue(*m_root, host); }

std::vector<std::pair<std::string, std::string>> Expression::names()
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const Fact &f : facts)
        out.emplace_back(f.name, f.meaning);
    return out;
}

} // namespace inventory
