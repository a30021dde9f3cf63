// SPDX-License-Identifier: GPL-3.0-or-later
// High availability as plain values: what the admin wants of a cluster, and what Corosync's and Pacemaker's own tools say of one. World and
// Wanted hold these. The parsers are in haparse.h, everything that decides is in core/ha. Times are seconds since the epoch unless named.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ha {

// ---- what is wanted: inventory::Wanted::clusters, by name ----

struct Member {
    std::string server;                   ///< its name in the profile
    int nodeId = 0;                       ///< 1 ... ; never given to another server while the cluster lives
    std::vector<std::string> addresses{}; ///< by ring: one or two, without prefix length
    std::string node{};                   ///< its name in Corosync and Pacemaker; empty: as `server`
    const std::string &nodeName() const { return node.empty() ? server : node; }
    friend bool operator==(const Member &, const Member &) = default;
};

struct Crypto {
    std::string cipher = "aes256", hash = "sha256"; ///< "none" and "none": in clear, no authkey needed
    friend bool operator==(const Crypto &, const Crypto &) = default;
};

struct QuorumDevice {
    std::string host, algorithm = "ffsplit"; ///< algorithm: ffsplit, lms
    friend bool operator==(const QuorumDevice &, const QuorumDevice &) = default;
};

enum class Failback : std::uint8_t { Manual, Automatic };

struct Policy {
    int stickiness = 1000;         ///< used with Failback::Manual; Automatic has one that a location's score beats
    int migrationThreshold = 3;    ///< failures on a node until the resource leaves it
    int failureTimeoutSeconds = 1200;
    Failback failback = Failback::Manual;
    std::string noQuorum = "stop"; ///< no-quorum-policy: stop, freeze, suicide
    friend bool operator==(const Policy &, const Policy &) = default;
};

/// One fence device of one server. Several with one level are all needed (two power supplies); a higher level is tried when a lower fails.
struct FenceDeviceSpec {
    std::string id{};                    ///< what people call it: "BMC", "PDU A"; the primitive's id comes from the server and the place in the list
    std::string agent;                   ///< "fence_ipmilan"
    int level = 1;                       ///< 1 to 9
    std::map<std::string, std::string> parameters{}; ///< of the agent, no secrets; "plug" or "port" become pcmk_host_map
    std::string secretName{};            ///< /etc/chandelier/fence/NAME.sh prints the secret; empty: the agent needs none
    std::string secretParameter = "password_script"; ///< as the agent's metadata names it: password_script, passwd_script
    int delaySeconds = 0;                ///< pcmk_delay_base: its server wins a race of two nodes that fence each other
    friend bool operator==(const FenceDeviceSpec &, const FenceDeviceSpec &) = default;
};

struct HealthSpec {
    std::vector<std::string> lnetNids{}; ///< hosts beyond the cluster of which a node must reach one over LNet; empty: not watched
    std::string lnetDevice{};            ///< the interface that healthLNET looks at first, with one name on all members: "eth1"
    bool lustre = true;                  ///< watch lustre's health_check on each node
    friend bool operator==(const HealthSpec &, const HealthSpec &) = default;
};

struct ClusterSpec {
    std::string name;               ///< corosync's cluster_name
    std::vector<Member> members{};  ///< 2 to 16
    int tokenMs = 0, consensusMs = 0; ///< 0: by rule, see effectiveToken() in core/ha/corosync.h
    Crypto crypto{};
    std::optional<QuorumDevice> qdevice{};
    Policy policy{};
    std::map<std::string, std::vector<FenceDeviceSpec>> fencing{}; ///< by server
    HealthSpec health{};
    std::set<std::string> resources{}; ///< ObjectIds of targets that are to be under Pacemaker
    const Member *member(const std::string &server) const
    {
        for (const auto &one : members)
            if (one.server == server)
                return &one;
        return nullptr;
    }
    friend bool operator==(const ClusterSpec &, const ClusterSpec &) = default;
};

// ---- XML as a value: what a CIB is kept as ----

struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes{}; ///< in the order of the text
    std::vector<Element> children{};
    std::string text{};                  ///< trimmed; of mixed content all pieces together
    const std::string &operator[](std::string_view attribute) const; ///< empty when it is not there
    bool has(std::string_view attribute) const;
    const Element *child(std::string_view childName) const; ///< the first, else null
    friend bool operator==(const Element &, const Element &) = default; ///< order counts; see same() in haparse.h
};

