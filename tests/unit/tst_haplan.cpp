// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters in the World, what differs from what is wanted of them, what is offered, and the executor's part of a fence test.
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"
#include "core/jobs/judge.h"
#include "core/manager/livestate.h"
#include "core/manager/proofs.h"
#include "core/plan/hadrift.h"
#include "core/plan/planner.h"
#include "core/plan/power.h"
#include "tests/support/rehearsal.h"
#include "tests/support/worlds.h"

#include <QTemporaryDir>
#include <QTest>

using inventory::Drift;
using plan::Goal;
using What = plan::Goal::What;

namespace {

const char *const hosts = R"(
server mds1 time=chrony
server oss1 time=chrony ha
server oss2 time=chrony ha
volume mdt0 on=mds1
volume ost0 on=oss1,oss2
volume ost1 on=oss1,oss2
target scratch-MDT0000 on=mdt0 combined mounted=mds1
target scratch-OST0000 on=ost0 nodes=oss1,oss2 mgs=mds1 mounted=oss1
target scratch-OST0001 on=ost1 nodes=oss2,oss1 mgs=mds1 mounted=oss2
want filesystem:scratch available
)";

std::string spec(const std::string &resources = R"("target:scratch-OST0000","target:scratch-OST0001")")
{
    return R"({"name":"pair1","members":[{"server":"oss1","nodeId":1,"addresses":["10.10.0.2"]},{"server":"oss2","nodeId":2,"addresses":["10.10.0.3"]}],)"
           R"("fencing":{"oss1":[{"agent":"fence_ipmilan","parameters":{"ip":"10.1.0.1"},"secretName":"oss1-bmc"}],"oss2":[{"agent":"fence_ipmilan","parameters":{"ip":"10.1.0.2"},"secretName":"oss2-bmc"}]},)"
           R"("health":{"lustre":false},"resources":[)" + resources + "]}";
}

worlds::Described running(const std::string &before = {}) { return worlds::described(hosts + before + "cluster " + spec() + "\n"); }

Goal goal(What what, const std::string &object)
{
    Goal g;
    g.what = what;
    g.object = object;
    return g;
}

std::vector<std::string> texts(const std::vector<Drift> &drifts)
{
    std::vector<std::string> out;
    for (const Drift &d : drifts)
        out.push_back(d.name + " " + d.text);
    return out;
}

/// Runs the plan on paper; what a cluster would refuse is the result.
std::string run(worlds::Rehearsal &paper, const plan::Plan &plan)
{
    for (const plan::Move &m : plan.moves)
        if (const std::string problem = paper.apply(m); !problem.empty())
            return problem;
    return {};
}

} // namespace

class TestHaPlan : public QObject {
    Q_OBJECT
private slots:
    void theWorldKnowsItsClusters()
    {
        const auto in = running();
        QVERIFY2(in.problem.empty(), in.problem.c_str());
        const auto world = inventory::remembered(in.world(), in.wanted);
        const ha::HaCluster *c = world.cluster("pair1");
        QVERIFY(c && c->status && c->cib && !c->foreign && c->configured);
        QCOMPARE(c->members.size(), std::size_t(2));
        QCOMPARE(world.clusterOf("oss2"), c);
        QVERIFY(!world.clusterOf("mds1"));
        const inventory::Target *ost = world.targetByLabel("scratch-OST0000");
        QCOMPARE(ost->resource, std::string("chandelier-scratch-OST0000"));
        QCOMPARE(ost->cluster, std::string("pair1"));
        QVERIFY(world.targetByLabel("scratch-MDT0000")->resource.empty());
        QVERIFY(plan::drift(world, in.wanted).empty());
    }

