// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rehearsal.h"

#include "core/inventory/ids.h"
#include "core/inventory/nids.h"

#include <algorithm>

namespace worlds {

using protocol::HostInventory;
using protocol::Json;
using protocol::member;
using protocol::textOf;
using protocol::Verb;

Rehearsal::Rehearsal(const std::vector<inventory::HostReport> &reports)
    : m_reports(reports)
{
    for (const auto &r : reports)
        if (r.inventory)
            m_hosts[r.server] = *r.inventory;
    m_ha.emplace(m_hosts);
}

std::vector<inventory::HostReport> Rehearsal::reports() const
{
    auto out = m_reports;
    for (auto &r : out)
        if (const auto it = m_hosts.find(r.server); it != m_hosts.end() && r.reach == inventory::Reach::Connected)
            r.inventory = std::make_shared<const HostInventory>(it->second);
    return out;
}

int Rehearsal::formats(const std::string &device) const
{
    const auto it = m_formats.find(device);
    return it == m_formats.end() ? 0 : it->second;
}

void Rehearsal::lose(const std::string &server)
{
    for (auto &r : m_reports)
        if (r.server == server) {
            r.inventory = std::make_shared<const HostInventory>(m_hosts[server]);
            r.reach = inventory::Reach::Lost;
            r.reason = "lost";
        }
}

void Rehearsal::comeBack(const std::string &server, bool rebooted)
{
    HostInventory &h = m_hosts[server];
    if (rebooted) {
        h.bootId += "+";
        if (!h.software.bootKernel.empty())
            h.kernel = h.software.bootKernel;
        h.lnet.state = h.lnet.state == "unconfigured" ? "unconfigured" : "unloaded";
        h.lnet.nids.clear();
        for (auto &t : h.targets)
            t.mountpoint.clear();
        std::erase_if(h.mounts, [](const auto &m) { return m.type == "lustre"; });
    }
    for (auto &r : m_reports)
        if (r.server == server)
            r.reach = inventory::Reach::Connected;
    if (rebooted)
        m_ha->rebooted(server, m_hosts);
}

std::string Rehearsal::apply(const plan::Move &move)
{
    for (const plan::Step &s : move.steps)
        if (const std::string problem = step(s); !problem.empty())
            return move.action + " " + move.objectName + ": " + problem;
    return {};
}

std::string Rehearsal::step(const plan::Step &s)
{
    const auto host = m_hosts.find(s.server);
    const auto report = std::find_if(m_reports.begin(), m_reports.end(), [&](const auto &r) { return r.server == s.server; });
    if (host == m_hosts.end() || report->reach != inventory::Reach::Connected)
        return s.server + " does not answer";
    const std::string name(protocol::name(s.verb));
    if (name.starts_with("lnet."))
        return lnet(s, host->second);
    if (name.starts_with("client."))
        return client(s, host->second);
    if (name.starts_with("repos.") || name.starts_with("packages."))
        return software(s, host->second);
    if (name.starts_with("time."))
        return time(s, host->second);
    if (name.starts_with("firewall."))
        return firewall(s, host->second);
    if (name.starts_with("services."))
        return services(s, host->second);
    if (s.verb == Verb::AgentRestart || s.verb == Verb::HaState)
        return {};
    if (s.verb == Verb::FenceNode) {
        const std::string fenced = textOf(s.args, "awaits");
        for (const auto &t : m_hosts[fenced].targets)
            if (!t.mountpoint.empty())
                return "fenced with " + t.label + " mounted";
        comeBack(fenced, true);
        return {};
    }
    if (s.verb > Verb::HaState && s.verb <= Verb::PowerSet)
        return m_ha->step(s, m_hosts);
    if (s.verb == Verb::HostReboot || s.verb == Verb::HostShutdown) {
        for (const auto &t : host->second.targets)
            if (!t.mountpoint.empty())
                return std::string(s.verb == Verb::HostReboot ? "rebooted" : "shut down") + " with " + t.label + " mounted";
        if (s.verb == Verb::HostReboot)
            comeBack(s.server, true);
        else
            m_hosts.erase(host); // nothing that is to come may be asked of it
        return {};
    }
    if (s.verb == Verb::MgsEraseConfig)
        for (const auto &t : host->second.targets)
            if (t.mgs && !t.mountpoint.empty())
                return {};
    if (s.verb == Verb::MgsEraseConfig)
        return "no MGS runs on " + s.server;
    return target(s, host->second);
}

std::string Rehearsal::software(const plan::Step &s, HostInventory &h)
{
    if (textOf(s.args, "manager") != h.software.manager)
        return h.host + " has " + h.software.manager + ", not " + textOf(s.args, "manager");
    if (s.verb == Verb::ReposConfigure)
        for (const Json &r : member(s.args, "repositories"))
            h.software.repositories.push_back(textOf(r, "name"));
    if (s.verb == Verb::ReposUnconfigure)
        for (const std::string &name : protocol::textsOf(s.args, "names"))
            if (!std::erase(h.software.repositories, name))
                return "there is no repository " + name;
    for (const std::string &p : s.verb == Verb::PackagesInstall ? protocol::textsOf(s.args, "packages") : std::vector<std::string> {}) {
        const std::string package = p.substr(0, p.find('=')), version = p.find('=') == std::string::npos ? "1" : p.substr(p.find('=') + 1);
        h.software.packages.push_back({ package, version });
        if (package == "kernel")
            h.software.bootKernel = version + ".x86_64";
        if (package.find("lustre") != std::string::npos)
            h.lustreVersion = "2.15.6";
        if (package == "chrony")
            h.time.running.push_back(h.time.service = "chrony");
    }
    return h.time.running.size() > 1 ? h.host + " has two time services now" : "";
}

std::string Rehearsal::time(const plan::Step &s, HostInventory &h)
{
    const std::string service = textOf(s.args, "service");
    if (h.time.running.size() > 1 || (!h.time.running.empty() && h.time.running.front() != service))
        return h.host + " would have two time services";
    if (s.verb == Verb::TimeConfigure) {
        m_time.emplace(h.host, h.time);
        h.time.running = { service };
        h.time.servers = protocol::textsOf(s.args, "servers");
        h.time.synchronized = h.time.ours = true;
        return h.time.servers.empty() ? "no time servers" : "";
    }
    if (!h.time.ours)
        return "the time settings of " + h.host + " are not ours";
    h.time.ours = false;
    if (const auto before = m_time.find(h.host); before != m_time.end())
        h.time = before->second;
    return {};
}

std::string Rehearsal::firewall(const plan::Step &s, HostInventory &h)
{
    if (textOf(s.args, "kind") != h.firewall.kind || h.firewall.kind.empty())
        return h.host + " has no firewall " + textOf(s.args, "kind");
    for (const std::string &port : protocol::textsOf(s.args, "ports")) {
        if (s.verb == Verb::FirewallOpen) {
            h.firewall.open.push_back(port);
            h.firewall.ours.push_back(port);
        } else if (!std::erase(h.firewall.ours, port) || !std::erase(h.firewall.open, port)) {
            return port + " was not opened by us";
        }
    }
    return {};
}

std::string Rehearsal::services(const plan::Step &s, HostInventory &h)
{
    for (const std::string &unit : protocol::textsOf(s.args, "services")) {
        if (s.verb == Verb::ServicesEnable) {
            h.services.running.push_back(unit);
            h.services.enabled.push_back(unit);
            h.services.ours.push_back(unit);
        } else if (!std::erase(h.services.ours, unit) || !std::erase(h.services.running, unit) || !std::erase(h.services.enabled, unit)) {
            return unit + " was not started by us";
        }
    }
    return {};
}

std::string Rehearsal::lnet(const plan::Step &s, HostInventory &h)
{
    if (h.lustreVersion.empty() && s.verb != Verb::LnetConfigure && s.verb != Verb::LnetUnconfigure)
        return "Lustre is not installed on " + h.host;

    const auto go = [&](const std::string &from, const std::string &to) -> std::string {
        if (h.lnet.state != from)
            return "LNet on " + h.host + " is " + h.lnet.state + ", not " + from;
        h.lnet.state = to;
        return {};
    };
    switch (s.verb) {
    case Verb::LnetConfigure:
        h.lnet.networks.clear();
        for (const Json &n : member(s.args, "networks")) {
            std::string interfaces;
            for (const std::string &i : protocol::textsOf(n, "interfaces"))
                interfaces += (interfaces.empty() ? "" : ",") + i;
            h.lnet.networks += (h.lnet.networks.empty() ? "" : ",") + textOf(n, "net") + "(" + interfaces + ")";
        }
        return go("unconfigured", "unloaded");
    case Verb::LnetLoad: return go("unloaded", "down");
    case Verb::LnetStart: {
        inventory::WorldData none;
        inventory::Server server;
        server.inventory = std::make_shared<const HostInventory>(h);
        h.lnet.nids = inventory::nidsOf(server, {}, inventory::LnetChoice(none));
        return h.lnet.nids.empty() ? "no NIDs for " + h.host : go("down", "up");
    }
    case Verb::LnetStop:
        for (const auto &t : h.targets)
            if (!t.mountpoint.empty())
                return "LNet stopped under " + t.label;
        for (const auto &m : h.mounts)
            if (m.type == "lustre")
                return "LNet stopped under the client mount " + m.target;
        h.lnet.nids.clear();
        return go("up", "down");
    case Verb::LnetUnload: return go("down", "unloaded");
    case Verb::LnetUnconfigure: h.lnet.networks.clear(); return go("unloaded", "unconfigured");
    default: return {};
    }
}

std::string Rehearsal::client(const plan::Step &s, HostInventory &h)
{
    const std::string mountpoint = textOf(s.args, "mountpoint");
    if (s.verb == Verb::ClientMount) {
        if (h.lnet.state != "up")
            return "client mounted without LNet";
        h.mounts.push_back({ textOf(s.args, "spec"), mountpoint, "lustre", "rw" });
        return {};
    }
    return std::erase_if(h.mounts, [&](const auto &m) { return m.target == mountpoint; }) ? "" : mountpoint + " is not mounted";
}

std::string Rehearsal::mountedOn(const std::string &deviceId) const
{
    for (const auto &[name, h] : m_hosts)
        for (const auto &t : h.targets)
            if (t.deviceId == deviceId && !t.mountpoint.empty())
                return name;
    return {};
}

protocol::FoundTarget *Rehearsal::found(HostInventory &h, const Json &args)
{
    const Json &device = member(args, "device");
    const bool zfs = textOf(args, "backend") == "zfs";
    const std::string path = textOf(device, zfs ? "dataset" : "path");
    for (auto &t : h.targets)
        if (t.device == path)
            return &t;
    return nullptr;
}

std::string Rehearsal::format(const plan::Step &s, HostInventory &h)
{
    const Json &device = member(s.args, "device");
    const std::string path = textOf(device, "path"), label = textOf(s.args, "label");
    const auto d = std::find_if(h.devices.begin(), h.devices.end(), [&](const auto &x) { return x.path == path; });
    if (d == h.devices.end())
        return "no device " + path;
    if (d->id != textOf(device, "id") || d->size != protocol::unsignedOf(device, "size") || d->signature.text() != textOf(device, "signature"))
        return path + " is not the device of the plan";
    if (!d->signature.empty() && textOf(s.args, "reformat") != d->signature.text())
        return path + " has content";
    if (h.lnet.state != "up")
        return "formatted before LNet was up";
    ++m_formats[path];
    const std::string id = d->id;
    protocol::FoundTarget t;
    t.label = label;
    for (const std::string &k : protocol::textsOf(s.args, "kinds")) {
        t.mgs = t.mgs || k == "mgs";
        t.mdt = t.mdt || k == "mdt";
        t.ost = t.ost || k == "ost";
    }
    if (t.mdt || t.ost) {
        t.fsname = textOf(s.args, "fsname");
        t.index = static_cast<int>(protocol::numberOf(s.args, "index"));
        t.label[t.label.size() - 8] = ':';
    }
    std::string mgs, service;
    for (const std::string &n : protocol::textsOf(s.args, "mgsnodes"))
        mgs += (mgs.empty() ? "" : ":") + n;
    for (const std::string &n : protocol::textsOf(s.args, "servicenodes"))
        service += (service.empty() ? "" : ":") + n;
    if (!mgs.empty())
        t.parameters.emplace_back("mgsnode", mgs);
    if (!service.empty())
        t.parameters.emplace_back("failover.node", service);
    t.flags = service.empty() ? 0 : 0x1000;
    t.backend = textOf(s.args, "backend");
    t.mmp = true;
    for (auto &[name, host] : m_hosts)
        for (auto &x : host.devices)
            if ((!id.empty() && x.id == id) || &x == &*d) {
                t.device = t.backend == "zfs" ? textOf(device, "dataset") : x.path;
                t.deviceId = t.backend == "zfs" ? "zfs-" + t.device : x.id;
                x.signature = { "ext4", t.label, "" };
                if (t.backend == "zfs")
                    x.zpool = textOf(device, "pool");
                std::erase_if(host.targets, [&](const auto &old) { return old.device == t.device; });
                host.targets.push_back(t);
            }
    return {};
}

std::string Rehearsal::mount(const plan::Step &s, HostInventory &h)
{
    protocol::FoundTarget *t = found(h, s.args);
    if (h.lnet.state != "up")
        return "mounted on " + h.host + " without LNet";
    if (const std::string other = mountedOn(t->deviceId); !other.empty()) {
        bool word = false;
        for (const Json &p : member(s.args, "peers"))
            word = word || (textOf(p, "host") == other && !protocol::flagOf(p, "known", true));
        if (!word)
            return "is mounted on " + other;
        comeBack(other, true); // somebody gave their word that it is off
        lose(other);
    }
    const std::string mgs = [&] {
        for (const auto &[key, value] : t->parameters)
            if (key == "mgsnode")
                return value;
        return std::string();
    }();
    bool mgsUp = t->mgs;
    for (const auto &[name, host] : m_hosts)
        for (const auto &x : host.targets)
            if (x.mgs && !x.mountpoint.empty())
                for (const std::string &nid : host.lnet.nids)
                    mgsUp = mgsUp || mgs.find(nid) != std::string::npos;
    if (!mgsUp)
        return "its MGS is not up (110)";
    if (const std::string problem = written(*t); !problem.empty())
        return problem;
    t->mountpoint = textOf(s.args, "mountpoint");
    return {};
}

/// The first mount after a writeconf tells the MGS: MDT0000 before the others, and nobody while another is still of old.
std::string Rehearsal::written(const protocol::FoundTarget &target)
{
    if (target.label.size() < 9 || target.label[target.label.size() - 8] != '=')
        return {};
    const bool mdt0 = target.mdt && target.index == 0;
    bool begun = mdt0;
    for (const auto &[name, host] : m_hosts)
        for (const auto &x : host.targets)
            if (x.fsname == target.fsname && x.mdt && x.index == 0)
                begun = begun || !x.mountpoint.empty();
    if (!begun)
        return "is mounted after a writeconf before MDT0000 is";
    const std::string id = target.deviceId;
    for (auto &[name, host] : m_hosts)
        for (auto &x : host.targets)
            if (x.deviceId == id)
                x.label = inventory::registeredLabel(x.label);
    return {};
}

std::string Rehearsal::target(const plan::Step &s, HostInventory &h)
{
    if (s.verb == Verb::TargetFormat)
        return format(s, h);
    if (s.verb == Verb::TargetForget)
        return {};
    protocol::FoundTarget *t = found(h, s.args);
    if (!t)
        return "no such target on " + h.host + ": " + protocol::dumpJson(s.args);
    switch (s.verb) {
    case Verb::TargetState: return t->mountpoint.empty() ? "" : "the peer " + h.host + " has it mounted";
    case Verb::TargetMount: return mount(s, h);
    case Verb::TargetRegister: {
        if (const std::string problem = mount(s, h); !problem.empty())
            return problem;
        t->mountpoint.clear();
        const std::string id = t->deviceId;
        for (auto &[name, host] : m_hosts)
            for (auto &x : host.targets)
                if (x.deviceId == id)
                    x.label = inventory::registeredLabel(x.label);
        return {};
    }
    case Verb::TargetUnmount:
        if (t->mountpoint.empty())
            return "is not mounted";
        std::erase_if(h.mounts, [&](const auto &m) { return m.target == t->mountpoint; });
        t->mountpoint.clear();
        return {};
    case Verb::TargetWriteconf: {
        const std::string id = t->deviceId;
        for (auto &[name, host] : m_hosts)
            for (auto &x : host.targets)
                if (x.deviceId == id) {
                    if (x.label.size() > 8)
                        x.label[x.label.size() - 8] = '=';
                    std::erase_if(x.parameters, [](const auto &p) { return p.first == "mgsnode" || p.first == "failover.node"; });
                    for (const auto &[list, key] : { std::pair("mgsnodes", "mgsnode"), { "servicenodes", "failover.node" } })
                        for (const std::string &node : protocol::textsOf(s.args, list))
                            x.parameters.emplace_back(key, node);
                }
        return t->mountpoint.empty() ? "" : "writeconf on a mounted target";
    }
    default: return {};
    }
}

} // namespace worlds
