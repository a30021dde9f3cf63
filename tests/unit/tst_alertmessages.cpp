// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts from what servers log: a known message begins one, silence ends it.
#include "core/logs/explain.h"
#include "tests/support/alertscene.h"

using namespace alertscene;
using monitoring::Said;

namespace {

/// Lines as Lustre and the kernel write them; the rule that each raises, and for what.
struct Spoken {
    const char *text, *rule, *object;
};
constexpr Spoken spoken[]{
    {"LustreError: 2345:0:(osd_handler.c:2051:osd_object_release()) LBUG", "log-lbug", "server:oss1"},
    {"LustreError: 0:0:(ldlm_lockd.c:261:expired_lock_main()) ### lock callback timer expired after 100s: evicting client at 10.0.0.7@tcp  ns: filter-scratch-OST0000_UUID lock: x",
        "log-evictions", "target:scratch-OST0000"},
    {"Lustre: scratch-OST0000: haven't heard from client 3f2a (at 10.0.0.7@tcp) in 227 seconds. I think it's dead, and I am evicting it. exp 1, cur 2 expire 3 last 4",
        "log-evictions", "target:scratch-OST0000"},
    {"Lustre: scratch-OST0000: Aborting recovery", "log-recovery-aborted", "target:scratch-OST0000"},
    {"Lustre: scratch-OST0000: slow journal start 45s due to heavy IO load", "log-slow-io", "target:scratch-OST0000"},
    {"Lustre: scratch-OST0007: slow journal start 45s due to heavy IO load", "log-slow-io", "server:oss1"}, // a target that is not known here
    {"Lustre: 1:0:(osp_precreate.c:1) scratch-OST0000-osc-MDT0000: slow creates, last=[0x1:0x2:0x0], next=[0x1:0x2:0x0], reserved=0", "log-slow-creates", "server:oss1"},
    {"Lustre: ll_ost_io00_003: service thread pid 4711 was inactive for 200.12 seconds. The thread might be hung", "log-hung-thread", "server:oss1"},
    {"LDISKFS-fs error (device dm-3): ldiskfs_mb_check_ondisk_bitmap:751: group 12", "log-damaged", "server:oss1"},
    {"blk_update_request: I/O error, dev sdc, sector 12345", "log-disk-error", "server:oss1"},
    {"LustreError: 168-f: scratch-OST0000: BAD WRITE CHECKSUM: from 12345-10.0.0.7@tcp inode [0x1:0x2:0x0] object 0x0:12 extent [0-4095]: client csum 1, server csum 2", "log-checksum",
        "target:scratch-OST0000"},
    {"LDISKFS-fs warning (device dm-3): ldiskfs_multi_mount_protect:331: MMP interval 42 higher than expected, please wait.", "log-mmp", "server:oss1"},
    {"LNetError: 1:0:(lib-move.c:1) Duplicate NID 10.0.0.7@tcp", "log-nids", "server:oss1"},
};
const Spoken &slow = spoken[4];

Said saidOf(const Spoken &line, std::int64_t at)
{
    static const logbook::Catalogue catalogue;
    const logbook::Message *message = catalogue.explain(line.text);
    const QRegularExpressionMatch label = QRegularExpression(QStringLiteral("scratch-OST[0-9]{4}")).match(QString::fromUtf8(line.text));
    return {message ? message->id : "", "oss1", at, label.captured(0).toStdString(), line.text};
}

} // namespace

