// SPDX-License-Identifier: GPL-3.0-or-later
// corosync.conf of a cluster, from what is wanted. Format: corosync.conf(5) of Corosync 3 with knet.
#pragma once
#include "core/inventory/haparse.h"
#include "core/inventory/wanted.h"

namespace ha {

/// The token time that is written, ms: `tokenMs`, or by rule. Busy servers miss a token of 1 s and would be fenced for it; with 17 s
/// clients wait long for nothing.
int writtenToken(const ClusterSpec &spec);
/// After this time without a sign a member counts as gone, ms: Corosync adds 650 ms for each member over two.
int effectiveToken(const ClusterSpec &spec);

/// After this many seconds without a sign the others have agreed for certain that a member is gone: token and consensus time, and a little more.
int noticedSeconds(const ClusterSpec &spec);

/// The file as text. Equal specifications give equal texts; members are in the order of their numbers.
std::string corosyncConf(const ClusterSpec &spec);

/// What of a specification a file tells: name, members, times, crypto and quorum device. `serverOf` is asked for each node's name.
/// For a cluster that others made and that is to be taken over.
ClusterSpec specFrom(const CorosyncConf &conf, const std::map<std::string, std::string> &serverOfNode);

/// Problems of a specification, each naming the field ("members[1].addresses") and what to do; warnings are not fatal.
std::vector<inventory::SpecProblem> check(const ClusterSpec &spec, const inventory::World &world);

} // namespace ha
