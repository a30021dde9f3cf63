// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/stepdialog.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wizards {

namespace {

class StepRail final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), shell::theme::colors().side); }
};

} // namespace

StepDialog::StepDialog(const QString &name, int railWidth, QWidget *parent)
    : QDialog(parent)
    , m_stack(new QStackedWidget)
    , m_rail(new StepRail)
    , m_names(new QVBoxLayout(m_rail))
    , m_problem(new QLabel)
    , m_back(shell::button(name + QStringLiteral(".back"), tr("Back")))
    , m_next(shell::button(name + QStringLiteral(".next"), tr("Next"), {}, QStringLiteral("primary")))
{
    setObjectName(name);
    m_names->setContentsMargins(20, 20, 16, 16);
    m_names->setSpacing(10);
    m_rail->setFixedWidth(railWidth);
    m_problem->setWordWrap(true);
    m_problem->setObjectName(name + QStringLiteral(".problem"));
    auto *leave = shell::button(name + QStringLiteral(".leave"), tr("Leave"), {}, QStringLiteral("quiet"));
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
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_stack->currentIndex() + 1 < m_stack->count() ? go(m_stack->currentIndex() + 1) : finish(); });
}

void StepDialog::addPage(QWidget *step, const QString &heading)
{
    m_steps.push_back(step);
    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(24, 20, 24, 12);
    column->addWidget(shell::label(heading, shell::theme::section()));
    column->addWidget(step, 1);
    m_stack->addWidget(frame);
    m_marks.push_back(new QLabel(heading));
    m_names->addWidget(m_marks.back());
}

void StepDialog::begin()
{
    m_names->addStretch();
    go(0);
}

std::size_t StepDialog::at() const { return static_cast<std::size_t>(m_stack->currentIndex()); }

void StepDialog::go(int step)
{
    m_stack->setCurrentIndex(step);
    m_touched = false;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        m_marks[i]->setFont(i == at() ? shell::theme::strong() : font());
        m_marks[i]->setEnabled(i <= at());
    }
    m_back->setVisible(step > 0);
    m_next->setText(step + 1 == m_stack->count() ? tr("Show plan") : tr("Next"));
    refresh();
    shell::enter(m_steps[at()]);
}

void StepDialog::setStopping(const inventory::SpecProblem *problem)
{
    m_next->setEnabled(problem == nullptr);
    m_problem->setText(problem == nullptr ? QString() : models::q(problem->text));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, m_touched ? shell::theme::colors().error : shell::theme::colors().dim);
    m_problem->setPalette(p);
}

void StepDialog::fail(const base::Error &error)
{
    m_touched = true;
    m_problem->setText(models::q(error.message + (error.remedy.empty() ? "" : " " + error.remedy)));
}

} // namespace wizards
