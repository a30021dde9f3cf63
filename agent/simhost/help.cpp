// SPDX-License-Identifier: GPL-3.0-or-later
// The longer fixed texts of the tools, word for word as Lustre 2.17 prints them.
#include "agent/simhost/format.h"

namespace simhost {

const char *formatUsage(bool tunefs)
{
    static const char mkfs[] = R"(usage: mkfs.lustre <target type> --backfstype=ldiskfs --fsname=<filesystem name>
	--index=<target index> [options] <device>


	target types:
		--mgs: configuration management service
		--nomgs: turn off MGS service on this MDT
		--mdt: metadata storage, mutually exclusive with ost
		--ost: object storage, mutually exclusive with mdt, mgs

	options (in order of popularity):
		--index=#N: numerical target index (0..N)
			required for all targets other than the MGS,
			target index may either be a decimal number or
			hexadecimal number starting with '0x'
		--fsname=<8_char_filesystem_name>: fs targets belong to
			required for all targets other than MGS
		--mgsnode=<nid>[,<...>]: NID(s) of remote MGS
			required for all targets other than MGS
		--mountfsoptions=<opts>: permanent Lustre mount options
		--backfs-mount-opts=<opts>: backing fs mount options
		--failnode=<nid>[,<...>]: NID(s) of backup failover node
			mutually exclusive with --servicenode
		--servicenode=<nid>[,<...>]: NID(s) of service partners
			treat nodes as equal service node, mutually exclusive with --failnode
		--param <key>=<value>: set a permanent parameter
			e.g. --param sys.timeout=40
			     --param lov.stripesize=2M
		--network=<net>[,<...>]: restrict OST/MDT to network(s)
		--backfstype=<fstype>: backing fs type (ldiskfs, zfs)
		--device-size=#N(KB): device size for loop devices
		--mkfsoptions=<opts>: format options
		--reformat: overwrite an existing disk
		--stripe-count-hint=#N: for optimizing MDT inode size
		--replace: replace an old target with the same index
		--comment=<user comment>: arbitrary string (824 bytes)
		--dryrun: report what we would do; don't write to disk
		--verbose: e.g. show mkfs progress
		--force-nohostid: Ignore hostid requirement for ZFS import
		-V|--version: output build version of the utility and
			exit
		--quiet
)";
    static const char tune[] = R"(usage: tunefs.lustre <target type> --backfstype=ldiskfs --fsname=<filesystem name>
	--index=<target index> [options] <device>


	target types:
		--mgs: configuration management service
		--nomgs: turn off MGS service on this MDT
	options (in order of popularity):
		--index=#N: numerical target index (0..N)
			required for all targets other than the MGS,
			target index may either be a decimal number or
			hexadecimal number starting with '0x'
		--fsname=<8_char_filesystem_name>: fs targets belong to
			required for all targets other than MGS
		--mgsnode=<nid>[,<...>]: NID(s) of remote MGS
			required for all targets other than MGS
		--mountfsoptions=<opts>: permanent Lustre mount options
		--backfs-mount-opts=<opts>: backing fs mount options
		--failnode=<nid>[,<...>]: NID(s) of backup failover node
			mutually exclusive with --servicenode
		--servicenode=<nid>[,<...>]: NID(s) of service partners
			treat nodes as equal service node, mutually exclusive with --failnode
		--param <key>=<value>: set a permanent parameter
			e.g. --param sys.timeout=40
			     --param lov.stripesize=2M
		--network=<net>[,<...>]: restrict OST/MDT to network(s)
		--erase-param <key>: erase all instances of a parameter
		--erase-params: erase all old parameter settings
		--writeconf: erase all config logs for this fs.
		--nolocallogs: use logs from MGS, not local ones.
		--quota: enable space accounting on old 2.x device.
		--rename: rename the filesystem name
		--mountdata-reset-from=<dev|file>: reset CONFIGS/mountdata file.
		--replace: replace an old target with the same index
		--comment=<user comment>: arbitrary string (824 bytes)
		--dryrun: report what we would do; don't write to disk
		--verbose: e.g. show mkfs progress
		--force-nohostid: Ignore hostid requirement for ZFS import
		-V|--version: output build version of the utility and
			exit
		--quiet
)";
    return tunefs ? tune : mkfs;
}

const char *mountUsage()
{
    return R"(
This mount helper should only be invoked via the mount (8) command,
e.g. mount -t lustre dev dir

usage: mount.lustre [-fhnvV] [-o <srvopt>] <device> <mountpt>
usage: mount.lustre [-fhnvV] [-o <cliopt>] <mgstarget> <mountpt>
	<device>: the local disk device when mounting a server
	<mgstarget>: the server MGS and filesystem for a client:
		<mgsnid>[:<altmgsnid>...]:/<filesystem>[/<subdir>]
			<mgsnid>: MGS LNet Node Identifier (e.g. mgs01@o2ib)
			<filesystem>: Lustre filesystem name (e.g. lustre1)
			<subdir>: subdirectory of the filesystem to mount
	<mountpt>: filesystem mountpoint (e.g. /mnt/lustre)
	-f|--fake: fake mount (only update /etc/mtab)
	-o force|--force: force mount even if already in /etc/mtab
	-h|--help: print this usage message
	-n|--nomtab: do not update /etc/mtab after mount
	-v|--verbose: print verbose config settings
	-V|--version: output build version of the utility and exit
	default options are marked below with '*'
		(no)flock: disable* or enable POSIX flock support
		(no)user_xattr: disable or enable* user xattr namespace
	<srvopt>: one or more comma separated server options:
		(no)acl: disable or enable* POSIX ACL support completely
		abort_recov: abort server recovery handling
		nosvc: only start MGC/MGS without starting MDS/OSS
		nomgs: only start target MDS/OSS, using existing MGS
		noscrub: do NOT auto start OI scrub unless requested
		skip_lfsck: do NOT auto resume paused/crashed LFSCK
		md_stripe_cache_size=<num>: set MD RAID device stripe cache size
	<cliopt>: one or more comma separated client options:
		exclude=<ostname>[:<ostname>]: list of inactive OSTs (e.g. lustre-OST0001)
		localflock: enable POSIX flock only on local client
	mgsname=HOSTNAME: MGS hostname for display in /proc/mounts
		retry=<num>: number of times mount is retried by client
		(no)user_fid2path: disable* or enable user $MOUNT/.lustre/fid access
		(no)checksum: disable or enable* data checksums
		(no)lruresize: disable or enable* LDLM dynamic LRU size
		(no)lazystatfs: disable or enable* statfs to work if OST is unavailable
		32bitapi: return only 32-bit inode numbers to userspace
		(no)verbose: disable or enable* messages at filesystem (un,re)mount
		test_dummy_encryption: enable test dummy encryption mode
		noencrypt: disable client side encryption
)";
}

} // namespace simhost
