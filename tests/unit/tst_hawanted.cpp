// SPDX-License-Identifier: GPL-3.0-or-later
// corosync.conf and the CIB that are wanted, and what a plan changes. Golden texts are in tests/data/ha; CHANDELIER_WRITE_GOLDEN=1 writes
// them again. With the lab's image (CHANDELIER_LAB) Pacemaker's own tools judge the same.
#include "tests/support/hascene.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace ha;
using hascene::Scene;

class TestHaWanted : public QObject {
    Q_OBJECT

private slots:
    void goldenTexts_data();
    void goldenTexts();
    void goldenTextsPleasePacemaker_data() { goldenTexts_data(); }
    void goldenTextsPleasePacemaker();
    void confComesBackAsItWas();
    void configuringFromNothingLeavesNoDifference();
    void whatOthersMadeStaysByteForByte();
    void cibadminDoesTheSame();
    void changedValuesAreDrift();
    void equalValuesInOtherWordsAreEqual();
    void whatRunsIsNoDifference();
    void optionsAreFoundWhereverTheyAre();
    void anotherAgentReplacesThePrimitive();
    void takingOutBeginsWithWhatBinds();
    void whatOthersBindIsListed();
    void deviceNamesOfAllServers();
    void targetsThatCannotBeMadeSaySo();
    void secretsAreNowhere();
    void zfsTargetsAreGroups();
    void fencingLevelsAndOutlets();
    void specificationIsChecked();
};

