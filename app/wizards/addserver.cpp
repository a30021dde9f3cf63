// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/addserver.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wizards {

namespace {

QLineEdit *serverField(const char *name, const QString &hint)
{
    auto *field = new QLineEdit;
    field->setObjectName(QStringLiteral("addserver.") + QLatin1String(name));
    field->setPlaceholderText(hint);
    return field;
}

} // namespace

AddServer::AddServer(manager::Manager &manager, agentlink::LinkAgents &link, const std::string &server, QWidget *parent)
    : QDialog(parent)
    , m_manager(manager)
    , m_link(&link)
    , m_server(server)
    , m_name(serverField("name", QStringLiteral("oss1")))
    , m_host(serverField("host", tr("as the name")))
    , m_user(serverField("user", tr("as ~/.ssh/config says, else root")))
    , m_port(serverField("port", QStringLiteral("22")))
    , m_identity(serverField("identity", tr("your ssh-agent and ~/.ssh decide")))
    , m_jump(serverField("jump", tr("none, or as ~/.ssh/config says")))
    , m_secret(serverField("secret", {}))
    , m_badge(new shell::BadgeLabel)
    , m_notice(new shell::Notice(QStringLiteral("addserver.notice")))
    , m_keyBox(new QWidget)
    , m_secretBox(new QWidget)
    , m_key(new QLabel)
    , m_save(shell::button(QStringLiteral("addserver.save"), tr("Connect"), {}, QStringLiteral("primary")))
    , m_accept(shell::button(QStringLiteral("addserver.accept"), tr("This is its key")))
    , m_try(shell::button(QStringLiteral("addserver.try"), tr("Try with this")))
    , m_again(shell::button(QStringLiteral("addserver.again"), tr("Add another")))
{
    setObjectName(QStringLiteral("addserver"));
    setWindowTitle(server.empty() ? tr("Add server") : tr("Connection of %1").arg(models::q(server)));
    auto *form = new QFormLayout;
    makeForm(*form);
    m_badge->setObjectName(QStringLiteral("addserver.state"));
    m_notice->setClosable(false);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setAccessibleName(tr("Password or key passphrase"));
    m_key->setFont(shell::theme::mono());
    m_key->setObjectName(QStringLiteral("addserver.key"));
    m_key->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_key->setWordWrap(true);
    auto *keyRow = new QHBoxLayout(m_keyBox);
    keyRow->setContentsMargins(0, 0, 0, 0);
    keyRow->addWidget(m_key, 1);
    keyRow->addWidget(m_accept);
    auto *secretRow = new QHBoxLayout(m_secretBox);
    secretRow->setContentsMargins(0, 0, 0, 0);
    secretRow->addWidget(new QLabel(tr("Password or key passphrase")));
    secretRow->addWidget(m_secret, 1);
    secretRow->addWidget(m_try);
    auto *close = shell::button(QStringLiteral("addserver.close"), tr("Close"), {}, QStringLiteral("quiet"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_badge);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_again);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(shell::label(windowTitle(), shell::theme::section()));
    column->addLayout(form);
    column->addWidget(m_notice);
    column->addWidget(m_keyBox);
    column->addWidget(m_secretBox);
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(560);
    connect(m_save, &QPushButton::clicked, this, &AddServer::save);
    connect(m_accept, &QPushButton::clicked, this, &AddServer::acceptKey);
    connect(m_try, &QPushButton::clicked, this, &AddServer::trySecret);
    connect(m_secret, &QLineEdit::returnPressed, this, &AddServer::trySecret);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_server.clear();
        m_entry = {};
        m_name->clear();
        m_host->clear();
        showNothing();
        m_name->setFocus();
    });
    connect(&link, &agentlink::LinkAgents::stageChanged, this, [this](const std::string &changed) {
        if (changed == m_server)
            showStage();
    });
    m_save->setDefault(true);
    showNothing();
    if (!m_server.empty())
        load();
}

