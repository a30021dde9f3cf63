// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above the hosts: making a cluster, power, disks, network and faults.
#pragma once
#include "agent/simhost/session.h"

#include <functional>

namespace simhost {

/// The demo's definition: two metadata and four object storage servers with shared disks.
Json demoDefinition();
/// The same hosts as a distribution installs them: without Lustre, with its own kernel; Lustre's packages bring theirs along.
Json bareDefinition(Json definition);
/// Makes DIR from a definition; empty on success, else what is wrong and where. Nothing is made over an existing cluster.
std::string createCluster(const std::string &directory, const Json &definition, const std::string &program);
/// A host gets power: new boot id and boot time, nothing mounted, no modules. Nothing happens to one that is up.
void bootHost(const std::string &directory, const std::string &host);
/// Power cut: its agent and running tools die, mounts and modules are gone, what MMP knows of its disks stays.
void killHost(const std::string &directory, const std::string &host);
/// Cuts the power a moment later from a process of its own and, for a reboot, gives it back.
void powerLater(const std::string &directory, const std::string &host, bool reboot, double speed);
/// In a process of its own, without streams, that nobody waits for.
void runDetached(const std::function<void()> &work);
/// Starts the agent of a host unless it is alive; empty on success.
std::string startAgent(const std::string &directory, const std::string &host, const std::string &program);
void killAgent(const std::string &directory, const std::string &host);
bool agentAlive(const std::string &directory, const std::string &host);
/// The control command; words without the program's name.
int control(const Words &words, const std::string &program);

} // namespace simhost
