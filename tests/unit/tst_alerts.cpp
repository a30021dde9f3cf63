// SPDX-License-Identifier: GPL-3.0-or-later
// The engine: every alert of the catalogue begins and ends once, with its true times.
#include "tests/support/alertscene.h"

using namespace alertscene;

namespace {

struct Breakage {
    const char *rule;
    const char *object;
    std::function<void(Pieces &)> bad;
};

const std::vector<Breakage> &breakages()
{
    static const std::vector<Breakage> all{
        {"server-lost", "server:oss1", [](Pieces &p) { p.data.servers["oss1"].reach = Reach::Lost; }},
        {"agent-silent", "server:oss1", [](Pieces &p) { p.agents["oss1"].heardAt = p.now - 1; }},
        {"agent-trouble", "server:oss1", [](Pieces &p) { p.agents["oss1"].trouble = "there is no verb"; }},
        {"agent-other-version", "server:oss1", [](Pieces &p) { p.hosts["oss1"].agentVersion = "0.0.1"; }},
        {"lnet-down", "server:oss1", [](Pieces &p) { p.data.servers["oss1"].lnet = State::Down; }},
        {"clock-off", "server:oss1", [](Pieces &p) { p.hosts["oss1"].time.offsetSeconds = -5; }},
        {"clock-unsynchronized", "server:oss1", [](Pieces &p) { p.hosts["oss1"].time.synchronized = false; }},
        {"no-time-service", "server:oss1", [](Pieces &p) { p.hosts["oss1"].time.running.clear(); }},
        {"several-time-services", "server:oss1", [](Pieces &p) { p.hosts["oss1"].time.running = {"chrony", "ntpd"}; }},
        {"lustre-versions-differ", "server:oss1", [](Pieces &p) { p.hosts["oss1"].lustreVersion = "2.12.9"; }},
        {"software-missing", "server:oss1", [](Pieces &p) { p.hosts["oss1"].targets.clear(); }},
        {"pool-unhealthy", "server:oss1", [](Pieces &p) { p.hosts["oss1"].pools[0].health = "DEGRADED"; }},
        {"pacemaker-stopped", "server:oss1", [](Pieces &p) { p.hosts["oss1"].services.running = {"corosync.service"}; }},
        {"corosync-stopped", "server:oss1", [](Pieces &p) { p.hosts["oss1"].services.running = {"pacemaker.service"}; }},
        {"lnet-interface-down", "server:oss1", [](Pieces &p) { p.hosts["oss1"].lnet.interfaces[0].status = "down"; }},
        {"lnet-health", "server:oss1", [](Pieces &p) { p.hosts["oss1"].lnet.interfaces[0].health = 650; }},
        {"unequal-parameters", "server:oss1", [](Pieces &p) { p.parameters["oss1"]["timeout"] = "20"; }},
        {"target-offline", "target:scratch-OST0000", [](Pieces &p) { p.target().state = State::Unmounted; p.target().mounts.clear(); }},
        {"target-unreachable", "target:scratch-OST0000", [](Pieces &p) { p.data.servers["oss1"].reach = p.data.servers["oss2"].reach = Reach::Lost; }},
        {"target-mounted-twice", "target:scratch-OST0000", [](Pieces &p) { p.target().mounts.push_back({"oss2", "/mnt/x"}); }},
        {"target-moved", "target:scratch-OST0000", [](Pieces &p) { p.target().active = "oss2"; }},
        {"target-recovery", "target:scratch-OST0000", [](Pieces &p) { p.target().recovery = "RECOVERING"; }},
        {"target-recovery-long", "target:scratch-OST0000", [](Pieces &p) { p.target().recovery = "RECOVERING"; }},
        {"target-strange-nids", "target:scratch-OST0000", [](Pieces &p) { p.target().strangeNids = {"10.0.0.9@tcp"}; }},
        {"target-conflict", "target:scratch-OST0000", [](Pieces &p) { p.target().conflicts = {"oss1 calls it another name than oss2"}; }},
        {"target-without-mmp", "target:scratch-OST0000", [](Pieces &p) { p.target().mmp = false; }},
        {"filesystem-unavailable", "filesystem:scratch", [](Pieces &p) { p.data.filesystems["scratch"].state = State::Unavailable; }},
        {"filesystem-incomplete", "filesystem:scratch", [](Pieces &p) { p.data.filesystems["scratch"].missing = {"OST0001 was not found"}; }},
        {"filesystem-space-90", "filesystem:scratch", [](Pieces &p) { p.data.filesystems["scratch"].bytesFree = 50; }},
        {"filesystem-inodes-90", "filesystem:scratch", [](Pieces &p) { p.data.filesystems["scratch"].inodesFree = 50; }},
    };
    return all;
}

/// A figure with what it is in good times and bad; of a counter, how much it grows in 5 s.
struct FigureCase {
    const char *name;
    monitoring::Labels labels;
    Kind kind;
    double good, bad;
};

const std::vector<FigureCase> &figureCases()
{
    const monitoring::Labels ost{{"component", "ost"}, {"target", "scratch-OST0000"}}, mdt{{"component", "mdt"}, {"target", "scratch-MDT0000"}};
    static const std::vector<FigureCase> all{
        {"lnet.stats.drop_count", {}, Kind::Counter, 0, 50}, {"host.load1", {}, Kind::Gauge, 1.5, 80},
        {"host.memory", {{"field", "MemTotal"}}, Kind::Gauge, 1e9, 1e9}, {"host.memory", {{"field", "MemAvailable"}}, Kind::Gauge, 5e8, 1e7},
        {"host.memory", {{"field", "SwapTotal"}}, Kind::Gauge, 1e9, 1e9}, {"host.memory", {{"field", "SwapFree"}}, Kind::Gauge, 1e9, 1e8},
        {"host.vmstat", {{"field", "oom_kill"}}, Kind::Counter, 0, 1}, {"host.net.rx_errs", {{"interface", "eth0"}}, Kind::Counter, 0, 50},
        {"host.net.tx_errs", {{"interface", "eth0"}}, Kind::Counter, 0, 0}, {"health", {}, Kind::Gauge, 1, 0},
        {"kbytestotal", ost, Kind::Gauge, 1000, 1000}, {"kbytesavail", ost, Kind::Gauge, 900, 20}, {"filestotal", ost, Kind::Gauge, 1000, 1000},
        {"filesfree", ost, Kind::Gauge, 900, 20}, {"kbytestotal", mdt, Kind::Gauge, 1000, 1000}, {"kbytesavail", mdt, Kind::Gauge, 900, 20},
        {"filestotal", mdt, Kind::Gauge, 1000, 1000}, {"filesfree", mdt, Kind::Gauge, 900, 20}, {"degraded", ost, Kind::Gauge, 0, 1},
        {"eviction_count", ost, Kind::Counter, 0, 3}, {"recovery.completed_clients", ost, Kind::Gauge, 12, 9},
        {"recovery.completed_clients.of", ost, Kind::Gauge, 12, 12}, {"recovery.recovery_start", ost, Kind::Gauge, double(start) / 1000, double(start) / 1000}};
    return all;
}

/// The figures tick by tick: `good` samples, then `bad`, then `after` good ones; judged as they are appended.
struct Run {
    std::vector<double> values;
    std::uint64_t seq = 0;

