// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/manager.h"
#include "core/profile/profile.h"
#include "tests/support/fakeagents.h"

#include <QTemporaryDir>
#include <QtTest>

using manager::Manager;
using protocol::Json;
using protocol::Verb;
using support::FakeAgents;
using support::makeMove;
using support::makePlan;
using support::makeStep;

namespace {

struct Bench {
    QTemporaryDir dir;
    support::VirtualClock clock;
    FakeAgents *agents = nullptr;
    std::unique_ptr<Manager> manager;
    std::map<std::string, protocol::HostInventory> hosts;
    int inventories = 0, worlds = 0;

    Bench()
    {
        for (const char *name : {"oss1", "oss2"})
            hosts[name].host = name;
        auto profile = profile::Profile::open(path());
        for (const auto &[name, host] : hosts)
            QVERIFY((*profile)->saveServer({name, profile::ServerEntry::Kind::Ssh, "", "", 0, "", "", ""}));
        open();
    }
    std::string path() const { return dir.filePath(QStringLiteral("profile.db")).toStdString(); }
    void open()
    {
        manager.reset();
        auto fake = std::make_unique<FakeAgents>(clock);
        agents = fake.get();
        agents->handler = [this](const jobs::Request &request) { return answer(request); };
        manager::Options options;
        options.profilePath = path();
        options.holder = "root@desk";
        options.clock = &clock;
        auto opened = Manager::open(options, std::move(fake));
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        manager = std::move(opened).value();
        QObject::connect(manager.get(), &Manager::worldChanged, manager.get(), [this] { ++worlds; });
    }
    std::optional<FakeAgents::Reply> answer(const jobs::Request &request)
    {
        if (request.verb != Verb::HostInventory)
            return FakeAgents::Reply(jobs::Answer{});
        ++inventories;
        protocol::HostInventory host = hosts[request.server];
        host.at = clock.now() / 1000;
        host.load1 = static_cast<double>(inventories);
        return FakeAgents::Reply(jobs::Answer{protocol::toJson(host), {}, false});
    }
    bool complete()
    {
        return clock.advanceUntil([this] { return manager->inventoriesComplete(); });
    }
};

} // namespace

class TestManager : public QObject {
    Q_OBJECT

private slots:
    void asksEveryHost()
    {
        Bench bench;
        QVERIFY(!bench.manager->inventoriesComplete());
        QVERIFY(bench.complete());
        QCOMPARE(bench.manager->world()->servers.size(), std::size_t(2));
        QVERIFY(bench.manager->world().server("oss1")->inventory);
        QVERIFY(bench.manager->world().server("oss1")->up());
    }

