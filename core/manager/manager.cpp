// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/manager.h"

#include "core/base/clock.h"
#include "core/jobs/executor.h"
#include "core/jobs/judge.h"
#include "core/manager/poller.h"
#include "core/profile/profile.h"

#include <algorithm>
#include <map>
#include <set>

namespace manager {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr int buildMs = 50;     ///< many inventories at once make one World
constexpr int saveMs = 2000;       ///< many servers that answer at once are one transaction
constexpr int foreignMs = 2000; ///< how often the file is looked at for what another program wrote
constexpr int longestFreshMs = 10'000;

jobs::ExecutorOptions executorOptions(const Options &options)
{
    jobs::ExecutorOptions executor;
    const std::size_t at = options.holder.rfind('@');
    executor.holder = options.holder.substr(0, at);
    executor.host = at == std::string::npos ? std::string() : options.holder.substr(at + 1);
    return executor;
}

std::vector<std::string> namesOf(const std::vector<profile::ServerEntry> &servers)
{
    std::vector<std::string> names;
    for (const profile::ServerEntry &server : servers)
        names.push_back(server.name);
    return names;
}

/// A file system was removed whole, and nothing of it was erased: its configuration is where its targets are.
bool removedWholeFilesystem(const jobs::Job &job)
{
    bool removed = false;
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        const plan::Move &move = job.plan.moves[i];
        if (move.kind != machine::Kind::Filesystem || move.to != machine::State::Removed || job.moves[i].state != jobs::JobState::Done)
            continue;
        removed = true;
        for (const plan::Step &step : move.steps)
            if (step.verb == protocol::Verb::MgsEraseConfig)
                return false;
    }
    return removed;
}

} // namespace

struct Manager::Private {
    base::SystemClock systemClock;
    base::Clock *clock = &systemClock;
    std::unique_ptr<profile::Profile> profile;
    std::unique_ptr<jobs::JobStore> store;
    std::unique_ptr<jobs::Agents> agents;
    std::unique_ptr<jobs::Executor> executor; // after what it uses: it goes first
    std::unique_ptr<Poller> poller;
    inventory::World observed; ///< with what was removed here: it is still on the disks
    inventory::World world;
    inventory::Wanted wanted;
    std::vector<profile::ServerEntry> servers;
    std::int64_t foreignVersion = 0;
    std::map<jobs::JobId, std::pair<inventory::Wanted, inventory::Wanted>> wishes; ///< of running jobs: before and after
    std::set<std::string> unsaved; ///< servers whose newest inventory is not in the profile yet
    bool building = false, visible = false, saving = false;

    void saveSeen();
};

void Manager::Private::saveSeen()
{
    saving = false;
    std::vector<profile::SeenInventory> seen;
    for (const inventory::HostReport &report : poller->reports())
        if (report.inventory && unsaved.contains(report.server))
            seen.push_back({report.server, report.seenAt, report.inventory});
    if (!seen.empty() && profile->saveInventories(seen))
        unsaved.clear(); // else they are tried again with the next one
}

Manager::Manager()
    : d(std::make_unique<Private>())
{
}

Manager::~Manager()
{
    if (d->poller)
        d->saveSeen();
}

Result<std::unique_ptr<Manager>> Manager::open(const Options &options, std::unique_ptr<jobs::Agents> agents)
{
    std::unique_ptr<Manager> manager(new Manager);
    Private &d = *manager->d;
    d.agents = std::move(agents);
    if (options.clock)
        d.clock = options.clock;
    auto profile = profile::Profile::open(options.profilePath);
    if (!profile)
        return profile.error();
    d.profile = std::move(*profile);
    auto store = jobs::JobStore::open(options.profilePath);
    if (!store)
        return store.error();
    d.store = std::move(*store);
    auto wanted = d.profile->wanted();
    if (!wanted)
        return wanted.error();
    d.wanted = std::move(*wanted);
    d.executor = std::make_unique<jobs::Executor>(*d.agents, *d.store, *d.clock, executorOptions(options));
    d.poller = std::make_unique<Poller>(*d.agents, *d.clock, options.inventorySeconds, nullptr);
    manager->follow();
    if (auto recalled = manager->recall(); !recalled)
        return recalled.error();
    manager->serversEdited();
    manager->build();
    if (auto resumed = d.executor->resume(); !resumed)
        return resumed.error();
    manager->watchFile();
    return manager;
}

