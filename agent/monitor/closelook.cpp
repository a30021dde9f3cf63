// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/closelook.h"

#include "agent/collect/values.h"
#include "agent/monitor/choice.h"
#include "agent/monitor/exposition.h"
#include "agent/monitor/freespace.h"
#include "agent/monitor/sources.h"
#include "agent/protocol/metrics.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>

namespace monitor {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

namespace {

using Clock = std::chrono::steady_clock;
using Rates = std::vector<std::pair<std::string, double>>; // by key; only those that are known

constexpr std::size_t mostClients = 1000; ///< of an answer, those that do most

std::int64_t wallMilliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Error noSuchTarget(const std::string &target)
{
    return {Problem::NotFound, "There are no figures of " + target + " on this host", {}, "Ask the server where it is mounted."};
}

Error cancelled()
{
    return {Problem::Cancelled, "The reading was cancelled", {}, {}};
}

std::vector<Source> sourcesOf(Files &files, const std::string &target)
{
    Sources sources(files);
    std::vector<std::uint32_t> gone;
    sources.look(gone);
    std::vector<Source> own;
    for (const auto &[key, source] : sources.all())
        if (source.reading == Reading::Parameter && (source.collector == Collector::Ost || source.collector == Collector::Mdt)
            && collect::targetOf(collect::splitName(source.name)) == target)
            own.push_back(source);
    return own;
}

/// Sleeps towards `until` in pieces, so that a cancel is heard within a tenth of a second.
bool waitUntil(Clock::time_point until, double fraction, const GoesOn &goesOn)
{
    while (goesOn(fraction)) {
        const auto now = Clock::now();
        if (now >= until)
            return true;
        std::this_thread::sleep_for(std::min<Clock::duration>(until - now, std::chrono::milliseconds(100)));
    }
    return false;
}

/// Columns of a table of samples: a figure each, counters as their rates.
class Burst {
public:
    void take(double seconds, std::int64_t atMs, const collect::Readings &readings)
    {
        std::vector<Json> row(m_columns.size());
        for (const collect::Figure &figure : readings.figures) {
            const std::size_t column = columnOf(figure);
            row.resize(m_columns.size());
            Column &own = m_columns[column];
            const double value = figure.value.real();
            if (figure.kind == collect::Kind::Gauge)
                row[column] = value;
            else if (own.seen && value >= own.last && seconds > own.at) // less than before: it was reset
                row[column] = (value - own.last) / (seconds - own.at);
            own.moved = own.moved || (own.seen && value != own.last) || (figure.kind == collect::Kind::Gauge && value != 0);
            own.last = value;
            own.at = seconds;
            own.seen = true;
        }
        m_rows.emplace_back(atMs, std::move(row));
    }
    /// Without the columns in which nothing ever happened.
    Json json() const
    {
        Json series = Json::array(), samples = Json::array();
        for (const Column &column : m_columns)
            if (column.moved)
                series.push_back(column.name);
        for (const auto &[at, row] : m_rows) {
            Json values = Json::array();
            for (std::size_t i = 0; i < m_columns.size(); ++i)
                if (m_columns[i].moved)
                    values.push_back(i < row.size() ? row[i] : Json());
            samples.push_back(Json::array({at, std::move(values)}));
        }
        return {{"series", std::move(series)}, {"samples", std::move(samples)}};
    }

private:
    struct Column {
        Json name;
        double last = 0, at = 0;
        bool seen = false, moved = false;
    };
    std::size_t columnOf(const collect::Figure &figure)
    {
        std::string key = figure.name;
        for (const auto &[name, value] : figure.labels)
            key += '\n' + name + '\n' + value;
        const auto [place, isNew] = m_places.try_emplace(std::move(key), m_columns.size());
        if (isNew) {
            Json labels = Json::object();
            for (const auto &[name, value] : figure.labels)
                labels[name] = value;
            const bool rate = figure.kind == collect::Kind::Counter;
            m_columns.push_back({Json{{"name", figure.name}, {"labels", std::move(labels)}, {"unit", figure.unit}, {"rate", rate}}});
        }
        return place->second;
    }
    std::map<std::string, std::size_t> m_places;
    std::vector<Column> m_columns;
    std::vector<std::pair<std::int64_t, std::vector<Json>>> m_rows;
};

Result<Json> burst(const protocol::BurstArguments &asked, Files &files, const GoesOn &goesOn)
{
    const std::vector<Source> own = sourcesOf(files, asked.target);
    if (own.empty())
        return noSuchTarget(asked.target);
    const int last = asked.seconds * asked.hertz;
    const auto begin = Clock::now();
    Burst burst;
    for (int i = 0; i <= last; ++i) {
        if (!waitUntil(begin + std::chrono::milliseconds(1000 * i / asked.hertz), double(i) / last, goesOn))
            return cancelled();
        collect::Readings all;
        for (const Source &source : own)
            if (std::string_view text; !files.read(source.path, text))
                all.take(collect::readParameter(source.name, text));
        choose(all);
        burst.take(std::chrono::duration<double>(Clock::now() - begin).count(), wallMilliseconds(), all);
    }
    Json value = burst.json();
    value["target"] = asked.target;
    return value;
}

struct Client {
    std::string uuid{};
    double read = 0, write = 0, operations = 0; ///< counters
};

void addFigure(Client &client, const collect::Figure &figure)
{
    const std::string_view operation = collect::labelOf(figure.labels, "operation");
    const double value = figure.value.real();
    if (figure.name == "export_stats.sum" && operation == "read_bytes")
        client.read += value;
    else if (figure.name == "export_stats.sum" && operation == "write_bytes")
        client.write += value;
    else if (figure.name == "export_stats.samples")
        client.operations += value;
}

/// Where the kernel shows who is connected to a target; by parameter name, empty when it is not on this host.
std::map<std::string, std::string> exportsOf(const Files &files, const std::string &target)
{
    std::map<std::string, std::string> places;
    for (const std::string type : {"obdfilter", "mdt"})
        for (const char *root : {"/proc/fs/lustre/", "/sys/fs/lustre/", "/sys/kernel/debug/lustre/"})
            if (const std::string path = root + type + "/" + target + "/exports"; target.find('/') == std::string::npos && files.exists(path))
                places.emplace(type + "." + target + ".exports", path);
    return places;
}

std::map<std::string, Client> readClients(Files &files, const std::map<std::string, std::string> &exports)
{
    std::map<std::string, Client> all;
    for (const auto &[name, path] : exports)
        for (const std::string &nid : files.list(path)) {
            std::string_view text;
            if (nid == "clear" || files.read(path + "/" + nid + "/stats", text))
                continue;
            Client &client = all[nid];
            for (const collect::Figure &figure : collect::readParameter(name + "." + nid + ".stats", text).figures)
                addFigure(client, figure);
            if (!files.read(path + "/" + nid + "/uuid", text))
                client.uuid = std::string(text.substr(0, text.find_first_of(" \n")));
        }
    return all;
}

Json clientsJson(const std::map<std::string, Client> &before, const std::map<std::string, Client> &after, double seconds)
{
    std::vector<std::pair<std::string, Client>> rates;
    const auto rate = [seconds](double from, double to) { return to >= from ? (to - from) / seconds : 0.0; };
    for (const auto &[nid, client] : after)
        if (const auto old = before.find(nid); old != before.end())
            rates.push_back({nid, {client.uuid, rate(old->second.read, client.read), rate(old->second.write, client.write), rate(old->second.operations, client.operations)}});
    std::stable_sort(rates.begin(), rates.end(), [](const auto &a, const auto &b) {
        const double left = a.second.read + a.second.write, right = b.second.read + b.second.write;
        return left != right ? left > right : a.second.operations > b.second.operations;
    });
    Json list = Json::array();
    for (const auto &[nid, client] : rates)
        if (list.size() < mostClients)
            list.push_back({{"nid", nid}, {"uuid", client.uuid}, {"read", client.read}, {"write", client.write}, {"operations", client.operations}});
    return {{"clients", std::move(list)}, {"count", after.size()}, {"seconds", seconds}};
}

Result<Json> clients(const protocol::ClientsArguments &asked, Files &files, const GoesOn &goesOn)
{
    const auto exports = exportsOf(files, asked.target);
    if (exports.empty())
        return noSuchTarget(asked.target);
    const auto begin = Clock::now();
    const auto before = readClients(files, exports);
    if (!waitUntil(begin + std::chrono::seconds(asked.seconds), 0.5, goesOn))
        return cancelled();
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    Json value = clientsJson(before, readClients(files, exports), seconds);
    value["target"] = asked.target;
    return value;
}

} // namespace

bool looksNow(protocol::Verb verb)
{
    using protocol::Verb;
    return verb == Verb::MetricsPrometheus || verb == Verb::MetricsBurst || verb == Verb::MetricsClients || verb == Verb::MetricsFreeSpace;
}

Result<Json> lookNow(protocol::Verb verb, const Json &args, const std::string &sysroot, const GoesOn &goesOn)
{
    Files files(sysroot);
    if (verb == protocol::Verb::MetricsBurst) {
        const auto asked = protocol::burstArguments(args);
        return asked ? burst(*asked, files, goesOn) : Result<Json>(asked.error());
    }
    if (verb == protocol::Verb::MetricsClients) {
        const auto asked = protocol::clientsArguments(args);
        return asked ? clients(*asked, files, goesOn) : Result<Json>(asked.error());
    }
    if (verb == protocol::Verb::MetricsFreeSpace) {
        const auto asked = protocol::freeSpaceArguments(args);
        return asked ? freeSpace(*asked, files, goesOn) : Result<Json>(asked.error());
    }
    return Json{{"text", exposition(sysroot)}};
}

} // namespace monitor
