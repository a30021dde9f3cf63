// SPDX-License-Identifier: GPL-3.0-or-later
// Expected results as JSON: counts and sums of a whole archive, records of odd job ids, values by a dotted name.
#include "fixture-agreement.h"

#include "agent/collect/names.h"
#include "agent/collect/scan.h"

#include <algorithm>

namespace fixture {

using namespace collect;

namespace {

std::string shown(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : protocol::dumpJson(value);
}

std::string fromHex(const std::string &hex)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(std::strtol(hex.substr(i, 2).c_str(), nullptr, 16));
    return out;
}

/// The records of constructed texts: ids as bytes; counters as the kernel's words.
bool compareJobs(const Json &json, const Readings &readings, Result &result)
{
    std::vector<std::string> jobs;
    for (const Fact &fact : readings.facts)
        if (fact.name == "job.snapshot_time")
            jobs.emplace_back(labelOf(fact.labels, "job"));
    const Index index(readings);
    for (std::size_t i = 0; i < json.size(); ++i) {
        const Json &record = json[i];
        const std::string id = fromHex(protocol::textOf(record, "job_id_bytes_hex")), printed = fromHex(protocol::textOf(record, "job_id_printed_bytes_hex"));
        const std::string got = i < jobs.size() ? jobs[i] : "(none)";
        // Where the kernel has put '?' for what cannot be printed, the printed form is all there is.
        compareOne("job id " + std::to_string(i), got == id ? id : printed, got, result);
        for (const auto &[key, operation, column] : std::initializer_list<std::tuple<const char *, const char *, const char *>>{{"read_samples", "read_bytes", "job.samples"},
                 {"read_bytes_sum", "read_bytes", "job.sum"}, {"write_samples", "write_bytes", "job.samples"}, {"write_bytes_sum", "write_bytes", "job.sum"}}) {
            const auto values = index.find(column, {{"job", got}, {"operation", operation}});
            const std::string value = values.empty() ? "(none)" : values.front();
            Number a, b;
            const std::string expected = shown(protocol::member(record, key));
            // Sums are words of 64 bits that wrap: 18446744073709551615 and -1 are the same.
            const bool wrapped = readNumber(expected, a) && readNumber(value, b) && a.form() == Number::Form::Unsigned && static_cast<std::uint64_t>(b.whole()) == a.natural();
            compareOne("job " + got + " " + key, expected, wrapped ? expected : value, result);
        }
    }
    compareOne("jobs", std::to_string(json.size()), std::to_string(jobs.size()), result);
    return true;
}

Number sum(const Readings &readings, const std::string &name, const Labels &labels)
{
    std::int64_t total = 0;
    for (const Figure &figure : readings.figures)
        if (figure.name == name && std::all_of(labels.begin(), labels.end(), [&figure](const Label &label) { return labelOf(figure.labels, label.first) == label.second; }))
            total += figure.value.whole();
    return Number::ofSigned(total);
}

void compareExports(const Json &json, const Readings &readings, Result &result)
{
    for (const auto &[target, counts] : json.items()) {
        std::set<std::string> nids, clients; // a NID may hold two clients: the collector counted NIDs
        std::size_t uuids = 0;
        for (const Fact &fact : readings.facts)
            if (fact.name == "export.uuid" && labelOf(fact.labels, "target") == target) {
                nids.emplace(labelOf(fact.labels, "nid"));
                if (isClientUuid(fact.text))
                    clients.emplace(labelOf(fact.labels, "nid"));
                ++uuids;
            }
        for (const Figure &figure : readings.figures)
            if (!labelOf(figure.labels, "nid").empty() && labelOf(figure.labels, "target") == target)
                nids.emplace(labelOf(figure.labels, "nid"));
        for (const Fact &fact : readings.facts)
            if (!labelOf(fact.labels, "nid").empty() && labelOf(fact.labels, "target") == target)
                nids.emplace(labelOf(fact.labels, "nid"));
        compareOne(target + " exports", shown(protocol::member(counts, "exports")), std::to_string(nids.size()), result);
        compareOne(target + " uuids", shown(protocol::member(counts, "uuids")), std::to_string(uuids), result);
        compareOne(target + " clients", shown(protocol::member(counts, "clients_with_uuid")), std::to_string(clients.size()), result);
        for (const auto &[key, value] : protocol::member(counts, "sum").items()) {
            const std::size_t dot = key.rfind('.');
            compareOne(target + " exports " + key, shown(value), sum(readings, "export_stats" + key.substr(dot), {{"target", target}, {"operation", key.substr(0, dot)}}).text(), result);
        }
    }
}

void compareJobTotals(const Json &json, const Readings &readings, Result &result)
{
    for (const auto &[target, counts] : json.items()) {
        std::vector<std::string> jobs;
        for (const Fact &fact : readings.facts)
            if (fact.name == "job.snapshot_time" && labelOf(fact.labels, "target") == target)
                jobs.emplace_back(labelOf(fact.labels, "job"));
        std::size_t longest = 0;
        for (const std::string &job : jobs)
            longest = std::max(longest, job.size());
        const std::set<std::string> unique(jobs.begin(), jobs.end());
        compareOne(target + " jobs", shown(protocol::member(counts, "jobs")), std::to_string(jobs.size()), result);
        compareOne(target + " unique job ids", shown(protocol::member(counts, "unique_job_ids")), std::to_string(unique.size()), result);
        compareOne(target + " longest job id", shown(protocol::member(counts, "max_len_job_id")), std::to_string(longest), result);
        compareOne(target + " first job", shown(protocol::member(counts, "first_job_id")), jobs.empty() ? "" : jobs.front(), result);
        compareOne(target + " last job", shown(protocol::member(counts, "last_job_id")), jobs.empty() ? "" : jobs.back(), result);
        for (const auto &[key, value] : protocol::member(counts, "totals").items()) {
            const std::size_t dot = key.rfind('.');
            compareOne(target + " jobs " + key, shown(value), sum(readings, "job" + key.substr(dot), {{"target", target}, {"operation", key.substr(0, dot)}}).text(), result);
        }
    }
}

void compareQuota(const Json &json, const Readings &readings, Result &result)
{
    for (const auto &[path, counts] : json.items()) {
        const auto parts = split(path, '/');
        if (parts.size() < 3)
            continue;
        const std::string_view leaf = parts.back(), slave = parts[parts.size() - 2], target = parts[parts.size() - 3];
        const std::string word(leaf.substr(leaf.find_first_of("_-") + 1));
        Labels labels{{"target", std::string(target)}, {"accounting", word == "usr" || word == "user" ? "user" : word == "grp" || word == "group" ? "group" : "project"}};
        const bool limits = startsWith(leaf, "limit_");
        labels.emplace_back("manager", startsWith(leaf, "glb-") ? slave.substr(0, 2) : slave.size() > 12 ? slave.substr(12) : "");
        const std::string base = limits ? "quota_slave." : "quota.";
        std::set<std::string> ids;
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> columns; // sum, how many are not zero
        for (const Figure &figure : readings.figures) {
            if (!startsWith(figure.name, base) || !std::all_of(labels.begin(), labels.end(), [&figure](const Label &label) { return labelOf(figure.labels, label.first) == label.second; }))
                continue;
            std::string column = figure.name.substr(base.size());
            const bool used = startsWith(column, "used_");
            if (used != startsWith(leaf, "acct_"))
                continue;
            column = used ? column.substr(5) : column;
            ids.emplace(labelOf(figure.labels, "id"));
            auto &[total, nonzero] = columns[column];
            total += figure.value.whole();
            nonzero += figure.value.whole() != 0;
        }
        for (const auto &[key, value] : counts.items()) {
            if (key == "ids")
                compareOne(path + " ids", shown(value), std::to_string(ids.size()), result);
            else if (key == "max_id") {
                std::int64_t most = -1;
                for (const std::string &id : ids)
                    most = std::max<std::int64_t>(most, std::atoll(id.c_str()));
                compareOne(path + " max_id", shown(value), most < 0 ? "" : std::to_string(most), result);
            } else if (startsWith(key, "sum_"))
                compareOne(path + " " + key, shown(value), std::to_string(columns[key.substr(4)].first), result);
            else if (startsWith(key, "nonzero_"))
                compareOne(path + " " + key, shown(value), std::to_string(columns[key.substr(8)].second), result);
        }
    }
}

/// Rust's Result of (target, clients), and network counters by interface.
bool compareSmall(const Json &json, const Parsed &parsed, Result &result)
{
    if (json.is_array() && json.size() == 2 && json[0].is_array() && json[0].size() == 2 && json[0][0].is_string()) {
        compare({{"connected_clients", {{"target", json[0][0].get<std::string>()}}, shown(json[0][1]), {}, {}}}, parsed.readings, result);
        return true;
    }
    bool any = false;
    if (json.is_object())
        for (const auto &[name, value] : json.items())
            if (value.is_object() && value.contains("rx"))
                for (const char *way : {"rx", "tx"})
                    for (const auto &[key, number] : protocol::member(value, way).items()) {
                        any = true;
                        compare({{"host.net." + std::string(way) + "_" + key, {{"interface", name}}, shown(number), {}, {}}}, parsed.readings, result);
                    }
    return any;
}

/// Interfaces as IML reads them from ip addr: {"Ok": [{"interface", "mac_address", "inet4_address", ...}]}.
bool compareInterfaces(const Json &json, const Readings &readings, Result &result)
{
    const Json &list = protocol::member(json, "Ok");
    if (!list.is_array())
        return false;
    std::vector<Expected> expected;
    for (const Json &item : list) {
        // "veth1@if4" is veth1 there too, in what the kernel calls it.
        const std::string name = protocol::textOf(item, "interface");
        const Labels labels{{"interface", name.substr(0, name.find('@'))}};
        expected.push_back({"interface.mac", labels, protocol::textOf(item, "mac_address"), {}, {}});
        expected.push_back({"interface.up", labels, protocol::flagOf(item, "is_up") ? "1" : "0", {}, {}});
        for (const char *key : {"inet4_address", "inet6_address"})
            for (const std::string &address : protocol::textsOf(item, key))
                expected.push_back({"interface.address", with(labels, "address", address), address, {}, {}});
    }
    for (Expected &item : expected)
        if (item.labels.front().second.empty())
            item.explanation = "the other program gives this interface no name";
    compare(expected, readings, result);
    return true;
}

/// Counts of a lfs df of many OSTs; rows of a list of snapshots.
bool compareLfs(const Json &json, const Readings &readings, Result &result)
{
    if (json.is_object() && json.contains("osts") && json.contains("mdts")) {
        int osts = 0, mdts = 0;
        std::int64_t most = 0, least = 101;
        for (const Figure &figure : readings.figures)
            if (figure.name == "df.use_percent" && labelOf(figure.labels, "target") != "filesystem_summary") {
                const bool ost = labelOf(figure.labels, "component") == "ost";
                ++(ost ? osts : mdts);
                most = std::max(most, figure.value.whole());
                least = ost ? std::min(least, figure.value.whole()) : least;
            }
        const auto total = [&readings](const char *name) { return sum(readings, name, {{"component", "ost"}}).text(); };
        compareOne("osts", shown(json["osts"]), std::to_string(osts), result);
        compareOne("mdts", shown(json["mdts"]), std::to_string(mdts), result);
        compareOne("max_use_percent", shown(protocol::member(json, "max_use_percent")), std::to_string(most), result);
        compareOne("min_use_percent_ost", shown(protocol::member(json, "min_use_percent_ost")), std::to_string(least), result);
        compareOne("sum_ost_kb_total", shown(protocol::member(json, "sum_ost_kb_total")), total("df.total"), result);
        compareOne("sum_ost_kb_used", shown(protocol::member(json, "sum_ost_kb_used")), total("df.used"), result);
        compareOne("sum_ost_kb_available", shown(protocol::member(json, "sum_ost_kb_available")), total("df.available"), result);
        std::size_t bad = readings.gaps.size();
        compareOne("lines that are no rows", std::to_string(protocol::member(json, "not_a_table_line").size()), std::to_string(bad), result);
        for (const Json &line : protocol::member(json, "filesystem_summary_lines"))
            for (std::size_t i = 0; i < line.size() && i < 3; ++i) {
                static constexpr const char *names[]{"df.total", "df.used", "df.available"};
                compareOne(std::string("summary ") + names[i], shown(line[i]), sum(readings, names[i], {{"target", "filesystem_summary"}}).text(), result);
            }
        return true;
    }
    return false;
}

} // namespace

bool compareJson(const Entry &entry, const Parsed &parsed, const std::string &oracle, const Json &json, Result &result)
{
    if (json.is_discarded())
        return false;
    if (json.is_array() && !json.empty() && json[0].is_object() && json[0].contains("job_id_bytes_hex"))
        return compareJobs(json, parsed.readings, result);
    if (json.is_object() && (json.contains("exports") || json.contains("job_stats") || json.contains("quota"))) {
        compareExports(protocol::member(json, "exports"), parsed.readings, result);
        compareJobTotals(protocol::member(json, "job_stats"), parsed.readings, result);
        compareQuota(protocol::member(json, "quota"), parsed.readings, result);
        return true;
    }
    if (compareSmall(json, parsed, result) || compareInterfaces(json, parsed.readings, result) || compareLfs(json, parsed.readings, result))
        return true;
    return compareStructure(entry, parsed, oracle, json, result);
}

} // namespace fixture
