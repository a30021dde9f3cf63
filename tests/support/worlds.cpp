// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/worlds.h"

#include "core/inventory/ids.h"
#include "core/inventory/nids.h"
#include "core/inventory/haparse.h"
#include "core/inventory/profilelibrary.h"
#include "tests/support/hapaper.h"

#include <algorithm>
#include <sstream>

namespace worlds {

using inventory::split;
using protocol::HostInventory;

namespace {

struct Line {
    std::vector<std::string> words;
    std::string get(const std::string &key, const std::string &fallback = {}) const
    {
        for (const std::string &w : words)
            if (w.starts_with(key + "="))
                return w.substr(key.size() + 1);
        return fallback;
    }
    bool has(const std::string &word) const
    {
        return std::any_of(words.begin(), words.end(), [&](const std::string &w) { return w == word || w.starts_with(word + "="); });
    }
    const std::string &at(std::size_t i) const
    {
        static const std::string none;
        return i < words.size() ? words[i] : none;
    }
};

std::uint64_t sizeFrom(const std::string &text)
{
    static const std::string units = "BKMGTP";
    const std::size_t unit = text.empty() ? std::string::npos : units.find(text.back());
    const std::uint64_t n = std::strtoull(text.c_str(), nullptr, 10);
    return unit == std::string::npos ? n : n << (10 * unit);
}

class Reader {
public:
    Described read(const std::string &text)
    {
        std::istringstream in(text);
        std::string row;
        while (std::getline(in, row)) {
            row = row.substr(0, row.find('#'));
            std::istringstream words(row);
            Line line;
            for (std::string w; words >> w;)
                line.words.push_back(w);
            if (!line.words.empty() && !take(line, row) && m_out.problem.empty())
                m_out.problem = row;
        }
        for (auto &[name, inventory] : m_hosts)
            for (inventory::HostReport &r : m_out.reports)
                if (r.server == name && r.reach != inventory::Reach::NeverSeen)
                    r.inventory = std::make_shared<const HostInventory>(std::move(inventory));
        return std::move(m_out);
    }

private:
    bool take(const Line &line, const std::string &row)
    {
        const std::string &what = line.at(0);
        if (what == "server")
            return server(line);
        if (what == "volume")
            return volume(line);
        if (what == "target")
            return target(line);
        if (what == "client")
            return client(line);
        if (what == "want") {
            m_out.wanted.states[line.at(1)] = machine::stateFromWord(line.at(2));
            return machine::stateFromWord(line.at(2)) != machine::State::None;
        }
        if (what == "profile")
            return profile(line);
        if (what == "readdress")
            return readdress(line);
        if (what == "lnet-ours")
            return m_out.wanted.lnetOurs.insert(line.at(1)).second;
        if (what == "want-on") {
            m_out.wanted.placement[line.at(1)] = line.at(2);
            return m_hosts.contains(line.at(2));
        }
        if (what == "want-at") {
            m_out.wanted.mountpoints[line.at(1)] = line.at(2);
            return line.at(2).starts_with('/');
        }
        if (what == "want-lnet") {
            m_out.wanted.lnets[line.at(1)].push_back({ line.at(2), split(line.at(3), ",") });
            return m_hosts.contains(line.at(1));
        }
        if (what == "standby")
            return m_hosts.contains(line.at(1)) && m_standby.insert(line.at(1)).second;
        if (what == "maintenance")
            return m_maintenance.insert(line.at(1)).second;
        if (what == "foreign")
            return m_out.wanted.clusters.erase(line.at(1)) == 1;
        if (what == "cluster" || what == "want-cluster") {
            auto spec = ha::clusterSpecFromJson(protocol::parseJson(row.substr(row.find('{'))));
            if (!spec)
                return false;
            m_out.wanted.clusters[spec->name] = *spec;
            if (what == "cluster")
                HaPaper::build(*spec, soFar(), m_hosts, m_standby, m_maintenance.contains(spec->name));
            return true;
        }
        if (what == "want-fs") {
            auto spec = inventory::fileSystemSpecFromJson(protocol::parseJson(row.substr(row.find('{'))));
            if (spec)
                m_out.wanted.filesystems[spec->name] = *spec;
            return spec.ok();
        }
        return false;
    }

    inventory::World soFar() const
    {
        std::vector<inventory::HostReport> reports = m_out.reports;
        for (inventory::HostReport &r : reports)
            r.inventory = std::make_shared<const HostInventory>(m_hosts.at(r.server));
        return inventory::buildWorld(reports);
    }

