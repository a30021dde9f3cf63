// SPDX-License-Identifier: GPL-3.0-or-later
// Which host a NID belongs to, and which NIDs a host has or will have.
#pragma once
#include "core/inventory/wanted.h"

#include <unordered_map>

namespace inventory {

/// "10.10.1.11" of "10.10.1.11@tcp".
std::string addressOf(const std::string &nid);
/// Splits at any of the characters; empty parts are left out.
std::vector<std::string> split(const std::string &text, const char *separators);

/// Hosts by address: a host whose LNet is down still has the addresses of its NIDs.
class NidMap {
public:
    explicit NidMap(const std::vector<HostReport> &reports);
    explicit NidMap(const WorldData &world);
    /// The server of one NID; empty when no host has it.
    std::string serverOf(const std::string &nid) const;

private:
    void add(const std::string &server, const protocol::HostInventory &inventory);
    std::unordered_map<std::string, std::string> m_servers;
};

/// How LNet is to be configured where nobody said: every up Ethernet or InfiniBand interface whose IPv4 subnet all answering
/// servers share. When there are several such subnets, that of the first interface by name is left out, because it is the one
/// that SSH and management use. Subnets in order become tcp, tcp1 … and o2ib, o2ib1 …
class LnetChoice {
public:
    explicit LnetChoice(const WorldData &world);
    std::vector<LnetSpec> of(const std::string &server) const;

private:
    struct Net {
        std::string subnet, net;
    };
    const WorldData &m_world;
    std::vector<Net> m_nets;
};

/// The NIDs of a server: real ones when its LNet is up, else those that its configuration (`specs`, what modprobe has, or
/// `choice`) will give it. Empty when nothing is known.
std::vector<std::string> nidsOf(const Server &server, const Wanted &wanted, const LnetChoice &choice);
/// What lnet.configure is to be given for a server.
std::vector<LnetSpec> lnetSpecsOf(const Server &server, const Wanted &wanted, const LnetChoice &choice);

} // namespace inventory
