// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/create.h"

#include "app/models/words.h"

#include <algorithm>

namespace wizards {

Create::Create(shell::Desk &desk, const plan::Goal &goal, const std::vector<std::string> &volumes, QWidget *parent)
    : StepDialog(QStringLiteral("create"), 180, parent)
    , m_desk(desk)
{
    m_draft.adding = goal.what == plan::Goal::What::AddTargets;
    m_draft.name = goal.spec.name;
    for (const std::string &volume : volumes)
        m_draft.roles[volume] = Role::Ost;
    setWindowTitle(m_draft.adding ? tr("Add targets to %1").arg(models::q(m_draft.name)) : tr("Create file system"));
    if (!m_draft.adding)
        addStep(nameStep(m_draft, desk.cluster()));
    addStep(volumeStep(m_draft, desk.cluster()));
    addStep(optionStep(m_draft, desk.cluster()));
    addStep(summaryStep(m_draft, desk.cluster()));
    resize(980, 640);
    connect(&desk.cluster(), &shell::Cluster::worldChanged, this, &Create::refresh);
    begin();
}

void Create::addStep(Step *step)
{
    m_steps.push_back(step);
    addPage(step, step->heading());
    connect(step, &Step::changed, this, [this] {
        touched();
        refresh();
    });
}

void Create::refresh()
{
    const std::vector<inventory::SpecProblem> problems = m_draft.problems(m_desk.cluster().world());
    Step *step = m_steps[at()];
    step->show(problems);
    const auto stops = std::find_if(problems.begin(), problems.end(), [&](const auto &p) { return p.fatal && step->concerns(p); });
    setStopping(stops == problems.end() ? nullptr : &*stops);
}

void Create::finish()
{
    plan::Goal goal;
    goal.what = m_draft.adding ? plan::Goal::What::AddTargets : plan::Goal::What::CreateFilesystem;
    goal.spec = m_draft.spec(m_desk.cluster().world());
    const base::Result<plan::Plan> plan = m_desk.cluster().plan({goal});
    if (!plan)
        return fail(plan.error());
    m_desk.show(plan);
    accept();
}

} // namespace wizards
