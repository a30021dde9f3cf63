// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hascene.h"

#include <QTest>

using namespace ha;

class TestHaParse : public QObject {
    Q_OBJECT

private slots:
    void xmlComesBackAsItWas();
    void xmlThatIsTooMuchIsRefused();
    void cutXmlIsAnErrorAtEveryByte();
    void orderOfAttributesAndOfThingsWithIdsMeansNothing();
    void times();
    void statusOfPacemaker1();
    void statusOfPacemaker2();
    void statusByNodeAndAnError();
    void configurationInAllItsParts();
    void piecesOfAConfigurationAreReadToo();
    void corosyncConfOfOthers();
    void corosyncConfWithMistakes();
    void links();
    void quorum();
    void specificationAsJson();
    void specificationWithMistakes();
    void idsAreNames();
    void targetsAreFoundByDevice();
    void targetsOfExaScalerAreFoundByName();
    void targetsByMountpointAndLogicalVolume();
};

namespace {

QString q(const std::string &text) { return QString::fromStdString(text); }

} // namespace

void TestHaParse::xmlComesBackAsItWas()
{
    const std::string text = "<?xml version=\"1.0\"?>\n<!-- said -->\n<a x=\"1 &lt; 2 &amp; &quot;3&quot;\" y='&#10;'>\n <b id=\"q\"/>words <![CDATA[<raw>]]></a>";
    const auto first = parseXml(text);
    QVERIFY2(first.ok(), first.ok() ? "" : first.error().message.c_str());
    QCOMPARE(q((*first)["x"]), QString("1 < 2 & \"3\""));
    QCOMPARE(q((*first)["y"]), QString("\n"));
    QCOMPARE(q(first->text), QString("words <raw>"));
    const auto again = parseXml(writeXml(*first));
    QVERIFY(again.ok());
    QVERIFY(*again == *first);
    const auto indented = parseXml(writeXmlIndented(*first));
    QVERIFY(indented.ok());
    QVERIFY(same(*indented, *first));
}

void TestHaParse::xmlThatIsTooMuchIsRefused()
{
    std::string deep, wide = "<a";
    for (int i = 0; i < 65; ++i)
        deep += "<a>";
    for (int i = 0; i < 2000; ++i)
        wide += " b" + std::to_string(i) + "=\"\"";
    const std::string declared = "<!DOCTYPE a [<!ENTITY e \"" + std::string(1000, 'x') + "\">]><a>&e;</a>";
    for (const std::string &text : { deep, wide + "/>", declared, std::string("<a>&e;</a>"), std::string("<a/>\0", 5), std::string("<a><b></a>"), std::string("<a/><b/>"), std::string() }) {
        const auto read = parseXml(text);
        QVERIFY2(!read.ok(), text.substr(0, 100).c_str());
        QVERIFY(!read.error().message.empty());
    }
    std::string good = "x";
    for (int i = 0; i < 63; ++i)
        good = "<a>" + good + "</a>";
    QVERIFY(parseXml(good).ok());
    QVERIFY(parseXml("<!DOCTYPE resource-agent SYSTEM \"ra-api-1.dtd\"><resource-agent/>").ok());
}

void TestHaParse::cutXmlIsAnErrorAtEveryByte()
{
    hascene::Scene scene;
    const auto world = scene.world();
    const ClusterSpec spec = hascene::specFor(world, "oss", { "oss1", "oss2" });
    const std::string cib = hascene::configuredCib(world, spec), status = hascene::statusOf(world, spec);
    QVERIFY2(parseCib(cib).ok(), cib.substr(0, 300).c_str());
    QVERIFY(parseStatus(status).ok());
    for (const std::string &text : { cib, status })
        for (std::size_t length = 0; length < text.size(); length += 61) {
            const std::string cut = text.substr(0, length);
            QVERIFY(!parseCib(cut).ok());
            QVERIFY(!parseStatus(cut).ok());
        }
}

