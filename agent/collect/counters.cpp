// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/scan.h"
#include "agent/collect/values.h"

#include <array>

namespace collect {

namespace {

bool isTime(std::string_view word)
{
    return word == "snapshot_time" || word == "start_time" || word == "elapsed_time";
}

/// "name N samples [unit] min max sum sumsq"; false when it is no such row.
bool readRow(std::string_view line, const std::string &base, const Labels &labels, Readings &out)
{
    const std::size_t mark = line.find(" samples");
    if (mark == std::string_view::npos)
        return false;
    // Names may have blanks in old quota statistics; the count is the last word before the mark.
    const std::string_view head = trimEnd(line.substr(0, mark));
    const std::size_t gap = head.find_last_of(" \t");
    Number count;
    if (gap == std::string_view::npos || !readNumber(head.substr(gap + 1), count))
        return false;
    const std::string_view name = trim(head.substr(0, gap));
    Words words(line.substr(mark + 8));
    std::string_view unit = words.next();
    if (unit.size() < 2 || unit.front() != '[' || unit.back() != ']' || name.empty())
        return false;
    unit = unit.substr(1, unit.size() - 2);
    const Labels own = with(labels, "operation", name);
    std::array<Number, 4> numbers{};
    std::size_t have = 0;
    for (std::string_view word = words.next(); !word.empty() && have < numbers.size(); word = words.next())
        if (!readNumber(word, numbers[have++]))
            return false;
    static constexpr std::array<std::string_view, 4> columns{".min", ".max", ".sum", ".sumsq"};
    out.figure(base + ".samples", own, count, unit, Kind::Counter);
    for (std::size_t i = 0; i < have; ++i)
        out.figure(base + std::string(columns[i]), own, numbers[i], unit, i < 2 ? Kind::Gauge : Kind::Counter);
    return true;
}

} // namespace

bool looksLikeCounters(std::string_view text)
{
    text = trim(text);
    if (startsWith(text, "snapshot_time") && !looksLikeHistograms(text))
        return true;
    const std::string_view first = text.substr(0, text.find('\n'));
    return contains(first, " samples [");
}

void readCounters(std::string_view text, const std::string &base, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (content.empty() || content == "..." || content == "....")
            continue;
        Words words(content);
        const std::string_view first = words.next();
        std::string_view key = first;
        if (!key.empty() && key.back() == ':')
            key.remove_suffix(1);
        if (isTime(key)) {
            out.fact(base + "." + std::string(key), labels, words.next());
            continue;
        }
        Number number; // "lockless_truncate  0", at the end of osc's statistics
        if (readRow(content, base, labels, out))
            continue;
        if (const std::string_view value = words.next(); readNumber(value, number) && trim(words.rest()).empty())
            out.figure(base + "." + std::string(first), labels, number, {}, Kind::Counter);
        else
            out.gap(base, Cause::Malformed, content);
    }
}

} // namespace collect
