// SPDX-License-Identifier: GPL-3.0-or-later
// The words that machines.h is written in. Pure data: no Qt, no I/O, no virtual functions.
#pragma once
#include "agent/protocol/verbs.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace machine {

enum class Kind : std::uint8_t {
    Server, Lnet, Target, Filesystem, ClientMount, Software, TimeSync, Firewall, Services,
    Corosync, Pacemaker, HaCluster, Fencing, HaResource
};
inline constexpr std::size_t kindCount = 14;

enum class State : std::uint8_t {
    None, Unknown,                                  // Unknown: its host does not answer; never a state to go to
    Discovered, Managed, Removed,                   // server
    Unconfigured, Unloaded, Down, Up,               // LNet
    Unformatted, Formatted, Unmounted, Mounted,     // target (Formatted: not registered yet), client mount
    Absent, Incomplete, Stopped, Unavailable, Available, // file system
    Missing, Installed, Ready,                      // software (Installed: the running kernel is not the one that it needs)
    Unsynchronized, Synchronized,                   // time
    Closed, Open,                                   // firewall
    Idle, Running,                                  // services; Corosync and Pacemaker run as well
    Configured,                                     // cluster
};

std::string_view word(Kind kind);   ///< "server", "lnet", "target", "filesystem", "client mount", "software", "time", "firewall", "services",
                                    ///< "corosync", "pacemaker", "cluster", "fencing", "resource"
std::string_view word(State state); ///< "unmounted"; for JSON and generated pages
State stateFromWord(std::string_view word); ///< None for a word that is none

/// A constexpr list of at most N things; one too many does not compile.
template <class T, std::size_t N> class Few {
public:
    constexpr Few() = default;
    constexpr Few(std::initializer_list<T> list)
    {
        for (const T &t : list)
            m_items.at(m_size++) = t;
    }
    constexpr const T *begin() const { return m_items.data(); }
    constexpr const T *end() const { return m_items.data() + m_size; }
    constexpr bool empty() const { return m_size == 0; }
    constexpr std::size_t size() const { return m_size; }
    constexpr const T &front() const { return m_items.front(); }
    constexpr bool has(const T &t) const
    {
        for (const T &i : *this)
            if (i == t)
                return true;
        return false;
    }

private:
    std::array<T, N> m_items{};
    std::size_t m_size = 0;
};
using States = Few<State, 8>;

/// Where the objects that a rule speaks of stand, seen from the object that has the rule. Any… is a quantifier: one is enough.
enum class Where : std::uint8_t {
    MyServer, ActiveServer, EveryServer, AnyServer,
    MyFilesystem, MyTargets,
    MyMgs,            ///< the MGS target of my file system (not myself)
    MyMdts,           ///< the MDTs of my file system (not myself)
    MyMdt0,           ///< the MDT with index 0 (not myself)
    MyOsts,
    StartedBefore,    ///< MGS; for other MDTs also MDT0; for OSTs all MDTs: who must be up before me
    StoppedBefore,    ///< for MDT0 the other MDTs; for OSTs all MDTs; for an MGS all that it serves: who stops before me
    MyClients,        ///< client mounts of my file system
    MyCluster,        ///< the cluster of Pacemaker that I belong to
    MyMembers,        ///< the servers of my cluster
    KeyHolder,        ///< the member of my cluster that makes its key (not myself)
    MyTarget,         ///< the target that I am the resource of
};

/// A rule that is there only for some objects of its kind.
enum class When : std::uint8_t {
    Always,
    SeparateMgs,      ///< a target that is an MGS and nothing else
    InFilesystem,     ///< every other target
    WriteconfPending, ///< its configuration is rewritten at its next mount, as at its first
    OwnKernel,        ///< software whose profile wants another kernel than the running one
    AnyKernel,        ///< other software
    ByManager,        ///< a target that is mounted by us
    ByPacemaker,      ///< a target that is a resource of Pacemaker
};

struct Need {
    Where where{};
    Kind kind{};
    States ok; ///< ok.front() is the state to bring it to
    When when = When::Always; ///< of the object that has the need
};
/// While I am `in`, `need` holds; else I go to `otherwise`.
struct Hold {
    States in;
    Need need;
    State otherwise{};
};
enum class Risk : std::uint8_t { Safe, StopsService, LosesData };

struct Transition {
    State from{}, to{};
    std::string_view action;            ///< what the user reads; translated where it is shown. Empty: it follows from what
                                        ///< others do (a file system is what its targets are) and is never planned
    Few<protocol::Verb, 4> steps;
    Risk risk{};
    Few<Need, 4> needs{};               ///< wanted on the way, not afterwards
    When when = When::Always;
    constexpr bool follows() const { return action.empty(); }
};
struct Machine {
    Kind kind{};
    std::string_view name;
    States states;                      ///< states.front() is where a new object starts
    Few<Hold, 6> holds;
    Few<Transition, 12> moves;
};

/// Of two moves in one plan: an object's move to `to` comes after the moves to `to` of those that stand `after`. No need: when
/// the others do not move, nothing is asked of them.
struct Order {
    Kind kind{};
    State to{};
    Where after{};
    Kind of{}; ///< kind of those
};

/// What can be done with an object that is no change of its state in the end.
enum class ActionId : std::uint8_t {
    Reboot, Shutdown, FailOver, FailBack, RewriteConfiguration, Drain, MoveHome, Manage, Release, ManageFilesystem, ReleaseFilesystem,
    RestartAgent, FailOverResource, FailBackResource, Standby, Online, MaintenanceOn, MaintenanceOff, CleanUp, Unban, FenceTest,
    Reconfigure
};
struct Action {
    ActionId id{};
    Kind kind{};
    std::string_view name;              ///< what the user reads
    States in;                          ///< the states in which it is offered
    Few<protocol::Verb, 4> steps;       ///< empty: nothing happens on any host, only what is wanted changes
    Risk risk{};
    std::string_view undo{};            ///< name of the action or transition that takes it back; empty: none
};

} // namespace machine
