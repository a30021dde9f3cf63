// SPDX-License-Identifier: GPL-3.0-or-later
// Draws what a host's /proc, /sys, /dev and /etc show. Only files that differ are written.
#include "agent/simhost/lnet.h"
#include "agent/simhost/system.h"
#include "agent/simhost/trouble.h"

#include <sys/stat.h>
#include <unistd.h>

namespace simhost {

namespace {

class Drawing {
public:
    Drawing(Session &session, const std::string &host) : m_session(session), m_name(host), m_root(session.root(host)), m_host(session.host(host)), m_state(session.state(host)) { }

    void draw(bool all)
    {
        if (!isDirectory(m_root))
            return;
        const bool modules = drawProc();
        if (modules || all)
            drawLustre();
        if (!all)
            return;
        drawHardware();
        drawEtc();
        drawNetwork();
        drawBlocks();
    }

private:
    /// True when it was not so before.
    bool put(const std::string &path, const std::string &content)
    {
        const std::string whole = m_root + "/" + path;
        if (readFile(whole) == content && (!content.empty() || exists(whole)))
            return false;
        if (!writeFile(whole, content)) {
            makeDirectories(dirName(whole));
            writeFile(whole, content);
        }
        return true;
    }
    void once(const std::string &path, const std::string &content)
    {
        if (!exists(m_root + "/" + path))
            put(path, content);
    }
    void link(const std::string &path, const std::string &to)
    {
        const std::string whole = m_root + "/" + path;
        char old[512] = "";
        const ssize_t size = ::readlink(whole.c_str(), old, sizeof old - 1);
        if (size >= 0 && to == std::string(old, static_cast<std::size_t>(size)))
            return;
        makeDirectories(dirName(whole));
        ::unlink(whole.c_str());
        if (::symlink(to.c_str(), whole.c_str()) != 0)
            return;
    }
    void gone(const std::string &path) { removeTree(m_root + "/" + path); }

    /// True when the loaded modules changed.
    bool drawProc()
    {
        std::string mounts = "proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\nsysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0\n";
        for (const Json &entry : at(m_host, "disks")) {
            for (const Json &part : at(entry, "partitions"))
                addSystemMount(mounts, part);
            addSystemMount(mounts, entry);
        }
        for (const Json &mount : at(m_state, "mounts"))
            mounts += str(mount, "source") + " " + str(mount, "target") + " " + str(mount, "type") + " " + str(mount, "options") + " 0 0\n";
        put("proc/mounts", mounts);
        std::string modules;
        for (const Json &name : at(m_state, "modules"))
            for (const ModuleInfo &module : lustreModules())
                if (name == module.name)
                    modules = format("%s %d 0 - Live 0x0000000000000000 (O)\n", module.name, module.size) + modules;
        const bool changed = put("proc/modules", modules + "ext4 983040 1 - Live 0x0000000000000000\n");
        const std::int64_t btime = num(m_state, "bootTime");
        const std::string started = format("\nbtime %lld\n", static_cast<long long>(btime));
        if (!has(readFile(m_root + "/proc/stat"), started)) // else a load counts on in it
            put("proc/stat", "cpu  1000 0 1000 100000 0 0 0 0 0 0" + started);
        put("proc/uptime", format("%lld.00 0.00\n", static_cast<long long>(std::max<std::int64_t>(1, nowSeconds() - btime))));
        put("proc/sys/kernel/random/boot_id", str(m_state, "bootId") + "\n");
        drawSystem();
        put("proc/filesystems", "nodev\tsysfs\nnodev\tproc\n\text4\n\txfs\n" + std::string(moduleLoaded(m_session, m_name, "lustre") ? "nodev\tlustre\nnodev\tlustre_tgt\n" : ""));
        return changed;
    }

