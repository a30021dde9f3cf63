// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/planner.h"

#include "core/inventory/ids.h"
#include "core/plan/objects.h"

#include <algorithm>
#include <optional>

namespace plan {

using What = Goal::What;

namespace {

/// Where one object stood before the plan and where its done moves took it.
struct Path {
    State before {}, after {}, back {}; ///< back: how far it can go back, behind the last move that has no inverse
    std::string name, serverBefore;
    bool moved = false; ///< a target that was unmounted on one server and mounted on another
};

void follow(Path &path, const Move &m)
{
    if (path.before == State::None) {
        path.before = path.back = m.from;
        path.name = m.objectName;
    }
    if (m.kind == Kind::Target && m.from == State::Mounted)
        path.serverBefore = m.server;
    const bool byPacemaker = std::any_of(m.steps.begin(), m.steps.end(), [](const Step &s) { return s.verb == protocol::Verb::ResourceMove; });
    path.moved = path.moved || byPacemaker || (m.to == State::Mounted && !path.serverBefore.empty() && m.server != path.serverBefore);
    path.after = m.to;
    if (m.undo.empty())
        path.back = m.to;
}

/// The goal that takes one object back; none when it is there already or nothing leads there.
std::optional<Goal> goalBack(const ObjectId &id, const Path &p)
{
    Goal g;
    g.object = id;
    g.state = p.back;
    if (inventory::isKind(id, Kind::Filesystem)) {
        const bool started = p.after == State::Available && (p.before == State::Stopped || p.before == State::Absent);
        const bool stopped = p.after == State::Stopped && p.before == State::Available;
        g.state = started ? State::Stopped : State::Available;
        return started || stopped ? std::optional(g) : std::nullopt; // else it follows its targets
    }
    if (p.moved && p.back == State::Mounted && p.before == State::Mounted) {
        g.what = What::MoveTarget;
        g.server = p.serverBefore;
        return g;
    }
    const bool nowhere = p.back == State::Unknown || p.back == State::Unformatted || p.back == State::Formatted;
    return p.back == p.after || nowhere ? std::nullopt : std::optional(g);
}

/// One sentence for each kind of move that nothing takes back.
std::vector<std::string> irrevocable(const Plan &plan, const std::vector<bool> &done)
{
    std::map<std::string, std::vector<std::string>> names;
    for (std::size_t i = 0; i < plan.moves.size(); ++i)
        if (const Move &m = plan.moves[i]; done[i] && m.undo.empty() && !m.steps.empty())
            names[m.action].push_back(m.objectName);
    std::vector<std::string> out;
    for (const auto &[action, objects] : names)
        out.push_back("\"" + action + "\" cannot be taken back: " + listed(objects) + ".");
    return out;
}

/// Management is given back, and taken again with the profiles of before, as a whole: what was configured follows.
std::vector<Goal> managementBack(const Plan &plan, const std::vector<bool> &done)
{
    std::vector<Goal> out;
    for (Goal g : plan.goals) {
        switch (g.what) {
        case What::ManageServer: g.what = What::ReleaseServer; break;
        case What::ReleaseServer: g.what = What::ManageServer; break;
        case What::ManageFilesystem: g.what = What::ReleaseFilesystem; break;
        case What::ReleaseFilesystem: g.what = What::ManageFilesystem; break;
        default: continue;
        }
        if (g.what == What::ReleaseServer || g.what == What::ReleaseFilesystem)
            g.profiles.clear();
        if (std::find(done.begin(), done.end(), true) != done.end())
            out.push_back(std::move(g));
    }
    return out;
}

/// Clusters are taken back as a whole as well: what is in them follows.
std::vector<Goal> clustersBack(const Plan &plan, const std::vector<bool> &done)
{
    std::vector<Goal> out;
    if (std::find(done.begin(), done.end(), true) == done.end())
        return out;
    const bool rested = std::any_of(plan.moves.begin(), plan.moves.end(), [](const Move &m) { return m.kind == Kind::Pacemaker && m.from == m.to; });
    for (Goal g : plan.goals) {
        switch (g.what) {
        case What::CreateCluster:
            g.what = What::RemoveCluster;
            g.object = inventory::clusterId(g.cluster.name);
            g.cluster = {};
            break;
        case What::RemoveCluster:
        case What::ChangeCluster:
            if (!g.clusterBefore)
                continue;
            g.what = g.what == What::RemoveCluster ? What::CreateCluster : What::ChangeCluster;
            g.cluster = *g.clusterBefore;
            g.clusterBefore.reset();
            break;
        case What::HandOver: g.what = What::TakeBack; break;
        case What::TakeBack: g.what = What::HandOver; break;
        case What::Drain:
            if (!rested)
                continue;
            g.what = What::Online;
            break;
        case What::Online: g.what = What::Drain; break;
        case What::MaintenanceOn: g.what = What::MaintenanceOff; break;
        case What::MaintenanceOff: g.what = What::MaintenanceOn; break;
        default: continue;
        }
        out.push_back(std::move(g));
    }
    return out;
}

/// The networks of before, where there were any; else LNet goes back by its state.
std::vector<Goal> networksBack(const Plan &plan, const std::vector<bool> &done)
{
    std::vector<Goal> out;
    for (const Goal &g : plan.goals) {
        if (g.what != What::ConfigureLnet || g.lnetsBefore.empty() || std::find(done.begin(), done.end(), true) == done.end())
            continue;
        Goal back = g;
        std::swap(back.lnets, back.lnetsBefore);
        std::swap(back.routes, back.routesBefore);
        out.push_back(std::move(back));
    }
    return out;
}

} // namespace

base::Result<Plan> inverse(const Plan &original, const std::vector<bool> &done, const inventory::World &world,
    const inventory::Wanted &wanted)
{
    if (done.size() != original.moves.size())
        return base::Error { base::Problem::BadArgument, "the plan has " + std::to_string(original.moves.size())
                + " moves, and what was done is said of " + std::to_string(done.size()), {}, {} };
    std::map<ObjectId, Path> paths;
    std::vector<ObjectId> order;
    for (std::size_t i = 0; i < done.size(); ++i)
        if (done[i]) {
            if (!paths.contains(original.moves[i].object))
                order.push_back(original.moves[i].object);
            follow(paths[original.moves[i].object], original.moves[i]);
        }
    std::reverse(order.begin(), order.end());
    std::stable_partition(order.begin(), order.end(), [](const ObjectId &id) { return inventory::isKind(id, Kind::Filesystem); });
    std::vector<Goal> goals = managementBack(original, done);
    for (Goal &g : clustersBack(original, done))
        goals.push_back(std::move(g));
    const bool whole = !goals.empty();
    for (Goal &g : networksBack(original, done))
        goals.push_back(std::move(g));
    const auto isSaid = [&](const ObjectId &id) {
        return std::any_of(goals.begin(), goals.end(), [&](const Goal &g) { return g.what == What::ConfigureLnet && g.object == id; });
    };
    for (const ObjectId &id : whole ? std::vector<ObjectId> {} : order)
        if (auto goal = isSaid(id) ? std::nullopt : goalBack(id, paths[id]))
            goals.push_back(std::move(*goal));
    auto out = plan(world, wanted, goals);
    if (!out)
        return out;
    for (const Goal &g : original.goals)
        if (g.what == What::ConfigureLnet && g.lnetsBefore.empty()) { // nobody had asked for any
            out->wantedAfter.lnets.erase(inventory::nameIn(g.object));
            out->wantedAfter.routes.erase(inventory::nameIn(g.object));
        }
    out->title = "Undo: " + original.title;
    std::vector<std::string> notes = irrevocable(original, done);
    notes.insert(notes.end(), out->notes.begin(), out->notes.end());
    out->notes = std::move(notes);
    return out;
}

} // namespace plan
