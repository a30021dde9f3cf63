// SPDX-License-Identifier: GPL-3.0-or-later
// Every alert about what servers log is raised in the watching program by what simulated kernels say, by way of their agents; silence ends it.
// None of them comes twice.
#include "tests/system/catalogueparts.h"
#include "tests/system/watching.h"

using Key = Watching::Key;

class TestLogAlerts : public QObject {
    Q_OBJECT

    /// A target is mounted again, and somebody does not want to wait for its clients.
    static void abortRecovery(Watching &w, const QString &label)
    {
        const QString device = w.device(w.serial(label), "oss1"), place = "/mnt/" + label;
        w.trouble("oss1", "recovering", "1");
        w.tool("oss1", "umount", {place});
        w.tool("oss1", "mount", {"-t", "lustre", device, place});
        QProcess lctl; // which says that it failed, here as on real hosts
        lctl.start(w.cluster.directory() + "/hosts/oss1/bin/lctl", {"--device", label, "abort_recovery"});
        QVERIFY(lctl.waitForFinished(60'000));
        w.trouble("oss1", "recovering", "off");
    }
    /// By hand, while it is mounted on oss1: MMP refuses it.
    static void mountTwice(Watching &w, const QString &label)
    {
        QDir().mkpath(w.cluster.directory() + "/hosts/oss2/root/mnt/" + label);
        QProcess mount;
        mount.start(w.cluster.directory() + "/hosts/oss2/bin/mount", {"-t", "lustre", w.device(w.serial(label), "oss2"), "/mnt/" + label});
        QVERIFY(mount.waitForFinished(60'000) && mount.exitCode() != 0);
    }

private slots:
    void messagesRaiseAndEndThem()
    {
        Watching w(Watching::Of::Messages);
        const Ran ran = w.cluster.ctl({"fs", "create", "scratch", "--mdts", "1", "--mdt-servers", "mds1", "--osts", "2", "--ost-servers", "oss1,oss2"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        w.start();
        const auto event = [&](const char *what) { w.run({"event", w.cluster.directory(), "oss1", what}); };
        const QString label = w.targetsOn("oss1").first();
        const std::string target = "target:" + label.toStdString();
        for (const char *what : {"slow", "hung", "readonly", "checksum", "evict", "creates", "disk", "nid"})
            event(what);
        mountTwice(w, label);
        abortRecovery(w, label);
        std::vector<Key> said{{"log-slow-io", target}, {"log-hung-thread", "server:oss1"}, {"log-damaged", "server:oss1"}, {"log-checksum", target}, {"log-evictions", target},
            {"log-slow-creates", "server:mds1"}, {"log-disk-error", "server:oss1"}, {"log-nids", "server:oss1"}, {"log-mmp", "server:oss2"}, {"log-recovery-aborted", target}};
        QVERIFY(w.waitAll(said, false, 120));
        event("lbug"); // the host is down, before anybody has asked for its log or after
        w.run({"boot", w.cluster.directory(), "oss1"});
        said.emplace_back("log-lbug", "server:oss1");
        QVERIFY(w.waitAll({said.back()}, false, 120));
        QVERIFY(w.waitAll(said, true, 120));
        w.finish();
        std::set<std::string> raised;
        for (const auto &[key, seen] : w.seen) {
            QVERIFY2(seen.began == 1 && seen.ended == 1, (key.first + " of " + key.second + " " + std::to_string(seen.began) + "/" + std::to_string(seen.ended)).c_str());
            raised.insert(key.first);
        }
        QCOMPARE(differences(raised, rulesOfMessages), std::string());
    }
};

QTEST_GUILESS_MAIN(TestLogAlerts)
#include "tst_logalerts.moc"
