// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/planpage.h"

#include "app/models/words.h"
#include "app/pages/touchbox.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace pages {

QString totals(const plan::Plan &plan)
{
    std::set<std::string> hosts;
    int destroy = 0;
    int interrupt = 0;
    for (const plan::Move &move : plan.moves) {
        if (!move.server.empty())
            hosts.insert(move.server);
        destroy += move.risk == machine::Risk::LosesData ? 1 : 0;
        interrupt += move.risk == machine::Risk::StopsService ? 1 : 0;
    }
    QStringList risks;
    if (destroy > 0)
        risks << PlanPage::tr("%n destroy data", nullptr, destroy);
    if (interrupt > 0)
        risks << PlanPage::tr("%n interrupt service", nullptr, interrupt);
    const QString all = PlanPage::tr("%n moves", nullptr, static_cast<int>(plan.moves.size())) + QLatin1Char(' ')
        + PlanPage::tr("on %n servers", nullptr, static_cast<int>(hosts.size()));
    return risks.isEmpty() ? all : all + QStringLiteral(": ") + risks.join(QStringLiteral(", "));
}

PlanPage::PlanPage(shell::Desk &desk)
    : Page(desk, QStringLiteral("plan"))
    , m_moves(new models::Moves)
    , m_touch(new TouchBox(desk))
    , m_view(new MovesView(QStringLiteral("plan.moves"), m_moves))
    , m_detail(new MoveDetail(QStringLiteral("plan.detail")))
    , m_title(new shell::ElidedLabel(shell::theme::heading()))
    , m_totals(shell::dimLabel())
    , m_notes(shell::dimLabel())
    , m_why(shell::dimLabel())
    , m_notice(new shell::Notice(QStringLiteral("plan.notice")))
    , m_words(new QVBoxLayout)
    , m_copy(shell::button(QStringLiteral("plan.copy"), tr("Copy as script"), QStringLiteral("scroll-text")))
    , m_run(shell::button(QStringLiteral("plan.run"), tr("Run"), {}, QStringLiteral("primary")))
    , m_leave(shell::button(QStringLiteral("plan.leave"), tr("Do not run"), {}, QStringLiteral("quiet")))
{
    m_totals->setObjectName(QStringLiteral("plan.totals"));
    m_totals->setWordWrap(false);
    m_notes->setObjectName(QStringLiteral("plan.notes"));
    m_why->setObjectName(QStringLiteral("plan.why"));
    m_why->setWordWrap(false);
    m_words->setSpacing(6);
    m_run->setMinimumWidth(96);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(24, 16, 24, 12);
    top->setSpacing(4);
    auto *headline = new QHBoxLayout;
    headline->addWidget(m_title);
    headline->addStretch();
    top->addLayout(headline);
    top->addWidget(m_notes);
    top->addWidget(m_touch);
    top->addWidget(m_notice);
    auto *split = new QSplitter;
    split->setObjectName(QStringLiteral("plan.split"));
    split->setChildrenCollapsible(false);
    split->addWidget(m_view);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({520, 520});
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_totals);
    buttons->addStretch();
    buttons->addWidget(m_why);
    buttons->addSpacing(8);
    buttons->addWidget(m_leave);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_run);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(24, 12, 24, 12);
    foot->setSpacing(8);
    foot->addLayout(m_words);
    foot->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(shell::hairline());
    column->addWidget(split, 1);
    column->addWidget(shell::hairline());
    column->addLayout(foot);
    connect(m_view, &MovesView::moveChosen, this, [this](int move) { m_detail->show(move, nullptr); });
    connect(m_detail, &MoveDetail::moveWanted, m_view, &MovesView::choose);
    connect(m_run, &QPushButton::clicked, this, &PlanPage::run);
    connect(m_leave, &QPushButton::clicked, this, [this] { this->desk().back(); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(models::q(plan::asScript(m_moves->plan())));
        m_copy->setText(tr("Copied"));
        QTimer::singleShot(1500, m_copy, [this] { m_copy->setText(tr("Copy as script")); });
    });
    connect(&desk, &shell::Desk::planShown, this, [this] { load(*this->desk().plan()); });
}

