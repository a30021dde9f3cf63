// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/logs/entries.h"

#include <array>
#include <charconv>
#include <ctime>

namespace logs {

using protocol::Json;
using protocol::LogLine;

namespace {

constexpr std::size_t keptOfHuge = 64u << 10;
constexpr std::int64_t dayMs = 86'400'000;

/// Numbers stand for bytes; several values are joined by newlines.
std::string fieldBytes(const Json &entry, std::string_view key)
{
    const Json &value = protocol::member(entry, key);
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return {};
    std::string bytes;
    bool first = true;
    for (const Json &one : value) {
        if (one.is_number_integer()) {
            bytes += static_cast<char>(one.get<std::int64_t>() & 0xff);
            continue;
        }
        if (!std::exchange(first, false))
            bytes += '\n';
        if (one.is_string())
            bytes += one.get<std::string>();
        else if (one.is_array())
            for (const Json &byte : one)
                bytes += byte.is_number_integer() ? static_cast<char>(byte.get<std::int64_t>() & 0xff) : '?';
    }
    return bytes;
}

/// One value, on one line, of a length that a table can show.
std::string word(const Json &entry, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        std::string value = fieldBytes(entry, key);
        value = value.substr(0, std::min<std::size_t>(value.find('\n'), 200));
        if (!value.empty() && protocol::isUtf8(value))
            return value;
    }
    return {};
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return {};
    return value;
}

/// "KEY" : "VALUE" somewhere in a text that is no whole JSON.
std::string_view quotedAfter(std::string_view text, std::string_view key)
{
    const std::size_t at = text.find("\"" + std::string(key) + "\"");
    if (at == std::string_view::npos)
        return {};
    const std::size_t colon = text.find(':', at + key.size() + 2), open = text.find('"', colon);
    if (colon == std::string_view::npos || open == std::string_view::npos || open > colon + 2)
        return {};
    return text.substr(open + 1, text.find('"', open + 1) - open - 1);
}

} // namespace

void setText(LogLine &line, std::string text)
{
    if (text.size() > mostText) {
        std::size_t end = mostText;
        while (end > mostText - 4 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            --end;
        line.left = text.size() - end;
        text.resize(end);
    }
    line.text = std::move(text);
}

std::optional<Entry> readJournalEntry(std::string_view json)
{
    const Json entry = protocol::parseJson(json);
    const auto micros = number(fieldBytes(entry, "__REALTIME_TIMESTAMP"));
    if (!entry.is_object() || !micros || *micros < 0)
        return {};
    Entry read;
    read.cursor = fieldBytes(entry, "__CURSOR");
    read.line.at = *micros / 1000;
    const auto priority = number(fieldBytes(entry, "PRIORITY"));
    read.line.priority = priority && *priority >= 0 && *priority <= 7 ? static_cast<int>(*priority) : -1;
    read.line.program = word(entry, {"SYSLOG_IDENTIFIER", "_COMM"});
    if (fieldBytes(entry, "_TRANSPORT") == "kernel")
        read.line.program = "kernel";
    read.line.unit = word(entry, {"_SYSTEMD_UNIT", "UNIT"});
    read.line.pid = std::max<std::int64_t>(0, number(fieldBytes(entry, "_PID")).value_or(0));
    if (protocol::member(entry, "MESSAGE").is_null() && entry.contains("MESSAGE"))
        setText(read.line, "(the journal gives no text of this entry: it is too long)");
    else
        setText(read.line, fieldBytes(entry, "MESSAGE"));
    return read;
}

std::optional<Entry> readHugeEntry(std::string_view head, std::string_view tail, std::uint64_t bytes)
{
    Entry read;
    for (const std::string_view part : {head, tail}) {
        if (read.cursor.empty())
            read.cursor = quotedAfter(part, "__CURSOR");
        if (const auto micros = number(quotedAfter(part, "__REALTIME_TIMESTAMP")); micros && read.line.at == 0)
            read.line.at = *micros / 1000;
        if (read.line.program.empty())
            read.line.program = quotedAfter(part, "SYSLOG_IDENTIFIER");
    }
    if (read.cursor.empty() || read.line.at <= 0)
        return {};
    if (!protocol::isUtf8(read.line.program))
        read.line.program.clear();
    const std::string_view said = quotedAfter(head, "MESSAGE");
    setText(read.line, std::string(said.substr(0, mostText)));
    read.line.left = bytes - std::min<std::uint64_t>(bytes, read.line.text.size());
    return read;
}

bool LineSplitter::give()
{
    const std::uint64_t huge = m_bytes > m_most ? m_bytes : 0;
    const bool more = m_take(m_line, huge > 0 ? std::string_view(m_tail) : std::string_view(), huge);
    m_line.clear();
    m_tail.clear();
    m_bytes = 0;
    return more;
}

bool LineSplitter::feed(std::string_view piece)
{
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        const std::string_view part = piece.substr(0, end);
        m_bytes += part.size();
        std::string &kept = m_line.size() < keptOfHuge || m_bytes <= m_most ? m_line : m_tail;
        kept += part;
        if (m_bytes > m_most && m_line.size() > keptOfHuge) {
            m_tail.insert(0, m_line, keptOfHuge, std::string::npos);
            m_line.resize(keptOfHuge);
        }
        if (m_tail.size() > keptOfHuge)
            m_tail.erase(0, m_tail.size() - keptOfHuge);
        if (end == std::string_view::npos)
            return true;
        piece.remove_prefix(end + 1);
        if (!give())
            return false;
    }
    return true;
}

