// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration that Pacemaker is to have, as one pure function of what there is and what is wanted.
//
// What is made has ids that begin with "chandelier-", so that nothing else is ever touched. Cluster options and defaults are known by
// their names: there are only one of each, whoever wrote them.
//
// Scores, and why: a target runs on its primary (20 against 10), but stays where it is (stickiness 1000), because moving it interrupts
// its clients again. A node whose LNet or storage is well gets 100000: more than stickiness, so that a sick node is left for a well one,
// and positive, so that nothing is stopped where both are sick (a negative score would stop it everywhere).
#pragma once
#include "core/inventory/haparse.h"
#include "core/inventory/world.h"

namespace ha {

struct WantedInput {
    const inventory::World &world;
    const ClusterSpec &spec;
};

/// One element of the wanted configuration. In crm_config and rsc_defaults it is a set of which only the names and values count.
struct Piece {
    std::string owner;     ///< "cluster:NAME", "fencing:SERVER", "resource:LABEL"
    std::string section;   ///< resources, constraints, crm_config, rsc_defaults, fencing-topology
    std::string id;        ///< of the element
    std::string xml;       ///< of `element`
    std::string why;       ///< sentences for the plan page
    std::string problem{}; ///< why it cannot be made; empty: it can. difference() leaves such a piece out
    Element element{};
};
using CibPieces = std::vector<Piece>;

/// All pieces, in the order in which they can be made: options, devices, health, targets with what binds them, fencing levels.
CibPieces wantedCib(const WantedInput &input);

/// The path of a target's device that all of these servers have: by-id names first, then a path that is the same everywhere. An error
/// says who sees it and how.
Result<std::string> commonDevice(const inventory::World &world, const inventory::Target &target, const std::vector<std::string> &servers);

/// "chandelier-fence-1-oss1": `place` counts from 1.
std::string fenceDeviceId(const std::string &server, std::size_t place);

/// Node attributes that the health agents keep.
constexpr const char *kLnetAttribute = "chandelier-lnet";
constexpr const char *kLustreAttribute = "chandelier-lustre";

} // namespace ha
