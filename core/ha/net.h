// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and the networks they are in. Private to core/ha.
#pragma once
#include "core/inventory/world.h"

namespace ha {

struct HostAddress {
    std::string interface; ///< "eth1"
    std::string address;   ///< without prefix length
    std::string network;   ///< "10.10.1.0/24", "fd00:10::/64"
    bool infiniband = false;
    bool carriesLnet = false;
};

/// The network of "10.10.1.11/24"; empty where the text is no address with a prefix length, or one that nobody routes to (link-local).
std::string networkOf(const std::string &addressWithPrefix);
/// Addresses of interfaces that are up, without loopback and link-local ones, in the order of the inventory.
std::vector<HostAddress> addressesOf(const inventory::Server &server);
/// "eth1" of "eth1.100" and "eth1:0": what fails together.
std::string physical(const std::string &interface);

} // namespace ha
