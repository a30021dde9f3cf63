// SPDX-License-Identifier: GPL-3.0-or-later
// What sampling costs: an agent on a host with 100 OSTs and 10,000 jobs (100 an OST), every 5 s for a minute and more, all counters
// moving. Processor time and resident memory of the agent's own process, and what each collector took.
#include "agent/protocol/json.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using protocol::Json;
namespace fs = std::filesystem;

constexpr int osts = 100, jobsEach = 100, interval = 5;

std::string ostName(int index)
{
    char name[32];
    std::snprintf(name, sizeof name, "lab-OST%04x", static_cast<unsigned>(index));
    return name;
}

void put(const fs::path &path, const std::string &text)
{
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

std::string counters(long long round, int seed)
{
    std::string text = "snapshot_time             " + std::to_string(1700000000 + round * interval) + ".803624686 secs.nsecs\n";
    const char *rows[] = {"read_bytes", "write_bytes", "read", "write", "setattr", "punch", "sync", "destroy", "create", "statfs", "get_info", "set_info", "connect", "disconnect", "ping"};
    for (int i = 0; const char *row : rows) {
        const long long count = (round + 3) * (917 + seed + 13 * i), sum = count * 1048571;
        char line[200];
        std::snprintf(line, sizeof line, "%-25s %lld samples [%s] 36 4194304 %lld %lld\n", row, count, i < 2 ? "bytes" : "usecs", sum, sum * 17);
        text += line;
        ++i;
    }
    return text;
}

std::string jobs(long long round, int seed)
{
    std::string text = "job_stats:\n";
    const char *rows[] = {"read_bytes", "write_bytes", "read", "write", "getattr", "setattr", "punch", "sync", "destroy", "create", "statfs", "get_info", "set_info", "quotactl", "prealloc"};
    for (int job = 0; job < jobsEach; ++job) {
        text += "- job_id:          python3." + std::to_string(1000 + seed * jobsEach + job) + "\n  snapshot_time:   1700000000.718714674 secs.nsecs\n  start_time:      1690000000.685487209 secs.nsecs\n"
                "  elapsed_time:    284178.033227465 secs.nsecs\n";
        for (int i = 0; const char *row : rows) {
            const long long count = i < 4 ? (round + 1) * (job + 7) : 0;
            char line[240];
            std::snprintf(line, sizeof line, "  %-16s { samples: %11lld, unit: %5s, min: %8d, max: %8d, sum: %16lld, sumsq: %18lld%s }\n", (std::string(row) + ":").c_str(), count, i < 2 ? "bytes" : "usecs",
                          count ? 4096 : 0, count ? 1048576 : 0, count * 524288, count * 99991, i < 2 && count ? ", hist: { 4K: 35, 1M: 2045 }" : "");
            text += line;
            ++i;
        }
    }
    return text;
}

std::string histograms(long long round)
{
    std::string text = "snapshot_time:            1684867636.682465202 secs.nsecs\nstart_time:               1684865295.727058577 secs.nsecs\nelapsed_time:             2340.955406625 secs.nsecs\n";
    const char *titles[] = {"pages per bulk r/w     rpcs", "discontiguous pages    rpcs", "discontiguous blocks   rpcs", "disk fragmented I/Os   ios ", "disk I/Os in flight    ios ",
        "I/O time (1/1000s)     ios ", "disk I/O size          ios "};
    for (const char *title : titles) {
        text += std::string("\n                           read      |     write\n") + title + "  % cum % |  ios         % cum %\n";
        for (int size = 0; size < 11; ++size) {
            char line[100];
            std::snprintf(line, sizeof line, "%d:\t\t%10lld   9  %2d   | %4lld   9  %2d\n", 1 << size, (round + 1) * (size + 3), size * 9, (round + 1) * (size + 5), size * 9);
            text += line;
        }
    }
    return text;
}

void putRound(const fs::path &root, long long round)
{
    const std::string histogram = histograms(round);
    for (int i = 0; i < osts; ++i) {
        const fs::path proc = root / "proc/fs/lustre/obdfilter" / ostName(i);
        put(proc / "stats", counters(round, i));
        put(proc / "job_stats", jobs(round, i));
        put(root / "sys/kernel/debug/lustre/osd-ldiskfs" / ostName(i) / "brw_stats", histogram);
        put(root / "sys/fs/lustre/osd-ldiskfs" / ostName(i) / "kbytesfree", std::to_string(900000000 - round) + "\n");
    }
    const std::string ticks = std::to_string(round * 500);
    std::string stat = "cpu  " + ticks + " 0 " + ticks + " " + ticks + " 5 0 0 0 0 0\n";
    for (int i = 0; i < 64; ++i)
        stat += "cpu" + std::to_string(i) + " " + ticks + " 0 " + ticks + " " + ticks + " 5 0 0 0 0 0\n";
    put(root / "proc/stat", stat + "btime 1700000000\n");
}

void putOnce(const fs::path &root)
{
    for (const char *name : {"proc/meminfo", "proc/loadavg", "proc/vmstat", "proc/net/dev", "proc/diskstats"}) {
        std::ifstream in(std::string("/") + name);
        put(root / name, {std::istreambuf_iterator<char>(in), {}});
    }
    put(root / "sys/fs/lustre/version", "2.17.0\n");
    put(root / "sys/fs/lustre/health_check", "healthy\n");
    for (int i = 0; i < osts; ++i) {
        const fs::path values = root / "sys/fs/lustre/obdfilter" / ostName(i), osd = root / "sys/fs/lustre/osd-ldiskfs" / ostName(i);
        for (const char *leaf : {"tot_dirty", "tot_granted", "tot_pending", "num_exports", "degraded"})
            put(values / leaf, "17\n");
        for (const char *leaf : {"kbytestotal", "kbytesavail", "filestotal", "filesfree"})
            put(osd / leaf, "123456789\n");
        put(osd / "mntdev", "/dev/mapper/mpath" + std::to_string(i) + "\n");
        put(root / "proc/fs/lustre/obdfilter" / ostName(i) / "recovery_status", "status: COMPLETE\nrecovery_start: 1700000000\nrecovery_duration: 5\ncompleted_clients: 12/12\n");
        for (const char *leaf : {"lock_count", "resource_count", "lock_timeouts", "pool/granted", "pool/grant_rate", "pool/cancel_rate"})
            put(root / "sys/fs/lustre/ldlm/namespaces" / ("filter-" + ostName(i) + "_UUID") / leaf, "400\n");
    }
}

/// Seconds of processor time of a process.
double cpuOf(pid_t pid)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    unsigned long user = 0, system = 0;
    const std::size_t close = text.rfind(')');
    if (close == std::string::npos || std::sscanf(text.c_str() + close + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return 0;
    return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double mebibytesOf(pid_t pid, const char *field)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.compare(0, std::string(field).size(), field) == 0)
            return std::strtod(line.c_str() + line.find(':') + 1, nullptr) / 1024;
    return 0;
}

Json fetch(const std::string &socket, const std::string &args)
{
    const std::string command = std::string(BIN_DIR) + "/chandelier-agent call metrics.fetch --socket " + socket + " --args '" + args + "' 2>/dev/null";
    std::string text;
    if (std::FILE *pipe = ::popen(command.c_str(), "r")) {
        char buffer[65536];
        for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
            text.append(buffer, count);
        ::pclose(pipe);
    }
    return protocol::parseJson(text);
}

} // namespace

