// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/choices.h"
#include "app/models/moves.h"
#include "app/models/navigation.h"
#include "app/models/phrases.h"
#include "core/fleet/delivery.h"
#include "app/models/problems.h"
#include "app/models/rows.h"
#include "app/models/trail.h"
#include "app/models/words.h"
#include "core/machine/machines.h"
#include "tests/gui/support/madeup.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <set>

using models::Row;
using models::Table;

namespace {

std::vector<Row> rowsOf(const std::vector<std::string> &keys, const QString &text = {})
{
    std::vector<Row> rows;
    for (const std::string &key : keys)
        rows.push_back({key, {models::cell(key), models::cell(text)}});
    return rows;
}

std::vector<models::Column> twoColumns() { return {{QStringLiteral("a"), QStringLiteral("A")}, {QStringLiteral("b"), QStringLiteral("B"), 50, true}}; }

plan::Goal stopGoal()
{
    plan::Goal goal;
    goal.object = "filesystem:scratch";
    goal.state = machine::State::Stopped;
    return goal;
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT

private slots:
    void tableFollowsRandomWorlds()
    {
        Table table(twoColumns());
        QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            std::set<std::string> keys;
            const int count = random.bounded(12);
            for (int i = 0; i < count; ++i)
                keys.insert(std::string(1, static_cast<char>('a' + random.bounded(16))));
            table.setRows(rowsOf({keys.rbegin(), keys.rend()}, QString::number(random.bounded(3))));
            QCOMPARE(static_cast<std::size_t>(table.rowCount()), keys.size());
            int row = 0;
            for (const std::string &key : keys) {
                QCOMPARE(table.key(row), key);
                QCOMPARE(table.rowOf(key), row++);
            }
        }
    }

    void tableKeepsWhatIsHeld()
    {
        Table table(twoColumns());
        table.setRows(rowsOf({"a", "c", "e"}));
        const QPersistentModelIndex held = table.index(table.rowOf("c"), 0);
        QSignalSpy reset(&table, &QAbstractItemModel::modelReset);
        table.setRows(rowsOf({"b", "c", "d", "e"}, QStringLiteral("changed")));
        QVERIFY(held.isValid());
        QCOMPARE(table.key(held.row()), std::string("c"));
        QCOMPARE(reset.count(), 0);
    }

    void onlyChangedRowsGlow()
    {
        Table table(twoColumns());
        table.setRows(rowsOf({"a", "b"}));
        QCOMPARE(table.index(0, 0).data(Table::ChangedRole).toLongLong(), 0);
        std::vector<Row> rows = rowsOf({"a", "b"});
        rows[1].cells[1].text = QStringLiteral("new");
        QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
        table.setRows(rows);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(table.index(0, 0).data(Table::ChangedRole).toLongLong(), 0);
        QVERIFY(table.index(1, 0).data(Table::ChangedRole).toLongLong() > 0);
    }

    void filterAndSort()
    {
        Table table(models::volumeColumns());
        table.setRows(models::volumeRows(madeup::world({})));
        models::TableFilter filter;
        filter.setSourceModel(&table);
        filter.setWords(QStringLiteral("OST1 oss"));
        QCOMPARE(filter.rowCount(), 3); // ost1, ost10, ost11
        filter.sort(0);
        QCOMPARE(filter.index(1, 0).data().toString(), QStringLiteral("ost10"));
        filter.setWords({});
        filter.sort(3, Qt::DescendingOrder);
        QCOMPARE(filter.index(0, 3).data().toString(), QStringLiteral("60\u00a0TiB"));
    }

    void rowsOfAllTablesMatchTheirColumns()
    {
        const inventory::World world = madeup::world({});
        const inventory::Wanted wanted;
        const auto match = [](const std::vector<Row> &rows, const std::vector<models::Column> &columns) {
            QVERIFY(!rows.empty());
            for (const Row &row : rows)
                QCOMPARE(row.cells.size(), columns.size());
        };
        match(models::serverRows(world), models::serverColumns());
        match(models::volumeRows(world), models::volumeColumns());
        match(models::filesystemRows(world, wanted), models::filesystemColumns());
        match(models::targetRows(world, wanted, "scratch"), models::targetColumns());
        madeup::Cluster cluster(world);
        const auto plan = cluster.plan({stopGoal()});
        QVERIFY(plan);
        match(models::jobRows({std::make_shared<const jobs::Job>(madeup::job(*plan, 1))}), models::jobColumns());
    }

