// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/connection.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/loginform.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using agentlink::Stage;
using models::Badge;
using models::q;
using models::Tone;

Badge lineBadge(const shell::ServerLine &line)
{
    switch (line.stage) {
    case Stage::Idle: return {Connection::tr("Not connected"), Tone::Unknown};
    case Stage::Waiting: return {Connection::tr("Waits for its turn"), Tone::Working};
    case Stage::Resolving: return {Connection::tr("Looking up its name"), Tone::Working};
    case Stage::Connecting: return {Connection::tr("Connecting"), Tone::Working};
    case Stage::KeyExchange: return {Connection::tr("Exchanging keys"), Tone::Working};
    case Stage::Authentication: return {Connection::tr("Logging in"), Tone::Working};
    case Stage::OpeningAgent: return {Connection::tr("Greeting the agent"), Tone::Working};
    case Stage::Connected: return {Connection::tr("Connected"), Tone::Ok};
    case Stage::Lost: return {Connection::tr("Not connected"), Tone::Error};
    case Stage::Refused: return {line.key ? Connection::tr("New host key") : Connection::tr("Needs you"), Tone::Error};
    }
    return {};
}

Connection::Connection(shell::ServerSide &servers, const std::string &server, QWidget *parent)
    : QDialog(parent)
    , m_servers(&servers)
    , m_server(server)
    , m_host(new QLineEdit)
    , m_login(new LoginForm(QStringLiteral("connection")))
    , m_badge(new shell::BadgeLabel)
    , m_notice(new shell::Notice(QStringLiteral("connection.notice")))
    , m_keyBox(new QWidget)
    , m_secret(m_login->findChild<QLineEdit *>(QStringLiteral("connection.secret")))
    , m_key(new QLabel)
{
    setObjectName(QStringLiteral("connection"));
    setWindowTitle(tr("Connection of %1").arg(q(server)));
    m_host->setObjectName(QStringLiteral("connection.host"));
    m_host->setPlaceholderText(tr("as the name"));
    static_cast<QFormLayout *>(m_login->layout())->insertRow(0, tr("Host"), m_host);
    setTabOrder(m_host, m_login->findChild<QLineEdit *>(QStringLiteral("connection.user")));
    m_host->setFocus();
    m_badge->setObjectName(QStringLiteral("connection.state"));
    m_notice->setClosable(false);
    m_key->setObjectName(QStringLiteral("connection.key"));
    m_key->setFont(shell::theme::mono());
    m_key->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_key->setWordWrap(true);
    auto *accept = shell::button(QStringLiteral("connection.accept"), tr("This is its key"));
    auto *keyRow = new QHBoxLayout(m_keyBox);
    keyRow->setContentsMargins(0, 0, 0, 0);
    keyRow->addWidget(m_key, 1);
    keyRow->addWidget(accept);
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(windowTitle());
    auto *close = shell::button(QStringLiteral("connection.close"), tr("Close"), {}, QStringLiteral("quiet"));
    auto *save = shell::button(QStringLiteral("connection.save"), tr("Save and connect"), {}, QStringLiteral("primary"));
    save->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_badge);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(m_login);
    column->addWidget(m_notice);
    column->addWidget(m_keyBox);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(600);
    connect(save, &QPushButton::clicked, this, &Connection::save);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(accept, &QPushButton::clicked, this, &Connection::acceptKey);
    connect(&servers, &shell::ServerSide::lineChanged, this, [this](const std::string &changed) {
        if (changed == m_server)
            showLine();
    });
    load();
    showLine();
}

void Connection::load()
{
    for (const profile::ServerEntry &entry : m_servers->entries())
        if (entry.name == m_server)
            m_entry = entry;
    m_host->setText(q(m_entry.host));
    m_login->setEntry(m_entry);
}

void Connection::save()
{
    if (!m_servers)
        return;
    profile::ServerEntry entry = m_login->entry();
    entry.name = m_server;
    entry.host = m_host->text().trimmed().toStdString();
    if (const auto saved = m_servers->saveEntry(entry); !saved)
        return m_notice->show(saved.error());
    m_entry = entry;
    trySecret();
    showLine();
}

void Connection::trySecret()
{
    if (m_login->hasSecret())
        m_servers->setSecret(m_server, m_hop, m_login->secret());
    m_login->clearSecret();
    m_servers->tryNow(m_server);
}

void Connection::showLine()
{
    if (!m_servers)
        return;
    const shell::ServerLine line = m_servers->line(m_server);
    m_badge->setBadge(lineBadge(line));
    m_keyBox->setVisible(line.key.has_value());
    if (line.key) {
        m_key->setText(q(line.key->type + " " + line.key->fingerprint + (line.key->origin.empty() ? "" : "\n" + line.key->origin)));
        findChild<QPushButton *>(QStringLiteral("connection.accept"))->setFocus();
    }
    if (line.connected())
        return m_notice->show(Tone::Ok, tr("Its agent %1 answers.").arg(q(line.version)), line.mayChange() ? QString() : tr("You may look only: your user there is in the group chandelier-view, not in chandelier-admin."));
    if (!line.error)
        return m_notice->clear();
    m_hop = line.error->problem == base::Problem::AccessDenied ? line.hop : std::string();
    m_secret->setPlaceholderText(m_hop.empty() ? tr("asked when it is needed") : tr("of the jump host %1").arg(q(m_hop)));
    m_notice->show(*line.error);
    if (line.error->problem == base::Problem::AccessDenied && !line.key)
        m_secret->setFocus();
}

void Connection::acceptKey()
{
    const shell::ServerLine line = m_servers ? m_servers->line(m_server) : shell::ServerLine();
    if (!line.key)
        return;
    if (const auto accepted = m_servers->acceptHostKey(m_server, line.key->fingerprint); !accepted)
        m_notice->show(accepted.error());
}

} // namespace wizards
