// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered for monitored and managed objects, what detection says, and how goals of management are written.
#include "app/cli/goals.h"
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"
#include "core/plan/planner.h"
#include "tests/support/worlds.h"

#include <QTest>
#include <algorithm>

using What = plan::Goal::What;

namespace {

const std::string cluster = R"(server mds1
server mds2
server oss1
server oss2
volume mgt on=mds1,mds2
volume mdt0 on=mds1,mds2
volume ost0 on=oss1,oss2
target MGS on=mgt nodes=mds1,mds2 mounted=mds1
target scratch-MDT0000 on=mdt0 nodes=mds1,mds2 mgs=mds1,mds2 mounted=mds1
target scratch-OST0000 on=ost0 nodes=oss1,oss2 mgs=mds1,mds2 mounted=oss1
)";
const std::string monitored = "profile mds1 monitored\nprofile mds2 monitored\nprofile oss1 monitored\nprofile oss2 monitored\n";

const plan::Offer *offerOf(const std::vector<plan::Offer> &offers, const std::string &action)
{
    const auto it = std::find_if(offers.begin(), offers.end(), [&](const plan::Offer &o) { return o.action == action; });
    return it == offers.end() ? nullptr : &*it;
}

std::vector<plan::Offer> offers(const std::string &text, const std::string &object)
{
    const auto in = worlds::described(text);
    return plan::offers(in.world(), in.wanted, object);
}

base::Result<std::vector<plan::Goal>> goals(const std::vector<std::string> &words)
{
    const auto arguments = cli::parseArguments(words);
    if (!arguments)
        return arguments.error();
    return cli::goalsOf(*arguments, worlds::described(cluster).world());
}

} // namespace

class TestManagement : public QObject {
    Q_OBJECT
private slots:
    void aMonitoredFileSystemSaysWhyNothingIsOffered()
    {
        const auto all = offers(cluster + monitored, "filesystem:scratch");
        const plan::Offer *stop = offerOf(all, "Stop file system");
        QVERIFY(stop && stop->whyNot.find("is monitored only: take it under management first") != std::string::npos);
        const plan::Offer *take = offerOf(all, "Take under management");
        QVERIFY(take && take->whyNot.empty() && take->risk == plan::Risk::Safe);
        QVERIFY(!offerOf(all, "Give back"));
    }
    void aManagedFileSystemCanBeGivenBack()
    {
        const auto all = offers(cluster + "want filesystem:scratch available\n", "filesystem:scratch");
        QVERIFY(offerOf(all, "Give back") && offerOf(all, "Give back")->whyNot.empty());
        QVERIFY(offerOf(all, "Stop file system")->whyNot.empty());
        QVERIFY(!offerOf(all, "Rewrite NIDs"));
    }
    void aDrainIsOfferedBesideAReboot()
    {
        const auto all = offers(cluster, "server:oss1");
        QVERIFY(offerOf(all, "Drain") && offerOf(all, "Drain")->goal.what == What::Drain && offerOf(all, "Drain")->whyNot.empty());
        QVERIFY(offerOf(all, "Restart agent"));
        QVERIFY(!offerOf(all, "Move targets home"));
        QVERIFY(!offerOf(offers(cluster, "server:oss2"), "Drain"));
    }
    void nidsThatNobodyHasAreFound()
    {
        const auto in = worlds::described(cluster + "readdress oss1 10.10.0.77/24\n");
        const auto world = in.world();
        const inventory::FileSystem *fs = world.filesystem("scratch");
        QCOMPARE(fs->strangeNids, std::vector<std::string> { "10.10.0.3@tcp" });
        QVERIFY(!fs->conflicts.empty() && fs->conflicts.back().find("rewrite the NIDs") != std::string::npos);
        QCOMPARE(world.target("target:scratch-OST0000")->primary, std::string("oss1"));
        QCOMPARE(world.target("target:scratch-OST0000")->failover, std::string("oss2"));
        const auto all = plan::offers(world, in.wanted, "filesystem:scratch");
        QVERIFY(offerOf(all, "Rewrite NIDs") && offerOf(all, "Rewrite NIDs")->whyNot.empty());
        QVERIFY(worlds::described(cluster).world().filesystem("scratch")->strangeNids.empty());
    }
    void nobodyCallsANidStrangeWhileAServerHasNotAnswered()
    {
        const auto in = worlds::described("server mds9 silent\n" + cluster + "readdress oss1 10.10.0.77/24\n");
        QVERIFY(in.world().filesystem("scratch")->strangeNids.empty());
    }
    void targetsOfTwoHostsAndWrongLabelsAreNamed()
    {
        std::string text = cluster;
        text.replace(text.find("mounted=oss1"), 12, "mounted=oss1,oss2");
        const auto world = worlds::described(text).world();
        const auto &conflicts = world.filesystem("scratch")->conflicts;
        QVERIFY(!conflicts.empty());
        QVERIFY2(conflicts.front().starts_with("scratch-OST0000 is mounted on oss1 and oss2"), conflicts.front().c_str());
    }

