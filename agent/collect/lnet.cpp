// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/lnet.h"

#include "agent/collect/scan.h"
#include "agent/collect/yaml.h"

#include <array>

namespace collect {

using protocol::Json;

namespace {

constexpr std::array<std::string_view, 11> statNames{"msgs_alloc", "msgs_max", "errors", "send_count", "recv_count", "route_count", "drop_count", "send_length",
    "recv_length", "route_length", "drop_length"};

void readTable(std::string_view name, std::string_view text, Readings &out)
{
    Lines lines(text);
    std::vector<std::string_view> head;
    std::size_t row = 0;
    for (std::string_view line; lines.next(line);) {
        const auto cells = wordList(line);
        if (cells.empty())
            continue;
        if (cells[0] == "Routing") {
            out.fact("lnet.routing", {}, cells.size() > 1 ? cells[1] : "");
            continue;
        }
        if (head.empty()) {
            head = cells;
            continue;
        }
        Labels labels;
        if (head[0] == "nid" || head[0] == "net" || head[0] == "ref" || head[0] == "pages")
            labels.emplace_back(head[0], cells[0]);
        labels.emplace_back("row", std::to_string(row++)); // a NID stands once a CPU partition
        for (std::size_t i = 0; i < cells.size() && i < head.size(); ++i) {
            // "min" follows the column that it belongs to.
            const std::string column = head[i] == "min" && i > 0 ? std::string(head[i - 1]) + "_min" : std::string(head[i]);
            Number number;
            const std::string figure = "lnet." + std::string(name) + "." + column;
            if (readNumber(cells[i], number))
                out.figure(figure, labels, number);
            else
                out.fact(figure, labels, cells[i]);
        }
    }
    if (head.empty())
        out.gap("lnet." + std::string(name), Cause::Empty);
}

/// Health and statistics by NI: lnet.net.statistics.send_count{nid=...,net_type=...}.
bool readErrors(const Json &json, Readings &out)
{
    bool found = false;
    if (json.is_array())
        for (const Json &item : json)
            found = readErrors(item, out) || found;
    if (!json.is_object())
        return found;
    const std::string number = protocol::textOf(json, "errno");
    if (!number.empty() && number != "0") {
        out.gap("lnet", Cause::Failed, protocol::textOf(json, "descr", number));
        return true;
    }
    for (const auto &[key, value] : json.items())
        found = readErrors(value, out) || found;
    return found;
}

} // namespace

void readLnetFile(std::string_view name, std::string_view text, Readings &out)
{
    if (name != "stats") {
        readTable(name, text, out);
        return;
    }
    const auto words = wordList(text);
    if (words.size() != statNames.size()) {
        out.gap("lnet.stats", words.empty() ? Cause::Empty : words.size() < statNames.size() ? Cause::Truncated : Cause::Malformed, text);
        return;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        Number number;
        if (readNumber(words[i], number))
            out.figure("lnet.stats." + std::string(statNames[i]), {}, number, endsWith(statNames[i], "length") ? "bytes" : "", i < 2 ? Kind::Gauge : Kind::Counter);
        else
            out.gap("lnet.stats", Cause::Malformed, text);
    }
}

Readings readLnetctl(std::string_view text)
{
    Readings out;
    const std::string_view content = trim(text);
    if (content.empty()) {
        out.gap("lnet", Cause::Empty);
        return out;
    }
    Json json = content.front() == '{' ? protocol::parseJson(content) : readYaml(text);
    if (json.is_discarded())
        json = readYaml(text);
    readErrors(json, out);
    flattenYaml(json, "lnet", {}, out);
    if (out.empty() && out.gaps.empty())
        out.gap("lnet", Cause::Malformed, content);
    for (Figure &figure : out.figures)
        if (endsWith(figure.name, "_count") || endsWith(figure.name, "_length"))
            figure.kind = Kind::Counter;
    return out;
}

Readings readNidList(std::string_view text)
{
    Readings out;
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (const std::string_view nid = trim(line); contains(nid, "@"))
            out.fact("lnet.nid", {}, nid);
    return out;
}

} // namespace collect
