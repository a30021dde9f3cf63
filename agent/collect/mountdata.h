// SPDX-License-Identifier: GPL-3.0-or-later
// The files below CONFIGS on a target: mountdata (struct lustre_disk_data, lustre/include/uapi/linux/lustre/lustre_disk.h)
// and the configuration logs (llog records of struct lustre_cfg, lustre_cfg.h). Little endian as the servers write them.
#pragma once
#include "agent/protocol/inventory.h"
#include "agent/protocol/result.h"

#include <string_view>

namespace collect {

struct MountData {
    std::uint32_t magic = 0, compatible = 0, readOnlyCompatible = 0, incompatible = 0;
    std::uint32_t version = 0, flags = 0, index = 0, mountType = 0; ///< mountType: 0 ext3, 1 ldiskfs, 2 smfs, 3 reiserfs, 4 ldiskfs2, 5 zfs
    std::string fsname, label, uuid, userData, mountOptions, parameters;
};
/// BadMessage: too short, or another magic number.
protocol::Result<MountData> readMountData(std::string_view bytes);

struct ConfigRecord {
    std::uint32_t index = 0, type = 0, command = 0;
    std::string verb; ///< attach, setup, add_mdc, mount_opt, marker, param, set_param ...; the number where it is not known
    std::vector<std::string> words{};
};
/// BadMessage: no llog header, or a record that goes beyond the end.
protocol::Result<std::vector<ConfigRecord>> readConfigLog(std::string_view bytes);

} // namespace collect
