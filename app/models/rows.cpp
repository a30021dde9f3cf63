// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/rows.h"

#include "app/models/words.h"

#include <QLocale>
#include <algorithm>
#include <cstdio>

namespace models {

double used(std::uint64_t total, std::uint64_t free)
{
    return total == 0 ? -1 : 1 - static_cast<double>(std::min(free, total)) / static_cast<double>(total);
}

QString spaceText(std::uint64_t total, std::uint64_t free)
{
    if (total == 0)
        return QStringLiteral("–");
    return Words::tr("%1 of %2 used").arg(percent(used(total, free)), size(total));
}

namespace {

Cell spaceCell(std::uint64_t total, std::uint64_t free)
{
    return share(used(total, free), total == 0 ? QString() : Words::tr("%1 free of %2").arg(size(free), size(total)));
}

Cell countCell(std::int64_t count)
{
    return count < 0 ? Cell{QString(), -1.0} : number(static_cast<double>(count), QLocale().toString(count));
}

Cell timeCell(std::int64_t ms) { return {ms == 0 ? QString() : moment(ms), static_cast<double>(ms)}; }

// Moved in, where a list in braces would copy each.
template <class... Cells> std::vector<Cell> cells(Cells... each)
{
    std::vector<Cell> all;
    all.reserve(sizeof...(each));
    (all.push_back(std::move(each)), ...);
    return all;
}

std::string joined(const std::vector<std::string> &items)
{
    std::string all;
    for (const std::string &item : items)
        all += (all.empty() ? "" : ", ") + item;
    return all;
}

} // namespace

std::vector<Column> serverColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("Server"), 100},
        {QStringLiteral("state"), Words::tr("State"), 130},
        {QStringLiteral("managed"), Words::tr("Managed"), 90, false, false},
        {QStringLiteral("lnet"), Words::tr("LNet"), 80},
        {QStringLiteral("nids"), Words::tr("NIDs"), 120},
        {QStringLiteral("targets"), Words::tr("Targets here"), 80, true},
        {QStringLiteral("primary"), Words::tr("Primary of"), 80, true},
        {QStringLiteral("boot"), Words::tr("Booted"), 110},
        {QStringLiteral("lustre"), Words::tr("Lustre"), 70},
        {QStringLiteral("agent"), Words::tr("Agent"), 60},
        {QStringLiteral("kernel"), Words::tr("Kernel"), 120, false, false},
        {QStringLiteral("os"), Words::tr("System"), 120, false, false},
        {QStringLiteral("memory"), Words::tr("Memory"), 80, true, false},
        {QStringLiteral("seen"), Words::tr("Last answer"), 110, false, false},
    };
}

std::vector<Row> serverRows(const inventory::World &world)
{
    static const protocol::HostInventory none;
    std::vector<Row> rows;
    rows.reserve(world->servers.size());
    for (const auto &[name, server] : world->servers) {
        const protocol::HostInventory &host = server.inventory ? *server.inventory : none;
        Cell lustre = server.inventory && host.lustreVersion.empty()
            ? Cell{Words::tr("Not installed"), {}, Tone::Warning} : cell(host.lustreVersion);
        rows.push_back({server.id, cells(cell(name), cell(serverBadge(server)), cell(stateWord(server.state)),
            cell(lnetBadge(server.lnet)), cell(joined(host.lnet.nids)), countCell(static_cast<std::int64_t>(server.targetsHere.size())),
            countCell(static_cast<std::int64_t>(server.targetsPrimary.size())), timeCell(host.bootTime * 1000), std::move(lustre), cell(host.agentVersion),
            cell(host.kernel), cell(host.os), bytes(host.memory), timeCell(server.seenAt))});
    }
    return rows;
}

std::vector<Column> volumeColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("Volume"), 90},
        {QStringLiteral("use"), Words::tr("Use"), 100},
        {QStringLiteral("target"), Words::tr("Target"), 120},
        {QStringLiteral("size"), Words::tr("Size"), 70, true},
        {QStringLiteral("primary"), Words::tr("Primary"), 70},
        {QStringLiteral("failover"), Words::tr("Failover"), 70},
        {QStringLiteral("seen"), Words::tr("Seen by"), 90},
        {QStringLiteral("why"), Words::tr("Why not usable, or what is on it"), 160},
        {QStringLiteral("kind"), Words::tr("Kind"), 60, false, false},
        {QStringLiteral("model"), Words::tr("Model"), 90, false, false},
        {QStringLiteral("serial"), Words::tr("Serial"), 120, false, false},
        {QStringLiteral("id"), Words::tr("Identity"), 120, false, false},
    };
}