    /// "eth1=10.1.0.1/24"
    static bool isInterface(const std::string &word)
    {
        const std::size_t equals = word.find('='), dot = word.find('.'), slash = word.find('/');
        return equals != std::string::npos && dot != std::string::npos && slash != std::string::npos && equals < dot && dot < slash;
    }

    bool server(const Line &line)
    {
        const std::string &name = line.at(1);
        const std::string n = std::to_string(m_hosts.size() + 1);
        HostInventory h;
        h.host = name;
        h.lustreVersion = line.has("no-lustre") ? "" : "2.17.0";
        h.zfs = line.has("zfs");
        facts(line, h);
        h.lnet.state = line.get("lnet", "up");
        bool own = false;
        for (const std::string &w : line.words)
            own = own || isInterface(w);
        for (const std::string &w : own ? line.words : std::vector<std::string> { "eth0=192.168.0." + n + "/24", "eth1=10.10.0." + n + "/24" })
            if (isInterface(w))
                h.interfaces.push_back({ w.substr(0, w.find('=')), "", w.starts_with("ib") ? "infiniband" : "ethernet", true, 10000, { w.substr(w.find('=') + 1) } });
        for (const auto &i : h.interfaces)
            if (i.name != "eth0" || h.interfaces.size() == 1) {
                const std::string net = i.type == "infiniband" ? "o2ib" : "tcp";
                m_nids[name] += (m_nids[name].empty() ? "" : ",") + i.addresses.front().substr(0, i.addresses.front().find('/')) + "@" + net;
                if (h.lnet.state != "unconfigured")
                    h.lnet.networks += (h.lnet.networks.empty() ? "" : ",") + net + "0(" + i.name + ")";
            }
        if (h.lnet.state == "up")
            h.lnet.nids = split(m_nids[name], ",");
        inventory::HostReport r;
        r.server = name;
        r.reach = line.has("silent") ? inventory::Reach::NeverSeen : line.has("lost") ? inventory::Reach::Lost : inventory::Reach::Connected;
        r.reason = line.has("lost") ? line.get("lost", "no-route-to-host") : "";
        std::replace(r.reason.begin(), r.reason.end(), '-', ' ');
        r.seenAt = 1;
        m_out.reports.push_back(r);
        return m_hosts.emplace(name, std::move(h)).second;
    }

    /// From here on the server has another address, and what is stored keeps the old one.
    bool readdress(const Line &line)
    {
        const auto host = m_hosts.find(line.at(1));
        if (host == m_hosts.end() || host->second.interfaces.empty())
            return false;
        host->second.interfaces.back().addresses = { line.at(2) };
        m_nids[line.at(1)] = line.at(2).substr(0, line.at(2).find('/')) + "@tcp";
        if (host->second.lnet.state == "up")
            host->second.lnet.nids = { m_nids[line.at(1)] };
        return true;
    }

    static void facts(const Line &line, HostInventory &h)
    {
        const std::string os = line.get("os", "rocky,8.10");
        h.osId = os.substr(0, os.find(','));
        h.osVersion = os.substr(os.find(',') + 1);
        h.os = h.osId + " " + h.osVersion;
        h.architecture = "x86_64";
        h.kernel = line.get("kernel", "4.18.0-553.el8.x86_64");
        h.memory = 64ull << 30;
        h.cpus = 16;
        h.bootId = "boot-1-" + h.host;
        h.software.manager = line.get("manager", "dnf");
        for (const std::string &p : split(line.get("packages"), ","))
            h.software.packages.push_back({ p.substr(0, p.find('=')), p.find('=') == std::string::npos ? "1" : p.substr(p.find('=') + 1) });
        h.software.repositories = split(line.get("repositories"), ",");
        h.time.running = split(line.get("time"), ",");
        h.time.service = h.time.running.empty() ? std::string() : h.time.running.front();
        h.time.servers = split(line.get("time-servers"), ",");
        h.time.synchronized = line.has("time") && !line.has("adrift");
        h.time.ours = line.has("time-ours");
        h.firewall.kind = line.get("firewall");
        h.firewall.open = split(line.get("open"), ",");
        h.firewall.ours = split(line.get("opened"), ",");
        h.services.running = split(line.get("services"), ",");
        h.services.enabled = line.has("enabled") ? split(line.get("enabled"), ",") : h.services.running;
        h.services.ours = split(line.get("services-ours"), ",");
        if (line.has("ha")) { // what a member of a cluster needs is installed
            for (const char *package : { "corosync", "pacemaker", "resource-agents", "lustre-resource-agents" })
                h.software.packages.push_back({ package, "1" });
            h.ha.fenceAgents = { "fence_ipmilan" };
            h.ha.resourceAgents = { "ocf:heartbeat:ZFS", "ocf:lustre:Lustre", "ocf:lustre:healthLNET", "ocf:lustre:healthLUSTRE" };
        }
    }

