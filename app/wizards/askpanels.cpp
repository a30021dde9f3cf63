// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/askpanels.h"

#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/rowwords.h"
#include "core/fleet/hostlist.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace wizards {

using models::q;

namespace {

std::vector<models::Column> keyColumns()
{
    return {{QStringLiteral("host"), KeysPanel::tr("Host"), 125}, {QStringLiteral("type"), KeysPanel::tr("Type"), 88}, {QStringLiteral("fingerprint"), KeysPanel::tr("Fingerprint"), 410},
        {QStringLiteral("origin"), KeysPanel::tr("Where from"), 200}};
}

} // namespace

KeysPanel::KeysPanel(Intake &intake, QWidget *parent)
    : QWidget(parent)
    , m_intake(intake)
    , m_title(shell::label({}, shell::theme::strong()))
    , m_where(shell::dimLabel())
    , m_changed(new QLabel)
    , m_unknown(new QWidget)
    , m_table(new shell::TableView(QStringLiteral("addservers.keys"), new models::Table(keyColumns())))
    , m_chosen(shell::button(QStringLiteral("addservers.acceptchosen"), tr("Accept the chosen")))
    , m_all(shell::button(QStringLiteral("addservers.acceptall"), tr("Accept all")))
{
    setObjectName(QStringLiteral("addservers.keyspanel"));
    m_changed->setObjectName(QStringLiteral("addservers.changedkeys"));
    m_changed->setWordWrap(true);
    m_changed->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setAccessibleName(tr("Host keys that nobody has accepted yet"));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_chosen);
    head->addWidget(m_all);
    auto *unknown = new QVBoxLayout(m_unknown);
    unknown->setContentsMargins(0, 0, 0, 0);
    unknown->setSpacing(4);
    unknown->addLayout(head);
    unknown->addWidget(m_where);
    unknown->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_unknown);
    column->addWidget(m_changed);
    connect(m_table, &shell::TableView::choiceChanged, this, [this] { m_chosen->setEnabled(!m_table->chosen().empty()); });
    connect(m_chosen, &QPushButton::clicked, this, [this] { accept(m_table->chosen()); });
    connect(m_all, &QPushButton::clicked, this, [this] {
        std::vector<std::string> servers;
        for (const fleet::HostRow &row : m_intake.rows())
            if (row.step == fleet::Step::WantsHostKey && row.hostKey)
                servers.push_back(row.entry.name);
        accept(servers);
    });
    refresh();
}

void KeysPanel::accept(const std::vector<std::string> &servers)
{
    for (const std::string &server : servers) {
        const fleet::HostRow *row = m_intake.row(server);
        if (row == nullptr || !row->hostKey)
            continue;
        const std::string fingerprint = row->hostKey->fingerprint; // the row may be another after the call
        if (const auto accepted = m_intake.acceptHostKey(server, fingerprint); !accepted)
            return emit failed(accepted.error());
    }
}

void KeysPanel::refresh()
{
    std::vector<models::Row> rows;
    std::vector<std::string> changed;
    std::string file;
    for (const fleet::HostRow &row : m_intake.rows()) {
        if (isKeyChanged(row))
            changed.push_back(row.entry.name);
        if (row.step != fleet::Step::WantsHostKey || !row.hostKey)
            continue;
        const agentlink::HostKey &key = *row.hostKey;
        file = key.file;
        rows.push_back({row.entry.name, {models::cell(row.entry.name), models::cell(key.type), models::cell(key.fingerprint), models::cell(key.origin.empty() ? key.host : key.origin)}});
    }
    const int count = static_cast<int>(rows.size());
    m_title->setText(tr("%n hosts are new here: are these their keys?", nullptr, count));
    m_where->setText(tr("Compare them with what the hosts' consoles say: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub.") + QLatin1Char(' ')
        + (file.empty() ? QString() : tr("Accepted keys are written to %1.").arg(q(file))));
    m_all->setText(count == 1 ? tr("Accept it") : tr("Accept all %1").arg(count));
    m_table->table()->setRows(std::move(rows), false);
    m_table->setFixedHeight(m_table->header()->sizeHint().height() + 26 * qBound(1, count, 5) + 16); // 16: a scroll bar below
    m_chosen->setEnabled(!m_table->chosen().empty());
    m_chosen->setVisible(count > 1);
    m_unknown->setVisible(count > 0);
    m_changed->setVisible(!changed.empty());
    if (!changed.empty())
        m_changed->setText(tr("%n hosts show another key than known_hosts has: %1. Somebody set them up anew, or somebody stands between. "
                              "On the host's own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it says the new key, remove the old one here "
                              "(ssh-keygen -R HOST) and check again. Until then nothing is sent there.", nullptr, static_cast<int>(changed.size()))
                               .arg(q(fleet::foldHosts(changed))));
    setVisible(count > 0 || !changed.empty());
}

