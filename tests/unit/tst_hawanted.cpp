// SPDX-License-Identifier: GPL-3.0-or-later
// corosync.conf and the CIB that are wanted. Golden texts are in tests/data/ha; CHANDELIER_WRITE_GOLDEN=1 writes them again.
#include "tests/support/hasamples.h"

#include <QFile>
#include <QTest>

using namespace ha;
using namespace hascene;

class TestHaWanted : public QObject {
    Q_OBJECT

private slots:
    void goldenTexts_data();
    void goldenTexts();
    void confComesBackAsItWas();
    void deviceNamesOfAllServers();
    void targetsThatCannotBeMadeSaySo();
    void secretsAreNowhere();
    void zfsTargetsAreGroups();
    void fencingLevelsAndOutlets();
    void specificationIsChecked();
};

namespace {

std::string golden(const QString &name, const std::string &now)
{
    QFile file(QStringLiteral(SOURCE_DIR "/tests/data/ha/") + name);
    if (qEnvironmentVariableIsSet("CHANDELIER_WRITE_GOLDEN") && file.open(QIODevice::WriteOnly))
        file.write(now.data(), qint64(now.size()));
    file.close();
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

void TestHaWanted::goldenTexts_data()
{
    QTest::addColumn<QString>("which");
    for (const char *which : { "pair", "four", "zfs", "levels" })
        QTest::newRow(which) << which;
}

void TestHaWanted::goldenTexts()
{
    QFETCH(QString, which);
    const Made m = made(which.toStdString());
    const std::string conf = corosyncConf(m.spec);
    QCOMPARE(q(conf), q(golden(which + ".conf", conf)));
    std::string reasons, problem;
    const CibPieces pieces = wantedCib({ m.world, m.spec });
    for (const Piece &p : pieces)
        reasons += p.owner + "  " + p.id + "\n    " + p.why + (p.problem.empty() ? "" : "\n    PROBLEM: " + p.problem) + "\n";
    QCOMPARE(q(reasons), q(golden(which + ".reasons", reasons)));
    const Cib empty = cibOf(emptyCib());
    const Element after = patched(empty.configuration, difference(empty, pieces), problem);
    QCOMPARE(q(problem), QString());
    const std::string cib = writeXmlIndented(after);
    QCOMPARE(q(cib), q(golden(which + ".xml", cib)));
}

void TestHaWanted::confComesBackAsItWas()
{
    const auto world = Scene().world();
    std::mt19937 random(5);
    for (int round = 0; round < 100; ++round) {
        const ClusterSpec spec = randomSpec(world, random);
        const auto conf = parseCorosyncConf(corosyncConf(spec));
        QVERIFY2(conf.ok(), conf.ok() ? "" : conf.error().message.c_str());
        QVERIFY(conf->ours);
        std::map<std::string, std::string> servers;
        for (const Member &m : spec.members)
            servers[m.nodeName()] = m.server;
        const ClusterSpec back = specFrom(*conf, servers);
        QCOMPARE(q(back.name), q(spec.name));
        QVERIFY(back.members == spec.members);
        QVERIFY(back.crypto == spec.crypto);
        QVERIFY(back.qdevice == spec.qdevice);
        QCOMPARE(back.tokenMs, writtenToken(spec));
        QCOMPARE(conf->twoNode, spec.members.size() == 2 && !spec.qdevice);
        QCOMPARE(q(corosyncConf(back)), q(corosyncConf(spec)));
    }
}

void TestHaWanted::deviceNamesOfAllServers()
{
    Scene scene;
    const auto deviceOf = [&] {
        const auto world = scene.world();
        return commonDevice(world, *world.targetByLabel("scratch-OST0000"), { "oss1", "oss2" });
    };
    QCOMPARE(q(*deviceOf()), QString("/dev/disk/by-id/wwn-ost0"));
    scene.change("oss2", [](auto &h) {
        for (auto &d : h.devices)
            std::erase_if(d.byId, [](const std::string &n) { return n.find("wwn-") != std::string::npos; });
    });
    QCOMPARE(q(*deviceOf()), QString("/dev/disk/by-id/scsi-MODEL_ost0"));
    scene.change("oss2", [](auto &h) {
        for (auto &d : h.devices)
            d.byId.clear();
    });
    QCOMPARE(q(*deviceOf()), QString("/dev/mapper/ost0"));
    for (const char *server : { "oss1", "oss2" })
        scene.change(server, [](auto &h) {
            for (auto &d : h.devices)
                if (d.id == "wwn-ost0") {
                    d.path = "/dev/sdx";
                    d.byId.clear();
                }
        });
    QVERIFY(!deviceOf().ok());
    QVERIFY2(q(deviceOf().error().message).contains("oss1 and oss2 have no name in common"), deviceOf().error().message.c_str());
    const auto world = scene.world();
    QVERIFY(!commonDevice(world, *world.targetByLabel("scratch-OST0000"), { "oss1", "mds1" }).ok());
}

void TestHaWanted::targetsThatCannotBeMadeSaySo()
{
    Scene scene;
    for (const char *server : { "oss1", "oss2" })
        scene.change(server, [&](auto &h) {
            for (auto &d : h.devices)
                if (d.id == "wwn-ost0") {
                    d.path = "/dev/sdx";
                    d.byId.clear();
                }
        });
    const auto world = scene.world();
    const ClusterSpec spec = specFor(world, "oss", { "oss1", "oss2" });
    const CibPieces pieces = wantedCib({ world, spec });
    const Piece *p = pieceOf(pieces, "chandelier-scratch-OST0000");
    QVERIFY(p && !p->problem.empty());
    for (const CibPatch &patch : difference(cibOf(emptyCib()), pieces))
        QVERIFY(patch.xml.find("<primitive id=\"chandelier-scratch-OST0000\"") == std::string::npos);
}

void TestHaWanted::secretsAreNowhere()
{
    const Made m = made("levels");
    std::string all = corosyncConf(m.spec);
    for (const Piece &p : wantedCib({ m.world, m.spec }))
        all += p.xml + p.why;
    QVERIFY(all.find("passwd=") == std::string::npos && all.find("name=\"password\"") == std::string::npos && all.find("name=\"passwd\"") == std::string::npos);
    QVERIFY(all.find("name=\"ipmitool_path\" value=\"/etc/chandelier/fence/bmc.sh\"") != std::string::npos);
    QVERIFY(all.find("name=\"passwd_script\" value=\"/etc/chandelier/fence/pdu.sh\"") != std::string::npos);
}

void TestHaWanted::zfsTargetsAreGroups()
{
    const Made m = made("zfs");
    const CibPieces pieces = wantedCib({ m.world, m.spec });
    const Piece *p = pieceOf(pieces, "chandelier-fs-OST0000-group");
    QVERIFY(p);
    QCOMPARE(p->element.children.size(), std::size_t(2));
    QCOMPARE(q(p->element.children[0]["type"]), QString("ZFS"));
    QVERIFY2(q(p->xml).contains("name=\"pool\" value=\"tank\""), p->xml.c_str());
    QVERIFY(q(p->xml).contains("name=\"target\" value=\"tank/ost0\""));
    QVERIFY(p->problem.empty());
    // The pool first: a group starts its members one after another.
    const std::string good = configuredCib(m.world, m.spec);
    Cib turned = cibOf(good);
    for (Element &section : turned.configuration.children)
        for (Element &group : section.children)
            if (group.name == "group")
                std::swap(group.children[0], group.children[1]);
    const auto patches = difference(turned, pieces);
    QCOMPARE(patches.size(), std::size_t(1));
    QCOMPARE(q(patches[0].op), QString("replace"));
}

void TestHaWanted::fencingLevelsAndOutlets()
{
    const Made m = made("levels");
    const CibPieces pieces = wantedCib({ m.world, m.spec });
    QVERIFY(q(pieceOf(pieces, "chandelier-fence-2-oss1")->xml).contains("name=\"pcmk_host_map\" value=\"oss1:7\""));
    QVERIFY(!q(pieceOf(pieces, "chandelier-fence-2-oss1")->xml).contains("name=\"plug\""));
    QCOMPARE(q(pieceOf(pieces, "chandelier-level-2-oss1")->element["devices"]), QString("chandelier-fence-2-oss1,chandelier-fence-3-oss1"));
    QVERIFY(!pieceOf(pieces, "chandelier-level-1-oss2")); // one device needs no topology
    QVERIFY(q(pieceOf(pieces, "chandelier-fence-1-oss2")->xml).contains("name=\"pcmk_delay_base\" value=\"7s\""));
    QVERIFY(!q(pieceOf(pieces, "chandelier-fence-1-oss1")->xml).contains("delay"));
    QCOMPARE(q(pieceOf(pieces, "chandelier-fence-1-oss2-elsewhere")->element["score"]), QString("-INFINITY"));
    const Made pair = made("pair"); // nobody chose: the first one's devices wait
    QVERIFY(q(pieceOf(wantedCib({ pair.world, pair.spec }), "chandelier-fence-1-oss1")->xml).contains("pcmk_delay_base"));
}

void TestHaWanted::specificationIsChecked()
{
    const Made m = made("pair");
    const auto fields = [&](const ClusterSpec &spec, bool fatal) {
        QStringList out;
        for (const auto &p : check(spec, m.world))
            if (p.fatal == fatal)
                out << q(p.field);
        return out;
    };
    QCOMPARE(fields(m.spec, true), QStringList());
    QCOMPARE(fields(m.spec, false), QStringList { "fencing" }); // no delay chosen yet
    ClusterSpec s = m.spec;
    s.name = "two words";
    s.members[1].nodeId = 1;
    s.members[0].addresses[0] = "10.99.0.1";
    s.health.lnetDevice = "ib7";
    s.consensusMs = 100;
    const QStringList bad = fields(s, true);
    for (const char *field : { "name", "members[1].nodeId", "members[0].addresses", "health.lnetDevice", "consensusMs" })
        QVERIFY2(bad.contains(field), field);
    s = m.spec;
    for (Member &member : s.members)
        member.addresses.resize(1);
    s.fencing.clear();
    const QStringList warnings = fields(s, false);
    QVERIFY(warnings.contains("rings") && warnings.contains("fencing.oss1"));
    QCOMPARE(effectiveToken(m.spec), 5000);
    QCOMPARE(effectiveToken(made("four").spec), 5000 + 2 * 650);
    QCOMPARE(noticedSeconds(m.spec), 13); // 5.0 s token, 6.0 s consensus
    QCOMPARE(noticedSeconds(made("four").spec), 16); // 6.3 s and 7.6 s
    s = m.spec;
    s.consensusMs = 20'000;
    QCOMPARE(noticedSeconds(s), 27);
}

QTEST_APPLESS_MAIN(TestHaWanted)
#include "tst_hawanted.moc"
