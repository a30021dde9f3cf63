// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/problems.h"

#include "app/models/ha.h"
#include "app/models/words.h"

#include <algorithm>
#include <set>

namespace models {

namespace {

void addServerTroubles(std::vector<Trouble> &all, const inventory::World &world, std::set<std::string> &named)
{
    for (const auto &[name, server] : world->servers) {
        if (server.reach == inventory::Reach::Lost || server.reach == inventory::Reach::NeverSeen)
            named.insert({server.id, server.lnetId}); // its silence explains what is not as wanted of it
        if (server.reach == inventory::Reach::Lost)
            all.push_back({Tone::Error, server.id, Words::tr("%1 does not answer").arg(q(name))});
        else if (server.reach == inventory::Reach::NeverSeen)
            all.push_back({Tone::Unknown, server.id, Words::tr("%1 was never seen").arg(q(name))});
    }
}

void addTargetTroubles(std::vector<Trouble> &all, const inventory::World &world, std::set<std::string> &named)
{
    for (const auto &[id, target] : world->targets) {
        const QString label = q(target.label);
        if (target.mounts.size() > 1)
            all.push_back({Tone::Error, id, Words::tr("%1 is mounted on two servers").arg(label)});
        else if (!target.conflicts.empty())
            all.push_back({Tone::Warning, id, label + QStringLiteral(": ") + q(target.conflicts.front())});
        else if (target.state == machine::State::Mounted && !target.onPrimary())
            all.push_back({Tone::Warning, id, Words::tr("%1 runs on its failover server %2").arg(label, q(target.active))});
        else if (!target.activeKnown)
            all.push_back({Tone::Unknown, id, Words::tr("Nobody knows where %1 is mounted").arg(label)});
        else
            continue;
        named.insert(id);
    }
}

void addClusterTroubles(std::vector<Trouble> &all, const inventory::World &world)
{
    for (const auto &[name, cluster] : world->clusters)
        if (const Badge badge = clusterBadge(cluster); badge.tone == Tone::Error || badge.tone == Tone::Warning)
            all.push_back({badge.tone, cluster.id, Words::tr("Cluster %1: %2").arg(q(name), badge.word)});
}

} // namespace

std::vector<Trouble> troubles(const inventory::World &world, const inventory::Wanted &, const std::vector<inventory::Drift> &drift)
{
    std::vector<Trouble> all;
    std::set<std::string> named;
    addClusterTroubles(all, world);
    addServerTroubles(all, world, named);
    addTargetTroubles(all, world, named);
    for (const inventory::Drift &d : drift)
        if (named.insert(d.object).second)
            all.push_back({Tone::Error, d.object, q(d.name) + QLatin1Char(' ') + q(d.text)});
    for (const auto &[name, fs] : world->filesystems)
        for (const std::string &missing : fs.missing)
            all.push_back({Tone::Warning, fs.id, q(missing)});
    for (const std::string &conflict : world->conflicts)
        all.push_back({Tone::Warning, "volumes", q(conflict)});
    std::stable_sort(all.begin(), all.end(), [](const Trouble &a, const Trouble &b) {
        return a.tone != b.tone && worse(a.tone, b.tone) == a.tone;
    });
    return all;
}

} // namespace models
