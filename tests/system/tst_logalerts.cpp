// SPDX-License-Identifier: GPL-3.0-or-later
// What simulated kernels log raises alerts in the watching program, by way of their agents; silence ends them.
#include "tests/system/watching.h"

using Key = Watching::Key;

class TestLogAlerts : public QObject {
    Q_OBJECT

private slots:
    void messagesRaiseAndEndThem()
    {
        Watching w(Watching::Of::Messages);
        const Ran ran = w.cluster.ctl({"fs", "create", "scratch", "--mdts", "1", "--mdt-servers", "mds1", "--osts", "2", "--ost-servers", "oss1,oss2"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        w.start();
        const auto event = [&](const char *what) { w.run({"event", w.cluster.directory(), "oss1", what}); };
        const std::string target = "target:" + w.targetsOn("oss1").first().toStdString();
        for (const char *what : {"slow", "hung", "readonly", "checksum", "evict"})
            event(what);
        const std::vector<Key> said{{"log-slow-io", target}, {"log-hung-thread", "server:oss1"}, {"log-damaged", "server:oss1"}, {"log-checksum", target}, {"log-evictions", target}};
        QVERIFY(w.waitAll(said, false, 90));
        QVERIFY(w.waitAll({said.begin(), said.end() - 1}, true, 120)); // hosts at work evict a client now and then
        event("lbug"); // the host is down, before anybody has asked for its log or after
        w.run({"boot", w.cluster.directory(), "oss1"});
        QVERIFY(w.waitAll({{"log-lbug", "server:oss1"}}, false, 120));
        QVERIFY(w.waitAll({{"log-lbug", "server:oss1"}}, true, 120));
        w.finish();
    }
};

QTEST_GUILESS_MAIN(TestLogAlerts)
#include "tst_logalerts.moc"