std::vector<Row> volumeRows(const inventory::World &world)
{
    std::vector<Row> rows;
    rows.reserve(world->volumes.size());
    for (const auto &[id, volume] : world->volumes) {
        QString seen;
        QString paths;
        for (const inventory::VolumePath &path : volume.seenBy) {
            seen += (seen.isEmpty() ? QString() : QStringLiteral(", ")) + q(path.server);
            paths += (paths.isEmpty() ? QString() : QStringLiteral("\n")) + q(path.server) + QStringLiteral(": ") + q(path.path);
        }
        const inventory::Target *target = volume.target.empty() ? nullptr : world.target(volume.target);
        Cell seenCell = cell(seen);
        seenCell.tip = paths;
        rows.push_back({"volume:" + id, cells(cell(volume.name), cell(volumeBadge(volume)),
            cell(target != nullptr ? target->label : std::string()), bytes(volume.size), cell(volume.primary), cell(volume.failover),
            std::move(seenCell), cell(volume.whyNot.empty() ? (volume.target.empty() ? volume.signature.text() : std::string()) : volume.whyNot),
            cell(volume.kind), cell(volume.model), cell(volume.serial), cell(id))});
    }
    return rows;
}

std::vector<Column> filesystemColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("File system"), 100},
        {QStringLiteral("state"), Words::tr("State"), 115},
        {QStringLiteral("mgs"), Words::tr("MGS on"), 80},
        {QStringLiteral("mdts"), Words::tr("MDTs"), 60, true},
        {QStringLiteral("osts"), Words::tr("OSTs"), 60, true},
        {QStringLiteral("size"), Words::tr("Size"), 80, true},
        {QStringLiteral("space"), Words::tr("Space used"), 140},
        {QStringLiteral("inodes"), Words::tr("Inodes used"), 140},
    };
}

std::vector<Row> filesystemRows(const inventory::World &world, const inventory::Wanted &wanted)
{
    std::vector<Row> rows;
    for (const auto &[name, fs] : world->filesystems) {
        const inventory::Target *mgs = fs.mgs.empty() ? nullptr : world.target(fs.mgs);
        rows.push_back({fs.id, {cell(name), cell(filesystemBadge(fs, wanted)),
            mgs != nullptr ? cell(mgs->active.empty() ? mgs->primary : mgs->active) : cell({Words::tr("Not found"), Tone::Warning}),
            countCell(static_cast<std::int64_t>(fs.mdts.size())), countCell(static_cast<std::int64_t>(fs.osts.size())),
            bytes(fs.bytesTotal), spaceCell(fs.bytesTotal, fs.bytesFree), spaceCell(fs.inodesTotal, fs.inodesFree)}});
    }
    return rows;
}

std::vector<Column> targetColumns()
{
    return {
        {QStringLiteral("name"), Words::tr("Target"), 110},
        {QStringLiteral("kind"), Words::tr("Kind"), 70},
        {QStringLiteral("state"), Words::tr("State"), 112},
        {QStringLiteral("active"), Words::tr("Runs on"), 70},
        {QStringLiteral("space"), Words::tr("Space used"), 136},
        {QStringLiteral("primary"), Words::tr("Primary"), 70},
        {QStringLiteral("failover"), Words::tr("Failover"), 70},
        {QStringLiteral("volume"), Words::tr("Volume"), 70},
        {QStringLiteral("size"), Words::tr("Size"), 66, true},
        {QStringLiteral("inodes"), Words::tr("Inodes used"), 136, false, false},
        {QStringLiteral("clients"), Words::tr("Clients"), 70, true, false},
        {QStringLiteral("recovery"), Words::tr("Recovery"), 90, false, false},
        {QStringLiteral("backend"), Words::tr("Backend"), 70, false, false},
        {QStringLiteral("mountpoint"), Words::tr("Mount point"), 120, false, false},
    };
}

