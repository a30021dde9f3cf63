// SPDX-License-Identifier: GPL-3.0-or-later
// The language of conditions, the catalogue, and the engine: every alert of the catalogue begins and ends once, with its true times.
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"
#include "core/monitor/alerts.h"

#include <QTemporaryDir>
#include <QtTest>

using inventory::Reach;
using machine::State;
using monitoring::Alert;
using monitoring::AlertRule;
using monitoring::Alerts;
using monitoring::Condition;
using monitoring::Kind;
using monitoring::Mute;
using monitoring::RuleLibrary;
using monitoring::SampleStore;
using monitoring::Severity;
using monitoring::Term;
using monitoring::Value;

namespace {

constexpr std::int64_t start = 1'700'000'000'000;

/// A cluster in which all is well, to be broken piece by piece.
struct Pieces {
    inventory::WorldData data;
    std::map<std::string, protocol::HostInventory> hosts;
    inventory::Wanted wanted;
    std::set<std::string> busy;
    std::map<std::string, monitoring::Scene::Agent> agents;
    std::int64_t now = start;

    Pieces()
    {
        for (const char *name : {"oss1", "oss2", "oss3"}) {
            inventory::Server &server = data.servers[name];
            server.name = name;
            server.id = inventory::serverId(name);
            server.lnetId = inventory::lnetId(name);
            server.reach = Reach::Connected;
            server.lnet = State::Up;
            server.targetsHere = {"target:scratch-OST0000"};
            server.targetsPrimary = server.targetsHere;
            protocol::HostInventory &host = hosts[name];
            host.host = name;
            host.bootId = "boot-1";
            host.agentVersion = CHANDELIER_VERSION;
            host.cpus = 4;
            host.lustreVersion = "2.15.6";
            host.osId = "rocky";
            host.osVersion = "8.10";
            host.time.running = {"chrony"};
            host.time.service = "chrony";
            host.time.synchronized = true;
            host.services.running = host.services.enabled = {"pacemaker.service", "corosync.service"};
            host.pools = {{"tank", "1", "ONLINE", 1, 1, true, {}}};
            protocol::FoundTarget served;
            served.label = "scratch-OST0000";
            served.mountpoint = "/mnt/scratch-OST0000";
            host.targets = {served};
            agents[name].heardAt = start;
        }
        wanted.profiles["oss1"] = inventory::ProfileLibrary("/nonexistent").find("storage-ldiskfs");
        inventory::Target &target = data.targets["target:scratch-OST0000"];
        target.id = "target:scratch-OST0000";
        target.label = "scratch-OST0000";
        target.fsname = "scratch";
        target.ost = true;
        target.servers = {"oss1", "oss2"};
        target.primary = target.active = "oss1";
        target.failover = "oss2";
        target.state = State::Mounted;
        target.mounts = {{"oss1", "/mnt/scratch-OST0000"}};
        target.recovery = "COMPLETE";
        target.mmp = true;
        inventory::FileSystem &fs = data.filesystems["scratch"];
        fs.id = "filesystem:scratch";
        fs.name = "scratch";
        fs.state = State::Available;
        fs.bytesTotal = fs.inodesTotal = 1000;
        fs.bytesFree = fs.inodesFree = 500;
        wanted.states["target:scratch-OST0000"] = State::Mounted;
        wanted.states["filesystem:scratch"] = State::Available;
    }
    inventory::Target &target() { return data.targets["target:scratch-OST0000"]; }
    monitoring::Scene scene() const
    {
        auto copy = std::make_shared<inventory::WorldData>(data);
        for (auto &[name, server] : copy->servers)
            server.inventory = std::make_shared<const protocol::HostInventory>(hosts.at(name));
        monitoring::Scene scene{inventory::World(copy), std::make_shared<const inventory::Wanted>(wanted), {busy.begin(), busy.end()}, agents, now};
        for (auto &[name, agent] : scene.agents)
            if (agent.heardAt == start) // those that nothing is wrong with were heard just now
                agent.heardAt = now;
        return scene;
    }
};

struct Engine {
    std::unique_ptr<SampleStore> store;
    std::unique_ptr<Alerts> alerts;

