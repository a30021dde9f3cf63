// SPDX-License-Identifier: GPL-3.0-or-later
// The real agent over its socket on a simulated storage host.
#include "agent/protocol/inventory.h"
#include "agent/protocol/operations.h"
#include "tests/agent/line.h"

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

using protocol::Json;
using testing::Cluster;
using testing::Line;
using testing::messageOf;
using testing::problemOf;

class TestAgent : public QObject {
    Q_OBJECT

    std::unique_ptr<Cluster> m_cluster;
    std::map<std::string, Json> m_devices; ///< of oss1, by path

    QString socket(const char *host = "oss1") const { return m_cluster->socket(host); }
    Json device(const std::string &path) const { return m_devices.at(path); }
    Json ost(int index, const std::string &path) const
    {
        const QString label = QStringLiteral("scratch-OST%1").arg(index, 4, 16, QLatin1Char('0'));
        return {{"label", label.toStdString()}, {"fsname", "scratch"}, {"kinds", {"ost"}}, {"index", index}, {"backend", "ldiskfs"},
                {"device", device(path)}, {"mgsnodes", {"10.10.1.11@tcp"}}, {"servicenodes", {"10.10.1.13@tcp", "10.10.1.14@tcp"}},
                {"verbose", true}};
    }
    void readDevices()
    {
        Line line(socket());
        line.hello();
        const auto inventory = protocol::inventoryFromJson(protocol::member(line.call("host.inventory"), "value"));
        QVERIFY(inventory.ok());
        for (const protocol::BlockDevice &d : inventory->devices)
            m_devices[d.path] = {{"path", d.path}, {"id", d.id}, {"size", d.size}, {"signature", d.signature.text()}};
    }
    /// Starts a step that is waiting inside mkfs.lustre, and tells when it is there.
    void startSlowFormat(Line &line, const Json &args, const std::string &step, const std::string &lease, int limit = 0)
    {
        const int before = m_cluster->runs("oss1", "mkfs.lustre");
        line.ask("target.format", args, step, lease, limit);
        QVERIFY(QTest::qWaitFor([&] { return m_cluster->runs("oss1", "mkfs.lustre") > before; }, 20000));
    }
    Json journalOf(const std::string &step)
    {
        Line line(socket());
        line.hello();
        return protocol::member(line.call("journal.show", {{"step", step}}), "value")["steps"][0];
    }

private slots:
    void initTestCase()
    {
        m_cluster = std::make_unique<Cluster>();
        QVERIFY(m_cluster->isGood());
        for (const char *host : {"mds1", "oss1"})
            QVERIFY(m_cluster->start(host));
        readDevices();
        QVERIFY(m_devices.count("/dev/mapper/mpatha"));
    }

    /// A test that failed must not leave its lease to the next one.
    void cleanup()
    {
        for (const char *host : {"mds1", "oss1"}) {
            Line line(socket(host));
            line.hello();
            const std::string job = protocol::textOf(protocol::member(line.call("lease.show"), "value"), "job");
            if (!job.empty())
                line.call("lease.release", {{"token", line.takeLease(job)}});
        }
    }

    void inventoryOfAHostWithoutLustreRunning()
    {
        Line line(socket());
        const Json hello = line.hello();
        QCOMPARE(protocol::textOf(hello, "host"), std::string("oss1"));
        QCOMPARE(protocol::textOf(hello, "role"), std::string("admin"));
        const auto inventory = protocol::inventoryFromJson(protocol::member(line.call("host.inventory"), "value"));
        QVERIFY(inventory.ok());
        QCOMPARE(inventory->lnet.state, std::string("unconfigured"));
        QVERIFY(inventory->cpus > 0);
        QVERIFY(inventory->gaps.empty());
        const Json shared = device("/dev/mapper/mpathi");
        QVERIFY(protocol::textOf(shared, "signature").find("xfs label=backup2019") == 0);
        QVERIFY(protocol::textOf(shared, "id").find("wwn-0x") == 0);
    }

