// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl history: what happened in a time, when no program looked, and for how long Worlds are kept.
#include "app/cli/context.h"
#include "core/manager/timeline.h"

#include <QDateTime>
#include <charconv>

namespace cli {

using base::Error;
using base::Problem;

namespace {

std::string_view eventWord(history::What what)
{
    using What = history::What;
    switch (what) {
    case What::ServerLost: return "server-lost";
    case What::ServerBack: return "server-back";
    case What::TargetStarted: return "target-started";
    case What::TargetStopped: return "target-stopped";
    case What::TargetMoved: return "target-moved";
    case What::LnetUp: return "lnet-up";
    case What::LnetDown: return "lnet-down";
    case What::FilesystemUp: return "filesystem-available";
    case What::FilesystemDown: return "filesystem-unavailable";
    }
    return "";
}

std::string eventSentence(const history::Event &event)
{
    using What = history::What;
    switch (event.what) {
    case What::ServerLost: return event.name + " does not answer" + (event.to.empty() ? "" : ": " + event.to);
    case What::ServerBack: return event.name + " answers again";
    case What::TargetStarted: return event.name + " was started on " + event.to;
    case What::TargetStopped: return event.name + " was stopped on " + event.from;
    case What::TargetMoved: return event.name + " moved from " + event.from + " to " + event.to;
    case What::LnetUp: return "LNet is up on " + event.name;
    case What::LnetDown: return "LNet is not up on " + event.name;
    case What::FilesystemUp: return event.name + " is available";
    case What::FilesystemDown: return event.name + " is not available";
    }
    return {};
}

std::string timeOfEvent(std::int64_t at)
{
    return QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
}

void printTale(const Context &c, const manager::Tale &tale)
{
    std::vector<std::pair<std::int64_t, std::string>> lines;
    Json events = Json::array(), closed = Json::array();
    for (const history::Event &event : tale.events) {
        lines.emplace_back(event.at, eventSentence(event));
        events.push_back(Json{{"at", event.at}, {"what", eventWord(event.what)}, {"object", event.object}, {"name", event.name}, {"from", event.from}, {"to", event.to}});
    }
    for (const history::Span &span : tale.closed) {
        lines.emplace_back(span.from, "no program followed the cluster until " + timeOfEvent(span.to));
        closed.push_back(Json{{"from", span.from}, {"to", span.to}});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    std::string text;
    for (const auto &[at, line] : lines)
        text += timeOfEvent(at) + "  " + line + '\n';
    c.print(lines.empty() ? "Nothing is known of that time.\n" : text, Json{{"events", std::move(events)}, {"closed", std::move(closed)}, {"keptDays", c.manager().historyDays()}, {"since", tale.extent.first}});
}

} // namespace

void showHistory(const Context &c)
{
    if (c.arguments.has("keep")) {
        int days = 0;
        const std::string text = c.arguments.value("keep");
        if (const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days); error != std::errc() || end != text.data() + text.size())
            return c.fail(Error{Problem::BadArgument, "--keep " + text + " is no number of days", {}, "Give a number: --keep 30."}, WrongUse);
        if (const auto set = c.manager().setHistoryDays(days); !set)
            return c.fail(set.error(), WrongUse);
        return c.print("Worlds are kept for " + std::to_string(days) + " days.\n", Json{{"keptDays", days}});
    }
    const std::int64_t last = durationOf(c.arguments.value("last", "30d"));
    if (last == 0)
        return c.fail(Error{Problem::BadArgument, "--last " + c.arguments.value("last") + " is no time", {}, "Give a number with s, m, h, d or w: --last 6h."}, WrongUse);
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    c.manager().timeline().tell(now - last, now + 1000, &c.session, [c](const base::Result<manager::Tale> &tale) {
        if (!tale)
            return c.fail(tale.error());
        printTale(c, *tale);
    });
}

} // namespace cli
