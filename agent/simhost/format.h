// SPDX-License-Identifier: GPL-3.0-or-later
// What mkfs.lustre and tunefs.lustre share: their options and what these do to a target's data.
#pragma once
#include "agent/simhost/device.h"
#include "agent/simhost/options.h"

namespace simhost {

struct FormatRequest {
    ParsedOptions parsed;
    std::string device, backend = "ldiskfs";
    Words vdevs;
    Json lustre = Json::object(); ///< fsname, index, flags, mountOptions, parameters, comment
    std::string mountOptions, mkfsOptions;
    std::int64_t deviceKb = 0;
    int verbose = 1, stripeCount = 0;
    bool dryRun = false, reformat = false, failover = false, skipMmp = false, replace = false, eraseAll = false, rename = false;
    bool givenMountOptions = false;
};

/// The words that only say how to talk, which device and which backend; exit code, or -1 to go on.
int takeEarlyOptions(Call &call, FormatRequest &request, bool tunefs);
/// The options in order, over what `request.lustre` has; exit code with its message written, or -1 to go on.
int takeOptions(Call &call, FormatRequest &request, bool tunefs);
/// The checks that follow and the permanent mount options; exit code, or -1 to go on.
int checkTarget(Call &call, FormatRequest &request, bool tunefs);
/// "PROGRAM: exiting with RC (words)" on stderr; gives `rc`.
int exitingWith(Call &call, int rc);
/// "\nPROGRAM FATAL: text\n" on stderr.
void fatal(Call &call, const std::string &text);
/// True when a Lustre tool sees a target there: an MDT is not recognised where e2fsprogs are not Lustre's.
bool seesTarget(Session &session, const Call &call, const Device &device);
const char *formatUsage(bool tunefs);

/// mkfs on a dataset and its pool (zfs.cpp); the exit code.
int formatDataset(Call &call, FormatRequest &request);

} // namespace simhost
