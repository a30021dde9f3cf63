// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/welcome.h"

#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QMenu>
#include <QVBoxLayout>

namespace pages {

namespace {

QWidget *offer(const QString &title, const QString &text, QPushButton *button)
{
    auto *box = new QWidget;
    box->setFixedWidth(320);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(shell::label(title, shell::theme::section()));
    auto *words = shell::dimLabel(text);
    words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(words, 1);
    column->addSpacing(8);
    column->addWidget(button, 0, Qt::AlignLeft);
    return box;
}

} // namespace

Welcome::Welcome()
    : m_notice(new shell::Notice(QStringLiteral("welcome.notice")))
    , m_demo(shell::button(QStringLiteral("welcome.demo"), tr("Start the demonstration"), QStringLiteral("flask-conical"), QStringLiteral("primary")))
    , m_servers(shell::button(QStringLiteral("welcome.servers"), tr("Add my servers"), QStringLiteral("server")))
    , m_clusters(shell::button(QStringLiteral("welcome.clusters"), tr("Clusters"), QStringLiteral("network"), QStringLiteral("quiet")))
    , m_busy(shell::dimLabel())
{
    setObjectName(QStringLiteral("welcome"));
    auto *picture = new QLabel;
    picture->setPixmap(QIcon(QStringLiteral(":/icons/chandelier.svg")).pixmap(72, 72));
    auto *offers = new QHBoxLayout;
    offers->setSpacing(40);
    offers->addStretch();
    offers->addWidget(offer(tr("Try it first"),
        tr("A cluster of two metadata and four object storage servers with shared disks, simulated on this machine. The real agent runs on each. Nothing of yours is touched."), m_demo));
    offers->addWidget(shell::hairline(Qt::Vertical));
    offers->addWidget(offer(tr("Your own servers"),
        tr("Reach them by SSH with your own keys. They are checked first; nothing is changed before you deliver the agent, and Lustre only by a plan that you have seen."), m_servers));
    offers->addStretch();
    m_busy->setObjectName(QStringLiteral("welcome.busy"));
    m_busy->setAlignment(Qt::AlignHCenter);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_notice);
    column->addStretch(2);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addWidget(shell::label(tr("Chandelier"), shell::theme::heading()), 0, Qt::AlignHCenter);
    auto *below = shell::dimLabel(tr("Create, run and repair Lustre file systems"));
    below->setWordWrap(false);
    column->addWidget(below, 0, Qt::AlignHCenter);
    column->addSpacing(32);
    column->addLayout(offers);
    column->addSpacing(24);
    column->addWidget(m_clusters, 0, Qt::AlignHCenter);
    column->addWidget(m_busy);
    column->addStretch(3);
    auto *menu = new QMenu(m_clusters);
    menu->setToolTipsVisible(true);
    m_clusters->setToolTip(tr("Open, make, import and delete clusters"));
    m_clusters->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        emit clusterMenuWanted(menu);
    });
    connect(m_demo, &QPushButton::clicked, this, &Welcome::demoWanted);
    connect(m_servers, &QPushButton::clicked, this, &Welcome::serversWanted);
}

void Welcome::setBusy(const QString &text)
{
    m_busy->setText(text);
    m_demo->setEnabled(text.isEmpty());
    m_servers->setEnabled(text.isEmpty());
    m_clusters->setEnabled(text.isEmpty());
}

} // namespace pages
