// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/rules.h"

#include "core/monitor/facts.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>
#include <array>

static void initAlerts() // outside of any namespace: what it calls is
{
    Q_INIT_RESOURCE(alerts);
}

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;

namespace {

constexpr qint64 largestRules = 1 << 20;
constexpr int longestHold = 24 * 3600, longestTrend = 90 * 86'400;
constexpr std::array<std::string_view, 9> plans{"", "repair", "start", "fail-back", "start-lnet", "online", "clean-up", "end-maintenance", "fence-test"};

/// Reads one rule; the first thing that is wrong stays.
class RuleReader {
public:
    RuleReader(const Json &json, std::string where) : m_json(json), m_where(std::move(where)) { }

    Result<AlertRule> run()
    {
        static constexpr std::array<std::string_view, 22> known{"seen", "says", "id", "severity", "scope", "by", "match", "when", "until", "hold", "release", "over", "changes", "value",
            "unit", "title", "text", "cause", "remedy", "plan", "off", "de"};
        if (!m_json.is_object())
            return Error{Problem::BadArgument, m_where + ": a rule is an object", {}, {}};
        for (const auto &[key, value] : m_json.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                wrong(key, "is not known", "Take it out.");
        AlertRule rule;
        rule.id = text("id", true);
        m_where += rule.id.empty() ? "" : ", " + rule.id;
        rule.severity = static_cast<Severity>(choice("severity", {"info", "warning", "error"}));
        rule.scope = static_cast<Scope>(choice("scope", {"server", "target", "filesystem", "cluster"}));
        rule.by = text("by", false);
        rule.match = m_json.contains("match") ? text("match", true) : "*";
        rule.changes = text("changes", false);
        rule.says = words("says");
        if (rule.changes.empty() && rule.says.empty())
            rule.when = condition("when", rule, true);
        else if (!rule.changes.empty())
            checkFact("changes", rule.changes, rule.scope);
        rule.until = condition("until", rule, false);
        rule.value = condition("value", rule, false);
        rule.hold = seconds("hold");
        rule.release = seconds("release");
        if (!rule.says.empty() && (rule.release == 0 || (rule.scope != Scope::Server && rule.scope != Scope::Target)))
            wrong("says", "wants a release of some seconds and the scope server or target", "A message has no end: say after how long a silence it is over.");
        if (m_json.contains("over"))
            rule.over = seconds("over", longestTrend);
        rule.unit = text("unit", false);
        rule.seen = text("seen", false);
        rule.title = text("title", true);
        rule.text = text("text", true);
        rule.cause = text("cause", false);
        rule.remedy = text("remedy", false);
        rule.plan = text("plan", false);
        translation(rule, "de");
        if (std::find(plans.begin(), plans.end(), rule.plan) == plans.end())
            wrong("plan", "is \"" + rule.plan + "\"", "It may be repair, start, fail-back, start-lnet, online, clean-up, end-maintenance or fence-test.");
        return m_error ? Result<AlertRule>(*m_error) : Result<AlertRule>(std::move(rule));
    }

private:
    void wrong(const std::string &field, const std::string &what, const std::string &remedy, const std::string &detail = {})
    {
        if (!m_error)
            m_error = Error{Problem::BadArgument, m_where + ": " + field + " " + what, detail, remedy};
    }
    std::string text(const char *field, bool needed)
    {
        const Json &value = protocol::member(m_json, field);
        if (value.is_string() && (!needed || !value.get_ref<const std::string &>().empty()))
            return value.get<std::string>();
        if (needed || !value.is_null())
            wrong(field, value.is_null() ? "is missing" : "is no text", "Write a text in quotes.");
        return {};
    }
    void translation(AlertRule &rule, const char *language)
    {
        const Json &in = protocol::member(m_json, language);
        if (in.is_null())
            return;
        if (!in.is_object())
            return wrong(language, "is no object", "It may have the texts title, text, cause and remedy.");
        for (const auto &[key, value] : in.items())
            if (!value.is_string() || (key != "title" && key != "text" && key != "cause" && key != "remedy"))
                wrong(language, "has " + key, "It may have the texts title, text, cause and remedy.");
        rule.words[language] = {protocol::textOf(in, "title"), protocol::textOf(in, "text"), protocol::textOf(in, "cause"), protocol::textOf(in, "remedy")};
    }
    std::vector<std::string> words(const char *field)
    {
        std::vector<std::string> all;
        const Json &list = protocol::member(m_json, field);
        for (const Json &one : list.is_array() ? list : Json::array())
            all.push_back(one.is_string() ? one.get<std::string>() : "");
        if (!list.is_null() && (all.empty() || std::count(all.begin(), all.end(), "") > 0))
            wrong(field, "is no list of texts", "Write [\"lbug\"].");
        return all;
    }
    int choice(const char *field, const std::vector<std::string> &words)
    {
        const std::string word = text(field, true);
        const auto found = std::find(words.begin(), words.end(), word);
        std::string all;
        for (const std::string &one : words)
            all += (all.empty() ? "" : ", ") + one;
        if (found == words.end())
            wrong(field, "is \"" + word + "\"", "It may be " + all + ".");
        return found == words.end() ? 0 : static_cast<int>(found - words.begin());
    }
    int seconds(const char *field, int longest = longestHold)
    {
        const std::int64_t value = protocol::numberOf(m_json, field);
        if (value < 0 || value > longest || (m_json.contains(field) && !m_json[field].is_number_integer()))
            wrong(field, "is not from 0 to " + std::to_string(longest) + " seconds", {});
        return static_cast<int>(std::clamp<std::int64_t>(value, 0, longest));
    }
    void checkFact(const char *field, const std::string &name, Scope scope)
    {
        if (!factOf(scope, name))
            wrong(field, "asks for \"" + name + "\", which is no fact of a " + std::string(word(scope)), "There are " + factNames(scope) + ".");
    }
    std::optional<Condition> condition(const char *field, const AlertRule &rule, bool needed)
    {
        const std::string words = text(field, needed);
        if (words.empty())
            return {};
        auto read = Condition::parse(words);
        if (!read) {
            wrong(field, "cannot be read: " + read.error().message, read.error().remedy, read.error().detail);
            return {};
        }
        for (const Asked &asked : read->asked()) {
            if (asked.isNow())
                continue;
            if (asked.isFact())
                checkFact(field, asked.name, rule.scope);
            else if (rule.scope == Scope::Filesystem || rule.scope == Scope::Cluster)
                wrong(field, "asks for the figure " + asked.name + ", and a " + std::string(word(rule.scope)) + " has none", "Ask for its facts.");
        }
        return std::move(*read);
    }

    const Json &m_json;
    std::string m_where;
    std::optional<Error> m_error;
};

bool asksFigures(const std::optional<Condition> &condition)
{
    return condition && std::any_of(condition->asked().begin(), condition->asked().end(), [](const Asked &a) { return !a.isFact() && !a.isNow(); });
}

} // namespace

std::string_view word(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "info";
}

bool AlertRule::usesFigures() const { return asksFigures(when) || asksFigures(until); }

Result<AlertRule> ruleFromJson(const Json &json, const std::string &where) { return RuleReader(json, where).run(); }

RuleLibrary::RuleLibrary(const std::string &directory)
{
    initAlerts();
    read(":/alerts");
    read(directory.empty() ? (QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/chandelier/alerts").toStdString() : directory);
}

void RuleLibrary::read(const std::string &directory)
{
    const QDir dir(QString::fromStdString(directory));
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        const std::string where = (directory.starts_with(':') ? "the built-in " + name : dir.filePath(name)).toStdString();
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestRules) {
            m_problems.push_back(Error{Problem::Storage, where + " cannot be read, or is larger than 1 MiB", file.errorString().toStdString(), "Check its permissions."});
            continue;
        }
        const Json json = protocol::parseJson(file.readAll().toStdString());
        const Json &alerts = protocol::member(json, "alerts");
        if (!alerts.is_array()) {
            m_problems.push_back(Error{Problem::BadArgument, where + " is not JSON, or has no list \"alerts\"", {}, "python3 -m json.tool tells the line."});
            continue;
        }
        for (const Json &one : alerts) {
            const std::string id = protocol::textOf(one, "id");
            if (protocol::flagOf(one, "off")) {
                std::erase_if(m_all, [&](const AlertRule &rule) { return rule.id == id; });
                continue;
            }
            auto rule = ruleFromJson(one, where);
            if (!rule) {
                m_problems.push_back(rule.error());
                continue;
            }
            std::erase_if(m_all, [&](const AlertRule &old) { return old.id == rule->id; });
            m_all.push_back(std::move(*rule));
        }
    }
}

} // namespace monitoring
