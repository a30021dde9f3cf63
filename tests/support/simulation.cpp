// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simulation.h"

#include "core/inventory/ids.h"

#include <algorithm>

namespace support {

using inventory::Reach;
using jobs::JobState;

namespace {

constexpr const char *holderName = "alice";
constexpr std::int64_t longestMs = 12ll * 3600 * 1000;
constexpr int mostRounds = 16;

plan::Goal createGoal(bool combined)
{
    plan::Goal goal;
    goal.what = plan::Goal::What::CreateFilesystem;
    goal.spec.name = "scratch";
    for (const char *volume : {"wwn-m0", "wwn-m1", "wwn-m2", "wwn-o0", "wwn-o1", "wwn-o2"}) {
        inventory::TargetSpec spec;
        spec.volume = volume;
        spec.ost = volume[4] == 'o';
        spec.mgs = goal.spec.targets.empty();
        spec.mdt = !spec.ost && (combined || !spec.mgs);
        goal.spec.targets.push_back(spec);
    }
    return goal;
}

/// Something of everything that a server profile can want, but no reboot.
inventory::ServerProfilePtr profileOfAll()
{
    inventory::ServerProfile profile;
    profile.name = profile.title = "everything";
    profile.distributions.push_back({"cpus > 0", {{"lustre", "Lustre", "https://packages.lab/lustre"}}, {"lustre", "database"}});
    profile.time = {true, "chrony"};
    profile.firewall = {"988/tcp"};
    profile.services = {"database.service"};
    return std::make_shared<const inventory::ServerProfile>(std::move(profile));
}

} // namespace

Simulation::Manager::Manager(SimShared &shared, std::map<std::string, std::unique_ptr<SimHost>> &hosts, jobs::JobStore &store,
    const std::string &holder, std::function<jobs::JobId()> makeId)
    : agents(shared, hosts, holder)
    , executor(agents, store, shared.clock, [&] {
        jobs::ExecutorOptions options;
        options.holder = holder;
        options.host = "desk";
        options.makeId = std::move(makeId);
        return options;
    }())
{
}

Simulation::Simulation(std::uint64_t seed)
    : m_shared(seed)
    , m_store(jobs::JobStore::open(":memory:").value())
{
    m_shared.faults = m_shared.between(0, 8);
    m_goal = createGoal(m_shared.chance(50));
    if (m_shared.chance(15)) // its servers are set up on the way, and Repair does what no file system needs
        for (const std::string &name : m_shared.cluster.hosts()) {
            m_wanted.profiles[name] = profileOfAll();
            m_wanted.states[inventory::serverId(name)] = machine::State::Managed;
        }
    for (const std::string &name : m_shared.cluster.hosts()) {
        m_hosts[name] = std::make_unique<SimHost>(m_shared, name);
        m_hosts[name]->changed = [this, name] {
            if (m_manager)
                m_manager->agents.look(name);
            if (m_rival)
                m_rival->manager->agents.look(name);
        };
    }
}

Simulation::~Simulation() = default;

inventory::World Simulation::world() const
{
    std::vector<inventory::HostReport> reports;
    for (const auto &[name, host] : m_hosts) {
        inventory::HostReport report;
        report.server = name;
        report.reach = host->service ? Reach::Connected : Reach::Lost;
        report.seenAt = m_shared.clock.now();
        report.inventory = std::make_shared<const protocol::HostInventory>(m_shared.cluster.inventory(name));
        reports.push_back(std::move(report));
    }
    return inventory::buildWorld(reports);
}

void Simulation::startManager()
{
    m_shared.note("the manager lives");
    m_manager = std::make_unique<Manager>(m_shared, m_hosts, *m_store, holderName, [this] { return "j" + std::to_string(++m_ids); });
    if (const auto resumed = m_manager->executor.resume(); !resumed)
        m_shared.note("cannot resume: " + resumed.error().message);
}

std::string Simulation::startPlan(const plan::Goal &goal)
{
    const auto plan = plan::plan(world(), m_wanted, {goal});
    if (!plan) {
        m_shared.note("no plan: " + plan.error().message);
        return plan.error().message.empty() ? "a plan was refused without a word" : "";
    }
    if (plan->empty())
        return {};
    m_wanted = plan->wantedAfter;
    const auto started = m_manager->executor.start(*plan, {});
    if (!started)
        return "a plan could not be started: " + started.error().message;
    m_job = *started;
    m_shared.note("job " + m_job + ": " + plan->title + ", " + std::to_string(plan->moves.size()) + " moves");
    return {};
}

std::string Simulation::run()
{
    startManager();
    ++m_rounds;
    if (const std::string wrong = startPlan(m_goal); !wrong.empty() || m_job.empty())
        return wrong.empty() ? "there was no plan to begin with" : wrong;
    const std::int64_t begun = m_shared.clock.now();
    while (!m_reached) {
        if (m_shared.clock.now() - begun > longestMs)
            return "no end after 12 hours: " + whatIsOpen();
        if (const std::string wrong = step(); !wrong.empty())
            return wrong;
    }
    return checkEnd();
}

std::string Simulation::whatIsOpen() const
{
    const auto job = m_manager ? m_manager->executor.job(m_job) : nullptr;
    if (!job)
        return "there is no manager";
    std::string text = "job " + m_job + " is " + std::string(jobs::word(job->state)) + " " + job->waitingFor;
    for (std::size_t i = 0; i < job->moves.size(); ++i)
        if (!jobs::isEnd(job->moves[i].state))
            text += "; move " + std::to_string(i) + " is " + std::string(jobs::word(job->moves[i].state)) + " " + job->moves[i].line;
    return text;
}

std::string Simulation::step()
{
    if (!m_shared.clock.step())
        return "nothing happens any more";
    injectFault();
    if (!m_shared.cluster.violations().empty())
        return m_shared.cluster.violations().front();
    if (const std::string wrong = checkLeases(); !wrong.empty())
        return wrong;
    if (const std::string wrong = watchRival(); !wrong.empty())
        return wrong;
    if (m_restOver && everythingIsUp())
        return nextRound();
    const auto job = m_manager && !m_resting ? m_manager->executor.job(m_job) : nullptr;
    return job && jobs::isEnd(job->state) ? endRound(*job) : std::string();
}

bool Simulation::everythingIsUp() const
{
    return m_manager && std::all_of(m_hosts.begin(), m_hosts.end(), [this](const auto &item) {
        return item.second->service && m_manager->agents.reach(item.first) == Reach::Connected;
    });
}

// Faults ------------------------------------------------------------------------------------------------------------

void Simulation::injectFault()
{
    if (m_shared.faults == 0 || m_resting || m_shared.between(1, m_moved ? 25 : 120) != 1) // the second half is short
        return;
    --m_shared.faults;
    auto host = m_hosts.begin();
    std::advance(host, m_shared.between(0, static_cast<int>(m_hosts.size()) - 1));
    breakSomething(m_shared.between(0, 15), host->first);
}

void Simulation::breakSomething(int what, const std::string &name)
{
    SimHost &host = *m_hosts[name];
    switch (what) {
    case 0: case 1: case 2: case 3: case 4:
        if (m_manager)
            m_manager->agents.spoil(name, static_cast<SimAgents::Fault>(what));
        break;
    case 5: case 6: host.killAgent(m_shared.between(1, 90)); break;
    case 7: case 8: host.powerCut(m_shared.between(10, 150)); break;
    case 9: case 10: case 11:
        if (!std::exchange(m_manager, nullptr))
            break;
        m_shared.note("the manager is killed");
        m_shared.clock.after(m_shared.between(0, 150) * 1000, &m_shared.life, [this] { startManager(); });
        break;
    case 12: {
        auto disk = m_shared.cluster.disks().begin();
        std::advance(disk, m_shared.between(0, static_cast<int>(m_shared.cluster.disks().size()) - 1));
        m_shared.note("disk " + disk->first + " is pulled");
        m_shared.cluster.setPresent(disk->first, false);
        m_shared.clock.after(m_shared.between(5, 200) * 1000, &m_shared.life, [this, id = disk->first] { m_shared.cluster.setPresent(id, true); });
        break;
    }
    case 13: host.runner.failNext(); break;
    case 14: fillDisk(host); break;
    default:
        if (m_shared.chance(50))
            return startRival(name);
        if (m_manager && m_manager->executor.cancel(m_job))
            m_shared.note("cancelled");
    }
}

void Simulation::fillDisk(SimHost &host)
{
    std::uint64_t used = 0;
    for (const auto &[name, content] : host.disk.files())
        used += content.size();
    m_shared.note(host.name + ": the agent's disk is full");
    host.disk.setCapacity(used + static_cast<std::uint64_t>(m_shared.between(0, 300)));
    m_shared.clock.after(m_shared.between(1, 90) * 1000, &m_shared.life, [this, &host] {
        m_shared.note(host.name + ": the agent's disk has room again");
        host.disk.setCapacity(UINT64_MAX);
        host.tick();
    });
}

// Another admin, from another desk. What the job does is harmless: whether it may is the question.
void Simulation::startRival(const std::string &host)
{
    if (m_rival)
        return;
    m_shared.note("a rival wants " + host);
    m_rival = std::make_unique<Rival>();
    m_rival->store = jobs::JobStore::open(":memory:").value();
    m_rival->manager = std::make_unique<Manager>(m_shared, m_hosts, *m_rival->store, "eve", [this] { return "rival" + std::to_string(++m_ids); });
    plan::Plan plan;
    plan.title = "Load LNet";
    plan::Move move;
    move.action = "Load LNet";
    move.server = host;
    plan::Step load;
    load.server = host;
    load.verb = protocol::Verb::LnetLoad;
    load.args = protocol::Json::object();
    move.steps.push_back(load);
    plan.moves.push_back(move);
    m_rival->job = m_rival->manager->executor.start(plan, {}).value();
}

std::string Simulation::watchRival()
{
    const auto job = m_rival ? m_rival->manager->executor.job(m_rival->job) : nullptr;
    if (!job || !jobs::isEnd(job->state))
        return {};
    const bool refused = job->error && job->error->problem == base::Problem::LeaseHeld;
    const std::string words = refused ? job->error->message : std::string();
    m_shared.note("the rival ended: " + std::string(jobs::word(job->state)) + " " + words);
    m_shared.clock.after(0, &m_shared.life, [old = std::shared_ptr<Rival>(std::move(m_rival))] { old->manager.reset(); });
    return refused && words.find(holderName) == std::string::npos ? "the rival was not told who holds the lease: " + words : "";
}

// Rounds ------------------------------------------------------------------------------------------------------------

std::string Simulation::endRound(const jobs::Job &job)
{
    m_shared.note("job " + job.id + " ended: " + std::string(jobs::word(job.state)) + (job.error ? ": " + job.error->message : ""));
    m_resting = true;
    m_shared.clock.after(250'000, &m_shared.life, [this] { m_restOver = true; });
    if (job.state != JobState::Failed && job.state != JobState::TimedOut)
        return {};
    bool told = job.error && !job.error->message.empty();
    for (const jobs::MoveRun &move : job.moves)
        for (const jobs::StepRun &line : move.steps)
            if (line.state == JobState::Failed || line.state == JobState::TimedOut) {
                if (!line.error || line.error->message.empty())
                    return "step " + line.id + " failed without a word";
                told = true;
                m_shared.note("  " + line.id + ": " + line.error->message);
            }
    return told ? "" : "job " + job.id + " failed without a word";
}

std::string Simulation::nextRound()
{
    m_resting = m_restOver = false;
    if (isReached()) {
        m_reached = m_moved || m_shared.chance(50);
        return m_reached ? std::string() : failOver();
    }
    if (++m_rounds > mostRounds)
        return "the goal was not reached in " + std::to_string(mostRounds) + " rounds";
    const auto job = m_manager->executor.job(m_job);
    if (job && job->state != JobState::Done && m_rounds % 2 == 0) {
        m_shared.note("retry of " + m_job);
        const auto retried = m_manager->executor.retry(m_job);
        return retried ? "" : "the retry was refused: " + retried.error().message;
    }
    plan::Goal repair;
    repair.what = plan::Goal::What::Repair;
    const jobs::JobId before = m_job;
    std::string wrong = startPlan(repair);
    if (wrong.empty() && m_job == before)
        wrong = startPlan(m_goal);
    return wrong;
}

// The second half of a story: a target goes to the other host of its pair, where it must not be while it is here.
std::string Simulation::failOver()
{
    m_moved = true;
    m_shared.faults += m_shared.between(0, 4);
    const auto now = world();
    auto target = now->targets.begin();
    std::advance(target, m_shared.between(0, static_cast<int>(now->targets.size()) - 1));
    m_goal = {};
    m_goal.what = plan::Goal::What::MoveTarget;
    m_goal.object = target->first;
    m_goal.server = target->second.active == target->second.primary ? target->second.failover : target->second.primary;
    m_shared.note("fail over " + target->second.label + " to " + m_goal.server);
    const jobs::JobId before = m_job;
    const std::string wrong = startPlan(m_goal);
    return wrong.empty() && m_job == before ? "there was no plan to fail over" : wrong;
}

bool Simulation::isReached() const
{
    const auto now = world();
    const auto plan = plan::plan(now, m_wanted, {m_goal});
    const inventory::FileSystem *scratch = now.filesystem("scratch");
    const bool made = plan && plan->empty() && scratch && scratch->state == machine::State::Available;
    return made && (m_wanted.profiles.empty() || inventory::drift(now, m_wanted).empty());
}

// Promises ----------------------------------------------------------------------------------------------------------

std::string Simulation::checkLeases() const
{
    for (const auto &[name, host] : m_hosts)
        if (const auto jobs = host->runner.runningJobs(); jobs.size() > 1)
            return "two jobs write on " + name + ": " + *jobs.begin() + " and " + *jobs.rbegin();
    return {};
}

std::string Simulation::checkLines(const jobs::Job &job, std::set<std::string> &known)
{
    const auto lines = m_store->lines(job.id);
    if (!lines)
        return "the lines of " + job.id + " cannot be read: " + lines.error().message;
    for (const jobs::StepRun &line : *lines) {
        known.insert(line.id);
        if (line.startedAt == 0 || (jobs::isEnd(line.state) && line.endedAt == 0))
            return "line " + line.id + " lacks its times";
        if (!jobs::isEnd(line.state) && job.state == JobState::Done)
            return "line " + line.id + " is open though its job is done";
    }
    return {};
}

std::string Simulation::checkJournals()
{
    std::set<std::string> known;
    const auto jobs = m_store->jobs();
    if (!jobs)
        return "the jobs cannot be read: " + jobs.error().message;
    for (const jobs::Job &job : *jobs)
        if (const std::string wrong = checkLines(job, known); !wrong.empty())
            return wrong;
    for (const auto &[name, host] : m_hosts)
        for (const std::string &step : host->service->journal().order()) {
            if (!step.starts_with("rival") && !known.contains(step))
                return name + " has run " + step + ", which the manager never wrote down";
            if (!host->service->journal().find(step)->ended)
                return name + " still has " + step + " open";
        }
    return {};
}

std::string Simulation::checkEnd()
{
    if (const std::string wrong = checkJournals(); !wrong.empty())
        return wrong;
    for (const auto &[id, disk] : m_shared.cluster.disks()) {
        if (disk.formats != 1)
            return id + " was formatted " + std::to_string(disk.formats) + " times";
        if (disk.mounts.size() != 1)
            return id + " is mounted " + std::to_string(disk.mounts.size()) + " times";
    }
    return {};
}

} // namespace support