// ---- corosync ----

struct CorosyncNode {
    std::string name;                    ///< empty where corosync.conf gives none
    int nodeId = 0;
    std::vector<std::string> addresses{}; ///< ring0_addr, ring1_addr ... ; a missing one in between is empty
    friend bool operator==(const CorosyncNode &, const CorosyncNode &) = default;
};

struct CorosyncConf {
    std::string clusterName, transport;
    std::vector<CorosyncNode> nodes{};
    int tokenMs = 0, consensusMs = 0;    ///< 0: not given
    std::string cipher, hash;            ///< empty: not given
    bool secauth = false, twoNode = false, waitForAll = false;
    bool ours = false;                   ///< has the comment of this program in its first line
    std::string quorumProvider;
    std::optional<QuorumDevice> qdevice{};
    std::map<std::string, std::string> values{}; ///< every value by its path: "totem.interface.0.mcastport"; repeated ones "path#2"
    friend bool operator==(const CorosyncConf &, const CorosyncConf &) = default;
};

struct LinkPeer {
    int nodeId = 0;
    bool connected = false;
    bool self = false;                   ///< this line speaks of the node that was asked
    std::string words;                   ///< as printed: "connected", "disconnected", "enabled:1 connected:0 mtu:1397"
};

struct Link {
    int number = 0;
    std::string address, transport;      ///< of the node that was asked; transport: "udp", "sctp"
    std::vector<LinkPeer> peers{};
    std::string words{};                 ///< of an old corosync: "ring 0 active with no faults"
    bool faulty = false;                 ///< some peer is disconnected, or the words say FAULTY
};

struct Links {
    int nodeId = 0;
    std::string transport;
    std::vector<Link> links{};
};

struct QuorumVoter {
    int nodeId = 0, votes = 0;
    std::string name;                    ///< as printed: name or address; "Qdevice"
    bool local = false, qdevice = false;
    std::string qdeviceFlags{};          ///< "A,V,NMW"
};

struct Quorum {
    bool quorate = false;
    int nodes = 0, expectedVotes = 0, highestExpected = 0, totalVotes = 0, needed = 0;
    std::vector<std::string> flags{};    ///< "2Node", "Quorate", "WaitForAll"
    std::string ring{};                  ///< "1.8"
    std::vector<QuorumVoter> voters{};
};

// ---- Pacemaker's status (crm_mon) ----

struct NodeStatus {
    std::string name, id, type;          ///< type: member, remote, guest, ping
    bool online = false, standby = false, standbyOnFail = false, maintenance = false, pending = false, unclean = false;
    bool shutdown = false, expectedUp = false, dc = false;
    std::string health{};                ///< "green", "yellow", "red"; empty: not told
    std::string featureSet{};
    int resourcesRunning = 0;
    std::map<std::string, std::string> attributes{}; ///< node attributes, transient ones too
    /// A word for a person: "unclean", "offline", "pending", "standby", "maintenance", "online".
    std::string word() const;
};

struct ResourceStatus {
    std::string id, agent;               ///< agent as in the CIB: "ocf:lustre:Lustre", never with "::"
    std::string group{}, clone{}, bundle{}; ///< ids of what it is in; empty: in none
    std::string role{}, targetRole{};    ///< "Started", "Stopped", "Promoted"; targetRole empty: none is set
    bool active = false, blocked = false, failed = false, failureIgnored = false, managed = true, orphaned = false, maintenance = false;
    bool disabled = false;               ///< of its group or clone: target role Stopped
    std::vector<std::string> nodes{};    ///< where it runs; two for a primitive is an alarm
    std::string pending{};               ///< "Starting", "Stopping", "Monitoring"; empty: at rest
    std::string description{}, lockedTo{};
    bool isStonith() const { return agent.rfind("stonith:", 0) == 0; }
};

struct Ban {
    std::string id, resource, node;
    std::int64_t score = 0;              ///< -1000000 is -INFINITY
    bool promotedOnly = false;
    bool byTool() const { return id.rfind("cli-ban-", 0) == 0; } ///< made by crm_resource --move or --ban
};

struct Failure {
    std::string node, resource, task;    ///< task: start, stop, monitor ...
    std::string key;                     ///< "ost0_start_0"
    int code = 0, call = 0, intervalMs = 0;
    std::string text, reason;            ///< "unknown error"; what the agent said, may be empty
    std::string status;                  ///< "complete", "Timed Out", "Error", "Done"
    std::string when;                    ///< as printed; `at` where it could be read
    std::int64_t at = 0;
};

