// SPDX-License-Identifier: GPL-3.0-or-later
// Following the agents' figures: live, after a lost line, after a restart, with agents that have none.
#include "core/monitor/monitor.h"
#include "tests/support/fakeagents.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using monitoring::Answer;
using monitoring::Monitor;
using protocol::Json;
using protocol::Verb;
using support::FakeAgents;

namespace {

/// An agent's ring as the protocol has it: a sample every 5 s since `begin`, whose counter grows by 500 and whose gauge is its number.
struct Ring {
    std::string id = "ring-1";
    std::int64_t begin = 0;
    std::uint64_t oldest = 1;      ///< what is before has been overwritten
    std::int64_t from = 0, to = 0; ///< no samples between: the agent was down
    int interval = 5;

    std::uint64_t newest(std::int64_t now) const { return static_cast<std::uint64_t>((now - begin) / (1000 * interval)); }
    std::int64_t at(std::uint64_t seq) const { return begin + static_cast<std::int64_t>(seq) * 1000 * interval; }
    Json answer(const Json &args, std::int64_t now) const
    {
        const bool same = protocol::textOf(args, "ring") == id;
        std::uint64_t since = same ? protocol::unsignedOf(args, "since") : 0, given = 0;
        const std::uint64_t limit = protocol::unsignedOf(args, "limit"), last = newest(now);
        Json series = Json::array(), samples = Json::array(), gaps = Json::array();
        if (!same || protocol::unsignedOf(args, "series") < 2) {
            series.push_back(Json::array({1u, "bytes", Json::array({Json::array({"target", "scratch-OST0000"})}), "bytes", "counter"}));
            series.push_back(Json::array({2u, "number", Json::array(), "", "gauge"}));
        }
        if (to > from)
            gaps.push_back(Json::array({from, to, "agent was down"}));
        bool more = false;
        for (std::uint64_t seq = std::max(since + 1, oldest); seq <= last; ++seq) {
            if (at(seq) > from && at(seq) < to)
                continue;
            if (given++ >= limit) {
                more = true;
                break;
            }
            samples.push_back(Json::array({seq, at(seq), Json::array({1u, seq * 500, 2u, seq})}));
        }
        return Json{{"ring", id}, {"first", oldest}, {"last", last}, {"interval", interval}, {"series", series}, {"samples", samples}, {"gaps", gaps},
            {"more", more}, {"cost", {{"cpu", 0.003}, {"rss", 8'000'000}, {"collectors", Json::array()}}},
            {"facts", Json::array({Json::array({"version", Json::array(), "2.15.6"})})}};
    }
};

struct Scene {
    QTemporaryDir dir;
    support::VirtualClock clock;
    FakeAgents agents{clock};
    std::map<std::string, Ring> rings;
    std::unique_ptr<Monitor> monitor;

