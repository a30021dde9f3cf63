// SPDX-License-Identifier: GPL-3.0-or-later
// High availability at a glance: the clusters of Pacemaker with what could fail over now, and the pairs that could be made.
#pragma once
#include "app/pages/hareadiness.h"
#include "app/pages/listpage.h"

namespace pages {

class HaOverview final : public ListPage {
    Q_OBJECT
public:
    explicit HaOverview(shell::Desk &desk);
    void open(const shell::Place &place) override;
    const std::vector<ha::Proposal> &proposals() const { return m_proposals; }

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;

private:
    void setUp(const std::vector<std::string> &keys);

    Readiness *m_readiness;
    std::vector<ha::Proposal> m_proposals;
    QWidget *m_pairsBox;
    QPushButton *m_setUp;
    shell::TableView *m_pairs;
};

/// A goal that opens the wizard for a cluster: of these servers, or of none yet.
plan::Goal clusterGoal(const ha::ClusterSpec &spec = {});

} // namespace pages
