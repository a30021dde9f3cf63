// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture-agreement.h"

#include "agent/collect/prometheus.h"
#include "agent/collect/scan.h"

#include <algorithm>

namespace fixture {

using collect::endsWith;
using collect::Lines;
using collect::split;
using collect::startsWith;
using collect::trim;

Index::Index(const Readings &readings)
{
    for (const collect::Figure &figure : readings.figures)
        m_items.emplace(figure.name, Item{&figure.labels, figure.value.text()});
    for (const collect::Fact &fact : readings.facts)
        m_items.emplace(fact.name, Item{&fact.labels, fact.text});
}

std::vector<std::string> Index::find(const std::string &name, const Labels &labels) const
{
    std::vector<std::string> found;
    const auto fits = [&labels](const Labels &own) {
        return std::all_of(labels.begin(), labels.end(), [&own](const collect::Label &label) { return std::find(own.begin(), own.end(), label) != own.end(); });
    };
    if (startsWith(name, "*")) { // any base
        const bool ofClient = !collect::labelOf(labels, "nid").empty();
        for (const auto &[other, item] : m_items)
            if (endsWith(other, std::string_view(name).substr(1)) && fits(*item.labels) && (ofClient || collect::labelOf(*item.labels, "nid").empty()))
                found.push_back(item.value);
        return found;
    }
    const auto [begin, end] = m_items.equal_range(name);
    for (auto it = begin; it != end; ++it)
        if (fits(*it->second.labels))
            found.push_back(it->second.value);
    return found;
}

bool sameValue(const std::string &expected, const std::string &got)
{
    collect::Number a, b;
    return expected == got || (collect::readNumber(expected, a) && collect::readNumber(got, b) && a == b);
}

void compareOne(const std::string &what, const std::string &expected, const std::string &got, Result &result, const std::string &explanation)
{
    ++result.total;
    if (sameValue(expected, got))
        ++result.equal;
    else
        result.differences.push_back({what, expected, got, explanation});
}

void compare(const std::vector<Expected> &expected, const Readings &readings, Result &result)
{
    const Index index(readings);
    for (const Expected &item : expected) {
        const auto found = index.find(item.name, item.labels);
        const bool same = std::any_of(found.begin(), found.end(), [&item](const std::string &value) { return sameValue(item.value, value); });
        std::string what = item.shown.empty() ? item.name : item.shown;
        for (const auto &[key, value] : item.labels)
            what += " " + key + "=" + value;
        compareOne(what, item.value, same ? item.value : found.empty() ? "(none)" : found.front(), result, item.explanation);
    }
}

namespace {

struct Sample {
    std::string metric, value;
    std::set<std::string> labels;
};

/// name{a="b",c="d"} value; false for other lines.
bool readSample(std::string_view line, Sample &sample)
{
    if (line.empty() || line.front() == '#' || !((line.front() >= 'a' && line.front() <= 'z') || (line.front() >= 'A' && line.front() <= 'Z')))
        return false;
    const std::size_t end = line.find_first_of("{ ");
    if (end == std::string_view::npos)
        return false;
    sample = {std::string(line.substr(0, end)), {}, {}};
    std::size_t at = end;
    if (line[at] == '{') {
        std::string word;
        bool quoted = false;
        for (++at; at < line.size() && (quoted || line[at] != '}'); ++at) {
            if (line[at] == '\\' && quoted && at + 1 < line.size())
                word += line[at++];
            else if (line[at] == '"')
                quoted = !quoted;
            if (line[at] == ',' && !quoted) {
                sample.labels.insert(word);
                word.clear();
            } else
                word += line[at];
        }
        if (!word.empty())
            sample.labels.insert(word);
        ++at;
    }
    if (at >= line.size())
        return false;
    sample.value = collect::Words(line.substr(at)).next();
    collect::Number number;
    return collect::readNumber(sample.value, number) || sample.value == "NaN";
}

/// Labels that say who exported, not what.
bool isOfExporter(const std::string &label)
{
    return startsWith(label, "otel_scope_") || startsWith(label, "service_name=") || startsWith(label, "telemetry_sdk");
}

using Samples = std::map<std::string, std::map<std::set<std::string>, std::string>>;

Samples readSamples(std::string_view text)
{
    Samples all;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        Sample sample;
        if (!readSample(line, sample))
            continue;
        std::set<std::string> labels;
        for (const std::string &label : sample.labels)
            if (!isOfExporter(label))
                labels.insert(label);
        all[sample.metric][labels] = sample.value;
    }
    all.erase("target_info");
    return all;
}

std::string joined(const std::set<std::string> &labels)
{
    std::string out;
    for (const std::string &label : labels)
        out += (out.empty() ? "" : ",") + label;
    return "{" + out + "}";
}

/// node_exporter's names of ZFS's kstats: the help line has the kstat's own name.
bool compareKstats(const Parsed &parsed, std::string_view text, Result &result)
{
    if (!collect::contains(text.substr(0, 200), "kstat.zfs."))
        return false;
    std::map<std::string, std::string> names;
    std::vector<Expected> expected;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = collect::wordList(line);
        Sample sample;
        if (startsWith(line, "# HELP ") && words.size() > 3)
            names[std::string(words[2])] = std::string(words[3]);
        if (!readSample(line, sample))
            continue;
        std::string name = names[sample.metric];
        const std::size_t misc = name.find("misc.");
        name = "zfs." + (misc == std::string::npos ? name : name.substr(misc + 5));
        Labels labels;
        for (const std::string &label : sample.labels)
            if (startsWith(label, "zpool=")) {
                std::string pool = label.substr(6);
                std::erase(pool, '"');
                labels.emplace_back("pool", pool);
            } else if (startsWith(label, "dataset=")) {
                std::string dataset = label.substr(8);
                std::erase(dataset, '"');
                labels.emplace_back("dataset", dataset);
            }
        const bool state = collect::contains(sample.metric, "zpool_state");
        if (!state)
            expected.push_back({name, labels, sample.value, sample.metric, {}});
    }
    compare(expected, parsed.readings, result);
    return true;
}