void Manager::follow()
{
    connect(d->executor.get(), &jobs::Executor::jobAdded, this, &Manager::jobAdded);
    connect(d->executor.get(), &jobs::Executor::jobChanged, this, &Manager::jobChanged);
    connect(d->executor.get(), &jobs::Executor::hostChanged, d->poller.get(), &Poller::refresh);
    connect(d->executor.get(), &jobs::Executor::jobEnded, this, [this](const std::string &id) {
        const auto ended = job(id);
        if (const auto wish = d->wishes.extract(id); wish && ended)
            takeBackWish(*ended, wish.mapped().first, wish.mapped().second);
        d->poller->whenFresh(ended ? jobs::serversOf(ended->plan) : std::vector<std::string>(), longestFreshMs, [this, id] {
            build();
            emit jobEnded(id);
        });
    });
    connect(d->poller.get(), &Poller::seen, this, [this](const std::string &server) {
        d->unsaved.insert(server);
        if (!std::exchange(d->saving, true))
            d->clock->after(saveMs, this, [this] { d->saveSeen(); });
    });
    connect(d->poller.get(), &Poller::changed, this, [this](bool visible) {
        d->visible = d->visible || visible;
        if (!std::exchange(d->building, true))
            d->clock->after(buildMs, this, [this] { build(); });
    });
}

// A job that was refused before it did anything leaves no wish behind, unless somebody wished something else meanwhile.
void Manager::takeBackWish(const jobs::Job &job, const inventory::Wanted &before, const inventory::Wanted &after)
{
    const bool refused = job.error && job.error->problem == Problem::LeaseHeld;
    const bool untouched = std::all_of(job.moves.begin(), job.moves.end(), [](const jobs::MoveRun &move) { return move.startedAt == 0; });
    if (!refused || !untouched || inventory::toJson(d->wanted) != inventory::toJson(after))
        return;
    if (d->profile->saveWanted(before))
        d->wanted = before;
}

Result<void> Manager::recall()
{
    auto seen = d->profile->inventories();
    if (!seen)
        return seen.error();
    std::vector<inventory::HostReport> reports;
    for (profile::SeenInventory &one : *seen)
        reports.push_back({one.server, inventory::Reach::NeverSeen, {}, one.at, std::move(one.inventory)});
    d->poller->recall(reports);
    return {};
}

void Manager::build()
{
    d->building = false;
    d->observed = inventory::buildWorld(d->poller->reports());
    d->world = plan::withoutRemoved(d->observed, d->wanted);
    if (std::exchange(d->visible, false))
        emit worldChanged();
}

void Manager::watchFile()
{
    d->clock->after(foreignMs, this, [this] {
        if (const std::int64_t version = d->profile->foreignVersion(); std::exchange(d->foreignVersion, version) != version)
            reload();
        (void)d->executor->refreshForeign().ok(); // a file that is busy now is read the next time
        watchFile();
    });
}

// The journal is in the same file, so that this also follows our own lines in it; it is cheap.
void Manager::reload()
{
    auto wanted = d->profile->wanted();
    if (!wanted)
        return;
    const bool differs = inventory::toJson(*wanted) != inventory::toJson(d->wanted);
    d->wanted = std::move(*wanted);
    serversEdited();
    if (differs)
        emit worldChanged();
}

void Manager::serversEdited()
{
    auto servers = d->profile->servers();
    if (!servers || *servers == d->servers)
        return;
    d->servers = std::move(*servers);
    emit serversChanged(); // first: the link must know them before they are asked
    d->poller->setServers(namesOf(d->servers));
}

