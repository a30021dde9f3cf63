// SPDX-License-Identifier: GPL-3.0-or-later
// The closed list of what an agent can be asked to do. The machine table of the manager names these verbs, so that a
// plan cannot hold a verb that no agent has. Arguments and answers of each are in PROTOCOL.md.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace protocol {

enum class Verb : std::uint8_t {
    HostInventory, HostReboot, HostShutdown,
    ReposConfigure, ReposUnconfigure, PackagesInstall, PackagesRemove,
    TimeConfigure, TimeUnconfigure, FirewallOpen, FirewallClose, ServicesEnable, ServicesDisable,
    LnetState, LnetConfigure, LnetLoad, LnetStart, LnetStop, LnetUnload, LnetUnconfigure,
    TargetCheck, TargetState, TargetFormat, TargetRegister, TargetMount, TargetUnmount, TargetWriteconf, TargetForget,
    MgsEraseConfig, ClientMount, ClientUnmount,
    HaState, HaMetadata, HaVerify,
    CorosyncKey, CorosyncKeygen, CorosyncConfigure, CorosyncUnconfigure, CorosyncStart, CorosyncStop, PacemakerStart, PacemakerStop,
    CibPatch, FencingSecret, ResourceStart, ResourceStop, ResourceMove, ResourceManage, ResourceCleanup, ResourceUnban,
    NodeStandby, ClusterMaintenance, FenceNode, PowerState, PowerSet,
    LeaseTake, LeaseRenew, LeaseRelease, LeaseShow,
    JournalShow, AuditShow, AuditNote,
    AgentRestart, AgentDiagnostics,
    MetricsFetch, MetricsPrometheus, MetricsBurst, MetricsClients, MetricsFreeSpace,
    LogsFetch,
};

struct VerbTraits {
    Verb verb;
    std::string_view name;
    bool writes;        // needs the lease, is journalled and audited
    bool cancellable;   // a cancel ends the running tool's process group; false where half-done is worse than done
    int limitSeconds;   // time limit when the request gives none
};