bool compareCorosync(const Parsed &parsed, std::string_view text, Result &result)
{
    if (!collect::contains(text, "ha_cluster_corosync_"))
        return false;
    for (const auto &[metric, samples] : readSamples(text))
        for (const auto &[labels, value] : samples) {
            const auto label = [&labels](const std::string &name) {
                for (const std::string &item : labels)
                    if (startsWith(item, name + "=\""))
                        return item.substr(name.size() + 2, item.size() - name.size() - 3);
                return std::string();
            };
            compareQuorum(parsed, metric, label("type"), label("node"), label("address"), value, result);
        }
    return true;
}

void comparePrometheus(const Parsed &parsed, std::string_view text, Result &result)
{
    if (compareKstats(parsed, text, result) || compareCorosync(parsed, text, result))
        return;
    const Samples expected = readSamples(text), got = readSamples(collect::prometheusText(collect::prometheusMetrics(parsed.readings)));
    for (const auto &[metric, samples] : expected) {
        const auto ours = got.find(metric);
        for (const auto &[labels, value] : samples) {
            const bool there = ours != got.end() && ours->second.count(labels) > 0;
            compareOne(metric + joined(labels), value, there ? ours->second.at(labels) : "(none)", result);
        }
        if (ours != got.end())
            for (const auto &[labels, value] : ours->second)
                if (samples.count(labels) == 0)
                    compareOne(metric + joined(labels), "(none)", value, result);
    }
}

} // namespace

bool compareOracle(const Entry &entry, const Parsed &parsed, const std::string &directory, const std::string &oracle, Result &result)
{
    std::string text;
    if (!readFile(directory + "/" + oracle, text))
        return false;
    if (endsWith(oracle, ".snap")) {
        const std::string_view body = snapshotBody(text);
        const std::string_view first = trim(body);
        if (startsWith(first, "# HELP") || startsWith(first, "# TYPE")) {
            comparePrometheus(parsed, body, result);
            return true;
        }
        Json json = protocol::parseJson(first);
        if (json.is_discarded()) {
            if (!startsWith(first, "(") && !startsWith(first, "[") && !(first.size() > 1 && first[0] >= 'A' && first[0] <= 'Z'))
                return compareTree(entry, parsed, oracle, std::string(body), result);
            json = readRustDebug(first);
        }
        std::vector<Expected> expected;
        expectRecords(json, expected);
        if (expected.empty())
            return compareJson(entry, parsed, oracle, json, result);
        compare(expected, parsed.readings, result);
        return true;
    }
    if (collect::contains(oracle, ".prometheus") || endsWith(oracle, ".metrics") || endsWith(oracle, "-otel.txt")) {
        comparePrometheus(parsed, snapshotBody(text), result);
        return true;
    }
    if (endsWith(oracle, ".json"))
        return compareJson(entry, parsed, oracle, protocol::parseJson(text), result);
    return compareTree(entry, parsed, oracle, text, result);
}

} // namespace fixture
