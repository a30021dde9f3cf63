// SPDX-License-Identifier: GPL-3.0-or-later
// The collectors' readers: what must hold for any text, and the corners of the formats.
#include "agent/collect/host.h"
#include "agent/collect/jobrates.h"
#include "agent/collect/lfs.h"
#include "agent/collect/lnet.h"
#include "agent/collect/messages.h"
#include "agent/collect/mountdata.h"
#include "agent/collect/prometheus.h"
#include "agent/collect/tooltext.h"
#include "agent/collect/values.h"
#include "agent/collect/xml.h"
#include "agent/collect/yaml.h"

#include <QTest>

using namespace collect;

namespace {

/// The value of the only figure or fact of this name whose labels hold these; "(none)" and "(many)" otherwise.
std::string valueOf(const Readings &readings, const std::string &name, const Labels &labels = {})
{
    std::string found = "(none)";
    const auto look = [&](const Labels &own, const std::string &value) {
        for (const Label &label : labels)
            if (labelOf(own, label.first) != label.second)
                return;
        found = found == "(none)" ? value : "(many)";
    };
    for (const Figure &figure : readings.figures)
        if (figure.name == name)
            look(figure.labels, figure.value.text());
    for (const Fact &fact : readings.facts)
        if (fact.name == name)
            look(fact.labels, fact.text);
    return found;
}

bool hasGap(const Readings &readings, Cause cause)
{
    for (const Gap &gap : readings.gaps)
        if (gap.cause == cause)
            return true;
    return false;
}

std::string record(const std::string &printedId, const std::string &rows = "  write_bytes:     { samples:           2, unit: bytes, min:       1, max:       9, sum:              10 }\n")
{
    return "- job_id:          " + printedId + "\n  snapshot_time:   1700000000\n" + rows;
}

struct Seen : JobSink {
    void job(const JobRecord &record) override { ids.emplace_back(record.id), operations.emplace_back(record.operations.begin(), record.operations.end()); }
    void jobTarget(std::string_view parameter) override { targets.emplace_back(parameter); }
    std::vector<std::string> ids, targets;
    std::vector<std::vector<JobOperation>> operations;
};

} // namespace

#define IS(a, b) QCOMPARE(std::string(a), std::string(b))

class TestCollect : public QObject {
    Q_OBJECT

private slots:
    void numbersKeepTheirDigits()
    {
        Number number;
        for (const char *text : {"0", "-823495890607571055", "9223372036854775807", "18446744073709551615"}) {
            QVERIFY(readNumber(text, number));
            IS(number.text(), text);
        }
        QVERIFY(readNumber("4.194304e+06", number) && number == Number::ofSigned(4194304));
        for (const char *text : {"", "12x", "0x10", " 1", "nan", "inf", "-"})
            QVERIFY2(!readNumber(text, number), text);
    }

    void jobIdsStayIntact_data()
    {
        QTest::addColumn<QByteArray>("printed");
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("plain") << QByteArray("dd.0") << QByteArray("dd.0");
        QTest::newRow("blank, raw") << QByteArray("my job.1000") << QByteArray("my job.1000");
        QTest::newRow("escaped") << QByteArray("\"my\\x20job.1000\"") << QByteArray("my job.1000");
        QTest::newRow("colons") << QByteArray("\":988:ds88\"") << QByteArray(":988:ds88");
        QTest::newRow("quote inside, raw") << QByteArray("we\"ird'.5") << QByteArray("we\"ird'.5");
        QTest::newRow("escape, raw") << QByteArray("a\\x20b") << QByteArray("a\\x20b");
        QTest::newRow("latin, cut in a character") << QByteArray("r\xc3\xa9seau.\xc3") << QByteArray("r\xc3\xa9seau.\xc3");
        QTest::newRow("looks like a record") << QByteArray("- job_id:.3") << QByteArray("- job_id:.3");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("two lines") << QByteArray("one\ntwo") << QByteArray("one\ntwo");
        QTest::newRow("hundreds of bytes") << QByteArray(700, 'x') << QByteArray(700, 'x');
    }

    void jobIdsStayIntact()
    {
        QFETCH(QByteArray, printed);
        QFETCH(QByteArray, id);
        Seen seen;
        JobStatsReader reader(seen);
        reader.feed("job_stats:\n" + record(printed.toStdString()) + record("next.1"));
        reader.finish();
        QCOMPARE(seen.ids.size(), std::size_t(2));
        IS(seen.ids[0], id.toStdString());
        IS(seen.ids[1], "next.1");
        QCOMPARE(seen.operations[0].size(), std::size_t(1));
        QCOMPARE(seen.operations[0][0].sum, 10);
    }

