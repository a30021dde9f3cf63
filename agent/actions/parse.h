// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of what tools and /proc print. Pure; never fail on bad input, they find less.
#pragma once
#include "agent/protocol/inventory.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agent {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> linesOf(std::string_view text);
std::vector<std::string> wordsOf(std::string_view text, std::string_view separators = " \t");
std::string trimmed(std::string_view text);
/// "/dev/disk/by-id/../../sda" becomes "/dev/sda".
std::string normalPath(const std::string &path);
std::uint64_t numberIn(std::string_view text, std::uint64_t fallback = 0);

struct ToolProgress {
    double fraction = 0; ///< 0..1, or -1
    std::string line;
};
/// From mke2fs's "Writing inode tables:  3/80", which overwrites itself with backspaces. Nothing while it says nothing new.
std::optional<ToolProgress> mkfsProgress(std::string_view tail);

/// What the last lines of a tool say about how far it is, by its command line: mkfs.lustre, apt-get with APT::Status-Fd=1,
/// dnf, yum, zypper. A package manager that gives no numbers is shown by its line (fraction -1).
std::optional<ToolProgress> toolProgress(const std::vector<std::string> &argv, std::string_view tail);
struct Package {
    std::string name, version;
};
/// "NAME\tVERSION[\tSTATUS]" a line; of dpkg-query's only those that are installed.
std::vector<Package> parsePackages(std::string_view text);

/// blkid -p -o export: type and label of a file system or RAID member, or the partition table.
protocol::Signature parseBlkid(std::string_view text);
/// lsblk -J -b -p, flat or as a tree. A device that hangs below several (multipath) is given once, with all its parents.
std::vector<protocol::BlockDevice> parseLsblk(std::string_view text);
/// tunefs.lustre --dryrun: the previous values. The tool prints the label with '-' whatever is on the disk: it is taken from flags.
std::optional<protocol::FoundTarget> parseTunefs(std::string_view text);
/// zfs get -H -o property,value all POOL/DATASET: nothing when it has no lustre:svname.
std::optional<protocol::FoundTarget> parseZfsTarget(std::string_view text, const std::string &dataset);
std::vector<protocol::ZfsPool> parseZpoolList(std::string_view text);   ///< name,guid,size,free,health
std::vector<protocol::ZfsDataset> parseZfsList(std::string_view text);  ///< name,used,avail
/// The importable pools of a bare `zpool import`.
std::vector<protocol::ZfsPool> parseZpoolImport(std::string_view text);
/// Devices of each pool in `zpool status -P`.
std::map<std::string, std::vector<std::string>> parseZpoolStatus(std::string_view text);
/// dumpe2fs -h: is multiple-mount protection among the features? Nothing when it printed no features.
std::optional<bool> parseMmp(std::string_view text);

std::vector<protocol::MountEntry> parseMounts(std::string_view text);
bool isLustreTarget(const protocol::MountEntry &mount); ///< a server's target, of type lustre or lustre_tgt; not a client
bool isLustreClient(const protocol::MountEntry &mount);
std::vector<std::string> parseModules(std::string_view text); ///< names in /proc/modules
std::vector<protocol::NetworkInterface> parseIpAddr(std::string_view text);
std::vector<std::string> parseNids(std::string_view text);
std::map<std::string, std::string> parseOsRelease(std::string_view text);
/// "networks=" of `options lnet` in a modprobe file.
std::string parseLnetOptions(std::string_view text);
/// lctl get_param: "a.b.c=value"; a value on the following lines is joined with line ends.
Pairs parseParams(std::string_view text);
/// The status word of recovery_status, on the same or on the next line.
std::string recoveryWord(std::string_view value);

} // namespace agent
