// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/parselnet.h"

#include "agent/actions/parse.h"

#include <cctype>

namespace agent {
namespace {

/// "      -     nid: 10.0.0.1@tcp" as "nid" and "10.0.0.1@tcp": where a list begins is told by the key.
std::pair<std::string, std::string> yamlPair(const std::string &line)
{
    const std::size_t from = line.find_first_not_of(" -\t");
    const std::size_t colon = from == std::string::npos ? from : line.find(':', from);
    if (colon == std::string::npos)
        return {};
    return {line.substr(from, colon - from), trimmed(std::string_view(line).substr(colon + 1))};
}

std::string plainNet(std::string net)
{
    if (net.size() > 1 && net.back() == '0' && !std::isdigit(static_cast<unsigned char>(net[net.size() - 2])))
        net.pop_back();
    return net;
}

bool isNumber(const std::string &text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

bool sameNet(const std::string &one, const std::string &other)
{
    return plainNet(one) == plainNet(other);
}

std::vector<NetworkOfLnet> parseNets(std::string_view text)
{
    std::vector<NetworkOfLnet> all;
    std::string net;
    bool listing = false;
    for (const std::string &line : linesOf(text)) {
        const auto [key, value] = yamlPair(line);
        if (key == "net type")
            net = value;
        if (key == "nid" && net != "lo")
            all.push_back({net, value, {}});
        listing = (listing && isNumber(key)) || key == "interfaces";
        if (all.empty() || net == "lo")
            continue;
        if (key == "status")
            all.back().status = value;
        else if (key == "health value")
            all.back().health = static_cast<int>(numberIn(value));
        else if (listing && isNumber(key))
            all.back().interfaces.push_back(value);
    }
    return all;
}

std::vector<LnetPeer> parsePeers(std::string_view text)
{
    std::vector<LnetPeer> all;
    for (const std::string &line : linesOf(text)) {
        const auto [key, value] = yamlPair(line);
        if (key == "primary nid")
            all.push_back({value});
        if (all.empty())
            continue;
        if (key == "Multi-Rail")
            all.back().multiRail = value == "True";
        else if (key == "nid")
            all.back().nids.push_back(value);
        else if (key == "state" && all.back().state.empty())
            all.back().state = value;
    }
    return all;
}

std::vector<protocol::LnetRoute> parseRoutes(std::string_view text)
{
    std::vector<protocol::LnetRoute> all;
    for (const std::string &line : linesOf(text)) {
        const auto [key, value] = yamlPair(line);
        if (key == "net")
            all.push_back({value, {}});
        if (all.empty())
            continue;
        if (key == "gateway")
            all.back().gateway = value;
        else if (key == "hop" && isNumber(value))
            all.back().hops = static_cast<int>(numberIn(value));
        else if (key == "state")
            all.back().up = value == "up";
    }
    return all;
}

} // namespace agent
