// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan interrupts, before it runs: targets, their clients, the jobs that do I/O there, and how long recovery may take.
#pragma once
#include "app/charts/source.h"
#include "app/models/table.h"
#include "core/plan/plan.h"

#include <set>

namespace pages {

struct TouchedTarget {
    inventory::ObjectId id;
    std::string label;
    std::int64_t clients = -1;              ///< -1: not known
    std::map<std::string, double> jobs{};   ///< bytes and operations per second, by job id
    double dirty = -1, granted = -1;        ///< bytes; -1: no figure
    double recovery = -1;                   ///< seconds, the slowest on record; -1: none is on record
};

/// The targets that moves of a plan stop, move or lose their server of, by label.
std::vector<TouchedTarget> touchedTargets(const plan::Plan &plan, const inventory::World &world);
/// Seconds from that target's own history; without it guessed from its clients, and then `guessed`.
double expectedRecovery(const TouchedTarget &target, bool &guessed);
/// "4 targets with 1,204 clients; 3 jobs do I/O there; clients wait about 1 min 05 s"
QString touchSummary(const std::vector<TouchedTarget> &targets);

/// What is asked of the figures: what goes on now, and a month of recoveries. Of many targets jobs are asked by server.
charts::Question touchNow(const std::vector<TouchedTarget> &targets, const inventory::World &world, charts::Ms now);
charts::Question touchHistory(charts::Ms now);
void takeNow(std::vector<TouchedTarget> &targets, const charts::Question &question, const charts::Answer &answer);
void takeHistory(std::vector<TouchedTarget> &targets, const charts::Answer &answer);

std::vector<models::Column> touchColumns();
std::vector<models::Row> touchRows(const std::vector<TouchedTarget> &targets);

} // namespace pages
