// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/manager.h"

#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"
#include "core/jobs/judge.h"
#include "core/manager/private.h"
#include "core/manager/proofs.h"
#include "core/manager/secretagents.h"
#include "core/plan/hadrift.h"

#include <algorithm>
#include <iterator>

namespace manager {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr int buildMs = 50;     ///< many inventories at once make one World
constexpr int restMs = 300;     ///< from one World to the next: nobody can look at more of them
constexpr int saveMs = 2000;    ///< many servers that answer at once are saved together
constexpr int foreignMs = 2000; ///< how often the file is looked at for what another program wrote
constexpr int longestFreshMs = 10'000;
constexpr int defaultHistoryDays = 30, mostHistoryDays = 3650;
const char *const historyDaysKey = "history-days";

jobs::ExecutorOptions executorOptions(const Options &options)
{
    jobs::ExecutorOptions executor;
    const std::size_t at = options.holder.rfind('@');
    executor.holder = options.holder.substr(0, at);
    executor.host = at == std::string::npos ? std::string() : options.holder.substr(at + 1);
    return executor;
}

history::Retention retentionOf(const profile::Profile &profile)
{
    const int days = QString::fromStdString(profile.setting(historyDaysKey)).toInt();
    return {days < 1 || days > mostHistoryDays ? defaultHistoryDays : days};
}

/// The messages of logs that some alert is about.
std::set<std::string> messagesOfAlerts()
{
    const monitoring::RuleLibrary library;
    std::set<std::string> all;
    for (const monitoring::AlertRule &rule : library.all())
        all.insert(rule.says.begin(), rule.says.end());
    return all;
}

} // namespace

std::vector<std::string> namesOf(const std::vector<profile::ServerEntry> &servers)
{
    std::vector<std::string> names;
    for (const profile::ServerEntry &server : servers)
        names.push_back(server.name);
    return names;
}

Built buildFrom(const std::vector<inventory::HostReport> &reports, const inventory::Wanted &wanted)
{
    Built built;
    built.observed = inventory::buildWorld(reports);
    built.world = inventory::remembered(plan::withoutRemoved(built.observed, wanted), wanted);
    built.drift = plan::drift(built.world, wanted);
    return built;
}

std::vector<profile::SeenInventory> Manager::Private::takeUnsaved()
{
    saving = false;
    std::vector<profile::SeenInventory> seen;
    for (const inventory::HostReport &report : poller->reports())
        if (report.inventory && unsaved.contains(report.server))
            seen.push_back({report.server, report.seenAt, report.inventory});
    unsaved.clear();
    return seen;
}

/// What alerts are judged by; what a job of ours works on is excused.
void Manager::Private::tellMonitor()
{
    std::set<inventory::ObjectId> busy;
    for (const auto &job : executor->jobs()) {
        const bool over = jobs::isEnd(job->state);
        if (over && !judgedEnds.insert(job->id).second)
            continue;
        std::set<inventory::ObjectId> touched;
        for (const std::string &server : jobs::serversOf(job->plan)) // of a cluster it is whoever answers for it
            touched.insert(inventory::serverId(server));
        for (const plan::Move &move : job->plan.moves) {
            touched.insert(move.object);
            if (!move.server.empty())
                touched.insert(inventory::serverId(move.server));
        }
        for (const inventory::ObjectId &id : touched)
            over ? void(worked[id] = std::max(worked[id], job->endedAt)) : void(busy.insert(id));
    }
    monitor->setScene(built.world, wanted, std::move(busy), proofs(), worked);
}

/// Another program may have run the test: what the profile says is read again now and then.
monitoring::Monitor::Proofs Manager::Private::proofs()
{
    constexpr std::int64_t rememberMs = 30'000;
    const std::int64_t now = clock->now();
    if (built.world->clusters.empty() || (proofsReadAt > 0 && now - proofsReadAt < rememberMs && now >= proofsReadAt))
        return knownProofs;
    auto read = std::make_shared<std::map<std::string, std::int64_t>>();
    for (const auto &[server, proof] : fenceProofs(path))
        (*read)[server] = proof.at;
    proofsReadAt = now;
    return knownProofs = std::move(read);
}

