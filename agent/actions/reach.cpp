// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/cluster.h"
#include "agent/actions/parse.h"
#include "agent/protocol/haarguments.h"

#include <cstdlib>

namespace agent {

using protocol::Json;

namespace {

/// "rtt min/avg/max/mdev = 0.118/0.131/0.144/0.013 ms"; busybox says "round-trip min/avg/max = ...". -1: it says nothing.
double meanOf(const std::string &text)
{
    const std::size_t equals = text.find(" = ", text.find("min/avg/max"));
    const std::size_t slash = equals == std::string::npos ? equals : text.find('/', equals);
    return slash == std::string::npos ? -1 : std::strtod(text.c_str() + slash + 1, nullptr);
}

std::string reasonOf(const CommandResult &answer)
{
    if (answer.exitCode == 127)
        return "ping is not installed here";
    const std::string said = trimmed(answer.err.substr(0, 200));
    return said.empty() ? "no answer" : said;
}

} // namespace

Json reachOf(Hands &hands, const std::vector<std::string> &addresses)
{
    std::vector<std::vector<std::string>> commands;
    for (const std::string &address : addresses)
        commands.push_back(protocol::pingCommand(address));
    const auto answers = hands.ask(commands);
    Json all = Json::array();
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        Json one{{"address", addresses[i]}, {"ok", answers[i].exitCode == 0}};
        if (answers[i].exitCode == 0)
            one["ms"] = meanOf(answers[i].out);
        else
            one["why"] = reasonOf(answers[i]);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace agent
