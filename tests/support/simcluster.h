// SPDX-License-Identifier: GPL-3.0-or-later
// The hosts and disks of a simulation, as simple as they may be: what LNet, mkfs and mount leave behind, and who has what
// mounted. It counts what must never happen instead of preventing it.
#pragma once
#include "agent/service.h"
#include "core/inventory/world.h"

#include <map>
#include <set>

namespace support {

class SimCluster {
public:
    enum class Content : std::uint8_t { Blank, Half, Target };
    struct Disk {
        std::string id;
        Content content = Content::Blank;
        protocol::FoundTarget target{};  ///< also of Half: whose half it is
        std::string formattedBy{};       ///< job
        std::string halfBy{};            ///< order that began, or goes on with, the half
        int formats = 0;                 ///< finished ones
        bool present = true;
        std::map<std::string, std::string> mounts{}; ///< host -> mountpoint
    };

    /// Two pairs of servers, mds1 and mds2, oss1 and oss2, nothing configured; three disks for the first pair, three for the second.
    SimCluster();
    /// The order begins on the host: only a format leaves traces so early.
    void begin(const std::string &host, const agent::RunOrder &order);
    /// The order comes to its end, and this is its outcome. Every verb is idempotent, as the real ones are.
    agent::Outcome finish(const std::string &host, const agent::RunOrder &order);
    void powerCut(const std::string &host);
    void setPresent(const std::string &disk, bool present) { m_disks[disk].present = present; }

    protocol::HostInventory inventory(const std::string &host) const;
    std::vector<std::string> hosts() const;
    const std::map<std::string, Disk> &disks() const { return m_disks; }
    const std::vector<std::string> &violations() const { return m_violations; }

private:
    using Reply = protocol::Result<protocol::Json>;
    Reply perform(const std::string &host, const agent::RunOrder &order);
    Reply lnet(const std::string &host, protocol::Verb verb, const protocol::Json &args);
    Reply part(const std::string &host, protocol::Verb verb, const protocol::Json &args);
    Reply format(const agent::RunOrder &order, Disk &disk);
    Reply enroll(const std::string &host, const protocol::Json &args, Disk &disk);
    Reply mount(const std::string &host, const protocol::Json &args, Disk &disk);
    Reply state(const std::string &host, const Disk &disk) const;
    Disk *diskOf(const protocol::Json &args);
    bool mgsRuns() const;
    protocol::FoundTarget wanted(const protocol::Json &args) const;

    std::map<std::string, protocol::HostInventory> m_hosts;
    std::map<std::string, Disk> m_disks;
    std::vector<std::string> m_violations;
};

} // namespace support