Manager::Manager()
    : d(std::make_unique<Private>())
{
}

Manager::~Manager()
{
    if (d->timeline) {
        d->timeline->finish(d->monitor->writes());
        d->worker->finish();
    }
    d->worker.reset(); // nothing comes from it any more
    if (d->poller)
        if (const auto seen = d->takeUnsaved(); !seen.empty())
            (void)profile::saveSeen(d->path, seen).ok(); // only a memory
    d->poller.reset();
    d->monitor.reset();
    d->logs.reset();
}

Result<std::shared_ptr<Loaded>> Manager::load(const Options &options)
{
    auto loaded = std::make_shared<Loaded>();
    auto profile = profile::Profile::open(options.profilePath);
    if (!profile)
        return profile.error();
    auto wanted = (*profile)->wanted();
    if (!wanted)
        return wanted.error();
    auto servers = (*profile)->servers();
    if (!servers)
        return servers.error();
    loaded->wanted = std::make_shared<const inventory::Wanted>(std::move(*wanted));
    loaded->servers = std::move(*servers);
    std::map<std::string, inventory::HostReport> reports;
    for (const profile::ServerEntry &server : loaded->servers)
        reports[server.name].server = server.name;
    if (auto seen = profile::loadSeen(options.profilePath))
        for (profile::SeenInventory &one : *seen)
            if (const auto report = reports.find(one.server); report != reports.end())
                report->second = {one.server, inventory::Reach::NeverSeen, {}, one.at, std::move(one.inventory)};
    for (auto &[name, report] : reports)
        loaded->reports.push_back(std::move(report));
    loaded->built = buildFrom(loaded->reports, *loaded->wanted);
    return loaded;
}

Result<std::unique_ptr<Manager>> Manager::open(const Options &options, std::unique_ptr<jobs::Agents> agents)
{
    auto loaded = load(options);
    return loaded ? open(options, std::move(agents), *loaded) : Result<std::unique_ptr<Manager>>(loaded.error());
}

Result<std::unique_ptr<Manager>> Manager::open(const Options &options, std::unique_ptr<jobs::Agents> agents, std::shared_ptr<Loaded> loaded)
{
    std::unique_ptr<Manager> manager(new Manager);
    Private &d = *manager->d;
    d.agents = std::move(agents);
    d.path = options.profilePath;
    d.role = options.role;
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
    d.executor = std::make_unique<jobs::Executor>(*d.agents, *d.store, *d.clock, executorOptions(options));
    d.worker = std::make_unique<Worker>(options.clock == nullptr);
    d.timeline = std::make_unique<Timeline>(options.profilePath, retentionOf(*d.profile), *d.clock, *d.worker);
    d.poller = std::make_unique<Poller>(*d.agents, *d.clock, *d.worker, options.inventorySeconds, nullptr);
    d.monitor = std::make_unique<monitoring::Monitor>(monitoring::Options{options.profilePath, d.clock, options.clock == nullptr}, *d.agents);
    manager->follow();
    manager->takeIn(*loaded);
    d.timeline->keep([monitor = d.monitor.get()] { return monitor->writes(); });
    if (auto resumed = d.executor->resume(); !resumed)
        return resumed.error();
    manager->watchFile();
    return manager;
}

void Manager::takeIn(Loaded &loaded)
{
    d->production = d->profile->setting("production") == "yes";
    d->wanted = d->driftOf = std::move(loaded.wanted);
    d->built = std::move(loaded.built);
    d->servers = std::move(loaded.servers);
    d->poller->recall(loaded.reports);
    d->poller->setServers(namesOf(d->servers));
    d->monitor->setServers(namesOf(d->servers));
}

