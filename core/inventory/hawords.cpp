// SPDX-License-Identifier: GPL-3.0-or-later
// Times, spans and scores as Pacemaker writes them, and the ids that this program makes.
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace ha {

namespace {

/// Days since 1970-01-01 of a date of the Gregorian calendar.
std::int64_t daysOf(std::int64_t year, int month, int day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

struct Moment {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    bool fits() const
    {
        return year >= 1970 && year < 10000 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour < 24 && minute >= 0
            && minute < 60 && second >= 0 && second <= 60;
    }
    std::int64_t seconds() const { return fits() ? daysOf(year, month, day) * 86400 + hour * 3600 + minute * 60 + second : 0; }
};

int monthNamed(const char *name)
{
    static constexpr std::array<const char *, 12> names { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::string_view(name) == names[i])
            return int(i) + 1;
    return 0;
}

/// "+02:00", "+0200", "Z" and with blanks before it, in seconds east of Greenwich.
std::int64_t zone(std::string_view rest)
{
    const std::size_t at = rest.find_first_of("+-");
    if (at == std::string_view::npos)
        return 0;
    int hours = 0, minutes = 0;
    const std::string digits(rest.substr(at + 1));
    if (std::sscanf(digits.c_str(), "%2d:%2d", &hours, &minutes) < 2 && std::sscanf(digits.c_str(), "%2d%2d", &hours, &minutes) < 1)
        return 0;
    const std::int64_t east = std::int64_t(hours) * 3600 + minutes * 60;
    return rest[at] == '-' ? -east : east;
}

std::uint32_t sumOf(std::string_view text)
{
    std::uint32_t sum = 2166136261U; // FNV-1a
    for (const char c : text)
        sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
    return sum;
}

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool nameChar(char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

} // namespace

std::int64_t pacemakerTime(std::string_view text)
{
    const std::string copy(text.substr(0, 64));
    Moment m;
    char monthName[4] = {}, weekday[4] = {};
    int read = 0;
    if (std::sscanf(copy.c_str(), "%d-%d-%d%*1[ T]%d:%d:%d%n", &m.year, &m.month, &m.day, &m.hour, &m.minute, &m.second, &read) == 6) {
        const std::int64_t at = m.seconds();
        return at == 0 ? 0 : at - zone(std::string_view(copy).substr(std::min(std::size_t(read), copy.size())));
    }
    m = {};
    if (std::sscanf(copy.c_str(), "%3s %3s %d %d:%d:%d %d%n", weekday, monthName, &m.day, &m.hour, &m.minute, &m.second, &m.year, &read) == 7) {
        m.month = monthNamed(monthName);
        const std::int64_t at = m.seconds();
        return at == 0 ? 0 : at - zone(std::string_view(copy).substr(std::min(std::size_t(read), copy.size())));
    }
    std::int64_t seconds = 0;
    const auto done = std::from_chars(copy.data(), copy.data() + copy.size(), seconds);
    return done.ec == std::errc() && done.ptr == copy.data() + copy.size() && seconds > 0 ? seconds : 0;
}

std::int64_t pacemakerMs(std::string_view text)
{
    if (text.starts_with("PT") || text.starts_with("P"))
        text.remove_prefix(text.starts_with("PT") ? 2 : 1);
    std::int64_t value = 0;
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    if (done.ec != std::errc() || value < 0)
        return -1;
    static const std::map<std::string_view, std::int64_t> units { { "", 1000 }, { "s", 1000 }, { "sec", 1000 }, { "S", 1000 }, { "ms", 1 }, { "msec", 1 },
        { "us", 0 }, { "usec", 0 }, { "m", 60'000 }, { "min", 60'000 }, { "M", 60'000 }, { "h", 3'600'000 }, { "hr", 3'600'000 }, { "H", 3'600'000 } };
    const auto unit = units.find(std::string_view(done.ptr, std::size_t(text.data() + text.size() - done.ptr)));
    if (unit == units.end() || value > 9'000'000'000'000)
        return -1;
    return unit->second == 0 ? value / 1000 : unit->second > 1000 && value > 1'000'000'000 ? -1 : value * unit->second;
}

std::int64_t pacemakerScore(std::string_view text)
{
    constexpr std::int64_t infinity = 1'000'000;
    const bool negative = text.starts_with("-");
    if (negative || text.starts_with("+"))
        text.remove_prefix(1);
    if (text == "INFINITY" || text == "infinity")
        return negative ? -infinity : infinity;
    std::int64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
        return 0;
    value = std::min(value, infinity);
    return negative ? -value : value;
}

bool isOurs(std::string_view id)
{
    return id.starts_with(kOurPrefix);
}

std::string xmlId(std::string_view text)
{
    std::string out;
    bool changed = false;
    for (const char c : text) {
        out += nameChar(c) ? c : '-';
        changed = changed || !nameChar(c);
    }
    if (out.empty() || !letter(out.front())) {
        out.insert(out.begin(), '_');
        changed = true;
    }
    if (changed) {
        char sum[12];
        std::snprintf(sum, sizeof sum, "-%08x", sumOf(text));
        out += sum;
    }
    return out;
}

std::string resourceId(const inventory::Target &target)
{
    return resourceIdOf(target.id);
}

std::string resourceIdOf(const std::string &objectId)
{
    std::string name = inventory::nameIn(objectId);
    std::replace(name.begin(), name.end(), ':', '-');
    return std::string(kOurPrefix) + xmlId(name);
}

std::string topResourceId(const inventory::Target &target)
{
    return target.backend == "zfs" ? resourceId(target) + "-group" : resourceId(target);
}

} // namespace ha
