// SPDX-License-Identifier: GPL-3.0-or-later
// What wants a person's attention in one cluster: what is not well now, and the alerts that nobody has acknowledged or muted.
#pragma once
#include "app/models/problems.h"
#include "core/monitor/rules.h"

namespace shell {

class Cluster;
class Desk;

models::Tone alertTone(monitoring::Severity severity);

/// Worst first. An alert about an object that is in trouble anyway is not named again; one that only informs is no trouble.
/// `place` of an alert is "alerts#ID".
std::vector<models::Trouble> attention(Cluster &cluster);
std::vector<models::Trouble> attention(Desk &desk); ///< of the moment that its pages show

} // namespace shell
