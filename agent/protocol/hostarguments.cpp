// SPDX-License-Identifier: GPL-3.0-or-later
// LNet, repositories, packages, time, firewall and services.
#include "agent/protocol/argumentreader.h"

namespace protocol {
namespace {

std::string oneOf(ArgumentReader &in, const char *key, const std::vector<std::string> &words)
{
    std::string value = in.needed(key), list;
    for (const std::string &word : words)
        list += (list.empty() ? "" : &word == &words.back() ? " or " : ", ") + word;
    in.check(std::find(words.begin(), words.end(), value) != words.end(), std::string(key) + " is '" + value + "'; it may be " + list);
    return value;
}

std::string packageManager(ArgumentReader &in)
{
    return oneOf(in, "manager", {"dnf", "yum", "zypper", "apt"});
}

/// Part of file names on the host.
bool isRepositoryName(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos
        && name.front() != '.' && name.front() != '-' && name.find("..") == std::string_view::npos;
}

/// dnf's variables ($releasever) are allowed; what would end a line or an option in a repository file is not.
bool isUrl(std::string_view url)
{
    bool known = false;
    for (const std::string_view scheme : {"http://", "https://", "ftp://", "file:/"})
        known = known || (url.substr(0, scheme.size()) == scheme && url.size() > scheme.size());
    return known && madeOf(url, "/.:_-+~%$@?=&,;!*()");
}

bool isArmour(std::string_view key)
{
    return key.find("-----BEGIN PGP PUBLIC KEY BLOCK-----") == 0 && key.size() <= 262144
        && std::all_of(key.begin(), key.end(), [](unsigned char c) { return c == '\n' || c == '\r' || c == '\t' || (c >= 32 && c != 127); });
}

/// A key of several lines, which ArgumentReader::text refuses.
std::string keyText(ArgumentReader &in)
{
    const Json &value = in.raw("key");
    in.check(value.is_null() || value.is_string(), "key must be a text");
    std::string key = value.is_string() ? value.get_ref<const std::string &>() : std::string();
    while (!key.empty() && (key.front() == '\n' || key.front() == ' '))
        key.erase(0, 1);
    in.check(key.empty() || isUrl(key) || isArmour(key), "key is neither a URL nor an armoured PGP public key",
             "Give https://... or the text from -----BEGIN PGP PUBLIC KEY BLOCK----- on.");
    return key;
}

Repository repository(const Json &item, const std::string &manager, ArgumentReader &in)
{
    ArgumentReader fields(item);
    Repository one{fields.needed("name"), fields.text("title"), fields.needed("url"), keyText(fields), true, fields.text("suite"),
                   fields.texts("components")};
    one.check = !fields.has("check") || fields.flag("check");
    one.title = one.title.empty() ? one.name : one.title;
    fields.check(isRepositoryName(one.name), "name is '" + one.name + "'; it may hold lower case letters, digits, dots, - and _");
    fields.check(isUrl(one.url), "url is '" + one.url + "'; it must be an http, https, ftp or file URL without blanks");
    fields.check(!one.check || !one.key.empty(), "key of " + one.name + " is missing, and signatures are to be checked",
                 "Give the key, or \"check\": false for a repository that is not signed.");
    fields.check(manager != "apt" || !one.suite.empty(), "suite of " + one.name + " is missing; apt needs it (\"./\" for a flat repository)");
    fields.check(madeOf(one.suite, "/._-+~"), "suite is '" + one.suite + "', which is none");
    const bool flat = !one.suite.empty() && one.suite.back() == '/';
    fields.check(manager != "apt" || flat == one.components.empty(), "components of " + one.name + (flat ? " are given for a flat suite" : " are missing"));
    for (const std::string &component : one.components)
        fields.check(!component.empty() && madeOf(component, "/._-+"), "components holds '" + component + "', which is none");
    if (fields.error())
        in.fail("repositories: " + fields.error()->message, fields.error()->remedy);
    return one;
}

PackageArgument package(ArgumentReader &in, const std::string &text)
{
    const std::size_t equals = text.find('=');
    PackageArgument one{text.substr(0, equals), equals == std::string::npos ? std::string() : text.substr(equals + 1)};
    in.check(!one.name.empty() && one.name.size() <= 200 && madeOf(one.name, "+._:-") && one.name.front() != '-' && one.name.front() != '.',
             "packages holds '" + text + "', which is no name of a package");
    in.check(equals == std::string::npos || (!one.version.empty() && madeOf(one.version, "+._:~^-")),
             "packages: the version of " + one.name + " is '" + one.version + "', which is none");
    return one;
}

bool isPort(const std::string &text)
{
    const std::size_t slash = text.find('/');
    const std::string number = text.substr(0, slash), protocol = slash == std::string::npos ? std::string() : text.substr(slash + 1);
    return (protocol == "tcp" || protocol == "udp") && !number.empty() && number.size() <= 5
        && number.find_first_not_of("0123456789") == std::string::npos && number.front() != '0' && std::stol(number) <= 65535;
}

bool isChain(const std::string &text)
{
    const std::size_t first = text.find(' '), second = text.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos || !madeOf(text, " _.-/"))
        return false;
    const std::string family = text.substr(0, first);
    return (family == "inet" || family == "ip" || family == "ip6") && second > first + 1 && second + 1 < text.size()
        && text.find(' ', second + 1) == std::string::npos && text[first + 1] != '-' && text[second + 1] != '-';
}

bool isUnit(const std::string &text)
{
    return text.size() > 8 && text.size() <= 128 && text.compare(text.size() - 8, 8, ".service") == 0 && text.front() != '-' && text.front() != '.'
        && madeOf(text, "_.@:-");
}

std::vector<LnetNetwork> networks(ArgumentReader &in)
{
    std::vector<LnetNetwork> all;
    const Json &list = in.raw("networks");
    in.check(list.is_array() && !list.empty(), "networks must be a list with at least one network",
             R"(Give for example [{"net":"tcp0","interfaces":["eth1"]}].)");
    if (!list.is_array())
        return all;
    for (const Json &item : list) {
        ArgumentReader fields(item);
        LnetNetwork network{fields.needed("net"), fields.texts("interfaces")};
        fields.check(isNet(network.net), "net is '" + network.net + "'; it must be like tcp0 or o2ib1");
        fields.check(!network.interfaces.empty(), "interfaces of " + network.net + " are missing");
        std::vector<std::string> seen;
        for (const std::string &interface : network.interfaces) {
            fields.check(!interface.empty() && interface.size() < 16 && madeOf(interface, "_.:-"),
                         "'" + interface + "' is no name of a network interface");
            fields.check(std::find(seen.begin(), seen.end(), interface) == seen.end(), interface + " is given twice for " + network.net);
            seen.push_back(interface);
        }
        for (const LnetNetwork &other : all)
            fields.check(other.net != network.net, network.net + " is given twice", "Put its interfaces into one entry.");
        if (fields.error())
            in.fail("networks: " + fields.error()->message, fields.error()->remedy);
        all.push_back(std::move(network));
    }
    return all;
}

void routes(ArgumentReader &in, std::vector<LnetRouteArgument> &all)
{
    const Json &list = in.raw("routes");
    in.check(list.is_null() || list.is_array(), "routes must be a list",
             R"(Give for example [{"net":"o2ib0","gateways":["10.10.1.9@tcp"],"hops":1}].)");
    if (!list.is_array())
        return;
    for (const Json &item : list) {
        ArgumentReader fields(item);
        LnetRouteArgument route{fields.needed("net"), {}};
        route.hops = static_cast<int>(fields.number("hops", 1, 255));
        route.priority = fields.has("priority") ? static_cast<int>(fields.number("priority", 0, INT32_MAX)) : -1;
        std::vector<std::string> gateways = fields.texts("gateways");
        if (const std::string one = fields.text("gateway"); !one.empty())
            gateways.push_back(one);
        fields.check(isNet(route.net), "net is '" + route.net + "'; it must be like o2ib0");
        fields.check(!gateways.empty(), "gateways of " + route.net + " are missing");
        for (const std::string &gateway : gateways) {
            fields.check(isNid(gateway), "'" + gateway + "' is no NID of a gateway", "Give an address with its network, such as 10.10.1.9@tcp.");
            route.gateway = gateway;
            all.push_back(route);
        }
        if (fields.error())
            in.fail("routes: " + fields.error()->message, fields.error()->remedy);
    }
}

} // namespace

