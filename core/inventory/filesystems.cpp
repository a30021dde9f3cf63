// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/build.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace inventory {

using machine::State;

State filesystemState(std::size_t mounted, std::size_t unknown, std::size_t total)
{
    if (total > 0 && mounted == total)
        return State::Available;
    if (mounted > 0)
        return State::Unavailable;
    return unknown > 0 ? State::Unknown : State::Stopped;
}

std::vector<ObjectId> sortedByIndex(const WorldData &world, std::vector<ObjectId> ids)
{
    std::stable_sort(ids.begin(), ids.end(),
        [&](const ObjectId &a, const ObjectId &b) { return world.targets.at(a).index < world.targets.at(b).index; });
    return ids;
}

namespace {

/// No host has the NIDs of the MGS any more: then it is the MGS that was formatted for the same ones.
ObjectId sameNids(const WorldData &world, const FileSystem &fs)
{
    for (const auto &[id, mgs] : world.targets)
        for (const auto *list : { &fs.mdts, &fs.osts })
            for (const ObjectId &target : *list)
                for (const std::string &node : world.targets.at(target).mgsNodes)
                    if (mgs.mgs && std::find(mgs.serviceNodes.begin(), mgs.serviceNodes.end(), node) != mgs.serviceNodes.end())
                        return id;
    return {};
}

/// The MGS that the targets of a file system were told of: combined in the file system itself, or by its hosts.
ObjectId findMgs(const WorldData &world, const FileSystem &fs, const NidMap &nids)
{
    for (const ObjectId &id : fs.mdts)
        if (world.targets.at(id).mgs)
            return id;
    std::set<std::string> hosts;
    std::string first;
    for (const auto *list : { &fs.mdts, &fs.osts })
        for (const ObjectId &id : *list)
            for (const std::string &node : world.targets.at(id).mgsNodes)
                for (const std::string &nid : split(node, ",")) {
                    const std::string host = nids.serverOf(nid);
                    first = first.empty() ? host : first;
                    hosts.insert(host);
                }
    hosts.erase(std::string());
    for (const auto &[id, t] : world.targets)
        if (t.mgs && !first.empty() && t.primary == first)
            return id;
    for (const auto &[id, t] : world.targets)
        for (const std::string &s : t.servers)
            if (t.mgs && hosts.contains(s))
                return id;
    for (const auto &[id, t] : world.targets) // nobody has seen where it runs, but those who see its device are told of
        if (const auto v = world.volumes.find(t.volume); t.mgs && t.servers.empty() && v != world.volumes.end())
            for (const VolumePath &p : v->second.seenBy)
                if (hosts.contains(p.server))
                    return id;
    return sameNids(world, fs);
}

std::vector<std::string> mgsNidsOf(const WorldData &world, const FileSystem &fs)
{
    for (const auto *list : { &fs.osts, &fs.mdts })
        for (const ObjectId &id : *list)
            if (const Target &t = world.targets.at(id); !t.mgsNodes.empty())
                return t.mgsNodes;
    std::vector<std::string> out;
    const auto mgs = world.targets.find(fs.mgs);
    if (mgs == world.targets.end())
        return out;
    if (!mgs->second.serviceNodes.empty())
        return mgs->second.serviceNodes;
    for (const std::string &s : mgs->second.servers) {
        std::string host;
        const auto server = world.servers.find(s);
        if (server != world.servers.end() && server->second.inventory)
            for (const std::string &nid : server->second.inventory->lnet.nids)
                if (!nid.ends_with("@lo"))
                    host += (host.empty() ? "" : ",") + nid;
        if (!host.empty())
            out.push_back(host);
    }
    return out;
}

std::string whereItMayBe(const WorldData &world)
{
    std::vector<std::string> silent;
    for (const auto &[name, s] : world.servers)
        if (!s.up() && !s.inventory)
            silent.push_back(name);
    return silent.empty() ? std::string() : "; it may be on " + listed(silent) + ", which did not answer yet";
}

void addMissing(const WorldData &world, FileSystem &fs, const std::vector<ObjectId> &ids, bool mdt)
{
    int next = 0;
    for (const ObjectId &id : ids) {
        const int index = world.targets.at(id).index;
        for (; next < index; ++next)
            fs.missing.push_back(targetLabel(fs.name, mdt, next) + " was not found" + whereItMayBe(world));
        next = index + 1;
    }
    if (mdt && ids.empty())
        fs.missing.push_back(targetLabel(fs.name, true, 0) + " was not found" + whereItMayBe(world));
}

void addConflicts(const WorldData &world, FileSystem &fs)
{
    std::vector<ObjectId> all = fs.mdts;
    all.insert(all.end(), fs.osts.begin(), fs.osts.end());
    if (std::find(all.begin(), all.end(), fs.mgs) == all.end())
        all.push_back(fs.mgs);
    for (const ObjectId &id : all) {
        const auto t = world.targets.find(id);
        if (t == world.targets.end())
            continue;
        for (const std::string &c : t->second.conflicts)
            fs.conflicts.push_back(t->second.label + " " + c);
        for (const std::string &nid : t->second.strangeNids)
            if (std::find(fs.strangeNids.begin(), fs.strangeNids.end(), nid) == fs.strangeNids.end())
                fs.strangeNids.push_back(nid);
    }
    if (!fs.strangeNids.empty())
        fs.conflicts.push_back("its configuration names " + listed(fs.strangeNids) + ", which no server of the profile has: add the server that has "
            + (fs.strangeNids.size() == 1 ? "it" : "them") + ", or rewrite the NIDs");
}

struct Count {
    std::size_t mounted = 0, unknown = 0, total = 0;
    void add(const Target &t)
    {
        mounted += t.state == State::Mounted ? 1 : 0;
        unknown += t.state == State::Unknown ? 1 : 0;
        ++total;
    }
};

void finish(WorldData &world, FileSystem &fs, const std::map<ObjectId, int> &users)
{
    addMissing(world, fs, fs.mdts, true);
    addMissing(world, fs, fs.osts, false);
    addConflicts(world, fs);
    Count count;
    for (const auto *list : { &fs.mdts, &fs.osts })
        for (const ObjectId &id : *list) {
            const Target &t = world.targets.at(id);
            count.add(t);
            if (t.ost) {
                fs.bytesTotal += t.bytesTotal;
                fs.bytesFree += t.bytesFree;
            } else {
                fs.inodesTotal += t.inodesTotal;
                fs.inodesFree += t.inodesFree;
            }
        }
    const auto mgs = world.targets.find(fs.mgs);
    if (mgs == world.targets.end())
        fs.missing.push_back("its MGS was not found" + whereItMayBe(world));
    else if (mgs->second.fsname != fs.name) {
        Count all = count;
        all.add(mgs->second);
        // A shared MGS that is up says nothing about this file system; one that is down keeps it from being available.
        if (users.at(fs.mgs) == 1 || mgs->second.state != State::Mounted)
            count = all;
    }
    fs.state = !fs.missing.empty() ? State::Incomplete : filesystemState(count.mounted, count.unknown, count.total);
}

} // namespace

void addFilesystems(WorldData &world, const NidMap &nids)
{
    for (const auto &[id, t] : world.targets) {
        if (t.fsname.empty())
            continue;
        FileSystem &fs = world.filesystems[t.fsname];
        fs.name = t.fsname;
        fs.id = filesystemId(t.fsname);
        (t.mdt ? fs.mdts : fs.osts).push_back(id);
    }
    std::map<ObjectId, int> users;
    for (auto &[name, fs] : world.filesystems) {
        fs.mdts = sortedByIndex(world, fs.mdts);
        fs.osts = sortedByIndex(world, fs.osts);
        fs.mgs = findMgs(world, fs, nids);
        fs.mgsNids = mgsNidsOf(world, fs);
        ++users[fs.mgs];
    }
    for (auto &[name, fs] : world.filesystems)
        finish(world, fs, users);
}

} // namespace inventory
