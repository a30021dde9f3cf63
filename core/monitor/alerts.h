// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts: what of the catalogue holds, since when. Figures are judged at the time of their sample, live or fetched later, so that what
// happened while nobody looked has its true times; of a fact that had changed by then it is told between which times it did.
// Lives in the thread of the store.
#pragma once
#include "core/monitor/alertbook.h"
#include "core/monitor/facts.h"
#include "core/monitor/store.h"
#include "core/plan/plan.h"

namespace monitoring {

/// A known message in a server's log.
struct Said {
    std::string message{}; ///< its id in resources/messages
    std::string server{};
    std::int64_t at = 0;   ///< ms since the epoch, by the server's clock
    std::string target{};  ///< the label that it names; empty: none
    std::string text{};    ///< the line
};

/// Errors are Storage if nothing else is said. Times are ms since the epoch.
class Alerts {
public:
    /// The store and the book must outlive it.
    static std::unique_ptr<Alerts> make(SampleStore &store, AlertBook &book, std::vector<AlertRule> rules);
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
    /// What logs said, of each server in order of time; rules with `says` begin and end by it.
    base::Result<void> addSaid(const std::vector<Said> &all);

    const std::vector<AlertRule> &rules() const;
    const AlertRule *rule(const std::string &id) const;

private:
    Alerts();
    struct Private;
    std::unique_ptr<Private> d;
};

/// What people read of it: in `language` ("de") where the rule has words of it, else in English. What {value} was stays as it was kept.
AlertRule::Words wordsIn(const std::string &language, const AlertRule &rule, const Alert &alert);
/// What could be asked of the planner against it; nothing when there is nothing of ours, or when it is over.
std::optional<plan::Goal> helpingGoal(const AlertRule &rule, const Alert &alert, const inventory::World &world);

} // namespace monitoring
