// SPDX-License-Identifier: GPL-3.0-or-later
// fence_ipmilan against the simulated BMCs, and fence_apc against the outlets of the power distribution unit pdu1, which all hosts are on.
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"

#include <algorithm>

namespace simhost {

namespace {

const char *ipmiHead = R"(<?xml version="1.0" ?>
<resource-agent name="fence_ipmilan" shortdesc="Fence agent for IPMI" >
<longdesc>fence_ipmilan is an I/O Fencing agent which can be used with machines controlled by IPMI (simulated).</longdesc>
)";

const char *apcHead = R"(<?xml version="1.0" ?>
<resource-agent name="fence_apc" shortdesc="Fence agent for APC over telnet/ssh" >
<longdesc>fence_apc is an I/O Fencing agent which can be used with the APC network power switch (simulated).</longdesc>
)";

const char *commonParameters = R"(<vendor-url></vendor-url>
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
)";

const char *ipmiParameter = R"(	<parameter name="ipmitool_path" unique="0" required="0">
		<getopt mixed="--ipmitool-path=[path]" />
		<shortdesc lang="en">Path to ipmitool binary</shortdesc>
	</parameter>
	<parameter name="lanplus" unique="0" required="0">
		<getopt mixed="-P, --lanplus" />
		<content type="boolean" default="0"  />
		<shortdesc lang="en">Use Lanplus to improve security of connection</shortdesc>
	</parameter>
)";

const char *apcParameter = R"(	<parameter name="plug" unique="0" required="1" obsoletes="port">
		<getopt mixed="-n, --plug=[ip]" />
		<content type="string"  />
		<shortdesc lang="en">Physical plug number on device, UUID or identification of machine</shortdesc>
	</parameter>
)";

const char *moreParameters = R"(	<parameter name="password" unique="0" required="0" obsoletes="passwd">
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

std::string metadataOf(bool ipmi)
{
    std::string actions = moreParameters;
    if (!ipmi)
        actions = replaced(actions, "\t<action name=\"status\" />\n", "\t<action name=\"status\" />\n\t<action name=\"list\" />\n\t<action name=\"list-status\" />\n");
    return std::string(ipmi ? ipmiHead : apcHead) + commonParameters + (ipmi ? ipmiParameter : apcParameter) + actions;
}

int fenceError(Call &call, const std::string &words)
{
    call.err(ctimeText(nowSeconds()) + " ERROR: " + words + "\n\n");
    return 1;
}

/// As a fence agent is called by hand (-o status), or by Pacemaker and the agent: name=value lines on standard input.
std::map<std::string, std::string> parametersOf(Call &call)
{
    static const std::map<std::string, std::string> options{{"-o", "action"}, {"--action", "action"}, {"-a", "ip"}, {"--ip", "ip"}, {"-n", "plug"}, {"--plug", "plug"},
                                                            {"-l", "username"}, {"--username", "username"}, {"-p", "password"}, {"--password", "password"}};
    std::map<std::string, std::string> given;
    for (std::size_t i = 0; i + 1 < call.args.size(); ++i)
        if (const auto option = options.find(call.args[i]); option != options.end())
            given[option->second] = call.args[i + 1];
    if (call.args.empty())
        for (const std::string &line : lines(call.input()))
            if (const std::size_t equals = line.find('='); equals != std::string::npos)
                given[line.substr(0, equals)] = trim(line.substr(equals + 1));
    for (const auto &[old, name] : {std::pair{"ipaddr", "ip"}, std::pair{"passwd", "password"}, std::pair{"passwd_script", "password_script"}, std::pair{"port", "plug"}})
        if (given.count(old) && !given.count(name))
            given[name] = given[old];
    for (const char *script : {"password_script", "ipmitool_path"}) // a script of ours does nothing but print the file beside it, or have ipmitool read it
        if (!given[script].empty())
            given["password"] = trim(readFile(call.hostDirectory() + "/root" + replaced(given[script], ".sh", ".secret")));
    return given;
}

