// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the host itself, from /proc and /sys. Times are in clock ticks where /proc prints ticks, sizes in bytes.
#pragma once
#include "agent/collect/figure.h"

namespace collect {

void readProcStat(std::string_view text, Readings &out);   ///< host.cpu by `mode`, host.boot_time, host.processes_running ...
void readMeminfo(std::string_view text, Readings &out);    ///< host.memory by `field`, bytes
void readLoadavg(std::string_view text, Readings &out);    ///< host.load1, load5, load15
void readNetDev(std::string_view text, Readings &out);     ///< host.net.rx_bytes ... by `interface`
void readDiskstats(std::string_view text, Readings &out);  ///< host.disk.reads ... by `device`
void readVmstat(std::string_view text, Readings &out);     ///< host.vmstat by `field`
/// kstat of ZFS ("name type data" rows, and the table of io and txgs): zfs.arcstats.hits, zfs.pool.nread by `pool`, zfs.txg by `pool`.
void readKstat(std::string_view name, std::string_view pool, std::string_view text, Readings &out);
/// chronyc ntpdata: "Key : value unit" blocks.
void readNtpData(std::string_view text, Readings &out);

/// A file by its path: those above, else nothing and a gap.
Readings readHostFile(std::string_view path, std::string_view text);

} // namespace collect