bool LineSplitter::finish() { return m_bytes == 0 || give(); }

// Files of syslog.

namespace {

struct Time {
    std::int64_t at = 0;
    std::size_t size = 0; ///< bytes of the line that it takes
};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return {};
    std::string_view part = text.substr(at, count);
    while (part.size() > 1 && part.front() == ' ')
        part.remove_prefix(1);
    int value = 0;
    for (const char c : part) {
        if (c < '0' || c > '9')
            return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

bool fillClock(std::string_view text, std::size_t at, std::tm &when)
{
    const auto hour = digits(text, at, 2), minute = digits(text, at + 3, 2), second = digits(text, at + 6, 2);
    if (!hour || !minute || !second || text[at + 2] != ':' || text[at + 5] != ':' || *hour > 23 || *minute > 59 || *second > 60)
        return false;
    when.tm_hour = *hour;
    when.tm_min = *minute;
    when.tm_sec = *second;
    return true;
}

/// "Nov  3 01:02:03 ", local time of the host without a year.
std::optional<Time> traditionalTime(std::string_view line, std::int64_t now)
{
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t month = line.size() < 16 ? std::string_view::npos : months.find(line.substr(0, 3));
    const auto day = digits(line, 4, 2);
    std::tm when{};
    if (month == std::string_view::npos || month % 3 != 0 || line[3] != ' ' || !day || *day < 1 || *day > 31 || line[6] != ' ' || !fillClock(line, 7, when) || line[15] != ' ')
        return {};
    const std::time_t present = static_cast<std::time_t>(now / 1000);
    std::tm today{};
    ::localtime_r(&present, &today);
    when.tm_mon = static_cast<int>(month / 3);
    when.tm_mday = *day;
    for (int year = today.tm_year + 1; year >= today.tm_year - 1; --year) { // the clock may be a little behind the year's end
        std::tm tried = when;
        tried.tm_year = year;
        tried.tm_isdst = -1;
        const std::time_t seconds = ::mktime(&tried);
        if (seconds != -1 && std::int64_t(seconds) * 1000 <= now + dayMs)
            return Time{std::int64_t(seconds) * 1000, 16};
    }
    return {};
}

/// "2026-11-23T01:02:03.123456+01:00 "
std::optional<Time> isoTime(std::string_view line)
{
    const auto year = digits(line, 0, 4), month = digits(line, 5, 2), day = digits(line, 8, 2);
    std::tm when{};
    if (line.size() < 21 || !year || !month || !day || line[4] != '-' || line[7] != '-' || line[10] != 'T' || *month < 1 || *month > 12 || *day < 1 || *day > 31 || !fillClock(line, 11, when))
        return {};
    when.tm_year = *year - 1900;
    when.tm_mon = *month - 1;
    when.tm_mday = *day;
    std::size_t at = 19;
    int millis = 0;
    if (line[at] == '.') {
        int scale = 100;
        for (++at; at < line.size() && line[at] >= '0' && line[at] <= '9'; ++at, scale /= 10)
            millis += (line[at] - '0') * scale;
    }
    std::int64_t offset = 0;
    if (at < line.size() && line[at] == 'Z') {
        ++at;
    } else {
        const auto hours = digits(line, at + 1, 2), minutes = digits(line, at + 4, 2);
        if (!hours || !minutes || line[at + 3] != ':' || (line[at] != '+' && line[at] != '-'))
            return {};
        offset = (*hours * 60 + *minutes) * 60 * (line[at] == '-' ? -1 : 1);
        at += 6;
    }
    if (at >= line.size() || line[at] != ' ')
        return {};
    return Time{(std::int64_t(::timegm(&when)) - offset) * 1000 + millis, at + 1};
}

/// "[12345.678901] " that the kernel's ring buffer had before the text.
std::string_view withoutKernelClock(std::string_view text)
{
    const std::size_t close = text.find(']');
    if (text.empty() || text.front() != '[' || close == std::string_view::npos || close > 24)
        return text;
    const std::string_view inside = text.substr(1, close - 1);
    if (inside.find('.') == std::string_view::npos || inside.find_first_not_of(" 0123456789.") != std::string_view::npos)
        return text;
    text.remove_prefix(std::min(text.size(), close + 2));
    return text;
}

} // namespace

std::optional<LogLine> readSyslogLine(std::string_view text, std::int64_t now)
{
    while (!text.empty() && (text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    auto time = traditionalTime(text, now);
    if (!time)
        time = isoTime(text);
    if (!time)
        return {};
    LogLine line;
    line.at = time->at;
    std::string_view rest = text.substr(time->size);
    const std::size_t host = rest.find(' ');
    rest.remove_prefix(host == std::string_view::npos ? rest.size() : host + 1);
    const std::size_t colon = rest.find(": ");
    const std::string_view tag = rest.substr(0, colon);
    if (colon != std::string_view::npos && colon <= 100 && tag.find(' ') == std::string_view::npos && protocol::isUtf8(tag)) {
        const std::size_t bracket = tag.find_last_of('[');
        line.program = tag.substr(0, bracket);
        if (bracket != std::string_view::npos && tag.back() == ']')
            line.pid = std::max<std::int64_t>(0, number(tag.substr(bracket + 1, tag.size() - bracket - 2)).value_or(0));
        rest.remove_prefix(colon + 2);
    }
    if (line.program == "kernel")
        rest = withoutKernelClock(rest);
    setText(line, std::string(rest));
    return line;
}

} // namespace logs
