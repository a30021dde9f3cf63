// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of lnetctl's YAML (lnet/utils/lnetconfig/liblnetconfig.c writes it). Pure; they find less in bad input.
#pragma once
#include "agent/protocol/inventory.h"

#include <string>
#include <string_view>
#include <vector>

namespace agent {

struct NetworkOfLnet {
    std::string net, nid, status;
    int health = -1; ///< 0..1000; -1 where it is not said
    std::vector<std::string> interfaces{};
};
/// lnetctl net show -v 2; the loopback is left out.
std::vector<NetworkOfLnet> parseNets(std::string_view text);

struct LnetPeer {
    std::string nid; ///< the primary one
    bool multiRail = false;
    std::string state{}; ///< of the first interface that is said to have one
    std::vector<std::string> nids{};
};
std::vector<LnetPeer> parsePeers(std::string_view text);            ///< lnetctl peer show
std::vector<protocol::LnetRoute> parseRoutes(std::string_view text); ///< lnetctl route show -v
/// tcp and tcp0 are one network.
bool sameNet(const std::string &one, const std::string &other);

} // namespace agent