    void lnetVerbsTwiceEach()
    {
        const Json networks{{"networks", Json::array({{{"net", "tcp0"}, {"interfaces", {"eth1"}}}})}};
        int number = 0;
        for (const char *host : {"mds1", "oss1"}) {
            Line line(socket(host));
            line.hello();
            const std::string lease = line.takeLease("lnet");
            for (const char *verb : {"lnet.configure", "lnet.load", "lnet.start", "lnet.stop", "lnet.unload", "lnet.unconfigure",
                                     "lnet.configure", "lnet.load", "lnet.start"})
                for (int twice = 0; twice < 2; ++twice) {
                    const Json done = line.call(verb, std::string(verb) == "lnet.configure" ? networks : Json::object(),
                                                "lnet/" + std::to_string(++number), lease);
                    QVERIFY2(problemOf(done).empty(), (verb + messageOf(done)).c_str());
                    const std::string state = protocol::textOf(protocol::member(done, "value"), "state");
                    const std::map<std::string, std::string> expected{{"lnet.configure", "unloaded"}, {"lnet.load", "down"}, {"lnet.start", "up"},
                                                                      {"lnet.stop", "down"}, {"lnet.unload", "unloaded"}, {"lnet.unconfigure", "unconfigured"}};
                    QCOMPARE(state, expected.at(verb));
                }
            line.call("lease.release", {{"token", lease}});
        }
    }

    void targetVerbsTwiceEach()
    {
        Line mds(socket("mds1"));
        mds.hello();
        const auto inventory = protocol::inventoryFromJson(protocol::member(mds.call("host.inventory"), "value"));
        QVERIFY(inventory.ok());
        const auto mpath = std::find_if(inventory->devices.begin(), inventory->devices.end(), [](const auto &d) { return d.type == "mpath"; });
        QVERIFY(mpath != inventory->devices.end());
        const Json mgsDevice{{"path", mpath->path}, {"id", mpath->id}, {"size", mpath->size}, {"signature", ""}};
        const Json mgs{{"label", "MGS"}, {"kinds", {"mgs"}}, {"backend", "ldiskfs"}, {"device", mgsDevice}, {"mountpoint", "/mnt/MGS"}};
        Json formatMgs = mgs;
        formatMgs["servicenodes"] = {"10.10.1.11@tcp", "10.10.1.12@tcp"};
        std::string lease = mds.takeLease("create");
        QCOMPARE(problemOf(mds.call("target.format", formatMgs, "create/mgs/format", lease)), std::string());
        QCOMPARE(problemOf(mds.call("target.mount", mgs, "create/mgs/mount", lease)), std::string());

        Line line(socket());
        line.hello();
        lease = line.takeLease("create");
        const Json format = ost(0, "/dev/mapper/mpatha");
        const Json target{{"label", "scratch-OST0000"}, {"fsname", "scratch"}, {"kinds", {"ost"}}, {"index", 0}, {"backend", "ldiskfs"},
                          {"device", device("/dev/mapper/mpatha")}, {"mountpoint", "/mnt/scratch-OST0000"},
                          {"peers", Json::array({{{"host", "oss2"}, {"mounted", false}, {"known", true}}})}};
        const Json writeconf{{"label", "scratch-OST0000"}, {"backend", "ldiskfs"}, {"device", device("/dev/mapper/mpatha")},
                             {"eraseParams", true}, {"mgsnodes", {"10.10.1.11@tcp"}}};
        int number = 0;
        for (const char *verb : {"target.format", "target.register", "target.mount", "target.unmount", "target.writeconf", "target.forget"})
            for (int twice = 0; twice < 2; ++twice) {
                const Json args = std::string(verb) == "target.format" ? format : std::string(verb) == "target.writeconf" ? writeconf : target;
                const Json done = line.call(verb, args, "create/ost/" + std::to_string(++number), lease);
                QVERIFY2(problemOf(done).empty(), (std::string(verb) + ": " + messageOf(done)).c_str());
                QVERIFY(!protocol::member(done, "transcript").empty());
            }
        QCOMPARE(m_cluster->runs("oss1", "mkfs.lustre", "scratch"), 1);
        const Json state = line.call("target.state", target);
        QCOMPARE(protocol::flagOf(protocol::member(state, "value"), "writeconf"), true);
        QCOMPARE(protocol::flagOf(protocol::member(state, "value"), "mounted"), false);
        line.call("lease.release", {{"token", lease}});
    }

