// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of alerts, over restarts and between programs; and what happened while nobody looked.
#include "tests/support/alertscene.h"

using namespace alertscene;

class TestAlertBook : public QObject {
    Q_OBJECT

private slots:
    void anotherBootIsAnEvent()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath("a.samples").toStdString();
        Pieces pieces;
        {
            Engine engine(path);
            engine.pass(pieces, 30);
            QVERIFY(engine.all("server-restarted").empty());
            pieces.hosts["oss2"].bootId = "boot-2";
            engine.pass(pieces, 30);
            QCOMPARE(engine.all("server-restarted").size(), std::size_t(1));
            QCOMPARE(engine.all("server-restarted")[0].object, std::string("server:oss2"));
            QVERIFY(!engine.all("server-restarted")[0].active());
        }
        Engine engine(path); // and one while this program did not run
        pieces.hosts["oss3"].bootId = "boot-9";
        engine.pass(pieces, 30);
        QCOMPARE(engine.all("server-restarted").size(), std::size_t(2));
    }

    void aRestartKeepsThem()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath("a.samples").toStdString();
        Pieces pieces;
        pieces.target().state = State::Unmounted;
        std::int64_t begin = 0;
        {
            Engine engine(path);
            engine.pass(pieces, 60);
            const auto active = engine.book->active(pieces.now);
            QCOMPARE(active.size(), std::size_t(1));
            begin = active[0].begin;
            QVERIFY(engine.book->acknowledge(active[0].id, "ada", "known", pieces.now));
            QVERIFY(!engine.book->acknowledge(4711, "ada", "x", pieces.now));
        }
        Engine engine(path);
        auto active = engine.book->active(pieces.now);
        QCOMPARE(active.size(), std::size_t(1));
        QCOMPARE(active[0].note, std::string("known"));
        engine.pass(pieces, 60);
        QCOMPARE(engine.all("target-offline").size(), std::size_t(1));
        QCOMPARE(engine.all("target-offline")[0].begin, begin);
        pieces.target().state = State::Mounted;
        engine.pass(pieces, 30);
        QVERIFY(engine.book->active(pieces.now).empty());
    }

    void mutesEnd()
    {
        Engine engine;
        Pieces pieces;
        pieces.target().state = State::Unmounted;
        engine.pass(pieces, 60);
        QVERIFY(!engine.book->mute({.until = pieces.now - 1}, pieces.now));
        const std::uint64_t version = engine.book->version();
        QVERIFY(engine.book->mute({.rule = "target-*", .object = "*-OST0000", .until = pieces.now + 1000, .who = "ada", .note = "work"}, pieces.now));
        QVERIFY(engine.book->version() != version);
        QVERIFY(engine.book->active(pieces.now)[0].mutedUntil == pieces.now + 1000);
        QVERIFY(engine.book->active(pieces.now + 1000)[0].mutedUntil == 0);
        QCOMPARE(engine.book->mutes(pieces.now).size(), std::size_t(1));
        QVERIFY(engine.book->unmute(engine.book->mutes(pieces.now)[0].id));
        QVERIFY(engine.book->active(pieces.now)[0].mutedUntil == 0);
    }

    void whatHappenedUnseenIsBetweenTwoTimes()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath("a.samples").toStdString();
        Pieces pieces;
        {
            Engine engine(path);
            engine.pass(pieces, 60);
        }
        const std::int64_t looked = pieces.now;
        pieces.now += 3'600'000;
        pieces.target().state = State::Unmounted;
        pieces.hosts["oss2"].bootId = "boot-2";
        Engine engine(path);
        engine.pass(pieces, 60);
        const Alert offline = engine.all("target-offline")[0], booted = engine.all("server-restarted")[0];
        QVERIFY(offline.begin > pieces.now - 70'000 && offline.earliest > looked - 30'000 && offline.earliest <= looked);
        QVERIFY(booted.earliest > looked - 30'000 && booted.earliest <= looked);
        pieces.data.servers["oss3"].lnet = State::Down; // while somebody looks
        engine.pass(pieces, 60);
        QCOMPARE(engine.all("lnet-down")[0].earliest, std::int64_t(0));
        pieces.data.servers["oss3"].lnet = State::Unknown; // and while nobody could
        engine.pass(pieces, 300);
        pieces.data.servers["oss3"].lnet = State::Up;
        engine.pass(pieces, 60);
        QVERIFY(!engine.all("lnet-down")[0].active());
    }

    void historyOfAgentsTellsWhenItBegan()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath("a.samples").toStdString();
        Pieces pieces;
        {
            Engine engine(path);
            engine.pass(pieces, 300);
        }
        const std::int64_t looked = pieces.now, stopped = start + 600'000; // as the agent's samples say, which are fetched later
        pieces.now = start + 3'600'000;
        pieces.target().state = State::Unmounted;
        pieces.target().mounts.clear();
        pieces.agents["oss1"].live = false;
        Engine engine(path);
        engine.pass(pieces, 30);
        QVERIFY(engine.all("target-offline").empty()); // it waits for what the agent knows
        monitoring::Batch batch;
        batch.ring = "ring";
        batch.first = 1;
        batch.series = {{1, {"kbytestotal", {{"component", "ost"}, {"target", "scratch-OST0000"}}, "", Kind::Gauge}}, {2, {"host.load1", {}, "", Kind::Gauge}}};
        for (std::uint64_t seq = 1; seq <= 700; ++seq) {
            const std::int64_t at = start + static_cast<std::int64_t>(seq) * 5000;
            batch.samples.push_back({seq, at, {{1, at < stopped ? Value::ofReal(1000) : Value()}, {2, Value::ofReal(1)}}});
        }
        QVERIFY(engine.store->append("oss1", batch));
        pieces.agents["oss1"].live = true;
        engine.pass(pieces, 10);
        const auto all = engine.all("target-offline");
        QCOMPARE(all.size(), std::size_t(1));
        QVERIFY(all[0].earliest > looked && all[0].earliest < stopped);
        QVERIFY2(all[0].begin > all[0].earliest && all[0].begin <= stopped + 10'000, std::to_string((all[0].begin - start) / 1000).c_str());
    }

    void othersAcknowledgeAndMute()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath("a.samples").toStdString();
        Engine engine(path);
        Pieces pieces;
        pieces.target().state = State::Unmounted;
        engine.pass(pieces, 60);
        auto other = AlertBook::open(path);
        QVERIFY(other);
        const auto seen = (*other)->active(pieces.now);
        QCOMPARE(seen.size(), std::size_t(1));
        QVERIFY((*other)->acknowledge(seen[0].id, "grace", "I am at it", pieces.now));
        QVERIFY((*other)->mute({.rule = "target-*", .until = pieces.now + 3'600'000, .who = "grace"}, pieces.now));
        engine.pass(pieces, 5);
        QCOMPARE(engine.book->active(pieces.now)[0].who, std::string("grace"));
        QVERIFY(engine.book->active(pieces.now)[0].mutedUntil > pieces.now);
        pieces.target().state = State::Mounted;
        engine.pass(pieces, 30);
        QVERIFY((*other)->reload());
        QVERIFY((*other)->active(pieces.now).empty());
    }

    void aGapThatAnAgentTellsOfIsThereOnce()
    {
        Engine engine;
        for (int i = 0; i < 3; ++i)
            QVERIFY(engine.alerts->addPast("agent-was-silent", "oss1", start, start + 600'000, "agent was down"));
        const auto all = engine.all();
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all[0].end - all[0].begin, std::int64_t(600'000));
        QVERIFY2(all[0].text.find("agent was down") != std::string::npos, all[0].text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestAlertBook)
#include "tst_alertbook.moc"
