// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/facts.h"

#include "core/fleet/probe.h"

#include <algorithm>

namespace fleet {
namespace {

using base::Error;
using base::Problem;

std::string lastWords(const std::string &output)
{
    const std::size_t end = output.find_last_not_of(" \t\r\n");
    if (end == std::string::npos)
        return "it printed nothing";
    const std::string text = output.substr(0, end + 1);
    return "it printed last: " + text.substr(text.size() > 300 ? text.size() - 300 : 0);
}

Error unread(const std::string &what, const std::string &detail)
{
    return Error{Problem::BadMessage, what, detail,
        "Log in there by hand and run: sh -c 'echo ok'. The login must give a working shell, and its start files (.bashrc, .cshrc) must not end it."};
}

bool isFactKey(const std::string &key)
{
    return !key.empty() && key.front() >= 'a' && key.front() <= 'z'
        && std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

} // namespace

std::string Facts::text(const std::string &key) const
{
    const auto found = values.find(key);
    return found == values.end() || found->second.empty() ? std::string() : found->second.front();
}

const std::vector<std::string> &Facts::all(const std::string &key) const
{
    static const std::vector<std::string> none;
    const auto found = values.find(key);
    return found == values.end() ? none : found->second;
}

// What comes before the begin marker is a banner or a start file's talk, what comes after the end marker is its farewell.
base::Result<Facts> readFacts(const std::string &output)
{
    const std::string begin = std::string("\n") + beginMarker + "\n", end = std::string("\n") + endMarker + "\n";
    const std::string text = "\n" + output;
    const std::size_t first = text.find(begin);
    if (first == std::string::npos)
        return unread("The host did not run the check script.", lastWords(output));
    const std::size_t last = text.find(end, first + begin.size() - 1);
    if (last == std::string::npos)
        return unread("The check script did not come to its end.", lastWords(output));
    Facts facts;
    for (std::size_t at = first + begin.size(); at < last;) {
        const std::size_t stop = std::min(text.find('\n', at), last);
        const std::string line = text.substr(at, stop - at);
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || !isFactKey(line.substr(0, tab)))
            return unread("The check script printed a line that is not its own.", line.substr(0, 200));
        facts.values[line.substr(0, tab)].push_back(line.substr(tab + 1));
        at = stop + 1;
    }
    facts.disks = disksOf(facts);
    return facts;
}

} // namespace fleet
