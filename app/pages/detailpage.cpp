// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/detailpage.h"

#include "app/models/words.h"
#include "app/pages/chartstab.h"
#include "app/pages/closelook.h"
#include "app/shell/tabs.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace pages {

DetailPage::DetailPage(shell::Desk &desk, const QString &objectName, int factColumns)
    : Page(desk, objectName)
    , m_title(new shell::ElidedLabel(shell::theme::heading()))
    , m_badge(new shell::BadgeLabel)
    , m_below(shell::dimLabel())
    , m_actions(new shell::ActionBar)
    , m_chooser(new shell::Chooser(desk.cluster(), this))
    , m_rowChooser(new shell::Chooser(desk.cluster(), this))
    , m_notice(new shell::Notice(objectName + QStringLiteral(".notice")))
    , m_facts(new shell::Facts(factColumns))
    , m_belowFacts(new QHBoxLayout)
    , m_outer(new QVBoxLayout)
    , m_column(new QVBoxLayout)
    , m_stack(new QStackedLayout)
    , m_body(new QWidget)
    , m_gone(new shell::Empty(QStringLiteral("circle-help"), tr("Not there"), tr("There is no such object any more. It was removed, or no server has reported it since the program was started.")))
{
    m_head = new QHBoxLayout;
    m_title->setObjectName(objectName + QStringLiteral(".title"));
    m_badge->setObjectName(objectName + QStringLiteral(".state"));
    auto *head = m_head;
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    head->addWidget(m_actions);
    m_outer->setContentsMargins(24, 16, 24, 0);
    m_outer->setSpacing(12);
    m_outer->addLayout(head);
    m_outer->addWidget(m_below);
    m_outer->addWidget(m_notice);
    auto *first = new QWidget;
    first->setLayout(m_column);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
    m_column->addWidget(m_facts);
    m_column->addLayout(m_belowFacts);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(first);
    m_outer->addLayout(m_stack, 1);
    m_body->setLayout(m_outer);
    m_notice->setClosable(false);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_body);
    all->addWidget(m_gone);
    const auto openPlace = [this](const std::string &place) { this->desk().open(place); };
    connect(m_facts, &shell::Facts::opened, this, openPlace);
    connect(m_chooser, &shell::Chooser::ready, this, [this](const auto &choices) { m_actions->setChoices(models::refused(choices, whyNot()), 2); });
    connect(m_rowChooser, &shell::Chooser::ready, this, [this](const auto &choices) {
        if (m_rowActions != nullptr)
            m_rowActions->setChoices(choices, 2);
    });
    m_chooser->guard(m_actions);
    connect(m_actions, &shell::ActionBar::chosen, this, [this](const auto &goals) { propose(goals); });
    connect(m_notice, &shell::Notice::triggered, this, [this] { noticeTriggered(); });
}

void DetailPage::noticeTriggered()
{
    plan::Goal goal;
    goal.what = plan::Goal::What::Repair;
    goal.object = m_place;
    desk().propose({goal});
}

void DetailPage::setRows(std::vector<models::Row> rows) { m_table->table()->setRows(std::move(rows), !m_other); }
void DetailPage::addHeadButton(QPushButton *button) { m_head->insertWidget(m_head->count() - 1, button); }

void DetailPage::addTable(const QString &heading, std::vector<models::Column> columns, const QString &emptyText)
{
    m_table = new shell::TableView(objectName() + QStringLiteral(".table"), new models::Table(std::move(columns)));
    m_table->setEmptyText(emptyText);
    m_table->setAccessibleName(heading);
    m_filter = pages::filterField(m_table);
    m_rowActions = new shell::ActionBar;
    m_rowChooser->guard(m_rowActions);
    auto *tools = new QHBoxLayout;
    tools->addWidget(shell::label(heading, shell::theme::section()));
    tools->addSpacing(8);
    tools->addWidget(m_filter, 1);
    tools->addStretch(1);
    tools->addWidget(m_rowActions);
    m_column->addSpacing(4);
    m_column->addLayout(tools);
    auto *wide = new QHBoxLayout;
    wide->setContentsMargins(-8, 0, -24, 0);
    wide->addWidget(m_table);
    m_column->addLayout(wide, 1);
    connect(m_table, &shell::TableView::opened, this, [this](const std::string &key) {
        if (key.find(':') != std::string::npos) // a row of parameters leads nowhere
            desk().open(key);
    });
    connect(m_table, &shell::TableView::choiceChanged, this, &DetailPage::showChosen);
    connect(m_rowActions, &shell::ActionBar::chosen, this, [this](const auto &goals) { desk().propose(goals); });
    connect(m_table, &shell::TableView::menuWanted, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const std::vector<std::string> keys = m_table->chosen();
        if (keys.size() == 1 && keys.front().find(':') != std::string::npos)
            menu->addAction(tr("Open"), this, [this, key = keys.front()] { desk().open(key); });
        menu->addSeparator();
        desk().fillMenu(*menu, keys);
        menu->popup(at);
    });
}

