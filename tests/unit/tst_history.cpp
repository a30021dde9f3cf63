// SPDX-License-Identifier: GPL-3.0-or-later
// What was known when: Worlds of the past, changes and gaps, after crashes and after a month.
#include "core/history/difference.h"
#include "core/history/history.h"
#include "core/manager/manager.h"
#include "core/manager/timeline.h"
#include "core/profile/profile.h"
#include "tests/support/fakeagents.h"
#include "tests/support/worlds.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>
#include <random>

using history::History;
using history::What;
using inventory::Reach;
using protocol::Json;

namespace {

constexpr std::int64_t begun = 1'700'000'000'000, second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

const char *const pair = R"(
    server mds1
    server oss1
    server oss2
    volume m on=mds1
    volume a on=oss1,oss2
    volume b on=oss1,oss2
    target scratch-MDT0000 on=m nodes=mds1 mgs=mds1 combined mounted=mds1 clients=12
    target scratch-OST0000 on=a nodes=oss1,oss2 mgs=mds1 mounted=%1
    target scratch-OST0001 on=b nodes=oss2,oss1 mgs=mds1 mounted=oss2
)";

worlds::Described clusterWith(const char *oss) { return worlds::described(QString::fromLatin1(pair).arg(QLatin1String(oss)).toStdString()); }

/// Everything that a person could see of it.
Json seen(const std::vector<inventory::HostReport> &reports)
{
    Json all = Json::object();
    for (const inventory::HostReport &report : reports) {
        Json inventory = report.inventory ? protocol::toJson(*report.inventory) : Json();
        for (const char *key : {"at", "load1", "memoryAvailable"})
            if (inventory.is_object())
                inventory.erase(key);
        all[report.server] = Json{{"reach", int(report.reach)}, {"inventory", std::move(inventory)}};
    }
    return all;
}

struct Bench {
    QTemporaryDir dir;
    std::unique_ptr<History> history;
    std::shared_ptr<const inventory::Wanted> wanted = std::make_shared<const inventory::Wanted>();

    explicit Bench(history::Retention retention = {}) { open(retention); }
    std::string path() const { return dir.filePath(QStringLiteral("p.db.history")).toStdString(); }
    void open(history::Retention retention = {})
    {
        history.reset();
        auto opened = History::open(path(), retention);
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        history = std::move(*opened);
    }
    bool record(std::int64_t at, const std::vector<inventory::HostReport> &reports)
    {
        const auto done = history->record(at, reports, wanted, inventory::buildWorld(reports));
        if (!done)
            qWarning("%s %s", done.error().message.c_str(), done.error().detail.c_str());
        return done && *done;
    }
    std::vector<inventory::HostReport> at(std::int64_t when)
    {
        auto moment = history->at(when);
        return moment ? moment->reports : std::vector<inventory::HostReport>();
    }
};

std::shared_ptr<const protocol::HostInventory> changed(const inventory::HostReport &report, const std::function<void(protocol::HostInventory &)> &how)
{
    protocol::HostInventory copy = *report.inventory;
    how(copy);
    return std::make_shared<const protocol::HostInventory>(std::move(copy));
}

