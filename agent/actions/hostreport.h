// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the inventory that are about the host's distribution: packages, clock, firewall, services. A tool that is not there
// is nothing missing; one that fails is a gap. What is dear to ask is asked again only when the files it comes from changed.
#pragma once
#include "agent/actions/hands.h"
#include "agent/protocol/inventory.h"

namespace agent {

protocol::SoftwareReport softwareReport(Hands &hands, const std::string &osId, std::vector<protocol::Gap> &gaps);
protocol::TimeReport timeReport(Hands &hands, std::vector<protocol::Gap> &gaps);
protocol::FirewallReport firewallReport(Hands &hands, std::vector<protocol::Gap> &gaps);
protocol::ServiceReport serviceReport(Hands &hands, std::vector<protocol::Gap> &gaps);
/// What services.enable remembers, by Hands::keep: {unit: {enabled, active}} as they were before.
inline constexpr const char *keptServices = "services.json";
/// The distribution's chrony.conf; empty: there is none.
std::string chronyConfiguration(const Hands &hands);

} // namespace agent
