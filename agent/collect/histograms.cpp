// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/scan.h"
#include "agent/collect/values.h"
#include "agent/collect/yaml.h"

#include <array>

namespace collect {

namespace {

/// "128K" is 131072; words that are no sizes stay.
std::string plainSize(std::string_view text)
{
    text = trim(text);
    Number number;
    if (text.size() > 1 && isDigits(text.substr(0, text.size() - 1))) {
        static constexpr std::string_view letters = "KMGTP";
        const std::size_t power = letters.find(text.back());
        if (power != std::string_view::npos && readNumber(text.substr(0, text.size() - 1), number) && number.natural() < (1u << 20))
            return std::to_string(number.natural() << (10 * (power + 1)));
    }
    return std::string(text);
}

struct Section {
    std::string name, unit;
    std::vector<std::string> columns{};
};

/// "read      |     write" or "read                   write", "modify": only words of direction.
bool readColumns(std::string_view line, std::vector<std::string> &columns)
{
    std::vector<std::string> found;
    for (const std::string_view word : wordList(line)) {
        if (word == "|")
            continue;
        if (word != "read" && word != "write" && word != "modify" && word != "READ" && word != "WRITE")
            return false;
        found.emplace_back(word == "READ" ? "read" : word == "WRITE" ? "write" : word);
    }
    if (found.empty())
        return false;
    columns = std::move(found);
    return true;
}

/// "pages per bulk r/w     rpcs  % cum % |  rpcs        % cum %": the words before the unit.
bool readTitle(std::string_view line, Section &section)
{
    const std::size_t percent = line.find('%');
    if (percent == std::string_view::npos || line.find("cum", percent) == std::string_view::npos)
        return false;
    const std::string_view head = trim(line.substr(0, percent));
    const std::size_t gap = head.find_last_of(" \t");
    if (gap == std::string_view::npos)
        return false;
    section.unit = head.substr(gap + 1);
    section.name = sectionName(trim(head.substr(0, gap)));
    return true;
}

bool readBucket(std::string_view line, const Section &section, const std::string &base, const Labels &labels, Readings &out)
{
    const std::size_t colon = line.find(':');
    std::string_view size, rest;
    if (colon != std::string_view::npos) {
        size = line.substr(0, colon);
        rest = line.substr(colon + 1);
    } else {
        Words words(line);
        size = words.next();
        rest = words.rest();
    }
    const auto halves = split(rest, '|');
    Readings row;
    for (std::size_t i = 0; i < halves.size(); ++i) {
        const std::string_view count = Words(halves[i]).next();
        Number number;
        if (count.empty() && i > 0)
            break;
        if (!readNumber(count, number))
            return false;
        const std::string &column = i < section.columns.size() ? section.columns[i] : section.columns.empty() && i == 0 ? "read" : "write";
        row.figure(base + "." + section.name, with(with(labels, "operation", column), "size", plainSize(size)), number, section.unit, Kind::Counter);
    }
    out.take(std::move(row));
    return true;
}

bool readTimes(std::string_view line, const std::string &base, const Labels &labels, Readings &out)
{
    for (const std::string_view key : {"snapshot_time", "start_time", "elapsed_time"})
        if (startsWith(line, key)) {
            std::string_view rest = line.substr(key.size());
            if (!rest.empty() && rest.front() == ':')
                rest.remove_prefix(1);
            out.fact(base + "." + std::string(key), labels, Words(rest).next());
            return true;
        }
    return false;
}

} // namespace

std::string sectionName(std::string_view printed)
{
    struct Known {
        std::string_view printed, name;
    };
    static constexpr std::array<Known, 9> table{{{"pages per bulk r/w", "pages"}, {"pages per brw", "pages"}, {"discontiguous pages", "discont_pages"},
        {"discontiguous blocks", "discont_blocks"}, {"disk fragmented I/Os", "dio_frags"}, {"disk I/Os in flight", "rpc_hist"}, {"I/O time (1/1000s)", "io_time"},
        {"disk I/O size", "disk_iosize"}, {"block maps msec", "block_maps_msec"}}};
    for (const Known &known : table)
        if (known.printed == printed)
            return std::string(known.name);
    std::string name;
    for (const char c : printed)
        name += c == ' ' || c == '/' ? '_' : c;
    return name;
}

bool looksLikeHistograms(std::string_view text)
{
    const std::size_t percent = text.find("% cum");
    return percent != std::string_view::npos && percent < 4096;
}

void readHistograms(std::string_view text, const std::string &base, const Labels &labels, Readings &out)
{
    Section section;
    bool titled = false;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (content.empty() || readTimes(content, base, labels, out) || readColumns(content, section.columns))
            continue;
        if (readTitle(content, section)) {
            titled = true;
            out.fact(base + ".section", with(labels, "section", section.name), section.unit);
            continue;
        }
        std::string_view key, value;
        Number number;
        if (titled && readBucket(content, section, base, labels, out))
            continue;
        if (!titled && keyValue(content, ':', key, value) && readNumber(Words(value).next(), number)) // "read RPCs in flight: 0"
            out.figure(base + "." + sectionName(key), labels, number);
        else if (!titled && keyValue(content, ':', key, value))
            out.fact(base + "." + sectionName(key), labels, value);
        else
            out.gap(base, Cause::Malformed, content);
    }
}

void readIoLatency(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (content.empty() || content == "io_latency_by_size:" || readTimes(content, "io_latency", labels, out))
            continue;
        std::string_view key, value;
        const bool read = startsWith(content, "rd_");
        if ((!read && !startsWith(content, "wr_")) || !keyValue(content, ':', key, value) || value.empty() || value.front() != '{') {
            out.gap("io_latency", Cause::Malformed, content);
            continue;
        }
        const Labels own = with(with(labels, "io_size", key.substr(3)), "operation", read ? "read" : "write");
        const protocol::Json buckets = readYaml(value);
        if (!buckets.is_object())
            continue;
        for (const auto &[bucket, count] : buckets.items()) {
            const std::string_view size = endsWith(bucket, "us") ? std::string_view(bucket).substr(0, bucket.size() - 2) : std::string_view(bucket);
            Number number;
            if (count.is_string() && readNumber(count.get_ref<const std::string &>(), number))
                out.figure("io_latency", with(own, "size", size), number, "ios", Kind::Counter);
            else
                out.gap("io_latency", Cause::Malformed, content);
        }
    }
}

} // namespace collect
