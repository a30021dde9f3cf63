// SPDX-License-Identifier: GPL-3.0-or-later
// In the window, on the lab, with real Corosync, Pacemaker and fence_ipmilan: a person operates the pair oss1 and oss2, which stands
// already: standby, the fence test of both, power off and on by the page, a reboot with drain. Each is judged by what the window shows
// and by what nodes, disks and power say. Started by stories/hawindow after tst_lab_ha, whose clusters these are.
#include "tests/lab/haperson.h"

#include <QDateTime>
#include <QRadioButton>

class TestLabOperate : public QObject, HaPerson {
    Q_OBJECT
    std::vector<std::string> m_first, m_second; ///< targets at home on oss1, on oss2
    bool m_well = false;                         ///< all is as it was when the clusters were made

    std::vector<std::string> all() const
    {
        std::vector<std::string> labels = m_first;
        labels.insert(labels.end(), m_second.begin(), m_second.end());
        return labels;
    }
    bool wasFenced(const std::string &server, const std::string &witness, qint64 since) const
    {
        return holds(QStringLiteral("fenced_since %1 %2 %3").arg(QString::fromStdString(witness), QString::fromStdString(server)).arg(since));
    }
    static qint64 nowSeconds() { return QDateTime::currentSecsSinceEpoch(); }
    QString powerOf(const std::string &server) const { return cellOf("power.table", "outlet:" + server + ":1", "power"); }

    void testFencing(const std::string &server, const std::string &partner)
    {
        const QString boot = bootOf(server);
        const qint64 since = nowSeconds();
        QElapsedTimer took = begun();
        openPair("Nodes");
        actOn("cluster.nodes", {"server:" + server}, QStringLiteral("Test fencing"));
        if (QTest::currentTestFailed())
            return;
        seesWhatItInterrupts(targetsOn(server), QStringLiteral("fence-plan"));
        if (QTest::currentTestFailed())
            return;
        run();
        if (QTest::currentTestFailed())
            return;
        picture(QStringLiteral("fence-job"));
        say(QStringLiteral("the fence test of %1 took %2 s").arg(QString::fromStdString(server)).arg(took.elapsed() / 1000));
        QVERIFY2(wasFenced(server, partner, since), "Pacemaker on the partner says that it was fenced");
        const QString after = bootOf(server);
        QVERIFY2(!boot.isEmpty() && !after.isEmpty() && after != boot, "it was really reset");
        becomes(server, "Online");
        QTRY_VERIFY2_WITH_TIMEOUT(cellOf("cluster.nodes", "server:" + server, "proof") != QStringLiteral("never"), "the proof is shown", patienceMs);
        if (!QTest::currentTestFailed())
            comeUpOn(all(), partner);
        if (!QTest::currentTestFailed())
            areMountedOn(all(), partner);
    }

private slots:
    void initTestCase()
    {
        if (m_scripts.isEmpty())
            QSKIP("started by tests/lab/stories/hawindow, which makes the lab");
        openOnFour();
        if (QTest::currentTestFailed())
            return;
        becomes("oss1", "Online");
        becomes("oss2", "Online");
        QTRY_VERIFY_WITH_TIMEOUT(targetsOn("oss1").size() == 2 && targetsOn("oss2").size() == 2, patienceMs);
        m_first = targetsOn("oss1");
        m_second = targetsOn("oss2");
        QVERIFY2(m_first.size() == 2 && m_second.size() == 2, "two targets are at home on each");
        comeUpOn(m_first, "oss1");
        m_well = !QTest::currentTestFailed();
    }
    void init()
    {
        if (!m_well)
            QSKIP("what was done before has not ended well");
    }
    void cleanup() { m_well = m_well && !QTest::currentTestFailed(); }
    void cleanupTestCase() { closeWindow(); }

    void aMemberGoesIntoStandbyAndComesBack()
    {
        const qint64 since = nowSeconds();
        openPair("Nodes");
        actOn("cluster.nodes", {"server:oss1"}, QStringLiteral("Drain"));
        if (QTest::currentTestFailed())
            return;
        seesWhatItInterrupts(m_first, QStringLiteral("standby-plan"));
        if (QTest::currentTestFailed())
            return;
        run();
        if (QTest::currentTestFailed())
            return;
        becomes("oss1", "Standby");
        picture(QStringLiteral("standby"));
        comeUpOn(all(), "oss2");
        if (QTest::currentTestFailed())
            return;
        areMountedOn(all(), "oss2");
        QVERIFY2(holds(QStringLiteral("status_of oss2 | grep -q '<node name=\"oss1\"[^>]* standby=\"true\"'")), "Pacemaker says standby as well");
        QVERIFY2(holds(QStringLiteral("has_all oss1 0")), "nothing is left on it");
        picture(QStringLiteral("standby-resources"));
        go("server:oss1");
        picture(QStringLiteral("standby-server"));
        bringOnline("oss1");
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(holds(QStringLiteral("has_all oss2 4")), "nothing moves back by itself");
        moveHome("oss1", m_first);
        QVERIFY2(!wasFenced("oss1", "oss2", since), "nobody was fenced for it");
    }

