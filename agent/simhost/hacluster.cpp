// SPDX-License-Identifier: GPL-3.0-or-later
// Corosync's part: configuration, links, partitions, quorum; and the CIB as a tree.
#include "agent/simhost/ha.h"
#include "agent/simhost/system.h"

#include <algorithm>
#include <functional>

namespace simhost {

namespace {

std::uint64_t sumOf(const std::string &text)
{
    return std::hash<std::string>{}(text);
}

const char *emptyCib = "<configuration><crm_config/><nodes/><resources/><constraints/></configuration>";

bool linkCut(Session &session, const std::string &host, int ring)
{
    return flag(at(at(session.ha(), "faults"), host), "ring" + std::to_string(ring));
}

} // namespace

std::optional<CorosyncConf> corosyncConf(Session &session, const std::string &host, std::string *why)
{
    const std::string text = readFile(session.root(host) + "/etc/corosync/corosync.conf");
    if (text.empty()) {
        if (why)
            *why = "Can't read file /etc/corosync/corosync.conf: No such file or directory";
        return {};
    }
    CorosyncConf conf;
    Words open;
    for (const std::string &raw : lines(text)) {
        const std::string line = trim(raw.substr(0, raw.find('#')));
        const std::size_t colon = line.find(':');
        if (!line.empty() && line.back() == '{') {
            open.push_back(trim(line.substr(0, line.size() - 1)));
            if (open.back() == "node")
                conf.nodes.emplace_back();
        } else if (line == "}" && !open.empty()) {
            open.pop_back();
        } else if (colon != std::string::npos && !open.empty()) {
            const std::string key = trim(line.substr(0, colon)), value = trim(line.substr(colon + 1));
            CorosyncConf::Node *node = open.back() == "node" ? &conf.nodes.back() : nullptr;
            if (node && key == "nodeid") node->id = static_cast<int>(wholeNumber(value));
            else if (node && key == "name") node->name = value;
            else if (node && key.rfind("ring", 0) == 0 && has(key, "_addr")) node->addresses.push_back(value);
            else if (key == "cluster_name") conf.cluster = value;
            else if (key == "token") conf.tokenMs = std::max<std::int64_t>(1, wholeNumber(value));
            else if (key == "two_node") conf.twoNode = value == "1";
            else if (key == "wait_for_all") conf.waitForAll = value == "1";
        }
    }
    const bool self = std::any_of(conf.nodes.begin(), conf.nodes.end(), [&](const auto &node) { return node.name == host; });
    if (!open.empty() || conf.nodes.empty() || !self) {
        if (why)
            *why = !open.empty() ? "parse error in config: Missing closing brace" : conf.nodes.empty() ? "parse error in config: No nodelist" : "parse error in config: The local node is not in the nodelist";
        return {};
    }
    conf.waitForAll = conf.waitForAll || conf.twoNode;
    return conf;
}

bool runsCorosync(Session &session, const std::string &host)
{
    return session.up(host) && unitActive(session, host, "corosync.service") && corosyncConf(session, host).has_value();
}

bool runsPacemaker(Session &session, const std::string &host)
{
    return runsCorosync(session, host) && unitActive(session, host, "pacemaker.service");
}

std::string clusterKey(Session &session, const std::string &host)
{
    const auto conf = corosyncConf(session, host);
    return conf ? conf->cluster + "/" + format("%016llx", static_cast<unsigned long long>(sumOf(readFile(session.root(host) + "/etc/corosync/authkey")))) : std::string();
}

Json *clusterOf(Session &session, const std::string &host)
{
    if (!runsCorosync(session, host))
        return nullptr;
    return &objectAt(objectAt(session.ha(), "clusters"), clusterKey(session, host));
}

bool ringWorks(Session &session, const std::string &from, const std::string &to, int ring)
{
    return runsCorosync(session, from) && runsCorosync(session, to) && clusterKey(session, from) == clusterKey(session, to)
        && (from == to || (!linkCut(session, from, ring) && !linkCut(session, to, ring)));
}

Words partitionOf(Session &session, const std::string &host)
{
    const auto conf = corosyncConf(session, host);
    Words seen;
    if (!conf || !runsCorosync(session, host))
        return seen;
    const int rings = conf->nodes.empty() ? 1 : std::max(1, static_cast<int>(conf->nodes.front().addresses.size()));
    for (const auto &node : conf->nodes)
        for (int ring = 0; ring < rings; ++ring)
            if (!contains(seen, node.name) && !session.host(node.name).is_null() && ringWorks(session, host, node.name, ring))
                seen.push_back(node.name);
    return seen;
}

bool waitsForAll(Session &session, Json &cluster, const std::string &host)
{
    const auto conf = corosyncConf(session, host);
    if (!conf || !conf->waitForAll)
        return false;
    const Words seen = partitionOf(session, host);
    Json &sawAll = objectAt(cluster, "sawAll");
    const auto boot = [&](const std::string &one) { return str(session.state(one), "bootId"); };
    if (seen.size() < conf->nodes.size() && std::none_of(seen.begin(), seen.end(), [&](const std::string &one) { return str(sawAll, one) == boot(one); }))
        return true;
    for (const std::string &one : seen)
        sawAll[one] = boot(one);
    return false;
}

bool hasQuorum(Session &session, Json &cluster, const std::string &host)
{
    const auto conf = corosyncConf(session, host);
    if (!conf || waitsForAll(session, cluster, host))
        return false;
    const std::size_t seen = partitionOf(session, host).size(), all = conf->nodes.size();
    return conf->twoNode && all == 2 ? seen >= 1 : 2 * seen > all;
}

Cib::Cib(Json &cluster) : m_cluster(cluster)
{
    root = readElement(str(cluster, "cib", emptyCib)).value_or(*readElement(emptyCib));
}

void Cib::changed(const std::string &client, const std::string &origin, const std::string &user)
{
    m_cluster["cib"] = writeElement(root);
    m_cluster["epoch"] = num(m_cluster, "epoch") + 1;
    m_cluster["updates"] = 0;
    m_cluster["written"] = nowMillis();
    m_cluster["client"] = client;
    m_cluster["origin"] = origin;
    m_cluster["user"] = user;
}

std::string Cib::property(std::string_view name, std::string_view fallback) const
{
    if (const Element *config = root.child("crm_config"))
        for (const Element &set : config->children)
            for (const Element &pair : set.children)
                if (pair.get("name") == name)
                    return pair.get("value");
    return std::string(fallback);
}

std::map<std::string, std::string> pairsOf(const Element &element, std::string_view sets)
{
    std::map<std::string, std::string> pairs;
    for (const Element &set : element.children)
        if (set.name == sets)
            for (const Element &pair : set.children)
                if (pair.name == "nvpair")
                    pairs.emplace(pair.get("name"), pair.get("value"));
    return pairs;
}

int scoreOf(const std::string &text)
{
    if (has(text, "INFINITY"))
        return text[0] == '-' ? -infinity : infinity;
    return std::clamp(std::atoi(text.c_str()), -infinity, infinity);
}

int addScores(int a, int b)
{
    if (a <= -infinity || b <= -infinity)
        return -infinity;
    return std::clamp(a + b, -infinity, infinity);
}

namespace {

HaPrimitive primitiveOf(const Element &element)
{
    HaPrimitive one{element.get("id"), element.get("class")};
    if (!element.get("provider").empty())
        one.agent += ":" + element.get("provider");
    one.agent += ":" + element.get("type");
    one.parameters = pairsOf(element, "instance_attributes");
    one.meta = pairsOf(element, "meta_attributes");
    return one;
}

} // namespace

std::string valueIn(const std::map<std::string, std::string> &pairs, const std::string &name, const std::string &fallback)
{
    const auto found = pairs.find(name);
    return found == pairs.end() ? fallback : found->second;
}

std::string HaUnit::target() const
{
    for (const HaPrimitive &one : members)
        if (valueIn(one.meta, "target-role", "") == "Stopped")
            return "Stopped";
    return valueIn(meta, "target-role", "Started");
}

bool HaUnit::managed() const
{
    for (const HaPrimitive &one : members)
        if (valueIn(one.meta, "is-managed", "true") == "false")
            return false;
    return valueIn(meta, "is-managed", "true") != "false";
}

std::vector<HaUnit> unitsOf(const Cib &cib)
{
    std::vector<HaUnit> units;
    const Element *resources = cib.root.child("resources");
    for (const Element &one : resources ? resources->children : std::vector<Element>{}) {
        HaUnit unit{one.get("id"), one.name == "master" ? "clone" : one.name};
        if (one.name == "primitive")
            unit.members.push_back(primitiveOf(one));
        else
            unit.meta = pairsOf(one, "meta_attributes");
        for (const Element &inner : one.children) {
            if (inner.name == "primitive")
                unit.members.push_back(primitiveOf(inner));
            for (const Element &deep : inner.name == "group" ? inner.children : std::vector<Element>{})
                if (deep.name == "primitive")
                    unit.members.push_back(primitiveOf(deep));
        }
        if (!unit.members.empty())
            units.push_back(std::move(unit));
    }
    return units;
}

std::int64_t failCount(const Json &cluster, const std::string &host, const std::string &resource)
{
    return num(at(at(at(cluster, "history"), host), resource), "fails");
}

std::vector<HaPrimitive> fenceDevices(const Cib &cib, const std::string &node)
{
    std::vector<HaPrimitive> devices;
    for (const HaUnit &unit : unitsOf(cib))
        for (const HaPrimitive &one : unit.members) {
            const auto value = [&](const char *name) { const auto found = one.parameters.find(name); return found == one.parameters.end() ? std::string() : found->second; };
            const std::string list = value("pcmk_host_list"), map = value("pcmk_host_map");
            bool fits = list.empty() && map.empty();
            for (const std::string &word : split(replaced(replaced(list, ",", " "), ";", " "), ' '))
                fits = fits || word == node;
            for (const std::string &word : split(replaced(map, " ", ";"), ';'))
                fits = fits || word.substr(0, word.find(':')) == node;
            if (one.stonith() && fits)
                devices.push_back(one);
        }
    return devices;
}

std::vector<std::vector<HaPrimitive>> fenceLevels(const Cib &cib, const std::string &node)
{
    const std::vector<HaPrimitive> devices = fenceDevices(cib, node);
    std::map<std::int64_t, Words> topology;
    if (const Element *levels = cib.root.child("fencing-topology"))
        for (const Element &level : levels->children)
            if (level.get("target") == node)
                topology[wholeNumber(level.get("index", "1"))] = split(level.get("devices"), ',');
    std::vector<std::vector<HaPrimitive>> all;
    if (topology.empty())
        for (const HaPrimitive &device : devices)
            all.push_back({device});
    for (const auto &[index, ids] : topology) {
        std::vector<HaPrimitive> level;
        for (const HaPrimitive &device : devices)
            if (contains(ids, device.id))
                level.push_back(device);
        if (level.size() == ids.size()) // one that is missing makes its level useless
            all.push_back(std::move(level));
    }
    return all;
}

bool deviceTrouble(Session &session, const Cib &cib, const HaPrimitive &device, const std::string &node)
{
    const std::string address = valueIn(device.parameters, "ip", valueIn(device.parameters, "ipaddr"));
    const bool bmc = device.agent == "stonith:fence_ipmilan";
    if (!address.empty() && (bmc ? hostOfBmc(session, address).empty() : address != "pdu1"))
        return true;
    for (const auto &host : session.hosts()) {
        const std::vector<HaPrimitive> devices = fenceDevices(cib, host);
        const bool ofIt = node.empty() ? std::any_of(devices.begin(), devices.end(), [&](const HaPrimitive &one) { return one.id == device.id; }) : host == node;
        if (ofIt && flag(at(at(session.ha(), "faults"), host), bmc ? "bmc" : "pdu"))
            return true;
    }
    return false;
}

bool nodeFlag(const Cib &cib, const std::string &host, const std::string &name)
{
    const Element *nodes = cib.root.child("nodes");
    for (const Element &node : nodes ? nodes->children : std::vector<Element>{})
        if (node.get("uname") == host) {
            const std::string value = valueIn(pairsOf(node, "instance_attributes"), name, "off");
            return value == "on" || value == "true";
        }
    return false;
}

std::int64_t scaledMillis(Session &session, double seconds)
{
    return static_cast<std::int64_t>(seconds * 1000 * real(session.definition(), "speed", 1));
}

} // namespace simhost
