// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/listpage.h"

#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pages {

QLineEdit *filterField(shell::TableView *table)
{
    auto *field = new QLineEdit;
    field->setObjectName(table->objectName() + QStringLiteral(".filter"));
    field->setPlaceholderText(ListPage::tr("Filter   Ctrl+F"));
    field->setAccessibleName(ListPage::tr("Filter the rows"));
    field->setClearButtonEnabled(true);
    field->addAction(shell::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    field->setMaximumWidth(280);
    field->setMinimumWidth(160);
    QObject::connect(field, &QLineEdit::textChanged, table, [table](const QString &text) { table->filter(text); });
    for (const int key : {int(Qt::Key_Down), int(Qt::Key_Return)})
        QObject::connect(new QShortcut(QKeySequence(key), field, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, table, [table] {
            table->setFocus();
            if (!table->currentIndex().isValid())
                table->setCurrentIndex(table->model()->index(0, 0));
        });
    return field;
}

ListPage::ListPage(shell::Desk &desk, const QString &objectName, const QString &title, std::vector<models::Column> columns, shell::Empty *empty)
    : Page(desk, objectName)
    , m_title(title)
    , m_summary(shell::dimLabel())
    , m_count(shell::dimLabel())
    , m_head(new QHBoxLayout)
    , m_actions(new shell::ActionBar)
    , m_chooser(new shell::Chooser(desk.cluster(), this))
    , m_table(new shell::TableView(objectName + QStringLiteral(".table"), new models::Table(std::move(columns))))
    , m_stack(new QStackedWidget)
    , m_empty(empty)
    , m_tools(new QWidget)
{
    m_filter = pages::filterField(m_table);
    m_table->setAccessibleName(title);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(shell::label(title, shell::theme::heading()));
    texts->addWidget(m_summary);
    m_head->addLayout(texts, 1);
    m_head->setContentsMargins(24, 16, 24, 8);
    m_head->setSpacing(8);
    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(24, 0, 24, 8);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_count);
    m_count->setWordWrap(false);
    tools->addStretch(1);
    tools->addWidget(m_actions);
    m_tools->setMinimumHeight(38);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_head);
    column->addWidget(m_tools);
    auto *inset = new QHBoxLayout;
    inset->setContentsMargins(16, 0, 0, 0);
    inset->addWidget(m_stack);
    column->addLayout(inset, 1);
    connect(m_table, &shell::TableView::opened, this, [this](const std::string &key) { this->desk().open(placeOf(key)); });
    connect(m_table, &shell::TableView::choiceChanged, this, &ListPage::showChoices);
    connect(m_table, &shell::TableView::menuWanted, this, &ListPage::showMenu);
    connect(m_chooser, &shell::Chooser::ready, this, &ListPage::offer);
    m_chooser->guard(m_actions);
    connect(m_actions, &shell::ActionBar::chosen, this, [this](const auto &goals) { choose(goals); });
}

void ListPage::addButton(QPushButton *button, QBoxLayout *where)
{
    m_buttons.push_back(button);
    (where ? where : m_head)->addWidget(button, 0, Qt::AlignTop);
}

// Before the page itself says which of them can be pressed.
void ListPage::lockPast()
{
    const bool past = cluster().moment() != 0;
    if (!past && !m_past)
        return;
    if (!std::exchange(m_past, past))
        for (QPushButton *b : m_buttons)
            b->setProperty("tip", b->toolTip());
    for (QPushButton *b : m_buttons) {
        b->setEnabled(!past);
        b->setToolTip(past ? cluster().whyLocked() : b->property("tip").toString());
    }
}

void ListPage::open(const shell::Place &) { refresh(); }

void ListPage::refresh()
{
    lockPast();
    m_table->table()->setRows(rows());
    const bool nothing = m_table->table()->rowCount() == 0;
    m_stack->setCurrentWidget(nothing ? static_cast<QWidget *>(m_empty) : m_table);
    m_tools->setVisible(!nothing);
    m_summary->setText(summary());
    m_summary->setVisible(!m_summary->text().isEmpty());
    showChoices();
}

void ListPage::showChoices()
{
    const std::vector<std::string> keys = m_table->chosen();
    m_count->setText(keys.size() > 1 ? tr("%n chosen", nullptr, static_cast<int>(keys.size())) : QString());
    m_chooser->ask(keys.empty() ? keys : objects(keys));
}

/// Of rows that stand for no object the page knows itself what can be done.
void ListPage::offer(const std::vector<models::Choice> &choices)
{
    const std::vector<std::string> keys = m_table->chosen();
    const bool own = !keys.empty() && objects(keys).empty();
    m_actions->setChoices(own ? models::refused(ownChoices(keys), cluster().whyLocked()) : choices);
}

void ListPage::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const std::vector<std::string> keys = m_table->chosen();
    if (keys.size() == 1)
        menu->addAction(tr("Open"), this, [this, key = keys.front()] { desk().open(placeOf(key)); });
    menu->addSeparator();
    const std::vector<inventory::ObjectId> chosen = objects(keys);
    if (!chosen.empty())
        desk().fillMenu(*menu, chosen);
    for (const models::Choice &choice : chosen.empty() ? models::refused(ownChoices(keys), cluster().whyLocked()) : std::vector<models::Choice>()) {
        QAction *action = menu->addAction(choice.text, this, [this, goals = choice.goals] { choose(goals); });
        action->setEnabled(choice.possible());
        action->setToolTip(choice.possible() ? choice.tip : choice.whyNot);
    }
    menu->addSeparator();
    extendMenu(*menu, keys);
    menu->addSeparator();
    menu->addAction(tr("Copy as table"), m_table, [this] { m_table->copy(); });
    menu->popup(at);
}

} // namespace pages