void AddServer::makeForm(QFormLayout &form)
{
    m_port->setValidator(new QIntValidator(1, 65535, m_port));
    form.setHorizontalSpacing(16);
    form.setVerticalSpacing(8);
    form.addRow(tr("Name"), m_name);
    form.addRow(tr("Host"), m_host);
    form.addRow(tr("User"), m_user);
    form.addRow(tr("Port"), m_port);
    form.addRow(tr("Identity file"), m_identity);
    form.addRow(tr("Jump host"), m_jump);
}

void AddServer::load()
{
    const auto servers = m_manager.profile().servers();
    if (!servers)
        return m_notice->show(servers.error());
    for (const profile::ServerEntry &entry : *servers) {
        if (entry.name != m_server)
            continue;
        m_entry = entry;
        m_name->setText(models::q(entry.name));
        m_host->setText(models::q(entry.host));
        m_user->setText(models::q(entry.user));
        m_port->setText(entry.port == 0 ? QString() : QString::number(entry.port));
        m_identity->setText(models::q(entry.identity));
        m_jump->setText(models::q(entry.jump));
    }
    m_name->setReadOnly(true);
    showStage();
}

void AddServer::save()
{
    profile::ServerEntry entry = m_entry;
    entry.name = m_name->text().trimmed().toStdString();
    entry.host = m_host->text().trimmed().toStdString();
    entry.user = m_user->text().trimmed().toStdString();
    entry.port = m_port->text().toInt();
    entry.identity = m_identity->text().trimmed().toStdString();
    entry.jump = m_jump->text().trimmed().toStdString();
    if (const auto saved = m_manager.profile().saveServer(entry); !saved)
        return m_notice->show(saved.error());
    m_server = entry.name;
    m_manager.serversEdited();
    m_link->reconnectNow(m_server);
    showStage();
}

void AddServer::showNothing()
{
    m_notice->clear();
    m_badge->setBadge({});
    m_keyBox->hide();
    m_secretBox->hide();
    m_again->hide();
    m_save->setText(m_server.empty() ? tr("Connect") : tr("Save and connect"));
}

void AddServer::showStage()
{
    using agentlink::Stage;
    if (!m_link)
        return;
    showNothing();
    const Stage stage = m_link->stage(m_server);
    const auto error = m_link->lastError(m_server);
    const auto words = agentlink::words(stage);
    const QString word = QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
    if (stage == Stage::Connected) {
        const protocol::Json hello = m_link->agentHello(m_server);
        m_badge->setBadge({tr("Connected"), models::Tone::Ok});
        m_notice->show(models::Tone::Ok, tr("%1 answers. Its inventory is being read.").arg(models::q(protocol::textOf(hello, "host", m_server))));
        m_again->setVisible(!m_name->isReadOnly());
        return;
    }
    const bool waits = stage == Stage::Lost || stage == Stage::Refused;
    m_badge->setBadge({word, waits ? models::Tone::Error : models::Tone::Working});
    if (!waits || !error)
        return;
    m_notice->show(*error);
    const auto key = m_link->pendingHostKey(m_server);
    if (key)
        m_key->setText(models::q(key->type + " " + key->fingerprint));
    m_keyBox->setVisible(key.has_value());
    m_secretBox->setVisible(error->problem == base::Problem::AccessDenied);
    if (key)
        m_accept->setFocus();
    else if (error->problem == base::Problem::AccessDenied)
        m_secret->setFocus();
}

void AddServer::acceptKey()
{
    const auto key = m_link->pendingHostKey(m_server);
    if (!key)
        return;
    if (const auto accepted = m_link->acceptHostKey(m_server, key->fingerprint); !accepted)
        m_notice->show(accepted.error());
}

void AddServer::trySecret()
{
    m_link->setSecret(m_server, agentlink::Secret(m_secret->text().toStdString()));
    m_secret->clear();
    m_link->reconnectNow(m_server);
}

} // namespace wizards
