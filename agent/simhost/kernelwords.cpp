// SPDX-License-Identifier: GPL-3.0-or-later
// What kernels and services say. The texts are those that a real Lustre 2.17 printed in these situations.
#include "agent/simhost/journal.h"
#include "agent/simhost/lnet.h"

#include <algorithm>

namespace simhost {

namespace {

constexpr int logEmergency = 0, logError = 3, logWarning = 4, logNotice = 5, logInfo = 6;
constexpr int knownClients = 12;

std::string nidOf(Session &session, const std::string &host)
{
    const Words nids = nidsOf(session, host);
    return nids.empty() ? "0@lo" : nids.front();
}

/// "dm-3": what the kernel calls the disk of a mount on this host.
std::string kernelNameOf(Session &session, const std::string &host, const Json &mount)
{
    for (const Json &disk : at(session.host(host), "disks"))
        if (str(disk, "disk") == str(mount, "disk"))
            return str(disk, "kernel", "dm-0");
    return baseName(str(mount, "source"));
}

bool isMdt(const std::string &label) { return has(label, "-MDT"); }

/// Who has an import to that target: MDSs of its file system. With the name of that import.
std::vector<std::pair<std::string, std::string>> importers(Session &session, const std::string &label, const std::string &fsname)
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const std::string &host : session.hosts())
        for (const Json &mount : at(session.state(host), "mounts")) {
            const std::string own = str(mount, "label");
            if (session.up(host) && isMdt(own) && str(mount, "fsname") == fsname && own != label)
                all.emplace_back(host, label + (isMdt(label) ? "-osp-" : "-osc-") + own.substr(fsname.size() + 1));
        }
    return all;
}

double speedOf(Session &session) { return real(session.definition(), "speed", 1); }

std::string client(std::int64_t number, Session &session, const std::string &host)
{
    const std::string nid = nidOf(session, host);
    return format("10.10.1.%d", 101 + static_cast<int>(number % knownClients)) + nid.substr(nid.find('@'));
}

} // namespace

void sayBooted(Session &session, const std::string &host)
{
    const std::string kernel = str(session.host(host), "kernel");
    say(session, host, {"Linux version " + kernel + " (mockbuild@build) #1 SMP PREEMPT_DYNAMIC", logNotice});
    say(session, host, {"Command line: BOOT_IMAGE=(hd0,gpt1)/vmlinuz-" + kernel + " root=/dev/sda2 ro crashkernel=1G", logInfo});
    say(session, host, {"systemd 252-32.el9 running in system mode", logInfo, "systemd", "init.scope", 1, 0.1});
    say(session, host, {"Started Journal Service.", logInfo, "systemd", "init.scope", 1, 0.2});
    for (const Json &nic : at(session.host(host), "nics"))
        say(session, host, {"mlx5_core 0000:17:00.0 " + str(nic, "name") + ": Link up", logInfo, "kernel", {}, 0, 0.3});
    say(session, host, {"Reached target Multi-User System.", logInfo, "systemd", "init.scope", 1, 0.5});
    say(session, host, {"Server listening on 0.0.0.0 port 22.", logInfo, "sshd", "sshd.service", 1204, 0.5});
    say(session, host, {"chronyd version 4.5 starting (+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER)", logInfo, "chronyd", "chronyd.service", 981, 0.5});
}

void sayMounted(Session &session, const std::string &host, const Json &mount, bool first)
{
    const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
    if (str(mount, "kind") == "client")
        return say(session, host, {"Lustre: Mounted " + fsname + "-client", logNotice});
    if (str(mount, "backend", "ldiskfs") == "ldiskfs")
        say(session, host, {"LDISKFS-fs (" + kernelNameOf(session, host, mount) + "): mounted filesystem with ordered data mode. Quota mode: journalled.", logInfo});
    if (label == "MGS")
        return;
    if (first)
        say(session, host, {"Lustre: " + label + ": new disk, initializing", logInfo});
    say(session, host, {"Lustre: " + label + ": Imperative Recovery not enabled, recovery window 120-360", logInfo});
    const Json &recovery = at(mount, "recovery");
    const std::int64_t clients = num(recovery, "clients");
    const double lasts = 5 * speedOf(session);
    if (recovery.is_object() && clients == 0)
        say(session, host, {"Lustre: " + label + ": in recovery but waiting for the first client to connect", logWarning});
    if (clients > 0) {
        const std::string count = std::to_string(clients);
        say(session, host, {"Lustre: " + label + ": Will be in recovery for at least 2:00, or until " + count + (clients == 1 ? " client reconnects" : " clients reconnect"), logWarning});
        say(session, host, {"Lustre: " + label + ": Recovery over after 0:05, of " + count + " clients " + count + " recovered and 0 were evicted.", logWarning, "kernel", {}, 0, lasts});
    }
    if (!first)
        for (const auto &[peer, import] : importers(session, label, fsname))
            say(session, peer, {"Lustre: " + import + ": Connection restored to " + nidOf(session, host) + " (at " + nidOf(session, host) + ")", logWarning, "kernel", {}, 0, clients > 0 ? lasts : 0.2});
}

