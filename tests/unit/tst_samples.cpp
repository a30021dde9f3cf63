// SPDX-License-Identifier: GPL-3.0-or-later
// The sample store: what goes in comes out, at any width, after any end.
#include "core/base/database.h"
#include "core/monitor/store.h"
#include "tests/support/figures.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <random>

using monitoring::Batch;
using monitoring::Kind;
using monitoring::Query;
using monitoring::Retention;
using monitoring::Rollup;
using monitoring::Sample;
using monitoring::SampleStore;
using monitoring::Value;

namespace {

constexpr std::int64_t start = 1'700'000'000'000, hour = 3'600'000;

Value anyValue(std::mt19937 &random)
{
    switch (random() % 8) {
    case 0: return {};
    case 1: return Value::ofReal(static_cast<double>(random() % 1000) / 100);
    case 2: return Value::ofReal(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100));
    case 3: return Value::ofNatural((std::uint64_t(random()) << 32) | random());
    case 4: return Value::ofWhole(static_cast<std::int64_t>((std::uint64_t(random()) << 32) | random()));
    default: return Value::ofWhole(random() % 100);
    }
}

/// One series named "figure", a value a sample, 5 s apart.
Batch batchOf(Kind kind, const std::vector<Value> &values, std::uint64_t first = 1, std::int64_t from = start, int stepMs = 5000)
{
    Batch batch;
    batch.ring = "ring";
    batch.first = 1;
    if (first == 1)
        batch.series.emplace_back(1, monitoring::SeriesName{"figure", {{"target", "scratch-OST0000"}}, "bytes", kind});
    for (std::size_t i = 0; i < values.size(); ++i)
        batch.samples.push_back({first + i, from + static_cast<std::int64_t>(i) * stepMs, {{1, values[i]}}});
    return batch;
}

std::vector<Value> wholes(const std::vector<std::int64_t> &numbers)
{
    std::vector<Value> values;
    for (const std::int64_t n : numbers)
        values.push_back(Value::ofWhole(n));
    return values;
}

std::unique_ptr<SampleStore> opened(const std::string &path)
{
    auto store = SampleStore::open(path);
    if (!store)
        qFatal("%s", store.error().message.c_str());
    return std::move(*store);
}

std::vector<monitoring::Bucket> bucketsOf(const SampleStore &store, std::int64_t from, std::int64_t to, int points, const std::string &name = "figure")
{
    monitoring::Selector selector;
    selector.name = name;
    Query query{{}, from, to, points};
    for (const monitoring::Series &series : store.find(selector))
        query.series.push_back(series.id);
    const auto answer = store.query(query);
    if (!answer || answer->lines.empty())
        return {};
    return answer->lines.front().buckets;
}

/// The value of the figure at a sequence number, as the program that is killed writes it.
std::int64_t figureAt(std::uint64_t seq) { return static_cast<std::int64_t>(seq * 7 + seq % 5); }

} // namespace

/// What a test kills: writes and flushes, and says after each flush up to which number all is on disk.
static int writeUntilKilled(const std::string &path)
{
    auto store = opened(path);
    std::uint64_t seq = store->position("oss1").seq;
    for (;;) {
        std::vector<Value> values;
        for (int i = 0; i < 50; ++i)
            values.push_back(Value::ofWhole(figureAt(seq + 1 + static_cast<std::uint64_t>(i))));
        Batch batch = batchOf(Kind::Gauge, values, seq + 1, start + static_cast<std::int64_t>(seq) * 5000);
        if (!store->append("oss1", batch) || !store->flush())
            return 1;
        seq += 50;
        std::printf("%llu\n", static_cast<unsigned long long>(seq));
        std::fflush(stdout);
    }
}

class TestSamples : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::string file(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }

