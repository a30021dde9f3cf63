// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a cluster on disk, and exclusive access to it.
//
//   DIR/cluster.json            definition: speed, hosts (NICs, which disks under which names)
//   DIR/disks/SERIAL.json       a disk with its one content, whoever sees it
//   DIR/pools.json              ZFS pools, by GUID
//   DIR/hosts/HOST/state.json   modules, LNet, mounts, faults of a host
//   DIR/hosts/HOST/system.json  what outlives its reboots: packages, kernels, services, firewall
//   DIR/hosts/HOST/root/        what that host's /proc, /sys, /dev and /etc show, drawn from the above
#pragma once
#include "agent/simhost/text.h"

#include <map>
#include <string>

namespace simhost {

/// Holds the cluster's lock from construction to end; what was changed is written at the end (or by commit()), each file
/// whole by rename. A process killed in between leaves the state of before. One Session at a time in a process.
class Session {
public:
    explicit Session(std::string directory);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    const std::string &directory() const { return m_directory; }
    Json &definition() { return file("cluster.json"); }
    Json &pools() { return file("pools.json"); }
    /// Corosync and Pacemaker of all clusters; ha.h says what is in it.
    Json &ha() { return file("ha.json"); }
    Json &disk(const std::string &serial) { return file("disks/" + serial + ".json"); }
    Json &state(const std::string &host) { return file("hosts/" + host + "/state.json"); }
    /// Packages and services of a host; systemOf (system.h) fills it.
    Json &system(const std::string &host) { return file("hosts/" + host + "/system.json"); }
    /// A host's part of the definition; null when there is no such host.
    const Json &host(const std::string &name);
    Words hosts();
    std::string root(const std::string &host) const { return m_directory + "/hosts/" + host + "/root"; }
    bool up(const std::string &host);
    /// Writes what changed, draws the roots of the hosts that it concerns.
    void commit();

private:
    struct File {
        Json value;
        std::string written;
    };
    Json &file(const std::string &name);
    void redraw(const Words &changed);

    std::string m_directory;
    std::map<std::string, File> m_files;
    int m_lock = -1;
};

/// Draws /proc, /sys, /dev and /etc of a host from the state (render.cpp); without `all` only what a tool can change.
void drawRoot(Session &session, const std::string &host, bool all = true);

} // namespace simhost
