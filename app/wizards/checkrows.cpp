// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/checkrows.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/checkrow.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using models::q;

CheckRows::CheckRows(QWidget *parent)
    : QWidget(parent)
    , m_title(new shell::ElidedLabel(shell::theme::section()))
    , m_badge(new shell::BadgeLabel)
    , m_facts(shell::dimLabel())
    , m_notice(new shell::Notice(QStringLiteral("addservers.hostnotice")))
    , m_again(shell::button(QStringLiteral("addservers.again"), tr("Check again"), QStringLiteral("refresh-cw")))
    , m_remove(shell::button(QStringLiteral("addservers.drop"), tr("Leave out"), {}, QStringLiteral("quiet")))
    , m_log(shell::button(QStringLiteral("addservers.log"), tr("What was run"), QStringLiteral("scroll-text"), QStringLiteral("quiet")))
    , m_logBox(shell::monoBox(QStringLiteral("addservers.logtext")))
    , m_rows(new QVBoxLayout)
{
    m_title->setObjectName(QStringLiteral("addservers.host"));
    m_badge->setObjectName(QStringLiteral("addservers.hoststate"));
    m_notice->setClosable(false);
    m_log->setCheckable(true);
    m_remove->setToolTip(tr("Take this host off the list; nothing is changed on it"));
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *each : {m_again, m_remove, m_log})
        buttons->addWidget(each);
    buttons->addStretch();
    auto *inner = new QWidget;
    auto *innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(0, 0, 8, 0);
    innerColumn->setSpacing(0);
    innerColumn->addLayout(m_rows);
    innerColumn->addStretch();
    m_rows->setSpacing(0);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_facts);
    column->addLayout(buttons);
    column->addWidget(m_notice);
    column->addWidget(m_logBox, 2);
    column->addWidget(scroll, 3);
    m_logBox->hide();
    connect(m_log, &QPushButton::toggled, m_logBox, &QWidget::setVisible);
    connect(m_again, &QPushButton::clicked, this, [this] { emit againWanted(m_server); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeWanted(m_server); });
    show(nullptr);
}

bool CheckRows::isTyping() const
{
    return std::any_of(m_checks.begin(), m_checks.end(), [](const CheckRow *row) { return row->isTyping(); });
}

void CheckRows::show(const fleet::HostRow *row)
{
    const std::string server = row == nullptr ? std::string() : row->entry.name;
    if (server != m_server)
        for (CheckRow *each : m_checks)
            each->forget();
    m_server = server;
    setEnabled(row != nullptr);
    static const fleet::HostRow none;
    const fleet::HostRow &shown = row == nullptr ? none : *row;
    m_title->setText(row == nullptr ? tr("No host is chosen") : q(server));
    m_badge->setBadge(row == nullptr ? models::Badge{} : rowBadge(shown));
    for (QPushButton *each : {m_again, m_remove})
        each->setVisible(row != nullptr && !isDelivering(shown) && shown.step != fleet::Step::Added);
    m_log->setVisible(!shown.log.empty());
    m_logBox->setVisible(!shown.log.empty() && m_log->isChecked());
    shell::setMonoText(*m_logBox, q(shown.log));
    QString facts = shown.step == fleet::Step::Connecting || isDelivering(shown) ? q(shown.stageText) : QString();
    if (!shown.agentFound.empty())
        facts = tr("Its agent, version %1, was there before.").arg(q(shown.agentFound));
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
    showError(shown);
    showChecks(shown);
}

void CheckRows::showError(const fleet::HostRow &row)
{
    if (row.error && row.step != fleet::Step::Added)
        m_notice->show(*row.error);
    else if (row.step == fleet::Step::WantsHostKey && row.hostKey)
        m_notice->show(models::Tone::Warning, tr("Nobody has accepted its key yet: %1 %2").arg(q(row.hostKey->type), q(row.hostKey->fingerprint)), q(row.hostKey->origin));
    else
        m_notice->clear();
}

void CheckRows::showChecks(const fleet::HostRow &row)
{
    while (m_checks.size() > row.checks.size()) {
        m_checks.back()->hide();
        m_checks.back()->deleteLater();
        m_checks.pop_back();
    }
    while (m_checks.size() < row.checks.size()) {
        auto *made = new CheckRow;
        m_rows->addWidget(made);
        m_checks.push_back(made);
        connect(made, &CheckRow::overrideWanted, this, [this](const std::string &check, const std::string &reason) { emit overrideWanted(m_server, check, reason); });
    }
    for (std::size_t i = 0; i < row.checks.size(); ++i)
        m_checks[i]->set(row.checks[i]);
}

} // namespace wizards
