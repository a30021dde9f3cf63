// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a host on purpose, by name and number in its state: the tools and the load show it as on a real one. It outlives
// reboots, as a broken fan does.
#pragma once
#include "agent/simhost/session.h"

namespace simhost {

/// The number of a trouble of this state; `fallback` when it has none.
double trouble(const Json &state, std::string_view name, double fallback = 0);
bool troubled(const Json &state, std::string_view name);
/// "2.15.5"; of a host whose Lustre is another than the cluster's.
std::string lustreVersionOf(Session &session, const std::string &host);
/// As health_check says it.
std::string healthText(const Json &state);

/// `trouble DIR HOST NAME VALUE|off`; an exit code.
int changeTrouble(const std::string &directory, const std::string &host, const std::string &name, const std::string &value);
/// `fill DIR TARGET SHARE [SHARE-OF-INODES]|keep|off`: how full it is, whatever the load writes; keep: as it is now.
int fillTarget(const std::string &directory, const std::string &label, const std::string &share, const std::string &inodes);
/// `address DIR HOST NIC ADDRESS/PREFIX`: the interface has another address from now on.
int changeAddress(const std::string &directory, const std::string &host, const std::string &nic, const std::string &address);
/// `pool DIR POOL HEALTH`: ONLINE, DEGRADED, FAULTED ...
int changePool(const std::string &directory, const std::string &name, const std::string &health);
/// Names and what their numbers are, for the usage text.
std::string troubleHelp();

} // namespace simhost
