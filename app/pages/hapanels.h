// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a cluster's page: a table with its filter and the actions of its rows, readiness with the checks behind it, and the
// configuration as text.
#pragma once
#include "app/models/ha.h"
#include "app/shell/chooser.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;

namespace pages {

class TablePanel : public QWidget {
    Q_OBJECT
public:
    /// `name` is the table's object name. Rows whose keys are ids of objects lead to them and have their actions.
    TablePanel(shell::Desk &desk, const QString &name, const QString &heading, std::vector<models::Column> columns, const QString &emptyText);
    shell::TableView *table() const { return m_table; }
    QLineEdit *filterField() const { return m_filter; }
    void setRows(std::vector<models::Row> rows, bool glow);
    void addTool(QWidget *widget); ///< between the filter and the actions
    void forget();                 ///< another object is shown: nothing is chosen or filtered any more

private:
    void showMenu(const QPoint &at);
    shell::Desk &m_desk;
    shell::TableView *m_table;
    QLineEdit *m_filter;
    shell::ActionBar *m_actions;
    shell::Chooser *m_chooser;
    QHBoxLayout *m_tools;
};

/// Who could fail over, and beside it each thing that was looked at, what was found, and what to do.
class ReadinessPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ReadinessPanel(shell::Desk &desk);
    void show(const ha::Readiness &readiness, const std::string &cluster, bool glow);
    TablePanel *targets() const { return m_targets; }
    shell::TableView *checks() const { return m_checks; }
    void showOnlyNotReady(bool only);

private:
    void refill(bool glow);
    void showChecks();
    ha::Readiness m_readiness;
    std::string m_cluster;
    TablePanel *m_targets;
    shell::TableView *m_checks;
    QCheckBox *m_only;
    QLabel *m_of;
};

/// What Pacemaker and Corosync are configured with, who made it, and what is left alone.
class ConfigurationPanel final : public QWidget {
    Q_OBJECT
public:
    ConfigurationPanel();
    void show(const ha::HaCluster &cluster);

private:
    QPlainTextEdit *m_text;
};

/// The keys that are ids of objects about which the planner can be asked.
std::vector<inventory::ObjectId> objectsIn(const std::vector<std::string> &keys);

} // namespace pages
