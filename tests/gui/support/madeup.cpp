// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeup.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace madeup {

namespace {

constexpr std::int64_t today = 1'700'000'000'000;

void addServer(inventory::WorldData &data, const std::string &name, int number)
{
    auto host = std::make_shared<protocol::HostInventory>();
    host->host = name;
    host->os = "Rocky Linux 8.10";
    host->kernel = "4.18.0-553.el8_lustre.x86_64";
    host->lustreVersion = "2.15.5";
    host->agentVersion = "0.1.0";
    host->cpus = 32;
    host->memory = 256ull << 30;
    host->bootTime = today / 1000 - 864000;
    host->bootId = "boot-" + name;
    host->lnet = {"up", {"10.10.1." + std::to_string(number) + "@tcp"}, "tcp0(eth1)"};
    host->interfaces = {{"lo", {}, "loopback", true, -1, {"127.0.0.1/8"}}, {"eth1", {}, "ethernet", true, 25000, {"10.10.1." + std::to_string(number) + "/24"}}};
    inventory::Server server;
    server.id = inventory::serverId(name);
    server.lnetId = inventory::lnetId(name);
    server.name = name;
    server.reach = inventory::Reach::Connected;
    server.seenAt = today;
    server.state = machine::State::Managed;
    server.lnet = machine::State::Up;
    server.inventory = host;
    data.servers[name] = server;
}

void addVolume(inventory::WorldData &data, const std::string &name, std::uint64_t size, const std::string &primary, const std::string &failover, int number)
{
    inventory::Volume volume;
    volume.id = "wwn-0x600a0b80" + std::to_string(10000000 + number);
    volume.name = name;
    volume.size = size;
    volume.kind = "mpath";
    volume.transport = "sas";
    volume.model = "MD3460";
    volume.serial = volume.id.substr(4);
    volume.primary = primary;
    volume.failover = failover;
    volume.seenBy = {{primary, "/dev/mapper/" + name}};
    if (!failover.empty())
        volume.seenBy.push_back({failover, "/dev/mapper/" + name});
    data.volumes[volume.id] = volume;
}

void addTarget(inventory::WorldData &data, const std::string &fsname, bool mdt, int index, inventory::Volume &volume)
{
    inventory::Target t;
    t.label = inventory::targetLabel(fsname, mdt, index);
    t.id = inventory::targetId(t.label);
    t.fsname = fsname;
    t.mdt = mdt;
    t.mgs = mdt && index == 0;
    t.ost = !mdt;
    t.index = index;
    t.backend = "ldiskfs";
    t.volume = volume.id;
    t.primary = volume.primary;
    t.failover = volume.failover;
    t.servers = {volume.primary};
    if (!volume.failover.empty())
        t.servers.push_back(volume.failover);
    t.state = machine::State::Mounted;
    t.active = volume.primary;
    t.mountpoint = inventory::defaultMountpoint(t.label);
    t.mounts = {{t.active, t.mountpoint}};
    t.parameters = {{"mgsnode", "10.10.1.1@tcp"}, {"failover.node", "10.10.1.2@tcp"}};
    t.mmp = true;
    t.bytesTotal = volume.size;
    t.bytesFree = volume.size * static_cast<std::uint64_t>(80 - index * 7 % 70) / 100;
    t.inodesTotal = 400'000'000;
    t.inodesFree = 350'000'000;
    t.clients = 1204;
    t.recovery = "COMPLETE";
    volume.target = t.id;
    volume.signature = {"ext4", t.label, "0f5e"};
    data.targets[t.id] = t;
    data.servers[t.active].targetsHere.push_back(t.id);
    data.servers[t.primary].targetsPrimary.push_back(t.id);
}

void addFilesystem(inventory::WorldData &data, const Shape &shape)
{
    inventory::FileSystem fs;
    fs.id = inventory::filesystemId(shape.fsname);
    fs.name = shape.fsname;
    fs.state = machine::State::Available;
    fs.mgsNids = {"10.10.1.1@tcp", "10.10.1.2@tcp"};
    int mdt = 0;
    int ost = 0;
    for (auto &[id, volume] : data.volumes) {
        const bool small = volume.name.find("mdt") != std::string::npos;
        if (small ? mdt >= shape.mdts : ost >= shape.osts)
            continue;
        addTarget(data, shape.fsname, small, small ? mdt++ : ost++, volume);
        const inventory::Target &t = data.targets[volume.target];
        (small ? fs.mdts : fs.osts).push_back(t.id);
        if (t.mgs)
            fs.mgs = t.id;
        if (!small) {
            fs.bytesTotal += t.bytesTotal;
            fs.bytesFree += t.bytesFree;
        }
        fs.inodesTotal = t.inodesTotal;
        fs.inodesFree = t.inodesFree;
    }
    data.filesystems[fs.name] = fs;
}

} // namespace

