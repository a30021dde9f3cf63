// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/addservers.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/checkstep.h"
#include "app/wizards/deliverstep.h"
#include "app/wizards/donestep.h"
#include "app/wizards/hostsstep.h"
#include "app/wizards/loginform.h"
#include "app/wizards/rowwords.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QPlainTextEdit>
#include <algorithm>

namespace wizards {

namespace {

class ServersRail final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), shell::theme::colors().side); }
};

class Question final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QColor tint = shell::theme::colors().warning;
        tint.setAlphaF(shell::theme::colors().dark ? 0.16f : 0.11f);
        painter.fillRect(rect(), tint);
        shell::theme::paintTone(painter, QRectF(24, height() / 2.0 - 7, 14, 14), models::Tone::Warning);
    }
};

} // namespace

AddServers::AddServers(std::unique_ptr<Intake> intake, Around around, QWidget *parent)
    : QDialog(parent)
    , m_intake(std::move(intake))
    , m_around(std::move(around))
    , m_stack(new QStackedWidget)
    , m_rail(new ServersRail)
    , m_foot(new QWidget)
    , m_question(new Question)
    , m_hint(shell::dimLabel())
    , m_questionText(new QLabel)
    , m_leave(shell::button(QStringLiteral("addservers.leave"), tr("Leave"), {}, QStringLiteral("quiet")))
    , m_back(shell::button(QStringLiteral("addservers.back"), tr("Back")))
    , m_next(shell::button(QStringLiteral("addservers.next"), tr("Check"), {}, QStringLiteral("primary")))
    , m_stay(shell::button(QStringLiteral("addservers.stay"), tr("Stay")))
    , m_hosts(new HostsStep(m_around))
    , m_check(new CheckStep(*m_intake))
    , m_deliver(new DeliverStep(m_around, *m_intake))
    , m_done(new DoneStep(m_around, *m_intake))
{
    setObjectName(QStringLiteral("addservers"));
    setWindowTitle(tr("Add servers"));
    auto *rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(20, 20, 16, 16);
    rail->setSpacing(10);
    m_rail->setFixedWidth(150);
    addPage(tr("Hosts"), m_hosts);
    addPage(tr("Check"), m_check);
    addPage(tr("Delivery"), m_deliver);
    addPage(tr("Done"), m_done);
    rail->addStretch();
    makeFoot();
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_stack, 1);
    right->addWidget(shell::hairline());
    right->addWidget(m_question);
    right->addWidget(m_foot);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    resize(1120, 700);
    connect(m_hosts, &HostsStep::changed, this, &AddServers::refresh);
    connect(m_check, &CheckStep::changed, this, &AddServers::refresh);
    connect(m_deliver, &DeliverStep::changed, this, &AddServers::refresh);
    go(Hosts);
}

AddServers::~AddServers()
{
    if (m_keepIntake)
        m_intake.release(); // deletes itself
}

void AddServers::addPage(const QString &heading, QWidget *page)
{
    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(24, 20, 24, 12);
    column->setSpacing(12);
    column->addWidget(page, 1);
    m_stack->addWidget(frame);
    auto *mark = new QLabel(heading);
    m_marks.push_back(mark);
    m_rail->layout()->addWidget(mark);
}

void AddServers::makeFoot()
{
    m_hint->setObjectName(QStringLiteral("addservers.hint"));
    auto *buttons = new QHBoxLayout(m_foot);
    buttons->setContentsMargins(24, 12, 24, 16);
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addSpacing(16);
    for (QPushButton *each : {m_leave, m_back, m_next})
        buttons->addWidget(each);
    m_next->setMinimumWidth(96);
    m_next->setDefault(true);
    m_questionText->setWordWrap(true);
    m_questionText->setObjectName(QStringLiteral("addservers.question"));
    auto *leaveAll = shell::button(QStringLiteral("addservers.leavenow"), tr("Leave"), {}, QStringLiteral("danger"));
    auto *question = new QHBoxLayout(m_question);
    question->setContentsMargins(50, 10, 24, 10);
    question->setSpacing(8);
    question->addWidget(m_questionText, 1);
    question->addWidget(leaveAll);
    question->addWidget(m_stay);
    m_question->hide();
    connect(m_leave, &QPushButton::clicked, this, &AddServers::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, &AddServers::next);
    connect(leaveAll, &QPushButton::clicked, this, &AddServers::leave);
    connect(m_stay, &QPushButton::clicked, this, [this] {
        m_question->hide();
        enterPlace();
    });
}

