// SPDX-License-Identifier: GPL-3.0-or-later
// mount, umount and findmnt for Lustre; other file systems are only listed.
#include "agent/simhost/target.h"

#include <unistd.h>

namespace simhost {

namespace {

struct MountWords {
    std::string type, source, target;
    Words options, rest;
};

MountWords wordsOf(const Words &args)
{
    MountWords words;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::string &word = args[i];
        if ((word == "-t" || word == "-o" || word == "--types" || word == "--options") && i + 1 < args.size()) {
            if (word == "-t" || word == "--types")
                words.type = args[i + 1];
            else
                for (const std::string &option : split(args[i + 1], ','))
                    words.options.push_back(option);
            ++i;
        } else if (word.rfind("-t", 0) == 0 && word.size() > 2) {
            words.type = word.substr(2);
        } else if (word[0] != '-') {
            words.rest.push_back(word);
        }
    }
    if (!words.rest.empty())
        words.source = words.rest[0];
    if (words.rest.size() > 1)
        words.target = words.rest[1];
    return words;
}

std::string hintFor(int rc, const std::string &source)
{
    const std::size_t colon = source.rfind(':');
    switch (rc) {
    case 16: case 115: return "Is the backend filesystem mounted?\n Check /proc/mounts\n";
    case 19: return "Are the lustre modules loaded?\n Check /etc/modprobe.conf and /proc/filesystems\n";
    case 2: return "Is the MGS specification correct?\nIs the filesystem name correct?\n"
                   "If upgrading, is the copied client log valid? (see upgrade docs)\n";
    case 114: return "The target service is already running. (" + source + ")\n";
    case 6: return "The target service failed to start (bad config log?) (" + source + ").  See /var/log/messages.\n";
    case 5: return "Is the MGS running?\n";
    case 98: return "The target service's index is already in use. (" + source + ")\n";
    case 22:
        return "This may have multiple causes.\n"
            + (colon != std::string::npos && source.size() > colon + 2 ? "Is '" + source.substr(colon + 2) + "' the correct filesystem name?\n" : "")
            + "Are the mount options correct?\nCheck the syslog for more info.\n";
    default: return "";
    }
}

int failed(Call &call, int rc, const MountWords &words)
{
    call.err("mount.lustre: mount " + words.source + " at " + words.target + " failed: " + errnoText(rc) + "\n" + hintFor(rc, words.source));
    return rc;
}

bool isClientSource(const std::string &source)
{
    return has(source, ":/");
}

/// 0 to go on; else the exit code, its message written.
int checkBefore(Call &call, Session &session, const MountWords &words, const std::string &mountpoint)
{
    if (!isDirectory(session.root(call.host) + mountpoint)) {
        call.err("warning: " + words.target + ": cannot resolve: No such file or directory\n");
        return 2;
    }
    if (isClientSource(words.source))
        for (const std::string &nid : nidList(words.source.substr(0, words.source.find(":/"))))
            if (!validNid(nid)) {
                call.err("mount.lustre: Unsupported NID '" + nid + "': rc = Unknown error -22.\nmount.lustre: Can't parse NID '" + nid + "'\n");
                call.err(mountUsage());
                return 22;
            }
    if (findMount(session.state(call.host), {call.hostPath(words.source), mountpoint})) {
        call.err("mount.lustre: according to /etc/mtab " + words.source + " is already mounted on " + words.target + "\n");
        return 17;
    }
    return 0;
}

int mountOne(Call &call, const MountWords &words)
{
    const std::string mountpoint = call.hostPath(words.target);
    Device device;
    {
        Session session(call.directory);
        if (const int rc = checkBefore(call, session, words, mountpoint))
            return rc;
        if (!isClientSource(words.source)) {
            device = findDevice(session, call, words.source);
            if (!lustreOf(session, device).is_object()) {
                call.err("mount.lustre: " + words.source
                         + " has not been formatted with mkfs.lustre or the backend filesystem type is not supported by this tool\n");
                return 19;
            }
        }
    }
    const int rc = isClientSource(words.source) ? startClient(call, words.source, mountpoint, words.options)
                                                : startTarget(call, device, mountpoint, words.type, words.options);
    return rc ? failed(call, rc, words) : 0;
}

int listMounts(Call &call, const std::string &type)
{
    Session session(call.directory);
    for (const std::string &line : lines(readFile(session.root(call.host) + "/proc/mounts"))) {
        const Words parts = split(line, ' ');
        if (parts.size() > 3 && (type.empty() || contains(split(type, ','), parts[2])))
            call.out(parts[0] + " on " + parts[1] + " type " + parts[2] + " (" + parts[3] + ")\n");
    }
    return 0;
}

} // namespace

