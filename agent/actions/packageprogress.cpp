// SPDX-License-Identifier: GPL-3.0-or-later
// What package managers print while they work.
#include "agent/actions/parse.h"

#include <algorithm>
#include <cstdlib>

namespace agent {
namespace {

/// "dlstatus:3:41.5:Retrieving file 3 of 7", "pmstatus:chrony:60.0:Unpacking chrony" (apt's README.progress-reporting).
std::optional<ToolProgress> aptProgress(const std::string &line)
{
    const bool download = line.compare(0, 9, "dlstatus:") == 0;
    if (!download && line.compare(0, 9, "pmstatus:") != 0)
        return {};
    const std::size_t first = line.find(':', 9), second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos)
        return {};
    const double percent = std::strtod(line.c_str() + first + 1, nullptr);
    // Each of the two goes from 0 to 100: downloading is the first half.
    return ToolProgress{std::clamp(percent, 0.0, 100.0) / 200 + (download ? 0 : 0.5), line.substr(second + 1)};
}

/// "(3/7)" or "3/7" in the line: how many of how many.
bool countIn(const std::string &line, double &share)
{
    for (std::size_t slash = line.find('/'); slash != std::string::npos; slash = line.find('/', slash + 1)) {
        const std::size_t from = line.find_last_not_of("0123456789", slash - 1) + 1;
        const std::size_t end = std::min(line.find_first_not_of("0123456789", slash + 1), line.size());
        const bool framed = (from == 0 || line[from - 1] == ' ' || line[from - 1] == '(') && (end == line.size() || line[end] == ' ' || line[end] == ')');
        const std::uint64_t done = numberIn(line.substr(from, slash - from)), all = numberIn(line.substr(slash + 1, end - slash - 1));
        if (slash > 0 && framed && from < slash && all > 0 && done <= all) {
            share = static_cast<double>(done) / static_cast<double>(all);
            return true;
        }
    }
    return false;
}

/// dnf: "(2/7): lustre-2.15.5.rpm  1.1 MB/s |", "  Installing       : lustre-2.15.5  2/7", "  Verifying        : ... 2/7".
/// zypper: "Retrieving: lustre-2.15.5 (2/7), 1 MiB", "(2/7) Installing: lustre-2.15.5 [..done]".
ToolProgress rpmProgress(const std::string &line)
{
    double share = 0;
    if (!countIn(line, share))
        return {-1, line};
    const auto says = [&line](const char *word) { return line.find(word) != std::string::npos; };
    if (says("Verifying"))
        return {0.9 + share / 10, line};
    if (says("Installing") || says("Upgrading") || says("Removing") || says("Erasing") || says("Cleanup") || says("Running scriptlet"))
        return {0.5 + share * 0.4, line};
    return {share / 2, line};
}

} // namespace

std::optional<ToolProgress> toolProgress(const std::vector<std::string> &argv, std::string_view tail)
{
    std::size_t at = 0;
    while (at + 1 < argv.size() && (argv[at] == "env" || argv[at].find('=') != std::string::npos))
        ++at;
    const std::string tool = argv.empty() ? std::string() : argv[at];
    const bool apt = tool == "apt-get", rpm = tool == "dnf" || tool == "yum" || tool == "zypper";
    if (!apt && !rpm)
        return mkfsProgress(tail);
    // Only whole lines: a number could be cut in half.
    const std::size_t end = tail.find_last_of("\n\r");
    if (end == std::string_view::npos)
        return {};
    std::string last;
    for (const std::string &line : wordsOf(tail.substr(0, end), "\r\n")) {
        const std::string plain = trimmed(line);
        const bool status = plain.compare(0, 8, "dlstatus") == 0 || plain.compare(0, 8, "pmstatus") == 0;
        if (!plain.empty() && (!apt || status || last.empty()))
            last = plain;
    }
    if (last.empty())
        return {};
    if (rpm)
        return rpmProgress(last);
    const auto progress = aptProgress(last);
    return progress ? *progress : ToolProgress{-1, last};
}

std::vector<Package> parsePackages(std::string_view text)
{
    std::vector<Package> all;
    for (const std::string &line : linesOf(text)) {
        const auto cells = wordsOf(line, "\t");
        if (cells.size() < 2 || (cells.size() > 2 && cells[2].compare(0, 2, "ii") != 0 && cells[2].compare(0, 2, "hi") != 0))
            continue;
        all.push_back({cells[0], cells[1]});
    }
    return all;
}

} // namespace agent