/// What stands behind an outlet, and whether the device answers.
struct Outlet {
    std::string host, program{};
    bool broken = false, on = false;
};

Outlet outletOf(Call &call, bool ipmi, const std::string &address, const std::string &plug)
{
    Session session(call.directory);
    Outlet outlet{ipmi ? hostOfBmc(session, address) : hostOfOutlet(session, plug)};
    outlet.broken = ipmi ? outlet.host.empty() : address != "pdu1";
    if (outlet.host.empty())
        return outlet;
    outlet.broken = outlet.broken || flag(at(at(session.ha(), "faults"), outlet.host), ipmi ? "bmc" : "pdu");
    outlet.on = session.up(outlet.host);
    outlet.program = str(session.state(outlet.host), "agentProgram");
    return outlet;
}

int listOutlets(Call &call, bool states)
{
    std::string text;
    Session session(call.directory);
    const Words hosts = session.hosts();
    for (std::size_t i = 0; i < hosts.size(); ++i)
        text += std::to_string(i + 1) + "," + hosts[i] + (states ? std::string(session.up(hosts[i]) ? ",ON" : ",OFF") : std::string()) + "\n";
    call.out(text);
    return 0;
}

int switchOutlet(Call &call, const Outlet &outlet, const std::string &action)
{
    if (action != "on" && outlet.on)
        killHost(call.directory, outlet.host);
    if (action != "off") {
        bootHost(call.directory, outlet.host);
        if (!outlet.program.empty())
            startAgent(call.directory, outlet.host, outlet.program);
    }
    wakeClusters(call.directory);
    call.out(action == "off" ? "Success: Powered OFF\n" : action == "on" ? "Success: Powered ON\n" : "Success: Rebooted\n");
    return 0;
}

int fence(Call &call, bool ipmi)
{
    auto given = parametersOf(call);
    const std::string action = given["action"].empty() ? "reboot" : given["action"], address = given["ip"];
    if (action == "metadata") {
        call.out(metadataOf(ipmi));
        return 0;
    }
    if (address.empty())
        return fenceError(call, "Failed: You have to enter fence address");
    const bool lists = !ipmi && (action == "list" || action == "list-status" || action == "monitor");
    if (!ipmi && !lists && given["plug"].empty())
        return fenceError(call, "Failed: You have to enter plug number or machine identification");
    const Outlet outlet = outletOf(call, ipmi, address, given["plug"]);
    call.wait(0.2);
    if (outlet.broken)
        return fenceError(call, "Connection timed out");
    if (given["password"].empty() || (outlet.host.empty() && !lists))
        return fenceError(call, "Failed: Unable to obtain correct plug status or plug is not available");
    if (lists)
        return action == "monitor" ? 0 : listOutlets(call, action == "list-status");
    if (action == "status" || action == "monitor") {
        call.out(action == "status" ? std::string("Status: ") + (outlet.on ? "ON" : "OFF") + "\n" : "");
        return action == "status" && !outlet.on ? 2 : 0;
    }
    if (action != "on" && action != "off" && action != "reboot")
        return fenceError(call, "Failed: Unrecognised action '" + action + "'");
    return switchOutlet(call, outlet, action);
}

} // namespace

std::string hostOfBmc(Session &session, const std::string &address)
{
    for (const Json &host : arrayAt(session.definition(), "hosts")) {
        const std::string name = str(host, "name");
        if (address == str(host, "bmc", "bmc-" + name) || address == name + "-bmc" || address == name + "-ipmi" || address == "bmc-" + name)
            return name;
    }
    return {};
}

std::string hostOfOutlet(Session &session, const std::string &outlet)
{
    const Words hosts = session.hosts();
    for (std::size_t i = 0; i < hosts.size(); ++i)
        if (outlet == std::to_string(i + 1) || outlet == hosts[i])
            return hosts[i];
    return {};
}

int fenceIpmilan(Call &call)
{
    return fence(call, true);
}

int fenceApc(Call &call)
{
    return fence(call, false);
}

} // namespace simhost
