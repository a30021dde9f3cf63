// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/hostlist.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace fleet {
namespace {

using base::Error;
using base::Problem;
using base::Result;

constexpr std::size_t longestHost = 253; ///< RFC 1035

/// One item of the list with where it stands.
struct Item {
    std::string text;
    int line = 1, column = 1;
};

Error wrong(const Item &item, std::size_t offset, const std::string &what, const std::string &remedy)
{
    return Error{Problem::BadArgument,
        "Line " + std::to_string(item.line) + ", column " + std::to_string(item.column + static_cast<int>(offset)) + ": " + what + ".",
        item.text.substr(0, 120), remedy};
}

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

/// Items end at commas and white space, but not within brackets, where commas separate ranges.
std::vector<Item> itemsOf(const std::string &text)
{
    std::vector<Item> items;
    Item item;
    int line = 1, column = 1;
    bool inBrackets = false, inComment = false;
    const auto take = [&] {
        if (!item.text.empty())
            items.push_back(std::exchange(item, {}));
    };
    for (const char c : text) {
        inComment = (inComment || c == '#') && c != '\n';
        if (c == '\n')
            inBrackets = false; // an unclosed bracket is that line's mistake, not the whole list's
        if (inComment || isSpace(c) || ((c == ',' || c == ';') && !inBrackets)) {
            if (!inBrackets || inComment)
                take();
        } else {
            if (item.text.empty())
                item = {{}, line, column};
            item.text += c;
            inBrackets = c == '[' || (inBrackets && c != ']');
        }
        // A column is a character, not a byte of UTF-8.
        column += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        if (c == '\n')
            ++line, column = 1;
    }
    take();
    return items;
}

struct Range {
    std::uint64_t first = 0, last = 0, step = 1;
    std::size_t width = 0; ///< digits, with leading zeros; 0: as many as needed
};

std::optional<std::uint64_t> numberIn(std::string_view digits)
{
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || digits.size() > 15 || failed != std::errc() || end != digits.data() + digits.size())
        return {};
    return number;
}

const char *const rangeRemedy = "A range is written [01-20], [1,3,7-9] or, with a step, [0-10/2].";

Result<Range> rangeOf(const Item &item, std::string_view text, std::size_t offset)
{
    const auto bad = [&](const std::string &what) { return wrong(item, offset, what, rangeRemedy); };
    if (text.empty())
        return bad("a number is missing between the brackets");
    Range range;
    const std::size_t slash = text.find('/');
    const std::string_view ends = text.substr(0, slash);
    if (slash != std::string_view::npos) {
        const auto step = numberIn(text.substr(slash + 1));
        if (!step || *step == 0)
            return bad("\"" + std::string(text.substr(slash + 1)) + "\" cannot be a step; it must be a number from 1");
        range.step = *step;
    }
    const std::size_t dash = ends.find('-');
    const std::string_view low = ends.substr(0, dash), high = dash == std::string_view::npos ? low : ends.substr(dash + 1);
    const auto first = numberIn(low), last = numberIn(high);
    if (!first || !last)
        return bad("\"" + std::string(!first ? low : high) + "\" is not a number" + (dash == std::string_view::npos ? "" : " in the range \"" + std::string(ends) + "\""));
    if (*first > *last)
        return bad("the range " + std::string(ends) + " goes backwards");
    // Zeros in front say how wide the numbers are; ClusterShell and Slurm take the width of the first one.
    if (low.size() > 1 && low.front() == '0') {
        range.width = low.size();
        if (high.size() != low.size() && high.front() == '0')
            return bad("the ends of the range " + std::string(ends) + " have different numbers of digits");
    }
    range.first = *first;
    range.last = *last;
    return range;
}

std::string padded(std::uint64_t number, std::size_t width)
{
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// What stands between brackets; refused when it is more than `room`.
Result<std::vector<std::string>> numbersOf(const Item &item, std::size_t open, std::size_t close, std::size_t room)
{
    std::vector<std::string> numbers;
    for (std::size_t at = open + 1; at <= close;) {
        const std::size_t end = std::min(item.text.find(',', at), close);
        const auto range = rangeOf(item, std::string_view(item.text).substr(at, end - at), at);
        if (!range)
            return range.error();
        const std::uint64_t count = (range->last - range->first) / range->step + 1;
        if (count > room || numbers.size() + count > room)
            return wrong(item, open, "this range alone has " + std::to_string(numbers.size() + count) + " numbers, and a list may have "
                + std::to_string(room) + " hosts", "Correct the range, or add the servers in several lists.");
        for (std::uint64_t n = 0; n < count; ++n)
            numbers.push_back(padded(range->first + n * range->step, range->width));
        at = end + 1;
    }
    return numbers;
}

/// "[fd00::1]" is an address in brackets, not a range of numbers.
bool isAddressBracket(std::string_view inside)
{
    return inside.find(':') != std::string_view::npos;
}

Result<std::vector<std::string>> expandItem(const Item &item, std::size_t room)
{
    std::vector<std::string> words{std::string()};
    const std::string &text = item.text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find('[', at);
        const std::string literal = text.substr(at, open == std::string::npos ? open : open - at);
        if (const std::size_t stray = literal.find(']'); stray != std::string::npos)
            return wrong(item, at + stray, "a closing bracket has no opening one", rangeRemedy);
        for (std::string &word : words)
            word += literal;
        if (open == std::string::npos)
            break;
        const std::size_t close = text.find(']', open);
        if (close == std::string::npos)
            return wrong(item, open, "the bracket is not closed", rangeRemedy);
        const std::string inside = text.substr(open, close - open + 1);
        if (isAddressBracket(inside)) {
            for (std::string &word : words)
                word += inside;
        } else {
            const auto numbers = numbersOf(item, open, close, room);
            if (!numbers)
                return numbers.error();
            if (words.size() * numbers->size() > room)
                return wrong(item, open, "these ranges together give " + std::to_string(words.size() * numbers->size()) + " hosts, and a list may have "
                    + std::to_string(room), "Correct the ranges, or add the servers in several lists.");
            std::vector<std::string> next;
            for (const std::string &word : words)
                for (const std::string &number : *numbers)
                    next.push_back(word + number);
            words = std::move(next);
        }
        at = close + 1;
    }
    return words;
}

