// SPDX-License-Identifier: GPL-3.0-or-later
// Specifications, their checks, and what differs from what is wanted.
#include "core/inventory/ids.h"
#include "tests/support/worlds.h"

#include <QTest>

using inventory::FileSystemSpec;
using inventory::TargetSpec;
using inventory::World;

namespace {

const World &world()
{
    static const World w = worlds::described("server mds1\nserver mds2\nserver oss1\nserver oss2 lost=gone\nserver bare no-lustre\n"
                                             "volume m on=mds1,mds2\nvolume o on=oss1\nvolume p on=oss1\nvolume old on=oss1 sig=ext4/backup\n"
                                             "volume used on=oss1 vg=vg0\nvolume q on=oss2\nvolume n on=bare\n").world();
    return w;
}

TargetSpec make(const std::string &volume, bool mgs, bool mdt, bool ost)
{
    TargetSpec t;
    t.volume = "wwn-" + volume;
    t.mgs = mgs;
    t.mdt = mdt;
    t.ost = ost;
    return t;
}

FileSystemSpec good() { return { "scratch", {}, { make("m", true, true, false), make("o", false, false, true) } }; }

QString problems(const FileSystemSpec &spec)
{
    QStringList out;
    for (const auto &p : inventory::check(spec, world()))
        if (p.fatal)
            out << QString::fromStdString(p.field);
    return out.join(' ');
}

} // namespace