void DetailPage::addCharts()
{
    m_tabs = new shell::Tabs(objectName() + QStringLiteral(".tabs"));
    m_tabs->addTab(tr("Overview"));
    m_tabs->addTab(tr("Charts"));
    m_tabs->setAccessibleName(tr("Parts of the page"));
    m_outer->insertWidget(m_outer->count() - 1, m_tabs);
    connect(m_tabs, &QTabBar::currentChanged, this, [this] { openTab(); });
}

void DetailPage::showCharts(bool shown)
{
    if (m_tabs != nullptr)
        m_tabs->setCurrentIndex(shown ? 1 : 0);
}

void DetailPage::openTab()
{
    const int tab = m_tabs != nullptr ? m_tabs->currentIndex() : 0;
    if (tab == 0)
        return m_stack->setCurrentIndex(0);
    if (tab == 2)
        return openCloseLook();
    if (m_charts == nullptr) {
        m_charts = new ChartsTab(desk());
        m_stack->addWidget(m_charts);
    }
    m_charts->open(m_place);
    m_stack->setCurrentWidget(m_charts);
}

void DetailPage::addCloseLook() { m_tabs->addTab(tr("Clients")); }

void DetailPage::openCloseLook()
{
    if (m_closeLook == nullptr) {
        m_closeLook = new CloseLook(desk());
        m_stack->addWidget(m_closeLook);
    }
    m_closeLook->open(m_place);
    m_stack->setCurrentWidget(m_closeLook);
}

void DetailPage::showChosen()
{
    m_rowChooser->ask(m_table->chosen());
}

void DetailPage::open(const shell::Place &place)
{
    const bool other = m_other = place != m_place;
    m_place = place;
    if (other && m_table != nullptr) {
        m_table->clearSelection();
        m_filter->clear();
    }
    const bool there = fill();
    m_body->setVisible(there);
    m_gone->setVisible(!there);
    if (!there)
        return;
    if (other)
        m_actions->setChoices({});
    m_chooser->ask({m_place});
    if (m_table != nullptr)
        showChosen();
    const auto wish = desk().takeChartsWish(m_place);
    if (wish)
        showCharts(true);
    openTab();
    if (wish && m_charts != nullptr)
        m_charts->look({wish->from, wish->to});
}

void DetailPage::setHead(const QString &title, const models::Badge &badge, const QString &below)
{
    m_title->setText(title);
    m_badge->setBadge(badge);
    m_below->setText(below);
    m_below->setVisible(!below.isEmpty());
}

void DetailPage::showDrift(const std::vector<inventory::Drift> &drift)
{
    if (drift.empty())
        return m_notice->clear();
    std::vector<std::string> sentences;
    bool repairable = false;
    for (const inventory::Drift &d : drift) {
        sentences.push_back(d.name + " " + d.text);
        repairable = repairable || d.repairable;
    }
    const QString more = repairable ? models::plainList(sentences, 4)
                                    : models::plainList(sentences, 4) + QLatin1Char('\n') + tr("The server that would have to act does not answer.");
    m_notice->show(models::Tone::Warning, tr("%n things are not as wanted", nullptr, static_cast<int>(drift.size())), more,
        repairable && cluster().moment() == 0 ? tr("Show repair plan") : QString());
}

} // namespace pages