    explicit Engine(const std::string &path = ":memory:", std::vector<AlertRule> rules = RuleLibrary("/nonexistent").all())
    {
        auto file = SampleStore::open(path);
        if (!file)
            qFatal("%s", file.error().message.c_str());
        store = std::move(*file);
        auto opened = Alerts::open(*store, std::move(rules));
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        alerts = std::move(*opened);
    }
    /// `seconds` of this state of the world, judged every 5 s.
    void pass(Pieces &pieces, int seconds)
    {
        QVERIFY(alerts->setScene(pieces.scene()));
        for (int i = 0; i < seconds; i += 5) {
            pieces.now += 5000;
            QVERIFY(alerts->setScene(pieces.scene()));
            QVERIFY(alerts->judgeWorld(pieces.now));
        }
    }
    std::vector<Alert> all(const std::string &rule = {}) const
    {
        auto history = alerts->history(0, INT64_MAX, 10'000);
        if (!rule.empty())
            std::erase_if(*history, [&](const Alert &a) { return a.rule != rule; });
        return *history;
    }
};

AlertRule ruleOf(const char *json)
{
    auto rule = monitoring::ruleFromJson(protocol::parseJson(json), "the test");
    if (!rule)
        qFatal("%s", rule.error().message.c_str());
    return *rule;
}

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
        {"eviction_count", ost, Kind::Counter, 0, 3}};
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
    void conditionsAreCalculated_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("is"); // -1: not known
        const auto row = [](const char *text, int is) { QTest::newRow(text) << text << is; };
        row("one == 1", 1);
        row("one + one * 2 == 3", 1);
        row("(one + one) * 2 == 4", 1);
        row("-one < 0 and not one > 1", 1);
        row("1 - 20 / 100 >= 0.8", 1);
        row("word == \"mounted\"", 1);
        row("word != \"mounted\" or one", 1);
        row("word contains \"oun\"", 1);
        row("one / 0 > 5", -1);
        row("none > 5", -1);
        row("not none", -1);
        row("none or one", 1);
        row("none and one", -1);
        row("none and one == 2", 0);
        row("one == 2 and none", 0);
        row("word > 5", -1);
        row("one[kind=a] == 7", 1);
        row("\"\"", 0);
        row("ordered == 3 and android == 4", 1);
    }
    void conditionsAreCalculated()
    {
        QFETCH(QString, text);
        QFETCH(int, is);
        const auto condition = Condition::parse(text.toStdString());
        QVERIFY2(condition, condition ? "" : condition.error().message.c_str());
        const auto holds = condition->holds([&](std::size_t i) -> Term {
            const monitoring::Asked &asked = condition->asked()[i];
            if (asked.name == "one")
                return asked.labels.empty() ? 1.0 : 7.0;
            if (asked.name == "ordered" || asked.name == "android")
                return asked.name == "ordered" ? 3.0 : 4.0;
            return asked.name == "word" ? Term(std::string("mounted")) : Term();
        });
        QCOMPARE(holds ? int(*holds) : -1, is);
    }

    void refusesWhatCannotBeMeant()
    {
        for (const char *bad : {"", "one ==", "(one", "one one", "\"open", "one = 1", "a[b]", "a[b=c", "1..2 > 3", "and", "not", "one &", "a - ", "a == b == "})
            QVERIFY2(!Condition::parse(bad), bad);
        QVERIFY(!Condition::parse(std::string(5000, '1')));
        QVERIFY(!Condition::parse(std::string(200, '(') + "1"));
        QVERIFY(!Condition::parse(std::string(200, '-') + "1"));
        for (const char *bad : {R"({})", R"([])", R"({"id":"a","severity":"bad","scope":"server","when":"1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"server.reech == 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"target.state == 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"filesystem","when":"load > 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","hold":-1})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","holt":1})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","plan":"explode"})"})
            QVERIFY2(!monitoring::ruleFromJson(protocol::parseJson(bad), "x"), bad);
    }

    void theCatalogueIsWhole()
    {
        const RuleLibrary library("/nonexistent");
        for (const base::Error &problem : library.problems())
            QFAIL(problem.message.c_str());
        QVERIFY(library.all().size() >= 45);
        for (const AlertRule &rule : library.all())
            QVERIFY2(!rule.cause.empty() && !rule.remedy.empty() && (rule.value || rule.text.find("{value}") == std::string::npos || rule.id == "agent-was-silent"), rule.id.c_str());
    }

    void everyRuleHasItsTest()
    {
        std::set<std::string> tested{"server-restarted", "agent-was-silent"};
        for (const Breakage &breakage : breakages())
            tested.insert(breakage.rule);
        const RuleLibrary library("/nonexistent");
        for (const AlertRule &rule : library.all())
            if (!rule.usesFigures()) // those are all in figuresRaiseAndEndThem
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
        const auto active = engine.alerts->active(pieces.now);
        QVERIFY(std::any_of(active.begin(), active.end(), [&](const Alert &a) { return a.rule == rule.id && a.severity == rule.severity; }));
        const std::int64_t healed = pieces.now + 5000;
        pieces.data = good.data, pieces.hosts = good.hosts, pieces.wanted = good.wanted, pieces.agents = good.agents;
        engine.pass(pieces, rule.release + 60);
        raised = engine.all(rule.id);
        QCOMPARE(raised.size(), std::size_t(1));
        QCOMPARE(raised[0].end, healed);
        QVERIFY(engine.alerts->active(pieces.now).empty());
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
            if (!rule.usesFigures())
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
    }

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
            const auto active = engine.alerts->active(pieces.now);
            QCOMPARE(active.size(), std::size_t(1));
            begin = active[0].begin;
            QVERIFY(engine.alerts->acknowledge(active[0].id, "ada", "known", pieces.now));
            QVERIFY(!engine.alerts->acknowledge(4711, "ada", "x", pieces.now));
        }
        Engine engine(path);
        auto active = engine.alerts->active(pieces.now);
        QCOMPARE(active.size(), std::size_t(1));
        QCOMPARE(active[0].note, std::string("known"));
        engine.pass(pieces, 60);
        QCOMPARE(engine.all("target-offline").size(), std::size_t(1));
        QCOMPARE(engine.all("target-offline")[0].begin, begin);
        pieces.target().state = State::Mounted;
        engine.pass(pieces, 30);
        QVERIFY(engine.alerts->active(pieces.now).empty());
    }

    void mutesEnd()
    {
        Engine engine;
        Pieces pieces;
        pieces.target().state = State::Unmounted;
        engine.pass(pieces, 60);
        QVERIFY(!engine.alerts->mute({.until = pieces.now - 1}, pieces.now));
        const std::uint64_t version = engine.alerts->version();
        QVERIFY(engine.alerts->mute({.rule = "target-*", .object = "*-OST0000", .until = pieces.now + 1000, .who = "ada", .note = "work"}, pieces.now));
        QVERIFY(engine.alerts->version() != version);
        QVERIFY(engine.alerts->active(pieces.now)[0].mutedUntil == pieces.now + 1000);
        QVERIFY(engine.alerts->active(pieces.now + 1000)[0].mutedUntil == 0);
        QCOMPARE(engine.alerts->mutes(pieces.now).size(), std::size_t(1));
        QVERIFY(engine.alerts->unmute(engine.alerts->mutes(pieces.now)[0].id));
        QVERIFY(engine.alerts->active(pieces.now)[0].mutedUntil == 0);
    }

    void whatIsRemovedHasNoAlerts()
    {
        Engine engine;
        Pieces pieces;
        pieces.data.servers["oss3"].lnet = State::Down;
        engine.pass(pieces, 60);
        QCOMPARE(engine.alerts->active(pieces.now).size(), std::size_t(1));
        pieces.data.servers.erase("oss3");
        engine.pass(pieces, 5);
        QVERIFY(engine.alerts->active(pieces.now).empty());
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

    void oneSaysWhatWouldHelp()
    {
        Engine engine;
        Pieces pieces;
        pieces.target().active = "oss2";
        pieces.target().mounts[0].server = "oss2";
        pieces.data.servers["oss3"].lnet = State::Down;
        engine.pass(pieces, 60);
        const auto world = pieces.scene().world;
        for (const Alert &alert : engine.alerts->active(pieces.now)) {
            const auto goal = monitoring::helpingGoal(*engine.alerts->rule(alert.rule), alert, world);
            QVERIFY(goal);
            if (alert.rule == "target-moved")
                QVERIFY(goal->what == plan::Goal::What::MoveTarget && goal->server == "oss1" && goal->object == "target:scratch-OST0000");
            else
                QVERIFY(goal->what == plan::Goal::What::Reach && goal->object == "lnet:oss3" && goal->state == State::Up);
        }
    }

    void ownRulesComeFirst()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath("own.json"));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(R"({"alerts": [{"id": "lnet-down", "off": true}, {"id": "bad"},
            {"id": "server-lost", "severity": "info", "scope": "server", "when": "server.targets == 0", "title": "Gone", "text": "{name}"}]})");
        file.close();
        const RuleLibrary library(dir.path().toStdString());
        QCOMPARE(library.problems().size(), std::size_t(1));
        const auto find = [&](const char *id) { return std::find_if(library.all().begin(), library.all().end(), [&](const AlertRule &r) { return r.id == id; }); };
        QVERIFY(find("lnet-down") == library.all().end());
        QCOMPARE(find("server-lost")->title, std::string("Gone"));
    }
};

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