void TestHaParse::orderOfAttributesAndOfThingsWithIdsMeansNothing()
{
    const auto read = [](const char *text) { return *parseXml(text); };
    QVERIFY(same(read("<a x='1' y='2'><b id='1'/><b id='2'/></a>"), read("<a y='2' x='1'><b id='2'/><b id='1'/></a>")));
    QVERIFY(!same(read("<a x='1'/>"), read("<a x='2'/>")));
    QVERIFY(!same(read("<a><b id='1'/></a>"), read("<a><b id='1'/><b id='2'/></a>")));
    QVERIFY(!same(read("<group id='g'><b id='1'/><b id='2'/></group>"), read("<group id='g'><b id='2'/><b id='1'/></group>")));
}

void TestHaParse::times()
{
    QCOMPARE(pacemakerTime("Tue Aug 25 02:06:37 2020"), std::int64_t(1598321197));
    QCOMPARE(pacemakerTime("2020-08-25 02:06:37 +00:00"), std::int64_t(1598321197));
    QCOMPARE(pacemakerTime("2020-08-25 04:06:37 +02:00"), std::int64_t(1598321197));
    QCOMPARE(pacemakerTime("2020-08-25 04:06:37.123456 +02:00"), std::int64_t(1598321197));
    QCOMPARE(pacemakerTime("2020-08-25 02:06:37Z"), std::int64_t(1598321197));
    QCOMPARE(pacemakerTime("1598321197"), std::int64_t(1598321197));
    for (const char *bad : { "", "soon", "Tue Nix 25 02:06:37 2020", "2020-13-25 02:06:37", "99999999999999999999" })
        QCOMPARE(pacemakerTime(bad), std::int64_t(0));
    QCOMPARE(pacemakerMs("20"), std::int64_t(20'000));
    QCOMPARE(pacemakerMs("20s"), std::int64_t(20'000));
    QCOMPARE(pacemakerMs("1200ms"), std::int64_t(1200));
    QCOMPARE(pacemakerMs("20min"), std::int64_t(1'200'000));
    QCOMPARE(pacemakerMs("PT20M"), std::int64_t(1'200'000));
    for (const char *bad : { "", "x", "-3s", "20 apples", "99999999999999h" })
        QCOMPARE(pacemakerMs(bad), std::int64_t(-1));
    QCOMPARE(pacemakerScore("-INFINITY"), std::int64_t(-1'000'000));
    QCOMPARE(pacemakerScore("+INFINITY"), std::int64_t(1'000'000));
    QCOMPARE(pacemakerScore("-20"), std::int64_t(-20));
    QCOMPARE(pacemakerScore("99999999"), std::int64_t(1'000'000));
    QCOMPARE(pacemakerScore("many"), std::int64_t(0));
}

void TestHaParse::statusOfPacemaker1()
{
    const auto s = parseStatus(R"(<?xml version="1.0"?><crm_mon version="1.1.21"><summary><stack type="corosync" /><current_dc present="true" version="1.1.21-4.el7" name="b" id="2" with_quorum="true" />
      <cluster_options stonith-enabled="false" no-quorum-policy="freeze" maintenance-mode="true" /></summary>
      <nodes><node name="a" id="1" online="false" standby="false" unclean="true" shutdown="false" is_dc="false" resources_running="0" type="member" />
        <node name="b" id="2" online="true" standby="true" is_dc="true" resources_running="1" type="member" /></nodes>
      <resources><clone id="c"><resource id="p:0" resource_agent="ocf::pacemaker:ping" role="Started" active="true" managed="false" nodes_running_on="1"><node name="b" id="2"/></resource></clone>
        <group id="g"><resource id="z" resource_agent="ocf::chroma:ZFS" role="Stopped" target_role="stopped" active="false" blocked="true" failed="true" managed="true"/></group></resources>
      <node_history><node name="b"><resource_history id="z" migration-threshold="3" fail-count="1000000" last-failure="Tue Aug 25 02:06:38 2020">
        <operation_history call="34" task="start" last-rc-change="Tue Aug 25 02:06:37 2020" exec-time="1221ms" queue-time="1ms" rc="1" rc_text="unknown error" /></resource_history></node></node_history>
      <failures><failure op_key="z_pool_start_0" node="b" exitstatus="unknown error" exitreason="no pool" exitcode="1" call="34" status="Error" last-rc-change="Tue Aug 25 02:06:37 2020" interval="0" task="start" /></failures>
      <bans><ban id="cli-ban-g-on-a" resource="g" node="a" weight="-1000000" master_only="false" /></bans></crm_mon>)");
    QVERIFY2(s.ok(), s.ok() ? "" : s.error().message.c_str());
    QCOMPARE(q(s->version), QString("1.1.21"));
    QCOMPARE(q(s->dc), QString("b"));
    QVERIFY(s->quorum && s->maintenance && !s->stonithEnabled);
    QCOMPARE(q(s->node("a")->word()), QString("unclean"));
    QCOMPARE(q(s->node("b")->word()), QString("standby"));
    QCOMPARE(q(s->resource("p")->agent), QString("ocf:pacemaker:ping"));
    QCOMPARE(q(s->resource("p")->clone), QString("c"));
    QVERIFY(!s->resource("p")->managed);
    QCOMPARE(s->resource("p")->nodes, std::vector<std::string> { "b" });
    QCOMPARE(q(s->resource("z")->group), QString("g"));
    QCOMPARE(q(s->resource("z")->targetRole), QString("Stopped"));
    QVERIFY(s->resource("z")->blocked && s->resource("z")->failed);
    QCOMPARE(s->failCounts.size(), std::size_t(1));
    QCOMPARE(s->failCounts[0].count, 1'000'000);
    QCOMPARE(s->failCounts[0].threshold, 3);
    QCOMPARE(s->failCounts[0].lastFailureAt, std::int64_t(1598321198));
    QCOMPARE(q(s->failures[0].resource), QString("z_pool"));
    QCOMPARE(q(s->failures[0].reason), QString("no pool"));
    QCOMPARE(s->operations[0].execMs, 1221);
    QVERIFY(s->bans[0].byTool());
    QCOMPARE(s->bans[0].score, std::int64_t(-1'000'000));
}

void TestHaParse::statusOfPacemaker2()
{
    const auto s = parseStatus(R"(<pacemaker-result api-version="2.25"><summary><stack type="corosync" pacemakerd-state="running"/><current_dc present="true" version="2.1.5-a3f" name="n1" id="1" with_quorum="true" mixed_version="true"/>
      <last_update time="Sun Jun  7 10:00:00 2026"/><last_change time="Sun Jun  7 09:59:00 2026" user="root" client="cibadmin" origin="n1"/><nodes_configured number="2"/><resources_configured number="3" disabled="1" blocked="0"/>
      <cluster_options stonith-enabled="true" symmetric-cluster="false" maintenance-mode="false"/></summary>
      <nodes><node name="n1" id="1" online="true" health="green" feature_set="3.16.2" is_dc="true" pending="true"/></nodes>
      <resources><bundle id="bu"><replica id="0"><resource id="web" resource_agent="ocf:heartbeat:apache" role="Started" pending="Starting" active="true" nodes_running_on="0"/></replica></bundle>
        <clone id="m" multi_state="true"><group id="g:1" disabled="true"><resource id="r" resource_agent="ocf:x:y" role="Slave" removed="true" active="true"><node name="n1" id="1"/></resource></group></clone></resources>
      <node_attributes><node name="n1"><attribute name="chandelier-lnet" value="2000"/></node></node_attributes>
      <fence_history><fence_event status="success" target="n2" action="reboot" delegate="n1" client="stonith_admin.7" origin="n1" completed="2026-06-07 09:00:00 +00:00"/>
        <fence_event status="failed" target="n2" action="off" client="controld" origin="n1" exit-reason="No route" completed="2026-06-07 08:00:00 +00:00"/>
        <fence_event status="pending" target="n3" action="off" client="controld" origin="n1" extended-status="querying"/></fence_history><status code="0" message="OK"/></pacemaker-result>)");
    QVERIFY2(s.ok(), s.ok() ? "" : s.error().message.c_str());
    QCOMPARE(q(s->version), QString("2.1.5"));
    QVERIFY(s->mixedVersion && s->stonithEnabled && !s->symmetric && !s->maintenance);
    QCOMPARE(q(s->pacemakerd), QString("running"));
    QCOMPARE(s->lastChangeAt, s->lastUpdateAt - 60);
    QCOMPARE(q(s->lastChangeOrigin), QString("n1"));
    QCOMPARE(s->resourcesDisabled, 1);
    QCOMPARE(q(s->node("n1")->word()), QString("pending"));
    QCOMPARE(q(s->node("n1")->attributes.at("chandelier-lnet")), QString("2000"));
    QCOMPARE(q(s->resource("web")->bundle), QString("bu"));
    QCOMPARE(q(s->resource("web")->pending), QString("Starting"));
    QCOMPARE(q(s->resource("r")->group), QString("g"));
    QCOMPARE(q(s->resource("r")->clone), QString("m"));
    QCOMPARE(q(s->resource("r")->role), QString("Unpromoted"));
    QVERIFY(s->resource("r")->orphaned && s->resource("r")->disabled);
    QCOMPARE(s->fenceHistory.size(), std::size_t(3));
    QCOMPARE(s->fenceHistory[0].completedAt, pacemakerTime("2026-06-07 09:00:00"));
    QCOMPARE(q(s->fenceHistory[1].reason), QString("No route"));
    QCOMPARE(s->fenceHistory[2].completedAt, std::int64_t(0));
}

void TestHaParse::statusByNodeAndAnError()
{
    const auto byNode = parseStatus(R"(<pacemaker-result><summary/><nodes><node name="n1" online="true"><resource id="x" resource_agent="ocf:a:b" role="Started" active="true"/></node></nodes></pacemaker-result>)");
    QVERIFY(byNode.ok());
    QCOMPARE(byNode->resource("x")->nodes, std::vector<std::string> { "n1" });
    const auto down = parseStatus(R"(<pacemaker-result><status code="102" message="Not connected"><errors><error>crm_mon: Could not connect</error></errors></status></pacemaker-result>)");
    QVERIFY(!down.ok());
    QVERIFY(down.error().problem == protocol::Problem::ToolFailed);
    QVERIFY(q(down.error().message).contains("Could not connect"));
    QVERIFY(!parseStatus("<html/>").ok());
}

void TestHaParse::configurationInAllItsParts()
{
    const auto c = parseCib(R"(<cib validate-with="pacemaker-3.9" crm_feature_set="3.16" epoch="12" num_updates="3" admin_epoch="1" have-quorum="1" dc-uuid="2" update-user="root" update-client="crmsh" update-origin="n1" cib-last-written="yesterday"><configuration>
      <crm_config><cluster_property_set id="later" score="1"><nvpair id="l1" name="stonith-enabled" value="false"/></cluster_property_set>
        <cluster_property_set id="first" score="9"><nvpair id="f1" name="stonith-enabled" value="true"/></cluster_property_set>
        <cluster_property_set id="ruled" score="99"><rule id="r" score="1"/><nvpair id="r1" name="stonith-enabled" value="never"/></cluster_property_set></crm_config>
      <nodes><node id="1" uname="n1"><instance_attributes id="ia"><nvpair id="i1" name="standby" value="on"/></instance_attributes></node></nodes>
      <resources><template id="t" class="ocf" provider="lustre" type="Lustre"><instance_attributes id="tp"><nvpair id="t1" name="mountpoint" value="/mnt/t"/></instance_attributes></template>
        <primitive id="p" template="t"><instance_attributes id="pp"><nvpair id="p1" name="target" value="/dev/a"/></instance_attributes></primitive>
        <clone id="c"><group id="g"><primitive id="q" class="systemd" type="x"><operations><op id="o" name="monitor" interval="10s"><meta_attributes id="om"><nvpair id="om1" name="timeout" value="5s"/></meta_attributes></op></operations></primitive></group></clone>
        <strange id="s"/></resources>
      <constraints><rsc_location id="a" rsc="p"><rule id="ar" score="5"/></rsc_location><rsc_order id="b" score="0" first="c" then="p"/><rsc_order id="bb" first="c" then="p"/>
        <rsc_colocation id="d" score="INFINITY"><resource_set id="ds"><resource_ref id="p"/><resource_ref id="c"/></resource_set></rsc_colocation><rsc_ticket id="e" ticket="tick" rsc="p"/></constraints>
      <fencing-topology><fencing-level id="f" target="n1" index="2" devices="x,y"/></fencing-topology><tags><tag id="tg"><obj_ref id="p"/></tag></tags><rsc_defaults><meta_attributes id="rd"><nvpair id="rd1" name="resource-stickiness" value="3"/></meta_attributes></rsc_defaults>
      <acls><acl_role id="ro"/></acls><alerts><alert id="al" path="/x"/></alerts><future id="z"/></configuration><status><tickets><ticket_state id="other"/></tickets></status></cib>)");
    QVERIFY2(c.ok(), c.ok() ? "" : c.error().message.c_str());
    QCOMPARE(c->epoch, std::int64_t(12));
    QCOMPARE(q(c->updateClient), QString("crmsh"));
    QCOMPARE(q(c->properties.at("stonith-enabled")), QString("true"));
    QCOMPARE(q(c->nodes[0].attributes.at("standby")), QString("on"));
    const CibResource *p = c->resource("p");
    QCOMPARE(q(p->agent), QString("ocf:lustre:Lustre"));
    QCOMPARE(q(p->parameters.at("mountpoint")), QString("/mnt/t"));
    QCOMPARE(q(p->parameters.at("target")), QString("/dev/a"));
    QCOMPARE(q(c->resource("q")->parent), QString("g"));
    QCOMPARE(q(c->outermost("q")->id), QString("c"));
    QCOMPARE(q(c->resource("q")->operations[0].timeout), QString("5s"));
    QCOMPARE(c->constraints.size(), std::size_t(5));
    QVERIFY(q(c->constraints[0].rules).contains("ar"));
    QCOMPARE(q(c->constraints[1].score), QString("Optional"));
    QCOMPARE(q(c->constraints[2].score), QString("Mandatory"));
    QVERIFY(c->constraints[3].names("c") && !c->constraints[3].names("q"));
    QCOMPARE(c->levels[0].devices, (std::vector<std::string> { "x", "y" }));
    QCOMPARE(c->levels[0].index, 2);
    QCOMPARE(c->tags[0].members, std::vector<std::string> { "p" });
    QCOMPARE(q(c->resourceDefaults.at("resource-stickiness")), QString("3"));
    QCOMPARE(c->tickets.size(), std::size_t(2));
    QCOMPARE(c->unknown.size(), std::size_t(2));
    QCOMPARE(q(c->unknown[0].xml), QString("<strange id=\"s\"/>"));
}

void TestHaParse::piecesOfAConfigurationAreReadToo()
{
    QCOMPARE(parseCib("<resources><primitive id='a' class='ocf' provider='x' type='y'/></resources>")->resources.size(), std::size_t(1));
    QCOMPARE(parseCib("<primitive id='a' class='stonith' type='fence_x'/>")->resources.front().isStonith(), true);
    QCOMPARE(parseCib("<xpath-query><primitive id='a' class='stonith' type='f'/><rsc_location id='l' rsc='a' node='n' score='1'/></xpath-query>")->constraints.size(), std::size_t(1));
    for (const char *bad : { "<html/>", "<cib/>", "words", "" })
        QVERIFY(!parseCib(bad).ok());
    // A template of itself, and a parent that is its own child, end.
    QVERIFY(parseCib("<resources><primitive id='a' template='a'/></resources>").ok());
    const auto loop = parseCib("<resources><group id='a'><primitive id='b'/></group><group id='b'><primitive id='a'/></group></resources>");
    QVERIFY(loop->outermost("b"));
}

void TestHaParse::corosyncConfOfOthers()
{
    const auto c = parseCorosyncConf("# by hand\ntotem {\n version: 2\n cluster_name: lustre-ha\n transport: udp\n token: 17000\n interface {\n  ringnumber: 0\n  mcastport: 5405\n }\n interface {\n  ringnumber: 1\n  mcastport: 5407\n }\n}\n"
                                     "nodelist {\n node {\n  ring0_addr: 10.0.0.1\n  ring1_addr: 10.1.0.1\n  nodeid: 1\n }\n node {\n  name: b\n  ring0_addr: 10.0.0.2\n  nodeid: 2\n }\n}\nquorum {\n provider: corosync_votequorum\n two_node: 1\n}\n");
    QVERIFY2(c.ok(), c.ok() ? "" : c.error().message.c_str());
    QCOMPARE(q(c->clusterName), QString("lustre-ha"));
    QVERIFY(c->twoNode && c->waitForAll && !c->ours);
    QCOMPARE(c->tokenMs, 17000);
    QCOMPARE(c->nodes.size(), std::size_t(2));
    QCOMPARE(c->nodes[0].addresses, (std::vector<std::string> { "10.0.0.1", "10.1.0.1" }));
    QCOMPARE(q(c->nodes[1].name), QString("b"));
    QCOMPARE(q(c->values.at("totem.interface.mcastport#2")), QString("5407"));
}

void TestHaParse::corosyncConfWithMistakes()
{
    for (const auto &[text, word] : std::vector<std::pair<std::string, QString>> { { "totem {\n version: 2\n", "line 2" }, { "}\n", "line 1" }, { "totem {\n nonsense\n}\n", "line 2" }, { "", "nothing" },
             { std::string(20, 'a') + " {\n" + std::string(), "not closed" } }) {
        const auto read = parseCorosyncConf(text);
        QVERIFY2(!read.ok(), text.c_str());
        QVERIFY2(q(read.error().message).contains(word), read.error().message.c_str());
    }
    std::string deep;
    for (int i = 0; i < 100; ++i)
        deep += "a {\n";
    QVERIFY(!parseCorosyncConf(deep).ok());
    QVERIFY(!parseCorosyncConf(std::string(2 << 20, ' ')).ok());
}

void TestHaParse::links()
{
    const auto good = parseLinks("Local node ID 1, transport knet\nLINK ID 0 udp\n\taddr\t= 10.0.0.1\n\tstatus:\n\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\tconnected\n"
                                 "LINK ID 1 udp\n\taddr\t= 10.1.0.1\n\tstatus:\n\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\tdisconnected\n");
    QVERIFY(good.ok());
    QCOMPARE(q(good->transport), QString("knet"));
    QCOMPARE(good->links.size(), std::size_t(2));
    QVERIFY(!good->links[0].faulty && good->links[1].faulty);
    QCOMPARE(q(good->links[1].address), QString("10.1.0.1"));
    QCOMPARE(good->links[0].peers[1].nodeId, 2);
    const auto middle = parseLinks("Printing link status.\nLocal node ID 2\nLINK ID 0\n\taddr\t= 10.0.0.2\n\tstatus:\n\t\tnodeid  1:\tlink enabled:1\tlink connected:0\n\t\tnodeid  2:\tlink enabled:1\tlink connected:1\n");
    QVERIFY(middle->links[0].faulty);
    const auto old = parseLinks("Printing ring status.\nLocal node ID 16777226\nRING ID 0\n    id      = 10.0.0.1\n    status  = Marking ringid 0 interface 10.0.0.1 FAULTY\nRING ID 1\n    id      = 172.16.0.1\n    status  = ring 1 active with no faults\n");
    QVERIFY(old->links[0].faulty && !old->links[1].faulty);
    QVERIFY(!parseLinks("Could not initialize corosync configuration API error CS_ERR_LIBRARY\n").ok());
}

void TestHaParse::quorum()
{
    const auto two = parseQuorum(hascene::quorumOf(hascene::specFor(hascene::Scene().world(), "oss", { "oss1", "oss2" })));
    QVERIFY(two.ok());
    QVERIFY(two->quorate);
    QCOMPARE(two->needed, 1);
    QCOMPARE(two->flags, (std::vector<std::string> { "2Node", "Quorate", "WaitForAll" }));
    QCOMPARE(q(two->voters[0].name), QString("oss1"));
    QVERIFY(two->voters[0].local && !two->voters[1].local);
    const auto device = parseQuorum("Quorate:          No\nExpected votes:   3\nTotal votes:      1\nQuorum:           2 Activity blocked\nFlags:            Qdevice \n\n    Nodeid      Votes    Qdevice Name\n         1          1    A,V,NMW n1 (local)\n         0          1            Qdevice\n");
    QVERIFY(device.ok());
    QVERIFY(!device->quorate);
    QCOMPARE(device->needed, 2);
    QCOMPARE(q(device->voters[0].qdeviceFlags), QString("A,V,NMW"));
    QVERIFY(device->voters[1].qdevice);
    QVERIFY(!parseQuorum("Cannot initialize QUORUM service\n").ok());
}

void TestHaParse::specificationAsJson()
{
    ClusterSpec spec = hascene::specFor(hascene::Scene().world(), "oss", { "oss1", "oss2" });
    spec.qdevice = QuorumDevice { "arbiter", "lms" };
    spec.policy = { 5, 1, 60, Failback::Automatic, "freeze" };
    spec.tokenMs = 3000;
    spec.consensusMs = 3600;
    spec.crypto = { "none", "none" };
    spec.members[0].node = "oss1.site";
    spec.health.lustre = false;
    spec.fencing["oss1"].push_back({ {}, "fence_apc_snmp", 2, { { "plug", "7" } }, {}, "passwd_script", 9 });
    const auto back = clusterSpecFromJson(protocol::parseJson(protocol::dumpJson(toJson(spec))));
    QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
    QVERIFY(*back == spec);
}

void TestHaParse::specificationWithMistakes()
{
    for (const auto &[text, field] : std::vector<std::pair<const char *, const char *>> { { "[]", "it" }, { "{}", "name" }, { R"({"name":1})", "name" }, { R"({"name":"a","members":{}})", "members" },
             { R"({"name":"a","members":[{"nodeId":1}]})", "members" }, { R"({"name":"a","tokenMs":-4})", "tokenMs" }, { R"({"name":"a","policy":{"failback":"maybe"}})", "failback" },
             { R"({"name":"a","fencing":{"x":[{"agent":"f","parameters":{"a":1}}]}})", "parameters" }, { R"({"name":"a","fencing":{"x":[{}]}})", "fencing" }, { R"({"name":"a","resources":[3]})", "resources" } }) {
        const auto read = clusterSpecFromJson(protocol::parseJson(text));
        QVERIFY2(!read.ok(), text);
        QVERIFY2(q(read.error().message).contains(field), read.error().message.c_str());
    }
}

void TestHaParse::idsAreNames()
{
    QCOMPARE(q(xmlId("scratch-OST0000")), QString("scratch-OST0000"));
    QCOMPARE(q(xmlId("oss1.site.org")), QString("oss1.site.org"));
    for (const char *odd : { "", "7up", "a b", "a:b", "-x", "ä", "a/b" }) {
        const std::string id = xmlId(odd);
        QVERIFY2(parseXml("<a id=\"" + id + "\"/>").ok(), id.c_str());
        QVERIFY((id[0] >= 'a' && id[0] <= 'z') || id[0] == '_');
        QVERIFY(id.find_first_of(" :/") == std::string::npos);
    }
    QVERIFY(xmlId("a b") != xmlId("a:b"));
    const auto world = hascene::Scene().world();
    for (const auto &[id, t] : world->targets) {
        QVERIFY(isOurs(resourceId(t)));
        QCOMPARE(resourceIdOf(inventory::resourceId(id)), resourceId(t));
    }
}

void TestHaParse::targetsAreFoundByDevice()
{
    const auto world = hascene::Scene().world();
    const auto cib = parseCib(R"(<configuration><nodes><node id="1" uname="oss1.site"/><node id="2" uname="oss2.site"/></nodes><resources>
      <primitive id="by-id" class="ocf" provider="lustre" type="Lustre"><instance_attributes id="a"><nvpair id="a1" name="target" value="/dev/disk/by-id/wwn-ost0"/><nvpair id="a2" name="mountpoint" value="/elsewhere"/></instance_attributes></primitive>
      <group id="g"><primitive id="by-path" class="ocf" provider="heartbeat" type="Filesystem"><instance_attributes id="b"><nvpair id="b1" name="device" value="/dev/mapper/ost1"/><nvpair id="b2" name="directory" value="/x"/><nvpair id="b3" name="fstype" value="lustre"/></instance_attributes></primitive></group>
      <primitive id="home" class="ocf" provider="heartbeat" type="Filesystem"><instance_attributes id="c"><nvpair id="c1" name="device" value="/dev/sda3"/><nvpair id="c2" name="directory" value="/home"/><nvpair id="c3" name="fstype" value="ext4"/></instance_attributes></primitive>
      <primitive id="client" class="ocf" provider="heartbeat" type="Filesystem"><instance_attributes id="d"><nvpair id="d1" name="device" value="10.10.0.1@tcp:/scratch"/><nvpair id="d2" name="directory" value="/mnt/scratch"/><nvpair id="d3" name="fstype" value="lustre"/></instance_attributes></primitive>
      <primitive id="stranger" class="ocf" provider="lustre" type="Lustre"><instance_attributes id="e"><nvpair id="e1" name="target" value="/dev/mapper/mdt0"/><nvpair id="e2" name="mountpoint" value="/lost"/></instance_attributes></primitive></resources></configuration>)");
    const auto found = matchTargets(*cib, *world);
    QCOMPARE(found.size(), std::size_t(3));
    QCOMPARE(q(found[0].target), QString("target:scratch-OST0000"));
    QVERIFY(q(found[0].how).contains("device"));
    QVERIFY(!found[0].ours);
    QCOMPARE(q(found[1].target), QString("target:scratch-OST0001"));
    QCOMPARE(q(found[1].top), QString("g"));
    QCOMPARE(q(found[2].target), QString()); // mdt0 is a disk of other hosts
}

void TestHaParse::targetsOfExaScalerAreFoundByName()
{
    const auto world = hascene::Scene().world();
    const auto cib = parseCib(R"(<configuration><nodes><node id="1" uname="mds1"/><node id="2" uname="mds2"/><node id="3" uname="oss1"/><node id="4" uname="oss2"/></nodes><resources>
      <primitive id="mgs" class="ocf" provider="ddn" type="lustre-server"/><primitive id="mdt0001-scratch" class="ocf" provider="ddn" type="lustre-server"><instance_attributes id="a"><nvpair id="a1" name="device" value="/dev/ddn/mdt0001_scratch"/></instance_attributes></primitive>
      <primitive id="ost0001-scratch" class="ocf" provider="ddn" type="lustre-server"/><primitive id="ost0009-scratch" class="ocf" provider="ddn" type="lustre-server"/><primitive id="mgs-vg" class="ocf" provider="ddn" type="lvm"/></resources></configuration>)");
    const auto found = matchTargets(*cib, *world);
    QCOMPARE(found.size(), std::size_t(4));
    QVERIFY(q(found[0].target).startsWith("target:MGS"));
    QCOMPARE(q(found[1].target), QString("target:scratch-MDT0001"));
    QVERIFY(q(found[1].how).contains("name"));
    QCOMPARE(q(found[2].target), QString("target:scratch-OST0001"));
    QCOMPARE(q(found[3].target), QString());
}

void TestHaParse::targetsByMountpointAndLogicalVolume()
{
    const auto world = hascene::Scene("server a eth0=1.0.0.1/24\nserver b eth0=1.0.0.2/24\nvolume v on=a:/dev/mapper/v--g-l--v,b:/dev/mapper/v--g-l--v\ntarget fs-OST0000 on=v nodes=a,b\nvolume w on=a,b\ntarget fs-OST0001 on=w nodes=a,b mounted=a at=/lustre/one\n").world();
    const auto cib = parseCib(R"(<resources><primitive id="x" class="ocf" provider="lustre" type="Lustre"><instance_attributes id="i"><nvpair id="n" name="target" value="/dev/v-g/l-v"/><nvpair id="m" name="mountpoint" value="/q"/></instance_attributes></primitive>
      <primitive id="y" class="ocf" provider="lustre" type="Lustre"><instance_attributes id="j"><nvpair id="o" name="target" value="/dev/unknown"/><nvpair id="p" name="mountpoint" value="/lustre/one"/></instance_attributes></primitive></resources>)");
    const auto found = matchTargets(*cib, *world);
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(q(found[0].target), QString("target:fs-OST0000"));
    QCOMPARE(q(found[1].target), QString("target:fs-OST0001"));
    QVERIFY(q(found[1].how).contains("mountpoint"));
}

QTEST_APPLESS_MAIN(TestHaParse)
#include "tst_haparse.moc"