    void navigationFollows()
    {
        models::Navigation tree;
        QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const inventory::World world = madeup::world({});
        const models::ClusterHead atlas{"a", QStringLiteral("atlas")};
        tree.setCluster(atlas, world, {}, 0);
        const QPersistentModelIndex ost = tree.indexOf("a", "target:scratch-OST0003");
        QVERIFY(ost.isValid());
        QCOMPARE(ost.data().toString(), QStringLiteral("OST0003"));
        tree.setCluster(atlas, madeup::changed(world, [](inventory::WorldData &d) {
            d.targets.erase("target:scratch-OST0001");
            d.servers["oss2"].reach = inventory::Reach::Lost;
        }), {}, 2);
        QVERIFY(ost.isValid());
        QVERIFY(!tree.indexOf("a", "target:scratch-OST0001").isValid());
        QCOMPARE(tree.indexOf("a", "server:oss2").data(models::Navigation::ToneRole).value<models::Tone>(), models::Tone::Error);
        QCOMPARE(tree.indexOf("a", "jobs").data(models::Navigation::CountRole).toInt(), 2);
        tree.setCluster(atlas, madeup::world({1, 2, 1, 2, 0, 0}), {}, 0);
        QCOMPARE(tree.rowCount(tree.indexOf("a", "servers")), 3);
        QCOMPARE(tree.rowCount(tree.indexOf("a", "filesystems")), 0);
    }

    void navigationHasSeveralClusters()
    {
        models::Navigation tree;
        QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const inventory::World world = madeup::world({});
        tree.setCluster({"a", QStringLiteral("atlas"), QStringLiteral("teal"), true}, world, {}, 0);
        tree.setCluster({"b", QStringLiteral("bench"), QStringLiteral("rose")}, world, {}, 0);
        QCOMPARE(tree.rowCount(), 2);
        QCOMPARE(tree.index(0, 0).data(models::Navigation::TagRole).toString(), QStringLiteral("PROD"));
        const QPersistentModelIndex first = tree.indexOf("a", "server:oss1"), second = tree.indexOf("b", "server:oss1");
        QVERIFY(first.isValid() && second.isValid() && first != second);
        QCOMPARE(second.data(models::Navigation::ClusterRole).toString(), QStringLiteral("b"));
        tree.setCluster({"b", QStringLiteral("bench 2"), QStringLiteral("rose")}, madeup::world({1, 2, 1, 2, 0, 0}), {}, 0);
        QCOMPARE(tree.index(1, 0).data().toString(), QStringLiteral("bench 2"));
        QVERIFY(first.isValid() && second.isValid());
        tree.removeCluster("a");
        QVERIFY(!first.isValid() && second.isValid());
        QCOMPARE(tree.rowCount(), 1);
    }

    void manyChangesAreFewSignals()
    {
        models::Table table(models::serverColumns());
        madeup::Shape shape;
        shape.oss = 500;
        inventory::World world = madeup::world(shape);
        table.setRows(models::serverRows(world));
        QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
        table.setRows(models::serverRows(madeup::changed(world, [](inventory::WorldData &d) {
            for (auto &[name, server] : d.servers)
                server.reach = inventory::Reach::Lost;
        })));
        QCOMPARE(changed.size(), 1);
    }

    void movesShowPlanThenJob()
    {
        madeup::Cluster cluster(madeup::world({}));
        const auto plan = cluster.plan({stopGoal()});
        QVERIFY(plan);
        models::Moves moves;
        QAbstractItemModelTester tester(&moves, QAbstractItemModelTester::FailureReportingMode::QtTest);
        moves.setPlan(*plan);
        int count = 0;
        for (int group = 0; group < moves.rowCount(); ++group)
            count += moves.rowCount(moves.index(group, 0));
        QCOMPARE(static_cast<std::size_t>(count), plan->moves.size());
        for (int i = 0; i < count; ++i)
            QCOMPARE(moves.moveAt(moves.indexOf(i)), i);
        QSignalSpy changed(&moves, &QAbstractItemModel::dataChanged);
        moves.setJob(std::make_shared<const jobs::Job>(madeup::job(*plan, 2)));
        changed.clear();
        moves.setJob(std::make_shared<const jobs::Job>(madeup::job(*plan, 3)));
        QCOMPARE(changed.count(), 4); // two moves differ, each with its group
        QCOMPARE(moves.indexOf(0, models::Moves::StateColumn).data(models::Moves::ToneRole).value<models::Tone>(), models::Tone::Ok);
    }

