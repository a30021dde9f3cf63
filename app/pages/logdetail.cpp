// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/logdetail.h"

#include "app/models/loglines.h"
#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pages {

LogDetail::LogDetail(shell::Desk &desk)
    : m_desk(desk)
    , m_title(shell::label({}, shell::theme::section()))
    , m_meaning(new QLabel)
    , m_text(shell::monoBox(QStringLiteral("logs.line"), 4))
    , m_facts(new shell::Facts(2))
{
    setObjectName(QStringLiteral("logs.detail"));
    m_title->setWordWrap(true);
    m_title->setObjectName(QStringLiteral("logs.known"));
    m_meaning->setObjectName(QStringLiteral("logs.meaning"));
    m_meaning->setWordWrap(true);
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("The whole line"));
    m_text->setMinimumHeight(m_text->fontMetrics().lineSpacing() * 3 + 20);
    m_text->setMaximumHeight(QWIDGETSIZE_MAX); // a line may be long
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    auto *told = new QWidget;
    auto *left = new QVBoxLayout(told);
    left->setContentsMargins(0, 0, 12, 0);
    left->addWidget(m_text, 1);
    left->addWidget(m_facts);
    auto *known = new QWidget;
    auto *right = new QVBoxLayout(known);
    right->setContentsMargins(0, 0, 12, 0);
    right->addWidget(m_title);
    right->addWidget(m_meaning);
    right->addStretch(1);
    setMinimumHeight(fontMetrics().lineSpacing() * 14);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, 8, 12, 12);
    row->setSpacing(12);
    for (QWidget *side : {told, known}) {
        auto *scroll = new QScrollArea;
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidget(side);
        row->addWidget(scroll, 1);
    }
    connect(m_facts, &shell::Facts::opened, this, [this](const std::string &place) { m_desk.open(place); });
}

std::map<std::string, std::string> LogDetail::namesOf(const inventory::World &world)
{
    std::map<std::string, std::string> names;
    for (const auto &[name, server] : world->servers)
        if (server.inventory)
            for (const std::string &nid : server.inventory->lnet.nids)
                names[nid] = name;
    return names;
}

void LogDetail::show(const logbook::Line &line)
{
    const std::string text = logbook::shownText(line.said);
    m_text->setPlainText(models::q(text));
    const std::string server = "server:" + line.server;
    std::vector<shell::Fact> facts{{tr("Time"), models::logTime(line.key.at, true)}, {tr("Server"), models::q(line.server), models::Tone::None, -1, m_desk.cluster().world().server(line.server) != nullptr ? server : ""},
        {tr("Severity"), models::severityWord(line.severity), models::severityTone(line.severity)}, {tr("Program"), models::q(line.said.program)}};
    if (!line.said.unit.empty())
        facts.push_back({tr("Unit"), models::q(line.said.unit)});
    if (line.said.pid > 0)
        facts.push_back({tr("Process"), QString::number(line.said.pid)});
    const auto names = namesOf(m_desk.cluster().world());
    for (const std::string &nid : logbook::nidsIn(text))
        facts.push_back({models::q(nid), names.contains(nid) ? models::q(names.at(nid)) : tr("no server of this cluster: a client"), models::Tone::None, -1,
            names.contains(nid) ? "server:" + names.at(nid) : std::string()});
    m_facts->setFacts(facts);
    const logbook::Message *known = line.mark ? nullptr : m_catalogue.explain(text);
    if (known == nullptr) {
        m_title->setText(line.mark ? tr("Lines are missing here") : tr("No known message"));
        m_meaning->setText(line.mark ? tr("They had gone from the server before they could be read. Give its journal more room, or open Chandelier more often.")
                                     : tr("The list of messages of Lustre does not explain this line."));
        return;
    }
    m_title->setText(models::q(known->title));
    m_meaning->setText(tr("%1\n\nWhy: %2\n\nWhat to do: %3").arg(models::q(known->meaning), models::q(known->cause), models::q(known->remedy)));
}

} // namespace pages
