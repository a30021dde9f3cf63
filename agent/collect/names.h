// SPDX-License-Identifier: GPL-3.0-or-later
// Names of Lustre parameters and targets.
#pragma once
#include "agent/collect/figure.h"

#include <optional>

namespace collect {

/// A parameter's name taken apart from the left and right, never at every dot: a NID has dots and colons of its own.
struct ParameterName {
    std::string_view type;    ///< mdt, obdfilter, osd-ldiskfs, ldlm.namespaces, ldlm.services, ost, mds, llite ...; empty: a plain one (memused)
    std::string_view device;  ///< fs-MDT0000, MGS, OSS, mdt-fs-MDT0000_UUID
    std::string_view nid;     ///< of ....exports.NID.leaf
    std::string_view leaf;    ///< md_stats, quota_slave.acct_user, ost_io.stats, memused
};
ParameterName splitName(std::string_view name);

/// Below /proc/fs/lustre, /sys/fs/lustre, /sys/kernel/debug/{lustre,lnet}, /proc/sys/{lustre,lnet}: "/" becomes "."; empty: elsewhere.
std::string nameOfPath(std::string_view path);

/// Does this look like the begin of "name=value" as lctl get_param prints it? Job ids and NID lists have '=' as well.
bool isParameterLine(std::string_view line);

/// "mdt", "ost", "mgt", "client", "mds", "oss", "ldlm", "lnet"; empty: cannot be told.
std::string_view componentOf(const ParameterName &name);
/// The target a device belongs to: fs-OST0000 for filter-fs-OST0000_UUID; the device as it is for clients.
std::string_view targetOf(const ParameterName &name);

/// The part of a text that ends at -(OST|MDT)hhhh: a file system's name may itself have '-' and '_'. Empty when there is none.
std::string_view targetIn(std::string_view text);
struct TargetName {
    std::string_view fsname;
    bool mdt = false;
    std::uint32_t index = 0; ///< printed in hexadecimal
};
/// fs-OST000a, with or without _UUID.
std::optional<TargetName> readTargetName(std::string_view text);

/// The uuid of a client's mount, not of a server's connection: eight-four-four-four-twelve hexadecimal digits, or the older forms of five groups.
bool isClientUuid(std::string_view uuid);

} // namespace collect
