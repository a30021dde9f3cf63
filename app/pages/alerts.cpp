// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/alerts.h"

#include "app/models/words.h"
#include "app/shell/attention.h"
#include "app/shell/notifier.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QDateTime>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <algorithm>

namespace pages {

namespace {

std::vector<models::Column> alertColumns()
{
    return {{QStringLiteral("title"), Alerts::tr("Alert"), 220}, {QStringLiteral("object"), Alerts::tr("Object"), 150}, {QStringLiteral("text"), Alerts::tr("What"), 320},
        {QStringLiteral("since"), Alerts::tr("Since"), 110}, {QStringLiteral("state"), Alerts::tr("Seen by"), 180},
        {QStringLiteral("until"), Alerts::tr("Until"), 110}};
}

constexpr std::int64_t historyMs = 30 * 86'400'000LL;

/// Nobody looked before: it began at some time in between.
QString sinceText(const monitoring::Alert &alert)
{
    return alert.earliest > 0 ? Alerts::tr("%1 to %2").arg(models::moment(alert.earliest), models::moment(alert.begin)) : models::moment(alert.begin);
}

QString seenText(const monitoring::Alert &alert)
{
    QStringList parts;
    if (alert.acknowledgedAt > 0)
        parts << (alert.note.empty() ? models::q(alert.who) : QStringLiteral("%1: %2").arg(models::q(alert.who), models::q(alert.note)));
    if (alert.mutedUntil > 0)
        parts << Alerts::tr("muted until %1").arg(models::moment(alert.mutedUntil));
    if (alert.own)
        parts << Alerts::tr("own job");
    return parts.join(QStringLiteral(", "));
}

} // namespace

Alerts::Alerts(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("alerts"), tr("Alerts"), alertColumns(),
          new shell::Empty(QStringLiteral("circle-check"), tr("No alert"), tr("Here stands what holds and should not: full targets, evictions, servers that are silent. Nothing of that holds now.")))
    , m_acknowledge(shell::button(QStringLiteral("alerts.acknowledge"), tr("Acknowledge"), QStringLiteral("check")))
    , m_mute(shell::button(QStringLiteral("alerts.mute"), tr("Mute"), QStringLiteral("clock")))
    , m_logs(shell::button(QStringLiteral("alerts.logs"), tr("Logs"), QStringLiteral("scroll-text")))
    , m_help(shell::button(QStringLiteral("alerts.help"), tr("Plan what helps"), QStringLiteral("wrench")))
    , m_past(shell::button(QStringLiteral("alerts.history"), tr("History"), QStringLiteral("rotate-ccw")))
    , m_severity(shell::button(QStringLiteral("alerts.severity"), tr("All")))
    , m_tell(shell::button(QStringLiteral("alerts.tell"), tr("Tell me"), QStringLiteral("info")))
    , m_below(new QWidget)
    , m_detail(shell::dimLabel())
{
    for (QPushButton *one : {m_severity, m_past, m_tell})
        addButton(one);
    makeDetail();
    m_acknowledge->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+A")));
    m_mute->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+M")));
    m_help->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+P")));
    for (QPushButton *one : {m_acknowledge, m_mute, m_help})
        one->setToolTip(one->shortcut().toString(QKeySequence::NativeText));
    makeMuteMenu();
    makeFilters();
    makeTellMenu();
    connect(m_help, &QPushButton::clicked, this, [this] {
        if (const auto goal = help())
            this->desk().propose({*goal});
    });
    connect(m_acknowledge, &QPushButton::clicked, this, &Alerts::askNote);
    connect(m_logs, &QPushButton::clicked, this, &Alerts::showLogs);
    connect(table(), &shell::TableView::choiceChanged, this, &Alerts::showDetail);
    if (shell::AlertSide *side = cluster().alerts()) {
        connect(side, &shell::AlertSide::changed, this, [this] {
            m_past->isChecked() ? fetchHistory() : refresh();
            showDetail();
        });
        connect(side, &shell::AlertSide::failed, this, [this](const base::Error &error) { this->desk().say(error); });
    }
    showDetail();
}

/// Below the table, about what is chosen: what it means, and what can be done about it.
void Alerts::makeDetail()
{
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_below->setObjectName(QStringLiteral("alerts.below"));
    auto *buttons = new QHBoxLayout;
    for (QPushButton *one : {m_help, m_acknowledge, m_mute, m_logs})
        addButton(one, buttons);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(m_below);
    column->setContentsMargins(24, 8, 24, 12);
    column->setSpacing(8);
    column->addWidget(m_detail);
    column->addLayout(buttons);
    layout()->addWidget(m_below);
}

void Alerts::makeMuteMenu()
{
    auto *menu = new QMenu(m_mute);
    constexpr std::int64_t hourMs = 3'600'000;
    for (const auto &[text, ms] : {std::pair(tr("For an hour"), hourMs), {tr("For 8 hours"), 8 * hourMs}, {tr("For a day"), 24 * hourMs}, {tr("For a week"), 7 * 24 * hourMs}})
        menu->addAction(text, this, [this, ms = ms] { muteFor(ms); });
    m_mute->setMenu(menu);
}

void Alerts::makeFilters()
{
    using monitoring::Severity;
    m_past->setCheckable(true);
    m_past->setToolTip(tr("Also those of the last 30 days that have ended"));
    connect(m_past, &QPushButton::toggled, this, [this](bool on) {
        m_history.clear();
        on ? fetchHistory() : refresh();
    });
    auto *menu = new QMenu(m_severity);
    for (const auto &[least, text] : {std::pair(Severity::Info, tr("All")), {Severity::Warning, tr("Warnings and errors")}, {Severity::Error, tr("Errors")}})
        menu->addAction(text, this, [this, least = least, text = text] {
            m_least = least;
            m_severity->setText(text);
            refresh();
        });
    m_severity->setMenu(menu);
}

/// What the desktop is told of; it is of this workstation, not of the cluster.
void Alerts::makeTellMenu()
{
    auto *menu = new QMenu(m_tell);
    auto *group = new QActionGroup(menu);
    for (const auto &[what, text] : {std::pair(shell::Telling::Nothing, tr("Nothing")), {shell::Telling::Errors, tr("Errors")}, {shell::Telling::Warnings, tr("Warnings and errors")},
             {shell::Telling::All, tr("All")}}) {
        QAction *action = menu->addAction(text, this, [what = what] { shell::setTelling(what); });
        action->setCheckable(true);
        group->addAction(action);
        connect(menu, &QMenu::aboutToShow, action, [action, what = what] { action->setChecked(shell::telling() == what); });
    }
    m_tell->setMenu(menu);
    m_tell->setToolTip(tr("Which new alerts the desktop shows while this page is not looked at"));
}

void Alerts::open(const shell::Place &place)
{
    ListPage::open(place);
    if (m_past->isChecked())
        fetchHistory();
}

void Alerts::fetchHistory()
{
    shell::AlertSide *side = cluster().alerts();
    if (side == nullptr)
        return;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    side->history(now - historyMs, INT64_MAX, this, [this](const base::Result<std::vector<monitoring::Alert>> &history) {
        if (!history)
            return desk().say(history.error());
        if (!m_past->isChecked())
            return;
        m_history.clear();
        for (const monitoring::Alert &alert : *history)
            if (!alert.active()) // those that hold come from the side, with their mutes
                m_history.push_back(alert);
        refresh();
    });
}

std::vector<monitoring::Alert> Alerts::shown() const
{
    std::vector<monitoring::Alert> all;
    if (shell::AlertSide *side = cluster().alerts())
        all = *side->active();
    all.insert(all.end(), m_history.begin(), m_history.end());
    std::erase_if(all, [this](const monitoring::Alert &alert) { return alert.severity < m_least; });
    return all;
}

std::vector<models::Row> Alerts::rows() const
{
    std::vector<models::Row> rows;
    const std::vector<monitoring::Alert> all = shown();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const monitoring::Alert &alert = all[i];
        const models::Tone tone = alert.mutedUntil > 0 || !alert.active() ? models::Tone::Off : shell::alertTone(alert.severity);
        const auto words = shell::alertWords(cluster().alerts(), alert);
        rows.push_back({std::to_string(alert.id), {{models::q(words.title), static_cast<double>(i), tone}, models::cell(alert.name), models::cell(words.text),
            models::number(-static_cast<double>(alert.begin), sinceText(alert)), models::cell(seenText(alert)),
            models::number(static_cast<double>(alert.end), alert.active() ? QString() : models::moment(alert.end))}});
    }
    return rows;
}

