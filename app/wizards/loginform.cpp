// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/loginform.h"

#include "app/models/words.h"
#include "app/shell/widgets.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>

namespace wizards {

LoginForm::LoginForm(const QString &prefix, QWidget *parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_way(new QComboBox)
    , m_form(new QFormLayout(this))
    , m_user(field("user"))
    , m_port(field("port"))
    , m_identity(field("identity"))
    , m_certificate(field("certificate"))
    , m_jump(field("jump"))
    , m_secret(field("secret"))
    , m_secretName(new QLabel)
    , m_showSecret(shell::button(prefix + QStringLiteral(".secret.show"), tr("Show"), {}, QStringLiteral("quiet")))
{
    m_way->setObjectName(prefix + QStringLiteral(".way"));
    for (const auto &[text, word] : {std::pair{tr("Any way that works"), ""}, {tr("Keys of the ssh-agent"), "agent"}, {tr("Key file"), "key"}, {tr("Password"), "password"}})
        m_way->addItem(text, QString::fromLatin1(word));
    m_port->setValidator(new QIntValidator(1, 65535, m_port));
    m_secret->setEchoMode(QLineEdit::Password);
    m_secretName->setBuddy(m_secret);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->addRow(tr("User"), m_user);
    m_form->addRow(tr("Login by"), m_way);
    addPath(*m_form, tr("Key file"), m_identity, tr("Private key"));
    addPath(*m_form, tr("Certificate"), m_certificate, tr("Certificate of the key"));
    auto *secretRow = new QHBoxLayout;
    secretRow->setSpacing(8);
    secretRow->addWidget(m_secret, 1);
    secretRow->addWidget(m_showSecret);
    m_form->addRow(m_secretName, secretRow);
    m_form->addRow(tr("Jump host"), m_jump);
    m_form->addRow(tr("Port"), m_port);
    m_jump->setToolTip(tr("user@host:port; several, separated by commas, the nearest first; \"none\" for none at all"));
    m_showSecret->setCheckable(true);
    connect(m_showSecret, &QPushButton::toggled, this, [this](bool shown) { m_secret->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_way, &QComboBox::currentIndexChanged, this, [this] {
        showWay();
        emit changed();
    });
    setHint({}, {});
    showWay();
}

QLineEdit *LoginForm::field(const char *name)
{
    auto *made = new QLineEdit;
    made->setObjectName(m_prefix + QLatin1Char('.') + QLatin1String(name));
    connect(made, &QLineEdit::textEdited, this, &LoginForm::changed);
    return made;
}

void LoginForm::addPath(QFormLayout &form, const QString &text, QLineEdit *field, const QString &title)
{
    auto *choose = shell::button(field->objectName() + QStringLiteral(".choose"), tr("Choose …"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(field, 1);
    row->addWidget(choose);
    auto *name = new QLabel(text);
    name->setBuddy(field);
    form.addRow(name, row);
    connect(choose, &QPushButton::clicked, this, [this, field, title] {
        auto *dialog = new QFileDialog(this, title, QDir::homePath() + QStringLiteral("/.ssh"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, field, [this, field](const QString &path) {
            field->setText(path);
            emit changed();
        });
        dialog->open();
    });
}

void LoginForm::showWay()
{
    const QString way = m_way->currentData().toString();
    const bool keys = way.isEmpty() || way == QLatin1String("key");
    for (QLineEdit *each : {m_identity, m_certificate}) {
        each->setEnabled(keys);
        if (auto *choose = findChild<QPushButton *>(each->objectName() + QStringLiteral(".choose")))
            choose->setEnabled(keys);
    }
    const bool secret = way != QLatin1String("agent");
    m_secret->setEnabled(secret);
    m_showSecret->setEnabled(secret);
    m_secretName->setText(way == QLatin1String("key") ? tr("Passphrase") : way == QLatin1String("password") ? tr("Password") : tr("Password"));
    m_secret->setPlaceholderText(way == QLatin1String("key") ? tr("none, or asked when it is needed") : secret ? tr("asked when it is needed") : QString());
    m_secret->setToolTip(tr("Kept in memory only while this window is open"));
}

void LoginForm::setEntry(const profile::ServerEntry &entry)
{
    m_entry = entry;
    m_user->setText(models::q(entry.user));
    m_port->setText(entry.port == 0 ? QString() : QString::number(entry.port));
    m_identity->setText(models::q(entry.identity));
    m_certificate->setText(models::q(entry.certificate));
    m_jump->setText(models::q(entry.jump));
    m_way->setCurrentIndex(qMax(0, m_way->findData(models::q(entry.login))));
}

profile::ServerEntry LoginForm::entry() const
{
    const auto text = [](const QLineEdit *field) { return field->text().trimmed().toStdString(); };
    profile::ServerEntry entry = m_entry;
    entry.user = text(m_user);
    entry.port = m_port->text().toInt();
    entry.login = m_way->currentData().toString().toStdString();
    entry.jump = text(m_jump);
    entry.identity = m_identity->isEnabled() ? text(m_identity) : std::string();
    entry.certificate = m_certificate->isEnabled() ? text(m_certificate) : std::string();
    return entry;
}

void LoginForm::setHint(const SshHint &hint, const QString &where)
{
    const auto from = [&](const QString &value, const QString &fallback) {
        return value.isEmpty() ? fallback : where.isEmpty() ? value : tr("%1, from %2").arg(value, where);
    };
    m_user->setPlaceholderText(from(hint.user, tr("as ~/.ssh/config says, else root")));
    m_port->setPlaceholderText(from(hint.port == 0 ? QString() : QString::number(hint.port), QStringLiteral("22")));
    m_identity->setPlaceholderText(from(hint.identity, tr("your ssh-agent and ~/.ssh decide")));
    m_certificate->setPlaceholderText(tr("the one beside the key, if there is one"));
    m_jump->setPlaceholderText(from(hint.jump, tr("none")));
}

agentlink::Secret LoginForm::secret() const { return agentlink::Secret(m_secret->text().toStdString()); }
bool LoginForm::hasSecret() const { return m_secret->isEnabled() && !m_secret->text().isEmpty(); }

void LoginForm::clearSecret()
{
    m_secret->setText(QString(m_secret->text().size(), QLatin1Char('*')));
    m_secret->clear();
    m_showSecret->setChecked(false);
}

profile::ServerEntry LoginForm::over(profile::ServerEntry base, const profile::ServerEntry &entry)
{
    for (std::string profile::ServerEntry::*part : {&profile::ServerEntry::user, &profile::ServerEntry::identity, &profile::ServerEntry::certificate, &profile::ServerEntry::jump, &profile::ServerEntry::login})
        if (!(entry.*part).empty())
            base.*part = entry.*part;
    if (entry.port != 0)
        base.port = entry.port;
    return base;
}

} // namespace wizards