private slots:
    void tracksComeBackAsTheyWere()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 300; ++round) {
            monitoring::Track track;
            std::vector<Value> values;
            const std::size_t ticks = 1 + random() % 400;
            for (std::size_t i = 0; i < ticks; ++i) {
                values.push_back(i > 0 && random() % 3 == 0 ? values.back() : anyValue(random));
                track.append(i, values.back());
                if (random() % 40 == 0) { // as after a restart
                    auto again = monitoring::Track::resume(track.bytes());
                    QVERIFY(again);
                    track = std::move(*again);
                }
            }
            const auto read = monitoring::readTrack(track.bytes(), ticks);
            QVERIFY(read && *read == values);
            const auto packed = monitoring::unpack(monitoring::pack(values), ticks);
            QVERIFY(packed && *packed == values);
        }
    }

    void packedNumbersAreExact_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"pages", "hundredths", "extremes", "wrapping", "late", "short"})
            QTest::newRow(what) << what;
    }
    void packedNumbersAreExact()
    {
        QFETCH(QString, what);
        std::mt19937 random(2);
        std::vector<Value> values;
        for (int i = 0; i < 360; ++i) {
            if (what == "pages")
                values.push_back(Value::ofWhole(std::int64_t(1) << 46 | (i * 4096LL * (i % 3))));
            else if (what == "hundredths")
                values.push_back(Value::ofReal((static_cast<double>(random() % 900) - 300) / 100));
            else if (what == "extremes")
                values.push_back(Value::ofWhole(i % 2 ? INT64_MAX : INT64_MIN));
            else if (what == "wrapping")
                values.push_back(Value::ofNatural(UINT64_MAX - static_cast<std::uint64_t>(i) * 1000));
            else if (what == "late")
                values.push_back(i < 200 ? Value() : Value::ofWhole(i * i));
            else
                values.push_back(i > 2 ? Value() : Value::ofReal(-0.0));
        }
        const std::string packed = monitoring::pack(values);
        const auto read = monitoring::unpack(packed, values.size());
        QVERIFY(read && *read == values);
        if (what == "pages" || what == "hundredths")
            QVERIFY2(packed.size() < 2 * 360, qPrintable(QString::number(packed.size())));
    }

    void whatStandsStillIsShort()
    {
        const std::string still = monitoring::pack(std::vector<Value>(360, Value::ofWhole(123'456'789)));
        QVERIFY2(still.size() < 16, qPrintable(QString::number(still.size())));
        std::vector<Value> steady;
        for (int i = 0; i < 360; ++i)
            steady.push_back(Value::ofWhole(1'000'000'007LL * i));
        QVERIFY(monitoring::pack(steady).size() < 24);
    }

    void timesKeepTheirMilliseconds()
    {
        std::mt19937 random(3);
        std::vector<std::int64_t> times;
        for (std::int64_t i = 0; i < 360; ++i)
            times.push_back(start + i * 5000 + static_cast<std::int64_t>(random() % 20));
        const std::string packed = monitoring::packTimes(times);
        QVERIFY(packed.size() < 800);
        const auto read = monitoring::unpackTimes(packed);
        QVERIFY(read && *read == times);
        QVERIFY(monitoring::unpackTimes(monitoring::packTimes({}))->empty());
    }

    void rollupsJoinInAnyOrder()
    {
        const std::vector<Rollup> all{{10, 60, 300'000, 1, 9, 4}, {11, 60, 300'000, 2, 2, 2}, {12, 60, 300'000, 2, 2, 2}, {13, 60, 300'000, 2, 2, 2},
            {20, 30, 150'000, 0.5f, 3, 1.25f}};
        const auto read = monitoring::unpackRollups(monitoring::packRollups({all[3], all[0], all[4], all[2], all[1]}));
        QVERIFY(read && *read == all);
        const Rollup both = monitoring::joined({5, 10, 100, 1, 4, 2}, {5, 20, 300, 0, 3, 1});
        QCOMPARE(both.count, 30u);
        QCOMPARE(both.min, 0.f);
        QCOMPARE(both.max, 4.f);
        QCOMPARE(both.mean, 1.25f); // weighed by time
    }

    void refusesWhatNobodyWrites()
    {
        const std::string packed = monitoring::pack(wholes({1, 5, 2, 8}));
        QVERIFY(monitoring::unpack(packed, 4));
        QVERIFY(!monitoring::unpack(packed, 3));
        for (std::size_t cut = 0; cut < packed.size(); ++cut)
            QVERIFY(!monitoring::unpack(std::string_view(packed).substr(0, cut), 4));
        QVERIFY(!monitoring::unpack("\x07", 4));
        QVERIFY(!monitoring::unpack(packed, monitoring::mostTicks + 1));
        std::string endless; // a run of 2^63 ticks
        monitoring::putVarint(endless, 0);
        monitoring::putVarint(endless, 0);
        monitoring::putVarint(endless, std::uint64_t(1) << 63);
        QVERIFY(!monitoring::unpack(endless, 4));
        QVERIFY(!monitoring::unpackRollups("\xff\xff\xff\xff\x0f"));
        QVERIFY(!monitoring::unpackTimes("\xff\xff\x7f"));
    }

    void readsAnAgentsAnswer()
    {
        const protocol::Json json = protocol::parseJson(R"({"ring":"a1","first":3,"last":9,"interval":5,"more":true,
            "series":[[1,"kbytesfree",[["target","fs-OST0000"]],"KiB","gauge"],[2,"sum",[],"bytes","counter"]],
            "samples":[[3,1700000000000,[1,5,2,18446744073709551615]],[4,1700000005000,[1,null,2,1.5]]],
            "gaps":[[1,2,"agent was down"]],"cost":{"cpu":0.002,"rss":9000,"collectors":[["lnet",120,null],["zfs",1,"no ZFS"]]},
            "facts":[["recovery.status",[["target","fs-OST0000"]],"COMPLETE"]]})");
        const auto batch = monitoring::batchFromJson(json);
        QVERIFY2(batch, batch ? "" : batch.error().message.c_str());
        QVERIFY(batch->more && batch->first == 3 && batch->last == 9 && batch->series.size() == 2 && batch->samples.size() == 2);
        QVERIFY(batch->series[1].second.kind == Kind::Counter);
        QVERIFY(batch->samples[0].values[1].second == Value::ofNatural(UINT64_MAX));
        QVERIFY(!batch->samples[1].values[0].second.present());
        QCOMPARE(batch->gaps.front().cause, std::string("agent was down"));
        QCOMPARE(batch->cost->collectors[1].cause, std::string("no ZFS"));
        QCOMPARE(batch->facts.front().text, std::string("COMPLETE"));
        for (const char *bad : {R"({})", R"({"ring":"a","samples":[[1,2,[3]]]})", R"({"ring":"a","samples":[["1",2,[]]]})",
                 R"({"ring":"a","series":[[1,"",[],"","gauge"]]})", R"({"ring":"a","samples":[[1,2,[1,"x"]]]})", R"({"ring":"a","gaps":[[1]]})", R"([])"})
            QVERIFY2(!monitoring::batchFromJson(protocol::parseJson(bad)), bad);
    }

    void whatWasFlushedIsThereAgain()
    {
        const std::string path = file("again.samples");
        support::Figures figures(4, 2);
        std::vector<std::vector<double>> expected(figures.size());
        {
            auto store = opened(path);
            for (int i = 0; i < 500; ++i) {
                QVERIFY(store->append("oss1", figures.next(1)));
                for (std::size_t s = 0; s < figures.size(); ++s)
                    expected[s].push_back(figures.value(s).real());
                if (i % 37 == 0)
                    QVERIFY(store->flush());
            }
            QVERIFY(store->flush());
        }
        auto store = opened(path);
        QCOMPARE(store->position("oss1").seq, std::uint64_t(500));
        QCOMPARE(store->position("oss1").series, std::uint64_t(figures.size()));
        for (int i = 0; i < 100; ++i) { // goes on where it was
            QVERIFY(store->append("oss1", figures.next(1)));
            for (std::size_t s = 0; s < figures.size(); ++s)
                expected[s].push_back(figures.value(s).real());
        }
        const auto all = store->find({});
        QCOMPARE(all.size(), figures.size());
        Query query{{}, start, figures.at() + 1, 100'000};
        for (const monitoring::Series &series : all)
            query.series.push_back(series.id);
        const auto answer = store->query(query);
        QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
        for (std::size_t s = 0; s < all.size(); ++s) {
            if (all[s].name.kind == Kind::Counter)
                continue;
            QVERIFY2(answer->lines[s].buckets.size() == expected[s].size(), (all[s].name.name + " " + std::to_string(answer->lines[s].buckets.size())).c_str());
            for (std::size_t i = 0; i < expected[s].size(); ++i)
                QCOMPARE(answer->lines[s].buckets[i].mean, expected[s][i]);
        }
    }

    void aKilledWriterLosesNothingThatItFlushed()
    {
        const std::string path = file("killed.samples");
        std::uint64_t promised = 0;
        for (int round = 0; round < 4; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), {"--writer", QString::fromStdString(path)});
            for (int line = 0; line < 6 + round * 5; ++line) {
                while (!writer.canReadLine())
                    QVERIFY(writer.waitForReadyRead(30'000));
                promised = writer.readLine().trimmed().toULongLong();
            }
            writer.kill();
            QVERIFY(writer.waitForFinished());
            promised = std::max<std::uint64_t>(promised, writer.readAllStandardOutput().trimmed().split('\n').last().toULongLong());
            auto store = opened(path);
            const std::uint64_t seq = store->position("oss1").seq;
            QVERIFY2(seq >= promised, qPrintable(QStringLiteral("%1 of %2").arg(seq).arg(promised)));
            const auto buckets = bucketsOf(*store, start, start + static_cast<std::int64_t>(seq) * 5000, static_cast<int>(seq));
            QCOMPARE(buckets.size(), std::size_t(seq));
            for (std::size_t i = 0; i < buckets.size(); ++i)
                QCOMPARE(buckets[i].mean, static_cast<double>(figureAt(i + 1)));
            auto whole = store->database().rows("PRAGMA integrity_check");
            QCOMPARE(whole->front().front().toString(), QStringLiteral("ok"));
        }
    }

    void twoBytesASample()
    {
        const std::string path = file("size.samples");
        support::Figures figures(5, 8);
        const int samples = 360 * 6;
        {
            auto store = opened(path);
            for (int i = 0; i < samples; i += 12) {
                QVERIFY(store->append("oss1", figures.next(12)));
                QVERIFY(store->flush());
            }
            QVERIFY(store->database().rows("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        const double bytes = static_cast<double>(QFileInfo(QString::fromStdString(path)).size()) / samples / static_cast<double>(figures.size());
        qInfo("%.2f bytes a sample, %zu series", bytes, figures.size());
        QVERIFY2(bytes <= 2, qPrintable(QString::number(bytes)));
    }

    void aRestartedCounterIsNoSpike()
    {
        auto store = opened(":memory:");
        QVERIFY(store->append("oss1", batchOf(Kind::Counter, wholes({1'000'000, 1'005'000, 1'010'000, 50, 5050, 10'050}))));
        const auto buckets = bucketsOf(*store, start, start + 30'000, 6);
        QCOMPARE(buckets.size(), std::size_t(4)); // none for the first sample, nor for the one that began anew
        for (const monitoring::Bucket &bucket : buckets)
            QCOMPARE(bucket.mean, 1000.0);
        QCOMPARE(store->now("oss1", 0).value(), 1000.0);
    }

    void ratesGoOnOverTheEndOfABlock()
    {
        auto store = opened(":memory:");
        std::vector<Value> values;
        for (int i = 0; i < 1000; ++i)
            values.push_back(Value::ofWhole(i * 500LL));
        QVERIFY(store->append("oss1", batchOf(Kind::Counter, values)));
        const auto buckets = bucketsOf(*store, start, start + 1000 * 5000, 1000);
        QCOMPARE(buckets.size(), std::size_t(999));
        QVERIFY(std::all_of(buckets.begin(), buckets.end(), [](const monitoring::Bucket &b) { return b.mean == 100 && b.count == 1; }));
        QVERIFY(store->append("oss1", batchOf(Kind::Counter, wholes({499'500}), 1001, start + 1000 * 5000)));
        QCOMPARE(store->now("oss1", 0).value(), 0.0);
    }

    void whatIsNotListedKeepsItsValueUntilItEnds()
    {
        auto store = opened(":memory:");
        Batch batch = batchOf(Kind::Gauge, wholes({7}));
        batch.series.emplace_back(2, monitoring::SeriesName{"other", {}, "", Kind::Gauge});
        for (std::uint64_t i = 2; i <= 10; ++i)
            batch.samples.push_back({i, start + static_cast<std::int64_t>(i - 1) * 5000, {{2, Value::ofWhole(static_cast<std::int64_t>(i))}}});
        batch.samples[6].values.emplace_back(1, Value());
        QVERIFY(store->append("oss1", batch));
        const auto buckets = bucketsOf(*store, start, start + 50'000, 10);
        QCOMPARE(buckets.size(), std::size_t(6));
        QCOMPARE(buckets.back().mean, 7.0);
        QVERIFY(!store->now("oss1", 0));
        QCOMPARE(store->now("oss1", 1).value(), 10.0);
    }

    void samplesThatCameTwiceCountOnce()
    {
        auto store = opened(":memory:");
        const Batch batch = batchOf(Kind::Gauge, wholes({1, 2, 3}));
        QVERIFY(store->append("oss1", batch) && store->append("oss1", batch));
        QCOMPARE(bucketsOf(*store, start, start + hour, 1).front().count, std::uint64_t(3));
    }

    void aGapHasItsCauseAndNoRate()
    {
        auto store = opened(":memory:");
        QVERIFY(store->append("oss1", batchOf(Kind::Counter, wholes({0, 5000}))));
        Batch later = batchOf(Kind::Counter, wholes({999'000, 1'004'000}), 3, start + 60'000);
        later.gaps.push_back({start + 6000, start + 59'000, "agent was down"});
        QVERIFY(store->append("oss1", later));
        QVERIFY(store->append("oss1", batchOf(Kind::Counter, wholes({1'009'000}), 5, start + hour))); // nobody says why
        Query query{{store->find({}).front().id}, start, start + 2 * hour, 1440};
        const auto answer = store->query(query);
        QCOMPARE(answer->lines.front().buckets.size(), std::size_t(2));
        for (const monitoring::Bucket &bucket : answer->lines.front().buckets)
            QCOMPARE(bucket.mean, 1000.0);
        const auto &gaps = answer->gaps.at("oss1");
        QCOMPARE(gaps.size(), std::size_t(2));
        QCOMPARE(gaps[0].cause, std::string("agent was down"));
        QCOMPARE(gaps[1].from, start + 65'000);
        QCOMPARE(gaps[1].to, start + hour);
    }

    void anotherRingBeginsAnew()
    {
        auto store = opened(":memory:");
        QVERIFY(store->append("oss1", batchOf(Kind::Gauge, wholes({1, 2, 3}))));
        Batch other = batchOf(Kind::Gauge, wholes({4, 5}), 1, start + 15'000);
        other.ring = "another";
        other.series.front().first = 9;
        for (Sample &sample : other.samples)
            sample.values.front().first = 9;
        QVERIFY(store->append("oss1", other));
        QCOMPARE(store->find({}).size(), std::size_t(1)); // the same series under another number
        QCOMPARE(bucketsOf(*store, start, start + 25'000, 5).size(), std::size_t(5));
        QCOMPARE(store->position("oss1").ring, std::string("another"));
        QCOMPARE(store->position("oss1").seq, std::uint64_t(2));
    }

    void aClockThatGoesBackLosesNothing()
    {
        auto store = opened(":memory:");
        QVERIFY(store->append("oss1", batchOf(Kind::Gauge, wholes({1, 2, 3}))));
        QVERIFY(store->append("oss1", batchOf(Kind::Gauge, wholes({10, 20}), 4, start - 60'000)));
        QCOMPARE(bucketsOf(*store, start - hour, start + hour, 1).front().count, std::uint64_t(5));
    }

    void everyWidthTellsTheSame_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("kind");
        for (const int points : {1, 2, 7, 40, 300, 2000, 20'000})
            for (const int kind : {0, 1})
                QTest::addRow("%d points of a %s", points, kind ? "counter" : "gauge") << points << kind;
    }
    void everyWidthTellsTheSame()
    {
        QFETCH(int, points);
        QFETCH(int, kind);
        static std::unique_ptr<SampleStore> stores[2];
        static std::vector<std::int64_t> values[2];
        constexpr int count = 20'000; // 28 hours
        if (!stores[kind]) {
            std::mt19937 random(6);
            std::int64_t value = 0;
            stores[kind] = opened(":memory:");
            for (int i = 0; i < count; ++i)
                values[kind].push_back(kind ? value += random() % 5000 : static_cast<std::int64_t>(random() % 1000));
            QVERIFY(stores[kind]->append("oss1", batchOf(kind ? Kind::Counter : Kind::Gauge, wholes(values[kind]))));
        }
        const std::int64_t to = start + std::int64_t(count) * 5000;
        const auto buckets = bucketsOf(*stores[kind], start, to, points);
        QVERIFY(!buckets.empty() && buckets.size() <= static_cast<std::size_t>(points));
        double min = 1e300, max = -1e300, sum = 0, weight = 0;
        for (const monitoring::Bucket &bucket : buckets) {
            QVERIFY(bucket.min <= bucket.mean && bucket.mean <= bucket.max);
            min = std::min(min, bucket.min);
            max = std::max(max, bucket.max);
            sum += bucket.mean * static_cast<double>(bucket.count);
            weight += static_cast<double>(bucket.count);
        }
        double trueMin = 1e300, trueMax = -1e300, trueSum = 0;
        for (int i = kind; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double value = kind ? static_cast<double>(values[kind][at] - values[kind][at - 1]) / 5 : static_cast<double>(values[kind][at]);
            trueMin = std::min(trueMin, value);
            trueMax = std::max(trueMax, value);
            trueSum += value;
        }
        QCOMPARE(weight, static_cast<double>(count - kind));
        QVERIFY(std::fabs(min - trueMin) <= 1e-6 * std::fabs(trueMin));
        QVERIFY(std::fabs(max - trueMax) <= 1e-6 * trueMax);
        QVERIFY2(std::fabs(sum - trueSum) < 1e-5 * trueSum, qPrintable(QStringLiteral("%1 for %2").arg(sum).arg(trueSum)));
    }

    void whatIsOldGoesAndItsRollupsStay()
    {
        const std::string path = file("old.samples");
        auto store = opened(path);
        QVERIFY(!store->setRetention({0, 10, 0}) && !store->setRetention({48, 24, 0}));
        QVERIFY(store->setRetention({2, 48, 0}));
        support::Figures figures(7, 3, start - start % (24 * hour));
        for (int i = 0; i < 200; ++i) // four days, a sample a minute or so
            QVERIFY(store->append("oss1", figures.next(30, 58'000)));
        QVERIFY(store->flush());
        const auto rowsOf = [&](const char *table) { return store->database().rows(std::string("SELECT COUNT(*) FROM ") + table)->front().front().toLongLong(); };
        const auto pages = [&] { return store->database().rows("PRAGMA page_count")->front().front().toLongLong(); };
        const std::int64_t now = figures.at(), chunks = rowsOf("chunk"), fine = rowsOf("fine"), before = pages();
        const auto wide = bucketsOf(*store, now - 90 * hour, now, 90, "memory.free");
        for (auto more = store->upkeep(now, 5); more && *more; more = store->upkeep(now, 5)) { }
        QVERIFY(rowsOf("chunk") < chunks / 10);
        QVERIFY(rowsOf("block") < 3);
        QVERIFY(rowsOf("fine") < fine / 2);
        QVERIFY2(pages() < before * 2 / 3, qPrintable(QStringLiteral("%1 of %2 pages").arg(pages()).arg(before)));
        const auto after = bucketsOf(*store, now - 90 * hour, now, 90, "memory.free");
        QCOMPARE(after.size(), wide.size());
        for (std::size_t i = 0; i < wide.size(); ++i)
            QCOMPARE(after[i].max, wide[i].max);
        // An hour of three days ago, by the minute: only the hour is known. Of yesterday: 5 minutes.
        QVERIFY(bucketsOf(*store, now - 80 * hour, now - 79 * hour, 60, "memory.free").size() <= 2);
        const auto yesterday = bucketsOf(*store, now - 30 * hour, now - 29 * hour, 60, "memory.free");
        QVERIFY2(yesterday.size() >= 11 && yesterday.size() <= 13, qPrintable(QString::number(yesterday.size())));
        store.reset();
        QCOMPARE(opened(path)->retention(), (Retention{2, 48, 0}));
    }

    void twoProgramsDoNotWriteOneFile()
    {
        const std::string path = file("two.samples");
        auto one = opened(path), other = opened(path);
        QVERIFY(one->append("oss1", batchOf(Kind::Gauge, wholes({1, 2, 3}))) && one->flush());
        const auto refused = other->append("oss1", batchOf(Kind::Gauge, wholes({1, 2, 3})));
        QVERIFY(!refused);
        QCOMPARE(refused.error().problem, base::Problem::Conflict);
        QVERIFY(other->reload());
        QCOMPARE(bucketsOf(*other, start, start + hour, 1).front().count, std::uint64_t(3));
        one.reset();
        QVERIFY(other->claim());
    }

    void aDamagedFileIsKeptAside()
    {
        const std::string path = file("damaged.samples");
        QFile damaged(QString::fromStdString(path));
        QVERIFY(damaged.open(QFile::WriteOnly));
        damaged.write(QByteArray(8192, 'x'));
        damaged.close();
        auto store = opened(path);
        QVERIFY(store->append("oss1", batchOf(Kind::Gauge, wholes({1}))));
        QVERIFY(QFile::exists(QString::fromStdString(path + ".damaged-1")));
    }

    void findsByPatternAndLabel()
    {
        auto store = opened(":memory:");
        support::Figures figures(8, 2);
        QVERIFY(store->append("oss1", figures.next(1)));
        monitoring::Selector selector;
        selector.name = "kbytes*";
        QCOMPARE(store->find(selector).size(), std::size_t(6));
        selector.labels = {{"target", "*-OST0001"}};
        QCOMPARE(store->find(selector).size(), std::size_t(3));
        selector.servers = {"oss2"};
        QVERIFY(store->find(selector).empty());
        QVERIFY(monitoring::matches("a*c?e", "abbcde") && !monitoring::matches("a*c?e", "abbcd") && monitoring::matches("*", ""));
        QVERIFY(!store->query({{1}, 10, 10, 5}) && !store->query({{1}, 0, 10, 0}));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--writer")
        return writeUntilKilled(argv[2]);
    TestSamples test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_samples.moc"
