// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/show.h"

#include "core/plan/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <numeric>

namespace cli {
namespace {

using inventory::World;

/// Code points, not bytes: names may hold any UTF-8.
std::size_t width(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(const std::string &text, std::size_t to, bool right)
{
    const std::string blank(to - std::min(to, width(text)), ' ');
    return right ? blank + text : text + blank;
}

std::string joined(const std::vector<std::string> &parts, std::string_view separator = ", ")
{
    std::string all;
    for (const std::string &part : parts)
        all += (all.empty() ? "" : std::string(separator)) + part;
    return all;
}

std::string localTime(std::int64_t seconds)
{
    if (seconds <= 0)
        return "-";
    std::time_t time = seconds;
    std::tm parts{};
    localtime_r(&time, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    return text.data();
}

std::string reachText(const inventory::Server &server)
{
    switch (server.reach) {
    case inventory::Reach::Connected: return "up";
    case inventory::Reach::Connecting: return "connecting";
    case inventory::Reach::Lost: return "lost";
    case inventory::Reach::NeverSeen: return "never seen";
    }
    return "unknown";
}

std::string use(const World &world, const inventory::Volume &volume)
{
    if (const inventory::Target *target = world.target(volume.target))
        return target->label;
    if (!volume.whyNot.empty())
        return "not usable: " + volume.whyNot;
    return volume.hasContent ? "free, holds " + volume.signature.text() : "free";
}

std::string spaceText(std::uint64_t total, std::uint64_t free)
{
    if (total == 0)
        return "-";
    const auto percent = static_cast<int>(100.0 * static_cast<double>(total - std::min(total, free)) / static_cast<double>(total) + 0.5);
    return std::to_string(percent) + " % of " + bytes(total);
}

std::vector<std::string> labels(const World &world, const std::vector<inventory::ObjectId> &ids)
{
    std::vector<std::string> names;
    for (const inventory::ObjectId &id : ids)
        names.push_back(world.target(id) ? world.target(id)->label : id);
    return names;
}

std::string stateText(const inventory::Target &target)
{
    if (!target.activeKnown)
        return "unknown";
    return std::string(machine::word(target.state)) + (target.writeconf ? ", writeconf pending" : "");
}

std::string runsOn(const inventory::Target &target)
{
    if (target.active.empty())
        return "-";
    return target.active + (target.activeKnown ? "" : " (last seen)");
}

} // namespace

std::string table(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, const std::vector<std::size_t> &right)
{
    std::vector<std::size_t> widths(head.size());
    const auto widen = [&](const std::vector<std::string> &row) {
        for (std::size_t i = 0; i < widths.size() && i < row.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    };
    widen(head);
    std::for_each(rows.begin(), rows.end(), widen);
    std::string text;
    const auto put = [&](const std::vector<std::string> &row) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += (i ? "  " : "") + padded(row[i], widths[i], std::find(right.begin(), right.end(), i) != right.end());
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    };
    put(head);
    std::for_each(rows.begin(), rows.end(), put);
    return text;
}

std::string bytes(std::uint64_t size)
{
    static constexpr std::array<const char *, 7> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(size);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 || value >= 100 ? "%.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s", value, units[unit]);
    return text.data();
}

std::string duration(std::int64_t ms)
{
    std::array<char, 48> text{};
    const std::int64_t s = ms / 1000;
    if (s < 60)
        std::snprintf(text.data(), text.size(), "%.1f s", static_cast<double>(ms) / 1000);
    else if (s < 3600)
        std::snprintf(text.data(), text.size(), "%d min %02d s", static_cast<int>(s / 60), static_cast<int>(s % 60));
    else
        std::snprintf(text.data(), text.size(), "%d h %02d min", static_cast<int>(s / 3600), static_cast<int>(s / 60 % 60));
    return text.data();
}

std::string serversText(const World &world)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &[name, server] : world->servers) {
        const protocol::HostInventory *inv = server.inventory.get();
        rows.push_back({name, reachText(server), std::string(machine::word(server.lnet)), inv ? joined(inv->lnet.nids) : "-",
            inv ? inv->lustreVersion : "-", inv ? localTime(inv->bootTime) : "-", std::to_string(server.targetsHere.size()),
            server.up() ? "" : server.reason});
    }
    return rows.empty() ? "No servers yet. Add one: chandelierctl server add NAME\n"
                        : table({"SERVER", "STATE", "LNET", "NIDS", "LUSTRE", "BOOTED", "TARGETS", ""}, rows, {6});
}

std::string serverText(const World &world, const inventory::Server &server)
{
    std::string text = server.name + ": " + reachText(server) + (server.up() ? "" : " (" + server.reason + ")") + '\n';
    if (const protocol::HostInventory *inv = server.inventory.get()) {
        text += "  System    " + inv->os + ", kernel " + inv->kernel + ", Lustre " + (inv->lustreVersion.empty() ? "not installed" : inv->lustreVersion)
            + ", agent " + inv->agentVersion + '\n';
        text += "  Machine   " + std::to_string(inv->cpus) + " CPUs, " + bytes(inv->memory) + " memory, booted " + localTime(inv->bootTime) + '\n';
        text += "  LNet      " + std::string(machine::word(server.lnet)) + (inv->lnet.nids.empty() ? "" : ": " + joined(inv->lnet.nids)) + '\n';
        for (const protocol::Gap &gap : inv->gaps)
            text += "  Not read  " + gap.what + ": " + gap.why + '\n';
    }
    text += "  Targets   " + (server.targetsHere.empty() ? "none mounted here" : joined(labels(world, server.targetsHere))) + '\n';
    text += "  Primary   " + (server.targetsPrimary.empty() ? "of none" : "of " + joined(labels(world, server.targetsPrimary))) + '\n';
    return text;
}

