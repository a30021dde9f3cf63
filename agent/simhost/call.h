// SPDX-License-Identifier: GPL-3.0-or-later
// One run of one tool on one host: its words, its streams, its waiting.
#pragma once
#include "agent/simhost/session.h"

#include <functional>

namespace simhost {

/// Where a tool's words go: the process's own streams, or strings in tests.
struct Streams {
    std::function<void(std::string_view)> out, err;
    std::function<std::string()> input;
};
Streams processStreams();

class Call {
public:
    Call(std::string directory, std::string host, Words argv, const Streams &streams);

    std::string directory, host, tool;
    Words args; ///< without the tool's name

    void out(std::string_view text) const { m_streams.out(text); }
    void err(std::string_view text) const { m_streams.err(text); }
    std::string input() const { return m_streams.input(); }
    /// `text` on stderr, and `rc` for the caller to return.
    int fail(int rc, std::string_view text) const;
    /// Seconds as the demo has them (speed 1); no waiting at speed 0.
    void wait(double seconds) const;
    /// Seconds as recorded on a real Lustre whose time limits count (67 s for a missing MGS): a tenth of it in the demo.
    void waitReal(double seconds) const { wait(seconds / 10); }
    double speed() const { return m_speed; }
    /// How many seconds a slow fault adds to this run; 0 without one.
    double slowness() const { return m_slowness; }
    std::string hostDirectory() const { return directory + "/hosts/" + host; }
    /// The path as the host has it: a leading sysroot is taken off, slashes at the end too.
    std::string hostPath(std::string path) const;
    bool isOption(std::string_view option) const { return contains(args, option); }

private:
    friend int run(Call &call);
    const Streams &m_streams;
    double m_speed = 1, m_slowness = 0;
};

/// Runs a tool with the host's power, faults and log seen to; gives its exit code.
int run(Call &call);
/// The same in process, for tests.
struct Outcome {
    int rc = 0;
    std::string out, err;
};
Outcome runCaptured(const std::string &directory, const std::string &host, const Words &argv, const std::string &input = {});

using Tool = int (*)(Call &);
/// Null for a name that is no tool.
Tool toolNamed(std::string_view name);
/// Every name that a host's bin directory gets.
const Words &toolNames();

// The tools, one file a family.
int mkfsLustre(Call &), tunefsLustre(Call &);
int mountTool(Call &), umountTool(Call &), mountLustre(Call &), findmntTool(Call &);
int lctl(Call &), lnetctl(Call &), lfs(Call &);
int modprobe(Call &), lustreRmmod(Call &), lsmod(Call &), modinfo(Call &);
int blkid(Call &), lsblk(Call &), e2label(Call &), dumpe2fs(Call &), debugfs(Call &), udevadm(Call &), multipath(Call &);
int zpool(Call &), zfs(Call &);
int ipTool(Call &), volumeManager(Call &), mdadm(Call &), systemctl(Call &), shutdownTool(Call &), unameTool(Call &), hostnameTool(Call &);
int synchronise(Call &), tune2fs(Call &);
int dnfTool(Call &), zypperTool(Call &), rpmTool(Call &), aptGet(Call &), aptHelper(Call &), dpkgQuery(Call &), grubby(Call &);
int chronyc(Call &), timedatectl(Call &), firewallCmd(Call &), journalctl(Call &);
int corosyncTool(Call &), corosyncKeygen(Call &), corosyncCfgtool(Call &), corosyncQuorumtool(Call &), corosyncCmapctl(Call &);
int crmMon(Call &), cibadmin(Call &), crmAttribute(Call &), crmResource(Call &), crmNode(Call &), crmVerify(Call &), stonithAdmin(Call &), fenceIpmilan(Call &), fenceApc(Call &), icmpPing(Call &);

/// Runs sub-commands of lctl and lnetctl by the longest prefix of words.
struct Branch {
    const char *words; ///< "net show"
    int (*run)(Call &, Words rest);
};

} // namespace simhost
