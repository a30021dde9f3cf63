// SPDX-License-Identifier: GPL-3.0-or-later
// The cluster at a glance: what is not well, with a way there, and what can be done next.
#pragma once
#include "app/models/problems.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"

namespace pages {

class Overview final : public shell::Page {
    Q_OBJECT
public:
    explicit Overview(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QString title() const override { return cluster().name(); }

private:
    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    shell::Notice *m_notice;
    shell::Facts *m_facts;
    QLabel *m_troubleHeading;
    shell::TableView *m_troubles, *m_systems;
    shell::Empty *m_next;
    QWidget *m_systemsBox;
};

} // namespace pages
