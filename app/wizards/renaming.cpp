// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/renaming.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wizards {

using models::q;

Renaming::Renaming(shell::ServerSide &servers, const std::string &server, QWidget *parent)
    : QDialog(parent)
    , m_servers(&servers)
    , m_name(new QLineEdit(q(server)))
    , m_host(new QLineEdit)
    , m_why(new QLabel)
    , m_notice(new shell::Notice(QStringLiteral("renaming.notice")))
    , m_save(shell::button(QStringLiteral("renaming.save"), tr("Save"), {}, QStringLiteral("primary")))
{
    setObjectName(QStringLiteral("renaming"));
    setWindowTitle(tr("Rename or readdress %1").arg(q(server)));
    for (const profile::ServerEntry &entry : servers.entries())
        if (entry.name == server)
            m_entry = entry;
    m_name->setObjectName(QStringLiteral("renaming.name"));
    m_host->setObjectName(QStringLiteral("renaming.host"));
    m_host->setText(q(m_entry.host));
    m_host->setPlaceholderText(q(server));
    m_notice->setClosable(false);
    m_why->setObjectName(QStringLiteral("renaming.why"));
    m_why->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Name or address for SSH"), m_host);
    auto *leave = shell::button(QStringLiteral("renaming.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    m_save->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_why, 1);
    buttons->addWidget(leave);
    buttons->addWidget(m_save);
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(windowTitle());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(title);
    column->addLayout(form);
    column->addWidget(shell::dimLabel(tr("The name is what this program calls the server; its host name and its NIDs stay as they are. "
                                         "When its NIDs have changed too, the file systems' pages offer to rewrite them.")));
    column->addWidget(m_notice);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(560);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &Renaming::save);
    for (QLineEdit *field : {m_name, m_host})
        connect(field, &QLineEdit::textChanged, this, &Renaming::judge);
    judge();
}

void Renaming::judge()
{
    profile::ServerEntry entry = m_entry;
    entry.name = m_name->text().trimmed().toStdString();
    entry.host = m_host->text().trimmed().toStdString();
    const auto fine = profile::check(entry);
    m_why->setText(fine ? QString() : q(fine.error().message));
    m_save->setEnabled(fine.ok() && !(entry == m_entry));
}

void Renaming::save()
{
    if (!m_servers)
        return;
    const std::string name = m_name->text().trimmed().toStdString();
    const std::string host = m_host->text().trimmed().toStdString();
    if (host != m_entry.host) {
        profile::ServerEntry entry = m_entry;
        entry.host = host;
        if (const auto saved = m_servers->saveEntry(entry); !saved)
            return m_notice->show(saved.error());
        m_entry = entry;
    }
    if (name != m_entry.name)
        if (const auto done = m_servers->rename(m_entry.name, name); !done)
            return m_notice->show(done.error());
    emit renamed(name);
    accept();
}

} // namespace wizards
