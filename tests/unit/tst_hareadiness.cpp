// SPDX-License-Identifier: GPL-3.0-or-later
// Readiness with each of its checks broken one by one; proposals; fence agents' forms; a failover told as a story.
#include "core/ha/metadata.h"
#include "core/ha/propose.h"
#include "core/ha/readiness.h"
#include "core/ha/knownagents.h"
#include "core/ha/story.h"
#include "core/ha/trouble.h"
#include "tests/support/hascene.h"

#include <QTest>

using namespace ha;
using hascene::Scene;

class TestHaReadiness : public QObject {
    Q_OBJECT

private slots:
    void allIsWell();
    void eachCheckBrokenOneByOne_data();
    void eachCheckBrokenOneByOne();
    void everyCheckIsBrokenSomewhere();
    void poolsAreGuardedByMultihost();
    void targetsWithoutAClusterAreNotReady();
    void clustersOfOthersAreJudgedToo();
    void summaries();
    void pairsAreProposedFromDisks();
    void ringsAreNeverGuessed();
    void metadataBecomesAForm();
    void metadataOfResourceAgents();
    void parametersAreChecked();
    void knownAgentsHaveForms();
    void aFailoverIsAStory();
    void whoRanNothingHasItsStoryToo();
    void theStoryOfTargetsThatAreUpWaitsForTheFencing();
    void aDeathThatIsKnownIsCountedFrom();
    void aFailoverThatNobodySawIsTold();
    void aDeviceMayHaveFailedWhereItMustNotRun();
    void fencingThatFailsIsTold();
    void standbyIsNoDeath();
};

namespace {

QString q(const std::string &text) { return QString::fromStdString(text); }

constexpr std::int64_t now = 1'800'000'000'000;
const std::map<std::string, std::int64_t> proven { { "oss1", now - 3 * 86'400'000LL }, { "oss2", now - 5 * 86'400'000LL } };

void replace(std::string &text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        qFatal("\"%s\" is not in the text", from.c_str());
    text.replace(at, from.size(), to);
}

Readiness judged(Scene &scene, const std::map<std::string, std::int64_t> &proofs = proven)
{
    return readiness({ scene.world(), proofs, now, 180 });
}

const TargetReadiness &ost0(const Readiness &all)
{
    static const TargetReadiness none;
    for (const TargetReadiness &t : all.targets)
        if (t.label == "scratch-OST0000")
            return t;
    return none;
}

QStringList notOk(const std::vector<Check> &checks)
{
    QStringList out;
    for (const Check &c : checks)
        if (c.grade != Grade::Ok && !out.contains(q(c.id)))
            out << q(c.id);
    out.sort();
    return out;
}

Scene running()
{
    Scene scene;
    hascene::run(scene, hascene::specFor(scene.world(), "oss", { "oss1", "oss2" }));
    return scene;
}

/// Changes what a host says of its cluster, on both members.
void changeHa(Scene &scene, const std::function<void(protocol::HaReport &)> &what)
{
    for (const char *server : { "oss1", "oss2" })
        scene.change(server, [&](protocol::HostInventory &h) { what(h.ha); });
}

void inStatus(Scene &scene, const std::string &from, const std::string &to)
{
    changeHa(scene, [&](protocol::HaReport &r) { replace(r.status, from, to); });
}

using Break = std::function<void(Scene &)>;

} // namespace

Q_DECLARE_METATYPE(Break)

void TestHaReadiness::allIsWell()
{
    Scene scene = running();
    const auto world = scene.world();
    QCOMPARE(world->clusters.size(), std::size_t(1));
    const HaCluster &c = world->clusters.at("oss");
    QVERIFY(c.configured && !c.foreign && c.cib && c.status);
    QCOMPARE(c.targets.size(), std::size_t(2));
    const Readiness all = judged(scene);
    const TargetReadiness &t = ost0(all);
    QCOMPARE(notOk(t.checks), QStringList());
    QVERIFY(t.ready);
    QCOMPARE(t.score, 100);
    QCOMPARE(q(t.active), QString("oss1"));
    QCOMPARE(q(t.partner), QString("oss2"));
    QCOMPARE(all.clusters.size(), std::size_t(1));
    QCOMPARE(notOk(all.clusters[0].checks), QStringList());
    QVERIFY(all.clusters[0].proven && all.clusters[0].ready);
    QCOMPARE(all.clusters[0].provenAt, proven.at("oss2"));
    QCOMPARE(q(all.summary()), QString("2 of 5 could fail over now")); // the MDS have no cluster
}

