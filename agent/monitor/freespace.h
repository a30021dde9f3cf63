// SPDX-License-Identifier: GPL-3.0-or-later
// The verb metrics.freespace: how the free space of an ldiskfs target that is mounted here is cut into pieces.
#pragma once
#include "agent/monitor/closelook.h"
#include "agent/monitor/files.h"
#include "agent/protocol/metrics.h"

namespace monitor {

protocol::Result<protocol::Json> freeSpace(const protocol::FreeSpaceArguments &asked, Files &files, const GoesOn &goesOn);

} // namespace monitor
