// SPDX-License-Identifier: GPL-3.0-or-later
// job_stats through the streaming reader, 400 MB of it, made as it goes, so that nothing of its size is ever in memory.
// With LLJOBSTAT=/path/of/lljobstat (lustre/utils of Lustre's sources) 11 MB are also given to that, as a file of `lctl get_param`.
// The baseline is the least that any reader must do: finding the line ends of the same bytes (memchr) in the same run; both in CPU time of one core.
#include "agent/collect/jobrates.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ctime>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

constexpr std::size_t pieceBytes = 1 << 20;

/// Records as an OST of 2.15 prints them: most operations were never used, as in recordings of real systems.
class Source {
public:
    explicit Source(bool busy) : m_busy(busy) { }
    const std::string &next()
    {
        m_text.clear();
        while (m_text.size() < pieceBytes)
            record();
        return m_text;
    }

private:
    void record()
    {
        char line[256];
        const auto add = [&](const char *name, const char *unit, unsigned long long samples, unsigned long long sum) {
            const int size = std::snprintf(line, sizeof line, "  %-16s { samples: %11llu, unit: %5s, min: %8llu, max: %8llu, sum: %16llu, sumsq: %18llu }\n", name, samples, unit,
                samples ? 4096ull : 0ull, samples ? 4194304ull : 0ull, sum, sum * 3);
            m_text.append(line, static_cast<std::size_t>(size));
        };
        ++m_number;
        m_text += "- job_id:          dd." + std::to_string(m_number % 10000) + "\n  snapshot_time:   1652255674.532943785 secs.nsecs\n";
        const unsigned long long n = m_number;
        add("read_bytes:", "bytes", n % 3, n * 4096);
        add("write_bytes:", "bytes", n, n * 1048576);
        add("read:", "usecs", n % 3, n * 7);
        add("write:", "usecs", n, n * 19);
        for (const char *name : {"getattr:", "setattr:", "punch:", "sync:", "destroy:", "create:", "statfs:", "get_info:", "set_info:", "quotactl:", "prealloc:"})
            add(name, "usecs", m_busy ? n : 0, m_busy ? n * 13 : 0);
    }

    bool m_busy;
    std::uint64_t m_number = 0;
    std::string m_text;
};

long residentKib()
{
    std::ifstream in("/proc/self/statm");
    long size = 0, resident = 0;
    in >> size >> resident;
    return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

struct Timed {
    double seconds = 0;
    std::uint64_t bytes = 0, count = 0;
    double rate() const { return static_cast<double>(bytes) / seconds / 1e9; }
};

class Count : public collect::JobSink {
public:
    explicit Count(collect::JobRates *rates) : m_rates(rates) { }
    void job(const collect::JobRecord &record) override
    {
        ++records;
        if (m_rates)
            m_rates->job(record);
    }
    std::uint64_t records = 0;

private:
    collect::JobRates *m_rates;
};

/// CPU time of this thread: a core's share, whatever else the machine does.
double now()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// The same piece again and again would sit in the cache and its numbers would not grow: each piece is made, then timed.
Timed lineEnds(bool busy, std::uint64_t total)
{
    Source source(busy);
    Timed result;
    while (result.bytes < total) {
        const std::string &piece = source.next();
        const double begin = now();
        const char *at = piece.data(), *end = at + piece.size();
        while (const void *found = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
            ++result.count;
            at = static_cast<const char *>(found) + 1;
        }
        result.seconds += now() - begin;
        result.bytes += piece.size();
    }
    return result;
}

Timed reader(bool busy, std::uint64_t total, bool rated)
{
    Source source(busy);
    collect::JobRates rates;
    rates.begin(5);
    Count sink(rated ? &rates : nullptr);
    collect::JobStatsReader reading(sink);
    Timed result;
    while (result.bytes < total) {
        const std::string &piece = source.next();
        const double begin = now();
        reading.feed(piece);
        result.seconds += now() - begin;
        result.bytes += piece.size();
    }
    reading.finish();
    result.count = sink.records;
    if (reading.strangeLines() > 0)
        std::fprintf(stderr, "a line was not understood: %s\n", reading.firstStrange().c_str());
    return result;
}

double childrenSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

void besideLljobstat(std::uint64_t total)
{
    const char *program = std::getenv("LLJOBSTAT");
    if (!program) {
        std::printf("lljobstat: not compared, LLJOBSTAT is not set\n");
        return;
    }
    char name[] = "/tmp/job_stats-XXXXXX";
    const int fd = ::mkstemp(name);
    if (fd < 0)
        return;
    ::close(fd);
    std::ofstream out(name, std::ios::binary);
    out << "job_stats:\n";
    Source source(false);
    for (std::uint64_t bytes = 0; bytes < total; bytes += pieceBytes)
        out << source.next();
    out.close();
    const double begin = childrenSeconds();
    const int code = std::system(("python3 '" + std::string(program) + "' --statsfile " + name + " >/dev/null").c_str());
    const double theirs = childrenSeconds() - begin;
    const Timed ours = reader(false, total, true);
    if (code == 0)
        std::printf("lljobstat: %.0f MB in %.1f s of CPU; reader and rates %.3f s, %.0f times as fast\n", static_cast<double>(ours.bytes) / 1e6, theirs, ours.seconds, theirs / ours.seconds);
    else
        std::printf("lljobstat: it ended with %d\n", code);
    ::unlink(name);
}

} // namespace

int main(int argc, char **argv)
{
    const std::uint64_t total = (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 400) * 1000 * 1000;
    double share = 0, best = 0;
    for (const bool busy : {false, true}) {
        const Timed base = lineEnds(busy, total);
        const long before = residentKib();
        const Timed read = reader(busy, total, false), rated = reader(busy, total, true);
        std::printf("%s: %.0f MB, %llu records\n", busy ? "every operation used" : "most operations never used", static_cast<double>(read.bytes) / 1e6,
            static_cast<unsigned long long>(read.count));
        std::printf("  line ends alone   %6.2f GB/s, %llu of them\n", base.rate(), static_cast<unsigned long long>(base.count));
        std::printf("  reader            %6.2f GB/s, %.1f times the time of the line ends\n", read.rate(), read.seconds / base.seconds);
        std::printf("  reader and rates  %6.2f GB/s\n", rated.rate());
        std::printf("  resident %ld KiB before, %ld KiB after\n", before, residentKib());
        if (!busy) {
            share = read.seconds / base.seconds;
            best = read.rate();
        }
    }
    besideLljobstat(11'000'000);
    std::printf("jobstats: %.2f GB/s, %.1f times the line ends\n", best, share);
    return 0;
}
