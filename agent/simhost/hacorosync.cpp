// SPDX-License-Identifier: GPL-3.0-or-later
// corosync -t, corosync-keygen, corosync-cfgtool, corosync-quorumtool, corosync-cmapctl; and fence_ipmilan against the simulated BMCs.
#include "agent/simhost/control.h"
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
    const bool quorate = hasQuorum(session, *cluster, call.host), waiting = conf->waitForAll && !flag(*cluster, "sawAll");
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

namespace {

const char *fenceMetadata = R"(<?xml version="1.0" ?>
<resource-agent name="fence_ipmilan" shortdesc="Fence agent for IPMI" >
<longdesc>fence_ipmilan is an I/O Fencing agent which can be used with machines controlled by IPMI (simulated).</longdesc>
<vendor-url></vendor-url>
<parameters>
	<parameter name="action" unique="0" required="1">
		<getopt mixed="-o, --action=[action]" />
		<content type="string" default="reboot"  />
		<shortdesc lang="en">Fencing action</shortdesc>
	</parameter>
	<parameter name="ip" unique="0" required="1" obsoletes="ipaddr">
		<getopt mixed="-a, --ip=[ip]" />
		<content type="string"  />
		<shortdesc lang="en">IP address or hostname of fencing device</shortdesc>
	</parameter>
	<parameter name="lanplus" unique="0" required="0">
		<getopt mixed="-P, --lanplus" />
		<content type="boolean" default="0"  />
		<shortdesc lang="en">Use Lanplus to improve security of connection</shortdesc>
	</parameter>
	<parameter name="password" unique="0" required="0" obsoletes="passwd">
		<getopt mixed="-p, --password=[password]" />
		<content type="string"  />
		<shortdesc lang="en">Login password or passphrase</shortdesc>
	</parameter>
	<parameter name="password_script" unique="0" required="0" obsoletes="passwd_script">
		<getopt mixed="-S, --password-script=[script]" />
		<content type="string"  />
		<shortdesc lang="en">Script to run to retrieve password</shortdesc>
	</parameter>
	<parameter name="username" unique="0" required="0" obsoletes="login">
		<getopt mixed="-l, --username=[name]" />
		<content type="string"  />
		<shortdesc lang="en">Login name</shortdesc>
	</parameter>
	<parameter name="power_wait" unique="0" required="0">
		<getopt mixed="--power-wait=[seconds]" />
		<content type="second" default="2"  />
		<shortdesc lang="en">Wait X seconds after issuing ON/OFF</shortdesc>
	</parameter>
</parameters>
<actions>
	<action name="on" automatic="0"/>
	<action name="off" />
	<action name="reboot" />
	<action name="status" />
	<action name="monitor" />
	<action name="metadata" />
	<action name="manpage" />
	<action name="validate-all" />
	<action name="diag" />
	<action name="stop" timeout="20s"/>
	<action name="start" timeout="20s"/>
</actions>
</resource-agent>
)";

/// The host whose BMC answers to an address: bmc-HOST, HOST-bmc, HOST-ipmi, or what its definition has as "bmc".
std::string hostOfBmc(Session &session, const std::string &address)
{
    for (const Json &host : arrayAt(session.definition(), "hosts")) {
        const std::string name = str(host, "name");
        if (address == str(host, "bmc", "bmc-" + name) || address == name + "-bmc" || address == name + "-ipmi" || address == "bmc-" + name)
            return name;
    }
    return {};
}

int fenceError(Call &call, const std::string &words)
{
    call.err(ctimeText(nowSeconds()) + " ERROR: " + words + "\n\n");
    return 1;
}

} // namespace

int fenceIpmilan(Call &call)
{
    std::map<std::string, std::string> given;
    for (std::size_t i = 0; i + 1 < call.args.size(); ++i)
        if (call.args[i] == "-o" || call.args[i] == "--action")
            given["action"] = call.args[i + 1];
    if (call.args.empty())
        for (const std::string &line : lines(call.input()))
            if (const std::size_t equals = line.find('='); equals != std::string::npos)
                given[line.substr(0, equals)] = trim(line.substr(equals + 1));
    const std::string action = given.count("action") ? given["action"] : "reboot", address = given.count("ip") ? given["ip"] : given["ipaddr"];
    if (action == "metadata") {
        call.out(fenceMetadata);
        return 0;
    }
    if (address.empty())
        return fenceError(call, "Failed: You have to enter fence address");
    const std::string script = given.count("password_script") ? given["password_script"] : given["passwd_script"];
    std::string password = given.count("password") ? given["password"] : given["passwd"];
    if (!script.empty()) // a script of ours does nothing but print the file beside it
        password = trim(readFile(call.hostDirectory() + "/root" + replaced(script, ".sh", ".secret")));
    std::string host, program;
    bool broken = false, on = false;
    {
        Session session(call.directory);
        host = hostOfBmc(session, address);
        broken = host.empty() || flag(at(at(session.ha(), "faults"), host), "bmc");
        on = !host.empty() && session.up(host);
        program = host.empty() ? std::string() : str(session.state(host), "agentProgram");
    }
    call.wait(0.2);
    if (broken)
        return fenceError(call, "Connection timed out");
    if (password.empty())
        return fenceError(call, "Failed: Unable to obtain correct plug status or plug is not available");
    if (action == "status" || action == "monitor") {
        call.out(action == "status" ? std::string("Status: ") + (on ? "ON" : "OFF") + "\n" : "");
        return action == "status" && !on ? 2 : 0;
    }
    if (action != "on" && action != "off" && action != "reboot")
        return fenceError(call, "Failed: Unrecognised action '" + action + "'");
    if (action != "on" && on)
        killHost(call.directory, host);
    if (action != "off") {
        bootHost(call.directory, host);
        if (!program.empty())
            startAgent(call.directory, host, program);
    }
    wakeClusters(call.directory);
    call.out(action == "off" ? "Success: Powered OFF\n" : action == "on" ? "Success: Powered ON\n" : "Success: Rebooted\n");
    return 0;
}

} // namespace simhost