    void powerIsSwitchedByThePartner()
    {
        const auto in = running();
        const auto world = inventory::remembered(in.world(), in.wanted);
        const auto all = plan::outlets(world, in.wanted);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].server, std::string("oss1"));
        QCOMPARE(all[0].partner, std::string("oss2"));
        QCOMPARE(all[0].address, std::string("10.1.0.1"));
        QCOMPARE(protocol::textOf(plan::powerStateArgs(all[0]), "secretFile"), std::string("oss1-bmc"));

        const auto off = plan::powerPlan(world, in.wanted, "oss1", plan::Power::Off, true);
        QVERIFY2(off.ok(), off ? "" : off.error().message.c_str());
        const plan::Move &last = off->moves.back(); // what is on it moves away first, and Pacemaker knows
        QCOMPARE(last.server, std::string("oss2"));
        QCOMPARE(last.steps.front().verb, protocol::Verb::FenceNode);
        QCOMPARE(protocol::textOf(last.steps.front().args, "action"), std::string("off"));
        QVERIFY(last.risk == machine::Risk::StopsService && !last.riskText.empty());
        QCOMPARE(last.after.size(), off->moves.size() - 1);
        QVERIFY(off->moves.size() > 1);
        QVERIFY(off->wantedAfter.standby.contains("oss1"));
        QVERIFY(plan::planFromJson(plan::toJson(*off)).ok());

        const auto on = plan::powerPlan(world, in.wanted, "oss1", plan::Power::On, true);
        QVERIFY(on.ok());
        QCOMPARE(on->moves.size(), std::size_t(1));
        QCOMPARE(on->moves.front().steps.front().verb, protocol::Verb::PowerSet);
        QVERIFY(plan::toJson(*on).dump().find("oss1-bmc") != std::string::npos);
        QVERIFY(!plan::powerPlan(world, in.wanted, "mds1", plan::Power::Off, true).ok());
    }

    /// Its standby outlasts the power: whoever switches it is told.
    void whoIsSwitchedOffWaitsInStandby()
    {
        auto in = running();
        const auto saysSo = [](const plan::Plan &plan) {
            return std::any_of(plan.notes.begin(), plan.notes.end(), [](const std::string &note) { return note.find("oss1 is in standby when it is on again") != std::string::npos; });
        };
        const auto power = [&](plan::Power what, bool drain) { return plan::powerPlan(inventory::remembered(in.world(), in.wanted), in.wanted, "oss1", what, drain); };
        for (const plan::Power what : {plan::Power::Off, plan::Power::Cycle}) {
            const auto made = power(what, true), notDrained = power(what, false);
            QVERIFY(made.ok() && saysSo(*made));
            QVERIFY(notDrained.ok() && !saysSo(*notDrained));
        }
        in.wanted.standby.insert("oss1");
        std::erase_if(in.reports, [](const auto &r) { return r.server == "oss1"; });
        const auto on = power(plan::Power::On, true);
        QVERIFY2(on.ok(), on ? "" : on.error().message.c_str());
        QVERIFY(saysSo(*on));
    }

    void onlyAFenceTestProvesFencing()
    {
        const auto in = running();
        const QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("p.db")).toStdString();
        const auto ended = [&](const base::Result<plan::Plan> &plan) {
            jobs::Job job;
            job.id = "0123456789";
            job.state = jobs::JobState::Done;
            job.plan = *plan;
            job.moves.resize(plan->moves.size());
            manager::keepProof(path, job, 1000);
        };
        for (const plan::Power what : {plan::Power::Off, plan::Power::On, plan::Power::Cycle}) {
            ended(plan::powerPlan(inventory::remembered(in.world(), in.wanted), in.wanted, "oss1", what, true));
            QVERIFY(manager::fenceProofs(path).empty());
        }
        ended(plan::plan(in.world(), in.wanted, {goal(What::FenceTest, "server:oss1")}));
        const auto proofs = manager::fenceProofs(path);
        QCOMPARE(proofs.size(), std::size_t(1));
        QCOMPARE(proofs.at("oss1").at, std::int64_t(1000));
    }

    void aLostDeciderLeavesItsLastWord()
    {
        auto in = running();
        for (auto &r : in.reports)
            if (r.server == "oss1")
                r.reach = inventory::Reach::Lost;
        const auto world = in.world();
        QVERIFY(world.cluster("pair1")->cib); // the one that oss1 told last
        QCOMPARE(world.cluster("pair1")->statusFrom, std::string("oss2"));
        QCOMPARE(world.targetByLabel("scratch-OST0000")->resource, std::string("chandelier-scratch-OST0000"));
    }

    void differencesAreSaid()
    {
        auto in = running("standby oss1\nmaintenance pair1\n");
        auto said = texts(plan::drift(in.world(), in.wanted));
        QCOMPARE(said.size(), std::size_t(2));
        QVERIFY2(said[0].find("maintenance") != std::string::npos && said[1].find("standby") != std::string::npos, said[0].c_str());
        in.wanted.standby = {"oss1"};
        in.wanted.maintenance = {"pair1"};
        QVERIFY(plan::drift(in.world(), in.wanted).empty());
        in.wanted.clusters["pair1"].policy.stickiness = 7;
        said = texts(plan::drift(in.world(), in.wanted));
        QVERIFY2(said.size() == 1 && said[0].find("resource-stickiness is 1000, wanted 7") != std::string::npos, said.empty() ? "" : said[0].c_str());
    }

    void aResourceThatIsNotWantedIsSaid()
    {
        auto in = running();
        in.wanted.clusters["pair1"].resources.erase("target:scratch-OST0001");
        const auto drifts = plan::drift(in.world(), in.wanted);
        QCOMPARE(drifts.size(), std::size_t(1));
        QCOMPARE(drifts[0].object, std::string("resource:scratch-OST0001"));
        const auto repair = plan::plan(in.world(), in.wanted, {goal(What::Repair, {})});
        QVERIFY2(repair, repair ? "" : repair.error().message.c_str());
        worlds::Rehearsal paper(in.reports);
        QCOMPARE(run(paper, *repair), std::string());
        QVERIFY(plan::drift(paper.world(), repair->wantedAfter).empty());
        QCOMPARE(paper.world().targetByLabel("scratch-OST0001")->active, std::string("oss2"));
        QVERIFY(paper.world().targetByLabel("scratch-OST0001")->resource.empty());
    }

    /// From bare servers to a cluster and back: nothing is unmounted on the way, and each plan reaches its goal.
    void comesAndGoesUnderMountedTargets()
    {
        auto in = worlds::described(hosts);
        Goal create;
        create.what = What::CreateCluster;
        create.cluster = *ha::clusterSpecFromJson(protocol::parseJson(spec()));
        const auto made = plan::plan(in.world(), in.wanted, {create});
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        worlds::Rehearsal paper(in.reports);
        QCOMPARE(run(paper, *made), std::string());
        auto drifts = texts(plan::drift(paper.world(), made->wantedAfter));
        QVERIFY2(drifts.empty(), drifts.empty() ? "" : drifts.front().c_str());
        QVERIFY(plan::plan(paper.world(), made->wantedAfter, {create})->empty());
        for (const char *label : {"scratch-OST0000", "scratch-OST0001"}) {
            QCOMPARE(paper.world().targetByLabel(label)->state, machine::State::Mounted);
            QVERIFY(!paper.world().targetByLabel(label)->resource.empty());
        }
        const auto gone = plan::inverse(*made, std::vector<bool>(made->moves.size(), true), paper.world(), made->wantedAfter);
        QVERIFY2(gone, gone ? "" : gone.error().message.c_str());
        QCOMPARE(run(paper, *gone), std::string());
        QVERIFY(paper.world()->clusters.empty() && gone->wantedAfter.clusters.empty());
        QCOMPARE(paper.world().targetByLabel("scratch-OST0000")->active, std::string("oss1"));
        QCOMPARE(paper.world().targetByLabel("scratch-OST0001")->active, std::string("oss2"));
        QVERIFY(plan::drift(paper.world(), gone->wantedAfter).empty());
    }

    void aFenceTestLeavesEverythingUp()
    {
        const auto in = running();
        const auto test = plan::plan(in.world(), in.wanted, {goal(What::FenceTest, "server:oss1")});
        QVERIFY2(test, test ? "" : test.error().message.c_str());
        worlds::Rehearsal paper(in.reports);
        QCOMPARE(run(paper, *test), std::string());
        const auto world = paper.world();
        QCOMPARE(world.targetByLabel("scratch-OST0000")->active, std::string("oss2"));
        QCOMPARE(world.server("oss1")->lnet, machine::State::Up);
        QVERIFY(!world.cluster("pair1")->status->node("oss1")->standby);
    }

    void theExecutorWaitsForWhoIsFencedAndLooksAtThePartner()
    {
        const auto in = running();
        const auto test = plan::plan(in.world(), in.wanted, {goal(What::FenceTest, "server:oss1")});
        const plan::Step *fence = nullptr, *look = nullptr;
        for (const plan::Move &m : test->moves)
            for (const plan::Step &s : m.steps)
                if (s.verb == protocol::Verb::FenceNode)
                    fence = &s;
                else if (s.verb == protocol::Verb::HaState)
                    look = &s;
        QVERIFY(fence && look);
        QCOMPARE(fence->server, std::string("oss2"));
        QCOMPARE(jobs::awaitedBoot(*fence), std::string("oss1"));
        const std::string status = in.world().server("oss2")->inventory->ha.status;
        QVERIFY2(!jobs::meetsExpectation(*look, {{"status", status}}), "OST0000 still runs on oss1");
        std::string moved = status;
        for (std::size_t at; (at = moved.find("<node name=\"oss1\" id=\"1\" cached")) != std::string::npos;)
            moved.replace(at, 17, "<node name=\"oss2\"");
        const auto met = jobs::meetsExpectation(*look, {{"status", moved}});
        QVERIFY2(met, met ? "" : met.error().message.c_str());
    }

    void whatIsOfferedFollowsTheCluster()
    {
        const auto in = running("standby oss1\n");
        const auto has = [&](const std::string &object, const std::string &action) {
            for (const plan::Offer &o : plan::offers(in.world(), in.wanted, object))
                if (o.action == action)
                    return true;
            return false;
        };
        QVERIFY(has("server:oss1", "Bring online") && has("server:oss2", "Drain") && has("server:oss2", "Test fencing"));
        QVERIFY(has("target:scratch-OST0001", "Take back from Pacemaker") && !has("target:scratch-MDT0000", "Hand over to Pacemaker"));
        QVERIFY(has("cluster:pair1", "Begin maintenance") && has("cluster:pair1", "Remove cluster"));
    }

    /// From CLI and window, and most of all while the server that could not be fenced is gone.
    void whatFailedToFenceAServerIsCleanedUp()
    {
        auto in = running();
        const auto offered = [&](const char *object) {
            auto data = std::make_shared<inventory::WorldData>(*in.world());
            auto status = std::make_shared<ha::ClusterStatus>(*data->clusters.at("pair1").status);
            status->failCounts = {{"oss2", "chandelier-fence-1-oss1", 1'000'000, 0, {}, 0}};
            data->clusters.at("pair1").status = status;
            const auto all = plan::offers(inventory::World(data), in.wanted, object);
            return std::count_if(all.begin(), all.end(), [](const plan::Offer &o) { return o.action == "Clean up failures" && o.whyNot.empty(); });
        };
        QCOMPARE(offered("server:oss1"), 1);
        QCOMPARE(offered("server:oss2"), 0);
        QCOMPARE(offered("cluster:pair1"), 1);
        for (inventory::HostReport &r : in.reports)
            if (r.server == "oss1")
                r.reach = inventory::Reach::Lost;
        const auto one = plan::plan(in.world(), in.wanted, {goal(What::CleanUp, "server:oss1")});
        QVERIFY2(one, one ? "" : one.error().message.c_str());
        QCOMPARE(one->moves.size(), std::size_t(1));
        QCOMPARE(one->moves[0].object, std::string("fencing:oss1"));
        QCOMPARE(one->moves[0].steps.size(), std::size_t(1));
        QCOMPARE(one->moves[0].steps[0].server, std::string("oss2"));
        QCOMPARE(protocol::textOf(one->moves[0].steps[0].args, "resource"), std::string("chandelier-fence-1-oss1"));
        const auto all = plan::plan(in.world(), in.wanted, {goal(What::CleanUp, "cluster:pair1")});
        QVERIFY2(all, all ? "" : all.error().message.c_str());
        QCOMPARE(all->moves.size(), std::size_t(1));
        QVERIFY(!all->moves[0].steps[0].args.contains("resource")); // whatever failed
        const auto none = plan::plan(in.world(), in.wanted, {goal(What::CleanUp, "server:mds1")});
        QVERIFY(!none && none.error().message.find("in no cluster") != std::string::npos);
    }

    /// Those of a configuration, as of each fence device from the server that it switches, are no leftovers.
    void onlyWhatToolsHaveBannedIsAllowedAgain()
    {
        const auto in = running();
        const auto offered = [&](const char *id) {
            auto data = std::make_shared<inventory::WorldData>(*in.world());
            auto status = std::make_shared<ha::ClusterStatus>(*data->clusters.at("pair1").status);
            status->bans = {{id, data->targets.at("target:scratch-OST0001").resource, "oss1", -1'000'000, false}};
            data->clusters.at("pair1").status = status;
            int count = 0;
            for (const char *object : {"cluster:pair1", "target:scratch-OST0001"})
                for (const plan::Offer &o : plan::offers(inventory::World(data), in.wanted, object))
                    count += o.action == "Remove bans" ? 1 : 0;
            return count;
        };
        QCOMPARE(offered("cli-ban-chandelier-scratch-OST0001-on-oss1"), 2);
        QCOMPARE(offered("chandelier-location-scratch-OST0001"), 0);
    }

    void timesAloneAreNoNews()
    {
        protocol::HaReport ha = running().world().server("oss1")->inventory->ha;
        ha.status.insert(ha.status.find("</summary>"), "<last_update time=\"Mon Nov 23 03:00:00 2026\" origin=\"oss1\"/>");
        ha.quorum = "Quorum information\nDate:             Mon Nov 23 03:00:00 2026\nNodes: 2\n";
        protocol::HaReport later = ha;
        later.status.replace(later.status.find("03:00:00"), 8, "03:00:01");
        later.quorum.replace(later.quorum.find("03:00:00"), 8, "03:00:01");
        QCOMPARE(manager::fingerprintOf(ha), manager::fingerprintOf(later));
        later.status.replace(later.status.find("standby=\"false\""), 15, "standby=\"true\" ");
        QVERIFY(manager::fingerprintOf(ha) != manager::fingerprintOf(later));
        QCOMPARE(manager::clusterOf(ha), std::string("pair1/10.10.0.2"));
        ha.corosync = ha.pacemaker = false;
        QVERIFY2(manager::clusterOf(ha).empty(), "nobody is asked every second who does not run");
    }

    void goalsAndWishesAreWrittenAndRead()
    {
        Goal g = goal(What::ChangeCluster, "cluster:pair1");
        g.cluster = *ha::clusterSpecFromJson(protocol::parseJson(spec()));
        g.clusterBefore = g.cluster;
        const auto read = plan::goalFromJson(plan::toJson(g));
        QVERIFY(read && read->cluster == g.cluster && read->clusterBefore == g.cluster && read->what == g.what);
        inventory::Wanted w = running().wanted;
        w.standby = {"oss1"};
        w.maintenance = {"pair1"};
        const auto back = inventory::wantedFromJson(inventory::toJson(w));
        QVERIFY(back && back->clusters == w.clusters && back->standby == w.standby && back->maintenance == w.maintenance);
        inventory::renameServer(w, "oss1", "storage1");
        QVERIFY(w.clusters["pair1"].member("storage1") && w.clusters["pair1"].member("storage1")->nodeName() == "oss1" && w.clusters["pair1"].fencing.contains("storage1"));
        QVERIFY(w.standby.contains("storage1"));
    }
};

QTEST_GUILESS_MAIN(TestHaPlan)
#include "tst_haplan.moc"
