// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/options.h"

namespace simhost {

bool ParsedOptions::any(char letter) const
{
    for (const Option &option : options)
        if (option.letter == letter)
            return true;
    return false;
}

std::string ParsedOptions::last(char letter, std::string_view fallback) const
{
    std::string value(fallback);
    for (const Option &option : options)
        if (option.letter == letter)
            value = option.value;
    return value;
}

namespace {

const OptionRule *longRule(const std::vector<OptionRule> &rules, const std::string &name)
{
    const OptionRule *prefix = nullptr;
    for (const OptionRule &rule : rules) {
        if (name == rule.name)
            return &rule;
        if (std::string_view(rule.name).substr(0, name.size()) == name && (!prefix || prefix->letter != rule.letter))
            prefix = prefix ? nullptr : &rule;
    }
    return prefix;
}

const OptionRule *shortRule(const std::vector<OptionRule> &rules, char letter)
{
    for (const OptionRule &rule : rules)
        if (rule.letter == letter)
            return &rule;
    return nullptr;
}

class Parser {
public:
    Parser(const Words &words, const std::vector<OptionRule> &rules) : m_words(words), m_rules(rules) { }
    ParsedOptions parse()
    {
        for (m_next = 0; m_next < m_words.size() && m_parsed.problem.empty();) {
            const std::string &word = m_words[m_next++];
            if (word == "--") {
                m_parsed.rest.insert(m_parsed.rest.end(), m_words.begin() + static_cast<std::ptrdiff_t>(m_next), m_words.end());
                break;
            }
            if (word.rfind("--", 0) == 0)
                takeLong(word.substr(2));
            else if (word.size() > 1 && word[0] == '-')
                takeShort(word.substr(1));
            else
                m_parsed.rest.push_back(word);
        }
        return m_parsed;
    }

private:
    void takeLong(const std::string &text)
    {
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        const OptionRule *rule = longRule(m_rules, name);
        if (!rule) {
            m_parsed.problem = "unrecognized option '--" + name + "'";
            return;
        }
        Option option{rule->letter, rule->name, {}, equals != std::string::npos};
        if (option.hasValue && rule->takes == Takes::Nothing) {
            m_parsed.problem = std::string("option '--") + rule->name + "' doesn't allow an argument";
            return;
        }
        if (option.hasValue)
            option.value = text.substr(equals + 1);
        else if (rule->takes == Takes::Value && !takeNext(option))
            m_parsed.problem = std::string("option '--") + rule->name + "' requires an argument";
        if (m_parsed.problem.empty())
            m_parsed.options.push_back(option);
    }

    void takeShort(const std::string &letters)
    {
        for (std::size_t i = 0; i < letters.size(); ++i) {
            const OptionRule *rule = shortRule(m_rules, letters[i]);
            if (!rule) {
                m_parsed.problem = std::string("invalid option -- '") + letters[i] + "'";
                return;
            }
            Option option{rule->letter, rule->name, {}, false};
            if (rule->takes != Takes::Nothing && i + 1 < letters.size()) {
                option.value = letters.substr(i + 1);
                option.hasValue = true;
                i = letters.size();
            } else if (rule->takes == Takes::Value && !takeNext(option)) {
                m_parsed.problem = std::string("option requires an argument -- '") + letters[i] + "'";
                return;
            }
            m_parsed.options.push_back(option);
        }
    }

    bool takeNext(Option &option)
    {
        if (m_next >= m_words.size())
            return false;
        option.value = m_words[m_next++];
        option.hasValue = true;
        return true;
    }

    const Words &m_words;
    const std::vector<OptionRule> &m_rules;
    ParsedOptions m_parsed;
    std::size_t m_next = 0;
};

} // namespace

ParsedOptions parseOptions(const Words &words, const std::vector<OptionRule> &rules)
{
    return Parser(words, rules).parse();
}

} // namespace simhost
