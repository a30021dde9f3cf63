// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of what single parameters hold. Each takes the value's text and says what it is about by labels.
#pragma once
#include "agent/collect/names.h"

namespace collect {

/// "snapshot_time ..." and "name N samples [unit] min max sum sumsq": BASE.samples, .min, .max, .sum, .sumsq by `operation`.
/// A row that is not there is 0; columns that are not there are no figures.
void readCounters(std::string_view text, const std::string &base, const Labels &labels, Readings &out);
bool looksLikeCounters(std::string_view text);

/// brw_stats of osd and old obdfilter, rpc_stats of osc and mdc, extents and offset statistics of llite:
/// BASE.SECTION by `operation` and `size`. Sizes are numbers, binary letters undone.
void readHistograms(std::string_view text, const std::string &base, const Labels &labels, Readings &out);
bool looksLikeHistograms(std::string_view text);
/// Name in figures and the printed one: "pages" for "pages per bulk r/w".
std::string sectionName(std::string_view printed);
/// io_latency_stats (2.17, builds of 2.14.0_ddn): io_latency by `io_size`, `size` (microseconds) and `operation`.
void readIoLatency(std::string_view text, const Labels &labels, Readings &out);

/// recovery.status (a word), recovery.completed_clients and .completed_clients.of ("639/639"), ...
void readRecovery(std::string_view text, const Labels &labels, Readings &out);
/// changelog.current_index, changelog.index and changelog.idle_seconds by `user`; three formats since 2.10.
void readChangelogUsers(std::string_view text, const Labels &labels, Readings &out);
/// usr_accounting, global_index_copy, global_pool0_dt_usr: quota.used_inodes, .used_kbytes, .hard, .soft, .granted, .time by `id`.
void readQuota(std::string_view text, const std::string &base, const Labels &labels, Readings &out);
/// "0: fs-OST0000_UUID ACTIVE": target_obd.active by `obd`.
void readTargetObd(std::string_view text, const Labels &labels, Readings &out);
/// "current_state: FULL", with or without its history; the short "FULL" of 1.8.
void readState(std::string_view text, const Labels &labels, Readings &out);
void readHsmAgents(std::string_view text, const Labels &labels, Readings &out);
/// How many requests of each action and status.
void readHsmActions(std::string_view text, const Labels &labels, Readings &out);
/// healthy, NOT HEALTHY, LBUG, with lines about devices before or after it: health (1 or 0), health.device.
void readHealth(std::string_view text, Readings &out);
/// One uuid a line: export.uuid.
void readUuids(std::string_view text, const Labels &labels, Readings &out);
/// fsname, flags, gen, the targets, and the state of imperative recovery, of mgs.MGS.live.FS.
void readLive(std::string_view text, const Labels &labels, Readings &out);
/// "portal 6 : cur 33 worst 34 (at 1193427052, 0d0h26m27s ago) 33 33 33 2": timeouts.current, .worst by `portal`.
void readTimeouts(std::string_view text, const Labels &labels, Readings &out);
/// 2.15.4, or the three lines of 2.7 and before; any suffix.
void readVersion(std::string_view text, Readings &out);

/// Any parameter, chosen by its name and by what the value looks like.
Readings readParameter(std::string_view name, std::string_view value);
/// A value without its name (get_param -n, or a file): `name` as far as the caller knows it, else empty.
Readings readValue(const ParameterName &name, std::string_view value);

/// What `lctl get_param` printed for any number of patterns, with errors between. The last line of a cut text is put aside as a gap.
Readings readCapture(std::string_view text);
/// Figures that need all of it: connected_clients of each target, from its exports' uuids.
void addCounts(Readings &all);

} // namespace collect
