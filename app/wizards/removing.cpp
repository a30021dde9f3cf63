// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/removing.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/upkeepdialog.h"
#include "core/fleet/delivery.h"
#include "core/fleet/hostlist.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using models::q;

Removing::Removing(shell::ServerSide &servers, const std::vector<std::string> &names, const QString &inUse, QWidget *parent)
    : QDialog(parent)
    , m_servers(&servers)
    , m_names(names)
    , m_clean(new QRadioButton(tr("Remove the agent and everything of it, then forget the server")))
    , m_force(new QRadioButton(tr("Only forget it, because it is dead or out of reach")))
    , m_forceBox(new QWidget)
    , m_reason(new QLineEdit)
    , m_typed(new QLineEdit)
    , m_notice(new shell::Notice(QStringLiteral("removing.notice")))
    , m_go(shell::button(QStringLiteral("removing.go"), {}, {}, QStringLiteral("dangerous")))
{
    setObjectName(QStringLiteral("removing"));
    setWindowTitle(names.size() == 1 ? tr("Remove %1").arg(q(names.front())) : tr("Remove %n servers", nullptr, static_cast<int>(names.size())));
    m_clean->setObjectName(QStringLiteral("removing.clean"));
    m_force->setObjectName(QStringLiteral("removing.force"));
    m_reason->setObjectName(QStringLiteral("removing.reason"));
    m_typed->setObjectName(QStringLiteral("removing.typed"));
    m_notice->setClosable(false);
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(windowTitle());
    auto *cleanText = shell::dimLabel(tr("Its service is stopped; program, unit, groups, journal and socket are deleted. Lustre, its targets and what plans have set up stay as they are."));
    cleanText->setContentsMargins(26, 0, 0, 0);
    QString left;
    for (const std::string &line : fleet::leftBehind("%1")) // in the person's language: app/models/phrases.h
        left += QStringLiteral("• ") + QCoreApplication::translate("fleet", line.c_str()).replace(QStringLiteral("%1"), q(fleet::foldHosts(names))) + QLatin1Char('\n');
    m_left = shell::dimLabel(left.trimmed());
    m_left->setObjectName(QStringLiteral("removing.left"));
    auto *inner = new QVBoxLayout(m_forceBox);
    inner->setContentsMargins(26, 0, 0, 0);
    inner->setSpacing(8);
    inner->addWidget(m_left);
    m_reason->setPlaceholderText(tr("Why it is removed by force; kept with your name"));
    m_reason->setAccessibleName(tr("Reason"));
    const QString word = names.size() == 1 ? q(names.front()) : QString::number(names.size());
    m_typed->setPlaceholderText(names.size() == 1 ? tr("Type the name, %1").arg(word) : tr("Type the number of servers, %1").arg(word));
    m_typed->setAccessibleName(m_typed->placeholderText());
    inner->addWidget(m_reason);
    inner->addWidget(m_typed);
    auto *leave = shell::button(QStringLiteral("removing.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(m_go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(8);
    column->addWidget(title);
    column->addWidget(m_notice);
    for (QWidget *each : {static_cast<QWidget *>(m_clean), static_cast<QWidget *>(cleanText), static_cast<QWidget *>(m_force), m_forceBox})
        column->addWidget(each);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(600);
    const bool reachable = std::all_of(names.begin(), names.end(), [&](const std::string &n) { return servers.line(n).connected(); });
    m_clean->setChecked(reachable);
    m_force->setChecked(!reachable);
    if (!inUse.isEmpty())
        m_notice->show(models::Tone::Warning, inUse);
    connect(m_notice, &shell::Notice::triggered, this, [this] {
        reject();
        emit remedyWanted();
    });
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &Removing::go);
    connect(m_force, &QRadioButton::toggled, this, &Removing::judge);
    for (QLineEdit *field : {m_reason, m_typed})
        connect(field, &QLineEdit::textChanged, this, &Removing::judge);
    judge();
}

void Removing::refuseCleanRemoval(const base::Error &why, const std::vector<std::string> &stays, const QString &action)
{
    m_notice->show(models::Tone::Warning, q(why.message), q(why.detail.empty() ? why.remedy : why.detail + " " + why.remedy), action);
    m_clean->setEnabled(false);
    m_clean->setToolTip(q(why.message));
    m_force->setText(tr("Only forget it, in spite of that"));
    m_force->setChecked(true);
    QString left = m_left->text();
    for (const std::string &each : stays)
        left.prepend(QStringLiteral("• ") + tr("There stays what was configured: %1.").arg(q(each)) + QLatin1Char('\n'));
    m_left->setText(left);
    judge();
}

void Removing::judge()
{
    const bool force = m_force->isChecked();
    m_forceBox->setVisible(force);
    if (const int wide = isVisible() ? width() : minimumWidth(); layout()->totalHeightForWidth(wide) > height() || !isVisible())
        resize(wide, layout()->totalHeightForWidth(wide)); // wrapped texts do not ask for their height by themselves
    const std::string word = m_names.size() == 1 ? m_names.front() : std::to_string(m_names.size());
    m_go->setText(force ? tr("Forget") : tr("Remove …"));
    m_go->setEnabled(!force || (!m_reason->text().trimmed().isEmpty() && m_typed->text().toStdString() == word));
}

void Removing::go()
{
    if (m_servers)
        m_force->isChecked() ? force() : removeCleanly();
}

void Removing::force()
{
    for (const std::string &name : m_names)
        if (const auto gone = m_servers->forget(name, "Removed by force: " + m_reason->text().trimmed().toStdString()); !gone)
            return m_notice->show(gone.error());
    emit removed();
    accept();
}

void Removing::removeCleanly()
{
    shell::Upkeep *upkeep = m_servers->removal(m_names, this);
    if (upkeep == nullptr)
        return m_notice->show(models::Tone::Warning, tr("The agent cannot be removed from here."), tr("On the server: systemctl disable --now chandelier-agent; then forget it here."));
    auto *dialog = new UpkeepDialog(upkeep, windowTitle(), tr("Servers where it went well are forgotten; the others stay in the profile with the reason."),
        tr("Remove from %n servers", nullptr, static_cast<int>(m_names.size())), true, parentWidget());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &UpkeepDialog::finished, dialog, [servers = m_servers, dialog](const std::vector<std::string> &done) {
        for (const std::string &name : done)
            if (servers)
                (void)servers->forget(name, {});
    });
    accept();
    dialog->open();
}

} // namespace wizards
