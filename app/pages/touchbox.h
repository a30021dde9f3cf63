// SPDX-License-Identifier: GPL-3.0-or-later
// On the plan page: what the plan interrupts, in one line, and unfolded by target.
#pragma once
#include "app/pages/touch.h"
#include "app/shell/desk.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"

namespace pages {

class TouchBox final : public QWidget {
    Q_OBJECT
public:
    explicit TouchBox(shell::Desk &desk);
    void show(const plan::Plan &plan); ///< hides itself when the plan interrupts nothing
    const std::vector<TouchedTarget> &targets() const { return m_targets; }
    void unfold(bool open);

private:
    void ask();
    void refill();

    shell::Desk &m_desk;
    std::vector<TouchedTarget> m_targets;
    QPushButton *m_fold;
    QLabel *m_summary, *m_missing;
    shell::TableView *m_table;
    QWidget *m_body;
    QObject *m_context = nullptr; ///< of what was asked about this plan
    QString m_why;                ///< why figures are missing
};

} // namespace pages
