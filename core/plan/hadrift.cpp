// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/hadrift.h"

#include "core/inventory/ids.h"
#include "core/plan/hapieces.h"
#include "core/plan/objects.h"

#include <algorithm>

namespace plan {

using inventory::Drift;
using Cure = Drift::Cure;

namespace {

class HaFinder {
public:
    HaFinder(const inventory::World &world, const inventory::Wanted &wanted)
        : m_wanted(wanted)
        , m_model(world, wanted)
    {
    }

    std::vector<Drift> run()
    {
        m_model.addHa();
        for (Index i = 0; i < m_model.size(); ++i)
            look(i);
        return std::move(m_out);
    }

private:
    void add(const Object &o, const std::string &text, State wanted, Cure cure = Cure::State, bool repairable = true)
    {
        const std::string name = o.kind == Kind::HaCluster ? "Cluster " + o.name : o.kind == Kind::HaResource ? o.name + " in Pacemaker" : o.name;
        Drift d { o.id, name, text, repairable, wanted, {}, cure };
        d.name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(d.name[0])));
        if (o.kind == Kind::HaResource)
            d.name = name;
        m_out.push_back(std::move(d));
    }

    void look(Index i)
    {
        const Object &o = m_model[i];
        if (o.foreign)
            return;
        switch (o.kind) {
        case Kind::Corosync: return corosync(o);
        case Kind::Pacemaker: return pacemaker(o);
        case Kind::HaCluster: return cluster(o);
        case Kind::Fencing:
            if (runs(o.cluster) && o.state != State::Ready)
                add(o, o.differs ? "is configured in another way than is wanted; wanted ready" : "is not configured; wanted ready", State::Ready, Cure::State, runs(o.cluster));
            return;
        case Kind::HaResource: return resource(i);
        default: return;
        }
    }

    bool runs(Index cluster) const
    {
        const Object &c = m_model[cluster];
        return c.seen && c.seen->cib && c.seen->status;
    }

    void corosync(const Object &o)
    {
        if (o.state == State::Unknown)
            return;
        if (o.state != State::Running)
            add(o, "is " + std::string(machine::word(o.state)) + "; wanted running", State::Running);
        else if (o.differs)
            add(o, "has another corosync.conf than is wanted", State::Running, Cure::Reconfigure);
    }

    void pacemaker(const Object &o)
    {
        const std::string &server = m_model[o.server].name;
        const bool wanted = m_wanted.standby.contains(server);
        if (o.state == State::Stopped)
            add(o, "is stopped; wanted running", State::Running);
        else if (o.state == State::Running && o.resting != wanted)
            add(o, o.resting ? "is in standby; wanted online" : "is online; wanted in standby", State::Running, o.resting ? Cure::Online : Cure::Standby);
    }

    void cluster(const Object &o)
    {
        const bool wanted = m_wanted.maintenance.contains(o.name);
        if (o.seen && o.seen->status && o.resting != wanted)
            add(o, o.resting ? "is in maintenance mode: nothing is failed over" : "is not in maintenance mode; wanted in it", State::Configured,
                o.resting ? Cure::EndMaintenance : Cure::BeginMaintenance);
        if (o.state == State::Configured || !o.seen || !o.seen->cib)
            return;
        const auto patches = HaPieces::patches(m_model, *o.clusterSpec, o.seen->cib.get(), o.id);
        add(o, patches.empty() || patches.front().why.empty() ? "has other settings than are wanted" : "has other settings than are wanted: " + patches.front().why, State::Configured);
    }

    void resource(Index i)
    {
        const Object &o = m_model[i];
        if (!runs(o.cluster))
            return;
        const Object &c = m_model[o.cluster];
        const bool wanted = c.clusterSpec->resources.contains(m_model[o.target].id);
        if (wanted && o.state != State::Ready)
            add(o, "is not there; wanted under Pacemaker", State::Ready);
        else if (wanted && m_model.differs(i))
            add(o, "is configured in another way than is wanted", State::Ready);
        else if (!wanted && o.state == State::Ready && isOurs(c, o))
            add(o, "is there; wanted mounted by this program", State::Unconfigured);
    }

    static bool isOurs(const Object &cluster, const Object &resource)
    {
        const auto &all = cluster.seen->targets;
        const ObjectId target = inventory::targetOfResource(resource.id);
        return std::any_of(all.begin(), all.end(), [&](const ha::TargetResource &r) { return r.target == target && r.ours; });
    }

    const inventory::Wanted &m_wanted;
    Model m_model;
    std::vector<Drift> m_out;
};

} // namespace

std::vector<Drift> drift(const inventory::World &world, const inventory::Wanted &wanted)
{
    std::vector<Drift> out = inventory::drift(world, wanted);
    if (wanted.clusters.empty())
        return out;
    const inventory::World known = inventory::remembered(world, wanted);
    for (Drift &d : HaFinder(known, wanted).run())
        out.push_back(std::move(d));
    return out;
}

} // namespace plan
