// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of what Corosync's and Pacemaker's tools print, from Pacemaker 1.1 to 3. All are pure, bounded in depth and size, and take anything.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"
#include "core/inventory/hatypes.h"
#include "core/inventory/world.h"

namespace ha {

using protocol::Error;
using protocol::Result;

/// BadMessage says where it is broken (line and column); also for what is deeper than 64 elements, larger than 64 MiB, or has more than a
/// million elements. Comments, processing instructions and DTDs are dropped; entities other than XML's own five are an error.
Result<Element> parseXml(std::string_view text);
/// On one line, attributes in their order; parseXml gives the same element again.
std::string writeXml(const Element &element);
/// With line ends and two spaces a level, for people.
std::string writeXmlIndented(const Element &element, int level = 0);
/// Equal but for the order of attributes and, where all children have an id or are of different names, of children.
bool same(const Element &a, const Element &b);

/// crm_mon --output-as=xml; root <crm_mon> (up to 2.0) or <pacemaker-result>. An error that Pacemaker itself reports becomes ToolFailed.
Result<ClusterStatus> parseStatus(std::string_view xml);
/// cibadmin --query: <cib>, or its <configuration>, or one section of it.
Result<Cib> parseCib(std::string_view xml);

Result<CorosyncConf> parseCorosyncConf(std::string_view text);
Result<Links> parseLinks(std::string_view text);   ///< corosync-cfgtool -s
Result<Quorum> parseQuorum(std::string_view text); ///< corosync-quorumtool -s

/// "Tue Aug 25 02:06:37 2020", "2026-07-01 12:00:00 +02:00", "2026-07-01 12:00:00.123456 +02:00", seconds. Without a zone it is UTC. 0: cannot be read.
std::int64_t pacemakerTime(std::string_view text);
/// "20", "20s", "20000ms", "2min", "1h", "PT20S" in ms; -1: cannot be read.
std::int64_t pacemakerMs(std::string_view text);
/// "INFINITY", "-INFINITY", "20"; INFINITY is 1000000.
std::int64_t pacemakerScore(std::string_view text);

/// Which resources are Lustre targets, and which ones: by device (by-id names through the volumes, dataset names, LVM and multipath names) and by
/// mountpoint and label. ocf:lustre:Lustre, ocf:chroma:*, ocf:ddn:lustre-server, ocf:heartbeat:Filesystem with fstype=lustre.
std::vector<TargetResource> matchTargets(const Cib &cib, const inventory::WorldData &world);
/// What this program has made in a CIB has ids that start with it.
constexpr std::string_view kOurPrefix = "chandelier-";
bool isOurs(std::string_view id);
/// The id of the primitive that mounts a target: "chandelier-scratch-OST0003". An MGS of its own has its volume in it, for its label is not unique.
std::string resourceId(const inventory::Target &target);
/// The same of "target:scratch-OST0003" or "resource:scratch-OST0003".
std::string resourceIdOf(const std::string &objectId);
/// What is started, stopped and moved: the group of a target on ZFS, else the primitive.
std::string topResourceId(const inventory::Target &target);
/// An XML id made of any text: what no NCName may have becomes "-" and then a short sum of the text keeps it apart from others.
std::string xmlId(std::string_view text);

protocol::Json toJson(const ClusterSpec &spec);
/// BadMessage names the field.
Result<ClusterSpec> clusterSpecFromJson(const protocol::Json &json);

} // namespace ha
