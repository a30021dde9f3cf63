// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl logs: lines of all servers in order of time, and what comes.
#include "app/cli/context.h"
#include "core/base/clock.h"
#include "core/logs/explain.h"
#include "core/logs/logs.h"

#include <QDateTime>
#include <QTimer>
#include <array>
#include <charconv>

namespace cli {

using base::Error;
using base::Problem;
using logbook::Line;

namespace {

constexpr std::size_t mostPrinted = 100'000'000;
constexpr std::array<const char *, 5> severityWords{"critical", "error", "warning", "info", "debug"};

base::Result<logbook::Filter> filterOf(const Context &c, std::int64_t now)
{
    logbook::Filter filter;
    const std::int64_t last = durationOf(c.arguments.value("since", "1h"));
    if (last == 0)
        return Error{Problem::BadArgument, "--since " + c.arguments.value("since") + " is no time", {}, "Give a number with s, m, h, d or w: --since 6h."};
    const std::string least = c.arguments.value("severity", "debug");
    const auto word = std::find(severityWords.begin(), severityWords.end(), least);
    if (word == severityWords.end())
        return Error{Problem::BadArgument, "--severity " + least + " is none", {}, "Give critical, error, warning, info or debug."};
    filter.from = now - last;
    filter.least = static_cast<logbook::Severity>(word - severityWords.begin());
    filter.unit = c.arguments.value("unit");
    filter.lustreOnly = c.arguments.has("lustre");
    filter.text = c.arguments.value("grep");
    filter.regular = true;
    filter.servers = c.arguments.list("server");
    for (const std::string &server : filter.servers)
        if (c.manager().world().server(server) == nullptr)
            return Error{Problem::NotFound, "there is no server \"" + server + "\"", {}, "See: chandelierctl servers"};
    if (auto matcher = logbook::Matcher::of(filter); !matcher)
        return matcher.error();
    return filter;
}

std::string timeText(std::int64_t ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")).toStdString();
}

Json asJson(const Line &line, const logbook::Message *known)
{
    Json json{{"at", line.key.at}, {"server", line.server}, {"severity", severityWords[static_cast<std::size_t>(line.severity)]}, {"program", line.said.program}, {"unit", line.said.unit},
        {"pid", line.said.pid}, {"lustre", line.lustre}, {"text", logbook::shownText(line.said)}};
    if (known != nullptr)
        json["known"] = Json{{"id", known->id}, {"title", known->title}, {"meaning", known->meaning}, {"cause", known->cause}, {"remedy", known->remedy}};
    return json;
}

/// Prints what is there, and then perhaps what comes. Owned by the session.
class LogPrinter final : public QObject {
public:
    LogPrinter(const Context &c, logbook::Filter filter)
        : QObject(&c.session)
        , m_context(c)
        , m_logs(c.manager().logs())
        , m_filter(std::move(filter))
    {
    }
    void begin()
    {
        sayGaps();
        m_stamp = m_logs.stamp();
        auto search = m_logs.search(m_filter, logbook::beforeAll, logbook::Towards::Newer, mostPrinted);
        if (!search)
            return m_context.fail(search.error(), WrongUse);
        m_search = std::move(*search);
        connect(m_search.get(), &logbook::Search::failed, this, [this](const Error &error) { m_context.fail(error); });
        connect(m_search.get(), &logbook::Search::found, this, [this](const logbook::Found &found) {
            print(found.lines);
            if (found.done && m_context.arguments.has("follow"))
                follow();
            else if (found.done)
                m_context.finish(Done);
        });
    }

private:
    void follow()
    {
        m_logs.setWatched(true);
        m_filter.from = 0;
        connect(&m_logs, &logbook::Logs::arrived, this, &LogPrinter::takeFresh);
        takeFresh();
    }
    void takeFresh()
    {
        if (m_asking || m_stamp == m_logs.stamp())
            return;
        m_asking = true;
        m_logs.fresh(m_filter, m_stamp, this, [this](const logbook::Logs::Fresh &fresh) {
            m_asking = false;
            m_stamp = fresh.stamp;
            if (fresh.missed)
                m_context.output.err("More has come than could be shown; some lines are left out here.\n");
            print(fresh.lines);
            takeFresh();
        });
    }
    void print(const std::vector<Line> &lines)
    {
        std::string text;
        for (const Line &line : lines) {
            const logbook::Message *known = m_context.arguments.has("explain") ? m_catalogue.explain(line.said.text) : nullptr;
            if (m_context.json()) {
                text += protocol::dumpJson(asJson(line, known)) + '\n';
                continue;
            }
            text += timeText(line.key.at) + ' ' + line.server + ' ' + line.said.program + (line.said.pid > 0 ? "[" + std::to_string(line.said.pid) + "]" : "") + ' '
                + severityWords[static_cast<std::size_t>(line.severity)] + ": " + logbook::shownText(line.said) + '\n';
            if (known != nullptr)
                text += "    " + known->title + ". " + known->meaning + "\n    Why: " + known->cause + "\n    What to do: " + known->remedy + '\n';
        }
        if (!text.empty())
            m_context.output.out(text);
    }
    void sayGaps()
    {
        if (m_logs.trouble())
            m_context.output.err(m_logs.trouble()->message + '\n');
        for (const auto &[server, state] : m_logs.followings())
            if (!state.trouble.empty())
                m_context.output.err(server + ": no logs: " + state.trouble + '\n');
    }

    Context m_context;
    logbook::Logs &m_logs;
    logbook::Filter m_filter;
    logbook::Catalogue m_catalogue;
    std::unique_ptr<logbook::Search> m_search;
    std::uint64_t m_stamp = 0;
    bool m_asking = false;
};

/// "512M", "2G" in bytes; 0: cannot be read.
std::int64_t sizeOf(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number <= 0 || number > 1'000'000 || end + 1 != text.data() + text.size() || (*end != 'M' && *end != 'G'))
        return 0;
    return number << (*end == 'M' ? 20 : 30);
}

void keep(const Context &c, std::int64_t bytes)
{
    c.manager().logs().setLimit(bytes, &c.session, [c](const base::Result<void> &set) {
        if (!set)
            return c.fail(set.error());
        c.output.out("Logs are kept up to that size from now on; the oldest lines go first.\n");
        c.finish(Done);
    });
}

} // namespace

void showLogs(const Context &c)
{
    const std::int64_t bytes = c.arguments.has("keep") ? sizeOf(c.arguments.value("keep")) : 0;
    if (c.arguments.has("keep") && bytes == 0)
        return c.fail(Error{Problem::BadArgument, "--keep " + c.arguments.value("keep") + " is no size", {}, "Give a number with M or G: --keep 2G."}, WrongUse);
    const auto filter = filterOf(c, base::SystemClock().now());
    if (!filter)
        return c.fail(filter.error(), WrongUse);
    auto *printer = new LogPrinter(c, *filter);
    logbook::Logs &logs = c.manager().logs();
    auto *watch = new QObject(&c.session);
    const auto go = [c, bytes, printer, watch, &logs] {
        QObject::disconnect(&logs, nullptr, watch, nullptr);
        watch->deleteLater();
        if (bytes > 0)
            return keep(c, bytes);
        printer->begin();
    };
    if (logs.isSettled())
        return go();
    QObject::connect(&logs, &logbook::Logs::settled, watch, go);
    QTimer::singleShot(1000 * std::max(1, atoi(c.arguments.value("wait", "20").c_str())), watch, go);
}

} // namespace cli