void Manager::follow()
{
    connect(d->executor.get(), &jobs::Executor::jobAdded, this, &Manager::jobAdded);
    connect(d->executor.get(), &jobs::Executor::jobAdded, this, [this] { d->tellMonitor(); });
    connect(d->executor.get(), &jobs::Executor::jobChanged, this, &Manager::jobChanged);
    connect(d->executor.get(), &jobs::Executor::hostChanged, d->poller.get(), &Poller::refresh);
    connect(d->executor.get(), &jobs::Executor::jobEnded, this, [this](const std::string &id) {
        const auto ended = job(id);
        if (const auto wish = d->wishes.extract(id); wish && ended)
            takeBackWish(*ended, wish.mapped().first, wish.mapped().second);
        if (ended)
            keepProof(d->path, *ended, d->clock->now());
        d->proofsReadAt = 0;
        d->poller->whenFresh(ended ? jobs::serversOf(ended->plan) : std::vector<std::string>(), longestFreshMs, [this, id] {
            d->afterBuild.emplace_back([this, id] { emit jobEnded(id); });
            build();
        });
    });
    connect(d->poller.get(), &Poller::seen, this, [this](const std::string &server) {
        d->unsaved.insert(server);
        if (!std::exchange(d->saving, true))
            d->clock->after(saveMs, this, [this] {
                d->worker->run(this, [path = d->path, seen = d->takeUnsaved()] { return profile::saveSeen(path, seen).ok(); }, [](bool) { });
            });
    });
    connect(d->poller.get(), &Poller::changed, this, [this](bool visible) {
        d->visible = d->visible || visible;
        buildSoon();
    });
    connect(d->agents.get(), &jobs::Agents::reachChanged, this, [this] {
        if (d->role)
            emit lockChanged();
    });
}

void Manager::buildSoon()
{
    d->again = d->thinking;
    if (std::exchange(d->planned, true))
        return;
    const std::int64_t rest = d->builtAt + restMs - d->clock->now();
    d->clock->after(static_cast<int>(std::clamp<std::int64_t>(rest, buildMs, restMs)), this, [this] {
        if (!d->thinking)
            build();
    });
}

void Manager::build()
{
    if (std::exchange(d->thinking, true)) {
        d->again = true;
        return;
    }
    d->planned = true;
    d->again = false;
    const bool visible = std::exchange(d->visible, false);
    d->worker->run(
        this,
        [reports = d->poller->reports(), wanted = d->wanted, book = d->timeline->book(), now = d->clock->now(), writes = d->monitor->writes()] {
            Built built = buildFrom(reports, *wanted);
            built.recorded = book->record(now, writes, reports, wanted, built.observed);
            return built;
        },
        [this, visible, wanted = d->wanted, after = std::exchange(d->afterBuild, {})](Built built) {
            if (built.recorded)
                d->timeline->recorded();
            d->worker->drop(std::exchange(d->built, std::move(built)));
            d->driftOf = wanted;
            if (!d->built.world->clusters.empty()) // what another program's job has just changed there is not told as somebody else's work
                (void)d->executor->refreshForeign().ok();
            d->tellMonitor();
            d->builtAt = d->clock->now();
            d->planned = d->thinking = false;
            if (d->again && d->afterBuild.empty())
                buildSoon();
            else if (d->again)
                build();
            if (visible)
                emit worldChanged();
            for (const auto &then : after)
                then();
        });
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

// The journal is in the same file, so that this also follows our own lines in it; that is why it is done beside this thread.
void Manager::reload()
{
    struct Fresh {
        std::vector<profile::ServerEntry> servers;
        std::shared_ptr<const inventory::Wanted> wanted; ///< null: as it was
        bool good = false;
    };
    if (std::exchange(d->reading, true))
        return;
    const auto before = d->wanted;
    d->worker->run(
        this,
        [path = d->path, before]() -> Fresh {
            auto profile = profile::Profile::open(path);
            auto servers = profile ? (*profile)->servers() : Result<std::vector<profile::ServerEntry>>(profile.error());
            auto wanted = profile ? (*profile)->wanted() : Result<inventory::Wanted>(profile.error());
            if (!servers || !wanted)
                return {};
            Fresh fresh{std::move(*servers), {}, true};
            if (inventory::toJson(*wanted) != inventory::toJson(*before))
                fresh.wanted = std::make_shared<const inventory::Wanted>(std::move(*wanted));
            return fresh;
        },
        [this, before](Fresh fresh) {
            d->reading = false;
            if (!fresh.good || d->wanted != before) { // wished something here meanwhile
                d->foreignVersion = -1;
                return;
            }
            takeServers(std::move(fresh.servers));
            if (!fresh.wanted)
                return;
            d->wanted = std::move(fresh.wanted);
            emit worldChanged();
            d->visible = true;
            buildSoon();
        });
}

void Manager::serversEdited()
{
    auto servers = d->profile->servers();
    if (!servers)
        return;
    inventory::Wanted wanted = *d->wanted;
    const auto before = namesOf(d->servers), now = namesOf(*servers); // both by name
    std::vector<std::string> gone, fresh;
    std::set_difference(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(gone));
    std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::back_inserter(fresh));
    bool changed = !gone.empty();
    for (const std::string &name : gone) // as the profile has forgotten them
        inventory::forgetServer(wanted, name);
    for (const std::string &name : now) // Profile::addServer says that they are not wanted removed any more
        if (const auto state = wanted.states.find(inventory::serverId(name)); state != wanted.states.end() && state->second == machine::State::Removed)
            if (const auto kept = d->profile->wanted(); kept && (!kept->states.contains(state->first) || kept->states.at(state->first) != state->second)) {
                inventory::forgetServer(wanted, name);
                fresh.push_back(name);
                changed = true;
            }
    if (const auto settings = fresh.empty() ? Result<std::map<std::string, std::string>>(Error{}) : d->profile->settings()) {
        inventory::adoptProfiles(wanted, *settings, inventory::ProfileLibrary());
        changed = changed || wanted.profiles.size() != d->wanted->profiles.size();
    }
    if (changed) {
        wish(std::move(wanted));
        emit worldChanged();
        buildSoon();
    }
    takeServers(std::move(*servers));
}

