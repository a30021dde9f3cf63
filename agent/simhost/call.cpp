// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/call.h"

#include "agent/simhost/ha.h"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace simhost {

namespace {

void writeTo(int fd, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n <= 0)
            return;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string readAll(int fd)
{
    std::string content;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
        content.append(buffer, static_cast<std::size_t>(n));
    return content;
}

struct NamedTool {
    const char *name;
    Tool tool;
};

const NamedTool tools[] = {
    {"mkfs.lustre", mkfsLustre}, {"tunefs.lustre", tunefsLustre}, {"mount", mountTool}, {"umount", umountTool},
    {"mount.lustre", mountLustre}, {"mount.lustre_tgt", mountLustre}, {"findmnt", findmntTool},
    {"lctl", lctl}, {"lnetctl", lnetctl}, {"lfs", lfs},
    {"modprobe", modprobe}, {"lustre_rmmod", lustreRmmod}, {"lsmod", lsmod}, {"modinfo", modinfo},
    {"blkid", blkid}, {"lsblk", lsblk}, {"e2label", e2label}, {"dumpe2fs", dumpe2fs}, {"tune2fs", tune2fs}, {"debugfs", debugfs},
    {"udevadm", udevadm}, {"multipath", multipath}, {"zpool", zpool}, {"zfs", zfs},
    {"ip", ipTool}, {"vgs", volumeManager}, {"lvs", volumeManager}, {"pvs", volumeManager}, {"mdadm", mdadm},
    {"systemctl", systemctl}, {"shutdown", shutdownTool}, {"uname", unameTool}, {"hostname", hostnameTool},
    {"sync", synchronise},
    {"dnf", dnfTool}, {"yum", dnfTool}, {"zypper", zypperTool}, {"rpm", rpmTool}, {"grubby", grubby},
    {"apt-get", aptGet}, {"apt-helper", aptHelper}, {"dpkg-query", dpkgQuery},
    {"chronyc", chronyc}, {"timedatectl", timedatectl}, {"firewall-cmd", firewallCmd}, {"journalctl", journalctl},
    {"corosync", corosyncTool}, {"corosync-keygen", corosyncKeygen}, {"corosync-cfgtool", corosyncCfgtool}, {"corosync-quorumtool", corosyncQuorumtool},
    {"corosync-cmapctl", corosyncCmapctl}, {"crm_mon", crmMon}, {"cibadmin", cibadmin}, {"crm_attribute", crmAttribute}, {"crm_standby", crmAttribute},
    {"crm_resource", crmResource}, {"crm_node", crmNode}, {"crm_verify", crmVerify}, {"stonith_admin", stonithAdmin}, {"fence_ipmilan", fenceIpmilan}, {"fence_apc", fenceApc}, {"ping", icmpPing},
};

/// The fault that is set for this call, counted down when it has a number of times; null without one.
Json takeFault(Session &session, const Call &call)
{
    Json &faults = arrayAt(session.state(call.host), "faults");
    for (auto fault = faults.begin(); fault != faults.end(); ++fault) {
        const std::string word = str(*fault, "word");
        if (str(*fault, "tool") != call.tool || (!word.empty() && !contains(call.args, word)))
            continue;
        const Json taken = *fault;
        const std::int64_t times = num(*fault, "times", -1);
        if (times == 1)
            faults.erase(fault);
        else if (times > 1)
            (*fault)["times"] = times - 1;
        return taken;
    }
    return {};
}

/// A line in the host's log when a run starts and when it ends; a run without an end was killed.
class LogEntry {
public:
    explicit LogEntry(const Call &call) : m_path(call.hostDirectory() + "/log")
    {
        m_line = {{"argv", Json::array({call.tool})}, {"pid", ::getpid()}, {"started", nowMillis()}};
        for (const std::string &word : call.args)
            m_line["argv"].push_back(word);
        m_marker = call.hostDirectory() + "/run";
        makeDirectories(m_marker);
        m_marker += "/" + std::to_string(::getpid());
        writeFile(m_marker, call.tool);
        m_line["event"] = "start";
        appendLine(m_path, dump(m_line));
    }
    void end(int rc)
    {
        m_line["event"] = "end";
        m_line["ended"] = nowMillis();
        m_line["rc"] = rc;
        appendLine(m_path, dump(m_line));
        ::unlink(m_marker.c_str());
    }

private:
    std::string m_path, m_marker;
    Json m_line;
};

} // namespace

