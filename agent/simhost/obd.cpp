// SPDX-License-Identifier: GPL-3.0-or-later
// The device list of a host and the parameters that hang on it.
#include "agent/simhost/params.h"
#include "agent/simhost/trouble.h"

#include <algorithm>
#include <cstdint>

namespace simhost {

namespace {

std::string stableUuid(const std::string &text)
{
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return format("%08x-%04x-4%03x-9%03x-%012llx", static_cast<unsigned>(hash >> 32), static_cast<unsigned>(hash >> 16) & 0xffff,
                  static_cast<unsigned>(hash) & 0xfff, static_cast<unsigned>(hash >> 40) & 0xfff,
                  static_cast<unsigned long long>((hash * 31) & 0xffffffffffffULL));
}

/// The NID by which the MGC of a mount knows its MGS.
std::string mgcNid(Session &session, const std::string &host, const Json &mount)
{
    if (str(mount, "kind") == "client")
        return nidList(str(mount, "source").substr(0, str(mount, "source").find(":/"))).front();
    if (flag(mount, "mgs")) {
        const Words nids = nidsOf(session, host);
        return nids.empty() ? "0@lo" : nids.front();
    }
    for (const std::string &option : split(str(mount, "options"), ','))
        if (option.rfind("mgsnode=", 0) == 0)
            return nidList(option.substr(8)).front();
    return "0@lo";
}

Words registeredTargets(Session &session, const std::string &fsname, const std::string &kind)
{
    Words targets;
    for (const std::string &host : session.hosts())
        if (session.up(host))
            for (const Json &mount : at(session.state(host), "mounts"))
                if (str(mount, "label").rfind(fsname + "-" + kind, 0) == 0 && !flag(mount, "nosvc"))
                    targets.push_back(str(mount, "label").substr(fsname.size() + 1));
    std::sort(targets.begin(), targets.end());
    return targets;
}

/// Who is connected: for an MDT clients, OSTs and MDTs; for an OST itself, MDTs and the clients that used it lately.
int exportsOf(Session &session, const Json &target)
{
    const std::string fsname = str(target, "fsname");
    int clients = 0, idle = 0;
    for (const std::string &host : session.hosts())
        for (const Json &mount : at(session.state(host), "mounts"))
            if (session.up(host) && str(mount, "kind") == "client" && str(mount, "fsname") == fsname) {
                ++clients;
                bool unused = flag(mount, "idle");
                for (const Json &label : at(mount, "idleFor"))
                    unused = unused || label == str(target, "label");
                idle += unused;
            }
    const int mdts = static_cast<int>(registeredTargets(session, fsname, "MDT").size()), osts = static_cast<int>(registeredTargets(session, fsname, "OST").size());
    if (has(str(target, "label"), "-OST"))
        return 1 + mdts + clients - idle;
    return clients + osts == 0 ? 0 : clients + osts + mdts;
}

class DeviceList {
public:
    DeviceList(Session &session, const std::string &host) : m_session(session), m_host(host) { }
    std::vector<ObdDevice> made()
    {
        const Json &mounts = at(m_session.state(m_host), "mounts");
        for (const Json &mount : mounts)
            if (str(mount, "kind") == "client") {
                attachPeers(mounts, num(mount, "since")); // an MDT has met its OSTs when clients come
                m_clients.push_back(mount);
                addClient(mount);
            } else if (str(mount, "kind") == "target") {
                addTarget(mount);
                attachClients(mount);
            }
        for (const Json &client : m_clients)
            for (const std::string &ost : registeredTargets(m_session, str(client, "fsname"), "OST"))
                attachOsc(client, ost);
        attachPeers(mounts, INT64_MAX);
        count(mounts);
        return m_devices;
    }

private:
    /// OSTs of `fsname` whose devices are in the list so far, or that run elsewhere when `all`.
    bool isHere(const std::string &label)
    {
        for (const Json &mount : at(m_session.state(m_host), "mounts"))
            if (str(mount, "label") == label)
                return true;
        return false;
    }
    bool listed(const std::string &name)
    {
        return std::any_of(m_devices.begin(), m_devices.end(), [&](const ObdDevice &device) { return device.name == name; });
    }
    void attachOsc(const Json &client, const std::string &ost)
    {
        const std::string name = str(client, "fsname") + "-" + ost + "-osc-" + str(client, "instance");
        if (!listed(name))
            add("osc", name, str(client, "uuid"), 5);
    }
    void attachClients(const Json &mount)
    {
        const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
        for (const Json &client : m_clients)
            if (str(client, "fsname") == fsname && label.rfind(fsname + "-OST", 0) == 0)
                attachOsc(client, label.substr(fsname.size() + 1));
        if (!m_clients.empty())
            attachPeers(at(m_session.state(m_host), "mounts"), -1);
    }
    /// Targets of other hosts only when they were there before that moment.
    void attachPeers(const Json &mounts, std::int64_t before)
    {
        for (const Json &mount : mounts)
            if (has(str(mount, "label"), "-MDT") && !flag(mount, "nosvc") && listed(str(mount, "label")))
                addPeers(mount, before);
    }
    /// References: an export counts twice, and an MDT's disk has one for each OST that it talks to.
    void count(const Json &mounts)
    {
        int others = 0;
        for (const std::string &host : m_session.hosts())
            others += host != m_host && m_session.up(host) && !at(m_session.state(host), "mounts").empty();
        for (ObdDevice &device : m_devices) {
            if (device.type == "mgs")
                device.references = 5 + 2 * others;
            for (const Json &mount : mounts) {
                const bool mdt = has(str(mount, "label"), "-MDT");
                if (device.name == str(mount, "label") && (device.type == "mdt" || device.type == "obdfilter"))
                    device.references = 3 + 2 * exportsOf(m_session, mount);
                if (device.name == str(mount, "label") + "-osd" && mdt && !flag(mount, "nosvc"))
                    device.references = 8 + static_cast<int>(std::count_if(m_devices.begin(), m_devices.end(),
                                                [&](const ObdDevice &other) { return other.type == "osp" && has(other.name, "-osc-"); }));
            }
        }
    }
    void add(const std::string &type, const std::string &name, const std::string &uuid, int references)
    {
        m_devices.push_back({type, name, uuid, references, true});
    }
    void once(const std::string &type, const std::string &name, const std::string &uuid, int references)
    {
        for (const ObdDevice &device : m_devices)
            if (device.type == type && device.name == name)
                return;
        add(type, name, uuid, references);
    }
    void addMgc(const Json &mount)
    {
        const std::string name = "MGC" + mgcNid(m_session, m_host, mount);
        once("mgc", name, stableUuid(m_host + name), 5);
    }
    void addTarget(const Json &mount)
    {
        const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
        const bool mdt = has(label, "-MDT"), nosvc = flag(mount, "nosvc");
        const int clients = static_cast<int>(registeredTargets(m_session, fsname, "OST").size());
        add("osd-" + str(mount, "backend", "ldiskfs"), label + "-osd", label + "-osd_UUID", mdt && !nosvc ? 8 : 5);
        if (flag(mount, "mgs"))
            add("mgs", "MGS", "MGS", 5);
        addMgc(mount);
        if (label == "MGS" || nosvc)
            return;
        const std::string suffix = label.substr(fsname.size() + 1);
        if (mdt) {
            once("mds", "MDS", "MDS_uuid", 3);
            add("lod", label + "-mdtlov", label + "-mdtlov_UUID", 4);
            add("mdt", label, label + "_UUID", 3 + 2 * clients);
            add("mdd", fsname + "-MDD" + suffix.substr(3), fsname + "-MDD" + suffix.substr(3) + "_UUID", 4);
            if (suffix == "MDT0000")
                add("qmt", fsname + "-QMT0000", fsname + "-QMT0000_UUID", 4);
        } else {
            once("ost", "OSS", "OSS_uuid", 3);
            add("obdfilter", label, label + "_UUID", 5);
        }
        const std::string lwp = fsname + "-MDT0000-lwp-" + suffix;
        add("lwp", lwp, lwp + "_UUID", 5);
    }
    bool elsewhereBefore(const std::string &label, std::int64_t before)
    {
        for (const std::string &host : m_session.hosts())
            for (const Json &mount : at(m_session.state(host), "mounts"))
                if (str(mount, "label") == label && num(mount, "since", INT64_MAX) <= before)
                    return true;
        return false;
    }
    void addPeers(const Json &mount, std::int64_t before)
    {
        const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
        const std::string suffix = label.substr(fsname.size() + 1);
        for (const std::string &mdt : registeredTargets(m_session, fsname, "MDT"))
            if (mdt != suffix && !listed(fsname + "-" + mdt + "-osp-" + suffix))
                add("osp", fsname + "-" + mdt + "-osp-" + suffix, label + "-mdtlov_UUID", 5);
        for (const std::string &ost : registeredTargets(m_session, fsname, "OST"))
            if (!listed(fsname + "-" + ost + "-osc-" + suffix) && (isHere(fsname + "-" + ost) ? listed(fsname + "-" + ost) : elsewhereBefore(fsname + "-" + ost, before)))
                add("osp", fsname + "-" + ost + "-osc-" + suffix, label + "-mdtlov_UUID", 5);
    }
    void addClient(const Json &mount)
    {
        const std::string fsname = str(mount, "fsname"), instance = str(mount, "instance"), uuid = str(mount, "uuid");
        addMgc(mount);
        add("lov", fsname + "-clilov-" + instance, uuid, 4);
        add("lmv", fsname + "-clilmv-" + instance, uuid, 5);
        for (const std::string &mdt : registeredTargets(m_session, fsname, "MDT"))
            add("mdc", fsname + "-" + mdt + "-mdc-" + instance, uuid, 5);
        for (const std::string &ost : registeredTargets(m_session, fsname, "OST"))
            if (isHere(fsname + "-" + ost) ? listed(fsname + "-" + ost) : !holdsTargets())
                attachOsc(mount, ost);
    }
    /// On a client without targets of its own the order is that of the configuration.
    bool holdsTargets()
    {
        for (const Json &mount : at(m_session.state(m_host), "mounts"))
            if (str(mount, "kind") == "target" && has(str(mount, "label"), "-MDT"))
                return true;
        return false;
    }

