// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/show.h"

namespace cli {

using inventory::World;

Json serversJson(const World &world)
{
    Json all = Json::array();
    for (const auto &[name, server] : world->servers) {
        Json one{{"name", name}, {"up", server.up()}, {"reason", server.reason}, {"lnet", machine::word(server.lnet)},
            {"targets", server.targetsHere}, {"primaryOf", server.targetsPrimary}, {"seenAt", server.seenAt}};
        if (server.inventory)
            one["inventory"] = protocol::toJson(*server.inventory);
        all.push_back(std::move(one));
    }
    return all;
}

Json volumesJson(const World &world)
{
    Json all = Json::array();
    for (const auto &[id, volume] : world->volumes) {
        Json paths = Json::object();
        for (const inventory::VolumePath &path : volume.seenBy)
            paths[path.server] = path.path;
        all.push_back({{"id", id}, {"name", volume.name}, {"size", volume.size}, {"paths", paths}, {"primary", volume.primary},
            {"failover", volume.failover}, {"target", volume.target}, {"whyNot", volume.whyNot}, {"content", volume.signature.text()},
            {"usable", volume.usable()}});
    }
    return all;
}

Json targetsJson(const World &world)
{
    Json all = Json::array();
    for (const auto &[id, target] : world->targets) {
        Json mounts = Json::array();
        for (const inventory::TargetMount &mount : target.mounts)
            mounts.push_back({{"server", mount.server}, {"mountpoint", mount.mountpoint}});
        all.push_back({{"id", id}, {"label", target.label}, {"fsname", target.fsname}, {"mgs", target.mgs}, {"mdt", target.mdt},
            {"ost", target.ost}, {"index", target.index}, {"backend", target.backend}, {"volume", target.volume},
            {"state", machine::word(target.state)}, {"active", target.active}, {"activeKnown", target.activeKnown},
            {"primary", target.primary}, {"failover", target.failover}, {"mounts", mounts}, {"bytesTotal", target.bytesTotal},
            {"bytesFree", target.bytesFree}, {"conflicts", target.conflicts}});
    }
    return all;
}

Json filesystemsJson(const World &world)
{
    Json all = Json::array();
    for (const auto &[name, fs] : world->filesystems)
        all.push_back({{"name", name}, {"state", machine::word(fs.state)}, {"mgs", fs.mgs}, {"mdts", fs.mdts}, {"osts", fs.osts},
            {"missing", fs.missing}, {"mountCommand", fs.mountCommand()}, {"bytesTotal", fs.bytesTotal}, {"bytesFree", fs.bytesFree}});
    return all;
}

Json driftJson(const std::vector<inventory::Drift> &drift)
{
    Json all = Json::array();
    for (const inventory::Drift &d : drift)
        all.push_back({{"object", d.object}, {"name", d.name}, {"text", d.text}, {"repairable", d.repairable}});
    return all;
}

Json jobJson(const jobs::Job &job, bool transcripts)
{
    Json moves = Json::array();
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        Json steps = Json::array();
        for (const jobs::StepRun &run : job.moves[i].steps) {
            Json step{{"id", run.id}, {"state", jobs::word(run.state)}, {"startedAt", run.startedAt}, {"endedAt", run.endedAt}, {"replayed", run.replayed}};
            if (run.error)
                step["error"] = protocol::toJson(*run.error);
            if (transcripts)
                for (const protocol::Transcript &t : run.transcripts)
                    step["transcript"].push_back(protocol::toJson(t));
            steps.push_back(std::move(step));
        }
        moves.push_back({{"object", job.plan.moves[i].objectName}, {"action", job.plan.moves[i].action}, {"server", job.plan.moves[i].server},
            {"state", jobs::word(job.moves[i].state)}, {"steps", std::move(steps)}});
    }
    Json one{{"id", job.id}, {"title", job.plan.title}, {"state", jobs::word(job.state)}, {"holder", job.holder}, {"host", job.host},
        {"startedAt", job.startedAt}, {"endedAt", job.endedAt}, {"moves", std::move(moves)}};
    if (job.error)
        one["error"] = protocol::toJson(*job.error);
    return one;
}

} // namespace cli
