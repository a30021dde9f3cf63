// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/specs.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <set>

namespace plan {

using inventory::FileSystemSpec;
using inventory::TargetSpec;
using inventory::Wanted;
using inventory::World;

namespace {

struct Used {
    std::set<int> mdts, osts;
    void add(const TargetSpec &t)
    {
        if (t.index >= 0 && (t.mdt || t.ost))
            (t.mdt ? mdts : osts).insert(t.index);
    }
};

/// An index is never given twice, not even after its target has gone: the MGS remembers it.
Used usedBy(const std::string &name, const World &world, const Wanted &wanted)
{
    Used used;
    if (const inventory::FileSystem *fs = world.filesystem(name))
        for (const auto *list : { &fs->mdts, &fs->osts })
            for (const auto &id : *list) {
                const inventory::Target *t = world.target(id);
                (t->mdt ? used.mdts : used.osts).insert(t->index);
            }
    if (const auto it = wanted.filesystems.find(name); it != wanted.filesystems.end())
        for (const TargetSpec &t : it->second.targets)
            used.add(t);
    return used;
}

void fillServers(TargetSpec &t, const World &world)
{
    const inventory::Volume *v = world.volume(t.volume);
    if (!v)
        return;
    if (t.primary.empty()) {
        t.primary = v->primary;
        if (t.failover.empty())
            t.failover = v->failover;
    }
    if (t.failover == t.primary)
        t.failover.clear();
}

/// The targets without an index, one of each primary server in turn, servers in the order in which they appear.
std::vector<TargetSpec *> roundRobin(std::vector<TargetSpec> &targets, bool mdt)
{
    std::map<std::string, std::size_t> places;
    std::vector<std::vector<TargetSpec *>> byServer;
    std::size_t most = 0;
    for (TargetSpec &t : targets)
        if (t.index < 0 && (mdt ? t.mdt : t.ost)) {
            const std::size_t place = places.emplace(t.primary, byServer.size()).first->second;
            byServer.resize(std::max(byServer.size(), place + 1));
            byServer[place].push_back(&t);
            most = std::max(most, byServer[place].size());
        }
    std::vector<TargetSpec *> out;
    for (std::size_t i = 0; i < most; ++i)
        for (const auto &list : byServer)
            if (i < list.size())
                out.push_back(list[i]);
    std::stable_sort(out.begin(), out.end(), [](const TargetSpec *a, const TargetSpec *b) { return a->mgs && !b->mgs; });
    return out;
}

void number(std::vector<TargetSpec> &targets, bool mdt, std::set<int> &used)
{
    for (const TargetSpec &t : targets)
        if (t.index >= 0 && (mdt ? t.mdt : t.ost))
            used.insert(t.index);
    int next = used.empty() ? 0 : *used.rbegin() + 1;
    for (TargetSpec *t : roundRobin(targets, mdt))
        used.insert(t->index = next++);
}

} // namespace

base::Result<FileSystemSpec> completed(const FileSystemSpec &spec, const World &world, const Wanted &wanted, bool adding)
{
    FileSystemSpec out = spec;
    Used used = adding ? usedBy(spec.name, world, wanted) : Used {};
    if (!adding) { // the same specification again keeps the numbers that it got
        const auto before = wanted.filesystems.find(spec.name);
        for (TargetSpec &t : out.targets)
            if (before != wanted.filesystems.end() && t.index < 0)
                for (const TargetSpec &b : before->second.targets)
                    if (b.volume == t.volume && b.mdt == t.mdt && b.ost == t.ost)
                        t.index = b.index;
    }
    for (TargetSpec &t : out.targets)
        fillServers(t, world);
    number(out.targets, true, used.mdts);
    number(out.targets, false, used.osts);
    if (adding || !out.existingMgs.empty())
        return out;
    for (const TargetSpec &t : out.targets)
        if (t.mgs && t.mdt && t.index != 0)
            return base::Error { base::Problem::BadArgument, "the MGS is combined with " + inventory::targetLabel(spec.name, true, t.index)
                    + "; it must be with MDT0000", {}, "Put the MGS on the first MDT, or on a volume of its own." };
    return out;
}

World withoutRemoved(const World &world, const Wanted &wanted)
{
    const auto isRemoved = [&](const inventory::Target &t) {
        const auto it = wanted.states.find(t.id);
        const bool off = t.state != State::Mounted && t.activeKnown;
        return it != wanted.states.end() && it->second == State::Removed && off;
    };
    const bool any = std::any_of(world->targets.begin(), world->targets.end(), [&](const auto &e) { return isRemoved(e.second); });
    if (!any)
        return world;
    auto data = std::make_shared<inventory::WorldData>(*world);
    for (const auto &[id, t] : world->targets) {
        if (!isRemoved(t))
            continue;
        data->targets.erase(id);
        for (auto &[vid, v] : data->volumes)
            if (v.target == id)
                v.target.clear();
        for (auto &[name, s] : data->servers)
            std::erase(s.targetsPrimary, id);
        for (auto &[name, fs] : data->filesystems) {
            std::erase(fs.mdts, id);
            std::erase(fs.osts, id);
            if (fs.mgs == id)
                fs.mgs.clear();
        }
    }
    std::erase_if(data->filesystems, [](const auto &e) { return e.second.mdts.empty() && e.second.osts.empty(); });
    return World(std::move(data));
}

} // namespace plan