    bool profile(const Line &line)
    {
        static const inventory::ProfileLibrary library("/nonexistent");
        return bool(m_out.wanted.profiles[line.at(1)] = library.find(line.at(2)));
    }

    bool volume(const Line &line)
    {
        const std::string &name = line.at(1);
        int letter = 0;
        for (const std::string &place : split(line.get("on"), ",")) {
            const std::size_t colon = place.find(':');
            const auto host = m_hosts.find(place.substr(0, colon));
            if (host == m_hosts.end())
                return false;
            protocol::BlockDevice d;
            d.path = colon == std::string::npos ? "/dev/mapper/" + name : place.substr(colon + 1);
            d.id = line.has("anonymous") ? std::string() : "wwn-" + name;
            d.serial = line.get("serial", name);
            d.size = sizeFrom(line.get(letter++ == 0 ? "size" : line.has("size2") ? "size2" : "size", "100G"));
            d.type = line.get("type", "mpath");
            d.readOnly = line.has("ro");
            d.volumeGroup = line.get("vg");
            d.mdArray = line.get("md");
            d.zpool = line.get("zpool");
            if (line.has("mounted"))
                d.mountpoints = { line.get("mounted") };
            if (line.has("holder"))
                d.holders = { "/dev/" + line.get("holder") };
            const std::string sig = line.get("sig");
            if (!sig.empty())
                d.signature = { sig.substr(0, sig.find('/')), sig.find('/') == std::string::npos ? "" : sig.substr(sig.find('/') + 1), "" };
            host->second.devices.push_back(std::move(d));
        }
        return true;
    }

    std::string nodes(const std::string &servers) const
    {
        std::string out;
        for (const std::string &s : split(servers, ","))
            if (const auto it = m_nids.find(s); it != m_nids.end())
                out += (out.empty() ? "" : ":") + it->second;
        return out;
    }

    protocol::FoundTarget found(const Line &line) const
    {
        const std::string &label = line.at(1);
        protocol::FoundTarget t;
        t.label = label;
        t.flags = line.has("nodes") ? 0x1000U : 0U;
        t.backend = line.has("zfs") ? "zfs" : "ldiskfs";
        if (label == "MGS") {
            t.mgs = true;
        } else if (label.size() > 8) {
            t.fsname = label.substr(0, label.size() - 8);
            t.mdt = label.substr(label.size() - 7, 3) == "MDT";
            t.ost = !t.mdt;
            t.mgs = line.has("combined");
            t.index = static_cast<int>(std::strtol(label.c_str() + label.size() - 4, nullptr, 16));
        }
        if (line.has("mgs") && !line.get("mgs").empty())
            t.parameters.emplace_back("mgsnode", nodes(line.get("mgs")));
        if (line.has("nodes"))
            t.parameters.emplace_back("failover.node", nodes(line.get("nodes")));
        t.clients = line.has("clients") ? std::strtoll(line.get("clients").c_str(), nullptr, 10) : -1;
        t.mmp = true;
        return t;
    }

    bool target(const Line &line)
    {
        const std::string volume = line.get("on");
        const std::vector<std::string> mounted = split(line.get("mounted"), ",");
        bool any = false;
        for (auto &[name, h] : m_hosts)
            for (protocol::BlockDevice &d : h.devices) {
                if (d.id != "wwn-" + volume)
                    continue;
                protocol::FoundTarget t = found(line);
                any = true;
                if (t.backend == "zfs") {
                    if (d.zpool.empty())
                        continue; // a pool is imported on one host
                    t.device = d.zpool + "/" + (t.ost ? "ost" : t.mdt ? "mdt" : "mgt") + std::to_string(std::max(t.index, 0));
                    t.deviceId = "zfs-" + d.zpool + "/" + t.device.substr(t.device.find('/') + 1);
                } else {
                    d.signature = { "ext4", t.label, "" };
                    t.device = d.path;
                    t.deviceId = d.id;
                }
                if (std::find(mounted.begin(), mounted.end(), name) != mounted.end()) {
                    t.mountpoint = line.get("at", inventory::defaultMountpoint(inventory::registeredLabel(t.label)));
                    h.mounts.push_back({ t.device, t.mountpoint, "lustre", "rw" });
                }
                h.targets.push_back(std::move(t));
            }
        return any && line.at(1).size() >= 3;
    }