    Session &m_session;
    std::string m_host;
    std::vector<ObdDevice> m_devices;
    std::vector<Json> m_clients;
};

class ParameterList {
public:
    ParameterList(Session &session, const std::string &host) : m_session(session), m_host(host), m_set(at(session.state(host), "parameters")) { }
    std::vector<Parameter> made()
    {
        addGlobals();
        for (const Json &mount : at(m_session.state(m_host), "mounts")) {
            if (str(mount, "kind") == "client")
                addClient(mount);
            else if (str(mount, "kind") == "target")
                addTarget(mount);
        }
        addPeers();
        return m_list;
    }

private:
    void add(Words path, std::string value, bool writable = false, bool block = false)
    {
        Parameter parameter{std::move(path), std::move(value), writable, block, false};
        parameter.numeric = wholeNumber(parameter.value) >= 0;
        const Json &set = at(m_set, parameter.name());
        if (set.is_string())
            parameter.value = set.get<std::string>();
        m_list.push_back(std::move(parameter));
    }
    void addNumber(Words path, std::int64_t value) { add(std::move(path), std::to_string(value)); }

    void addGlobals()
    {
        if (!moduleLoaded(m_session, m_host, "obdclass"))
            return;
        add({"version"}, lustreVersionOf(m_session, m_host));
        add({"health_check"}, healthText(m_session.state(m_host)));
        add({"timeout"}, "100", true);
        add({"ldlm_timeout"}, "20", true);
        add({"at_min"}, "5", true);
        add({"at_max"}, "600", true);
        add({"at_history"}, "600", true);
        add({"jobid_var"}, "disable", true);
        add({"jobid_name"}, "%e.%u", true);
        add({"pinger"}, "on");
        add({"debug"}, "ioctl neterror warning error emerg ha config console lfsck", true);
        add({"subsystem_debug"}, "undefined mdc mds osc ost class log llite rpc lnet lnd pinger filter libcfs echo ldlm lov lquota osd lfsck snapshot lmv sec gss mgc mgs fid fld", true);
        std::string devices;
        const std::vector<ObdDevice> all = devicesOf(m_session, m_host);
        for (std::size_t i = 0; i < all.size(); ++i)
            devices += deviceLine(i, all[i], 1);
        add({"devices"}, devices.substr(0, devices.empty() ? 0 : devices.size() - 1), false, true);
        if (moduleLoaded(m_session, m_host, "mdc"))
            add({"nodemap", "active"}, "0", true);
    }