std::string LnetArguments::networksOption() const
{
    std::string option;
    for (const LnetNetwork &network : networks) {
        option += (option.empty() ? "" : ",") + network.net + "(";
        for (std::size_t i = 0; i < network.interfaces.size(); ++i)
            option += (i ? "," : "") + network.interfaces[i];
        option += ")";
    }
    return option;
}

std::string LnetArguments::routesOption() const
{
    std::string option;
    for (const LnetRouteArgument &route : routes)
        option += (option.empty() ? "" : "; ") + route.net + " " + (route.hops > 0 ? std::to_string(route.hops) + " " : "") + route.gateway
            + (route.priority >= 0 ? ":" + std::to_string(route.priority) : "");
    return option;
}

Result<LnetArguments> lnetArguments(const Json &args)
{
    ArgumentReader in(args);
    LnetArguments lnet{networks(in)};
    routes(in, lnet.routes);
    return finish(in, std::move(lnet));
}

Result<ReposArguments> reposArguments(const Json &args, bool configure)
{
    ArgumentReader in(args);
    ReposArguments repos{packageManager(in)};
    const Json &list = in.raw("repositories");
    if (!configure) {
        repos.names = in.texts("names");
        in.check(!repos.names.empty(), "names is missing; it lists the repositories to take away");
    } else {
        in.check(list.is_array() && !list.empty(), "repositories must be a list with at least one repository",
                 R"(Give for example [{"name":"lustre","url":"https://...","key":"https://..."}].)");
        if (list.is_array())
            for (const Json &item : list) {
                repos.repositories.push_back(repository(item, repos.manager, in));
                const std::string &name = repos.repositories.back().name;
                in.check(std::find(repos.names.begin(), repos.names.end(), name) == repos.names.end(), "repositories: " + name + " is given twice");
                repos.names.push_back(name);
            }
    }
    for (const std::string &name : repos.names)
        in.check(isRepositoryName(name), "names holds '" + name + "', which is no name of a repository");
    return finish(in, std::move(repos));
}

Result<PackagesArguments> packagesArguments(const Json &args)
{
    ArgumentReader in(args);
    PackagesArguments packages{packageManager(in)};
    for (const std::string &text : in.texts("packages"))
        packages.packages.push_back(package(in, text));
    in.check(!packages.packages.empty(), "packages is missing; it lists names, or name=version");
    if (in.has("lockSeconds"))
        packages.lockSeconds = static_cast<int>(in.number("lockSeconds", 0, 7200));
    return finish(in, std::move(packages));
}

Result<TimeArguments> timeArguments(const Json &args, bool configure)
{
    ArgumentReader in(args);
    TimeArguments time{oneOf(in, "service", {"chrony", "timesyncd", "ntpd"}), in.texts("servers")};
    in.check(!configure || !time.servers.empty(), "servers is missing; it lists names or addresses of time servers");
    in.check(time.servers.size() <= 32, "servers holds more than 32");
    for (const std::string &server : time.servers)
        in.check(isHost(server), "servers holds '" + server + "', which is neither a host name nor an address");
    return finish(in, std::move(time));
}

Result<FirewallArguments> firewallArguments(const Json &args)
{
    ArgumentReader in(args);
    FirewallArguments firewall{oneOf(in, "kind", {"firewalld", "ufw", "nftables", "iptables"}), in.texts("ports"), in.text("comment"),
                               in.texts("chains")};
    in.check(!firewall.ports.empty(), "ports is missing; it lists ports such as 988/tcp");
    for (const std::string &port : firewall.ports)
        in.check(isPort(port), "ports holds '" + port + "'; a port is written like 988/tcp or 5405/udp");
    in.check(firewall.comment.size() <= 80 && madeOf(firewall.comment, " .,:;_+/-"), "comment is '" + firewall.comment + "'; it may hold up to 80 plain characters");
    for (const std::string &chain : firewall.chains)
        in.check(isChain(chain), "chains holds '" + chain + "'; a chain is written like 'inet filter input'");
    if (firewall.comment.empty())
        firewall.comment = "Chandelier";
    if (firewall.chains.empty())
        firewall.chains = {"inet filter input"};
    return finish(in, std::move(firewall));
}

Result<ServicesArguments> servicesArguments(const Json &args)
{
    ArgumentReader in(args);
    ServicesArguments services{in.texts("services")};
    in.check(!services.units.empty(), "services is missing; it lists units such as mariadb.service");
    in.check(services.units.size() <= 32, "services holds more than 32");
    for (const std::string &unit : services.units)
        in.check(isUnit(unit), "services holds '" + unit + "'; a unit is written like mariadb.service");
    return finish(in, std::move(services));
}

} // namespace protocol
