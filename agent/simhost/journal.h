// SPDX-License-Identifier: GPL-3.0-or-later
// What a simulated host logs, as journald would keep it, and the words of its kernel about Lustre. In hosts/HOST/journal: a line each,
// in any order of time; a line of the future shows when its time has come (a recovery that ends in five seconds).
#pragma once
#include "agent/simhost/session.h"

namespace simhost {

struct Said {
    std::string text;
    int priority = 6;           ///< of syslog
    std::string program = "kernel";
    std::string unit{};         ///< of systemd
    int pid = 0;
    double in = 0;              ///< seconds from now
};
void say(Session &session, const std::string &host, const Said &said);
/// A host without power says nothing more of what it was about to say.
void forgetFuture(Session &session, const std::string &host);

// What real hosts say when ... (recorded on Lustre 2.17; 2.15 words differ in their codes only).
void sayBooted(Session &session, const std::string &host);
void sayMounted(Session &session, const std::string &host, const Json &mount, bool first);
void sayUnmounted(Session &session, const std::string &host, const Json &mount);
/// mount.lustre's errno; says nothing where the kernel does not.
void sayRefused(Session &session, const std::string &host, const std::string &label, const std::string &kernelName, int error);
/// lctl abort_recovery.
void sayAborted(Session &session, const std::string &host, const std::string &label);
/// What its peers notice a little later. While its mounts are still in the state.
void sayLost(Session &session, const std::string &host);
/// "lbug", "evict", "slow", "hung", "readonly", "checksum", "creates" (its MDSs say that), "disk", "nid" of the first target mounted there;
/// false: no such word, or no target.
bool sayEvent(Session &session, const std::string &host, const std::string &what);
/// Every third second while there is load: logins and services; evictions and reconnections now and then.
void chatter(Session &session, std::int64_t second);

} // namespace simhost
