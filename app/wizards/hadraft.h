// SPDX-License-Identifier: GPL-3.0-or-later
// What the person has chosen of a cluster so far. No widgets. Passwords are here and nowhere else: never in the specification.
#pragma once
#include "core/ha/metadata.h"
#include "core/ha/propose.h"
#include "core/inventory/wanted.h"

namespace wizards {

class HaDraft {
public:
    HaDraft() = default;
    ~HaDraft();
    HaDraft(const HaDraft &) = delete;
    HaDraft &operator=(const HaDraft &) = delete;

    bool changing = false; ///< of a cluster that is there: its members and rings stay
    ha::ClusterSpec spec{};
    bool named = false;    ///< the person has typed the name
    std::map<std::string, std::string> passwords{};       ///< typed, by FenceDeviceSpec::secretName
    std::set<std::string> known{};                        ///< names of secrets that are on a server, or kept here already
    std::map<std::string, ha::AgentMetadata> metadata{};  ///< of the agents that were asked for, by name

    std::vector<std::string> servers() const; ///< of the members, sorted
    bool isMember(const std::string &server) const { return spec.member(server) != nullptr; }
    /// Takes these as members: rings, name and targets follow, and what was chosen for those that stay is kept.
    void setServers(const std::vector<std::string> &servers, const inventory::World &world);
    /// Networks by ring, one or two; an empty second one is none.
    void setRings(const std::string &first, const std::string &second, const inventory::World &world);
    std::vector<std::string> rings(const inventory::World &world) const; ///< the networks of the members' addresses

    /// Fence agents that all members have.
    std::vector<std::string> agents(const inventory::World &world) const;
    /// A device for a server, of this agent. One that is there takes the other agent, and what both agents know of it is kept.
    ha::FenceDeviceSpec &setAgent(const std::string &server, std::size_t place, const std::string &agent);
    void removeDevice(const std::string &server, std::size_t place); ///< its password, where no other device has it, goes too
    /// What the agent's metadata says of it: which parameter takes the script of the password, and its name when it needs one.
    void settle(const std::string &server, ha::FenceDeviceSpec &device) const;
    /// Gives the agent and all parameters but address and outlet to the servers that have no device yet.
    void copyDevice(const std::string &from);

    std::vector<inventory::SpecProblem> problems(const inventory::World &world) const;
    /// Targets that only members can mount.
    std::vector<inventory::ObjectId> targets(const inventory::World &world) const;

private:
    void deviceProblems(const std::string &server, const ha::FenceDeviceSpec &device, std::vector<inventory::SpecProblem> &out) const;
};

/// "oss1-bmc": of letters, digits, dots, - and _ only.
std::string secretNameFor(const std::string &server, const std::string &device);
/// Whether a parameter says where a device is, and so is another one for each server.
bool isOfOneDevice(const std::string &parameter);

} // namespace wizards
