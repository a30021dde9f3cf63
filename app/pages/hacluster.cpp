// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/hacluster.h"

#include "app/models/words.h"
#include "app/shell/tabs.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pages {

ClusterPage::ClusterPage(shell::Desk &desk)
    : DetailPage(desk, QStringLiteral("cluster"), 4)
    , m_readiness(new Readiness(desk, this))
    , m_parts(new shell::Tabs(QStringLiteral("cluster.tabs")))
    , m_stack(new QStackedWidget)
    , m_nodes(new TablePanel(desk, QStringLiteral("cluster.nodes"), tr("Nodes"), models::nodeColumns(), tr("Nobody has said which nodes there are.")))
    , m_resources(new TablePanel(desk, QStringLiteral("cluster.resources"), tr("Resources"), models::resourceColumns(), tr("Pacemaker runs nothing, or has not said anything yet.")))
    , m_fencing(new TablePanel(desk, QStringLiteral("cluster.fencing"), tr("Fencing"), models::fencingColumns(), tr("No node of this cluster has been fenced, as far back as Pacemaker remembers.")))
    , m_ready(new ReadinessPanel(desk))
    , m_story(new StoryPanel(desk))
    , m_configuration(new ConfigurationPanel)
    , m_change(shell::button(QStringLiteral("cluster.change"), tr("Change …"), QStringLiteral("wrench")))
{
    m_change->setToolTip(tr("Fencing, policies and targets of this cluster"));
    addHeadButton(m_change);
    connect(m_change, &QPushButton::clicked, this, [this] {
        const auto wanted = cluster().wanted().clusters;
        const auto at = wanted.find(models::placeName(place()));
        if (at == wanted.end())
            return;
        plan::Goal goal;
        goal.what = plan::Goal::What::ChangeCluster;
        goal.cluster = at->second;
        this->desk().startWizard(goal);
    });
    const std::pair<QString, QWidget *> parts[] = {{tr("Nodes"), m_nodes}, {tr("Resources"), m_resources}, {tr("Readiness"), m_ready}, {tr("Fencing"), m_fencing}, {tr("Failovers"), m_story}, {tr("Configuration"), m_configuration}};
    for (const auto &[text, part] : parts) {
        m_parts->addTab(text);
        m_stack->addWidget(part);
    }
    m_parts->setAccessibleName(tr("Parts of the page"));
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_parts);
    column->addWidget(m_stack, 1);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    belowFacts()->addWidget(box, 1);
    connect(m_parts, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_readiness, &Readiness::changed, this, [this] {
        if (!place().empty())
            fill();
    });
    m_fencing->table()->sortBy(QStringLiteral("when"), Qt::DescendingOrder);
    connect(m_story, &StoryPanel::changed, this, [this] {
        if (!place().empty())
            fillFacts();
    });
}

void ClusterPage::showPart(Part part) { m_parts->setCurrentIndex(static_cast<int>(part)); }

QLineEdit *ClusterPage::filterField() const
{
    switch (static_cast<Part>(m_parts->currentIndex())) {
    case Part::Nodes: return m_nodes->filterField();
    case Part::Resources: return m_resources->filterField();
    case Part::Readiness: return m_ready->targets()->filterField();
    case Part::Fencing: return m_fencing->filterField();
    case Part::Failovers: return m_story->panel()->filterField();
    case Part::Configuration: break;
    }
    return nullptr;
}

void ClusterPage::open(const shell::Place &to)
{
    m_other = to != place();
    if (m_other)
        for (TablePanel *panel : {m_nodes, m_resources, m_fencing, m_ready->targets(), m_story->panel()})
            panel->forget();
    DetailPage::open(to);
    m_other = false;
    m_readiness->want();
}

