// SPDX-License-Identifier: GPL-3.0-or-later
// The World that comes of what hosts report.
#include "core/inventory/ids.h"
#include "core/inventory/nids.h"
#include "tests/support/worlds.h"

#include <QTest>

using inventory::World;
using machine::State;

namespace {

constexpr const char *servers = "server mds1\nserver mds2\nserver oss1\nserver oss2\n";

World world(const std::string &text)
{
    const worlds::Described in = worlds::described(servers + text);
    if (!in.problem.empty())
        qFatal("cannot read: %s", in.problem.c_str());
    return in.world();
}

std::string whyNot(const std::string &volume)
{
    const World w = world(volume);
    return w->volumes.empty() ? "no volume" : w->volumes.begin()->second.whyNot;
}

const inventory::Target *target(const World &w, const std::string &label) { return w.targetByLabel(label); }

} // namespace

class TestInventory : public QObject {
    Q_OBJECT
private slots:
    void volumesAreJoinedById()
    {
        const World w = world("volume a on=oss1:/dev/mapper/mpatha,oss2:/dev/mapper/mpathz\n");
        QCOMPARE(w->volumes.size(), std::size_t { 1 });
        const inventory::Volume &v = w->volumes.begin()->second;
        QCOMPARE(v.pathOn("oss1"), std::string("/dev/mapper/mpatha"));
        QCOMPARE(v.pathOn("oss2"), std::string("/dev/mapper/mpathz"));
        QCOMPARE(v.pathOn("mds1"), std::string());
        QVERIFY(v.usable());
        QVERIFY(!v.hasContent);
    }
    void volumesWithoutAnIdStandForThemselves()
    {
        const World w = world("volume a on=oss1:/dev/sdb,oss2:/dev/sdb anonymous\n");
        QCOMPARE(w->volumes.size(), std::size_t { 2 });
        QVERIFY(w.volume("oss1:/dev/sdb"));
    }
    void theReasonIsSaid_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("reason");
        QTest::newRow("free") << "volume a on=oss1" << "";
        QTest::newRow("content is no reason") << "volume a on=oss1 sig=ext4/old" << "";
        QTest::newRow("root") << "volume a on=oss1 mounted=/" << "is a system disk: mounted at / on oss1";
        QTest::newRow("mounted") << "volume a on=oss1 mounted=/data" << "is mounted at /data on oss1";
        QTest::newRow("mounted on the second host") << "volume a on=oss1,oss2 mounted=[SWAP]" << "is swap space of oss1";
        QTest::newRow("lvm") << "volume a on=oss1 vg=vg0" << "is part of the LVM volume group vg0 on oss1";
        QTest::newRow("lvm unused") << "volume a on=oss1 sig=LVM2_member" << "is an LVM physical volume";
        QTest::newRow("md") << "volume a on=oss1 md=md0" << "is a member of the MD array md0 on oss1";
        QTest::newRow("zfs") << "volume a on=oss1 zpool=tank" << "is a member of the ZFS pool tank on oss1";
        QTest::newRow("partitions") << "volume a on=oss1 sig=gpt" << "has a partition table (gpt)";
        QTest::newRow("held") << "volume a on=oss1 holder=dm-4" << "is held by dm-4 on oss1";
        QTest::newRow("read-only") << "volume a on=oss1 ro" << "is read-only on oss1";
        QTest::newRow("small") << "volume a on=oss1 size=64M" << "is too small (64 MiB; a target needs 128 MiB)";
        QTest::newRow("sizes") << "volume a on=oss1,oss2 size=10G size2=12G"
                               << "is seen with different sizes: 10 GiB on oss1, 12 GiB on oss2";
        QTest::newRow("two paths") << "volume a on=oss1:/dev/sdb,oss1:/dev/sdc"
                                   << "is seen on oss1 under two paths without multipath: /dev/sdb and /dev/sdc";
    }
    void theReasonIsSaid()
    {
        QFETCH(QString, line);
        QFETCH(QString, reason);
        QCOMPARE(QString::fromStdString(whyNot(line.toStdString() + "\n")), reason);
    }
    void pathsOfAMultipathAreNoVolumes()
    {
        worlds::Described in = worlds::described("server oss1\nvolume a on=oss1:/dev/mapper/mpatha\n");
        auto host = std::make_shared<protocol::HostInventory>(*in.reports.front().inventory);
        host->devices.front().parents = { "/dev/sda", "/dev/sdb" };
        for (const char *path : { "/dev/sda", "/dev/sdb" }) {
            protocol::BlockDevice d = host->devices.front();
            d.path = path;
            d.type = "disk";
            d.parents.clear();
            d.holders = { "/dev/mapper/mpatha" };
            host->devices.push_back(d);
        }
        in.reports.front().inventory = host;
        const World w = in.world();
        QCOMPARE(w->volumes.size(), std::size_t { 1 });
        QCOMPARE(w->volumes.begin()->second.name, std::string("mapper/mpatha"));
        QVERIFY(w->volumes.begin()->second.usable());
    }
    void freeVolumesAreSharedOut()
    {
        std::string text;
        for (int i = 1; i <= 12; ++i)
            text += "volume v" + std::to_string(i) + " on=oss1,oss2\n";
        const World w = world(text + "volume local on=oss1\n");
        std::map<std::string, int> load;
        for (const auto &[id, v] : w->volumes) {
            ++load[v.primary];
            QVERIFY(v.primary != v.failover);
        }
        QVERIFY(std::abs(load["oss1"] - load["oss2"]) <= 1);
        QCOMPARE(w.volume("wwn-local")->primary, std::string("oss1"));
        QCOMPARE(w.volume("wwn-local")->failover, std::string());
        // By number and not by letter: v2 comes before v10.
        QVERIFY(w.volume("wwn-v1")->primary != w.volume("wwn-v2")->primary);
    }
    void labelsCarryStates()
    {
        const World w = world("volume m on=mds1,mds2\nvolume a on=oss1,oss2\nvolume b on=oss1,oss2\nvolume c on=oss1,oss2\n"
                              "target MGS on=m nodes=mds1,mds2\ntarget scratch:OST0000 on=a nodes=oss1,oss2 mgs=mds1,mds2\n"
                              "target scratch=OST0001 on=b nodes=oss2,oss1 mgs=mds1,mds2\n"
                              "target scratch-OST0002 on=c nodes=oss2,oss1 mgs=mds1,mds2 mounted=oss2\n");
        QCOMPARE(target(w, "MGS")->state, State::Unmounted);
        QCOMPARE(target(w, "MGS")->id, std::string("target:MGS:wwn-m"));
        QCOMPARE(target(w, "scratch-OST0000")->state, State::Formatted);
        QCOMPARE(target(w, "scratch-OST0001")->state, State::Unmounted);
        QVERIFY(target(w, "scratch-OST0001")->writeconf);
        QCOMPARE(target(w, "scratch-OST0002")->state, State::Mounted);
        QCOMPARE(target(w, "scratch-OST0002")->active, std::string("oss2"));
        QVERIFY(target(w, "scratch-OST0002")->onPrimary());
        QCOMPARE(target(w, "scratch-OST0002")->failover, std::string("oss1"));
        QCOMPARE(w.server("oss2")->targetsHere.size(), std::size_t { 1 });
        QCOMPARE(w.server("oss2")->targetsPrimary.size(), std::size_t { 2 });
    }
    void whoSeesADiskIsNotItsServer()
    {
        const std::string shared = std::string(servers) + "volume m on=mds1,mds2\nvolume a on=oss1,oss2\nvolume b on=oss1,oss2\nvolume c on=oss1\n";
        const World w = worlds::described(shared + "target legacy-MDT0000 on=m combined\ntarget legacy-OST0000 on=a mgs=mds2 mounted=oss2 at=/mnt/ost0\n"
                                                   "target legacy-OST0001 on=b mgs=mds2\ntarget legacy-OST0002 on=c mgs=mds2\n").world();
        const inventory::Target *running = target(w, "legacy-OST0000"), *off = target(w, "legacy-OST0001"), *local = target(w, "legacy-OST0002");
        QVERIFY(running->primary == "oss2" && running->servers.size() == 1 && running->mountpoint == "/mnt/ost0" && !running->homeStored);
        QVERIFY(off->primary.empty() && off->servers.empty() && !off->homeStored);
        QVERIFY(local->primary == "oss1" && local->homeStored);
        QCOMPARE(target(w, "legacy-MDT0000")->primary, std::string("mds2")); // the others were told that the MGS is there
        inventory::Wanted wanted;
        wanted.placement = { { off->id, "oss2" }, { running->id, "oss1" }, { local->id, "oss2" } };
        wanted.mountpoints = { { off->id, "/mnt/ost1" }, { running->id, "/mnt/else" } };
        const World known = inventory::remembered(w, wanted);
        QVERIFY(target(known, "legacy-OST0001")->primary == "oss2" && target(known, "legacy-OST0001")->mountpoint == "/mnt/ost1");
        QVERIFY(target(known, "legacy-OST0000")->primary == "oss2" && target(known, "legacy-OST0000")->mountpoint == "/mnt/ost0");
        QCOMPARE(target(known, "legacy-OST0002")->primary, std::string("oss1"));
    }
    void failnodeNamesTheOthersOnly()
    {
        worlds::Described in = worlds::described(std::string(servers) + "volume a on=oss1,oss2\ntarget scratch-OST0000 on=a nodes=oss2 mgs=mds1\n");
        for (auto &r : in.reports) {
            auto host = std::make_shared<protocol::HostInventory>(*r.inventory);
            for (auto &t : host->targets)
                t.flags = 0; // formatted with --failnode
            r.inventory = host;
        }
        const World w = in.world();
        QCOMPARE(target(w, "scratch-OST0000")->primary, std::string("oss1"));
        QCOMPARE(target(w, "scratch-OST0000")->failover, std::string("oss2"));
    }
    void aHostThatIsLostLeavesDoubts()
    {
        const std::string text = "volume a on=oss1,oss2\nvolume b on=oss1,oss2\n"
                                 "target scratch-OST0000 on=a nodes=oss1,oss2 mgs=mds1 mounted=oss1\n"
                                 "target scratch-OST0001 on=b nodes=oss1,oss2 mgs=mds1 mounted=oss2\n";
        const World w = worlds::described("server mds1\nserver oss1 lost=no-route\nserver oss2\n" + text).world();
        QCOMPARE(w.server("oss1")->lnet, State::Unknown);
        QCOMPARE(w.server("oss1")->reason, std::string("no route"));
        QCOMPARE(target(w, "scratch-OST0000")->state, State::Unknown);
        QCOMPARE(target(w, "scratch-OST0000")->active, std::string("oss1"));
        QVERIFY(!target(w, "scratch-OST0000")->activeKnown);
        QCOMPARE(target(w, "scratch-OST0001")->state, State::Mounted);
        QVERIFY(target(w, "scratch-OST0001")->activeKnown);
    }
    void twoHostsWithOneTargetIsAnAlarm()
    {
        const World w = world("volume a on=oss1,oss2\ntarget scratch-OST0000 on=a nodes=oss1,oss2 mgs=mds1 mounted=oss1,oss2\n");
        QCOMPARE(target(w, "scratch-OST0000")->mounts.size(), std::size_t { 2 });
        QCOMPARE(target(w, "scratch-OST0000")->conflicts.size(), std::size_t { 1 });
        QVERIFY(target(w, "scratch-OST0000")->conflicts.front().find("oss1 and oss2") != std::string::npos);
    }
    void oneLabelOnTwoVolumesIsAConflict()
    {
        const World w = world("volume a on=oss1\nvolume b on=oss2\ntarget scratch-OST0000 on=a mgs=mds1\ntarget scratch-OST0000 on=b mgs=mds1\n");
        QCOMPARE(w->targets.size(), std::size_t { 2 });
        for (const auto &[id, t] : w->targets)
            QVERIFY(!t.conflicts.empty());
    }
    void fileSystemsFollowTheirTargets_data()
    {
        QTest::addColumn<QString>("mgs");
        QTest::addColumn<QString>("mdt");
        QTest::addColumn<QString>("ost");
        QTest::addColumn<QString>("state");
        const QString up1 = " mounted=mds1", up2 = " mounted=oss1";
        QTest::newRow("all") << up1 << up1 << up2 << "available";
        QTest::newRow("none") << "" << "" << "" << "stopped";
        QTest::newRow("no OST") << up1 << up1 << "" << "unavailable";
        QTest::newRow("no MGS") << "" << up1 << up2 << "unavailable";
    }
    void fileSystemsFollowTheirTargets()
    {
        QFETCH(QString, mgs);
        QFETCH(QString, mdt);
        QFETCH(QString, ost);
        QFETCH(QString, state);
        const World w = world("volume g on=mds1\nvolume m on=mds1\nvolume o on=oss1\ntarget MGS on=g" + mgs.toStdString()
            + "\ntarget scratch-MDT0000 on=m mgs=mds1" + mdt.toStdString() + "\ntarget scratch-OST0000 on=o mgs=mds1" + ost.toStdString() + "\n");
        const inventory::FileSystem *fs = w.filesystem("scratch");
        QVERIFY(fs);
        QCOMPARE(QString::fromUtf8(machine::word(fs->state).data()), state);
        QCOMPARE(fs->mgs, std::string("target:MGS:wwn-g"));
        QCOMPARE(fs->mountCommand(), std::string("mount -t lustre 10.10.0.1@tcp:/scratch /mnt/scratch"));
    }
    void missingIndicesMakeItIncomplete()
    {
        const World w = world("volume m on=mds1\nvolume o on=oss1\ntarget scratch-MDT0000 on=m combined mounted=mds1\n"
                              "target scratch-OST0002 on=o mgs=mds1 mounted=oss1\n");
        const inventory::FileSystem *fs = w.filesystem("scratch");
        QCOMPARE(fs->state, State::Incomplete);
        QCOMPARE(fs->missing.size(), std::size_t { 2 });
        QCOMPARE(fs->missing.front(), std::string("scratch-OST0000 was not found"));
    }
    void clientMountsAreFound()
    {
        const World w = world("volume m on=mds1\ntarget scratch-MDT0000 on=m combined mounted=mds1\nclient oss1 /mnt/scratch scratch mgs=mds1\n");
        QCOMPARE(w->clientMounts.size(), std::size_t { 1 });
        QCOMPARE(w->clientMounts.begin()->first, std::string("client:oss1:/mnt/scratch"));
        QCOMPARE(w->clientMounts.begin()->second.fsname, std::string("scratch"));
    }
    void lnetIsChosenByWhatAllShare()
    {
        const World w = worlds::described("server a lnet=unconfigured eth0=192.168.0.1/24 eth1=10.1.0.1/16 eth2=10.9.0.1/24 ib0=10.5.0.1/24\n"
                                          "server b lnet=unconfigured eth0=192.168.0.2/24 eth3=10.1.0.2/16 ib0=10.5.0.2/24\n").world();
        const inventory::LnetChoice choice(*w);
        const auto a = choice.of("a"), b = choice.of("b");
        QCOMPARE(a.size(), std::size_t { 2 });
        QCOMPARE(a[0].net, std::string("tcp"));
        QCOMPARE(a[0].interfaces, std::vector<std::string> { "eth1" });
        QCOMPARE(a[1].net, std::string("o2ib"));
        QCOMPARE(b[0].interfaces, std::vector<std::string> { "eth3" });
        QCOMPARE(inventory::nidsOf(*w.server("b"), {}, choice), (std::vector<std::string> { "10.1.0.2@tcp", "10.5.0.2@o2ib" }));
    }
    void configuredNetworksAreRead_data()
    {
        QTest::addColumn<QString>("networks");
        QTest::addColumn<QString>("nids");
        QTest::newRow("one") << "tcp0(eth1)" << "10.1.0.1@tcp";
        QTest::newRow("two") << "o2ib0(ib0),tcp1(eth1,eth2)" << "10.5.0.1@o2ib 10.1.0.1@tcp1 10.9.0.1@tcp1";
        QTest::newRow("no interface") << "tcp" << "192.168.0.1@tcp";
        QTest::newRow("nothing of the kind") << "tcp0(eth9)" << "";
    }
    void configuredNetworksAreRead()
    {
        QFETCH(QString, networks);
        QFETCH(QString, nids);
        const worlds::Described in = worlds::described("server a lnet=down eth0=192.168.0.1/24 eth1=10.1.0.1/16 eth2=10.9.0.1/24 ib0=10.5.0.1/24\n");
        auto host = std::make_shared<protocol::HostInventory>(*in.reports.front().inventory);
        host->lnet.networks = networks.toStdString();
        const inventory::WorldData nothing;
        inventory::Server server;
        server.inventory = host;
        QStringList found;
        for (const std::string &nid : inventory::nidsOf(server, {}, inventory::LnetChoice(nothing)))
            found << QString::fromStdString(nid);
        QCOMPARE(found.join(' '), nids);
    }
    void oneNetworkIsUsedEvenWhenItIsTheOnlyOne()
    {
        const World w = worlds::described("server a lnet=unconfigured eth0=10.0.0.1/24\nserver b lnet=unconfigured eth0=10.0.0.2/24\n").world();
        QCOMPARE(inventory::LnetChoice(*w).of("a").front().interfaces, std::vector<std::string> { "eth0" });
    }
    void nothingIsAWorldToo()
    {
        const World w = inventory::buildWorld({});
        QVERIFY(w->servers.empty());
        inventory::HostReport r;
        r.server = "new";
        QCOMPARE(inventory::buildWorld({ r }).server("new")->state, State::Discovered);
    }
};

QTEST_APPLESS_MAIN(TestInventory)
#include "tst_inventory.moc"
