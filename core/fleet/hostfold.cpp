// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/hostlist.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace fleet {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// A name cut at its last number that may be folded: "oss" "01" ".lab".
struct Cut {
    std::string head, digits, tail;
};

/// Addresses are left whole but for their last number, so that "10.0.0.[1-4]" comes out.
Cut cutName(const std::string &name)
{
    const std::size_t dot = name.find('.');
    const bool address = std::all_of(name.begin(), name.end(), [](char c) { return isDigit(c) || c == '.'; });
    const std::size_t end = address || dot == std::string::npos ? name.size() : dot;
    std::size_t last = end;
    while (last > 0 && !isDigit(name[last - 1]))
        --last;
    std::size_t first = last;
    while (first > 0 && isDigit(name[first - 1]))
        --first;
    // 15 digits are what expandHosts() reads back.
    if (first == last || last - first > 15 || name.find_first_of("[]:") != std::string::npos)
        return {name, {}, {}};
    return {name.substr(0, first), name.substr(first, last - first), name.substr(last)};
}

/// Numbers may only share a range when writing them back gives the same digits.
std::size_t widthOf(const std::string &digits) { return digits.size() > 1 && digits.front() == '0' ? digits.size() : 0; }

struct Group {
    std::string head, tail;
    std::vector<std::string> digits;
};

std::string rangesOf(std::vector<std::string> digits)
{
    const auto value = [](const std::string &d) { return std::stoull(d); };
    std::sort(digits.begin(), digits.end(), [&](const auto &a, const auto &b) { return std::pair(value(a), a.size()) < std::pair(value(b), b.size()); });
    digits.erase(std::unique(digits.begin(), digits.end()), digits.end());
    std::string text;
    for (std::size_t i = 0; i < digits.size();) {
        std::size_t j = i;
        while (j + 1 < digits.size() && value(digits[j + 1]) == value(digits[j]) + 1
               && (widthOf(digits[i]) ? digits[j + 1].size() == digits[i].size() : !widthOf(digits[j + 1])))
            ++j;
        text += (text.empty() ? "" : ",") + digits[i] + (j > i ? (j > i + 1 ? "-" : ",") + digits[j] : "");
        i = j + 1;
    }
    return text;
}

} // namespace

std::string foldHosts(const std::vector<std::string> &hosts)
{
    std::vector<Group> groups;
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    for (const std::string &host : hosts) {
        const Cut cut = cutName(host);
        const auto key = cut.digits.empty() ? std::pair(host, std::string("\n")) : std::pair(cut.head, cut.tail);
        const auto [place, isNew] = places.try_emplace(key, groups.size());
        if (isNew)
            groups.push_back({cut.head, cut.tail, {}});
        if (!cut.digits.empty())
            groups[place->second].digits.push_back(cut.digits);
    }
    std::string text;
    for (const Group &group : groups) {
        const std::string ranges = group.digits.empty() ? std::string() : rangesOf(group.digits);
        const bool single = ranges.find_first_of(",-") == std::string::npos;
        text += (text.empty() ? "" : ", ") + group.head + (single ? ranges : "[" + ranges + "]") + group.tail;
    }
    return text;
}

} // namespace fleet
