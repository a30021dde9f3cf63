// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/hasetup.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

class HaRail final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), shell::theme::colors().side); }
};

} // namespace

HaSetup::HaSetup(shell::Desk &desk, const plan::Goal &goal, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_stack(new QStackedWidget)
    , m_problem(new QLabel)
    , m_rail(new HaRail)
    , m_back(shell::button(QStringLiteral("hasetup.back"), tr("Back")))
    , m_next(shell::button(QStringLiteral("hasetup.next"), tr("Next"), {}, QStringLiteral("primary")))
{
    setObjectName(QStringLiteral("hasetup"));
    m_draft.changing = goal.what == plan::Goal::What::ChangeCluster;
    m_draft.spec = goal.cluster;
    setWindowTitle(m_draft.changing ? tr("Change the cluster %1").arg(models::q(goal.cluster.name)) : tr("Set up high availability"));
    auto *rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(20, 20, 16, 16);
    rail->setSpacing(10);
    m_rail->setFixedWidth(170);
    shell::Cluster &cluster = desk.cluster();
    if (!m_draft.changing) {
        addStep(haServerStep(m_draft, cluster));
        addStep(haRingStep(m_draft, cluster));
    }
    addStep(haFenceStep(m_draft, cluster));
    addStep(haPolicyStep(m_draft, cluster));
    addStep(haTargetStep(m_draft, cluster));
    addStep(haSummaryStep(m_draft, cluster));
    rail->addStretch();
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("hasetup.problem"));
    auto *leave = shell::button(QStringLiteral("hasetup.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_problem, 1);
    buttons->addSpacing(16);
    for (QPushButton *b : {leave, m_back, m_next})
        buttons->addWidget(b);
    m_next->setMinimumWidth(96);
    m_next->setDefault(true);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_stack, 1);
    right->addWidget(shell::hairline());
    right->addLayout(buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    resize(1000, 660);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_stack->currentIndex() + 1 < m_stack->count() ? go(m_stack->currentIndex() + 1) : finish(); });
    connect(&cluster, &shell::Cluster::worldChanged, this, &HaSetup::refresh);
    go(0);
}

void HaSetup::addStep(HaStep *step)
{
    m_steps.push_back(step);
    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(24, 20, 24, 12);
    column->addWidget(shell::label(step->heading(), shell::theme::section()));
    column->addWidget(step, 1);
    m_stack->addWidget(frame);
    m_marks.push_back(new QLabel(step->heading()));
    m_rail->layout()->addWidget(m_marks.back());
    connect(step, &HaStep::changed, this, [this] {
        m_touched = true;
        refresh();
    });
}

void HaSetup::go(int at)
{
    m_stack->setCurrentIndex(at);
    m_touched = false;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        m_marks[i]->setFont(static_cast<int>(i) == at ? shell::theme::strong() : font());
        m_marks[i]->setEnabled(static_cast<int>(i) <= at);
    }
    m_back->setVisible(at > 0);
    m_next->setText(at + 1 == m_stack->count() ? tr("Show plan") : tr("Next"));
    refresh();
    m_steps[static_cast<std::size_t>(at)]->setFocus();
}

const inventory::SpecProblem *HaSetup::stopping(const std::vector<inventory::SpecProblem> &problems) const
{
    const std::vector<std::string> fields = m_steps[static_cast<std::size_t>(m_stack->currentIndex())]->fields();
    const auto at = std::find_if(problems.begin(), problems.end(), [&](const inventory::SpecProblem &p) {
        return p.fatal && std::any_of(fields.begin(), fields.end(), [&](const std::string &field) { return p.field.starts_with(field); });
    });
    return at == problems.end() ? nullptr : &*at;
}

void HaSetup::refresh()
{
    m_steps[static_cast<std::size_t>(m_stack->currentIndex())]->show();
    const std::vector<inventory::SpecProblem> problems = m_draft.problems(m_desk.cluster().world());
    const inventory::SpecProblem *stops = stopping(problems);
    m_next->setEnabled(stops == nullptr);
    m_problem->setText(stops == nullptr ? QString() : models::q(stops->text));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, m_touched ? shell::theme::colors().error : shell::theme::colors().dim);
    m_problem->setPalette(p);
}

void HaSetup::finish()
{
    plan::Goal goal;
    goal.what = m_draft.changing ? plan::Goal::What::ChangeCluster : plan::Goal::What::CreateCluster;
    goal.cluster = m_draft.spec;
    std::erase_if(goal.cluster.fencing, [](const auto &entry) { return entry.second.empty(); });
    shell::Cluster &cluster = m_desk.cluster();
    const base::Result<plan::Plan> plan = cluster.plan({goal});
    if (!plan) {
        m_problem->setText(models::q(plan.error().message + (plan.error().remedy.empty() ? "" : " " + plan.error().remedy)));
        m_touched = true;
        return;
    }
    for (const auto &[name, password] : m_draft.passwords)
        if (!password.empty())
            cluster.giveFenceSecret(name, password);
    m_desk.show(plan);
    accept();
}

} // namespace wizards
