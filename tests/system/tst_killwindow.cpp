// SPDX-License-Identifier: GPL-3.0-or-later
// Kill the window at 20 random moments while a file system is made. Each time it goes on and ends the same.
#include "tests/system/killing.h"

class TestKillWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_took = timeWithoutKills(); }

    void windowKilled_data() { moments(m_took, 3); }
    /// The window takes over what a killed chandelierctl had begun, is killed itself, and is started again.
    void windowKilled()
    {
        QFETCH(int, ms);
        QFETCH(int, dice);
        DemoCluster cluster(killingSpeed);
        auto manager = cluster.start(createScratch);
        if (!manager->waitForFinished(1 + ms / 2))
            ::kill(static_cast<pid_t>(manager->processId()), SIGKILL);
        manager->waitForFinished();
        const bool planned = !cluster.formats().empty() || cluster.hasJobs();
        if (!planned)
            return; // no job: there is nothing that a window could take over
        auto first = cluster.startWindow();
        if (!first->waitForFinished(dice % 4'000)) // a random moment; not a wait for something to happen
            ::kill(static_cast<pid_t>(first->processId()), SIGKILL);
        first->waitForFinished();
        auto second = cluster.startWindow();
        const bool goesOn = QTest::qWaitFor([&] { return cluster.mountedTargets() == 10; }, 240'000); // beside neighbours a minute is not enough
        QVERIFY2(goesOn, (std::to_string(cluster.mountedTargets()) + " of 10 are mounted\n" + (goesOn ? std::string() : cluster.ctl({"job", "show", "latest"}).out.toStdString())).c_str());
        second->terminate();
        second->waitForFinished();
        const Ran went = cluster.ctl({"job", "watch", "latest"});
        QVERIFY2(went.code == 0, went.out + went.err);
        verifyScratch(cluster);
    }

private:
    qint64 m_took = 0;
};

QTEST_GUILESS_MAIN(TestKillWindow)
#include "tst_killwindow.moc"