QString Alerts::summary() const
{
    shell::AlertSide *side = cluster().alerts();
    if (side == nullptr || side->active()->empty())
        return {};
    const auto active = side->active();
    const auto open = std::count_if(active->begin(), active->end(), [](const monitoring::Alert &a) { return a.acknowledgedAt == 0 && a.mutedUntil == 0; });
    return tr("%n not yet acknowledged", nullptr, static_cast<int>(open));
}

std::vector<monitoring::Alert> Alerts::chosen() const
{
    std::vector<monitoring::Alert> all = shown();
    const std::vector<std::string> keys = table()->chosen();
    std::erase_if(all, [&](const monitoring::Alert &alert) { return std::find(keys.begin(), keys.end(), std::to_string(alert.id)) == keys.end(); });
    return all;
}

std::optional<plan::Goal> Alerts::help() const
{
    const std::vector<monitoring::Alert> alerts = chosen();
    shell::AlertSide *side = cluster().alerts();
    const monitoring::AlertRule *rule = alerts.size() == 1 && side ? side->rule(alerts.front().rule) : nullptr;
    return rule ? monitoring::helpingGoal(*rule, alerts.front(), cluster().world()) : std::nullopt;
}

std::vector<inventory::ObjectId> Alerts::objects(const std::vector<std::string> &keys) const
{
    std::vector<inventory::ObjectId> all;
    for (const std::string &key : keys)
        if (const shell::Place place = placeOf(key); !place.empty() && std::find(all.begin(), all.end(), place) == all.end())
            all.push_back(place);
    return all;
}

