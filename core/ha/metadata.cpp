// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/metadata.h"

#include <algorithm>

namespace ha {

namespace {

bool isOn(const std::string &text)
{
    return text == "1" || text == "true" || text == "yes";
}

bool isSecret(const std::string &name)
{
    static const std::set<std::string> names { "password", "passwd", "snmp_priv_passwd", "snmp_priv_password", "snmp_auth_passwd", "community", "hexadecimal_kg", "token",
        "secret_key", "api_key", "apikey", "tssl_key", "client_secret" };
    const bool script = name.find("script") != std::string::npos;
    return !script && (names.count(name) > 0 || name.find("passw") != std::string::npos || name.find("secret") != std::string::npos);
}

bool isHousekeeping(const std::string &name)
{
    static const std::set<std::string> names { "action", "option", "verbose", "verbose_level", "debug", "debug_file", "version", "help", "separator", "quiet", "delay", "disable_timeout",
        "power_timeout", "power_wait", "shell_timeout", "login_timeout", "retry_on", "stonith_status_sleep", "skip_os_shutdown", "nodename", "metadata", "ipmitool_path" };
    return names.count(name) > 0;
}

bool isEssential(const std::string &name)
{
    static const std::set<std::string> names { "ip", "ipaddr", "username", "login", "plug", "port", "lanplus", "ssl", "ssl_insecure", "systems_uri", "region" };
    return names.count(name) > 0;
}

std::string childText(const Element &e, std::string_view name)
{
    const Element *child = e.child(name);
    return child ? child->text : std::string();
}

AgentParameter parameterFrom(const Element &e)
{
    AgentParameter p;
    p.name = e["name"];
    p.required = isOn(e["required"]);
    p.unique = isOn(e["unique"]);
    p.deprecated = isOn(e["deprecated"]);
    p.shortText = childText(e, "shortdesc");
    p.longText = childText(e, "longdesc");
    if (const Element *content = e.child("content")) {
        p.type = (*content)["type"];
        p.standard = (*content)["default"];
        for (const Element &option : content->children)
            if (option.name == "option")
                p.options.push_back(option["value"]);
    }
    p.secret = isSecret(p.name);
    p.essential = !p.secret && (p.required || isEssential(p.name)) && !isHousekeeping(p.name);
    return p;
}

AgentAction actionFrom(const Element &e)
{
    AgentAction a;
    a.name = e["name"];
    a.timeoutMs = e.has("timeout") ? int(std::min<std::int64_t>(pacemakerMs(e["timeout"]), 2'000'000'000)) : -1;
    a.intervalMs = e.has("interval") ? int(std::min<std::int64_t>(pacemakerMs(e["interval"]), 2'000'000'000)) : -1;
    a.onTarget = isOn(e["on_target"]);
    a.automatic = isOn(e["automatic"]);
    return a;
}

bool isWhole(const std::string &text)
{
    const std::size_t from = text.starts_with("-") ? 1 : 0;
    return text.size() > from && text.find_first_not_of("0123456789", from) == std::string::npos;
}

std::string problemWith(const AgentParameter &p, const std::string &value)
{
    if (!p.options.empty() && std::find(p.options.begin(), p.options.end(), value) == p.options.end()) {
        std::string all;
        for (const std::string &o : p.options)
            all += (all.empty() ? "" : ", ") + o;
        return "\"" + value + "\" is none of " + all;
    }
    if (p.type == "integer" && !isWhole(value))
        return "\"" + value + "\" is no whole number";
    if (p.type == "second" && pacemakerMs(value) < 0)
        return "\"" + value + "\" is no time in seconds";
    if (p.secret)
        return "a secret must not stand in the configuration; give it to a file that only root can read";
    return {};
}

} // namespace

const AgentParameter *AgentMetadata::parameter(const std::string &parameterName) const
{
    const auto it = std::find_if(parameters.begin(), parameters.end(), [&](const AgentParameter &p) { return p.name == parameterName; });
    return it == parameters.end() ? nullptr : &*it;
}

bool AgentMetadata::can(const std::string &action) const
{
    return std::any_of(actions.begin(), actions.end(), [&](const AgentAction &a) { return a.name == action; });
}

std::string AgentMetadata::secretParameter() const
{
    for (const char *known : { "password_script", "passwd_script" })
        if (parameter(known))
            return known;
    return {};
}

std::string AgentMetadata::outletParameter() const
{
    for (const char *known : { "plug", "port" })
        if (parameter(known))
            return known;
    return {};
}

std::vector<AgentParameter> AgentMetadata::form() const
{
    std::vector<AgentParameter> out;
    for (const AgentParameter &p : parameters)
        if (!p.deprecated && !isHousekeeping(p.name) && p.name != secretParameter())
            out.push_back(p);
    std::stable_sort(out.begin(), out.end(), [](const AgentParameter &a, const AgentParameter &b) {
        return std::pair(!a.essential, !a.secret) < std::pair(!b.essential, !b.secret);
    });
    return out;
}

Result<AgentMetadata> parseMetadata(std::string_view xml)
{
    auto root = parseXml(xml);
    if (!root)
        return root.error();
    // pcs and crm_resource wrap it.
    const Element *agent = root->name == "resource-agent" ? &*root : root->child("resource-agent");
    if (!agent)
        return Error { protocol::Problem::BadMessage, "this is no metadata of an agent: it begins with <" + root->name + ">", {}, "Look at what the agent prints for the action metadata." };
    AgentMetadata out;
    out.name = (*agent)["name"];
    out.version = agent->has("version") ? (*agent)["version"] : childText(*agent, "version");
    out.shortText = agent->has("shortdesc") ? (*agent)["shortdesc"] : childText(*agent, "shortdesc");
    out.longText = childText(*agent, "longdesc");
    out.fence = out.name.starts_with("fence_") || agent->child("vendor-url");
    std::map<std::string, std::string> replaced;
    if (const Element *parameters = agent->child("parameters"))
        for (const Element &e : parameters->children)
            if (e.name == "parameter" && !e["name"].empty()) {
                out.parameters.push_back(parameterFrom(e));
                if (e.has("obsoletes"))
                    replaced.emplace(e["obsoletes"], e["name"]);
            }
    for (AgentParameter &p : out.parameters)
        if (const auto by = replaced.find(p.name); by != replaced.end())
            p.replacedBy = by->second;
    if (const Element *actions = agent->child("actions"))
        for (const Element &e : actions->children)
            if (e.name == "action")
                out.actions.push_back(actionFrom(e));
    return out;
}

std::vector<std::pair<std::string, std::string>> check(const AgentMetadata &metadata, const std::map<std::string, std::string> &values)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto &[name, value] : values) {
        const AgentParameter *p = metadata.parameter(name);
        if (!p && !name.starts_with("pcmk_"))
            out.emplace_back(name, metadata.name + " has no such parameter");
        else if (const std::string problem = p ? problemWith(*p, value) : std::string(); !problem.empty())
            out.emplace_back(name, problem);
    }
    for (const AgentParameter &p : metadata.parameters)
        if (p.required && p.standard.empty() && !p.secret && !p.deprecated && !isHousekeeping(p.name) && values.count(p.name) == 0)
            out.emplace_back(p.name, "is needed");
    return out;
}

} // namespace ha