    explicit Scene(const std::vector<std::string> &servers = {"oss1"})
    {
        for (const std::string &server : servers) {
            rings[server].id = "ring of " + server;
            rings[server].begin = clock.now() - 3'600'000; // it has an hour already
        }
        agents.handler = [this](const jobs::Request &request) -> std::optional<FakeAgents::Reply> {
            if (!rings.contains(request.server))
                return FakeAgents::Reply(base::Error{base::Problem::BadMessage, "there is no verb metrics.fetch", {}, {}});
            return FakeAgents::Reply(jobs::Answer{rings[request.server].answer(request.args, clock.now()), {}, false});
        };
        open(servers);
    }
    std::string path() const { return dir.filePath(QStringLiteral("cluster.profile")).toStdString(); }
    void open(const std::vector<std::string> &servers)
    {
        monitor.reset();
        monitor = make();
        monitor->setServers(servers);
    }
    std::unique_ptr<Monitor> make() { return std::make_unique<Monitor>(monitoring::Options{path(), &clock, false}, agents); }
    bool settled() { return clock.advanceUntil([this] { return monitor->isSettled(); }, 60'000); }
    Answer ask(Monitor &from, const std::string &name, std::int64_t begin, std::int64_t end, int points = 100'000, const std::string &server = {})
    {
        Answer out;
        monitoring::Request request;
        if (!server.empty())
            request.selector.servers = {server};
        request.selector.name = name;
        request.from = begin;
        request.to = end;
        request.points = points;
        from.query(request, monitor.get(), [&](const base::Result<Answer> &answer) {
            QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
            out = *answer;
        });
        return out;
    }
    /// Every sample of the ring up to the one that it is live with, once and with its own time and value.
    void verifyWhole(const std::string &server)
    {
        const Ring &ring = rings[server];
        const std::int64_t end = monitor->following(server).at + 1;
        const Answer answer = ask(*monitor, "number", ring.begin, end, 100'000, server);
        QCOMPARE(answer.lines.size(), std::size_t(1));
        std::uint64_t seq = ring.oldest;
        for (const monitoring::Bucket &bucket : answer.lines.front().buckets) {
            while (ring.at(seq) > ring.from && ring.at(seq) < ring.to)
                ++seq;
            QCOMPARE(bucket.mean, static_cast<double>(seq));
            QCOMPARE(bucket.count, std::uint64_t(1));
            QVERIFY(bucket.at <= ring.at(seq) && ring.at(seq) < bucket.at + answer.width);
            ++seq;
        }
        QCOMPARE(ring.at(seq - 1), end - 1);
    }
};

} // namespace

class TestFollower : public QObject {
    Q_OBJECT

private slots:
    void followsWhatComes()
    {
        Scene scene;
        QVERIFY(scene.settled());
        QSignalSpy sampled(scene.monitor.get(), &Monitor::sampled);
        scene.clock.advance(60'000);
        QVERIFY(scene.monitor->following("oss1").live);
        scene.verifyWhole("oss1");
        QVERIFY2(sampled.size() >= 11 && sampled.size() <= 60, qPrintable(QString::number(sampled.size())));
        const std::uint64_t last = scene.rings["oss1"].newest(scene.monitor->following("oss1").at);
        QCOMPARE(scene.monitor->latest("oss1", "number").value(), static_cast<double>(last));
        QCOMPARE(scene.monitor->latest("oss1", "bytes", {{"target", "scratch-OST0000"}}).value(), 100.0);
        QVERIFY(!scene.monitor->latest("oss1", "bytes") && !scene.monitor->latest("oss2", "number"));
        const auto snapshot = scene.monitor->snapshot("oss1");
        QCOMPARE(snapshot->facts.front().text, std::string("2.15.6"));
        QCOMPARE(snapshot->cost->cpu, 0.003);
        QVERIFY(scene.agents.requests.size() < 20); // an hour in one answer, then one every 5 s
    }

    void fetchesWhatWasMissedInPieces()
    {
        Scene scene({"oss1", "oss2"});
        QVERIFY(scene.settled());
        scene.agents.setDown("oss1", true);
        scene.clock.advance(3 * 3'600'000);
        QVERIFY(!scene.monitor->following("oss1").live);
        scene.verifyWhole("oss2");
        const std::size_t before = scene.agents.requests.size();
        std::vector<double> fractions;
        QObject::connect(scene.monitor.get(), &Monitor::followingChanged, scene.monitor.get(), [&](const std::string &server) {
            if (server == "oss1" && !scene.monitor->following(server).live)
                fractions.push_back(scene.monitor->following(server).fraction);
        });
        scene.agents.setDown("oss1", false);
        QVERIFY(scene.clock.advanceUntil([&] { return scene.monitor->following("oss1").live; }, 30'000));
        int pieces = 0;
        for (std::size_t i = before; i < scene.agents.requests.size(); ++i)
            pieces += scene.agents.requests[i].server == "oss1";
        QCOMPARE(pieces, 3); // 2160 samples, 720 at a time
        QVERIFY(fractions.size() >= 2 && std::is_sorted(fractions.begin() + 1, fractions.end()) && fractions.back() > 0.5 && fractions.back() < 1);
        scene.verifyWhole("oss1");
    }

    void goesOnWhereTheLastProgramWas()
    {
        Scene scene;
        QVERIFY(scene.settled());
        scene.clock.advance(20'000);
        const std::uint64_t had = scene.rings["oss1"].newest(scene.monitor->following("oss1").at);
        scene.monitor.reset();
        scene.clock.advance(600'000);
        scene.agents.requests.clear();
        scene.open({"oss1"});
        QVERIFY(scene.settled());
        QCOMPARE(protocol::unsignedOf(scene.agents.requests.front().args, "since"), had);
        QCOMPARE(protocol::unsignedOf(scene.agents.requests.front().args, "series"), std::uint64_t(2));
        scene.verifyWhole("oss1");
    }

    void aGapSaysWhy()
    {
        Scene scene;
        Ring &ring = scene.rings["oss1"];
        ring.from = scene.clock.now() - 900'000;
        ring.to = ring.from + 300'000;
        QVERIFY(scene.settled());
        scene.verifyWhole("oss1");
        const Answer answer = scene.ask(*scene.monitor, "bytes", ring.begin, scene.clock.now(), 50);
        QCOMPARE(answer.gaps.at("oss1").size(), std::size_t(1));
        QCOMPARE(answer.gaps.at("oss1").front().cause, std::string("agent was down"));
        for (const monitoring::Bucket &bucket : answer.lines.front().buckets)
            QCOMPARE(bucket.max, 100.0);
    }

    void anAgentThatBeganAnewIsFollowed()
    {
        Scene scene;
        QVERIFY(scene.settled());
        scene.rings["oss1"].id = "ring-2";
        scene.rings["oss1"].begin = scene.clock.now();
        scene.clock.advance(60'000);
        QVERIFY(scene.monitor->following("oss1").live);
        QVERIFY(scene.monitor->latest("oss1", "number").value() <= 12);
    }

    void whatTheRingHasLostIsAGap()
    {
        Scene scene;
        QVERIFY(scene.settled());
        scene.agents.setDown("oss1", true);
        scene.clock.advance(3'600'000);
        Ring &ring = scene.rings["oss1"];
        const std::uint64_t lost = ring.newest(scene.clock.now()) - 100;
        ring.oldest = lost;
        scene.agents.setDown("oss1", false);
        scene.clock.advance(10'000);
        const Answer answer = scene.ask(*scene.monitor, "bytes", ring.begin, scene.clock.now(), 1000);
        QCOMPARE(answer.gaps.at("oss1").size(), std::size_t(1));
        QCOMPARE(answer.gaps.at("oss1").front().to, ring.at(lost));
    }

    void anAgentWithoutFiguresHoldsNobodyUp()
    {
        Scene scene({"oss1"});
        scene.monitor->setServers({"mds1", "oss1"});
        QVERIFY(scene.settled());
        QVERIFY(scene.clock.advanceUntil([&] { return scene.monitor->following("oss1").live; }, 5000));
        QVERIFY2(scene.monitor->following("mds1").trouble.find("metrics.fetch") != std::string::npos, scene.monitor->following("mds1").trouble.c_str());
        scene.agents.requests.clear();
        scene.clock.advance(60'000);
        const auto asked = std::count_if(scene.agents.requests.begin(), scene.agents.requests.end(), [](const auto &r) { return r.server == "mds1"; });
        QVERIFY2(asked >= 5 && asked <= 7, qPrintable(QString::number(asked)));
    }

    void anAgentThatGivesNothingIsNotAskedInALoop()
    {
        Scene scene;
        scene.agents.handler = [](const jobs::Request &) -> std::optional<FakeAgents::Reply> {
            return FakeAgents::Reply(jobs::Answer{Json{{"ring", "x"}, {"first", 1}, {"last", 9}, {"interval", 5}, {"more", true}}, {}, false});
        };
        scene.clock.advance(60'000);
        QVERIFY2(scene.agents.requests.size() < 20, qPrintable(QString::number(scene.agents.requests.size())));
    }

    void aRemovedServerIsNotAsked()
    {
        Scene scene({"oss1", "oss2"});
        QVERIFY(scene.settled());
        scene.monitor->setServers({"oss2"});
        scene.agents.requests.clear();
        scene.clock.advance(20'000);
        QVERIFY(std::all_of(scene.agents.requests.begin(), scene.agents.requests.end(), [](const auto &r) { return r.server == "oss2"; }));
        QVERIFY(!scene.monitor->snapshot("oss1"));
        scene.monitor->setServers({"oss1", "oss2"}); // and goes on when it is there again
        scene.clock.advance(20'000);
        scene.verifyWhole("oss1");
    }

    void aRenamedServerKeepsItsSamples()
    {
        Scene scene({"oss1", "oss2"});
        QVERIFY(scene.settled());
        scene.rings["ost-server"] = scene.rings["oss1"];
        scene.monitor->setServers({"ost-server", "oss2"});
        scene.clock.advance(30'000);
        scene.verifyWhole("ost-server");
        monitoring::Selector selector;
        selector.servers = {"oss1"};
        bool asked = false;
        scene.monitor->find(selector, scene.monitor.get(), [&](const std::vector<monitoring::Series> &series) {
            asked = true;
            QVERIFY(series.empty());
        });
        QVERIFY(asked);
        scene.verifyWhole("oss2");
    }

    void oneProgramFollowsAndTheOtherReads()
    {
        Scene scene;
        QVERIFY(scene.settled());
        scene.clock.advance(60'000); // a journal is written twice a minute
        auto other = scene.make();
        other->setServers({"oss1"});
        scene.clock.advance(2000);
        QVERIFY(!other->writes() && scene.monitor->writes());
        QVERIFY(other->isSettled());
        const Answer answer = scene.ask(*other, "number", 0, scene.clock.now(), 1);
        QVERIFY(answer.lines.front().buckets.front().count > 700);
        other.swap(scene.monitor);
        other.reset();
        scene.clock.advance(30'000);
        QVERIFY(scene.monitor->writes());
        QVERIFY(scene.monitor->following("oss1").live);
        scene.verifyWhole("oss1");
    }
};

QTEST_GUILESS_MAIN(TestFollower)
#include "tst_follower.moc"