    void goalsComeBackFromJson()
    {
        plan::Goal g;
        g.what = What::ConfigureLnet;
        g.object = "lnet:oss1";
        g.lnets = { { "tcp", { "eth1", "eth2" } } };
        g.routes = { { "o2ib", "10.0.0.9@tcp", 2 } };
        g.lnetsBefore = { { "tcp1", { "eth3" } } };
        g.routesBefore = { { "o2ib1", "10.0.0.8@tcp", -1 } };
        g.profiles[""] = inventory::ProfileLibrary("/nonexistent").find("client");
        const auto back = plan::goalFromJson(plan::toJson(g));
        QVERIFY(back.ok());
        QVERIFY(back->what == g.what && back->lnets == g.lnets && back->routes == g.routes && back->lnetsBefore == g.lnetsBefore && back->routesBefore == g.routesBefore
            && *back->profiles.at("") == *g.profiles.at(""));
    }
    void commandLinesBecomeGoals()
    {
        const auto lnet = goals({ "server", "lnet", "oss1", "--net", "tcp0=eth1,eth2", "--route", "o2ib0:10.10.1.9@tcp:2" });
        QVERIFY2(lnet.ok(), lnet.ok() ? "" : lnet.error().message.c_str());
        QVERIFY(lnet->front().lnets == (std::vector<inventory::LnetSpec> { { "tcp0", { "eth1", "eth2" } } }));
        QVERIFY(lnet->front().routes == (std::vector<inventory::RouteSpec> { { "o2ib0", "10.10.1.9@tcp", 2 } }));
        const auto manage = goals({ "server", "manage", "oss1", "--profile", "storage-zfs" });
        QVERIFY(manage.ok() && manage->front().what == What::ManageServer && manage->front().profiles.at("")->name == "storage-zfs");
        const auto set = goals({ "server", "profile", "set", "oss1", "monitored" });
        QVERIFY(set.ok() && set->front().what == What::ReleaseServer && set->front().object == "server:oss1");
        QVERIFY(goals({ "fs", "rewrite-nids", "scratch" })->front().what == What::RewriteConfiguration);
        QVERIFY(goals({ "fs", "release", "scratch" })->front().what == What::ReleaseFilesystem);
        QVERIFY(goals({ "server", "drain", "oss1" })->front().what == What::Drain);
        QCOMPARE(goals({ "server", "manage", "oss1", "--profile", "nfs" }).error().problem, base::Problem::NotFound);
        QCOMPARE(goals({ "server", "lnet", "oss1", "--net", "tcp0" }).error().problem, base::Problem::BadArgument);
        QCOMPARE(goals({ "server", "lnet", "oss1", "--net", "tcp0=eth1", "--route", "o2ib" }).error().problem, base::Problem::BadArgument);
        QCOMPARE(goals({ "fs", "manage", "home" }).error().problem, base::Problem::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestManagement)
#include "tst_management.moc"