    void whatIsShownIsWhatIsRun()
    {
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("shown");
        const Json args = ost(1, "/dev/mapper/mpathb");
        const auto planned = protocol::operationsFor(protocol::Verb::TargetFormat, args);
        const Json done = line.call("target.format", args, "shown/1", lease);
        QVERIFY2(problemOf(done).empty(), messageOf(done).c_str());
        const Json &transcript = protocol::member(done, "transcript");
        QCOMPARE(transcript.size(), planned->size());
        for (std::size_t i = 0; i < planned->size(); ++i)
            QCOMPARE(protocol::transcriptFromJson(transcript[i]).argv, (*planned)[i].argv);
        const Json again = line.call("target.format", args, "shown/1", lease);
        QCOMPARE(protocol::flagOf(again, "replayed"), true);
        QCOMPARE(protocol::member(again, "transcript"), transcript);
        const bool progressed = std::any_of(line.others.begin(), line.others.end(), [](const Json &m) { return protocol::realOf(m, "fraction", -1) > 0; });
        QVERIFY(progressed);
        QCOMPARE(problemOf(line.call("target.format", ost(2, "/dev/mapper/mpathb"), "shown/1", lease)), std::string("conflict"));
        line.call("lease.release", {{"token", lease}});
    }

    void refusals()
    {
        Line line(socket());
        line.hello();
        const Json good = ost(7, "/dev/mapper/mpathh");
        QCOMPARE(problemOf(line.call("target.format", good, "r/0", "wrong token")), std::string("lease-needed"));
        QCOMPARE(problemOf(line.call("target.format", good, "r/0")), std::string("lease-needed"));
        const std::string lease = line.takeLease("r");
        Line other(socket());
        other.hello();
        const Json held = other.call("lease.take", {{"holder", "b@other"}, {"job", "other"}, {"title", "x"}, {"seconds", 5}});
        QCOMPARE(problemOf(held), std::string("lease-held"));
        QVERIFY(protocol::textOf(protocol::member(held, "error"), "detail").find("tester@desk") != std::string::npos);

        const auto refused = [&](Json args, const char *step) { return problemOf(line.call("target.format", args, step, lease)); };
        Json args = good;
        args["device"]["id"] = "wwn-0xdead";
        QCOMPARE(refused(args, "r/1"), std::string("device-changed"));
        args = good;
        args["device"]["size"] = 4096;
        QCOMPARE(refused(args, "r/2"), std::string("device-changed"));
        args = good;
        args["device"]["path"] = "/dev/mapper/gone";
        QCOMPARE(refused(args, "r/3"), std::string("device-changed"));
        args = good;
        args["device"]["signature"] = "ext4 label=old";
        QCOMPARE(refused(args, "r/4"), std::string("device-changed"));
        args = ost(7, "/dev/mapper/mpathi"); // has an xfs that the plan saw, but does not give up
        QCOMPARE(refused(args, "r/5"), std::string("device-in-use"));
        args["reformat"] = "xfs label=other";
        QCOMPARE(refused(args, "r/6"), std::string("device-in-use"));
        args = good;
        args["fsname"] = "far-too-long";
        QCOMPARE(refused(args, "r/7"), std::string("bad-argument"));
        args = good;
        args["mkfsoptions"] = "-O x; reboot";
        QCOMPARE(refused(args, "r/8"), std::string("bad-argument"));
        QCOMPARE(m_cluster->runs("oss1", "mkfs.lustre", "OST0007"), 0);
        QCOMPARE(m_cluster->runs("oss1", "mkfs.lustre", "index=7"), 0);
        args = ost(7, "/dev/mapper/mpathi");
        args["reformat"] = args["device"]["signature"];
        QCOMPARE(refused(args, "r/9"), std::string());
        line.call("lease.release", {{"token", lease}});
    }

    void mountRefusedWhenAPeerHasItOrNobodyKnows()
    {
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("peers");
        Json args{{"label", "scratch-OST0001"}, {"backend", "ldiskfs"}, {"device", device("/dev/mapper/mpathb")},
                  {"mountpoint", "/mnt/scratch-OST0001"}, {"peers", Json::array({{{"host", "oss2"}, {"mounted", true}, {"known", true}}})}};
        QCOMPARE(problemOf(line.call("target.mount", args, "peers/1", lease)), std::string("mounted-elsewhere"));
        args["peers"][0] = {{"host", "oss2"}, {"mounted", false}, {"known", false}};
        const Json unknown = line.call("target.mount", args, "peers/2", lease);
        QCOMPARE(problemOf(unknown), std::string("mounted-elsewhere"));
        QVERIFY(protocol::textOf(protocol::member(unknown, "error"), "remedy").find("oss2") != std::string::npos);
        args["peers"][0]["word"] = "oss2";
        const Json done = line.call("target.mount", args, "peers/3", lease);
        QVERIFY2(problemOf(done).empty(), messageOf(done).c_str());
        line.call("target.unmount", args, "peers/4", lease);
        line.call("lease.release", {{"token", lease}});
    }