class TestAlertMessages : public QObject {
    Q_OBJECT

private slots:
    void eachIsRaisedAndEnds_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(spoken)); ++i)
            QTest::addRow("%d %s", i, spoken[i].rule) << i;
    }
    void eachIsRaisedAndEnds()
    {
        QFETCH(int, index);
        const Spoken &line = spoken[index];
        Engine engine;
        Pieces pieces;
        engine.pass(pieces, 20);
        const std::int64_t first = pieces.now - 3000, last = first + 2000;
        QVERIFY(engine.alerts->addSaid({saidOf(line, first), saidOf(line, last)}));
        const auto raised = engine.all();
        QCOMPARE(raised.size(), std::size_t(1));
        QCOMPARE(raised[0].rule, std::string(line.rule));
        QCOMPARE(raised[0].object, std::string(line.object));
        QCOMPARE(raised[0].begin, first);
        QVERIFY(raised[0].active());
        QVERIFY2(raised[0].text.find(line.text) != std::string::npos, raised[0].text.c_str());
        engine.pass(pieces, engine.alerts->rule(line.rule)->release - 10);
        QVERIFY(engine.all()[0].active());
        engine.pass(pieces, 20);
        QCOMPARE(engine.all()[0].end, last);
        QCOMPARE(engine.all().size(), std::size_t(1));
    }

    void noRuleIsWithoutALine()
    {
        const RuleLibrary library("/nonexistent");
        std::set<std::string> ids;
        const logbook::Catalogue catalogue;
        for (const auto &message : catalogue.messages())
            ids.insert(message.id);
        for (const AlertRule &rule : library.all()) {
            if (!rule.says.empty())
                QVERIFY2(std::any_of(std::begin(spoken), std::end(spoken), [&](const Spoken &line) { return rule.id == line.rule; }), rule.id.c_str());
            for (const std::string &id : rule.says)
                QVERIFY2(ids.contains(id), (rule.id + " waits for " + id + ", which is no known message").c_str());
        }
    }

    void whatIsFetchedLateHasItsTrueTimes()
    {
        Engine engine;
        Pieces pieces;
        engine.pass(pieces, 20);
        const std::int64_t yesterday = pieces.now - 86'400'000;
        QVERIFY(engine.alerts->addSaid({saidOf(slow, yesterday), saidOf(slow, yesterday + 60'000), saidOf(slow, yesterday + 3'600'000)}));
        auto raised = engine.all();
        QCOMPARE(raised.size(), std::size_t(2));
        std::sort(raised.begin(), raised.end(), [](const Alert &a, const Alert &b) { return a.begin < b.begin; });
        QCOMPARE(raised[0].begin, yesterday);
        QCOMPARE(raised[0].end, yesterday + 60'000);
        QCOMPARE(raised[1].begin, yesterday + 3'600'000);
        QVERIFY(!raised[1].active() && raised[1].end <= yesterday + 3'600'001); // over for long: it is not shown as if it held
    }

    void aSilentServerDoesNotEndIt()
    {
        Engine engine;
        Pieces pieces;
        engine.pass(pieces, 20);
        QVERIFY(engine.alerts->addSaid({saidOf(spoken[0], pieces.now)}));
        pieces.data.servers["oss1"].reach = Reach::Lost;
        engine.pass(pieces, 4000);
        QVERIFY(engine.all("log-lbug")[0].active());
        pieces.data.servers["oss1"].reach = Reach::Connected;
        engine.pass(pieces, 10);
        QVERIFY(!engine.all("log-lbug")[0].active());
    }

    void aProgramThatIsStartedAgainGoesOn()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("c.samples")).toStdString();
        Pieces pieces;
        {
            Engine engine(path);
            engine.pass(pieces, 20);
            QVERIFY(engine.alerts->addSaid({saidOf(slow, pieces.now)}));
        }
        Engine engine(path);
        engine.pass(pieces, 300);
        QVERIFY(engine.alerts->addSaid({saidOf(slow, pieces.now)}));
        const std::int64_t last = pieces.now;
        QCOMPARE(engine.all().size(), std::size_t(1));
        engine.pass(pieces, 700);
        QCOMPARE(engine.all().size(), std::size_t(1));
        QCOMPARE(engine.all()[0].end, last);
    }

    void mistakesInARuleAreNamed()
    {
        const auto wrong = [](const char *json) {
            auto rule = monitoring::ruleFromJson(protocol::parseJson(json), "mine.json");
            return rule ? std::string() : rule.error().message;
        };
        QVERIFY(wrong(R"({"id":"x","severity":"info","scope":"server","says":["lbug"],"title":"t","text":"t"})").find("release") != std::string::npos);
        QVERIFY(wrong(R"({"id":"x","severity":"info","scope":"filesystem","says":["lbug"],"release":9,"title":"t","text":"t"})").find("scope") != std::string::npos);
        QVERIFY(wrong(R"({"id":"x","severity":"info","scope":"server","says":"lbug","release":9,"title":"t","text":"t"})").find("says") != std::string::npos);
        QVERIFY(wrong(R"({"id":"x","severity":"info","scope":"server","says":["lbug"],"release":9,"title":"t","text":"t"})").empty());
    }
};

QTEST_GUILESS_MAIN(TestAlertMessages)
#include "tst_alertmessages.moc"
