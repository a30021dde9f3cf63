// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes in which tools of devices, file systems and clusters print: pairs, sections, tables. As JSON with the tool's own
// words as keys (lower case, blanks as '_', "%" as "percent") and its own words as values.
#pragma once
#include "agent/protocol/json.h"

#include <string_view>

namespace collect {

/// "Used Dev Size" is used_dev_size, "Use%" use_percent, "%util" percent_util, "MAJ:MIN" maj_min.
std::string plainKey(std::string_view printed);

/// KEY="value" KEY="value" a line: findmnt -P, lsblk -P; "dev: KEY=..." of blkid has `device`.
protocol::Json readPairLines(std::string_view text);
/// KEY=value lines, records divided by an empty line: blkid -o export and udev, systemctl show, os-release.
protocol::Json readAssignments(std::string_view text);
/// A head of names and rows below. Cells by blanks; rows with fewer cells than names by the columns of the head; the last takes the rest.
protocol::Json readTable(std::string_view text);
/// "Key : value" lines; a line that ends with ':' begins a section, a head that comes again begins a record: mdadm, dumpe2fs -h, zpool status, lvm.
protocol::Json readSections(std::string_view text);
/// "X on Y type Z (options)".
protocol::Json readMountOutput(std::string_view text);
/// udevadm info -e: records of P, N, S and E lines; properties below `properties`.
protocol::Json readUdevDatabase(std::string_view text);
/// "{ key: value  section { ... } }" of corosync.conf.
protocol::Json readBraces(std::string_view text);
/// What fits by what it looks like; null when it is empty.
protocol::Json readToolText(std::string_view text);

} // namespace collect
