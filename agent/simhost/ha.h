// SPDX-License-Identifier: GPL-3.0-or-later
// Corosync and Pacemaker of the simulated hosts: one shared state of a cluster, in DIR/ha.json, brought forward by a process that
// lives as long as something is under way. Every tool, and every change of power, wakes it.
//
// ha.json: {clusters: {KEY: cluster}, faults: {HOST: {ring0|ring1|bmc|pdu: true}}}. A cluster has
//   cib            <configuration> as text; adminEpoch, epoch, updates, written, user, client, origin
//   members        {HOST: {id, state: pending|online|offline, until, lostAt, unclean, unseen, attempts, fencing; want, by, from: somebody asked}}
//   dc, cold       who decides; nobody is left who knows anything of it, as after a power cut
//   sawAll         {HOST: its boot} of those that have seen all nodes, or somebody who had (wait_for_all)
//   resources      {ID: {on: {HOST: Started}, action, node, until, probed, blocked: HOST}}; of clones without their instance numbers
//   history        {HOST: {ID: {fails, lastFailure, ops: [{call, task, rc, interval, at, exec}]}}}
//   failures, fences, attributes {HOST: {NAME: VALUE}}, calls {HOST: n}
// Times are milliseconds since the epoch.
#pragma once
#include "agent/simhost/call.h"
#include "agent/simhost/xml.h"

#include <map>

