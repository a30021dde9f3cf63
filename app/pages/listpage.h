// SPDX-License-Identifier: GPL-3.0-or-later
// A page that is one table: title and its own button above, then the filter and the actions of the chosen rows.
#pragma once
#include "app/shell/chooser.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QMenu;
class QStackedWidget;

namespace pages {

class ListPage : public shell::Page {
    Q_OBJECT
public:
    void open(const shell::Place &place) override;
    QString title() const override { return m_title; }
    QLineEdit *filterField() const override { return m_filter; }
    shell::TableView *table() const { return m_table; }

protected:
    ListPage(shell::Desk &desk, const QString &objectName, const QString &title, std::vector<models::Column> columns,
        shell::Empty *empty);
    virtual std::vector<models::Row> rows() const = 0;
    /// The objects that the chosen rows stand for; rows that stand for none offer nothing.
    virtual std::vector<inventory::ObjectId> objects(const std::vector<std::string> &keys) const { return keys; }
    virtual shell::Place placeOf(const std::string &key) const { return key; } ///< what a row leads to
    virtual QString summary() const { return {}; }
    /// Of rows that stand for no objects of the planner's: what can be done with them all the same.
    virtual std::vector<models::Choice> ownChoices(const std::vector<std::string> &) const { return {}; }
    virtual void choose(const std::vector<plan::Goal> &goals) { desk().propose(goals); }
    virtual void extendMenu(QMenu &, const std::vector<std::string> &) { } ///< of the chosen rows
    void addButton(QPushButton *button, QBoxLayout *where = nullptr); ///< nullptr: beside the title
    void refresh();
    void showChoices();
    void offer(const std::vector<models::Choice> &choices);

private:
    void showMenu(const QPoint &at);
    void lockPast();

    QString m_title;
    std::vector<QPushButton *> m_buttons; ///< its own, beside those of the chosen rows
    bool m_past = false; ///< they are locked: a past moment is shown
    QLabel *m_summary, *m_count;
    QLineEdit *m_filter;
    QHBoxLayout *m_head;
    shell::ActionBar *m_actions;
    shell::Chooser *m_chooser;
    shell::TableView *m_table;
    QStackedWidget *m_stack;
    shell::Empty *m_empty;
    QWidget *m_tools;
};

/// The field above a table: typing filters, Esc empties it, Down goes to the rows.
QLineEdit *filterField(shell::TableView *table);

} // namespace pages