int main(int argc, char **argv)
{
    const int samples = argc > 1 ? std::atoi(argv[1]) : 13;
    char place[] = "/dev/shm/bench-agent-XXXXXX";
    if (!::mkdtemp(place))
        return 1;
    const fs::path root = place;
    putOnce(root);
    putRound(root, 0);
    const std::string socket = root / "a.sock";
    const pid_t agent = ::fork();
    if (agent == 0) {
        ::execl(BIN_DIR "/chandelier-agent", "chandelier-agent", "serve", "--socket", socket.c_str(), "--state", (root / "state").c_str(), "--sysroot", place, "--tools", place, nullptr);
        ::_exit(127);
    }
    const timespec second{1, 0};
    const auto kept = [&root] { // bytes of history
        std::uintmax_t bytes = 0;
        std::error_code error;
        for (const auto &file : fs::directory_iterator(root / "state/figures", error))
            bytes += file.file_size(error);
        return static_cast<double>(bytes);
    };
    double keptFirst = 0;
    double begin = 0, rss = 0;
    std::uint64_t first = 0, last = 0;
    for (int round = 0; round < samples; ++round) {
        for (int i = 0; i < interval; ++i)
            ::nanosleep(&second, nullptr);
        if (round == 0) { // the first sample makes all series, and is not what the next years cost
            begin = cpuOf(agent);
            first = protocol::unsignedOf(fetch(socket, R"({"since":4000000000})"), "last");
            begin = cpuOf(agent);
            keptFirst = kept();
        }
        putRound(root, round + 1);
        rss = std::max(rss, mebibytesOf(agent, "VmRSS"));
    }
    const double spent = cpuOf(agent) - begin;
    const Json answer = fetch(socket, R"({"since":4000000000})");
    last = protocol::unsignedOf(answer, "last");
    const double count = static_cast<double>(last - first), share = count > 0 ? spent / (count * interval) : 1;
    for (const Json &collector : protocol::member(protocol::member(answer, "cost"), "collectors"))
        if (collector.is_array() && collector.size() == 3 && collector[1].is_number() && collector[1] > 0)
            std::printf("%-12s %8.1f ms in its last sample\n", collector[0].get<std::string>().c_str(), collector[1].get<double>() / 1000);
    for (const Json &fact : protocol::member(answer, "facts"))
        if (fact.is_array() && fact.size() == 3 && fact[0].is_string() && (fact[0] == "agent.slowed" || fact[2].get<std::string>().find("too many") == 0))
            std::printf("%s\n", protocol::dumpJson(fact).c_str());
    std::error_code error;
    std::printf("%.0f samples, %.1f ms of processor each; %.1f MiB peak resident; %.1f KiB of history a sample\n", count, count > 0 ? spent * 1000 / count : 0, mebibytesOf(agent, "VmHWM"),
                count > 0 ? (kept() - keptFirst) / 1024 / count : 0);
    ::kill(agent, SIGTERM);
    ::waitpid(agent, nullptr, 0);
    fs::remove_all(root, error);
    std::printf("agent: %.2f %% of a core, %.1f MiB\n", share * 100, rss);
    return 0;
}
