// SPDX-License-Identifier: GPL-3.0-or-later
// A plan: a graph of moves as plain data. It is made by the pure planner, shown by the app, stored in the journal, and run by
// the executor exactly as it stands.
#pragma once
#include "agent/protocol/operations.h"
#include "core/inventory/wanted.h"

#include <optional>
#include <string>
#include <vector>

namespace plan {

using inventory::ObjectId;
using machine::Kind;
using machine::Risk;
using machine::State;

/// What somebody asks for. Several at once make one plan.
struct Goal {
    enum class What : std::uint8_t {
        Reach,            ///< bring `object` to `state`
        CreateFilesystem, ///< make and start `spec`
        AddTargets,       ///< `spec.targets` are added to the existing file system `spec.name`
        MoveTarget,       ///< mount `object` on `server` (fail over, fail back)
        RemoveFilesystem, ///< stop, forget its targets, erase its logs on an MGS that stays
        Reboot, Shutdown, ///< of server `object`; its targets are stopped or moved first (`moveAway`)
        Repair,           ///< bring what differs from Wanted back; `object` empty: everything
        RewriteConfiguration, ///< of file system `object`: stop it, writeconf its targets with the NIDs of now, start it if it was started
        ManageServer,     ///< `object` gets its profile of `profiles` (none: as it is) and is set up as that wants it
        ReleaseServer,    ///< `object` is monitored only from now on; what was configured on it is taken back
        ManageFilesystem, ///< `object` and its servers, as they are; `profiles` by server, or under "" for all
        ReleaseFilesystem,///< `object`, and its servers when nothing else that is managed is on them
        Drain,            ///< moves the targets that are mounted on server `object` to other servers
        MoveHome,         ///< moves the targets whose primary is server `object` there
        ConfigureLnet,    ///< `lnets` and `routes` on the server of `object` (lnet:NAME); what leans on it is stopped and started again
        RestartAgent,     ///< of server `object`
        CreateCluster,    ///< make and start `cluster`; targets in its `resources` are handed over to it as they are
        ChangeCluster,    ///< the cluster of this name is to be as `cluster` says: fencing, policy, health; members stay
        RemoveCluster,    ///< `object`: its targets are taken back as they are, then it is stopped and unconfigured
        HandOver,         ///< the target or file system `object` goes under Pacemaker as it is, mounted or not
        TakeBack,         ///< the target or file system `object` is mounted and unmounted by us again; nothing is unmounted
        Online,           ///< server `object` may have resources again, after Drain has put it into standby
        MaintenanceOn, MaintenanceOff, ///< of cluster `object`
        CleanUp, Unban,   ///< failures and bans of target `object` (all of cluster `object`; failures of what fences server `object`) in Pacemaker are forgotten
        FenceTest,        ///< server `object` is drained, fenced for real, and brought back
    };
    What what = What::Reach;
    ObjectId object{};
    State state = State::None;
    std::string server{};
    inventory::FileSystemSpec spec{}; ///< of a Reach that mounts a client that was never mounted: only the file system's name
    bool moveAway = false;
    std::map<std::string, inventory::ServerProfilePtr> profiles{};
    std::vector<inventory::LnetSpec> lnets{};
    std::vector<inventory::RouteSpec> routes{};
    std::vector<inventory::LnetSpec> lnetsBefore{}; ///< of a planned ConfigureLnet: what was there, for the way back; empty: nothing was
    std::vector<inventory::RouteSpec> routesBefore{};
    ha::ClusterSpec cluster{};
    std::optional<ha::ClusterSpec> clusterBefore{}; ///< of a planned ChangeCluster or RemoveCluster: for the way back
};

struct Step {
    protocol::Verb verb{};
    protocol::Json args{};
    std::string server;
    std::vector<protocol::Operation> operations{}; ///< what will run, for people; from protocol::operationsFor
    int limitSeconds = 0;
};

/// A host's name that a person must type as their word that it is off, before a move may run (see target.mount).
struct WordWanted {
    std::string server, text; ///< text: what is at stake, one sentence
};

struct Move {
    ObjectId object;
    std::string objectName;  ///< "scratch-OST0003"
    Kind kind{};
    State from{}, to{};
    std::string action;      ///< what the user reads, from the machine table: "Format target"; translated where shown
    std::string group;       ///< heading it stands under: "Prepare servers", "Format targets", "Start scratch" ...
    std::string server;      ///< where it runs; empty for moves without steps
    std::vector<Step> steps{};
    Risk risk{};
    std::string riskText{};  ///< what is lost or interrupted, and for whom; empty when safe
    std::vector<std::size_t> after{}; ///< indices of moves that must be done before; always smaller than its own index
    std::string why{};       ///< one sentence: "asked for", "scratch-OST0000 needs LNet up on oss1"
    std::string undo{};      ///< what undoes it, from the table; empty: nothing does
    std::vector<WordWanted> words{};
};

struct Plan {
    std::string title;               ///< "Create file system scratch"
    std::vector<Goal> goals{};
    std::vector<Move> moves{};
    inventory::Wanted wantedAfter{}; ///< becomes the profile's Wanted when the plan is started
    std::vector<std::string> notes{}; ///< what the person should know: what cannot be undone, what stays
    std::string typeToConfirm{};     ///< the name to type before a data-losing plan may run; empty: none
    bool empty() const { return moves.empty(); }
    Risk risk() const;               ///< the worst of its moves
};

protocol::Json toJson(const Goal &goal);
base::Result<Goal> goalFromJson(const protocol::Json &json);
protocol::Json toJson(const Plan &plan);
base::Result<Plan> planFromJson(const protocol::Json &json);

/// The whole plan as a commented POSIX shell script, one `ssh HOST` block a step, for people who want to do it by hand.
std::string asScript(const Plan &plan);
/// Ordered list for a terminal: number, host, action, object, command lines, why, risk. Used by chandelierctl and golden files.
std::string asText(const Plan &plan);

} // namespace plan
