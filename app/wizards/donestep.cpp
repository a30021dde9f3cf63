// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/donestep.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/rowwords.h"
#include "core/fleet/hostlist.h"

#include <QVBoxLayout>

namespace wizards {

using models::q;

namespace {

QString folded(const std::vector<std::string> &servers)
{
    const QString names = q(fleet::foldHosts(servers));
    return names.size() > 200 ? names.left(190) + QStringLiteral(" …") : names;
}

} // namespace

DoneStep::DoneStep(const Around &around, Intake &intake, QWidget *parent)
    : QWidget(parent)
    , m_around(around)
    , m_intake(intake)
    , m_picture(new QLabel)
    , m_title(shell::label({}, shell::theme::heading()))
    , m_names(shell::dimLabel())
    , m_text(shell::dimLabel())
    , m_notTitle(shell::label({}, shell::theme::strong()))
    , m_notice(new shell::Notice(QStringLiteral("addservers.notice")))
    , m_not(new shell::TableView(QStringLiteral("addservers.notadded"), new models::Table({{QStringLiteral("host"), tr("Host"), 200}, {QStringLiteral("state"), tr("State"), 140}, {QStringLiteral("why"), tr("Why not"), 420}})))
{
    m_title->setObjectName(QStringLiteral("addservers.donetitle"));
    m_text->setObjectName(QStringLiteral("addservers.donetext"));
    m_not->setAccessibleName(tr("Hosts that were not added, or do not answer"));
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    for (QLabel *each : {m_title, m_names, m_text})
        texts->addWidget(each);
    head->addWidget(m_picture, 0, Qt::AlignTop);
    head->addLayout(texts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addSpacing(16);
    column->addWidget(m_notTitle);
    column->addWidget(m_not, 3);
    column->addStretch(1);
}

DoneStep::Words DoneStep::words() const
{
    Words words;
    for (const fleet::HostRow &row : m_intake.rows()) {
        if (row.step != fleet::Step::Added)
            continue;
        const auto state = m_around.firstWord ? m_around.firstWord(row.entry.name).state : FirstWord::State::Here;
        (state == FirstWord::State::Here ? words.here : state == FirstWord::State::Lost ? words.lost : words.awaited).push_back(row.entry.name);
    }
    return words;
}

void DoneStep::enter(const ProfileChoice &choice)
{
    m_watchedOnly = choice.id.empty();
    m_notice->clear();
    refresh();
}

QString DoneStep::sentence(const Words &words) const
{
    const int all = static_cast<int>(words.here.size() + words.awaited.size() + words.lost.size());
    if (!words.awaited.empty())
        return tr("Each is asked what it is. %1 of %n have answered; still waited for: %2.", nullptr, all).arg(words.here.size()).arg(folded(words.awaited));
    if (!words.lost.empty())
        return tr("%1 of %n have told what they are. The others are tried again by themselves; when they are back, the overview shows what is missing on them, and Repair sets them up.", nullptr, all).arg(words.here.size());
    return m_watchedOnly ? tr("They are watched from now on. Nothing on them is changed.")
                         : tr("They are connected now. What makes them ready for Lustre is a plan; nothing of it runs before you have seen it.");
}

void DoneStep::showTitle(const Words &words, int left)
{
    const int count = static_cast<int>(words.here.size() + words.awaited.size() + words.lost.size());
    const bool well = left == 0 && words.lost.empty();
    m_picture->setPixmap(shell::iconPixmap(well ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"), 32, well ? shell::theme::colors().ok : shell::theme::colors().warning, devicePixelRatioF()));
    m_title->setText(left == 0 ? tr("%n servers added", nullptr, count) : tr("%n servers added, %1 not", nullptr, count).arg(left));
}

void DoneStep::refresh()
{
    const Words words = this->words();
    std::vector<std::string> added;
    std::vector<models::Row> not_;
    for (const fleet::HostRow &row : m_intake.rows()) {
        if (row.step != fleet::Step::Added) {
            not_.push_back({row.entry.name, {models::cell(row.entry.name), models::cell(rowBadge(row)), models::cell(rowReason(row))}});
            continue;
        }
        added.push_back(row.entry.name);
        if (const FirstWord word = m_around.firstWord ? m_around.firstWord(row.entry.name) : FirstWord{FirstWord::State::Here}; word.state == FirstWord::State::Lost)
            not_.push_back({row.entry.name, {models::cell(row.entry.name), models::cell(models::Badge{tr("Added, lost"), models::Tone::Warning}), models::cell(word.reason)}});
    }
    showTitle(words, static_cast<int>(m_intake.rows().size() - added.size()));
    m_names->setText(folded(added));
    m_names->setToolTip(q(fleet::foldHosts(added)));
    m_names->setVisible(!added.empty());
    m_text->setText(sentence(words));
    m_notTitle->setText(words.lost.empty() ? tr("Not added") : tr("Not added, or not answering"));
    m_notTitle->setVisible(!not_.empty());
    m_not->setVisible(!not_.empty());
    m_not->table()->setRows(std::move(not_), false);
}

void DoneStep::say(const base::Error &error) { m_notice->show(error); }

void DoneStep::sayNothingToDo()
{
    m_notice->show(models::Tone::Ok, tr("There is nothing to do: these servers are as this profile wants them already."));
}

} // namespace wizards
