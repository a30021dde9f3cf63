// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/propose.h"

#include "core/ha/net.h"
#include "core/ha/words.h"

#include <algorithm>

namespace ha {

using inventory::World;

namespace {

constexpr std::size_t mostMembers = 16;

std::string shortName(const std::string &server)
{
    return server.substr(0, server.find('.'));
}

/// Servers joined by disks that they share, however many steps apart.
class Groups {
public:
    void join(const std::vector<std::string> &servers)
    {
        for (const std::string &s : servers)
            m_parent.try_emplace(s, s);
        for (const std::string &s : servers)
            m_parent[root(s)] = root(servers.front());
    }

    std::map<std::string, std::vector<std::string>> all()
    {
        std::map<std::string, std::vector<std::string>> out;
        for (const auto &[name, parent] : m_parent)
            out[root(name)].push_back(name);
        return out;
    }

private:
    std::string root(std::string name) const
    {
        for (auto it = m_parent.find(name); it->second != name; it = m_parent.find(name))
            name = it->second;
        return name;
    }

    std::map<std::string, std::string> m_parent;
};

/// Only hosts' own disks count, not what lies upon them; and those that a server of a cluster sees are that cluster's.
std::vector<std::string> sharers(const World &world, const inventory::Volume &v)
{
    std::vector<std::string> out;
    for (const auto &path : v.seenBy)
        if (world.server(path.server) && !world.clusterOf(path.server))
            out.push_back(path.server);
    return v.usable() || !v.target.empty() ? out : std::vector<std::string>();
}

std::string useText(const RingProposal &ring)
{
    std::set<std::string> interfaces;
    for (const auto &[server, interface] : ring.interfaces)
        interfaces.insert(interface);
    const std::string names = listed({ interfaces.begin(), interfaces.end() });
    switch (ring.use) {
    case NetworkUse::Own: return "a network of its own (" + names + ")";
    case NetworkUse::Management: return "the management network (" + names + ")";
    case NetworkUse::Lnet: break;
    }
    return "LNet's network (" + names + "): its load can delay the cluster's messages, and when it fails LNet is gone as well";
}

/// The first interface by name is the one for management where LNet uses another, as in the choice of LNet's networks.
bool isManagement(const World &world, const RingProposal &ring)
{
    for (const auto &[server, interface] : ring.interfaces) {
        const auto all = addressesOf(*world.server(server));
        const auto first = std::min_element(all.begin(), all.end(), [](const HostAddress &a, const HostAddress &b) { return a.interface < b.interface; });
        if (first == all.end() || first->interface != interface || first->carriesLnet)
            return false;
    }
    return true;
}

std::map<std::string, RingProposal> sharedNetworks(const World &world, const std::vector<std::string> &servers)
{
    std::map<std::string, RingProposal> out;
    for (const std::string &name : servers) {
        const inventory::Server *server = world.server(name);
        for (const HostAddress &a : server ? addressesOf(*server) : std::vector<HostAddress>()) {
            RingProposal &ring = out[a.network];
            ring.network = a.network;
            if (ring.addresses.emplace(name, a.address).second)
                ring.interfaces.emplace(name, a.interface);
            if (a.carriesLnet)
                ring.use = NetworkUse::Lnet;
        }
    }
    std::erase_if(out, [&](const auto &entry) { return entry.second.addresses.size() != servers.size(); });
    return out;
}

bool apart(const RingProposal &a, const RingProposal &b)
{
    for (const auto &[server, interface] : a.interfaces)
        if (const auto other = b.interfaces.find(server); other != b.interfaces.end() && physical(other->second) == physical(interface))
            return false;
    return true;
}

void chooseRings(const World &world, Proposal &p)
{
    const std::vector<RingProposal> networks = networksOf(world, p.servers);
    for (const RingProposal &n : networks)
        if (p.rings.empty() || (p.rings.size() == 1 && apart(p.rings.front(), n)))
            p.rings.push_back(n);
    if (p.rings.empty())
        p.notes.push_back("There is no network that " + listed(p.servers) + " all have an address in; give them one, or choose addresses that are routed.");
    else if (p.rings.size() == 1 && networks.size() > 1)
        p.notes.push_back("All networks that they share are on one interface, so only one ring is proposed: when that interface breaks, a server looks dead and is fenced.");
    else if (p.rings.size() == 1)
        p.notes.push_back("They share one network only: when it breaks, servers look dead and one is fenced. A second network, even a cable between two servers, prevents that.");
    for (const RingProposal &r : p.rings)
        if (r.use == NetworkUse::Lnet)
            p.notes.push_back("Ring on " + r.network + " is " + r.why + ".");
}

/// The interface that carries LNet on all of them; empty: there is no one name for it.
std::string carrierOf(const World &world, const std::vector<std::string> &servers)
{
    std::set<std::string> carriers;
    for (const std::string &s : servers)
        for (const HostAddress &a : world.server(s) ? addressesOf(*world.server(s)) : std::vector<HostAddress>())
            if (a.carriesLnet)
                carriers.insert(a.interface);
    return carriers.size() == 1 ? *carriers.begin() : std::string();
}

void fillSpec(const World &world, const std::set<std::string> &taken, Proposal &p)
{
    p.spec.name = proposedName(p.servers, taken);
    int number = 0;
    for (const std::string &s : p.servers) {
        Member m { s, ++number, {}, {} };
        for (const RingProposal &r : p.rings)
            m.addresses.push_back(r.addresses.at(s));
        p.spec.members.push_back(std::move(m));
    }
    for (const auto &[id, t] : world->targets) {
        std::size_t here = 0;
        for (const std::string &s : t.servers)
            here += std::binary_search(p.servers.begin(), p.servers.end(), s) ? 1 : 0;
        if (here > 1 && here == t.servers.size())
            p.spec.resources.insert(id);
    }
    p.spec.health.lnetDevice = carrierOf(world, p.servers);
}

std::size_t sharedBy(const World &world, const std::vector<std::string> &servers)
{
    std::size_t count = 0;
    for (const auto &[id, v] : world->volumes) {
        const auto seen = sharers(world, v);
        count += std::all_of(servers.begin(), servers.end(), [&](const std::string &s) { return std::find(seen.begin(), seen.end(), s) != seen.end(); }) ? 1 : 0;
    }
    return count;
}

} // namespace

std::vector<RingProposal> networksOf(const World &world, const std::vector<std::string> &servers)
{
    std::vector<RingProposal> out;
    for (auto &[network, ring] : sharedNetworks(world, servers)) {
        if (ring.use == NetworkUse::Own && isManagement(world, ring))
            ring.use = NetworkUse::Management;
        ring.why = useText(ring);
        out.push_back(std::move(ring));
    }
    std::stable_sort(out.begin(), out.end(), [](const RingProposal &a, const RingProposal &b) { return a.use < b.use; });
    return out;
}

HealthSpec lnetWatch(const World &world, const std::vector<std::string> &servers)
{
    constexpr std::size_t most = 3;
    HealthSpec out;
    out.lnetDevice = carrierOf(world, servers);
    for (const auto &[name, server] : world->servers)
        if (std::find(servers.begin(), servers.end(), name) == servers.end() && server.up() && server.inventory && !server.inventory->lnet.nids.empty() && out.lnetNids.size() < most)
            out.lnetNids.push_back(server.inventory->lnet.nids.front());
    return out;
}

std::string proposedName(const std::vector<std::string> &servers, const std::set<std::string> &taken)
{
    const std::string base = servers.empty() ? std::string("cluster") : servers.size() == 1 ? shortName(servers.front()) : shortName(servers.front()) + "-" + shortName(servers.back());
    std::string name = base;
    for (int i = 2; taken.count(name) > 0; ++i)
        name = base + "-" + std::to_string(i);
    return name;
}

std::vector<Proposal> proposePairs(const World &world)
{
    Groups groups;
    for (const auto &[id, v] : world->volumes)
        if (const auto servers = sharers(world, v); servers.size() > 1)
            groups.join(servers);
    std::set<std::string> taken;
    for (const auto &[name, cluster] : world->clusters)
        taken.insert(name);
    std::vector<Proposal> out;
    for (auto &[root, servers] : groups.all()) {
        Proposal p;
        p.servers = servers;
        p.disks = sharedBy(world, servers);
        p.why = p.disks > 0 ? listed(servers) + " see the same " + (p.disks == 1 ? "disk" : std::to_string(p.disks) + " disks")
                            : listed(servers) + " are joined by disks that some of them share";
        if (servers.size() > mostMembers)
            p.notes.push_back("A cluster has " + std::to_string(mostMembers) + " members at most; these are " + std::to_string(servers.size()) + ". Leave out whoever shares few disks.");
        chooseRings(world, p);
        fillSpec(world, taken, p);
        taken.insert(p.spec.name);
        out.push_back(std::move(p));
    }
    std::sort(out.begin(), out.end(), [](const Proposal &a, const Proposal &b) { return a.servers < b.servers; });
    return out;
}

} // namespace ha
