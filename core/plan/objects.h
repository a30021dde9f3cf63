// SPDX-License-Identifier: GPL-3.0-or-later
// The objects that the machine table speaks of, with dense indices and all relations worked out once: what the planner
// works on. Made from a World, from what is wanted, and from the specifications in the goals. Private to plan.
#pragma once
#include "core/inventory/nids.h"
#include "core/machine/check.h"
#include "core/plan/plan.h"

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>

namespace ha {
struct Piece;
}

namespace plan {

using Index = std::uint32_t;
inline constexpr Index noIndex = ~Index { 0 };
using Indices = std::vector<Index>;

enum class Role : std::uint8_t { None, Mgs, Mdt0, Mdt, Ost };

struct Object {
    Kind kind {};
    State state {};           ///< Unknown only for servers and LNets; a lost target counts as unmounted, see `lostOn`
    State observed {};        ///< as the World has it, for people
    ObjectId id, name;
    Index server = noIndex;   ///< of LNet and client mount; itself of a server; of a target: where it is or is to be active
    Index filesystem = noIndex;
    // Targets
    Role role = Role::None;
    bool mgsToo = false;      ///< an MDT that is an MGS as well
    bool migrating = false;   ///< being moved: its file system does not stop meanwhile
    Index lostOn = noIndex;   ///< it was last seen mounted there, and that server does not answer
    int index = -1;
    const inventory::Target *found = nullptr;
    std::optional<inventory::TargetSpec> spec {}; ///< of a target that is still to be formatted
    const inventory::Volume *volume = nullptr;
    Indices servers {}, lnets {}; ///< that may mount it, primary first
    // File systems
    const inventory::FileSystem *fs = nullptr;
    Index mgs = noIndex;
    Indices mdts {}, osts {};     ///< by index
    Indices targets {};           ///< in the order of starting, with the MGS when it serves nobody else
    Indices sharedMgs {};         ///< else the MGS
    Indices clients {};
    std::uint32_t mounted = 0, removed = 0, unformatted = 0; ///< of `targets`
    // MGS targets
    Indices serves {};            ///< file systems
    const inventory::ClientMount *client = nullptr;
    // Software, time, firewall, services
    bool ours = false;            ///< something that we configured is there
    bool ownKernel = false;       ///< the running kernel is not the one that the profile wants
    bool writeconf = false;       ///< of a target: its configuration is written anew at its next mount
    std::string mountpoint {}, fsname {};
    // High availability
    Index cluster = noIndex;      ///< of Corosync, Pacemaker, fencing and resource
    Index resource = noIndex;     ///< of a target
    Index target = noIndex;       ///< of a resource
    bool foreign = false;         ///< of a cluster that others made, and of all that is in it
    bool differs = false;         ///< it is there, but not as it is wanted; of a resource ask Model::differs()
    bool resting = false;         ///< a cluster in maintenance mode, a Pacemaker in standby
    const ha::ClusterSpec *clusterSpec = nullptr; ///< of a cluster
    const ha::HaCluster *seen = nullptr;          ///< of a cluster; null: nobody has seen it
    Indices corosyncs {}, pacemakers {}, fencings {}, softwares {}; ///< of the members of a cluster; of a target the Pacemakers of its servers
};

/// An object that has a hold which may name another one.
struct Leaning {
    Index who;
    const machine::Hold *hold;
};

class Model {
public:
    Model(const inventory::World &world, const inventory::Wanted &wanted);
    /// Adds what a specification names and the World has not; every index in it is set. Errors: BadArgument, Conflict.
    base::Result<void> add(const inventory::FileSystemSpec &spec);
    /// A client mount that is not there yet.
    Index addClient(const std::string &server, const std::string &mountpoint, const std::string &fsname);
    /// What the configuration of a cluster is to be; worked out once.
    const std::vector<ha::Piece> &piecesOf(const ha::ClusterSpec &spec) const;
    /// Clusters of Corosync and Pacemaker; relate() does it as well.
    void addHa();
    /// Works out relations. To be called once, after the last add(). Errors: BadArgument.
    base::Result<void> relate();

    Object &operator[](Index i) { return m_objects[i]; }
    const Object &operator[](Index i) const { return m_objects[i]; }
    Index find(const ObjectId &id) const;
    Index size() const { return static_cast<Index>(m_objects.size()); }

