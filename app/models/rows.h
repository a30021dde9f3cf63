// SPDX-License-Identifier: GPL-3.0-or-later
// From a World (or jobs) to the rows of each table. Pure: asks nothing, keeps nothing.
#pragma once
#include "app/models/table.h"
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"

#include <memory>

namespace models {

std::vector<Column> serverColumns();
std::vector<Row> serverRows(const inventory::World &world);

std::vector<Column> volumeColumns();
std::vector<Row> volumeRows(const inventory::World &world);

std::vector<Column> filesystemColumns();
std::vector<Row> filesystemRows(const inventory::World &world, const inventory::Wanted &wanted);

std::vector<Column> targetColumns();
/// The targets of one file system, its MGS included; of all when `fsname` is empty.
std::vector<Row> targetRows(const inventory::World &world, const inventory::Wanted &wanted, const std::string &fsname);
/// Those that a server has mounted or is the primary or failover of.
std::vector<Row> targetRowsOn(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server);

std::vector<Column> jobColumns();
std::vector<Row> jobRows(const std::vector<std::shared_ptr<const jobs::Job>> &jobs);

/// Part in use, 0 to 1; -1 when it is not known.
double used(std::uint64_t total, std::uint64_t free);
QString spaceText(std::uint64_t total, std::uint64_t free); ///< "61 % of 480 TiB used"; a dash when not known

} // namespace models