    std::string recoveryText(const Json &mount)
    {
        const std::string word = recoveryState(m_session, m_host, mount);
        const Json &recovery = at(mount, "recovery");
        const auto lost = static_cast<long long>(trouble(m_session.state(m_host), "recovery-lost"));
        const long long start = num(recovery, "start") / 1000, clients = num(recovery, "clients") + lost;
        if (word == "INACTIVE")
            return "status: INACTIVE";
        if (word == "WAITING_FOR_CLIENTS")
            return "status: WAITING_FOR_CLIENTS\nnon-ready MDTs:  0000";
        if (word == "RECOVERING") {
            const long long left = std::max(0LL, start + 120 - static_cast<long long>(nowSeconds()));
            return format("status: RECOVERING\nrecovery_start: %lld\ntime_remaining: %lld\nconnected_clients: %lld/%lld\nreq_replay_clients: 0\n"
                          "lock_repay_clients: 0\ncompleted_clients: %lld\nevicted_clients: 0\nreplayed_requests: 0\nqueued_requests: 0\n"
                          "next_transno: 4294967380", start, left, std::max(0LL, clients - 1), clients, std::max(0LL, clients - 1));
        }
        return format("status: COMPLETE\nrecovery_start: %lld\nrecovery_duration: 5\ncompleted_clients: %lld/%lld\nreplayed_requests: 0\n"
                      "last_transno: 4294967379\nVBR: DISABLED\nIR: ENABLED", start, clients - lost, clients);
    }

