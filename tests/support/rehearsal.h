// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster on paper that obeys the steps of a plan and refuses what a real one would refuse. It reads the steps' arguments, so
// that a plan whose arguments are wrong does not reach its goal.
#pragma once
#include "core/plan/plan.h"
#include "tests/support/hapaper.h"

#include <map>

namespace worlds {

class Rehearsal {
public:
    explicit Rehearsal(const std::vector<inventory::HostReport> &reports);
    /// What a real cluster would object to; empty when the move was done. Answers of checks count: a target that is mounted
    /// on a peer refuses to be mounted.
    std::string apply(const plan::Move &move);
    /// The host comes back after a reboot, or a lost host answers again (`rebooted`: with nothing mounted).
    void comeBack(const std::string &server, bool rebooted);
    void lose(const std::string &server);
    std::vector<inventory::HostReport> reports() const;
    inventory::World world() const { return inventory::buildWorld(reports()); }
    int formats(const std::string &device) const;

private:
    std::string step(const plan::Step &step);
    std::string lnet(const plan::Step &step, protocol::HostInventory &host);
    std::string software(const plan::Step &step, protocol::HostInventory &host);
    std::string time(const plan::Step &step, protocol::HostInventory &host);
    std::string firewall(const plan::Step &step, protocol::HostInventory &host);
    std::string services(const plan::Step &step, protocol::HostInventory &host);
    std::string written(const protocol::FoundTarget &target);
    std::string target(const plan::Step &step, protocol::HostInventory &host);
    std::string format(const plan::Step &step, protocol::HostInventory &host);
    std::string mount(const plan::Step &step, protocol::HostInventory &host);
    std::string client(const plan::Step &step, protocol::HostInventory &host);
    std::string mountedOn(const std::string &deviceId) const;
    protocol::FoundTarget *found(protocol::HostInventory &host, const protocol::Json &args);

    std::vector<inventory::HostReport> m_reports;
    std::map<std::string, protocol::HostInventory> m_hosts;
    std::map<std::string, std::string> m_configured; ///< NIDs that LNet of a host gets when it starts
    std::map<std::string, int> m_formats;
    std::optional<HaPaper> m_ha;
    std::map<std::string, protocol::TimeReport> m_time; ///< as it was before we configured it
};

} // namespace worlds
