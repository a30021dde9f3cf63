// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/nids.h"

#include <algorithm>
#include <set>

namespace inventory {

std::string addressOf(const std::string &nid) { return nid.substr(0, nid.rfind('@')); }

std::vector<std::string> split(const std::string &text, const char *separators)
{
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find_first_of(separators, from), text.size());
        if (to > from)
            parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

NidMap::NidMap(const std::vector<HostReport> &reports)
{
    for (const HostReport &r : reports)
        if (r.inventory)
            add(r.server, *r.inventory);
}

NidMap::NidMap(const WorldData &world)
{
    for (const auto &[name, s] : world.servers)
        if (s.inventory)
            add(name, *s.inventory);
}

void NidMap::add(const std::string &server, const protocol::HostInventory &inventory)
{
    for (const std::string &nid : inventory.lnet.nids)
        m_servers.emplace(addressOf(nid), server);
    for (const protocol::NetworkInterface &i : inventory.interfaces)
        if (i.type != "loopback")
            for (const std::string &a : i.addresses)
                m_servers.emplace(a.substr(0, a.find('/')), server);
}

std::string NidMap::serverOf(const std::string &nid) const
{
    const auto it = m_servers.find(addressOf(nid));
    return it == m_servers.end() ? std::string() : it->second;
}

namespace {

/// "10.10.1.0/24" of "10.10.1.11/24"; empty for what is no IPv4 address with a prefix length.
std::string subnetOf(const std::string &address)
{
    const std::size_t slash = address.find('/');
    const std::vector<std::string> parts = split(address.substr(0, slash), ".");
    if (slash == std::string::npos || parts.size() != 4 || address.find(':') != std::string::npos)
        return {};
    std::uint32_t bits = 0;
    for (const std::string &p : parts)
        bits = bits << 8 | static_cast<std::uint32_t>(std::strtoul(p.c_str(), nullptr, 10) & 0xff);
    const unsigned long length = std::min(std::strtoul(address.c_str() + slash + 1, nullptr, 10), 32UL);
    bits &= length == 0 ? 0U : ~0U << (32 - length);
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += std::to_string(bits >> shift & 0xff) + (shift ? "." : "");
    return out + "/" + std::to_string(length);
}

struct Candidate {
    std::string subnet, interface;
    bool infiniband = false;
};

std::vector<Candidate> candidates(const protocol::HostInventory &inventory)
{
    std::vector<Candidate> out;
    for (const protocol::NetworkInterface &i : inventory.interfaces)
        if (i.up && (i.type == "ethernet" || i.type == "infiniband"))
            for (const std::string &a : i.addresses)
                if (const std::string subnet = subnetOf(a); !subnet.empty())
                    out.push_back({ subnet, i.name, i.type == "infiniband" });
    return out;
}

std::string numbered(const std::string &kind, int n) { return n == 0 ? kind : kind + std::to_string(n); }

bool isUsable(const Server &s, bool bare) { return s.inventory && s.up() && (bare || !s.inventory->lustreVersion.empty()); }

/// The networks= option that is configured, "tcp0(eth1),o2ib0(ib0,ib1)". A network without interfaces takes the first one.
std::vector<LnetSpec> specsFrom(const std::string &networks)
{
    std::vector<LnetSpec> out;
    for (std::size_t from = 0; from < networks.size();) {
        const std::size_t end = std::min(networks.find_first_of(",(", from), networks.size());
        if (const std::string net = networks.substr(from, end - from); !net.empty())
            out.push_back({ net, {} });
        from = end + 1;
        if (end < networks.size() && networks[end] == '(' && !out.empty()) {
            const std::size_t close = std::min(networks.find(')', from), networks.size());
            out.back().interfaces = split(networks.substr(from, close - from), ",");
            from = close + 1;
        }
    }
    return out;
}

std::string nidNet(const std::string &net)
{
    const bool zero = net.size() > 1 && net.back() == '0' && std::string_view("0123456789").find(net[net.size() - 2]) == std::string_view::npos;
    return zero ? net.substr(0, net.size() - 1) : net;
}

} // namespace

LnetChoice::LnetChoice(const WorldData &world)
    : m_world(world)
{
    std::map<std::string, std::size_t> seen;
    std::map<std::string, bool> infiniband;
    std::map<std::string, std::string> firstInterface;
    std::size_t hosts = 0;
    // Hosts without Lustre have no say, unless nobody has it yet.
    const bool bare = std::none_of(world.servers.begin(), world.servers.end(), [](const auto &entry) { return isUsable(entry.second, false); });
    for (const auto &[name, s] : world.servers) {
        if (!isUsable(s, bare))
            continue;
        ++hosts;
        std::set<std::string> mine;
        for (const Candidate &c : candidates(*s.inventory))
            if (mine.insert(c.subnet).second) {
                ++seen[c.subnet];
                infiniband[c.subnet] = c.infiniband;
                std::string &first = firstInterface[c.subnet];
                first = first.empty() ? c.interface : std::min(first, c.interface);
            }
    }
    std::erase_if(seen, [&](const auto &entry) { return entry.second != hosts; });
    const auto management = std::min_element(seen.begin(), seen.end(), [&](const auto &a, const auto &b) {
        return firstInterface[a.first] < firstInterface[b.first];
    });
    if (seen.size() > 1)
        seen.erase(management);
    int tcp = 0, o2ib = 0;
    for (const auto &[subnet, count] : seen)
        m_nets.push_back({ subnet, infiniband[subnet] ? numbered("o2ib", o2ib++) : numbered("tcp", tcp++) });
}

std::vector<LnetSpec> LnetChoice::of(const std::string &server) const
{
    std::vector<LnetSpec> out;
    const auto it = m_world.servers.find(server);
    if (it == m_world.servers.end() || !it->second.inventory)
        return out;
    const std::vector<Candidate> mine = candidates(*it->second.inventory);
    for (const Net &n : m_nets) {
        LnetSpec spec { n.net, {} };
        for (const Candidate &c : mine)
            if (c.subnet == n.subnet)
                spec.interfaces.push_back(c.interface);
        if (!spec.interfaces.empty())
            out.push_back(std::move(spec));
    }
    return out;
}

std::vector<LnetSpec> lnetSpecsOf(const Server &server, const Wanted &wanted, const LnetChoice &choice)
{
    if (const auto it = wanted.lnets.find(server.name); it != wanted.lnets.end() && !it->second.empty())
        return it->second;
    if (server.inventory && !server.inventory->lnet.networks.empty())
        return specsFrom(server.inventory->lnet.networks);
    if (const ServerProfile *profile = wanted.profileOf(server.name); profile && !profile->lnets.empty())
        return profile->lnets;
    return choice.of(server.name);
}

std::vector<std::string> nidsOf(const Server &server, const Wanted &wanted, const LnetChoice &choice)
{
    std::vector<std::string> out;
    if (!server.inventory)
        return out;
    for (const std::string &nid : server.inventory->lnet.nids)
        if (!nid.ends_with("@lo"))
            out.push_back(nid);
    if (!out.empty())
        return out;
    for (const LnetSpec &spec : lnetSpecsOf(server, wanted, choice))
        for (const protocol::NetworkInterface &i : server.inventory->interfaces) {
            const bool first = spec.interfaces.empty() && i.up && i.type != "loopback" && out.empty();
            const bool mine = first || std::find(spec.interfaces.begin(), spec.interfaces.end(), i.name) != spec.interfaces.end();
            for (const std::string &a : i.addresses)
                if (mine && !subnetOf(a).empty()) {
                    out.push_back(a.substr(0, a.find('/')) + "@" + nidNet(spec.net));
                    break;
                }
        }
    return out;
}

} // namespace inventory
