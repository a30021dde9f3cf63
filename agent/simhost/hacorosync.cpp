// SPDX-License-Identifier: GPL-3.0-or-later
// corosync -t, corosync-keygen, corosync-cfgtool, corosync-quorumtool, corosync-cmapctl.
#include "agent/simhost/ha.h"

#include <algorithm>
#include <sys/stat.h>

namespace simhost {

namespace {

std::string stampText()
{
    return ctimeText(nowSeconds()).substr(4, 15);
}

int showLinks(Call &call)
{
    Session session(call.directory);
    const auto conf = corosyncConf(session, call.host);
    if (!conf || !runsCorosync(session, call.host))
        return call.fail(1, "Could not initialize corosync configuration API error 2\n");
    int self = 0;
    for (const auto &node : conf->nodes)
        self = node.name == call.host ? node.id : self;
    std::string text = "Local node ID " + std::to_string(self) + ", transport knet\n";
    const std::size_t rings = conf->nodes.front().addresses.size();
    for (std::size_t ring = 0; ring < rings; ++ring) {
        std::string address;
        for (const auto &node : conf->nodes)
            address = node.name == call.host && ring < node.addresses.size() ? node.addresses[ring] : address;
        text += "LINK ID " + std::to_string(ring) + " udp\n\taddr\t= " + address + "\n\tstatus:\n";
        for (const auto &node : conf->nodes) {
            const bool there = !session.host(node.name).is_null() && ringWorks(session, call.host, node.name, static_cast<int>(ring));
            text += "\t\tnodeid: " + right(std::to_string(node.id), 10) + ":\t" + (node.name == call.host ? "localhost" : there ? "connected" : "disconnected") + "\n";
        }
    }
    call.out(text);
    return 0;
}

} // namespace

int corosyncTool(Call &call)
{
    if (!call.isOption("-t") && !call.isOption("-v"))
        return call.fail(1, "corosync: the simulated host starts it through systemctl\n");
    if (call.isOption("-v")) {
        call.out("Corosync Cluster Engine, version '3.1.7'\nCopyright (c) 2006-2021 Red Hat, Inc.\n");
        return 0;
    }
    Session session(call.directory);
    std::string why;
    if (!corosyncConf(session, call.host, &why))
        return call.fail(8, why + "\n");
    call.err(stampText() + " notice  [MAIN  ] Corosync Cluster Engine exiting normally\n");
    return 0;
}

int corosyncKeygen(Call &call)
{
    const std::string path = call.hostDirectory() + "/root/etc/corosync/authkey";
    std::string key;
    while (key.size() < 256) {
        const std::uint64_t number = newRandom();
        for (unsigned shift = 0; shift < 64; shift += 8)
            key += static_cast<char>(number >> shift & 0xffu);
    }
    makeDirectories(dirName(path));
    if (!writeFile(path, key) || ::chmod(path.c_str(), 0400) != 0)
        return call.fail(1, "corosync-keygen: Could not create /etc/corosync/authkey\n");
    call.out("Corosync Cluster Engine Authentication key generator.\nGathering 2048 bits for key from /dev/urandom.\nWriting corosync key to /etc/corosync/authkey.\n");
    return 0;
}

int corosyncCfgtool(Call &call)
{
    if (call.isOption("-s"))
        return showLinks(call);
    {
        Session session(call.directory);
        if (!runsCorosync(session, call.host))
            return call.fail(1, "Could not initialize corosync configuration API error 2\n");
    }
    if (!call.isOption("-R"))
        return call.fail(1, "corosync-cfgtool: the simulated host knows -s and -R\n");
    call.out("Reloading corosync.conf...\nDone\n");
    return 0;
}

int corosyncQuorumtool(Call &call)
{
    Session session(call.directory);
    const auto conf = corosyncConf(session, call.host);
    Json *cluster = clusterOf(session, call.host);
    if (!conf || !cluster)
        return call.fail(1, "Cannot initialize CMAP service\n");
    const Words seen = partitionOf(session, call.host);
    const bool quorate = hasQuorum(session, *cluster, call.host), waiting = waitsForAll(session, *cluster, call.host);
    const std::size_t all = conf->nodes.size();
    int self = 0, first = 0;
    for (const auto &node : conf->nodes) {
        self = node.name == call.host ? node.id : self;
        first = contains(seen, node.name) && (first == 0 || node.id < first) ? node.id : first;
    }
    const auto number = [](std::size_t value) { return std::to_string(value); };
    const std::size_t needed = conf->twoNode && all == 2 ? (waiting ? 2 : 1) : all / 2 + 1;
    std::string text = "Quorum information\n------------------\nDate:             " + ctimeText(nowSeconds()) + "\nQuorum provider:  corosync_votequorum\nNodes:            " + number(seen.size())
        + "\nNode ID:          " + std::to_string(self) + "\nRing ID:          " + std::to_string(first) + "." + format("%llx", static_cast<unsigned long long>(4 + 4 * seen.size() + static_cast<std::size_t>(num(*cluster, "epoch"))))
        + "\nQuorate:          " + (quorate ? "Yes" : "No") + "\n\nVotequorum information\n----------------------\nExpected votes:   " + number(all) + "\nHighest expected: " + number(all)
        + "\nTotal votes:      " + number(seen.size()) + "\nQuorum:           " + number(needed) + " " + (quorate ? " " : "Activity blocked") + "\nFlags:            " + (conf->twoNode ? "2Node " : "")
        + (quorate ? "Quorate " : "") + (conf->waitForAll ? "WaitForAll " : "") + "\n\nMembership information\n----------------------\n    Nodeid      Votes Name\n";
    for (const auto &node : conf->nodes)
        if (contains(seen, node.name))
            text += right(std::to_string(node.id), 10) + right("1", 11) + " " + node.name + (node.name == call.host ? " (local)" : "") + "\n";
    call.out(text);
    return quorate ? 0 : 2;
}

int corosyncCmapctl(Call &call)
{
    Session session(call.directory);
    const auto conf = corosyncConf(session, call.host);
    if (!conf || !runsCorosync(session, call.host))
        return call.fail(1, "Failed to initialize the cmap API. Error CS_ERR_LIBRARY\n");
    std::string text;
    for (std::size_t i = 0; i < conf->nodes.size(); ++i) {
        const auto &node = conf->nodes[i];
        const std::string prefix = "nodelist.node." + std::to_string(i) + ".";
        text += prefix + "name (str) = " + node.name + "\n" + prefix + "nodeid (u32) = " + std::to_string(node.id) + "\n";
        for (std::size_t ring = 0; ring < node.addresses.size(); ++ring)
            text += prefix + "ring" + std::to_string(ring) + "_addr (str) = " + node.addresses[ring] + "\n";
    }
    call.out(text + "quorum.provider (str) = corosync_votequorum\n" + (conf->twoNode ? "quorum.two_node (u8) = 1\n" : "") + "totem.cluster_name (str) = " + conf->cluster + "\ntotem.token (u32) = "
             + std::to_string(conf->tokenMs) + "\ntotem.transport (str) = knet\ntotem.version (u32) = 2\n");
    return 0;
}

} // namespace simhost
