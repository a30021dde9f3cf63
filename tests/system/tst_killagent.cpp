// SPDX-License-Identifier: GPL-3.0-or-later
// Kill an agent at 20 random moments while a file system is made. Each time it goes on and ends the same.
#include "tests/system/killing.h"

class TestKillAgent : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_took = timeWithoutKills(); }

    void agentKilled_data() { moments(m_took, 2); }
    void agentKilled()
    {
        QFETCH(int, ms);
        QFETCH(int, dice);
        DemoCluster cluster(killingSpeed);
        auto manager = cluster.start(createScratch);
        if (!manager->waitForFinished(ms)) {
            const QString host = cluster.hosts().at(dice % cluster.hosts().size());
            QCOMPARE(cluster.simhost({"agent", cluster.directory(), host, "kill"}).code, 0);
            QTest::qWait(dice % 700); // down for a random while; not a wait for something to happen
            QCOMPARE(cluster.simhost({"agent", cluster.directory(), host, "start"}).code, 0);
        }
        Ran ran = DemoCluster::wait(*manager);
        // Killed before there was a plan: it is refused, naming the server that does not answer, and nothing may have happened.
        if (ran.code != 0 && cluster.ctl({"--json", "jobs"}).json().empty()) {
            QVERIFY2(ran.err.contains("does not answer"), ran.err);
            QVERIFY(cluster.formats().empty());
            ran = cluster.ctl(createScratch);
        }
        QVERIFY2(ran.code == 0, ran.err + ran.out.right(1500));
        verifyScratch(cluster);
    }

private:
    qint64 m_took = 0;
};

QTEST_GUILESS_MAIN(TestKillAgent)
#include "tst_killagent.moc"
