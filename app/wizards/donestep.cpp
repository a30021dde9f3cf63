// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/donestep.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/rowwords.h"
#include "core/fleet/hostlist.h"

#include <QVBoxLayout>

namespace wizards {

using models::q;

DoneStep::DoneStep(Intake &intake, QWidget *parent)
    : QWidget(parent)
    , m_intake(intake)
    , m_picture(new QLabel)
    , m_title(shell::label({}, shell::theme::heading()))
    , m_text(shell::dimLabel())
    , m_notTitle(shell::label({}, shell::theme::strong()))
    , m_not(new shell::TableView(QStringLiteral("addservers.notadded"), new models::Table({{QStringLiteral("host"), tr("Host"), 200}, {QStringLiteral("state"), tr("State"), 140}, {QStringLiteral("why"), tr("Why not"), 420}})))
{
    m_title->setObjectName(QStringLiteral("addservers.donetitle"));
    m_text->setObjectName(QStringLiteral("addservers.donetext"));
    m_not->setAccessibleName(tr("Hosts that were not added"));
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    head->addWidget(m_picture, 0, Qt::AlignTop);
    head->addLayout(texts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addSpacing(16);
    column->addWidget(m_notTitle);
    column->addWidget(m_not, 3);
    column->addStretch(1);
}

void DoneStep::enter(const ProfileChoice &choice)
{
    std::vector<std::string> added;
    std::vector<models::Row> not_;
    for (const fleet::HostRow &row : m_intake.rows()) {
        if (row.step == fleet::Step::Added)
            added.push_back(row.entry.name);
        else
            not_.push_back({row.entry.name, {models::cell(row.entry.name), models::cell(rowBadge(row)), models::cell(rowReason(row))}});
    }
    const int count = static_cast<int>(added.size());
    const int left = static_cast<int>(not_.size());
    m_picture->setPixmap(shell::iconPixmap(left == 0 ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"), 32, left == 0 ? shell::theme::colors().ok : shell::theme::colors().warning, devicePixelRatioF()));
    m_title->setText(left == 0 ? tr("%n servers added", nullptr, count) : tr("%n servers added, %1 not", nullptr, count).arg(left));
    QString names = q(fleet::foldHosts(added));
    m_text->setToolTip(names);
    if (names.size() > 200)
        names = names.left(190) + QStringLiteral(" …");
    m_text->setText((names.isEmpty() ? QString() : names + QLatin1Char('\n'))
        + (choice.id.empty() ? tr("They are watched from now on. Nothing on them is changed.") : tr("They are connected now. What makes them ready for Lustre is a plan; nothing of it runs before you have seen it.")));
    m_notTitle->setText(tr("Not added"));
    m_notTitle->setVisible(left > 0);
    m_not->setVisible(left > 0);
    m_not->table()->setRows(std::move(not_), false);
}

} // namespace wizards