void TestHaReadiness::eachCheckBrokenOneByOne_data()
{
    QTest::addColumn<QStringList>("ids");
    QTest::addColumn<bool>("blocks");
    QTest::addColumn<QString>("words");
    QTest::addColumn<Break>("breaks");
    const auto row = [](const char *name, const QStringList &ids, bool blocks, const char *words, Break breaks) { QTest::newRow(name) << ids << blocks << words << breaks; };
    const auto host = [](const char *server, auto what) { return Break([=](Scene &s) { s.change(server, what); }); };
    const auto status = [](const std::string &from, const std::string &to) { return Break([=](Scene &s) { inStatus(s, from, to); }); };
    using Inventory = protocol::HostInventory;

    row("no pacemaker", { "bans", "failures", "fencing", "maintenance", "node", "pacemaker", "quorum", "resource", "stonith" }, true, "Nobody answers",
        [](Scene &s) { changeHa(s, [](auto &r) { r.status.clear(); }); });
    row("no dc", { "pacemaker" }, true, "decides", status("name=\"oss1\" id=\"1\" with_quorum", "with_quorum"));
    row("conf differs", { "agree" }, true, "corosync.conf of", host("oss2", [](Inventory &h) { replace(h.ha.corosyncConf, "token: 5000", "token: 6000"); }));
    row("key differs", { "agree" }, true, "key of Corosync", host("oss2", [](Inventory &h) { h.ha.authkeySum = "11"; }));
    row("no quorum", { "quorum" }, true, "no quorum", status("with_quorum=\"true\"", "with_quorum=\"false\""));
    row("quorum after the loss", { "quorum-after" }, true, "no quorum", [](Scene &s) { changeHa(s, [](auto &r) { replace(r.quorum, "2Node ", ""); replace(r.quorum, "Quorum:           1", "Quorum:           2"); }); });
    row("link down", { "links" }, false, "Link 1 of oss2 is down", host("oss2", [](Inventory &h) { replace(h.ha.links, "addr\t= 10.20.0.4\n\tstatus:\n\t\tnodeid:          1:\tconnected", "addr\t= 10.20.0.4\n\tstatus:\n\t\tnodeid:          1:\tdisconnected"); }));
    row("fencing off", { "stonith" }, true, "switched off", status("stonith-enabled=\"true\"", "stonith-enabled=\"false\""));
    row("maintenance", { "maintenance" }, true, "Maintenance mode", status("maintenance-mode=\"false\"", "maintenance-mode=\"true\""));
    row("partner in standby", { "node" }, true, "oss2 is standby", status("name=\"oss2\" id=\"2\" online=\"true\" standby=\"false\"", "name=\"oss2\" id=\"2\" online=\"true\" standby=\"true\""));
    row("partner offline", { "node" }, true, "oss2 is offline", status("name=\"oss2\" id=\"2\" online=\"true\"", "name=\"oss2\" id=\"2\" online=\"false\""));
    row("fence device down", { "fencing" }, true, "does not run", status("<resource id=\"chandelier-fence-1-oss1\" resource_agent=\"stonith:fence_ipmilan\" role=\"Started\" active=\"true\"", "<resource id=\"chandelier-fence-1-oss1\" resource_agent=\"stonith:fence_ipmilan\" role=\"Stopped\" active=\"false\""));
    row("fence device failed", { "fencing" }, true, "failed to start on oss2", status("</resources>", "</resources><node_history><node name=\"oss2\"><resource_history id=\"chandelier-fence-1-oss1\" fail-count=\"INFINITY\" migration-threshold=\"1000000\"/></node></node_history>"));
    row("no fence device", { "fencing" }, true, "No fence device", host("oss1", [](Inventory &h) { replace(h.ha.cib, "name=\"pcmk_host_list\" value=\"oss1\"", "name=\"pcmk_host_list\" value=\"oss7\""); }));
    row("nids", { "nids" }, true, "does not name oss2", host("oss2", [](Inventory &h) { h.lnet.nids = { "10.77.0.1@tcp" }; }));
    row("networks", { "parameters" }, false, "networks of LNet differ", host("oss2", [](Inventory &h) { h.lnet.nids.push_back("10.77.0.1@o2ib"); }));
    row("lnet down", { "lnet" }, true, "LNet is not up", host("oss2", [](Inventory &h) { h.lnet.state = "down"; }));
    row("agent", { "agent" }, true, "is not on oss2", host("oss2", [](Inventory &h) { h.ha.resourceAgents.clear(); }));
    row("device gone", { "device" }, true, "No other member", host("oss2", [](Inventory &h) { std::erase_if(h.devices, [](auto &d) { return d.id == "wwn-ost0"; }); h.targets.clear(); }));
    row("device of another size", { "device" }, true, "another size", host("oss2", [](Inventory &h) { for (auto &d : h.devices) d.size /= 2; }));
    row("device read-only", { "device" }, true, "read-only", host("oss2", [](Inventory &h) { for (auto &d : h.devices) d.readOnly = true; }));
    row("mmp off", { "mmp" }, true, "is off", [](Scene &s) { for (const char *o : { "oss1", "oss2" }) s.change(o, [](Inventory &h) { for (auto &t : h.targets) t.mmp = false; }); });
    row("resource failed", { "resource" }, true, "has failed", status("role=\"Started\" active=\"true\" orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"false\" failure_ignored=\"false\" nodes_running_on=\"1\"><node name=\"oss1\" id=\"1\" cached=\"true\"/></resource><resource id=\"chandelier-scratch-OST0001\"",
        "role=\"Started\" active=\"true\" orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"true\" failure_ignored=\"false\" nodes_running_on=\"1\"><node name=\"oss1\" id=\"1\" cached=\"true\"/></resource><resource id=\"chandelier-scratch-OST0001\""));
    row("banned", { "bans" }, true, "cli-ban", status("</resources>", "</resources><bans><ban id=\"cli-ban-x\" resource=\"chandelier-scratch-OST0000\" node=\"oss2\" weight=\"-1000000\"/></bans>"));
    row("failed there", { "failures" }, true, "3 times", status("</resources>", "</resources><node_history><node name=\"oss2\"><resource_history id=\"chandelier-scratch-OST0000\" fail-count=\"3\" migration-threshold=\"3\"/></node></node_history>"));
    row("versions", { "versions" }, false, "versions of Lustre differ", host("oss2", [](Inventory &h) { h.lustreVersion = "2.15.5"; }));
    row("mixed pacemaker", { "versions" }, false, "Pacemaker", status("mixed_version=\"false\"", "mixed_version=\"true\""));
    row("clock", { "time" }, false, "not synchronized", host("oss2", [](Inventory &h) { h.time.synchronized = false; }));
    row("clock off", { "time" }, false, "off by 7 s", host("oss1", [](Inventory &h) { h.time.offsetSeconds = 7; }));
    row("space", { "space" }, false, "MiB left below /var", host("oss2", [](Inventory &h) { h.ha.spaceFree = 1 << 20; }));
    row("mount point", { "mountpoint" }, true, "/mnt/scratch-OST0000 is not there on oss2", host("oss2", [](Inventory &h) { std::erase(h.ha.folders, "/mnt/scratch-OST0000"); }));
    row("parameters", { "parameters" }, false, "parameter timeout differs: 100 on oss1 and 300 on oss2", host("oss2", [](Inventory &h) { h.ha.parameters[1].second = "300"; }));
    row("other disk", { "device" }, true, "something else on it", [](Scene &s) {
        for (const char *o : { "oss1", "oss2" })
            s.change(o, [&](Inventory &h) {
                for (auto &d : h.devices)
                    if (d.id == "wwn-ost0")
                        d.signature = { "ext4", "scratch-OST0000", o == std::string("oss1") ? "uuid-a" : "uuid-b" };
                for (auto &t : h.targets)
                    t.uuid = t.label == "scratch-OST0000" ? "uuid-a" : t.uuid;
            });
    });
    row("partner lost", { "device", "node" }, true, "oss2 is offline", [](Scene &s) {
        inStatus(s, "name=\"oss2\" id=\"2\" online=\"true\"", "name=\"oss2\" id=\"2\" online=\"false\"");
        for (auto &r : s.described.reports)
            if (r.server == "oss2")
                r.reach = inventory::Reach::Lost;
    });
    row("memory", { "memory" }, false, "MiB of memory", host("oss2", [](Inventory &h) { h.memoryAvailable = 100 << 20; }));
}

