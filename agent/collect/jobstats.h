// SPDX-License-Identifier: GPL-3.0-or-later
// job_stats of OSTs and MDTs (lustre/obdclass/lprocfs_jobstats.c, every version since 2.3) as a stream of any size in constant memory.
#pragma once
#include "agent/collect/figure.h"

#include <array>
#include <span>

namespace collect {

struct JobOperation {
    std::string_view name, unit;
    std::int64_t samples = 0;
    std::int64_t min = 0, max = 0, sum = 0; ///< the kernel's words: above 2^63 they wrap, as do its sums
    std::uint64_t sumsq = 0;
    bool hasSum = false, hasSumsq = false;
};

/// One record; the views live until the next one.
struct JobRecord {
    std::string_view target;     ///< of the "NAME.job_stats=" line before it; empty when the text has none
    std::string_view id;         ///< unquoted, escapes undone; may hold any byte, and a line end in Lustre 2.5 to 2.7
    std::string_view printedId;  ///< as it stands in the text
    std::string_view snapshotTime, startTime; ///< "1652255674" up to 2.14, "S.NNNNNNNNN" after it; on the clock since boot in 2.15.0 and 2.15.1
    std::span<const JobOperation> operations{};
};

class JobSink {
public:
    virtual ~JobSink() = default;
    virtual void job(const JobRecord &record) = 0;
    /// A text with several targets: this one begins. It may have no job at all.
    virtual void jobTarget(std::string_view parameter) { (void)parameter; }
};

/// Takes the text in pieces of any size. Not for use from two threads.
class JobStatsReader {
public:
    explicit JobStatsReader(JobSink &sink) : m_sink(sink) { }
    void feed(std::string_view piece);
    /// The end of the text: gives the last record, unless the text was cut in the middle of it.
    void finish();

    std::uint64_t records() const { return m_records; }
    /// Nothing came at all: a service without a job since 2.17.5x, or no service; told apart by the caller.
    bool sawNothing() const { return m_bytes == 0; }
    bool truncated() const { return m_truncated; }
    std::uint64_t strangeLines() const { return m_strange; }
    const std::string &firstStrange() const { return m_firstStrange; }

private:
    static constexpr std::size_t mostOperations = 48, longestLine = 64 * 1024;
    void line(const char *begin, const char *end);
    void operation(const char *begin, const char *end);
    void beginRecord(const char *dash, const char *end);
    void special(const char *begin, const char *end);
    void deliver();
    void strange(const char *begin, const char *end);
    std::size_t nameIndex(std::string_view name, std::size_t position);

    JobSink &m_sink;
    std::string m_carry, m_target, m_printed, m_decoded, m_snapshot, m_start, m_firstStrange;
    std::array<std::string, 64> m_names{};
    std::size_t m_nameCount = 0;
    std::array<JobOperation, mostOperations> m_operations{};
    std::array<std::uint8_t, mostOperations> m_lastNames{};
    std::size_t m_count = 0;
    bool m_open = false, m_timed = false, m_truncated = false, m_skipping = false;
    std::uint64_t m_records = 0, m_bytes = 0, m_strange = 0;
};

/// "\xHH" undone in what the kernel put between quotes since 2.15.2 (and in 2.14.0_ddn); other ids as they are.
std::string plainJobId(std::string_view printed);

/// All figures of one target's text: job.samples, job.min, job.max, job.sum, job.sumsq with labels job and operation.
/// For tests and small texts; the collector uses the reader.
Readings readJobStats(std::string_view text, const Labels &labels);

} // namespace collect