std::vector<shell::Fact> ClusterPage::factsOf(const ha::HaCluster &cluster) const
{
    using models::Tone;
    const ha::ClusterStatus *status = cluster.status.get();
    const auto text = [](const std::string &s) { return s.empty() ? QStringLiteral("–") : models::q(s); };
    const bool quorate = status != nullptr ? status->quorum : cluster.quorum && cluster.quorum->quorate;
    const ha::ClusterReadiness *ready = nullptr;
    for (const ha::ClusterReadiness &c : m_readiness->value().clusters)
        ready = c.cluster == cluster.name ? &c : ready;
    const QString proven = ready == nullptr ? QStringLiteral("–") : ready->proven ? tr("proven, last %1").arg(models::moment(ready->provenAt)) : tr("not proven");
    const QString summary = m_readiness->known() ? models::readySummary(m_readiness->value(), cluster.name) : QStringLiteral("–");
    std::vector<shell::Fact> facts = {
        {tr("Readiness"), summary, m_readiness->known() && ready != nullptr && !ready->ready ? Tone::Warning : Tone::None},
        {tr("Quorum"), models::quorumText(cluster), quorate || (status == nullptr && !cluster.quorum) ? Tone::None : Tone::Error},
        {tr("Fencing"), status != nullptr && !status->stonithEnabled ? tr("off") : proven, status != nullptr && !status->stonithEnabled ? Tone::Error : ready != nullptr && !ready->proven ? Tone::Warning : Tone::None},
        {tr("Decides (DC)"), status == nullptr ? QStringLiteral("–") : text(status->dc)},
        {tr("Set up by"), cluster.foreign ? tr("others: its configuration is left alone") : tr("this program")},
        {tr("Pacemaker"), status == nullptr ? QStringLiteral("–") : text(status->pacemakerVersion.empty() ? status->version : status->pacemakerVersion)},
        {tr("Last change"), status == nullptr ? QStringLiteral("–") : text(status->lastChange + (status->lastChangeUser.empty() ? "" : " by " + status->lastChangeUser) + (status->lastChangeClient.empty() ? "" : ", " + status->lastChangeClient))},
        {tr("As told by"), cluster.statusFrom.empty() ? QStringLiteral("–") : tr("%1 at %2").arg(models::q(cluster.statusFrom), models::moment(cluster.statusAt)), Tone::None, -1, cluster.statusFrom.empty() ? std::string() : "server:" + cluster.statusFrom},
    };
    if (!m_story->told().empty()) {
        const ha::Story &last = m_story->told().back();
        facts.push_back({tr("Last failover"), tr("%1, of %2").arg(models::moment(last.startedAt), models::q(last.node)), last.lost.empty() ? Tone::None : Tone::Error, -1, {}, models::q(last.title)});
    }
    return facts;
}

void ClusterPage::fillFacts()
{
    const inventory::World world = cluster().world();
    if (const ha::HaCluster *shown = world.cluster(models::placeName(place())))
        facts()->setFacts(factsOf(*shown));
}

bool ClusterPage::fill()
{
    const inventory::World world = cluster().world();
    const ha::HaCluster *shown = world.cluster(models::placeName(place()));
    if (shown == nullptr)
        return false;
    setHead(models::q(shown->name), models::clusterBadge(*shown), models::plainList(shown->problems, 6));
    fillFacts();
    m_change->setVisible(cluster().wanted().clusters.contains(shown->name));
    const bool glow = !m_other;
    m_nodes->setRows(models::nodeRows(*shown, cluster().fenceProofs()), glow);
    m_resources->setRows(models::resourceRows(*shown, world), glow);
    m_fencing->setRows(models::fencingRows(*shown), glow);
    m_ready->show(m_readiness->value(), shown->name, glow);
    m_configuration->show(*shown);
    m_story->show(shown->name);
    std::vector<inventory::Drift> mine;
    for (const inventory::Drift &d : desk().drift())
        if (inventory::concerns(place(), d.object, world))
            mine.push_back(d);
    showDrift(mine);
    return true;
}

} // namespace pages
