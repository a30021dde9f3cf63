// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/deliverstep.h"

#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/rowwords.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using models::q;

DeliverStep::DeliverStep(const Around &around, Intake &intake, QWidget *parent)
    : QWidget(parent)
    , m_around(around)
    , m_intake(intake)
    , m_group(new QButtonGroup(this))
    , m_what(new QLabel)
    , m_does(new QLabel)
    , m_tally(shell::label({}, shell::theme::strong()))
{
    m_before = makeChoices();
    m_during = makeProgress();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_before, 1);
    column->addWidget(m_during, 1);
    m_during->hide();
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        goOn();
        m_begun ? showRows() : showWhat();
        emit changed();
    });
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&intake, &Intake::rowChanged, this, soon);
    connect(&intake, &Intake::rowsChanged, this, soon);
}

QWidget *DeliverStep::makeChoices()
{
    auto *list = new QWidget;
    auto *choices = new QVBoxLayout(list);
    choices->setContentsMargins(0, 0, 8, 0);
    choices->setSpacing(4);
    for (std::size_t i = 0; i < m_around.profiles.size(); ++i) {
        const ProfileChoice &profile = m_around.profiles[i];
        auto *button = new QRadioButton(profile.title);
        button->setObjectName(QStringLiteral("addservers.profile.") + q(profile.id));
        button->setFont(shell::theme::strong());
        button->setChecked(i == 0);
        m_group->addButton(button, static_cast<int>(i));
        auto *text = shell::dimLabel(profile.text);
        text->setContentsMargins(24, 0, 0, 8);
        choices->addWidget(button);
        choices->addWidget(text);
    }
    choices->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(list);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    for (QLabel *each : {m_what, m_does}) {
        each->setWordWrap(true);
        each->setTextFormat(Qt::RichText);
        each->setTextInteractionFlags(Qt::TextSelectableByMouse);
        each->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    }
    m_what->setObjectName(QStringLiteral("addservers.what"));
    m_does->setObjectName(QStringLiteral("addservers.does"));
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(shell::label(tr("What shall they become?"), shell::theme::strong()));
    left->addWidget(scroll, 1);
    auto *right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(shell::label(tr("Delivered now"), shell::theme::strong()));
    right->addWidget(m_what);
    right->addSpacing(12);
    right->addWidget(shell::label(tr("Afterwards, as a plan that you see first"), shell::theme::strong()));
    right->addWidget(m_does);
    right->addStretch();
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(32);
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    connect(m_group, &QButtonGroup::idClicked, this, &DeliverStep::showChoice);
    shell::beginAt(this, m_group->button(0));
    return both;
}

QWidget *DeliverStep::makeProgress()
{
    m_table = new shell::TableView(QStringLiteral("addservers.progress"), new models::Table({{QStringLiteral("host"), tr("Host"), 180}, {QStringLiteral("state"), tr("State"), 140},
        {QStringLiteral("progress"), tr("Progress"), 110}, {QStringLiteral("note"), tr("What happens, or what went wrong"), 330}}));
    m_table->setAccessibleName(tr("Delivery"));
    m_retry = shell::button(QStringLiteral("addservers.retry"), tr("Retry the chosen"));
    m_retryAll = shell::button(QStringLiteral("addservers.retryall"), tr("Retry all that failed"), QStringLiteral("rotate-cw"));
    m_tally->setObjectName(QStringLiteral("addservers.deliverytally"));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_tally, 1);
    head->addWidget(m_retry);
    head->addWidget(m_retryAll);
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    connect(m_table, &shell::TableView::choiceChanged, this, &DeliverStep::showRows);
    connect(m_retry, &QPushButton::clicked, this, [this] { retry(m_table->chosen()); });
    connect(m_retryAll, &QPushButton::clicked, this, [this] { retry(failed()); });
    return box;
}

const ProfileChoice &DeliverStep::choice() const { return m_around.profiles[static_cast<std::size_t>(qMax(0, m_group->checkedId()))]; }

void DeliverStep::enter()
{
    m_before->setVisible(!m_begun);
    m_during->setVisible(m_begun);
    showChoice();
    showRows();
}

void DeliverStep::showChoice()
{
    if (!m_begun)
        m_intake.setExpectation(choice().expectation);
    QString does;
    for (const QString &line : choice().does)
        does += QStringLiteral("<li>") + line.toHtmlEscaped() + QStringLiteral("</li>");
    m_does->setText(does.isEmpty() ? tr("Nothing. These servers are watched only; taking them under management later is a plan too.") : QStringLiteral("<ul style=\"margin:0; margin-left:-24px\">") + does + QStringLiteral("</ul>"));
    showWhat();
    emit changed();
}

