// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel modules and LNet of a host, as state; the tools that show and change them are modules.cpp, lnetctl.cpp, lctl.cpp.
#pragma once
#include "agent/simhost/call.h"

namespace simhost {

bool moduleLoaded(Session &session, const std::string &host, const std::string &module);
/// Loads a module and what it needs, in modprobe's order; ptlrpc starts LNet from the module options, as the real one
/// does. Gives "PATH OPTIONS" of each that was newly inserted, empty when all were there; `rc` 1 for an unknown module.
Words loadModule(Session &session, const std::string &host, const std::string &module, int &rc);
/// All Lustre modules, or one with those that need it; false while something uses them.
bool unloadModules(Session &session, const std::string &host, const std::string &module = {});
/// The modules of a Lustre server, loaded by the first mount of a target.
void loadServerModules(Session &session, const std::string &host, bool zfs);
struct ModuleInfo {
    const char *name, *path;
    int size;
    const char *needs; ///< space separated
};
const std::vector<ModuleInfo> &lustreModules();

bool lnetUp(Session &session, const std::string &host);
/// Networks of /etc/modprobe.d/*.conf (networks= or ip2nets=); empty without any. Adds to what is up already.
void bringNetworksUp(Session &session, const std::string &host);
/// The option text itself: "tcp0(eth1),o2ib0(ib0)".
std::string networksOption(Session &session, const std::string &host);
/// "tcp0" -> "tcp": a zero at the end is not shown.
std::string shownNet(std::string net);
/// Address of a host's interface without prefix length; empty when it has none or there is no such interface.
std::string addressOf(Session &session, const std::string &host, const std::string &interface);
Words nidsOf(Session &session, const std::string &host, bool withLoopback = false);
void stopLnet(Session &session, const std::string &host);
/// The host that answers to a NID from here: powered, LNet up and not cut off on both sides, a network in common. Empty when nobody does.
std::string hostBehind(Session &session, const std::string &from, const std::string &nid);

} // namespace simhost
