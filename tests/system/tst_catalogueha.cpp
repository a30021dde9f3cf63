// SPDX-License-Identifier: GPL-3.0-or-later
// Every alert of high availability is raised and ended through a simulated pair under Pacemaker, which the real program follows: a link is cut,
// a target is left unmanaged, somebody changes the configuration, a target cannot be stopped, a server dies and cannot be fenced, the power of
// all goes. What is meant comes as often as it happened, and nothing that is not meant.
#include "tests/system/catalogueparts.h"
#include "tests/system/watching.h"

using Key = Watching::Key;

class TestCatalogueHa : public QObject {
    Q_OBJECT
    std::unique_ptr<Watching> m_w;
    std::set<std::string> m_raised;
    std::set<Key> m_lasting; ///< begun in an earlier step, ended in a later one
    std::set<Key> m_passing; ///< what the last step may have raised on its way, and what may be told a little later

    QString dir() const { return m_w->cluster.directory(); }
    static Key ofCluster(const char *rule) { return {rule, "cluster:pair1"}; }
    static Key ofServer(const char *rule, const char *server) { return {rule, std::string("server:") + server}; }
    static Key ofTarget(const char *rule, const QString &label) { return {rule, "target:" + label.toStdString()}; }
    void attribute(const QStringList &words) { m_w->tool("oss1", "crm_attribute", words); }
    void property(const char *name, const char *value) { attribute({"--type", "crm_config", "--name", name, "--update", value}); }
    void fault(const QStringList &words) { m_w->run(QStringList{"fault", dir()} + words); }
    void good(const QStringList &command)
    {
        const Ran ran = m_w->cluster.ctl(command);
        QVERIFY2(ran.code == 0, command.join(' ').toUtf8() + "\n" + ran.out.right(4000) + ran.err);
    }
    /// A pair with four targets, each where it belongs.
    void makePair()
    {
        for (const char *host : {"oss1", "oss2"})
            qputenv((std::string("CHANDELIER_FENCE_PASSWORD_") + host).c_str(), "pa55");
        good({"fs", "create", "scratch", "--mdts", "1", "--mdt-servers", "mds1", "--osts", "4", "--ost-servers", "oss1,oss2"});
        good({"ha", "create", "pair1", "--servers", "oss1,oss2", "--targets", "all", "--fence", "oss1=fence_ipmilan,ip=oss1-bmc,username=admin", "--fence",
            "oss2=fence_ipmilan,ip=oss2-bmc,username=admin"});
    }
    void waitBegun(const std::vector<Key> &keys, int times = 1)
    {
        if (QTest::currentTestFailed()) // then the rest of the step would wait for nothing
            return;
        const bool all = m_w->waitUntil([&] { return std::all_of(keys.begin(), keys.end(), [&](const Key &key) { return m_w->seen[key].began >= times; }); }, 120);
        for (const Key &key : keys)
            QVERIFY2(all || m_w->seen[key].began >= times, (key.first + " of " + key.second + " has not begun").c_str());
    }
    /// While a server boots on a slow machine, some of it may last longer than the short times for which rules wait here.
    static std::set<Key> ofReboots()
    {
        std::set<Key> all{ofCluster("ha-members-disagree")};
        for (const char *server : {"oss1", "oss2"})
            for (const char *rule : {"ha-node-offline", "ha-node-unclean", "ha-node-standby", "ha-fence-device", "ha-link-down"})
                all.insert(ofServer(rule, server));
        return all;
    }
    /// The step is over: each of `raised` came so often and has ended, and nothing else came but what `passing` allows.
    void verifyStep(const std::map<Key, int> &raised, const std::set<Key> &passing = {})
    {
        if (QTest::currentTestFailed())
            return;
        const auto isOver = [&](const auto &one) { return m_lasting.contains(one.first) || one.second.began == one.second.ended; };
        const auto isAll = [&](const auto &one) { return m_w->seen[one.first].ended >= one.second; };
        QVERIFY2(m_w->waitUntil([&] { return std::all_of(raised.begin(), raised.end(), isAll) && std::all_of(m_w->seen.begin(), m_w->seen.end(), isOver); }, 120), qPrintable(told()));
        m_passing.merge(std::set<Key>(passing));
        for (const auto &[key, seen] : m_w->seen) {
            const auto meant = raised.find(key);
            const bool fits = meant != raised.end() ? seen.began == meant->second : m_lasting.contains(key) || m_passing.contains(key) || seen.began == 0;
            QVERIFY2(fits && seen.text.find('{') == std::string::npos, qPrintable("not as it was meant: " + QString::fromStdString(key.first + " of " + key.second) + "\n" + told()));
            if (seen.began > 0)
                m_raised.insert(key.first);
        }
        std::erase_if(m_w->seen, [&](const auto &one) { return !m_lasting.contains(one.first); });
        m_passing = passing;
    }
    QString told() const
    {
        QString text;
        for (const auto &[key, seen] : m_w->seen)
            text += QString("  %1 of %2: %3/%4 %5\n").arg(QString::fromStdString(key.first), QString::fromStdString(key.second)).arg(seen.began).arg(seen.ended).arg(QString::fromStdString(seen.text));
        return text;
    }
    QByteArray status(const QString &host) const
    {
        QProcess process;
        process.start(dir() + "/hosts/" + host + "/bin/crm_mon", {"--output-as=xml"});
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    }
    /// All of it is as it was, by Pacemaker's own words.
    bool isWell() const
    {
        const QByteArray text = status("oss1");
        return text.count("online=\"true\"") == 2 && text.count("unclean=\"false\"") == 2 && text.count("pending=\"false\"") == 2 && text.count("role=\"Started\"") == 8 && !text.contains("<failure ");
    }
    void waitWell() { QVERIFY2(QTest::currentTestFailed() || m_w->waitUntil([this] { return isWell(); }, 120), status("oss1")); }

