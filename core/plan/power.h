// SPDX-License-Identifier: GPL-3.0-or-later
// Outlets and BMCs of servers: what can be switched, and the plan that does it. A plan like any other, so that what it interrupts is
// shown before it runs.
#pragma once
#include "core/plan/plan.h"

namespace plan {

enum class Power : std::uint8_t { Off, On, Cycle };

/// One fence device of one server, as its cluster's specification has it.
struct Outlet {
    std::string server, cluster;
    ha::FenceDeviceSpec device;
    std::string partner; ///< who asks the device: another member that answers; empty: none does
    std::string address; ///< of the device, with its outlet: "10.9.0.11", "pdu1 outlet 4"
};
/// Of all clusters that were made here, by server and level.
std::vector<Outlet> outlets(const inventory::World &world, const inventory::Wanted &wanted);
/// Arguments of power.state for one: its secret is a file on the partner.
protocol::Json powerStateArgs(const Outlet &outlet);

/// Off and cycle of a running member: Pacemaker moves what is on it away first (`drain`), and is told. Errors: NotFound, Impossible.
base::Result<Plan> powerPlan(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server, Power what, bool drain);

} // namespace plan
