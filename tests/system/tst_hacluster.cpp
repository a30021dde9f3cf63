// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster on the command line, over real agents on simulated hosts: from a mounted file system to one that fails over, and back.
#include "tests/system/democluster.h"

#include <QDirIterator>

class TestHaCluster : public QObject {
    Q_OBJECT
    std::unique_ptr<DemoCluster> m_cluster;

    Ran good(const QStringList &command)
    {
        const Ran ran = m_cluster->ctl(command);
        if (ran.code != 0)
            qWarning("%s\n%s%s", qPrintable(command.join(' ')), ran.out.right(6000).constData(), ran.err.constData());
        return ran;
    }
    std::string activeOf(const std::string &label)
    {
        for (const auto &t : m_cluster->ctl({"--json", "target", "list"}).json())
            if (t.value("label", t.value("name", std::string())) == label)
                return t.value("active", t.value("server", std::string()));
        return {};
    }
    nlohmann::json clusterNow()
    {
        const auto all = m_cluster->ctl({"--json", "ha", "show"}).json();
        return all.is_array() && !all.empty() ? all[0] : nlohmann::json();
    }
    std::string stateOf(const std::string &server)
    {
        for (const auto &n : clusterNow().value("nodes", nlohmann::json::array()))
            if (n.value("server", "") == server)
                return n.value("state", "");
        return {};
    }
    bool standsBy(const std::string &server) { return stateOf(server) == "standby"; }
    bool isOnline(const std::string &server) { return stateOf(server) == "online"; }

private slots:
    void initTestCase()
    {
        qputenv("CHANDELIER_FENCE_PASSWORD_oss1", "pa55-of-oss1");
        qputenv("CHANDELIER_FENCE_PASSWORD_oss2", "pa55-of-oss2");
        m_cluster = std::make_unique<DemoCluster>(0);
        QCOMPARE(good({"fs", "create", "scratch", "--mdts", "1", "--mdt-servers", "mds1", "--osts", "4", "--ost-servers", "oss1,oss2"}).code, 0);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void isPlannedAndMade()
    {
        QVERIFY(good({"ha", "propose"}).out.contains("oss1"));
        const QStringList create{"ha", "create", "pair1", "--servers", "oss1,oss2", "--targets", "all", "--fence", "oss1=fence_ipmilan,ip=oss1-bmc,username=admin", "--fence",
            "oss2=fence_ipmilan,ip=oss2-bmc,username=admin"};
        const Ran planned = good(QStringList{"plan"} + create);
        QVERIFY(planned.out.contains("(secret: authkey)") && planned.out.contains("cibadmin") && !planned.out.contains("pa55"));
        QCOMPARE(good(create).code, 0);
        const auto drift = m_cluster->ctl({"--json", "drift"}).json();
        QVERIFY2(drift.is_array() && drift.empty(), m_cluster->ctl({"drift"}).out);
        QCOMPARE(clusterNow().value("resources", nlohmann::json::array()).size() >= 4, true);
    }

    void failsOverAndBack()
    {
        QCOMPARE(activeOf("scratch-OST0000"), std::string("oss1"));
        QCOMPARE(good({"target", "failover", "scratch-OST0000"}).code, 0);
        QCOMPARE(activeOf("scratch-OST0000"), std::string("oss2"));
        QCOMPARE(good({"target", "failback", "scratch-OST0000"}).code, 0);
        QCOMPARE(activeOf("scratch-OST0000"), std::string("oss1"));
    }

    void standsByAndComesBack()
    {
        QCOMPARE(good({"ha", "standby", "oss1"}).code, 0);
        QVERIFY(standsBy("oss1"));
        QCOMPARE(activeOf("scratch-OST0000"), std::string("oss2"));
        QCOMPARE(good({"ha", "online", "oss1"}).code, 0);
        QVERIFY(!standsBy("oss1"));
        QCOMPARE(good({"server", "home", "oss1"}).code, 0);
        QCOMPARE(activeOf("scratch-OST0000"), std::string("oss1"));
    }

    void isProven()
    {
        QCOMPARE(good({"ha", "fence-test", "oss1"}).code, 0);
        QVERIFY2(good({"server", "show", "oss1"}).out.contains("Fence test passed"), "the proof is a note of the server");
    }

    void aFailedFenceDeviceIsCleanedUp()
    {
        const auto failed = [&] {
            for (const QByteArray &line : m_cluster->ctl({"ha", "show"}).out.split('\n'))
                if (line.contains("chandelier-fence-1-oss1") && line.contains(" times on "))
                    return true;
            return false;
        };
        QVERIFY(!failed());
        QCOMPARE(m_cluster->simhost({"ha", m_cluster->directory(), "oss1", "bmc", "broken"}).code, 0);
        QTRY_VERIFY_WITH_TIMEOUT(failed(), 120'000);
        QCOMPARE(m_cluster->simhost({"ha", m_cluster->directory(), "oss1", "bmc", "ok"}).code, 0);
        QVERIFY(good({"plan", "ha", "cleanup", "oss1"}).out.contains("crm_resource --cleanup --resource chandelier-fence-1-oss1"));
        QCOMPARE(good({"ha", "cleanup", "chandelier-fence-1-oss1"}).code, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!failed(), 120'000);
        QCOMPARE(good({"ha", "cleanup", "pair1"}).code, 0);
    }

    void aKilledServerIsFencedAndItsTargetsMove()
    {
        const std::string victim = activeOf("scratch-OST0001"), partner = victim == "oss1" ? "oss2" : "oss1";
        QVERIFY(victim == "oss1" || victim == "oss2");
        QCOMPARE(m_cluster->simhost({"kill", m_cluster->directory(), QString::fromStdString(victim)}).code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(activeOf("scratch-OST0001"), partner, 120'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->mountedTargets(), 5, 120'000);
        QTRY_VERIFY_WITH_TIMEOUT(isOnline(victim), 120'000); // it was fenced with a reboot, and joins by itself
    }

    void goesAsItWas()
    {
        QCOMPARE(good({"ha", "take-back", "scratch-OST0001"}).code, 0);
        QVERIFY(!activeOf("scratch-OST0001").empty());
        QCOMPARE(good({"ha", "remove", "pair1"}).code, 0);
        QVERIFY(m_cluster->ctl({"--json", "ha", "show"}).json().empty());
        QCOMPARE(m_cluster->mountedTargets(), 5);
    }

    /// No secret is left anywhere but in the secret files of the hosts.
    void noSecretIsLeft()
    {
        int looked = 0;
        QDirIterator files(m_cluster->directory() + "/..", QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().contains("/etc/chandelier/fence/") || !file.open(QIODevice::ReadOnly))
                continue;
            ++looked;
            QVERIFY2(!file.readAll().contains("pa55-of-oss"), qPrintable(file.fileName()));
        }
        QVERIFY(looked > 100);
    }
};

QTEST_GUILESS_MAIN(TestHaCluster)
#include "tst_hacluster.moc"
