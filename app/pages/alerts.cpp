// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/alerts.h"

#include "app/models/words.h"
#include "app/shell/attention.h"

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
        {QStringLiteral("since"), Alerts::tr("Since"), 110}, {QStringLiteral("state"), Alerts::tr("Seen by"), 180}};
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
    , m_detail(shell::dimLabel())
{
    addButton(m_acknowledge);
    addButton(m_mute);
    auto *menu = new QMenu(m_mute);
    constexpr std::int64_t hourMs = 3'600'000;
    for (const auto &[text, ms] : {std::pair(tr("For an hour"), hourMs), {tr("For 8 hours"), 8 * hourMs}, {tr("For a day"), 24 * hourMs}, {tr("For a week"), 7 * 24 * hourMs}})
        menu->addAction(text, this, [this, ms = ms] { muteFor(ms); });
    m_mute->setMenu(menu);
    m_detail->setContentsMargins(24, 8, 24, 12);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout()->addWidget(m_detail);
    connect(m_acknowledge, &QPushButton::clicked, this, &Alerts::askNote);
    connect(table(), &shell::TableView::choiceChanged, this, &Alerts::showDetail);
    if (shell::AlertSide *side = cluster().alerts()) {
        connect(side, &shell::AlertSide::changed, this, [this] {
            refresh();
            showDetail();
        });
        connect(side, &shell::AlertSide::failed, this, [this](const base::Error &error) { this->desk().say(error); });
    }
    showDetail();
}

std::vector<models::Row> Alerts::rows() const
{
    std::vector<models::Row> rows;
    shell::AlertSide *side = cluster().alerts();
    if (side == nullptr)
        return rows;
    const auto active = side->active();
    for (std::size_t i = 0; i < active->size(); ++i) {
        const monitoring::Alert &alert = (*active)[i];
        rows.push_back({std::to_string(alert.id), {{models::q(alert.title), static_cast<double>(i), alert.mutedUntil > 0 ? models::Tone::Off : shell::alertTone(alert.severity)},
            models::cell(alert.name), models::cell(alert.text), models::number(-static_cast<double>(alert.begin), models::moment(alert.begin)), models::cell(seenText(alert))}});
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
    std::vector<monitoring::Alert> all;
    shell::AlertSide *side = cluster().alerts();
    if (side == nullptr)
        return all;
    const std::vector<std::string> keys = table()->chosen();
    for (const monitoring::Alert &alert : *side->active())
        if (std::find(keys.begin(), keys.end(), std::to_string(alert.id)) != keys.end())
            all.push_back(alert);
    return all;
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
    shell::AlertSide *side = cluster().alerts();
    if (side != nullptr)
        for (const monitoring::Alert &alert : *side->active())
            if (std::to_string(alert.id) == key)
                return alert.object;
    return {};
}

void Alerts::showDetail()
{
    const std::vector<monitoring::Alert> alerts = chosen();
    m_acknowledge->setEnabled(!alerts.empty());
    m_mute->setEnabled(!alerts.empty());
    const monitoring::AlertRule *rule = alerts.size() == 1 ? cluster().alerts()->rule(alerts.front().rule) : nullptr;
    m_detail->setVisible(rule != nullptr);
    if (rule == nullptr)
        return;
    QStringList parts{models::q(alerts.front().text)};
    if (!rule->cause.empty())
        parts << tr("Why: %1").arg(models::q(rule->cause));
    if (!rule->remedy.empty())
        parts << tr("What helps: %1").arg(models::q(rule->remedy));
    m_detail->setText(parts.join(QLatin1Char('\n')));
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