const ProfileChoice &AddServers::choice() const { return m_deliver->choice(); }

std::vector<std::string> AddServers::added() const
{
    std::vector<std::string> servers;
    for (const fleet::HostRow &row : m_intake->rows())
        if (row.step == fleet::Step::Added)
            servers.push_back(row.entry.name);
    return servers;
}

void AddServers::go(int place)
{
    m_stack->setCurrentIndex(place);
    m_question->hide();
    for (int i = 0; i < places; ++i) {
        m_marks[static_cast<std::size_t>(i)]->setFont(i == place ? shell::theme::strong() : font());
        m_marks[static_cast<std::size_t>(i)]->setEnabled(i <= place);
    }
    if (place == Check)
        m_check->refresh();
    else if (place == Delivery)
        m_deliver->enter();
    else if (place == Done)
        m_done->enter(choice());
    refresh();
    enterPlace();
}

void AddServers::enterPlace()
{
    QWidget *first[] = {m_hosts, m_check, m_deliver, m_next};
    shell::enter(first[m_stack->currentIndex()]);
}

void AddServers::startChecks()
{
    const std::vector<profile::ServerEntry> wanted = m_hosts->entries();
    std::vector<std::string> gone;
    for (const fleet::HostRow &row : m_intake->rows())
        if (row.step != fleet::Step::Added && std::none_of(wanted.begin(), wanted.end(), [&](const auto &e) { return e.name == row.entry.name; }))
            gone.push_back(row.entry.name);
    for (const std::string &server : gone)
        m_intake->remove(server);
    if (m_hosts->login().hasSecret()) {
        std::vector<std::string> servers;
        for (const profile::ServerEntry &entry : wanted)
            servers.push_back(entry.name);
        m_intake->add(wanted);
        m_intake->setLogin(servers, m_hosts->login().secret());
        m_hosts->login().clearSecret();
    } else {
        m_intake->add(wanted);
    }
}

void AddServers::next()
{
    switch (m_stack->currentIndex()) {
    case Hosts:
        startChecks();
        return go(Check);
    case Check: return go(Delivery);
    case Delivery:
        if (tally(m_intake->rows()).fit > 0)
            return m_deliver->deliver();
        return go(Done);
    default: break;
    }
    setUp();
}

void AddServers::heard()
{
    if (m_stack->currentIndex() != Done)
        return;
    m_done->refresh();
    refresh();
}

// What stands against a plan is said on the page: behind it nobody would see it.
void AddServers::setUp()
{
    const std::vector<std::string> servers = added();
    if (choice().id.empty() || servers.empty() || m_nothingToDo || !m_around.setUp)
        return accept();
    const base::Result<bool> shown = m_around.setUp(servers, choice().id);
    if (!shown)
        return m_done->say(shown.error());
    if (*shown)
        return accept();
    m_nothingToDo = true;
    m_done->sayNothingToDo();
    refresh();
}

void AddServers::refresh()
{
    const int place = m_stack->currentIndex();
    m_back->setVisible(place == Check || (place == Delivery && !m_deliver->hasBegun()));
    m_leave->setVisible(true);
    m_leave->setText(place == Done ? tr("Close") : tr("Leave"));
    switch (place) {
    case Hosts:
        m_next->setText(tr("Check"));
        m_next->setEnabled(m_hosts->problem().isEmpty());
        m_hint->setText(m_hosts->isEmpty() ? tr("Looks only: nothing on a host is changed before you deliver to it.") : m_hosts->problem());
        break;
    case Check: refreshCheck(); break;
    case Delivery: refreshDelivery(); break;
    default: refreshDone();
    }
}