void TestHaReadiness::eachCheckBrokenOneByOne()
{
    QFETCH(QStringList, ids);
    QFETCH(bool, blocks);
    QFETCH(QString, words);
    QFETCH(Break, breaks);
    Scene scene = running();
    breaks(scene);
    const Readiness all = judged(scene);
    const TargetReadiness &t = ost0(all);
    const QStringList broken = notOk(t.checks);
    for (const QString &id : ids)
        QVERIFY2(broken.contains(id), qPrintable(id + " is not among " + broken.join(", ")));
    if (ids.size() == 1)
        QCOMPARE(broken, ids);
    QCOMPARE(t.ready, !blocks);
    QVERIFY(t.score < 100);
    const auto said = std::find_if(t.checks.begin(), t.checks.end(), [&](const Check &c) { return c.grade != Grade::Ok && q(c.text).contains(words); });
    QVERIFY2(said != t.checks.end(), qPrintable(words));
    QVERIFY(!said->remedy.empty());
    for (const Check &c : t.checks)
        QVERIFY2(c.grade == Grade::Ok ? c.remedy.empty() : !c.remedy.empty(), c.text.c_str());
}

void TestHaReadiness::everyCheckIsBrokenSomewhere()
{
    // What the scope of readiness names, by the ids of its checks; "proven" and "delay" have tests of their own.
    QStringList ids;
    Scene scene = running();
    const Readiness all = judged(scene);
    for (const Check &c : ost0(all).checks)
        if (!ids.contains(q(c.id)))
            ids << q(c.id);
    for (const char *id : { "device", "mmp", "nids", "agent", "fencing", "proven", "quorum-after", "links", "versions", "parameters", "memory", "space", "mountpoint", "time" })
        QVERIFY2(ids.contains(id), id);
}