namespace {

QString q(const std::string &text) { return QString::fromStdString(text); }

std::string golden(const QString &name, const std::string &now)
{
    QFile file(QStringLiteral(SOURCE_DIR "/tests/data/ha/") + name);
    if (qEnvironmentVariableIsSet("CHANDELIER_WRITE_GOLDEN") && file.open(QIODevice::WriteOnly))
        file.write(now.data(), qint64(now.size()));
    file.close();
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

struct Made {
    inventory::World world;
    ClusterSpec spec;
};

const char *const zfsServers = "server a eth0=10.0.0.1/24 eth1=10.1.0.1/24 zfs\nserver b eth0=10.0.0.2/24 eth1=10.1.0.2/24 zfs\nvolume d1 on=a,b zpool=tank\ntarget fs-OST0000 on=d1 nodes=a,b zfs\n";

Made made(const std::string &which)
{
    Scene scene(which == "zfs" ? std::string(zfsServers) : std::string(hascene::servers4));
    const inventory::World world = scene.world();
    if (which == "four")
        return { world, hascene::specFor(world, "all", { "mds1", "mds2", "oss1", "oss2" }) };
    if (which == "zfs") {
        ClusterSpec spec;
        spec.name = "tank";
        spec.members = { { "a", 1, { "10.0.0.1" }, {} }, { "b", 2, { "10.0.0.2" }, {} } };
        for (const auto &[id, t] : world->targets)
            spec.resources.insert(id);
        spec.policy.failback = Failback::Automatic;
        return { world, spec };
    }
    Made out { world, hascene::specFor(world, "oss", { "oss1", "oss2" }) };
    if (which == "levels") {
        out.spec.fencing["oss1"] = { { "BMC", "fence_ipmilan", 1, { { "ip", "192.168.9.3" } }, "bmc", "password_script", 0 },
            { "PDU A", "fence_apc_snmp", 2, { { "ip", "192.168.9.90" }, { "plug", "7" } }, "pdu", "passwd_script", 0 },
            { "PDU B", "fence_apc_snmp", 2, { { "ip", "192.168.9.91" }, { "port", "8" } }, "pdu", "passwd_script", 0 } };
        out.spec.fencing["oss2"].front().delaySeconds = 7;
        out.spec.qdevice = QuorumDevice { "arbiter", "ffsplit" };
    }
    return out;
}

Cib cibOf(const std::string &text)
{
    auto read = parseCib(text);
    return read ? std::move(*read) : Cib {};
}

/// A configuration with things of others around and between ours.
std::string foreignCib()
{
    return R"(<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="9" num_updates="0" admin_epoch="0"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-dc-version" name="dc-version" value="2.1.5"/><nvpair id="cib-bootstrap-options-batch-limit" name="batch-limit" value="30"/></cluster_property_set></crm_config>)"
           R"(<nodes><node id="1" uname="oss1"/><node id="2" uname="oss2"/></nodes><resources><primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="vip-a"><nvpair id="vip-a-ip" name="ip" value="10.0.0.99"/></instance_attributes></primitive>)"
           R"(<clone id="ping-clone"><primitive id="ping" class="ocf" provider="pacemaker" type="ping"><instance_attributes id="ping-a"><nvpair id="ping-a-h" name="host_list" value="10.0.0.1"/></instance_attributes></primitive></clone></resources>)"
           R"(<constraints><rsc_location id="vip-here" rsc="vip" node="oss1" score="5"/><rsc_colocation id="vip-ping" rsc="vip" with-rsc="ping-clone" score="INFINITY"/></constraints>)"
           R"(<rsc_defaults><meta_attributes id="build-resource-defaults"><nvpair id="build-resource-stickiness" name="resource-stickiness" value="1"/></meta_attributes></rsc_defaults><tags><tag id="mine"><obj_ref id="vip"/></tag></tags></configuration><status/></cib>)";
}

ClusterSpec randomSpec(const inventory::World &world, std::mt19937 &random)
{
    std::vector<std::string> all { "mds1", "mds2", "oss1", "oss2" };
    std::shuffle(all.begin(), all.end(), random);
    all.resize(2 + random() % 3);
    ClusterSpec spec = hascene::specFor(world, "c" + std::to_string(random() % 1000), all);
    for (const auto &[id, t] : world->targets)
        if (random() % 2 && std::any_of(t.servers.begin(), t.servers.end(), [&](const auto &s) { return spec.member(s); }))
            spec.resources.insert(id);
    for (Member &m : spec.members) {
        if (random() % 2)
            m.addresses.resize(1);
        if (random() % 3 == 0)
            m.node = m.server + ".site";
        auto &devices = spec.fencing[m.server];
        devices.resize(random() % 4);
        for (FenceDeviceSpec &d : devices) {
            d.agent = random() % 2 ? "fence_ipmilan" : "fence_apc";
            d.level = 1 + int(random() % 3);
            d.parameters["ip"] = "10.9.9." + std::to_string(random() % 250);
            if (random() % 2)
                d.parameters["plug"] = std::to_string(random() % 24);
            d.delaySeconds = int(random() % 3) * 5;
        }
    }
    spec.tokenMs = random() % 2 ? 1000 + int(random() % 20000) : 0;
    spec.crypto = random() % 3 ? Crypto {} : Crypto { "none", "none" };
    if (random() % 3 == 0)
        spec.qdevice = QuorumDevice { "arbiter", random() % 2 ? "ffsplit" : "lms" };
    spec.policy.stickiness = int(random() % 2000);
    spec.policy.failback = random() % 2 ? Failback::Manual : Failback::Automatic;
    spec.health.lustre = random() % 2;
    if (random() % 2)
        spec.health.lnetNids.clear();
    return spec;
}

const Piece *pieceOf(const CibPieces &pieces, const std::string &id)
{
    const auto it = std::find_if(pieces.begin(), pieces.end(), [&](const Piece &p) { return p.id == id; });
    return it == pieces.end() ? nullptr : &*it;
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string("\"" + from + "\" is not in the text") : text.replace(at, from.size(), to);
}

/// All members are there, as far as crm_verify is to know: else it plans to fence them, and says so.
std::string allOnline(std::string cib, const ClusterSpec &spec)
{
    std::string states = "<status>";
    for (const Member &m : spec.members)
        states += "<node_state id=\"" + std::to_string(m.nodeId) + "\" uname=\"" + m.nodeName() + R"(" in_ccm="true" crmd="online" join="member" expected="member" crm-debug-origin="test"/>)";
    return replaced(std::move(cib), "<status/>", states + "</status>");
}

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
    const Cib empty = cibOf(hascene::emptyCib());
    const Element after = hascene::patched(empty.configuration, difference(empty, pieces), problem);
    QCOMPARE(q(problem), QString());
    const std::string cib = writeXmlIndented(after);
    QCOMPARE(q(cib), q(golden(which + ".xml", cib)));
}