void sayUnmounted(Session &session, const std::string &host, const Json &mount)
{
    const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
    if (str(mount, "kind") == "client")
        return say(session, host, {"Lustre: Unmounted " + fsname + "-client", logNotice});
    say(session, host, {"Lustre: Failing over " + label, logNotice});
    say(session, host, {"Lustre: server umount " + label + " complete", logNotice});
    if (str(mount, "backend", "ldiskfs") == "ldiskfs")
        say(session, host, {"LDISKFS-fs (" + kernelNameOf(session, host, mount) + "): unmounting filesystem.", logInfo});
    if (label == "MGS")
        return;
    const std::string nid = nidOf(session, host);
    for (const auto &[peer, import] : importers(session, label, fsname)) {
        say(session, peer, {"LustreError: " + import + ": operation " + (isMdt(label) ? "mds" : "ost") + "_statfs to node " + nid + " failed: rc = -107", logError});
        say(session, peer, {"Lustre: " + import + ": Connection to " + label + " (at " + nid + ") was lost; in progress operations using this service will wait for recovery to complete", logWarning});
    }
}

void sayRefused(Session &session, const std::string &host, const std::string &label, const std::string &kernelName, int code)
{
    if (code == 110)
        say(session, host, {"LustreError: " + label + ": cannot register this server with the MGS: rc = -110. Is the MGS running?", logError});
    if (code == 98)
        say(session, host, {"LustreError: Server " + label + " requested index " + std::to_string(std::max<std::int64_t>(0, wholeNumber("0x" + label.substr(label.size() - std::min<std::size_t>(4, label.size())))))
                                + ", but that index is already in use. Use --writeconf to force", logError});
    if (code == 16)
        say(session, host, {"LDISKFS-fs warning (device " + kernelName + "): ldiskfs_multi_mount_protect:331: Device is already active on another node.", logWarning});
    if (code == 110 || code == 98)
        say(session, host, {"LustreError: 8090:0:(tgt_mount.c:2479:server_fill_super()) Unable to start targets: -" + std::to_string(code), logError});
}

void sayAborted(Session &session, const std::string &host, const std::string &label)
{
    say(session, host, {"Lustre: " + label + ": Aborting recovery", logWarning});
}

void sayLost(Session &session, const std::string &host)
{
    const std::string nid = nidOf(session, host);
    const double after = 2 * speedOf(session);
    for (const Json &mount : at(session.state(host), "mounts")) {
        const std::string label = str(mount, "label"), fsname = str(mount, "fsname");
        if (str(mount, "kind") != "target" || label == "MGS")
            continue;
        for (const auto &[peer, import] : importers(session, label, fsname)) {
            if (peer == host)
                continue;
            const long long now = static_cast<long long>(nowSeconds());
            say(session, peer, {format("Lustre: 4712:0:(client.c:2340:ptlrpc_expire_one_request()) @@@ Request sent has timed out for slow reply: [sent %lld/real %lld]  req@ff11000107a2c380 x1813372880129408/t0(0) o400->",
                                       now, now) + import + "@" + nid + ":28/4 lens 224/224 e 0 to 1", logWarning, "kernel", {}, 0, after});
            say(session, peer, {"Lustre: " + import + ": Connection to " + label + " (at " + nid + ") was lost; in progress operations using this service will wait for recovery to complete", logWarning, "kernel", {}, 0,
                                after});
        }
    }
}

namespace {

/// What is not about the target itself: its peers, its disk, its network.
bool sayAround(Session &session, const std::string &host, const std::string &what, const std::string &label, const std::string &kernelName)
{
    if (what == "creates") {
        for (const auto &[peer, import] : importers(session, label, label.substr(0, label.find('-'))))
            say(session, peer, {"Lustre: " + import + ": slow creates, last=[0x2c0000401:0x22:0x0], next=[0x2c0000401:0x22:0x0], reserved=0, sync_changes=0, sync_rpcs_in_progress=0, status=-110", logWarning});
    } else if (what == "disk") {
        say(session, host, {"blk_update_request: I/O error, dev " + kernelName + ", sector 4196352 op 0x0:(READ) flags 0x4000 phys_seg 4 prio class 0", logError});
    } else if (what == "nid") {
        say(session, host, {"LNetError: 120-3: Refusing connection from 10.10.1.99 for " + nidOf(session, host) + ": No matching NI", logError});
    } else {
        return false;
    }
    return true;
}

} // namespace