    void speaksOnlyOfWhatChanged()
    {
        Bench bench;
        QVERIFY(bench.complete());
        bench.clock.advance(1000);
        const int worlds = bench.worlds, inventories = bench.inventories;
        bench.clock.advance(60'000);
        QVERIFY(bench.inventories >= inventories + 8);
        QCOMPARE(bench.worlds, worlds); // time and load alone are no news
        const auto seen = bench.manager->world().server("oss1")->seenAt;
        QVERIFY(bench.clock.now() - seen <= 12'000); // but how old it is, is true
        bench.hosts["oss1"].kernel = "6.1";
        bench.clock.advance(15'000);
        QCOMPARE(bench.worlds, worlds + 1);
        QCOMPARE(bench.manager->world().server("oss1")->inventory->kernel, std::string("6.1"));
    }

    void spaceIsNews()
    {
        Bench bench;
        protocol::FoundTarget target;
        target.label = "scratch-OST0000";
        target.fsname = "scratch";
        target.ost = true;
        target.index = 0;
        target.bytesFree = 10;
        bench.hosts["oss1"].targets = {target};
        QVERIFY(bench.complete());
        bench.clock.advance(1000);
        const int worlds = bench.worlds;
        bench.hosts["oss1"].targets[0].bytesFree = 9;
        bench.clock.advance(15'000);
        QVERIFY(bench.worlds > worlds);
    }

    /// What was said of a server goes with it, here and in the file: one of the same name is another one.
    void whoComesBackIsANewServer()
    {
        Bench bench;
        QVERIFY(bench.complete());
        profile::Profile &profile = bench.manager->profile();
        const auto add = [&](const std::string &name, const char *as) {
            const bool added = profile.addServer({.name = name}) && profile.setSetting("server-profile:" + name, as);
            bench.manager->serversEdited();
            return added;
        };
        QVERIFY(add("oss3", "monitored"));
        QVERIFY(bench.manager->wanted().isMonitored("oss3"));
        QVERIFY(profile.removeServer("oss3"));
        bench.manager->serversEdited();
        QVERIFY(!bench.manager->wanted().profileOf("oss3"));
        QVERIFY(add("oss3", "client"));
        QCOMPARE(bench.manager->wanted().profileOf("oss3")->name, std::string("client"));

        plan::Plan removal = support::makePlan({support::makeMove("oss1", {support::makeStep("oss1", protocol::Verb::ReposUnconfigure)})});
        removal.wantedAfter = bench.manager->wanted();
        removal.wantedAfter.states["server:oss1"] = machine::State::Removed;
        QVERIFY(bench.manager->run(removal));
        bench.manager->serversEdited();
        QCOMPARE(bench.manager->wanted().states.at("server:oss1"), machine::State::Removed);
        QVERIFY(add("oss1", "client"));
        QVERIFY(bench.manager->wanted().states["server:oss1"] != machine::State::Removed);
    }

    void aLostHostShowsAtOnce()
    {
        Bench bench;
        QVERIFY(bench.complete());
        bench.agents->setDown("oss2", true);
        bench.clock.advance(2000);
        QCOMPARE(bench.manager->world().server("oss2")->reach, inventory::Reach::Lost);
        QVERIFY(!bench.manager->world().server("oss2")->reason.empty());
        QVERIFY(bench.manager->world().server("oss2")->inventory); // the last known stays
        QVERIFY(bench.manager->inventoriesComplete());
        bench.agents->setDown("oss2", false);
        bench.clock.advance(2000);
        QVERIFY(bench.manager->world().server("oss2")->up());
    }

    void eventsBringNews()
    {
        Bench bench;
        QVERIFY(bench.complete());
        bench.clock.advance(1000);
        const int before = bench.inventories;
        for (int i = 0; i < 20; ++i)
            emit bench.agents->eventArrived("oss1", "inventory", Json());
        bench.clock.advance(500);
        QCOMPARE(bench.inventories, before + 1); // together
    }

    void runsAndRemembers()
    {
        Bench bench;
        QVERIFY(bench.complete());
        plan::Plan plan = makePlan({makeMove("OST0", {makeStep("oss1", Verb::TargetUnmount)})});
        plan.wantedAfter.states["target:OST0"] = machine::State::Unmounted;
        std::string ended;
        std::string kernelAtEnd;
        connect(bench.manager.get(), &Manager::jobEnded, this, [&](const std::string &id) {
            ended = id;
            kernelAtEnd = bench.manager->world().server("oss1")->inventory->kernel;
        });
        const auto id = bench.manager->run(plan);
        QVERIFY(id);
        bench.hosts["oss1"].kernel = "after";
        QVERIFY(bench.clock.advanceUntil([&] { return !ended.empty(); }));
        QCOMPARE(ended, *id);
        QCOMPARE(kernelAtEnd, std::string("after")); // the World is not older than the job's end
        QCOMPARE(bench.manager->job(*id)->state, jobs::JobState::Done);
        bench.open();
        QCOMPARE(bench.manager->wanted().states.at("target:OST0"), machine::State::Unmounted);
        QCOMPARE(bench.manager->jobs().size(), std::size_t(1));
        QCOMPARE(bench.manager->job(*id)->state, jobs::JobState::Done);
        QCOMPARE(bench.manager->job(*id)->host, std::string("desk"));
    }

    void wantsWords()
    {
        Bench bench;
        QVERIFY(bench.complete());
        plan::Plan plan = makePlan({makeMove("OST0", {makeStep("oss1", Verb::TargetMount)})});
        plan.moves[0].words.push_back({"oss2", "it may be mounted there"});
        plan.wantedAfter.placement["target:OST0"] = "oss1";
        QCOMPARE(bench.manager->run(plan).error().problem, base::Problem::BadArgument);
        QVERIFY(bench.manager->wanted().placement.empty());
        QVERIFY(bench.manager->run(plan, {"oss2"}));
    }

    void followsTheProfile()
    {
        Bench bench;
        QVERIFY(bench.complete());
        int serversChanged = 0;
        connect(bench.manager.get(), &Manager::serversChanged, this, [&] { ++serversChanged; });
        auto other = profile::Profile::open(bench.path()); // chandelierctl, say
        QVERIFY((*other)->saveServer({"oss3", profile::ServerEntry::Kind::Ssh, "", "", 0, "", "", ""}));
        QVERIFY((*other)->removeServer("oss2"));
        bench.clock.advance(5000);
        QCOMPARE(serversChanged, 1);
        QVERIFY(bench.manager->world().server("oss3"));
        QVERIFY(!bench.manager->world().server("oss2"));
    }

    void lateAnswersFindNobody()
    {
        Bench bench;
        QVERIFY(bench.complete());
        QVERIFY(bench.manager->run(makePlan({makeMove("OST0", {makeStep("oss1", Verb::TargetUnmount)})})));
        bench.clock.advance(15);
        bench.manager.reset();
        bench.clock.advance(60'000);
        QVERIFY(!bench.manager);
    }

    void refusesABadProfile()
    {
        support::VirtualClock clock;
        manager::Options options;
        options.profilePath = "/proc/none.db";
        options.clock = &clock;
        const auto opened = Manager::open(options, std::make_unique<FakeAgents>(clock));
        QVERIFY(!opened);
        QCOMPARE(opened.error().problem, base::Problem::Storage);
    }
};

QTEST_GUILESS_MAIN(TestManager)
#include "tst_manager.moc"