    std::span<const Index> related(Index me, machine::Where where, Kind kind) const;
    const std::vector<Leaning> &leaningOn(Index i) const { return m_leaning[i]; }
    /// Whether a rule that is there only for some objects is there for this one.
    bool applies(machine::When when, Index i) const;

    Index serverNamed(const std::string &name) const { return find("server:" + name); }
    const inventory::Server &server(Index i) const { return *m_servers[i]; }
    bool isUp(Index server) const { return server != noIndex && m_servers[server]->up() && m_servers[server]->inventory; }
    Index lnetOf(Index server) const { return m_parts[server].lnet.front(); }
    /// The software, time, firewall or services of a server; noIndex where its profile wants nothing of it and
    /// nothing of ours is there.
    Index partOf(Index server, Kind kind) const;
    /// Null: nobody chose one.
    const inventory::ServerProfile *profileOf(Index server) const;
    /// Pacemaker mounts and unmounts it.
    bool isByPacemaker(Index target) const { return isByPacemaker(m_objects[target]); }
    bool isByPacemaker(const Object &target) const;
    /// It is there, but not as it is wanted. Of a resource worked out when it is asked for: there are many.
    bool differs(Index i) const;
    /// The cluster of a server; noIndex: it is a member of none.
    Index clusterOf(Index server) const;
    /// The member of a cluster that runs Pacemaker's tools: the one that decides, else the first that answers; never `not_`.
    Index callerOf(Index cluster, Index not_ = noIndex) const;
    /// Its name in Corosync and Pacemaker.
    std::string nodeName(Index cluster, Index server) const;
    /// What Pacemaker calls the resource of a target: what is moved, started and stopped.
    std::string resourceName(const Object &target) const;
    bool isMonitored(Index server) const { return server != noIndex && wanted.isMonitored(m_objects[server].name); }
    /// The NIDs of one server with commas, as mkfs.lustre takes them; empty when nothing is known.
    std::string nidsOf(Index server) const;
    std::vector<inventory::LnetSpec> lnetSpecsOf(Index server) const;
    /// The MGS hosts of a file system, one string a host: as its targets have them, or `now` as they are.
    std::vector<std::string> mgsNodesOf(Index filesystem, bool now = false) const;
    /// The server on which a target that is not mounted is to be mounted.
    Index placeFor(const Object &target) const;

    /// What the file system's state follows to when its targets are as they are now.
    State derived(const Object &filesystem) const;

    const inventory::World world;
    const inventory::Wanted &wanted;

private:
    void addServers();
    void addParts(const inventory::Server &s, Index server);
    void addTargets();
    void addFilesystems();
    void addClients();
    void addCluster(const ha::ClusterSpec *spec, const ha::HaCluster *seen);
    void addMember(Index cluster, Index server);
    void addResource(Index cluster, Index target);
    Index push(Object o);
    base::Result<void> addSpec(const inventory::FileSystemSpec &spec, const inventory::TargetSpec &target, Index fs);
    Index filesystemNamed(const std::string &name);
    void joinFilesystem(Index fs, Index target);
    void relateFilesystem(Index fs);
    void relateOrder(Index fs);
    void relateLeaning();

    std::vector<Object> m_objects;
    std::unordered_map<ObjectId, Index> m_byId;
    std::vector<const inventory::Server *> m_servers; ///< by index of the server object
    struct Parts {
        Indices lnet, software, time, firewall, services, corosync, pacemaker, fencing; ///< one each or none
        inventory::ServerProfilePtr profile;              ///< with what a member of its cluster needs besides
    };
    std::vector<Parts> m_parts;                       ///< by index of the server object
    const Indices &parts(Index server, Kind kind) const;
    std::deque<Indices> m_lists;
    std::vector<const Indices *> m_startedBefore, m_stoppedBefore;
    std::vector<std::vector<Leaning>> m_leaning;
    inventory::LnetChoice m_choice;
    mutable std::map<std::string, std::shared_ptr<const std::vector<ha::Piece>>> m_pieces; ///< by cluster
};

/// Sentence parts for errors and reasons.
std::string listed(const std::vector<std::string> &words);
base::Error badGoal(std::string message, std::string remedy = {});

} // namespace plan
