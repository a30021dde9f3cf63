// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/desk.h"

#include "app/shell/chooser.h"

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
        return emit raised();
    m_history.resize(static_cast<std::size_t>(m_at) + 1);
    if (place != this->place()) {
        m_history.push_back(place);
        ++m_at;
    }
    emit moved();
}

void Desk::openCharts(const Place &place, std::int64_t from, std::int64_t to, const std::string &scope)
{
    m_charts = ChartsWish{place, from, to, scope};
    if (place == this->place())
        return emit moved();
    open(place);
}

std::optional<Desk::ChartsWish> Desk::takeChartsWish(const Place &place)
{
    return m_charts && m_charts->place == place ? std::exchange(m_charts, {}) : std::nullopt;
}

void Desk::openLogs(const Place &about, std::int64_t at)
{
    const inventory::Target *target = m_cluster.world().target(about);
    m_logs = LogsWish{models::placeKind(about) == "server" ? models::placeName(about) : target != nullptr ? target->active : std::string(), at};
    if (place() == "logs")
        return emit moved();
    open("logs");
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
    if (refused())
        return;
    const auto open = std::find_if(goals.begin(), goals.end(), [](const plan::Goal &g) {
        return (g.what == What::CreateFilesystem || g.what == What::AddTargets) && g.spec.targets.empty();
    });
    if (open != goals.end())
        return startWizard(*open);
    const auto cluster = std::find_if(goals.begin(), goals.end(), [](const plan::Goal &g) { return g.what == What::CreateCluster && g.cluster.members.empty(); });
    if (cluster != goals.end())
        return startWizard(*cluster);
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

void Desk::startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes)
{
    if (!refused())
        emit wizardWanted(goal, volumes);
}

bool Desk::refused()
{
    const QString why = m_cluster.whyLocked();
    if (!why.isEmpty())
        say({base::Problem::AccessDenied, why.toStdString(), {}, {}});
    return !why.isEmpty();
}

std::vector<inventory::Drift> openDrift(const Cluster &cluster)
{
    std::set<inventory::ObjectId> busy;
    for (const auto &job : cluster.jobs())
        if (!jobs::isEnd(job->state))
            for (const plan::Move &move : job->plan.moves)
                busy.insert(move.object);
    std::vector<inventory::Drift> all = cluster.drift();
    std::erase_if(all, [&](const inventory::Drift &d) { return busy.count(d.object) != 0; });
    return all;
}

void Desk::fillMenu(QMenu &menu, const std::vector<inventory::ObjectId> &objects)
{
    menu.setToolTipsVisible(true);
    QAction *wait = menu.addAction(tr("Looking at what can be done …"));
    wait->setEnabled(false);
    auto *chooser = new Chooser(m_cluster, &menu);
    connect(chooser, &Chooser::ready, &menu, [this, &menu, wait](const std::vector<models::Choice> &choices) {
        for (const models::Choice &choice : choices) {
            auto *action = new QAction(choice.text + QStringLiteral(" …"), &menu);
            menu.insertAction(wait, action);
            action->setEnabled(choice.possible());
            action->setToolTip(choice.possible() ? choice.tip : choice.whyNot);
            connect(action, &QAction::triggered, this, [this, goals = choice.goals] { propose(goals); });
        }
        menu.removeAction(wait);
    });
    chooser->ask(objects);
}

} // namespace shell
