// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/parseservice.h"

#include "agent/actions/parse.h"

#include <algorithm>
#include <cstdlib>

namespace agent {

using protocol::Json;

namespace {

std::string valueAfter(const std::string &line, std::string_view key)
{
    return line.compare(0, key.size(), key) == 0 ? trimmed(std::string_view(line).substr(key.size())) : std::string();
}

/// "+1.234ms", "-32us", "1min 2.5s" in seconds.
double spanOf(const std::string &text)
{
    double seconds = 0;
    const bool negative = !text.empty() && text.front() == '-';
    for (const std::string &word : wordsOf(text, " +-")) {
        char *unit = nullptr;
        const double number = std::strtod(word.c_str(), &unit);
        const std::string_view name(unit);
        seconds += number * (name == "us" ? 1e-6 : name == "ms" ? 1e-3 : name == "min" ? 60 : name == "h" ? 3600 : name == "d" ? 86400 : 1);
    }
    return negative ? -seconds : seconds;
}

/// A condition other than the port: an address, an interface, a state.
bool narrows(const Json &expression)
{
    const Json &left = protocol::member(protocol::member(expression, "match"), "left");
    return !protocol::member(left, "meta").is_null() || protocol::textOf(protocol::member(left, "payload"), "field") != "dport";
}

NftRule nftRule(const Json &rule, bool &dropsAll)
{
    NftRule out{{}, protocol::textOf(rule, "comment"), std::to_string(protocol::numberOf(rule, "handle"))};
    std::string port;
    bool accepts = false, drops = false, narrowed = false;
    for (const Json &expression : protocol::member(rule, "expr")) {
        if (!expression.is_object())
            continue;
        accepts = accepts || expression.contains("accept");
        drops = drops || expression.contains("drop") || expression.contains("reject");
        if (!expression.contains("match"))
            continue;
        narrowed = narrowed || narrows(expression);
        const Json &match = expression["match"];
        const Json &payload = protocol::member(protocol::member(match, "left"), "payload");
        if (protocol::textOf(payload, "field") == "dport" && protocol::member(match, "right").is_number_integer())
            port = std::to_string(protocol::numberOf(match, "right")) + "/" + protocol::textOf(payload, "protocol");
    }
    if (accepts && !narrowed)
        out.port = port;
    dropsAll = drops && port.empty() && !narrowed;
    return out;
}

std::string chainName(const Json &json, const char *name)
{
    return protocol::textOf(json, "family") + " " + protocol::textOf(json, "table") + " " + protocol::textOf(json, name);
}

} // namespace

std::vector<Unit> parseUnits(std::string_view text)
{
    std::vector<Unit> units;
    for (const std::string &line : linesOf(text)) {
        if (const std::string id = valueAfter(line, "Id="); !id.empty())
            units.push_back({id});
        // systemctl prints the properties in an order of its own; Id comes first since it is asked for first, or alone in its block.
        if (units.empty())
            continue;
        units.back().loaded = units.back().loaded || line == "LoadState=loaded";
        units.back().active = units.back().active || line == "ActiveState=active" || line == "ActiveState=reloading" || line == "ActiveState=activating";
        units.back().enabled = units.back().enabled || line == "UnitFileState=enabled";
        if (const std::string state = valueAfter(line, "UnitFileState="); !state.empty())
            units.back().fileState = state;
        if (const std::string names = valueAfter(line, "Names="); !names.empty())
            units.back().names = wordsOf(names);
    }
    return units;
}

std::vector<std::string> parseTimeServers(std::string_view text)
{
    std::vector<std::string> servers;
    for (const std::string &line : linesOf(text)) {
        const auto words = wordsOf(line);
        if (words.size() > 1 && (words[0] == "server" || words[0] == "pool" || words[0] == "peer"))
            servers.push_back(words[1]);
    }
    return servers;
}

bool readsDirectory(std::string_view chronyConf, const std::string &directory)
{
    for (const std::string &line : linesOf(chronyConf)) {
        const auto words = wordsOf(line);
        for (std::size_t i = 1; i < words.size(); ++i) {
            const bool named = (words[0] == "sourcedir" || words[0] == "confdir") && (words[i] == directory || words[i] == directory + "/");
            if (named || (words[0] == "include" && words[i].compare(0, directory.size() + 2, directory + "/*") == 0))
                return true;
        }
    }
    return false;
}

std::vector<std::string> parseTimesyncd(std::string_view text)
{
    std::vector<std::string> servers;
    for (const std::string &line : linesOf(text))
        if (line.compare(0, 4, "NTP=") == 0)
            for (std::string &server : wordsOf(std::string_view(line).substr(4)))
                servers.push_back(std::move(server));
    return servers;
}

ClockState parseChronyTracking(std::string_view text)
{
    std::vector<std::string> cells;
    for (std::string &cell : wordsOf(trimmed(text), ","))
        cells.push_back(std::move(cell));
    ClockState state;
    // An empty cell is passed over by wordsOf: the name of the source may be empty, so the fields are counted from the end.
    if (cells.size() < 12 || cells.back() == "Not synchronised")
        return state;
    state.synchronized = true;
    state.offsetSeconds = std::strtod(cells[cells.size() - 10].c_str(), nullptr);
    return state;
}

ClockState parseTimesyncStatus(std::string_view status, std::string_view show)
{
    ClockState state{show.find("NTPSynchronized=yes") != std::string_view::npos, 0};
    for (const std::string &line : linesOf(status))
        if (const std::string offset = valueAfter(trimmed(line), "Offset:"); state.synchronized && !offset.empty())
            state.offsetSeconds = -spanOf(offset);
    return state;
}

ClockState parseNtpq(std::string_view text)
{
    ClockState state{text.find("sync_ntp") != std::string_view::npos || text.find("sync_pps") != std::string_view::npos, 0};
    for (const std::string &word : wordsOf(text, " ,\n"))
        if (const std::string offset = valueAfter(word, "offset="); state.synchronized && !offset.empty())
            state.offsetSeconds = -std::strtod(offset.c_str(), nullptr) / 1000;
    return state;
}

Openings parseUfw(std::string_view text)
{
    Openings openings;
    for (const std::string &line : linesOf(text)) {
        openings.active = openings.active || line == "Status: active";
        const auto words = wordsOf(line);
        const std::size_t from = words.size() > 3 && words[2] == "IN" ? 3 : 2;
        if (words.size() > from && words[1] == "ALLOW" && words[from] == "Anywhere" && words[0].find('/') != std::string::npos)
            openings.open.push_back(words[0]);
    }
    return openings;
}

Openings parseIptables(std::string_view text)
{
    Openings openings;
    for (const std::string &line : linesOf(text)) {
        const auto words = wordsOf(line);
        const auto after = [&words](const char *option) {
            const auto at = std::find(words.begin(), words.end(), option);
            return at == words.end() || at + 1 == words.end() ? std::string() : *(at + 1);
        };
        const std::string target = after("-j"), port = after("--dport");
        const bool policy = words.size() > 2 && words[0] == "-P" && words[2] != "ACCEPT";
        openings.active = openings.active || policy || target == "DROP" || target == "REJECT";
        if (target == "ACCEPT" && !port.empty() && after("-s").empty() && after("-i").empty())
            openings.open.push_back(port + "/" + after("-p"));
    }
    return openings;
}

std::vector<NftChain> parseNft(std::string_view text)
{
    std::vector<NftChain> chains;
    const Json json = protocol::parseJson(text);
    for (const Json &entry : protocol::member(json, "nftables")) {
        if (const Json &chain = protocol::member(entry, "chain"); !chain.is_null())
            chains.push_back({chainName(chain, "name"), protocol::textOf(chain, "hook") == "input", protocol::textOf(chain, "policy") == "drop"});
        const Json &rule = protocol::member(entry, "rule");
        for (NftChain &chain : chains)
            if (!rule.is_null() && chain.name == chainName(rule, "chain")) {
                bool dropsAll = false;
                chain.rules.push_back(nftRule(rule, dropsAll));
                chain.keepsOut = chain.keepsOut || dropsAll;
            }
    }
    return chains;
}

} // namespace agent
