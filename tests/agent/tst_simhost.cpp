// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated storage host: what its state allows and refuses, side by side tools, kills, faults, power.
#include "agent/simhost/call.h"
#include "agent/simhost/control.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace simhost;

class SimhostTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_scratch;
    std::string m_cluster;
    const std::string m_program = BIN_DIR "/chandelier-simhost";

    Outcome on(const std::string &host, const Words &words) { return runCaptured(m_cluster, host, words); }
    void directory(const std::string &host, const std::string &path) { makeDirectories(m_cluster + "/hosts/" + host + "/root" + path); }
    void speed(double value)
    {
        Session session(m_cluster);
        session.definition()["speed"] = value;
    }
    void network(const Words &hosts)
    {
        for (const std::string &host : hosts)
            writeFile(m_cluster + "/hosts/" + host + "/root/etc/modprobe.d/lustre.conf", "options lnet networks=tcp(eth1)\n");
    }
    Words ostWords(const std::string &device, const std::string &index = "0")
    {
        return {"mkfs.lustre", "--ost", "--fsname=demo", "--index=" + index, "--mgsnode=10.10.1.11@tcp:10.10.1.12@tcp",
                "--servicenode=10.10.1.13@tcp", "--servicenode=10.10.1.14@tcp", device};
    }
    /// MGS with MDT0000 on mds1, running.
    void metadata()
    {
        network({"mds1", "mds2", "oss1", "oss2"});
        directory("mds1", "/mnt/mdt");
        directory("oss1", "/mnt/ost");
        directory("oss2", "/mnt/ost");
        QCOMPARE(on("mds1", {"mkfs.lustre", "--mgs", "--mdt", "--fsname=demo", "--index=0", "--servicenode=10.10.1.11@tcp",
                             "--servicenode=10.10.1.12@tcp", "/dev/mapper/mpathb"}).rc, 0);
        QCOMPARE(on("mds1", {"mount", "-t", "lustre", "/dev/mapper/mpathb", "/mnt/mdt"}).rc, 0);
    }
    std::string label(const std::string &host, const std::string &device) { return trim(on(host, {"e2label", device}).out); }
    QProcess *start(const std::string &host, const Words &words)
    {
        auto *process = new QProcess(this);
        QStringList arguments;
        for (std::size_t i = 1; i < words.size(); ++i)
            arguments << QString::fromStdString(words[i]);
        process->start(QString::fromStdString(m_cluster + "/hosts/" + host + "/bin/" + words[0]), arguments);
        return process;
    }

