// SPDX-License-Identifier: GPL-3.0-or-later
// Which servers belong together, from the disks that they share; and over which networks they should talk.
#pragma once
#include "core/ha/corosync.h"

namespace ha {

/// What a network is used for already, as far as it can be told.
enum class NetworkUse : std::uint8_t { Own, Management, Lnet };

struct RingProposal {
    std::string network;                          ///< "10.30.0.0/24"
    std::map<std::string, std::string> interfaces{}, addresses{}; ///< by server
    NetworkUse use = NetworkUse::Own;
    std::string why;                              ///< "a network of its own (eth2)"
};

struct Proposal {
    std::vector<std::string> servers{}; ///< sorted
    std::string why;                    ///< "oss1 and oss2 see the same 12 disks"
    std::size_t disks = 0;
    std::vector<RingProposal> rings{};  ///< none, one or two, in order
    std::vector<std::string> notes{};   ///< what to know before: only one network, both on one interface, ...
    ClusterSpec spec{};                 ///< ready to be shown and changed: name, members, targets; no fencing yet
};

/// Servers that share disks and are in no cluster yet. A server belongs to one proposal only.
std::vector<Proposal> proposePairs(const inventory::World &world);

/// Networks that all of these have an address in, the best for a first ring first: one of their own before management before LNet's.
std::vector<RingProposal> networksOf(const inventory::World &world, const std::vector<std::string> &servers);

/// What servers could ask to see whether their own LNet works: NIDs of up to three others that answer, and the interface that carries
/// LNet, empty where it has no one name on all of them.
HealthSpec lnetWatch(const inventory::World &world, const std::vector<std::string> &servers);

/// "oss1-oss2", "oss1-oss4" for more: made of the first and the last, and not among `taken`.
std::string proposedName(const std::vector<std::string> &servers, const std::set<std::string> &taken);

} // namespace ha