    void addSpace(const std::string &kind, const std::string &label, const Json &mount)
    {
        const Space space = spaceOf(m_session, mount);
        addNumber({kind, label, "blocksize"}, 4096);
        addNumber({kind, label, "filesfree"}, space.inodesFree);
        addNumber({kind, label, "filestotal"}, space.inodes);
        add({kind, label, "fstype"}, str(mount, "backend", "ldiskfs"));
        addNumber({kind, label, "kbytesavail"}, space.available);
        addNumber({kind, label, "kbytesfree"}, space.total - space.used);
        addNumber({kind, label, "kbytestotal"}, space.total);
    }

    void addTarget(const Json &mount)
    {
        const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
        const std::string osd = "osd-" + str(mount, "backend", "ldiskfs");
        addSpace(osd, label, mount);
        add({osd, label, "mntdev"}, str(mount, "source"));
        add({osd, label, "uuid"}, label + "-osd_UUID");
        if (flag(mount, "mgs"))
            addMgs(mount);
        if (label == "MGS" || flag(mount, "nosvc"))
            return;
        const bool mdt = has(label, "-MDT");
        const std::string kind = mdt ? "mdt" : "obdfilter";
        if (!mdt) {
            addSpace(kind, label, mount);
            add({kind, label, "degraded"}, "0", true);
        } else {
            add({kind, label, "hsm_control"}, "stopped", true);
            add({kind, label, "identity_expire"}, "1200", true);
            add({kind, label, "identity_acquire_expire"}, "30", true);
            add({kind, label, "identity_upcall"}, "/usr/sbin/l_getidentity", true);
        }
        addNumber({kind, label, "num_exports"}, exportsOf(m_session, mount));
        const std::string recovery = recoveryText(mount);
        add({kind, label, "recovery_status"}, recovery, false, has(recovery, "\n") && !has(recovery, "WAITING"));
        add({kind, label, "job_stats"}, "job_stats:", true, true);
        add({kind, label, "uuid"}, label + "_UUID");
    }

