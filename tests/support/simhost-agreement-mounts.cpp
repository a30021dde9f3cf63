// SPDX-License-Identifier: GPL-3.0-or-later
// What was mounted where, and whether the MGS answered.
#include "simhost-agreement-scene.h"

#include "agent/simhost/geometry.h"
#include "agent/simhost/target.h"

#include <cstdint>
#include <cstdlib>

namespace agreement {

using namespace simhost;

void Scene::removeMounts(const std::string &host, const std::string &kernel, const std::string &mountpoint)
{
    Session session(m_directory);
    Json kept = Json::array();
    for (const Json &mount : arrayAt(session.state(host), "mounts")) {
        const bool hit = (kernel.empty() || str(mount, "disk") == "disk-" + baseName(kernel)) && (mountpoint.empty() || str(mount, "target") == mountpoint);
        if (!hit) {
            kept.push_back(mount);
            continue;
        }
        if (str(mount, "kind") == "target")
            objectAt(session.disk(str(mount, "disk")), "content").erase("mmpHost");
    }
    session.state(host)["mounts"] = kept;
}

bool Scene::mounted(const std::string &host, const std::string &what)
{
    Session session(m_directory);
    for (const Json &mount : at(session.state(host), "mounts"))
        if (str(mount, "label") == what || str(mount, "target") == what)
            return true;
    return false;
}

void Scene::know(const std::string &fsname, const std::string &suffix, const std::string &uuid)
{
    Session session(m_directory);
    for (const char *host : {"here", "peer"})
        for (const Json &mount : at(session.state(host), "mounts"))
            if (flag(mount, "mgs")) {
                const Device mgs{str(mount, "source"), "mounted", str(mount, "disk"), {}, true};
                Json &targets = objectAt(fileSystemOf(session, mgs, fsname), "targets");
                if (!targets.contains(suffix) || !uuid.empty())
                    targets[suffix] = {{"uuid", uuid}, {"nids", Json::array({m_nid})}};
            }
}

void Scene::addMount(const std::string &kernel, const std::string &mountpoint, const std::string &type, const std::string &host)
{
    addDevice(kernel, 0);
    const Label label = Label::of(str(content(kernel), "label"));
    if (label.suffix.empty())
        makeTarget(kernel, {m_fsname.empty() ? "lustre" : m_fsname, "OST0000", '-'});
    removeMounts(host, kernel);
    Words others; // a host has one MGS
    if (num(at(content(kernel), "lustre"), "flags") & FlagMgs) {
        Session session(m_directory);
        for (const Json &mount : at(session.state(host), "mounts"))
            if (flag(mount, "mgs"))
                others.push_back(str(mount, "disk").substr(5));
    }
    for (const std::string &other : others)
        removeMounts(host, other);
    Session session(m_directory);
    makeDirectories(session.root(host) + mountpoint);
    const Json data = at(at(session.disk("disk-" + baseName(kernel)), "content"), "lustre");
    const bool mgs = num(data, "flags") & FlagMgs;
    std::string options = "rw,svname=" + registeredName(data) + (mgs ? ",mgs" : "");
    const Words nodes = parameterOf(data, "mgsnode");
    options += (nodes.empty() ? "" : ",mgsnode=" + join(nodes, ":")) + ",osd=osd-ldiskfs" + (has(str(data, "mountOptions"), "user_xattr") ? "," + str(data, "mountOptions") : "");
    arrayAt(session.state(host), "mounts").push_back(
        {{"kind", "target"}, {"source", "/dev/" + kernel}, {"target", mountpoint}, {"type", type}, {"options", options}, {"label", registeredName(data)},
         {"fsname", str(data, "fsname")}, {"disk", "disk-" + baseName(kernel)}, {"dataset", ""}, {"mgs", mgs}, {"nosvc", false}, {"backend", "ldiskfs"}});
    objectAt(session.disk("disk-" + baseName(kernel)), "content")["mmpHost"] = host;
}

void Scene::addClient(const std::string &fsname, const std::string &source, const std::string &mountpoint, const std::string &instance)
{
    removeMounts("here", {}, mountpoint);
    Session session(m_directory);
    makeDirectories(session.root("here") + mountpoint);
    arrayAt(session.state("here"), "mounts").push_back(
        {{"kind", "client"}, {"source", source}, {"target", mountpoint}, {"type", "lustre"}, {"fsname", fsname}, {"uuid", newUuid()},
         {"options", "rw,checksum,encrypt,flock,lazystatfs,lruresize,nolock,statfs_project,nouser_fid2path,nouser_xattr,verbose"},
         {"instance", instance.empty() ? "ff11000000000000" : instance}, {"mgs", false}});
}

void Scene::mgsDown()
{
    for (const char *host : {"here", "peer"}) {
        Words kernels;
        {
            Session session(m_directory);
            for (const Json &mount : at(session.state(host), "mounts"))
                if (flag(mount, "mgs"))
                    kernels.push_back(str(mount, "disk").substr(5));
        }
        for (const std::string &kernel : kernels)
            removeMounts(host, kernel);
    }
}

void Scene::mgsUp(const std::string &nid, const std::string &fsname, bool withMdt)
{
    const std::string host = nid.empty() || nid == m_nid ? "here" : "peer";
    bool up = false;
    {
        Session session(m_directory);
        if (host == "peer") {
            Json &nids = arrayAt(session.state("peer"), "peerNids");
            bool known = false;
            for (const Json &one : nids)
                known = known || one == nid;
            if (!known)
                nids.push_back(nid);
        }
        for (const Json &mount : at(session.state(host), "mounts"))
            up = up || flag(mount, "mgs");
    }
    loadAll();
    if (!up && withMdt)
        addMount(deviceOf({fsname, "MDT0000", '-'}), "/mnt/mdt0000", "lustre", host);
    {
        Session session(m_directory);
        up = false;
        for (const Json &mount : at(session.state(host), "mounts"))
            up = up || flag(mount, "mgs");
    }
    if (!up)
        addMount(deviceOf({"", "MGS", '-'}), "/mnt/mgs", "lustre", host);
    if (withMdt && !mounted("here", fsname + "-MDT0000") && !mounted("peer", fsname + "-MDT0000"))
        addMount(deviceOf({fsname, "MDT0000", '-'}), "/mnt/mdt0000", "lustre", host);
    if (withMdt)
        know(fsname, "MDT0000");
}

void Scene::mounts()
{
    shownMounts();
    shownTargets();
    bool first = true;
    for (const Invocation &one : m_invocations) {
        if (one.tool == "mount" && !one.words.empty())
            mountCommand(one);
        if (one.tool == "umount" && first)
            umountCommand(one);
        first = first && one.tool != "mount";
    }
    spaces();
    if (!cmdHas("mount "))
        connected();
}

void Scene::shownMounts()
{
    if (!cmdHas("/proc/mounts") && !cmdHas("findmnt"))
        return;
    removeMounts("here");
    const std::string said = "\n" + r.out;
    for (const std::smatch &m : matches(said, "\n([^ \n]+) (/[^ \n]+) (lustre|lustre_tgt) ([^ \n]+) 0 0")) {
        const std::string source = m[1].str(), target = m[2].str(), options = m[4].str();
        if (has(source, ":/")) {
            addClient(source.substr(source.find(":/") + 2), source, target, {});
            continue;
        }
        const std::string kernel = source.substr(5), node = match(options, "mgsnode=([^,]+)");
        makeTarget(kernel, Label::of(match(options, "svname=([^,]+)")));
        {
            Session session(m_directory);
            Json &data = objectAt(objectAt(session.disk("disk-" + baseName(kernel)), "content"), "lustre");
            data["flags"] = has(options + ",", ",mgs,") ? num(data, "flags") | FlagMgs : num(data, "flags") & ~FlagMgs;
            data["parameters"] = Json::array();
            if (!node.empty())
                data["parameters"].push_back("mgsnode=" + node);
        }
        addMount(kernel, target, m[3].str(), "here");
    }
}

/// Targets and clients that lctl and lfs show must have been mounted; those that they would show and do not were not.
void Scene::shownTargets()
{
    const bool devices = cmdHas("lctl dl") || cmdHas("device_list") || cmdHas("get_param devices");
    const bool local = devices || cmdHas("get_param");
    Words shown;
    for (const std::smatch &m : matches(r.out, "osd-ldiskfs[ .]([A-Za-z0-9_-]+?)(?:-osd)?[ .]|(?:obdfilter|mdt)\\.([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})\\."))
        if (const std::string label = m[1].matched ? m[1].str() : m[2].str(); !contains(shown, label))
            shown.push_back(label);
    const bool runsMounts = cmdHas("mount ");
    if (devices && !runsMounts)
        removeMounts("here");
    for (const std::string &label : local && !runsMounts ? shown : Words{})
        if (!mounted("here", label)) {
            loadAll();
            addMount(deviceOf(Label::of(label)), "/mnt/" + Label::of(label).suffix, "lustre", "here");
            know(Label::of(label).fsname, Label::of(label).suffix);
        }
    if (devices && !runsMounts)
        listedInOrder();
    if (const std::string known = match(r.out, "mgs\\.MGS\\.filesystems=([A-Za-z0-9_-]+)"); !known.empty())
        mgsUp(m_nid, known, true);
    std::string instance = match(r.out, "-(ff11[0-9a-f]{12}|ffff[0-9a-f]{12})");
    const std::string where = match(r.out, "(/[^ \\[\n]+)\\[MDT:[0-9]+\\]"), named = match(r.out, "[0-9a-f]{16} (/[^ \n]+)");
    const bool client = !instance.empty() || !where.empty() || (cmdHas("lfs ") && (has(r.out, "_UUID ACTIVE") || has(r.err, "lfs check: error")));
    if (!client || runsMounts)
        return;
    std::string mgs = match(r.out, "MGC([0-9.]+@[a-z0-9]+)");
    const bool localMgs = mounted("here", "MGS") || mounted("here", m_fsname + "-MDT0000");
    mgs = mgs.empty() ? (localMgs || !devices ? m_nid : m_nid) : mgs;
    mgsUp(mgs, m_fsname, true);
    const std::string place = where.empty() ? "/mnt/" + m_fsname : where;
    bool present = false;
    {
        Session session(m_directory);
        const Json *mount = findMount(session.state("here"), {{}, place});
        present = mount && str(*mount, "kind") == "client" && str(*mount, "fsname") == m_fsname;
    }
    if (!present)
        addClient(m_fsname, mgs + ":/" + m_fsname, !where.empty() ? where : !named.empty() ? named : "/mnt/" + m_fsname, instance);
    Words up;
    const std::string all = r.all();
    for (const std::smatch &m : matches(all, "([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})(?:_UUID|-osc-|-mdc-)"))
        if (!contains(up, m[1].str()))
            up.push_back(m[1].str());
    for (const std::string &label : up) {
        const Label l = Label::of(label);
        know(l.fsname, l.suffix);
        const bool down = has(r.err, "check '" + label);
        if (!mounted("here", label) && !mounted("peer", label) && !down)
            addMount(deviceOf(l), "/mnt/" + l.suffix, "lustre", devices ? "peer" : "here");
        if (down)
            for (const char *host : {"here", "peer"})
                removeMounts(host, deviceOf(l));
    }
    const bool waits = r.rc == 124;
    if (waits) // what it waited for is known and down
        know(m_fsname, "OST00fe");
    {
        Session session(m_directory);
        for (Json &mount : arrayAt(session.state("here"), "mounts"))
            if (str(mount, "kind") == "client") {
                mount["known"] = Json::array();
                for (const std::string &label : up)
                    mount["known"].push_back(Label::of(label).suffix);
                if (waits)
                    mount["known"].push_back("OST00fe");
            }
    }
    if (!waits && (!where.empty() || has(r.out, "ACTIVE") || has(r.out, " active."))) {
        Session session(m_directory); // nothing else belongs to the file system
        for (const char *host : {"here", "peer"}) {
            Json kept = Json::array();
            for (const Json &mount : arrayAt(session.state(host), "mounts"))
                if (str(mount, "kind") != "target" || str(mount, "fsname") != m_fsname || contains(up, str(mount, "label")) || has(str(mount, "label"), "MDT0000"))
                    kept.push_back(mount);
            session.state(host)["mounts"] = kept;
            for (const Json &mount : kept)
                if (flag(mount, "mgs")) {
                    Json &targets = objectAt(fileSystemOf(session, {str(mount, "source"), "mounted", str(mount, "disk"), {}, true}, m_fsname), "targets");
                    Json known = Json::object();
                    for (const auto &[suffix, target] : targets.items())
                        if (contains(up, m_fsname + "-" + suffix) || suffix == "MDT0000")
                            known[suffix] = target;
                    targets = known;
                }
        }
    }
}

/// The device list has mounts in their order; how often a target is referred to tells who is connected.
void Scene::listedInOrder()
{
    std::vector<std::string> order;
    for (const std::smatch &m : matches(r.out, "UP osd-[a-z]+ ([A-Za-z0-9_-]+)-osd |UP lov [A-Za-z0-9_]+-clilov-([0-9a-f]+)"))
        order.push_back(m[1].matched ? m[1].str() : m[2].str());
    const std::string mgs = match(r.out, "MGC([0-9.]+@[a-z0-9]+)");
    for (const std::string &one : order) {
        if (Label::of(one).suffix.empty() && one != "MGS") {
            addClient(m_fsname, (mgs.empty() ? m_nid : mgs) + ":/" + m_fsname, "/mnt/" + m_fsname, one);
            continue;
        }
        const std::string kernel = deviceOf(Label::of(one));
        removeMounts("here", kernel);
        removeMounts("peer", kernel);
        addMount(kernel, "/mnt/" + Label::of(one).suffix, "lustre", "here");
    }
}

/// Clients of the peer so that the exports of MDT and OSTs are as many as shown.
void Scene::connected()
{
    const auto exportsFrom = [&](const std::string &parameter, const std::string &device) {
        const std::string shown = match(r.out, parameter + "\\.[A-Za-z0-9_-]+\\.num_exports(?:=|: )([0-9]+)");
        const std::string references = match(r.out, "UP " + device + " [A-Za-z0-9_-]+-(?:OST|MDT)[0-9a-f]{4} [A-Za-z0-9_-]+_UUID ([0-9]+)");
        const int extra = cmdHas("get_param devices") ? 1 : 0;
        return !shown.empty() ? std::stoi(shown) : references.empty() ? -1 : (std::stoi(references) - 3 - extra) / 2;
    };
    const int mdt = exportsFrom("mdt", "mdt"), ost = exportsFrom("obdfilter", "obdfilter");
    if ((mdt < 0 && ost < 0) || m_fsname.empty())
        return;
    if (!mounted("here", m_fsname + "-MDT0000") && !mounted("peer", m_fsname + "-MDT0000"))
        mgsUp(m_nid, m_fsname, true);
    Session session(m_directory);
    int mdts = 0, osts = 0, local = 0;
    Json peer = Json::array();
    for (const char *host : {"here", "peer"})
        for (Json &mount : arrayAt(session.state(host), "mounts")) {
            mdts += has(str(mount, "label"), m_fsname + "-MDT");
            osts += has(str(mount, "label"), m_fsname + "-OST");
            const bool client = str(mount, "kind") == "client";
            local += client && std::string(host) == "here";
            if (std::string(host) == "peer" && !client)
                peer.push_back(mount);
        }
    const int clients = std::max(local, mdt >= 0 ? mdt - mdts - osts : ost - 1 - mdts);
    int busy = ost >= 0 ? ost - 1 - mdts : clients;
    for (int i = local; i < clients; ++i)
        peer.push_back({{"kind", "client"}, {"source", m_nid + ":/" + m_fsname}, {"target", "/mnt/client" + std::to_string(i)}, {"type", "lustre"},
                        {"fsname", m_fsname}, {"uuid", newUuid()}, {"options", "rw"}, {"instance", "ff11000000000001"}, {"mgs", false}});
    session.state("peer")["mounts"] = peer;
    std::map<std::string, int> each; // an OST does not hear of a client that has nothing to do with it
    for (const std::smatch &m : matches(r.out, "obdfilter\\.([A-Za-z0-9_-]+)\\.num_exports(?:=|: )([0-9]+)"))
        each[m[1].str()] = std::stoi(m[2].str()) - 1 - mdts;
    for (const std::smatch &m : matches(r.out, "UP obdfilter ([A-Za-z0-9_-]+) [A-Za-z0-9_-]+_UUID ([0-9]+)"))
        each[m[1].str()] = (std::stoi(m[2].str()) - 3 - (cmdHas("get_param devices") ? 1 : 0)) / 2 - 1 - mdts;
    for (const char *host : {"here", "peer"})
        for (Json &mount : session.state(host)["mounts"]) {
            if (str(mount, "kind") != "client")
                continue;
            mount["idleFor"] = Json::array();
            for (auto &[label, left] : each)
                if (--left < 0)
                    mount["idleFor"].push_back(label);
            if (each.empty())
                mount["idle"] = --busy < 0;
        }
}

void Scene::usage(const std::string &label, std::int64_t total, std::int64_t used, std::int64_t inodes, std::int64_t inodesFree)
{
    const Label l = Label::of(label);
    const std::string kernel = deviceOf(l);
    Session session(m_directory);
    Json &disk = session.disk("disk-" + baseName(kernel));
    std::int64_t nearest = INT64_MAX;
    const Json before = at(disk, "content");
    for (const std::int64_t gib : {1, 2, 3, 4, 8, 16}) { // the size of device that gives this file system, or the nearest to it
        Json trial = before;
        trial["kilobytes"] = gib << 20;
        std::string options = std::regex_replace(str(trial, "options"), std::regex("-J size=[0-9]+ "), "");
        const std::int64_t journal = std::min<std::int64_t>((gib << 20) * 4 / 102400, l.suffix[0] == 'M' ? 4096 : 1024);
        if (gib > 1)
            options = format("-J size=%lld ", static_cast<long long>(journal)) + options;
        trial["options"] = options;
        trial.erase("totalKb");
        const Geometry layout = geometryOf(trial);
        const std::int64_t usable = layout.blocks - layout.overhead;
        const std::int64_t off = total > 0 ? std::abs((usable - usable / 128) * 4 - total) : inodes > 0 ? std::abs(layout.inodes - inodes) : INT64_MAX;
        if (off < nearest) {
            nearest = off;
            disk["size"] = gib << 30;
            disk["content"] = trial;
        }
    }
    Json &shown = objectAt(disk, "content");
    const Geometry layout = geometryOf(shown);
    const std::int64_t usable = layout.blocks - layout.overhead;
    if (total > 0 && (usable - usable / 128) * 4 != total) // a layout of another size or age: its total is as shown
        shown["totalKb"] = total;
    if (used >= 0)
        objectAt(disk, "content")["usedKb"] = used;
    if (inodesFree >= 0 && inodes > 0)
        objectAt(disk, "content")["usedInodes"] = inodes - inodesFree;
}

/// What clients were granted and have not written is missing from what df calls available.
void Scene::grants(const std::string &label, std::int64_t available)
{
    Session session(m_directory);
    for (const char *host : {"here", "peer"})
        for (const Json &mount : at(session.state(host), "mounts"))
            if (str(mount, "label") == label) {
                Json &content = objectAt(session.disk(str(mount, "disk")), "content");
                content["grantedKb"] = 0;
                content["grantedKb"] = std::max<std::int64_t>(0, spaceOf(session, mount).available - available);
            }
}

void Scene::spaces()
{
    for (const std::smatch &m : matches(r.out, "([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})_UUID +([0-9]+) +([0-9]+) +([0-9]+) +[0-9]+% ([^\n]*)")) {
        usage(m[1].str(), std::stoll(m[2].str()), std::stoll(m[3].str()), -1, -1);
        grants(m[1].str(), std::stoll(m[4].str()));
        const bool degraded = has(m[5].str(), "] D");
        Session session(m_directory);
        for (const char *host : {"here", "peer"})
            objectAt(session.state(host), "parameters")["obdfilter." + m[1].str() + ".degraded"] = degraded ? "1" : "0";
    }
    for (const std::smatch &m : matches(r.out, "([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})_UUID +([0-9.]+)([KMGT]) +([0-9.]+)([KMGT])")) {
        const auto kilobytes = [](const std::string &number, char unit) {
            const double factor = unit == 'K' ? 1 : unit == 'M' ? 1024 : unit == 'G' ? 1048576 : 1073741824;
            return static_cast<std::int64_t>(std::stod(number) * factor);
        };
        const std::int64_t now = num(content(deviceOf(Label::of(m[1].str()))), "usedKb", 1392), shown = kilobytes(m[4].str(), m[5].str()[0]);
        if (format("%.1f", static_cast<double>(now) / 1024) != m[4].str()) // what is known better already is shown the same
            usage(m[1].str(), -1, shown, -1, -1);
    }
    for (const std::smatch &m : matches(r.out, "(?:osd-ldiskfs|obdfilter|mdt)\\.([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})\\.kbytestotal=([0-9]+)")) {
        const std::string label = m[1].str(), free = match(r.out, label + "\\.kbytesfree=([0-9]+)");
        const std::string inodes = match(r.out, label + "\\.filestotal=([0-9]+)"), inodesFree = match(r.out, label + "\\.filesfree=([0-9]+)");
        const std::int64_t total = std::stoll(m[2].str());
        usage(label, total, free.empty() ? -1 : total - std::stoll(free), inodes.empty() ? -1 : std::stoll(inodes), inodesFree.empty() ? -1 : std::stoll(inodesFree));
    }
    for (const std::smatch &m : matches(r.out, "(?:obdfilter|mdt)\\.([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})\\.recovery_status=\\s*status: ([A-Z_]+)")) {
        Session session(m_directory);
        for (Json &mount : arrayAt(session.state("here"), "mounts"))
            if (str(mount, "label") == m[1].str() && m[2].str() == "INACTIVE")
                mount.erase("recovery");
            else if (str(mount, "label") == m[1].str())
                mount["recovery"] = {{"start", nowMillis()}, {"clients", 2}};
    }
}

void Scene::umountCommand(const Invocation &umount)
{
    for (const std::string &word : umount.words) {
        if (word[0] != '/')
            continue;
        makeDirectories(m_directory + "/hosts/here/root" + word);
        if (has(r.err, word + ": not mounted")) {
            removeMounts("here", {}, word);
            continue;
        }
        if (mounted("here", word))
            continue;
        const std::string down = match(r.dmesg, "server umount ([A-Za-z0-9_-]+) complete"), device = match(r.dmesg, "LDISKFS-fs \\(([a-z0-9-]+)\\): unmounting");
        const bool client = has(r.dmesg, "Unmounted " + m_fsname + "-client") || down.empty();
        if (client) {
            addClient(m_fsname.empty() ? "lustre" : m_fsname, m_nid + ":/" + m_fsname, word, {});
            continue;
        }
        const std::string kernel = device.empty() ? deviceOf(Label::of(down)) : device;
        if (Label::of(str(content(kernel), "label")).registered() != down)
            makeTarget(kernel, Label::of(down));
        addMount(kernel, word, "lustre", "here");
    }
}

void Scene::mountCommand(const Invocation &mount)
{
    Words plain;
    for (std::size_t i = 0; i < mount.words.size(); ++i) {
        if (mount.words[i] == "-t" || mount.words[i] == "-o")
            ++i;
        else if (mount.words[i][0] != '-')
            plain.push_back(mount.words[i]);
    }
    if (plain.size() < 2)
        return;
    const bool many = has(plain[0], "$");
    for (const std::smatch &m : matches(r.cmd, "(/mnt/[A-Za-z0-9_]+)"))
        if (!has(r.err, m[1].str() + ": cannot resolve"))
            makeDirectories(m_directory + "/hosts/here/root" + m[1].str());
    if (many) { // a loop over "device:directory" words
        for (const std::smatch &m : matches(r.cmd, "\\b([vs]d[a-z]):([a-z0-9]+)")) {
            makeDirectories(m_directory + "/hosts/here/root/mnt/" + m[2].str());
            mountTarget(m[1].str(), "/mnt/" + m[2].str(), true);
        }
        return;
    }
    {
        const std::string type = match(r.cmd, "-t (lustre_tgt)");
        Session session(m_directory);
        for (Json &host : arrayAt(session.definition(), "hosts"))
            if (str(host, "name") == "here" && !type.empty())
                host["withoutTargetHelper"] = has(r.err, "missing codepage or helper program");
    }
    if (has(plain[0], ":/"))
        mountClient(plain[0], plain[1]);
    else if (plain[0].rfind("/dev/", 0) == 0)
        mountTarget(plain[0].substr(5), plain[1], false);
}

void Scene::mountTarget(const std::string &kernel, const std::string &mountpoint, bool many)
{
    if (has(r.err, "/dev/" + kernel + " has not been formatted")) {
        setContent(kernel, Json::object());
        return;
    }
    loadAll();
    const bool several = many || (cmdHas(";") && !str(content(kernel), "label").empty());
    std::string named = several ? "" : match(r.dmesg, "Lustre: ([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4}): (?:new disk|Imperative|mounting)");
    if (named.empty() && !several)
        named = match(r.dmesg, "([A-Za-z0-9_]+-(?:OST|MDT)[0-9a-f]{4})");
    Label label = Label::of(named.empty() ? str(content(kernel), "label") : named);
    if (label.suffix.empty())
        label = {m_fsname.empty() ? "lustre" : m_fsname, mountpoint.find("mdt") != std::string::npos ? "MDT0000" : "OST0000", '-'};
    const bool isNew = has(r.dmesg, label.registered() + ": new disk") || r.rc == 98;
    const bool mustRegister = isNew || r.rc == 110 || has(r.out, "rc=110") || has(r.dmesg, "cannot register");
    label.separator = isNew ? ':' : Label::of(str(content(kernel), "label")).separator;
    if (label.separator == ':' && !mustRegister && r.rc == 0)
        label.separator = '-';
    if (Label::of(str(content(kernel), "label")).registered() != label.registered() || (isNew && label.separator == ':'))
        makeTarget(kernel, label, {}, r.rc == 16);
    if (mustRegister && !isNew && label.separator == '-')
        makeTarget(kernel, {label.fsname, label.suffix, '='});
    removeMounts("peer", kernel);
    removeMounts("here", kernel);
    if (cmdHas("umount " + mountpoint) && !has(r.err, mountpoint + ": not mounted")) {
        addMount(kernel, mountpoint, "lustre", "here");
        if (label.suffix != "MDT0000" && label.suffix != "MGS") {
            mgsUp({}, label.fsname, true);
            know(label.fsname, label.suffix);
        }
        return;
    }
    const bool already = has(r.err, "is already mounted on " + mountpoint);
    const bool mgsAway = mustRegister && !isNew ? true : has(r.dmesg, "Failed to get MGS log") || has(r.dmesg, "failed processing log");
    if (already)
        addMount(kernel, mountpoint, "lustre", "here");
    else if (r.rc == 114 || has(r.err, "already running"))
        addMount(kernel, "/mnt/elsewhere", "lustre", "here");
    else if (r.rc == 16)
        addMount(kernel, "/mnt/elsewhere", "lustre", "peer");
    if (mgsAway && !has(r.dmesg, "Regenerating"))
        mgsDown();
    else if (label.suffix != "MGS" && label.suffix != "MDT0000") {
        std::string mgs;
        {
            Session session(m_directory);
            const Words nodes = parameterOf(at(at(session.disk("disk-" + baseName(kernel)), "content"), "lustre"), "mgsnode");
            mgs = nodes.empty() ? m_nid : nidList(nodes.front()).front();
        }
        if (!many)
            mgsUp(mgs, label.fsname, true);
        if (label.separator == '-')
            know(label.fsname, label.suffix);
        if (r.rc == 98)
            know(label.fsname, label.suffix, "another");
        else if (isNew)
            for (const char *host : {"here", "peer"}) { // a new target is none that the MGS has
                Session session(m_directory);
                for (const Json &mount : at(session.state(host), "mounts"))
                    if (flag(mount, "mgs"))
                        objectAt(fileSystemOf(session, {str(mount, "source"), "mounted", str(mount, "disk"), {}, true}, label.fsname), "targets").erase(label.suffix);
            }
    }
}

void Scene::mountClient(const std::string &source, const std::string &mountpoint)
{
    const Words parts = split(source.substr(source.find(":/") + 2), '/');
    const std::string fsname = parts.empty() ? "lustre" : parts[0], nid = nidList(source.substr(0, source.find(":/"))).front();
    loadAll();
    const bool away = r.rc == 110 || r.rc == 143 || r.rc == 137 || r.rc == 124;
    removeMounts("here", {}, mountpoint);
    if (away)
        mgsDown();
    else if (validNid(nid))
        mgsUp(nid, fsname, !(r.rc == 2 && parts.size() < 2));
    if (has(r.err, "is already mounted on " + mountpoint))
        addClient(fsname, source, mountpoint, {});
}

} // namespace agreement
