// SPDX-License-Identifier: GPL-3.0-or-later
// mkfs.lustre and tunefs.lustre over ldiskfs. What mke2fs does takes time here, so that a kill can come half-way.
#include "agent/simhost/format.h"

#include <csignal>
#include <thread>

namespace simhost {

namespace {

struct Mke2fs {
    std::string options, command, features;
    std::int64_t kilobytes = 0;
    bool mmp = false, journalSized = false;
};

/// Default options after the user's -O or -E words, joined into one such option at the end as mkfs.lustre does.
std::string withDefaults(std::string &options, const std::string &letter, const std::string &defaults)
{
    const std::size_t at = options.find(letter + " ");
    if (at == std::string::npos)
        return letter + " " + defaults;
    const std::size_t from = at + letter.size() + 1;
    const std::size_t end = std::min(options.find(' ', from), options.size());
    std::string users = options.substr(from, end - from);
    options = trim(options.substr(0, at) + options.substr(std::min(end + 1, options.size())));
    for (const std::string &one : split(defaults, ',')) {
        const std::string name = one.substr(0, one.find('='));
        const std::string plain = name[0] == '^' ? name.substr(1) : name;
        bool given = false;
        for (const std::string &user : split(users, ','))
            given = given || user.substr(0, user.find('=')) == plain || user == "^" + plain;
        users += given ? "" : "," + one;
    }
    return letter + " " + users;
}

std::int64_t bytesPerInode(const FormatRequest &request, std::int64_t kilobytes, std::int64_t inodeSize)
{
    const std::int64_t flags = num(request.lustre, "flags");
    if (flags & FlagMdt)
        return inodeSize + 1536 + (request.stripeCount > 59 ? (((request.stripeCount * 24 - 1) | 4095) + 1) : 0);
    if (!(flags & FlagOst))
        return 0;
    if (kilobytes > (16LL << 30))
        return 1024 * 1024;
    if (kilobytes > (4LL << 30))
        return 512 * 1024;
    if (kilobytes > (1LL << 30))
        return 256 * 1024;
    return kilobytes > (10LL << 20) ? 69905 : 0;
}

std::string sizedOptions(const FormatRequest &request, std::int64_t kilobytes)
{
    const std::int64_t flags = num(request.lustre, "flags");
    std::string options = request.mkfsOptions.empty() ? "" : " " + request.mkfsOptions;
    const std::int64_t journalLimit = flags & FlagMdt ? 4096 : flags & FlagOst ? 1024 : 0;
    const std::int64_t journal = std::min(kilobytes * 4 / (1024 * 100), journalLimit);
    std::string sized;
    if (!has(options, "-J") && kilobytes > 1024 * 1024 && journal > 0)
        sized += format(" -J size=%lld", static_cast<long long>(journal));
    std::int64_t inodeSize = 0;
    if (!has(options, "-I") && (flags & (FlagMdt | FlagOst))) {
        inodeSize = flags & FlagOst ? 512 : request.stripeCount > 59 ? 512 : request.stripeCount > 16 ? 2048 : 1024;
        sized += format(" -I %lld", static_cast<long long>(inodeSize));
    }
    if (!has(options, "-i") && !has(options, "-N"))
        if (const std::int64_t bytes = bytesPerInode(request, kilobytes, inodeSize); bytes > 0)
            sized += format(" -i %lld", static_cast<long long>(bytes));
    // a user's -O or -E stays where the sized options end, because it moves to the end afterwards
    return trim(options + sized + (request.verbose < 2 ? " -q" : ""));
}

Mke2fs mke2fsFor(const FormatRequest &request, const std::string &device, std::int64_t kilobytes)
{
    const std::int64_t flags = num(request.lustre, "flags");
    const bool large = kilobytes / 4 > 0xffffffffLL;
    Mke2fs made;
    made.kilobytes = kilobytes;
    made.mmp = request.failover && !request.skipMmp;
    std::string options = sizedOptions(request, kilobytes);
    const std::string features = std::string("uninit_bg,extents") + (flags & FlagMdt ? ",dirdata" : "") + (made.mmp ? ",mmp" : "")
        + ",dir_nlink,quota,project,huge_file" + (large ? ",64bit,^resize_inode" : "") + (flags & FlagMdt ? ",ea_inode" : "")
        + ",large_dir,^fast_commit,flex_bg";
    const bool groups = (flags & FlagOst) && !has(options, "-G");
    const std::string merged = withDefaults(options, "-O", features) + (groups ? " -G 256" : "");
    made.features = split(merged, ' ')[1];
    std::string extended;
    if (!large && (flags & FlagOst) && kilobytes > 100 * 1024 && kilobytes / 4 < 4290772992LL)
        extended = "resize=\"4290772992\",";
    extended += "lazy_journal_init,lazy_itable_init=\"0\",packed_meta_blocks";
    const std::string extendedMerged = withDefaults(options, "-E", extended);
    made.options = trim(options + " " + merged + " " + extendedMerged + " -F");
    made.command = "mke2fs -j -b 4096 -L " + targetName(request.lustre) + "  " + made.options + " " + device
        + (kilobytes ? format(" %lldk", static_cast<long long>(kilobytes)) : "");
    return made;
}

const Words &knownFeatures()
{
    static const Words names{"uninit_bg", "extents", "extent", "dirdata", "mmp", "dir_nlink", "quota", "project", "huge_file", "64bit",
        "resize_inode", "ea_inode", "large_dir", "fast_commit", "flex_bg", "has_journal", "ext_attr", "dir_index", "filetype",
        "sparse_super", "sparse_super2", "large_file", "meta_bg", "metadata_csum", "metadata_csum_seed", "bigalloc", "inline_data",
        "encrypt", "verity", "casefold", "extra_isize", "stable_inodes", "orphan_file"};
    return names;
}

bool featuresKnown(const std::string &features)
{
    for (const std::string &feature : split(features, ','))
        if (!contains(knownFeatures(), feature[0] == '^' ? feature.substr(1) : feature))
            return false;
    return true;
}

/// What mke2fs itself says while it works, with its counters, over the time that a format takes.
void talk(Call &call, const Mke2fs &made, const std::string &uuid, double seconds)
{
    const long long blocks = made.kilobytes / 4;
    const std::string total = std::to_string(blocks), groups = std::to_string(std::max(1LL, blocks / 32768 + 1));
    const auto erased = [](std::size_t n) { return std::string(n, '\b') + std::string(n, ' ') + std::string(n, '\b'); };
    call.out("mke2fs " + str(Session(call.directory).definition(), "e2fsprogs", "1.47.1-wc2 (20-May-2024)") + "\n");
    const std::string counter = right("0", total.size()) + "/" + total;
    call.out("Discarding device blocks: " + counter);
    for (int step = 1; step <= 4; ++step) {
        call.wait(seconds * 0.1);
        if (call.speed() > 0)
            call.out(std::string(counter.size(), '\b') + right(std::to_string(blocks * step / 5), total.size()) + "/" + total);
    }
    call.out(erased(counter.size()) + "done                            \n");
    call.out(format("Creating filesystem with %lld 4k blocks and %lld inodes\n", blocks, blocks) + "Filesystem UUID: " + uuid
             + "\nSuperblock backups stored on blocks: \n\t32768\n\n");
    call.out("Allocating group tables: done                            \n");
    const std::string tables = right("0", groups.size()) + "/" + groups;
    call.out("Writing inode tables: " + tables);
    for (int step = 1; step <= 5; ++step) {
        call.wait(seconds * 0.1);
        if (call.speed() > 0)
            call.out(std::string(tables.size(), '\b') + right(std::to_string(std::stoll(groups) * step / 6), groups.size()) + "/" + groups);
    }
    call.out(erased(tables.size()) + "done                            \n");
    call.out("Creating journal (4096 blocks): done\n");
    if (made.mmp)
        call.out("Multiple mount protection is enabled with update interval 5 seconds.\n");
    call.wait(seconds * 0.1);
    call.out("Writing superblocks and filesystem accounting information: " + tables + erased(tables.size()) + "done\n\n");
}

/// The ext4 of a format that has begun: a kill now leaves this, and no target.
Json halfMade(const std::string &label, const std::string &uuid)
{
    return {{"type", "ext4"}, {"label", label}, {"uuid", uuid}, {"created", nowSeconds()}};
}

Json finished(const FormatRequest &request, const Mke2fs &made, const std::string &uuid)
{
    Json content = halfMade(targetName(request.lustre), uuid);
    content["features"] = made.features;
    content["mmp"] = made.mmp;
    content["kilobytes"] = made.kilobytes;
    content["options"] = made.options;
    content["lustre"] = request.lustre;
    return content;
}

/// A plain file becomes a loop device with a disk of its own; gives what the host calls it.
Device loopFor(Session &session, Call &call, FormatRequest &request)
{
    Device device = findDevice(session, call, request.device);
    if (!device.found()) {
        Json &loops = arrayAt(session.state(call.host), "loops");
        const std::string kernel = "loop" + std::to_string(loops.size());
        const std::string serial = call.host + "-" + kernel;
        loops.push_back({{"file", call.hostPath(request.device)}, {"kernel", kernel}, {"disk", serial}});
        session.disk(serial) = {{"serial", serial}, {"size", request.deviceKb * 1024}, {"present", true}};
        device = findDevice(session, call, request.device);
    }
    return device;
}

bool isPlainFile(const std::string &path)
{
    return path.rfind("/dev/", 0) != 0;
}

/// The answer of the backend to "prepare": is there such a device.
int prepare(Call &call, Session &session, const FormatRequest &request)
{
    if (request.backend == "zfs") {
        if (flag(session.host(call.host), "zfs"))
            return -1;
        fatal(call, "unhandled/unloaded OSD plugin 5 'zfs'");
        fatal(call, "unable to prepare backend (22)");
        return exitingWith(call, 22);
    }
    const Device device = findDevice(session, call, request.device);
    if (isPlainFile(call.hostPath(request.device)) ? (device.found() || request.deviceKb > 0) : device.found() && device.present)
        return -1;
    call.err(call.tool + ": " + request.device + " apparently does not exist\n");
    fatal(call, "unable to prepare backend (2)");
    return exitingWith(call, 2);
}

void settleMountOptions(FormatRequest &request, bool tunefs)
{
    std::string options = str(request.lustre, "mountOptions");
    if (request.givenMountOptions)
        options = request.mountOptions;
    else if (!tunefs || options.empty())
        options = num(request.lustre, "flags") & (FlagMdt | FlagMgs) ? "user_xattr" : "";
    if (request.backend == "ldiskfs" && !has(options, "errors="))
        options += std::string(options.empty() && request.givenMountOptions ? "" : ",") + "errors=remount-ro";
    request.lustre["mountOptions"] = options;
}

int makeFileSystem(Call &call, FormatRequest &request, const std::string &head)
{
    Device device;
    std::string said = head;
    Mke2fs made;
    const std::string uuid = newUuid();
    {
        Session session(call.directory);
        device = isPlainFile(call.hostPath(request.device)) ? loopFor(session, call, request) : findDevice(session, call, request.device);
        if (!request.reformat) {
            if (request.verbose > 0)
                said += std::string("checking for existing Lustre data: ") + (seesTarget(session, call, device) ? "found\n" : "not found\n");
            if (seesTarget(session, call, device)) {
                call.out(said);
                fatal(call, "Device " + request.device + " was previously formatted for lustre. Use --reformat to reformat it, or tunefs.lustre to modify.");
                return exitingWith(call, 1);
            }
        }
        const std::int64_t real = static_cast<std::int64_t>(sizeOf(session, device) / 1024);
        const bool loop = device.kernel.rfind("loop", 0) == 0;
        if (!loop)
            said += request.verbose > 0 ? format("device size = %lldMB\n", static_cast<long long>(real / 1024)) : "";
        std::int64_t kilobytes = loop || (request.deviceKb > 0 && request.deviceKb < real) ? request.deviceKb : real;
        if (kilobytes < 32384) {
            call.out(said);
            call.err(call.tool + format(": size of filesystem must be larger than 32MB, but is set to %lldKB\n", static_cast<long long>(kilobytes)));
            fatal(call, "mkfs failed 22");
            return exitingWith(call, 22);
        }
        if (kilobytes / 4 > 0xffffffffLL && kilobytes / 4 < 0x100002000LL)
            kilobytes = 0xffffffffLL * 4;
        made = mke2fsFor(request, loop ? "/dev/" + device.kernel : request.device, kilobytes);
        if (request.verbose > 0) {
            said += "formatting backing filesystem " + request.backend + " on " + (loop ? "/dev/" + device.kernel : request.device) + "\n";
            said += "\ttarget name   " + targetName(request.lustre) + format("\n\tkilobytes     %lld\n", static_cast<long long>(kilobytes));
            said += "\toptions        " + made.options + "\nmkfs_cmd = " + made.command + "\n";
        }
        const std::string other = mountedOn(session, device, call.host);
        if (!featuresKnown(made.features) || (!other.empty() && flag(contentOf(session, device), "mmp"))) {
            said += featuresKnown(made.features) ? "   mke2fs: Device or resource busy while checking for multiply mounted device   \n"
                                                 : "   Invalid filesystem option set: " + made.features + "   \n";
            call.out(said);
            fatal(call, "Unable to build fs " + request.device + " (256)");
            fatal(call, "mkfs failed 256");
            return 1;
        }
        contentOf(session, device) = halfMade(targetName(request.lustre), uuid);
    }
    const double seconds = 2.5 + call.slowness();
    if (request.verbose > 1) {
        said += "cmd: " + made.command + "\n";
        talk(call, made, uuid, seconds);
    } else {
        call.wait(seconds);
    }
    {
        Session session(call.directory);
        contentOf(session, device) = finished(request, made, uuid);
    }
    call.out(said + (request.verbose > 0 ? "Writing CONFIGS/mountdata\n" : ""));
    return 0;
}

} // namespace

int mkfsLustre(Call &call)
{
    FormatRequest request;
    request.lustre = {{"flags", FlagNeedsIndex | FlagFirstTime | FlagUpdate}, {"index", 0xffff}, {"fsname", ""}, {"parameters", Json::array()}};
    if (const int rc = takeEarlyOptions(call, request, false); rc >= 0)
        return rc;
    request.lustre["backend"] = request.backend;
    if (const int rc = takeOptions(call, request, false); rc >= 0)
        return rc;
    if (const int rc = checkTarget(call, request, false); rc >= 0)
        return rc;
    std::string head;
    {
        Session session(call.directory);
        if (const int rc = prepare(call, session, request); rc >= 0)
            return rc;
        settleMountOptions(request, false);
        if (request.replace)
            request.lustre["flags"] = num(request.lustre, "flags") & ~FlagFirstTime;
        head = targetText("Permanent disk data", request.lustre);
        if (request.dryRun) {
            call.out(head + "exiting before disk write.\n");
            return 0;
        }
        const Device device = findDevice(session, call, request.device);
        Json &state = session.state(call.host);
        bool mounted = findMount(state, {call.hostPath(request.device), {}}) != nullptr;
        for (const Json &mount : at(state, "mounts"))
            mounted = mounted || (!device.serial.empty() && str(mount, "disk") == device.serial && str(mount, "dataset") == device.dataset);
        if (mounted) {
            call.out(head);
            return call.fail(17, request.device + ": is currently mounted, exiting without any change\n");
        }
    }
    if (request.backend == "zfs") {
        call.out(head);
        return formatDataset(call, request);
    }
    return makeFileSystem(call, request, head);
}

namespace {

/// What tunefs.lustre reads: flags without the passing states, which come from the label instead.
Json readBack(const Json &stored)
{
    Json lustre = stored;
    lustre["printedName"] = registeredName(stored);
    return lustre;
}

/// A device that another live host has mounted: MMP lets nobody in, after the time it takes to be sure.
bool busyElsewhere(Call &call, const Device &device, bool &mmp)
{
    Session session(call.directory);
    mmp = flag(contentOf(session, device), "mmp");
    return mmp && !mountedOn(session, device, call.host).empty();
}

} // namespace

int tunefsLustre(Call &call)
{
    FormatRequest request;
    if (const int rc = takeEarlyOptions(call, request, true); rc >= 0)
        return rc;
    std::string said = "checking for existing Lustre data: ";
    Device device;
    Json previous;
    bool mountedHere = false;
    {
        Session session(call.directory);
        device = findDevice(session, call, request.device);
        if (!seesTarget(session, call, device)) {
            call.out(said + "not found\n");
            fatal(call, "Device " + request.device + " has not been formatted with mkfs.lustre");
            return exitingWith(call, 19);
        }
        previous = lustreOf(session, device);
        for (const Json &mount : at(session.state(call.host), "mounts"))
            mountedHere = mountedHere || (str(mount, "disk") == device.serial && str(mount, "dataset") == device.dataset);
    }
    request.lustre = previous;
    request.backend = str(previous, "backend", "ldiskfs");
    said += "found\n" + targetText("Read previous values", readBack(previous));
    if (request.eraseAll) {
        request.lustre["parameters"] = Json::array();
        request.lustre["flags"] = num(request.lustre, "flags") | FlagUpdate;
    }
    call.out(said);
    if (const int rc = takeOptions(call, request, true); rc >= 0)
        return rc;
    if (const int rc = checkTarget(call, request, true); rc >= 0)
        return rc;
    settleMountOptions(request, true);
    call.out(targetText("Permanent disk data", request.lustre));
    if (request.dryRun) {
        call.out("exiting before disk write.\n");
        return 0;
    }
    if (mountedHere)
        return call.fail(17, request.device + ": is currently mounted, exiting without any change\n");
    bool mmp = false;
    if (busyElsewhere(call, device, mmp)) {
        call.waitReal(22);
        call.err(call.tool + ": Unable to mount " + request.device + ": Device or resource busy\n");
        fatal(call, "failed to write local files");
        return exitingWith(call, 16);
    }
    call.out("Writing CONFIGS/mountdata\n");
    call.wait(0.3 + call.slowness());
    Session session(call.directory);
    Json &lustre = lustreOf(session, device);
    if (!lustre.is_object())
        return exitingWith(call, 19);
    Json written = request.lustre;
    if (num(written, "flags") & FlagWriteconf) // the label can hold one of the two states
        written["flags"] = num(written, "flags") & ~FlagFirstTime;
    lustre = written;
    contentOf(session, device)["label"] = targetName(written);
    return 0;
}

} // namespace simhost