    void troublesWorstFirstAndOnce()
    {
        const inventory::World world = madeup::changed(madeup::world({}), [](inventory::WorldData &d) {
            d.servers["oss2"].reach = inventory::Reach::Lost;
            d.targets["target:scratch-OST0000"].active = "oss2";
        });
        const auto all = models::troubles(world, {}, {{"target:scratch-OST0000", "scratch-OST0000", "is elsewhere", true}});
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].place, std::string("server:oss2"));
        QCOMPARE(all[1].tone, models::Tone::Warning);
    }

    void greyIsForUnknownOnly()
    {
        inventory::Target target;
        target.state = machine::State::Unmounted;
        QCOMPARE(models::targetBadge(target, {}).tone, models::Tone::Off);
        inventory::Wanted wanted;
        target.id = "target:scratch-OST0000";
        wanted.states[target.id] = machine::State::Mounted;
        QCOMPARE(models::targetBadge(target, wanted).tone, models::Tone::Error);
        target.activeKnown = false;
        QCOMPARE(models::targetBadge(target, wanted).tone, models::Tone::Unknown);
    }

    void words_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("no bytes") << models::size(0) << "0\u00a0B";
        QTest::newRow("one KiB") << models::size(1024) << "1\u00a0KiB";
        QTest::newRow("fraction") << models::size(1536ull << 30) << "1.5\u00a0TiB";
        QTest::newRow("hundreds") << models::size(480ull << 40) << "480\u00a0TiB";
        QTest::newRow("below ten seconds") << models::duration(400) << "0.4 s";
        QTest::newRow("seconds") << models::duration(42'000) << "42 s";
        QTest::newRow("minutes") << models::duration(125'000) << "2 min 05 s";
        QTest::newRow("days") << models::duration(200'000'000) << "2 d 7 h";
        QTest::newRow("list") << models::plainList({"a", "b", "c", "d", "e"}) << "a, b, c and 2 more";
    }
    void words()
    {
        QFETCH(QString, made);
        QFETCH(QString, wanted);
        QCOMPARE(made, wanted);
    }

    void naturalOrder()
    {
        QStringList names{"oss10", "oss2", "OSS1", "mds"};
        std::sort(names.begin(), names.end(), models::naturalLess);
        QCOMPARE(names, QStringList({"mds", "OSS1", "oss2", "oss10"}));
        QVERIFY(!models::naturalLess("same", "same"));
    }

    void trailLeadsDown()
    {
        const auto trail = models::trail("target:scratch-OST0003", madeup::world({}), QStringLiteral("scratch-OST0003"));
        QCOMPARE(trail.size(), std::size_t(3));
        QCOMPARE(trail[1].place, std::string("filesystem:scratch"));
    }

    void everyWordOfTheTableCanBeTranslated()
    {
        std::set<std::string> known(std::begin(models::phrases), std::end(models::phrases));
        for (const machine::Machine &m : machine::machines)
            for (const machine::Transition &t : m.moves)
                QVERIFY2(t.action.empty() || known.count(std::string(t.action)) == 1, std::string(t.action).c_str());
        for (const machine::Action &a : machine::actions)
            QVERIFY2(known.count(std::string(a.name)) == 1, std::string(a.name).c_str());
    }

    void whatForceLeavesBehindCanBeTranslated()
    {
        const std::vector<std::string> known(std::begin(models::leftBehind), std::end(models::leftBehind));
        QCOMPARE(known, fleet::leftBehind("%1"));
    }

    void movesNameTheirServerOnce()
    {
        plan::Move move;
        move.kind = machine::Kind::Lnet;
        move.action = "Configure LNet";
        move.objectName = "LNet on mds1";
        move.server = "mds1";
        QCOMPARE(models::moveTitle(move), QStringLiteral("Configure LNet on mds1"));
        move.kind = machine::Kind::Target;
        move.action = "Format target";
        move.objectName = "scratch-OST0003";
        QCOMPARE(models::moveTitle(move), QStringLiteral("Format target scratch-OST0003"));
    }

    void manyChosenMakeOneAction()
    {
        madeup::Cluster cluster(madeup::changed(madeup::world({}), [](inventory::WorldData &d) {
            d.targets["target:scratch-OST0001"].failover.clear();
            d.targets["target:scratch-OST0001"].servers = {d.targets["target:scratch-OST0001"].primary};
        }));
        const auto all = models::choices({cluster.offers("target:scratch-OST0000"), cluster.offers("target:scratch-OST0001")});
        const auto over = std::find_if(all.begin(), all.end(), [](const models::Choice &c) { return c.text == QStringLiteral("Fail over"); });
        QVERIFY(over != all.end());
        QVERIFY(over->possible());
        QCOMPARE(over->goals.size(), std::size_t(1));
        QVERIFY(over->tip.contains(QStringLiteral("no failover server")));
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
