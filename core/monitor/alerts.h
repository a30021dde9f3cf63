// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts: what of the catalogue holds, since when, who has seen it. Kept beside the samples, in the same file. Figures are judged at the
// time of their sample, live or fetched later, so that what happened while nobody looked has its true times.
// Lives in the thread of the store.
#pragma once
#include "core/monitor/facts.h"
#include "core/monitor/store.h"
#include "core/plan/plan.h"

namespace monitoring {

struct Alert {
    std::int64_t id = 0;
    std::string rule;               ///< AlertRule::id
    Severity severity = Severity::Warning;
    inventory::ObjectId object;     ///< "server:oss1", "target:scratch-OST0003", "filesystem:scratch"
    std::string name;               ///< of the object, for people
    std::string server{};           ///< where it was seen, if it was on one
    std::int64_t begin = 0, end = 0; ///< ms since the epoch; end 0: it holds. An event has both at the same time
    std::string title{}, text{};
    bool own = false;               ///< a job of ours was at work on the object: its severity is info
    std::string who{}, note{};      ///< of its acknowledgement
    std::int64_t acknowledgedAt = 0; ///< 0: nobody has
    std::int64_t mutedUntil = 0;    ///< 0: it is not
    bool active() const { return end == 0; }
};

struct Mute {
    std::int64_t id = 0;
    std::string rule = "*";   ///< pattern of AlertRule::id
    std::string object = "*"; ///< pattern of ObjectIds
    std::int64_t until = 0;   ///< ms since the epoch; there is always an end
    std::string who{}, note{};
};

/// Errors are Storage if nothing else is said. Times are ms since the epoch.
class Alerts {
public:
    /// With what is kept in the store's file, which must outlive it.
    static base::Result<std::unique_ptr<Alerts>> open(SampleStore &store, std::vector<AlertRule> rules);
    ~Alerts();

    /// What the facts are from now on. Alerts about objects that are no longer there end.
    base::Result<void> setScene(const Scene &scene);
    void setAgents(std::map<std::string, Scene::Agent> agents);
    /// Judges what asks facts only; to be called every few seconds, since conditions hold for a time.
    base::Result<void> judgeWorld(std::int64_t now);
    /// Judges what asks figures of `server`, as the store has them at this moment (SampleStore::now).
    base::Result<void> judgeFigures(const std::string &server, std::int64_t at);
    /// Something that was, with its end: a gap that an agent told of. The same again changes nothing.
    base::Result<void> addPast(const std::string &rule, const std::string &server, std::int64_t begin, std::int64_t end, const std::string &text);

    /// Those that hold, worst first, then newest.
    std::vector<Alert> active(std::int64_t now) const;
    /// All that touched the time, newest first, at most `most`.
    base::Result<std::vector<Alert>> history(std::int64_t from, std::int64_t to, int most) const;
    /// Changes with everything that active() would say.
    std::uint64_t version() const;
    const std::vector<AlertRule> &rules() const;
    const AlertRule *rule(const std::string &id) const;

    /// NotFound.
    base::Result<void> acknowledge(std::int64_t alert, const std::string &who, const std::string &note, std::int64_t now);
    /// BadArgument: `until` is not after `now`.
    base::Result<void> mute(const Mute &mute, std::int64_t now);
    base::Result<void> unmute(std::int64_t id);
    std::vector<Mute> mutes(std::int64_t now) const;

private:
    Alerts();
    struct Private;
    std::unique_ptr<Private> d;
};

/// What could be asked of the planner against it; nothing when there is nothing of ours, or when it is over.
std::optional<plan::Goal> helpingGoal(const AlertRule &rule, const Alert &alert, const inventory::World &world);

} // namespace monitoring
