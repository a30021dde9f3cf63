// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/desk.h"

#include <QMenu>
#include <algorithm>
#include <set>

namespace shell {

Desk::Desk(Cluster &cluster, QObject *parent)
    : QObject(parent)
    , m_cluster(cluster)
{
}

Place Desk::place() const { return m_history[static_cast<std::size_t>(m_at)]; }

void Desk::open(const Place &place)
{
    if (place == this->place() && place != "plan")
        return;
    m_history.resize(static_cast<std::size_t>(m_at) + 1);
    if (place != this->place()) {
        m_history.push_back(place);
        ++m_at;
    }
    emit moved();
}

void Desk::replace(const Place &place)
{
    m_history[static_cast<std::size_t>(m_at)] = place;
    emit moved();
}

void Desk::back()
{
    if (!canGoBack())
        return;
    --m_at;
    emit moved();
}

void Desk::forward()
{
    if (!canGoForward())
        return;
    ++m_at;
    emit moved();
}

void Desk::propose(const std::vector<plan::Goal> &goals)
{
    using What = plan::Goal::What;
    const auto open = std::find_if(goals.begin(), goals.end(), [](const plan::Goal &g) {
        return (g.what == What::CreateFilesystem || g.what == What::AddTargets) && g.spec.targets.empty();
    });
    if (open != goals.end())
        return startWizard(*open);
    show(m_cluster.plan(goals));
}

void Desk::show(const base::Result<plan::Plan> &plan)
{
    if (!plan)
        return say(plan.error());
    if (plan->empty()) {
        emit told(tr("Nothing to do: everything is so already."));
        return;
    }
    m_plan = *plan;
    emit planShown();
    open("plan");
}

void Desk::startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes) { emit wizardWanted(goal, volumes); }

std::vector<inventory::Drift> Desk::drift() const
{
    std::set<inventory::ObjectId> busy;
    for (const auto &job : m_cluster.jobs())
        if (!jobs::isEnd(job->state))
            for (const plan::Move &move : job->plan.moves)
                busy.insert(move.object);
    std::vector<inventory::Drift> all = m_cluster.drift();
    std::erase_if(all, [&](const inventory::Drift &d) { return busy.count(d.object) != 0; });
    return all;
}

std::vector<models::Choice> Desk::choices(const std::vector<inventory::ObjectId> &objects) const
{
    std::vector<std::vector<plan::Offer>> each;
    for (const inventory::ObjectId &object : objects)
        each.push_back(m_cluster.offers(object));
    return models::choices(each);
}

void Desk::fillMenu(QMenu &menu, const std::vector<inventory::ObjectId> &objects)
{
    menu.setToolTipsVisible(true);
    for (const models::Choice &choice : choices(objects)) {
        QAction *action = menu.addAction(choice.text + QStringLiteral(" …"));
        action->setEnabled(choice.possible());
        action->setToolTip(choice.possible() ? choice.tip : choice.whyNot);
        connect(action, &QAction::triggered, this, [this, goals = choice.goals] { propose(goals); });
    }
}

} // namespace shell
