// SPDX-License-Identifier: GPL-3.0-or-later
// A page about one object: its name and state, what can be done with it, a notice when it is not as wanted, facts, then a table.
#pragma once
#include "app/pages/listpage.h"

class QStackedLayout;
class QTabBar;

namespace pages {

class ChartsTab;
class CloseLook;
class ConnectionPanel;
class Fullness;
class Readiness;
class RecoveryBar;
class ServerActions;

class DetailPage : public shell::Page {
    Q_OBJECT
public:
    void open(const shell::Place &place) override;
    QString title() const override { return m_title->text(); }
    QLineEdit *filterField() const override { return m_filter; }
    shell::TableView *table() const { return m_table; }
    ChartsTab *chartsTab() const { return m_charts; } ///< null until it was looked at
    void showCharts(bool shown);

protected:
    DetailPage(shell::Desk &desk, const QString &objectName, int factColumns);
    /// Fills everything for m_place; false when there is no such object (any more).
    virtual bool fill() = 0;
    virtual void noticeTriggered(); ///< asks for the repair plan
    virtual void propose(const std::vector<plan::Goal> &goals) { desk().propose(goals); }
    /// Why nothing can be done with the object now, beside what the planner says; empty: nothing speaks against it.
    virtual QString whyNot() const { return {}; }

    const shell::Place &place() const { return m_place; }
    void setHead(const QString &title, const models::Badge &badge, const QString &below = {});
    void showDrift(const std::vector<inventory::Drift> &drift); ///< with the button that shows the repair plan
    void addCharts(); ///< a second tab
    void addCloseLook(); ///< a third one, of a target
    void addTable(const QString &heading, std::vector<models::Column> columns, const QString &emptyText);
    QHBoxLayout *belowFacts() const { return m_belowFacts; }
    shell::Facts *facts() const { return m_facts; }
    shell::Notice *notice() const { return m_notice; }
    void setRows(std::vector<models::Row> rows); ///< glows only when it is still the same object
    void addHeadButton(QPushButton *button);

private:
    void showChosen();
    void openTab();
    void openCloseLook();

    shell::Place m_place;
    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    QLabel *m_below;
    shell::ActionBar *m_actions, *m_rowActions = nullptr;
    shell::Chooser *m_chooser, *m_rowChooser;
    shell::Notice *m_notice;
    shell::Facts *m_facts;
    QHBoxLayout *m_belowFacts;
    QVBoxLayout *m_outer, *m_column; ///< of the whole page, and of its first tab
    QTabBar *m_tabs = nullptr;
    QStackedLayout *m_stack;
    ChartsTab *m_charts = nullptr;
    CloseLook *m_closeLook = nullptr;
    QWidget *m_body;
    shell::Empty *m_gone;
    shell::TableView *m_table = nullptr;
    QLineEdit *m_filter = nullptr;
    QHBoxLayout *m_head;
    bool m_other = false;
};

class ServerPage final : public DetailPage {
    Q_OBJECT
public:
    explicit ServerPage(shell::Desk &desk);

signals:
    void connectionWanted(const std::string &server);

protected:
    bool fill() override;
    void propose(const std::vector<plan::Goal> &goals) override;
    QString whyNot() const override;

private:
    std::string server() const;

    ServerActions *m_own;
    ConnectionPanel *m_line;
    QPushButton *m_menu;
};

class FileSystemPage final : public DetailPage {
    Q_OBJECT
public:
    explicit FileSystemPage(shell::Desk &desk);

protected:
    bool fill() override;

private:
    QLabel *m_mount;
    QPushButton *m_copy, *m_add;
    Fullness *m_fullness;
};

class TargetPage final : public DetailPage {
    Q_OBJECT
public:
    explicit TargetPage(shell::Desk &desk);

protected:
    bool fill() override;

private:
    Readiness *m_readiness;
    RecoveryBar *m_recovery;
};

} // namespace pages