    bool client(const Line &line)
    {
        const auto host = m_hosts.find(line.at(1));
        if (host == m_hosts.end())
            return false;
        host->second.mounts.push_back({ nodes(line.get("mgs")) + ":/" + line.at(3), line.at(2), "lustre", "rw" });
        return true;
    }

    Described m_out;
    std::map<std::string, HostInventory> m_hosts;
    std::map<std::string, std::string> m_nids;
    std::set<std::string> m_standby, m_maintenance;
};

} // namespace

Described described(const std::string &text) { return Reader().read(text); }

namespace {

/// One file system on `volumes`, in a random state of life.
void addFilesystem(std::ostringstream &out, std::mt19937 &random, const std::string &name, const std::vector<std::string> &volumes,
    const std::vector<std::string> &hosts, const std::vector<std::string> &up)
{
    const auto life = random() % 3; // stopped, running, anything
    const bool combined = random() % 2;
    const std::string mgs = hosts[0];
    for (std::size_t i = 0; i < volumes.size(); ++i) {
        const std::string first = hosts[i].substr(0, hosts[i].find(','));
        const bool isUp = std::find(up.begin(), up.end(), first) != up.end();
        const bool mounted = isUp && (life == 1 || (life == 2 && random() % 2));
        const bool isMgs = i == 0 && !combined;
        const std::size_t mdts = combined ? 1 : 2;
        const bool mdt = i < mdts;
        const std::string label = isMgs ? "MGS" : inventory::targetLabel(name, mdt, static_cast<int>(mdt ? 0 : i - mdts));
        out << "target " << label << " on=" << volumes[i] << " nodes=" << hosts[i] << (i == 0 && combined ? " combined" : "")
            << (i == 0 ? "" : " mgs=" + mgs) << (mounted ? " mounted=" + first : "") << "\n";
    }
    if (life == 1 && random() % 2)
        out << "want filesystem:" << name << " available\n";
    if (life == 1 && random() % 3 == 0)
        out << "client " << up[random() % up.size()] << " /mnt/" << name << " " << name << " mgs=" << mgs << "\n";
}

} // namespace

Described random(std::mt19937 &random)
{
    std::ostringstream out;
    const std::vector<std::string> lnets { "up", "up", "up", "down", "unloaded", "unconfigured" };
    const auto pairs = static_cast<unsigned>(1 + random() % 3);
    std::vector<std::string> up;
    for (unsigned s = 0; s < pairs * 2; ++s) {
        const std::string lnet = lnets[random() % lnets.size()];
        out << "server s" << s << " lnet=" << lnet << (random() % 12 == 0 ? " lost" : "") << "\n";
        if (lnet == "up")
            up.push_back("s" + std::to_string(s));
    }
    const auto count = static_cast<unsigned>(4 + random() % 9);
    std::vector<std::string> volumes, hosts;
    for (unsigned v = 0; v < count; ++v) {
        const auto a = static_cast<unsigned>(random() % (pairs * 2));
        const std::string first = "s" + std::to_string(a), second = "s" + std::to_string(a ^ 1);
        const bool single = random() % 5 == 0;
        volumes.push_back("v" + std::to_string(v));
        hosts.push_back(single ? first : first + "," + second);
        out << "volume v" << v << " on=" << hosts.back() << "\n";
    }
    const std::size_t used = random() % 3 == 0 ? 0 : 4 + random() % (count - 3);
    if (used && !up.empty()) // the MGS of a file system runs where its first volume is
        addFilesystem(out, random, "scratch", { volumes.begin(), volumes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(used, count)) }, hosts, up);
    return described(out.str());
}

Described large(int pairs, int perServer, int perFilesystem)
{
    std::ostringstream out;
    for (int s = 0; s < pairs * 2; ++s)
        out << "server s" << s << " lnet=unloaded eth0=192.168." << s / 250 << "." << s % 250 + 1 << "/16 eth1=10.10." << s / 250 << "."
            << s % 250 + 1 << "/16\n";
    for (int t = 0; t < pairs * 2 * perServer; ++t) {
        const int fs = t / perFilesystem, in = t % perFilesystem, s = t % (pairs * 2);
        const std::string nodes = "s" + std::to_string(s) + ",s" + std::to_string(s ^ 1);
        const std::string mgs = "s" + std::to_string(fs * perFilesystem % (pairs * 2));
        const bool mdt = in < 4;
        out << "volume v" << t << " on=" << nodes << "\ntarget "
            << inventory::targetLabel("fs" + std::to_string(fs), mdt, mdt ? in : in - 4) << " on=v" << t << " nodes=" << nodes
            << (in == 0 ? " combined" : " mgs=" + mgs) << "\n";
    }
    return described(out.str());
}

} // namespace worlds
