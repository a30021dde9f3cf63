// SPDX-License-Identifier: GPL-3.0-or-later
// Kill the manager at 20 random moments while a file system is made. Each time it goes on and ends the same.
#include "tests/system/killing.h"

class TestKill : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_took = timeWithoutKills(); }

    void managerKilled_data() { moments(m_took, 1); }
    void managerKilled()
    {
        QFETCH(int, ms);
        DemoCluster cluster(killingSpeed);
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

private:
    qint64 m_took = 0;
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