struct FailCount {
    std::string node, resource;
    int count = 0;                       ///< 1000000: INFINITY
    int threshold = 0;                   ///< migration-threshold; 1000000 or 0: none
    std::string lastFailure{};
    std::int64_t lastFailureAt = 0;
};

struct FenceEvent {
    std::string target, action, status;  ///< status: "success", "failed", "pending"
    std::string delegate, client, origin; ///< who did it, on whose behalf, at which node
    std::string reason{}, when{};        ///< exit reason; time as printed
    std::int64_t completedAt = 0;        ///< 0: pending, or the time cannot be read
};

struct Operation {
    std::string node, resource, task;
    int call = 0, code = 0, intervalMs = 0, execMs = 0, queueMs = 0;
    std::string text, when;
    std::int64_t at = 0;                 ///< of its last change
};

struct ClusterStatus {
    std::string version;                 ///< of crm_mon, "2.1.5"
    std::string pacemakerVersion;        ///< of the DC, "2.1.5-a3f44794f94"
    std::string stack{}, pacemakerd{};   ///< "corosync"; state of pacemakerd, "running"
    std::string dc{}, dcId{};            ///< empty: there is none
    bool quorum = false;
    bool mixedVersion = false;
    std::string lastUpdate{}, lastChange{}, lastChangeUser{}, lastChangeClient{}, lastChangeOrigin{};
    std::int64_t lastUpdateAt = 0, lastChangeAt = 0;
    int nodesConfigured = 0, resourcesConfigured = 0, resourcesDisabled = 0, resourcesBlocked = 0;
    bool stonithEnabled = false, symmetric = true, maintenance = false, stopAll = false;
    std::string noQuorumPolicy{};
    std::map<std::string, std::string> options{}; ///< cluster_options as printed
    std::vector<NodeStatus> nodes{};
    std::vector<ResourceStatus> resources{};      ///< primitives; a clone's once for each instance
    std::vector<Ban> bans{};
    std::vector<Failure> failures{};
    std::vector<FailCount> failCounts{};          ///< only where a count is not 0
    std::vector<FenceEvent> fenceHistory{};       ///< newest first, as printed
    std::vector<Operation> operations{};
    const NodeStatus *node(const std::string &name) const;
    /// The first with this id, whole or without the ":0" of a clone's instance.
    const ResourceStatus *resource(const std::string &id) const;
};

// ---- Pacemaker's configuration ----

using Values = std::map<std::string, std::string>;

struct CibNode {
    std::string id, name, type;
    Values attributes{};
};

struct CibOperation {
    std::string id, name, interval, timeout, onFail, role;
};

enum class ResourceKind : std::uint8_t { Primitive, Group, Clone, Master, Bundle, Template };

struct CibResource {
    std::string id;
    ResourceKind kind = ResourceKind::Primitive;
    std::string agent{};                 ///< "ocf:lustre:Lustre", "stonith:fence_ipmilan", "systemd:x"; of a primitive and a template
    std::string templateId{};            ///< its template; values of it are merged below
    std::string parent{};                ///< group, clone ...; empty: at the top
    std::vector<std::string> children{};
    Values parameters{}, meta{};         ///< unconditional ones, of several sets the first with the highest score
    bool ruled = false;                  ///< has sets with rules, which are not in `parameters` and `meta`
    std::vector<CibOperation> operations{};
    std::string description{};
    bool isStonith() const { return agent.rfind("stonith:", 0) == 0; }
};

enum class ConstraintKind : std::uint8_t { Location, Colocation, Order, Ticket };

struct CibConstraint {
    std::string id;
    ConstraintKind kind = ConstraintKind::Location;
    std::string resource{}, with{};      ///< with: colocated with it; of an order `resource` first, then `with`
    std::string pattern{};               ///< rsc-pattern of a location
    std::string node{}, score{};         ///< score as written: "20", "-INFINITY"; of an order its kind, "Mandatory", "Optional", "Serialize"
    std::string ticket{}, role{}, firstAction{}, thenAction{};
    std::vector<std::string> inSets{};   ///< resources of its resource_sets
    std::string rules{};                 ///< its rules as XML; empty: none
    bool names(const std::string &resourceId) const; ///< speaks of this resource
};

