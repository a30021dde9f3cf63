// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of one object, below its head; made when somebody first looks.
#pragma once
#include "app/charts/board.h"
#include "app/shell/page.h"

class QStackedLayout;

namespace shell {
class Empty;
}

namespace pages {

class ChartsTab final : public QWidget {
    Q_OBJECT
public:
    explicit ChartsTab(shell::Desk &desk);
    void open(const shell::Place &place); ///< again with each new World
    void look(const charts::Range &when); ///< around this time
    charts::Board &board() const { return *m_board; }

private:
    shell::Desk &m_desk;
    charts::Board *m_board;
    shell::Empty *m_none;
    QStackedLayout *m_stack;
    shell::Place m_place;
    std::string m_kind;
};

} // namespace pages