    void piecesOfAnySizeGiveTheSame()
    {
        const std::string text = "obdfilter.fs-OST0000.job_stats=job_stats:\nmdt.fs-MDT0000.job_stats=\njob_stats:\n" + record("a") + record("\"b\\x09c\"", "  open:            { samples:          17, unit:  reqs }\n")
            + "- job_id:          c\nsnapshot_time   : 12.000000001 secs.nsecs\nstart_time      : 1.000000001 secs.nsecs\n  read:            { samples: 1, unit: usecs, min: 3, max: 3, sum: 3, sumsq: 9, hist: { 4: 1 } }\n";
        Seen whole;
        JobStatsReader reader(whole);
        reader.feed(text);
        reader.finish();
        QCOMPARE(reader.strangeLines(), std::uint64_t(0));
        QCOMPARE(whole.ids, std::vector<std::string>({"a", "b\tc", "c"}));
        QCOMPARE(whole.targets, std::vector<std::string>({"obdfilter.fs-OST0000.job_stats", "mdt.fs-MDT0000.job_stats"}));
        QCOMPARE(whole.operations[2][0].sumsq, std::uint64_t(9));
        for (std::size_t size = 1; size < 40; ++size) {
            Seen seen;
            JobStatsReader cut(seen);
            for (std::size_t at = 0; at < text.size(); at += size)
                cut.feed(std::string_view(text).substr(at, size));
            cut.finish();
            QCOMPARE(seen.ids, whole.ids);
            QCOMPARE(seen.targets, whole.targets);
            QCOMPARE(seen.operations[1][0].samples, 17);
        }
    }

    void aCutRecordIsNotGiven()
    {
        const std::string text = "job_stats:\n" + record("a") + record("b");
        for (const std::size_t left : {1u, 5u, 40u}) { // the last row without its end
            const Readings out = readJobStats(text.substr(0, text.size() - 1 - left), {});
            QVERIFY(hasGap(out, Cause::Truncated));
            IS(valueOf(out, "job.sum", {{"job", "a"}}), "10");
            IS(valueOf(out, "job.sum", {{"job", "b"}}), "(none)");
        }
        QVERIFY(hasGap(readJobStats("", {}), Cause::Empty));
        QVERIFY(hasGap(readJobStats("job_stats:\n", {}), Cause::Empty));
    }

    void longLinesDoNotGrowMemory()
    {
        Seen seen;
        JobStatsReader reader(seen);
        reader.feed("job_stats:\n" + record("a"));
        for (int i = 0; i < 300; ++i)
            reader.feed(std::string(1000, 'z'));
        reader.feed("\n" + record("b"));
        reader.finish();
        QCOMPARE(seen.ids, std::vector<std::string>({"a", "b"}));
        QCOMPARE(reader.strangeLines(), std::uint64_t(1));
    }