void Manager::takeServers(std::vector<profile::ServerEntry> servers)
{
    if (servers == d->servers)
        return;
    d->servers = std::move(servers);
    emit serversChanged(); // first: the link must know them before they are asked
    d->poller->setServers(namesOf(d->servers));
    d->monitor->setServers(namesOf(d->servers));
    if (d->logs)
        d->logs->setServers(namesOf(d->servers));
}

std::string Manager::name() const { return d->profile->name(); }
profile::Profile &Manager::profile() const { return *d->profile; }
monitoring::Monitor &Manager::monitor() const { return *d->monitor; }
SecretAgents *Manager::fenceSecrets() const { return qobject_cast<SecretAgents *>(d->agents.get()); }
Timeline &Manager::timeline() const { return *d->timeline; }
int Manager::historyDays() const { return retentionOf(*d->profile).days; }

Result<void> Manager::setHistoryDays(int days)
{
    if (days < 1 || days > mostHistoryDays)
        return Error{Problem::BadArgument, "the history is kept for 1 to " + std::to_string(mostHistoryDays) + " days, not " + std::to_string(days), {}, {}};
    if (auto set = d->profile->setSetting(historyDaysKey, std::to_string(days)); !set)
        return set;
    d->timeline->setRetention(retentionOf(*d->profile));
    return {};
}

logbook::Logs &Manager::logs() const
{
    if (!d->logs) {
        d->logs = std::make_unique<logbook::Logs>(logbook::Options{d->path, d->clock, d->clock == &d->systemClock, messagesOfAlerts}, *d->agents);
        connect(d->logs.get(), &logbook::Logs::said, d->monitor.get(), [monitor = d->monitor.get()](const std::vector<logbook::Hit> &hits) {
            std::vector<monitoring::Said> all;
            for (const logbook::Hit &hit : hits)
                all.push_back({hit.message, hit.server, hit.at, hit.target, hit.text});
            monitor->addSaid(std::move(all));
        });
        d->logs->setServers(namesOf(d->servers));
    }
    return *d->logs;
}

inventory::World Manager::world() const { return d->built.world; }
inventory::Wanted Manager::wanted() const { return *d->wanted; }

std::vector<inventory::Drift> Manager::drift() const
{
    if (d->driftOf != d->wanted) {
        d->built.drift = plan::drift(d->built.world, *d->wanted);
        d->driftOf = d->wanted;
    }
    return d->built.drift;
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
    return d->poller->isComplete() && !d->planned && !d->thinking;
}

} // namespace manager
