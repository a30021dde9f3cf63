// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/corosync.h"

#include "core/ha/net.h"

#include <algorithm>
#include <set>

namespace ha {

namespace {

constexpr int perNode = 650; // totem.token_coefficient

std::vector<const Member *> byNumber(const ClusterSpec &spec)
{
    std::vector<const Member *> out;
    for (const Member &m : spec.members)
        out.push_back(&m);
    std::stable_sort(out.begin(), out.end(), [](const Member *a, const Member *b) { return a->nodeId < b->nodeId; });
    return out;
}

/// One line whatever was in it: a value must not open sections of its own.
std::string plain(std::string text)
{
    std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == '{' || c == '}'; }, ' ');
    return text;
}

std::string totem(const ClusterSpec &spec)
{
    std::string out = "totem {\n    version: 2\n    cluster_name: " + plain(spec.name) + "\n    transport: knet\n";
    out += "    crypto_cipher: " + plain(spec.crypto.cipher) + "\n    crypto_hash: " + plain(spec.crypto.hash) + "\n";
    out += "    token: " + std::to_string(writtenToken(spec)) + "\n";
    if (spec.consensusMs > 0)
        out += "    consensus: " + std::to_string(spec.consensusMs) + "\n";
    return out + "    link_mode: passive\n}\n";
}

std::string nodelist(const ClusterSpec &spec)
{
    std::string out = "nodelist {\n";
    for (const Member *m : byNumber(spec)) {
        out += "    node {\n        name: " + plain(m->nodeName()) + "\n        nodeid: " + std::to_string(m->nodeId) + "\n";
        for (std::size_t ring = 0; ring < m->addresses.size(); ++ring)
            out += "        ring" + std::to_string(ring) + "_addr: " + plain(m->addresses[ring]) + "\n";
        out += "    }\n";
    }
    return out + "}\n";
}

/// Two nodes stay quorate when one of them dies, and wait for each other when both start, so that neither fences a peer that merely
/// boots more slowly. With a third vote from elsewhere that is not needed.
std::string quorum(const ClusterSpec &spec)
{
    std::string out = "quorum {\n    provider: corosync_votequorum\n";
    if (spec.qdevice) {
        out += "    device {\n        model: net\n        votes: 1\n        net {\n            host: " + plain(spec.qdevice->host) + "\n            algorithm: "
            + plain(spec.qdevice->algorithm) + "\n        }\n    }\n";
    } else if (spec.members.size() == 2) {
        out += "    two_node: 1\n    wait_for_all: 1\n";
    }
    return out + "}\n";
}

bool isName(const std::string &name)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
    return !name.empty() && name.size() <= 64 && name.front() != '-' && std::all_of(name.begin(), name.end(), fits);
}

class Checker {
public:
    Checker(const ClusterSpec &spec, const inventory::World &world) : m_spec(spec), m_world(world) { }

    std::vector<inventory::SpecProblem> run()
    {
        if (!isName(m_spec.name))
            say("name", "A cluster's name has letters, digits, dots, - and _ only, 64 at most.");
        if (m_spec.members.size() < 2 || m_spec.members.size() > 16)
            say("members", "A cluster has 2 to 16 members.");
        for (std::size_t i = 0; i < m_spec.members.size(); ++i)
            member(m_spec.members[i], "members[" + std::to_string(i) + "]");
        rings();
        times();
        fencing();
        health();
        return std::move(m_out);
    }

private:
    void say(const std::string &field, const std::string &text, bool fatal = true) { m_out.push_back({ field, text, fatal }); }

    void member(const Member &m, const std::string &field)
    {
        if (!m_servers.insert(m.server).second)
            say(field + ".server", m.server + " is a member twice.");
        if (m.nodeId < 1 || !m_ids.insert(m.nodeId).second)
            say(field + ".nodeId", "The number of " + m.server + " must be 1 or more, and nobody else's.");
        if (m.addresses.size() != m_spec.members.front().addresses.size() || m.addresses.empty() || m.addresses.size() > 8)
            say(field + ".addresses", m.server + " needs one address for each ring, as the other members.");
        const inventory::Server *server = m_world.server(m.server);
        if (!server) {
            say(field + ".server", m.server + " is not in this cluster's list of servers; add it first.");
            return;
        }
        if (!server->inventory)
            return;
        const auto has = addressesOf(*server);
        for (const std::string &address : m.addresses)
            if (std::none_of(has.begin(), has.end(), [&](const HostAddress &h) { return h.address == address; }))
                say(field + ".addresses", m.server + " has no interface that is up with the address " + address + "; choose one that it has.");
    }

    void rings()
    {
        std::set<std::string> devices;
        for (std::size_t ring = 0; !m_spec.members.empty() && ring < m_spec.members.front().addresses.size(); ++ring) {
            std::set<std::string> networks;
            for (const Member &m : m_spec.members)
                if (const HostAddress *a = addressOf(m, ring))
                    networks.insert(a->network);
            if (networks.size() > 1)
                say("rings[" + std::to_string(ring) + "]", "Ring " + std::to_string(ring) + " spans several networks; it works only where they are routed into each other, and then a router is a part that can break.", false);
            const HostAddress *first = addressOf(m_spec.members.front(), ring);
            if (first && !devices.insert(physical(first->interface)).second)
                say("rings[" + std::to_string(ring) + "]", "Both rings use " + physical(first->interface) + ": when it breaks, both are gone.", false);
        }
        if (!m_spec.members.empty() && m_spec.members.front().addresses.size() == 1)
            say("rings", "With one ring a broken switch looks like dead servers; a second network would prevent that.", false);
    }