    void helloOfAnotherVersionAndBrokenFrames()
    {
        Line newer(socket());
        const Json refused = newer.hello(9, 8);
        QCOMPARE(protocol::textOf(refused, "problem"), std::string("version-mismatch"));
        QVERIFY(protocol::textOf(refused, "message").find("9.9.9") != std::string::npos);
        QVERIFY(newer.hear().is_null());

        Line broken(socket());
        broken.sendBytes(std::string("\xff\xff\xff\xffJ", 5));
        QCOMPARE(protocol::textOf(broken.hear(), "problem"), std::string("bad-message"));
        QVERIFY(broken.hear().is_null());

        Line truncated(socket());
        truncated.sendBytes(protocol::encodeMessage({{"type", "hello"}}).substr(0, 9));
        truncated.endSending();
        QVERIFY(truncated.hear().is_null());

        Line wrong(socket());
        wrong.hello();
        wrong.sendBytes(protocol::encodeFrame({protocol::FrameKind::Json, "{not json"}));
        QCOMPARE(problemOf(wrong.hear()), std::string("bad-message"));
        wrong.say({{"type", "something.new"}});
        wrong.say({{"type", "ping"}, {"n", 7}});
        QCOMPARE(protocol::numberOf(wrong.hear(), "n"), 7);
    }

