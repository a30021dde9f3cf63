// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simcluster.h"

#include "core/inventory/nids.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace support {

using protocol::Error;
using protocol::FoundTarget;
using protocol::HostInventory;
using protocol::Json;
using protocol::member;
using protocol::Problem;
using protocol::textOf;
using protocol::Verb;

namespace {

const char *const layout = R"(
server mds1 lnet=unconfigured firewall=firewalld time-servers=ntp.lab
server mds2 lnet=unconfigured firewall=firewalld time-servers=ntp.lab
server oss1 lnet=unconfigured firewall=firewalld time-servers=ntp.lab
server oss2 lnet=unconfigured firewall=firewalld time-servers=ntp.lab
volume m0 on=mds1,mds2
volume m1 on=mds1,mds2
volume m2 on=mds1,mds2
volume o0 on=oss1,oss2
volume o1 on=oss1,oss2
volume o2 on=oss1,oss2
)";

Error toolFailed(const std::string &what)
{
    return {Problem::ToolFailed, what, "as a tool would say it", "Look at the host, then retry."};
}

bool isRegistered(const FoundTarget &target)
{
    return target.label == "MGS" || target.label[target.label.size() - 8] == '-';
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ":") + word;
    return text;
}

} // namespace

SimCluster::SimCluster()
{
    for (const inventory::HostReport &report : worlds::described(layout).reports)
        m_hosts[report.server] = *report.inventory;
    for (const auto &[name, host] : m_hosts)
        for (const protocol::BlockDevice &device : host.devices)
            m_disks[device.id].id = device.id;
}

std::vector<std::string> SimCluster::hosts() const
{
    std::vector<std::string> names;
    for (const auto &[name, host] : m_hosts)
        names.push_back(name);
    return names;
}

SimCluster::Disk *SimCluster::diskOf(const Json &args)
{
    const auto disk = m_disks.find(textOf(member(args, "device"), "id"));
    return disk == m_disks.end() ? nullptr : &disk->second;
}

FoundTarget SimCluster::wanted(const Json &args) const
{
    FoundTarget target;
    target.label = textOf(args, "label");
    for (const std::string &kind : protocol::textsOf(args, "kinds")) {
        target.mgs = target.mgs || kind == "mgs";
        target.mdt = target.mdt || kind == "mdt";
        target.ost = target.ost || kind == "ost";
    }
    if (target.mdt || target.ost) {
        target.fsname = textOf(args, "fsname");
        target.index = static_cast<int>(protocol::numberOf(args, "index"));
        target.label[target.label.size() - 8] = ':';
    }
    for (const auto &[key, parameter] : {std::pair{"mgsnodes", "mgsnode"}, {"servicenodes", "failover.node"}})
        if (const auto nodes = protocol::textsOf(args, key); !nodes.empty())
            target.parameters.emplace_back(parameter, joined(nodes));
    target.flags = 0x1000;
    target.backend = "ldiskfs";
    target.mmp = true;
    return target;
}

void SimCluster::begin(const std::string &, const agent::RunOrder &order)
{
    Disk *disk = diskOf(order.args);
    if (order.verb != Verb::TargetFormat || !disk || !disk->present)
        return;
    if (disk->content == Content::Target) {
        // A repeated format is right only as a retry that the agent's journal knows of; then it looks and does nothing.
        if (!order.attempted && disk->formattedBy == agent::jobOf(order.key))
            m_violations.push_back(disk->id + " is to be formatted a second time by " + order.key);
        return;
    }
    if (disk->content == Content::Half && !order.attempted)
        return;
    disk->content = Content::Half;
    disk->halfBy = order.key;
    disk->target = wanted(order.args);
}

agent::Outcome SimCluster::finish(const std::string &host, const agent::RunOrder &order)
{
    agent::Outcome outcome;
    const Reply reply = perform(host, order);
    outcome.ok = reply.ok();
    if (reply)
        outcome.value = *reply;
    else
        outcome.error = reply.error();
    for (const auto &[id, disk] : m_disks)
        if (disk.mounts.size() > 1)
            m_violations.push_back(id + " is mounted on two hosts after " + order.key);
    return outcome;
}

