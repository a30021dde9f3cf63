// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan changes in a cluster's configuration, and what it leaves alone.
#include "tests/support/hasamples.h"

#include <QTest>

using namespace ha;
using namespace hascene;

class TestHaDifference : public QObject {
    Q_OBJECT

private slots:
    void changedValuesAreDrift();
    void equalValuesInOtherWordsAreEqual();
    void whatRunsIsNoDifference();
    void optionsAreFoundWhereverTheyAre();
    void anotherAgentReplacesThePrimitive();
    void aFenceDeviceIsNeverWithoutItsBan();
    void takingOutBeginsWithWhatBinds();
    void whatOthersBindIsListed();
    void configuringFromNothingLeavesNoDifference();
    void whatOthersMadeStaysByteForByte();
};

void TestHaDifference::changedValuesAreDrift()
{
    const Made m = made("pair");
    const std::string good = configuredCib(m.world, m.spec);
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
        const Element healed = patched(real.configuration, patches, problem);
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

void TestHaDifference::equalValuesInOtherWordsAreEqual()
{
    const Made m = made("pair");
    const std::string good = configuredCib(m.world, m.spec);
    for (const auto &[from, to] : std::vector<std::pair<const char *, const char *>> { { "name=\"stonith-enabled\" value=\"true\"", "value=\"yes\" name=\"stonith-enabled\"" },
             { "value=\"1200s\"", "value=\"20min\"" }, { "timeout=\"600s\"", "timeout=\"10m\"" }, { "<op id=\"chandelier-scratch-OST0000-monitor-20s\"", "<op id=\"rewritten-by-a-shell\"" },
             { "<nvpair id=\"chandelier-scratch-OST0000-params-target\"", "<nvpair id=\"x\"" }, { "score=\"-INFINITY\"", "score=\"-1000000\"" } })
        QVERIFY2(difference(cibOf(replaced(good, from, to)), wantedCib({ m.world, m.spec })).empty(), to);
}

void TestHaDifference::whatRunsIsNoDifference()
{
    const Made m = made("pair");
    std::string text = configuredCib(m.world, m.spec);
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

void TestHaDifference::optionsAreFoundWhereverTheyAre()
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

void TestHaDifference::anotherAgentReplacesThePrimitive()
{
    Made m = made("pair");
    const Cib real = cibOf(configuredCib(m.world, m.spec));
    m.spec.fencing["oss2"].front().agent = "fence_redfish";
    const auto patches = difference(real, wantedCib({ m.world, m.spec }), "fencing:oss2");
    QCOMPARE(patches.size(), std::size_t(1));
    QCOMPARE(q(patches[0].op), QString("replace"));
    QVERIFY(q(patches[0].why).contains("type of chandelier-fence-1-oss2 is fence_ipmilan, wanted fence_redfish"));
}

/// Between two changes Pacemaker could start it on the server that it is to fence.
void TestHaDifference::aFenceDeviceIsNeverWithoutItsBan()
{
    const Made m = made("pair");
    const CibPieces wanted = wantedCib({ m.world, m.spec });
    for (const std::string &cib : { emptyCib(), replaced(replaced(emptyCib(), "<resources/>", ""), "<constraints/>", "") }) {
        const Cib empty = cibOf(cib);
        Element now = empty.configuration;
        int devices = 0;
        for (const CibPatch &p : difference(empty, wanted)) {
            std::string problem;
            now = patched(now, { p }, problem);
            QVERIFY2(problem.empty(), problem.c_str());
            const QString text = q(writeXml(now));
            for (const char *server : { "oss1", "oss2" }) {
                const QString device = QStringLiteral("chandelier-fence-1-") + QLatin1String(server);
                if (text.contains(QStringLiteral("<primitive id=\"") + device))
                    QVERIFY2(text.contains(QStringLiteral("rsc=\"") + device + QStringLiteral("\" node=\"") + QLatin1String(server)), qPrintable(text));
            }
            devices += p.section == "configuration" && p.op == "modify" ? 1 : 0;
            QVERIFY(!p.drift && !p.why.empty());
        }
        QCOMPARE(devices, 2);
        QVERIFY(difference(cibOf(withConfiguration(emptyCib(), now)), wanted).empty());
    }
    // What is there already is brought to what is wanted by itself.
    const Cib real = cibOf(replaced(configuredCib(m.world, m.spec), "id=\"chandelier-fence-1-oss1-elsewhere\"", "id=\"somebodys\""));
    const auto patches = difference(real, wanted, "fencing:oss1");
    QVERIFY(std::any_of(patches.begin(), patches.end(), [](const CibPatch &p) { return p.op == "create" && p.section == "constraints"; }));
    QVERIFY(std::none_of(patches.begin(), patches.end(), [](const CibPatch &p) { return p.section == "configuration"; }));
}

void TestHaDifference::takingOutBeginsWithWhatBinds()
{
    const Made m = made("four");
    std::string text = configuredCib(m.world, m.spec);
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
    const Element after = patched(real.configuration, patches, problem);
    QVERIFY2(problem.empty(), problem.c_str());
    QVERIFY(!q(writeXml(after)).contains("MDT0000"));
    ClusterSpec less = m.spec;
    less.resources.erase("target:scratch-MDT0000");
    QVERIFY(difference(cibOf(withConfiguration(text, after)), wantedCib({ m.world, less })).empty());
    QVERIFY(removal(real, "resource:scratch-MDT00").empty());
    QVERIFY(removal(real, "fencing:oss").empty());
    QCOMPARE(removal(real, "fencing:oss1").size(), std::size_t(2));
}

void TestHaDifference::whatOthersBindIsListed()
{
    const Made m = made("pair");
    std::string text = configuredCib(m.world, m.spec);
    text = replaced(text, "<constraints>", "<constraints><rsc_order id=\"theirs\" first=\"chandelier-scratch-OST0000\" then=\"chandelier-scratch-OST0001\"/>");
    const Cib real = cibOf(text);
    QCOMPARE(bindings(real, "resource:scratch-OST0001").size(), std::size_t(1));
    QCOMPARE(q(bindings(real, "resource:scratch-OST0001")[0].id), QString("theirs"));
    QVERIFY(bindings(real, "fencing:oss1").empty());
    for (const CibPatch &p : removal(real, "resource:scratch-OST0000"))
        QVERIFY(p.xpath.find("theirs") == std::string::npos);
}

void TestHaDifference::configuringFromNothingLeavesNoDifference()
{
    const auto world = Scene().world();
    std::mt19937 random(7);
    for (int round = 0; round < 25; ++round) {
        const ClusterSpec before = randomSpec(world, random), after = randomSpec(world, random);
        Cib cib = cibOf(emptyCib());
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
            const Element now = patched(cib.configuration, patches, problem);
            QVERIFY2(problem.empty(), problem.c_str());
            cib = cibOf(withConfiguration(emptyCib(), now));
            const auto rest = difference(cib, wanted);
            QVERIFY2(rest.empty(), rest.empty() ? "" : (rest[0].op + " " + rest[0].why + " " + rest[0].xml + rest[0].xpath).c_str());
            for (const CibResource &r : cib.resources)
                QVERIFY2(r.parent.empty() ? pieceOf(wanted, r.id) != nullptr : true, r.id.c_str());
        }
    }
}

void TestHaDifference::whatOthersMadeStaysByteForByte()
{
    const auto world = Scene().world();
    std::mt19937 random(11);
    const Cib real = cibOf(foreignCib());
    for (int round = 0; round < 20; ++round) {
        const ClusterSpec spec = randomSpec(world, random);
        std::string problem;
        const auto patches = difference(real, wantedCib({ world, spec }));
        const Element after = patched(real.configuration, patches, problem);
        QVERIFY2(problem.empty(), problem.c_str());
        const Cib now = cibOf(withConfiguration(foreignCib(), after));
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
            emptied = patched(emptied, list, back);
        QVERIFY2(back.empty(), back.c_str());
    }
}

QTEST_APPLESS_MAIN(TestHaDifference)
#include "tst_hadifference.moc"