    const HostAddress *addressOf(const Member &m, std::size_t ring)
    {
        const inventory::Server *server = m_world.server(m.server);
        if (!server || ring >= m.addresses.size())
            return nullptr;
        auto [it, fresh] = m_addresses.try_emplace(m.server);
        if (fresh)
            it->second = addressesOf(*server);
        for (const HostAddress &a : it->second)
            if (a.address == m.addresses[ring])
                return &a;
        return nullptr;
    }

    void times()
    {
        if (m_spec.tokenMs != 0 && m_spec.tokenMs < 1000)
            say("tokenMs", "A token time below 1000 ms fences servers that are merely busy.");
        if (m_spec.consensusMs != 0 && m_spec.consensusMs * 5 < effectiveToken(m_spec) * 6)
            say("consensusMs", "The consensus time must be 1.2 times the token time or more: " + std::to_string(effectiveToken(m_spec) * 6 / 5) + " ms.");
        if (m_spec.qdevice && m_spec.qdevice->host.empty())
            say("qdevice.host", "The quorum device needs the host that runs corosync-qnetd.");
        if (!m_spec.qdevice && m_spec.members.size() > 2 && m_spec.members.size() % 2 == 0)
            say("qdevice", "An even number of members has no majority when it falls into halves; a quorum device decides then.", false);
    }

    void fencing()
    {
        bool delayed = m_spec.members.size() != 2;
        for (const Member &m : m_spec.members) {
            const auto devices = m_spec.fencing.find(m.server);
            if (devices == m_spec.fencing.end() || devices->second.empty())
                say("fencing." + m.server, m.server + " has no fence device: when it dies, its targets stay down until a person has made sure that it is off.", false);
            else
                for (const FenceDeviceSpec &d : devices->second)
                    delayed = delayed || d.delaySeconds > 0;
        }
        if (!delayed)
            say("fencing", "Two servers that lose sight of each other fence each other at once; give the devices of one of them a delay.", false);
    }

    void health()
    {
        if (!m_spec.health.lnetNids.empty() && m_spec.health.lnetDevice.empty())
            say("health.lnetDevice", "Watching LNet needs the interface that carries it, with one name on all members.");
        for (const Member &m : m_spec.members) {
            const inventory::Server *server = m_world.server(m.server);
            if (!server || !server->inventory || m_spec.health.lnetDevice.empty())
                continue;
            const auto &interfaces = server->inventory->interfaces;
            if (std::none_of(interfaces.begin(), interfaces.end(), [&](const auto &i) { return i.name == m_spec.health.lnetDevice; }))
                say("health.lnetDevice", m.server + " has no interface " + m_spec.health.lnetDevice + "; healthLNET would call it dead for ever.");
        }
    }

    const ClusterSpec &m_spec;
    const inventory::World &m_world;
    std::vector<inventory::SpecProblem> m_out;
    std::set<std::string> m_servers;
    std::set<int> m_ids;
    std::map<std::string, std::vector<HostAddress>> m_addresses;
};

} // namespace

int writtenToken(const ClusterSpec &spec)
{
    return spec.tokenMs > 0 ? spec.tokenMs : spec.members.size() > 8 ? 10'000 : 5'000;
}

int effectiveToken(const ClusterSpec &spec)
{
    return writtenToken(spec) + std::max(0, int(spec.members.size()) - 2) * perNode;
}

int noticedSeconds(const ClusterSpec &spec)
{
    const int consensus = spec.consensusMs > 0 ? spec.consensusMs : effectiveToken(spec) * 6 / 5; // corosync.conf(5): 1.2 times the token time
    return (effectiveToken(spec) + consensus + 999) / 1000 + 2;
}

std::string corosyncConf(const ClusterSpec &spec)
{
    return "# Written by Chandelier. Change the cluster there: what is changed here by hand is shown as a difference.\n" + totem(spec) + "\n" + nodelist(spec)
        + "\n" + quorum(spec) + "\nlogging {\n    to_logfile: yes\n    logfile: /var/log/corosync/corosync.log\n    to_syslog: yes\n    timestamp: on\n}\n";
}

ClusterSpec specFrom(const CorosyncConf &conf, const std::map<std::string, std::string> &serverOfNode)
{
    ClusterSpec out;
    out.name = conf.clusterName;
    for (const CorosyncNode &n : conf.nodes) {
        const auto server = serverOfNode.find(n.name);
        Member m { server == serverOfNode.end() ? n.name : server->second, n.nodeId, n.addresses, {} };
        if (m.server != n.name)
            m.node = n.name;
        out.members.push_back(std::move(m));
    }
    out.tokenMs = conf.tokenMs;
    out.consensusMs = conf.consensusMs;
    out.crypto = { conf.cipher.empty() ? "none" : conf.cipher, conf.hash.empty() ? "none" : conf.hash };
    out.qdevice = conf.qdevice;
    return out;
}

std::vector<inventory::SpecProblem> check(const ClusterSpec &spec, const inventory::World &world)
{
    return Checker(spec, world).run();
}

} // namespace ha
