// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl target burst, target clients, target freespace: what is read anew on the server where the target is mounted.
#include "app/cli/context.h"
#include "core/link/agents.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>

namespace cli {

using base::Error;
using base::Problem;

namespace {

std::string rateText(double value)
{
    constexpr std::array<const char *, 6> units{"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), unit == 0 || value >= 100 ? "%.0f %sB/s" : "%.1f %sB/s", value, units[unit]);
    return text.data();
}

std::string countText(double value)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), value >= 10 || value == std::trunc(value) ? "%.0f" : "%.1f", value);
    return text.data();
}

std::string clientsTable(const Json &value)
{
    std::vector<std::vector<std::string>> rows;
    for (const Json &client : protocol::member(value, "clients"))
        rows.push_back({protocol::textOf(client, "nid"), rateText(protocol::realOf(client, "read")), rateText(protocol::realOf(client, "write")),
            countText(protocol::realOf(client, "operations")), protocol::textOf(client, "uuid")});
    if (rows.empty())
        return "No client is connected.\n";
    return table({"CLIENT", "READ", "WRITE", "OPERATIONS/s", "UUID"}, rows, {1, 2, 3});
}

std::string titleOf(const Json &series)
{
    std::string title = protocol::textOf(series, "name");
    const Json &labels = protocol::member(series, "labels");
    for (const char *label : {"operation", "field"})
        if (const std::string word = protocol::textOf(labels, label); !word.empty())
            title += ' ' + word;
    const std::string unit = protocol::textOf(series, "unit");
    return title + (protocol::flagOf(series, "rate") ? " [" + (unit.empty() ? "1" : unit) + "/s]" : unit.empty() ? "" : " [" + unit + "]");
}

std::string momentText(std::int64_t milliseconds)
{
    const std::time_t seconds = milliseconds / 1000;
    std::tm local{};
    std::array<char, 40> text{};
    ::localtime_r(&seconds, &local);
    const std::size_t size = std::strftime(text.data(), text.size(), "%H:%M:%S", &local);
    return std::string(text.data(), size) + "." + std::to_string(1000 + milliseconds % 1000).substr(1);
}

/// A figure a line and a moment a column would be wider than any terminal: a moment a line, and a heading for each figure that moved.
std::string burstTable(const Json &value)
{
    std::vector<std::string> head{"TIME"};
    std::vector<std::size_t> right;
    for (const Json &series : protocol::member(value, "series")) {
        right.push_back(head.size());
        head.push_back(titleOf(series));
    }
    std::vector<std::vector<std::string>> rows;
    for (const Json &sample : protocol::member(value, "samples")) {
        std::vector<std::string> row{momentText(sample[0].get<std::int64_t>())};
        for (const Json &cell : sample[1])
            row.push_back(cell.is_number() ? countText(cell.get<double>()) : "-");
        rows.push_back(std::move(row));
    }
    return head.size() == 1 ? "Nothing happened on it in that time.\n" : table(head, rows, right);
}

std::string sizeText(double bytes)
{
    std::string text = rateText(bytes);
    return text.substr(0, text.size() - 2); // without "/s"
}

std::string freeSpaceTable(const Json &value)
{
    double size = static_cast<double>(protocol::numberOf(value, "blockSize"));
    const double all = static_cast<double>(protocol::numberOf(value, "freeBytes"));
    std::vector<std::vector<std::string>> rows;
    for (const Json &count : protocol::member(value, "pieces")) {
        const double number = count.is_number() ? count.get<double>() : 0, bytes = number * size;
        rows.push_back({sizeText(size), countText(number), sizeText(bytes), countText(all > 0 ? 100 * bytes / all : 0) + " %"});
        size *= 2;
    }
    std::string text = table({"PIECES OF", "NUMBER", "BYTES", "OF WHAT IS FREE"}, rows, {0, 1, 2, 3}) + sizeText(all) + " are free, in "
        + std::to_string(protocol::numberOf(value, "fragments")) + " fragments; " + std::to_string(protocol::numberOf(value, "groups")) + " of "
        + std::to_string(protocol::numberOf(value, "allGroups")) + " block groups were read, " + std::to_string(protocol::numberOf(value, "full")) + " are full.\n";
    if (const auto unread = protocol::numberOf(value, "unread"); unread > 0)
        text += "The maps of " + std::to_string(unread) + " groups could not be read from the disk.\n";
    if (const auto damaged = protocol::numberOf(value, "damaged"); damaged > 0)
        text += "The kernel calls the maps of " + std::to_string(damaged) + " groups damaged: e2fsck is due.\n";
    return text;
}

/// Asks the server on which the first argument is mounted.
void askTarget(const Context &c, protocol::Verb verb, Json args, const std::function<std::string(const Json &)> &show)
{
    const std::string &label = c.arguments.words[2];
    const inventory::World world = c.manager().world();
    const inventory::Target *target = world.targetByLabel(label);
    if (!target)
        return c.fail(Error{Problem::NotFound, "there is no target \"" + label + "\"", {}, "See: chandelierctl target list"}, WrongUse);
    if (target->active.empty())
        return c.fail(Error{Problem::NotFound, label + " is mounted nowhere", {}, "Start it first: chandelierctl target start " + label});
    args["target"] = label;
    const int limit = protocol::traits(verb).limitSeconds;
    jobs::AgentCall *call = c.session.link().call({.server = target->active, .verb = verb, .args = std::move(args), .limitSeconds = limit}, &c.session);
    QObject::connect(call, &jobs::AgentCall::finished, call,
        [c, call, show](const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &) {
            call->deleteLater();
            if (!answer)
                return c.fail(answer.error());
            c.print(show(answer->value.get()), answer->value.get());
        });
}

bool takeSeconds(const Context &c, const char *fallback, int most, Json &args)
{
    const std::string text = c.arguments.value("seconds", fallback);
    const int seconds = std::atoi(text.c_str());
    if (seconds < 1 || seconds > most || text != std::to_string(seconds)) {
        c.fail(Error{Problem::BadArgument, "--seconds " + text + " is no time", {}, "Give a whole number from 1 to " + std::to_string(most) + "."}, WrongUse);
        return false;
    }
    args["seconds"] = seconds;
    return true;
}

} // namespace

void showBurst(const Context &c)
{
    Json args = Json::object();
    if (takeSeconds(c, "5", 30, args))
        askTarget(c, protocol::Verb::MetricsBurst, std::move(args), burstTable);
}

void showClients(const Context &c)
{
    Json args = Json::object();
    if (takeSeconds(c, "2", 10, args))
        askTarget(c, protocol::Verb::MetricsClients, std::move(args), clientsTable);
}

void showFreeSpace(const Context &c)
{
    askTarget(c, protocol::Verb::MetricsFreeSpace, Json::object(), freeSpaceTable);
}

} // namespace cli
