// SPDX-License-Identifier: GPL-3.0-or-later
// What each server last said of itself, beside the profile in a file of its own: without it a program started while a server is
// down would not know what that server had mounted. Only a memory: a file that cannot be read is made anew.
#pragma once
#include "agent/protocol/inventory.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace profile {

struct SeenInventory {
    std::string server;
    std::int64_t at = 0; ///< ms since the epoch, this workstation's clock
    std::shared_ptr<const protocol::HostInventory> inventory{};
};

/// "<profile>.seen"
std::string seenPath(const std::string &profilePath);
/// Both open the file for the call and close it again; they may be called in any thread. What cannot be read any more is left
/// out: it is asked for again anyway. Errors: Storage.
base::Result<std::vector<SeenInventory>> loadSeen(const std::string &profilePath);
/// In small transactions: a fleet's inventories together are tens of megabytes.
base::Result<void> saveSeen(const std::string &profilePath, const std::vector<SeenInventory> &seen);

} // namespace profile