    void addMgs(const Json &mount)
    {
        const Device device{str(mount, "source"), "mounted", str(mount, "disk"), str(mount, "dataset"), true};
        Words names;
        const Json &all = at(at(contentOf(m_session, device), "mgs"), "fs");
        for (const auto &[name, fileSystem] : all.items()) {
            if (at(fileSystem, "targets").empty())
                continue;
            names.push_back(name);
            Words targets;
            for (const auto &[suffix, target] : at(fileSystem, "targets").items())
                targets.push_back(name + "-" + suffix);
            add({"mgs", "MGS", "live", name}, "fsname: " + name + "\nflags: 0x20     gen: " + std::to_string(targets.size() + 1) + "\n"
                    + join(targets, "\n") + "\n\nSecure RPC Config Rules:\n\nimperative_recovery_state:\n    state: full\n    nonir_clients: 0\n"
                    "    nidtbl_version: 2\n    notify_duration_total: 0.000000000\n    notify_duation_max: 0.000000000\n    notify_count: 0", false, true);
        }
        add({"mgs", "MGS", "filesystems"}, join(names, "\n"));
        add({"mgs", "MGS", "fstype"}, str(mount, "backend", "ldiskfs"));
        addNumber({"mgs", "MGS", "num_exports"}, static_cast<std::int64_t>(names.size() + 1));
        add({"mgs", "MGS", "uuid"}, "MGS");
    }

    void addClient(const Json &mount)
    {
        const std::string name = str(mount, "fsname") + "-" + str(mount, "instance");
        add({"llite", name, "uuid"}, str(mount, "uuid"));
        add({"llite", name, "fstype"}, "lustre");
        add({"llite", name, "client_type"}, "local client");
    }

    void addPeers()
    {
        for (const ObdDevice &device : devicesOf(m_session, m_host)) {
            if (device.type == "osp" || device.type == "osc" || device.type == "mdc")
                add({device.type, device.name, "active"}, "1", true);
            if (device.type == "mds" || device.type == "mgc" || device.type == "mdc" || device.type == "lwp" || device.type == "lod" || device.type == "mdd")
                add({device.type, device.name, "uuid"}, device.uuid);
        }
    }

    Session &m_session;
    std::string m_host;
    const Json &m_set;
    std::vector<Parameter> m_list;
};

} // namespace

std::vector<ObdDevice> devicesOf(Session &session, const std::string &host)
{
    std::vector<ObdDevice> devices = DeviceList(session, host).made();
    for (ObdDevice &device : devices)
        if (str(at(session.state(host), "parameters"), device.type + "." + device.name + ".active") == "0")
            device.active = false;
    return devices;
}

std::string deviceLine(std::size_t number, const ObdDevice &device, int extra)
{
    return format("%3zu %s %s %s %s %d\n", number, device.active ? "UP" : "IN", device.type.c_str(), device.name.c_str(),
                  device.uuid.c_str(), device.references + extra);
}

std::vector<Parameter> parametersOf(Session &session, const std::string &host)
{
    return ParameterList(session, host).made();
}

} // namespace simhost