bool isHostCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':' || c == '%';
}

Result<int> portOf(const Item &item, std::string_view digits, std::size_t offset)
{
    const auto port = numberIn(digits);
    if (!port || *port < 1 || *port > 65535)
        return wrong(item, offset, "\"" + std::string(digits) + "\" is not a port", "Ports go from 1 to 65535: oss1:2222.");
    return static_cast<int>(*port);
}

Result<void> checkHost(const Item &item, const std::string &host, std::size_t offset)
{
    if (host.empty())
        return wrong(item, offset, "the name of the host is missing", "Write it as USER@HOST:PORT; user and port may be left out.");
    const auto odd = std::find_if_not(host.begin(), host.end(), isHostCharacter);
    if (odd != host.end())
        return wrong(item, offset + static_cast<std::size_t>(odd - host.begin()),
            "the host \"" + host + "\" has a character that no host name may have", "Names are made of letters, digits, dots, dashes and underscores.");
    if (host.front() == '-' || host.front() == '.' || host.find("..") != std::string::npos)
        return wrong(item, offset, "\"" + host + "\" cannot be the name of a host", "Names begin with a letter or digit, and have no two dots in a row.");
    if (host.size() > longestHost)
        return wrong(item, offset, "the name has " + std::to_string(host.size()) + " characters; " + std::to_string(longestHost) + " are possible", "Check it.");
    return {};
}

/// "user@host:port", "user@[address]:port", or an address of IP version 6 without port.
Result<HostEntry> entryOf(const Item &item, const std::string &word)
{
    HostEntry entry;
    const std::size_t at = word.rfind('@');
    std::size_t begin = 0;
    if (at != std::string::npos) {
        entry.user = word.substr(0, at);
        begin = at + 1;
        if (entry.user.empty() || entry.user.front() == '-')
            return wrong(item, 0, "the user before \"@\" is missing or begins with a dash", "Write it as USER@HOST.");
    }
    std::string rest = word.substr(begin);
    if (!rest.empty() && rest.front() == '[') {
        const std::size_t close = rest.find(']');
        const std::string tail = rest.substr(close + 1);
        entry.host = rest.substr(1, close - 1);
        if (!tail.empty() && tail.front() != ':')
            return wrong(item, begin + close + 1, "after an address in brackets only \":PORT\" may follow", "Write it as [fd00::1]:22.");
        rest = tail.empty() ? std::string() : tail.substr(1);
        begin += close + 2;
        if (!tail.empty()) {
            const auto port = portOf(item, rest, begin);
            if (!port)
                return port.error();
            entry.port = *port;
        }
    } else if (std::count(rest.begin(), rest.end(), ':') == 1) {
        const std::size_t colon = rest.find(':');
        const auto port = portOf(item, std::string_view(rest).substr(colon + 1), begin + colon + 1);
        if (!port)
            return port.error();
        entry.port = *port;
        entry.host = rest.substr(0, colon);
    } else {
        entry.host = rest;
    }
    if (auto good = checkHost(item, entry.host, at == std::string::npos ? 0 : at + 1); !good)
        return good.error();
    return entry;
}

} // namespace

Result<std::vector<HostEntry>> expandHosts(const std::string &text, std::size_t limit)
{
    std::vector<HostEntry> entries;
    std::set<std::pair<std::string, int>> known;
    for (const Item &item : itemsOf(text)) {
        const auto words = expandItem(item, limit);
        if (!words)
            return words.error();
        for (const std::string &word : *words) {
            auto entry = entryOf(item, word);
            if (!entry)
                return entry.error();
            if (!known.insert({entry->host, entry->port}).second)
                continue;
            entries.push_back(std::move(*entry));
            if (entries.size() > limit)
                return wrong(item, 0, "the list has more than " + std::to_string(limit) + " hosts", "Check its ranges, or add the servers in several lists.");
        }
    }
    return entries;
}

} // namespace fleet
