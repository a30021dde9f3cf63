// SPDX-License-Identifier: GPL-3.0-or-later
// What a newcomer does on the command line, with the real programs; and what two people at once meet.
#include "tests/system/democluster.h"

class TestCommands : public QObject {
    Q_OBJECT
private slots:
    void storyEndsWell()
    {
        DemoCluster cluster(0);
        const Ran told = cluster.ctl({"demo", "story"});
        QVERIFY2(told.code == 0, told.out.right(4000) + told.err);
        QVERIFY(told.out.contains("mkfs.lustre --ost --fsname=scratch --index=7"));
        for (const auto &[device, count] : cluster.formats())
            QVERIFY2(count == 1, qPrintable(device));
        // Removed is not destroyed: the removal can be taken back as long as nothing was written over it.
        QCOMPARE(cluster.ctl({"--json", "fs", "list"}).json().size(), std::size_t(0));
        const Ran undone = cluster.ctl({"job", "undo", "latest"});
        QVERIFY2(undone.code == 0, undone.out + undone.err);
        const auto list = cluster.ctl({"--json", "fs", "list"}).json();
        QCOMPARE(list.size(), std::size_t(1));
        QCOMPARE(list[0].value("state", ""), std::string("available"));
    }

    void dryRunChangesNothing()
    {
        DemoCluster cluster(0);
        const Ran planned = cluster.ctl(QStringList{"plan"} + createScratch);
        QVERIFY2(planned.code == 0, planned.err);
        QVERIFY(planned.out.contains("mkfs.lustre"));
        QVERIFY(cluster.formats().empty());
        QVERIFY(cluster.ctl({"--json", "jobs"}).json().empty());
    }

    void dataLosingPlanWantsTheName()
    {
        DemoCluster cluster(0);
        QVERIFY(cluster.ctl(createScratch).code == 0);
        const Ran refused = cluster.ctl({"fs", "remove", "scratch"});
        QCOMPARE(refused.code, 3);
        QVERIFY2(refused.err.contains("--confirm scratch"), refused.err);
        QCOMPARE(cluster.ctl({"fs", "remove", "scratch", "--confirm", "scratch"}).code, 0);
    }

    void aServerThatServesIsNotRemoved()
    {
        DemoCluster cluster(0);
        QVERIFY(cluster.ctl(createScratch).code == 0);
        for (const QStringList &words : {QStringList{"server", "remove", "oss1"}, QStringList{"server", "remove", "oss1", "--forget"}}) {
            const Ran refused = cluster.ctl(words);
            QVERIFY(refused.code != 0);
            QVERIFY2(refused.err.contains("scratch-OST0000") && refused.err.contains("server drain oss1") && refused.err.contains("--force"), refused.err);
        }
    }

    /// Names and addresses of a profile, without anybody who answers.
    void serversAreRenamedAndReaddressed()
    {
        QTemporaryDir dir;
        const auto ctl = [&](const QStringList &words) {
            QProcess process;
            process.start(QStringLiteral(BIN_DIR "/chandelierctl"), QStringList{"--profile", dir.filePath("p.db"), "--wait", "1"} + words);
            return DemoCluster::wait(process);
        };
        const auto names = [&] {
            QStringList all;
            for (const auto &server : ctl({"--json", "servers"}).json())
                all << QString::fromStdString(server.value("name", ""));
            return all.join(u' ');
        };
        ctl({"server", "add", "oss1", "--agent-there", "--host", "127.0.0.1", "--port", "1"});
        ctl({"server", "add", "oss2", "--agent-there", "--host", "127.0.0.1", "--port", "1"});
        QCOMPARE(names(), QStringLiteral("oss1 oss2"));
        const Ran renamed = ctl({"server", "rename", "oss1", "store1"});
        QVERIFY2(renamed.code == 0 && renamed.out.contains("store1"), renamed.out + renamed.err);
        QCOMPARE(names(), QStringLiteral("oss2 store1"));
        const Ran taken = ctl({"server", "rename", "store1", "oss2"});
        QVERIFY2(taken.code != 0 && taken.err.contains("oss2 already"), taken.err);
        QVERIFY(ctl({"server", "rename", "nosuch", "x"}).code != 0);
        const Ran elsewhere = ctl({"server", "readdress", "store1", "127.0.0.2"});
        QVERIFY2(elsewhere.err.contains("store1 is in the profile but does not answer"), elsewhere.out + elsewhere.err);
        QVERIFY(ctl({"server", "readdress", "nosuch", "127.0.0.2"}).err.contains("nosuch is not in the profile"));
    }

