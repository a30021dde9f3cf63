// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/serveractions.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/bundle.h"
#include "app/wizards/lneteditor.h"
#include "app/wizards/removing.h"
#include "app/wizards/renaming.h"
#include "app/wizards/upkeepdialog.h"
#include "core/manager/removal.h"
#include "core/inventory/ids.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QRadioButton>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

using models::q;
using What = plan::Goal::What;

ServerActions::ServerActions(shell::Desk &desk, QWidget *page)
    : QObject(page)
    , m_desk(desk)
    , m_page(page)
{
}

QString ServerActions::whyNot(const std::vector<std::string> &servers) const
{
    const QString locked = m_desk.cluster().whyLocked();
    shell::ServerSide *side = m_desk.cluster().servers();
    if (!locked.isEmpty() || side == nullptr)
        return locked;
    for (const std::string &server : servers)
        if (!side->line(server).mayChange())
            return tr("You may look only on %1: your user there is in the group chandelier-view, not in chandelier-admin").arg(q(server));
    return {};
}

void ServerActions::fill(QMenu &menu, const std::vector<std::string> &servers)
{
    shell::ServerSide *side = m_desk.cluster().servers();
    if (side == nullptr || servers.empty())
        return;
    menu.setToolTipsVisible(true);
    const QString locked = whyNot(servers);
    const std::string only = servers.size() == 1 ? servers.front() : std::string();
    const bool real = m_desk.cluster().canAddServers();
    std::vector<std::string> connected;
    std::copy_if(servers.begin(), servers.end(), std::back_inserter(connected), [&](const std::string &s) { return side->line(s).connected(); });
    const auto add = [&](const char *name, const QString &text, const QString &why, auto what) {
        QAction *action = menu.addAction(text, this, what);
        action->setObjectName(QLatin1String(name));
        action->setEnabled(why.isEmpty());
        action->setToolTip(why);
    };
    const QString silent = connected.empty() ? tr("No chosen server answers") : QString();
    const QString demo = real ? QString() : tr("Not on a demonstration cluster");
    const auto first = [](const QString &a, const QString &b) { return a.isEmpty() ? b : a; };
    if (!only.empty())
        add("server.lnet", tr("LNet …"), first(locked, silent), [this, only] { editLnet(only); });
    add("server.upgradeagent", servers.size() == 1 ? tr("Upgrade agent …") : tr("Upgrade agents …"),
        first(locked, first(demo, side->agentVersion().empty() ? tr("No agent to deliver is beside this program") : silent)), [this, connected] { upgrade(connected); });
    add("server.diagnostics", tr("Save diagnostics …"), silent, [this, servers] { saveDiagnostics(servers); });
    menu.addSeparator();
    if (!only.empty()) {
        add("server.rename", tr("Rename or readdress …"), first(locked, demo), [this, only] { rename(only); });
        add("server.edit", tr("Connection …"), demo, [this, only] { emit connectionWanted(only); });
    }
    add("server.remove", servers.size() == 1 ? tr("Remove from Chandelier …") : tr("Remove %n from Chandelier …", nullptr, static_cast<int>(servers.size())), first(m_desk.cluster().whyLocked(), demo), [this, servers] { remove(servers); });
}

void ServerActions::propose(const std::vector<plan::Goal> &goals)
{
    const inventory::World world = m_desk.cluster().world();
    int targets = 0;
    QString name;
    for (const plan::Goal &goal : goals)
        if ((goal.what == What::Reboot || goal.what == What::Shutdown) && !goal.moveAway)
            if (const inventory::Server *server = world.server(inventory::nameIn(goal.object)); server != nullptr && !server->targetsHere.empty()) {
                targets += static_cast<int>(server->targetsHere.size());
                name = name.isEmpty() ? q(server->name) : tr("%1 and others").arg(name);
            }
    if (targets == 0)
        return m_desk.propose(goals);
    askAboutTargets(goals, name, targets);
}