void TestHaReadiness::poolsAreGuardedByMultihost()
{
    const auto scene = [](const char *multihost) {
        Scene s("server oss1 zfs eth0=192.168.0.3/24 eth1=10.10.0.3/24 eth2=10.20.0.3/24 time=chrony\nserver oss2 zfs eth0=192.168.0.4/24 eth1=10.10.0.4/24 eth2=10.20.0.4/24 time=chrony\n"
                "volume ost0 on=oss1,oss2 zpool=tank\ntarget scratch-OST0000 on=ost0 nodes=oss1,oss2 mgs=oss1 zfs mounted=oss1\n");
        s.change("oss1", [&](protocol::HostInventory &h) {
            protocol::ZfsPool pool;
            pool.name = "tank";
            pool.imported = true;
            pool.multihost = multihost;
            h.pools = { pool };
        });
        hascene::run(s, hascene::specFor(s.world(), "oss", { "oss1", "oss2" }));
        return s;
    };
    const auto mmp = [&](const char *multihost) {
        Scene s = scene(multihost);
        const Readiness all = judged(s);
        for (const Check &c : ost0(all).checks)
            if (c.id == "mmp")
                return c;
        return Check {};
    };
    QVERIFY2(mmp("on").grade == Grade::Ok, mmp("on").text.c_str());
    QVERIFY(mmp("off").grade == Grade::Bad && !mmp("off").blocking && q(mmp("off").remedy).contains("multihost=on tank"));
    QVERIFY(mmp("").grade == Grade::Unknown);
}

void TestHaReadiness::targetsWithoutAClusterAreNotReady()
{
    Scene scene;
    const Readiness all = judged(scene);
    QCOMPARE(all.targets.size(), std::size_t(5));
    QCOMPARE(notOk(ost0(all).checks), QStringList { "cluster" });
    QVERIFY(!ost0(all).ready);
    // Not proven is told, of a pair and of a target, and it is a risk only.
    Scene pair = running();
    const Readiness unproven = judged(pair, {});
    QCOMPARE(notOk(ost0(unproven).checks), QStringList { "proven" });
    QVERIFY(ost0(unproven).ready && ost0(unproven).score < 100 && !unproven.clusters[0].proven);
    QVERIFY(!judged(pair, { { "oss1", now - 400 * 86'400'000LL }, { "oss2", now } }).clusters[0].proven);
}

void TestHaReadiness::clustersOfOthersAreJudgedToo()
{
    Scene scene;
    ClusterSpec spec = hascene::specFor(scene.world(), "oss", { "oss1", "oss2" });
    hascene::run(scene, spec);
    // As pcs would have made it: other ids, another agent, no delay, fencing for all by one device.
    const std::string cib = R"(<cib have-quorum="1"><configuration><crm_config/><nodes><node id="1" uname="oss1"/><node id="2" uname="oss2"/></nodes><resources><primitive id="pdu" class="stonith" type="fence_apc"><instance_attributes id="p"><nvpair id="p1" name="pcmk_host_map" value="oss1:1;oss2:2"/></instance_attributes></primitive>
      <primitive id="ost0" class="ocf" provider="heartbeat" type="Filesystem"><instance_attributes id="a"><nvpair id="a1" name="device" value="/dev/mapper/ost0"/><nvpair id="a2" name="directory" value="/mnt/scratch-OST0000"/><nvpair id="a3" name="fstype" value="lustre"/></instance_attributes></primitive></resources><constraints/></configuration></cib>)";
    changeHa(scene, [&](protocol::HaReport &r) {
        replace(r.corosyncConf, "# Written by Chandelier", "# by hand");
        if (!r.cib.empty())
            r.cib = cib;
        replace(r.status, "chandelier-scratch-OST0000", "ost0");
        replace(r.status, "chandelier-fence-1-oss1", "pdu");
    });
    for (const char *s : { "oss1", "oss2" })
        scene.change(s, [](protocol::HostInventory &h) { for (std::size_t at; (at = h.ha.corosyncConf.find("Chandelier")) != std::string::npos;) h.ha.corosyncConf.replace(at, 10, "a person"); });
    const auto world = scene.world();
    QVERIFY(world->clusters.at("oss").foreign);
    const Readiness all = judged(scene);
    const TargetReadiness &t = ost0(all);
    QCOMPARE(q(t.cluster), QString("oss"));
    QCOMPARE(notOk(t.checks), QStringList());
    QCOMPARE(notOk(all.clusters[0].checks), QStringList { "delay" });
}

void TestHaReadiness::summaries()
{
    Readiness r;
    QCOMPARE(q(r.summary()), QString("there are no targets that could fail over"));
    r.targets.resize(2);
    QCOMPARE(q(r.summary()), QString("0 of 2 could fail over now"));
    r.targets[0].ready = r.targets[1].ready = true;
    QCOMPARE(q(r.summary()), QString("all 2 could fail over now"));
    r.targets.resize(48);
    for (auto &t : r.targets)
        t.ready = true;
    r.targets[7].ready = r.targets[30].ready = false;
    QCOMPARE(q(r.summary()), QString("46 of 48 could fail over now"));
    QCOMPARE(scoreOf({}), 0);
    QVERIFY(!isReady({}));
}