inventory::World world(const Shape &shape)
{
    auto data = std::make_shared<inventory::WorldData>();
    data->at = today;
    const auto name = [&](const char *kind, int i) { return (shape.serverName.empty() ? std::string(kind) : shape.serverName + kind) + std::to_string(i + 1); };
    for (int i = 0; i < shape.mds; ++i)
        addServer(*data, name("mds", i), i + 1);
    for (int i = 0; i < shape.oss; ++i)
        addServer(*data, name("oss", i), 11 + i);
    for (int i = 0; i < shape.mdtVolumes; ++i)
        addVolume(*data, "mdt" + std::to_string(i), 2ull << 40, name("mds", i % shape.mds), shape.mds > 1 ? name("mds", (i + 1) % shape.mds) : "", i);
    for (int i = 0; i < shape.ostVolumes; ++i) {
        const int at = i % shape.oss;
        addVolume(*data, "ost" + std::to_string(i), 60ull << 40, name("oss", at), shape.oss > 1 ? name("oss", at ^ 1) : "", 1000 + i);
    }
    if (shape.mdts + shape.osts > 0)
        addFilesystem(*data, shape);
    return inventory::World(data);
}

inventory::World changed(const inventory::World &world, const std::function<void(inventory::WorldData &)> &change)
{
    auto data = std::make_shared<inventory::WorldData>(*world);
    change(*data);
    return inventory::World(data);
}

Cluster::Cluster(inventory::World world)
    : m_world(std::move(world))
{
}

void Cluster::setWorld(const inventory::World &world)
{
    m_world = world;
    emit worldChanged();
}

void Cluster::setDrift(std::vector<inventory::Drift> drift)
{
    m_drift = std::move(drift);
    emit worldChanged();
}

void Cluster::setJob(const jobs::Job &job)
{
    auto made = std::make_shared<const jobs::Job>(job);
    const auto at = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const auto &j) { return j->id == job.id; });
    if (at == m_jobs.end())
        m_jobs.insert(m_jobs.begin(), made);
    else
        *at = made;
    emit jobChanged(job.id);
}

std::shared_ptr<const jobs::Job> Cluster::job(const jobs::JobId &id) const
{
    const auto at = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const auto &j) { return j->id == id; });
    return at == m_jobs.end() ? nullptr : *at;
}

base::Result<jobs::JobId> Cluster::run(const plan::Plan &plan, const std::vector<std::string> &words)
{
    m_words = words;
    jobs::Job made = madeup::job(plan, 0);
    made.id = "run-" + std::to_string(m_jobs.size());
    setJob(made);
    return made.id;
}

base::Result<void> Cluster::retry(const jobs::JobId &id)
{
    m_retried = id;
    return {};
}

base::Result<plan::Plan> Cluster::undo(const jobs::JobId &id) const
{
    const auto made = job(id);
    std::vector<bool> done;
    for (const jobs::MoveRun &move : made->moves)
        done.push_back(move.state == jobs::JobState::Done);
    return plan::inverse(made->plan, done, m_world, m_wanted);
}

jobs::Job job(const plan::Plan &plan, std::size_t done, bool fails)
{
    jobs::Job job;
    job.id = "job-" + std::to_string(done);
    job.plan = plan;
    job.state = fails ? jobs::JobState::Failed : done >= plan.moves.size() ? jobs::JobState::Done : jobs::JobState::Running;
    job.holder = "ada@desk";
    job.createdAt = job.startedAt = today;
    job.endedAt = jobs::isEnd(job.state) ? today + 125'000 : 0;
    for (std::size_t i = 0; i < plan.moves.size(); ++i) {
        jobs::MoveRun run;
        run.state = i < done ? jobs::JobState::Done : i > done ? (fails ? jobs::JobState::Skipped : jobs::JobState::Waiting)
                                                               : (fails ? jobs::JobState::Failed : jobs::JobState::Running);
        run.startedAt = today;
        run.endedAt = i < done ? today + 2300 : 0;
        run.fraction = i < done ? 1 : i == done ? 0.4 : 0;
        for (const plan::Step &planned : plan.moves[i].steps) {
            jobs::StepRun step;
            step.state = run.state;
            if (i <= done)
                for (const protocol::Operation &op : planned.operations)
                    step.transcripts.push_back({op.argv, "change", i == done && fails ? 17 : 0, "Permanent disk data:\n", i == done && fails ? "mkfs.lustre FATAL: Device is in use\n" : "", 1, 3.3, {}});
            if (i == done && fails)
                step.error = base::Error{base::Problem::ToolFailed, "mkfs.lustre on oss1 ended with exit code 17", "mkfs.lustre FATAL: Device is in use", "Unmount the device on oss1 and retry."};
            run.steps.push_back(step);
        }
        if (i > done && fails)
            run.because = done;
        if (i == done && !fails)
            run.line = "Creating journal (262144 blocks)";
        job.moves.push_back(run);
    }
    return job;
}

} // namespace madeup
