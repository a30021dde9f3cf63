// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/fold.h"

#include "app/models/words.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <numeric>

namespace charts {

namespace {

constexpr double unknownValue = std::numeric_limits<double>::quiet_NaN();

std::string labelOfSeries(const monitoring::Series &series, const std::string &label)
{
    if (label == "server")
        return series.server;
    for (const auto &[name, value] : series.name.labels)
        if (name == label)
            return value;
    return {};
}

/// A figure of one target or server, as one server told it: what each part of the measure adds up to.
struct Told {
    std::vector<std::vector<double>> over, under; ///< part by part, NaN where nothing is known
    const monitoring::Line *only = nullptr;       ///< the series, while it is the only one
    int seriesCount = 0;
};

/// All that one line is made of: by target (or server, where there is no target), then by the server that told it.
using Tellers = std::map<std::string, std::map<std::string, Told>>;

void addTo(std::vector<double> &sums, const monitoring::Line &line, const Grid &grid, double factor)
{
    sums.resize(static_cast<std::size_t>(grid.count), unknownValue);
    for (const monitoring::Bucket &bucket : line.buckets) {
        const Ms index = (bucket.at - grid.begin) / grid.step;
        if (bucket.at < grid.begin || index >= grid.count)
            continue;
        double &sum = sums[static_cast<std::size_t>(index)];
        sum = (std::isnan(sum) ? 0 : sum) + bucket.mean * factor;
    }
}

void gatherParts(std::map<std::string, Tellers> &groups, const std::vector<Part> &parts, const std::vector<std::vector<const monitoring::Line *>> &found, const Term &term, const Grid &grid, bool isOver)
{
    for (std::size_t p = 0; p < parts.size() && p < found.size(); ++p)
        for (const monitoring::Line *line : found[p]) {
            const std::string group = term.by.empty() ? std::string() : labelOfSeries(line->series, term.by);
            if (term.by == "interface" && group == "lo")
                continue;
            const std::string target = labelOfSeries(line->series, "target");
            Told &told = groups[group][target.empty() ? "server " + line->series.server : target][line->series.server];
            std::vector<std::vector<double>> &sums = isOver ? told.over : told.under;
            sums.resize(parts.size());
            addTo(sums[p], *line, grid, parts[p].factor);
            told.only = ++told.seriesCount == 1 ? line : nullptr;
        }
}

double sumOf(const std::vector<std::vector<double>> &parts, std::size_t i, bool all)
{
    double sum = 0;
    bool any = false;
    for (const std::vector<double> &part : parts) {
        const double value = i < part.size() ? part[i] : unknownValue;
        if (std::isnan(value) && all)
            return unknownValue;
        any = any || !std::isnan(value);
        sum += std::isnan(value) ? 0 : value;
    }
    return any ? sum : unknownValue;
}

struct Both {
    double over = unknownValue, under = unknownValue;
};

/// Of the servers that told of this target, the one with more.
Both largest(const std::map<std::string, Told> &tellers, std::size_t i)
{
    Both best;
    for (const auto &[server, told] : tellers) {
        const double over = sumOf(told.over, i, true), under = sumOf(told.under, i, false);
        if (!std::isnan(over) && (std::isnan(best.over) || over > best.over))
            best = {over, under};
    }
    return best;
}

double valueAt(const Measure &measure, const Tellers &tellers, std::size_t i)
{
    double over = 0, under = 0, most = 0;
    int count = 0;
    for (const auto &[entity, told] : tellers) {
        const Both both = largest(told, i);
        if (std::isnan(both.over) || (!measure.under.empty() && std::isnan(both.under)))
            continue;
        over += both.over;
        under += std::isnan(both.under) ? 0 : both.under;
        most = count == 0 ? both.over : std::max(most, both.over);
        ++count;
    }
    if (count == 0 || (!measure.under.empty() && under <= 0))
        return unknownValue;
    if (!measure.under.empty())
        return measure.rest ? std::clamp(1 - over / under, 0.0, 1.0) : over / under;
    return measure.fold == Fold::Mean ? over / count : measure.fold == Fold::Most ? most : over;
}

/// Only what is one series has a lowest and a highest: those of a sum lie at times that nobody knows.
void keepExtremes(Line &line, const Measure &measure, const Tellers &tellers, const Grid &grid)
{
    if (tellers.size() != 1 || tellers.begin()->second.size() != 1 || !measure.under.empty() || measure.over.size() != 1)
        return;
    const monitoring::Line *only = tellers.begin()->second.begin()->second.only;
    for (std::size_t i = 0; only != nullptr && i < only->buckets.size(); ++i) {
        const monitoring::Bucket &from = only->buckets[i];
        const Ms index = (from.at - grid.begin) / grid.step;
        if (from.at < grid.begin || index >= grid.count)
            continue;
        Bucket &to = line.buckets[static_cast<std::size_t>(index)];
        to.low = static_cast<float>(from.min * measure.over.front().factor);
        to.high = static_cast<float>(from.max * measure.over.front().factor);
    }
}

double meanOfLine(const Line &line)
{
    double sum = 0;
    for (const Bucket &b : line.buckets)
        sum += b.known() ? static_cast<double>(b.mean) : 0;
    return sum;
}

std::string placeOfLine(const Term &term, const std::string &group)
{
    return term.by == "target" || term.by == "server" ? term.by + ":" + group : term.scope;
}

} // namespace

monitoring::Selector selectorOf(const Part &part, const std::string &targetPattern, const std::vector<std::string> &servers)
{
    monitoring::Selector selector{servers, part.figure, {}};
    for (const auto &[name, value] : part.labels)
        selector.labels.emplace_back(name, value);
    if (!targetPattern.empty())
        selector.labels.emplace_back("target", targetPattern);
    return selector;
}

std::vector<Line> fold(const Measure &measure, const Term &term, int termIndex, const Grid &grid,
    const std::vector<std::vector<const monitoring::Line *>> &over, const std::vector<std::vector<const monitoring::Line *>> &under)
{
    std::map<std::string, Tellers> groups;
    gatherParts(groups, measure.over, over, term, grid, true);
    gatherParts(groups, measure.under, under, term, grid, false);
    std::vector<Line> lines;
    for (const auto &[group, tellers] : groups) {
        Line line{std::string(measure.id) + ":" + group, term.by.empty() ? term.name : labelWord(term.by, group), termIndex, {}, placeOfLine(term, group)};
        line.buckets.resize(static_cast<std::size_t>(grid.count));
        bool any = false;
        for (std::size_t i = 0; i < line.buckets.size(); ++i) {
            const double value = valueAt(measure, tellers, i);
            if (!std::isnan(value))
                line.buckets[i] = bucketOf(value);
            any = any || !std::isnan(value);
        }
        keepExtremes(line, measure, tellers, grid);
        if (any)
            lines.push_back(std::move(line));
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) { return models::naturalLess(a.name, b.name); });
    return lines;
}

void keepLargest(std::vector<Line> &lines, std::size_t most)
{
    if (lines.size() <= most)
        return;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < lines.size(); ++i)
        order.emplace_back(-meanOfLine(lines[i]), i);
    std::stable_sort(order.begin(), order.end());
    std::vector<bool> kept(lines.size(), false);
    for (std::size_t i = 0; i + 1 < most; ++i)
        kept[order[i].second] = true;
    Line rest{lines.front().key + "+", QCoreApplication::translate("charts::Measures", "All others"), lines.front().term, {}};
    rest.buckets.resize(lines.front().buckets.size());
    std::vector<Line> out;
    for (std::size_t l = 0; l < lines.size(); ++l) {
        for (std::size_t i = 0; !kept[l] && i < rest.buckets.size(); ++i)
            if (lines[l].buckets[i].known())
                rest.buckets[i] = bucketOf((rest.buckets[i].known() ? static_cast<double>(rest.buckets[i].mean) : 0) + static_cast<double>(lines[l].buckets[i].mean));
        if (kept[l])
            out.push_back(std::move(lines[l]));
    }
    out.push_back(std::move(rest));
    lines = std::move(out);
}

} // namespace charts
