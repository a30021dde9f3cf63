// SPDX-License-Identifier: GPL-3.0-or-later
// The sample store against the obvious one, a row a sample, on the same figures in the same run: bytes a sample on disk, what a tick of
// 50,000 samples costs, a chart of 30 days, a heat map of 1,000 series x 360.
#include "core/base/database.h"
#include "core/monitor/store.h"
#include "tests/support/figures.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

using monitoring::SampleStore;

/// CPU of this thread: the machine may have other things to do.
double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class T> T must(base::Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str());
    std::exit(1);
}
void must(const base::Result<void> &result)
{
    if (!result) {
        std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str());
        std::exit(1);
    }
}

double bytesOf(base::Database &db)
{
    must(db.run("PRAGMA wal_checkpoint(TRUNCATE)"));
    return static_cast<double>(QFileInfo(QString::fromStdString(db.path())).size());
}

double middle(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

std::vector<monitoring::SeriesId> seriesNamed(const SampleStore &store, const std::string &name)
{
    monitoring::Selector selector;
    selector.name = name;
    std::vector<monitoring::SeriesId> ids;
    for (const monitoring::Series &series : store.find(selector))
        ids.push_back(series.id);
    return ids;
}

/// The row store: what it costs for the same samples.
struct Rows {
    double bytes = 0, insertMs = 0, chartMs = 0;
};

Rows rowStore(const QTemporaryDir &dir)
{
    static const base::Schema schema{"rows", {{"CREATE TABLE sample(series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY(series, at)) WITHOUT ROWID"}}};
    auto db = must(base::Database::open(dir.filePath(QStringLiteral("rows")).toStdString(), schema));
    support::Figures figures(1);
    constexpr int ticks = 360;
    const double before = cpuMs();
    for (int i = 0; i < ticks; i += 12)
        must(db->transaction([&]() -> base::Result<void> {
            for (int j = 0; j < 12; ++j) {
                (void)figures.next(1);
                for (std::size_t s = 0; s < figures.size(); ++s)
                    if (auto row = db->run("INSERT INTO sample(series, at, value) VALUES(?, ?, ?)", {qint64(s), qint64(figures.at()), figures.value(s).real()}); !row)
                        return row;
            }
            return {};
        }));
    Rows rows;
    const double samples = static_cast<double>(figures.size()) * ticks;
    rows.insertMs = (cpuMs() - before) / samples * 50'000;
    rows.bytes = bytesOf(*db) / samples;
    must(db->transaction([&]() -> base::Result<void> { // 30 days of one series at 10 s
        for (qint64 i = 0; i < 259'200; ++i)
            if (auto row = db->run("INSERT INTO sample(series, at, value) VALUES(-1, ?, ?)", {i * 10'000, double(i % 977)}); !row)
                return row;
        return {};
    }));
    std::vector<double> times;
    for (int i = 0; i < 3; ++i) {
        const double begin = cpuMs();
        (void)must(db->rows("SELECT at / 2592000, MIN(value), MAX(value), AVG(value) FROM sample WHERE series = -1 GROUP BY 1"));
        times.push_back(cpuMs() - begin);
    }
    rows.chartMs = middle(times);
    return rows;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir dir;
    const Rows rows = rowStore(dir);
    std::printf("a row a sample: %.1f bytes, 50,000 samples %.0f ms, 30 d of one series in 1,000 points %.1f ms\n", rows.bytes, rows.insertMs, rows.chartMs);

    // 137 servers are 50,000 series and more; each block of theirs is closed once in it.
    auto store = must(SampleStore::open(dir.filePath(QStringLiteral("chunks")).toStdString()));
    constexpr int servers = 137, ticks = 372;
    double appendMs = 0, flushMs = 0, worst = 0, samples = 0;
    std::vector<support::Figures> figures;
    for (int i = 0; i < servers; ++i)
        figures.emplace_back(static_cast<unsigned>(i));
    for (int tick = 0; tick < ticks; ++tick) {
        double tickMs = 0;
        for (int i = 0; i < servers; ++i) {
            auto &one = figures[static_cast<std::size_t>(i)];
            const int some = tick == 0 ? 1 + i * 3 % 360 : 1; // as they come in life: their blocks do not end together
            const monitoring::Batch batch = one.next(some);
            const double before = cpuMs();
            must(store->append("oss" + std::to_string(i), batch));
            if (tick > 0)
                tickMs += cpuMs() - before;
            samples += static_cast<double>(one.size()) * some;
        }
        appendMs += tickMs;
        worst = std::max(worst, tickMs);
        if (tick % 6 == 5) { // every 30 s
            const double before = cpuMs();
            must(store->flush());
            flushMs += cpuMs() - before;
        }
    }
    const double series = static_cast<double>(figures.front().size()) * servers, per50 = 50'000 / series / (ticks - 1);
    std::printf("chunks: %.0f series, 50,000 samples a tick %.1f ms (%.1f with the journal; the worst tick %.0f), %.2f bytes a sample on disk, journal included\n",
        series, appendMs * per50, (appendMs + flushMs) * per50, worst * 50'000 / series, bytesOf(store->database()) / samples);

    const auto heat = seriesNamed(*store, "stats.s*");
    monitoring::Query map{{heat.begin(), heat.begin() + std::min<std::ptrdiff_t>(1000, static_cast<std::ptrdiff_t>(heat.size()))}, figures.front().at() - 1'800'000, figures.front().at(), 360};
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
        const double before = cpuMs();
        (void)must(store->query(map));
        times.push_back(cpuMs() - before);
    }
    const double heatMs = middle(times);
    std::printf("heat map: %zu series x 360 in %.1f ms\n", map.series.size(), heatMs);

    // A month of one server, 5 s apart at its end and a minute apart before: as much as roll-ups make of it.
    auto month = must(SampleStore::open(dir.filePath(QStringLiteral("month")).toStdString()));
    support::Figures long_(9, 1);
    for (int i = 0; i < 30 * 24; ++i)
        must(month->append("oss1", long_.next(60, 60'000)));
    must(month->flush());
    for (auto more = month->upkeep(long_.at(), 1000); must(std::move(more)); more = month->upkeep(long_.at(), 1000)) { }
    const double monthBytes = bytesOf(month->database()) / static_cast<double>(long_.size()) / (30 * 24 * 60);
    monitoring::Query chart{seriesNamed(*month, "memory.free"), long_.at() - 30LL * 86'400'000, long_.at(), 1000};
    times.clear();
    for (int i = 0; i < 9; ++i) {
        const double before = cpuMs();
        const auto answer = must(month->query(chart));
        times.push_back(cpuMs() - before);
        if (answer.lines.empty() || answer.lines.front().buckets.size() < 950)
            return 1;
    }
    const double chartMs = middle(times);
    std::printf("30 d chart of one series in 1,000 points: %.2f ms; that store after its upkeep: %.2f bytes a sample that it was given\n", chartMs, monthBytes);
    std::printf("against a row a sample: %.1f times smaller, inserts %.1f times cheaper, chart %.0f times faster\n", rows.bytes * samples / bytesOf(store->database()),
        rows.insertMs / ((appendMs + flushMs) * per50), rows.chartMs / chartMs);
    std::printf("store: %.2f bytes a sample\n", bytesOf(store->database()) / samples);
    return 0;
}