int mountTool(Call &call)
{
    const MountWords words = wordsOf(call.args);
    if (words.rest.empty())
        return listMounts(call, words.type);
    if (words.target.empty())
        return call.fail(1, "mount: " + words.source + ": can't find in /etc/fstab.\n");
    if (words.type == "lustre_tgt") {
        Session session(call.directory);
        if (flag(session.host(call.host), "withoutTargetHelper")) {
            return call.fail(32, "mount: " + words.target + ": wrong fs type, bad option, bad superblock on " + words.source
                                     + ", missing codepage or helper program, or other error.\n"
                                       "       dmesg(1) may have more information after failed mount system call.\n");
        }
    } else if (words.type != "lustre") {
        return call.fail(32, "mount: " + words.target + ": unknown filesystem type '" + (words.type.empty() ? "auto" : words.type) + "'.\n");
    }
    return mountOne(call, words);
}

int mountLustre(Call &call)
{
    if (call.isOption("--help") || call.isOption("-h")) {
        call.out(mountUsage());
        return 0;
    }
    MountWords words = wordsOf(call.args);
    if (call.isOption("-V") || call.isOption("--version")) {
        call.out(call.tool + " " + str(Session(call.directory).definition(), "lustre", "2.17.0") + "\n");
        return 0;
    }
    if (words.rest.size() < 2) {
        call.err(call.tool + ": too few arguments\n");
        call.err(mountUsage());
        return 22;
    }
    words.type = call.tool == "mount.lustre_tgt" ? "lustre_tgt" : "lustre";
    return mountOne(call, words);
}

int umountTool(Call &call)
{
    const MountWords words = wordsOf(call.args);
    if (words.rest.empty())
        return call.fail(1, "umount: bad usage\nTry 'umount --help' for more information.\n");
    int rc = 0;
    for (const std::string &asked : words.rest) {
        const std::string path = call.hostPath(asked);
        std::string mountpoint, kind;
        {
            Session session(call.directory);
            Json *mount = findMount(session.state(call.host), {{}, path});
            if (!mount)
                mount = findMount(session.state(call.host), {path, {}});
            if (!mount) {
                const bool there = exists(session.root(call.host) + path);
                call.err("umount: " + asked + (there ? ": not mounted.\n" : ": no mount point specified.\n"));
                rc = 32;
                continue;
            }
            mountpoint = str(*mount, "target");
            kind = str(*mount, "kind");
            char here[4096] = "";
            const std::string inside = session.root(call.host) + mountpoint;
            const bool inUse = ::getcwd(here, sizeof here) && (std::string(here) == inside || std::string(here).rfind(inside + "/", 0) == 0);
            if (kind == "system" || inUse || flag(*mount, "busy")) {
                call.err("umount: " + asked + ": target is busy.\n");
                rc = 32;
                continue;
            }
        }
        call.wait(kind == "client" ? 0.3 : 0.6);
        Session session(call.directory);
        stopMount(session, call.host, mountpoint);
    }
    return rc;
}

namespace {


std::string jsonText(const std::string &text)
{
    return dump(Json(text));
}

} // namespace

int findmntTool(Call &call)
{
    std::string types, target, columns = "TARGET,SOURCE,FSTYPE,OPTIONS";
    bool json = false, heading = true;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const std::string &word = call.args[i];
        const bool more = i + 1 < call.args.size();
        if ((word == "-t" || word == "--types") && more)
            types = call.args[++i];
        else if ((word == "-o" || word == "--output") && more)
            columns = call.args[++i];
        else if (word == "-J" || word == "--json")
            json = true;
        else if (word[0] == '-' && word[1] != '-') {
            json = json || has(word, "J");
            heading = heading && !has(word, "n");
        } else if (word[0] != '-')
            target = call.hostPath(word);
    }
    Session session(call.directory);
    std::vector<Words> found;
    for (const std::string &line : lines(readFile(session.root(call.host) + "/proc/mounts"))) {
        const Words parts = split(line, ' ');
        if (parts.size() > 3 && (types.empty() || contains(split(types, ','), parts[2])) && (target.empty() || parts[1] == target || parts[0] == target))
            found.push_back(parts);
    }
    if (found.empty())
        return 1;
    const auto value = [](const Words &parts, const std::string &column) {
        return column == "TARGET" ? parts[1] : column == "SOURCE" ? parts[0] : column == "FSTYPE" ? parts[2] : column == "OPTIONS" ? parts[3] : "";
    };
    const auto lower = [](std::string text) {
        for (char &c : text)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return text;
    };
    if (json) {
        call.out("{\n   \"filesystems\": [\n");
        for (std::size_t i = 0; i < found.size(); ++i) {
            Words members;
            for (const std::string &column : split(columns, ','))
                members.push_back("         \"" + lower(column) + "\": " + jsonText(value(found[i], column)));
            call.out(std::string(i ? "" : "      ") + "{\n" + join(members, ",\n") + "\n      }" + (i + 1 < found.size() ? "," : "\n"));
        }
        call.out("   ]\n}\n");
        return 0;
    }
    if (heading)
        call.out(replaced(columns, ",", " ") + "\n");
    for (const Words &parts : found) {
        Words values;
        for (const std::string &column : split(columns, ','))
            values.push_back(value(parts, column));
        call.out(join(values, " ") + "\n");
    }
    return 0;
}

} // namespace simhost
