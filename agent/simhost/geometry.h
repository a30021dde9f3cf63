// SPDX-License-Identifier: GPL-3.0-or-later
// The layout that mke2fs gives an ext4 of Lustre, as far as sizes show it: groups, inodes, overhead, reserved blocks.
#pragma once
#include "agent/simhost/text.h"

namespace simhost {

struct Geometry {
    std::int64_t blocks = 0, perGroup = 32768, groups = 0, inodes = 0, inodesPerGroup = 0, tableBlocks = 0, gdtReserved = 0;
    std::int64_t journal = 0, overhead = 0, reserved = 0, inodeSize = 256, flex = 16;
};

/// From the options of the mke2fs command line and the size of the device. Source: lib/ext2fs/initialize.c of e2fsprogs.
Geometry geometryOf(std::int64_t kilobytes, const std::string &mke2fsOptions);
/// The same as kept with a device's content.
Geometry geometryOf(const Json &content);

} // namespace simhost