Json randomJson(std::mt19937 &random, int depth)
{
    switch (random() % (depth > 0 ? 6 : 4)) {
    case 0: return random() % 5;
    case 1: return std::string(1 + random() % 3, static_cast<char>('a' + random() % 3));
    case 2: return random() % 2 == 0;
    case 3: return nullptr;
    case 4: {
        Json list = Json::array();
        for (auto i = random() % 5; i > 0; --i)
            list.push_back(randomJson(random, depth - 1));
        return list;
    }
    default: {
        Json object = Json::object();
        for (auto i = random() % 5; i > 0; --i)
            object[std::string(1, static_cast<char>('a' + random() % 5))] = randomJson(random, depth - 1);
        return object;
    }
    }
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private slots:
    void aDifferenceGivesTheOtherValue()
    {
        std::mt19937 random(7);
        for (int i = 0; i < 4000; ++i) {
            const Json a = randomJson(random, 4), b = randomJson(random, 4);
            const Json difference = history::difference(a, b);
            const auto back = history::applied(a, difference);
            QVERIFY2(back && *back == b, protocol::dumpJson(Json::array({a, b, difference})).c_str());
            QVERIFY(history::difference(a, a).is_null());
        }
        const Json list = Json::array({1, 2, 3, 4, 5, 6, 7, 8}), other = Json::array({1, 2, 3, 9, 4, 5, 6, 7, 8});
        QVERIFY2(protocol::dumpJson(history::difference(list, other)).size() < 20, protocol::dumpJson(history::difference(list, other)).c_str());
    }

    void aForeignDifferenceIsRefused()
    {
        for (const char *bad : {R"({"a":[[9,{"=":1}]]})", R"({"s":[0,9,[]]})", R"({"s":[0,1]})", R"({"-":["x"]})", R"({"o":{"x":{"=":1}}})", R"([])", R"({"a":[[-1,{"=":1}]]})"})
            QVERIFY2(!history::applied(Json::array({1, 2}), protocol::parseJson(bad)), bad);
        QVERIFY(!history::applied(Json::object(), protocol::parseJson(R"({"a":[[0,{"=":1}]]})")));
    }

    void eachMomentHasItsOwnWorld()
    {
        Bench bench;
        auto reports = clusterWith("oss1").reports;
        std::map<std::int64_t, Json> truth;
        std::mt19937 random(3);
        for (std::int64_t at = begun; at < begun + 160 * minute; at += minute) {
            auto &one = reports[random() % reports.size()];
            if (random() % 3 == 0)
                one.reach = one.reach == Reach::Connected ? Reach::Lost : Reach::Connected;
            else if (one.inventory)
                one.inventory = changed(one, [&](protocol::HostInventory &host) {
                    host.kernel = "6.1." + std::to_string(random() % 100);
                    if (!host.targets.empty())
                        host.targets.front().recovery = random() % 2 ? "COMPLETE" : "RECOVERING";
                    if (random() % 4 == 0 && !host.devices.empty())
                        host.devices.pop_back();
                });
            bench.record(at, reports);
            truth[at] = seen(reports);
            if (at == begun + 80 * minute)
                bench.open(); // as after a crash: nothing is in memory any more
        }
        for (const auto &[at, world] : truth)
            for (const std::int64_t when : {at, at + minute - 1})
                QCOMPARE(protocol::dumpJson(seen(bench.at(when))), protocol::dumpJson(world));
        QVERIFY(!bench.history->at(begun - 1));
    }

    void aServerThatIsTriedAgainIsAsItWas()
    {
        Bench bench;
        auto reports = clusterWith("oss1").reports;
        bench.record(begun, reports);
        bench.open();
        for (auto &report : reports)
            report.reach = Reach::Connecting;
        QVERIFY(!bench.record(begun + minute, reports));
        QCOMPARE(bench.at(begun + minute).front().reach, Reach::Connected);
    }

    void spaceIsKeptWhenAPersonWouldSeeIt()
    {
        Bench bench;
        auto reports = clusterWith("oss1").reports;
        const auto fill = [&](std::uint64_t free) {
            reports[1].inventory = changed(reports[1], [free](protocol::HostInventory &host) {
                host.targets.front().bytesTotal = 1'000'000;
                host.targets.front().bytesFree = free;
            });
        };
        fill(500'000);
        QVERIFY(bench.record(begun, reports));
        fill(499'000);
        QVERIFY(!bench.record(begun + minute, reports));
        fill(490'000);
        QVERIFY(bench.record(begun + 2 * minute, reports));
        fill(489'999);
        QVERIFY(!bench.record(begun + 3 * minute, reports));
        fill(489'998);
        QVERIFY(bench.record(begun + 2 * hour, reports)); // now and then all the same
        QCOMPARE(bench.at(begun + 3 * minute)[1].inventory->targets.front().bytesFree, std::uint64_t(490'000));
    }

    void theTimeAtWhichAToolWasAskedIsNoChange()
    {
        Bench bench;
        auto reports = clusterWith("oss1").reports;
        const auto say = [&](const char *text) { reports[1].inventory = changed(reports[1], [text](protocol::HostInventory &host) { host.gaps = {{"quorum", text}}; }); };
        say("Quorum information\nDate:             Mon Nov 23 02:00:01 2026\nNodes: 2\n");
        QVERIFY(bench.record(begun, reports));
        say("Quorum information\nDate:             Mon Nov 23 02:00:11 2026\nNodes: 2\n");
        QVERIFY(!bench.record(begun + minute, reports));
        say("Quorum information\nDate:             Mon Nov 23 02:00:21 2026\nNodes: 1\n");
        QVERIFY(bench.record(begun + 2 * minute, reports));
    }

    void eventsAreWhatAPersonWouldCallThem()
    {
        Bench bench;
        auto before = clusterWith("oss1").reports, after = clusterWith("oss2").reports;
        bench.record(begun, before);
        auto lost = before;
        lost[1].reach = Reach::Lost;
        lost[1].reason = "no route to host";
        bench.record(begun + minute, lost);
        auto moved = after;
        moved[1].reach = Reach::Lost;
        bench.record(begun + 2 * minute, moved);
        bench.open();
        bench.record(begun + 3 * minute, after);
        const auto events = bench.history->events(begun, begun + hour, 100);
        QVERIFY(events);
        std::vector<What> kinds;
        for (const history::Event &event : *events)
            kinds.push_back(event.what);
        QVERIFY(std::count(kinds.begin(), kinds.end(), What::ServerLost) == 1 && std::count(kinds.begin(), kinds.end(), What::ServerBack) == 1);
        const auto move = std::find_if(events->begin(), events->end(), [](const history::Event &e) { return e.what == What::TargetMoved; });
        QVERIFY(move != events->end());
        QCOMPARE(move->name, std::string("scratch-OST0000"));
        QCOMPARE(move->from + ">" + move->to, std::string("oss1>oss2"));
        QCOMPARE(move->at, begun + 2 * minute);
        QCOMPARE(events->front().to, std::string("no route to host"));
    }

    void aTimeWhenNobodyLookedIsSaidSo()
    {
        Bench bench;
        const auto reports = clusterWith("oss1").reports;
        bench.record(begun, reports);
        for (int i = 1; i <= 10; ++i)
            QVERIFY(bench.history->beat(begun + i * minute));
        bench.open();
        bench.record(begun + 60 * minute, reports);
        const auto closed = bench.history->closed(begun, begun + day);
        QVERIFY(closed);
        QCOMPARE(*closed, (std::vector<history::Span>{{begun + 10 * minute, begun + 60 * minute}}));
        const auto moment = bench.history->at(begun + 30 * minute);
        QVERIFY(moment && moment->isBlind());
        QCOMPARE(moment->blind, (history::Span{begun + 10 * minute, begun + 60 * minute}));
        QVERIFY(!bench.history->at(begun + 5 * minute)->isBlind());
        QVERIFY(bench.history->beat(begun + 9 * hour)); // the workstation slept
        QCOMPARE(bench.history->closed(begun, begun + day)->size(), std::size_t(2));
    }

    void whatIsWantedIsKeptToo()
    {
        Bench bench;
        const auto reports = clusterWith("oss1").reports;
        bench.record(begun, reports);
        inventory::Wanted wanted;
        wanted.states["target:scratch-OST0000"] = machine::State::Unmounted;
        bench.wanted = std::make_shared<const inventory::Wanted>(wanted);
        bench.record(begun + minute, reports);
        QVERIFY(bench.history->at(begun + 1)->wanted->states.empty());
        QCOMPARE(bench.history->at(begun + minute)->wanted->states.at("target:scratch-OST0000"), machine::State::Unmounted);
    }

    void aRemovedServerIsThereUntilThen()
    {
        Bench bench;
        auto reports = clusterWith("oss1").reports;
        bench.record(begun, reports);
        const auto whole = reports;
        reports.pop_back();
        QVERIFY(bench.record(begun + minute, reports));
        QCOMPARE(bench.at(begun + minute - 1).size(), std::size_t(3));
        QCOMPARE(bench.at(begun + minute).size(), std::size_t(2));
        QVERIFY(bench.record(begun + 2 * minute, whole));
        QCOMPARE(bench.at(begun + 2 * minute).size(), std::size_t(3));
    }

    void whatIsTooOldGoesAndTheRestStays()
    {
        Bench bench({3, 1 << 30});
        auto reports = clusterWith("oss1").reports;
        std::map<std::int64_t, Json> truth;
        std::int64_t at = begun;
        for (int i = 0; i < 120; ++i, at += hour) {
            reports[1].inventory = changed(reports[1], [i](protocol::HostInventory &host) { host.kernel = std::to_string(i); });
            bench.record(at, reports);
            truth[at] = seen(reports);
        }
        const std::int64_t now = at;
        int turns = 0;
        while (bench.history->upkeep(now, 5).value() && ++turns < 1000) { }
        QVERIFY(bench.history->extent()->first >= now - 3 * day);
        for (const auto &[when, world] : truth)
            if (when >= now - 3 * day)
                QCOMPARE(protocol::dumpJson(seen(bench.at(when))), protocol::dumpJson(world));
        bench.record(now, reports);
        QCOMPARE(protocol::dumpJson(seen(bench.at(now))), protocol::dumpJson(truth.rbegin()->second));
    }

    void aMonthOfAQuietClusterIsSmall()
    {
        Bench bench;
        auto described = worlds::large(10, 4, 80);
        std::mt19937 random(1);
        for (std::int64_t at = begun; at < begun + 2 * day; at += 30 * minute) {
            for (auto &report : described.reports)
                report.inventory = changed(report, [&](protocol::HostInventory &host) {
                    host.at = at / 1000;
                    host.load1 = static_cast<double>(random() % 100);
                    for (protocol::FoundTarget &target : host.targets)
                        target.bytesFree += random() % 4096;
                });
            bench.record(at, described.reports);
        }
        bench.history.reset();
        const qint64 size = QFileInfo(QString::fromStdString(bench.path())).size();
        QVERIFY2(size < 2'000'000, qPrintable(QString::number(size)));
    }

    void aDamagedFileIsKeptAsideAndAnotherBegun()
    {
        Bench bench;
        bench.record(begun, clusterWith("oss1").reports);
        bench.history.reset();
        QFile file(QString::fromStdString(bench.path()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(4096, 'x'));
        file.close();
        bench.open();
        QVERIFY(bench.record(begun + minute, clusterWith("oss1").reports));
        QVERIFY(QFile::exists(QString::fromStdString(bench.path() + ".damaged-1")));
    }

    void theManagerKeepsItAndGivesItBack()
    {
        QTemporaryDir dir;
        support::VirtualClock clock;
        const std::string path = dir.filePath(QStringLiteral("p.db")).toStdString();
        auto described = clusterWith("oss1");
        {
            auto profile = profile::Profile::open(path);
            for (const auto &report : described.reports)
                QVERIFY((*profile)->saveServer({.name = report.server}));
        }
        support::FakeAgents *agents = nullptr;
        std::unique_ptr<manager::Manager> manager;
        const auto open = [&] {
            manager.reset();
            auto fake = std::make_unique<support::FakeAgents>(clock);
            agents = fake.get();
            agents->handler = [&](const jobs::Request &request) -> std::optional<support::FakeAgents::Reply> {
                for (const auto &report : described.reports)
                    if (report.server == request.server && request.verb == protocol::Verb::HostInventory)
                        return support::FakeAgents::Reply(jobs::Answer{protocol::toJson(*report.inventory), {}, false});
                return support::FakeAgents::Reply(base::Error{base::Problem::BadMessage, "no such verb", {}, {}});
            };
            manager::Options options{.profilePath = path, .holder = "root@desk"};
            options.clock = &clock;
            auto opened = manager::Manager::open(options, std::move(fake));
            QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
            manager = std::move(opened).value();
            clock.advance(30'000);
        };
        open();
        const std::int64_t before = clock.now();
        clock.advance(60'000);
        described = clusterWith("oss2");
        clock.advance(60'000);
        const auto activeAt = [&](std::int64_t when) {
            std::string active = "nothing was said";
            manager->timeline().look(when, manager.get(), [&](const base::Result<manager::Past> &past) {
                active = past ? past->world.targetByLabel("scratch-OST0000")->active : past.error().message;
            });
            return active;
        };
        QCOMPARE(activeAt(before), std::string("oss1"));
        QCOMPARE(activeAt(clock.now()), std::string("oss2"));
        manager.reset(); // closed for an hour
        clock.advance(3'600'000);
        open();
        QCOMPARE(activeAt(before), std::string("oss1"));
        bool told = false;
        manager->timeline().tell(0, clock.now(), manager.get(), [&](const base::Result<manager::Tale> &tale) {
            told = true;
            QVERIFY(tale);
            QCOMPARE(tale->closed.size(), std::size_t(1));
            QVERIFY(tale->closed.front().to - tale->closed.front().from >= 3'590'000);
            QCOMPARE(std::count_if(tale->events.begin(), tale->events.end(), [](const history::Event &e) { return e.what == What::TargetMoved; }), 1);
        });
        QVERIFY(told);
        QVERIFY(!manager->setHistoryDays(0) && manager->setHistoryDays(7));
        QCOMPARE(manager->historyDays(), 7);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
