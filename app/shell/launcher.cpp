// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/launcher.h"

#include "app/models/words.h"
#include "app/pages/welcome.h"
#include "app/shell/clusterdialog.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/widgets.h"
#include "app/wizards/starters.h"
#include "core/manager/logins.h"

#include <QFileInfo>
#include <QMenu>
#include <QSettings>

namespace shell {

namespace {
const QString openKey = QStringLiteral("clusters/open");
}

Launcher::Launcher(MainWindow &window)
    : m_window(window)
    , m_catalogue(manager::dataDirectory())
{
    connect(window.welcome(), &pages::Welcome::demoWanted, this, [this] {
        manager::Choice choice;
        choice.demo = true;
        open(choice);
    });
    connect(window.welcome(), &pages::Welcome::clusterMenuWanted, this, [this](QMenu *menu) { fillMenu(*menu, nullptr); });
    connect(window.welcome(), &pages::Welcome::serversWanted, this, [this] { open({}, true); });
    connect(&window, &MainWindow::addServersWanted, this, [this] { connection({}); });
    connect(&window, &MainWindow::connectionWanted, this, &Launcher::connection);
    connect(&window, &MainWindow::clusterMenuWanted, this, [this](QMenu *menu, Desk *desk) { fillMenu(*menu, desk); });
}

Launcher::~Launcher() = default;

OpenCluster *Launcher::clusterOf(Desk *desk) const
{
    return desk == nullptr ? nullptr : qobject_cast<OpenCluster *>(&desk->cluster().present());
}

void Launcher::connection(const std::string &server)
{
    OpenCluster *cluster = clusterOf(m_window.desk());
    if (cluster == nullptr || cluster->isDemo())
        return;
    if (const QString why = m_window.desk()->cluster().whyLocked(); server.empty() && !why.isEmpty())
        return m_window.desk()->say({base::Problem::AccessDenied, why.toStdString(), {}, {}});
    if (server.empty())
        wizards::startAddServers(*cluster, *m_window.desk(), &m_window);
    else
        wizards::startConnection(*cluster, server, &m_window);
}

void Launcher::start(const manager::Choice &choice)
{
    if (choice.demo || !choice.profilePath.empty())
        return open(choice);
    QStringList paths = QSettings().value(openKey).toStringList();
    paths.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
    const QString standard = QString::fromStdString(manager::defaultProfilePath());
    if (paths.isEmpty() && QFileInfo::exists(standard))
        paths << standard;
    for (const QString &path : paths)
        open({.profilePath = path.toStdString()});
}

void Launcher::open(const manager::Choice &choice, bool thenAddServers)
{
    m_window.welcome()->notice()->clear();
    m_window.welcome()->setBusy(tr("Opening …"));
    m_opening.push_back(std::make_unique<manager::Opener>(choice));
    manager::Opener *opener = m_opening.back().get();
    connect(opener, &manager::Opener::progressed, m_window.welcome(), &pages::Welcome::setBusy);
    connect(opener, &manager::Opener::opened, this, [this, opener, thenAddServers] { opened(opener, thenAddServers); });
    connect(opener, &manager::Opener::failed, this, [this](const protocol::Error &error) { failed(error); });
    opener->start();
}

void Launcher::failed(const base::Error &error)
{
    m_window.welcome()->setBusy({});
    (m_window.desk() == nullptr ? m_window.welcome()->notice() : m_window.notice())->show(error);
}

void Launcher::opened(manager::Opener *opener, bool thenAddServers)
{
    const auto at = std::find_if(m_opening.begin(), m_opening.end(), [opener](const auto &one) { return one.get() == opener; });
    std::unique_ptr<manager::Opener> owned = std::move(*at);
    m_opening.erase(at);
    disconnect(opener, nullptr, m_window.welcome(), nullptr);
    m_window.welcome()->setBusy({});
    auto cluster = std::make_unique<OpenCluster>(std::move(owned));
    connect(cluster->logins(), &manager::Logins::inMemoryOnly, &m_window, [this](const std::string &why) {
        m_window.notice()->show(models::Tone::Warning, models::q(why));
    });
    m_window.addCluster(std::move(cluster));
    rememberOpen();
    if (thenAddServers)
        emit m_window.addServersWanted();
}

void Launcher::rememberOpen()
{
    QStringList paths;
    for (Desk *desk : m_window.desks())
        if (!desk->cluster().isDemo())
            paths << models::q(desk->cluster().id());
    QSettings().setValue(openKey, paths);
}

void Launcher::close(Desk *desk)
{
    m_window.closeCluster(desk);
    rememberOpen();
}

} // namespace shell
