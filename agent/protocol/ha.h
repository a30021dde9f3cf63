// SPDX-License-Identifier: GPL-3.0-or-later
// What a host says of its Corosync and Pacemaker: their tools' own words, read by core. Part of host.inventory, and what ha.state
// answers. All empty where neither is installed.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace protocol {

struct HaReport {
    bool corosync = false, pacemaker = false;               ///< it runs: its own tools got an answer from it, or systemd says active
    bool corosyncEnabled = false, pacemakerEnabled = false; ///< started at boot
    std::string corosyncConf{};  ///< /etc/corosync/corosync.conf as it stands; empty: there is none
    std::string authkeySum{};    ///< SHA-256 (hex) of /etc/corosync/authkey; empty: there is none. Never the key
    std::string links{};         ///< corosync-cfgtool -s, raw; empty while Corosync does not run
    std::string quorum{};        ///< corosync-quorumtool -s, raw; empty while Corosync does not run
    std::string status{};        ///< crm_mon's XML, raw: root pacemaker-result, or crm_mon of Pacemaker before 2.0.4; empty while Pacemaker does not run
    std::string cib{};           ///< cibadmin --query, on the DC of its partition only; values of secret parameters read "(removed)"
    std::vector<std::string> resourceAgents{}; ///< "ocf:lustre:Lustre": of lustre, ddn and heartbeat:ZFS what is installed
    std::vector<std::string> fenceAgents{};    ///< "fence_ipmilan"
    std::vector<std::string> secretFiles{};    ///< names below /etc/chandelier/fence, without ".secret"
    std::vector<std::string> folders{};        ///< directories that are mount points or may become some: /mnt, /lustre, and two levels below; empty: not told
    std::vector<std::pair<std::string, std::string>> parameters{}; ///< Lustre's own that members should have in common: "timeout", "at_max" ...; while it is loaded
    std::int64_t spaceFree = -1;               ///< bytes below /var, where Corosync and Pacemaker write; -1: not told
};

Json toJson(const HaReport &report);
/// BadMessage names the first field that has the wrong type; absent fields take their defaults.
Result<HaReport> haReportFromJson(const Json &json);

} // namespace protocol
