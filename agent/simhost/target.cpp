// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/target.h"
#include "agent/simhost/geometry.h"
#include "agent/simhost/journal.h"
#include "agent/simhost/trouble.h"

#include <algorithm>

namespace simhost {

Words nidList(const std::string &mgsNodes)
{
    Words nids;
    for (const std::string &node : split(mgsNodes, ':'))
        for (const std::string &nid : split(node, ','))
            nids.push_back(nid);
    return nids;
}

namespace {

Device deviceOfMount(const Json &mount)
{
    Device device{str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true};
    return device;
}

bool servesMgs(const Json &mount)
{
    return flag(mount, "mgs");
}

} // namespace

Device findMgs(Session &session, const Call &call, const Words &mgsNodes)
{
    for (const std::string &nodes : mgsNodes)
        for (const std::string &nid : nidList(nodes)) {
            const std::string host = hostBehind(session, call.host, nid);
            if (host.empty())
                continue;
            for (const Json &mount : at(session.state(host), "mounts"))
                if (servesMgs(mount))
                    return deviceOfMount(mount);
        }
    return {};
}

Json &fileSystemOf(Session &session, const Device &mgs, const std::string &fsname)
{
    return objectAt(objectAt(objectAt(contentOf(session, mgs), "mgs"), "fs"), fsname);
}

std::string targetHost(Session &session, const std::string &from, const std::string &fsname, const std::string &suffix)
{
    for (const std::string &host : session.hosts()) {
        if (!lnetUp(session, host) || (host != from && (flag(session.state(host), "lnetCut") || flag(session.state(from), "lnetCut"))))
            continue;
        for (const Json &mount : at(session.state(host), "mounts"))
            if (str(mount, "label") == fsname + "-" + suffix && !flag(mount, "nosvc"))
                return host;
    }
    return {};
}

namespace {

int clientsOf(Session &session, const std::string &fsname)
{
    int clients = 0;
    for (const std::string &host : session.hosts())
        if (session.up(host))
            for (const Json &mount : at(session.state(host), "mounts"))
                clients += str(mount, "kind") == "client" && str(mount, "fsname") == fsname;
    return clients;
}

/// How many who know the target will come back to it: clients, and the MDTs for an OST.
int returningClients(Session &session, const Json &lustre)
{
    const std::string fsname = str(lustre, "fsname");
    int known = clientsOf(session, fsname);
    if (num(lustre, "flags") & FlagOst)
        for (const std::string &host : session.hosts())
            for (const Json &mount : at(session.state(host), "mounts"))
                known += session.up(host) && str(mount, "label").rfind(fsname + "-MDT", 0) == 0 && !flag(mount, "nosvc");
    return known;
}

/// What the MGS does with a target that asks: 0 or an errno. Changes `lustre` and the MGS's lists.
int registerTarget(Session &session, const Device &mgs, Json &lustre, const std::string &uuid, const Json &nids)
{
    std::int64_t flags = num(lustre, "flags");
    Json &fileSystem = fileSystemOf(session, mgs, str(lustre, "fsname"));
    if ((flags & FlagWriteconf) && targetSuffix(lustre) == "MDT0000")
        fileSystem = Json::object(); // the logs of the whole file system are removed and made again
    Json &targets = objectAt(fileSystem, "targets");
    if (flags & FlagNeedsIndex) {
        for (std::int64_t index = 0; flags & FlagNeedsIndex; ++index) {
            lustre["index"] = index;
            if (!targets.contains(targetSuffix(lustre)))
                flags &= ~FlagNeedsIndex;
        }
    }
    const std::string suffix = targetSuffix(lustre);
    const bool known = targets.contains(suffix);
    if (known && (flags & FlagFirstTime) && !(flags & FlagWriteconf))
        return 98;
    if (!known && !(flags & (FlagFirstTime | FlagWriteconf | FlagUpdate)) && !targets.empty())
        return 2; // claims to be registered, but this MGS does not know it
    targets[suffix] = {{"uuid", uuid}, {"nids", nids}};
    flags &= ~(FlagFirstTime | FlagUpdate | FlagWriteconf | FlagNeedsIndex | FlagNoLocalLogs);
    lustre["flags"] = flags;
    return 0;
}

Json mountEntry(const Call &call, const Device &device, const Json &lustre, const std::string &mountpoint,
                const std::string &type, const Words &options)
{
    const std::int64_t flags = num(lustre, "flags");
    const bool nosvc = contains(options, "nosvc");
    std::string shown = "rw,svname=" + registeredName(lustre);
    shown += contains(options, "abort_recov") ? ",abort_recov" : "";
    shown += nosvc ? ",nosvc" : "";
    shown += contains(options, "nomgs") ? ",nomgs" : "";
    shown += flags & FlagMgs && !contains(options, "nomgs") ? ",mgs" : "";
    const Words mgsNodes = parameterOf(lustre, "mgsnode");
    shown += mgsNodes.empty() ? "" : ",mgsnode=" + join(mgsNodes, ":");
    shown += ",osd=osd-" + str(lustre, "backend", "ldiskfs");
    const std::string permanent = str(lustre, "mountOptions");
    if (has(permanent, "user_xattr"))
        shown += "," + permanent;
    return {{"kind", "target"}, {"source", device.path}, {"target", mountpoint}, {"type", type}, {"options", shown},
            {"label", registeredName(lustre)}, {"fsname", str(lustre, "fsname")}, {"disk", device.serial}, {"dataset", device.dataset},
            {"mgs", (flags & FlagMgs) && !contains(options, "nomgs")}, {"nosvc", nosvc}, {"since", nowMillis()},
            {"backend", str(lustre, "backend", "ldiskfs")}, {"host", call.host}};
}

struct Start {
    Call &call;
    const Device &device;
    const Words &options;
    bool mustRegister = false;
};

/// Everything that can be said no to before time passes; 0 to go on.
int mayStart(Session &session, Start &start)
{
    Call &call = start.call;
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (str(mount, "disk") == start.device.serial && str(mount, "dataset") == start.device.dataset)
            return 114;
    int rc = 0;
    loadModule(session, call.host, "lustre", rc);
    if (rc)
        return 19;
    Json &lustre = lustreOf(session, start.device);
    loadServerModules(session, call.host, str(lustre, "backend") == "zfs");
    if (!lnetUp(session, call.host))
        bringNetworksUp(session, call.host);
    if (nidsOf(session, call.host).empty())
        return 100;
    start.mustRegister = num(lustre, "flags") & (FlagFirstTime | FlagUpdate | FlagWriteconf | FlagNeedsIndex);
    return 0;
}

/// MMP: a live host that has it keeps it; the traces of a dead one have to grow old first.
int passMmp(Start &start)
{
    bool otherLives = false, traces = false;
    {
        Session session(start.call.directory);
        Json &content = contentOf(session, start.device);
        if (!flag(content, "mmp"))
            return 0;
        otherLives = !mountedOn(session, start.device, start.call.host).empty();
        traces = !str(content, "mmpHost").empty();
    }
    if (otherLives || traces)
        start.call.waitReal(22);
    if (!otherLives)
        return 0;
    Session session(start.call.directory);
    return mountedOn(session, start.device, start.call.host).empty() ? 0 : 16;
}

bool mgsIsLocal(const Json &lustre, const Words &options)
{
    return (num(lustre, "flags") & FlagMgs) && !contains(options, "nomgs");
}

/// Waits for an MGS that does not answer, as long as the real one does; the device of the MGS, or not found().
Device awaitMgs(Start &start)
{
    const auto look = [&] {
        Session session(start.call.directory);
        const Json &lustre = lustreOf(session, start.device);
        if (mgsIsLocal(lustre, start.options))
            return start.device;
        return findMgs(session, start.call, parameterOf(lustre, "mgsnode"));
    };
    Device mgs = look();
    if (!mgs.found()) {
        start.call.waitReal(start.mustRegister ? 67 : 47);
        mgs = look();
    }
    return mgs;
}

void noteRecovery(Session &session, const Json &lustre, bool first, Json &mount)
{
    const int known = first ? 0 : returningClients(session, lustre);
    if (known > 0 || (!first && (num(lustre, "flags") & (FlagOst | FlagMdt))))
        mount["recovery"] = {{"start", nowMillis()}, {"clients", known}};
}

} // namespace

int startTarget(Call &call, const Device &device, const std::string &mountpoint, const std::string &type, const Words &options)
{
    Start start{call, device, options};
    bool first = false;
    {
        Session session(call.directory);
        first = num(lustreOf(session, device), "flags") & FlagFirstTime;
        if (const int rc = mayStart(session, start))
            return rc;
    }
    if (const int rc = passMmp(start)) {
        Session session(call.directory);
        const Json &lustre = lustreOf(session, device);
        sayRefused(session, call.host, registeredName(lustre), baseName(device.path), rc);
        recordMount(session, call.host, "refused", mountEntry(call, device, lustre, mountpoint, type, options));
        return rc;
    }
    const Device mgs = awaitMgs(start);
    if (!mgs.found() && start.mustRegister) {
        Session session(call.directory);
        sayRefused(session, call.host, registeredName(lustreOf(session, device)), baseName(device.path), 110);
        return 110;
    }
    call.wait(0.8 + call.slowness());
    Session session(call.directory);
    Json &lustre = lustreOf(session, device);
    if (!lustre.is_object())
        return 19;
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (str(mount, "disk") == device.serial && str(mount, "dataset") == device.dataset)
            return 114;
    Json &content = contentOf(session, device);
    if (flag(content, "mmp") && !mountedOn(session, device, call.host).empty()) {
        recordMount(session, call.host, "refused", mountEntry(call, device, lustre, mountpoint, type, options));
        return 16;
    }
    if (!flag(content, "mmp") && !mountedOn(session, device, call.host).empty())
        content["damaged"] = "mounted on two hosts"; // nothing protects a target without MMP
    const bool service = !contains(options, "nosvc") && targetSuffix(lustre) != "MGS";
    if (mgs.found() && service) {
        Json nids = Json::array();
        for (const std::string &nid : nidsOf(session, call.host))
            nids.push_back(nid);
        if (const int rc = registerTarget(session, mgs, lustre, str(content, "uuid"), nids)) {
            sayRefused(session, call.host, registeredName(lustre), baseName(device.path), rc);
            return rc;
        }
    }
    if (targetSuffix(lustre) == "MGS")
        lustre["flags"] = num(lustre, "flags") & ~(FlagFirstTime | FlagUpdate | FlagWriteconf | FlagNeedsIndex);
    content["label"] = targetName(lustre);
    content["mmpHost"] = call.host;
    content["mountedAt"] = nowSeconds();
    Json mount = mountEntry(call, device, lustre, mountpoint, type, options);
    if (!contains(options, "abort_recov"))
        noteRecovery(session, lustre, first, mount);
    sayMounted(session, call.host, mount, first);
    recordMount(session, call.host, "mounted", mount);
    arrayAt(session.state(call.host), "mounts").push_back(mount);
    return 0;
}

std::string recoveryState(Session &session, const std::string &host, const Json &mount)
{
    const Json &recovery = at(mount, "recovery");
    if (!recovery.is_object())
        return "INACTIVE";
    const double speed = real(session.definition(), "speed", 1);
    const double age = static_cast<double>(nowMillis() - num(recovery, "start")) / 1000;
    const std::int64_t clients = num(recovery, "clients");
    if (trouble(session.state(host), "recovering") != 0)
        return "RECOVERING";
    if (clients == 0)
        return age > 30 * speed ? "COMPLETE" : "WAITING_FOR_CLIENTS";
    return age >= 5 * speed ? "COMPLETE" : "RECOVERING";
}

int startClient(Call &call, const std::string &source, const std::string &mountpoint, const Words &options)
{
    static const Words known{"rw", "ro", "flock", "noflock", "localflock", "user_xattr", "nouser_xattr", "retry", "checksum", "nochecksum",
        "lruresize", "nolruresize", "lazystatfs", "nolazystatfs", "32bitapi", "verbose", "noverbose", "noencrypt", "encrypt",
        "user_fid2path", "nouser_fid2path", "exclude", "mgsname", "noauto", "_netdev", "defaults", "nosuid", "nodev", "noatime",
        "relatime", "network", "skpath", "always_ping", "statfs_project", "nostatfs_project", "acl", "noacl", "context"};
    const std::size_t slash = source.find(":/");
    const Words parts = split(source.substr(slash + 2), '/');
    const std::string fsname = parts.empty() ? "" : parts[0];
    {
        Session session(call.directory);
        int rc = 0;
        loadModule(session, call.host, "lustre", rc);
        loadModule(session, call.host, "mgc", rc);
        if (rc)
            return 19;
        if (!lnetUp(session, call.host))
            bringNetworksUp(session, call.host);
    }
    for (const std::string &option : options)
        if (!contains(known, option.substr(0, option.find('='))))
            return 22;
    const Words nodes{source.substr(0, slash)};
    const auto mgsNow = [&] {
        Session session(call.directory);
        return findMgs(session, call, nodes);
    };
    Device mgs = mgsNow();
    for (int tries = 0; !mgs.found() && tries < 10; ++tries) {
        call.waitReal(30);
        mgs = mgsNow();
    }
    if (!mgs.found())
        return 110;
    call.wait(0.4);
    Session session(call.directory);
    Json &fileSystem = fileSystemOf(session, mgs, fsname);
    const bool mdt = at(fileSystem, "targets").contains("MDT0000");
    if (!mdt) {
        objectAt(objectAt(contentOf(session, mgs), "mgs"), "fs").erase(fsname);
        return 2;
    }
    if (targetHost(session, call.host, fsname, "MDT0000").empty())
        return 5;
    if (parts.size() > 1)
        return 2;
    std::string shown = "rw,checksum,encrypt,flock,lazystatfs,lruresize,nolock,statfs_project,nouser_fid2path,nouser_xattr,verbose";
    arrayAt(session.state(call.host), "mounts").push_back(
        {{"kind", "client"}, {"source", source}, {"target", mountpoint}, {"type", "lustre"}, {"options", shown}, {"fsname", fsname},
         {"instance", format("ff11%012llx", static_cast<unsigned long long>(newRandom() & 0xffffffffff00ULL))},
         {"uuid", newUuid()}, {"since", nowMillis()}, {"mgs", false}, {"host", call.host}});
    sayMounted(session, call.host, arrayAt(session.state(call.host), "mounts").back(), false);
    return 0;
}

void recordMount(Session &session, const std::string &host, const char *what, const Json &mount)
{
    if (str(mount, "kind") != "target")
        return;
    const std::string pool = str(mount, "dataset").empty() ? "" : "/" + str(mount, "dataset");
    appendLine(session.directory() + "/mounts.log",
               dump(Json{{"t", nowMillis()}, {"host", host}, {"what", what}, {"disk", str(mount, "disk") + pool}, {"label", str(mount, "label")}}));
}

bool stopMount(Session &session, const std::string &host, const std::string &mountpoint)
{
    Json &mounts = arrayAt(session.state(host), "mounts");
    for (std::size_t i = mounts.size(); i-- > 0;) {
        if (str(mounts[i], "target") != mountpoint || str(mounts[i], "kind") == "system")
            continue;
        if (str(mounts[i], "kind") == "target") {
            const Device device = deviceOfMount(mounts[i]);
            contentOf(session, device)["mmpLastHost"] = host;
            contentOf(session, device).erase("mmpHost"); // a clean umount leaves no trace for MMP
        }
        sayUnmounted(session, host, mounts[i]);
        recordMount(session, host, "unmounted", mounts[i]);
        mounts.erase(i);
        return true;
    }
    return false;
}

Space spaceOf(Session &session, const Json &mount)
{
    const Device device = deviceOfMount(mount);
    const Json &content = contentOf(session, device);
    Space space;
    if (device.dataset.empty()) {
        const Geometry layout = geometryOf(content);
        const std::int64_t usable = layout.blocks - layout.overhead;
        space.total = (usable - usable / 128) * 4;
        space.total = num(content, "totalKb", space.total);
        space.used = num(content, "usedKb", 1392);
        space.available = std::max<std::int64_t>(0, space.total - space.used - (layout.reserved + 4096) * 4);
        space.granted = num(content, "grantedKb");
        space.inodes = layout.inodes;
        space.inodesFree = space.inodes - num(content, "usedInodes", 302);
        return space;
    }
    space.total = num(objectAt(session.pools(), device.serial), "size") / 1024 * 96 / 100;
    space.used = num(content, "usedKb", 3072);
    space.available = space.total - space.used;
    space.inodes = space.total / 32;
    space.inodesFree = space.inodes - num(content, "usedInodes", 302);
    return space;
}

} // namespace simhost
