// SPDX-License-Identifier: GPL-3.0-or-later
// What lfs and lctl print for people: df, quota, getstripe, changelog, snapshots, devices.
#pragma once
#include "agent/collect/figure.h"

namespace collect {

/// lfs df [-h|-i]: df.total, .used, .available, .use_percent by `target`, `component` and `mount`; sizes in KiB, with -h as printed in bytes,
/// with -i inodes. Rows of targets that do not answer are gaps. The last, `filesystem_summary`, covers only those that did.
Readings readDf(std::string_view text);
/// lctl dl [-t], device_list: device.references by `device` and `type`, fact device.state (UP, IN, ST, AT, --).
Readings readDevices(std::string_view text);
/// lfs quota: quota.used, .soft, .hard by `target` and `what` (kbytes, files); "*" behind a number says over the limit.
Readings readQuotaReport(std::string_view text);
/// lfs getstripe, getdirstripe, mirror: the layout's keys, by `component_id`; the objects as ost.index.
Readings readStripes(std::string_view text);
/// lfs changelog: a fact a record.
Readings readChangelog(std::string_view text);
/// lctl snapshot_list [-d], and zfs list -o name,creation,modification,comment.
Readings readSnapshots(std::string_view text);
/// lfs check servers: "fs-OST0000-osc-ffff... active."
Readings readServerCheck(std::string_view text);

/// Chosen by the command, else by the text.
Readings readLfs(std::string_view cmd, std::string_view text);

} // namespace collect
