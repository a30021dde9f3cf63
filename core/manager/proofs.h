// SPDX-License-Identifier: GPL-3.0-or-later
// Fence tests that went well, as notes of the servers in the profile: what is not proven is not called ready.
#pragma once
#include "core/jobs/job.h"

#include <map>

namespace manager {

/// Notes what a job that has ended proved; nothing when it was no fence test, or did not end well.
void keepProof(const std::string &profilePath, const jobs::Job &job, std::int64_t now);

struct FenceProof {
    std::int64_t at = 0; ///< ms since the epoch
    std::string text;    ///< "Fence test passed: oss2 switched oss1 off ..."
};
/// The last proof of each server that has one.
std::map<std::string, FenceProof> fenceProofs(const std::string &profilePath);

} // namespace manager