SimCluster::Reply SimCluster::perform(const std::string &host, const agent::RunOrder &order)
{
    if (protocol::name(order.verb).starts_with("lnet."))
        return lnet(host, order.verb, order.args);
    if (order.verb >= Verb::ReposConfigure && order.verb <= Verb::ServicesDisable)
        return part(host, order.verb, order.args);
    Disk *disk = diskOf(order.args);
    if (order.verb == Verb::TargetForget)
        return Json::object();
    if (!disk || !disk->present)
        return Error{Problem::DeviceChanged, "there is no such device on " + host, {}, "Put the disk back, scan the volumes and plan anew."};
    switch (order.verb) {
    case Verb::TargetState: return state(host, *disk);
    case Verb::TargetFormat: return format(order, *disk);
    case Verb::TargetRegister: return enroll(host, order.args, *disk);
    case Verb::TargetMount: return mount(host, order.args, *disk);
    case Verb::TargetUnmount: disk->mounts.erase(host); return Json{{"mounted", false}};
    default: return Error{Problem::Internal, "the simulation has no " + std::string(protocol::name(order.verb)), {}, {}};
    }
}

/// Repositories, packages, time, firewall and services of a host.
SimCluster::Reply SimCluster::part(const std::string &name, Verb verb, const Json &args)
{
    HostInventory &host = m_hosts[name];
    const auto add = [](std::vector<std::string> &list, const std::string &word) {
        if (std::find(list.begin(), list.end(), word) == list.end())
            list.push_back(word);
    };
    switch (verb) {
    case Verb::ReposConfigure:
        for (const Json &one : member(args, "repositories"))
            add(host.software.repositories, textOf(one, "name"));
        break;
    case Verb::PackagesInstall:
        for (const std::string &package : protocol::textsOf(args, "packages")) {
            if (std::none_of(host.software.packages.begin(), host.software.packages.end(), [&](const auto &p) { return p.name == package; }))
                host.software.packages.push_back({package, "1"});
            if (package == "chrony")
                host.time.service = "chrony";
        }
        break;
    case Verb::TimeConfigure:
        if (host.time.service != textOf(args, "service"))
            return toolFailed(textOf(args, "service") + " is not installed on " + name);
        host.time.running = {host.time.service};
        host.time.servers = protocol::textsOf(args, "servers");
        host.time.synchronized = host.time.ours = true;
        break;
    case Verb::FirewallOpen:
        for (const std::string &port : protocol::textsOf(args, "ports")) {
            add(host.firewall.open, port);
            add(host.firewall.ours, port);
        }
        break;
    case Verb::ServicesEnable:
        for (const std::string &unit : protocol::textsOf(args, "services")) {
            if (host.software.packages.empty())
                return toolFailed("Unit " + unit + " not found on " + name);
            for (auto *list : {&host.services.running, &host.services.enabled, &host.services.ours})
                add(*list, unit);
        }
        break;
    default: return Error{Problem::Internal, "the simulation never takes " + std::string(protocol::name(verb)) + " back", {}, {}};
    }
    return Json::object();
}

SimCluster::Reply SimCluster::lnet(const std::string &name, Verb verb, const Json &args)
{
    HostInventory &host = m_hosts[name];
    std::string &state = host.lnet.state;
    switch (verb) {
    case Verb::LnetState: break;
    case Verb::LnetConfigure:
        host.lnet.networks.clear();
        for (const Json &net : member(args, "networks"))
            host.lnet.networks += (host.lnet.networks.empty() ? "" : ",") + textOf(net, "net") + "(" + protocol::textsOf(net, "interfaces").front() + ")";
        if (state == "unconfigured")
            state = "unloaded";
        break;
    case Verb::LnetLoad:
        if (state == "unconfigured")
            return toolFailed("modprobe: lnet has no networks on " + name);
        if (state == "unloaded")
            state = "down";
        break;
    case Verb::LnetStart: {
        if (state != "down" && state != "up")
            return toolFailed("LNet is not loaded on " + name);
        inventory::WorldData none;
        inventory::Server server;
        server.inventory = std::make_shared<const HostInventory>(host);
        host.lnet.nids = inventory::nidsOf(server, {}, inventory::LnetChoice(none));
        state = "up";
        break;
    }
    default: return Error{Problem::Internal, "the simulation never stops LNet", {}, {}};
    }
    return Json{{"state", state}, {"nids", host.lnet.nids}};
}

