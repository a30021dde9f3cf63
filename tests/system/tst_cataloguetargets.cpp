// SPDX-License-Identifier: GPL-3.0-or-later
// Every alert about targets and file systems is raised and ended through the simulated cluster: servers die, disks are pulled, targets are
// mounted by hand where they should not be. None of them comes twice.
#include "tests/system/catalogueparts.h"
#include "tests/system/watching.h"

using Key = Watching::Key;

class TestCatalogueTargets : public QObject {
    Q_OBJECT

    static std::vector<Key> of(const QStringList &labels, const std::vector<std::string> &rules)
    {
        std::vector<Key> all;
        for (const QString &label : labels)
            for (const std::string &rule : rules)
                all.emplace_back(rule, "target:" + label.toStdString());
        return all;
    }
    static void add(std::vector<Key> &all, const std::vector<Key> &more) { all.insert(all.end(), more.begin(), more.end()); }

private slots:
    void allAreRaisedAndEnd()
    {
        Watching w;
        const QString dir = w.cluster.directory();
        Ran ran = w.cluster.ctl(createScratch);
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        QStringList osts, mdts;
        for (const auto &[label, host] : w.mounted())
            (label.contains("-OST") ? osts : mdts) << label;
        mdts.removeAll("MGS");
        QCOMPARE(osts.size(), 8);
        w.start();

        // Full targets, evictions, a degraded one, and a recovery that does not end.
        const QString degraded = w.targetsOn("oss3").first(), recovering = w.targetsOn("oss4").first();
        w.trouble("oss1", "evictions", "3");
        w.tool("oss3", "lctl", {"set_param", "obdfilter." + degraded + ".degraded=1"});
        w.trouble("oss4", "recovering", "1");
        w.trouble("oss4", "recovery-lost", "3");
        const QString device = w.device(w.serial(recovering), "oss4"), place = "/mnt/" + recovering;
        w.tool("oss4", "umount", {place});
        w.tool("oss4", "mount", {"-t", "lustre", device, place});
        double full = 0.4;
        const auto fill = [&] {
            full = std::min(0.97, full + 0.04);
            for (const QString &label : osts + mdts)
                w.run({"fill", dir, label, QString::number(full), QString::number(full)});
        };
        std::vector<Key> first = of(osts, {"ost-space-80", "ost-space-90", "ost-space-95", "ost-inodes-80", "ost-inodes-90", "ost-inodes-95", "target-days-to-full-space", "target-days-to-full-inodes"});
        add(first, of(mdts, {"mdt-space-80", "mdt-space-90", "mdt-space-95", "mdt-inodes-80", "mdt-inodes-90", "mdt-inodes-95", "target-days-to-full-space", "target-days-to-full-inodes"}));
        add(first, of(w.targetsOn("oss1"), {"target-evictions"}));
        add(first, of({degraded}, {"ost-degraded"}));
        add(first, of({recovering}, {"target-recovery", "target-recovery-long"}));
        add(first, {{"filesystem-space-90", "filesystem:scratch"}, {"filesystem-inodes-90", "filesystem:scratch"}});
        QVERIFY(w.waitAll(first, false, 150, fill));
        w.trouble("oss4", "recovering", "off");
        const std::vector<Key> incomplete = of({recovering}, {"target-recovery-incomplete"});
        for (const QString &label : osts + mdts)
            w.run({"fill", dir, label, "0.3", "0.3"});
        w.trouble("oss1", "evictions", "off");
        w.tool("oss3", "lctl", {"set_param", "obdfilter." + degraded + ".degraded=0"});
        QVERIFY(w.waitAll(incomplete, false, 60));
        w.trouble("oss4", "recovery-lost", "off");
        add(first, incomplete);
        QVERIFY(w.waitAll(first, true, 120));

        // A pair of servers dies; one disk is gone when they come back.
        QStringList dead = w.targetsOn("oss3") + w.targetsOn("oss4");
        dead.sort();
        const QString pulled = dead.first(), serial = w.serial(pulled);
        const QStringList others = dead.mid(1);
        w.run({"kill", dir, "oss3"});
        w.run({"kill", dir, "oss4"});
        QVERIFY(w.waitAll(of(dead, {"target-unreachable"}), false, 60));
        w.run({"disk", dir, serial, "pull"});
        w.run({"boot", dir, "oss3"});
        w.run({"boot", dir, "oss4"});
        std::vector<Key> second = of(others, {"target-offline"});
        add(second, {{"filesystem-incomplete", "filesystem:scratch"}, {"filesystem-unavailable", "filesystem:scratch"}});
        QVERIFY(w.waitAll(second, false, 90));
        w.run({"disk", dir, serial, "insert"});
        w.run({"address", dir, "oss4", "eth1", "10.10.1.99/24"});
        const std::vector<Key> strange = of(others.mid(0, 1), {"target-strange-nids"});
        QVERIFY(w.waitAll(strange, false, 60));
        w.run({"address", dir, "oss4", "eth1", "10.10.1.16/24"});
        std::vector<Key> ended = strange;
        add(ended, {{"filesystem-incomplete", "filesystem:scratch"}});
        QVERIFY(w.waitAll(ended, true, 60));

        // By hand: one target runs elsewhere, another one on two servers.
        const QString moved = w.targetsOn("oss1").first(), twice = w.targetsOn("oss2").first();
        const QString movedSerial = w.serial(moved), twiceSerial = w.serial(twice);
        w.tool("oss1", "umount", {"/mnt/" + moved});
        QDir().mkpath(dir + "/hosts/oss2/root/mnt/" + moved);
        w.tool("oss2", "mount", {"-t", "lustre", w.device(movedSerial, "oss2"), "/mnt/" + moved});
        w.tool("oss2", "tune2fs", {"-O", "^mmp", w.device(twiceSerial, "oss2")});
        QDir().mkpath(dir + "/hosts/oss1/root/mnt/" + twice);
        w.tool("oss1", "mount", {"-t", "lustre", w.device(twiceSerial, "oss1"), "/mnt/" + twice});
        std::vector<Key> third = of({moved}, {"target-moved"});
        add(third, of({twice}, {"target-without-mmp", "target-mounted-twice", "target-conflict"}));
        QVERIFY(w.waitAll(third, false, 60));
        w.tool("oss2", "umount", {"/mnt/" + moved});
        w.tool("oss1", "mount", {"-t", "lustre", w.device(movedSerial, "oss1"), "/mnt/" + moved});
        w.tool("oss1", "umount", {"/mnt/" + twice});
        w.tool("oss2", "umount", {"/mnt/" + twice});
        w.tool("oss2", "tune2fs", {"-O", "mmp", w.device(twiceSerial, "oss2")});
        w.tool("oss2", "mount", {"-t", "lustre", w.device(twiceSerial, "oss2"), "/mnt/" + twice});
        QVERIFY(w.waitAll(third, true, 60));

        ran = w.cluster.ctl({"fs", "start", "scratch"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        QVERIFY(w.waitUntil([&] { return std::all_of(w.seen.begin(), w.seen.end(), [](const auto &one) { return one.second.began == one.second.ended; }); }, 90));
        w.finish();
        std::set<std::string> raised;
        for (const auto &[key, seen] : w.seen) {
            QVERIFY2(seen.began == 1 && seen.ended == 1, (key.first + " of " + key.second + " " + std::to_string(seen.began) + "/" + std::to_string(seen.ended)).c_str());
            raised.insert(key.first);
        }
        for (const std::string &rule : rulesOfTargets)
            QVERIFY2(raised.contains(rule), rule.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCatalogueTargets)
#include "tst_cataloguetargets.moc"
