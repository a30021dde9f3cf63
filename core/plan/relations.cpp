// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands where, seen from whom: worked out once, so that the planner only looks up.
#include "core/plan/objects.h"

#include <algorithm>

namespace plan {

using machine::When;
using machine::Where;

base::Result<void> Model::relate()
{
    addHa();
    for (Index i = 0; i < size(); ++i) {
        Object &o = m_objects[i];
        for (const Index s : o.servers) {
            const Parts &parts = m_parts[s];
            o.lnets.push_back(parts.lnet.front());
            for (const auto &[from, to] : { std::pair(&parts.corosync, &o.corosyncs), { &parts.pacemaker, &o.pacemakers }, { &parts.fencing, &o.fencings }, { &parts.software, &o.softwares } })
                to->insert(to->end(), from->begin(), from->end());
        }
        if (o.kind != Kind::Filesystem || o.mgs != noIndex)
            continue;
        const auto spec = wanted.filesystems.find(o.name);
        const Index mgs = spec == wanted.filesystems.end() ? noIndex : find(spec->second.existingMgs);
        if (mgs != noIndex && m_objects[mgs].kind == Kind::Target)
            o.mgs = mgs;
        else if (o.observed == State::Absent)
            return badGoal("The file system " + o.name + " has no MGS", "Choose a volume for an MGS, or an MGS that is there already.");
    }
    for (Index i = 0; i < size(); ++i)
        if (const Index mgs = m_objects[i].mgs; m_objects[i].kind == Kind::Filesystem && mgs != noIndex)
            m_objects[mgs].serves.push_back(i);
    m_startedBefore.assign(size(), &m_lists.emplace_back());
    m_stoppedBefore.assign(size(), &m_lists.front());
    for (Index i = 0; i < size(); ++i)
        if (m_objects[i].kind == Kind::Filesystem)
            relateFilesystem(i);
    for (Index i = 0; i < size(); ++i)
        if (m_objects[i].kind == Kind::Filesystem)
            relateOrder(i);
    relateLeaning();
    return {};
}

void Model::relateFilesystem(Index i)
{
    Object &fs = m_objects[i];
    const auto byIndex = [&](Index a, Index b) { return m_objects[a].index < m_objects[b].index; };
    std::stable_sort(fs.mdts.begin(), fs.mdts.end(), byIndex);
    std::stable_sort(fs.osts.begin(), fs.osts.end(), byIndex);
    if (fs.mgs != noIndex && m_objects[fs.mgs].filesystem != i) {
        const auto spec = wanted.filesystems.find(fs.name);
        const bool lent = spec != wanted.filesystems.end() && !spec->second.existingMgs.empty();
        const bool alone = m_objects[fs.mgs].role == Role::Mgs && m_objects[fs.mgs].serves.size() == 1 && !lent;
        (alone ? fs.targets : fs.sharedMgs).push_back(fs.mgs);
    }
    fs.targets.insert(fs.targets.end(), fs.mdts.begin(), fs.mdts.end());
    fs.targets.insert(fs.targets.end(), fs.osts.begin(), fs.osts.end());
    for (const Index t : fs.targets) {
        fs.mounted += m_objects[t].state == State::Mounted ? 1 : 0;
        fs.unformatted += m_objects[t].state == State::Unformatted ? 1 : 0;
    }
    fs.state = derived(fs);
}

State Model::derived(const Object &fs) const
{
    const auto total = static_cast<std::uint32_t>(fs.targets.size());
    if (total == 0 || fs.unformatted == total)
        return State::Absent;
    if (fs.removed == total)
        return State::Removed;
    const auto isUp = [&](Index mgs) { return m_objects[mgs].state == State::Mounted || m_objects[mgs].migrating; };
    if (fs.mounted == total && std::all_of(fs.sharedMgs.begin(), fs.sharedMgs.end(), isUp))
        return State::Available;
    return fs.mounted > 0 ? State::Unavailable : State::Stopped;
}

void Model::relateOrder(Index i)
{
    const Object &fs = m_objects[i];
    Indices mgs;
    if (fs.mgs != noIndex && m_objects[fs.mgs].filesystem != i)
        mgs.push_back(fs.mgs);
    Indices mgsAndMdt0 = mgs, mgsAndMdts = mgs, otherMdts;
    for (const Index m : fs.mdts) {
        mgsAndMdts.push_back(m);
        (m_objects[m].role == Role::Mdt0 ? mgsAndMdt0 : otherMdts).push_back(m);
    }
    m_lists.push_back(std::move(mgs));
    const Indices *forMdt0 = &m_lists.back();
    m_lists.push_back(std::move(mgsAndMdt0));
    const Indices *forMdts = &m_lists.back();
    m_lists.push_back(std::move(mgsAndMdts));
    const Indices *forOsts = &m_lists.back();
    m_lists.push_back(fs.mdts);
    const Indices *allMdts = &m_lists.back();
    m_lists.push_back(std::move(otherMdts));
    const Indices *others = &m_lists.back();
    for (const Index m : fs.mdts) {
        m_startedBefore[m] = m_objects[m].role == Role::Mdt0 ? forMdt0 : forMdts;
        if (m_objects[m].role == Role::Mdt0)
            m_stoppedBefore[m] = others;
    }
    for (const Index o : fs.osts) {
        m_startedBefore[o] = forOsts;
        m_stoppedBefore[o] = allMdts;
    }
    if (fs.mgs == noIndex || m_objects[fs.mgs].filesystem == i)
        return;
    Indices all = *m_stoppedBefore[fs.mgs];
    all.insert(all.end(), fs.mdts.begin(), fs.mdts.end());
    all.insert(all.end(), fs.osts.begin(), fs.osts.end());
    m_lists.push_back(std::move(all));
    m_stoppedBefore[fs.mgs] = &m_lists.back();
}

void Model::relateLeaning()
{
    m_leaning.assign(size(), {});
    for (Index i = 0; i < size(); ++i) {
        const Object &o = m_objects[i];
        if (o.kind == Kind::Filesystem)
            continue; // its states follow from its targets; nothing has to be done for them
        for (const machine::Hold &h : machine::of(o.kind).holds) {
            // A target may be moved while planning, so everybody who can become its active server counts.
            const Where where = h.need.where == Where::ActiveServer ? Where::EveryServer : h.need.where;
            for (const Index x : related(i, where, h.need.kind))
                m_leaning[x].push_back({ i, &h });
            if (h.need.where == Where::ActiveServer && o.server != noIndex
                && std::find(o.servers.begin(), o.servers.end(), o.server) == o.servers.end())
                for (const Index x : parts(o.server, h.need.kind))
                    m_leaning[x].push_back({ i, &h });
        }
    }
}

std::span<const Index> Model::related(Index me, Where where, Kind kind) const
{
    const Object &o = m_objects[me];
    const auto one = [](const Index &i) { return i == noIndex ? std::span<const Index>() : std::span<const Index>(&i, 1); };
    switch (where) {
    case Where::MyServer:
    case Where::ActiveServer:
        if (o.server == noIndex)
            return {};
        return kind == Kind::Server ? one(o.server) : std::span<const Index>(parts(o.server, kind));
    case Where::EveryServer:
    case Where::AnyServer:
        return kind == Kind::Lnet ? o.lnets : kind == Kind::Pacemaker ? o.pacemakers : o.servers;
    case Where::MyFilesystem:
        return one(o.filesystem);
    case Where::MyTargets:
        return o.targets;
    case Where::MyMgs:
        if (o.kind == Kind::Filesystem)
            return o.sharedMgs;
        if (o.filesystem == noIndex || m_objects[o.filesystem].mgs == me)
            return {};
        return one(m_objects[o.filesystem].mgs);
    case Where::MyMdts:
    case Where::MyMdt0:
    case Where::MyOsts: {
        if (o.filesystem == noIndex && o.kind != Kind::Filesystem)
            return {};
        const Object &fs = o.kind == Kind::Filesystem ? o : m_objects[o.filesystem];
        if (where == Where::MyOsts)
            return fs.osts;
        const bool zero = !fs.mdts.empty() && m_objects[fs.mdts.front()].role == Role::Mdt0;
        return where == Where::MyMdts ? std::span<const Index>(fs.mdts) : std::span<const Index>(fs.mdts).first(zero ? 1 : 0);
    }
    case Where::StartedBefore:
        return *m_startedBefore[me];
    case Where::MyClients:
        return o.filesystem == noIndex ? std::span<const Index>() : std::span<const Index>(m_objects[o.filesystem].clients);
    case Where::StoppedBefore:
        return *m_stoppedBefore[me];
    case Where::MyCluster:
        return one(o.cluster);
    case Where::MyTarget:
        return one(o.target);
    case Where::KeyHolder:
        if (o.cluster == noIndex || m_objects[o.cluster].corosyncs.empty() || m_objects[o.cluster].corosyncs.front() == me)
            return {};
        return std::span<const Index>(m_objects[o.cluster].corosyncs).first(1);
    case Where::MyMembers: {
        if (o.cluster == noIndex && o.kind != Kind::HaCluster)
            return {};
        const Object &c = o.kind == Kind::HaCluster ? o : m_objects[o.cluster];
        switch (kind) {
        case Kind::Lnet: return c.lnets;
        case Kind::Corosync: return c.corosyncs;
        case Kind::Pacemaker: return c.pacemakers;
        case Kind::Fencing: return c.fencings;
        case Kind::Software: return c.softwares;
        default: return c.servers;
        }
    }
    }
    return {};
}

bool Model::applies(When when, Index i) const
{
    const Object &o = m_objects[i];
    switch (when) {
    case When::Always: return true;
    case When::SeparateMgs: return o.role == Role::Mgs;
    case When::InFilesystem: return o.role != Role::Mgs;
    case When::WriteconfPending: return o.writeconf;
    case When::OwnKernel: return o.ownKernel;
    case When::AnyKernel: return !o.ownKernel;
    case When::ByManager: return !isByPacemaker(o);
    case When::ByPacemaker: return isByPacemaker(o);
    }
    return true;
}

} // namespace plan
