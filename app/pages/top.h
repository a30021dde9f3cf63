// SPDX-License-Identifier: GPL-3.0-or-later
// Who does most, over a chosen time: jobs, users, targets or servers by read, write and metadata rate. Of the chosen one: on which
// targets, or which jobs, and since when.
#pragma once
#include "app/charts/board.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace shell {
class Empty;
}

namespace pages {

class Top final : public shell::Page {
    Q_OBJECT
public:
    enum class Kind : std::uint8_t { Jobs, Users, Targets, Servers };

    explicit Top(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QString title() const override { return tr("Top"); }
    QLineEdit *filterField() const override { return m_filter; }
    charts::Board &board() const { return *m_board; }
    void setKind(Kind kind);

    /// The user of a job id that ends with ".UID" (procname_uid) or begins with "user." names; empty: it has none.
    static std::string userOf(const std::string &job);

protected:
    void showEvent(QShowEvent *event) override;

private:
    Kind kind() const;
    void ask();
    void take(const charts::Answer &answer);
    void showChosen();
    void setScope(const std::string &scope);
    charts::Frame *detail(const char *name, const QString &title, std::vector<charts::Term> terms);

    QComboBox *m_kind;
    QLineEdit *m_filter;
    QLabel *m_why;
    shell::TableView *m_table;
    charts::Board *m_board;
    shell::Empty *m_none;
    QWidget *m_body;
    bool m_asking = false, m_again = false;
    std::string m_chosen; ///< what the charts below are about
    std::string m_scope;  ///< only what was done on this target; empty: everywhere
    QPushButton *m_scopeButton;
};

} // namespace pages
