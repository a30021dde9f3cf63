// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue of alerts. It is data: resources/alerts/*.json, whose README has the format, and files of the user beside it.
#pragma once
#include "core/monitor/condition.h"

#include <map>
#include <optional>

namespace monitoring {

enum class Severity : std::uint8_t { Info, Warning, Error };
std::string_view word(Severity severity); ///< "info", "warning", "error"

/// What an alert is about.
enum class Scope : std::uint8_t { Server, Target, Filesystem, Cluster };

struct AlertRule {
    std::string id;                ///< "ost-space-90"
    Severity severity = Severity::Warning;
    Scope scope = Scope::Server;
    std::string by{};              ///< the label of its figures that names the object ("target"); empty: they are the server's
    std::string match = "*";       ///< which objects, by name
    std::optional<Condition> when{};  ///< it begins when this has held for `hold` seconds
    std::optional<Condition> until{}; ///< it ends when this has held for `release` seconds; none: when `when` no longer holds
    int hold = 0, release = 0;
    int over = 7 * 86'400;         ///< seconds that a trend (NAME.days_left) looks back
    std::string seen{};            ///< a figure that there is as long as all is well: its end says when it began, if nobody looked
    std::string changes{};         ///< instead of `when`: a fact; an event when it has another value than before
    std::vector<std::string> says{}; ///< instead of `when`: known messages of the logs (resources/messages) by id; it holds until none came for `release` seconds
    std::optional<Condition> value{}; ///< what {value} of the text is
    std::string unit{};            ///< of that: "%" (of a share of 1), "s", "bytes"
    std::string title, text, cause{}, remedy{}; ///< text: {name}, {server}, {value}
    std::string plan{};            ///< what would help, see ruleFromJson; empty: nothing of ours
    struct Words {
        std::string title, text, cause, remedy;
    };
    std::map<std::string, Words> words{}; ///< in other languages, by their code: "de"
    bool usesFigures() const;
};

/// One rule as its file has it. BadArgument names `where`, the field, and what may stand there.
base::Result<AlertRule> ruleFromJson(const protocol::Json &json, const std::string &where);

class RuleLibrary {
public:
    /// The built-in rules, and the user's own of `directory` (empty: "alerts" beside the server profiles), which come before built-in ones with
    /// their id; {"id": ..., "off": true} takes one away.
    explicit RuleLibrary(const std::string &directory = {});
    const std::vector<AlertRule> &all() const { return m_all; }
    const std::vector<base::Error> &problems() const { return m_problems; } ///< of files and rules that are left out

private:
    void read(const std::string &directory);
    std::vector<AlertRule> m_all;
    std::vector<base::Error> m_problems;
};

} // namespace monitoring
