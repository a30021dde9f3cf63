// SPDX-License-Identifier: GPL-3.0-or-later
// What was known of a cluster at any moment of the last weeks: inventories, who answered, what was wanted, in an SQLite file beside the
// profile. Of each server the whole inventory now and then, and between what changed; space and clients, which change all the time and
// are among the samples too, only when a person would see it, else once an hour.
//
// The file says too when nobody wrote it, so that an old World is never taken for what was so later.
#pragma once
#include "core/history/events.h"
#include "core/inventory/wanted.h"

#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace history {

/// ms since the epoch; `to` is not part of it.
struct Span {
    std::int64_t from = 0, to = 0;
    friend bool operator==(const Span &, const Span &) = default;
};

/// What was known at a moment: input of buildWorld.
struct Moment {
    std::int64_t at = 0;
    std::vector<inventory::HostReport> reports{}; ///< by name
    std::shared_ptr<const inventory::Wanted> wanted{}; ///< never null
    Span blind{}; ///< nobody wrote in this time, `at` lies in it: it is what was known at its begin. `to` 0: nobody has since
    bool isBlind() const { return blind.from != 0; }
};

struct Retention {
    int days = 30;              ///< at least 1
    std::int64_t bytes = 512ll << 20; ///< of the file; what is oldest goes first
};

/// Used in one thread. Errors are Storage if nothing else is said; a file that cannot be read is kept aside and made anew.
class History {
public:
    static std::string pathOf(const std::string &profilePath); ///< "<profile>.history"; ":memory:" stays what it is
    static base::Result<std::unique_ptr<History>> open(const std::string &path, Retention retention = {});
    ~History();

    /// Takes in what is known now, with the World that was made of it. Only one program may; who was not that one calls forget()
    /// before. True: something was written that a person could want to see.
    base::Result<bool> record(std::int64_t now, const std::vector<inventory::HostReport> &reports, std::shared_ptr<const inventory::Wanted> wanted,
        const inventory::World &world);
    /// Nothing has changed until now. To be called at least every beatMs: longer silence is a time when nobody looked.
    base::Result<void> beat(std::int64_t now);
    static constexpr std::int64_t beatMs = 60'000;
    void forget();

    /// NotFound: nothing is known of that time. `only`: the reports of these servers; empty: of all.
    base::Result<Moment> at(std::int64_t when, const std::set<std::string> &only = {});
    /// When something of these servers was written, in order of time, the oldest `most` of them.
    base::Result<std::vector<std::int64_t>> moments(const std::set<std::string> &servers, std::int64_t from, std::int64_t to, int most) const;
    /// In order of time, the newest `most` of them.
    base::Result<std::vector<Event>> events(std::int64_t from, std::int64_t to, int most) const;
    /// When nobody wrote, as far as it touches the range.
    base::Result<std::vector<Span>> closed(std::int64_t from, std::int64_t to) const;
    /// From the first moment that is known to the last; 0, 0: none is.
    base::Result<std::pair<std::int64_t, std::int64_t>> extent() const;

    /// Deletes what is too old, for about `ms`. True: there is more to do.
    base::Result<bool> upkeep(std::int64_t now, int ms);
    void setRetention(Retention retention);

private:
    History();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace history
