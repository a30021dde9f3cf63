// SPDX-License-Identifier: GPL-3.0-or-later
// Every alert of high availability is raised and ended by what the tools of a real cluster said (tests/data/ha-recorded): a pair n1, n2 with a
// fence device for each and one target, ost0.
#include "core/ha/trouble.h"
#include "tests/support/alertscene.h"
#include "tests/support/worlds.h"

#include <QFile>
#include <QTemporaryDir>

using namespace alertscene;

namespace {

std::string recorded(const char *name)
{
    QFile file(QStringLiteral(SOURCE_DIR "/tests/data/ha-recorded/") + name + QStringLiteral(".out"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", name);
    return file.readAll().toStdString();
}

void replace(std::string &text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        qFatal("\"%s\" is not in the text", from.c_str());
    text.replace(at, from.size(), to);
}

const char *const conf = "totem {\n  version: 2\n  cluster_name: lab\n  transport: knet\n}\nnodelist {\n  node {\n    name: n1\n    nodeid: 1\n    ring0_addr: 10.10.0.1\n    ring1_addr: 10.10.1.1\n  }\n"
                         "  node {\n    name: n2\n    nodeid: 2\n    ring0_addr: 10.10.0.2\n    ring1_addr: 10.10.1.2\n  }\n}\nquorum {\n  provider: corosync_votequorum\n  two_node: 1\n}\n";

/// The pair with all well, to be broken.
struct Pair {
    worlds::Described described = worlds::described("server n1 time=chrony eth1=10.10.0.1/24\nserver n2 time=chrony eth1=10.10.0.2/24\nvolume ost0 on=n1,n2\n"
                                                    "target scratch-OST0000 on=ost0 nodes=n1,n2 mgs=n1 mounted=n1\n");
    std::shared_ptr<std::map<std::string, std::int64_t>> provenAt = std::make_shared<std::map<std::string, std::int64_t>>();
    std::set<inventory::ObjectId> busy;
    std::map<inventory::ObjectId, std::int64_t> worked;
    std::int64_t now = start;

    Pair()
    {
        std::string cib = recorded("base-cib"), primitive = recorded("c-query-id");
        replace(primitive, "/mnt/ost0", "/mnt/scratch-OST0000");
        replace(cib, "</resources>", primitive + "</resources>");
        replace(cib, "<constraints/>", recorded("c-cib-constraints"));
        for (const char *server : {"n1", "n2"}) {
            (*provenAt)[server] = start - 86'400'000;
            change(server, [&](protocol::HaReport &ha) {
                ha.corosync = ha.pacemaker = ha.corosyncEnabled = ha.pacemakerEnabled = true;
                ha.corosyncConf = conf;
                ha.authkeySum = "00ff";
                ha.links = recorded("base-cfgtool");
                ha.quorum = recorded("base-quorum");
                ha.status = recorded("e-mon-banned"); // ost0 runs on n1
                ha.cib = server == std::string("n1") ? cib : std::string();
            });
        }
        change("n2", [](protocol::HaReport &ha) {
            replace(ha.links, "Local node ID 1", "Local node ID 2");
            replace(ha.links, "1:\tlocalhost\n\t\tnodeid:          2:\tconnected", "1:\tconnected\n\t\tnodeid:          2:\tlocalhost");
            replace(ha.links, "1:\tlocalhost\n\t\tnodeid:          2:\tconnected", "1:\tconnected\n\t\tnodeid:          2:\tlocalhost");
        });
    }
    void change(const std::string &server, const std::function<void(protocol::HaReport &)> &what)
    {
        for (inventory::HostReport &r : described.reports)
            if (r.server == server) {
                protocol::HostInventory h = *r.inventory;
                what(h.ha);
                r.inventory = std::make_shared<const protocol::HostInventory>(std::move(h));
            }
    }
    void both(const std::function<void(protocol::HaReport &)> &what)
    {
        change("n1", what);
        change("n2", what);
    }
    /// What both say of Pacemaker; of a member that is dead only the other one.
    void status(const char *name, bool n1Answers = true)
    {
        both([&](protocol::HaReport &ha) { ha.status = recorded(name); });
        for (inventory::HostReport &r : described.reports)
            if (r.server == "n1" && !n1Answers)
                r.reach = Reach::Lost;
        if (!n1Answers)
            change("n2", [&](protocol::HaReport &ha) { ha.links = recorded("l-cfg-alone"); });
    }
    monitoring::Scene scene() const
    {
        monitoring::Scene scene{described.world(), {}, busy, {}, {}, now, provenAt, worked};
        scene.wanted = std::make_shared<const inventory::Wanted>();
        return scene;
    }
};

void pass(Engine &engine, Pair &pair, int seconds)
{
    for (int i = 0; i <= seconds; i += 5) {
        pair.now += 5000;
        QVERIFY(engine.alerts->setScene(pair.scene()));
        QVERIFY(engine.alerts->judgeWorld(pair.now));
    }
}

struct Breakage {
    const char *rule, *object, *says;
    std::function<void(Pair &)> bad;
};

const std::vector<Breakage> &breakages()
{
    const auto inStatus = [](const std::string &from, const std::string &to) { return [=](Pair &p) { p.both([&](protocol::HaReport &ha) { replace(ha.status, from, to); }); }; };
    static const std::vector<Breakage> all{
        {"ha-node-offline", "server:n1", "n1 is offline", [](Pair &p) { p.status("l-mon-off", false); }},
        {"ha-node-unclean", "server:n1", "n1 is unclean", [](Pair &p) { p.status("l-mon-lost", false); }},
        {"ha-node-standby", "server:n1", "n1 has been in standby", [](Pair &p) { p.status("f-mon-standby"); }},
        {"ha-no-quorum", "cluster:lab", "lab has no quorum", inStatus("with_quorum=\"true\"", "with_quorum=\"false\"")},
        {"ha-link-down", "server:n1", "over link 0 (10.10.0.1)", [](Pair &p) { p.change("n1", [](protocol::HaReport &ha) { ha.links = recorded("j-cfg-link0"); }); }},
        {"ha-resource-failed", "target:scratch-OST0000", "start failed on n1: not installed", [](Pair &p) { p.status("g-mon-startfail"); }},
        {"ha-resource-blocked", "target:scratch-OST0000", "ost0 on n1 is blocked",
            inStatus("<resource id=\"ost0\" resource_agent=\"ocf:lustre:Lustre\" role=\"Started\" target_role=\"Started\" active=\"true\" orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"false\"",
                "<resource id=\"ost0\" resource_agent=\"ocf:lustre:Lustre\" role=\"Started\" target_role=\"Started\" active=\"true\" orphaned=\"false\" blocked=\"true\" managed=\"false\" failed=\"true\"")},
        {"ha-resource-misplaced", "target:scratch-OST0000", "is mounted on n1, and Pacemaker believes that it runs on n2", [](Pair &p) { p.status("e-mon-moved"); }},
        {"ha-fencing-failed", "cluster:lab", "reboot of n1 failed: Fence agent did not complete", [](Pair &p) {
            p.status("l-mon-off", false);
            p.both([](protocol::HaReport &ha) { // before somebody switched it off in the end
                const std::size_t at = ha.status.find("<fence_event action=\"off\""), end = ha.status.find("/>", at);
                ha.status.erase(at, end + 2 - at);
            });
        }},
        {"ha-fencing-off", "cluster:lab", "switched off in the cluster lab", inStatus("stonith-enabled=\"true\"", "stonith-enabled=\"false\"")},
        {"ha-fence-device", "server:n2", "fence-n2 failed 1 time on n2", [](Pair &p) { p.status("l-mon-fencefail"); }},
        {"ha-not-proven", "server:n1", "it was never tested", [](Pair &p) { p.provenAt->erase("n1"); }},
        {"ha-maintenance", "cluster:lab", "the whole cluster", [](Pair &p) { p.status("f-mon-maint"); }},
        {"ha-members-disagree", "cluster:lab", "corosync.conf of n2", [](Pair &p) { p.change("n2", [](protocol::HaReport &ha) { replace(ha.corosyncConf, "two_node: 1", "two_node: 0"); }); }},
    };
    return all;
}

} // namespace

class TestHaAlerts : public QObject {
    Q_OBJECT

private slots:
    void everyRuleHasItsTest()
    {
        std::set<std::string> tested{"ha-cib-changed"};
        for (const Breakage &breakage : breakages())
            tested.insert(breakage.rule);
        const RuleLibrary library("/nonexistent");
        std::size_t rules = 0;
        for (const AlertRule &rule : library.all())
            if (rule.id.starts_with("ha-")) {
                ++rules;
                QVERIFY2(tested.contains(rule.id), rule.id.c_str());
                QVERIFY2(rule.words.contains("de") && !rule.words.at("de").cause.empty() && !rule.words.at("de").remedy.empty(), rule.id.c_str());
                for (const char *word : {"{name}", "{value}"})
                    QVERIFY2((rule.text.find(word) == std::string::npos) == (rule.words.at("de").text.find(word) == std::string::npos), rule.id.c_str());
            }
        QCOMPARE(rules, tested.size());
    }

    void nothingIsRaisedWhileAllIsWell()
    {
        Engine engine;
        Pair pair;
        const auto world = pair.scene().world;
        QCOMPARE(world->clusters.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(world.target("target:scratch-OST0000")->resource), QString("ost0"));
        pass(engine, pair, 4000);
        for (const Alert &alert : engine.all())
            if (alert.rule.starts_with("ha-") || alert.rule.starts_with("target-moved"))
                QFAIL((alert.rule + ": " + alert.text).c_str());
    }

    void recordedFaultsRaiseAndEndThem_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < breakages().size(); ++i)
            QTest::newRow(breakages()[i].rule) << int(i);
    }
    void recordedFaultsRaiseAndEndThem()
    {
        QFETCH(int, index);
        const Breakage &breakage = breakages()[static_cast<std::size_t>(index)];
        Engine engine;
        const AlertRule &rule = *engine.alerts->rule(breakage.rule);
        Pair pair;
        pass(engine, pair, 20);
        Pair bad;
        bad.now = pair.now;
        breakage.bad(bad);
        const std::int64_t broken = bad.now + 5000;
        pass(engine, bad, rule.hold + 30);
        auto raised = engine.all(rule.id);
        std::erase_if(raised, [&](const Alert &a) { return a.object != breakage.object; });
        QCOMPARE(raised.size(), std::size_t(1));
        QVERIFY(raised[0].active());
        QCOMPARE(raised[0].begin, broken);
        QVERIFY2(raised[0].text.find(breakage.says) != std::string::npos, raised[0].text.c_str());
        QVERIFY2(raised[0].text.find('{') == std::string::npos, raised[0].text.c_str());
        const AlertRule::Words german = monitoring::wordsIn("de", rule, raised[0]);
        QVERIFY2(german.title == rule.words.at("de").title && german.text.find('{') == std::string::npos, german.text.c_str());
        if (rule.text.find("{value}") != std::string::npos)
            QVERIFY2(german.text.find(breakage.says) != std::string::npos || breakage.rule == std::string("ha-resource-blocked") || breakage.rule == std::string("ha-link-down"), german.text.c_str());
        if (!rule.plan.empty())
            QVERIFY(monitoring::helpingGoal(rule, raised[0], bad.scene().world) || rule.plan == "repair"); // of a cluster that others made
        Pair healed;
        healed.now = bad.now;
        pass(engine, healed, rule.release + 30);
        raised = engine.all(rule.id);
        for (const Alert &alert : raised)
            QVERIFY(!alert.active());
        QVERIFY(std::any_of(raised.begin(), raised.end(), [&](const Alert &a) { return a.object == breakage.object && a.end == bad.now + 5000; }));
    }

