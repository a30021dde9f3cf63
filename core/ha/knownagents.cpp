// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/knownagents.h"

#include <algorithm>

namespace ha {

namespace {

struct Parameter {
    const char *name, *type, *standard, *text;
    bool required = false;
};

struct Agent {
    const char *name, *text;
    std::vector<Parameter> own;
};

// Names and defaults as fence-agents 4.x prints them.
const std::vector<Agent> &table()
{
    static const Parameter outlet{"plug", "string", "", "Outlet, or name of the machine", true}, tls{"ssl_insecure", "boolean", "0", "Use TLS without verifying the certificate"},
        ssh{"secure", "boolean", "0", "Use SSH"}, privilege{"privlvl", "string", "administrator", "Privilege level"},
        cipher{"cipher", "string", "", "Cipher suite, where the BMC does not say which it can: 3 or 17"}, ipmiPort{"ipport", "integer", "623", "UDP port of the BMC"};
    static const std::vector<Agent> all{
        {"fence_apc", "APC power switch over telnet or SSH", {outlet, ssh}},
        {"fence_apc_snmp", "APC power switch over SNMP", {outlet, {"snmp_version", "string", "1", "SNMP version: 1, 2c, 3"}, {"community", "string", "private", "SNMP community"}}},
        {"fence_idrac", "Dell iDRAC over IPMI", {{"lanplus", "boolean", "1", "Use lanplus: a safer protocol"}, privilege, cipher, ipmiPort}},
        {"fence_ilo5", "HPE iLO 5 over IPMI", {{"lanplus", "boolean", "1", "Use lanplus: a safer protocol"}, privilege, cipher, ipmiPort}},
        {"fence_ipmilan", "BMC over IPMI", {{"lanplus", "boolean", "0", "Use lanplus: a safer protocol, which most BMCs want"}, privilege, cipher, ipmiPort}},
        {"fence_redfish", "BMC over Redfish", {{"systems_uri", "string", "", "Systems resource URI: /redfish/v1/Systems/1"}, tls}},
        {"fence_virsh", "Virtual machine of libvirt over SSH", {outlet}},
        {"fence_vmware_rest", "Virtual machine of VMware", {outlet, tls}},
    };
    return all;
}

std::string xmlOf(const Parameter &p)
{
    const std::string standard = *p.standard ? std::string(" default=\"") + p.standard + "\"" : std::string();
    return std::string("<parameter name=\"") + p.name + "\" unique=\"0\" required=\"" + (p.required ? "1" : "0") + "\"><content type=\"" + p.type + "\"" + standard + "/><shortdesc lang=\"en\">" + p.text
        + "</shortdesc></parameter>";
}

AgentMetadata made(const Agent &agent)
{
    static const std::vector<Parameter> common{{"ip", "string", "", "Address of the device", true}, {"username", "string", "", "Login name"}, {"password", "string", "", "Password"},
        {"password_script", "string", "", "Script that prints the password"}};
    std::string xml = std::string("<resource-agent name=\"") + agent.name + "\" shortdesc=\"" + agent.text + "\"><parameters>";
    for (const auto *list : {&common, &agent.own})
        for (const Parameter &p : *list)
            xml += xmlOf(p);
    auto parsed = parseMetadata(xml + "</parameters><actions><action name=\"off\"/><action name=\"on\"/><action name=\"reboot\"/><action name=\"status\"/><action name=\"monitor\"/></actions></resource-agent>");
    return parsed ? std::move(*parsed) : AgentMetadata{};
}

} // namespace

const std::vector<AgentMetadata> &knownAgents()
{
    static const std::vector<AgentMetadata> all = [] {
        std::vector<AgentMetadata> out;
        for (const Agent &agent : table())
            out.push_back(made(agent));
        return out;
    }();
    return all;
}

const AgentMetadata *knownAgent(const std::string &name)
{
    const auto at = std::find_if(knownAgents().begin(), knownAgents().end(), [&](const AgentMetadata &m) { return m.name == name; });
    return at == knownAgents().end() ? nullptr : &*at;
}

} // namespace ha
