// SPDX-License-Identifier: GPL-3.0-or-later
// What a cluster does when people work on it: jobs come and go, an OST fills, one job is a noisy neighbour. Shown in the files of /proc
// and /sys below each host's root, as the kernel of the cluster's Lustre version prints them. A process of its own, one write a second.
#pragma once
#include "agent/simhost/text.h"

#include <array>
#include <map>

namespace simhost {

/// Starts the load of a cluster unless it runs; ended by stopLoad, or when the cluster's directory is gone.
void startLoad(const std::string &directory, double speed);
/// Ends it and takes its files away.
void stopLoad(const std::string &directory);
/// The load in this process: `seconds` of it, 0 for ever, one tick a second; with `speed` 0 all ticks at once (for tests).
int runLoad(const std::string &directory, double speed, std::int64_t ticks);

/// One row of a statistics file.
struct Counter {
    std::int64_t samples = 0, min = 0, max = 0, sum = 0;
    double sumsq = 0;
    void add(std::int64_t count, std::int64_t each, std::int64_t spread);
};
using Counters = std::map<std::string, Counter>;

struct LoadJob {
    std::string id;
    double readRate = 0, writeRate = 0, metadataRate = 0; ///< bytes and operations a second, of the whole file system
    std::int64_t transfer = 1 << 20;                      ///< bytes of one request
    int firstOst = 0, osts = 0;                           ///< 0: all
    double until = 0;                                     ///< seconds of the load's own clock
};

/// What the jobs of one file system do, second by second; the same for the same seed.
class Workload {
public:
    explicit Workload(std::uint64_t seed) : m_random(seed | 1) { }
    void advance(double now);
    const std::vector<LoadJob> &jobs() const { return m_jobs; }
    /// 0.7 to 1.3, for this moment.
    double jitter();

private:
    double uniform(double low, double high);
    LoadJob made(double now);
    std::uint64_t m_random;
    std::vector<LoadJob> m_jobs;
    double m_noisyAt = 20;
    int m_number = 48210;
};

/// The formats of the kernel.
namespace kernel {
struct Clock {
    double now = 0, start = 0; ///< seconds since the epoch
    int minor = 17;            ///< of Lustre 2.x
};
/// What client `i` of `clients` did of all that; the first does most.
Counters shareOf(const Counters &rows, int i, int clients);
std::string counters(const Counters &rows, const std::vector<std::pair<std::string, std::string>> &units, const Clock &clock);
struct JobRows {
    Counters rows{};
    double start = 0, seen = 0;
};
std::string jobStats(const std::map<std::string, JobRows> &jobs, bool mdt, const Clock &clock);
/// Buckets by size, reads and writes.
struct Histogram {
    const char *title, *unit;
    std::map<std::int64_t, std::array<std::int64_t, 2>> buckets{};
};
/// mb_groups of ldiskfs; at most `most` block groups, so that a large target does not fill the disk of a demonstration.
std::string freePieces(std::int64_t totalKb, std::int64_t usedKb, std::uint64_t seed, std::int64_t most);
std::string brwStats(const std::vector<Histogram> &sections, const Clock &clock);
const std::vector<std::pair<std::string, std::string>> &ostRows();
const std::vector<std::pair<std::string, std::string>> &mdtRows();
} // namespace kernel

} // namespace simhost
