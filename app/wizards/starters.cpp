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

Around aroundOf(shell::OpenCluster &cluster, shell::Desk &desk, QWidget *window)
{
    Around around;
    if (const auto servers = cluster.manager().profile().servers())
        for (const profile::ServerEntry &entry : *servers)
            around.taken.push_back(entry.name);
    around.profiles = choicesOf(serverProfiles());
    around.agentVersion = QStringLiteral(CHANDELIER_VERSION);
    around.hint = [window](const std::string &host, std::function<void(const SshHint &)> then) { askSshHint(host, window, std::move(then)); };
    around.setUp = [&desk](const std::vector<std::string> &servers, const std::string &name) {
        const auto profiles = serverProfiles();
        const auto chosen = std::find_if(profiles.begin(), profiles.end(), [&](const auto &p) { return p->name == name; });
        if (chosen != profiles.end())
            desk.propose(setUpGoals(servers, *chosen));
    };
    return around;
}

} // namespace

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
