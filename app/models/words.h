// SPDX-License-Identifier: GPL-3.0-or-later
// How values are written for people: sizes IEC, times local, durations as "2 min 05 s", states by the field's own words.
#pragma once
#include "app/models/tone.h"
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"

#include <QCoreApplication>
#include <QString>
#include <cstdint>
#include <string>

namespace models {

QString q(const std::string &text);
QString size(std::uint64_t bytes);          ///< "7.3 TiB"; "0 B"
QString duration(std::int64_t ms);          ///< "2 min 05 s"; "0.4 s" below ten seconds
QString moment(std::int64_t msSinceEpoch);  ///< "14:03:22", with the date when it was not today; a dash for 0
QString percent(double fraction);           ///< "61 %"
QString plainList(const std::vector<std::string> &items, qsizetype most = 3); ///< "a, b, c and 4 more"
/// "a is less than b" as a person sorts: runs of digits by their value, without regard to case.
bool naturalLess(const QString &a, const QString &b);

/// Words of the machine table and of plans ("Format target"), translated; unknown words are given back as they are.
QString action(const std::string &english);

/// "Format target scratch-OST0003", "Start LNet on oss1".
QString moveTitle(const plan::Move &move);

struct Words {
    Q_DECLARE_TR_FUNCTIONS(models::Words)
};

Badge serverBadge(const inventory::Server &server);
Badge lnetBadge(machine::State state);
/// Looks at what is wanted too: an unmounted target that should be mounted is an error, one that should not is off.
Badge targetBadge(const inventory::Target &target, const inventory::Wanted &wanted);
Badge filesystemBadge(const inventory::FileSystem &fs, const inventory::Wanted &wanted);
Badge volumeBadge(const inventory::Volume &volume);
Badge jobBadge(jobs::JobState state);
QString stateWord(machine::State state);
QString riskWord(machine::Risk risk);
QString riskShort(machine::Risk risk); ///< for a narrow column
Tone riskTone(machine::Risk risk);
QString targetKind(const inventory::Target &target); ///< "MGT", "MDT", "OST", "MGT + MDT"
/// What is meant, for the head of an error, from its code: "The host does not answer".
QString problemWord(protocol::Problem problem);

} // namespace models
