// SPDX-License-Identifier: GPL-3.0-or-later
#include "simhost-agreement-scene.h"

#include "agent/simhost/control.h"
#include "agent/simhost/device.h"
#include "agent/simhost/lnet.h"

#include <sys/stat.h>

namespace agreement {

using namespace simhost;

Label Label::of(const std::string &text)
{
    std::smatch match;
    if (text == "MGS")
        return {"", "MGS", '-'};
    if (std::regex_search(text, match, std::regex("([A-Za-z0-9_-]{1,8})([:=+-])((OST|MDT)[0-9a-f]{4})")))
        return {match[1].str(), match[3].str(), match[2].str()[0]};
    return {};
}

Scene::Scene(std::string directory, const std::string &program, std::string nid, std::string interface, const Recording &recording)
    : m_directory(std::move(directory)), m_nid(std::move(nid)), m_interface(std::move(interface)), r(recording), m_invocations(invocationsOf(recording.cmd))
{
    const std::string address = m_nid.substr(0, m_nid.find('@'));
    if (!exists(m_directory + "/cluster.json")) {
        const auto host = [&](const char *name, const std::string &ip) {
            return Json{{"name", name}, {"kernel", "6.1.0-56-amd64"}, {"cpus", 2}, {"memoryKb", 3004304}, {"disks", Json::array()},
                        {"nics", Json::array({{{"name", m_interface}, {"mac", "52:54:00:00:00:01"}, {"address", ip + "/24"}}})}};
        };
        Json definition{{"version", 1}, {"speed", 0.03}, {"lustre", "2.17.0"}, {"disks", Json::array()},
                        {"hosts", Json::array({host("here", address), host("peer", "192.0.2.250")})}};
        createCluster(m_directory, definition, program);
        writeFile(m_directory + "/hosts/here/bin/sleep", "#!/bin/sh\nexec /bin/sleep 0.3\n");
        ::chmod((m_directory + "/hosts/here/bin/sleep").c_str(), 0755);
    }
    const std::string all = r.cmd + "\n" + r.all() + "\n" + r.dmesg;
    m_fsname = match(all, "\\b([A-Za-z0-9_]{1,8})[-:=](?:OST|MDT)[0-9a-f]{4}");
    if (m_fsname.empty())
        m_fsname = match(all, "--fsname=([A-Za-z0-9_-]{1,8})");
    if (m_fsname.empty())
        m_fsname = match(all, "\\b([A-Za-z0-9_]{1,8})-(?:ff11|ffff)[0-9a-f]{12}");
    if (m_fsname.empty())
        m_fsname = match(all, "filesystems=([A-Za-z0-9_-]{1,8})");
    if (m_fsname.empty())
        m_fsname = match(all, "@[a-z0-9]+:/([A-Za-z0-9_]{1,8})");
}

std::string Scene::match(const std::string &text, const std::string &pattern) const
{
    std::smatch found;
    return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : std::string();
}

std::vector<std::smatch> Scene::matches(const std::string &text, const std::string &pattern) const
{
    std::vector<std::smatch> all;
    const std::regex expression(pattern);
    for (auto it = std::sregex_iterator(text.begin(), text.end(), expression); it != std::sregex_iterator(); ++it)
        all.push_back(*it);
    return all;
}

void Scene::setUp()
{
    {
        Session session(m_directory);
        std::string version = match(r.out, "(?:lustre|lfs|lctl|lnetctl) (2\\.[0-9][0-9A-Za-z._-]*)");
        if (version.empty())
            version = match(r.out, "version=(2\\.[0-9][0-9A-Za-z._-]*)");
        if (!version.empty())
            session.definition()["lustre"] = version;
        const std::string e2fsprogs = match(r.all(), "(?:mke2fs|dumpe2fs|debugfs|tune2fs) (1\\.[^\n]+)");
        if (!e2fsprogs.empty())
            session.definition()["e2fsprogs"] = e2fsprogs;
    }
    network();
    devices();
    mounts();
    networkLists();
    parameters();
}

// ---- modules and networks

void Scene::loadAll()
{
    Session session(m_directory);
    for (const char *host : {"here", "peer"}) {
        int rc = 0;
        loadModule(session, host, "lustre", rc);
        loadServerModules(session, host, false);
        session.state(host)["lnet"] = {{"up", true}};
    }
    objectAt(session.state("here"), "lnet")["nets"] = Json::array({{{"net", m_nid.substr(m_nid.find('@') + 1)}, {"nis", Json::array({{{"nid", m_nid}, {"interface", m_interface}}})}}});
    Json &peer = arrayAt(objectAt(session.state("peer"), "lnet"), "nets");
    Json nis = Json::array();
    for (const Json &nid : at(session.state("peer"), "peerNids"))
        nis.push_back({{"nid", nid}, {"interface", "eth1"}});
    peer = Json::array({{{"net", "tcp"}, {"nis", nis}}});
}

void Scene::network()
{
    const bool down = has(r.err, "Network is down") || has(r.err, "errno: -100");
    const bool noModules = has(r.err, "failed to resolve Netlink");
    const bool inserts = (cmdHas("modprobe")) && (has(r.out, "insmod ") || has(r.dmesg, "libcfs: HW"));
    const bool starts = cmdHas("lnet configure") || has(r.out, "New Created");
    const bool stops = cmdHas("lnet unconfigure") || cmdHas("lustre_rmmod");
    if (down || noModules || inserts || starts || stops) {
        removeMounts("here");
        Session session(m_directory);
        unloadModules(session, "here");
        int rc = 0;
        if (!noModules && !inserts && !(starts && has(r.dmesg, "libcfs: HW")))
            loadModule(session, "here", "lnet", rc);
        if (!stops) {
            const std::string networks = match(r.out, "networks=([^ \n]+)");
            if (!networks.empty())
                writeFile(session.root("here") + "/etc/modprobe.d/lustre.conf", "options lnet networks=" + networks + "\n");
            return;
        }
    }
    if (cmdHas("lnetctl") || cmdHas("lctl network") || cmdHas("lctl net")) {
        Session session(m_directory);
        const bool lsmod = cmdHas("lustre_rmmod");
        if (!lsmod && (stops || at(session.state("here"), "modules").empty() || cmdHas("lctl net"))) {
            int rc = 0;
            loadModule(session, "here", "lnet", rc);
        }
        objectAt(session.state("here"), "lnet")["up"] = true;
        objectAt(session.state("here"), "lnet")["nets"] = Json::array({{{"net", "tcp"}, {"nis", Json::array({{{"nid", m_nid}, {"interface", m_interface}}})}}});
        return;
    }
    loadAll();
}

void Scene::networkLists()
{
    Session session(m_directory);
    Json &lnet = objectAt(session.state("here"), "lnet");
    if (has(r.out, "net type: lo")) { // the networks as they are shown
        Json nets = Json::array();
        std::string net;
        for (const std::smatch &m : matches(r.out, "net type: ([a-z0-9]+)|nid: ([^ \n]+)\n|\n +[0-9]+: ([a-z0-9]+)\n")) {
            if (m[1].matched) {
                net = m[1].str();
                if (net != "lo")
                    nets.push_back({{"net", net}, {"nis", Json::array()}});
            } else if (net != "lo" && m[2].matched && !nets.empty() && has(m[2].str(), "@" + net)) {
                nets.back()["nis"].push_back({{"nid", m[2].str()}, {"interface", ""}});
            } else if (m[3].matched && !nets.empty() && !nets.back()["nis"].empty()) {
                nets.back()["nis"].back()["interface"] = m[3].str();
            }
            if (has(m.str(), "primary"))
                break;
        }
        lnet["nets"] = nets;
    }
    if (cmdHas("route show") || cmdHas("route del")) {
        Json routes = Json::array();
        for (const std::smatch &m : matches(r.out, "net: ([a-z0-9]+)\n +gateway: ([^ \n]+)"))
            routes.push_back({{"net", m[1].str()}, {"gateway", m[2].str()}, {"hop", -1}});
        if (cmdHas("route del") && r.rc == 0)
            routes.push_back({{"net", match(r.cmd, "--net ([a-z0-9]+)")}, {"gateway", match(r.cmd, "--gateway ([^ ]+)")}, {"hop", -1}});
        lnet["routes"] = routes;
    }
    if (cmdHas("routing show"))
        lnet["routing"] = r.out.empty() ? -1 : 1;
    if (has(r.out, "statistics:\n    msgs_alloc"))
        for (const std::smatch &m : matches(r.out, "    ([a-z_]+): ([0-9]+)\n"))
            objectAt(lnet, "statistics")[m[1].str()] = std::stoll(m[2].str());
    if (cmdHas("lsmod") && has(r.out, "Used by")) {
        Json base = Json::array();
        bool lustre = false;
        for (const std::string &line : lines(r.out)) {
            const std::string name = split(line, ' ').empty() ? "" : split(line, ' ').front();
            bool ours = false;
            for (const ModuleInfo &module : lustreModules())
                ours = ours || name == module.name;
            lustre = lustre || (ours && name == "libcfs");
            if (!ours && name != "Module")
                base.push_back(line);
        }
        for (Json &host : arrayAt(session.definition(), "hosts"))
            if (str(host, "name") == "here")
                host["baseModules"] = base;
        if (!lustre)
            session.state("here")["modules"] = Json::array();
    }
}

void Scene::parameters()
{
    if (!cmdHas("_param"))
        return;
    Session session(m_directory);
    Json &set = objectAt(session.state("here"), "parameters");
    for (const char *name : {"timeout", "jobid_var", "jobid_name"}) // what an administrator may have set before
        if (const std::string value = match("\n" + r.out, "\n" + std::string(name) + "=([^\n]+)"); !value.empty() && !cmdHas(std::string(name) + "="))
            set[name] = value;
    for (const std::smatch &m : matches(r.cmd, "set_param -P -d ([^ ;]+)")) { // what can be deleted was stored
        for (const Json &mount : at(session.state("here"), "mounts"))
            if (flag(mount, "mgs")) {
                Json &stored = objectAt(objectAt(objectAt(session.disk(str(mount, "disk")), "content"), "mgs"), "parameters");
                r.rc == 0 ? stored[m[1].str()] = "1" : stored.erase(m[1].str()) ? Json() : Json();
            }
    }
    for (const std::smatch &m : matches(r.out, "((?:osp|osc|obdfilter)\\.[^ \n=]+\\.(?:active|degraded))=([0-9])"))
        set[m[1].str()] = m[2].str();
}

} // namespace agreement
