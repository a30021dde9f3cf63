// SPDX-License-Identifier: GPL-3.0-or-later
// What is run for repositories, packages, time, firewall, services and the agent itself.
#include "agent/protocol/arguments.h"
#include "agent/protocol/operationparts.h"

#include <algorithm>

namespace protocol {
namespace {

using namespace parts;

constexpr const char *headLine = "# Written by Chandelier; changes here are lost when it is configured again.\n";

void addRepositoryFiles(Operations &all, const std::string &manager, const Repository &one)
{
    const std::string keyPath = keyFile(manager, one), id = "chandelier-" + one.name;
    if (one.keyIsText()) {
        all.push_back(file(What::WriteFile, keyPath, one.key.back() == '\n' ? one.key : one.key + "\n"));
    } else if (!keyPath.empty()) {
        all.push_back(file(What::MakeDirectory, keyPath.substr(0, keyPath.rfind('/'))));
        all.push_back(run(Why::Change, {"/usr/lib/apt/apt-helper", "download-file", one.key, keyPath}));
    }
    std::string content = headLine;
    if (manager == "apt") {
        const std::string options = !one.check ? " [trusted=yes]" : " [signed-by=" + keyPath + "]";
        content += "deb" + options + " " + one.url + " " + one.suite;
        for (const std::string &component : one.components)
            content += " " + component;
        content += "\n";
    } else {
        content += "[" + id + "]\nname=" + one.title + "\nbaseurl=" + one.url + "\nenabled=1\ngpgcheck=" + (one.check ? "1" : "0") + "\n";
        if (manager == "zypper")
            content += "autorefresh=0\ntype=rpm-md\n";
        if (!one.key.empty())
            content += "gpgkey=" + (one.keyIsText() ? "file://" + keyPath : one.key) + "\n";
    }
    all.push_back(file(What::WriteFile, repositoryFile(manager, one.name), content));
}

Words refreshLine(const std::string &manager, const Repository &one)
{
    const std::string id = "chandelier-" + one.name;
    if (manager == "apt")
        return {"apt-get", "update", "-o", "Dir::Etc::sourcelist=" + repositoryFile(manager, one.name), "-o", "Dir::Etc::sourceparts=-",
                "-o", "APT::Get::List-Cleanup=0", "-o", "APT::Update::Error-Mode=any"};
    if (manager == "zypper")
        return one.check ? Words{"zypper", "--non-interactive", "refresh", id} : Words{"zypper", "--non-interactive", "--no-gpg-checks", "refresh", id};
    return {manager, "-y", "--disablerepo=*", "--enablerepo=" + id, "makecache"};
}

Result<Operations> reposConfigureOperations(const Json &args)
{
    const Result<ReposArguments> repos = reposArguments(args, true);
    if (!repos)
        return repos.error();
    Operations all;
    for (const Repository &one : repos->repositories) {
        addRepositoryFiles(all, repos->manager, one);
        // zypper asks a person whether to trust a key, whatever the repository's file says.
        if (repos->manager == "zypper" && one.check)
            all.push_back(run(Why::Change, {"rpm", "--import", one.keyIsText() ? keyFile("zypper", one) : one.key}));
        all.push_back(run(Why::Change, refreshLine(repos->manager, one)));
    }
    return all;
}

Result<Operations> reposUnconfigureOperations(const Json &args)
{
    const Result<ReposArguments> repos = reposArguments(args, false);
    if (!repos)
        return repos.error();
    Operations all;
    for (const std::string &name : repos->names) {
        const std::string id = "chandelier-" + name;
        if (repos->manager == "dnf" || repos->manager == "yum")
            all.push_back(run(Why::Change, {repos->manager, "--disablerepo=*", "--enablerepo=" + id, "clean", "all"}));
        else if (repos->manager == "zypper")
            all.push_back(run(Why::Change, {"zypper", "--non-interactive", "clean", "--all", id}));
        all.push_back(file(What::RemoveFile, repositoryFile(repos->manager, name)));
        Repository keyed{name, {}, {}, "-----BEGIN"};
        all.push_back(file(What::RemoveFile, keyFile(repos->manager, keyed)));
        keyed.key = "https://key.gpg";
        if (repos->manager == "apt")
            all.push_back(file(What::RemoveFile, keyFile("apt", keyed)));
    }
    return all;
}

Operation installedPackages(const std::string &manager)
{
    if (manager == "apt")
        return run(Why::Check, {"dpkg-query", "-W", "-f", "${Package}\\t${Version}\\t${db:Status-Abbrev}\\n"});
    return run(Why::Check, {"rpm", "-qa", "--qf", "%{NAME}\\t%{VERSION}-%{RELEASE}\\n"});
}

Words aptLine(const char *verb)
{
    // Status lines on standard output give the percentage. Configuration files that somebody changed stay as they are.
    Words words{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "--no-install-recommends"};
    for (const char *option : {"APT::Status-Fd=1", "DPkg::Lock::Timeout=60", "Dpkg::Options::=--force-confdef", "Dpkg::Options::=--force-confold"})
        words.insert(words.end(), {"-o", option});
    words.emplace_back(verb);
    return words;
}

Result<Operations> installOperations(const Json &args)
{
    const Result<PackagesArguments> packages = packagesArguments(args);
    if (!packages)
        return packages.error();
    const std::string &manager = packages->manager;
    Words words = manager == "apt" ? aptLine("install") : manager == "zypper" ? Words{"zypper", "--non-interactive", "install"} : Words{manager, "-y", "install"};
    for (const PackageArgument &one : packages->packages)
        words.push_back((manager == "dnf" || manager == "yum") && !one.version.empty() ? one.name + "-" + one.version : one.text());
    Operations all{installedPackages(manager)};
    // The lists of a fresh image are empty; dnf and zypper look after theirs themselves.
    if (manager == "apt")
        all.push_back(run(Why::Check, {"apt-get", "update"}));
    all.push_back(run(Why::Change, std::move(words)));
    all.push_back(run(Why::Verify, installedPackages(manager).argv));
    return all;
}

Result<Operations> removeOperations(const Json &args)
{
    const Result<PackagesArguments> packages = packagesArguments(args);
    if (!packages)
        return packages.error();
    const std::string &manager = packages->manager;
    // What else would go is found out before: apt-get and dnf take whatever depends on a package along without a word.
    Words test = manager == "apt" ? Words{"apt-get", "-s", "remove"} : Words{"rpm", "-e", "--test"};
    Words words = manager == "apt" ? aptLine("remove")
        : manager == "zypper"      ? Words{"zypper", "--non-interactive", "remove"}
        : manager == "yum"         ? Words{"yum", "-y", "--setopt=clean_requirements_on_remove=0", "remove"}
                                   : Words{"dnf", "-y", "--noautoremove", "remove"};
    for (const PackageArgument &one : packages->packages) {
        // Of several kernels only the one that is meant.
        const std::string word = manager == "apt" || one.version.empty() ? one.name : manager == "zypper" ? one.text() : one.name + "-" + one.version;
        test.push_back(manager == "zypper" && !one.version.empty() ? one.name + "-" + one.version : word);
        words.push_back(word);
    }
    return Operations{installedPackages(manager), run(Why::Check, std::move(test)), run(Why::Change, std::move(words)),
                      run(Why::Verify, installedPackages(manager).argv)};
}

Words unitStates()
{
    Words words{"systemctl", "show", "-p", "Id,LoadState,ActiveState,UnitFileState"};
    for (const std::string &unit : timeUnits({}))
        words.push_back(unit);
    return words;
}

std::string timeContent(const std::string &service, const std::vector<std::string> &servers)
{
    std::string content = service == "timesyncd" ? "[Time]\nNTP=" : "";
    for (const std::string &server : servers)
        content += service == "timesyncd" ? (&server == &servers.front() ? "" : " ") + server : "server " + server + " iburst\n";
    return service == "timesyncd" ? content + "\n" : content;
}

Result<Operations> timeOperations(const Json &args, bool configure)
{
    const Result<TimeArguments> time = timeArguments(args, configure);
    if (!time)
        return time.error();
    Operations all{run(Why::Check, unitStates())};
    const std::string content = configure ? timeContent(time->service, time->servers) : std::string();
    for (const TimePlace &place : timePlaces(time->service))
        all.push_back(place.block ? file(What::EditFile, place.path, content, "time")
                      : configure ? file(What::WriteFile, place.path, headLine + content)
                                  : file(What::RemoveFile, place.path));
    for (const std::string &unit : timeUnits(time->service)) {
        if (configure)
            all.push_back(run(Why::Change, {"systemctl", "enable", unit}));
        all.push_back(run(Why::Change, {"systemctl", "restart", unit}));
        if (!configure)
            all.push_back(run(Why::Change, {"systemctl", "disable", "--now", unit}));
    }
    all.push_back(run(Why::Verify, unitStates()));
    return all;
}

void addFirewalld(Operations &all, const FirewallArguments &firewall, bool open)
{
    for (const std::string &port : firewall.ports)
        for (const bool permanent : {true, false}) {
            Words query{"firewall-cmd"}, change{"firewall-cmd"};
            if (permanent) {
                query.emplace_back("--permanent");
                change.emplace_back("--permanent");
            }
            query.push_back("--query-port=" + port);
            change.push_back((open ? "--add-port=" : "--remove-port=") + port);
            all.push_back(run(Why::Check, std::move(query)));
            all.push_back(run(Why::Change, std::move(change)));
        }
}

void addUfw(Operations &all, const FirewallArguments &firewall, bool open)
{
    all.push_back(run(Why::Check, {"ufw", "status"}));
    for (const std::string &port : firewall.ports)
        all.push_back(run(Why::Change, open ? Words{"ufw", "allow", port, "comment", firewall.comment} : Words{"ufw", "delete", "allow", port}));
}

Words portMatch(const std::string &port)
{
    const std::size_t slash = port.find('/');
    return {port.substr(slash + 1), "dport", port.substr(0, slash)};
}

/// A rule of ours goes first into the very chains that keep things out: what one chain of a hook accepts, the next one of
/// the same hook may still drop, so a table of our own would open nothing.
void addNftables(Operations &all, const FirewallArguments &firewall, bool open)
{
    for (const std::string &chain : firewall.chains) {
        Words words{"nft"};
        const std::size_t first = chain.find(' '), second = chain.find(' ', first + 1);
        const Words name{chain.substr(0, first), chain.substr(first + 1, second - first - 1), chain.substr(second + 1)};
        Words list{"nft", "-j", "list", "chain"};
        list.insert(list.end(), name.begin(), name.end());
        all.push_back(run(Why::Check, std::move(list)));
        for (const std::string &port : firewall.ports) {
            Words rule{"nft", open ? "insert" : "delete", "rule"};
            rule.insert(rule.end(), name.begin(), name.end());
            const Words match = portMatch(port);
            if (open)
                rule.insert(rule.end(), {match[0], match[1], match[2], "accept", "comment", "\"" + firewall.comment + "\""});
            else
                rule.insert(rule.end(), {"handle", ruleHandle});
            all.push_back(run(Why::Change, std::move(rule)));
        }
    }
    for (const char *path : {"/etc/nftables.conf", "/etc/sysconfig/nftables.conf"})
        for (const std::string &port : firewall.ports) {
            std::string lines;
            const Words match = portMatch(port);
            for (const std::string &chain : firewall.chains)
                lines += "insert rule " + chain + " " + match[0] + " dport " + match[2] + " accept comment \"" + firewall.comment + "\"\n";
            // A dot where others have a slash: the name of a block stands in a sed expression.
            all.push_back(file(What::EditFile, path, open ? lines : std::string(), match[2] + "." + match[0]));
        }
}

void addIptables(Operations &all, const FirewallArguments &firewall, bool open)
{
    for (const char *tool : {"iptables", "ip6tables"})
        for (const std::string &port : firewall.ports) {
            const Words match = portMatch(port);
            const Words rule{"-p", match[0], "-m", match[0], "--dport", match[2], "-m", "comment", "--comment", firewall.comment, "-j", "ACCEPT"};
            Words check{tool, "-w", "-C", "INPUT"}, change{tool, "-w", open ? "-I" : "-D", "INPUT"};
            check.insert(check.end(), rule.begin(), rule.end());
            change.insert(change.end(), rule.begin(), rule.end());
            all.push_back(run(Why::Check, std::move(check)));
            all.push_back(run(Why::Change, std::move(change)));
        }
    all.push_back(run(Why::Change, {"netfilter-persistent", "save"}));
    all.push_back(run(Why::Change, {"/usr/libexec/iptables/iptables.init", "save"}));
}

Result<Operations> firewallOperations(const Json &args, bool open)
{
    const Result<FirewallArguments> firewall = firewallArguments(args);
    if (!firewall)
        return firewall.error();
    Operations all;
    if (firewall->kind == "firewalld")
        addFirewalld(all, *firewall, open);
    else if (firewall->kind == "ufw")
        addUfw(all, *firewall, open);
    else if (firewall->kind == "nftables")
        addNftables(all, *firewall, open);
    else
        addIptables(all, *firewall, open);
    return all;
}

Result<Operations> servicesOperations(const Json &args, bool enable)
{
    const Result<ServicesArguments> services = servicesArguments(args);
    if (!services)
        return services.error();
    Words states{"systemctl", "show", "-p", "Id,LoadState,ActiveState,UnitFileState"};
    states.insert(states.end(), services->units.begin(), services->units.end());
    Operations all{run(Why::Check, states)};
    for (const std::string &unit : services->units) {
        all.push_back(run(Why::Change, {"systemctl", enable ? "enable" : "stop", unit}));
        all.push_back(run(Why::Change, {"systemctl", enable ? "start" : "disable", unit}));
    }
    all.push_back(run(Why::Verify, states));
    return all;
}

Operations diagnosticsOperations()
{
    Operations all;
    for (const Words &words : {Words{"lctl", "list_nids"}, {"lctl", "dl"}, {"lnetctl", "export"}, {"lnetctl", "stats", "show"}, {"lsmod"},
                               {"dmesg", "-T"}, {"journalctl", "-k", "-n", "2000", "--no-pager"},
                               {"journalctl", "-u", "chandelier-agent.service", "-n", "2000", "--no-pager"},
                               {"systemctl", "status", "chandelier-agent.service", "--no-pager"}, {"ip", "addr"}, {"ip", "route"},
                               {"ss", "-ltn"}, {"df", "-P"}})
        all.push_back(run(Why::Check, words));
    return all;
}

} // namespace

std::string markedBlock(const std::string &name, const std::string &content)
{
    return "# Chandelier begin: " + name + "\n" + content + "# Chandelier end: " + name + "\n";
}

std::string repositoryFile(const std::string &manager, const std::string &name)
{
    if (manager == "apt")
        return "/etc/apt/sources.list.d/chandelier-" + name + ".list";
    return (manager == "zypper" ? "/etc/zypp/repos.d/chandelier-" : "/etc/yum.repos.d/chandelier-") + name + ".repo";
}

std::string keyFile(const std::string &manager, const Repository &repository)
{
    const std::string &key = repository.key;
    if (key.empty() || (manager != "apt" && !repository.keyIsText()))
        return {};
    if (manager != "apt")
        return "/etc/pki/rpm-gpg/RPM-GPG-KEY-chandelier-" + repository.name;
    // apt tells an armoured key from a binary one by the ending.
    const bool binary = !repository.keyIsText() && key.size() > 4 && key.compare(key.size() - 4, 4, ".gpg") == 0;
    return "/etc/apt/keyrings/chandelier-" + repository.name + (binary ? ".gpg" : ".asc");
}

std::vector<TimePlace> timePlaces(const std::string &service)
{
    if (service == "timesyncd")
        return {{"/etc/systemd/timesyncd.conf.d/chandelier.conf"}};
    if (service == "ntpd")
        return {{"/etc/ntpsec/ntp.conf", true}, {"/etc/ntp.conf", true}};
    return {{"/etc/chrony/sources.d/chandelier.sources", false, "/etc/chrony/sources.d"},
            {"/etc/chrony/conf.d/chandelier.conf", false, "/etc/chrony/conf.d"},
            {"/etc/chrony.d/chandelier.conf", false, "/etc/chrony.d"},
            {"/etc/chrony/chrony.conf", true},
            {"/etc/chrony.conf", true}};
}

std::vector<std::string> timeUnits(const std::string &service)
{
    if (service == "chrony")
        return {"chrony.service", "chronyd.service"};
    if (service == "timesyncd")
        return {"systemd-timesyncd.service"};
    if (service == "ntpd")
        return {"ntpd.service", "ntp.service", "ntpsec.service"};
    std::vector<std::string> all;
    for (const char *one : {"chrony", "timesyncd", "ntpd"})
        for (std::string &unit : timeUnits(one))
            all.push_back(std::move(unit));
    return all;
}

Result<Operations> hostOperations(Verb verb, const Json &args)
{
    switch (verb) {
    case Verb::ReposConfigure: return reposConfigureOperations(args);
    case Verb::ReposUnconfigure: return reposUnconfigureOperations(args);
    case Verb::PackagesInstall: return installOperations(args);
    case Verb::PackagesRemove: return removeOperations(args);
    case Verb::TimeConfigure:
    case Verb::TimeUnconfigure: return timeOperations(args, verb == Verb::TimeConfigure);
    case Verb::FirewallOpen:
    case Verb::FirewallClose: return firewallOperations(args, verb == Verb::FirewallOpen);
    case Verb::ServicesEnable:
    case Verb::ServicesDisable: return servicesOperations(args, verb == Verb::ServicesEnable);
    case Verb::AgentRestart: return Operations{run(Why::Change, {"systemctl", "restart", "chandelier-agent.service"})};
    case Verb::AgentDiagnostics: return diagnosticsOperations();
    default: return Operations{};
    }
}

} // namespace protocol
