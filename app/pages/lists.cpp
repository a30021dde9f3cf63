// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/lists.h"

#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/serveractions.h"

#include <algorithm>

namespace pages {

using shell::Empty;

plan::Goal createGoal()
{
    plan::Goal goal;
    goal.what = plan::Goal::What::CreateFilesystem;
    return goal;
}

Servers::Servers(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("servers"), tr("Servers"), models::serverColumns(),
          new Empty(QStringLiteral("server"), tr("No server yet"),
              tr("The hosts that carry MGS, MDTs and OSTs are listed here, with their state, LNet and targets. Name yours, one or hundreds; they are looked at before anything is put on them."),
              desk.cluster().canAddServers() ? tr("Add servers") : QString()))
    , m_own(new ServerActions(desk, this))
    , m_upgrade(shell::button(QStringLiteral("servers.upgrade"), tr("Upgrade agents …")))
{
    addButton(m_upgrade);
    connect(m_upgrade, &QPushButton::clicked, this, [this] { m_own->upgrade(outdated()); });
    connect(m_own, &ServerActions::connectionWanted, this, &Servers::connectionWanted);
    if (!desk.cluster().canAddServers())
        return;
    QPushButton *add = shell::button(QStringLiteral("servers.add"), tr("Add servers"), QStringLiteral("plus"));
    addButton(add);
    connect(add, &QPushButton::clicked, this, &Servers::addWanted);
    connect(findChild<QPushButton *>(QStringLiteral("empty.action")), &QPushButton::clicked, this, &Servers::addWanted);
}

void Servers::open(const shell::Place &place)
{
    ListPage::open(place);
    const std::size_t old = outdated().size();
    m_upgrade->setVisible(old > 0);
    m_upgrade->setText(tr("Upgrade %n agents …", nullptr, static_cast<int>(old)));
    const QString why = cluster().whyLocked();
    m_upgrade->setEnabled(why.isEmpty());
    m_upgrade->setToolTip(why);
}

std::vector<std::string> Servers::outdated() const
{
    std::vector<std::string> names;
    shell::ServerSide *side = cluster().servers();
    const std::string version = side == nullptr ? std::string() : side->agentVersion();
    if (version.empty() || !cluster().canAddServers())
        return names;
    for (const auto &[name, server] : cluster().world()->servers)
        if (const shell::ServerLine line = side->line(name); line.connected() && line.version != version)
            names.push_back(name);
    return names;
}

void Servers::extendMenu(QMenu &menu, const std::vector<std::string> &keys)
{
    std::vector<std::string> names;
    for (const std::string &key : keys)
        names.push_back(models::placeName(key));
    m_own->fill(menu, names);
}

void Servers::choose(const std::vector<plan::Goal> &goals) { m_own->propose(goals); }

std::vector<models::Row> Servers::rows() const { return models::serverRows(cluster().world()); }

QString Servers::summary() const
{
    const inventory::World world = cluster().world();
    const auto up = std::count_if(world->servers.begin(), world->servers.end(), [](const auto &s) { return s.second.up(); });
    return world->servers.empty() ? QString() : tr("%1 of %2 up").arg(up).arg(world->servers.size());
}

Volumes::Volumes(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("volumes"), tr("Volumes"), models::volumeColumns(),
          new Empty(QStringLiteral("hard-drive"), tr("No volume seen"),
              tr("Disks and other block devices that the servers report are listed here, joined over hosts by serial number or WWN. None of the servers has reported one yet.")))
{
}

void Volumes::open(const shell::Place &place)
{
    ListPage::open(place);
    if (models::placeKind(place) == "volume")
        table()->choose(place);
}

std::vector<models::Row> Volumes::rows() const { return models::volumeRows(cluster().world()); }

QString Volumes::summary() const
{
    const inventory::World world = cluster().world();
    const auto count = [&](auto test) { return std::count_if(world->volumes.begin(), world->volumes.end(), [&](const auto &v) { return test(v.second); }); };
    return tr("%1 free, %2 in use, %3 not usable")
        .arg(count([](const inventory::Volume &v) { return v.usable(); }))
        .arg(count([](const inventory::Volume &v) { return !v.target.empty(); }))
        .arg(count([](const inventory::Volume &v) { return v.target.empty() && !v.usable(); }));
}

std::vector<models::Choice> Volumes::ownChoices(const std::vector<std::string> &keys) const
{
    const inventory::World world = cluster().world();
    models::Choice create{tr("Create file system on these")};
    create.goals = {createGoal()};
    for (const std::string &key : keys) {
        const inventory::Volume *volume = world.volume(models::placeName(key));
        if (volume != nullptr && !volume->usable() && create.whyNot.isEmpty())
            create.whyNot = volume->target.empty() ? models::q(volume->name + ": " + volume->whyNot)
                                                   : tr("%1 carries a target already").arg(models::q(volume->name));
    }
    return {create};
}

void Volumes::choose(const std::vector<plan::Goal> &goals)
{
    std::vector<std::string> ids;
    for (const std::string &key : table()->chosen())
        ids.push_back(models::placeName(key));
    std::sort(ids.begin(), ids.end());
    desk().startWizard(goals.front(), ids);
}

FileSystems::FileSystems(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("filesystems"), tr("File systems"), models::filesystemColumns(),
          new Empty(QStringLiteral("layers"), tr("No file system yet"),
              tr("A Lustre file system is one MGS, at least one MDT and at least one OST on the volumes of your servers. Those that exist already are found by themselves."),
              tr("Create file system")))
{
    QPushButton *create = shell::button(QStringLiteral("filesystems.create"), tr("Create file system"), QStringLiteral("plus"));
    addButton(create);
    for (QPushButton *b : {create, findChild<QPushButton *>(QStringLiteral("empty.action"))})
        connect(b, &QPushButton::clicked, this, [this] { this->desk().startWizard(createGoal()); });
}

std::vector<models::Row> FileSystems::rows() const { return models::filesystemRows(cluster().world(), cluster().wanted()); }

QString FileSystems::summary() const
{
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    const inventory::World world = cluster().world();
    for (const auto &[name, fs] : world->filesystems) {
        total += fs.bytesTotal;
        free += fs.bytesFree;
    }
    return total == 0 ? QString() : models::spaceText(total, free);
}

Jobs::Jobs(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("jobs"), tr("Jobs"), models::jobColumns(),
          new Empty(QStringLiteral("list-checks"), tr("No job yet"),
              tr("Each plan that is run becomes a job and stays here, with every command, its output and how it ended.")))
{
    table()->sortBy(QStringLiteral("started"), Qt::DescendingOrder);
}

std::vector<models::Row> Jobs::rows() const { return models::jobRows(cluster().jobs()); }

} // namespace pages