void PlanPage::open(const shell::Place &)
{
    if (m_view->currentIndex().isValid())
        m_detail->show(m_view->chosen(), nullptr);
    judge();
}

void PlanPage::load(const plan::Plan &plan)
{
    m_ran = false;
    m_notice->clear();
    m_title->setText(models::q(plan.title));
    m_totals->setText(totals(plan));
    QStringList notes;
    for (const std::string &note : plan.notes)
        notes << models::q(note);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
    m_touch->show(plan);
    m_detail->setPlan(plan);
    m_moves->setPlan(plan);
    askForWords(plan);
    m_run->setProperty("kind", plan.risk() == machine::Risk::Safe ? QStringLiteral("primary") : QStringLiteral("dangerous"));
    m_run->update();
    judge();
}

QLineEdit *PlanPage::wordField(const QString &objectName, const QString &sentence, const QString &word)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *text = new QLabel(sentence);
    text->setWordWrap(true);
    auto *field = new QLineEdit;
    field->setObjectName(objectName);
    field->setAccessibleName(sentence);
    field->setPlaceholderText(word);
    field->setFixedWidth(200);
    text->setBuddy(field);
    layout->addWidget(text, 1);
    layout->addWidget(field);
    m_words->addWidget(row);
    m_wanted.emplace_back(field, word);
    connect(field, &QLineEdit::textChanged, this, &PlanPage::judge);
    connect(field, &QLineEdit::returnPressed, this, [this] {
        if (m_run->isEnabled())
            m_run->setFocus();
    });
    return field;
}

void PlanPage::askForWords(const plan::Plan &plan)
{
    m_wanted.clear();
    m_hosts.clear();
    while (QLayoutItem *item = m_words->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    std::set<std::string> asked;
    for (const plan::Move &move : plan.moves)
        for (const plan::WordWanted &word : move.words)
            if (asked.insert(word.server).second)
                m_hosts.emplace_back(word.server, wordField(QStringLiteral("plan.word.") + models::q(word.server),
                    models::q(word.text) + QLatin1Char(' ') + tr("Type the name of the server, %1, as your word that it is off.").arg(models::q(word.server)), models::q(word.server)));
    if (!plan.typeToConfirm.empty())
        wordField(QStringLiteral("plan.confirm"),
            (plan.risk() == machine::Risk::LosesData ? tr("This destroys data. Type %1 to allow it.") : tr("This interrupts service on a production cluster. Type %1 to allow it."))
                .arg(models::q(plan.typeToConfirm)),
            models::q(plan.typeToConfirm));
}

void PlanPage::judge()
{
    QStringList missing;
    for (const auto &[field, word] : m_wanted)
        if (field->text() != word)
            missing << word;
    const QString locked = cluster().whyLocked();
    m_run->setEnabled(missing.isEmpty() && locked.isEmpty() && !m_ran && !m_moves->plan().empty());
    m_why->setText(!locked.isEmpty() ? locked : missing.isEmpty() ? QString() : tr("Waits for: %1").arg(missing.join(QStringLiteral(", "))));
    m_why->setVisible(!m_why->text().isEmpty());
    m_run->setToolTip(m_why->text());
}

void PlanPage::run()
{
    std::vector<std::string> words;
    for (const auto &[server, field] : m_hosts)
        words.push_back(field->text().toStdString());
    if (!m_moves->plan().typeToConfirm.empty()) // judge() has seen that it was typed
        words.push_back(m_moves->plan().typeToConfirm);
    const base::Result<jobs::JobId> job = cluster().run(m_moves->plan(), words);
    if (!job)
        return m_notice->show(job.error());
    m_ran = true;
    judge();
    desk().replace("job:" + *job);
}

} // namespace pages