void TestHaWanted::goldenTextsPleasePacemaker()
{
    if (labImage().isEmpty())
        QSKIP("CHANDELIER_LAB names no image with Pacemaker in it, or this is not root");
    QFETCH(QString, which);
    const Made m = made(which.toStdString());
    const std::string said = inLab({ "crm_verify", "--xml-pipe", "-V" }, allOnline(hascene::configuredCib(m.world, m.spec), m.spec));
    // Two pairs without a fence device are what crm_verify rightly complains of.
    if (m.spec.fencing.empty())
        QVERIFY2(said.find("STONITH") != std::string::npos, said.c_str());
    else
        QCOMPARE(q(said), QString("rc 0\n"));
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

void TestHaWanted::configuringFromNothingLeavesNoDifference()
{
    const auto world = Scene().world();
    std::mt19937 random(7);
    for (int round = 0; round < 25; ++round) {
        const ClusterSpec before = randomSpec(world, random), after = randomSpec(world, random);
        Cib cib = cibOf(hascene::emptyCib());
        // From nothing to the first, and from the first to the second: as a cluster lives.
        for (const ClusterSpec &spec : { before, after, ClusterSpec(after) }) {
            const CibPieces wanted = wantedCib({ world, spec });
            auto patches = difference(cib, wanted);
            std::set<std::string> owners;
            for (const Piece &p : wanted)
                owners.insert(p.owner);
            for (const Member &m : before.members) // what is no longer wanted at all has nobody who speaks for it
                if (owners.count("fencing:" + m.server) == 0)
                    for (const CibPatch &p : removal(cib, "fencing:" + m.server))
                        patches.insert(patches.begin(), p);
            for (const std::string &id : before.resources)
                if (owners.count(inventory::resourceId(id)) == 0) {
                    const auto gone = removal(cib, inventory::resourceId(id));
                    patches.insert(patches.begin(), gone.begin(), gone.end());
                }
            for (std::size_t i = 0; i < patches.size(); ++i) // two owners may both want a constraint gone
                for (std::size_t j = i + 1; j < patches.size();)
                    if (patches[i].op == "delete" && patches[j].op == "delete" && patches[i].xpath == patches[j].xpath)
                        patches.erase(patches.begin() + std::ptrdiff_t(j));
                    else
                        ++j;
            std::string problem;
            const Element now = hascene::patched(cib.configuration, patches, problem);
            QVERIFY2(problem.empty(), problem.c_str());
            cib = cibOf(hascene::withConfiguration(hascene::emptyCib(), now));
            const auto rest = difference(cib, wanted);
            QVERIFY2(rest.empty(), rest.empty() ? "" : (rest[0].op + " " + rest[0].why + " " + rest[0].xml + rest[0].xpath).c_str());
            for (const CibResource &r : cib.resources)
                QVERIFY2(r.parent.empty() ? pieceOf(wanted, r.id) != nullptr : true, r.id.c_str());
        }
    }
}

void TestHaWanted::whatOthersMadeStaysByteForByte()
{
    const auto world = Scene().world();
    std::mt19937 random(11);
    const Cib real = cibOf(foreignCib());
    for (int round = 0; round < 20; ++round) {
        const ClusterSpec spec = randomSpec(world, random);
        std::string problem;
        const auto patches = difference(real, wantedCib({ world, spec }));
        const Element after = hascene::patched(real.configuration, patches, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        const Cib now = cibOf(hascene::withConfiguration(foreignCib(), after));
        const auto was = foreign(real), is = foreign(now);
        QCOMPARE(is.size(), was.size());
        for (std::size_t i = 0; i < was.size(); ++i)
            QCOMPARE(q(is[i].xml), q(was[i].xml));
        QCOMPARE(q(now.properties.at("batch-limit")), QString("30"));
        for (const CibPatch &p : patches)
            QVERIFY2(p.drift == (p.why.find("resource-stickiness is 1") == 0), p.why.c_str()); // the one value of theirs that ours must change
        std::string back;
        Element emptied = after;
        for (const auto &list : { removal(now, "cluster:" + spec.name), removal(now, "fencing:oss1"), removal(now, "fencing:oss2") })
            emptied = hascene::patched(emptied, list, back);
        QVERIFY2(back.empty(), back.c_str());
    }
}

void TestHaWanted::cibadminDoesTheSame()
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
        const Element expected = hascene::patched(cib.configuration, patches, problem);
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

void TestHaWanted::changedValuesAreDrift()
{
    const Made m = made("pair");
    const std::string good = hascene::configuredCib(m.world, m.spec);
    const CibPieces wanted = wantedCib({ m.world, m.spec });
    QVERIFY(difference(cibOf(good), wanted).empty());
    struct Case {
        const char *from, *to, *op, *words;
        std::size_t count;
    };
    const std::vector<Case> cases {
        { "name=\"mountpoint\" value=\"/mnt/scratch-OST0000\"", "name=\"mountpoint\" value=\"/else\"", "modify", "mountpoint is /else, wanted /mnt/scratch-OST0000", 1 },
        { "name=\"start\" interval=\"0s\" timeout=\"600s\"", "name=\"start\" interval=\"0s\" timeout=\"9s\"", "modify", "timeout of start is 9s, wanted 600s", 1 },
        { "node=\"oss1\" score=\"20\"", "node=\"oss1\" score=\"5\"", "modify", "is 5, wanted 20", 1 },
        { "name=\"stonith-enabled\" value=\"true\"", "name=\"stonith-enabled\" value=\"false\"", "modify", "stonith-enabled is false, wanted true", 1 },
        { "name=\"resource-stickiness\" value=\"1000\"", "name=\"resource-stickiness\" value=\"0\"", "modify", "resource-stickiness is 0, wanted 1000", 1 },
        { "<nvpair id=\"chandelier-fence-1-oss1-params-ip\" name=\"ip\" value=\"192.168.9.3\"/>", "", "modify", "ip is missing", 1 },
        { "<nvpair id=\"chandelier-fence-1-oss1-params-ip\"", "<nvpair id=\"added\" name=\"verbose\" value=\"1\"/><nvpair id=\"chandelier-fence-1-oss1-params-ip\"", "delete", "verbose=1 was added by hand", 1 },
        { "interval=\"20s\" timeout=\"60s\"", "interval=\"20s\" on-fail=\"fence\" timeout=\"60s\"", "replace", "on-fail=fence was added", 1 },
    };
    for (const Case &c : cases) {
        const std::string text = replaced(good, c.from, c.to);
        const Cib real = cibOf(text);
        const auto patches = difference(real, wanted);
        QVERIFY2(patches.size() == c.count, (std::string(c.to) + ": " + std::to_string(patches.size())).c_str());
        QCOMPARE(q(patches[0].op), QString(c.op));
        QVERIFY2(q(patches[0].why).contains(c.words), patches[0].why.c_str());
        QVERIFY(patches[0].drift);
        std::string problem;
        const Element healed = hascene::patched(real.configuration, patches, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        QVERIFY(same(healed, cibOf(good).configuration));
    }
    // A minimal patch: the one value and the way to it, nothing else.
    const auto one = difference(cibOf(replaced(good, "value=\"/mnt/scratch-OST0000\"", "value=\"/else\"")), wanted);
    QCOMPARE(q(one[0].xml), QString("<primitive id=\"chandelier-scratch-OST0000\"><instance_attributes id=\"chandelier-scratch-OST0000-params\">"
                                    "<nvpair id=\"chandelier-scratch-OST0000-params-mountpoint\" value=\"/mnt/scratch-OST0000\"/></instance_attributes></primitive>"));
    // It belongs to one owner only.
    QVERIFY(difference(cibOf(replaced(good, "value=\"/mnt/scratch-OST0000\"", "value=\"/else\"")), wanted, "resource:scratch-OST0001").empty());
}

void TestHaWanted::equalValuesInOtherWordsAreEqual()
{
    const Made m = made("pair");
    const std::string good = hascene::configuredCib(m.world, m.spec);
    for (const auto &[from, to] : std::vector<std::pair<const char *, const char *>> { { "name=\"stonith-enabled\" value=\"true\"", "value=\"yes\" name=\"stonith-enabled\"" },
             { "value=\"1200s\"", "value=\"20min\"" }, { "timeout=\"600s\"", "timeout=\"10m\"" }, { "<op id=\"chandelier-scratch-OST0000-monitor-20s\"", "<op id=\"rewritten-by-a-shell\"" },
             { "<nvpair id=\"chandelier-scratch-OST0000-params-target\"", "<nvpair id=\"x\"" }, { "score=\"-INFINITY\"", "score=\"-1000000\"" } })
        QVERIFY2(difference(cibOf(replaced(good, from, to)), wantedCib({ m.world, m.spec })).empty(), to);
}

void TestHaWanted::whatRunsIsNoDifference()
{
    const Made m = made("pair");
    std::string text = hascene::configuredCib(m.world, m.spec);
    const std::string mount = "<primitive id=\"chandelier-scratch-OST0000\" class=\"ocf\" provider=\"lustre\" type=\"Lustre\">";
    text = replaced(text, mount, mount + "<meta_attributes id=\"chandelier-scratch-OST0000-meta_attributes\"><nvpair id=\"a1\" name=\"target-role\" value=\"Stopped\"/><nvpair id=\"a2\" name=\"is-managed\" value=\"false\"/></meta_attributes>");
    text = replaced(text, "<constraints>", "<constraints><rsc_location id=\"cli-ban-chandelier-scratch-OST0000-on-oss1\" rsc=\"chandelier-scratch-OST0000\" node=\"oss1\" score=\"-INFINITY\"/>");
    const CibPieces wanted = wantedCib({ m.world, m.spec });
    QVERIFY(difference(cibOf(text), wanted).empty());
    // And it stays when the primitive must be replaced.
    const auto patches = difference(cibOf(replaced(text, "type=\"Lustre\"><meta", "type=\"Lustre2\"><meta")), wanted);
    QCOMPARE(patches.size(), std::size_t(1));
    QCOMPARE(q(patches[0].op), QString("replace"));
    QVERIFY(q(patches[0].xml).contains("target-role") && q(patches[0].xml).contains("is-managed"));
}

void TestHaWanted::optionsAreFoundWhereverTheyAre()
{
    const Made m = made("pair");
    const std::string other = R"(<cib><configuration><crm_config><cluster_property_set id="by-crmsh"><nvpair id="o1" name="stonith-enabled" value="off"/></cluster_property_set></crm_config><nodes/><resources/><constraints/></configuration></cib>)";
    const auto patches = difference(cibOf(other), wantedCib({ m.world, m.spec }), "cluster:oss");
    QVERIFY(patches.size() >= 2);
    QCOMPARE(q(patches[0].xml), QString("<cluster_property_set id=\"by-crmsh\"><nvpair id=\"o1\" name=\"stonith-enabled\" value=\"true\"/></cluster_property_set>"));
    QVERIFY(patches[0].drift);
    QVERIFY(q(patches[1].xml).startsWith("<cluster_property_set id=\"by-crmsh\"><nvpair id=\"by-crmsh-cluster-name\""));
    QVERIFY(!patches[1].drift);
}

void TestHaWanted::anotherAgentReplacesThePrimitive()
{
    Made m = made("pair");
    const Cib real = cibOf(hascene::configuredCib(m.world, m.spec));
    m.spec.fencing["oss2"].front().agent = "fence_redfish";
    const auto patches = difference(real, wantedCib({ m.world, m.spec }), "fencing:oss2");
    QCOMPARE(patches.size(), std::size_t(1));
    QCOMPARE(q(patches[0].op), QString("replace"));
    QVERIFY(q(patches[0].why).contains("type of chandelier-fence-1-oss2 is fence_ipmilan, wanted fence_redfish"));
}

void TestHaWanted::takingOutBeginsWithWhatBinds()
{
    const Made m = made("four");
    std::string text = hascene::configuredCib(m.world, m.spec);
    text = replaced(text, "<constraints>", "<constraints><rsc_location id=\"cli-prefer-chandelier-scratch-MDT0000\" rsc=\"chandelier-scratch-MDT0000\" node=\"mds2\" score=\"INFINITY\"/>");
    const Cib real = cibOf(text);
    const auto patches = removal(real, "resource:scratch-MDT0000");
    bool resource = false, tool = false, orders = false;
    for (const CibPatch &p : patches) {
        QCOMPARE(q(p.op), QString("delete"));
        QVERIFY2(!resource, "a constraint is deleted after what it names");
        resource = p.section == "resources";
        tool = tool || p.xpath.find("cli-prefer") != std::string::npos;
        orders = orders || p.xpath.find("OST0000-after-scratch-MDT0000") != std::string::npos;
    }
    QVERIFY(resource && tool && orders);
    std::string problem;
    const Element after = hascene::patched(real.configuration, patches, problem);
    QVERIFY2(problem.empty(), problem.c_str());
    QVERIFY(!q(writeXml(after)).contains("MDT0000"));
    ClusterSpec less = m.spec;
    less.resources.erase("target:scratch-MDT0000");
    QVERIFY(difference(cibOf(hascene::withConfiguration(text, after)), wantedCib({ m.world, less })).empty());
    QVERIFY(removal(real, "resource:scratch-MDT00").empty());
    QVERIFY(removal(real, "fencing:oss").empty());
    QCOMPARE(removal(real, "fencing:oss1").size(), std::size_t(2));
}

void TestHaWanted::whatOthersBindIsListed()
{
    const Made m = made("pair");
    std::string text = hascene::configuredCib(m.world, m.spec);
    text = replaced(text, "<constraints>", "<constraints><rsc_order id=\"theirs\" first=\"chandelier-scratch-OST0000\" then=\"chandelier-scratch-OST0001\"/>");
    const Cib real = cibOf(text);
    QCOMPARE(bindings(real, "resource:scratch-OST0001").size(), std::size_t(1));
    QCOMPARE(q(bindings(real, "resource:scratch-OST0001")[0].id), QString("theirs"));
    QVERIFY(bindings(real, "fencing:oss1").empty());
    for (const CibPatch &p : removal(real, "resource:scratch-OST0000"))
        QVERIFY(p.xpath.find("theirs") == std::string::npos);
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
    const ClusterSpec spec = hascene::specFor(world, "oss", { "oss1", "oss2" });
    const CibPieces pieces = wantedCib({ world, spec });
    const Piece *p = pieceOf(pieces, "chandelier-scratch-OST0000");
    QVERIFY(p && !p->problem.empty());
    for (const CibPatch &patch : difference(cibOf(hascene::emptyCib()), pieces))
        QVERIFY(patch.xml.find("<primitive id=\"chandelier-scratch-OST0000\"") == std::string::npos);
}

void TestHaWanted::secretsAreNowhere()
{
    const Made m = made("levels");
    std::string all = corosyncConf(m.spec);
    for (const Piece &p : wantedCib({ m.world, m.spec }))
        all += p.xml + p.why;
    QVERIFY(all.find("passwd=") == std::string::npos && all.find("name=\"password\"") == std::string::npos && all.find("name=\"passwd\"") == std::string::npos);
    QVERIFY(all.find("name=\"password_script\" value=\"/etc/chandelier/fence/bmc.sh\"") != std::string::npos);
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
    const std::string good = hascene::configuredCib(m.world, m.spec);
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
}

QTEST_GUILESS_MAIN(TestHaWanted)
#include "tst_hawanted.moc"
