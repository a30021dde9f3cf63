// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/system.h"

#include <algorithm>
#include <unistd.h>

namespace simhost {

namespace {

const Words lustreTools{"mkfs.lustre", "tunefs.lustre", "mount.lustre", "mount.lustre_tgt", "lctl", "lnetctl", "lfs", "lustre_rmmod"};

/// Which of the family tools a host has; the others are taken out of its bin directory.
const Words redHatTools{"dnf", "yum", "rpm", "grubby", "firewall-cmd"}, suseTools{"zypper", "rpm", "firewall-cmd"},
    debianTools{"apt-get", "apt-helper", "dpkg-query", "timedatectl"};

const Words corosyncTools{"corosync", "corosync-keygen", "corosync-cfgtool", "corosync-quorumtool", "corosync-cmapctl"},
    pacemakerTools{"crm_mon", "cibadmin", "crm_attribute", "crm_standby", "crm_resource", "crm_node", "crm_verify", "stonith_admin"};

bool isLustrePackage(const std::string &name)
{
    return name.rfind("lustre", 0) == 0 || name.rfind("kmod-lustre", 0) == 0 || name.rfind("zfs", 0) == 0 || name.rfind("kmod-zfs", 0) == 0;
}

std::string release(const Json &host)
{
    return familyOf(host) == Family::Debian ? "" : familyOf(host) == Family::Suse ? ".sles15" : ".el9";
}

/// The kernel that Lustre's packages are built for: the host's own, or the one that a bare host still has to boot.
std::string lustreKernel(const Json &host)
{
    return str(host, "lustreKernel", str(host, "kernel"));
}

std::string lustreVersion(Session &session, const std::string &host)
{
    return str(session.definition(), "lustre", "2.17.0") + "-1" + release(session.host(host));
}

std::string withoutArchitecture(const std::string &kernel)
{
    const std::size_t dot = kernel.rfind(".x86_64");
    return dot == std::string::npos ? kernel : kernel.substr(0, dot);
}

const Json &basePackages()
{
    static const Json base{{"chrony", "4.5-1"}, {"firewalld", "1.3.4-1"}, {"corosync", "3.1.8-1"}, {"pacemaker", "2.1.7-5"}, {"pcs", "0.11.7-2"},
                           {"device-mapper-multipath", "0.8.7-27"}, {"multipath-tools", "0.9.4-3"}, {"wget", "1.21.1-8"}, {"rsync", "3.2.3-19"},
                           {"e2fsprogs", "1.47.1-1"}, {"ntpsec", "1.2.2-1"}, {"systemd-timesyncd", "252.30-1"}, {"mariadb-server", "10.5.22-1"}, {"sysstat", "12.5.4-7"}, {"libyaml", "0.2.5-7"},
                           {"fence-agents", "4.12.1-1"}, {"fence-agents-all", "4.10.0-62"}, {"fence-agents-ipmilan", "4.10.0-62"}, {"resource-agents", "4.12.0-2"},
                           {"pacemaker-cli-utils", "2.1.5-1"}};
    return base;
}

void putLustreRepository(const std::string &root, bool debian)
{
    const std::string folder = root + (debian ? "/etc/apt/sources.list.d" : "/etc/yum.repos.d");
    makeDirectories(folder);
    if (debian)
        writeFile(folder + "/lustre.list", "deb [trusted=yes] http://repo.lab/lustre/debian ./\n");
    else
        writeFile(folder + "/lustre-server.repo", "[lustre-server]\nname=lustre-server\nbaseurl=http://repo.lab/lustre/server\ngpgcheck=0\n");
}

/// Lustre comes from a repository that somebody has configured; the distribution's own are always there.
bool hasLustreRepository(Session &session, const std::string &host)
{
    for (const char *directory : {"/etc/yum.repos.d", "/etc/zypp/repos.d", "/etc/apt/sources.list.d"})
        for (const std::string &file : listDirectory(session.root(host) + directory))
            if (has(readFile(session.root(host) + directory + "/" + file), "lustre"))
                return true;
    return false;
}

Words needsOf(const std::string &name, const Json &host)
{
    const bool debian = familyOf(host) == Family::Debian;
    const std::string kernel = debian ? "linux-image-" + lustreKernel(host) : "kernel";
    if (name == "lustre")
        return {"kmod-lustre", "lustre-osd-ldiskfs-mount"};
    if (name == "lustre-client")
        return {"kmod-lustre-client"};
    if (name == "lustre-osd-ldiskfs-mount")
        return {"kmod-lustre-osd-ldiskfs"};
    if (name == "kmod-lustre" || name.rfind("lustre-server-modules", 0) == 0)
        return {kernel};
    if (name == "kmod-lustre-osd-ldiskfs")
        return {"kmod-lustre"};
    if (name == "lustre-server-utils")
        return {"lustre-server-modules-" + lustreKernel(host)};
    return {};
}

std::string versionOf(Session &session, const std::string &host, const std::string &name)
{
    const Json &definition = session.host(host);
    if (name == "kernel" || name == "kernel-core" || name.rfind("linux-image-", 0) == 0)
        return hasLustreRepository(session, host) ? withoutArchitecture(lustreKernel(definition)) : std::string();
    if (isLustrePackage(name))
        return !hasLustreRepository(session, host) ? std::string() : has(name, "zfs") && !has(name, "lustre") ? "2.1.15-1" + release(definition) : lustreVersion(session, host);
    const std::string version = str(basePackages(), name);
    return version.empty() ? version : version + release(definition);
}

void resolveOne(Session &session, const std::string &host, const std::string &word, Wanted &wanted)
{
    const std::string name = word.substr(0, word.find('='));
    const Json &installed = at(systemOf(session, host), "packages");
    const std::string version = versionOf(session, host, name), there = str(installed, name);
    if (!there.empty() && (version.empty() || there == version))
        return;
    for (const auto &one : wanted.packages)
        if (one.first == name)
            return;
    const std::string asked = word.size() > name.size() ? word.substr(name.size() + 1) : "";
    if (version.empty() || (!asked.empty() && version != asked && version.rfind(asked + "-", 0) != 0)) {
        wanted.missing.push_back(word);
        return;
    }
    for (const std::string &need : needsOf(name, session.host(host)))
        resolveOne(session, host, need, wanted);
    wanted.packages.emplace_back(name, version);
}

Json defaultServices(const Json &host)
{
    const auto on = [] { return Json{{"active", true}, {"enabled", true}}; };
    if (familyOf(host) == Family::Debian)
        return {{"ssh.service", on()}, {"systemd-timesyncd.service", on()}};
    return {{"sshd.service", on()}, {"multipathd.service", on()}, {"chronyd.service", on()}, {"firewalld.service", on()}};
}

void makeSystem(Session &session, const std::string &host, Json &system)
{
    const Json &definition = session.host(host);
    const bool debian = familyOf(definition) == Family::Debian, bare = flag(definition, "withoutLustre");
    const std::string kernel = str(definition, "kernel");
    system["services"] = defaultServices(definition);
    system["bootKernel"] = kernel;
    system["kernels"] = Json::array({kernel});
    system["ports"] = bare ? Json::array() : Json::array({"988/tcp"});
    system["permanentPorts"] = system["ports"];
    Json &packages = system["packages"] = Json::object();
    for (const char *name : {"e2fsprogs", debian ? "systemd-timesyncd" : "chrony", debian ? "multipath-tools" : "firewalld"})
        packages[name] = str(basePackages(), name) + release(definition);
    packages[debian ? "linux-image-" + kernel : std::string("kernel")] = debian ? kernel : withoutArchitecture(kernel);
    if (flag(session.definition(), "ha"))
        for (const std::string name : {"corosync", "pacemaker", "resource-agents", debian ? "fence-agents" : "fence-agents-ipmilan", "lustre-resource-agents"}) {
            packages[name] = isLustrePackage(name) ? lustreVersion(session, host) : str(basePackages(), name) + release(definition);
            if (name == "corosync" || name == "pacemaker")
                system["services"][name + ".service"] = {{"active", false}, {"enabled", false}};
        }
    if (!bare)
        for (const std::string &name : debian ? Words{"lustre-server-utils", "lustre-server-modules-" + kernel}
                                              : Words{"lustre", "kmod-lustre", "kmod-lustre-osd-ldiskfs", "lustre-osd-ldiskfs-mount"})
            packages[name] = lustreVersion(session, host);
    if (!bare) // it got Lustre from somewhere, and may get more from there
        putLustreRepository(session.root(host), debian);
}

bool hasTools(const Json &packages)
{
    for (const char *name : {"lustre", "lustre-client", "lustre-server-utils", "lustre-client-utils"})
        if (packages.contains(name))
            return true;
    return false;
}

bool hasModules(Session &session, const std::string &host, const Json &packages)
{
    const Json &definition = session.host(host);
    const std::string kernel = str(definition, "kernel");
    for (const auto &[name, version] : packages.items())
        if (has(name, "dkms") || has(name, "-modules-" + kernel) || (name.rfind("kmod-lustre", 0) == 0 && kernel == lustreKernel(definition)))
            return isLustrePackage(name);
    return false;
}

void linkTool(const std::string &bin, const std::string &program, const std::string &tool, bool there)
{
    const std::string path = bin + "/" + tool;
    if (!there)
        ::unlink(path.c_str());
    else if (!exists(path) && ::symlink(program.c_str(), path.c_str()) != 0)
        return;
}

/// Tools of Corosync and Pacemaker, and the agents that the inventory looks for in the file system.
void settleCluster(Session &session, const std::string &host, const Json &packages, const std::string &bin, const std::string &program)
{
    for (const std::string &tool : corosyncTools)
        linkTool(bin, program, tool, packages.contains("corosync"));
    for (const std::string &tool : pacemakerTools)
        linkTool(bin, program, tool, packages.contains("pacemaker"));
    bool fences = false;
    for (const auto &[name, version] : packages.items())
        fences = fences || name.rfind("fence-agents", 0) == 0;
    for (const char *agent : {"fence_ipmilan", "fence_apc"})
        linkTool(bin, program, agent, fences);
    const std::string root = session.root(host), lustre = root + "/usr/lib/ocf/resource.d/lustre", heartbeat = root + "/usr/lib/ocf/resource.d/heartbeat";
    const auto put = [](const std::string &folder, const char *file, bool there) {
        if (there && !exists(folder + "/" + file)) {
            makeDirectories(folder);
            writeFile(folder + "/" + file, "simulated\n");
        } else if (!there) {
            ::unlink((folder + "/" + file).c_str());
        }
    };
    for (const char *agent : {"fence_ipmilan", "fence_apc"})
        put(root + "/usr/sbin", agent, fences);
    for (const char *agent : {"Lustre", "healthLNET", "healthLUSTRE"})
        put(lustre, agent, packages.contains("lustre-resource-agents"));
    put(heartbeat, "ZFS", packages.contains("resource-agents"));
}

void touchDatabase(Session &session, const std::string &host)
{
    Json &system = systemOf(session, host);
    system["revision"] = num(system, "revision") + 1;
}

void afterInstall(Session &session, const std::string &host, const std::string &name, const std::string &version)
{
    Json &system = systemOf(session, host);
    const bool redHat = name == "kernel" || name == "kernel-core";
    if (redHat || name.rfind("linux-image-", 0) == 0) {
        const std::string kernel = redHat ? version + ".x86_64" : name.substr(12);
        if (!contains(Words(system["kernels"].begin(), system["kernels"].end()), kernel))
            system["kernels"].push_back(kernel);
        system["bootKernel"] = kernel;
    }
    if (name == "chrony" && familyOf(session.host(host)) == Family::Debian) { // the two exclude each other there
        system["packages"].erase("systemd-timesyncd");
        system["services"].erase("systemd-timesyncd.service");
        system["services"]["chrony.service"] = {{"active", true}, {"enabled", true}};
    } else if (name == "mariadb-server" && !system["services"].contains("mariadb.service")) { // Debian starts what it installs
        const bool debian = familyOf(session.host(host)) == Family::Debian;
        system["services"]["mariadb.service"] = {{"active", debian}, {"enabled", debian}};
    } else if (name == "corosync" || name == "pacemaker") { // Debian enables them at once, with a cluster of one node
        Json &service = system["services"][name + ".service"];
        if (!service.is_object())
            service = {{"active", false}, {"enabled", false}};
    } else if (name == "ntpsec" || name == "corosync" || name == "pacemaker") {
        const std::string unit = name == "ntpsec" ? "ntpd.service" : name + ".service";
        if (!system["services"].contains(unit))
            system["services"][unit] = {{"active", false}, {"enabled", false}};
    } else if (name == "chrony" || name == "firewalld") {
        const std::string unit = name == "chrony" ? "chronyd.service" : "firewalld.service";
        if (!system["services"].contains(unit))
            system["services"][unit] = {{"active", false}, {"enabled", true}};
    }
}

} // namespace

Family familyOf(const Json &host)
{
    const std::string id = str(at(host, "os"), "id", "rocky");
    return id == "debian" || id == "ubuntu" ? Family::Debian : id.rfind("sles", 0) == 0 || has(id, "suse") ? Family::Suse : Family::RedHat;
}

Json &systemOf(Session &session, const std::string &host)
{
    Json &system = session.system(host);
    if (system.empty())
        makeSystem(session, host, system);
    return system;
}

void bootSystem(Session &session, const std::string &host)
{
    Json &system = systemOf(session, host);
    for (Json &one : arrayAt(session.definition(), "hosts"))
        if (str(one, "name") == host && str(one, "kernel") != str(system, "bootKernel"))
            one["kernel"] = str(system, "bootKernel");
    for (auto &[unit, service] : system["services"].items())
        service["active"] = flag(service, "enabled");
    if (flag(at(system["services"], "pacemaker.service"), "active")) // it needs the other, and systemd starts that as well
        system["services"]["corosync.service"]["active"] = true;
    system["ports"] = system["permanentPorts"];
    settleSystem(session, host);
}

void settleSystem(Session &session, const std::string &host)
{
    const Json packages = at(systemOf(session, host), "packages");
    const bool without = !hasModules(session, host, packages);
    for (Json &one : arrayAt(session.definition(), "hosts"))
        if (str(one, "name") == host && flag(one, "withoutLustre") != without)
            one["withoutLustre"] = without;
    const std::string bin = session.directory() + "/hosts/" + host + "/bin";
    char program[4096] = "";
    if (::readlink((bin + "/uname").c_str(), program, sizeof program - 1) <= 0)
        return;
    const Family family = familyOf(session.host(host));
    const Words &own = family == Family::Debian ? debianTools : family == Family::Suse ? suseTools : redHatTools;
    for (const Words *tools : {&redHatTools, &suseTools, &debianTools})
        for (const std::string &tool : *tools)
            linkTool(bin, program, tool, contains(own, tool));
    for (const std::string &tool : lustreTools)
        linkTool(bin, program, tool, hasTools(packages));
    linkTool(bin, program, "chronyc", packages.contains("chrony"));
    settleCluster(session, host, packages, bin, program);
}

std::string unitId(Session &session, const std::string &host, std::string unit)
{
    if (unit.find('.') == std::string::npos)
        unit += ".service";
    const bool debian = familyOf(session.host(host)) == Family::Debian;
    return debian && unit == "chronyd.service" ? "chrony.service" : unit;
}

bool unitKnown(Session &session, const std::string &host, const std::string &unit)
{
    return at(systemOf(session, host), "services").contains(unitId(session, host, unit));
}

bool unitActive(Session &session, const std::string &host, const std::string &unit)
{
    return flag(at(at(systemOf(session, host), "services"), unitId(session, host, unit)), "active");
}

Wanted resolvePackages(Session &session, const std::string &host, const Words &names)
{
    Wanted wanted;
    for (const std::string &name : names)
        resolveOne(session, host, name, wanted);
    return wanted;
}

void installPackages(Session &session, const std::string &host, const Wanted &wanted)
{
    for (const auto &[name, version] : wanted.packages) {
        systemOf(session, host)["packages"][name] = version;
        afterInstall(session, host, name, version);
    }
    touchDatabase(session, host);
    settleSystem(session, host);
}

Words dependants(Session &session, const std::string &host, const Words &names)
{
    Words all;
    Words gone = names;
    for (std::size_t before = 0; before != gone.size();) {
        before = gone.size();
        for (const auto &[name, version] : at(systemOf(session, host), "packages").items())
            for (const std::string &need : needsOf(name, session.host(host)))
                if (need != "kernel" && contains(gone, need) && !contains(gone, name)) {
                    gone.push_back(name);
                    all.push_back(name);
                }
    }
    return all;
}

void removePackages(Session &session, const std::string &host, const Words &names)
{
    Json &system = systemOf(session, host);
    for (const std::string &name : names)
        system["packages"].erase(name);
    touchDatabase(session, host);
    settleSystem(session, host);
}

} // namespace simhost
