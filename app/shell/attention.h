// SPDX-License-Identifier: GPL-3.0-or-later
// What wants a person's attention in one cluster: what is not well now, and the alerts that nobody has acknowledged or muted.
#pragma once
#include "app/models/problems.h"
#include "core/monitor/alerts.h"

namespace shell {

class AlertSide;
class Cluster;
class Desk;

models::Tone alertTone(monitoring::Severity severity);
/// Its words in the window's language, as far as its rule has them.
monitoring::AlertRule::Words alertWords(const AlertSide *side, const monitoring::Alert &alert);

/// Worst first. An alert about an object that is in trouble anyway is not named again; one that only informs is no trouble.
/// `place` of an alert is "alerts#ID".
std::vector<models::Trouble> attention(Cluster &cluster);
std::vector<models::Trouble> attention(Desk &desk); ///< of the moment that its pages show

} // namespace shell
