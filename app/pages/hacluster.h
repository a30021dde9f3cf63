// SPDX-License-Identifier: GPL-3.0-or-later
// One cluster of Pacemaker: its nodes, resources, readiness, fencing and configuration.
#pragma once
#include "app/pages/detailpage.h"
#include "app/pages/hapanels.h"
#include "app/pages/hareadiness.h"
#include "app/pages/hastory.h"

class QStackedWidget;

namespace pages {

class ClusterPage final : public DetailPage {
    Q_OBJECT
public:
    explicit ClusterPage(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QLineEdit *filterField() const override;

    enum class Part : std::uint8_t { Nodes, Resources, Readiness, Fencing, Failovers, Configuration };
    void showPart(Part part);

protected:
    bool fill() override;

private:
    void fillFacts();
    std::vector<shell::Fact> factsOf(const ha::HaCluster &cluster) const;

    Readiness *m_readiness;
    QTabBar *m_parts;
    QStackedWidget *m_stack;
    TablePanel *m_nodes, *m_resources, *m_fencing;
    ReadinessPanel *m_ready;
    StoryPanel *m_story;
    ConfigurationPanel *m_configuration;
    QPushButton *m_change;
    bool m_other = false;
};

} // namespace pages
