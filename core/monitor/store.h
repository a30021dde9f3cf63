// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of one cluster, in an SQLite file beside its profile. What comes is kept in memory in blocks of up to 360 ticks a server,
// and written as a journal at least once a minute; a full block becomes a chunk a series with its roll-ups, and its journal goes.
// After kill -9 all that was flushed is there; the rest is fetched again from the agent's ring, from the last durable number on.
//
// 2 bytes a sample are the aim, and reading 30 days must not be felt: hence chunks and not rows (a row a sample is 18 bytes, and
// 88 ms for a month of one series), and one list of times a block instead of one a series.
#pragma once
#include "core/monitor/batch.h"
#include "core/monitor/chunk.h"

#include <functional>
#include <map>
#include <memory>

namespace base {
class Database;
}

namespace monitoring {

using SeriesId = std::int64_t;

struct Series {
    SeriesId id = 0;
    std::string server;
    SeriesName name;
};

/// Which series: all fields must fit.
struct Selector {
    std::vector<std::string> servers{}; ///< empty: all
    std::string name = "*";             ///< * and ? stand for any text and any character
    Labels labels{};                    ///< each must be there with this value, which may have * and ?
};

struct Retention { ///< hours; 0: for ever
    int raw = 48;
    int fine = 30 * 24; ///< the roll-ups of 5 minutes
    int coarse = 0;     ///< those of an hour
    friend bool operator==(const Retention &, const Retention &) = default;
};

/// What is known of a server's ring, the arguments of the next metrics.fetch.
struct Position {
    std::string ring{};
    std::uint64_t seq = 0, series = 0;
    std::int64_t at = 0; ///< of the last sample
};

struct Bucket {
    std::int64_t at = 0; ///< its begin
    double min = 0, max = 0, mean = 0;
    std::uint64_t count = 0; ///< samples in it
};

struct Line {
    Series series;
    std::vector<Bucket> buckets{}; ///< only those that have samples, in order of time
};

struct Query {
    std::vector<SeriesId> series{};
    std::int64_t from = 0, to = 0; ///< ms since the epoch, `to` not included
    int points = 0;                ///< most buckets; as many as pixels
};

struct Answer {
    std::int64_t from = 0, width = 0; ///< of a bucket, ms
    std::vector<Line> lines{};        ///< in the order of the query; series that are not known are left out
    std::map<std::string, std::vector<Gap>> gaps{}; ///< by server, those that touch the range, in order of time
};

/// Used in one thread. Errors are Storage if nothing else is said.
class SampleStore {
public:
    /// "<profile>.samples"; ":memory:" stays what it is.
    static std::string pathOf(const std::string &profilePath);
    /// A damaged file is kept aside, as base::Database says, and a new one is made.
    static base::Result<std::unique_ptr<SampleStore>> open(const std::string &path);
    ~SampleStore();

    /// Only one program writes: true when this is the one, or has just become it. Then reload() what the other one wrote.
    bool claim();
    /// Reads anew what another program has written meanwhile; nothing when it has not.
    base::Result<void> reload();

    Retention retention() const;
    base::Result<void> setRetention(const Retention &retention);

    Position position(const std::string &server) const;
    /// Takes in what an agent answered; samples that are there already are passed over. `ticked` is called after each sample, when
    /// now() gives the figures of that moment. Conflict: another program writes. An error leaves what came before it in place: the next batch goes on from position().
    base::Result<void> append(const std::string &server, const Batch &batch, const std::function<void(std::int64_t at)> &ticked = {});
    /// A server that is not known yet and has this ring is one that is known, under another name: unless that one is in `others`, all
    /// that is kept of it is kept under the new name from now on. True: it was so.
    bool adopt(const std::string &server, const std::string &ring, const std::vector<std::string> &others);
    /// Makes everything durable that append() took.
    base::Result<void> flush();

    /// The series of a server that have a figure now or had one in this ring, by slots that never change while the program runs.
    std::size_t seriesCount(const std::string &server) const;
    const Series &seriesAt(const std::string &server, std::size_t slot) const;
    /// The figure of the last tick; a counter's rate per second over the last interval, nothing where there is none.
    std::optional<double> now(const std::string &server, std::size_t slot) const;
    std::vector<Fact> facts(const std::string &server) const;
    std::optional<Cost> cost(const std::string &server) const;
    double interval(const std::string &server) const; ///< seconds; 0: never heard of it

    std::vector<Series> find(const Selector &selector) const;
    base::Result<Answer> query(const Query &query) const;
    base::Result<void> addGap(const std::string &server, const Gap &gap);
    base::Result<std::vector<Gap>> gaps(const std::string &server, std::int64_t from, std::int64_t to) const;
    std::vector<std::string> servers() const;
    /// From the first sample to the last of all servers; 0, 0 when there is none.
    base::Result<std::pair<std::int64_t, std::int64_t>> extent() const;

    /// Deletes what is older than the retention, joins small roll-ups, and gives space back, for about `ms`. True: there is more
    /// to do. `now`: ms since the epoch.
    base::Result<bool> upkeep(std::int64_t now, int ms);
    base::Database &database(); ///< for parts that keep their own tables in the file

private:
    SampleStore();
    struct Private;
    std::unique_ptr<Private> d;
};

/// Of a pattern with * and ?; case counts.
bool matches(std::string_view pattern, std::string_view text);

} // namespace monitoring