namespace simhost {

inline constexpr int infinity = 1000000;

/// What a host's corosync.conf says, as far as it is looked at.
struct CorosyncConf {
    std::string cluster;
    struct Node {
        int id = 0;
        std::string name;
        Words addresses{};
    };
    std::vector<Node> nodes{};
    bool twoNode = false, waitForAll = false;
    std::int64_t tokenMs = 1000;
};
/// Nothing where there is no file, or none that Corosync would take; `why` says what it would say.
std::optional<CorosyncConf> corosyncConf(Session &session, const std::string &host, std::string *why = nullptr);
/// Hosts with the same key are one cluster: name and authkey. Empty without a configuration.
std::string clusterKey(Session &session, const std::string &host);
/// Null where this host's Corosync does not run.
Json *clusterOf(Session &session, const std::string &host);
bool runsCorosync(Session &session, const std::string &host);
bool runsPacemaker(Session &session, const std::string &host);
/// Corosync's link of that ring between two running hosts.
bool ringWorks(Session &session, const std::string &from, const std::string &to, int ring);
/// The hosts that this one's Corosync sees, itself included.
Words partitionOf(Session &session, const std::string &host);
bool hasQuorum(Session &session, Json &cluster, const std::string &host);
/// wait_for_all: since its start it has not seen all nodes together, nor anybody who has.
bool waitsForAll(Session &session, Json &cluster, const std::string &host);

/// The configuration as a tree; changed() writes it back and counts it.
class Cib {
public:
    explicit Cib(Json &cluster);
    Element root; ///< <configuration>
    void changed(const std::string &client, const std::string &origin, const std::string &user = "root");
    /// With <cib> around it, and <status> below.
    std::string whole(bool quorate) const;
    std::string property(std::string_view name, std::string_view fallback = {}) const;

private:
    Json &m_cluster;
};

struct HaPrimitive {
    std::string id, agent; ///< agent: "ocf:lustre:Lustre", "stonith:fence_ipmilan"
    std::map<std::string, std::string> parameters{}, meta{};
    bool stonith() const { return agent.rfind("stonith:", 0) == 0; }
};
/// What is placed as one: a primitive, a group, or a clone.
struct HaUnit {
    std::string id, kind; ///< kind: primitive, group, clone
    std::vector<HaPrimitive> members{};
    std::map<std::string, std::string> meta{};
    std::string target() const;  ///< target-role: Started unless somebody said otherwise
    bool managed() const;
};
std::vector<HaUnit> unitsOf(const Cib &cib);
/// Nvpairs of all sets of that kind, the first one of a name wins.
std::map<std::string, std::string> pairsOf(const Element &element, std::string_view sets);
std::string valueIn(const std::map<std::string, std::string> &pairs, const std::string &name, const std::string &fallback = {});
/// "INFINITY", "-1000", "+20".
int scoreOf(const std::string &text);
/// Sum of an allocation; nothing runs where it is below zero.
int addScores(int a, int b);
std::int64_t failCount(const Json &cluster, const std::string &host, const std::string &resource);
/// Fence devices that can switch a node.
std::vector<HaPrimitive> fenceDevices(const Cib &cib, const std::string &node);
/// The same in the order in which they are tried: by fencing-topology, else one after the other.
std::vector<std::vector<HaPrimitive>> fenceLevels(const Cib &cib, const std::string &node);
/// Nobody answers at the device's address, or not for that node (empty: for any that it is for).
bool deviceTrouble(Session &session, const Cib &cib, const HaPrimitive &device, const std::string &node = {});
/// standby or maintenance, as it stands at a node in the configuration.
bool nodeFlag(const Cib &cib, const std::string &host, const std::string &name);
/// "1200s", "20min", "90" (seconds)
std::int64_t durationMs(const std::string &text);

/// Something on a host that takes its time, to be done without the session.
struct HaEffect {
    enum class What : std::uint8_t { Start, Stop, Fence, PowerOff } what{};
    std::string cluster, resource, host;
    HaPrimitive primitive{};
};
/// Brings all clusters to `now`; gives what has to be done, and when there is something to look at again (0: nothing).
std::vector<HaEffect> advanceClusters(Session &session, std::int64_t now, std::int64_t &next);
void advanceCluster(Session &session, const std::string &key, Json &cluster, std::int64_t now, std::int64_t &next, std::vector<HaEffect> &effects);
void watchResources(Session &session, Json &cluster, Cib &cib, const Words &hosts, std::int64_t now, std::int64_t &next);
/// `quorate`: else nothing may run at all.
void decideCluster(Json &cluster, Cib &cib, std::vector<HaEffect> &effects, const std::string &key, bool quorate);
/// Does it, waits for it, and writes down what came of it. Never while a Session is held.
void carryOut(const std::string &directory, const HaEffect &effect);
/// Nothing of a node runs any more, and what is known of it is gone.
void forgetNode(Json &cluster, const std::string &host);
/// Nobody knows what runs on a node, until it is fenced.
void suspectNode(Json &cluster, const std::string &host, std::int64_t now);
/// The effect is done: rc of the operation and what it said.
void noteEffect(Session &session, const HaEffect &effect, int rc, const std::string &reason, std::int64_t began, std::int64_t ended);
void noteOperation(Json &cluster, const std::string &host, const std::string &resource, const std::string &task, int rc, std::int64_t at, std::int64_t exec);

/// Wakes the process that brings clusters forward; nothing happens without a cluster. Never while a Session is held.
void wakeClusters(const std::string &directory);
/// Wakes it when something that is a matter of time has become due.
void wakeWhenDue(const std::string &directory);
/// Power is cut for all of these at once: none of them has the time to fence another one. Never while a Session is held.
void cutPower(const std::string &directory, const Words &hosts);
/// Waits until a host's resources have left it; systemctl stop pacemaker.
void leaveCluster(Call &call);
/// `ha DIR HOST ring0|ring1|bmc|pdu broken|ok`; an exit code.
int changeHaFault(const std::string &directory, const std::string &host, const std::string &what, const std::string &state);
std::int64_t scaledMillis(Session &session, double seconds);
/// The host whose BMC answers to an address: bmc-HOST, HOST-bmc, HOST-ipmi, or what its definition has as "bmc". Empty: nobody's.
std::string hostOfBmc(Session &session, const std::string &address);
/// The host on an outlet of the power distribution unit pdu1: its place in the definition, from 1, or its name.
std::string hostOfOutlet(Session &session, const std::string &outlet);

} // namespace simhost