    /// Package database, kernels and configuration of the distribution.
    void drawSystem()
    {
        const Json &system = m_session.system(m_name);
        const Family family = familyOf(m_host);
        if (system.empty())
            return;
        put(family == Family::Debian ? "var/lib/dpkg/status" : "var/lib/rpm/rpmdb.sqlite", format("revision %lld\n", static_cast<long long>(num(system, "revision"))));
        for (const Json &kernel : at(system, "kernels"))
            if (kernel.is_string())
                once("boot/vmlinuz-" + kernel.get<std::string>(), "");
        once(family == Family::Debian ? "boot/grub/grub.cfg" : "boot/grub2/grub.cfg", "");
        put("boot/grub2/grubenv", "saved_entry=" + str(system, "bootKernel") + "\n");
        const bool chrony = at(system, "packages").contains("chrony");
        if (family == Family::Debian) {
            once("etc/systemd/timesyncd.conf", "[Time]\n#NTP=\n#FallbackNTP=0.debian.pool.ntp.org\n");
            if (chrony)
                once("etc/chrony/chrony.conf", "confdir /etc/chrony/conf.d\npool 2.debian.pool.ntp.org iburst\nsourcedir /run/chrony-dhcp\nsourcedir /etc/chrony/sources.d\n"
                                               "keyfile /etc/chrony/chrony.keys\ndriftfile /var/lib/chrony/chrony.drift\nmakestep 1 3\n");
        } else if (chrony) {
            once("etc/chrony.conf", "# Use public servers from the pool.ntp.org project.\npool 2.rocky.pool.ntp.org iburst\n\nsourcedir /run/chrony-dhcp\n\n"
                                    "driftfile /var/lib/chrony/drift\nmakestep 1.0 3\nrtcsync\nkeyfile /etc/chrony.keys\nleapsectz right/UTC\nlogdir /var/log/chrony\n");
        }
    }

    void drawHardware()
    {
        const std::int64_t cpus = num(m_host, "cpus", 16), memory = num(m_host, "memoryKb", 196608LL * 1024);
        std::string cpu;
        for (std::int64_t i = 0; i < cpus; ++i)
            cpu += format("processor\t: %lld\nvendor_id\t: GenuineIntel\nmodel name\t: ", static_cast<long long>(i)) + str(m_host, "cpuModel", "Intel(R) Xeon(R) Gold 6346 CPU @ 3.10GHz") + "\n\n";
        put("proc/cpuinfo", cpu);
        once("proc/meminfo", format("MemTotal:       %lld kB\nMemFree:        %lld kB\nMemAvailable:   %lld kB\n", static_cast<long long>(memory),
                                   static_cast<long long>(memory / 2), static_cast<long long>(memory * 3 / 4)));
        once("proc/loadavg", "0.12 0.20 0.18 1/420 1234\n");
        put("proc/mdstat", "Personalities : \nunused devices: <none>\n");
        put("proc/sys/kernel/hostname", m_name + "\n");
        put("proc/sys/kernel/osrelease", str(m_host, "kernel") + "\n");
        put("proc/version", "Linux version " + str(m_host, "kernel") + " (gcc) #1 SMP PREEMPT_DYNAMIC\n");
    }

    void addSystemMount(std::string &mounts, const Json &entry)
    {
        const Json &disk = m_session.disk(str(entry, "disk"));
        if (!str(disk, "systemMount").empty())
            mounts += "/dev/" + str(entry, "kernel") + " " + str(disk, "systemMount") + " " + str(at(disk, "content"), "type") + " rw,relatime 0 0\n";
    }

    void drawEtc()
    {
        const Json &os = at(m_host, "os");
        once("etc/os-release", "NAME=\"" + str(os, "name", "Rocky Linux") + "\"\nVERSION_ID=\"" + str(os, "version", "9.4") + "\"\nID=\"" + str(os, "id", "rocky")
                 + "\"\nPRETTY_NAME=\"" + str(os, "pretty", "Rocky Linux 9.4 (Blue Onyx)") + "\"\n");
        once("etc/machine-id", replaced(newUuid(), "-", "") + "\n");
        once("etc/hostname", m_name + "\n");
        once("usr/sbin/.keep", "");
        once("mnt/.keep", "");
        once("tmp/.keep", "");
        once("etc/modprobe.d/.keep", "");
    }

    void drawNetwork()
    {
        drawInterface("lo", "00:00:00:00:00:00", "unknown", "-1", "772");
        for (const Json &nic : at(m_host, "nics"))
            drawInterface(str(nic, "name"), str(nic, "mac"), "up", std::to_string(num(nic, "speed", 10000)), str(nic, "kind") == "infiniband" ? "32" : "1");
    }

    void drawInterface(const std::string &name, const std::string &mac, const char *operstate, const std::string &speed, const char *type)
    {
        const std::string directory = "sys/class/net/" + name + "/";
        put(directory + "address", mac + "\n");
        put(directory + "operstate", std::string(operstate) + "\n");
        put(directory + "speed", speed + "\n");
        put(directory + "type", std::string(type) + "\n");
        put(directory + "mtu", "1500\n");
    }

