// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ha.h"
#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/connectionpanel.h"
#include "app/pages/detailpage.h"
#include "app/pages/serveractions.h"

#include <QHBoxLayout>
#include <QMenu>

namespace pages {

ServerPage::ServerPage(shell::Desk &desk)
    : DetailPage(desk, QStringLiteral("server"), 3)
    , m_own(new ServerActions(desk, this))
    , m_line(new ConnectionPanel)
    , m_menu(shell::button(QStringLiteral("server.menu"), tr("Server"), QStringLiteral("server")))
{
    auto *menu = new QMenu(m_menu);
    m_menu->setMenu(menu);
    m_menu->setToolTip(tr("LNet, name, connection, agent, diagnostics, removal"));
    addHeadButton(m_menu);
    belowFacts()->addWidget(m_line, 1);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        m_own->fill(*menu, {server()});
    });
    connect(m_own, &ServerActions::connectionWanted, this, &ServerPage::connectionWanted);
    connect(m_line, &ConnectionPanel::editWanted, this, [this] { emit connectionWanted(server()); });
    connect(m_line, &ConnectionPanel::upgradeWanted, this, [this] { m_own->upgrade({server()}); });
    addCharts();
    addTable(tr("Targets"), models::targetColumns(), tr("No target has this server as its primary or failover."));
}

namespace {

std::vector<shell::Fact> serverFacts(const inventory::Server &server)
{
    static const protocol::HostInventory none;
    const protocol::HostInventory &host = server.inventory ? *server.inventory : none;
    const models::Badge lnet = models::lnetBadge(server.lnet);
    const auto text = [](const std::string &s) { return s.empty() ? QStringLiteral("–") : models::q(s); };
    QString interfaces;
    for (const protocol::NetworkInterface &i : host.interfaces)
        if (i.type != "loopback")
            interfaces += models::q(i.name + (i.up ? "" : " (down)") + (i.addresses.empty() ? "" : " " + i.addresses.front())) + QLatin1Char('\n');
    return {
        {ServerPage::tr("LNet"), lnet.word, lnet.tone},
        {ServerPage::tr("NIDs"), host.lnet.nids.empty() ? QStringLiteral("–") : models::plainList(host.lnet.nids, 4)},
        {ServerPage::tr("Lustre"), host.lustreVersion.empty() && server.inventory ? ServerPage::tr("not installed") : text(host.lustreVersion)},
        {ServerPage::tr("Booted"), models::moment(host.bootTime * 1000)},
        {ServerPage::tr("System"), text(host.os)},
        {ServerPage::tr("Kernel"), text(host.kernel)},
        {ServerPage::tr("CPU and memory"), host.cpus == 0 ? QStringLiteral("–") : ServerPage::tr("%1 cores, %2").arg(host.cpus).arg(models::size(host.memory)), models::Tone::None, -1, {}, models::q(host.cpuModel)},
        {ServerPage::tr("Interfaces"), interfaces.isEmpty() ? QStringLiteral("–") : interfaces.trimmed()},
        {ServerPage::tr("Agent"), text(host.agentVersion)},
        {ServerPage::tr("Last answer"), models::moment(server.seenAt)},
    };
}

void addHaFacts(std::vector<shell::Fact> &facts, const inventory::World &world, const std::string &server)
{
    const ha::HaCluster *cluster = world.clusterOf(server);
    const ha::ClusterMember *member = cluster == nullptr ? nullptr : cluster->member(server);
    if (member == nullptr)
        return;
    const ha::NodeStatus *node = cluster->status ? cluster->status->node(member->node) : nullptr;
    const models::Badge badge = node != nullptr ? models::nodeBadge(*node) : models::Badge{ServerPage::tr("not known"), models::Tone::Unknown};
    facts.push_back({ServerPage::tr("Cluster"), models::q(cluster->name), models::Tone::None, -1, cluster->id});
    facts.push_back({ServerPage::tr("In the cluster"), badge.word, badge.tone, -1, {}, badge.tip});
}

} // namespace

bool ServerPage::fill()
{
    const inventory::World world = cluster().world();
    const inventory::Server *server = world.server(models::placeName(place()));
    if (server == nullptr)
        return false;
    QString below = cluster().servers() == nullptr ? models::q(server->reason) : QString(); // the line says it
    if (server->inventory)
        for (const protocol::Gap &gap : server->inventory->gaps)
            below += (below.isEmpty() ? QString() : QStringLiteral("\n")) + tr("Not known: %1 (%2)").arg(models::q(gap.what), models::q(gap.why));
    setHead(models::q(server->name), models::serverBadge(*server), below);
    std::vector<shell::Fact> facts = serverFacts(*server);
    addHaFacts(facts, world, server->name);
    this->facts()->setFacts(facts);
    setRows(models::targetRowsOn(world, cluster().wanted(), server->name));
    std::vector<inventory::Drift> mine;
    for (const inventory::Drift &d : desk().drift())
        if (d.object == server->id || d.object == server->lnetId)
            mine.push_back(d);
    showDrift(mine);
    m_menu->setVisible(cluster().servers() != nullptr);
    m_line->show(cluster().servers(), server->name, server->seenAt);
    return true;
}

std::string ServerPage::server() const { return models::placeName(place()); }
void ServerPage::propose(const std::vector<plan::Goal> &goals) { m_own->propose(goals); }
QString ServerPage::whyNot() const { return m_own->whyNot({server()}); }

} // namespace pages