    /// Pacemaker calls what it has blocked "not managed"; nobody has begun maintenance for that.
    void whatIsBlockedIsNotInMaintenance()
    {
        Engine engine;
        Pair pair;
        std::find_if(breakages().begin(), breakages().end(), [](const Breakage &b) { return b.rule == std::string("ha-resource-blocked"); })->bad(pair);
        pass(engine, pair, 2000);
        QCOMPARE(engine.all("ha-resource-blocked").size(), std::size_t(1));
        QVERIFY(engine.all("ha-maintenance").empty());
    }

    void aChangedConfigurationIsAnEvent()
    {
        Engine engine;
        Pair pair;
        pass(engine, pair, 20);
        // What is operated is no configuration: roles, standby, maintenance, marks of a move.
        pair.change("n1", [](protocol::HaReport &ha) {
            replace(ha.cib, "name=\"target-role\" value=\"Stopped\"", "name=\"target-role\" value=\"Started\"");
            replace(ha.cib, "<constraints>", "<constraints><rsc_location id=\"cli-prefer-ost0\" rsc=\"ost0\" role=\"Started\" node=\"n2\" score=\"INFINITY\"/>");
            replace(ha.cib, "<node id=\"1\" uname=\"n1\"/>", "<node id=\"1\" uname=\"n1\"><instance_attributes id=\"nodes-1\"><nvpair id=\"nodes-1-standby\" name=\"standby\" value=\"on\"/></instance_attributes></node>");
            replace(ha.cib, "</cluster_property_set>", "<nvpair id=\"x-m\" name=\"maintenance-mode\" value=\"true\"/></cluster_property_set>");
            replace(ha.cib, "epoch=\"6\"", "epoch=\"9\"");
        });
        pass(engine, pair, 20);
        QVERIFY(engine.all("ha-cib-changed").empty());
        pair.change("n1", [](protocol::HaReport &ha) { replace(ha.cib, "node=\"n2\" score=\"10\"", "node=\"n2\" score=\"-INFINITY\""); });
        pass(engine, pair, 20);
        QCOMPARE(engine.all("ha-cib-changed").size(), std::size_t(1));
        const Alert alert = engine.all("ha-cib-changed")[0];
        QCOMPARE(alert.object, std::string("cluster:lab"));
        QVERIFY2(alert.text.find("root with crm_resource on n1") != std::string::npos, alert.text.c_str());
        QVERIFY(!alert.own && !alert.active());
        // What a job of ours does on a member is no alarm.
        pair.busy = {"server:n2"};
        pass(engine, pair, 10);
        pair.change("n1", [](protocol::HaReport &ha) { replace(ha.cib, "score=\"-INFINITY\"", "score=\"10\""); });
        pass(engine, pair, 10);
        QCOMPARE(engine.all("ha-cib-changed").size(), std::size_t(2));
        int own = 0;
        for (const Alert &one : engine.all("ha-cib-changed"))
            own += one.own ? 1 : 0;
        QCOMPARE(own, 1);
    }