void DeliverStep::showWhat()
{
    const int fit = tally(m_intake.rows()).fit;
    int there = 0;
    for (const fleet::HostRow &row : m_intake.rows())
        there += isFit(row) && !row.agentFound.empty();
    const auto mono = [](const QString &text) { return QStringLiteral("<span style=\"font-family:monospace\">%1</span>").arg(text.toHtmlEscaped()); };
    const QString version = m_around.agentVersion.isEmpty() ? tr("VERSION") : m_around.agentVersion;
    QString text = QStringLiteral("<p style=\"margin:0 0 6px 0\">") + tr("To %n hosts that are ready:", nullptr, fit).toHtmlEscaped() + QStringLiteral("</p><ul style=\"margin:0; margin-left:-24px\">");
    const auto line = [&](const QString &what, const QString &where) { text += QStringLiteral("<li>%1<br>%2</li>").arg(what.toHtmlEscaped(), mono(where)); };
    line(tr("The agent, one static file"), QStringLiteral("/usr/libexec/chandelier/%1/chandelier-agent").arg(version));
    line(tr("Its systemd unit, enabled and started"), QStringLiteral("/etc/systemd/system/chandelier-agent.service"));
    line(tr("Its journal and audit, its socket"), QStringLiteral("/var/lib/chandelier, /run/chandelier"));
    line(tr("Two groups, for those who change and those who look"), QStringLiteral("chandelier-admin, chandelier-view"));
    text += QStringLiteral("</ul>");
    if (there > 0)
        text += QStringLiteral("<p>") + tr("%n of them have an agent already: it is used, or brought to this version with a way back.", nullptr, there).toHtmlEscaped() + QStringLiteral("</p>");
    text += QStringLiteral("<p>") + tr("Nothing else is changed, and removing a server takes all of it away again.").toHtmlEscaped() + QStringLiteral("</p>");
    m_what->setText(text);
}

void DeliverStep::deliver()
{
    m_begun = true;
    m_before->hide();
    m_during->show();
    m_intake.deliver();
    showRows();
    m_table->setFocus();
    emit changed();
}

std::vector<std::string> DeliverStep::failed() const
{
    std::vector<std::string> servers;
    for (const fleet::HostRow &row : m_intake.rows())
        if (row.step == fleet::Step::Failed)
            servers.push_back(row.entry.name);
    return servers;
}

void DeliverStep::retry(const std::vector<std::string> &servers)
{
    const std::vector<std::string> can = failed();
    for (const std::string &server : servers)
        if (std::find(can.begin(), can.end(), server) != can.end()) {
            m_retried.insert(server);
            m_intake.retry(server);
        }
}

// A retry begins with the checks; the person has said already that this host is to be delivered to.
void DeliverStep::goOn()
{
    bool fit = false;
    for (const fleet::HostRow &row : m_intake.rows())
        if (isFit(row) && m_retried.erase(row.entry.name) != 0)
            fit = true;
    if (fit)
        m_intake.deliver();
}

void DeliverStep::showRows()
{
    if (!m_begun)
        return;
    std::vector<models::Row> rows;
    for (const fleet::HostRow &row : m_intake.rows()) {
        models::Cell note = models::cell(isDelivering(row) ? q(row.stageText) : rowReason(row));
        note.tip = row.error ? q(row.error->message + "\n" + row.error->remedy) : QString();
        const double fraction = row.step == fleet::Step::Added ? 1 : isDelivering(row) ? row.fraction : -1;
        rows.push_back({row.entry.name, {models::cell(row.entry.name), models::cell(rowBadge(row)), models::progress(fraction), note}});
    }
    m_table->table()->setRows(std::move(rows), false);
    m_table->sortBy(QStringLiteral("host"));
    const Tally t = tally(m_intake.rows());
    m_tally->setText(tallyText(t));
    const std::vector<std::string> can = failed();
    const std::vector<std::string> chosen = m_table->chosen();
    m_retryAll->setVisible(!can.empty());
    m_retry->setVisible(can.size() > 1);
    m_retry->setEnabled(std::any_of(chosen.begin(), chosen.end(), [&](const std::string &s) { return std::find(can.begin(), can.end(), s) != can.end(); }));
}

} // namespace wizards
