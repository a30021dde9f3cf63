// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/hadraft.h"

#include "core/profile/secrets.h"

#include <algorithm>

namespace wizards {

HaDraft::~HaDraft()
{
    for (auto &[name, password] : passwords)
        profile::wipe(password);
}

std::string secretNameFor(const std::string &server, const std::string &device)
{
    std::string name = server + "-" + device;
    for (char &c : name)
        c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ? c : '-';
    return name.substr(0, 64);
}

bool isOfOneDevice(const std::string &parameter)
{
    static const std::set<std::string> names{"ip", "ipaddr", "plug", "port", "systems_uri", "uuid"};
    return names.contains(parameter);
}

std::vector<std::string> HaDraft::servers() const
{
    std::vector<std::string> names;
    for (const ha::Member &m : spec.members)
        names.push_back(m.server);
    std::sort(names.begin(), names.end());
    return names;
}

void HaDraft::setServers(const std::vector<std::string> &servers, const inventory::World &world)
{
    std::set<std::string> before;
    for (const inventory::ObjectId &id : targets(world))
        before.insert(id);
    std::vector<ha::Member> members;
    for (const std::string &server : servers)
        members.push_back({server, static_cast<int>(members.size()) + 1, {}, {}});
    spec.members = std::move(members);
    std::erase_if(spec.fencing, [&](const auto &entry) { return !isMember(entry.first); });
    const std::vector<ha::RingProposal> networks = ha::networksOf(world, servers);
    std::string second;
    for (const ha::RingProposal &other : networks)
        if (second.empty() && other.network != networks.front().network && !servers.empty() && other.interfaces.at(servers.front()) != networks.front().interfaces.at(servers.front()))
            second = other.network;
    setRings(networks.empty() ? std::string() : networks.front().network, second, world);
    std::set<std::string> taken;
    for (const auto &[name, cluster] : world->clusters)
        taken.insert(name);
    if (!named)
        spec.name = ha::proposedName(servers, taken);
    std::set<std::string> kept;
    for (const inventory::ObjectId &id : targets(world))
        if (const inventory::Target *t = world.target(id); t != nullptr && t->servers.size() > 1 && (!before.contains(id) || spec.resources.contains(id)))
            kept.insert(id);
    spec.resources = std::move(kept);
    spec.health.lnetNids.clear();
    spec.health.lnetDevice.clear();
}

void HaDraft::setRings(const std::string &first, const std::string &second, const inventory::World &world)
{
    const std::vector<ha::RingProposal> networks = ha::networksOf(world, servers());
    for (ha::Member &m : spec.members) {
        m.addresses.clear();
        for (const std::string &network : {first, second})
            for (const ha::RingProposal &ring : networks)
                if (!network.empty() && ring.network == network)
                    m.addresses.push_back(ring.addresses.at(m.server));
    }
}

std::vector<std::string> HaDraft::rings(const inventory::World &world) const
{
    std::vector<std::string> out;
    if (spec.members.empty())
        return out;
    const ha::Member &first = spec.members.front();
    for (const std::string &address : first.addresses)
        for (const ha::RingProposal &ring : ha::networksOf(world, servers()))
            if (const auto at = ring.addresses.find(first.server); at != ring.addresses.end() && at->second == address)
                out.push_back(ring.network);
    return out;
}

std::vector<std::string> HaDraft::agents(const inventory::World &world) const
{
    std::vector<std::string> common;
    bool any = false;
    for (const ha::Member &m : spec.members) {
        const inventory::Server *server = world.server(m.server);
        std::vector<std::string> here = server != nullptr && server->inventory ? server->inventory->ha.fenceAgents : std::vector<std::string>();
        std::sort(here.begin(), here.end());
        std::vector<std::string> both;
        if (any)
            std::set_intersection(common.begin(), common.end(), here.begin(), here.end(), std::back_inserter(both));
        common = any ? both : here;
        any = true;
    }
    return common;
}

void HaDraft::settle(const std::string &server, ha::FenceDeviceSpec &device) const
{
    const auto known = metadata.find(device.agent);
    if (known == metadata.end())
        return;
    const std::string script = known->second.secretParameter();
    device.secretParameter = script.empty() ? "password_script" : script;
    device.secretName = script.empty() ? std::string() : device.secretName.empty() ? secretNameFor(server, device.id) : device.secretName;
}

ha::FenceDeviceSpec &HaDraft::setAgent(const std::string &server, std::size_t place, const std::string &agent)
{
    std::vector<ha::FenceDeviceSpec> &devices = spec.fencing[server];
    while (devices.size() <= place) {
        ha::FenceDeviceSpec fresh;
        fresh.id = devices.empty() ? "BMC" : "device " + std::to_string(devices.size() + 1);
        fresh.level = static_cast<int>(devices.size()) + 1;
        // Two that lose sight of each other must not fence each other at once.
        fresh.delaySeconds = spec.members.size() == 2 && spec.members.front().server == server ? 5 : 0;
        devices.push_back(std::move(fresh));
    }
    ha::FenceDeviceSpec &device = devices[place];
    device.agent = agent;
    if (const auto known = metadata.find(agent); known != metadata.end())
        std::erase_if(device.parameters, [&](const auto &p) { return known->second.parameter(p.first) == nullptr; });
    settle(server, device);
    return device;
}

void HaDraft::removeDevice(const std::string &server, std::size_t place)
{
    const auto at = spec.fencing.find(server);
    if (at == spec.fencing.end() || at->second.size() <= place)
        return;
    if (const auto typed = passwords.find(at->second[place].secretName); typed != passwords.end()) {
        profile::wipe(typed->second);
        passwords.erase(typed);
    }
    at->second.erase(at->second.begin() + static_cast<std::ptrdiff_t>(place));
    if (at->second.empty())
        spec.fencing.erase(at);
}

void HaDraft::copyDevice(const std::string &from)
{
    const auto source = spec.fencing.find(from);
    if (source == spec.fencing.end() || source->second.empty())
        return;
    const ha::FenceDeviceSpec model = source->second.front();
    for (const ha::Member &m : spec.members)
        if (spec.fencing[m.server].empty()) {
            ha::FenceDeviceSpec &made = setAgent(m.server, 0, model.agent);
            made.id = model.id;
            for (const auto &[name, value] : model.parameters)
                if (!isOfOneDevice(name))
                    made.parameters[name] = value;
            if (!model.secretName.empty())
                made.secretName = secretNameFor(m.server, made.id);
            if (const auto typed = passwords.find(model.secretName); typed != passwords.end() && !passwords.contains(made.secretName))
                passwords[made.secretName] = typed->second;
        }
}

std::vector<inventory::ObjectId> HaDraft::targets(const inventory::World &world) const
{
    std::vector<inventory::ObjectId> out;
    for (const auto &[id, t] : world->targets)
        if (!t.servers.empty() && std::all_of(t.servers.begin(), t.servers.end(), [&](const std::string &s) { return isMember(s); }) && (t.cluster.empty() || t.cluster == spec.name))
            out.push_back(id);
    return out;
}

void HaDraft::deviceProblems(const std::string &server, const ha::FenceDeviceSpec &device, std::vector<inventory::SpecProblem> &out) const
{
    const std::string field = "fencing." + server;
    const auto agent = metadata.find(device.agent);
    if (agent == metadata.end())
        return;
    for (const auto &[name, text] : ha::check(agent->second, device.parameters))
        out.push_back({field + "." + name, server + ", " + device.id + ": " + name + " " + text, true});
    const bool wantsPassword = std::any_of(agent->second.parameters.begin(), agent->second.parameters.end(), [](const ha::AgentParameter &p) { return p.secret && !p.deprecated; });
    if (wantsPassword && device.secretName.empty())
        out.push_back({field + ".password", device.agent + " takes its password only in clear; choose an agent that has password_script.", false});
    const auto typed = passwords.find(device.secretName);
    if (!device.secretName.empty() && !known.contains(device.secretName) && (typed == passwords.end() || typed->second.empty()))
        out.push_back({field + ".password", server + ", " + device.id + ": the password is needed.", true});
}

std::vector<inventory::SpecProblem> HaDraft::problems(const inventory::World &world) const
{
    if (spec.members.size() < 2)
        return {{"members", "Choose the servers of the cluster, 2 to 16.", true}};
    std::vector<inventory::SpecProblem> out = ha::check(spec, world);
    for (const auto &[name, cluster] : world->clusters)
        if (!changing && name == spec.name)
            out.push_back({"name", "There is a cluster " + name + " already.", true});
    for (const auto &[server, devices] : spec.fencing)
        for (const ha::FenceDeviceSpec &device : devices)
            deviceProblems(server, device, out);
    return out;
}

} // namespace wizards
