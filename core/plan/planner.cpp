// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/planner.h"

#include "core/inventory/ids.h"
#include "core/plan/goals.h"
#include "core/plan/steps.h"

#include <algorithm>

namespace plan {

using inventory::Wanted;
using inventory::World;
using What = Goal::What;

namespace {

std::string titleOf(const std::vector<Goal> &goals, const World &world)
{
    if (goals.empty())
        return "Nothing to do";
    std::string title = goalText(goals.front(), world);
    if (goals.size() == 2)
        title += ", and: " + goalText(goals[1], world);
    if (goals.size() > 2)
        title += ", and " + std::to_string(goals.size() - 1) + " more";
    return title;
}

void addNotes(Plan &plan)
{
    std::size_t formats = 0;
    for (const Move &m : plan.moves)
        formats += m.action == "Format target" ? 1 : 0;
    if (formats)
        plan.notes.push_back(formats == 1 ? "One volume is formatted; this cannot be undone."
                                          : std::to_string(formats) + " volumes are formatted; this cannot be undone.");
    std::vector<std::string> unique;
    for (std::string &n : plan.notes)
        if (std::find(unique.begin(), unique.end(), n) == unique.end())
            unique.push_back(std::move(n));
    plan.notes = std::move(unique);
}

std::string nameToType(const Plan &plan)
{
    if (plan.risk() != Risk::LosesData)
        return {};
    for (const Goal &g : plan.goals) {
        if (!g.spec.name.empty())
            return g.spec.name;
        if (!g.cluster.name.empty())
            return g.cluster.name;
        if (inventory::isKind(g.object, Kind::Filesystem))
            return inventory::nameIn(g.object);
    }
    for (const Move &m : plan.moves)
        if (m.risk == Risk::LosesData)
            return m.objectName;
    return {};
}

} // namespace

Risk Plan::risk() const
{
    Risk worst = Risk::Safe;
    for (const Move &m : moves)
        worst = std::max(worst, m.risk);
    return worst;
}

base::Result<Plan> plan(const World &world, const Wanted &wanted, const std::vector<Goal> &goals)
{
    auto task = prepared(world, wanted, goals);
    if (!task)
        return task.error();
    Model model(task->world, task->wanted);
    if (const auto filled = fill(model, *task); !filled)
        return filled.error();
    Search search(model);
    pursue(*task, model, search);
    if (!search.ok())
        return search.error();
    const std::vector<Draft> drafts = search.finish();
    Plan out;
    out.title = titleOf(goals, task->world);
    out.goals = goals;
    for (Goal &g : out.goals)
        for (const Goal &completed : task->goals)
            if ((g.what == What::ReleaseServer || g.what == What::ReleaseFilesystem) && completed.what == g.what && completed.object == g.object)
                g.profiles = completed.profiles; // so that it can be taken back
            else if (g.what == What::ConfigureLnet && completed.what == g.what && completed.object == g.object) {
                g.lnetsBefore = completed.lnetsBefore;
                g.routesBefore = completed.routesBefore;
            } else if (completed.what == g.what && completed.clusterBefore && (g.what == What::ChangeCluster ? completed.cluster.name == g.cluster.name : completed.object == g.object))
                g.clusterBefore = completed.clusterBefore;
    out.moves.reserve(drafts.size());
    for (const Draft &d : drafts) {
        auto move = toMove(model, d);
        if (!move)
            return move.error();
        out.moves.push_back(std::move(*move));
    }
    out.wantedAfter = wantedAfter(*task, model, drafts);
    out.notes = std::move(task->notes);
    for (const Draft &d : drafts)
        if (const Object &o = model[d.object]; o.found)
            for (const std::string &conflict : o.found->conflicts)
                out.notes.push_back(o.name + " " + conflict + ".");
    addNotes(out);
    out.typeToConfirm = nameToType(out);
    return out;
}

} // namespace plan
