// SPDX-License-Identifier: GPL-3.0-or-later
// World: what exists, as one immutable value. It is built from agents' inventories and nothing else; what the admin wants
// stands beside it in Wanted, never in it. Copying a World is copying a pointer; any thread may read it.
#pragma once
#include "agent/protocol/inventory.h"
#include "core/base/result.h"
#include "core/inventory/hatypes.h"
#include "core/machine/vocabulary.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace inventory {

/// "server:oss1", "lnet:oss1", "target:scratch-OST0003", "target:MGS:<volume>" (a separate MGS), "filesystem:scratch",
/// "client:oss1:/mnt/scratch", "software:oss1", "time:oss1", "firewall:oss1", "services:oss1", "corosync:oss1", "pacemaker:oss1",
/// "fencing:oss1", "cluster:NAME", "resource:scratch-OST0003" (a target under Pacemaker). Stable over restarts; made by the functions in ids.h only.
using ObjectId = std::string;

enum class Reach : std::uint8_t { NeverSeen, Connecting, Connected, Lost };

/// What the link knows of one host, with the last inventory that it gave. Input of buildWorld.
struct HostReport {
    std::string server; ///< its name in the profile: the key of everything
    Reach reach = Reach::NeverSeen;
    std::string reason{};      ///< why not connected, for a person
    std::int64_t seenAt = 0;   ///< ms since the epoch, this workstation's clock, of the inventory
    std::shared_ptr<const protocol::HostInventory> inventory{}; ///< null: never had one
};

struct Server {
    ObjectId id, lnetId, softwareId, timeId, firewallId, servicesId; ///< the states of the last four depend on its profile: serverprofile.h
    std::string name;
    Reach reach = Reach::NeverSeen;
    std::string reason{};
    std::int64_t seenAt = 0;
    machine::State state = machine::State::None; ///< of the server
    machine::State lnet = machine::State::None;  ///< of its LNet; Unknown while not connected
    std::shared_ptr<const protocol::HostInventory> inventory{};
    std::vector<ObjectId> targetsHere{};    ///< mounted here
    std::vector<ObjectId> targetsPrimary{}; ///< whose primary it is
    bool up() const { return reach == Reach::Connected; }
};

struct VolumePath {
    std::string server, path;
};

/// A device that may carry a target, joined over hosts by serial or WWN.
struct Volume {
    std::string id;    ///< BlockDevice::id, or "<server>:<path>" for a device without one
    std::string name;  ///< for people: the path on the primary, without /dev/
    std::uint64_t size = 0;
    std::string kind, transport, model, serial;
    std::vector<VolumePath> seenBy{}; ///< sorted by server
    std::string primary, failover;    ///< servers; failover is empty when one host sees it
    protocol::Signature signature{};
    ObjectId target{};     ///< the target on it; empty when none
    std::string whyNot{};  ///< why it cannot take a target; empty when it can
    bool hasContent = false; ///< something is on it that a format would destroy; formatting wants it named
    bool usable() const { return whyNot.empty() && target.empty(); }
    std::string pathOn(const std::string &server) const; ///< empty when that server does not see it
};

struct TargetMount {
    std::string server, mountpoint;
};

struct Target {
    ObjectId id;
    std::string label;  ///< as registered, "scratch-OST0003"; "MGS"
    std::string fsname; ///< empty for a separate MGS
    bool mgs = false, mdt = false, ost = false;
    int index = -1;
    std::string backend, volume, uuid;
    std::vector<std::string> servers{}; ///< that may mount it and see its volume, primary first
    std::string primary, failover;
    bool homeStored = true; ///< false: its configuration does not tell its primary, which is where it is mounted, else empty
    machine::State state = machine::State::None; ///< Unformatted never occurs here: an unformatted target is only wanted
    std::vector<TargetMount> mounts{};           ///< two entries are an alarm
    std::string active{};                        ///< where it is mounted; empty when nowhere known
    bool activeKnown = true;                     ///< false: its last known host does not answer
    std::string mountpoint{};                    ///< used or to be used
    std::vector<std::pair<std::string, std::string>> parameters{};
    std::vector<std::string> mgsNodes{}, serviceNodes{}; ///< NID lists as stored
    bool writeconf = false;
    std::optional<bool> mmp{};
    std::uint64_t bytesTotal = 0, bytesFree = 0, inodesTotal = 0, inodesFree = 0;
    std::int64_t clients = -1;
    std::string recovery{};
    std::vector<std::string> conflicts{}; ///< sentences: two hosts disagree, label and index disagree ...
    std::vector<std::string> strangeNids{}; ///< in its configuration, of no server of the profile; empty while a server has not answered
    std::string resource{}; ///< what Pacemaker starts, stops and moves for it: a primitive or its group; empty: it is mounted by us
    std::string cluster{};  ///< the cluster of that resource
    bool onPrimary() const { return active == primary; }
};

struct FileSystem {
    ObjectId id;
    std::string name;
    ObjectId mgs{}; ///< its MGS target (may be its MDT0000 when combined); empty when not found
    std::vector<ObjectId> mdts{}, osts{}; ///< by index
    machine::State state = machine::State::None;
    std::vector<std::string> missing{}; ///< sentences: which index was not found, where it may be
    std::vector<std::string> conflicts{}; ///< sentences, those of its targets with their names; a rewrite of NIDs cures strange ones
    std::vector<std::string> strangeNids{}; ///< of all its targets
    std::vector<std::string> mgsNids{}; ///< one string a host: "10.10.1.1@tcp,10.20.1.1@o2ib"
    /// "mount -t lustre NID:NID:/name /mnt/name"
    std::string mountCommand() const;
    std::uint64_t bytesTotal = 0, bytesFree = 0, inodesTotal = 0, inodesFree = 0;
};

struct ClientMount {
    ObjectId id;
    std::string server, fsname, spec, mountpoint;
    machine::State state = machine::State::Mounted;
};

struct WorldData {
    std::int64_t at = 0; ///< ms since the epoch of the newest report in it
    std::map<std::string, Server> servers{};          ///< by name
    std::map<std::string, Volume> volumes{};          ///< by id
    std::map<ObjectId, Target> targets{};
    std::map<std::string, FileSystem> filesystems{};  ///< by name
    std::map<ObjectId, ClientMount> clientMounts{};
    std::map<std::string, ha::HaCluster> clusters{};  ///< by name; those that others made as well
    std::vector<std::string> conflicts{};             ///< sentences that belong to no single object
};

class World {
public:
    World();
    explicit World(std::shared_ptr<const WorldData> data) : m_data(std::move(data)) { }
    const WorldData &operator*() const { return *m_data; }
    const WorldData *operator->() const { return m_data.get(); }
    const Server *server(const std::string &name) const;
    const Volume *volume(const std::string &id) const;
    const Target *target(const ObjectId &id) const;
    const FileSystem *filesystem(const std::string &name) const;
    const ha::HaCluster *cluster(const std::string &name) const;
    /// The cluster that a server is a member of; null: none that was seen.
    const ha::HaCluster *clusterOf(const std::string &server) const;
    /// The first target with this label in `fsname`'s file system, or with this label anywhere when `fsname` is empty.
    const Target *targetByLabel(const std::string &label) const;

private:
    std::shared_ptr<const WorldData> m_data;
};

World buildWorld(const std::vector<HostReport> &reports);

} // namespace inventory