    void pass(Engine &engine, int samples, bool bad, const std::vector<FigureCase> &cases = figureCases())
    {
        monitoring::Batch batch;
        batch.ring = "ring";
        batch.first = 1;
        if (seq == 0)
            for (std::size_t i = 0; i < cases.size(); ++i)
                batch.series.emplace_back(i + 1, monitoring::SeriesName{cases[i].name, cases[i].labels, "", cases[i].kind});
        values.resize(cases.size());
        for (int n = 0; n < samples; ++n) {
            monitoring::Sample sample{++seq, start + static_cast<std::int64_t>(seq) * 5000, {}};
            for (std::size_t i = 0; i < cases.size(); ++i) {
                const double now = bad ? cases[i].bad : cases[i].good;
                values[i] = cases[i].kind == Kind::Counter ? values[i] + now : now;
                sample.values.emplace_back(i + 1, Value::ofReal(values[i]));
            }
            batch.samples.push_back(std::move(sample));
        }
        const auto appended = engine.store->append("oss1", batch, [&](std::int64_t at) { QVERIFY(engine.alerts->judgeFigures("oss1", at)); });
        QVERIFY2(appended, appended ? "" : appended.error().message.c_str());
    }
};

} // namespace

class TestAlerts : public QObject {
    Q_OBJECT

private slots:
    void everyRuleHasItsTest()
    {
        std::set<std::string> tested{"server-restarted", "agent-was-silent"};
        for (const Breakage &breakage : breakages())
            tested.insert(breakage.rule);
        const RuleLibrary library("/nonexistent");
        for (const AlertRule &rule : library.all())
            if (!rule.usesFigures() && rule.says.empty() && !rule.id.starts_with("ha-")) // those are in figuresRaiseAndEndThem, tst_alertmessages and tst_haalerts
                QVERIFY2(tested.contains(rule.id), rule.id.c_str());
    }

