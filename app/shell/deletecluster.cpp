// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/deletecluster.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "core/profile/catalogue.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace shell {

using models::q;

DeleteCluster::DeleteCluster(const profile::Entry &entry, const QString &against, QWidget *parent)
    : QDialog(parent)
    , m_typed(new QLineEdit)
    , m_notice(new Notice(QStringLiteral("deletecluster.notice")))
    , m_go(button(QStringLiteral("deletecluster.go"), tr("Delete"), {}, QStringLiteral("dangerous")))
{
    setObjectName(QStringLiteral("deletecluster"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Delete cluster %1").arg(q(entry.name)));
    m_notice->setClosable(false);
    m_typed->setObjectName(QStringLiteral("deletecluster.typed"));
    m_typed->setPlaceholderText(tr("Type the name, %1").arg(q(entry.name)));
    m_typed->setAccessibleName(m_typed->placeholderText());
    m_typed->setEnabled(against.isEmpty());
    m_go->setEnabled(false);
    auto *title = new ElidedLabel(theme::section());
    title->setText(windowTitle());
    const int servers = static_cast<int>(entry.servers);
    auto *gone = new QLabel(servers > 0
            ? tr("This workstation forgets the cluster: its %n servers, its jobs with what they printed, what is wanted of it, and passwords that are remembered.", nullptr, servers)
            : tr("This workstation forgets the cluster: its jobs with what they printed, and what is wanted of it."));
    gone->setWordWrap(true);
    auto *stays = dimLabel(tr("Nothing is changed on servers: their agents, and what is mounted there, stay as they are. To take agents away, remove the servers first."));
    stays->setVisible(servers > 0);
    auto *leave = button(QStringLiteral("deletecluster.leave"), tr("Cancel"), {}, QStringLiteral("quiet"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(m_go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    for (QWidget *each : std::initializer_list<QWidget *>{title, m_notice, gone, stays, m_typed})
        column->addWidget(each);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(520);
    if (!against.isEmpty())
        m_notice->show(models::Tone::Warning, against);
    connect(m_typed, &QLineEdit::textChanged, this, [this, name = q(entry.name)](const QString &text) { m_go->setEnabled(text == name); });
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &DeleteCluster::wanted);
    m_typed->setFocus();
}

void DeleteCluster::refuse(const base::Error &error) { m_notice->show(error); }

} // namespace shell