void ServerActions::askAboutTargets(const std::vector<plan::Goal> &goals, const QString &server, int targets)
{
    auto *dialog = new QDialog(m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("drain"));
    const bool reboot = goals.front().what == What::Reboot;
    dialog->setWindowTitle(reboot ? tr("Reboot %1").arg(server) : tr("Shut down %1").arg(server));
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(dialog->windowTitle());
    auto *move = new QRadioButton(tr("Move its %n targets to their other servers first", nullptr, targets));
    auto *stop = new QRadioButton(tr("Stop them for that long"));
    move->setObjectName(QStringLiteral("drain.move"));
    stop->setObjectName(QStringLiteral("drain.stop"));
    move->setChecked(true);
    auto *moveText = shell::dimLabel(tr("Clients wait for each target some seconds, while it fails over."));
    auto *stopText = shell::dimLabel(tr("Clients that need them wait until the server is back."));
    for (QLabel *each : {moveText, stopText})
        each->setContentsMargins(26, 0, 0, 8);
    auto *leave = shell::button(QStringLiteral("drain.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    auto *show = shell::button(QStringLiteral("drain.show"), tr("Show plan"), {}, QStringLiteral("primary"));
    show->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(show);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(6);
    column->addWidget(title);
    column->addSpacing(8);
    for (QWidget *each : {static_cast<QWidget *>(move), static_cast<QWidget *>(moveText), static_cast<QWidget *>(stop), static_cast<QWidget *>(stopText)})
        column->addWidget(each);
    column->addStretch();
    column->addLayout(buttons);
    dialog->setMinimumWidth(480);
    connect(leave, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(show, &QPushButton::clicked, dialog, [this, dialog, move, goals] {
        std::vector<plan::Goal> chosen = goals;
        for (plan::Goal &goal : chosen)
            goal.moveAway = move->isChecked();
        dialog->accept();
        m_desk.propose(chosen);
    });
    dialog->open();
    move->setFocus();
}

void ServerActions::editLnet(const std::string &server)
{
    shell::Cluster &cluster = m_desk.cluster();
    auto *editor = new wizards::LnetEditor(cluster.world(), cluster.wanted(), server, cluster.servers(), m_page);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &wizards::LnetEditor::wanted, this, [this, server](const auto &nets, const auto &routes) {
        plan::Goal goal;
        goal.what = What::ConfigureLnet;
        goal.object = inventory::lnetId(server);
        goal.lnets = nets;
        goal.routes = routes;
        m_desk.propose({goal});
    });
    editor->open();
}

void ServerActions::rename(const std::string &server)
{
    auto *dialog = new wizards::Renaming(*m_desk.cluster().servers(), server, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &wizards::Renaming::renamed, this, [this](const std::string &name) { m_desk.replace("server:" + name); });
    dialog->open();
}

void ServerActions::upgrade(const std::vector<std::string> &servers)
{
    shell::ServerSide &side = *m_desk.cluster().servers();
    const std::string version = side.agentVersion();
    std::vector<std::string> old;
    std::copy_if(servers.begin(), servers.end(), std::back_inserter(old), [&](const std::string &s) { return side.line(s).version != version; });
    if (old.empty())
        emit m_desk.told(tr("All of them have agent %1 already.").arg(q(version)));
    shell::Upkeep *upkeep = old.empty() ? nullptr : side.upgrade(old, this);
    if (upkeep == nullptr)
        return;
    const int count = static_cast<int>(old.size());
    auto *dialog = new wizards::UpkeepDialog(upkeep, tr("Upgrade %n agents to %1", nullptr, count).arg(q(version)),
        tr("In waves: one server first, then more at a time. The first failure stops it; a server whose new agent does not answer gets the old one back. Jobs that run are not disturbed."),
        tr("Upgrade %n agents", nullptr, count), false, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString ServerActions::inUse(const std::vector<std::string> &servers) const
{
    const inventory::World world = m_desk.cluster().world();
    std::vector<std::string> labels;
    for (const auto &[id, target] : world->targets)
        if (std::find(servers.begin(), servers.end(), target.active) != servers.end() || std::find(servers.begin(), servers.end(), target.primary) != servers.end())
            labels.push_back(target.label);
    return labels.empty() ? QString() : tr("%n targets live here: %1. They stay as they are, but nothing watches or moves them from here any more.", nullptr, static_cast<int>(labels.size())).arg(models::plainList(labels, 4));
}

void ServerActions::remove(const std::vector<std::string> &servers)
{
    auto *dialog = new wizards::Removing(*m_desk.cluster().servers(), servers, inUse(servers), m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &wizards::Removing::removed, this, [this] { m_desk.open("servers"); });
    refuseRemoval(*dialog, servers);
    dialog->open();
}

/// Targets that are mounted there, or configuration that would stay: the plan that moves or takes back is a button away.
void ServerActions::refuseRemoval(wizards::Removing &dialog, const std::vector<std::string> &servers)
{
    const inventory::World world = m_desk.cluster().world();
    const inventory::Wanted wanted = m_desk.cluster().wanted();
    std::optional<base::Error> why;
    std::vector<std::string> stays;
    std::vector<plan::Goal> goals;
    bool mounted = false;
    for (const std::string &server : servers) {
        for (const std::string &each : manager::configuredOn(world, wanted, server))
            stays.push_back(each);
        const auto may = manager::mayBeRemoved(world, wanted, server);
        if (may)
            continue;
        why = why ? why : may.error();
        const bool serves = !manager::targetsOn(world, server).empty();
        mounted = mounted || serves;
        plan::Goal goal;
        goal.what = serves ? plan::Goal::What::Drain : plan::Goal::What::ReleaseServer;
        goal.object = inventory::serverId(server);
        goals.push_back(std::move(goal));
    }
    if (!why)
        return;
    dialog.refuseCleanRemoval(*why, stays, mounted ? tr("Move them away …") : tr("Give it back …"));
    connect(&dialog, &wizards::Removing::remedyWanted, this, [this, goals] { m_desk.propose(goals); });
}

void ServerActions::saveDiagnostics(const std::vector<std::string> &servers)
{
    auto *bundle = new wizards::Bundle(*m_desk.cluster().servers(), servers, m_page);
    connect(bundle, &wizards::Bundle::saved, this, [this](const QString &path) { emit m_desk.told(tr("Diagnostics are in %1").arg(path)); });
    connect(bundle, &wizards::Bundle::failed, this, [this](const base::Error &error) { m_desk.say(error); });
    bundle->start();
}

} // namespace pages
