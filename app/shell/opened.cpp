// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/opened.h"

#include "app/pages/alerts.h"
#include "app/pages/dashboard.h"
#include "app/pages/detailpage.h"
#include "app/pages/hacluster.h"
#include "app/pages/haoverview.h"
#include "app/pages/jobpage.h"
#include "app/pages/lists.h"
#include "app/pages/logs.h"
#include "app/pages/overview.h"
#include "app/pages/planpage.h"
#include "app/pages/power.h"
#include "app/pages/top.h"
#include "app/shell/lens.h"

#include <QStackedWidget>

namespace shell {

Opened::Opened(std::unique_ptr<Cluster> cluster, QStackedWidget &stack)
    : m_stack(stack)
    , m_cluster(std::make_unique<Lens>(std::move(cluster)))
    , m_desk(std::make_unique<Desk>(*m_cluster))
{
    m_pages["plan"] = make("plan"); // it hears of a plan before it is opened
    stack.addWidget(m_pages["plan"]);
}

Opened::~Opened()
{
    for (const auto &[kind, page] : m_pages)
        delete page;
}

Cluster &Opened::cluster() const { return *m_cluster; }

Page *Opened::make(const std::string &kind)
{
    Desk &desk = *m_desk;
    if (kind == "servers") {
        auto *servers = new pages::Servers(desk);
        connect(servers, &pages::Servers::addWanted, this, &Opened::addServersWanted);
        connect(servers, &pages::Servers::connectionWanted, this, &Opened::connectionWanted);
        return servers;
    }
    if (kind == "server") {
        auto *server = new pages::ServerPage(desk);
        connect(server, &pages::ServerPage::connectionWanted, this, &Opened::connectionWanted);
        return server;
    }
    if (kind == "volumes")
        return new pages::Volumes(desk);
    if (kind == "filesystems")
        return new pages::FileSystems(desk);
    if (kind == "jobs")
        return new pages::Jobs(desk);
    if (kind == "filesystem")
        return new pages::FileSystemPage(desk);
    if (kind == "target")
        return new pages::TargetPage(desk);
    if (kind == "alerts")
        return new pages::Alerts(desk);
    if (kind == "top")
        return new pages::Top(desk);
    if (kind == "logs")
        return new pages::LogsPage(desk);
    if (kind == "ha")
        return new pages::HaOverview(desk);
    if (kind == "power")
        return new pages::PowerPage(desk);
    if (kind == "cluster")
        return new pages::ClusterPage(desk);
    if (kind == "dashboard")
        return new pages::Dashboard(desk);
    if (kind == "plan")
        return new pages::PlanPage(desk);
    if (kind == "job")
        return new pages::JobPage(desk);
    return new pages::Overview(desk);
}

Page &Opened::page()
{
    const std::string found = models::placeKind(m_desk->place());
    const std::string kind = found == "volume" ? "volumes" : found;
    Page *&page = m_pages[kind];
    if (page == nullptr) {
        page = make(kind);
        m_stack.addWidget(page);
    }
    return *page;
}

} // namespace shell