void TestHaReadiness::pairsAreProposedFromDisks()
{
    Scene scene;
    const auto proposals = proposePairs(scene.world());
    QCOMPARE(proposals.size(), std::size_t(2));
    const Proposal &p = proposals[1];
    QCOMPARE(p.servers, (std::vector<std::string> { "oss1", "oss2" }));
    QCOMPARE(q(p.why), QString("oss1 and oss2 see the same 2 disks"));
    QCOMPARE(p.rings.size(), std::size_t(2));
    QCOMPARE(q(p.rings[0].network), QString("10.20.0.0/24")); // of its own
    QVERIFY(p.rings[0].use == NetworkUse::Own);
    QCOMPARE(q(p.rings[1].network), QString("192.168.0.0/24"));
    QVERIFY(p.rings[1].use == NetworkUse::Management);
    QCOMPARE(p.notes, std::vector<std::string>());
    QCOMPARE(q(p.spec.name), QString("oss1-oss2"));
    QCOMPARE(p.spec.members[1].addresses, (std::vector<std::string> { "10.20.0.4", "192.168.0.4" }));
    QCOMPARE(p.spec.resources, (std::set<std::string> { "target:scratch-OST0000", "target:scratch-OST0001" }));
    QCOMPARE(q(p.spec.health.lnetDevice), QString("eth1"));
    const HealthSpec lnet = lnetWatch(scene.world(), p.servers);
    QCOMPARE(q(lnet.lnetDevice), QString("eth1"));
    QCOMPARE(lnet.lnetNids.size(), std::size_t(2)); // of mds1 and mds2: never its own, which always answers
    for (const std::string &nid : lnet.lnetNids)
        QVERIFY2(!scene.world().server("oss1")->inventory->lnet.nids.empty() && nid != scene.world().server("oss1")->inventory->lnet.nids.front(), nid.c_str());
    for (const auto &problem : check(p.spec, scene.world()))
        QVERIFY2(!problem.fatal, problem.text.c_str());
    hascene::run(scene, hascene::specFor(scene.world(), "oss", { "oss1", "oss2" }));
    QCOMPARE(proposePairs(scene.world()).size(), std::size_t(1)); // they have one now
    QCOMPARE(q(proposedName({ "a", "b" }, { "a-b" })), QString("a-b-2"));
}

void TestHaReadiness::ringsAreNeverGuessed()
{
    const auto first = [](const std::string &servers) {
        const auto all = proposePairs(worlds::described(servers + "volume v on=a,b\nvolume w on=a,b\n").world());
        return all.empty() ? Proposal {} : all[0];
    };
    const Proposal none = first("server a eth0=10.0.0.1/24\nserver b eth0=10.0.1.1/24\n");
    QVERIFY(none.rings.empty());
    QVERIFY(q(none.notes.at(0)).contains("no network"));
    QVERIFY(none.spec.members[0].addresses.empty());
    const Proposal one = first("server a eth0=10.0.0.1/24 eth1=10.5.0.1/24\nserver b eth0=10.0.0.2/24 eth1=10.6.0.1/24\n");
    QCOMPARE(one.rings.size(), std::size_t(1));
    QVERIFY(q(one.notes.at(0)).contains("one network only"));
    const Proposal vlan = first("server a eth0=10.0.0.1/24 eth0:7=10.7.0.1/24\nserver b eth0=10.0.0.2/24 eth0:7=10.7.0.2/24\n");
    QCOMPARE(vlan.rings.size(), std::size_t(1));
    QVERIFY(q(vlan.notes.at(0)).contains("on one interface"));
    const Proposal lnet = first("server a eth1=10.1.0.1/24 eth2=10.2.0.1/24\nserver b eth1=10.1.0.2/24 eth2=10.2.0.2/24\n");
    QCOMPARE(lnet.rings.size(), std::size_t(2));
    QVERIFY(q(lnet.notes.back()).contains("LNet"));
    const Proposal three = first("server a eth0=10.0.0.1/24\nserver b eth0=10.0.0.2/24\nserver c eth0=10.0.0.3/24\nvolume x on=b,c\n");
    QCOMPARE(three.servers.size(), std::size_t(3));
    QVERIFY(q(three.why).contains("some of them share"));
}

