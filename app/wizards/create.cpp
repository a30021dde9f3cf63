// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/create.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

class Rail final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), shell::theme::colors().side); }
};

} // namespace

Create::Create(shell::Desk &desk, const plan::Goal &goal, const std::vector<std::string> &volumes, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_stack(new QStackedWidget)
    , m_problem(new QLabel)
    , m_rail(new Rail)
    , m_back(shell::button(QStringLiteral("create.back"), tr("Back")))
    , m_next(shell::button(QStringLiteral("create.next"), tr("Next"), {}, QStringLiteral("primary")))
{
    setObjectName(QStringLiteral("create"));
    m_draft.adding = goal.what == plan::Goal::What::AddTargets;
    m_draft.name = goal.spec.name;
    for (const std::string &volume : volumes)
        m_draft.roles[volume] = Role::Ost;
    setWindowTitle(m_draft.adding ? tr("Add targets to %1").arg(models::q(m_draft.name)) : tr("Create file system"));
    auto *rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(20, 20, 16, 16);
    rail->setSpacing(10);
    m_rail->setFixedWidth(180);
    if (!m_draft.adding)
        addStep(nameStep(m_draft, desk.cluster()));
    addStep(volumeStep(m_draft, desk.cluster()));
    addStep(optionStep(m_draft, desk.cluster()));
    addStep(summaryStep(m_draft, desk.cluster()));
    rail->addStretch();
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("create.problem"));
    auto *leave = shell::button(QStringLiteral("create.leave"), tr("Do not create"), {}, QStringLiteral("quiet"));
    leave->setText(tr("Leave"));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_problem, 1);
    buttons->addSpacing(16);
    buttons->addWidget(leave);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
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
    resize(980, 640);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_stack->currentIndex() + 1 < m_stack->count())
            go(m_stack->currentIndex() + 1);
        else
            finish();
    });
    connect(&desk.cluster(), &shell::Cluster::worldChanged, this, &Create::refresh);
    go(0);
}

void Create::addStep(Step *step)
{
    m_steps.push_back(step);
    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(24, 20, 24, 12);
    column->addWidget(shell::label(step->heading(), shell::theme::section()));
    column->addWidget(step, 1);
    m_stack->addWidget(frame);
    auto *mark = new QLabel(step->heading());
    m_marks.push_back(mark);
    m_rail->layout()->addWidget(mark);
    connect(step, &Step::changed, this, [this] {
        m_touched = true;
        refresh();
    });
}

void Create::go(int at)
{
    m_stack->setCurrentIndex(at);
    m_touched = false;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const bool here = static_cast<int>(i) == at;
        m_marks[i]->setFont(here ? shell::theme::strong() : font());
        m_marks[i]->setEnabled(static_cast<int>(i) <= at);
    }
    m_back->setVisible(at > 0);
    m_next->setText(at + 1 == m_stack->count() ? tr("Show plan") : tr("Next"));
    refresh();
    m_steps[static_cast<std::size_t>(at)]->setFocus();
}

void Create::refresh()
{
    const std::vector<inventory::SpecProblem> problems = m_draft.problems(m_desk.cluster().world());
    Step *step = m_steps[static_cast<std::size_t>(m_stack->currentIndex())];
    step->show(problems);
    const auto stops = std::find_if(problems.begin(), problems.end(), [&](const auto &p) { return p.fatal && step->concerns(p); });
    m_next->setEnabled(stops == problems.end());
    m_problem->setText(stops == problems.end() ? QString() : models::q(stops->text));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, m_touched ? shell::theme::colors().error : shell::theme::colors().dim);
    m_problem->setPalette(p);
}

void Create::finish()
{
    plan::Goal goal;
    goal.what = m_draft.adding ? plan::Goal::What::AddTargets : plan::Goal::What::CreateFilesystem;
    goal.spec = m_draft.spec(m_desk.cluster().world());
    const base::Result<plan::Plan> plan = m_desk.cluster().plan({goal});
    if (!plan) {
        m_problem->setText(models::q(plan.error().message + (plan.error().remedy.empty() ? "" : " " + plan.error().remedy)));
        m_touched = true;
        return;
    }
    m_desk.show(plan);
    accept();
}

} // namespace wizards