private slots:
    void init()
    {
        // a cluster is a few thousand small files: in memory where that can be had
        m_scratch = std::make_unique<QTemporaryDir>((QDir("/dev/shm").exists() ? QString("/dev/shm") : QDir::tempPath()) + "/simhost-XXXXXX");
        m_cluster = m_scratch->path().toStdString() + "/cluster";
        Json definition = demoDefinition();
        definition["speed"] = 0;
        Json &hosts = definition["hosts"];
        hosts.erase(hosts.begin() + 4, hosts.end()); // a metadata pair and an object storage pair are enough
        QCOMPARE(createCluster(m_cluster, definition, m_program), std::string());
    }

    void labelsFollowTheState()
    {
        metadata();
        QCOMPARE(on("oss1", ostWords("/dev/mapper/mpatha")).rc, 0);
        QCOMPARE(label("oss1", "/dev/mapper/mpatha"), std::string("demo:OST0000"));
        QCOMPARE(label("oss2", "/dev/mapper/mpathc"), std::string("demo:OST0000")); // one disk, another name
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"}).rc, 0);
        QCOMPARE(label("oss1", "/dev/mapper/mpatha"), std::string("demo-OST0000"));
        QCOMPARE(on("oss1", {"tunefs.lustre", "--writeconf", "/dev/mapper/mpatha"}).rc, 17);
        QCOMPARE(on("oss1", {"umount", "/mnt/ost"}).rc, 0);
        QCOMPARE(on("oss1", {"tunefs.lustre", "--writeconf", "/dev/mapper/mpatha"}).rc, 0);
        QCOMPARE(label("oss1", "/dev/mapper/mpatha"), std::string("demo=OST0000"));
        QCOMPARE(on("oss1", ostWords("/dev/mapper/mpatha")).rc, 1); // previously formatted
    }

    void mountRefusals()
    {
        metadata();
        on("oss1", ostWords("/dev/mapper/mpatha"));
        on("oss1", ostWords("/dev/mapper/mpathb"));
        const Words mount{"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"};
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/nothere"}).rc, 2);
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpathc", "/mnt/ost"}).rc, 19);
        QCOMPARE(on("oss1", mount).rc, 0);
        QCOMPARE(on("oss1", mount).rc, 17);
        directory("oss1", "/mnt/other");
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/other"}).rc, 114);
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpathb", "/mnt/other"}).rc, 98); // index in use
        QCOMPARE(on("oss1", {"umount", "/mnt/other"}).rc, 32);
        on("mds1", {"umount", "/mnt/mdt"});
        on("oss1", ostWords("/dev/mapper/mpathd", "1"));
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpathd", "/mnt/other"}).rc, 110); // MGS down
        on("oss1", {"umount", "/mnt/ost"});
        QCOMPARE(on("oss1", mount).rc, 0); // a registered target does without
    }

    void networkCut()
    {
        metadata();
        on("oss1", ostWords("/dev/mapper/mpatha"));
        QCOMPARE(control({"lnet", m_cluster, "mds1", "down"}, m_program), 0);
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"}).rc, 110);
        QCOMPARE(on("oss1", {"lctl", "ping", "10.10.1.11@tcp"}).rc, 113);
        QCOMPARE(control({"lnet", m_cluster, "mds1", "up"}, m_program), 0);
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"}).rc, 0);
    }

    void oneHostAtATime()
    {
        metadata();
        on("oss1", ostWords("/dev/mapper/mpatha"));
        on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"});
        const Words elsewhere{"mount", "-t", "lustre", "/dev/mapper/mpathc", "/mnt/ost"};
        QCOMPARE(on("oss2", elsewhere).rc, 16);
        killHost(m_cluster, "oss1");
        QCOMPARE(on("oss1", {"lctl", "list_nids"}).rc, 255);
        QCOMPARE(on("oss2", elsewhere).rc, 0);
        QVERIFY(has(on("oss2", {"lctl", "get_param", "obdfilter.*.recovery_status"}).out, "COMPLETE"));
        bootHost(m_cluster, "oss1");
        QCOMPARE(on("oss1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/ost"}).rc, 16);
        QCOMPARE(on("oss2", {"umount", "/mnt/ost"}).rc, 0);
        Words record;
        for (const std::string &line : lines(readFile(m_cluster + "/mounts.log")))
            if (const Json entry = parse(line); str(entry, "label") == "demo-OST0000")
                record.push_back(str(entry, "host") + " " + str(entry, "what"));
        QCOMPARE(join(record, ", "), std::string("oss1 mounted, oss2 refused, oss1 lost, oss2 mounted, oss1 refused, oss2 unmounted"));
    }

    void bootStartsAnew()
    {
        metadata();
        const std::string file = m_cluster + "/hosts/mds1/root/proc/sys/kernel/random/boot_id", before = readFile(file);
        killHost(m_cluster, "mds1");
        bootHost(m_cluster, "mds1");
        QVERIFY(readFile(file) != before);
        QVERIFY(!has(readFile(m_cluster + "/hosts/mds1/root/proc/mounts"), "lustre"));
        QCOMPARE(on("mds1", {"lctl", "dl"}).rc, 2);
    }

    void optionsFileDecidesNids()
    {
        network({"mds1"});
        QCOMPARE(on("mds1", {"modprobe", "lnet"}).rc, 0);
        QCOMPARE(on("mds1", {"lctl", "list_nids"}).rc, 1);
        QCOMPARE(on("mds1", {"lnetctl", "lnet", "configure", "--all"}).rc, 0);
        QCOMPARE(on("mds1", {"lctl", "list_nids"}).out, std::string("10.10.1.11@tcp\n"));
        QCOMPARE(on("mds1", {"lnetctl", "lnet", "unconfigure"}).rc, 0);
        QCOMPARE(on("mds1", {"lustre_rmmod"}).rc, 0);
        QVERIFY(!has(readFile(m_cluster + "/hosts/mds1/root/proc/modules"), "lnet"));
    }

    void pulledDisk()
    {
        metadata();
        std::string serial;
        {
            Session session(m_cluster);
            serial = str(at(session.host("oss1"), "disks")[1], "disk");
        }
        QCOMPARE(control({"disk", m_cluster, serial, "pull"}, m_program), 0);
        QCOMPARE(on("oss1", ostWords("/dev/mapper/mpatha")).rc, 2);
        QVERIFY(!exists(m_cluster + "/hosts/oss2/root/dev/mapper/mpathc"));
        QCOMPARE(control({"disk", m_cluster, serial, "insert"}, m_program), 0);
        QCOMPARE(on("oss1", ostWords("/dev/mapper/mpatha")).rc, 0);
    }

    void faults()
    {
        QCOMPARE(control({"fault", m_cluster, "oss1", "--tool", "blkid", "--rc", "4", "--stderr", "broken\n", "--times", "1"}, m_program), 0);
        const Outcome first = on("oss1", {"blkid"});
        QCOMPARE(first.rc, 4);
        QCOMPARE(first.err, std::string("broken\n"));
        QCOMPARE(on("oss1", {"blkid"}).rc, 0);
        QCOMPARE(control({"fault", m_cluster, "oss1", "--tool", "nonsense", "--hang", "1"}, m_program), 2);
    }

    void parallelToolsLoseNothing()
    {
        std::vector<QProcess *> all;
        for (int i = 0; i < 8; ++i) // the second host's names are two letters on
            all.push_back(start(i % 2 ? "oss2" : "oss1", ostWords(std::string("/dev/mapper/mpath") + static_cast<char>('a' + i + 2 * (i % 2)), std::to_string(i))));
        for (QProcess *process : all) {
            QVERIFY(process->waitForFinished(20000));
            QCOMPARE(process->exitCode(), 0);
        }
        for (int i = 0; i < 8; ++i)
            QCOMPARE(label("oss1", std::string("/dev/mapper/mpath") + static_cast<char>('a' + i)), format("demo:OST%04x", static_cast<unsigned>(i)));
        qDeleteAll(all);
    }

    void killedFormatLeavesNoTarget()
    {
        speed(10); // long enough to be killed in the middle for certain
        QProcess *process = start("oss1", ostWords("/dev/mapper/mpatha"));
        QTRY_VERIFY_WITH_TIMEOUT(has(on("oss1", {"blkid", "-p", "-o", "export", "/dev/mapper/mpatha"}).out, "TYPE=ext4"), 10000);
        process->kill();
        QVERIFY(process->waitForFinished(5000));
        speed(0);
        QCOMPARE(on("oss1", {"tunefs.lustre", "--dryrun", "/dev/mapper/mpatha"}).rc, 19);
        const std::string log = readFile(m_cluster + "/hosts/oss1/log");
        int started = 0, ended = 0;
        for (const std::string &line : lines(log)) {
            const Json entry = parse(line);
            if (at(entry, "argv")[0] != "mkfs.lustre")
                continue;
            started += str(entry, "event") == "start";
            ended += str(entry, "event") == "end";
        }
        QCOMPARE(started, 1);
        QCOMPARE(ended, 0);
        QCOMPARE(on("oss1", ostWords("/dev/mapper/mpatha")).rc, 0);
        delete process;
    }

    void powerCutKillsTools()
    {
        speed(10);
        QProcess *process = start("oss1", ostWords("/dev/mapper/mpatha"));
        QTRY_VERIFY_WITH_TIMEOUT(!listDirectory(m_cluster + "/hosts/oss1/run").empty(), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(has(readFile(m_cluster + "/hosts/oss1/log"), "mkfs.lustre"), 10000);
        killHost(m_cluster, "oss1");
        QVERIFY(process->waitForFinished(5000));
        QCOMPARE(process->exitStatus(), QProcess::CrashExit);
        delete process;
    }

    void zfsTargets()
    {
        metadata();
        QCOMPARE(on("mds1", {"zpool", "create", "-o", "cachefile=none", "-o", "multihost=on", "tank", "/dev/mapper/mpathe"}).rc, 0);
        QCOMPARE(on("mds1", {"mkfs.lustre", "--backfstype=zfs", "--mdt", "--fsname=demo", "--index=1", "--mgsnode=10.10.1.11@tcp", "tank/mdt1"}).rc, 0);
        QVERIFY(has(on("mds1", {"zfs", "get", "-H", "-o", "property,value", "all", "tank/mdt1"}).out, "lustre:svname\tdemo:MDT0001"));
        directory("mds1", "/mnt/mdt1");
        QCOMPARE(on("mds1", {"mount", "-t", "lustre", "tank/mdt1", "/mnt/mdt1"}).rc, 0);
        QCOMPARE(on("mds1", {"zpool", "export", "tank"}).rc, 1);
        QCOMPARE(on("mds2", {"zpool", "import", "-f", "tank"}).rc, 1); // multihost
        QCOMPARE(on("mds1", {"umount", "/mnt/mdt1"}).rc, 0);
        QCOMPARE(on("mds1", {"zpool", "export", "tank"}).rc, 0);
        QCOMPARE(on("mds2", {"zpool", "import", "tank"}).rc, 0);
    }
};

QTEST_GUILESS_MAIN(SimhostTest)
#include "tst_simhost.moc"