bool sayEvent(Session &session, const std::string &host, const std::string &what)
{
    std::string label, kernelName;
    for (const Json &mount : at(session.state(host), "mounts"))
        if (str(mount, "kind") == "target" && str(mount, "label") != "MGS" && label.empty()) {
            label = str(mount, "label");
            kernelName = kernelNameOf(session, host, mount);
        }
    if (label.empty())
        return false;
    const std::string peer = client(nowSeconds(), session, host);
    const std::string ns = isMdt(label) ? "mdt-" : "filter-";
    if (what == "lbug") {
        say(session, host, {"LustreError: 9471:0:(ldlm_lock.c:2201:ldlm_lock_destroy_internal()) ASSERTION( list_empty(&lock->l_res_link) ) failed: ", logEmergency});
        say(session, host, {"LustreError: 9471:0:(ldlm_lock.c:2201:ldlm_lock_destroy_internal()) LBUG", logEmergency});
        say(session, host, {"Kernel panic - not syncing: LBUG", logEmergency});
    } else if (what == "evict")
        say(session, host, {"LustreError: 0:0:(ldlm_lockd.c:261:expired_lock_main()) ### lock callback timer expired after 101s: evicting client at " + peer + "  ns: " + ns + label
                                + "_UUID lock: ff11000152d6b200/0x8f3c4e7ab1f9d05e lrc: 3/0,0 mode: PW/PW res: [0x2c0000401:0x12:0x0].0x0 rrc: 3 type: EXT", logError});
    else if (what == "slow")
        say(session, host, {"LustreError: " + label + ": slow parent lock 171s due to heavy IO load", logError});
    else if (what == "hung")
        say(session, host, {"Lustre: ll_ost_io01_004: service thread pid 36108 was inactive for 201.124 seconds. The thread might be hung, or it might only be slow and will resume later. Dumping the stack trace for "
                            "debugging purposes:", logWarning});
    else if (what == "readonly") {
        say(session, host, {"LDISKFS-fs error (device " + kernelName + "): ldiskfs_lookup:1817: inode #62124: comm ll_ost01_002: deleted inode referenced: 5384166", logError});
        say(session, host, {"LDISKFS-fs (" + kernelName + "): Remounting filesystem read-only", logError});
    } else if (what == "checksum")
        say(session, host, {"LustreError: " + label + ": BAD WRITE CHECKSUM: from 12345-" + peer + " inode [0x200000bd2:0x3:0x0] object 0x0:123 extent [0-1048575]: client csum 5b9f1d04, server csum 96d62e07", logError});
    else
        return sayAround(session, host, what, label, kernelName);
    return true;
}

namespace {

void routine(Session &session, const std::string &host, std::int64_t number)
{
    const int session_ = static_cast<int>(40 + number / 60), pid = static_cast<int>(20000 + number % 9000);
    switch (number % 5) {
    case 0: return say(session, host, {"(root) CMD (run-parts /etc/cron.hourly)", logInfo, "CROND", "crond.service", pid});
    case 1: return say(session, host, {"Accepted publickey for root from 10.10.0.2 port " + std::to_string(40000 + number % 20000) + " ssh2: ED25519 SHA256:m1VtJ3yQ0dXo7Z4fA9c", logInfo, "sshd", "sshd.service", pid});
    case 2: return say(session, host, {"Started Session " + std::to_string(session_) + " of User root.", logInfo, "systemd", "init.scope", 1});
    case 3: return say(session, host, {"Session " + std::to_string(session_) + " logged out. Waiting for processes to exit.", logInfo, "systemd-logind", "systemd-logind.service", 912});
    default: return say(session, host, {"Selected source 10.10.0.1", logInfo, "chronyd", "chronyd.service", 981});
    }
}

} // namespace

void chatter(Session &session, std::int64_t second)
{
    const Words hosts = session.hosts();
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const auto turn = second + static_cast<std::int64_t>(i) * 6;
        if (!session.up(hosts[i]))
            continue;
        if (turn % 30 == 0)
            routine(session, hosts[i], turn / 30);
        if (turn % 240 != 120)
            continue;
        for (const Json &mount : at(session.state(hosts[i]), "mounts")) {
            const std::string label = str(mount, "label");
            if (!has(label, "-OST"))
                continue;
            const std::string peer = client(second / 7, session, hosts[i]);
            const std::string uuid = format("613beb%02x-2ace-4209-be66-00000004b5%02x", static_cast<unsigned>(second % 200), static_cast<unsigned>(second % 200));
            say(session, hosts[i], {"Lustre: " + label + ": haven't heard from client " + uuid + " (at " + peer + ") in 227 seconds. I think it's dead, and I am evicting it. exp ff11000125aa1400", logWarning});
            say(session, hosts[i], {"Lustre: " + label + ": Connection restored to " + uuid + " (at " + peer + ")", logWarning, "kernel", {}, 0, 9});
            break;
        }
    }
}

} // namespace simhost
