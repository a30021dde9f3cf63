// SPDX-License-Identifier: GPL-3.0-or-later
// What the admin asked for and has not taken back. Kept in the profile. World says what is; the difference is drift.
#pragma once
#include "core/inventory/serverprofile.h"
#include "core/inventory/world.h"

#include <optional>
#include <set>

namespace inventory {

/// A target that is to be made, or that belongs to a file system that was made here.
struct TargetSpec {
    bool mgs = false, mdt = false, ost = false; ///< mgs and mdt together: combined
    int index = -1;                             ///< -1: chosen when planned (round-robin over servers for OSTs)
    std::string volume;                         ///< Volume::id
    std::string backend = "ldiskfs";
    std::string primary, failover;              ///< servers; empty: the volume's
    int inodeSize = 0, bytesPerInode = 0;       ///< 0: mkfs.lustre's default
    std::int64_t inodeCount = 0;
    int journalMiB = 0;                         ///< 0: chosen by the device's size
    std::int64_t deviceSizeKiB = 0;
    int stripeCountHint = 0;
    std::string mountOptions{}, mkfsOptions{}, comment{}, network{};
    std::vector<std::pair<std::string, std::string>> parameters{};
    std::string reformat{};                     ///< the existing content the person agreed to destroy, Signature::text()
};

struct FileSystemSpec {
    std::string name;
    std::string existingMgs{};    ///< ObjectId of an MGS that is there already; empty: one of `targets` has mgs
    std::vector<TargetSpec> targets{};
};

struct Wanted {
    std::map<ObjectId, machine::State> states{};     ///< only for objects that the admin said something about
    std::map<std::string, FileSystemSpec> filesystems{}; ///< specs of file systems being made or made here, by name
    std::map<std::string, std::vector<LnetSpec>> lnets{}; ///< by server; absent: planner's choice, all non-loopback data interfaces
    std::map<ObjectId, std::string> placement{};     ///< target -> server where it is wanted; absent: its primary
    std::map<ObjectId, std::string> mountpoints{};   ///< target -> where it was seen mounted; absent: defaultMountpoint()
    std::map<std::string, std::vector<RouteSpec>> routes{}; ///< LNet routes by server
    std::map<std::string, ServerProfilePtr> profiles{}; ///< by server, as it was when it was chosen; never null
    std::set<std::string> lnetOurs{};                ///< servers whose LNet a plan has configured: giving back takes that back
    std::map<std::string, ha::ClusterSpec> clusters{}; ///< clusters of Pacemaker that are made or were made here, by name
    std::set<std::string> standby{};                 ///< servers that are wanted in standby
    std::set<std::string> maintenance{};             ///< names of clusters that are wanted in maintenance mode
    const ha::ClusterSpec *clusterOf(const std::string &server) const; ///< null: it is a member of none that we made
    /// Its profile with what a member of its cluster needs besides; null: neither was chosen.
    ServerProfilePtr wholeProfileOf(const std::string &server) const;
    const ServerProfile *profileOf(const std::string &server) const; ///< null: none was chosen
    /// Its profile says that nothing is to be changed on it.
    bool isMonitored(const std::string &server) const;
};

/// Everything that is said of server `from` is said of server `to`: the server has another name in the profile now.
void renameServer(Wanted &wanted, const std::string &from, const std::string &to);

/// Nothing is said of server `name` any more; one that gets its name later is another one.
void forgetServer(Wanted &wanted, const std::string &name);

/// `world` with what is remembered of targets that are mounted nowhere: the server where they are wanted, where their configuration
/// names none, and the mountpoint that they were seen with. What plans, offers and drift are made from.
World remembered(const World &world, const Wanted &wanted);

protocol::Json toJson(const Wanted &wanted);
base::Result<Wanted> wantedFromJson(const protocol::Json &json);
protocol::Json toJson(const TargetSpec &spec);
base::Result<TargetSpec> targetSpecFromJson(const protocol::Json &json);
protocol::Json toJson(const FileSystemSpec &spec);
base::Result<FileSystemSpec> fileSystemSpecFromJson(const protocol::Json &json);

/// A difference between World and Wanted that a person should see.
struct Drift {
    ObjectId object;
    std::string name;       ///< "scratch-OST0003"
    std::string text;       ///< "is unmounted; wanted mounted on oss2"
    bool repairable = true; ///< false: the host that would have to act does not answer
    machine::State wanted = machine::State::None; ///< the state it is wanted in
    std::string server {};  ///< of a target that is mounted elsewhere: where it is wanted
    /// What brings it back where that is no state to go to.
    enum class Cure : std::uint8_t { State, Online, Standby, BeginMaintenance, EndMaintenance, Reconfigure };
    Cure cure = Cure::State;
};
std::vector<Drift> drift(const World &world, const Wanted &wanted);
/// Whether a drift of `object` belongs to `whole`: a target to its file system, or to a server that may mount it.
bool concerns(const ObjectId &whole, const ObjectId &object, const World &world);

/// Problems of a specification, each naming the field ("name", "targets[3].volume") and what to do. Empty: good.
struct SpecProblem {
    std::string field, text;
    bool fatal = true; ///< false: a warning (an odd choice that can work)
};
std::vector<SpecProblem> check(const FileSystemSpec &spec, const World &world);
/// Why this cannot be a file system's name; empty when it can (1 to 8 of A-Z a-z 0-9 _ -, not starting with - ...).
std::string fsnameProblem(const std::string &name);

} // namespace inventory