namespace {

QString targetOrder(const inventory::Target &target)
{
    const int rank = target.mgs && !target.mdt ? 0 : target.mdt ? 1 : 2;
    char order[24];
    std::snprintf(order, sizeof order, "%d %05d ", rank, target.index < 0 ? 0 : target.index);
    return QLatin1String(order) + q(target.label);
}

Row targetRow(const inventory::World &world, const inventory::Wanted &wanted, const inventory::Target &target)
{
    const inventory::Volume *volume = world.volume(target.volume);
    Cell name = cell(target.label);
    Cell kind = cell(targetKind(target));
    const QString order = targetOrder(target);
    kind.sort = order;
    name.sort = QString(q(target.fsname) + QLatin1Char(' ') + order); // indices are hexadecimal: their text does not sort
    Cell where = cell(target.activeKnown ? target.active : std::string());
    if (!target.activeKnown)
        where.tip = Words::tr("Last seen on %1, which does not answer").arg(q(target.active));
    else if (!target.active.empty() && !target.onPrimary())
        where.tip = Words::tr("On its failover server");
    return {target.id, cells(std::move(name), std::move(kind), cell(targetBadge(target, wanted)), std::move(where),
        spaceCell(target.bytesTotal, target.bytesFree), cell(target.primary), cell(target.failover),
        cell(volume != nullptr ? volume->name : target.volume), bytes(volume != nullptr ? volume->size : 0), spaceCell(target.inodesTotal, target.inodesFree), countCell(target.clients),
        cell(target.recovery), cell(target.backend), cell(target.mountpoint))};
}

} // namespace

std::vector<Row> targetRows(const inventory::World &world, const inventory::Wanted &wanted, const std::string &fsname)
{
    const inventory::FileSystem *fs = fsname.empty() ? nullptr : world.filesystem(fsname);
    std::vector<Row> rows;
    for (const auto &[id, target] : world->targets)
        if (fsname.empty() || target.fsname == fsname || (fs != nullptr && fs->mgs == id))
            rows.push_back(targetRow(world, wanted, target));
    return rows;
}

std::vector<Row> targetRowsOn(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server)
{
    std::vector<Row> rows;
    for (const auto &[id, target] : world->targets)
        if (target.active == server || target.primary == server || target.failover == server)
            rows.push_back(targetRow(world, wanted, target));
    return rows;
}

std::vector<Column> jobColumns()
{
    return {
        {QStringLiteral("title"), Words::tr("Job"), 200},
        {QStringLiteral("state"), Words::tr("State"), 120},
        {QStringLiteral("progress"), Words::tr("Progress"), 140},
        {QStringLiteral("moves"), Words::tr("Moves"), 60, true},
        {QStringLiteral("started"), Words::tr("Started"), 90},
        {QStringLiteral("took"), Words::tr("Took"), 90, true},
        {QStringLiteral("who"), Words::tr("By"), 120},
        {QStringLiteral("error"), Words::tr("What went wrong"), 160},
    };
}

std::vector<Row> jobRows(const std::vector<std::shared_ptr<const jobs::Job>> &jobs)
{
    std::vector<Row> rows;
    for (const auto &job : jobs) {
        const std::int64_t took = job->endedAt > 0 && job->startedAt > 0 ? job->endedAt - job->startedAt : -1;
        QString error = job->error ? q(job->error->message) : q(job->waitingFor);
        for (const jobs::MoveRun &move : job->moves)
            for (const jobs::StepRun &step : move.steps)
                if (error.isEmpty() && step.error)
                    error = q(step.error->message);
        rows.push_back({"job:" + job->id, {cell(job->plan.title), cell(jobBadge(job->state)), progress(job->fraction()),
            number(static_cast<double>(job->doneMoves()), QStringLiteral("%1/%2").arg(job->doneMoves()).arg(job->plan.moves.size())),
            timeCell(job->startedAt != 0 ? job->startedAt : job->createdAt), number(static_cast<double>(took), duration(took)),
            cell(job->holder), cell(error)}});
    }
    return rows;
}

} // namespace models
