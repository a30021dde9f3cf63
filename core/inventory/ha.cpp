// SPDX-License-Identifier: GPL-3.0-or-later
// The clusters of a World: hosts that one corosync.conf joins, with what the one that knows best says of Pacemaker.
#include "core/inventory/build.h"

#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"

#include <algorithm>
#include <mutex>

namespace inventory {

namespace {

/// A text is read once as long as it stays the same: an inventory comes every few seconds, a CIB changes once a week.
template <class T> class Remembered {
public:
    template <class Parse> std::shared_ptr<const T> get(const std::string &text, Parse parse)
    {
        if (text.empty())
            return {};
        {
            const std::lock_guard lock(m_mutex);
            if (const auto it = m_known.find(text); it != m_known.end())
                return it->second;
        }
        auto read = parse(text);
        auto value = read ? std::make_shared<const T>(std::move(*read)) : std::shared_ptr<const T>();
        const std::lock_guard lock(m_mutex);
        if (m_known.size() >= most)
            m_known.clear();
        m_known.emplace(text, value);
        return value;
    }

private:
    static constexpr std::size_t most = 64;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const T>> m_known;
};

std::shared_ptr<const ha::Cib> cibOf(const std::string &text)
{
    static Remembered<ha::Cib> known;
    return known.get(text, [](const std::string &t) { return ha::parseCib(t); });
}

std::shared_ptr<const ha::CorosyncConf> confOf(const std::string &text)
{
    static Remembered<ha::CorosyncConf> known;
    return known.get(text, [](const std::string &t) { return ha::parseCorosyncConf(t); });
}

struct Part {
    const HostReport *report;
    std::shared_ptr<const ha::CorosyncConf> conf;
    std::shared_ptr<const ha::ClusterStatus> status {};
    bool up() const { return report->reach == Reach::Connected; }
    const protocol::HaReport &ha() const { return report->inventory->ha; }
};

bool hasAddress(const HostReport &r, const std::string &address)
{
    for (const protocol::NetworkInterface &i : r.inventory ? r.inventory->interfaces : std::vector<protocol::NetworkInterface> {})
        for (const std::string &a : i.addresses)
            if (a.substr(0, a.find('/')) == address)
                return true;
    return false;
}

std::string shortName(const std::string &host) { return host.substr(0, host.find('.')); }

/// Whether a node of a corosync.conf is this host: by an address of its, else by its name.
bool isNode(const HostReport &r, const ha::CorosyncNode &node)
{
    for (const std::string &address : node.addresses)
        if (hasAddress(r, address) || (r.inventory && address == r.inventory->host) || address == r.server)
            return true;
    const std::string host = r.inventory ? r.inventory->host : std::string();
    return !node.name.empty() && (node.name == r.server || node.name == host || (!host.empty() && shortName(node.name) == shortName(host)));
}

bool overlap(const ha::CorosyncConf &a, const ha::CorosyncConf &b)
{
    if (a.clusterName != b.clusterName)
        return false;
    for (const ha::CorosyncNode &x : a.nodes)
        for (const ha::CorosyncNode &y : b.nodes)
            for (const std::string &address : x.addresses)
                if (!address.empty() && std::find(y.addresses.begin(), y.addresses.end(), address) != y.addresses.end())
                    return true;
    return false;
}

/// What a distribution puts there when the package is installed: one node, and nothing runs on it.
bool isLeftover(const Part &p)
{
    return p.conf->nodes.size() < 2 && (!p.status || p.status->resources.empty());
}

/// Who knows best: with quorum, answering, asked last.
const Part *best(const std::vector<Part> &parts)
{
    const Part *found = nullptr;
    const auto rank = [](const Part &p) { return std::tuple(p.up(), p.status->quorum, !p.status->dc.empty(), p.report->seenAt); };
    for (const Part &p : parts)
        if (p.status && (!found || rank(p) > rank(*found)))
            found = &p;
    return found;
}

std::shared_ptr<const ha::Cib> newestCib(const std::vector<Part> &parts)
{
    std::shared_ptr<const ha::Cib> found;
    std::tuple<bool, bool, std::int64_t, std::int64_t> rank;
    for (const Part &p : parts)
        if (auto cib = cibOf(p.ha().cib)) {
            const std::tuple mine(p.up(), cib->haveQuorum, cib->adminEpoch, cib->epoch);
            if (!found || mine > rank) {
                rank = mine;
                found = std::move(cib);
            }
        }
    return found;
}

void addMembers(ha::HaCluster &c, const std::vector<Part> &parts, const std::vector<HostReport> &reports)
{
    for (const ha::CorosyncNode &node : c.conf->nodes) {
        ha::ClusterMember m;
        m.node = node.name;
        m.nodeId = node.nodeId;
        for (const HostReport &r : reports)
            if (m.server.empty() && isNode(r, node)) {
                m.server = r.server;
                m.connected = r.reach == Reach::Connected && r.inventory;
            }
        for (const Part &p : parts) {
            if (p.report->server != m.server)
                continue;
            m.corosync = p.ha().corosync;
            m.pacemaker = p.ha().pacemaker;
            if (auto links = p.ha().links.empty() ? base::Result<ha::Links>(base::Error {}) : ha::parseLinks(p.ha().links))
                m.links = std::move(*links);
        }
        if (m.node.empty() && c.status) // then Pacemaker calls it as the host calls itself
            for (const ha::NodeStatus &n : c.status->nodes)
                if (n.id == std::to_string(m.nodeId))
                    m.node = n.name;
        if (m.node.empty())
            m.node = m.server;
        c.members.push_back(std::move(m));
    }
}

void addProblems(ha::HaCluster &c, const std::vector<Part> &parts)
{
    const Part &first = parts.front();
    for (const Part &p : parts) {
        if (*p.conf != *first.conf)
            c.problems.push_back("corosync.conf of " + p.report->server + " is another one than that of " + first.report->server);
        if (!p.ha().authkeySum.empty() && !first.ha().authkeySum.empty() && p.ha().authkeySum != first.ha().authkeySum)
            c.problems.push_back("the key of Corosync on " + p.report->server + " is another one than that of " + first.report->server);
        if (p.up() && p.status && c.status && p.status->quorum && c.status->quorum && !p.status->dc.empty() && p.status->dc != c.status->dc)
            c.problems.push_back(p.report->server + " and " + c.statusFrom + " name different nodes as the one that decides: " + p.status->dc + " and " + c.status->dc);
    }
}

bool isMadeHere(const ha::HaCluster &c, const std::vector<Part> &parts)
{
    const auto ours = [](const auto &r) { return ha::isOurs(r.id); };
    if (c.cib && std::any_of(c.cib->resources.begin(), c.cib->resources.end(), ours))
        return true;
    return std::any_of(parts.begin(), parts.end(), [](const Part &p) { return p.ha().corosyncConf.find("Chandelier") != std::string::npos; });
}

/// Which targets are under Pacemaker. While nobody tells the configuration, ours are known by their names.
void claimTargets(WorldData &world, ha::HaCluster &c)
{
    if (c.cib)
        c.targets = ha::matchTargets(*c.cib, world);
    for (auto &[id, t] : world.targets) {
        if (c.cib || !c.status || !c.status->resource(ha::resourceId(t)))
            continue;
        const ha::ResourceStatus &r = *c.status->resource(ha::resourceId(t));
        c.targets.push_back({ id, r.id, r.group.empty() ? r.id : r.group, r.agent, {}, t.mountpoint, "its name", true });
    }
    for (const ha::TargetResource &r : c.targets)
        if (const auto t = world.targets.find(r.target); t != world.targets.end()) {
            t->second.resource = r.top;
            t->second.cluster = c.name;
        }
}

} // namespace

void addClusters(WorldData &world, const std::vector<HostReport> &reports)
{
    std::vector<std::vector<Part>> groups;
    for (const HostReport &r : reports) {
        if (!r.inventory)
            continue;
        Part p { &r, confOf(r.inventory->ha.corosyncConf), {} };
        if (!p.conf || p.conf->nodes.empty())
            continue;
        if (!p.ha().status.empty())
            if (auto status = ha::parseStatus(p.ha().status))
                p.status = std::make_shared<const ha::ClusterStatus>(std::move(*status));
        if (isLeftover(p))
            continue;
        const auto mine = std::find_if(groups.begin(), groups.end(), [&](const std::vector<Part> &g) { return overlap(*g.front().conf, *p.conf); });
        if (mine == groups.end())
            groups.push_back({ std::move(p) });
        else
            mine->push_back(std::move(p));
    }
    for (const std::vector<Part> &parts : groups) {
        ha::HaCluster c;
        c.name = parts.front().conf->clusterName.empty() ? parts.front().report->server : parts.front().conf->clusterName;
        if (world.clusters.contains(c.name)) // two that were made apart may have one name
            c.name += "@" + parts.front().report->server;
        c.id = clusterId(c.name);
        c.conf = *parts.front().conf;
        if (const Part *knows = best(parts)) {
            c.status = knows->status;
            c.statusFrom = knows->report->server;
            c.statusAt = knows->report->seenAt;
        }
        c.cib = newestCib(parts);
        for (const Part &p : parts)
            if (auto quorum = p.up() && !c.quorum && !p.ha().quorum.empty() ? ha::parseQuorum(p.ha().quorum) : base::Result<ha::Quorum>(base::Error {}))
                c.quorum = std::move(*quorum);
        addMembers(c, parts, reports);
        c.configured = parts.size() == c.conf->nodes.size();
        c.foreign = !isMadeHere(c, parts);
        addProblems(c, parts);
        claimTargets(world, c);
        world.clusters.insert_or_assign(c.name, std::move(c));
    }
}

} // namespace inventory