std::string Manager::name() const { return d->profile->name(); }
profile::Profile &Manager::profile() const { return *d->profile; }
inventory::World Manager::world() const { return d->world; }
inventory::Wanted Manager::wanted() const { return d->wanted; }

std::vector<inventory::Drift> Manager::drift() const
{
    return inventory::drift(d->world, d->wanted);
}

void Manager::refresh(const std::string &server)
{
    if (server.empty())
        d->poller->refreshAll();
    else
        d->poller->refresh(server);
}

bool Manager::inventoriesComplete() const
{
    return d->poller->isComplete() && !d->building;
}

Result<plan::Plan> Manager::plan(const std::vector<plan::Goal> &goals) const
{
    return plan::plan(d->observed, d->wanted, goals); // it must know what was removed, to refuse its volumes
}

std::vector<plan::Offer> Manager::offers(const inventory::ObjectId &object) const
{
    return plan::offers(d->world, d->wanted, object);
}

// What is wanted is written first: were we killed in between, the difference would show as drift, with a plan that repairs it.
Result<jobs::JobId> Manager::run(const plan::Plan &plan, const std::vector<std::string> &words)
{
    if (const auto missing = jobs::missingWords(plan, words); !missing.empty())
        return Error{Problem::BadArgument, "the plan needs your word that " + missing.front() + " is off", {},
            "Make sure that it is off, then type its name."};
    if (auto saved = d->profile->saveWanted(plan.wantedAfter); !saved)
        return saved.error();
    auto id = d->executor->start(plan, words);
    if (!id) {
        (void)d->profile->saveWanted(d->wanted).ok();
        return id;
    }
    d->wishes.insert_or_assign(*id, std::pair(std::exchange(d->wanted, plan.wantedAfter), plan.wantedAfter));
    emit worldChanged();
    return id;
}

std::vector<std::shared_ptr<const jobs::Job>> Manager::jobs() const
{
    return d->executor->jobs();
}

std::shared_ptr<const jobs::Job> Manager::job(const jobs::JobId &id) const
{
    return d->executor->job(id);
}

void Manager::cancel(const jobs::JobId &id)
{
    (void)d->executor->cancel(id).ok(); // there is nobody to tell: the job shows whether it was cancelled
}

Result<void> Manager::retry(const jobs::JobId &id)
{
    return d->executor->retry(id);
}

// Removing a file system forgets it; its targets are still on the disks. As long as its logs on a shared MGS were not erased and
// no volume was used again, it can be started as it was.
Result<plan::Plan> Manager::undoRemoval(const plan::Plan &removal) const
{
    inventory::Wanted wanted = d->wanted;
    std::vector<plan::Goal> goals;
    for (const plan::Move &move : removal.moves) {
        if (move.to != machine::State::Removed)
            continue;
        wanted.states.erase(move.object);
        if (move.kind == machine::Kind::Filesystem)
            goals.push_back({.object = move.object, .state = machine::State::Available});
    }
    auto back = plan::plan(d->observed, wanted, goals);
    if (back)
        back->notes.push_back("What was removed is still on its volumes; this starts it again as it was.");
    return back;
}

Result<plan::Plan> Manager::undo(const jobs::JobId &id) const
{
    const auto job = this->job(id);
    if (!job)
        return Error{Problem::NotFound, "there is no job " + id, {}, {}};
    if (!jobs::isEnd(job->state))
        return Error{Problem::Conflict, "\"" + job->plan.title + "\" has not ended", {}, "Cancel it first, or wait."};
    if (removedWholeFilesystem(*job))
        return undoRemoval(job->plan);
    std::vector<bool> done;
    for (const jobs::MoveRun &move : job->moves)
        done.push_back(move.state == jobs::JobState::Done);
    return plan::inverse(job->plan, done, d->world, d->wanted);
}

} // namespace manager