    void theFencingOfBothIsTested()
    {
        openPair("Readiness");
        QTRY_VERIFY2_WITH_TIMEOUT(reads(QStringLiteral("not proven")), "that nothing is proven is shown", patienceMs);
        picture(QStringLiteral("not-proven"));
        testFencing("oss1", "oss2");
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(reads(QStringLiteral("not proven")), "one of two is not enough");
        testFencing("oss2", "oss1");
        if (QTest::currentTestFailed())
            return;
        openPair("Readiness");
        QTRY_VERIFY2_WITH_TIMEOUT(reads(QStringLiteral("proven, last ")), "the date of the proof is shown", patienceMs);
        for (const char *server : {"oss1", "oss2"})
            QTRY_VERIFY2_WITH_TIMEOUT(allOf("cluster.checks").contains(QStringLiteral("Fencing of %1 was proven today").arg(QLatin1String(server))), qPrintable(allOf("cluster.checks")), patienceMs);
        picture(QStringLiteral("proven"));
        failBack(m_second, "oss2");
        if (QTest::currentTestFailed())
            return;
        openPair("Fencing");
        picture(QStringLiteral("fence-history"));
    }

    /// What the page does about power reaches the lab through Pacemaker, fence_ipmilan and the server's BMC.
    void aMemberIsSwitchedOffAndOnByThePage()
    {
        go("power");
        for (const char *server : {"oss1", "oss2"})
            QTRY_COMPARE_WITH_TIMEOUT(powerOf(server), QStringLiteral("On"), patienceMs);
        const qint64 proven = cluster().fenceProofs()["oss1"];
        actOn("power.table", {"outlet:oss1:1"}, QStringLiteral("Power off"));
        if (QTest::currentTestFailed())
            return;
        seesWhatItInterrupts(m_first, QStringLiteral("off-plan"));
        QVERIFY2(find<QLabel>(QStringLiteral("plan.notes"))->text().contains(QStringLiteral("oss1 is in standby when it is on again")), "what follows is said");
        if (QTest::currentTestFailed())
            return;
        run();
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(power("oss1"), QStringLiteral("off"));
        go("power");
        QTRY_COMPARE_WITH_TIMEOUT(powerOf("oss1"), QStringLiteral("Off"), patienceMs);
        picture(QStringLiteral("off"));
        comeUpOn(all(), "oss2");
        if (QTest::currentTestFailed())
            return;
        areMountedOn(all(), "oss2");
        becomes("oss1", "Offline");
        picture(QStringLiteral("off-cluster"));
        switchedOn(proven);
    }

    void aServerIsRebootedAfterADrain()
    {
        const QString boot = bootOf("oss2");
        const qint64 since = nowSeconds();
        QElapsedTimer took = begun();
        go("server:oss2");
        QTRY_VERIFY_WITH_TIMEOUT(hasAction(QStringLiteral("Reboot")), patienceMs);
        act(QStringLiteral("Reboot"));
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(m_window->findChild<QDialog *>(QStringLiteral("drain")) != nullptr);
        auto *dialog = m_window->findChild<QDialog *>(QStringLiteral("drain"));
        picture(QStringLiteral("reboot-asked"));
        QVERIFY2(dialog->findChild<QRadioButton *>(QStringLiteral("drain.move"))->isChecked(), "to move them away first is what is proposed");
        press(dialog->findChild<QPushButton *>(QStringLiteral("drain.show")));
        seesWhatItInterrupts(m_second, QStringLiteral("reboot-plan"));
        if (QTest::currentTestFailed())
            return;
        run();
        if (QTest::currentTestFailed())
            return;
        picture(QStringLiteral("reboot-job"));
        say(QStringLiteral("the reboot of oss2, drained first, took %1 s").arg(took.elapsed() / 1000));
        const QString after = bootOf("oss2");
        QVERIFY2(!boot.isEmpty() && !after.isEmpty() && after != boot, "it has really booted");
        QVERIFY2(!wasFenced("oss2", "oss1", since), "nobody was fenced for it");
        becomes("oss2", "Online");
        comeUpOn(all(), "oss1");
        if (QTest::currentTestFailed())
            return;
        areMountedOn(all(), "oss1"); // they were moved, not stopped
        failBack(m_second, "oss2");
        if (QTest::currentTestFailed())
            return;
        openPair("Nodes");
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Online"), patienceMs);
        picture(QStringLiteral("well"));
    }

private:
    void switchedOn(qint64 proven)
    {
        if (QTest::currentTestFailed())
            return;
        go("power");
        actOn("power.table", {"outlet:oss1:1"}, QStringLiteral("Power on"));
        if (QTest::currentTestFailed())
            return;
        runPlanOf("on-plan");
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(power("oss1"), QStringLiteral("on"));
        go("power");
        QTRY_COMPARE_WITH_TIMEOUT(powerOf("oss1"), QStringLiteral("On"), patienceMs);
        picture(QStringLiteral("on"));
        QCOMPARE(cluster().fenceProofs()["oss1"], proven); // switching is no test
        becomes("oss1", "Standby");
        picture(QStringLiteral("on-cluster"));
        bringOnline("oss1");
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(holds(QStringLiteral("node_is oss2 oss1 true")), "Pacemaker says online as well");
        failBack(m_first, "oss1");
    }
};

QTEST_MAIN(TestLabOperate)
#include "tst_lab_operate.moc"
