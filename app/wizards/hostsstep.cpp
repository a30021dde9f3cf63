// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/hostsstep.h"

#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/loginform.h"
#include "core/fleet/hostlist.h"

#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextBlock>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using models::q;

namespace {

std::vector<models::Column> previewColumns()
{
    return {{QStringLiteral("host"), HostsStep::tr("Host"), 180}, {QStringLiteral("login"), HostsStep::tr("Login"), 120}, {QStringLiteral("jump"), HostsStep::tr("Jump host"), 110, false, false},
        {QStringLiteral("note"), HostsStep::tr("Note"), 120}};
}

QString loginText(const profile::ServerEntry &entry)
{
    QString text = entry.user.empty() ? QString() : q(entry.user);
    if (entry.port != 0)
        text += (text.isEmpty() ? HostsStep::tr("port %1") : HostsStep::tr(", port %1")).arg(entry.port);
    return text;
}

} // namespace

HostsStep::HostsStep(const Around &around, QWidget *parent)
    : QWidget(parent)
    , m_around(around)
    , m_list(new QPlainTextEdit)
    , m_count(shell::label({}, shell::theme::strong()))
    , m_error(new QLabel)
    , m_preview(new shell::TableView(QStringLiteral("addservers.preview"), new models::Table(previewColumns())))
    , m_login(new LoginForm(QStringLiteral("addservers")))
{
    m_list->setObjectName(QStringLiteral("addservers.hosts"));
    m_list->setAccessibleName(tr("Host names"));
    m_list->setFont(shell::theme::mono());
    m_list->setPlaceholderText(tr("oss[01-20].lab, mds[1-2].lab\nroot@10.0.0.[1-4]:2222\n\nOne a line or separated by commas; a pasted column or file will do."));
    m_list->setTabChangesFocus(true);
    m_list->document()->setDocumentMargin(8);
    m_count->setObjectName(QStringLiteral("addservers.count"));
    m_error->setObjectName(QStringLiteral("addservers.listproblem"));
    m_error->setWordWrap(true);
    m_preview->setEmptyText(tr("The hosts that your list stands for are shown here, each by its name."));
    m_preview->setAccessibleName(tr("Hosts of the list"));
    auto *import = shell::button(QStringLiteral("addservers.import"), tr("Import a file …"));
    auto *loginNote = shell::dimLabel(tr("Holds for all hosts of the list. Double-click one to give it a login of its own."));
    auto *listHead = new QHBoxLayout;
    listHead->addWidget(shell::label(tr("Hosts"), shell::theme::strong()));
    listHead->addStretch();
    listHead->addWidget(import);
    auto *countRow = new QHBoxLayout;
    countRow->addWidget(m_count);
    countRow->addSpacing(12);
    countRow->addWidget(m_error, 1);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addLayout(listHead);
    left->addWidget(m_list, 2);
    left->addLayout(countRow);
    left->addWidget(m_preview, 3);
    auto *right = new QVBoxLayout;
    right->setSpacing(8);
    auto *loginHead = shell::label(tr("Login"), shell::theme::strong());
    loginHead->setMinimumHeight(import->sizeHint().height());
    right->addWidget(loginHead);
    right->addWidget(m_login);
    right->addWidget(loginNote);
    right->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(24);
    row->addLayout(left, 5);
    row->addLayout(right, 4);
    m_later.setSingleShot(true);
    m_later.setInterval(120);
    connect(m_list, &QPlainTextEdit::textChanged, this, [this] { m_later.start(); });
    connect(&m_later, &QTimer::timeout, this, &HostsStep::expand);
    connect(m_login, &LoginForm::changed, this, &HostsStep::showHosts);
    connect(m_preview, &shell::TableView::opened, this, &HostsStep::editHost);
    connect(import, &QPushButton::clicked, this, &HostsStep::chooseFile);
    shell::beginAt(this, m_list);
    expand();
}

bool HostsStep::isEmpty() const { return m_list->document()->isEmpty(); }

profile::ServerEntry HostsStep::entryOf(const fleet::HostEntry &host) const
{
    profile::ServerEntry entry = m_login->entry();
    entry.name = host.host;
    std::replace(entry.name.begin(), entry.name.end(), ':', '-'); // an address of IP version 6: names hold no colons
    entry.host = entry.name == host.host ? std::string() : host.host;
    profile::ServerEntry said;
    said.user = host.user;
    said.port = host.port;
    entry = LoginForm::over(entry, said);
    const auto own = m_own.find(host.host);
    return own == m_own.end() ? entry : LoginForm::over(entry, own->second);
}

std::vector<profile::ServerEntry> HostsStep::entries() const
{
    std::vector<profile::ServerEntry> all;
    for (const fleet::HostEntry &host : m_hosts) {
        const profile::ServerEntry entry = entryOf(host);
        if (std::find(m_around.taken.begin(), m_around.taken.end(), entry.name) == m_around.taken.end())
            all.push_back(entry);
    }
    return all;
}

void HostsStep::expand()
{
    m_later.stop();
    m_list->setExtraSelections({});
    m_error->clear();
    const auto expanded = fleet::expandHosts(m_list->toPlainText().toStdString());
    if (expanded)
        m_hosts = *expanded;
    else
        markProblem(expanded.error());
    showHosts();
    if (!expanded)
        m_problem = tr("The list has a mistake: see the marked place.");
    askHint();
    emit changed();
}

