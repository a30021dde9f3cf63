// SPDX-License-Identifier: GPL-3.0-or-later
// Frames, inventory JSON, operations of verbs, and the readers of what tools print.
#include "agent/actions/parse.h"
#include "agent/protocol/arguments.h"
#include "agent/protocol/frames.h"
#include "agent/protocol/inventory.h"
#include "agent/protocol/operations.h"

#include <QtTest>

using namespace protocol;

namespace {

Json formatArgs()
{
    return {{"label", "scratch-OST0000"}, {"fsname", "scratch"}, {"kinds", {"ost"}}, {"index", 0}, {"backend", "ldiskfs"},
            {"device", {{"path", "/dev/mapper/mpatha"}, {"id", "wwn-0x1"}, {"size", std::uint64_t{10} << 40}, {"signature", ""}}},
            {"mgsnodes", {"10.0.0.1@tcp,10.1.0.1@o2ib", "10.0.0.2@tcp"}}, {"servicenodes", {"10.0.0.3@tcp", "10.0.0.4@tcp"}}};
}

std::vector<std::string> changes(Verb verb, const Json &args)
{
    std::vector<std::string> lines;
    const auto operations = operationsFor(verb, args);
    if (!operations)
        return {operations.error().message};
    for (const Operation &operation : *operations)
        if (operation.why == Operation::Why::Change)
            lines.push_back(commandLine(operation));
    return lines;
}

using Lines = std::vector<std::string>;

} // namespace

class TestProtocol : public QObject {
    Q_OBJECT
private slots:
    void framesInAnyPieces()
    {
        const std::string bytes = encodeMessage({{"type", "ping"}, {"n", 1}}) + encodeFrame({FrameKind::Cbor, std::string("\0\1", 2)});
        for (std::size_t piece = 1; piece < bytes.size(); ++piece) {
            FrameDecoder decoder;
            std::vector<Frame> frames;
            for (std::size_t at = 0; at < bytes.size(); at += piece) {
                decoder.feed(std::string_view(bytes).substr(at, piece));
                for (auto frame = decoder.next(); frame && *frame; frame = decoder.next())
                    frames.push_back(**frame);
            }
            QCOMPARE(frames.size(), std::size_t{2});
            QCOMPARE(frames[1].payload.size(), std::size_t{2});
            QVERIFY(!decoder.hasPartial());
        }
    }

    void brokenFramesStayBroken()
    {
        for (const std::string &bytes : {std::string("\0\0\0\0", 4), std::string("\x7f\0\0\0J", 5), std::string("\0\0\0\2Xa", 6)}) {
            FrameDecoder decoder;
            decoder.feed(bytes);
            const auto broken = decoder.next();
            QVERIFY(!broken.ok() && broken.error().problem == Problem::BadMessage);
            decoder.feed(encodeMessage({{"type", "ping"}}));
            QVERIFY(!decoder.next().ok());
        }
        FrameDecoder truncated;
        truncated.feed(encodeMessage({{"type", "ping"}}).substr(0, 7));
        QVERIFY(truncated.next().ok() && !*truncated.next());
        QVERIFY(truncated.hasPartial());
    }

    void everyProblemHasItsWord()
    {
        for (int i = 0; i <= static_cast<int>(Problem::Internal); ++i)
            QVERIFY(problemFromWord(word(static_cast<Problem>(i))) == static_cast<Problem>(i));
        const Error error{Problem::MmpOff, "m", "d", "r"};
        QVERIFY(errorFromJson(toJson(error)) == error);
    }