    void deadServerWantsAWord()
    {
        DemoCluster cluster(0);
        QVERIFY(cluster.ctl(createScratch).code == 0);
        QCOMPARE(cluster.ctl({"demo", "kill", "oss1"}).code, 0);
        const Ran refused = cluster.ctl({"target", "failover", "scratch-OST0000"});
        QCOMPARE(refused.code, 3);
        QVERIFY2(refused.err.contains("--off oss1"), refused.err);
        const Ran moved = cluster.ctl({"target", "failover", "scratch-OST0000", "--off", "oss1"});
        QVERIFY2(moved.code == 0, moved.out + moved.err);
        for (const auto &target : cluster.ctl({"--json", "target", "list"}).json())
            if (target.value("label", "") == "scratch-OST0000")
                QCOMPARE(target.value("active", ""), std::string("oss2"));
    }

    /// The agents refuse the second program while the first one's job runs, and it is told whose job that is.
    void secondProgramIsRefused()
    {
        DemoCluster cluster(0.5);
        auto first = cluster.start(createScratch);
        const auto busy = [&] {
            const auto jobs = cluster.ctl({"--json", "leases"}).json();
            return jobs.is_object() && jobs.contains("mds1") && !jobs["mds1"].value("holder", "").empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(busy() || first->waitForFinished(10), 30'000);
        QVERIFY(first->state() != QProcess::NotRunning); // it may still count as starting: nobody has waited for it
        const Ran second = cluster.ctlOf("other.db", {"lnet", "stop", "oss4"});
        QVERIFY(second.code != 0);
        QVERIFY2(second.err.contains("Create file system scratch"), second.out + second.err);
        QVERIFY2(cluster.ctlOf("other.db", {"--json", "drift"}).json().empty(), "a refused job must leave no wish behind");
        QVERIFY2(DemoCluster::wait(*first).code == 0, "the first program's job must not suffer");
        const Ran again = cluster.ctlOf("other.db", {"lnet", "stop", "oss4"});
        QVERIFY2(again.code == 0, again.out + again.err);
    }

    void badInputNamesWhatAndWhatToDo_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("name too long") << QStringList{"fs", "create", "ninechars", "--mdts", "1", "--osts", "1"} << QByteArray("8");
        QTest::newRow("name with a space") << QStringList{"fs", "create", "a b", "--mdts", "1", "--osts", "1"} << QByteArray("name");
        QTest::newRow("no such volume") << QStringList{"fs", "create", "a", "--mdt", "nosuch", "--osts", "1"} << QByteArray("nosuch");
        QTest::newRow("no such target") << QStringList{"target", "stop", "a-OST0000"} << QByteArray("a-OST0000");
        QTest::newRow("no such server") << QStringList{"lnet", "start", "nosuch"} << QByteArray("nosuch");
        QTest::newRow("too few volumes") << QStringList{"fs", "create", "a", "--mdts", "1", "--osts", "500"} << QByteArray("500");
    }
    void badInputNamesWhatAndWhatToDo()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, says);
        if (!m_shared)
            m_shared = std::make_unique<DemoCluster>(0);
        const Ran ran = m_shared->ctl(command);
        QVERIFY(ran.code != 0);
        QVERIFY2(ran.err.contains(says), ran.err);
        QVERIFY(m_shared->formats().empty());
    }

    void cleanupTestCase() { m_shared.reset(); }

private:
    std::unique_ptr<DemoCluster> m_shared;
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
