// SPDX-License-Identifier: GPL-3.0-or-later
// Corosync and Pacemaker on paper: they obey steps, keep a configuration, and say what real ones would say. What Pacemaker does by itself
// (starting what is managed, stopping what it has forgotten) it does here too, so that a plan that would unmount a target is caught.
#pragma once
#include "core/inventory/haparse.h"
#include "core/plan/plan.h"

#include <map>

namespace worlds {

class HaPaper {
public:
    using Hosts = std::map<std::string, protocol::HostInventory>;
    /// What the hosts say of their clusters is taken in.
    explicit HaPaper(const Hosts &hosts);
    /// What a real cluster would object to; empty when the step was done.
    std::string step(const plan::Step &step, Hosts &hosts);
    /// Makes a running cluster: the hosts get its files, and the configuration that is wanted of it.
    static void build(const ha::ClusterSpec &spec, const inventory::World &world, Hosts &hosts, const std::set<std::string> &standby, bool maintenance);
    /// A host was rebooted: what is enabled runs again.
    void rebooted(const std::string &server, Hosts &hosts);

private:
    struct Cluster {
        ha::Element configuration;
        std::set<std::string> standby, active; ///< nodes; resources that it has seen running
    };
    std::string corosync(const plan::Step &step, Hosts &hosts);
    std::string patch(const plan::Step &step, Cluster &cluster, Hosts &hosts);
    std::string resource(const plan::Step &step, Cluster &cluster, Hosts &hosts);
    void settle(const std::string &name, Hosts &hosts);
    void tell(const std::string &name, Hosts &hosts);
    std::string mountedAt(const std::string &resource, const Hosts &hosts) const;
    std::string mount(const std::string &resource, const std::string &server, Hosts &hosts);
    std::vector<std::string> candidates(const std::string &resource, const Cluster &cluster, const Hosts &hosts) const;
    std::map<std::string, Cluster> m_clusters;
};

} // namespace worlds
