// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl metrics: the figures of servers over a time, as a table, as JSON, or as CSV for other programs.
#include "app/cli/context.h"
#include "core/monitor/monitor.h"

#include <QTimer>
#include <array>
#include <charconv>
#include <cmath>

namespace cli {

using base::Error;
using base::Problem;

namespace {

constexpr int bucketsOfTable = 1, bucketsOfSeries = 600;

std::string labelsText(const monitoring::Labels &labels)
{
    std::string text;
    for (const auto &[label, value] : labels)
        text += (text.empty() ? "" : ",") + label + "=" + value;
    return text;
}

std::string numberText(double value)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), std::fabs(value) >= 1000 || std::trunc(value) == value ? "%.0f" : "%.3g", value);
    return text.data();
}

std::string quotedCsv(const std::string &text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

/// A counter is asked for as a rate.
std::string unitText(const monitoring::SeriesName &name)
{
    return name.kind == monitoring::Kind::Counter ? (name.unit.empty() ? "1" : name.unit) + "/s" : name.unit;
}

std::string table(const monitoring::Answer &answer)
{
    std::vector<std::array<std::string, 7>> rows{{"Server", "Figure", "Mean", "Min", "Max", "Unit", "Of"}};
    for (const monitoring::Line &line : answer.lines)
        if (!line.buckets.empty()) {
            const monitoring::Bucket &all = line.buckets.front();
            const monitoring::SeriesName &name = line.series.name;
            rows.push_back({line.series.server, name.name, numberText(all.mean), numberText(all.min), numberText(all.max), unitText(name), labelsText(name.labels)});
        }
    std::array<std::size_t, 7> widths{};
    for (const auto &row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const auto &row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const std::string blank(widths[i] - row[i].size(), ' ');
            text += (i >= 2 && i <= 4 ? blank + row[i] : row[i] + blank) + "  ";
        }
        text += row.back() + '\n';
    }
    return rows.size() > 1 ? text : "No figures in that time.\n";
}

std::string csv(const monitoring::Answer &answer)
{
    std::string text = "time,server,figure,labels,unit,mean,min,max,samples\n";
    for (const monitoring::Line &line : answer.lines)
        for (const monitoring::Bucket &b : line.buckets) {
            std::array<char, 160> numbers{};
            std::snprintf(numbers.data(), numbers.size(), "%.17g,%.17g,%.17g,%llu", b.mean, b.min, b.max, static_cast<unsigned long long>(b.count));
            text += std::to_string(b.at / 1000) + "." + std::to_string(1000 + b.at % 1000).substr(1) + "," + quotedCsv(line.series.server) + ","
                + quotedCsv(line.series.name.name) + "," + quotedCsv(labelsText(line.series.name.labels)) + "," + quotedCsv(unitText(line.series.name))
                + "," + numbers.data() + "\n";
        }
    return text;
}

Json asJson(const monitoring::Answer &answer)
{
    Json lines = Json::array(), gaps = Json::object();
    for (const monitoring::Line &line : answer.lines) {
        Json labels = Json::object(), buckets = Json::array();
        for (const auto &[label, value] : line.series.name.labels)
            labels[label] = value;
        for (const monitoring::Bucket &b : line.buckets)
            buckets.push_back(Json{{"at", b.at}, {"mean", b.mean}, {"min", b.min}, {"max", b.max}, {"samples", b.count}});
        lines.push_back(Json{{"server", line.series.server}, {"figure", line.series.name.name}, {"labels", std::move(labels)},
            {"unit", unitText(line.series.name)}, {"buckets", std::move(buckets)}});
    }
    for (const auto &[server, list] : answer.gaps)
        for (const monitoring::Gap &gap : list)
            gaps[server].push_back(Json{{"from", gap.from}, {"to", gap.to}, {"cause", gap.cause}});
    return Json{{"from", answer.from}, {"bucket", answer.width}, {"series", std::move(lines)}, {"gaps", std::move(gaps)}};
}

std::string gapsText(const monitoring::Answer &answer, const std::vector<std::string> &servers, const monitoring::Monitor &monitor)
{
    std::string text;
    for (const auto &[server, list] : answer.gaps)
        for (const monitoring::Gap &gap : list)
            text += server + ": no figures for " + std::to_string((gap.to - gap.from) / 1000) + " s: " + gap.cause + '\n';
    for (const std::string &server : servers)
        if (const std::string trouble = monitor.following(server).trouble; !trouble.empty())
            text += server + ": " + trouble + '\n';
    return text;
}

} // namespace

std::int64_t durationOf(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number <= 0 || number > 100'000 || end + 1 != text.data() + text.size())
        return 0;
    switch (*end) {
    case 's': return number * 1000;
    case 'm': return number * 60'000;
    case 'h': return number * 3'600'000;
    case 'd': return number * 86'400'000;
    case 'w': return number * 604'800'000;
    default: return 0;
    }
}

namespace {

void ask(const Context &c, const monitoring::Request &request)
{
    c.manager().monitor().query(request, &c.session, [c, request](const base::Result<monitoring::Answer> &answer) {
        if (!answer)
            return c.fail(answer.error());
        if (c.arguments.has("csv")) {
            c.output.out(csv(*answer));
            return c.finish(Done);
        }
        if (!c.json())
            c.output.err(gapsText(*answer, request.selector.servers, c.manager().monitor()));
        c.print(c.json() ? std::string() : table(*answer), c.json() ? asJson(*answer) : Json());
    });
}

} // namespace

void showMetrics(const Context &c)
{
    const std::int64_t last = durationOf(c.arguments.value("last", "10m"));
    if (last == 0)
        return c.fail(Error{Problem::BadArgument, "--last " + c.arguments.value("last") + " is no time", {}, "Give a number with s, m, h, d or w: --last 10m."}, WrongUse);
    monitoring::Request request;
    request.selector.name = c.arguments.value("name", "*");
    for (const auto &[name, server] : c.manager().world()->servers)
        if (c.arguments.words.size() < 2 || c.arguments.words[1] == name)
            request.selector.servers.push_back(name);
    if (c.arguments.words.size() > 1 && request.selector.servers.empty())
        return c.fail(Error{Problem::NotFound, "there is no server \"" + c.arguments.words[1] + "\"", {}, "See: chandelierctl servers"}, WrongUse);
    request.points = c.json() || c.arguments.has("csv") ? bucketsOfSeries : bucketsOfTable;
    monitoring::Monitor &monitor = c.manager().monitor();
    auto *watch = new QObject(&c.session);
    const auto go = [c, request, last, watch] {
        watch->deleteLater();
        QObject::disconnect(&c.manager().monitor(), nullptr, watch, nullptr);
        c.manager().monitor().extent(&c.session, [c, request, last](std::pair<std::int64_t, std::int64_t> extent) {
            monitoring::Request wanted = request;
            wanted.to = extent.second + 1; // what is newest, by the servers' clocks
            wanted.from = wanted.to - last;
            ask(c, wanted);
        });
    };
    if (monitor.isSettled())
        return go();
    QObject::connect(&monitor, &monitoring::Monitor::settled, watch, go);
    QTimer::singleShot(1000 * std::max(1, atoi(c.arguments.value("wait", "20").c_str())), watch, go);
}

} // namespace cli
