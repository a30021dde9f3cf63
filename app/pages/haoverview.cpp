// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/haoverview.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

plan::Goal clusterGoal(const ha::ClusterSpec &spec)
{
    plan::Goal goal;
    goal.what = plan::Goal::What::CreateCluster;
    goal.cluster = spec;
    return goal;
}

HaOverview::HaOverview(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("ha"), tr("High availability"), models::clusterColumns(),
          new shell::Empty(QStringLiteral("shield-check"), tr("No cluster yet"),
              tr("When a server dies, its targets stay down until somebody mounts them elsewhere. Servers that see the same disks can be joined by Corosync and Pacemaker: then the partner makes sure that the dead one is off, and mounts its targets within seconds. Clusters that others have set up are found by themselves."),
              tr("Set up high availability")))
    , m_readiness(new Readiness(desk, this))
    , m_pairsBox(new QWidget)
    , m_setUp(shell::button(QStringLiteral("ha.setup"), tr("Set up …")))
    , m_pairs(new shell::TableView(QStringLiteral("ha.pairs"), new models::Table(models::proposalColumns())))
{
    m_pairs->setAccessibleName(tr("Clusters that can be made"));
    auto *head = new QHBoxLayout;
    head->addWidget(shell::label(tr("Clusters that can be made"), shell::theme::section()));
    head->addStretch();
    head->addWidget(m_setUp);
    head->setContentsMargins(0, 0, 24, 0);
    auto *box = new QVBoxLayout(m_pairsBox);
    box->setContentsMargins(24, 12, 0, 12);
    box->addLayout(head);
    auto *text = shell::dimLabel(tr("Servers that share disks and are in no cluster. Choose one and set it up; you see everything before anything is changed."));
    text->setContentsMargins(0, 0, 24, 0);
    box->addWidget(text);
    auto *wide = new QHBoxLayout;
    wide->setContentsMargins(-8, 0, 0, 0);
    wide->addWidget(m_pairs);
    box->addLayout(wide, 1);
    static_cast<QVBoxLayout *>(layout())->addWidget(m_pairsBox, 1);
    connect(m_readiness, &Readiness::changed, this, &HaOverview::refresh);
    connect(m_setUp, &QPushButton::clicked, this, [this] { setUp(m_pairs->chosen()); });
    connect(m_pairs, &shell::TableView::opened, this, [this](const std::string &key) { setUp({key}); });
    connect(findChild<QPushButton *>(QStringLiteral("empty.action")), &QPushButton::clicked, this, [this] { setUp(m_pairs->chosen()); });
}

void HaOverview::setUp(const std::vector<std::string> &keys)
{
    const auto found = std::find_if(m_proposals.begin(), m_proposals.end(), [&](const ha::Proposal &p) { return keys.empty() || "pair:" + p.spec.name == keys.front(); });
    desk().startWizard(clusterGoal(found == m_proposals.end() ? ha::ClusterSpec() : found->spec));
}

void HaOverview::open(const shell::Place &place)
{
    m_proposals = ha::proposePairs(cluster().world());
    m_pairs->table()->setRows(models::proposalRows(m_proposals));
    if (m_pairs->chosen().empty() && !m_proposals.empty())
        m_pairs->choose("pair:" + m_proposals.front().spec.name);
    m_pairsBox->setVisible(!m_proposals.empty());
    const QString why = cluster().whyLocked();
    m_setUp->setEnabled(why.isEmpty());
    m_setUp->setToolTip(why);
    if (!m_readiness->known()) // the columns are fitted to what stands in them at first
        m_readiness->find();
    ListPage::open(place);
    m_readiness->want();
}

std::vector<models::Row> HaOverview::rows() const { return models::clusterRows(cluster().world(), m_readiness->value()); }

QString HaOverview::summary() const
{
    const bool any = !cluster().world()->clusters.empty();
    return any && m_readiness->known() ? models::readySummary(m_readiness->value(), {}) : QString();
}

} // namespace pages
