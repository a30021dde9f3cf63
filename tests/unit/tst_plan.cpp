// SPDX-License-Identifier: GPL-3.0-or-later
// Plans as data: JSON, script, undo, offers, and what a planner must refuse.
#include "core/plan/text.h"
#include "core/plan/planner.h"
#include "tests/support/rehearsal.h"
#include "tests/support/worlds.h"

#include <QTest>

#include <algorithm>

using machine::Risk;
using machine::State;
using plan::Goal;

namespace {

const std::string running = "server mds1\nserver oss1\nserver oss2\nvolume m on=mds1\nvolume o on=oss1,oss2\n"
                            "target scratch-MDT0000 on=m combined mounted=mds1\n"
                            "target scratch-OST0000 on=o nodes=oss1,oss2 mgs=mds1 mounted=oss1\nwant filesystem:scratch available\n";

Goal reach(const std::string &object, State state)
{
    Goal g;
    g.object = object;
    g.state = state;
    return g;
}

plan::Plan planned(const worlds::Described &in, const std::vector<Goal> &goals)
{
    auto made = plan::plan(in.world(), in.wanted, goals);
    if (!made)
        qFatal("no plan: %s", made.error().message.c_str());
    return *made;
}

const plan::Offer *offerOf(const std::vector<plan::Offer> &offers, const std::string &action)
{
    const auto it = std::find_if(offers.begin(), offers.end(), [&](const plan::Offer &o) { return o.action == action; });
    return it == offers.end() ? nullptr : &*it;
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT
private slots:
    void stepsHaveTheirOperations()
    {
        const auto in = worlds::described(running);
        for (const plan::Move &m : planned(in, { reach("filesystem:scratch", State::Stopped) }).moves)
            for (const plan::Step &s : m.steps) {
                const auto again = protocol::operationsFor(s.verb, s.args);
                QVERIFY(again.ok());
                QVERIFY(*again == s.operations);
                QVERIFY(s.limitSeconds > 0);
            }
    }
    void jsonThatIsNoPlanIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("no moves") << QByteArray("{}");
        QTest::newRow("kind") << QByteArray(R"({"moves":[{"kind":"cat","risk":"safe"}]})");
        QTest::newRow("risk") << QByteArray(R"({"moves":[{"kind":"lnet","risk":"none"}]})");
        QTest::newRow("after itself") << QByteArray(R"({"moves":[{"kind":"lnet","risk":"safe","after":[0]}]})");
        QTest::newRow("after minus one") << QByteArray(R"({"moves":[{"kind":"lnet","risk":"safe","after":[-1]}]})");
        QTest::newRow("verb") << QByteArray(R"({"moves":[{"kind":"lnet","risk":"safe","steps":[{"verb":"rm.rf"}]}]})");
        QTest::newRow("goal") << QByteArray(R"({"moves":[],"goals":[{"what":"win"}]})");
        QTest::newRow("wanted") << QByteArray(R"({"moves":[],"wantedAfter":[]})");
    }
    void jsonThatIsNoPlanIsRefused()
    {
        QFETCH(QByteArray, json);
        const auto read = plan::planFromJson(protocol::parseJson(json.toStdString()));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().problem, protocol::Problem::BadMessage);
    }
    void goalsComeBackFromJson()
    {
        Goal g = reach("target:x", State::Mounted);
        g.what = Goal::What::RewriteConfiguration;
        g.server = "oss1";
        g.moveAway = true;
        g.spec.name = "scratch";
        const auto back = plan::goalFromJson(plan::toJson(g));
        QVERIFY(back.ok());
        QCOMPARE(protocol::dumpJson(plan::toJson(*back)), protocol::dumpJson(plan::toJson(g)));
        QVERIFY(back->what == g.what && back->state == g.state && back->moveAway);
    }
    void everyKindOfOperationComesBackFromJson()
    {
        using protocol::Operation;
        plan::Plan whole = planned(worlds::described(running), { reach("filesystem:scratch", State::Stopped) });
        plan::Step &step = whole.moves.front().steps.front();
        for (const auto what : { Operation::What::Run, Operation::What::WriteFile, Operation::What::RemoveFile, Operation::What::MakeDirectory,
                 Operation::What::RemoveDirectory, Operation::What::EditFile })
            step.operations.push_back({ what, Operation::Why::Change, {}, "/etc/chrony/chrony.conf", "server a\n", "time" });
        const auto back = plan::planFromJson(plan::toJson(whole));
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        QCOMPARE(back->moves.front().steps.front().operations, step.operations);
    }
    void movesAreCalledByTheirActionAndTheServerIsSaidOnce()
    {
        const auto title = [](machine::Kind kind, const char *action, const char *object, const char *server) {
            plan::Move move;
            move.kind = kind;
            move.action = action;
            move.objectName = object;
            move.server = server;
            return plan::titleOf(move);
        };
        using K = machine::Kind;
        QCOMPARE(title(K::Lnet, "Configure LNet", "LNet on mds1", "mds1"), std::string("Configure LNet on mds1"));
        QCOMPARE(title(K::Software, "Install packages", "software of mds1", "mds1"), std::string("Install packages on mds1"));
        QCOMPARE(title(K::Target, "Format target", "scratch-OST0003", "oss1"), std::string("Format target scratch-OST0003 on oss1"));
        QCOMPARE(title(K::ClientMount, "Unmount", "/mnt/scratch on login1", "login1"), std::string("Unmount /mnt/scratch on login1"));
        QCOMPARE(title(K::Server, "Reboot", "oss2", "oss2"), std::string("Reboot oss2"));
        QCOMPARE(title(K::Filesystem, "Stop file system", "scratch", ""), std::string("Stop file system scratch"));
    }

    void scriptIsAShellScript()
    {
        const std::string script = plan::asScript(planned(worlds::described(running), { reach("filesystem:scratch", State::Stopped) }));
        QVERIFY(script.starts_with("#!/bin/sh\n"));
        QVERIFY(script.find("ssh root@oss1 sh -eu <<'END'\numount /mnt/scratch-OST0000\nEND\n") != std::string::npos);
        QVERIFY(script.find("set -eu") != std::string::npos);
    }
    void deadPeersWantAWord()
    {
        std::string text = running;
        text.replace(text.find("server oss1"), 11, "server oss1 lost");
        const auto in = worlds::described(text);
        Goal g = reach("target:scratch-OST0000", State::None);
        g.what = Goal::What::MoveTarget;
        g.server = "oss2";
        const plan::Plan p = planned(in, { g });
        QCOMPARE(p.moves.size(), std::size_t { 1 });
        QCOMPARE(p.moves[0].words.size(), std::size_t { 1 });
        QCOMPARE(p.moves[0].words[0].server, std::string("oss1"));
        QCOMPARE(p.moves[0].from, State::Unknown);
        const auto &peer = p.moves[0].steps.back().args.at("peers").at(0);
        QVERIFY(peer.at("host") == "oss1" && peer.at("known") == false && peer.at("mounted") == false);
    }
    void livePeersAreAskedBeforeAMount()
    {
        const auto in = worlds::described(running);
        Goal g = reach("target:scratch-OST0000", State::None);
        g.what = Goal::What::MoveTarget;
        g.server = "oss2";
        const plan::Plan p = planned(in, { g });
        const plan::Move &mount = p.moves.back();
        QCOMPARE(mount.steps.size(), std::size_t { 2 });
        QCOMPARE(mount.steps[0].verb, protocol::Verb::TargetState);
        QCOMPARE(mount.steps[0].server, std::string("oss1"));
        QCOMPARE(mount.steps[1].verb, protocol::Verb::TargetMount);
        QVERIFY(mount.steps[1].args.at("peers").at(0).at("known") == true);
        QVERIFY(mount.words.empty());
        QCOMPARE(mount.undo, std::string("Stop target"));
    }
    void undoTakesBackWhatWasDoneOnly()
    {
        const auto in = worlds::described(running);
        const plan::Plan stop = planned(in, { reach("filesystem:scratch", State::Stopped) });
        worlds::Rehearsal cluster(in.reports);
        std::vector<bool> done(stop.moves.size());
        QCOMPARE(cluster.apply(stop.moves[0]), std::string());
        done[0] = true;
        const auto undo = plan::inverse(stop, done, cluster.world(), stop.wantedAfter);
        QVERIFY(undo.ok());
        QCOMPARE(undo->moves.size(), std::size_t { 1 });
        QCOMPARE(undo->moves[0].object, stop.moves[0].object);
        QCOMPARE(undo->moves[0].action, std::string("Start target"));
        QVERIFY(!plan::inverse(stop, {}, cluster.world(), stop.wantedAfter).ok());
    }
    void offersSayWhatCanBeDone()
    {
        const auto in = worlds::described(running);
        const auto target = plan::offers(in.world(), in.wanted, "target:scratch-OST0000");
        QVERIFY(offerOf(target, "Stop target") && offerOf(target, "Stop target")->whyNot.empty());
        QCOMPARE(offerOf(target, "Stop target")->risk, Risk::StopsService);
        QVERIFY(offerOf(target, "Fail over"));
        QCOMPARE(offerOf(target, "Fail over")->goal.server, std::string("oss2"));
        QVERIFY(!offerOf(target, "Start target"));
        QVERIFY(!offerOf(target, "Fail back"));
        const auto mdt = plan::offers(in.world(), in.wanted, "target:scratch-MDT0000");
        QCOMPARE(offerOf(mdt, "Fail over")->whyNot, std::string("scratch-MDT0000 has no failover server"));
        const auto fs = plan::offers(in.world(), in.wanted, "filesystem:scratch");
        QVERIFY(offerOf(fs, "Stop file system") && !offerOf(fs, "Start file system"));
        QCOMPARE(offerOf(fs, "Remove file system")->risk, Risk::LosesData);
        QVERIFY(!offerOf(fs, "Rewrite configuration")->whyNot.empty());
        const auto server = plan::offers(in.world(), in.wanted, "server:oss1");
        QVERIFY(offerOf(server, "Stop LNet") && offerOf(server, "Reboot") && offerOf(server, "Shut down"));
        QVERIFY(!offerOf(server, "Remove server")->whyNot.empty());
        QCOMPARE(server.back().action, std::string("Remove server")); // buttons are made of the first
        QVERIFY(plan::offers(in.world(), in.wanted, "nothing").empty());
    }
    void everyOfferWithoutAReasonCanBePlanned()
    {
        const auto in = worlds::described(running);
        const inventory::World world = in.world();
        std::vector<std::string> objects;
        for (const auto &[name, s] : world->servers)
            objects.insert(objects.end(), { s.id, s.lnetId });
        for (const auto &[id, t] : world->targets)
            objects.push_back(id);
        objects.push_back("filesystem:scratch");
        for (const std::string &object : objects)
            for (const plan::Offer &o : plan::offers(world, in.wanted, object))
                QCOMPARE(plan::plan(world, in.wanted, { o.goal }).ok(), o.whyNot.empty());
    }
    void onlyLosingPlansAreTypedFor()
    {
        const auto in = worlds::described(running);
        QCOMPARE(planned(in, { reach("filesystem:scratch", State::Stopped) }).typeToConfirm, std::string());
        Goal g;
        g.what = Goal::What::RemoveFilesystem;
        g.object = "filesystem:scratch";
        const plan::Plan remove = planned(in, { g });
        QCOMPARE(remove.typeToConfirm, std::string("scratch"));
        QCOMPARE(remove.risk(), Risk::LosesData);
        QCOMPARE(remove.wantedAfter.states.at("filesystem:scratch"), State::Removed);
    }
    void indicesAreNeverGivenTwice()
    {
        const auto in = worlds::described(running + "volume p on=oss1,oss2\nwant-fs {\"name\":\"scratch\",\"targets\":[{\"ost\":true,\"index\":5,\"volume\":\"wwn-x\"}]}\n");
        Goal g;
        g.what = Goal::What::AddTargets;
        g.spec.name = "scratch";
        inventory::TargetSpec t;
        t.ost = true;
        t.volume = "wwn-p";
        g.spec.targets = { t };
        const auto made = plan::plan(in.world(), in.wanted, { g });
        QVERIFY(made.ok());
        QCOMPARE(made->moves.front().objectName, std::string("scratch-OST0006"));
    }
    void emptyGoalsAreAnEmptyPlan() { QVERIFY(planned(worlds::described(running), {}).empty()); }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