    void nothingIsRaisedWhileAllIsWell()
    {
        Engine engine;
        Pieces pieces;
        engine.pass(pieces, 1000);
        for (const Alert &alert : engine.all())
            QFAIL((alert.rule + ": " + alert.text).c_str());
    }

    void theWorldRaisesAndEndsThem_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < breakages().size(); ++i)
            QTest::newRow(breakages()[i].rule) << int(i);
    }
    void theWorldRaisesAndEndsThem()
    {
        QFETCH(int, index);
        const Breakage &breakage = breakages()[static_cast<std::size_t>(index)];
        Engine engine;
        const AlertRule &rule = *engine.alerts->rule(breakage.rule);
        Pieces pieces;
        engine.pass(pieces, 20);
        const Pieces good = pieces;
        breakage.bad(pieces);
        const std::int64_t broken = pieces.now + 5000;
        if (rule.hold > 10) {
            engine.pass(pieces, rule.hold - 5);
            QVERIFY(engine.all(rule.id).empty());
        }
        engine.pass(pieces, rule.hold + 120);
        auto raised = engine.all(rule.id);
        QCOMPARE(raised.size(), std::size_t(1));
        QCOMPARE(raised[0].object, std::string(breakage.object));
        QVERIFY(raised[0].active());
        if (rule.id != "agent-silent")
            QCOMPARE(raised[0].begin, broken);
        QVERIFY2(raised[0].text.find('{') == std::string::npos && raised[0].text.find("unknown") == std::string::npos, raised[0].text.c_str());
        const auto active = engine.book->active(pieces.now);
        QVERIFY(std::any_of(active.begin(), active.end(), [&](const Alert &a) { return a.rule == rule.id && a.severity == rule.severity; }));
        const std::int64_t healed = pieces.now + 5000;
        pieces.data = good.data, pieces.hosts = good.hosts, pieces.wanted = good.wanted, pieces.agents = good.agents, pieces.parameters = good.parameters;
        engine.pass(pieces, rule.release + 60);
        raised = engine.all(rule.id);
        QCOMPARE(raised.size(), std::size_t(1));
        QCOMPARE(raised[0].end, healed);
        QVERIFY(engine.book->active(pieces.now).empty());
    }

    void figuresRaiseAndEndThem()
    {
        Engine engine;
        Pieces pieces;
        engine.pass(pieces, 10);
        Run run;
        run.pass(engine, 10, false);
        QVERIFY(engine.all().empty());
        run.pass(engine, 100, true);
        run.pass(engine, 200, false);
        const std::int64_t broken = start + 11 * 5000, healed = start + 111 * 5000;
        for (const AlertRule &rule : engine.alerts->rules()) {
            if (!rule.usesFigures() || rule.id.starts_with("target-days-to-full")) // those have aWeekSaysWhenItIsFull
                continue;
            const auto raised = engine.all(rule.id);
            QVERIFY2(raised.size() == 1, (rule.id + " " + std::to_string(raised.size())).c_str());
            QVERIFY2(raised[0].begin == broken, rule.id.c_str());
            QVERIFY2(raised[0].end == healed, (rule.id + " " + std::to_string((raised[0].end - start) / 5000)).c_str());
            QVERIFY2(raised[0].text.find('{') == std::string::npos && raised[0].text.find("unknown") == std::string::npos, raised[0].text.c_str());
        }
        QVERIFY(engine.all("ost-space-95")[0].text.find("98 %") != std::string::npos);
        QCOMPARE(engine.all("ost-space-95")[0].object, std::string("target:scratch-OST0000"));
        QCOMPARE(engine.all("interface-errors")[0].name, std::string("eth0 on oss1"));
    }

    void holdsAndHysteresis()
    {
        Engine engine(":memory:", {ruleOf(R"({"id":"hot","severity":"warning","scope":"server","when":"heat > 80","until":"heat < 70","hold":20,"release":10,
            "title":"Hot","text":"{name} has {value}","value":"heat","unit":"degrees"})")});
        QVERIFY(engine.alerts->setScene(Pieces().scene()));
        Run run;
        const auto heat = [&](double degrees, int samples) { run.pass(engine, samples, true, {{"heat", {}, Kind::Gauge, 0, degrees}}); };
        heat(90, 4); // 15 s
        heat(60, 1);
        heat(90, 4);
        QVERIFY(engine.all().empty());
        heat(90, 1);
        QCOMPARE(engine.all().size(), std::size_t(1));
        QCOMPARE(engine.all()[0].begin, start + 6 * 5000);
        QCOMPARE(engine.all()[0].text, std::string("oss1 has 90 degrees"));
        heat(75, 50); // below where it begins, above where it ends
        heat(60, 2);
        heat(75, 1);
        heat(60, 2);
        QVERIFY(engine.all()[0].active());
        heat(60, 1);
        QVERIFY(!engine.all()[0].active());
        heat(90, 5);
        QCOMPARE(engine.all().size(), std::size_t(2));
    }

    void whatIsNotKnownChangesNothing()
    {
        Engine engine;
        Pieces pieces;
        pieces.target().state = State::Unmounted;
        engine.pass(pieces, 60);
        QVERIFY(engine.all("target-offline")[0].active());
        pieces.target().state = State::Unknown; // its server does not answer
        engine.pass(pieces, 60);
        QCOMPARE(engine.all("target-offline").size(), std::size_t(1));
        QVERIFY(engine.all("target-offline")[0].active());
    }

    void aWeekSaysWhenItIsFull()
    {
        std::vector<AlertRule> rules = RuleLibrary("/nonexistent").all();
        std::erase_if(rules, [](const AlertRule &rule) { return rule.id != "target-days-to-full-space"; });
        rules.front().over = 6000; // 20 minutes of a straight line
        rules.front().hold = rules.front().release = 60;
        Engine engine(":memory:", rules);
        Pieces pieces;
        engine.pass(pieces, 10);
        Run run;
        double left = 1e6;
        const auto pass = [&](int samples, double each) {
            for (int i = 0; i < samples; ++i)
                run.pass(engine, 1, true, {{"kbytesavail", {{"component", "ost"}, {"target", "scratch-OST0000"}}, Kind::Gauge, 0, left += each}});
        };
        pass(500, -0.5); // 0.1 a second: 111 days
        QVERIFY(engine.all().empty());
        pass(1300, -10); // 2 a second: 5.7 days
        QCOMPARE(engine.all().size(), std::size_t(1));
        QVERIFY2(engine.all()[0].text.find(" days") != std::string::npos && engine.all()[0].active(), engine.all()[0].text.c_str());
        pass(1300, 5);
        QCOMPARE(engine.all().size(), std::size_t(1));
        QVERIFY(!engine.all()[0].active());
    }

    void whatOurJobDoesIsNoAlarm()
    {
        Engine engine;
        Pieces pieces;
        pieces.busy = {"target:scratch-OST0000"};
        pieces.target().state = State::Unmounted;
        engine.pass(pieces, 60);
        const Alert alert = engine.all("target-offline")[0];
        QVERIFY(alert.own);
        QCOMPARE(alert.severity, Severity::Info);
        pieces.busy = {"server:oss2"}; // the job ends before the inventory tells what it did
        engine.pass(pieces, 10);
        pieces.busy.clear();
        engine.pass(pieces, 10);
        pieces.hosts["oss2"].bootId = "boot-2";
        engine.pass(pieces, 10);
        QVERIFY(engine.all("server-restarted")[0].own);
        engine.pass(pieces, 60);
        pieces.hosts["oss2"].bootId = "boot-3";
        engine.pass(pieces, 10);
        QVERIFY(!engine.all("server-restarted")[0].own);
    }

    void whatIsRemovedHasNoAlerts()
    {
        Engine engine;
        Pieces pieces;
        pieces.data.servers["oss3"].lnet = State::Down;
        engine.pass(pieces, 60);
        QCOMPARE(engine.book->active(pieces.now).size(), std::size_t(1));
        pieces.data.servers.erase("oss3");
        engine.pass(pieces, 5);
        QVERIFY(engine.book->active(pieces.now).empty());
    }

    void oneSaysWhatWouldHelp()
    {
        Engine engine;
        Pieces pieces;
        pieces.target().active = "oss2";
        pieces.target().mounts[0].server = "oss2";
        pieces.data.servers["oss3"].lnet = State::Down;
        engine.pass(pieces, 60);
        const auto world = pieces.scene().world;
        for (const Alert &alert : engine.book->active(pieces.now)) {
            const auto goal = monitoring::helpingGoal(*engine.alerts->rule(alert.rule), alert, world);
            QVERIFY(goal);
            if (alert.rule == "target-moved")
                QVERIFY(goal->what == plan::Goal::What::MoveTarget && goal->server == "oss1" && goal->object == "target:scratch-OST0000");
            else
                QVERIFY(goal->what == plan::Goal::What::Reach && goal->object == "lnet:oss3" && goal->state == State::Up);
        }
    }
};

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
