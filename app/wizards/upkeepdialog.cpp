// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/upkeepdialog.h"

#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wizards {

using models::q;
using models::Tone;

UpkeepDialog::UpkeepDialog(shell::Upkeep *upkeep, const QString &title, const QString &text, const QString &start, bool dangerous, QWidget *parent)
    : QDialog(parent)
    , m_upkeep(upkeep)
    , m_notice(new shell::Notice(QStringLiteral("upkeep.notice")))
    , m_table(new shell::TableView(QStringLiteral("upkeep.table"), new models::Table({{QStringLiteral("server"), tr("Server"), 170}, {QStringLiteral("wave"), tr("Wave"), 60, true},
          {QStringLiteral("state"), tr("State"), 140}, {QStringLiteral("progress"), tr("Progress"), 110}, {QStringLiteral("note"), tr("What went wrong"), 260}})))
    , m_secretBox(new QWidget)
    , m_secret(new QLineEdit)
    , m_start(shell::button(QStringLiteral("upkeep.start"), start, {}, dangerous ? QStringLiteral("dangerous") : QStringLiteral("primary")))
    , m_close(shell::button(QStringLiteral("upkeep.close"), tr("Close"), {}, QStringLiteral("quiet")))
{
    upkeep->setParent(this);
    setObjectName(QStringLiteral("upkeep"));
    setWindowTitle(title);
    m_notice->setClosable(false);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setObjectName(QStringLiteral("upkeep.secret"));
    m_secret->setAccessibleName(tr("Password for sudo"));
    auto *give = shell::button(QStringLiteral("upkeep.give"), tr("Use for all"));
    auto *secretRow = new QHBoxLayout(m_secretBox);
    secretRow->setContentsMargins(0, 0, 0, 0);
    secretRow->addWidget(new QLabel(tr("Password for sudo, asked once, kept in memory only")), 1);
    secretRow->addWidget(m_secret);
    secretRow->addWidget(give);
    auto *head = new shell::ElidedLabel(shell::theme::section());
    head->setText(title);
    m_start->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(shell::dimLabel(text));
    column->addWidget(m_notice);
    column->addWidget(m_secretBox);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);
    resize(820, 480);
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    const auto giveSecret = [this] {
        const agentlink::Secret secret(m_secret->text().toStdString());
        m_secret->setText(QString(m_secret->text().size(), QLatin1Char('*')));
        m_secret->clear();
        m_upkeep->giveSecret(secret);
    };
    connect(give, &QPushButton::clicked, this, giveSecret);
    connect(m_secret, &QLineEdit::returnPressed, this, giveSecret);
    connect(m_close, &QPushButton::clicked, this, &UpkeepDialog::reject);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_begun = true;
        m_upkeep->start();
        refresh();
    });
    connect(&m_soon, &QTimer::timeout, this, &UpkeepDialog::refresh);
    connect(upkeep, &shell::Upkeep::changed, this, [this] {
        if (!m_soon.isActive())
            m_soon.start();
    });
    connect(upkeep, &shell::Upkeep::ended, this, [this](const QString &words) {
        std::vector<std::string> done;
        for (const shell::Upkeep::Row &row : m_upkeep->rows())
            if (row.done)
                done.push_back(row.server);
        m_notice->show(done.size() == m_upkeep->rows().size() ? Tone::Ok : Tone::Warning, words);
        refresh();
        emit finished(done);
        if (m_leaving)
            QDialog::reject();
    });
    refresh();
}

void UpkeepDialog::refresh()
{
    std::vector<models::Row> rows;
    bool wants = false;
    for (const shell::Upkeep::Row &row : m_upkeep->rows()) {
        wants = wants || row.wantsSecret;
        const Tone tone = row.error ? Tone::Error : row.done ? Tone::Ok : row.running ? Tone::Working : Tone::Off;
        models::Cell note = models::cell(row.error ? row.error->message : std::string());
        if (row.error)
            note.tip = q(row.error->message + "\n" + row.error->detail + "\n" + row.error->remedy);
        rows.push_back({row.server, {models::cell(row.server), row.wave > 0 ? models::number(row.wave, QString::number(row.wave)) : models::cell(QString()), models::cell({row.state, tone}),
            models::progress(row.done ? 1 : row.running ? row.fraction : -1), note}});
    }
    m_table->table()->setRows(std::move(rows), false);
    m_secretBox->setVisible(wants && m_begun);
    m_start->setVisible(!m_begun);
    m_close->setText(m_upkeep->isRunning() ? tr("Stop") : tr("Close"));
}

void UpkeepDialog::reject()
{
    if (!m_upkeep->isRunning())
        return QDialog::reject();
    m_upkeep->cancel();
    m_leaving = m_upkeep->isRunning();
    m_notice->show(Tone::Working, tr("Nothing new is begun. What is under way comes to its end, or is taken back."));
    if (!m_leaving)
        refresh();
}

} // namespace wizards
