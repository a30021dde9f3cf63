// SPDX-License-Identifier: GPL-3.0-or-later
// What a host's distribution has installed and running: packages, kernels, services, firewall. It outlives a reboot, which
// starts the chosen kernel, the enabled services and the permanent rules.
#pragma once
#include "agent/simhost/call.h"

namespace simhost {

enum class Family : std::uint8_t { RedHat, Suse, Debian };
Family familyOf(const Json &host);

/// hosts/HOST/system.json, made from the definition when it is not there yet:
/// {packages: {NAME: VERSION}, bootKernel, kernels: [], services: {UNIT: {active, enabled}}, ports: [], permanentPorts: [], revision}.
Json &systemOf(Session &session, const std::string &host);
/// The host has started: kernel, services and firewall are what was chosen for the next boot.
void bootSystem(Session &session, const std::string &host);
/// Tools and modules as the installed packages have them. After every change of packages, and after a boot.
void settleSystem(Session &session, const std::string &host);

bool unitKnown(Session &session, const std::string &host, const std::string &unit);
/// chrony.service for chronyd.service where that is only its other name; with ".service" when it has no ending.
std::string unitId(Session &session, const std::string &host, std::string unit);
bool unitActive(Session &session, const std::string &host, const std::string &unit);

/// What installing these would add, needed ones first; `missing` names those that no repository of the host has.
struct Wanted {
    std::vector<std::pair<std::string, std::string>> packages{}; ///< name, version
    Words missing{};
};
Wanted resolvePackages(Session &session, const std::string &host, const Words &names);
void installPackages(Session &session, const std::string &host, const Wanted &wanted);
/// Those that need any of these, the named ones excluded.
Words dependants(Session &session, const std::string &host, const Words &names);
void removePackages(Session &session, const std::string &host, const Words &names);

} // namespace simhost