Streams processStreams()
{
    return {[](std::string_view text) { writeTo(1, text); }, [](std::string_view text) { writeTo(2, text); },
            [] { return readAll(0); }};
}

Call::Call(std::string directory_, std::string host_, Words argv, const Streams &streams)
    : directory(std::move(directory_)), host(std::move(host_)), m_streams(streams)
{
    if (!argv.empty()) {
        tool = baseName(argv.front());
        args.assign(argv.begin() + 1, argv.end());
    }
}

int Call::fail(int rc, std::string_view text) const
{
    err(text);
    return rc;
}

void Call::wait(double seconds) const
{
    const double scaled = seconds * m_speed;
    if (scaled <= 0)
        return;
    timespec left{static_cast<time_t>(scaled), static_cast<long>((scaled - static_cast<double>(static_cast<time_t>(scaled))) * 1e9)};
    while (::nanosleep(&left, &left) != 0) { }
}

std::string Call::hostPath(std::string path) const
{
    const std::string root = hostDirectory() + "/root";
    if (path.rfind(root + "/", 0) == 0)
        path.erase(0, root.size());
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

int run(Call &call)
{
    const Tool tool = toolNamed(call.tool);
    if (!tool)
        return call.fail(127, call.tool + ": no such tool in the simulated host\n");
    Json fault;
    {
        Session session(call.directory);
        if (session.host(call.host).is_null())
            return call.fail(255, "simhost: no host " + call.host + " in " + call.directory + "\n");
        if (!session.up(call.host))
            return call.fail(255, "simhost: host " + call.host + " is powered off\n");
        fault = takeFault(session, call);
        const char *speed = ::getenv("CHANDELIER_SIMHOST_SPEED");
        call.m_speed = speed ? std::atof(speed) : real(session.definition(), "speed", 1);
    }
    LogEntry log(call);
    int rc = 0;
    if (str(fault, "mode") == "fail") {
        call.out(str(fault, "stdout"));
        call.err(str(fault, "stderr"));
        rc = static_cast<int>(num(fault, "rc", 1));
    } else {
        call.m_slowness = str(fault, "mode") == "slow" ? real(fault, "seconds") : 0;
        if (str(fault, "mode") == "hang") { // a hang is as long as was asked, whatever the speed
            timespec left{static_cast<time_t>(num(fault, "seconds")), 0};
            while (::nanosleep(&left, &left) != 0) { }
        }
        rc = tool(call);
    }
    log.end(rc);
    // What these change a health agent or a monitor of Pacemaker's would see.
    if (contains({"umount", "mount", "lnetctl", "lctl", "lustre_rmmod", "modprobe"}, call.tool) && exists(call.directory + "/ha.json"))
        wakeClusters(call.directory);
    return rc;
}

Outcome runCaptured(const std::string &directory, const std::string &host, const Words &argv, const std::string &input)
{
    Outcome outcome;
    const Streams streams{[&](std::string_view text) { outcome.out += text; }, [&](std::string_view text) { outcome.err += text; },
                          [&] { return input; }};
    Call call(directory, host, argv, streams);
    outcome.rc = run(call);
    return outcome;
}

Tool toolNamed(std::string_view name)
{
    for (const NamedTool &tool : tools)
        if (name == tool.name)
            return tool.tool;
    return nullptr;
}

const Words &toolNames()
{
    static const Words names = [] {
        Words all;
        for (const NamedTool &tool : tools)
            all.emplace_back(tool.name);
        return all;
    }();
    return names;
}

} // namespace simhost