class TestWanted : public QObject {
    Q_OBJECT
private slots:
    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << "scratch" << true;
        QTest::newRow("eight") << "12345678" << true;
        QTest::newRow("signs") << "a_b-c" << true;
        QTest::newRow("nine") << "123456789" << false;
        QTest::newRow("none") << "" << false;
        QTest::newRow("space") << "a b" << false;
        QTest::newRow("dot") << "a.b" << false;
        QTest::newRow("dash first") << "-ab" << false;
        QTest::newRow("umlaut") << QString::fromUtf8("k\u00fcche") << false;
        QTest::newRow("slash") << "a/b" << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        QCOMPARE(inventory::fsnameProblem(name.toStdString()).empty(), good);
    }
    void aGoodSpecHasNoProblems() { QCOMPARE(problems(good()), QString()); }
    void problemsNameTheirField()
    {
        FileSystemSpec s = good();
        s.name = "much too long";
        QCOMPARE(problems(s), QString("name"));
        s = good();
        s.targets[1].volume = "wwn-used";
        QCOMPARE(problems(s), QString("targets[1].volume"));
        s.targets[1].volume = "wwn-gone";
        QCOMPARE(problems(s), QString("targets[1].volume"));
        s.targets[1].volume = "wwn-m";
        QCOMPARE(problems(s), QString("targets[1].volume"));
        s.targets[1].volume = "wwn-q";
        QCOMPARE(problems(s), QString("targets[1].primary"));
        s.targets[1].volume = "wwn-n";
        QCOMPARE(problems(s), QString("targets[1].primary"));
        s = good();
        s.targets[1].primary = "mds1";
        QCOMPARE(problems(s), QString("targets[1].primary"));
        s = good();
        s.targets[0].failover = "mds1";
        s.targets[0].primary = "mds1";
        QCOMPARE(problems(s), QString("targets[0].failover"));
        s = good();
        s.targets[1].backend = "btrfs";
        QCOMPARE(problems(s), QString("targets[1].backend"));
        s.targets[1].backend = "zfs";
        QCOMPARE(problems(s), QString("targets[1].primary"));
        s = good();
        s.targets[1].inodeSize = 300;
        s.targets[1].journalMiB = 2;
        QCOMPARE(problems(s), QString("targets[1].inodeSize targets[1].journalMiB"));
        s = good();
        s.existingMgs = "target:MGS:wwn-x";
        QCOMPARE(problems(s), QString("targets existingMgs"));
        s = good();
        s.targets.pop_back();
        QCOMPARE(problems(s), QString("targets"));
        s = good();
        s.targets.push_back(make("p", false, false, true));
        s.targets[1].index = s.targets[2].index = 3;
        QCOMPARE(problems(s), QString("targets[2].index"));
    }
    void contentMustBeNamedAsItIs()
    {
        FileSystemSpec s = good();
        s.targets[1].volume = "wwn-old";
        QCOMPARE(problems(s), QString("targets[1].volume"));
        s.targets[1].reformat = "xfs label=other";
        QCOMPARE(problems(s), QString("targets[1].volume"));
        s.targets[1].reformat = world().volume("wwn-old")->signature.text();
        QCOMPARE(problems(s), QString());
    }
    void jsonComesBack()
    {
        inventory::Wanted w;
        w.states["target:scratch-OST0000"] = machine::State::Unmounted;
        w.placement["target:scratch-OST0000"] = "oss2";
        w.mountpoints["target:scratch-OST0000"] = "/mnt/ost0";
        w.lnets["oss1"] = { { "o2ib", { "ib0", "ib1" } } };
        FileSystemSpec s = good();
        s.targets[1].index = 7;
        s.targets[1].inodeCount = 4000000000LL;
        s.targets[1].parameters = { { "ost.quota_type", "ug" }, { "a", "b" } };
        s.targets[1].reformat = "ext4 label=x";
        w.filesystems["scratch"] = s;
        const auto json = inventory::toJson(w);
        const auto back = inventory::wantedFromJson(json);
        QVERIFY(back.ok());
        QCOMPARE(protocol::dumpJson(inventory::toJson(*back)), protocol::dumpJson(json));
        QCOMPARE(back->filesystems.at("scratch").targets[1].inodeCount, std::int64_t { 4000000000LL });
    }
    void badJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("state") << QByteArray(R"({"states":{"a":"sideways"}})");
        QTest::newRow("number") << QByteArray(R"({"states":{"a":3}})");
        QTest::newRow("states") << QByteArray(R"({"states":[1]})");
        QTest::newRow("spec") << QByteArray(R"({"filesystems":{"a":{}}})");
        QTest::newRow("target") << QByteArray(R"({"filesystems":{"a":{"name":"a","targets":[3]}}})");
        QTest::newRow("place") << QByteArray(R"({"placement":{"a":{}}})");
        QTest::newRow("mountpoint") << QByteArray(R"({"mountpoints":{"a":"mnt"}})");
        QTest::newRow("nets") << QByteArray(R"({"lnets":{"a":"tcp"}})");
    }
    void badJsonIsRefused()
    {
        QFETCH(QByteArray, json);
        const auto read = inventory::wantedFromJson(protocol::parseJson(json.toStdString()));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().problem, protocol::Problem::BadMessage);
    }
    void driftIsSaid()
    {
        const worlds::Described in = worlds::described("server mds1\nserver oss1\nserver oss2\nvolume m on=mds1\nvolume o on=oss1,oss2\nvolume p on=oss1,oss2\n"
                                                       "target scratch-MDT0000 on=m combined mounted=mds1\ntarget scratch-OST0000 on=o nodes=oss1,oss2 mgs=mds1\n"
                                                       "target scratch-OST0001 on=p nodes=oss2,oss1 mgs=mds1 mounted=oss1\n"
                                                       "want filesystem:scratch available\n");
        const auto drifts = inventory::drift(in.world(), in.wanted);
        QCOMPARE(drifts.size(), std::size_t { 2 });
        QCOMPARE(drifts[0].name + " " + drifts[0].text, std::string("scratch-OST0000 is unmounted; wanted mounted on oss1"));
        QCOMPARE(drifts[1].name + " " + drifts[1].text, std::string("scratch-OST0001 is mounted on oss1; wanted on oss2"));
        QVERIFY(drifts[0].repairable && drifts[1].repairable);
        QVERIFY(inventory::concerns("filesystem:scratch", drifts[0].object, in.world()));
        QVERIFY(inventory::concerns("server:oss2", drifts[0].object, in.world()));
        QVERIFY(!inventory::concerns("server:mds1", drifts[0].object, in.world()));
    }
    void nothingWantedIsNoDrift() { QVERIFY(inventory::drift(world(), {}).empty()); }
    void labels()
    {
        QCOMPARE(inventory::targetLabel("scratch", false, 31), std::string("scratch-OST001f"));
        QCOMPARE(inventory::targetLabel("a", true, 0xfffe), std::string("a-MDTfffe"));
        QCOMPARE(inventory::registeredLabel("scratch:OST0000"), std::string("scratch-OST0000"));
        QCOMPARE(inventory::registeredLabel("scratch=OST0000"), std::string("scratch-OST0000"));
        QCOMPARE(inventory::registeredLabel("MGS"), std::string("MGS"));
    }
};

QTEST_APPLESS_MAIN(TestWanted)
#include "tst_wanted.moc"
