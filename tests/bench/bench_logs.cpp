// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of 8 servers, 10 million lines as a busy file system writes them (LOG_LINES: another number): taken in, bytes a line on disk, searches
// until the first lines are there and through all; and grep over the same lines in a text file, in the same run. Times are those of one
// core, so that neighbours on a busy machine do not count.
#include "core/logs/logs.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <sys/resource.h>

using namespace logbook;

namespace {

constexpr int servers = 8;
constexpr std::int64_t begin = 1'790'000'000'000;

/// A mix of what servers say, most of it not about Lustre. One line in a million is the one that is looked for.
class Writer {
public:
    protocol::LogLine next(std::int64_t number)
    {
        const auto rnd = [this](std::uint32_t below) { return static_cast<unsigned>(m_random() % below); };
        protocol::LogLine line;
        line.at = begin + number * 7 + rnd(5);
        line.priority = 6;
        line.program = "kernel";
        char text[400];
        switch (number % 1'000'000 == 500'000 ? 99 : rnd(10)) {
        case 0:
            std::snprintf(text, sizeof text, "Lustre: scratch-OST%04x: Connection restored to %08x-2ace-4209-be66-%012x (at 10.10.%u.%u@tcp)", rnd(64), static_cast<unsigned>(m_random()), rnd(1 << 24), rnd(8), rnd(250));
            line.priority = 4;
            break;
        case 1:
            std::snprintf(text, sizeof text, "LustreError: 11-0: scratch-OST%04x-osc-MDT0000: operation ost_statfs to node 10.10.1.%u@tcp failed: rc = -107", rnd(64), rnd(250));
            line.priority = 3;
            break;
        case 2:
            std::snprintf(text, sizeof text, "Lustre: %u:0:(client.c:2340:ptlrpc_expire_one_request()) @@@ Request sent has timed out for slow reply: [sent %u/real %u]  req@ffff%08x x%u/t0(0) o400->scratch-OST%04x@10.10.1.%u@tcp:28/4 lens 224/224",
                rnd(32768), rnd(1 << 30), rnd(1 << 30), static_cast<unsigned>(m_random()), rnd(1 << 30), rnd(64), rnd(250));
            line.priority = 4;
            break;
        case 3:
        case 4:
            std::snprintf(text, sizeof text, "Accepted publickey for user%u from 10.20.%u.%u port %u ssh2: ED25519 SHA256:%08x%08x", rnd(400), rnd(8), rnd(250), 1024 + rnd(60000), static_cast<unsigned>(m_random()), static_cast<unsigned>(m_random()));
            line.program = "sshd";
            line.unit = "sshd.service";
            line.pid = rnd(32768);
            break;
        case 5:
        case 6:
            std::snprintf(text, sizeof text, "Started Session %u of User user%u.", rnd(100000), rnd(400));
            line.program = "systemd";
            line.unit = "init.scope";
            line.pid = 1;
            break;
        case 99:
            std::snprintf(text, sizeof text, "LustreError: 1648:0:(osd_internal.h:665:osd_fid2oi()) LBUG");
            line.priority = 0;
            break;
        default:
            std::snprintf(text, sizeof text, "(user%u) CMD (/usr/local/bin/collect --interval %u --out /var/tmp/%08x)", rnd(400), rnd(60), static_cast<unsigned>(m_random()));
            line.program = "CROND";
            line.unit = "crond.service";
            line.pid = rnd(32768);
        }
        line.text = text;
        return line;
    }

private:
    std::mt19937 m_random{42};
};

double cpuSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double childrenSeconds()
{
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

struct Timed {
    double first = 0, whole = 0; ///< seconds
    std::size_t lines = 0;
    double longest = 0; ///< ms of a step
};

Timed timed(LogStore &store, const Filter &filter, std::size_t most)
{
    Timed result;
    const double begun = cpuSeconds();
    auto matcher = Matcher::of(filter);
    Scan scan(store, *matcher, afterAll, Towards::Older, most);
    for (Found found; !found.done;) {
        const double step = cpuSeconds();
        found = scan.step(30);
        result.longest = std::max(result.longest, (cpuSeconds() - step) * 1000);
        if (result.lines == 0 && !found.lines.empty())
            result.first = cpuSeconds() - begun;
        result.lines += found.lines.size();
    }
    result.whole = cpuSeconds() - begun;
    return result;
}

double grep(const QString &file, const QStringList &words)
{
    const double begun = childrenSeconds();
    QProcess process;
    process.setStandardOutputFile(file + QStringLiteral(".found")); // into /dev/null it would end with the first line
    process.start(QStringLiteral("grep"), words + QStringList{file});
    process.waitForFinished(-1);
    return childrenSeconds() - begun;
}

} // namespace

int main()
{
    const std::int64_t count = qEnvironmentVariableIsSet("LOG_LINES") ? qEnvironmentVariable("LOG_LINES").toLongLong() : 10'000'000;
    QTemporaryDir dir(QFile::exists(QStringLiteral("/dev/shm")) ? QStringLiteral("/dev/shm/bench-logs-XXXXXX") : QString());
    const std::string path = dir.filePath(QStringLiteral("bench.logs")).toStdString();
    auto opened = LogStore::open(path);
    if (!opened || !(*opened)->setLimit(1LL << 40)) {
        std::fprintf(stderr, "%s\n", opened ? "no limit" : opened.error().message.c_str());
        return 1;
    }
    LogStore &store = **opened;
    QFile plain(dir.filePath(QStringLiteral("plain.txt")));
    if (!plain.open(QIODevice::WriteOnly))
        return 1;
    Writer writer;
    std::vector<Batch> batches(servers);
    double taking = 0;
    std::int64_t bytes = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        Batch &batch = batches[static_cast<std::size_t>(i % servers)];
        batch.lines.push_back(writer.next(i));
        const std::string &text = batch.lines.back().text;
        bytes += static_cast<std::int64_t>(text.size()) + 1;
        plain.write(text.data(), static_cast<qint64>(text.size()));
        plain.putChar('\n');
        if (batch.lines.size() < 1500 && i + servers < count)
            continue;
        batch.cursor = std::to_string(i);
        const double begun = cpuSeconds();
        if (!store.append("oss" + std::to_string(i % servers), batch))
            return 1;
        taking += cpuSeconds() - begun;
        batch.lines.clear();
    }
    plain.close();
    const double millions = static_cast<double>(count) / 1e6;
    const double onDisk = static_cast<double>(QFileInfo(QString::fromStdString(path)).size() + QFileInfo(QString::fromStdString(path) + "-wal").size());
    std::printf("%.1f million lines, %.0f bytes a line as text\n", millions, static_cast<double>(bytes) / static_cast<double>(count));
    std::printf("taken in: %.2f million lines/s; on disk: %.1f bytes a line, 1/%.1f of the text\n", millions / taking, onDisk / static_cast<double>(count), static_cast<double>(bytes) / onDisk);
    Filter rare, common, expression, exact;
    rare.text = "lbug";
    exact.text = "LBUG";
    exact.caseCounts = true;
    common.text = "connection restored";
    expression.text = "evict|fid2oi.*LBUG$";
    expression.regular = true;
    const auto say = [&](const char *what, const Timed &t, double grepped) {
        std::printf("%-34s first %7.1f ms, whole %6.2f s, %5.2f million lines/s, %zu lines, longest step %.0f ms", what, t.first * 1000, t.whole, millions / t.whole, t.lines, t.longest);
        if (grepped > 0)
            std::printf("; grep %.2f s, ratio %.1f", grepped, t.whole / grepped);
        std::printf("\n");
        std::fflush(stdout);
    };
    const QString file = plain.fileName();
    say("all, the newest 2000", timed(store, {}, 2000), 0);
    say("text, many fit, the newest 2000", timed(store, common, 2000), 0);
    const Timed plainText = timed(store, rare, 2000);
    say("text, 1 in a million, all", plainText, grep(file, {"-i", "lbug"}));
    say("text, case counts, all", timed(store, exact, 2000), grep(file, {"LBUG"}));
    say("expression, all", timed(store, expression, 2000), grep(file, {"-iP", "evict|fid2oi.*LBUG$"}));
    std::printf("logs: %.2f million lines/s searched\n", millions / plainText.whole);
    return 0;
}
