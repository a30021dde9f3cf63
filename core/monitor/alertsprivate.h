// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of Alerts share. Internal to core/monitor.
#pragma once
#include "core/base/database.h"
#include "core/inventory/ids.h"
#include "core/monitor/alerts.h"
#include "core/monitor/trend.h"

namespace monitoring {

/// An object that a rule is judged for.
struct Subject {
    inventory::ObjectId object;
    std::string key;  ///< what facts are asked by: a server's name, a target's id, a file system's name
    std::string name; ///< for people
    std::string server;
};

/// Where a rule's figures are for one subject: slots of the store, in the order of Condition::asked().
struct Bound {
    std::size_t rule = 0;
    Subject subject;
    std::map<std::string, std::size_t> slotOf; ///< by Asked::key
};

/// How far it is with a rule and an object.
struct Progress {
    std::int64_t heldSince = 0;  ///< `when` holds since; 0: it does not
    std::int64_t quietSince = 0; ///< `until` holds since; of a rule with `says`: its last message
    std::int64_t alert = 0;      ///< the id of the one that holds; 0: none
    std::int64_t knownAt = 0;    ///< when it was last known whether `when` holds
    std::int64_t earliest = 0;   ///< with heldSince: it was not known from then on
    bool own = false;            ///< with heldSince: a job of ours was at work
};

/// How long something may not be known without its being said when it turns out to be: a reconnect, a slow inventory.
constexpr std::int64_t lookAwayMs = 45'000;
constexpr std::int64_t rememberJudgedMs = 20'000;
/// What a job did is seen with the next inventory, when the job may have ended.
constexpr std::int64_t jobEchoMs = 30'000;
/// For agents' history to come, which may tell more exactly when something began.
constexpr std::int64_t awaitHistoryMs = 30'000;
/// Facts of a server's parameters are many, and change seldom.
constexpr std::int64_t lookAtParametersMs = 30'000;

struct Alerts::Private {
    SampleStore &store;
    AlertBook &book;
    std::vector<AlertRule> rules;
    Scene scene;
    std::map<std::pair<std::string, inventory::ObjectId>, Progress> progress;
    struct Bindings {
        std::size_t series = 0;
        std::vector<Bound> all;
        std::vector<std::pair<std::string, std::size_t>> parameters; ///< name, slot
        std::int64_t lookedAt = 0;
    };
    std::map<std::string, Bindings> bindings; ///< by server
    std::map<inventory::ObjectId, std::int64_t> lastBusy; ///< objects and servers that a job of ours worked on, and when at last
    Trends trends{store};
    std::int64_t seenBefore = 0; ///< when the World was last judged before this program did

    using Terms = std::function<Term(const Asked &)>;
    base::Result<void> judge(const AlertRule &rule, const Subject &subject, std::int64_t at, const Terms &terms);
    base::Result<void> judgeChange(const AlertRule &rule, const Subject &subject, std::int64_t at);
    base::Result<void> begin(const AlertRule &rule, const Subject &subject, Alert alert, const Terms &terms, Progress *progress);
    base::Result<void> finish(Progress &progress, std::int64_t at);
    base::Result<void> said(const AlertRule &rule, const Said &said);
    base::Result<void> judgeSilence(const AlertRule &rule, std::int64_t now);
    Progress &progressOf(const AlertRule &rule, const inventory::ObjectId &object);
    const std::vector<Bound> &boundOf(const std::string &server);
    std::vector<Subject> subjectsOf(const AlertRule &rule) const;
    Term fact(const AlertRule &rule, const Subject &subject, const Asked &asked) const;
    /// Itself, and the servers on which a job does whatever it does to it.
    std::vector<inventory::ObjectId> workplaces(const Subject &subject) const;
    bool busy(const Subject &subject, std::int64_t at) const;
    bool workedSince(const Subject &subject, std::int64_t since) const;
    void noteParameters(const std::string &server, std::int64_t at);
    bool caughtUp(const Subject &subject) const;
    void narrow(const AlertRule &rule, const Subject &subject, Alert &alert) const;
    Term figure(const std::string &server, const Bound &bound, const Asked &asked, std::int64_t at);
};

/// A value as texts of alerts have it: "12 GiB", "3.4 days".
std::string withUnit(const Term &term, const std::string &unit);
void replaceAll(std::string &text, std::string_view what, const std::string &by);

} // namespace monitoring
