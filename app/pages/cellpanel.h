// SPDX-License-Identifier: GPL-3.0-or-later
// Who did it: the jobs that read and wrote on a target in a time, above the cell of the heat map that was clicked, with the ways on.
#pragma once
#include "app/charts/board.h"
#include "app/shell/desk.h"

#include <QFrame>

class QLabel;

namespace shell {
class TableView;
}

namespace pages {

class CellPanel final : public QFrame {
    Q_OBJECT
public:
    /// Deletes itself when it is closed.
    CellPanel(shell::Desk &desk, const std::string &target, const charts::Range &when, QWidget *parent);
    shell::TableView *table() const { return m_table; }

private:
    void take(const charts::Answer &answer);
    shell::Desk &m_desk;
    std::string m_target;
    charts::Range m_when;
    shell::TableView *m_table;
    QLabel *m_why;
};

/// What a click into a board leads to: a cell to its jobs, a mark to what it stands for.
void followChosen(shell::Desk &desk, charts::Board &board, const std::string &place, const charts::Range &when);

} // namespace pages
