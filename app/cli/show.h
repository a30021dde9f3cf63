// SPDX-License-Identifier: GPL-3.0-or-later
// What chandelierctl prints: aligned tables for people, JSON for programs. Pure.
#pragma once
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"

#include <string>
#include <vector>

namespace cli {

using protocol::Json;

/// Rows with a head; columns are as wide as their widest cell. Columns whose index is in `right` are right-aligned.
std::string table(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, const std::vector<std::size_t> &right = {});
/// "480 TiB", "9.77 GiB", "512 B".
std::string bytes(std::uint64_t size);
/// "2 min 05 s", "0.4 s".
std::string duration(std::int64_t ms);

std::string serversText(const inventory::World &world);
std::string serverText(const inventory::World &world, const inventory::Server &server);
std::string volumesText(const inventory::World &world);
std::string filesystemsText(const inventory::World &world);
std::string filesystemText(const inventory::World &world, const inventory::FileSystem &fs);
std::string targetsText(const inventory::World &world, const std::string &fsname = {});
std::string driftText(const std::vector<inventory::Drift> &drift);
std::string jobsText(const std::vector<std::shared_ptr<const jobs::Job>> &jobs);
std::string errorText(const base::Error &error, const std::string &indent = {});
std::string jobText(const jobs::Job &job, bool transcripts);

Json serversJson(const inventory::World &world);
Json volumesJson(const inventory::World &world);
Json filesystemsJson(const inventory::World &world);
Json targetsJson(const inventory::World &world);
Json driftJson(const std::vector<inventory::Drift> &drift);
Json jobJson(const jobs::Job &job, bool transcripts);

} // namespace cli
