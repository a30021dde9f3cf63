// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/serverprofile.h"

#include "core/inventory/expression.h"

#include <algorithm>
#include <set>

namespace inventory {

using machine::State;
using protocol::HostInventory;
using protocol::Json;

namespace {

constexpr std::array<std::string_view, 3> timeServices { "chrony", "timesyncd", "ntpd" };
/// Where a package of one of these is, no other time service is to be installed.
constexpr std::array<std::string_view, 6> timePackages { "chrony", "ntp", "ntpsec", "openntpd", "systemd-timesyncd", "ntpd" };

/// Reads one object of a profile; keeps the first mistake, with the path to it.
class FieldReader {
public:
    FieldReader(const Json &json, std::string path, std::optional<base::Error> &error, const std::string &where)
        : m_json(json)
        , m_path(std::move(path))
        , m_error(error)
        , m_where(where)
    {
        if (!json.is_object())
            fail("", "is " + shown(json) + "; an object { } should stand there");
    }

    void only(std::initializer_list<std::string_view> keys)
    {
        std::string known;
        for (const std::string_view k : keys)
            known += (known.empty() ? "" : ", ") + std::string(k);
        if (!m_json.is_object())
            return;
        for (const auto &[key, value] : m_json.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                fail(key, "is not known; there may be " + known);
    }
    std::string text(const char *key, const std::string &fallback = {})
    {
        const Json &value = protocol::member(m_json, key);
        if (value.is_null())
            return fallback;
        if (!value.is_string())
            fail(key, "is " + shown(value) + "; a text should stand there");
        return value.is_string() ? value.get<std::string>() : fallback;
    }
    std::string needed(const char *key)
    {
        std::string out = text(key);
        if (out.empty())
            fail(key, "is missing; a text should stand there");
        return out;
    }
    bool flag(const char *key, bool fallback)
    {
        const Json &value = protocol::member(m_json, key);
        if (!value.is_null() && !value.is_boolean())
            fail(key, "is " + shown(value) + "; true or false should stand there");
        return value.is_boolean() ? value.get<bool>() : fallback;
    }
    int number(const char *key, int fallback)
    {
        const Json &value = protocol::member(m_json, key);
        if (!value.is_null() && (!value.is_number_integer() || protocol::numberOf(m_json, key) < 0 || protocol::numberOf(m_json, key) > 9999))
            fail(key, "is " + shown(value) + "; a whole number from 0 to 9999 should stand there");
        return value.is_number_integer() ? static_cast<int>(protocol::numberOf(m_json, key)) : fallback;
    }
    std::vector<std::string> texts(const char *key)
    {
        std::vector<std::string> out;
        each(key, "a list of texts", [&](const Json &item, const std::string &path) {
            if (!item.is_string() || item.get_ref<const std::string &>().empty())
                fail(path, "is " + shown(item) + "; a text should stand there");
            else
                out.push_back(item.get<std::string>());
        });
        return out;
    }
    std::string expression(const char *key)
    {
        std::string out = needed(key);
        if (const auto read = Expression::parse(out); !read && !out.empty())
            fail(key, "cannot be read: " + read.error().message, read.error().detail, read.error().remedy);
        return out;
    }
    template <class Read> void each(const char *key, const char *what, Read read)
    {
        const Json &list = protocol::member(m_json, key);
        if (!list.is_null() && !list.is_array())
            fail(key, "is " + shown(list) + "; " + what + " should stand there");
        for (std::size_t i = 0; list.is_array() && i < list.size(); ++i)
            read(list[i], std::string(key) + "[" + std::to_string(i) + "]");
    }
    FieldReader inside(const Json &json, const std::string &field) { return { json, join(field), m_error, m_where }; }
    const Json &raw(const char *key) const { return protocol::member(m_json, key); }
    void fail(const std::string &field, const std::string &what, std::string detail = {}, std::string remedy = {})
    {
        if (!m_error)
            m_error = base::Error { base::Problem::BadArgument, m_where + ": " + (join(field).empty() ? "the file" : join(field)) + " " + what, std::move(detail),
                remedy.empty() ? "Correct the file; resources/server-profiles/README.md describes it." : std::move(remedy) };
    }

private:
    std::string join(const std::string &field) const { return m_path.empty() || field.empty() ? m_path + field : m_path + "." + field; }
    static std::string shown(const Json &json)
    {
        const std::string text = protocol::dumpJson(json);
        return text.size() > 60 ? text.substr(0, 57) + "..." : text;
    }
    const Json &m_json;
    std::string m_path;
    std::optional<base::Error> &m_error;
    const std::string &m_where;
};

bool isPort(const std::string &text)
{
    const std::size_t slash = text.find('/');
    const std::string figure = text.substr(0, slash), protocol = slash == std::string::npos ? std::string() : text.substr(slash + 1);
    return (protocol == "tcp" || protocol == "udp") && !figure.empty() && figure.size() < 6
        && figure.find_first_not_of("0123456789") == std::string::npos && std::strtol(figure.c_str(), nullptr, 10) > 0
        && std::strtol(figure.c_str(), nullptr, 10) < 65536;
}

bool isUnit(const std::string &text)
{
    return text.size() > 8 && text.size() <= 128 && text.ends_with(".service") && text.front() != '-' && text.front() != '.'
        && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.@:-") == std::string::npos;
}

ServerProfile::Distribution distribution(FieldReader r)
{
    r.only({ "when", "repositories", "packages", "kernel" });
    ServerProfile::Distribution d;
    d.when = r.expression("when");
    d.packages = r.texts("packages");
    d.kernel = r.text("kernel");
    r.each("repositories", "a list of repositories", [&](const Json &item, const std::string &path) {
        FieldReader in = r.inside(item, path);
        in.only({ "name", "title", "url", "key", "suite", "components" });
        d.repositories.push_back({ in.needed("name"), in.text("title"), in.needed("url"), in.text("key"), in.text("suite"), in.texts("components") });
    });
    return d;
}

ServerProfile::Time timeOf(FieldReader r)
{
    r.only({ "package", "service", "servers" });
    ServerProfile::Time t { true, r.text("package"), r.text("service"), r.texts("servers") };
    if (!t.service.empty() && std::find(timeServices.begin(), timeServices.end(), t.service) == timeServices.end())
        r.fail("service", "is \"" + t.service + "\"; chrony, timesyncd or ntpd may stand there, or nothing for the one that the host has");
    return t;
}

/// `name`, or `name=version`: that version or one that begins with it; of a kernel several may be installed.
bool hasPackage(const HostInventory &host, std::string_view package)
{
    const std::size_t equals = package.find('=');
    const std::string_view name = package.substr(0, equals), version = equals == std::string_view::npos ? std::string_view() : package.substr(equals + 1);
    return std::any_of(host.software.packages.begin(), host.software.packages.end(),
        [&](const auto &p) { return p.name == name && p.version.starts_with(version); });
}

ServerProfilePtr builtIn(const char *name, const char *title, const char *description, bool managed)
{
    ServerProfile p;
    p.name = name;
    p.title = title;
    p.description = description;
    p.managed = managed;
    return std::make_shared<const ServerProfile>(std::move(p));
}

} // namespace

bool servesLustre(const HostInventory &host)
{
    const bool target = std::any_of(host.targets.begin(), host.targets.end(), [](const auto &t) { return !t.mountpoint.empty(); });
    const bool standsBy = host.lnet.state == "up" && !host.lustreVersion.empty() && !host.targets.empty();
    return target || standsBy || std::any_of(host.mounts.begin(), host.mounts.end(), [](const auto &m) { return m.type == "lustre"; });
}

std::vector<std::string> haPorts(int links)
{
    std::vector<std::string> out;
    for (int i = 0; i < links; ++i)
        out.push_back(std::to_string(5405 + i) + "/udp");
    return out;
}

std::vector<std::string> missingHaPackages(const ServerProfile &profile, const HostInventory &host)
{
    std::vector<std::string> out;
    if (profile.ha.links == 0)
        return out;
    const bool apt = host.software.manager == "apt", zypper = host.software.manager == "zypper";
    const auto want = [&](const char *name) {
        if (!hasPackage(host, name))
            out.emplace_back(name);
    };
    if (!host.ha.corosync) // what runs is there, whatever brought it
        want("corosync");
    if (!host.ha.pacemaker)
        want("pacemaker");
    if (!host.ha.pacemaker && apt) // crm_resource, crm_verify: only recommended there, and recommendations are not installed
        want("pacemaker-cli-utils");
    const auto has = [](const std::vector<std::string> &list, const std::string &word) { return std::find(list.begin(), list.end(), word) != list.end(); };
    if (std::any_of(profile.ha.fenceAgents.begin(), profile.ha.fenceAgents.end(), [&](const std::string &a) { return !has(host.ha.fenceAgents, a); }))
        out.emplace_back(apt || zypper ? "fence-agents" : "fence-agents-all");
    static const char *const overIpmi[] = { "fence_ipmilan", "fence_idrac", "fence_ilo3", "fence_ilo4", "fence_ilo5", "fence_imm", "fence_ipmilanplus" };
    if (apt && std::any_of(std::begin(overIpmi), std::end(overIpmi), [&](const char *a) { return profile.ha.fenceAgents.contains(a); }))
        want("ipmitool"); // which these call; elsewhere their packages bring it
    if (profile.ha.lustreAgents && !apt && !has(host.ha.resourceAgents, "ocf:lustre:Lustre")) // no distribution with apt has a package of it
        want("lustre-resource-agents");
    return out;
}

base::Result<ServerProfile> serverProfileFromJson(const Json &json, const std::string &where)
{
    std::optional<base::Error> error;
    FieldReader r(json, "", error, where);
    r.only({ "name", "title", "description", "managed", "order", "distributions", "time", "firewall", "services", "lnet", "validations" });
    ServerProfile p;
    p.name = r.needed("name");
    p.title = r.needed("title");
    p.description = r.text("description");
    p.managed = r.flag("managed", true);
    p.order = r.number("order", 100);
    if (p.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
        r.fail("name", "is \"" + p.name + "\"; it may hold lower-case letters, digits, - _ and .");
    r.each("distributions", "a list of distributions", [&](const Json &item, const std::string &path) { p.distributions.push_back(distribution(r.inside(item, path))); });
    if (!r.raw("time").is_null())
        p.time = timeOf(r.inside(r.raw("time"), "time"));
    p.firewall = r.texts("firewall");
    for (std::size_t i = 0; i < p.firewall.size(); ++i)
        if (!isPort(p.firewall[i]))
            r.fail("firewall[" + std::to_string(i) + "]", "is \"" + p.firewall[i] + "\"; a port should stand there, as 988/tcp");
    p.services = r.texts("services");
    for (std::size_t i = 0; i < p.services.size(); ++i)
        if (!isUnit(p.services[i]))
            r.fail("services[" + std::to_string(i) + "]", "is \"" + p.services[i] + "\"; a unit of systemd should stand there, as mariadb.service");
    r.each("lnet", "a list of networks", [&](const Json &item, const std::string &path) {
        FieldReader in = r.inside(item, path);
        in.only({ "net", "interfaces" });
        p.lnets.push_back({ in.needed("net"), in.texts("interfaces") });
        if (p.lnets.back().interfaces.empty())
            in.fail("interfaces", "is missing; a list of network interfaces should stand there");
    });
    r.each("validations", "a list of validations", [&](const Json &item, const std::string &path) {
        FieldReader in = r.inside(item, path);
        in.only({ "check", "message", "remedy", "warning" });
        p.validations.push_back({ in.expression("check"), in.needed("message"), in.text("remedy"), !in.flag("warning", false) });
    });
    if (!p.managed && (!p.distributions.empty() || p.time.wanted || !p.firewall.empty() || !p.services.empty() || !p.lnets.empty()))
        r.fail("managed", "is false, and yet something is to be installed or configured");
    if (error)
        return *error;
    return p;
}

Json toJson(const ServerProfile &p)
{
    Json j = { { "name", p.name }, { "title", p.title }, { "description", p.description }, { "managed", p.managed }, { "order", p.order } };
    for (const auto &d : p.distributions) {
        Json repositories = Json::array();
        for (const auto &r : d.repositories) {
            Json one = { { "name", r.name }, { "title", r.title }, { "url", r.url }, { "key", r.key } };
            if (!r.suite.empty())
                one["suite"] = r.suite;
            if (!r.components.empty())
                one["components"] = r.components;
            repositories.push_back(std::move(one));
        }
        j["distributions"].push_back({ { "when", d.when }, { "repositories", std::move(repositories) }, { "packages", d.packages }, { "kernel", d.kernel } });
    }
    if (p.time.wanted)
        j["time"] = { { "package", p.time.package }, { "service", p.time.service }, { "servers", p.time.servers } };
    if (!p.firewall.empty())
        j["firewall"] = p.firewall;
    if (!p.services.empty())
        j["services"] = p.services;
    for (const LnetSpec &l : p.lnets)
        j["lnet"].push_back({ { "net", l.net }, { "interfaces", l.interfaces } });
    for (const auto &v : p.validations)
        j["validations"].push_back({ { "check", v.check }, { "message", v.message }, { "remedy", v.remedy }, { "warning", !v.fatal } });
    return j;
}

ServerProfilePtr asItIsProfile()
{
    static const ServerProfilePtr profile = builtIn("as-it-is", "Managed as it is", "Nothing is installed or configured; file systems are managed.", true);
    return profile;
}

ServerProfilePtr monitoredProfile()
{
    static const ServerProfilePtr profile = builtIn("monitored", "Monitored only", "Nothing is changed on the server.", false);
    return profile;
}

const ServerProfile::Distribution *distributionFor(const ServerProfile &profile, const HostInventory &host)
{
    for (const auto &d : profile.distributions)
        if (const auto when = Expression::parse(d.when); when && when->holds(host))
            return &d;
    return nullptr;
}

std::vector<ProfileProblem> problemsOf(const ServerProfile &profile, const HostInventory &host)
{
    std::vector<ProfileProblem> out;
    for (const auto &v : profile.validations)
        if (const auto check = Expression::parse(v.check); !check || !check->holds(host))
            out.push_back({ v.message, v.remedy, v.fatal });
    if (!profile.distributions.empty() && !distributionFor(profile, host) && !servesLustre(host))
        out.push_back({ "the profile \"" + profile.title + "\" has no packages for " + (host.os.empty() ? host.osId + " " + host.osVersion : host.os),
            "Choose another profile, or write one for this distribution." });
    return out;
}

std::vector<std::string> missingPackages(const ServerProfile &profile, const HostInventory &host)
{
    std::vector<std::string> out;
    const bool serves = profile.ha.links > 0 && servesLustre(host);
    if (const auto *d = serves ? nullptr : distributionFor(profile, host))
        for (const std::string &name : d->packages)
            if (!hasPackage(host, name))
                out.push_back(name);
    for (std::string &name : missingHaPackages(profile, host))
        if (std::find(out.begin(), out.end(), name) == out.end())
            out.push_back(std::move(name));
    const bool hasTime = !host.time.service.empty() || !host.time.running.empty()
        || std::any_of(timePackages.begin(), timePackages.end(), [&](std::string_view p) { return hasPackage(host, p); });
    if (profile.time.wanted && !hasTime && !profile.time.package.empty())
        out.push_back(profile.time.package);
    return out;
}

bool kernelFits(const ServerProfile &profile, const HostInventory &host)
{
    const auto *d = distributionFor(profile, host);
    return !d || d->kernel.empty() || (profile.ha.links > 0 && servesLustre(host)) || host.kernel.find(d->kernel) != std::string::npos;
}

State softwareState(const ServerProfile &profile, const HostInventory &host)
{
    const bool timeOnly = profile.distributions.empty() && profile.time.wanted && !profile.time.package.empty();
    const bool ha = profile.ha.links > 0;
    if (!profile.managed || (profile.distributions.empty() && !timeOnly && !ha))
        return State::None;
    if (ha && !missingHaPackages(profile, host).empty())
        return State::Missing;
    if (servesLustre(host))
        return State::Ready;
    if (!missingPackages(profile, host).empty() || (!profile.distributions.empty() && !distributionFor(profile, host)))
        return State::Missing;
    return kernelFits(profile, host) ? State::Ready : State::Installed;
}

State timeState(const ServerProfile &profile, const HostInventory &host)
{
    if (!profile.managed || !profile.time.wanted)
        return State::None;
    const auto &have = host.time.servers;
    const bool servers = std::all_of(profile.time.servers.begin(), profile.time.servers.end(),
        [&](const std::string &s) { return std::find(have.begin(), have.end(), s) != have.end(); });
    return host.time.running.size() == 1 && (host.time.synchronized || host.time.ours) && servers ? State::Synchronized : State::Unsynchronized;
}

std::vector<std::string> closedPorts(const ServerProfile &profile, const HostInventory &host)
{
    std::vector<std::string> out;
    for (const std::string &port : host.firewall.kind.empty() ? std::vector<std::string> {} : profile.firewall)
        if (std::find(host.firewall.open.begin(), host.firewall.open.end(), port) == host.firewall.open.end()
            && std::find(host.firewall.ours.begin(), host.firewall.ours.end(), port) == host.firewall.ours.end())
            out.push_back(port);
    return out;
}

State firewallState(const ServerProfile &profile, const HostInventory &host)
{
    if (!profile.managed || profile.firewall.empty())
        return State::None;
    return closedPorts(profile, host).empty() ? State::Open : State::Closed;
}

std::vector<std::string> idleServices(const ServerProfile &profile, const HostInventory &host)
{
    const auto has = [](const std::vector<std::string> &list, const std::string &unit) { return std::find(list.begin(), list.end(), unit) != list.end(); };
    std::vector<std::string> out;
    for (const std::string &unit : profile.services)
        if (!has(host.services.running, unit) || !has(host.services.enabled, unit))
            out.push_back(unit);
    return out;
}

State servicesState(const ServerProfile &profile, const HostInventory &host)
{
    if (!profile.managed || profile.services.empty())
        return State::None;
    return idleServices(profile, host).empty() ? State::Running : State::Idle;
}

} // namespace inventory
