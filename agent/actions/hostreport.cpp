// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/hostreport.h"

#include "agent/actions/parse.h"
#include "agent/actions/parseservice.h"
#include "agent/protocol/arguments.h"
#include "agent/protocol/operations.h"

#include <algorithm>
#include <cstring>

namespace agent {
namespace {

using protocol::Gap;
using protocol::Json;

constexpr const char *reportCache = "report-cache.json";
constexpr double firewallSeconds = 300; ///< firewall-cmd is a Python program: it is not started at every poll

std::string firstWords(const CommandResult &result)
{
    const std::string words = trimmed(result.err.substr(0, result.err.find('\n')));
    return words.empty() ? "exit code " + std::to_string(result.exitCode) : words;
}

bool contains(const std::vector<std::string> &all, const std::string &one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::string managerOf(const Hands &hands, const std::string &osId)
{
    const auto has = [&hands](const char *tool) { return !hands.find(tool).empty(); };
    if ((osId == "debian" || osId == "ubuntu") && has("apt-get"))
        return "apt";
    if ((osId.compare(0, 4, "suse") == 0 || osId.compare(0, 8, "opensuse") == 0 || osId.compare(0, 3, "sle") == 0) && has("zypper"))
        return "zypper";
    return has("dnf") ? "dnf" : has("yum") ? "yum" : has("zypper") ? "zypper" : has("apt-get") ? "apt" : "";
}

/// Of thousands of packages those that this program is about.
bool isOfInterest(const std::string &name, const Json &asked)
{
    for (const char *part : {"lustre", "zfs", "chrony", "corosync", "pacemaker", "robinhood"})
        if (name.find(part) != std::string::npos)
            return true;
    for (const char *start : {"kernel", "linux-image", "linux-headers", "ntp", "systemd-timesyncd", "pcs", "e2fsprogs", "ldiskfs", "device-mapper-multipath",
                              "multipath-tools", "nvme-cli", "mdadm", "iml-", "fence-agents", "ipmitool", "libfabric", "rdma-core", "mofed", "mlnx-ofa"})
        if (name.compare(0, std::strlen(start), start) == 0)
            return name.find("-doc") == std::string::npos;
    return asked.contains(name);
}

std::string databaseStamp(const Hands &hands)
{
    std::string stamp;
    for (const char *file : {"/var/lib/dpkg/status", "/var/lib/rpm/rpmdb.sqlite", "/var/lib/rpm/rpmdb.sqlite-wal", "/var/lib/rpm/Packages",
                             "/var/lib/rpm/Packages.db", "/usr/lib/sysimage/rpm/rpmdb.sqlite", "/usr/lib/sysimage/rpm/rpmdb.sqlite-wal",
                             "/usr/lib/sysimage/rpm/Packages.db"})
        stamp += hands.stampOf(file) + ";";
    return stamp.find_first_not_of(';') == std::string::npos ? std::string() : stamp;
}

Json readPackages(Hands &hands, const std::string &manager, std::vector<Gap> &gaps)
{
    const auto listed = protocol::operationsFor(protocol::Verb::PackagesInstall, {{"manager", manager}, {"packages", {"lustre"}}});
    const CommandResult answer = hands.ask({listed->front().argv}).front();
    Json packages = Json::array();
    if (answer.exitCode != 0) {
        gaps.push_back({"installed packages (" + listed->front().argv.front() + ")", firstWords(answer)});
        return packages;
    }
    const Json asked = hands.kept("packages.json");
    for (const Package &package : parsePackages(answer.out))
        if (isOfInterest(package.name, asked))
            packages.push_back(Json::array({package.name, package.version}));
    return packages;
}

/// Highest by version, as a boot loader sorts them.
std::string newestKernel(const Hands &hands)
{
    std::string newest;
    for (const std::string &name : hands.list("/boot"))
        if (name.compare(0, 8, "vmlinuz-") == 0 && name.find("rescue") == std::string::npos && (newest.empty() || ::strverscmp(name.c_str(), newest.c_str()) > 0))
            newest = name;
    return newest.empty() ? std::string() : newest.substr(8);
}

/// grubby knows (Red Hat, SUSE); elsewhere GRUB starts the newest unless its configuration says something else.
std::string readBootKernel(Hands &hands, std::vector<Gap> &gaps)
{
    const CommandResult answer = hands.ask({{"grubby", "--default-kernel"}}).front();
    const std::string path = trimmed(answer.out);
    if (const std::size_t mark = path.rfind("vmlinuz-"); answer.exitCode == 0 && mark != std::string::npos)
        return path.substr(mark + 8);
    if (answer.exitCode != 127)
        gaps.push_back({"kernel of the next boot (grubby)", firstWords(answer)});
    for (const std::string &line : linesOf(hands.readFile("/etc/default/grub").value_or("")))
        if (line.compare(0, 13, "GRUB_DEFAULT=") == 0 && trimmed(std::string_view(line).substr(13)).find_first_not_of("0\"'") != std::string::npos)
            return {};
    return hands.exists("/boot/grub/grub.cfg") || hands.exists("/boot/grub2/grub.cfg") ? newestKernel(hands) : std::string();
}

std::string bootStamp(const Hands &hands)
{
    std::string stamp;
    for (const char *file : {"/boot", "/boot/loader/entries", "/boot/grub2/grubenv", "/boot/grub2/grub.cfg", "/boot/grub/grubenv", "/boot/grub/grub.cfg",
                             "/etc/default/grub", "/etc/kernel/cmdline"})
        stamp += hands.stampOf(file) + ";";
    return stamp;
}

/// A part of the inventory that holds as long as its stamp does; `ask` is not called while it does.
template <class Ask> Json remembered(Hands &hands, const char *part, const std::string &stamp, const std::vector<Gap> &gaps, Ask ask)
{
    Json cache = hands.kept(reportCache);
    if (!stamp.empty() && protocol::textOf(protocol::member(cache, part), "stamp") == stamp)
        return protocol::member(protocol::member(cache, part), "value");
    const std::size_t before = gaps.size();
    const Json value = ask();
    cache = hands.kept(reportCache);
    cache[part] = {{"stamp", gaps.size() == before ? stamp : std::string()}, {"value", value}};
    // A cache that cannot be written costs time and nothing else.
    if (!stamp.empty())
        (void)hands.keep(reportCache, cache).ok();
    return value;
}

std::vector<std::string> ownRepositories(const Hands &hands)
{
    std::vector<std::string> names;
    for (const char *directory : {"/etc/yum.repos.d", "/etc/zypp/repos.d", "/etc/apt/sources.list.d"})
        for (const std::string &file : hands.list(directory)) {
            const std::size_t dot = file.rfind('.');
            if (file.compare(0, 11, "chandelier-") == 0 && dot != std::string::npos && (file.substr(dot) == ".repo" || file.substr(dot) == ".list"))
                names.push_back(file.substr(11, dot - 11));
        }
    return names;
}

/// What the service is configured with, our own file or block among it.
void readServers(const Hands &hands, protocol::TimeReport &report)
{
    std::vector<std::string> texts;
    if (report.service == "chrony") {
        const std::string main = chronyConfiguration(hands), text = hands.readFile(main).value_or("");
        texts.push_back(text);
        for (const char *directory : {"/etc/chrony/sources.d", "/etc/chrony/conf.d", "/etc/chrony.d"})
            if (readsDirectory(text, directory))
                for (const std::string &file : hands.list(directory))
                    texts.push_back(hands.readFile(std::string(directory) + "/" + file).value_or(""));
    } else if (report.service == "ntpd") {
        for (const protocol::TimePlace &place : protocol::timePlaces("ntpd"))
            texts.push_back(hands.readFile(place.path).value_or(""));
    } else if (report.service == "timesyncd") {
        texts.push_back(hands.readFile("/etc/systemd/timesyncd.conf").value_or(""));
        for (const std::string &file : hands.list("/etc/systemd/timesyncd.conf.d"))
            texts.push_back(hands.readFile("/etc/systemd/timesyncd.conf.d/" + file).value_or(""));
    }
    for (const std::string &text : texts)
        for (const std::string &server : report.service == "timesyncd" ? parseTimesyncd(text) : parseTimeServers(text))
            if (!contains(report.servers, server))
                report.servers.push_back(server);
    for (const protocol::TimePlace &place : protocol::timePlaces(report.service.empty() ? "chrony" : report.service)) {
        const std::string text = hands.readFile(place.path).value_or("");
        report.ours = report.ours || (!report.service.empty() && (place.block ? text.find("# Chandelier begin: time") != std::string::npos : !text.empty()));
    }
}

ClockState askClock(Hands &hands, const std::string &service, std::vector<Gap> &gaps)
{
    if (service == "timesyncd") {
        const auto answers = hands.ask({{"timedatectl", "timesync-status"}, {"timedatectl", "show", "-p", "NTPSynchronized"}});
        if (answers[1].exitCode != 0)
            gaps.push_back({"state of the clock (timedatectl)", firstWords(answers[1])});
        return parseTimesyncStatus(answers[0].out, answers[1].out);
    }
    const std::vector<std::string> command = service == "chrony" ? std::vector<std::string>{"chronyc", "-c", "tracking"} : std::vector<std::string>{"ntpq", "-c", "rv"};
    const CommandResult answer = hands.ask({command}).front();
    if (answer.exitCode != 0 && answer.exitCode != 127)
        gaps.push_back({"state of the clock (" + command.front() + ")", firstWords(answer)});
    return service == "chrony" ? parseChronyTracking(answer.out) : parseNtpq(answer.out);
}

bool isActive(Hands &hands, const char *unit)
{
    return hands.ask({{"systemctl", "is-active", unit}}).front().exitCode == 0;
}

void readFirewalld(Hands &hands, Json &out, std::vector<Gap> &gaps)
{
    const CommandResult ports = hands.ask({{"firewall-cmd", "--list-ports"}}).front();
    if (ports.exitCode != 0)
        gaps.push_back({"open ports (firewall-cmd)", firstWords(ports)});
    out = {{"kind", "firewalld"}, {"open", wordsOf(ports.out, " \n")}, {"chains", Json::array()}};
}

/// iptables on nf_tables keeps its rules in a table that nft shows too: it is what they have to be changed with.
bool readNftables(Hands &hands, Json &out)
{
    const CommandResult rules = hands.ask({{"nft", "-j", "list", "ruleset"}}).front();
    Json open = Json::array(), chains = Json::array();
    for (const NftChain &chain : parseNft(rules.out)) {
        if (!chain.input || !chain.keepsOut || chain.name == "ip filter INPUT" || chain.name == "ip6 filter INPUT")
            continue;
        Json here = Json::array();
        for (const NftRule &rule : chain.rules)
            // In through all of them, or not at all.
            if (!rule.port.empty() && (chains.empty() || std::find(open.begin(), open.end(), rule.port) != open.end()))
                here.push_back(rule.port);
        open = here;
        chains.push_back(chain.name);
    }
    if (chains.empty())
        return false;
    out = {{"kind", "nftables"}, {"open", open}, {"chains", chains}};
    return true;
}

Json readFirewall(Hands &hands, std::vector<Gap> &gaps)
{
    Json out = Json::object();
    if (!hands.find("firewall-cmd").empty() && isActive(hands, "firewalld.service")) {
        readFirewalld(hands, out, gaps);
        return out;
    }
    if (!hands.find("ufw").empty()) {
        const CommandResult status = hands.ask({{"ufw", "status"}}).front();
        if (const Openings openings = parseUfw(status.out); openings.active)
            return {{"kind", "ufw"}, {"open", openings.open}, {"chains", Json::array()}};
    }
    if (!hands.find("nft").empty() && readNftables(hands, out))
        return out;
    if (!hands.find("iptables").empty()) {
        const CommandResult rules = hands.ask({{"iptables", "-w", "-S", "INPUT"}}).front();
        if (const Openings openings = parseIptables(rules.out); rules.exitCode == 0 && openings.active)
            return {{"kind", "iptables"}, {"open", openings.open}, {"chains", Json::array()}};
    }
    return out;
}

/// Rules live in the kernel and in files: the files, our own changes and the time say when to ask again.
std::string firewallStamp(const Hands &hands)
{
    std::string stamp = std::to_string(static_cast<long long>(wallClock() / firewallSeconds)) + protocol::dumpJson(hands.kept("firewall.json"))
        + trimmed(hands.readFile("/proc/sys/kernel/random/boot_id").value_or(""));
    for (const char *file : {"/etc/firewalld", "/etc/firewalld/zones", "/etc/firewalld/zones/public.xml", "/run/firewalld.pid", "/etc/ufw/user.rules", "/etc/ufw/ufw.conf",
                             "/etc/nftables.conf", "/etc/sysconfig/nftables.conf", "/etc/iptables/rules.v4", "/etc/sysconfig/iptables"})
        stamp += ";" + hands.stampOf(file);
    return stamp;
}

} // namespace

std::string chronyConfiguration(const Hands &hands)
{
    for (const char *file : {"/etc/chrony/chrony.conf", "/etc/chrony.conf"})
        if (hands.exists(file))
            return file;
    return {};
}

protocol::SoftwareReport softwareReport(Hands &hands, const std::string &osId, std::vector<Gap> &gaps)
{
    protocol::SoftwareReport report;
    report.manager = managerOf(hands, osId);
    report.repositories = ownRepositories(hands);
    const std::string stamp = databaseStamp(hands);
    if (!report.manager.empty())
        for (const Json &entry : remembered(hands, "packages", stamp.empty() ? stamp : stamp + protocol::dumpJson(hands.kept("packages.json")), gaps,
                                            [&] { return readPackages(hands, report.manager, gaps); }))
            if (entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string())
                report.packages.push_back({entry[0].get<std::string>(), entry[1].get<std::string>()});
    const Json boot = remembered(hands, "boot", bootStamp(hands) + stamp, gaps, [&] { return Json{{"kernel", readBootKernel(hands, gaps)}}; });
    report.bootKernel = protocol::textOf(boot, "kernel");
    return report;
}

protocol::TimeReport timeReport(Hands &hands, std::vector<Gap> &gaps)
{
    protocol::TimeReport report;
    const std::vector<std::string> names = protocol::timeUnits({});
    std::vector<std::string> command{"systemctl", "show", "-p", "Id,LoadState,ActiveState,UnitFileState"};
    command.insert(command.end(), names.begin(), names.end());
    const CommandResult shown = hands.ask({command}).front();
    if (shown.exitCode != 0 && shown.exitCode != 127)
        gaps.push_back({"time services (systemctl)", firstWords(shown)});
    const std::vector<Unit> units = parseUnits(shown.out);
    std::string installed;
    for (const char *service : {"chrony", "timesyncd", "ntpd"}) {
        const std::vector<std::string> own = protocol::timeUnits(service);
        const auto any = [&](auto test) { return std::any_of(units.begin(), units.end(), [&](const Unit &u) { return contains(own, u.id) && test(u); }); };
        if (any([](const Unit &u) { return u.active; }))
            report.running.emplace_back(service);
        if (installed.empty() && any([](const Unit &u) { return u.loaded; }))
            installed = service;
    }
    report.service = report.running.empty() ? installed : report.running.front();
    readServers(hands, report);
    if (report.running.empty())
        return report;
    const ClockState clock = askClock(hands, report.service, gaps);
    report.synchronized = clock.synchronized;
    report.offsetSeconds = clock.offsetSeconds;
    return report;
}

protocol::ServiceReport serviceReport(Hands &hands, std::vector<Gap> &gaps)
{
    // A pattern stands for the units that are loaded, which those that run and those that a boot starts are.
    const CommandResult shown = hands.ask({{"systemctl", "show", "-p", "Id,Names,LoadState,ActiveState,UnitFileState", "*.service"}}).front();
    if (shown.exitCode != 0 && shown.exitCode != 127)
        gaps.push_back({"services (systemctl)", firstWords(shown)});
    protocol::ServiceReport report;
    for (const Unit &unit : parseUnits(shown.out))
        for (const std::string &name : unit.names.empty() ? std::vector<std::string>{unit.id} : unit.names) {
            if (unit.loaded && unit.active)
                report.running.push_back(name);
            if (unit.loaded && unit.startsAtBoot() && (unit.active || unit.enabled)) // hundreds of static ones are nobody's concern
                report.enabled.push_back(name);
        }
    const Json ours = hands.kept(keptServices);
    for (const auto &[unit, before] : ours.items())
        report.ours.push_back(unit);
    return report;
}

protocol::FirewallReport firewallReport(Hands &hands, std::vector<Gap> &gaps)
{
    const Json read = remembered(hands, "firewall", firewallStamp(hands), gaps, [&] { return readFirewall(hands, gaps); });
    protocol::FirewallReport report{protocol::textOf(read, "kind"), protocol::textsOf(read, "open"), {}, protocol::textsOf(read, "chains")};
    const Json ours = hands.kept("firewall.json");
    for (const auto &[port, what] : ours.items())
        report.ours.push_back(port);
    return report;
}

} // namespace agent