shell::Place Alerts::placeOf(const std::string &key) const
{
    for (const monitoring::Alert &alert : shown())
        if (std::to_string(alert.id) == key)
            return alert.object;
    return {};
}

void Alerts::showDetail()
{
    const std::vector<monitoring::Alert> alerts = chosen();
    m_acknowledge->setEnabled(!alerts.empty() && cluster().moment() == 0);
    m_mute->setEnabled(!alerts.empty() && cluster().moment() == 0);
    m_logs->setEnabled(alerts.size() == 1);
    m_help->setEnabled(cluster().moment() == 0 && help().has_value());
    const monitoring::AlertRule *rule = alerts.size() == 1 && cluster().alerts() ? cluster().alerts()->rule(alerts.front().rule) : nullptr;
    m_below->setVisible(!alerts.empty());
    m_detail->setVisible(rule != nullptr);
    if (rule == nullptr)
        return;
    const auto words = shell::alertWords(cluster().alerts(), alerts.front());
    QStringList parts{models::q(words.text)};
    if (!words.cause.empty())
        parts << tr("Why: %1").arg(models::q(words.cause));
    if (!words.remedy.empty())
        parts << tr("What helps: %1").arg(models::q(words.remedy));
    m_detail->setText(parts.join(QLatin1Char('\n')));
}

void Alerts::showLogs()
{
    if (const std::vector<monitoring::Alert> alerts = chosen(); alerts.size() == 1)
        desk().openLogs(alerts.front().object, alerts.front().begin);
}

void Alerts::askNote()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Acknowledge"));
    dialog->setLabelText(tr("A note for the others (may be empty)"));
    dialog->setOkButtonText(tr("Acknowledge"));
    connect(dialog, &QInputDialog::textValueSelected, this, &Alerts::acknowledge);
    dialog->open();
}

void Alerts::acknowledge(const QString &note)
{
    for (const monitoring::Alert &alert : chosen())
        cluster().alerts()->acknowledge(alert.id, note.toStdString());
}

void Alerts::muteFor(std::int64_t ms)
{
    for (const monitoring::Alert &alert : chosen())
        cluster().alerts()->mute(alert, QDateTime::currentMSecsSinceEpoch() + ms);
}

} // namespace pages