void AddServers::refreshDone()
{
    const bool over = choice().id.empty() || added().empty() || m_nothingToDo;
    const DoneStep::Words words = m_done->words();
    m_leave->setVisible(!over);
    m_next->setText(over ? tr("Close") : tr("Show the plan to set them up"));
    m_next->setEnabled(over || (words.awaited.empty() && !words.here.empty()));
    if (over)
        m_hint->clear();
    else if (!words.awaited.empty())
        m_hint->setText(tr("Waiting for the first inventory of %n servers: the plan is made from it.", nullptr, static_cast<int>(words.awaited.size())));
    else if (words.here.empty())
        m_hint->setText(tr("No server answers, so there is nothing to make a plan from. They are tried again by themselves."));
    else if (!words.lost.empty())
        m_hint->setText(tr("%n servers do not answer: on them, nothing is planned yet.", nullptr, static_cast<int>(words.lost.size())));
    else
        m_hint->clear();
}

void AddServers::refreshCheck()
{
    const Tally t = tally(m_intake->rows());
    m_next->setText(tr("Next"));
    m_next->setEnabled(t.fit > 0);
    if (t.fit == 0)
        m_hint->setText(t.working > 0 ? tr("The hosts are being looked at.") : tr("No host is ready yet. What was mended is noticed within seconds."));
    else if (t.fit < t.all - t.added)
        m_hint->setText(tr("You can go on with %n hosts that are ready; the others stay here until they are.", nullptr, t.fit));
    else
        m_hint->setText(tr("All are ready."));
}

void AddServers::refreshDelivery()
{
    const Tally t = tally(m_intake->rows());
    if (t.fit > 0) {
        m_next->setText(m_deliver->hasBegun() ? tr("Deliver to %n more", nullptr, t.fit) : tr("Deliver to %n hosts", nullptr, t.fit));
        m_next->setEnabled(true);
    } else {
        m_next->setText(m_deliver->hasBegun() ? tr("Next") : tr("Deliver"));
        m_next->setEnabled(m_deliver->hasBegun() && t.delivering == 0 && t.added + t.failed > 0);
    }
    m_hint->setText(t.delivering > 0 ? tr("A host that fails has again what it had before. The others go on.") : QString());
}

QString AddServers::loss() const
{
    const int place = m_stack->currentIndex();
    const Tally t = tally(m_intake->rows());
    if (t.delivering > 0)
        return tr("%n deliveries are under way. They are ended, and those hosts get back what they had before. What was added stays.", nullptr, t.delivering);
    if (place == Hosts)
        return m_hosts->isEmpty() || m_hosts->list().toPlainText().trimmed().isEmpty() ? QString() : tr("The list of hosts is forgotten.");
    if (place == Done)
        return {};
    const int left = t.all - t.added;
    return left == 0 ? QString() : tr("%n hosts are not added yet. The list, and what you accepted of them, except host keys, is forgotten.", nullptr, left);
}

void AddServers::reject()
{
    const QString what = loss();
    if (what.isEmpty() || m_question->isVisible()) // a second Esc answers the question: stay
        return what.isEmpty() ? leave() : m_stay->click();
    m_questionText->setText(what);
    m_question->show();
    m_stay->setFocus();
}

void AddServers::leave()
{
    if (tally(m_intake->rows()).delivering > 0) {
        m_keepIntake = true;
        m_intake->retire();
    }
    QDialog::reject();
}

void AddServers::closeEvent(QCloseEvent *event)
{
    if (loss().isEmpty())
        return QDialog::closeEvent(event);
    event->ignore();
    m_question->hide();
    reject();
}

} // namespace wizards
