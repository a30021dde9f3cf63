// SPDX-License-Identifier: GPL-3.0-or-later
// Server profiles: what a server is for, as data. What is to be installed and configured, by distribution, and what must be so
// before. The files are described in resources/server-profiles/README.md.
#pragma once
#include "agent/protocol/inventory.h"
#include "core/base/result.h"
#include "core/machine/vocabulary.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace inventory {

struct LnetSpec {
    std::string net = "tcp";               ///< "tcp", "tcp1", "o2ib"
    std::vector<std::string> interfaces{}; ///< "eth1"
    friend bool operator==(const LnetSpec &, const LnetSpec &) = default;
};

struct RouteSpec {
    std::string net, gateway; ///< "o2ib", "10.10.1.9@tcp"
    int hops = -1;            ///< -1: not given
    friend bool operator==(const RouteSpec &, const RouteSpec &) = default;
};

struct ServerProfile {
    struct Repository {
        std::string name, title, url; ///< name: of its file; url: as the host's package manager takes it
        std::string key{};            ///< URL of the signing key, or its text; empty: packages of it are not checked
        std::string suite{};          ///< of apt; "./": a flat repository
        std::vector<std::string> components{}; ///< of apt
        friend bool operator==(const Repository &, const Repository &) = default;
    };
    struct Distribution {
        std::string when;             ///< expression that chooses it; the first that holds is taken
        std::vector<Repository> repositories{};
        std::vector<std::string> packages{};
        std::string kernel{};         ///< what the release of the running kernel must contain, "_lustre"; empty: any kernel does
        friend bool operator==(const Distribution &, const Distribution &) = default;
    };
    struct Time {
        bool wanted = false;
        std::string package{};             ///< installed where the host has no time service yet
        std::string service{};             ///< chrony, timesyncd or ntpd; empty: the one that the host has
        std::vector<std::string> servers{}; ///< empty: those of the host
        friend bool operator==(const Time &, const Time &) = default;
    };
    struct Validation {
        std::string check, message, remedy{}; ///< check: expression that must hold
        bool fatal = true;                 ///< false: a warning
        friend bool operator==(const Validation &, const Validation &) = default;
    };
    /// What a member of a cluster needs; never in a file, see Wanted::wholeProfileOf().
    struct Ha {
        int links = 0;                     ///< rings of Corosync; 0: it is in no cluster
        std::set<std::string> fenceAgents{}; ///< that its fence devices use: "fence_ipmilan"
        bool lustreAgents = false;         ///< targets are, or are to be, under Pacemaker
        friend bool operator==(const Ha &, const Ha &) = default;
    };
    std::string name;  ///< "storage-ldiskfs": of its file, and what it is called by
    std::string title, description{};
    bool managed = true;
    int order = 100;   ///< place in lists
    std::vector<Distribution> distributions{}; ///< empty: nothing is installed
    Time time{};
    std::vector<std::string> firewall{};  ///< "988/tcp"
    std::vector<std::string> services{};  ///< units that run, now and after each boot: "mariadb.service"
    std::vector<LnetSpec> lnets{};        ///< where nobody said otherwise; empty: the data interfaces
    std::vector<Validation> validations{};
    Ha ha{};
    friend bool operator==(const ServerProfile &, const ServerProfile &) = default;
};
using ServerProfilePtr = std::shared_ptr<const ServerProfile>;

/// A profile as its file has it. BadArgument names `where` (the file), the field ("distributions[1].packages"), what stands there
/// and what may; expressions that cannot be read name the place in them.
base::Result<ServerProfile> serverProfileFromJson(const protocol::Json &json, const std::string &where);
protocol::Json toJson(const ServerProfile &profile);

/// Managed, but nothing is installed or configured.
ServerProfilePtr asItIsProfile();
/// Nothing is changed on the server.
ServerProfilePtr monitoredProfile();

/// The part for a host's distribution; null: none fits, or the profile has none.
const ServerProfile::Distribution *distributionFor(const ServerProfile &profile, const protocol::HostInventory &host);
struct ProfileProblem {
    std::string text, remedy;
    bool fatal = true;
};
/// Why the profile does not fit a host: validations that do not hold, or a distribution that it does not know.
std::vector<ProfileProblem> problemsOf(const ServerProfile &profile, const protocol::HostInventory &host);

/// What profile and host make of the four objects; None: the profile wants nothing of it. A host that has Lustre mounted or stands by for
/// targets that it sees is Ready, whatever its packages are called: what serves is not to be installed anew.
machine::State softwareState(const ServerProfile &profile, const protocol::HostInventory &host);
machine::State timeState(const ServerProfile &profile, const protocol::HostInventory &host);
machine::State firewallState(const ServerProfile &profile, const protocol::HostInventory &host);
machine::State servicesState(const ServerProfile &profile, const protocol::HostInventory &host);
/// Services of the profile that do not run or are not enabled.
std::vector<std::string> idleServices(const ServerProfile &profile, const protocol::HostInventory &host);
/// Packages of the profile that the host lacks, with that of a time service where it has none.
std::vector<std::string> missingPackages(const ServerProfile &profile, const protocol::HostInventory &host);
/// Ports of the profile that the host's firewall does not let in.
std::vector<std::string> closedPorts(const ServerProfile &profile, const protocol::HostInventory &host);
/// Whether the running kernel is one that the profile's modules fit.
bool kernelFits(const ServerProfile &profile, const protocol::HostInventory &host);
/// It has Lustre mounted, or stands by for targets that it sees: its Lustre packages are left alone.
bool servesLustre(const protocol::HostInventory &host);
/// What lets Corosync's links in: knet's first port is 5405, one a link.
std::vector<std::string> haPorts(int links);
/// Packages of Corosync, Pacemaker and the agents that a member of a cluster lacks, by the names of its distribution.
std::vector<std::string> missingHaPackages(const ServerProfile &profile, const protocol::HostInventory &host);

} // namespace inventory
