// SPDX-License-Identifier: GPL-3.0-or-later
// One open cluster: its profile, its connections, its World, its jobs. The window and chandelierctl are views of this class.
// Lives in the thread that made it; nothing in it blocks.
#pragma once
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"
#include "core/plan/planner.h"

#include <QObject>
#include <memory>
#include <vector>

namespace base {
class Clock;
}
namespace jobs {
class Agents;
}
namespace profile {
class Profile;
}

namespace manager {

struct Options {
    std::string profilePath;   ///< the SQLite file of the cluster's profile
    std::string holder;        ///< "user@workstation", shown to others who want the same lease
    int inventorySeconds = 10; ///< how often each connected host is asked for its inventory
    base::Clock *clock = nullptr; ///< null: the system's; must outlive the Manager
};

class Manager : public QObject {
    Q_OBJECT
public:
    /// Opens or creates the profile and begins to connect. Takes `agents` over. Errors: Storage.
    static base::Result<std::unique_ptr<Manager>> open(const Options &options, std::unique_ptr<jobs::Agents> agents);
    ~Manager() override;

    std::string name() const;              ///< the cluster's
    profile::Profile &profile() const;     ///< after changing its servers call serversEdited()
    void serversEdited();
    inventory::World world() const;
    inventory::Wanted wanted() const;
    std::vector<inventory::Drift> drift() const;
    /// Asks all connected hosts (or one) for a new inventory now.
    void refresh(const std::string &server = {});
    bool inventoriesComplete() const;      ///< every server of the profile has answered or is known to be lost

    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const;
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const;

    /// Runs a plan that was shown. `words`: the typed host names; BadArgument when one that the plan wants is missing.
    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words = {});
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const; ///< newest first
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const; ///< null: no such job
    void cancel(const jobs::JobId &id);
    base::Result<void> retry(const jobs::JobId &id);             ///< goes on from the failed steps
    base::Result<plan::Plan> undo(const jobs::JobId &id) const;  ///< the plan that would take it back

signals:
    void worldChanged();
    void serversChanged();                 ///< the profile has other servers than before: the link needs other endpoints
    void jobAdded(const std::string &id);
    void jobChanged(const std::string &id);  ///< progress, state; at most some 20 times a second a job
    /// The World shows what the job did, as far as its hosts answer; the job's state is final some moments earlier.
    void jobEnded(const std::string &id);

private:
    Manager();
    void follow();
    base::Result<void> recall();
    void takeBackWish(const jobs::Job &job, const inventory::Wanted &before, const inventory::Wanted &after);
    void build();
    void watchFile();
    void reload();
    base::Result<plan::Plan> undoRemoval(const plan::Plan &removal) const;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace manager