    void agentKilledInMkfsIsAnsweredByTheNextOne()
    {
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "mkfs.lustre", "--hang", "1", "--times", "1"}));
        const Json args = ost(2, "/dev/mapper/mpathc");
        std::string lease;
        {
            Line line(socket());
            line.hello();
            lease = line.takeLease("kill");
            startSlowFormat(line, args, "kill/1/1", lease);
            m_cluster->killAgent("oss1");
        }
        QVERIFY(m_cluster->start("oss1"));
        Line line(socket());
        line.hello();
        const Json show = line.call("lease.show");
        QCOMPARE(protocol::member(show, "value")["running"], Json::array({"kill/1/1"}));
        const Json done = line.call("target.format", args, "kill/1/1", lease);
        QVERIFY2(problemOf(done).empty(), messageOf(done).c_str());
        QCOMPARE(protocol::member(done, "transcript").size(), std::size_t{5});
        QCOMPARE(m_cluster->runs("oss1", "mkfs.lustre", "index=2"), 1);
        line.call("lease.release", {{"token", lease}});
    }

    void killedWorkerIsInterruptedAndObserved()
    {
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "mkfs.lustre", "--hang", "60", "--times", "1"}));
        const Json args = ost(3, "/dev/mapper/mpathd");
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("worker");
        startSlowFormat(line, args, "worker/1/1", lease);
        int killed = 0;
        for (const QFileInfo &step : QDir(m_cluster->host("oss1") + "/agent/steps").entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile file(step.filePath() + "/worker");
            QVERIFY(file.open(QIODevice::ReadOnly));
            const Json worker = protocol::parseJson(file.readAll().toStdString());
            killed += ::kill(static_cast<pid_t>(protocol::numberOf(worker, "pid")), SIGKILL) == 0;
        }
        QCOMPARE(killed, 1);
        const Json lost = line.result(2);
        QCOMPARE(problemOf(lost), std::string("interrupted"));
        const Json detail = protocol::parseJson(protocol::textOf(protocol::member(lost, "error"), "detail"));
        QCOMPARE(protocol::flagOf(protocol::member(detail, "observed"), "mounted", true), false);
        const Json same = line.call("target.format", args, "worker/1/1", lease);
        QCOMPARE(problemOf(same), std::string("interrupted"));
        QCOMPARE(protocol::flagOf(same, "replayed"), true);
        const Json retried = line.call("target.format", args, "worker/1/1b", lease);
        QVERIFY2(problemOf(retried).empty(), messageOf(retried).c_str());
        line.call("lease.release", {{"token", lease}});
    }

    void cancelEndsTheToolsProcessGroup()
    {
#ifdef __SANITIZE_THREAD__
        QSKIP("The thread sanitizer holds signals back in the child of a process that has threads.");
#endif
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "mkfs.lustre", "--hang", "60", "--times", "1"}));
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("cancel");
        startSlowFormat(line, ost(4, "/dev/mapper/mpathe"), "cancel/1/1", lease);
        line.say({{"type", "cancel"}, {"id", 2}});
        const Json done = line.result(2);
        QCOMPARE(problemOf(done), std::string("cancelled"));
        const Json &transcript = protocol::member(done, "transcript");
        QCOMPARE(protocol::transcriptFromJson(transcript.back()).note, std::string("ended by cancel"));
        QCOMPARE(journalOf("cancel/1/1")["problem"], Json("cancelled"));
        line.call("lease.release", {{"token", lease}});
    }

    void timeLimitEndsATool()
    {
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "mkfs.lustre", "--hang", "60", "--times", "1"}));
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("limit");
        const Json done = line.call("target.format", ost(5, "/dev/mapper/mpathf"), "limit/1/1", lease, 1);
        QCOMPARE(problemOf(done), std::string("timed-out"));
        line.call("lease.release", {{"token", lease}});
    }

    void fullDiskRefusesBeforeAnythingIsRun()
    {
        m_cluster->stop("oss1");
        // A limit of the size of files stands for a full disk; the journal is beyond it already.
        QVERIFY(m_cluster->start("oss1", [] {
            const rlimit limit{200, 200};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        }));
        const int before = m_cluster->runs("oss1", "modprobe");
        {
            Line line(socket());
            line.hello();
            const Json lease = line.call("lease.take", {{"holder", "a"}, {"job", "f"}, {"seconds", 60}});
            const std::string token = protocol::textOf(protocol::member(lease, "value"), "token");
            QVERIFY2(!token.empty(), messageOf(lease).c_str());
            const Json done = line.call("lnet.load", Json::object(), "full/1", token);
            QCOMPARE(problemOf(done), std::string("no-space"));
            QVERIFY(messageOf(done).find("journal") != std::string::npos);
            QVERIFY(problemOf(line.call("lnet.state")).empty());
        }
        QCOMPARE(m_cluster->runs("oss1", "modprobe"), before);
        m_cluster->stop("oss1");
        QVERIFY(m_cluster->start("oss1"));
    }

    void rebootIsAnsweredFirst()
    {
        Line line(socket());
        line.hello();
        const std::string lease = line.takeLease("reboot");
        const auto bootId = [this] {
            QFile file(m_cluster->host("oss1") + "/root/proc/sys/kernel/random/boot_id");
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray before = bootId();
        const Json done = line.call("host.reboot", Json::object(), "reboot/1", lease);
        QVERIFY2(problemOf(done).empty(), messageOf(done).c_str());
        QCOMPARE(protocol::textOf(protocol::member(done, "value"), "bootId"), before.trimmed().toStdString());
        QVERIFY(QTest::qWaitFor([&] { return m_cluster->runs("oss1", "systemctl", "reboot") == 1; }, 20000));
        QVERIFY(QTest::qWaitFor([&] { return !bootId().isEmpty() && bootId() != before; }, 20000));
    }

    void auditChainHolds()
    {
        m_cluster->killAgent("oss1");
        QVERIFY(m_cluster->start("oss1"));
        Line line(socket());
        line.hello();
        const Json shown = protocol::member(line.call("audit.show", {{"last", 5}, {"verify", true}}), "value");
        QCOMPARE(protocol::flagOf(protocol::member(shown, "verified"), "ok"), true);
        QCOMPARE(shown["entries"].size(), std::size_t{5});
        QFile file(m_cluster->host("oss1") + "/agent/audit");
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        text.replace("tester@desk", "nobody@desk");
        file.seek(0);
        file.write(text);
        file.close();
        const Json broken = protocol::member(line.call("audit.show", {{"verify", true}}), "value");
        QCOMPARE(protocol::flagOf(protocol::member(broken, "verified"), "ok", true), false);
    }

    /// What the last one began may outlive it for a moment, and with it the lock of their state.
    void itIsStartedWhenTheLastOneHasReallyGone()
    {
        const QString lock = m_cluster->host("mds2") + "/agent/lock";
        QVERIFY(QDir().mkpath(m_cluster->host("mds2") + "/agent"));
        QProcess holder;
        holder.start("flock", {lock, "sleep", "2.5"});
        const auto isFree = [&] {
            const int file = ::open(qPrintable(lock), O_RDONLY | O_CLOEXEC);
            const bool got = file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0;
            ::close(file);
            return got;
        };
        QTRY_VERIFY(!isFree());
        QVERIFY(m_cluster->simhost({"agent", m_cluster->root(), "mds2", "start", "--agent", BIN_DIR "/chandelier-agent"}));
        QVERIFY(holder.waitForFinished(10000));
        QVERIFY(QFile::exists(m_cluster->host("mds2") + "/agent.sock"));
        QVERIFY(m_cluster->simhost({"agent", m_cluster->root(), "mds2", "kill"}));
    }
};

QTEST_GUILESS_MAIN(TestAgent)
#include "tst_agent.moc"
