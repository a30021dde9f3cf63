// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of alerts: those that hold and those that held, what people said about them, and mutes. Beside the samples, in the same
// file. One program judges and adds; acknowledging and muting may be done by any program, and the others see it at their next reload().
// Used in one thread.
#pragma once
#include "core/base/result.h"
#include "core/inventory/world.h"
#include "core/monitor/rules.h"

#include <map>
#include <memory>
#include <set>

namespace base {
class Database;
}

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
    std::int64_t earliest = 0;      ///< nobody looked before `begin`: it began at some time between this and that; 0: `begin` is true
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
class AlertBook {
public:
    /// `path`: SampleStore::pathOf(profile).
    static base::Result<std::unique_ptr<AlertBook>> open(const std::string &path);
    ~AlertBook();
    /// Reads anew what another program has written meanwhile; nothing when it has not.
    base::Result<void> reload();

    /// Those that hold, worst first, then newest.
    std::vector<Alert> active(std::int64_t now) const;
    const std::map<std::int64_t, Alert> &open() const; ///< the same by id, without mutes
    /// All that touched the time, newest first, at most `most`.
    base::Result<std::vector<Alert>> history(std::int64_t from, std::int64_t to, int most) const;
    /// Those with an id above `after`, and those in `ids`; by id, with mutes as they are at `now`.
    base::Result<std::vector<Alert>> since(std::int64_t after, const std::set<std::int64_t> &ids, std::int64_t now) const;
    base::Result<std::int64_t> newest() const; ///< the largest id there is; 0: none
    /// Changes with everything that active() would say.
    std::uint64_t version() const;

    /// NotFound.
    base::Result<void> acknowledge(std::int64_t alert, const std::string &who, const std::string &note, std::int64_t now);
    /// BadArgument: `until` is not after `now`.
    base::Result<void> mute(const Mute &mute, std::int64_t now);
    base::Result<void> unmute(std::int64_t id); ///< NotFound
    std::vector<Mute> mutes(std::int64_t now) const;
    std::int64_t mutedUntil(const Alert &alert, std::int64_t now) const; ///< 0: it is not

    // Of the one program that judges.
    /// Gives it an id; 0 when it was there already: the same rule, object and begin.
    base::Result<std::int64_t> add(Alert alert);
    base::Result<void> end(std::int64_t alert, std::int64_t at);
    /// What a fact was when it was last looked at, of rules with `changes`; nothing when it is new. The new value is kept.
    base::Result<std::optional<std::string>> remember(const std::string &rule, const inventory::ObjectId &object, const std::string &value);
    /// When the World was last judged by any program; 0: never.
    std::int64_t judgedAt() const;
    base::Result<void> setJudgedAt(std::int64_t at);
    base::Database &database();

private:
    AlertBook();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace monitoring