    void drawBlocks()
    {
        for (const Json &entry : at(m_host, "disks")) {
            const Json &disk = m_session.disk(str(entry, "disk"));
            const bool present = flag(disk, "present", true);
            const std::string kernel = str(entry, "kernel");
            Words names{kernel};
            for (const Json &path : at(entry, "paths"))
                names.push_back(path.get<std::string>());
            for (const std::string &name : names)
                present ? drawBlock(name, disk) : removeBlock(name);
            for (std::size_t i = 1; present && i < names.size(); ++i) {
                put("sys/block/" + names[i] + "/holders/" + kernel, "");
                put("sys/block/" + kernel + "/slaves/" + names[i], "");
            }
            drawNames(entry, disk, present);
            for (const Json &part : at(entry, "partitions")) {
                const std::string name = str(part, "kernel");
                put("sys/block/" + kernel + "/" + name + "/partition", "1\n");
                put("sys/block/" + kernel + "/" + name + "/size", std::to_string(num(m_session.disk(str(part, "disk")), "size") / 512) + "\n");
                once("dev/" + name, "");
            }
        }
    }

    void drawNames(const Json &entry, const Json &disk, bool present)
    {
        const std::string kernel = str(entry, "kernel"), mapper = str(entry, "mapper"), wwn = str(disk, "wwn");
        Words links;
        if (!mapper.empty())
            links.push_back("dev/mapper/" + mapper);
        if (!wwn.empty())
            links.push_back("dev/disk/by-id/wwn-" + wwn);
        if (!wwn.empty() && !mapper.empty())
            links.push_back("dev/disk/by-id/dm-uuid-mpath-" + replaced(wwn, "0x", "3"));
        links.push_back("dev/disk/by-id/" + str(disk, "transport", "scsi") + "-" + replaced(str(disk, "model"), " ", "_") + "_" + str(disk, "serial"));
        for (const std::string &path : links) {
            const std::size_t depth = split(path, '/').size() - 2;
            std::string up;
            for (std::size_t i = 0; i < depth; ++i)
                up += "../";
            present ? link(path, up + kernel) : gone(path);
        }
        if (!mapper.empty() && present) {
            put("sys/block/" + kernel + "/dm/name", mapper + "\n");
            put("sys/block/" + kernel + "/dm/uuid", "mpath-" + replaced(wwn, "0x", "3") + "\n");
        }
    }

    void drawBlock(const std::string &name, const Json &disk)
    {
        const std::string directory = "sys/block/" + name + "/";
        put(directory + "size", std::to_string(num(disk, "size") / 512) + "\n");
        put(directory + "ro", flag(disk, "readOnly") ? "1\n" : "0\n");
        put(directory + "queue/rotational", flag(disk, "rotational", true) ? "1\n" : "0\n");
        put(directory + "queue/logical_block_size", "512\n");
        if (name.rfind("dm-", 0) != 0) {
            put(directory + "device/model", str(disk, "model") + "\n");
            put(directory + "device/vendor", str(disk, "vendor") + "\n");
            put(directory + "device/serial", str(disk, "serial") + "\n");
            put(directory + "device/wwid", "naa." + replaced(str(disk, "wwn"), "0x", "") + "\n");
            put(directory + "device/state", "running\n");
        }
        makeDirectories(m_root + "/" + directory + "holders");
        makeDirectories(m_root + "/" + directory + "slaves");
        once("dev/" + name, "");
    }

    void removeBlock(const std::string &name)
    {
        gone("sys/block/" + name);
        gone("dev/" + name);
    }

    void drawLustre()
    {
        for (const ModuleInfo &module : lustreModules()) {
            const std::string directory = std::string("sys/module/") + module.name;
            if (moduleLoaded(m_session, m_name, module.name)) {
                put(directory + "/initstate", "live\n");
                put(directory + "/refcnt", "0\n");
                if (std::string_view(module.name) == "lnet")
                    put(directory + "/parameters/networks", networksOption(m_session, m_name) + "\n");
            } else {
                gone(directory);
            }
        }
        const std::string version = lustreVersionOf(m_session, m_name);
        if (moduleLoaded(m_session, m_name, "obdclass")) {
            put("sys/fs/lustre/version", version + "\n");
            put("sys/fs/lustre/health_check", healthText(m_state) + "\n");
        } else {
            gone("sys/fs/lustre");
        }
        for (const char *tool : {"mkfs.lustre", "tunefs.lustre", "lctl", "lnetctl", "mount.lustre"})
            if (!flag(m_host, "withoutLustre"))
                once(std::string("usr/sbin/") + tool, "");
        if (flag(m_host, "zfs"))
            put("sys/module/zfs/version", "2.1.15-1\n");
    }

    Session &m_session;
    std::string m_name, m_root;
    const Json &m_host, &m_state;
};

} // namespace

void drawRoot(Session &session, const std::string &host, bool all)
{
    Drawing(session, host).draw(all);
}

} // namespace simhost