    std::map<QString, QStringList> m_home; ///< server -> its targets
    bool m_broken = false;                 ///< a step failed; what comes after it would wait for nothing

private slots:
    void initTestCase()
    {
        m_w = std::make_unique<Watching>(Watching::Of::Clusters);
        makePair();
        if (QTest::currentTestFailed())
            return;
        for (const char *server : {"oss1", "oss2"})
            m_home[server] = m_w->targetsOn(server);
        m_lasting = {ofServer("ha-not-proven", "oss1"), ofServer("ha-not-proven", "oss2")};
        m_w->start();
    }
    void init()
    {
        if (m_broken)
            QSKIP("a step before it failed");
    }
    void cleanup() { m_broken = m_broken || QTest::currentTestFailed(); }

    // Each of these breaks something, and mends it.

    /// A link is cut, a file differs, a target is left unmanaged, another one is unmounted by hand, somebody else's constraint wants a third one where it
    /// does not run; and nothing is proven yet.
    void whatStandsAround()
    {
        const QString misplaced = m_home.at("oss1").first(), failed = m_home.at("oss1").last(), unmanaged = m_home.at("oss2").first();
        QVERIFY(misplaced != failed);
        QFile conf(dir() + "/hosts/oss2/root/etc/corosync/corosync.conf");
        QVERIFY(conf.open(QIODevice::ReadWrite));
        const QByteArray before = conf.readAll();
        QVERIFY(before.contains("token: "));
        const auto write = [&](const QByteArray &text) { return conf.resize(0) && conf.seek(0) && conf.write(text) == text.size() && conf.flush(); };
        QVERIFY(write(QByteArray(before).replace("token: ", "token: 9")));
        m_w->run({"ha", dir(), "oss1", "ring0", "broken"});
        const QStringList managed{"--resource", "chandelier-" + unmanaged, "--meta"};
        m_w->tool("oss1", "crm_resource", managed + QStringList{"--set-parameter", "is-managed", "--parameter-value", "false"});
        m_w->tool("oss1", "umount", {"/mnt/" + failed});
        const Key changed = ofCluster("ha-cib-changed"), failure = ofTarget("ha-resource-failed", failed);
        std::map<Key, int> raised{{ofServer("ha-link-down", "oss1"), 1}, {ofServer("ha-link-down", "oss2"), 1}, {ofCluster("ha-maintenance"), 1}, {ofCluster("ha-members-disagree"), 1}, {failure, 1}};
        for (const auto &[key, times] : raised)
            waitBegun({key});
        waitBegun({m_lasting.begin(), m_lasting.end()});
        m_w->seen.erase(changed); // what made the cluster had ended before anybody judged what it changed last
        m_w->tool("oss1", "cibadmin", {"--create", "-o", "constraints", "-X", "<rsc_location id=\"by-hand\" rsc=\"chandelier-" + misplaced + "\" node=\"oss2\" score=\"500\"/>"});
        raised[ofTarget("ha-resource-misplaced", misplaced)] = 1;
        waitBegun({changed, ofTarget("ha-resource-misplaced", misplaced)});
        QVERIFY2(m_w->seen[changed].text.find("root with cibadmin on oss1") != std::string::npos, m_w->seen[changed].text.c_str());
        QVERIFY2(m_w->seen[failure].text.find("monitor failed on oss1") != std::string::npos, m_w->seen[failure].text.c_str());
        QVERIFY(write(before));
        m_w->run({"ha", dir(), "oss1", "ring0", "ok"});
        m_w->tool("oss1", "crm_resource", managed + QStringList{"--delete-parameter", "is-managed"});
        m_w->tool("oss1", "cibadmin", {"--delete", "--xpath", "//rsc_location[@id='by-hand']"});
        good({"ha", "cleanup", failed});
        raised[changed] = 2;
        verifyStep(raised);
    }
    /// Each of them is fenced for real. What is seen of that on the way is nobody's concern here.
    void fenceTests()
    {
        for (const char *server : {"oss1", "oss2"})
            good({"ha", "fence-test", server});
        waitWell();
        verifyStep({}, ofReboots());
    }
    /// Without fencing a target that cannot be stopped stays where it is, and nobody touches it; its partner has left.
    void blockedWithoutFencing()
    {
        const QStringList labels = m_w->targetsOn("oss1");
        QVERIFY(!labels.isEmpty());
        std::map<Key, int> raised{{ofCluster("ha-fencing-off"), 1}, {ofServer("ha-node-standby", "oss1"), 1}, {ofServer("ha-node-offline", "oss2"), 1}};
        for (const QString &label : labels) {
            raised[ofTarget("ha-resource-blocked", label)] = 1;
            raised[ofTarget("ha-resource-failed", label)] = 1;
        }
        m_w->tool("oss2", "systemctl", {"stop", "pacemaker"});
        property("stonith-enabled", "false");
        fault({"oss1", "--tool", "umount", "--rc", "32", "--stderr", "umount: target is busy.\n"});
        attribute({"--type", "nodes", "--node", "oss1", "--name", "standby", "--update", "on"});
        for (const auto &[key, times] : raised)
            waitBegun({key});
        waitBegun({ofCluster("ha-cib-changed")});
        raised[ofCluster("ha-cib-changed")] = 2;
        QCOMPARE(m_w->targetsOn("oss1"), labels);
        fault({"oss1", "--clear"});
        attribute({"--type", "nodes", "--node", "oss1", "--name", "standby", "--delete"});
        m_w->tool("oss2", "systemctl", {"start", "pacemaker"});
        good({"ha", "cleanup"});
        property("stonith-enabled", "true");
        waitWell();
        verifyStep(raised, {ofServer("ha-fence-device", "oss1"), ofServer("ha-fence-device", "oss2"), ofCluster("ha-members-disagree")});
    }
    void deadAndNotFenced()
    {
        m_w->run({"ha", dir(), "oss2", "bmc", "broken"});
        m_w->run({"kill", dir(), "oss2"});
        const std::map<Key, int> raised{{ofServer("ha-fence-device", "oss2"), 1}, {ofServer("ha-node-unclean", "oss2"), 1}, {ofCluster("ha-fencing-failed"), 1}};
        for (const auto &[key, times] : raised)
            waitBegun({key});
        m_w->run({"ha", dir(), "oss2", "bmc", "ok"});
        QVERIFY2(QTest::currentTestFailed() || m_w->waitUntil([this] { return status("oss1").count("online=\"true\"") == 2; }, 120), status("oss1"));
        m_w->tool("oss1", "crm_resource", {"--cleanup"}); // as the remedy says: the device failed, and no target
        waitWell();
        verifyStep(raised, ofReboots());
    }
    /// The first one back waits for the other one, of whom it knows nothing.
    void powerCut()
    {
        m_w->run({"kill", dir(), "oss1", "oss2"});
        m_w->run({"boot", dir(), "oss1"});
        const std::map<Key, int> raised{{ofCluster("ha-no-quorum"), 1}, {ofServer("ha-node-unclean", "oss2"), 1}};
        for (const auto &[key, times] : raised)
            waitBegun({key});
        QVERIFY(m_w->targetsOn("oss1").isEmpty());
        m_w->run({"boot", dir(), "oss2"});
        waitWell();
        verifyStep(raised, ofReboots());
    }

    void allAreRaisedAndEnded()
    {
        std::map<Key, int> proven;
        for (const Key &key : std::exchange(m_lasting, {}))
            proven[key] = 1;
        verifyStep(proven, m_passing);
        m_w->finish();
        QCOMPARE(differences(m_raised, rulesOfClusters), std::string());
    }
    void cleanupTestCase() { m_w.reset(); }
};

QTEST_GUILESS_MAIN(TestCatalogueHa)
#include "tst_catalogueha.moc"