SecretPanel::SecretPanel(Intake &intake, What what, QWidget *parent)
    : QWidget(parent)
    , m_intake(intake)
    , m_what(what)
    , m_title(shell::label({}, shell::theme::strong()))
    , m_hosts(shell::dimLabel())
    , m_field(new QLineEdit)
    , m_give(shell::button({}, tr("Use for all")))
{
    const QString name = what == What::Jump ? QStringLiteral("addservers.jumplogin") : what == What::Login ? QStringLiteral("addservers.login") : QStringLiteral("addservers.sudo");
    setObjectName(name + QStringLiteral("panel"));
    m_field->setObjectName(name + QStringLiteral(".secret"));
    m_give->setObjectName(name + QStringLiteral(".give"));
    m_hosts->setObjectName(name + QStringLiteral(".hosts"));
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setAccessibleName(what == What::Jump ? tr("Password or passphrase for the jump host") : what == What::Login ? tr("Password or passphrase") : tr("Password for sudo"));
    if (what == What::Jump)
        m_give->setText(tr("Use"));
    m_field->setMinimumWidth(220);
    m_give->setEnabled(false);
    m_title->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_hosts);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_field);
    row->addWidget(m_give);
    connect(m_field, &QLineEdit::textChanged, m_give, [this](const QString &text) { m_give->setEnabled(!text.isEmpty()); });
    connect(m_field, &QLineEdit::returnPressed, this, &SecretPanel::give);
    connect(m_give, &QPushButton::clicked, this, &SecretPanel::give);
    refresh();
}

void SecretPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor tint = shell::theme::colors().warning;
    tint.setAlphaF(shell::theme::colors().dark ? 0.13f : 0.09f);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, 0, 3, height()), shell::theme::colors().warning);
}

/// Whose answer is asked for; of jump hosts only one at a time, so that nothing of it is sent to another.
std::vector<std::string> SecretPanel::waiting()
{
    const auto wants = [this](const fleet::HostRow &row) {
        return m_what == What::Sudo ? row.step == fleet::Step::WantsSudo : row.step == fleet::Step::WantsSecret && row.hop.empty() == (m_what == What::Login);
    };
    std::vector<std::string> servers;
    std::string hop;
    for (const fleet::HostRow &row : m_intake.rows())
        if (wants(row) && (hop.empty() || row.hop == hop)) {
            hop = row.hop;
            servers.push_back(row.entry.name);
        }
    if (hop != m_hop)
        m_field->clear(); // it was meant for another
    m_hop = hop;
    return servers;
}

QString SecretPanel::title(int count) const
{
    switch (m_what) {
    case What::Jump: return tr("The jump host %1 of %n hosts wants a password, or your key its passphrase", nullptr, count).arg(q(m_hop));
    case What::Login: return tr("%n hosts want a password, or your key its passphrase", nullptr, count);
    case What::Sudo: break;
    }
    return tr("%n hosts want a password for sudo", nullptr, count);
}

void SecretPanel::refresh()
{
    const std::string before = m_hop;
    std::vector<std::string> servers = waiting();
    if (servers != m_servers || m_hop != before) {
        m_title->setText(title(static_cast<int>(servers.size())));
        QString folded = q(fleet::foldHosts(servers));
        m_hosts->setToolTip(folded);
        if (folded.size() > 120)
            folded = folded.left(110) + QStringLiteral(" …");
        m_hosts->setText(folded + QStringLiteral(" – ") + tr("asked once, kept in memory only"));
        m_servers = std::move(servers);
    }
    setVisible(!m_servers.empty());
}

void SecretPanel::give()
{
    if (m_field->text().isEmpty())
        return;
    const agentlink::Secret secret(m_field->text().toStdString());
    m_field->setText(QString(m_field->text().size(), QLatin1Char('*')));
    m_field->clear();
    if (m_what == What::Jump)
        m_intake.setJumpLogin(std::string(m_hop), secret);
    else if (m_what == What::Login)
        m_intake.setLogin(std::vector<std::string>(m_servers), secret);
    else
        m_intake.setSudo(secret);
}

} // namespace wizards