    void inventoryThereAndBack()
    {
        HostInventory inventory;
        inventory.host = "oss1";
        inventory.memory = UINT64_MAX;
        inventory.devices.resize(1);
        inventory.devices[0].path = "/dev/sda";
        inventory.devices[0].byId = {"/dev/disk/by-id/x"};
        inventory.devices[0].rotational = false;
        inventory.targets.resize(1);
        inventory.targets[0].label = "s-OST0000";
        inventory.targets[0].parameters = {{"mgsnode", "a"}, {"mgsnode", "b"}};
        inventory.targets[0].mmp = true;
        const auto back = inventoryFromJson(parseJson(dumpJson(toJson(inventory))));
        QVERIFY(back.ok());
        QCOMPARE(dumpJson(toJson(*back)), dumpJson(toJson(inventory)));
        QCOMPARE(back->memory, UINT64_MAX);
        Json wrong = toJson(inventory);
        wrong["devices"][0]["size"] = "big";
        const auto refused = inventoryFromJson(wrong);
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message.find("devices[0].size") != std::string::npos);
        wrong["devices"][0]["size"] = -1;
        QVERIFY(!inventoryFromJson(wrong).ok());
        QVERIFY(!inventoryFromJson(Json("text")).ok());
        QVERIFY(inventoryFromJson(Json::object()).ok());
    }

    void theLineOfFormat()
    {
        Json args = formatArgs();
        QCOMPARE(changes(Verb::TargetFormat, args),
                 Lines{"mkfs.lustre --ost --fsname=scratch --index=0 --mgsnode=10.0.0.1@tcp,10.1.0.1@o2ib --mgsnode=10.0.0.2@tcp "
                       "--servicenode=10.0.0.3@tcp --servicenode=10.0.0.4@tcp '--mkfsoptions=-J size=1024' /dev/mapper/mpatha"});
        args["params"] = {{"sys.timeout", "40"}};
        args["inodeSize"] = 512;
        args["journalMiB"] = 400;
        args["reformat"] = "ext4 label=x";
        args["comment"] = "hello";
        const std::string line = changes(Verb::TargetFormat, args).at(0);
        for (const char *part : {"--param=sys.timeout=40", "-J size=400 -I 512", "--reformat", "--comment=hello"})
            QVERIFY2(line.find(part) != std::string::npos, line.c_str());
        args = {{"label", "MGS"}, {"kinds", {"mgs"}}, {"backend", "zfs"},
                {"device", {{"path", "/dev/sdb"}, {"pool", "mgs"}, {"dataset", "mgs/mgs"}}}};
        QCOMPARE(changes(Verb::TargetFormat, args), (Lines{"zpool create -O canmount=off -o cachefile=none mgs /dev/sdb",
                                                           "mkfs.lustre --mgs --backfstype=zfs mgs/mgs"}));
    }

    void linesOfOtherVerbs()
    {
        QCOMPARE(changes(Verb::LnetConfigure, {{"networks", Json::array({{{"net", "tcp0"}, {"interfaces", {"eth1", "eth2"}}},
                                                                         {{"net", "o2ib1"}, {"interfaces", {"ib0"}}}})}}).at(0),
                 std::string("printf %s '# Written by Chandelier; changes here are lost when LNet is configured again.\n"
                             "options lnet networks=tcp0(eth1,eth2),o2ib1(ib0)\n' > /etc/modprobe.d/chandelier-lnet.conf"));
        const Json target{{"label", "s-OST0001"}, {"fsname", "s"}, {"kinds", {"ost"}}, {"index", 1}, {"device", {{"path", "/dev/sdb"}}},
                          {"mountpoint", "/mnt/s-OST0001"}, {"eraseParams", true}, {"mgsnodes", {"10.0.0.1@tcp"}}};
        QCOMPARE(changes(Verb::TargetMount, target), (Lines{"mkdir -p /mnt/s-OST0001", "mount -t lustre /dev/sdb /mnt/s-OST0001"}));
        QCOMPARE(changes(Verb::TargetRegister, target),
                 (Lines{"mkdir -p /mnt/s-OST0001", "mount -t lustre /dev/sdb /mnt/s-OST0001", "umount /mnt/s-OST0001"}));
        QCOMPARE(changes(Verb::TargetWriteconf, target), Lines{"tunefs.lustre --erase-params --mgsnode=10.0.0.1@tcp --writeconf /dev/sdb"});
        QCOMPARE(changes(Verb::MgsEraseConfig, {{"fsname", "s"}}), Lines{"lctl erase_lcfg s -q"});
        QCOMPARE(changes(Verb::ClientMount, {{"spec", "10.0.0.1@tcp:/s"}, {"mountpoint", "/mnt/s"}, {"options", "flock"}}),
                 (Lines{"mkdir -p /mnt/s", "mount -t lustre -o flock 10.0.0.1@tcp:/s /mnt/s"}));
    }

    void badArguments_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *key, const char *value, const char *named) { QTest::newRow(value) << key << value << named; };
        row("fsname", "\"ninechars\"", "fsname");
        row("index", "70000", "index");
        row("index", "\"0\"", "index");
        row("kinds", "[\"ost\",\"mdt\"]", "kinds");
        row("label", "\"scratch-OST0001\"", "label");
        row("mgsnodes", "[]", "mgsnodes");
        row("mgsnodes", "[\"mds1@tcp\"]", "mgsnodes");
        row("servicenodes", "[\"10.0.0.300@tcp\"]", "servicenodes");
        row("mkfsoptions", "\"-O x$(reboot)\"", "mkfsoptions");
        row("inodeSize", "500", "inodeSize");
        row("inodeSize", "99999999999999999999", "inodeSize");
        row("params", "{\"a b\":\"1\"}", "params");
        row("device", "{\"path\":\"/dev/../etc/passwd\"}", "device");
        row("device", "{\"path\":\"/etc/passwd\"}", "device");
        row("failnodes", "[\"10.0.0.9@tcp\"]", "failnodes");
        row("inodesize", "512", "inodesize");
    }
    void badArguments()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, named);
        Json args = formatArgs();
        args[key.toStdString()] = parseJson(value.toStdString());
        const auto refused = operationsFor(Verb::TargetFormat, args);
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().problem == Problem::BadArgument);
        QVERIFY2(refused.error().message.find(named.toStdString()) != std::string::npos, refused.error().message.c_str());
    }

    void journalFollowsTheDevice()
    {
        QCOMPARE(journalMiB(false, true, std::uint64_t{1} << 30), std::uint64_t{0});
        QCOMPARE(journalMiB(false, true, std::uint64_t{2} << 30), std::uint64_t{81});
        QCOMPARE(journalMiB(false, true, std::uint64_t{1} << 50), std::uint64_t{1024});
        QCOMPARE(journalMiB(true, false, std::uint64_t{1} << 50), std::uint64_t{4096});
        QCOMPARE(journalMiB(false, false, std::uint64_t{1} << 50), std::uint64_t{0});
    }

    void quoting()
    {
        QCOMPARE(shellQuoted("a=b/c"), std::string("a=b/c"));
        QCOMPARE(shellQuoted("it's"), std::string("'it'\\''s'"));
        QCOMPARE(shellQuoted(""), std::string("''"));
    }

    void mkfsProgressFromBackspaces()
    {
        QVERIFY(!agent::mkfsProgress("Creating journal (4096 blocks): done\n"));
        const auto half = agent::mkfsProgress("Writing inode tables:  0/80\b\b\b\b\b     \b\b\b\b\b40/80");
        QVERIFY(half);
        QCOMPARE(half->fraction, 0.5);
        QVERIFY(!agent::mkfsProgress("Writing inode tables:  9/3"));
    }

    void targetFromTunefs()
    {
        const auto target = agent::parseTunefs("checking for existing Lustre data: found\n\n   Read previous values:\nTarget:     fs-OST0002\n"
            "Index:      2\nLustre FS:  fs\nMount type: ldiskfs\nFlags:      0x1162\n              (OST first_time update writeconf no_primnode )\n"
            "Persistent mount opts: ,errors=remount-ro\nParameters: mgsnode=10.0.0.1@tcp:10.0.0.2@tcp sys.timeout=40\n\n\n"
            "   Permanent disk data:\nTarget:     fs:OST0009\nFlags:      0x2\n");
        QVERIFY(target);
        QCOMPARE(target->label, std::string("fs=OST0002"));
        QVERIFY(target->ost && !target->mgs);
        QCOMPARE(target->parameters.size(), std::size_t{2});
        QVERIFY(!agent::parseTunefs("checking for existing Lustre data: not found\n"));
    }

    void devicesFromLsblk()
    {
        const auto devices = agent::parseLsblk(R"({"blockdevices":[
            {"name":"sdb","type":"disk","size":"4096","wwn":"0x5","ro":"0","rota":"1","children":[{"name":"mpatha","type":"mpath","size":4096}]},
            {"name":"/dev/sdc","type":"disk","size":4096,"wwn":"0x5","children":[{"name":"mpatha","type":"mpath","size":4096},
                {"name":"sdc1","type":"part","wwn":"0x5","mountpoints":[null,"/x"]}]}]})");
        QCOMPARE(devices.size(), std::size_t{4});
        QCOMPARE(devices[1].path, std::string("/dev/mapper/mpatha"));
        QCOMPARE(devices[1].parents, (Lines{"/dev/sdb", "/dev/sdc"}));
        QCOMPARE(devices[0].holders, Lines{"/dev/mapper/mpatha"});
        QCOMPARE(devices[3].id, std::string("wwn-0x5-part1"));
        QCOMPARE(devices[3].mountpoints, Lines{"/x"});
        QVERIFY(agent::parseLsblk("{\"blockdevices\":[5,{}]}").empty());
    }

    void smallReaders()
    {
        QCOMPARE(agent::parseMounts("/dev/sdb /mnt/a\\040b lustre_tgt ro,svname=x 0 0\nshort\n").at(0).target, std::string("/mnt/a b"));
        QVERIFY(agent::isLustreClient(agent::parseMounts("10.0.0.1@tcp:/fs /mnt lustre rw 0 0").at(0)));
        QCOMPARE(agent::parseNids("0@lo\n10.0.0.1@tcp\nIOC_LIBCFS_GET_NI error 100: Network is down\n"), Lines{"10.0.0.1@tcp"});
        QCOMPARE(agent::parseLnetOptions("# x\noptions lnet networks=\"tcp0(eth1)\"\n"), std::string("tcp0(eth1)"));
        const auto params = agent::parseParams("a.b.recovery_status=\nstatus: COMPLETE\nx: 1\na.b.kbytestotal=7\n");
        QCOMPARE(params.size(), std::size_t{2});
        QCOMPARE(agent::recoveryWord(params[0].second), std::string("COMPLETE"));
        QCOMPARE(agent::recoveryWord("status: INACTIVE"), std::string("INACTIVE"));
        QCOMPARE(agent::parseMmp("Filesystem features:      has_journal mmp\n"), std::optional<bool>(true));
        QCOMPARE(agent::parseMmp("nothing"), std::optional<bool>());
        QCOMPARE(agent::parseBlkid("DEVNAME=/dev/a\nLABEL=x\nTYPE=ext4\n").text(), std::string("ext4 label=x"));
        QCOMPARE(agent::parseBlkid("PTTYPE=gpt\nPTUUID=1\n").text(), std::string("gpt uuid=1"));
    }
};

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
