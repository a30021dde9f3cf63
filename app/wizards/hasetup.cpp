// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/hasetup.h"

#include "app/models/words.h"

#include <QComboBox>
#include <algorithm>

namespace wizards {

void fillBox(QComboBox &box, const std::vector<BoxItem> &items)
{
    bool same = box.count() == static_cast<int>(items.size());
    for (int i = 0; same && i < box.count(); ++i)
        same = BoxItem(box.itemText(i), box.itemData(i).toString()) == items[static_cast<std::size_t>(i)];
    if (same)
        return;
    box.clear();
    for (const auto &[text, data] : items)
        box.addItem(text, data);
}

HaSetup::HaSetup(shell::Desk &desk, const plan::Goal &goal, QWidget *parent)
    : StepDialog(QStringLiteral("hasetup"), 170, parent)
    , m_desk(desk)
{
    m_draft.changing = goal.what == plan::Goal::What::ChangeCluster;
    m_draft.spec = goal.cluster;
    setWindowTitle(m_draft.changing ? tr("Change the cluster %1").arg(models::q(goal.cluster.name)) : tr("Set up high availability"));
    shell::Cluster &cluster = desk.cluster();
    if (!m_draft.changing) {
        addStep(haServerStep(m_draft, cluster));
        addStep(haRingStep(m_draft, cluster));
    }
    addStep(haFenceStep(m_draft, cluster));
    addStep(haPolicyStep(m_draft, cluster));
    addStep(haTargetStep(m_draft, cluster));
    addStep(haSummaryStep(m_draft, cluster));
    resize(1000, 660);
    connect(&cluster, &shell::Cluster::worldChanged, this, &HaSetup::refresh);
    begin();
}

void HaSetup::addStep(HaStep *step)
{
    m_steps.push_back(step);
    addPage(step, step->heading());
    connect(step, &HaStep::changed, this, [this] {
        touched();
        refresh();
    });
}

const inventory::SpecProblem *HaSetup::stopping(const std::vector<inventory::SpecProblem> &problems) const
{
    const std::vector<std::string> fields = m_steps[at()]->fields();
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const inventory::SpecProblem &p) {
        return p.fatal && std::any_of(fields.begin(), fields.end(), [&](const std::string &field) { return p.field.starts_with(field); });
    });
    return found == problems.end() ? nullptr : &*found;
}

void HaSetup::refresh()
{
    m_steps[at()]->show();
    const std::vector<inventory::SpecProblem> problems = m_draft.problems(m_desk.cluster().world());
    setStopping(stopping(problems));
}

void HaSetup::finish()
{
    plan::Goal goal;
    goal.what = m_draft.changing ? plan::Goal::What::ChangeCluster : plan::Goal::What::CreateCluster;
    goal.cluster = m_draft.spec;
    std::erase_if(goal.cluster.fencing, [](const auto &entry) { return entry.second.empty(); });
    shell::Cluster &cluster = m_desk.cluster();
    const base::Result<plan::Plan> plan = cluster.plan({goal});
    if (!plan)
        return fail(plan.error());
    for (const auto &[name, password] : m_draft.passwords)
        if (!password.empty())
            cluster.giveFenceSecret(name, password);
    m_desk.show(plan);
    accept();
}

} // namespace wizards
