// SPDX-License-Identifier: GPL-3.0-or-later
// How the kernel prints statistics (lprocfs_status.c, lprocfs_jobstats.c, osd's brw_stats).
#include "agent/simhost/load.h"

#include <algorithm>

namespace simhost {

void Counter::add(std::int64_t count, std::int64_t each, std::int64_t spread)
{
    if (count <= 0)
        return;
    const std::int64_t low = std::max<std::int64_t>(1, each - spread), high = each + spread;
    min = samples == 0 ? low : std::min(min, low);
    max = std::max(max, high);
    samples += count;
    sum += count * each;
    sumsq += static_cast<double>(count) * static_cast<double>(each) * static_cast<double>(each);
}

namespace kernel {

namespace {

std::string times(const Clock &clock)
{
    const auto stamp = [](double seconds) { return format("%.9f secs.nsecs", seconds); };
    std::string text = left("snapshot_time", 26) + stamp(clock.now) + "\n";
    if (clock.minor >= 15)
        text += left("start_time", 26) + stamp(clock.start) + "\n" + left("elapsed_time", 26) + stamp(clock.now - clock.start) + "\n";
    return text;
}

long long wide(std::int64_t value)
{
    return static_cast<long long>(value);
}

std::string sizeWord(std::int64_t size)
{
    return size >= 1 << 20 && size % (1 << 20) == 0 ? format("%lldM", wide(size >> 20)) : size >= 1024 && size % 1024 == 0 ? format("%lldK", wide(size >> 10)) : format("%lld", wide(size));
}

std::string jobRow(const std::string &name, const Counter &row, bool bytes, const Clock &clock)
{
    std::string text = left("  " + name + ":", 19) + format("{ samples: %11lld, unit: %5s, min: %8lld, max: %8lld, sum: %16lld", wide(row.samples), bytes ? "bytes" : "usecs", wide(row.min),
                                                            wide(row.max), wide(row.sum));
    if (clock.minor >= 14)
        text += format(", sumsq: %18.0f", row.sumsq);
    if (bytes && clock.minor >= 16 && row.samples > 0)
        text += ", hist: { " + sizeWord(row.max) + ": " + std::to_string(row.samples) + " }";
    return text + " }\n";
}

std::string printedId(const std::string &id, int minor)
{
    const bool plain = id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_@/") == std::string::npos && id[0] != '@';
    if (plain || minor < 15)
        return id;
    std::string text = "\"";
    for (const char c : id)
        text += c > ' ' && c < 127 && c != '"' && c != '\\' ? std::string(1, c) : format("\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    return text + "\"";
}

} // namespace

Counters shareOf(const Counters &rows, int i, int clients)
{
    const double share = 2.0 * (clients - i) / (static_cast<double>(clients) * (clients + 1));
    Counters own = rows;
    for (auto &[name, row] : own) {
        row.samples = static_cast<decltype(row.samples)>(static_cast<double>(row.samples) * share);
        row.sum = static_cast<decltype(row.sum)>(static_cast<double>(row.sum) * share);
        row.sumsq = row.sumsq * share;
    }
    return own;
}

std::string counters(const Counters &rows, const std::vector<std::pair<std::string, std::string>> &units, const Clock &clock)
{
    std::string text = times(clock);
    for (const auto &[name, unit] : units) {
        const auto row = rows.find(name);
        if (row == rows.end() || row->second.samples == 0)
            continue;
        text += left(name, 26) + format("%lld samples [%s] %lld %lld %lld", wide(row->second.samples), unit.c_str(), wide(row->second.min), wide(row->second.max), wide(row->second.sum))
            + (unit == "bytes" && clock.minor < 14 ? std::string() : format(" %.0f", row->second.sumsq)) + "\n";
    }
    return text;
}

const std::vector<std::pair<std::string, std::string>> &ostRows()
{
    static const std::vector<std::pair<std::string, std::string>> rows{{"read_bytes", "bytes"}, {"write_bytes", "bytes"}, {"read", "usecs"}, {"write", "usecs"}, {"getattr", "usecs"},
        {"setattr", "usecs"}, {"punch", "usecs"}, {"sync", "usecs"}, {"destroy", "usecs"}, {"create", "usecs"}, {"statfs", "usecs"}, {"get_info", "usecs"}, {"set_info", "usecs"},
        {"quotactl", "usecs"}, {"prealloc", "usecs"}};
    return rows;
}

const std::vector<std::pair<std::string, std::string>> &mdtRows()
{
    static const std::vector<std::pair<std::string, std::string>> rows{{"open", "usecs"}, {"close", "usecs"}, {"mknod", "usecs"}, {"link", "usecs"}, {"unlink", "usecs"}, {"mkdir", "usecs"},
        {"rmdir", "usecs"}, {"rename", "usecs"}, {"getattr", "usecs"}, {"setattr", "usecs"}, {"getxattr", "usecs"}, {"setxattr", "usecs"}, {"statfs", "usecs"}, {"sync", "usecs"},
        {"samedir_rename", "usecs"}, {"crossdir_rename", "usecs"}};
    return rows;
}

std::string jobStats(const std::map<std::string, JobRows> &jobs, bool mdt, const Clock &clock)
{
    std::string text = "job_stats:\n";
    const auto stamp = [&](const char *name, double seconds) {
        return left("  " + std::string(name) + ":", 19) + (clock.minor >= 15 ? format("%.9f secs.nsecs\n", seconds) : format("%lld\n", wide(static_cast<std::int64_t>(seconds))));
    };
    for (const auto &[id, job] : jobs) {
        text += "- job_id:          " + printedId(id, clock.minor) + "\n" + stamp("snapshot_time", job.seen);
        if (clock.minor >= 15)
            text += stamp("start_time", job.start) + stamp("elapsed_time", job.seen - job.start);
        for (const auto &[name, unit] : mdt ? mdtRows() : ostRows()) {
            const auto row = job.rows.find(name);
            text += jobRow(name, row == job.rows.end() ? Counter{} : row->second, unit == "bytes", clock);
        }
    }
    return text;
}

std::string freePieces(std::int64_t totalKb, std::int64_t usedKb, std::uint64_t seed, std::int64_t most)
{
    constexpr std::int64_t inGroup = 32768; // blocks of 4 KiB
    const std::int64_t groups = std::min(most, (totalKb / 4 + inGroup - 1) / inGroup);
    const double used = totalKb > 0 ? static_cast<double>(usedKb) / static_cast<double>(totalKb) : 0;
    std::string text = "#group: free  frags first [ 2^0   2^1   2^2   2^3   2^4   2^5   2^6   2^7   2^8   2^9   2^10  2^11  2^12  2^13  ]\n";
    for (std::int64_t group = 0; group < groups; ++group) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::uint64_t dice = seed >> 33;
        // Some groups are whole, some full, and in the others files left holes.
        const bool whole = static_cast<double>(dice % 1000) >= used * 1150, none = !whole && dice / 1000 % 3 == 0;
        const std::int64_t free = whole ? inGroup : none ? 0 : static_cast<std::int64_t>(dice / 3000 % inGroup);
        std::array<std::int64_t, 14> pieces{};
        std::int64_t left = free, fragments = 0;
        for (int order = whole ? 13 : 12 - static_cast<int>(dice / 7 % 5); order >= 0; --order) {
            const std::int64_t share = whole || order == 0 ? left : left / 2;
            pieces[static_cast<std::size_t>(order)] = share >> order;
            left -= pieces[static_cast<std::size_t>(order)] << order;
            fragments += whole ? 0 : pieces[static_cast<std::size_t>(order)];
        }
        text += format("#%-5lld: %-5lld %-5lld %-5lld [", static_cast<long long>(group), static_cast<long long>(free), static_cast<long long>(whole ? 1 : fragments),
                       static_cast<long long>(whole ? 0 : inGroup - free));
        for (const std::int64_t count : pieces)
            text += format(" %-5lld", static_cast<long long>(count));
        text += " ]\n";
    }
    return text;
}

std::string brwStats(const std::vector<Histogram> &sections, const Clock &clock)
{
    std::string text = clock.minor >= 15 ? replaced(replaced(replaced(times(clock), "snapshot_time ", "snapshot_time:"), "start_time ", "start_time:"), "elapsed_time ", "elapsed_time:")
                                         : format("snapshot_time:         %.9f (secs.nsecs)\n", clock.now);
    for (const Histogram &section : sections) {
        std::array<std::int64_t, 2> all{}, sum{};
        for (const auto &[size, counts] : section.buckets)
            for (std::size_t i = 0; i < 2; ++i)
                all[i] += counts[i];
        text += "\n                           read      |     write\n" + left(section.title, 22) + " " + left(section.unit, 5) + " % cum % |  " + left(section.unit, 11) + " % cum %\n";
        const auto share = [](std::int64_t part, std::int64_t whole) { return whole > 0 ? wide(part * 100 / whole) : 0; };
        for (const auto &[size, counts] : section.buckets) {
            for (std::size_t i = 0; i < 2; ++i)
                sum[i] += counts[i];
            text += sizeWord(size) + ":\t\t" + format("%10lld %3lld %3lld   | %4lld %3lld %3lld\n", wide(counts[0]), share(counts[0], all[0]), share(sum[0], all[0]), wide(counts[1]),
                                                      share(counts[1], all[1]), share(sum[1], all[1]));
        }
    }
    return text;
}

} // namespace kernel

} // namespace simhost
