// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/connectionpanel.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/connection.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace pages {

using models::q;

ConnectionPanel::ConnectionPanel(QWidget *parent)
    : QWidget(parent)
    , m_badge(new shell::BadgeLabel)
    , m_reason(new QLabel)
    , m_next(shell::dimLabel())
    , m_role(shell::dimLabel())
    , m_try(shell::button(QStringLiteral("server.try"), tr("Try now"), QStringLiteral("refresh-cw")))
    , m_edit(shell::button(QStringLiteral("server.connection"), tr("Connection …"), {}, QStringLiteral("quiet")))
    , m_upgrade(shell::button(QStringLiteral("server.upgrade"), tr("Upgrade agent")))
{
    setObjectName(QStringLiteral("server.line"));
    m_badge->setObjectName(QStringLiteral("server.stage"));
    m_reason->setObjectName(QStringLiteral("server.reason"));
    m_next->setObjectName(QStringLiteral("server.next"));
    m_role->setObjectName(QStringLiteral("server.role"));
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    for (QLabel *each : {m_reason, m_next, m_role})
        texts->addWidget(each);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(12);
    row->addWidget(m_badge, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    for (QPushButton *each : {m_try, m_upgrade, m_edit})
        row->addWidget(each, 0, Qt::AlignTop);
    m_second.setInterval(500);
    connect(&m_second, &QTimer::timeout, this, &ConnectionPanel::refresh);
    connect(m_try, &QPushButton::clicked, this, [this] {
        if (m_servers != nullptr)
            m_servers->tryNow(m_server);
    });
    connect(m_edit, &QPushButton::clicked, this, &ConnectionPanel::editWanted);
    connect(m_upgrade, &QPushButton::clicked, this, &ConnectionPanel::upgradeWanted);
}

void ConnectionPanel::show(shell::ServerSide *servers, const std::string &server, std::int64_t seenAt)
{
    if (m_servers != servers && servers != nullptr)
        connect(servers, &shell::ServerSide::lineChanged, this, [this](const std::string &changed) {
            if (changed == m_server)
                refresh();
        });
    m_servers = servers;
    m_server = server;
    m_seenAt = seenAt;
    setVisible(servers != nullptr);
    refresh();
}

void ConnectionPanel::refresh()
{
    if (m_servers == nullptr)
        return;
    const shell::ServerLine line = m_servers->line(m_server);
    m_badge->setBadge(wizards::lineBadge(line));
    m_reason->setText(line.connected() ? tr("Agent %1, last answer %2").arg(q(line.version), models::moment(m_seenAt)) : line.error ? q(line.error->message) : tr("The first attempt is under way."));
    QString next;
    if (!line.connected() && line.error) {
        const std::int64_t wait = line.nextTryAt - QDateTime::currentMSecsSinceEpoch();
        next = line.nextTryAt > 0 ? tr("Tried again in %1 s").arg(qMax<std::int64_t>(0, (wait + 999) / 1000)) : line.stage == agentlink::Stage::Refused ? tr("Not tried again by itself") : tr("Being tried now");
        next += tr(" – last answer %1").arg(models::moment(m_seenAt));
        if (!line.error->remedy.empty())
            next += QLatin1Char('\n') + q(line.error->remedy);
    }
    m_next->setText(next);
    m_next->setVisible(!next.isEmpty());
    m_role->setText(line.role == "view" ? tr("You may look only: your user there is in the group chandelier-view, not in chandelier-admin.") : QString());
    m_role->setVisible(!m_role->text().isEmpty());
    const std::string newest = m_servers->agentVersion();
    m_upgrade->setVisible(line.connected() && line.mayChange() && !newest.empty() && newest != line.version);
    m_upgrade->setText(tr("Upgrade agent to %1").arg(q(newest)));
    m_try->setVisible(!line.connected());
    line.nextTryAt > 0 ? m_second.start() : m_second.stop();
    update();
}

void ConnectionPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(shell::theme::colors().hairline);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

} // namespace pages
