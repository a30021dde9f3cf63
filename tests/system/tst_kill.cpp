// SPDX-License-Identifier: GPL-3.0-or-later
// Kill the manager, or an agent, at 20 random moments while a file system is made. Each time it goes on and ends the same,
// and the hosts' own logs prove that no device was formatted twice.
#include "tests/system/democluster.h"

#include <QRandomGenerator>
#include <csignal>

namespace {

constexpr int rounds = 20;
constexpr double speed = 0.05; // long enough for kills to meet running steps, short enough for twenty rounds

void verifyScratch(const DemoCluster &cluster)
{
    const Ran shown = cluster.ctl({"--json", "fs", "show", "scratch"});
    const auto fs = shown.json();
    QVERIFY2(fs.is_object(), shown.out + shown.err);
    QCOMPARE(QString::fromStdString(fs.value("state", "")), QString("available"));
    QCOMPARE(fs["mdts"].size(), std::size_t(2));
    QCOMPARE(fs["osts"].size(), std::size_t(8));
    const auto formats = cluster.formats();
    QCOMPARE(formats.size(), std::size_t(10));
    for (const auto &[device, count] : formats)
        QVERIFY2(count == 1, qPrintable(QString("%1 was formatted %2 times").arg(device).arg(count)));
}

} // namespace

class TestKill : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        DemoCluster cluster(speed);
        QElapsedTimer timer;
        timer.start();
        const Ran ran = cluster.ctl(createScratch);
        m_took = timer.elapsed();
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        verifyScratch(cluster);
    }

    void managerKilled_data() { moments(1); }
    void managerKilled()
    {
        QFETCH(int, ms);
        DemoCluster cluster(speed);
        auto manager = cluster.start(createScratch);
        if (!manager->waitForFinished(ms))
            ::kill(static_cast<pid_t>(manager->processId()), SIGKILL);
        manager->waitForFinished();
        const auto jobs = cluster.ctl({"--json", "jobs"}).json();
        QVERIFY(jobs.is_array());
        // Killed before anything was written down: nothing may have happened, and the command is simply given again.
        if (jobs.empty())
            QVERIFY(cluster.formats().empty());
        const Ran went = cluster.ctl(jobs.empty() ? createScratch : QStringList{"job", "watch", "latest"});
        QVERIFY2(went.code == 0, went.out + went.err);
        verifyScratch(cluster);
    }

    void agentKilled_data() { moments(2); }
    void agentKilled()
    {
        QFETCH(int, ms);
        QFETCH(int, dice);
        DemoCluster cluster(speed);
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
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        verifyScratch(cluster);
    }

private:
    void moments(quint32 seed)
    {
        QTest::addColumn<int>("ms");
        QTest::addColumn<int>("dice");
        QRandomGenerator random(seed);
        for (int i = 0; i < rounds; ++i) {
            const int ms = static_cast<int>(random.bounded(static_cast<int>(m_took)));
            QTest::addRow("at %d ms", ms) << ms << static_cast<int>(random.bounded(10'000));
        }
    }
    qint64 m_took = 0;
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