SimCluster::Reply SimCluster::format(const agent::RunOrder &order, Disk &disk)
{
    const FoundTarget made = wanted(order.args);
    if (disk.content == Content::Target) {
        const bool isOurs = order.attempted && disk.target.label == made.label && disk.target.parameters == made.parameters;
        if (isOurs)
            return Json{{"label", made.label}, {"formatted", false}};
        return Error{Problem::DeviceChanged, disk.id + " is not as it was planned: it has " + disk.target.label, {}, "Scan the volumes and plan anew."};
    }
    if (disk.content == Content::Half && disk.halfBy != order.key)
        return Error{Problem::DeviceChanged, disk.id + " has content", {}, "Scan the volumes and plan anew."};
    if (!disk.mounts.empty())
        m_violations.push_back(disk.id + " is formatted while it is mounted");
    disk.content = Content::Target;
    disk.target = made;
    disk.formattedBy = agent::jobOf(order.key);
    ++disk.formats;
    return Json{{"label", made.label}, {"formatted", true}};
}

bool SimCluster::mgsRuns() const
{
    return std::any_of(m_disks.begin(), m_disks.end(), [](const auto &item) {
        return item.second.content == Content::Target && item.second.target.mgs && !item.second.mounts.empty();
    });
}

SimCluster::Reply SimCluster::enroll(const std::string &host, const Json &args, Disk &disk)
{
    if (m_hosts[host].lnet.state != "up")
        return toolFailed("mount.lustre: LNet is not up on " + host);
    if (disk.content != Content::Target)
        return Error{Problem::DeviceChanged, disk.id + " holds no " + textOf(args, "label"), {}, "Format it first."};
    if (!disk.target.mgs && !mgsRuns())
        return toolFailed("mount.lustre: the MGS does not answer");
    if (disk.mounts.empty() && !isRegistered(disk.target))
        disk.target.label[disk.target.label.size() - 8] = '-';
    return Json{{"label", disk.target.label}};
}

SimCluster::Reply SimCluster::mount(const std::string &host, const Json &args, Disk &disk)
{
    const std::string mountpoint = textOf(args, "mountpoint");
    if (disk.mounts.contains(host))
        return Json{{"mounted", true}, {"mountpoint", disk.mounts[host]}};
    for (const Json &peer : member(args, "peers"))
        if (protocol::flagOf(peer, "mounted") || (!protocol::flagOf(peer, "known") && textOf(peer, "word") != textOf(peer, "host")))
            return Error{Problem::MountedElsewhere, textOf(args, "label") + " may be mounted on " + textOf(peer, "host"), {}, "Stop it there first."};
    if (const Reply enrolled = enroll(host, args, disk); !enrolled)
        return enrolled;
    disk.mounts[host] = mountpoint; // no MMP here: a second one is what the simulation looks for
    return Json{{"mounted", true}, {"mountpoint", mountpoint}};
}

SimCluster::Reply SimCluster::state(const std::string &host, const Disk &disk) const
{
    const auto mount = disk.mounts.find(host);
    const bool mounted = mount != disk.mounts.end();
    Json json{{"mounted", mounted}, {"mountpoint", mounted ? mount->second : std::string()}, {"label", disk.target.label}};
    return json;
}

void SimCluster::powerCut(const std::string &name)
{
    for (auto &[id, disk] : m_disks)
        disk.mounts.erase(name);
    m_hosts[name].services.running = m_hosts[name].services.enabled;
    protocol::LnetReport &lnet = m_hosts[name].lnet;
    lnet.nids.clear();
    if (lnet.state != "unconfigured")
        lnet.state = "unloaded"; // the configuration is a file
}

HostInventory SimCluster::inventory(const std::string &name) const
{
    HostInventory host = m_hosts.at(name);
    for (protocol::BlockDevice &device : host.devices) {
        const Disk &disk = m_disks.at(device.id);
        if (disk.content == Content::Blank || !disk.present)
            continue;
        device.signature = {"ext4", disk.target.label, "0f5e"};
        if (disk.content == Content::Half)
            continue;
        FoundTarget target = disk.target;
        target.device = device.path;
        target.deviceId = device.id;
        if (const auto mount = disk.mounts.find(name); mount != disk.mounts.end()) {
            target.mountpoint = mount->second;
            host.mounts.push_back({device.path, mount->second, "lustre", "rw"});
        }
        host.targets.push_back(std::move(target));
    }
    return host;
}

} // namespace support
