// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/starters.h"

#include "app/models/words.h"
#include "app/shell/desk.h"
#include "app/shell/opencluster.h"
#include "app/shell/serverside.h"
#include "app/wizards/addservers.h"
#include "app/wizards/connection.h"
#include "app/wizards/fleetintake.h"
#include "app/wizards/profilechoices.h"
#include "core/inventory/profilelibrary.h"
#include "core/profile/profile.h"

#include <QPointer>
#include <algorithm>

namespace wizards {

namespace {

std::vector<inventory::ServerProfilePtr> serverProfiles() { return inventory::ProfileLibrary().all(); } // read anew: the person may edit files meanwhile

base::Result<bool> setUp(shell::OpenCluster &cluster, shell::Desk &desk, const std::vector<std::string> &servers, const std::string &name)
{
    const auto profile = inventory::ProfileLibrary().get(name);
    if (!profile)
        return profile.error();
    if (const QString locked = cluster.whyLocked(); !locked.isEmpty())
        return base::Error{base::Problem::AccessDenied, locked.toStdString(), {}, {}};
    const auto plan = cluster.plan(setUpGoals(servers, *profile));
    if (!plan)
        return plan.error();
    if (plan->empty())
        return false;
    desk.show(plan);
    return true;
}

Around aroundOf(shell::OpenCluster &cluster, shell::Desk &desk, QWidget *window)
{
    Around around;
    if (const auto servers = cluster.manager().profile().servers())
        for (const profile::ServerEntry &entry : *servers)
            around.taken.push_back(entry.name);
    around.profiles = choicesOf(serverProfiles());
    around.agentVersion = QStringLiteral(CHANDELIER_VERSION);
    around.hint = [window](const std::string &host, std::function<void(const SshHint &)> then) { askSshHint(host, window, std::move(then)); };
    around.setUp = [&cluster, &desk](const std::vector<std::string> &servers, const std::string &name) {
        return setUp(cluster, desk, servers, name);
    };
    around.firstWord = [&cluster](const std::string &server) { return firstWordOf(cluster.world().server(server)); };
    return around;
}

} // namespace

FirstWord firstWordOf(const inventory::Server *server)
{
    if (server == nullptr)
        return {};
    if (server->up())
        return {server->inventory ? FirstWord::State::Here : server->reason.empty() ? FirstWord::State::Awaited : FirstWord::State::Lost, server->reason};
    return {server->reach == inventory::Reach::Lost ? FirstWord::State::Lost : FirstWord::State::Awaited, server->reason};
}

AddServers *startAddServers(shell::OpenCluster &cluster, shell::Desk &desk, QWidget *window)
{
    if (cluster.link() == nullptr)
        return nullptr;
    const Around around = aroundOf(cluster, desk, window);
    auto intake = fleetIntake(cluster.manager(), *cluster.link(), around.profiles.front().expectation);
    QPointer<Intake> kept = intake.get();
    QPointer<AddServers> dialog = new AddServers(std::move(intake), around, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(&cluster, &shell::Cluster::closing, kept, [kept, dialog] { // its sessions end with the cluster
        delete dialog;
        delete kept; // retired, without its dialog
    });
    QObject::connect(&cluster, &shell::Cluster::worldChanged, dialog, &AddServers::heard);
    dialog->open();
    return dialog;
}

void startConnection(shell::OpenCluster &cluster, const std::string &server, QWidget *window)
{
    if (cluster.servers() == nullptr)
        return;
    auto *dialog = new Connection(*cluster.servers(), server, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace wizards
