// SPDX-License-Identifier: GPL-3.0-or-later
// The only way to change anything: the plan as it will run, what it costs, and the word of the person who runs it.
#pragma once
#include "app/pages/movesview.h"
#include "app/shell/page.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace pages {

class TouchBox;

class PlanPage final : public shell::Page {
    Q_OBJECT
public:
    explicit PlanPage(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QString title() const override { return tr("Plan"); }

private:
    void load(const plan::Plan &plan);
    void askForWords(const plan::Plan &plan);
    QLineEdit *wordField(const QString &objectName, const QString &sentence, const QString &word);
    void judge();
    void run();

    models::Moves *m_moves;
    TouchBox *m_touch;
    MovesView *m_view;
    MoveDetail *m_detail;
    shell::ElidedLabel *m_title;
    QLabel *m_totals, *m_notes, *m_why;
    shell::Notice *m_notice;
    QVBoxLayout *m_words;
    QPushButton *m_copy, *m_run, *m_leave;
    std::vector<std::pair<QLineEdit *, QString>> m_wanted; ///< fields and the word that must stand in each
    std::vector<std::pair<std::string, QLineEdit *>> m_hosts;
    bool m_ran = false;
};

/// "31 moves on 6 servers: 10 destroy data, 2 interrupt service"
QString totals(const plan::Plan &plan);

} // namespace pages
