// SPDX-License-Identifier: GPL-3.0-or-later
// A host of the "Add servers" dialog in words, shapes and numbers. Pure.
#pragma once
#include "app/models/tone.h"
#include "core/fleet/enrolment.h"

#include <vector>

namespace wizards {

models::Badge rowBadge(const fleet::HostRow &row);
models::Badge gradeBadge(const fleet::Check &check);
fleet::Grade worstGrade(const std::vector<fleet::Check> &checks); ///< overridden ones count as Notice

bool isFit(const fleet::HostRow &row);        ///< checked, and nothing stops it
bool isDelivering(const fleet::HostRow &row);
bool isKeyChanged(const fleet::HostRow &row);
bool needsPerson(const fleet::HostRow &row);  ///< it will not get further by itself, or most likely not

struct Tally {
    int all = 0, fit = 0, working = 0, waiting = 0, broken = 0, delivering = 0, added = 0, failed = 0;
};
Tally tally(const std::vector<fleet::HostRow> &rows);
QString tallyText(const Tally &tally); ///< "20 hosts: 17 ready, 2 wait for you, 1 not fit"

/// What went wrong, or what it waits for, in one line; empty when it is well.
QString rowReason(const fleet::HostRow &row);

} // namespace wizards
