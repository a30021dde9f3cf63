// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/launcher.h"

#include "app/pages/welcome.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/widgets.h"
#include "app/wizards/addserver.h"

#include <QFileInfo>

namespace shell {

Launcher::Launcher(MainWindow &window)
    : m_window(window)
{
    connect(window.welcome(), &pages::Welcome::demoWanted, this, [this] {
        manager::Choice choice;
        choice.demo = true;
        open(choice);
    });
    connect(window.welcome(), &pages::Welcome::serversWanted, this, [this] { open({}, true); });
    const auto connection = [this](const std::string &server) {
        if (!m_cluster || m_cluster->isDemo())
            return;
        auto *dialog = new wizards::AddServer(m_cluster->manager(), *m_cluster->link(), server, &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    };
    connect(&window, &MainWindow::addServersWanted, this, [connection] { connection({}); });
    connect(&window, &MainWindow::connectionWanted, this, connection);
}

Launcher::~Launcher() = default;

void Launcher::start(const manager::Choice &choice)
{
    if (choice.demo || !choice.profilePath.empty() || QFileInfo::exists(QString::fromStdString(manager::defaultProfilePath())))
        open(choice);
}

void Launcher::open(const manager::Choice &choice, bool thenAddServers)
{
    m_window.welcome()->notice()->clear();
    m_window.welcome()->setBusy(tr("Opening …"));
    m_opener = std::make_unique<manager::Opener>(choice);
    connect(m_opener.get(), &manager::Opener::progressed, m_window.welcome(), &pages::Welcome::setBusy);
    connect(m_opener.get(), &manager::Opener::opened, this, [this, thenAddServers] { opened(thenAddServers); });
    connect(m_opener.get(), &manager::Opener::failed, this, [this](const protocol::Error &error) {
        m_window.welcome()->setBusy({});
        m_window.welcome()->notice()->show(error);
    });
    m_opener->start();
}

void Launcher::opened(bool thenAddServers)
{
    disconnect(m_opener.get(), nullptr, m_window.welcome(), nullptr);
    m_window.welcome()->setBusy({});
    auto cluster = std::make_unique<OpenCluster>(std::move(m_opener));
    m_cluster = cluster.get();
    m_window.setCluster(std::move(cluster));
    if (thenAddServers)
        emit m_window.addServersWanted();
}

} // namespace shell