    /// A program that ran a job and went before it had judged what the job did.
    void whatAJobOfOursDidIsNobodyElses()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("p.samples")).toStdString();
        Pair pair;
        const auto change = [&](const char *from, const char *to) { pair.change("n1", [&](protocol::HaReport &ha) { replace(ha.cib, from, to); }); };
        {
            Engine engine(path);
            pass(engine, pair, 60);
        }
        pair.worked["server:n2"] = pair.now + 2000;
        pair.now += 40 * 86'400'000LL;
        change("node=\"n2\" score=\"10\"", "node=\"n2\" score=\"-INFINITY\"");
        Engine next(path);
        pass(next, pair, 20);
        const auto told = next.all("ha-cib-changed");
        QCOMPARE(told.size(), std::size_t(1));
        QVERIFY(told[0].own);
        QCOMPARE(told[0].severity, monitoring::Severity::Info);
        // Nor does a job of long ago excuse others.
        pass(next, pair, 60);
        change("score=\"-INFINITY\"", "score=\"10\"");
        pass(next, pair, 20);
        const auto both = next.all("ha-cib-changed");
        QCOMPARE(both.size(), std::size_t(2));
        QCOMPARE(std::count_if(both.begin(), both.end(), [](const Alert &a) { return a.own; }), std::ptrdiff_t(1));
        // One that began and ended between two looks.
        pair.worked["server:n1"] = pair.now + 1000;
        change("score=\"10\"", "score=\"-INFINITY\"");
        pass(next, pair, 20);
        const auto three = next.all("ha-cib-changed");
        QCOMPARE(three.size(), std::size_t(3));
        QCOMPARE(std::count_if(three.begin(), three.end(), [](const Alert &a) { return a.own; }), std::ptrdiff_t(2));
    }

    void whatNobodySaysChangesNothing()
    {
        Engine engine;
        Pair pair;
        pair.status("f-mon-maint");
        pass(engine, pair, 2000);
        QVERIFY(engine.all("ha-maintenance")[0].active());
        for (inventory::HostReport &r : pair.described.reports)
            r.reach = Reach::Lost;
        pass(engine, pair, 60);
        QVERIFY(engine.all("ha-maintenance")[0].active());
        QVERIFY(engine.all("ha-node-offline").empty()); // it is not known
    }

    void aDeadPartnerIsNoBrokenLink()
    {
        Engine engine;
        Pair pair;
        pass(engine, pair, 10);
        pair.status("l-mon-off", false);
        pass(engine, pair, 60);
        QVERIFY(engine.all("ha-link-down").empty());
        QVERIFY(!engine.all("ha-node-offline").empty());
    }

    void plansThatHelp()
    {
        const RuleLibrary library("/nonexistent");
        const auto goal = [&](const char *id, const char *object) {
            const auto rule = std::find_if(library.all().begin(), library.all().end(), [&](const AlertRule &r) { return r.id == id; });
            Alert alert;
            alert.object = object;
            alert.begin = 1;
            return monitoring::helpingGoal(*rule, alert, Pair().scene().world);
        };
        using What = plan::Goal::What;
        QVERIFY(goal("ha-node-standby", "server:n1")->what == What::Online);
        QVERIFY(goal("ha-resource-failed", "target:scratch-OST0000")->what == What::CleanUp);
        QVERIFY(goal("ha-fence-device", "server:n1")->what == What::CleanUp); // of the devices that fence it
        QVERIFY(goal("ha-maintenance", "cluster:lab")->what == What::MaintenanceOff);
        QVERIFY(goal("ha-not-proven", "server:n2")->what == What::FenceTest);
        QCOMPARE(goal("ha-not-proven", "server:n2")->object, std::string("server:n2"));
        QVERIFY(!goal("ha-fencing-off", "cluster:lab")); // others made it
    }
};

QTEST_GUILESS_MAIN(TestHaAlerts)
#include "tst_haalerts.moc"
