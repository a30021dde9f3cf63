// SPDX-License-Identifier: GPL-3.0-or-later
// What a Manager is made of. Internal to its own files.
#pragma once
#include "core/base/clock.h"
#include "core/jobs/executor.h"
#include "core/logs/logs.h"
#include "core/manager/manager.h"
#include "core/manager/poller.h"
#include "core/manager/timeline.h"
#include "core/manager/worker.h"
#include "core/monitor/monitor.h"
#include "core/profile/profile.h"
#include "core/profile/seen.h"

#include <map>
#include <set>

namespace manager {

/// A World with what belongs to it.
struct Built {
    inventory::World observed; ///< with what was removed here: it is still on the disks
    inventory::World world;
    std::vector<inventory::Drift> drift;
    bool recorded = false;     ///< something of it was new to the history
};
Built buildFrom(const std::vector<inventory::HostReport> &reports, const inventory::Wanted &wanted);

struct Loaded {
    std::vector<profile::ServerEntry> servers;
    std::shared_ptr<const inventory::Wanted> wanted;
    std::vector<inventory::HostReport> reports; ///< one for each server, with what was last seen
    Built built;
};

std::vector<std::string> namesOf(const std::vector<profile::ServerEntry> &servers);

struct Manager::Private {
    base::SystemClock systemClock;
    base::Clock *clock = &systemClock;
    std::unique_ptr<profile::Profile> profile;
    std::unique_ptr<jobs::JobStore> store;
    std::unique_ptr<jobs::Agents> agents;
    std::unique_ptr<jobs::Executor> executor; // after what it uses: it goes first
    std::unique_ptr<Worker> worker;           // before the poller, which gives it work
    std::unique_ptr<Timeline> timeline;       // asks the worker too
    std::unique_ptr<Poller> poller;
    std::unique_ptr<monitoring::Monitor> monitor; // after the agents, which it asks
    std::unique_ptr<logbook::Logs> logs;          // the same; null until somebody wants them
    std::function<std::string(const std::string &)> role;

    Built built;
    std::shared_ptr<const inventory::Wanted> wanted = std::make_shared<const inventory::Wanted>();
    std::shared_ptr<const inventory::Wanted> driftOf; ///< what built.drift was worked out with
    std::vector<profile::ServerEntry> servers;
    std::int64_t foreignVersion = 0;
    std::map<jobs::JobId, std::pair<inventory::Wanted, inventory::Wanted>> wishes; ///< of running jobs: before and after
    std::set<std::string> unsaved; ///< servers whose newest inventory is not saved yet
    std::vector<std::function<void()>> afterBuild; ///< wait for a World that is begun after now
    std::int64_t builtAt = 0;
    bool planned = false;  ///< a World is on its way, or will be soon
    bool thinking = false; ///< the worker makes it
    bool again = false;    ///< something has changed since that was begun
    bool visible = false, saving = false, reading = false;
    bool production = false;
    std::int64_t unlockedUntil = 0;
    std::string path;

    std::vector<profile::SeenInventory> takeUnsaved();
    void tellMonitor();
    std::set<jobs::JobId> judgedEnds{}; ///< jobs that are in `worked`
    std::map<inventory::ObjectId, std::int64_t> worked{}; ///< see monitoring::Scene
    monitoring::Monitor::Proofs proofs();
    monitoring::Monitor::Proofs knownProofs{};
    std::int64_t proofsReadAt = 0; ///< ms since the epoch; 0: to be read
};

} // namespace manager
