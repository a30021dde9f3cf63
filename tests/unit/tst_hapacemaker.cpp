// SPDX-License-Identifier: GPL-3.0-or-later
// What is wanted and what a plan changes, judged by Pacemaker's own tools from the lab's image (CHANDELIER_LAB): crm_verify, cibadmin and the
// scheduler. Without it the tests are skipped.
#include "tests/support/hasamples.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace ha;
using namespace hascene;

class TestHaPacemaker : public QObject {
    Q_OBJECT

private slots:
    void goldenTextsPleasePacemaker_data();
    void goldenTextsPleasePacemaker();
    void cibadminDoesTheSame();
    void theSchedulerMovesWhatItShould();
};

namespace {

QString labImage()
{
    const QString image = qEnvironmentVariable("CHANDELIER_LAB");
    return !image.isEmpty() && ::geteuid() == 0 && QFile::exists(image + "/usr/sbin/crm_verify") ? image : QString();
}

/// The output of a tool of the lab's image; "rc N" before it.
std::string inLab(const QStringList &command, const std::string &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("chroot", QStringList { labImage() } + command);
    process.write(input.data(), qint64(input.size()));
    process.closeWriteChannel();
    const bool done = process.waitForFinished(20'000);
    return "rc " + std::to_string(done ? process.exitCode() : -1) + "\n" + process.readAll().toStdString();
}

/// Where crm_simulate says that a resource ends up, "name: node" a line; what ran before is injected.
std::string placed(const std::string &cib, const QStringList &more = {})
{
    const std::string said = inLab(QStringList { "crm_simulate", "--xml-pipe", "-S", "-i", "chandelier-scratch-OST0000_start_0@oss1=0", "-i", "chandelier-scratch-OST0001_start_0@oss2=0" } + more, cib);
    const QString revised = QString::fromStdString(said.substr(std::min(said.find("Revised Cluster Status"), said.size())));
    std::string out;
    for (const QString &line : revised.split('\n'))
        if (const QStringList words = line.simplified().split(' '); line.contains("ocf:lustre:Lustre"))
            out += (words.value(1) + ": " + words.value(3) + " " + words.value(4) + "\n").toStdString();
    return out.empty() ? said : out;
}

/// What the health agents found, by server.
std::string withHealth(std::string cib, const std::string &lnet1, const std::string &lnet2)
{
    int number = 0;
    for (const std::string &lnet : { lnet1, lnet2 }) {
        const std::string id = std::to_string(++number), state = "crm-debug-origin=\"test\"/>";
        cib = replaced(std::move(cib), state, "crm-debug-origin=\"test\"><transient_attributes id=\"" + id + "\"><instance_attributes id=\"status-" + id + "\"><nvpair id=\"l" + id + "\" name=\"chandelier-lnet\" value=\"" + lnet
            + "\"/><nvpair id=\"h" + id + "\" name=\"chandelier-lustre\" value=\"1\"/></instance_attributes></transient_attributes></node_state>");
    }
    return cib;
}

} // namespace

void TestHaPacemaker::goldenTextsPleasePacemaker_data()
{
    QTest::addColumn<QString>("which");
    for (const char *which : { "pair", "four", "zfs", "levels" })
        QTest::newRow(which) << which;
}

void TestHaPacemaker::goldenTextsPleasePacemaker()
{
    if (labImage().isEmpty())
        QSKIP("CHANDELIER_LAB names no image with Pacemaker in it, or this is not root");
    QFETCH(QString, which);
    const Made m = made(which.toStdString());
    const std::string said = inLab({ "crm_verify", "--xml-pipe", "-V" }, allOnline(configuredCib(m.world, m.spec), m.spec));
    // Two pairs without a fence device are what crm_verify rightly complains of.
    if (m.spec.fencing.empty())
        QVERIFY2(said.find("STONITH") != std::string::npos, said.c_str());
    else
        QCOMPARE(q(said), QString("rc 0\n"));
}

void TestHaPacemaker::cibadminDoesTheSame()
{
    if (labImage().isEmpty())
        QSKIP("CHANDELIER_LAB names no image with Pacemaker in it, or this is not root");
    const Made m = made("levels");
    ClusterSpec other = m.spec;
    other.policy.stickiness = 7;
    other.fencing["oss1"].front().agent = "fence_redfish";
    other.fencing["oss1"].pop_back();
    other.health.lnetNids.pop_back();
    other.resources.erase(other.resources.begin());
    QTemporaryFile file(labImage() + "/tmp/cib-XXXXXX.xml");
    QVERIFY(file.open());
    const std::string start = allOnline(foreignCib(), m.spec);
    file.write(start.data(), qint64(start.size()));
    file.close();
    const QString path = "CIB_file=/tmp/" + QFileInfo(file.fileName()).fileName();
    Cib cib = cibOf(start);
    for (const ClusterSpec &spec : { m.spec, other }) {
        auto patches = difference(cib, wantedCib({ m.world, spec }));
        for (const std::string &id : m.spec.resources)
            if (spec.resources.count(id) == 0)
                for (const CibPatch &p : removal(cib, inventory::resourceId(id)))
                    patches.push_back(p);
        QVERIFY(!patches.empty());
        std::string problem;
        const Element expected = patched(cib.configuration, patches, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        for (const CibPatch &p : patches) {
            QStringList command { "env", path, "cibadmin", "--" + q(p.op) };
            command += p.op == "delete" ? QStringList { "--xpath", q(p.xpath) } : QStringList { "-o", q(p.section), "-X", q(p.xml) };
            const std::string said = inLab(command);
            QVERIFY2(said.starts_with("rc 0"), (p.op + " " + p.xml + p.xpath + ": " + said).c_str());
        }
        const std::string now = inLab({ "env", path, "cibadmin", "--query" });
        cib = cibOf(now.substr(now.find('<')));
        QVERIFY2(same(cib.configuration, expected), (writeXmlIndented(expected) + "\n----\n" + writeXmlIndented(cib.configuration)).c_str());
        QVERIFY(difference(cib, wantedCib({ m.world, spec })).empty());
    }
    QCOMPARE(q(inLab({ "env", path, "crm_verify", "--live-check", "-V" })), QString("rc 0\n"));
}

void TestHaPacemaker::theSchedulerMovesWhatItShould()
{
    if (labImage().isEmpty())
        QSKIP("CHANDELIER_LAB names no image with Pacemaker in it, or this is not root");
    const Made m = made("pair");
    const std::string cib = allOnline(configuredCib(m.world, m.spec), m.spec);
    const std::string home = "chandelier-scratch-OST0000: Started oss1\nchandelier-scratch-OST0001: Started oss2\n";
    const std::string away = "chandelier-scratch-OST0000: Started oss2\nchandelier-scratch-OST0001: Started oss2\n";
    QCOMPARE(q(placed(withHealth(cib, "2000", "2000"))), q(home));
    QCOMPARE(q(placed(withHealth(cib, "0", "1000"))), q(away));  // LNet is dead on one: its targets leave it
    QCOMPARE(q(placed(withHealth(cib, "0", "0"))), q(home));     // dead on both: nothing is stopped
    QCOMPARE(q(placed(withHealth(cib, "2000", "2000"), { "--node-fail", "oss1" })), q(away));
    // Back again, it stays where it is by hand, and goes home by itself where that is wanted.
    const auto after = [&](const ClusterSpec &spec) {
        const std::string said = inLab({ "crm_simulate", "--xml-pipe", "-S", "-i", "chandelier-scratch-OST0000_start_0@oss2=0" }, withHealth(allOnline(configuredCib(m.world, spec), spec), "2000", "2000"));
        return said.substr(std::min(said.find("Revised"), said.size())).find("chandelier-scratch-OST0000\t(ocf:lustre:Lustre):\t Started oss2") != std::string::npos;
    };
    QVERIFY(after(m.spec));
    ClusterSpec automatic = m.spec;
    automatic.policy.failback = Failback::Automatic;
    QVERIFY(!after(automatic));
}

QTEST_GUILESS_MAIN(TestHaPacemaker)
#include "tst_hapacemaker.moc"