std::string volumesText(const World &world)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &[id, volume] : world->volumes) {
        std::vector<std::string> seen;
        for (const inventory::VolumePath &path : volume.seenBy)
            seen.push_back(path.server);
        rows.push_back({volume.name, bytes(volume.size), joined(seen), volume.primary.empty() ? "-" : volume.primary,
            volume.failover.empty() ? "-" : volume.failover, use(world, volume), id});
    }
    return rows.empty() ? "No volumes: no server has answered yet.\n" : table({"VOLUME", "SIZE", "SEEN BY", "PRIMARY", "FAILOVER", "USE", "ID"}, rows, {1});
}

std::string filesystemsText(const World &world)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &[name, fs] : world->filesystems)
        rows.push_back({name, std::string(machine::word(fs.state)), std::to_string(fs.mdts.size()), std::to_string(fs.osts.size()),
            spaceText(fs.bytesTotal, fs.bytesFree), fs.mountCommand()});
    return rows.empty() ? "No file systems. Create one: chandelierctl fs create NAME ...\n"
                        : table({"NAME", "STATE", "MDTS", "OSTS", "SPACE", "MOUNT ON A CLIENT WITH"}, rows, {2, 3});
}

std::string targetsText(const World &world, const std::string &fsname)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &[id, target] : world->targets) {
        const inventory::FileSystem *fs = fsname.empty() ? nullptr : world.filesystem(fsname);
        if (!fsname.empty() && target.fsname != fsname && (!fs || fs->mgs != id))
            continue;
        const inventory::Volume *volume = world.volume(target.volume);
        rows.push_back({target.label, stateText(target), runsOn(target), target.primary, target.failover.empty() ? "-" : target.failover,
            spaceText(target.bytesTotal, target.bytesFree), volume ? volume->name : target.volume, joined(target.conflicts, "; ")});
    }
    return rows.empty() ? "No targets.\n" : table({"TARGET", "STATE", "RUNS ON", "PRIMARY", "FAILOVER", "SPACE", "VOLUME", ""}, rows);
}

std::string filesystemText(const World &world, const inventory::FileSystem &fs)
{
    std::string text = fs.name + ": " + std::string(machine::word(fs.state)) + ", " + spaceText(fs.bytesTotal, fs.bytesFree) + '\n';
    text += "  On a client: " + fs.mountCommand() + '\n';
    for (const std::string &missing : fs.missing)
        text += "  Missing: " + missing + '\n';
    return text + '\n' + targetsText(world, fs.name);
}

std::string driftText(const std::vector<inventory::Drift> &drift)
{
    if (drift.empty())
        return "Everything is as it was asked for.\n";
    std::string text;
    for (const inventory::Drift &d : drift)
        text += d.name + " " + d.text + (d.repairable ? "" : " (no plan can repair it now)") + '\n';
    return text;
}

std::string jobsText(const std::vector<std::shared_ptr<const jobs::Job>> &jobs)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &job : jobs)
        rows.push_back({job->id.substr(0, 8), std::string(jobs::word(job->state)), std::to_string(job->doneMoves()) + "/" + std::to_string(job->moves.size()),
            localTime(job->startedAt / 1000), job->endedAt ? duration(job->endedAt - job->startedAt) : "-", job->holder, job->plan.title});
    return rows.empty() ? "No jobs yet.\n" : table({"JOB", "STATE", "MOVES", "STARTED", "TOOK", "BY", "WHAT"}, rows, {2});
}

std::string errorText(const base::Error &error, const std::string &indent)
{
    std::string text = indent + error.message + '\n';
    if (!error.detail.empty())
        text += indent + error.detail + '\n';
    if (!error.remedy.empty())
        text += indent + "What to do: " + error.remedy + '\n';
    return text;
}

std::string jobText(const jobs::Job &job, bool transcripts)
{
    std::string text = job.plan.title + ": " + std::string(jobs::word(job.state)) + " (" + job.id + ", started by " + job.holder + ")\n";
    if (job.error)
        text += errorText(*job.error, "  ");
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        const plan::Move &move = job.plan.moves[i];
        const jobs::MoveRun &run = job.moves[i];
        text += "  " + padded(std::to_string(i + 1), 3, true) + "  " + padded(std::string(jobs::word(run.state)), 10, false)
            + plan::titleOf(move);
        text += run.because ? " (because of " + std::to_string(*run.because + 1) + ")\n" : "\n";
        for (const jobs::StepRun &step : run.steps) {
            if (step.error)
                text += errorText(*step.error, "         ");
            if (transcripts)
                for (const protocol::Transcript &t : step.transcripts)
                    text += "         $ " + joined(t.argv, " ") + "   -> " + std::to_string(t.exitCode) + '\n' + t.out + t.err;
        }
    }
    return text;
}

} // namespace cli
