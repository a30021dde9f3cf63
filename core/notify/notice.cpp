// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/notice.h"

#include <algorithm>
#include <array>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;
using monitoring::Alert;
using monitoring::Severity;
using protocol::Json;

namespace {

constexpr std::array<std::string_view, 4> words{"began", "still", "ended", "happened"};

/// Nothing: it is not told now.
std::optional<Notice::What> whatOf(const Alert &alert, const Ledger::Told &told, const Settings &settings, std::int64_t now)
{
    if (told.began)
        if (!alert.active())
            return Notice::What::Ended;
    if (alert.mutedUntil > now)
        return {};
    if (!told.began)
        return alert.active() ? Notice::What::Began : Notice::What::Happened;
    const bool due = settings.repeatMinutes > 0 && now - told.at >= settings.repeatMinutes * 60'000LL;
    return due && alert.acknowledgedAt == 0 ? std::optional(Notice::What::Still) : std::nullopt;
}

} // namespace

std::string_view word(Notice::What what) { return words[static_cast<std::size_t>(what)]; }

std::set<std::int64_t> Ledger::ids() const
{
    std::set<std::int64_t> all;
    for (const auto &[id, one] : told)
        all.insert(id);
    return all;
}

std::vector<Notice> decide(Ledger &ledger, const std::vector<Alert> &alerts, const Settings &settings,
    const std::function<const monitoring::AlertRule *(const std::string &)> &rule, std::int64_t now)
{
    std::vector<Notice> notices;
    for (const Alert &alert : alerts) {
        ledger.cursor = std::max(ledger.cursor, alert.id);
        const auto known = ledger.told.find(alert.id);
        const Ledger::Told before = known == ledger.told.end() ? Ledger::Told() : known->second;
        if (alert.severity < settings.least && !before.began) {
            ledger.told.erase(alert.id);
            continue;
        }
        const auto what = whatOf(alert, before, settings, now);
        if (alert.active())
            ledger.told[alert.id] = what ? Ledger::Told{true, now} : before;
        else
            ledger.told.erase(alert.id);
        if (!what)
            continue;
        const monitoring::AlertRule *known_rule = rule(alert.rule);
        notices.push_back({*what, alert, known_rule ? known_rule->cause : std::string(), known_rule ? known_rule->remedy : std::string()});
    }
    return notices;
}

Json toJson(const Notice &n)
{
    const Alert &a = n.alert;
    return Json{{"what", word(n.what)}, {"alert", a.id}, {"rule", a.rule}, {"severity", monitoring::word(a.severity)}, {"object", a.object}, {"name", a.name}, {"server", a.server},
        {"begin", a.begin}, {"earliest", a.earliest}, {"end", a.end}, {"title", a.title}, {"text", a.text}, {"own", a.own}, {"cause", n.cause}, {"remedy", n.remedy}};
}

Result<Notice> noticeFromJson(const Json &json)
{
    const auto what = std::find(words.begin(), words.end(), protocol::textOf(json, "what"));
    if (what == words.end())
        return Error{Problem::BadMessage, "a notice that waits to be sent cannot be read", protocol::dumpJson(json), {}};
    Notice n;
    n.what = static_cast<Notice::What>(what - words.begin());
    const std::string severity = protocol::textOf(json, "severity");
    n.alert.id = protocol::numberOf(json, "alert");
    n.alert.rule = protocol::textOf(json, "rule");
    n.alert.severity = severity == "error" ? Severity::Error : severity == "warning" ? Severity::Warning : Severity::Info;
    n.alert.object = protocol::textOf(json, "object");
    n.alert.name = protocol::textOf(json, "name");
    n.alert.server = protocol::textOf(json, "server");
    n.alert.begin = protocol::numberOf(json, "begin");
    n.alert.earliest = protocol::numberOf(json, "earliest");
    n.alert.end = protocol::numberOf(json, "end");
    n.alert.title = protocol::textOf(json, "title");
    n.alert.text = protocol::textOf(json, "text");
    n.alert.own = protocol::flagOf(json, "own");
    n.cause = protocol::textOf(json, "cause");
    n.remedy = protocol::textOf(json, "remedy");
    return n;
}

} // namespace notify