// clang-format off
inline constexpr std::array<VerbTraits, 70> verbs{{
    //  verb                   name                writes cancellable limit, s
    {Verb::HostInventory,   "host.inventory",    false, true,    60},
    {Verb::HostReboot,      "host.reboot",       true,  false,   30},
    {Verb::HostShutdown,    "host.shutdown",     true,  false,   30},
    {Verb::ReposConfigure,  "repos.configure",   true,  true,    60},
    {Verb::ReposUnconfigure,"repos.unconfigure", true,  true,    60},
    {Verb::PackagesInstall, "packages.install",  true,  false, 3600}, // half an installation is worse than a whole one
    {Verb::PackagesRemove,  "packages.remove",   true,  false, 1800},
    {Verb::TimeConfigure,   "time.configure",    true,  true,   120},
    {Verb::TimeUnconfigure, "time.unconfigure",  true,  true,   120},
    {Verb::FirewallOpen,    "firewall.open",     true,  true,    60},
    {Verb::FirewallClose,   "firewall.close",    true,  true,    60},
    {Verb::ServicesEnable,  "services.enable",   true,  true,   300},
    {Verb::ServicesDisable, "services.disable",  true,  true,   300},
    {Verb::LnetState,       "lnet.state",        false, true,    30},
    {Verb::LnetConfigure,   "lnet.configure",    true,  true,    30},
    {Verb::LnetLoad,        "lnet.load",         true,  true,   120},
    {Verb::LnetStart,       "lnet.start",        true,  true,   120},
    {Verb::LnetStop,        "lnet.stop",         true,  true,   300},
    {Verb::LnetUnload,      "lnet.unload",       true,  true,   300},
    {Verb::LnetUnconfigure, "lnet.unconfigure",  true,  true,    30},
    {Verb::TargetCheck,     "target.check",      false, true,    60},
    {Verb::TargetState,     "target.state",      false, true,    60},
    {Verb::TargetFormat,    "target.format",     true,  true,  7200},
    {Verb::TargetRegister,  "target.register",   true,  true,   600},
    {Verb::TargetMount,     "target.mount",      true,  true,   900},
    {Verb::TargetUnmount,   "target.unmount",    true,  true,   900},
    {Verb::TargetWriteconf, "target.writeconf",  true,  true,   120},
    {Verb::TargetForget,    "target.forget",     true,  true,    60},
    {Verb::MgsEraseConfig,  "mgs.erase-config",  true,  true,   120},
    {Verb::ClientMount,     "client.mount",      true,  true,   300},
    {Verb::ClientUnmount,   "client.unmount",    true,  true,   300},
    {Verb::HaState,         "ha.state",          false, true,    20},
    {Verb::HaMetadata,      "ha.metadata",       false, true,    30},
    {Verb::HaVerify,        "ha.verify",         false, true,    60},
    {Verb::CorosyncKey,     "corosync.key",      false, true,    30}, // a secret: for admins with the lease only
    {Verb::CorosyncKeygen,  "corosync.keygen",   true,  true,   120},
    {Verb::CorosyncConfigure,"corosync.configure",true, true,    60},
    {Verb::CorosyncUnconfigure,"corosync.unconfigure",true,true, 60},
    {Verb::CorosyncStart,   "corosync.start",    true,  true,   180},
    {Verb::CorosyncStop,    "corosync.stop",     true,  true,   300},
    {Verb::PacemakerStart,  "pacemaker.start",   true,  true,   300},
    {Verb::PacemakerStop,   "pacemaker.stop",    true,  true,  1800}, // its resources move away or stop first
    {Verb::CibPatch,        "cib.patch",         true,  true,   180},
    {Verb::FencingSecret,   "fencing.secret",    true,  true,    30},
    {Verb::ResourceStart,   "resource.start",    true,  true,  1200},
    {Verb::ResourceStop,    "resource.stop",     true,  true,  1200},
    {Verb::ResourceMove,    "resource.move",     true,  true,  1800},
    {Verb::ResourceManage,  "resource.manage",   true,  true,    60},
    {Verb::ResourceCleanup, "resource.cleanup",  true,  true,   120},
    {Verb::ResourceUnban,   "resource.unban",    true,  true,    60},
    {Verb::NodeStandby,     "node.standby",      true,  true,  1800},
    {Verb::ClusterMaintenance,"cluster.maintenance",true,true,   60},
    {Verb::FenceNode,       "fence.node",        true,  false,  300},
    {Verb::PowerState,      "power.state",       false, true,    60}, // reaches out with a secret: for admins only
    {Verb::PowerSet,        "power.set",         true,  false,  180},
    {Verb::LeaseTake,       "lease.take",        false, false,   30},
    {Verb::LeaseRenew,      "lease.renew",       false, false,   30},
    {Verb::LeaseRelease,    "lease.release",     false, false,   30},
    {Verb::LeaseShow,       "lease.show",        false, false,   30},
    {Verb::JournalShow,     "journal.show",      false, false,   30},
    {Verb::AuditShow,       "audit.show",        false, false,   30},
    {Verb::AuditNote,       "audit.note",        false, false,   30}, // adds a line to the audit and changes nothing else
    {Verb::AgentRestart,    "agent.restart",     true,  false,   30},
    {Verb::AgentDiagnostics,"agent.diagnostics", false, true,    60},
    {Verb::MetricsFetch,    "metrics.fetch",     false, true,    30},
    {Verb::MetricsPrometheus,"metrics.prometheus",false, true,   30},
    {Verb::MetricsBurst,    "metrics.burst",     false, true,    60},
    {Verb::MetricsClients,  "metrics.clients",   false, true,    30},
    {Verb::MetricsFreeSpace,"metrics.freespace", false, true,   600}, // the kernel reads maps that it has not yet from the disk
    {Verb::LogsFetch,       "logs.fetch",        false, true,    30},
}};
// clang-format on

constexpr bool verbsInOrder()
{
    for (std::size_t i = 0; i < verbs.size(); ++i)
        if (static_cast<std::size_t>(verbs[i].verb) != i)
            return false;
    return true;
}
static_assert(verbsInOrder(), "verbs.h: the table must follow the order of the enumeration");

/// Of the verbs that change nothing those that a viewer may not use all the same.
constexpr bool needsAdmin(Verb verb)
{
    return verb == Verb::LeaseTake || verb == Verb::LeaseRenew || verb == Verb::LeaseRelease || verb == Verb::AuditNote || verb == Verb::CorosyncKey
        || verb == Verb::PowerState;
}
constexpr const VerbTraits &traits(Verb verb) { return verbs[static_cast<std::size_t>(verb)]; }
constexpr std::string_view name(Verb verb) { return traits(verb).name; }
constexpr std::optional<Verb> verbFromName(std::string_view name)
{
    for (const VerbTraits &t : verbs)
        if (t.name == name)
            return t.verb;
    return {};
}

} // namespace protocol
