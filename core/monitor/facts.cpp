// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/hafacts.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace monitoring {

namespace {

using inventory::FileSystem;
using inventory::Reach;
using inventory::Server;
using inventory::Target;
using machine::State;

Term flag(bool is) { return is ? 1.0 : 0.0; }
Term count(std::size_t n) { return static_cast<double>(n); }

/// With a blank around each, so that a word can be looked for.
Term wordsOf(const std::vector<std::string> &words)
{
    std::string all = " ";
    for (const std::string &word : words)
        all += word + ' ';
    return all;
}

Term stateTerm(State state) { return state == State::Unknown || state == State::None ? Term() : Term(std::string(machine::word(state))); }

Term wantedTerm(const Scene &s, const inventory::ObjectId &id)
{
    const auto wanted = s.wanted->states.find(id);
    return std::string(wanted == s.wanted->states.end() ? "" : machine::word(wanted->second));
}

/// A file system that should be available wants all its targets mounted, though nobody named them.
Term targetWantedTerm(const Scene &s, const std::string &id)
{
    const Target *target = s.world.target(id);
    if (s.wanted->states.contains(id) || !target || target->fsname.empty())
        return wantedTerm(s, id);
    const auto fs = s.wanted->states.find(inventory::filesystemId(target->fsname));
    return std::string(fs != s.wanted->states.end() && fs->second == State::Available ? machine::word(State::Mounted) : std::string_view());
}

template <Term (*get)(const Scene &, const Server &)> Term ofServer(const Scene &s, const std::string &name)
{
    const Server *server = s.world.server(name);
    return server ? get(s, *server) : Term();
}
/// Of the inventory of a server that answers: what was seen before it was lost is not what is.
template <Term (*get)(const protocol::HostInventory &)> Term ofHost(const Scene &s, const std::string &name)
{
    const Server *server = s.world.server(name);
    return server && server->up() && server->inventory ? get(*server->inventory) : Term();
}
template <Term (*get)(const Scene &, const Target &)> Term ofTarget(const Scene &s, const std::string &id)
{
    const Target *target = s.world.target(id);
    return target ? get(s, *target) : Term();
}
template <Term (*get)(const Scene &, const FileSystem &)> Term ofFs(const Scene &s, const std::string &name)
{
    const FileSystem *fs = s.world.filesystem(name);
    return fs ? get(s, *fs) : Term();
}

Term reachTerm(const Scene &, const Server &s)
{
    switch (s.reach) {
    case Reach::Connected: return std::string("connected");
    case Reach::Connecting: return {}; // nobody has heard yet
    case Reach::Lost: return std::string("lost");
    case Reach::NeverSeen: break;
    }
    return std::string("never seen");
}

/// A counter that nobody has heard for a while is no longer what it was.
Term silentTerm(const Scene &s, const Server &server)
{
    const auto agent = s.agents.find(server.name);
    if (!server.up() || agent == s.agents.end() || agent->second.heardAt == 0)
        return {};
    return static_cast<double>(s.now - agent->second.heardAt) / 1000;
}

/// What several servers should have in common: how many have another one than most.
Term versionDiffers(const Scene &s, const Server &server)
{
    if (!server.up() || !server.inventory || server.inventory->lustreVersion.empty() || server.targetsHere.empty())
        return {};
    std::map<std::string, int> versions;
    for (const auto &[name, other] : s.world->servers)
        if (other.up() && other.inventory && !other.targetsHere.empty() && !other.inventory->lustreVersion.empty())
            ++versions[other.inventory->lustreVersion];
    const auto most = std::max_element(versions.begin(), versions.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    return flag(most != versions.end() && most->second > versions[server.inventory->lustreVersion]);
}

/// Parameters that most others with them have otherwise, in words.
Term unequalTerm(const Scene &s, const Server &server)
{
    const auto own = s.parameters.find(server.name);
    if (!server.up() || own == s.parameters.end())
        return {};
    std::string all;
    for (const auto &[name, value] : own->second) {
        std::map<std::string, int> values;
        for (const auto &[other, parameters] : s.parameters)
            if (const Server *peer = s.world.server(other); peer && peer->up())
                if (const auto theirs = parameters.find(name); theirs != parameters.end())
                    ++values[theirs->second];
        const auto most = std::max_element(values.begin(), values.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        if (most != values.end() && most->second > values[value])
            all += (all.empty() ? "" : ", ") + name + " is " + value + ", on most " + most->first;
    }
    return all;
}

/// The one of its local NIs that is worst.
Term lnetHealthTerm(const protocol::HostInventory &h)
{
    int least = -1;
    for (const protocol::LnetInterface &ni : h.lnet.interfaces)
        if (ni.health >= 0 && (least < 0 || ni.health < least))
            least = ni.health;
    return least < 0 ? Term() : Term(double(least));
}

Term lnetInterfacesDownTerm(const protocol::HostInventory &h)
{
    std::string down;
    for (const protocol::LnetInterface &ni : h.lnet.interfaces)
        if (ni.status == "down")
            down += (down.empty() ? "" : ", ") + ni.nid;
    return down;
}

Term poolsTerm(const protocol::HostInventory &h)
{
    std::string bad;
    for (const protocol::ZfsPool &pool : h.pools)
        if (pool.imported && pool.health != "ONLINE" && !pool.health.empty())
            bad += (bad.empty() ? "" : ", ") + pool.name + " is " + pool.health;
    return bad;
}

Term usedTerm(std::uint64_t total, std::uint64_t free) { return total == 0 ? Term() : Term(1 - static_cast<double>(std::min(free, total)) / static_cast<double>(total)); }

Term kindTerm(const Target &t) { return std::string(t.ost ? "ost" : t.mdt ? "mdt" : "mgs"); }

// clang-format off
constexpr auto plainServerFacts = std::to_array<FactRow>({
    {"server.reach", "connected, lost or \"never seen\"", ofServer<reachTerm>},
    {"server.wanted", "managed, or empty: only monitored", [](const Scene &s, const std::string &n) { return wantedTerm(s, inventory::serverId(n)); }},
    {"server.busy", "a job of ours works on it", [](const Scene &s, const std::string &n) { return flag(s.busy.contains(inventory::serverId(n))); }},
    {"server.targets", "how many targets are mounted on it", ofServer<[](const Scene &, const Server &v) { return count(v.targetsHere.size()); }>},
    {"server.primary_of", "of how many targets it is the primary", ofServer<[](const Scene &, const Server &v) { return count(v.targetsPrimary.size()); }>},
    {"server.lnet", "unconfigured, unloaded, down or up", ofServer<[](const Scene &, const Server &v) { return v.up() ? stateTerm(v.lnet) : Term(); }>},
    {"server.lnet_wanted", "the same, as it was asked for", [](const Scene &s, const std::string &n) { return wantedTerm(s, inventory::lnetId(n)); }},
    {"server.lnet_health", "of the worst of its local NIs, 0 to 1000", ofHost<lnetHealthTerm>},
    {"server.lnet_interfaces_down", "local NIs that LNet calls down, in words", ofHost<lnetInterfacesDownTerm>},
    {"server.unequal_parameters", "parameters that most servers have otherwise, in words", ofServer<unequalTerm>},
    {"server.boot", "changes with each boot", ofHost<[](const protocol::HostInventory &h) { return Term(h.bootId); }>},
    {"server.cpus", "how many", ofHost<[](const protocol::HostInventory &h) { return h.cpus == 0 ? Term() : Term(double(h.cpus)); }>},
    {"server.clock_offset", "seconds by which its time service says that its clock is off", ofHost<[](const protocol::HostInventory &h) { return h.time.synchronized ? Term(std::fabs(h.time.offsetSeconds)) : Term(); }>},
    {"server.clock_synchronized", "whether its time service says so", ofHost<[](const protocol::HostInventory &h) { return flag(h.time.synchronized); }>},
    {"server.time_services", "how many run; it should be one", ofHost<[](const protocol::HostInventory &h) { return count(h.time.running.size()); }>},
    {"server.lustre", "the version that is installed, or empty", ofHost<[](const protocol::HostInventory &h) { return Term(h.lustreVersion); }>},
    {"server.lustre_differs", "most servers that serve have another version", ofServer<versionDiffers>},
    {"server.agent_version", "of the agent", ofHost<[](const protocol::HostInventory &h) { return Term(h.agentVersion); }>},
    {"server.own_version", "of this program, with which its agent came", [](const Scene &, const std::string &) { return Term(std::string(CHANDELIER_VERSION)); }},
    {"server.pools", "ZFS pools that are not healthy, in words", ofHost<poolsTerm>},
    {"server.running", "services that run, each with blanks around it", ofHost<[](const protocol::HostInventory &h) { return wordsOf(h.services.running); }>},
    {"server.enabled", "services that are enabled, each with blanks around it", ofHost<[](const protocol::HostInventory &h) { return wordsOf(h.services.enabled); }>},
    {"server.software", "missing, installed or ready, of a managed server", [](const Scene &s, const std::string &n) {
        const Server *v = s.world.server(n);
        const inventory::ServerProfile *p = s.wanted->profileOf(n);
        return v && p && p->managed && v->up() && v->inventory ? stateTerm(inventory::softwareState(*p, *v->inventory)) : Term(); }},
    {"agent.silent", "seconds since its last figures came, while it is connected", ofServer<silentTerm>},
    {"agent.interval", "seconds between its samples", [](const Scene &s, const std::string &n) {
        const auto a = s.agents.find(n);
        return a == s.agents.end() || a->second.interval <= 0 ? Term() : Term(a->second.interval); }},
    {"agent.trouble", "why no figures come", [](const Scene &s, const std::string &n) {
        const auto a = s.agents.find(n);
        return a == s.agents.end() ? Term() : Term(a->second.trouble); }},
});
constexpr auto plainTargetFacts = std::to_array<FactRow>({
    {"target.kind", "mgs, mdt or ost", ofTarget<[](const Scene &, const Target &t) { return kindTerm(t); }>},
    {"target.state", "formatted, unmounted or mounted", ofTarget<[](const Scene &, const Target &t) { return stateTerm(t.state); }>},
    {"target.wanted", "the same, as it was asked for, or as its file system wants it", targetWantedTerm},
    {"target.busy", "a job of ours works on it", [](const Scene &s, const std::string &id) { return flag(s.busy.contains(id)); }},
    {"target.mounts", "on how many servers it is mounted", ofTarget<[](const Scene &, const Target &t) { return count(t.mounts.size()); }>},
    {"target.active", "the server where it is mounted", ofTarget<[](const Scene &, const Target &t) { return Term(t.active); }>},
    {"target.on_primary", "whether it is mounted where its configuration says first", ofTarget<[](const Scene &, const Target &t) {
        return t.state == State::Mounted && t.activeKnown && t.homeStored && !t.primary.empty() ? flag(t.onPrimary()) : Term(); }>},
    {"target.moved_by_us", "it was asked for on the server where it is", [](const Scene &s, const std::string &id) {
        const Target *t = s.world.target(id);
        const auto place = s.wanted->placement.find(id);
        return flag(t && place != s.wanted->placement.end() && place->second == t->active); }},
    {"target.recovery", "the word of recovery_status: COMPLETE, RECOVERING ...", ofTarget<[](const Scene &, const Target &t) { return t.state == State::Mounted ? Term(t.recovery) : Term(); }>},
    {"target.space_used", "share of its bytes, 0 to 1", ofTarget<[](const Scene &, const Target &t) { return usedTerm(t.bytesTotal, t.bytesFree); }>},
    {"target.inodes_used", "share of its inodes, 0 to 1", ofTarget<[](const Scene &, const Target &t) { return usedTerm(t.inodesTotal, t.inodesFree); }>},
    {"target.server_up", "whether a server that may mount it answers", ofTarget<[](const Scene &s, const Target &t) {
        return flag(std::any_of(t.servers.begin(), t.servers.end(), [&](const std::string &n) { const Server *v = s.world.server(n); return v && v->up(); })); }>},
    {"target.strange_nids", "how many NIDs of its configuration no server has", ofTarget<[](const Scene &, const Target &t) { return count(t.strangeNids.size()); }>},
    {"target.conflicts", "what servers do not agree about, in words", ofTarget<[](const Scene &, const Target &t) { return Term(t.conflicts.empty() ? std::string() : t.conflicts.front()); }>},
    {"target.mmp", "whether multiple-mount protection is on", ofTarget<[](const Scene &, const Target &t) { return t.mmp ? flag(*t.mmp) : Term(); }>},
    {"target.shared", "more than one server may mount it", ofTarget<[](const Scene &, const Target &t) { return flag(t.servers.size() != 1 && !t.servers.empty()); }>},
});
constexpr auto filesystemFacts = std::to_array<FactRow>({
    {"filesystem.state", "stopped, unavailable, available ...", ofFs<[](const Scene &, const FileSystem &f) { return stateTerm(f.state); }>},
    {"filesystem.wanted", "the same, as it was asked for", [](const Scene &s, const std::string &n) { return wantedTerm(s, inventory::filesystemId(n)); }},
    {"filesystem.busy", "a job of ours works on it", [](const Scene &s, const std::string &n) { return flag(s.busy.contains(inventory::filesystemId(n))); }},
    {"filesystem.missing", "targets that its indices want and nobody has found, in words", ofFs<[](const Scene &, const FileSystem &f) { return Term(f.missing.empty() ? std::string() : f.missing.front()); }>},
    {"filesystem.space_used", "share of its bytes, 0 to 1", ofFs<[](const Scene &, const FileSystem &f) { return usedTerm(f.bytesTotal, f.bytesFree); }>},
    {"filesystem.inodes_used", "share of its inodes, 0 to 1", ofFs<[](const Scene &, const FileSystem &f) { return usedTerm(f.inodesTotal, f.inodesFree); }>},
});
// clang-format on

std::span<const FactRow> rowsOf(Scope scope)
{
    switch (scope) {
    case Scope::Server: return plainServerFacts;
    case Scope::Target: return plainTargetFacts;
    case Scope::Filesystem: return filesystemFacts;
    case Scope::Cluster: break;
    }
    return {};
}

} // namespace

std::string_view word(Scope scope)
{
    return scope == Scope::Server ? "server" : scope == Scope::Target ? "target" : scope == Scope::Cluster ? "cluster" : "filesystem";
}

FactGetter factOf(Scope scope, std::string_view name)
{
    for (const auto &rows : {rowsOf(scope), haFactsOf(scope)})
        for (const FactRow &row : rows)
            if (row.name == name)
                return row.get;
    return nullptr;
}

std::string factNames(Scope scope)
{
    std::string all;
    for (const auto &rows : {rowsOf(scope), haFactsOf(scope)})
        for (const FactRow &row : rows)
            all += (all.empty() ? "" : ", ") + std::string(row.name);
    return all;
}

std::vector<std::pair<std::string, std::string>> allFacts()
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const Scope scope : {Scope::Server, Scope::Target, Scope::Filesystem, Scope::Cluster})
        for (const auto &rows : {rowsOf(scope), haFactsOf(scope)})
            for (const FactRow &row : rows)
                all.emplace_back(row.name, row.meaning);
    return all;
}

} // namespace monitoring
