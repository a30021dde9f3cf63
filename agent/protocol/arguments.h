// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of the verbs, read and checked once, for the planner (operationsFor) and for the agent alike.
// Every function gives BadArgument that names the argument, what it holds and what it may hold.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace protocol {

/// The device of a target as the plan saw it. The agent refuses when it is another one by now.
struct DeviceArgument {
    std::string path;      ///< on this host: /dev/mapper/mpatha
    std::string id;        ///< BlockDevice::id
    std::uint64_t size = 0;///< bytes; 0: not compared
    std::string signature; ///< Signature::text(); empty: nothing was on it
    std::string pool;      ///< of backend zfs: pool made from the device
    std::string dataset;   ///< of backend zfs: POOL/NAME
};

/// What all target verbs share.
struct TargetArguments {
    std::string label;  ///< scratch-OST0000, or MGS
    std::string fsname; ///< empty for a separate MGS
    bool mgs = false, mdt = false, ost = false;
    int index = -1;
    bool zfs = false;
    DeviceArgument device;
    std::string mountpoint;
    /// What mkfs.lustre, tunefs.lustre and mount are given: the device, or POOL/NAME.
    const std::string &storage() const { return zfs ? device.dataset : device.path; }
};

struct FormatArguments {
    TargetArguments target;
    std::vector<std::string> mgsnodes{}, servicenodes{}, failnodes{}; ///< one item a host, its NIDs with commas
    std::string network{};
    std::vector<std::pair<std::string, std::string>> params{};
    std::string mountfsoptions{}, mkfsoptions{}, comment{};
    std::uint64_t inodeSize = 0, bytesPerInode = 0, inodeCount = 0, journalMiB = 0, deviceSizeKiB = 0;
    std::int64_t stripeCountHint = 0;
    std::string reformat{}; ///< Signature::text() of what may be lost; empty: nothing may
    bool iamDir = false, verbose = false, quiet = false;
};

struct WriteconfArguments {
    TargetArguments target;
    bool eraseParams = false;
    std::vector<std::string> mgsnodes{}, servicenodes{}, failnodes{};
    std::vector<std::pair<std::string, std::string>> params{};
};

struct Peer {
    std::string host;
    bool mounted = false; ///< the manager saw the target mounted there
    bool known = true;    ///< false: the host did not answer
    std::string word{};   ///< the host's name, typed by a person as the word that it is off
};

struct MountArguments {
    TargetArguments target;
    std::vector<Peer> peers{};
    bool needsMmp() const; ///< somebody's word is all that says that it is not mounted elsewhere
};

struct LnetNetwork {
    std::string net; ///< tcp0, o2ib1
    std::vector<std::string> interfaces{};
};

struct LnetRouteArgument {
    std::string net;     ///< the far one: o2ib, tcp1
    std::string gateway; ///< NID of the router on a network of this host: 10.10.1.9@tcp
    int hops = 0;        ///< 1..255; 0: not given
    int priority = -1;   ///< 0 (first) or more; -1: not given
};

struct LnetArguments {
    std::vector<LnetNetwork> networks{};
    std::vector<LnetRouteArgument> routes{}; ///< one an entry and gateway
    std::string networksOption() const; ///< "tcp0(eth0,eth1),o2ib0(ib0)"
    std::string routesOption() const;   ///< "o2ib 1 10.10.1.9@tcp:0; tcp2 10.10.1.9@tcp"; empty without routes
};

struct Repository {
    std::string name;  ///< [a-z0-9._-]; its files are called chandelier-NAME
    std::string title, url;
    std::string key{}; ///< URL of the signing key, or its armoured text
    bool check = true; ///< signatures are verified
    std::string suite{};                 ///< apt only; "./" for a flat repository
    std::vector<std::string> components{}; ///< apt only
    bool keyIsText() const { return key.find("-----BEGIN") == 0; }
};

struct ReposArguments {
    std::string manager; ///< dnf, yum, zypper, apt
    std::vector<Repository> repositories{};
    std::vector<std::string> names{}; ///< of repos.unconfigure
};

struct PackageArgument {
    std::string name, version{}; ///< no version: any
    std::string text() const { return version.empty() ? name : name + "=" + version; }
};

struct PackagesArguments {
    std::string manager;
    std::vector<PackageArgument> packages{};
    int lockSeconds = 600; ///< how long another holder of the package manager's lock is waited for
};

struct TimeArguments {
    std::string service; ///< chrony, timesyncd, ntpd
    std::vector<std::string> servers{};
};

struct FirewallArguments {
    std::string kind; ///< firewalld, ufw, nftables, iptables
    std::vector<std::string> ports{};  ///< "988/tcp"
    std::string comment{};
    std::vector<std::string> chains{}; ///< of nftables: FirewallReport::chains
};

struct ServicesArguments {
    std::vector<std::string> units{}; ///< with ".service"
};

struct ClientArguments {
    std::string spec, mountpoint, options;
};

Result<FormatArguments> formatArguments(const Json &args);
Result<WriteconfArguments> writeconfArguments(const Json &args);
Result<MountArguments> mountArguments(const Json &args);
/// `needs`: any of "device", "mountpoint", "label"; what is not needed is still checked where it is given.
Result<TargetArguments> targetArguments(const Json &args, const std::vector<std::string> &needs);
Result<LnetArguments> lnetArguments(const Json &args);
/// Where time.configure may put the servers: the first of these that the service's own configuration reads.
struct TimePlace {
    std::string path;
    bool block = false;   ///< a marked block at the end of the distribution's file, else a file of ours
    std::string reader{}; ///< what the configuration has to say for the file to be read; empty: it is read anyway
};
std::vector<TimePlace> timePlaces(const std::string &service);
/// Names of the service's systemd unit, distribution by distribution; for any other service: of all of them.
std::vector<std::string> timeUnits(const std::string &service);
/// The file of one of our repositories, and that of its key (empty where the key is no file of ours).
std::string repositoryFile(const std::string &manager, const std::string &name);
std::string keyFile(const std::string &manager, const Repository &repository);

Result<ReposArguments> reposArguments(const Json &args, bool configure);
Result<PackagesArguments> packagesArguments(const Json &args);
Result<TimeArguments> timeArguments(const Json &args, bool configure);
Result<FirewallArguments> firewallArguments(const Json &args);
Result<ServicesArguments> servicesArguments(const Json &args);
Result<ClientArguments> clientArguments(const Json &args, bool mounting);
Result<std::string> fsnameArgument(const Json &args);

/// Size in MiB of an ldiskfs journal; 0 leaves it to mke2fs. The rule is the one mkfs.lustre itself follows (a 25th of the
/// device, for devices above 1 GiB; lustre/utils/mount_utils_ldiskfs.c), bounded by 1 GiB for an OST, whose journal carries
/// little but allocation, and by 4 GiB for an MDT, whose every operation goes through it. A fixed 2 GiB would be a tenth of a
/// small disk, and each OST of a server may pin its journal's size in memory.
std::uint64_t journalMiB(bool mdt, bool ost, std::uint64_t deviceBytes);

} // namespace protocol