    void topIsByWhatWasAddedSince()
    {
        const auto sample = [](JobRates &rates, std::initializer_list<std::pair<const char *, int>> jobs) {
            rates.begin(5);
            Seen seen;
            struct Pass : JobSink {
                explicit Pass(JobRates &r) : rates(r) { }
                void job(const JobRecord &record) override { rates.job(record); }
                JobRates &rates;
            } pass(rates);
            JobStatsReader reader(pass);
            for (const auto &[id, sum] : jobs)
                reader.feed(record(id, "  write_bytes:     { samples: 1, unit: bytes, min: 1, max: 1, sum: " + std::to_string(sum) + " }\n"));
            reader.finish();
            rates.end();
        };
        JobRates rates(100, 2);
        sample(rates, {{"old", 1000000}, {"busy", 100}, {"idle", 7}});
        QVERIFY(rates.top(JobMeasure::WriteBytes).empty()); // nothing to compare with
        sample(rates, {{"old", 1000010}, {"busy", 600}, {"idle", 7}, {"new", 50}});
        const auto &top = rates.top(JobMeasure::WriteBytes);
        QCOMPARE(top.size(), std::size_t(2));
        IS(top[0].job, "busy");
        QCOMPARE(top[0].perSecond, 100.0);
        IS(top[1].job, "new");
        sample(rates, {{"busy", 40}}); // cleaned up and begun again: 40 since then
        QCOMPARE(rates.top(JobMeasure::WriteBytes).at(0).perSecond, 8.0);
        QCOMPARE(rates.known(), std::size_t(1));
        JobRates small(2, 2);
        sample(small, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}});
        QCOMPARE(small.leftOut(), std::uint64_t(2));
    }

    void namesAreSplitAroundNids()
    {
        const ParameterName v6 = splitName("mdt.my-fs_1-MDT000a.exports.fd00:172:16:11::5@tcp.uuid");
        IS(v6.device, "my-fs_1-MDT000a");
        IS(v6.nid, "fd00:172:16:11::5@tcp");
        IS(v6.leaf, "uuid");
        IS(splitName("mgc.MGC10.0.0.1@tcp.import").leaf, "import");
        IS(targetOf(splitName("ldlm.namespaces.filter-a-b-OST00ff_UUID.pool.state")), "a-b-OST00ff");
        IS(componentOf(splitName("osd-zfs.MGS.filesfree")), "mgt");
        IS(componentOf(splitName("osp.fs-OST0001-osc-MDT0000.active")), "ost");
        IS(targetIn("fs-OST0001-osc-MDT0000"), "fs-OST0001");
        const auto target = readTargetName("a-OST0-OST00fF_UUID");
        QVERIFY(target && !target->mdt && target->index == 255);
        QVERIFY(!readTargetName("fs-OST00g0"));
        IS(nameOfPath("copy/sys/kernel/debug/lustre/mdt/fs-MDT0000/md_stats"), "mdt.fs-MDT0000.md_stats");
        QVERIFY(!isParameterLine("uuid=1 archive_id=2"));
        QVERIFY(!isParameterLine("  a.b=1"));
    }

    void aCaptureHoldsValuesAndErrors()
    {
        const Readings out = readCapture("memused=12\nhealth_check=NOT HEALTHY\nhealth_check=\ndevice fs-OST0001 reported unhealthy\nNOT HEALTHY\n"
                                         "error: get_param: param_path 'mdt/*/job_stats': No such file or directory\nerror: get_param: setting 'x': Permission denied\n"
                                         "obdfilter.fs-OST0001.degraded=1\nobdfilter.fs-OST0001.rec");
        IS(valueOf(out, "memused"), "12");
        IS(valueOf(out, "health.device", {{"target", "fs-OST0001"}}), "unhealthy");
        IS(valueOf(out, "degraded", {{"component", "ost"}, {"target", "fs-OST0001"}}), "1");
        QVERIFY(hasGap(out, Cause::Absent) && hasGap(out, Cause::Unreadable) && hasGap(out, Cause::Truncated));
        QVERIFY(hasGap(readCapture("memus"), Cause::Truncated));
        // A number that may have been cut is not invented.
        IS(valueOf(readCapture("memused=12\nmemused_max=12"), "memused_max"), "(none)");
    }

    void clientsAreCountedOnce()
    {
        const Readings out = readCapture("mdt.fs-MDT0000.exports.1.1.1.1@tcp.uuid=\n5b0cf2ab-2a8b-4e11-9a1c-77d0a1b0c001\nfs-MDT0000-lwp-OST0000_UUID\n"
                                         "mdt.fs-MDT0000.exports.1.1.1.1@o2ib.uuid=5b0cf2ab-2a8b-4e11-9a1c-77d0a1b0c001\n");
        IS(valueOf(out, "connected_clients", {{"target", "fs-MDT0000"}}), "1");
    }

    void countersOfEveryShape()
    {
        Readings out;
        readCounters("snapshot_time  1438693238.20113 secs.usecs\nopen  5 samples [reqs]\nread_bytes  2 samples [bytes] 1 8 9\nwrite  1 samples [usecs] 3 3 -9 18446744073709551615\nlockless_truncate\t\t4\nbroken samples\n",
            "s", {}, out);
        IS(valueOf(out, "s.samples", {{"operation", "open"}}), "5");
        IS(valueOf(out, "s.sum", {{"operation", "open"}}), "(none)");
        IS(valueOf(out, "s.sum", {{"operation", "write"}}), "-9");
        IS(valueOf(out, "s.sumsq", {{"operation", "write"}}), "18446744073709551615");
        IS(valueOf(out, "s.lockless_truncate"), "4");
        QVERIFY(hasGap(out, Cause::Malformed));
    }

    void histogramsUndoLetters()
    {
        Readings out;
        readHistograms("snapshot_time: 5.5 (secs.nsecs)\n\n      read | write\ndisk I/O size  ios % cum % | ios % cum %\n4K:   1 100 100 | 2 50 50\n1M:  0 0 100 | 2 50 100\n", "brw_stats", {}, out);
        IS(valueOf(out, "brw_stats.disk_iosize", {{"size", "1048576"}, {"operation", "write"}}), "2");
        Readings latency;
        readIoLatency("io_latency_by_size:\nsnapshot_time:  5.5\nrd_4K: { 512us: 3, 1024us: 1, }\n", {}, latency);
        IS(valueOf(latency, "io_latency", {{"size", "512"}, {"io_size", "4K"}}), "3");
    }

    void statesAndLimits()
    {
        const Readings recovering = readParameter("obdfilter.fs-OST0000.recovery_status", "\nstatus: RECOVERING\ncompleted_clients: 3\nconnected_clients: 3/7\n");
        IS(valueOf(recovering, "recovery.status"), "RECOVERING");
        IS(valueOf(recovering, "recovery.connected_clients.of"), "7");
        const Readings quota = readParameter("qmt.fs-QMT0000.dt-0x0.glb-usr", "global_pool0_dt_usr\n- id:      0\n  limits:  { hard: 5, soft: 4, granted: 3, time: 281474976710656 }\n");
        IS(valueOf(quota, "quota.time", {{"pool", "0x0"}, {"manager", "dt"}, {"accounting", "user"}, {"id", "0"}}), "281474976710656");
        QVERIFY(hasGap(readParameter("osd-zfs.fs-OST0000.quota_slave.acct_project", "not supported\n"), Cause::NotSupported));
        const Readings log = readParameter("mdd.fs-MDT0000.changelog_users", "current_index: 50\nID  index (idle) mask\ncl1-backup   8 (180) mask=MARK,CREAT\n");
        IS(valueOf(log, "changelog.idle_seconds", {{"user", "cl1-backup"}}), "180");
        IS(valueOf(readParameter("osc.fs-OST0000-osc-MDT0000.state", "\ncurrent_state: FULL\nstate_history:\n - [ 17, FULL ]\n"), "state"), "FULL");
        QVERIFY(hasGap(readParameter("osp.x-OST0000-osc-MDT0000.active", ""), Cause::Empty));
    }

    void lnetSaysWhyItIsSilent()
    {
        const Readings down = readLnetctl("show:\n    - net:\n          errno: -100\n          descr: \"cannot get networks: Network is down\"\n");
        QVERIFY(hasGap(down, Cause::Failed));
        const Readings net = readLnetctl("net:\n    - net type: tcp\n      local NI(s):\n        - nid: fd00::1@tcp\n          status: up\n          health stats:\n              health value: 990\n");
        IS(valueOf(net, "lnet.net.local_NI(s).health_stats.health_value", {{"nid", "fd00::1@tcp"}}), "990");
        Readings stats;
        readLnetFile("stats", "0 10 0 5 6 0 1 700 800 0 9\n", stats);
        IS(valueOf(stats, "lnet.stats.recv_length"), "800");
        readLnetFile("stats", "0 10 0", stats);
        QVERIFY(hasGap(stats, Cause::Truncated));
    }

    void messagesAreTold()
    {
        const Message evicted = readMessage("2026-05-07T07:00:04.1+00:00 oss6 kernel: [983.17] LustreError: 0:0:(ldlm_lockd.c:192:expired()) ### lock callback timer expired after 277s: evicting client at 10.0.0.9@tcp  ns: filter-a-OST00b3_UUID lock");
        IS(evicted.kind, "eviction");
        IS(evicted.target, "a-OST00b3");
        IS(evicted.nid, "10.0.0.9@tcp");
        IS(evicted.host, "oss6");
        QVERIFY(evicted.severity == Severity::Error);
        IS(nidIn("MGC10.1.2.3@o2ib1: lost"), "10.1.2.3@o2ib1");
        IS(nidIn("from 12345-fd00::7@tcp via"), "fd00::7@tcp");
        IS(nidIn("mail admin@example.org"), "");
        QCOMPARE(readMessage("Lustre: Skipped 82 previous similar messages").repeats, 82);
        IS(readMessage("usb 1-1: Lustre is not mentioned here").kind, "other");
        IS(readMessage("").kind, "other");
    }

    void dfKnowsWhoIsSilent()
    {
        const Readings out = readDf("UUID 1K-blocks Used Available Use% Mounted on\nfs-OST0000_UUID 100 40 60 40% /m[OST:0]\nOST0001 : inactive device\nfilesystem_summary: 100 40 60 40% /m\n");
        IS(valueOf(out, "df.used", {{"target", "fs-OST0000"}, {"component", "ost"}}), "40");
        QVERIFY(hasGap(out, Cause::Absent));
        IS(valueOf(readDf("UUID bytes Used Available Use% Mounted on\nfs-MDT0000_UUID 1.5G 512M 1.0G 33% /m[MDT:0]\n"), "df.total"), "1610612736");
    }

    void yamlAndXmlAreBounded()
    {
        const protocol::Json yaml = readYaml("a:\n  - b c: 1\n    d: { e: x, f: [ 1, 2 ] }\n  - b c: 2\n");
        IS(protocol::dumpJson(yaml), "{\"a\":[{\"b c\":\"1\",\"d\":{\"e\":\"x\",\"f\":[\"1\",\"2\"]}},{\"b c\":\"2\"}]}");
        QVERIFY(!protocol::dumpJson(readYaml(std::string(5000, '['))).empty());
        QVERIFY(!readXml("<a><b></a>"));
        QVERIFY(!readXml("<a><b>"));
        std::string deep;
        for (int i = 0; i < 5000; ++i)
            deep += "<a>";
        QVERIFY(!readXml(deep));
        const auto xml = readXml("<?xml version='1.0'?><!-- x --><a b=\"1&lt;&#x41;\">t<![CDATA[<u>]]></a>");
        QVERIFY(xml);
        IS(attributeOf(*xml, "b"), "1<A");
        IS(protocol::textOf(*xml, "text"), "t<u>");
    }

    void tablesWithHoles()
    {
        const protocol::Json rows = readTable("NAME   MODEL     STATE     SIZE\n"
                                              "sda    My Disk 2 running     4T\n"
                                              "\xe2\x94\x94\xe2\x94\x80sda1                      1T\n");
        QCOMPARE(rows.size(), std::size_t(2));
        IS(protocol::textOf(rows[0], "model"), "My Disk 2");
        IS(protocol::textOf(rows[1], "name"), "sda1");
        IS(protocol::textOf(rows[1], "size"), "1T");
        QVERIFY(!rows[1].contains("state"));
    }

    void filesOfATarget()
    {
        std::string bytes(12288, '\0');
        const auto put = [&bytes](std::size_t at, std::string_view text) { bytes.replace(at, text.size(), text); };
        put(0, std::string_view("\x01\x00\xd0\x1d", 4));
        put(20, std::string_view("\x22\x00\x00\x00", 4));
        put(32, "harbor");
        put(96, "harbor:OST0003");
        put(8192, " mgsnode=10.0.0.1@tcp");
        const auto data = readMountData(bytes);
        QVERIFY(data);
        IS(data->label, "harbor:OST0003");
        QCOMPARE(data->flags, 0x22u);
        QVERIFY(!readMountData("short"));
        QVERIFY(!readConfigLog(bytes));
    }

    void prometheusEscapesJobs()
    {
        const Readings out = readJobStats("job_stats:\n" + record("a\"b\\c"), {{"component", "ost"}, {"target", "fs-OST0000"}});
        const std::string text = prometheusText(prometheusMetrics(out));
        QVERIFY2(text.find("lustre_job_write_bytes_total{component=\"ost\",jobid=\"a\\\"b\\\\c\",target=\"fs-OST0000\"} 10\n") != std::string::npos, text.c_str());
    }

    void hostFiles()
    {
        IS(valueOf(readHostFile("/proc/meminfo", "MemTotal: 4 kB\n"), "host.memory", {{"field", "MemTotal"}}), "4096");
        IS(valueOf(readHostFile("/proc/stat", "cpu  1 2 3 4 5\ncpu0 1 2 3 4 5\n"), "host.cpu", {{"mode", "idle"}}), "4");
        IS(valueOf(readHostFile("/proc/net/dev", "face |bytes\n eth0:1 7: 9 0 0 0 0 0 0 0 8 0 0 0 0 0 0 0\n"), "host.net.tx_bytes"), "8");
        QVERIFY(hasGap(readHostFile("/proc/loadavg", ""), Cause::Empty));
        IS(valueOf(readHostFile("/proc/spl/kstat/zfs/p1/objset-0x36", "1 1 0x01 7 2 3 4\nname type data\ndataset_name 7 p1/a  b\nnread 4 55\n"), "zfs.objset.nread", {{"dataset", "p1/a  b"}}), "55");
    }
};

QTEST_GUILESS_MAIN(TestCollect)
#include "tst_collect.moc"
