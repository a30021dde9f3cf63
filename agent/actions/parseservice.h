// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of what time services and firewalls print. Pure; they find less in bad input.
#pragma once
#include "agent/protocol/inventory.h"

#include <string>
#include <string_view>
#include <vector>

namespace agent {

struct Unit {
    std::string id;    ///< its real name: chrony.service, also when chronyd.service was asked for
    bool loaded = false, active = false, enabled = false;
    std::string fileState{}; ///< disabled, static, alias ...
    std::vector<std::string> names{}; ///< where Names were asked for: all that it goes by
    /// Or there is nothing to enable: somebody else starts it, or it is another name of one that is enabled.
    bool startsAtBoot() const { return enabled || fileState == "static" || fileState == "alias" || fileState == "indirect" || fileState == "generated"; }
};
/// systemctl show -p Id,LoadState,ActiveState,UnitFileState UNIT...: blocks with an empty line between.
std::vector<Unit> parseUnits(std::string_view text);

/// server, pool and peer lines of chrony.conf, *.sources and ntp.conf.
std::vector<std::string> parseTimeServers(std::string_view text);
/// Does chrony.conf read the files of this directory (sourcedir, confdir, or include DIR/*)?
bool readsDirectory(std::string_view chronyConf, const std::string &directory);
/// NTP= of timesyncd.conf.
std::vector<std::string> parseTimesyncd(std::string_view text);

struct ClockState {
    bool synchronized = false;
    double offsetSeconds = 0; ///< of the host's clock against its source; positive: fast
};
/// chronyc -c tracking: field 5 is the correction still to be made, positive when the clock is fast; the last is the leap status.
ClockState parseChronyTracking(std::string_view text);
/// timedatectl timesync-status: "Offset: +1.2ms", which is how far the server is ahead; and synchronized by timedatectl show.
ClockState parseTimesyncStatus(std::string_view status, std::string_view show);
/// ntpq -c rv: "sync_ntp", "offset=0.123" in milliseconds, how far the server is ahead.
ClockState parseNtpq(std::string_view text);

/// "Status: active" and the "PORT ALLOW IN Anywhere" lines of ufw status; nothing when it is inactive.
struct Openings {
    bool active = false;
    std::vector<std::string> open{};
};
Openings parseUfw(std::string_view text);
/// iptables -S INPUT: active when something is kept out by policy or rule.
Openings parseIptables(std::string_view text);

struct NftRule {
    std::string port;      ///< "988/tcp" that it accepts; empty: something else
    std::string comment{};
    std::string handle{};
};
struct NftChain {
    std::string name;   ///< "inet filter input"
    bool input = false; ///< hangs on the input hook
    bool keepsOut = false; ///< by its policy, or by a drop or reject without any condition
    std::vector<NftRule> rules{};
};
/// nft -j list ruleset, or list chain.
std::vector<NftChain> parseNft(std::string_view text);

} // namespace agent
