// SPDX-License-Identifier: GPL-3.0-or-later
// One open cluster: its profile, its connections, its World, its jobs. The window and chandelierctl are views of this class.
// Lives in the thread that made it; nothing in it blocks, and what would hold that thread is done in another.
#pragma once
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"
#include "core/plan/planner.h"

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace base {
class Clock;
}
namespace jobs {
class Agents;
}
namespace monitoring {
class Monitor;
}
namespace logbook {
class Logs;
}
namespace profile {
class Profile;
struct ServerEntry;
}

namespace manager {

struct Options {
    std::string profilePath;   ///< the SQLite file of the cluster's profile
    std::string holder;        ///< "user@workstation", shown to others who want the same lease
    int inventorySeconds = 10; ///< how often each connected host is asked for its inventory
    base::Clock *clock = nullptr; ///< null: the system's; must outlive the Manager. With another everything is done in one thread
    /// What an agent said this user may do there: "admin", "view", empty while it is not known.
    std::function<std::string(const std::string &server)> role{};
};

/// What a profile holds, read and made into a World: the long part of opening one.
struct Loaded;
class Timeline;
class SecretAgents;

class Manager : public QObject {
    Q_OBJECT
public:
    /// Opens or creates the profile and begins to connect. Takes `agents` over. Errors: Storage.
    static base::Result<std::unique_ptr<Manager>> open(const Options &options, std::unique_ptr<jobs::Agents> agents);
    /// The same in two parts, the first of which may be done in any thread.
    static base::Result<std::shared_ptr<Loaded>> load(const Options &options);
    static base::Result<std::unique_ptr<Manager>> open(const Options &options, std::unique_ptr<jobs::Agents> agents, std::shared_ptr<Loaded> loaded);
    ~Manager() override;

    std::string name() const;              ///< the cluster's
    profile::Profile &profile() const;     ///< after changing its servers call serversEdited()
    void serversEdited();
    inventory::World world() const;
    inventory::Wanted wanted() const;
    std::vector<inventory::Drift> drift() const;
    /// The figures of its servers: what they are now, and were.
    monitoring::Monitor &monitor() const;
    /// What its servers have logged. They are asked for it from the first call on.
    logbook::Logs &logs() const;
    /// What it was like: the World at a moment of the past.
    Timeline &timeline() const;
    int historyDays() const;               ///< so long Worlds are kept
    base::Result<void> setHistoryDays(int days); ///< BadArgument: fewer than 1, more than 3650
    /// Passwords of fence devices, to be given before a plan that names them is run; null: its agents take none.
    SecretAgents *fenceSecrets() const;
    /// Asks all connected hosts (or one) for a new inventory now.
    void refresh(const std::string &server = {});
    bool inventoriesComplete() const;      ///< every server of the profile has answered or is known to be lost

    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const;
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const;

    /// A production cluster may only be looked at until it is unlocked, for a time and for this program.
    bool production() const;
    base::Result<void> setProduction(bool production);
    void unlock(int minutes = 15);
    void lock();
    std::int64_t unlockedUntil() const;    ///< ms since the epoch; 0: locked, or no production cluster
    /// Why nothing may be changed now ("Production: unlock first."); empty when it may.
    std::string whyLocked() const;
    /// The servers whose agents let this user look only.
    std::vector<std::string> viewOnly() const;

    /// Runs a plan that was shown. `words`: the typed host names, and `plan.typeToConfirm` on a production cluster; BadArgument
    /// when one that is wanted is missing. AccessDenied: see whyLocked() and viewOnly().
    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words = {});
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const; ///< newest first
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const; ///< null: no such job
    void cancel(const jobs::JobId &id);
    base::Result<void> retry(const jobs::JobId &id);             ///< goes on from the failed steps
    base::Result<plan::Plan> undo(const jobs::JobId &id) const;  ///< the plan that would take it back

signals:
    void worldChanged();
    void lockChanged();                    ///< locked, unlocked, its time is over, or other roles
    void serversChanged();                 ///< the profile has other servers than before: the link needs other endpoints
    void jobAdded(const std::string &id);
    void jobChanged(const std::string &id);  ///< progress, state; at most some 20 times a second a job
    /// The World shows what the job did, as far as its hosts answer; the job's state is final some moments earlier.
    void jobEnded(const std::string &id);

private:
    Manager();
    void follow();
    void takeIn(Loaded &loaded);
    void takeBackWish(const jobs::Job &job, const inventory::Wanted &before, const inventory::Wanted &after);
    void wish(inventory::Wanted wanted);
    void buildSoon();
    void build();
    void watchFile();
    void reload();
    void takeServers(std::vector<profile::ServerEntry> servers);
    base::Result<void> allowed(const plan::Plan &plan) const;
    base::Result<plan::Plan> guarded(base::Result<plan::Plan> plan) const;
    base::Result<plan::Plan> undoRemoval(const plan::Plan &removal) const;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace manager