struct FencingLevel {
    std::string id, target, pattern, attribute, value; ///< one of target, pattern, or attribute with value
    int index = 1;
    std::vector<std::string> devices{};
};

struct CibTag {
    std::string id;
    std::vector<std::string> members{};
};

/// Something that this program does not know; it is shown and never touched.
struct CibUnknown {
    std::string section, id, xml;
};

struct Cib {
    std::string validateWith, featureSet, lastWritten, updateOrigin, updateClient, updateUser, dcUuid;
    std::int64_t adminEpoch = 0, epoch = 0, updates = 0; ///< together its version
    bool haveQuorum = false;
    Values properties{};                 ///< of crm_config: "stonith-enabled"
    Values resourceDefaults{}, operationDefaults{};
    std::vector<CibNode> nodes{};
    std::vector<CibResource> resources{}; ///< flat, a parent before its children
    std::vector<CibConstraint> constraints{};
    std::vector<FencingLevel> levels{};
    std::vector<CibTag> tags{};
    std::vector<std::string> tickets{}, acls{}, alerts{}; ///< ids
    std::vector<CibUnknown> unknown{};
    Element configuration{};             ///< <configuration> as it was read, without <status>: what difference() compares with
    const CibResource *resource(const std::string &id) const;
    /// Its outermost parent, or itself: what constraints and crm_resource speak of.
    const CibResource *outermost(const std::string &id) const;
};

/// One call of cibadmin, as the verb cib.patch carries it:
/// create  cibadmin --create -o SECTION -X XML       XML is one new child of the section
/// modify  cibadmin --modify -o SECTION -X XML       XML is the chain of elements with ids, from the section's child down to what changes
/// replace cibadmin --replace -o SECTION -X XML      XML replaces the child with its id
/// delete  cibadmin --delete --xpath XPATH
struct CibPatch {
    std::string op;                      ///< create, modify, replace, delete
    std::string section;                 ///< resources, constraints, crm_config, rsc_defaults, fencing-topology, configuration ...
    std::string xpath{}, xml{};
    std::string why{};                   ///< for the plan page: "stickiness is 500, wanted 1000"
    bool drift = false;                  ///< changes or deletes what is there; false: creates what is missing
    friend bool operator==(const CibPatch &, const CibPatch &) = default;
};

// ---- a cluster of the World ----

/// A resource of Pacemaker that is a Lustre target.
struct TargetResource {
    std::string target;                  ///< ObjectId; empty: a Lustre target that the World does not know
    std::string resource;                ///< id of the primitive that mounts it
    std::string top;                     ///< what is started, stopped and moved: its group or clone, else itself
    std::string agent, device, mountpoint;
    std::string how;                     ///< how it was recognised, for a person: "device /dev/disk/by-id/... is sdb of oss1"
    bool ours = false;                   ///< made by this program
};

struct ClusterMember {
    std::string server, node;            ///< server is empty: a node that is no server of the profile
    int nodeId = 0;
    bool corosync = false, pacemaker = false; ///< running, as last heard
    bool connected = false;              ///< the agent answers now
    std::optional<Links> links{};
};

struct HaCluster {
    std::string id;                      ///< "cluster:NAME"
    std::string name;
    std::vector<ClusterMember> members{};
    bool configured = false;             ///< every member has the corosync.conf with this name
    bool foreign = false;                ///< not made by this program: shown and operated, its configuration is left alone
    std::shared_ptr<const ClusterStatus> status{}; ///< null: Pacemaker runs nowhere, or nobody who knows answers
    std::string statusFrom{};            ///< the server whose status that is
    std::int64_t statusAt = 0;           ///< ms since the epoch
    std::shared_ptr<const Cib> cib{};    ///< null: not read yet
    std::optional<CorosyncConf> conf{};  ///< null: none can be read
    std::optional<Quorum> quorum{};
    std::vector<TargetResource> targets{};
    std::vector<std::string> problems{}; ///< sentences: members disagree on corosync.conf, keys, or who is DC ...
    const ClusterMember *member(const std::string &server) const
    {
        for (const auto &one : members)
            if (one.server == server)
                return &one;
        return nullptr;
    }
    /// The server of a node's name; empty: of none.
    std::string serverOf(const std::string &node) const
    {
        for (const auto &one : members)
            if (one.node == node)
                return one.server;
        return {};
    }
};

} // namespace ha