void HostsStep::showHosts()
{
    std::vector<models::Row> rows;
    int known = 0;
    m_problem.clear();
    for (const fleet::HostEntry &host : m_hosts) {
        const profile::ServerEntry entry = entryOf(host);
        const bool taken = std::find(m_around.taken.begin(), m_around.taken.end(), entry.name) != m_around.taken.end();
        known += taken;
        const auto fine = profile::check(entry);
        if (!fine && m_problem.isEmpty())
            m_problem = q(fine.error().message);
        const models::Badge note = !fine ? models::Badge{q(fine.error().message), models::Tone::Error}
            : taken ? models::Badge{tr("Added already"), models::Tone::Off} : models::Badge{m_own.contains(host.host) ? tr("Own login") : QString()};
        rows.push_back({host.host, {models::cell(host.host), models::cell(loginText(entry)), models::cell(entry.jump), models::cell(note)}});
    }
    m_preview->table()->setRows(std::move(rows), false);
    m_preview->sortBy(QStringLiteral("host"));
    const int count = static_cast<int>(m_hosts.size());
    m_count->setText(known == 0 ? tr("%n hosts", nullptr, count) : tr("%n hosts, %1 of them added already", nullptr, count).arg(known));
    if (m_problem.isEmpty() && count - known == 0)
        m_problem = count == 0 ? tr("Name the hosts.") : tr("All of these are added already.");
    emit changed();
}

// "Line 2, column 7: ..." is how expandHosts says the place.
void HostsStep::markProblem(const base::Error &error)
{
    m_error->setText(q(error.message));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, shell::theme::colors().error);
    m_error->setPalette(p);
    static const QRegularExpression place(QStringLiteral("[Ll]ine (\\d+), column (\\d+)"));
    const auto match = place.match(q(error.message));
    const QTextBlock block = m_list->document()->findBlockByNumber(match.captured(1).toInt() - 1);
    if (!match.hasMatch() || !block.isValid())
        return;
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(block);
    mark.cursor.setPosition(block.position() + qBound(0, match.captured(2).toInt() - 1, qMax(0, block.length() - 1)));
    mark.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
    if (!mark.cursor.hasSelection())
        mark.cursor.movePosition(mark.cursor.atBlockEnd() ? QTextCursor::PreviousCharacter : QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(shell::theme::colors().error);
    QColor tint = shell::theme::colors().error;
    tint.setAlphaF(0.25f);
    mark.format.setBackground(tint);
    m_list->setExtraSelections({mark});
}

void HostsStep::editHost(const std::string &host)
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("addservers.own"));
    dialog->setWindowTitle(tr("Login of %1").arg(q(host)));
    auto *form = new LoginForm(QStringLiteral("addservers.own"));
    profile::ServerEntry all = m_login->entry();
    form->setHint({{}, q(all.user), q(all.identity), q(all.jump), all.port}, all == profile::ServerEntry{} ? QString() : tr("the login for all"));
    if (const auto own = m_own.find(host); own != m_own.end())
        form->setEntry(own->second);
    form->findChild<QWidget *>(QStringLiteral("addservers.own.secret"))->setDisabled(true); // passwords are asked on the next page, for the hosts that want one
    auto *leave = shell::button(QStringLiteral("addservers.own.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    auto *same = shell::button(QStringLiteral("addservers.own.same"), tr("As for all"));
    auto *take = shell::button(QStringLiteral("addservers.own.take"), tr("Use this login"), {}, QStringLiteral("primary"));
    take->setDefault(true);
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(dialog->windowTitle());
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *each : {leave, same, take})
        buttons->addWidget(each);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(16);
    column->addWidget(title);
    column->addWidget(form);
    column->addLayout(buttons);
    dialog->setMinimumWidth(520);
    connect(leave, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(same, &QPushButton::clicked, dialog, [this, dialog, host] {
        m_own.erase(host);
        dialog->accept();
    });
    connect(take, &QPushButton::clicked, dialog, [this, dialog, form, host] {
        m_own[host] = form->entry();
        dialog->accept();
    });
    connect(dialog, &QDialog::accepted, this, &HostsStep::showHosts);
    dialog->open();
}

void HostsStep::importFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > 1 << 20) {
        m_error->setText(file.isOpen() ? tr("%1 is larger than 1 MiB, which is no list of hosts.").arg(path) : tr("%1 cannot be read: %2").arg(path, file.errorString()));
        return;
    }
    const QString before = m_list->toPlainText().trimmed();
    m_list->setPlainText((before.isEmpty() ? QString() : before + QLatin1Char('\n')) + QString::fromUtf8(file.readAll()).trimmed());
    m_list->moveCursor(QTextCursor::End);
    expand();
}

void HostsStep::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("File with host names"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &HostsStep::importFile);
    dialog->open();
}

void HostsStep::askHint()
{
    if (!m_around.hint || m_hosts.empty() || m_hosts.front().host == m_hinted)
        return;
    m_hinted = m_hosts.front().host;
    m_around.hint(m_hinted, [guard = QPointer<HostsStep>(this), asked = m_hinted](const SshHint &hint) {
        if (guard && guard->m_hinted == asked)
            guard->m_login->setHint(hint, QStringLiteral("~/.ssh/config"));
    });
}

} // namespace wizards
