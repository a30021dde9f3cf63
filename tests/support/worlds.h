// SPDX-License-Identifier: GPL-3.0-or-later
// Worlds for tests: read from a few lines of text, or made at random. Both go through buildWorld, as real ones do.
#pragma once
#include "core/inventory/wanted.h"

#include <random>
#include <string>
#include <vector>

namespace worlds {

/// What a text describes: the reports of the hosts, and what is wanted.
struct Described {
    std::vector<inventory::HostReport> reports;
    inventory::Wanted wanted;
    std::string problem; ///< first line that cannot be read; empty when all could
    inventory::World world() const { return inventory::buildWorld(reports); }
};

/// One thing a line, words of the form key=value; # begins a comment.
///   server NAME [lnet=up|down|unloaded|unconfigured]  [lost[=REASON]] [silent] [no-lustre] [zfs] [eth1=10.1.0.1/24 ...]
///     without an interface it gets eth0=192.168.0.N/24 and eth1=10.10.0.N/24; "silent" never answered
///     [os=rocky,8.10] [kernel=RELEASE] [manager=dnf] [packages=NAME[=VERSION],...] [repositories=NAME,...: ours]
///     [time=chrony,...: running] [adrift] [time-servers=HOST,...] [time-ours] [firewall=firewalld] [open=988/tcp,...] [opened=PORT,...: ours]
///   volume NAME [size=100G] on=SERVER[:PATH],... [sig=TYPE[/LABEL]] [vg=|md=|zpool=|mounted=|holder=NAME] [ro]
///   target LABEL on=VOLUME [nodes=SERVER,...] [mgs=SERVER,...] [combined] [mounted=SERVER[,SERVER]] [zfs] [clients=N]
///     LABEL as stored: scratch:OST0000, scratch=OST0000, scratch-OST0000, MGS
///   client SERVER MOUNTPOINT FSNAME mgs=SERVER,...
///   want OBJECT STATE        want-on TARGET SERVER        want-at TARGET MOUNTPOINT        want-fs {JSON of a FileSystemSpec}
///   want-lnet SERVER NET INTERFACE,...       profile SERVER PROFILE (a built-in one)        lnet-ours SERVER
///   cluster {JSON of a ClusterSpec} [in a line of its own: runs with what is wanted of it]   want-cluster {JSON}: not there yet
///   standby SERVER    maintenance CLUSTER    (before the line of the cluster)    foreign CLUSTER (after it): made by others
///   readdress SERVER ADDRESS/LENGTH          the last interface of the server has another address from here on
Described described(const std::string &text);

/// A random cluster: servers in pairs, free volumes, file systems in any state, hosts that do not answer.
Described random(std::mt19937 &random);

/// `pairs` pairs of servers with `perServer` targets each, in file systems of `perFilesystem` targets, all stopped.
Described large(int pairs, int perServer, int perFilesystem);

} // namespace worlds