void TestHaReadiness::metadataBecomesAForm()
{
    const auto m = parseMetadata(R"(<?xml version="1.0" ?><resource-agent name="fence_ipmilan" shortdesc="Fence agent for IPMI"><longdesc>Long.</longdesc><vendor-url></vendor-url><parameters>
      <parameter name="action" required="1"><content type="string" default="reboot"/><shortdesc lang="en">Fencing action</shortdesc></parameter>
      <parameter name="auth"><content type="select"><option value="md5"/><option value="password"/></content></parameter>
      <parameter name="ip" obsoletes="ipaddr"><content type="string"/><shortdesc>Address</shortdesc></parameter><parameter name="ipaddr" deprecated="1"><content type="string"/></parameter>
      <parameter name="password" obsoletes="passwd"><content type="string"/></parameter><parameter name="passwd" deprecated="1"><content type="string"/></parameter>
      <parameter name="password_script"><content type="string"/></parameter><parameter name="plug"><content type="string"/></parameter><parameter name="verbose"><content type="boolean"/></parameter></parameters>
      <actions><action name="on" automatic="0"/><action name="off"/><action name="monitor" timeout="20s"/></actions></resource-agent>)");
    QVERIFY2(m.ok(), m.ok() ? "" : m.error().message.c_str());
    QVERIFY(m->fence && m->can("off") && !m->can("list"));
    QCOMPARE(q(m->secretParameter()), QString("password_script"));
    QCOMPARE(q(m->outletParameter()), QString("plug"));
    QVERIFY(m->parameter("password")->secret && !m->parameter("password_script")->secret);
    QCOMPARE(q(m->parameter("ipaddr")->replacedBy), QString("ip"));
    QCOMPARE(m->parameter("auth")->options.size(), std::size_t(2));
    QStringList names;
    for (const AgentParameter &p : m->form())
        names << q(p.name);
    QCOMPARE(names, (QStringList { "ip", "plug", "password", "auth" }));
    QCOMPARE(m->actions[2].timeoutMs, 20'000);
    for (const char *bad : { "<html/>", "fence_x: not found", "" })
        QVERIFY(!parseMetadata(bad).ok());
}

void TestHaReadiness::metadataOfResourceAgents()
{
    const auto m = parseMetadata(R"(<?xml version="1.0"?><!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd"><resource-agent name="Lustre"><version>1.0.0</version><shortdesc lang="en">Lustre management</shortdesc>
      <parameters><parameter name="target" unique="1" required="1"><content type="string" default=""/></parameter></parameters><actions><action name="start" timeout="300s"/><action name="monitor" depth="0" timeout="300s" interval="20s"/></actions></resource-agent>)");
    QVERIFY(m.ok());
    QVERIFY(!m->fence);
    QCOMPARE(q(m->version), QString("1.0.0"));
    QVERIFY(m->parameter("target")->required && m->parameter("target")->unique);
    QCOMPARE(m->actions[1].intervalMs, 20'000);
}

void TestHaReadiness::parametersAreChecked()
{
    AgentMetadata m;
    m.name = "fence_x";
    m.parameters = { { .name = "ip", .type = "string", .required = true }, { .name = "method", .type = "select", .options = { "onoff", "cycle" } }, { .name = "ipport", .type = "integer" },
        { .name = "password", .type = "string", .secret = true } };
    const auto problems = check(m, { { "method", "maybe" }, { "ipport", "12a" }, { "password", "x" }, { "nonsense", "1" }, { "pcmk_host_list", "a" } });
    QStringList names;
    for (const auto &[name, text] : problems)
        names << q(name);
    names.sort();
    QCOMPARE(names, (QStringList { "ip", "ipport", "method", "nonsense", "password" }));
    QVERIFY(check(m, { { "ip", "1.2.3.4" }, { "method", "cycle" }, { "ipport", "623" } }).empty());
}

namespace {

std::shared_ptr<const ClusterStatus> status(const std::string &text)
{
    auto read = parseStatus("<pacemaker-result><summary/>" + text + "</pacemaker-result>");
    return read ? std::make_shared<const ClusterStatus>(std::move(*read)) : nullptr;
}

std::string nodes(const char *a, const char *b)
{
    return "<nodes><node name=\"a\" " + std::string(a) + "/><node name=\"b\" " + b + "/></nodes>";
}

std::string ost(const std::string &id, const std::string &node)
{
    return "<resource id=\"" + id + "\" resource_agent=\"ocf:lustre:Lustre\" active=\"true\">" + (node.empty() ? "" : "<node name=\"" + node + "\"/>") + "</resource>";
}

const char *const up = "online=\"true\"", *const lost = "online=\"false\" unclean=\"true\"", *const off = "online=\"false\" unclean=\"false\"";

std::string fenced(const char *how, const char *reason = "")
{
    return std::string("<fence_history><fence_event status=\"") + how + "\" target=\"a\" action=\"reboot\" delegate=\"b\" client=\"controld\" origin=\"b\" exit-reason=\"" + reason
        + "\" completed=\"2027-01-15 08:00:03 +00:00\"/><fence_event status=\"success\" target=\"a\" action=\"off\" origin=\"b\" completed=\"2026-01-01 00:00:00 +00:00\"/></fence_history>";
}

} // namespace

void TestHaReadiness::knownAgentsHaveForms()
{
    QVERIFY(knownAgents().size() > 5);
    for (const AgentMetadata &agent : knownAgents()) {
        QVERIFY2(!agent.name.empty() && !agent.form().empty(), agent.name.c_str());
        QCOMPARE(q(agent.secretParameter()), QStringLiteral("password_script"));
        QVERIFY(agent.parameter("ip") && agent.parameter("ip")->essential);
        QVERIFY(agent.parameter("password")->secret);
    }
    QVERIFY(knownAgent("fence_ipmilan") && knownAgent("fence_ipmilan")->parameter("cipher")); // a BMC may want it said before anything is installed
    QVERIFY(knownAgent("fence_ipmilan") && knownAgent("fence_ipmilan")->outletParameter().empty());
    QCOMPARE(q(knownAgent("fence_apc")->outletParameter()), QStringLiteral("plug"));
    QVERIFY(!knownAgent("fence_nothing"));
}

void TestHaReadiness::aFailoverIsAStory()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:00") * 1000;
    StoryInput in;
    in.targets.resize(1);
    in.targets[0].target = "target:scratch-OST0000";
    in.targets[0].resource = "ost0";
    in.snapshots = { { t0 - 60'000, status(nodes(up, up) + "<resources>" + ost("ost0", "a") + ost("ost1", "a") + ost("ost2", "b") + "</resources>") },
        { t0, status(nodes(lost, up) + "<resources>" + ost("ost0", "a") + ost("ost1", "a") + ost("ost2", "b") + "</resources>") },
        { t0 + 4000, status(nodes(off, up) + "<resources>" + ost("ost0", "b") + ost("ost1", "") + ost("ost2", "b") + "</resources>" + fenced("success")) },
        { t0 + 6000, status(nodes(off, up) + "<resources>" + ost("ost0", "b") + ost("ost1", "b") + ost("ost2", "b") + "</resources>" + fenced("success")) },
        { t0 + 90'000, status(nodes(up, up) + "<resources>" + ost("ost0", "b") + ost("ost1", "b") + ost("ost2", "b") + "</resources>" + fenced("success")) } };
    in.recoveries = { { "scratch-OST0000", "b", t0 + 4000, t0 + 34'000, 7, 1 } };
    const auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    const Story &s = all[0];
    QCOMPARE(q(s.title), QString("a was lost and fenced; 2 resources moved to b in 6 s from when it was missed"));
    QVERIFY(s.fenced && s.lost.empty());
    QCOMPARE(s.endedAt - s.startedAt, std::int64_t(6000));
    QStringList lines;
    for (const StoryLine &l : s.lines)
        lines << q(l.text);
    QCOMPARE(lines, (QStringList { "a was lost: its peers did not hear it any more.", "2 resources were there.", "b had a fenced (reboot), carried out by b, 3 s after it was lost.",
                        "scratch-OST0000 came up on b after 4 s.", "ost1 came up on b after 6 s.", "scratch-OST0000 recovered in 30 s: 7 clients came back, 1 was evicted.", "a is back." }));
    QVERIFY(s.lines[5].bad);
    QCOMPARE(s.upAt, s.endedAt);
}

/// Nobody waits for targets then, but for its fencing.
void TestHaReadiness::whoRanNothingHasItsStoryToo()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:00") * 1000;
    const std::string resources = "<resources>" + ost("ost2", "b") + "</resources>";
    StoryInput in;
    in.snapshots = { { t0 - 60'000, status(nodes(up, up) + resources) }, { t0, status(nodes(lost, up) + resources) } };
    auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].endedAt, std::int64_t(0));
    in.snapshots.push_back({ t0 + 4000, status(nodes(off, up) + resources + fenced("success")) });
    in.snapshots.push_back({ t0 + 90'000, status(nodes(up, up) + resources + fenced("success")) });
    all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].endedAt, t0 + 4000);
    QCOMPARE(all[0].upAt, std::int64_t(0));
    QCOMPARE(q(all[0].title), QString("a was lost and fenced"));
    QStringList lines;
    for (const StoryLine &l : all[0].lines)
        lines << q(l.text);
    QCOMPARE(lines, (QStringList { "a was lost: its peers did not hear it any more.", "b had a fenced (reboot), carried out by b, 3 s after it was lost.", "a is back." }));
    in.snapshots[2].status = status(nodes(lost, up) + resources); // nobody fenced it: it came back by itself
    in.snapshots[3].status = status(nodes(up, up) + resources);
    all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].endedAt, t0 + 90'000);
    QCOMPARE(q(all[0].title), QString("a was lost"));
}

/// The time in the title is that of the targets, however long fencing is tried after that.
void TestHaReadiness::theStoryOfTargetsThatAreUpWaitsForTheFencing()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:00") * 1000;
    StoryInput in;
    const auto resources = [](const char *where) { return "<resources>" + ost("ost0", where) + "</resources>"; };
    in.snapshots = { { t0 - 60'000, status(nodes(up, up) + resources("a")) }, { t0, status(nodes(lost, up) + resources("a")) }, { t0 + 2000, status(nodes(lost, up) + resources("b")) } };
    auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].endedAt, std::int64_t(0));
    QCOMPARE(all[0].upAt, t0 + 2000);
    in.snapshots.push_back({ t0 + 8000, status(nodes(off, up) + resources("b") + fenced("success")) });
    all = stories(in);
    QCOMPARE(all[0].endedAt, t0 + 8000);
    QCOMPARE(q(all[0].title), QString("a was lost and fenced; 1 resource moved to b in 2 s from when it was missed"));
}

/// Peers miss a server some seconds after its death, and its targets are away for those too.
void TestHaReadiness::aDeathThatIsKnownIsCountedFrom()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:00") * 1000;
    StoryInput in;
    const auto resources = [](const char *where) { return "<resources>" + ost("ost0", where) + "</resources>"; };
    in.snapshots = { { t0 - 60'000, status(nodes(up, up) + resources("a")) }, { t0, status(nodes(lost, up) + resources("a")) },
        { t0 + 5000, status(nodes(off, up) + resources("b") + fenced("success")) } };
    struct Case {
        std::vector<LastSign> signs;
        std::int64_t from;
        const char *title;
    };
    const std::vector<Case> cases { { { { "a", t0 - 9000, t0 - 3000 } }, -3000, "in 8 s" }, // the line broke: better than the last answer
        { { { "a", t0 - 2000, t0 + 4000 } }, -2000, "in 7 s" }, // found out later than by its peers
        { { { "a", t0 - 2000, 0 } }, -2000, "in 7 s" },
        { { { "a", t0 - 600'000, t0 - 500'000 }, { "a", t0 - 4000, t0 + 1000 } }, -4000, "in 9 s" },
        { { { "a", t0 - 60'000, t0 + 4000 } }, 0, "in 5 s from when it was missed" }, // nobody had asked it for long
        { { { "b", t0 - 2000, t0 - 1000 } }, 0, "in 5 s from when it was missed" } };
    for (const Case &c : cases) {
        in.signs = c.signs;
        const auto all = stories(in);
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all[0].startedAt, t0 + c.from);
        QCOMPARE(all[0].deathKnown, c.from != 0);
        QVERIFY2(q(all[0].title).endsWith(c.title), all[0].title.c_str());
        QCOMPARE(all[0].lines[0].at, t0);
        QCOMPARE(all[0].lines[0].text.find("after its last sign") != std::string::npos, c.from != 0);
    }
}

/// At night no program runs, and in the morning all are online again.
void TestHaReadiness::aFailoverThatNobodySawIsTold()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:03") * 1000;
    const std::string resources = ost("ost1", "a") + ost("ost2", "b") + "</resources>";
    StoryInput in;
    in.snapshots = { { t0 - 3'600'000, status(nodes(up, up) + "<resources>" + ost("ost0", "a") + resources) }, { t0 + 7'200'000, status(nodes(up, up) + "<resources>" + ost("ost0", "b") + resources + fenced("success")) },
        { t0 + 7'300'000, status(nodes(up, up) + "<resources>" + ost("ost0", "b") + resources + fenced("success")) } };
    auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0].unseen && all[0].fenced && all[0].lost.empty());
    QCOMPARE(all[0].startedAt, t0);
    QVERIFY(all[0].endedAt != 0);
    QCOMPARE(q(all[0].title), QString("a was lost and fenced; 1 resource moved to b"));
    QStringList lines;
    for (const StoryLine &l : all[0].lines)
        lines << q(l.text);
    QCOMPARE(lines, (QStringList { "a was lost and came back between two looks: this is what Pacemaker remembers of it.", "2 resources were there.", "b had a fenced (reboot), carried out by b.", "ost0 came up on b." }));
    in.snapshots.front().at = t0 + 5000; // it was over before the first look: nobody knows what had been there
    QVERIFY(stories(in).empty());
    in.snapshots.front() = { t0 - 1, in.snapshots.back().status }; // told before
    QVERIFY(stories(in).empty());
}

void TestHaReadiness::aDeviceMayHaveFailedWhereItMustNotRun()
{
    const std::string runs = "<resources><resource id=\"fence-a\" resource_agent=\"stonith:fence_ipmilan\" role=\"Started\" active=\"true\"><node name=\"b\"/></resource></resources>";
    const std::string failed = "<node_history><node name=\"a\"><resource_history id=\"fence-a\" fail-count=\"INFINITY\" migration-threshold=\"1000000\"/></node></node_history>";
    const auto banned = [](const char *node) { return std::string("<bans><ban id=\"x\" resource=\"fence-a\" node=\"") + node + "\" weight=\"-1000000\"/></bans>"; };
    QVERIFY(!fenceTrouble(*status(runs + failed), "fence-a").empty());
    QVERIFY(!fenceTrouble(*status(runs + banned("c") + failed), "fence-a").empty());
    QCOMPARE(q(fenceTrouble(*status(runs + banned("a") + failed), "fence-a")), QString());
}

void TestHaReadiness::fencingThatFailsIsTold()
{
    const std::int64_t t0 = pacemakerTime("2027-01-15 08:00:00") * 1000;
    StoryInput in;
    in.snapshots = { { t0 - 1, status(nodes(up, up) + "<resources>" + ost("ost0", "a") + "</resources>") }, { t0, status(nodes(lost, up) + "<resources>" + ost("ost0", "a") + "</resources>") },
        { t0 + 5000, status(nodes(lost, up) + "<resources>" + ost("ost0", "a") + "</resources>" + fenced("failed", "No route to host")) } };
    const auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(!all[0].fenced);
    QCOMPARE(all[0].endedAt, std::int64_t(0));
    QCOMPARE(all[0].lost, std::vector<std::string> { "ost0" });
    QVERIFY2(q(all[0].title).contains("1 has not come up elsewhere"), all[0].title.c_str());
    QVERIFY(std::any_of(all[0].lines.begin(), all[0].lines.end(), [](const StoryLine &l) { return l.bad && q(l.text).contains("could not fence a: No route to host"); }));
    QVERIFY(stories({}).empty());
}

void TestHaReadiness::standbyIsNoDeath()
{
    StoryInput in;
    in.snapshots = { { 1000, status(nodes(up, up) + "<resources>" + ost("ost0", "a") + "</resources>") },
        { 2000, status(nodes("online=\"true\" standby=\"true\"", up) + "<resources>" + ost("ost0", "a") + "</resources>") },
        { 3000, status(nodes("online=\"true\" standby=\"true\"", up) + "<resources>" + ost("ost0", "b") + "</resources>") } };
    const auto all = stories(in);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(q(all[0].title), QString("a was emptied; 1 resource moved to b in 1 s"));
    QVERIFY(q(all[0].lines[0].text).contains("standby"));
}

QTEST_APPLESS_MAIN(TestHaReadiness)
#include "tst_hareadiness.moc"
