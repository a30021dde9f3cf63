// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/planner.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <set>

namespace plan {

using What = Goal::What;

namespace {

/// Where one object stood before the plan and where its done moves took it.
struct Path {
    State before {}, after {};
    std::string name, serverBefore;
    bool moved = false;   ///< a target that was unmounted on one server and mounted on another
    bool blocked = false; ///< one of its moves has no inverse
    std::string blockedBy;
};

void follow(Path &path, const Move &m)
{
    if (path.before == State::None) {
        path.before = m.from;
        path.name = m.objectName;
    }
    if (m.kind == Kind::Target && m.from == State::Mounted)
        path.serverBefore = m.server;
    path.moved = path.moved || (m.to == State::Mounted && !path.serverBefore.empty() && m.server != path.serverBefore);
    path.after = m.to;
    if (m.undo.empty() && !m.action.empty() && !path.blocked) {
        path.blocked = true;
        path.blockedBy = m.action;
    }
}

/// How far back an object can go: behind the last of its done moves that has no inverse.
State reachableBefore(const Plan &plan, const std::vector<bool> &done, const ObjectId &object, State before)
{
    State back = before;
    for (std::size_t i = 0; i < plan.moves.size(); ++i)
        if (done[i] && plan.moves[i].object == object && plan.moves[i].undo.empty())
            back = plan.moves[i].to;
    return back;
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
    std::vector<Goal> goals;
    std::vector<std::string> notes;
    for (const ObjectId &id : order) {
        const Path &p = paths[id];
        const State back = reachableBefore(original, done, id, p.before);
        if (p.blocked)
            notes.push_back(p.name + ": \"" + p.blockedBy + "\" cannot be taken back.");
        if (inventory::isKind(id, Kind::Filesystem))
            continue; // it follows its targets
        Goal g;
        g.object = id;
        g.state = back;
        if (p.moved && back == State::Mounted && p.before == State::Mounted) {
            g.what = What::MoveTarget;
            g.server = p.serverBefore;
        } else if (back == p.after || back == State::Unknown || back == State::Unformatted || back == State::Formatted) {
            continue;
        }
        goals.push_back(std::move(g));
    }
    auto out = plan(world, wanted, goals);
    if (!out)
        return out;
    out->title = "Undo: " + original.title;
    notes.insert(notes.end(), out->notes.begin(), out->notes.end());
    out->notes = std::move(notes);
    return out;
}

} // namespace plan
