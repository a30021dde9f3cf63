// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl alerts: what holds, what held, and what people say about it.
#include "app/cli/fleetcommon.h"
#include "core/logs/logs.h"
#include "core/monitor/monitor.h"

#include <QDateTime>
#include <QTimer>
#include <charconv>

namespace cli {

using base::Error;
using base::Problem;
using monitoring::Alert;
using monitoring::Mute;

namespace {

constexpr int mostOfHistory = 2000;

std::string alertMoment(std::int64_t ms)
{
    return ms == 0 ? std::string() : QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
}

std::string alertSince(const Alert &alert)
{
    return (alert.earliest > 0 ? alertMoment(alert.earliest) + " .. " : "") + alertMoment(alert.begin);
}

std::string alertState(const Alert &alert)
{
    std::vector<std::string> parts;
    if (alert.acknowledgedAt > 0)
        parts.push_back("seen by " + alert.who + (alert.note.empty() ? "" : ": " + alert.note));
    if (alert.mutedUntil > 0)
        parts.push_back("muted until " + alertMoment(alert.mutedUntil));
    if (alert.own)
        parts.emplace_back("own job");
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

Json alertJson(const Alert &a, const monitoring::AlertRule *rule)
{
    Json json{{"id", a.id}, {"rule", a.rule}, {"severity", monitoring::word(a.severity)}, {"object", a.object}, {"name", a.name}, {"server", a.server}, {"begin", a.begin},
        {"earliest", a.earliest}, {"end", a.end}, {"active", a.active()}, {"title", a.title}, {"text", a.text}, {"own", a.own}, {"mutedUntil", a.mutedUntil}};
    if (a.acknowledgedAt > 0)
        json["acknowledged"] = {{"at", a.acknowledgedAt}, {"who", a.who}, {"note", a.note}};
    if (rule) {
        json["cause"] = rule->cause;
        json["remedy"] = rule->remedy;
        json["plan"] = rule->plan;
    }
    return json;
}

Json muteJson(const Mute &m) { return {{"id", m.id}, {"rule", m.rule}, {"object", m.object}, {"until", m.until}, {"who", m.who}, {"note", m.note}}; }

std::string alertsText(const std::vector<Alert> &alerts, const std::vector<Mute> &mutes, bool all)
{
    std::vector<std::vector<std::string>> rows;
    for (const Alert &a : alerts) {
        rows.push_back({std::to_string(a.id), std::string(monitoring::word(a.severity)), alertSince(a)});
        if (all)
            rows.back().push_back(a.active() ? "holds" : a.end == a.begin ? "" : alertMoment(a.end));
        for (const std::string &cell : {a.name, a.title + ": " + a.text, alertState(a)})
            rows.back().push_back(cell);
    }
    std::string text = rows.empty() ? std::string(all ? "No alerts in that time.\n" : "No alert.\n")
                                    : table(all ? std::vector<std::string>{"ID", "Severity", "Since", "Until", "Where", "What", "Seen"}
                                                : std::vector<std::string>{"ID", "Severity", "Since", "Where", "What", "Seen"}, rows, {0});
    for (const Mute &m : mutes)
        text += "Mute " + std::to_string(m.id) + ": " + m.rule + "/" + m.object + " until " + alertMoment(m.until) + " by " + m.who + (m.note.empty() ? "" : ": " + m.note) + '\n';
    return text;
}

/// Once what agents have kept and logged is here and judged, or --wait is over.
void whenSettled(const Context &c, std::function<void()> then)
{
    monitoring::Monitor &monitor = c.manager().monitor();
    logbook::Logs &logs = c.manager().logs();
    auto *watch = new QObject(&c.session);
    const auto go = [watch, &monitor, &logs, then = std::move(then)] {
        watch->deleteLater();
        QObject::disconnect(&monitor, nullptr, watch, nullptr);
        QObject::disconnect(&logs, nullptr, watch, nullptr);
        monitor.mutes(&monitor, [then](const auto &) { then(); }); // behind what was told to it and is not judged yet
    };
    const auto look = [&monitor, &logs, go] {
        if (monitor.isSettled() && logs.isSettled())
            go();
    };
    QObject::connect(&monitor, &monitoring::Monitor::settled, watch, look);
    QObject::connect(&logs, &logbook::Logs::settled, watch, look);
    QTimer::singleShot(1000 * std::max(1, atoi(c.arguments.value("wait", "20").c_str())), watch, go);
    look();
}

void printAlerts(const Context &c, const std::vector<Alert> &alerts, bool all)
{
    c.manager().monitor().mutes(&c.session, [c, alerts, all](const std::vector<Mute> &mutes) {
        Json list = Json::array(), muted = Json::array();
        for (const Alert &alert : alerts)
            list.push_back(alertJson(alert, c.manager().monitor().rule(alert.rule)));
        for (const Mute &mute : mutes)
            muted.push_back(muteJson(mute));
        c.print(c.json() ? std::string() : alertsText(alerts, mutes, all), c.json() ? Json{{"alerts", std::move(list)}, {"mutes", std::move(muted)}} : Json());
    });
}

/// "8h", or "2026-12-24 18:00"; 0: cannot be read.
std::int64_t untilOf(const std::string &text)
{
    if (const std::int64_t ms = durationOf(text); ms > 0)
        return QDateTime::currentMSecsSinceEpoch() + ms;
    for (const char *format : {"yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"})
        if (const QDateTime at = QDateTime::fromString(QString::fromStdString(text), QString::fromLatin1(format)); at.isValid())
            return at.toMSecsSinceEpoch();
    return 0;
}

std::optional<std::int64_t> idOf(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number > 0 ? std::optional(number) : std::nullopt;
}

void changed(const Context &c, const base::Result<void> &result, const std::string &text)
{
    if (!result)
        return c.fail(result.error(), result.error().problem == Problem::NotFound || result.error().problem == Problem::BadArgument ? WrongUse : Failed);
    c.print(text, Json{{"done", true}});
}

/// RULE/OBJECT as patterns; a name without its kind is taken for any kind.
std::pair<std::string, std::string> patternsOf(const std::string &word)
{
    const std::size_t slash = word.find('/');
    const std::string rule = word.substr(0, slash), object = slash == std::string::npos ? "*" : word.substr(slash + 1);
    return {rule.empty() ? "*" : rule, object.empty() || object == "*" ? "*" : object.find(':') == std::string::npos ? "*:" + object : object};
}

} // namespace

void showAlerts(const Context &c)
{
    const bool all = c.arguments.has("all") || c.arguments.has("last");
    const std::int64_t last = durationOf(c.arguments.value("last", "30d"));
    if (last == 0)
        return c.fail(Error{Problem::BadArgument, "--last " + c.arguments.value("last") + " is no time", {}, "Give a number with s, m, h, d or w: --last 10m."}, WrongUse);
    whenSettled(c, [c, all, last] {
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
        monitoring::Monitor &monitor = c.manager().monitor();
        const auto active = monitor.alerts();
        if (!all)
            return printAlerts(c, *active, false);
        monitor.alertHistory(now - last, INT64_MAX, mostOfHistory, &c.session, [c, active](const base::Result<std::vector<Alert>> &history) {
            if (!history)
                return c.fail(history.error());
            std::vector<Alert> alerts = *history;
            for (Alert &alert : alerts) // mutes are of now
                for (const Alert &now : *active)
                    if (now.id == alert.id)
                        alert.mutedUntil = now.mutedUntil;
            printAlerts(c, alerts, true);
        });
    });
}

void acknowledgeAlert(const Context &c)
{
    const auto id = idOf(c.arguments.words[2]);
    if (!id)
        return c.fail(Error{Problem::BadArgument, "\"" + c.arguments.words[2] + "\" is no number of an alert", {}, "See: chandelierctl alerts"}, WrongUse);
    c.manager().monitor().acknowledge(*id, whoAmI(), c.arguments.value("note"), &c.session,
        [c, id](const base::Result<void> &result) { changed(c, result, "Alert " + std::to_string(*id) + " is acknowledged.\n"); });
}

void muteAlerts(const Context &c)
{
    const auto [rule, object] = patternsOf(c.arguments.words[2]);
    const std::int64_t until = untilOf(c.arguments.value("until"));
    if (until == 0)
        return c.fail(Error{Problem::BadArgument, c.arguments.has("until") ? "--until " + c.arguments.value("until") + " is no time" : "a mute needs its end", {},
                          "Give --until 8h, or --until \"2026-12-24 18:00\"."}, WrongUse);
    c.manager().monitor().mute({0, rule, object, until, whoAmI(), c.arguments.value("note")}, &c.session,
        [c, rule = rule, object = object, until](const base::Result<void> &result) { changed(c, result, rule + "/" + object + " is muted until " + alertMoment(until) + ".\n"); });
}

void unmuteAlerts(const Context &c)
{
    const std::string &word = c.arguments.words[2];
    c.manager().monitor().mutes(&c.session, [c, word](const std::vector<Mute> &mutes) {
        const auto patterns = patternsOf(word);
        for (const Mute &mute : mutes)
            if (std::to_string(mute.id) == word || (mute.rule == patterns.first && mute.object == patterns.second))
                return c.manager().monitor().unmute(mute.id, &c.session, [c](const base::Result<void> &result) { changed(c, result, "It is no longer muted.\n"); });
        c.fail(Error{Problem::NotFound, "there is no mute \"" + word + "\"", {}, "See: chandelierctl alerts"}, WrongUse);
    });
}

} // namespace cli
