// SPDX-License-Identifier: GPL-3.0-or-later
// What is sampled from which files, at what pace, and how the agent gives it.
#include "agent/monitor/endpoint.h"
#include "agent/monitor/exposition.h"
#include "agent/monitor/monitor.h"
#include "agent/simhost/load.h"
#include "tests/agent/line.h"

#include <filesystem>
#include <fstream>
#include <numeric>

using protocol::Json;

namespace {

class Root {
public:
    void put(const std::string &path, const std::string &text)
    {
        const std::string whole = root() + path;
        std::filesystem::create_directories(std::filesystem::path(whole).parent_path());
        std::ofstream(whole, std::ios::binary) << text;
    }
    void remove(const std::string &path) { std::filesystem::remove_all(root() + path); }
    std::string root() const { return m_folder.path().toStdString(); }
    void putHost()
    {
        put("/proc/stat", "cpu  10 0 20 1000 5 0 0 0 0 0\ncpu0 10 0 20 1000 5 0 0 0 0 0\nctxt 99\nbtime 1700000000\n");
        put("/proc/meminfo", "MemTotal:       100 kB\nMemFree:         40 kB\nHugepagesize:    2048 kB\n");
        put("/proc/loadavg", "0.12 0.20 0.18 1/420 1234\n");
        put("/proc/vmstat", "nr_free_pages 5\noom_kill 2\n");
        put("/proc/net/dev", "Inter-|   Receive  |  Transmit\n face |bytes ...\n    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n  eth0: 7 2 0 0 0 0 0 0 9 3 0 0 0 0 0 0\n");
        put("/proc/diskstats", "   8       0 sda 5 0 40 3 6 0 48 4 0 7 7\n   7       0 loop0 1 0 1 1 0 0 0 0 0 0 0\n");
    }
    /// As 2.10 has it (all below /proc), or as 2.17 does.
    void putOst(const std::string &label, bool old, int round = 0)
    {
        const std::string values = old ? "/proc/fs/lustre/" : "/sys/fs/lustre/", debug = old ? "/proc/fs/lustre/" : "/sys/kernel/debug/lustre/";
        put("/sys/fs/lustre/version", old ? "2.10.8\n" : "2.17.0\n");
        put("/sys/fs/lustre/health_check", "healthy\n");
        put("/proc/fs/lustre/obdfilter/" + label + "/stats", "snapshot_time             1702058707.803624686 secs.nsecs\nread_bytes                " + std::to_string(10 + round)
                + " samples [bytes] 4096 1048576 " + std::to_string(5000000 + round * 1000) + "\ncreate                    16 samples [reqs] 1 1 16 16\n");
        put("/proc/fs/lustre/obdfilter/" + label + "/job_stats", jobs(round));
        put("/proc/fs/lustre/obdfilter/" + label + "/recovery_status", "status: COMPLETE\nrecovery_start: 1\ncompleted_clients: 3/3\n");
        for (const char *leaf : {"tot_dirty", "tot_granted", "tot_pending", "num_exports", "degraded"})
            put(values + "obdfilter/" + label + "/" + leaf, "3\n");
        for (const char *leaf : {"kbytestotal", "kbytesfree", "kbytesavail", "filestotal", "filesfree"})
            put(values + "osd-ldiskfs/" + label + "/" + leaf, "1000\n");
        put(debug + "osd-ldiskfs/" + label + "/brw_stats", "snapshot_time: 1 secs.nsecs\n\n                           read      |     write\npages per bulk r/w     rpcs  % cum % |  rpcs        % cum %\n"
                                                          "32:\t\t         4  50  50   |    1  11  11\n256:\t\t         4  50 100   |    8  89 100\n");
    }
    static std::string jobs(int round)
    {
        std::string text = "job_stats:\n";
        for (const auto &[id, bytes] : {std::pair("dd.0", 1000LL * round), std::pair("\"my\\x20job: 1\"", 5000LL * round), std::pair("idle", 0LL)})
            text += std::string("- job_id:          ") + id + "\n  snapshot_time:   1652255674\n  read_bytes:      { samples:           0, unit: bytes, min:       0, max:       0, sum:               0 }\n"
                    "  write_bytes:     { samples:           " + std::to_string(round) + ", unit: bytes, min:       0, max:       0, sum:               " + std::to_string(bytes) + " }\n";
        return text;
    }

private:
    QTemporaryDir m_folder;
};

struct Sampled {
    explicit Sampled(const std::string &root, monitor::Budget budget = {1000, UINT64_MAX})
    {
        monitor::Monitor::Settings settings;
        settings.sysroot = root;
        settings.budget = budget;
        settings.history.directory = folder.path().toStdString() + "/figures";
        settings.history.boot = "boot";
        settings.history.random = [] { return 7u; };
        one = std::make_unique<monitor::Monitor>(settings);
        one->openHistory(1'700'000'000'000);
    }
    void sample(int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            ++m_count;
            one->sampleOnce(1'700'000'000'000 + 5000 * m_count, 5.0 * m_count);
        }
    }
    /// Values now, by name and the label values joined by spaces.
    std::map<std::string, Json> values()
    {
        std::map<std::string, Json> all;
        std::map<std::int64_t, std::string> names;
        answer = *one->fetch(Json::object());
        for (const Json &series : answer["series"]) {
            std::string name = series[1];
            for (const Json &label : series[2])
                name += " " + label[1].get<std::string>();
            names[series[0].get<std::int64_t>()] = name;
        }
        for (const Json &sample : answer["samples"])
            for (std::size_t i = 0; i < sample[2].size(); i += 2)
                if (sample[2][i + 1].is_null())
                    all.erase(names[sample[2][i].get<std::int64_t>()]);
                else
                    all[names[sample[2][i].get<std::int64_t>()]] = sample[2][i + 1];
        return all;
    }
    /// One of them; null when it is not there.
    Json value(const std::string &name) { return values()[name]; }
    std::vector<std::string> facts()
    {
        std::vector<std::string> all;
        const Json given = *one->fetch(Json::object());
        for (const Json &fact : given["facts"])
            all.push_back(fact[0].get<std::string>() + (fact[1].empty() ? "" : " " + fact[1].back()[1].get<std::string>()) + ": " + fact[2].get<std::string>());
        return all;
    }
    QTemporaryDir folder;
    std::unique_ptr<monitor::Monitor> one;
    Json answer;

private:
    int m_count = 0;
};

/// What a unix socket answers, up to its end.
std::string answerOf(const std::string &path, std::string_view request)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string answer;
    if (::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 && ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
        char buffer[4096];
        for (ssize_t count = 0; (count = ::read(fd, buffer, sizeof buffer)) > 0;)
            answer.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(fd);
    return answer;
}

bool holds(const std::vector<std::string> &all, const std::string &text)
{
    return std::any_of(all.begin(), all.end(), [&](const std::string &one) { return one.find(text) != std::string::npos; });
}

} // namespace

class TestMonitor : public QObject {
    Q_OBJECT
private slots:
    void theHostItself();
    void placesByVersion_data();
    void placesByVersion();
    void whatIsAbsentSaysWhy();
    void whatIsUnmountedEnds();
    void jobsByRate();
    void jobsAreReadInTurns();
    void slowsDownAndSaysSo();
    void prometheusNames();
    void prometheusEndpoint();
    void theLoadIsLive();
    void theAgentAnswers();
};

void TestMonitor::theHostItself()
{
    Root root;
    root.putHost();
    Sampled sampled(root.root());
    sampled.sample();
    const auto values = sampled.values();
    QCOMPARE(values.at("host.cpu idle"), Json(1000));
    QCOMPARE(values.at("host.load1"), Json(0.12));
    QCOMPARE(values.at("host.memory MemFree"), Json(40960));
    QCOMPARE(values.at("host.net.rx_bytes eth0"), Json(7));
    QCOMPARE(values.at("host.disk.writes sda"), Json(6));
    QCOMPARE(values.at("host.vmstat oom_kill"), Json(2));
    for (const char *left : {"host.memory Hugepagesize", "host.net.rx_bytes lo", "host.disk.reads loop0", "host.vmstat nr_free_pages", "host.cpu.each 0 idle"})
        QVERIFY2(!values.count(left), left);
    const Json cost = sampled.answer["cost"];
    QVERIFY(cost["rss"].get<std::uint64_t>() > 0 && cost["collectors"].size() == monitor::collectorNames.size());
    for (const Json &collector : cost["collectors"])
        QCOMPARE(collector[2].is_null(), collector[0] == "host" || collector[0] == "network" || collector[0] == "disks");
}

void TestMonitor::placesByVersion_data()
{
    QTest::addColumn<bool>("old");
    QTest::newRow("2.10") << true;
    QTest::newRow("2.17") << false;
}

void TestMonitor::placesByVersion()
{
    QFETCH(bool, old);
    Root root;
    root.putOst("lab-OST0000", old);
    root.put(old ? "/proc/sys/lnet/stats" : "/sys/kernel/debug/lnet/stats", "3 41 0 17 18 0 0 1000 2000 0 0\n");
    Sampled sampled(root.root());
    sampled.sample();
    const auto values = sampled.values();
    QCOMPARE(values.at("stats.samples ost lab-OST0000 read_bytes"), Json(10));
    QCOMPARE(values.at("stats.sum ost lab-OST0000 read_bytes"), Json(5000000));
    QVERIFY(!values.count("stats.sum ost lab-OST0000 create") && !values.count("stats.min ost lab-OST0000 read_bytes"));
    QCOMPARE(values.at("kbytesfree ost lab-OST0000"), Json(1000));
    QCOMPARE(values.at("tot_granted ost lab-OST0000"), Json(3));
    QCOMPARE(values.at("brw_stats.pages ost lab-OST0000 write 256"), Json(8));
    QCOMPARE(values.at("lnet.stats.send_length"), Json(1000));
    QVERIFY(holds(sampled.facts(), "recovery.status lab-OST0000: COMPLETE"));
}

void TestMonitor::whatIsAbsentSaysWhy()
{
    Root root;
    root.putHost();
    root.putOst("lab-OST0000", false);
    root.remove("/sys/kernel/debug/lustre/osd-ldiskfs");
    root.put("/proc/fs/lustre/obdfilter/lab-OST0000/stats", "");
    root.put("/proc/loadavg", "much\n");
    Sampled sampled(root.root());
    sampled.sample();
    const auto facts = sampled.facts();
    QVERIFY(holds(facts, "gap osd-ldiskfs.lab-OST0000.brw_stats: absent"));
    QVERIFY(holds(facts, "gap stats: empty"));
    QVERIFY(holds(facts, "gap host.load1: malformed"));
    sampled.values();
    for (const Json &collector : sampled.answer["cost"]["collectors"])
        if (collector[0] == "ost")
            QCOMPARE(collector[2], Json("stats: empty"));
        else if (collector[0] == "zfs")
            QCOMPARE(collector[2], Json("absent"));
}

void TestMonitor::whatIsUnmountedEnds()
{
    Root root;
    root.putHost();
    root.putOst("lab-OST0000", false);
    root.putOst("lab-OST0001", false);
    Sampled sampled(root.root());
    sampled.sample(3);
    QVERIFY(sampled.values().count("stats.samples ost lab-OST0001 read_bytes"));
    for (const char *place : {"/proc/fs/lustre/obdfilter/", "/sys/fs/lustre/obdfilter/", "/sys/fs/lustre/osd-ldiskfs/", "/sys/kernel/debug/lustre/osd-ldiskfs/"})
        root.remove(std::string(place) + "lab-OST0001");
    sampled.sample();
    for (const auto &[name, value] : sampled.values())
        QVERIFY2(name.find("OST0001") == std::string::npos, name.c_str());
    QVERIFY(sampled.values().count("kbytesfree ost lab-OST0000"));
    QVERIFY(!holds(sampled.facts(), "OST0001"));
}

void TestMonitor::jobsByRate()
{
    Root root;
    root.putOst("lab-OST0000", false, 1);
    Sampled sampled(root.root());
    sampled.sample();
    QCOMPARE(sampled.value("job.count ost lab-OST0000"), Json(3));
    QVERIFY(!sampled.values().count("job.write_rate ost lab-OST0000 dd.0")); // the first sample has no rate
    root.putOst("lab-OST0000", false, 3);
    sampled.sample();
    QCOMPARE(sampled.value("job.write_rate ost lab-OST0000 dd.0"), Json(400));
    QCOMPARE(sampled.value("job.write_rate ost lab-OST0000 my job: 1"), Json(2000));
    QVERIFY(!sampled.values().count("job.write_rate ost lab-OST0000 idle"));
    sampled.sample();
    QVERIFY(!sampled.values().count("job.write_rate ost lab-OST0000 dd.0"));
}

void TestMonitor::jobsAreReadInTurns()
{
    Root root;
    for (int i = 0; i < 24; ++i)
        root.putOst("lab-OST00" + std::to_string(10 + i), false, 1);
    struct Count : monitor::Receiver {
        void received(const monitor::Source &source, collect::Readings &&) override { jobs += source.reading == monitor::Reading::Jobs; }
        void gone(std::uint32_t) override { }
        int jobs = 0;
    } count;
    monitor::Sampler sampler(root.root());
    std::vector<int> seen;
    for (int i = 0; i < 40; ++i) {
        count.jobs = 0;
        sampler.sample(i, count, {0.001, false}); // nothing may be spent
        seen.push_back(count.jobs);
    }
    QCOMPARE(seen.front(), 24);
    QCOMPARE(std::accumulate(seen.end() - 12, seen.end(), 0), 24); // each once in twelve
    QCOMPARE(sampler.costs()[static_cast<std::size_t>(monitor::Collector::Jobs)].cause, std::string("each target's in one of 12 samples, to stay within the agent's budget"));
}

void TestMonitor::slowsDownAndSaysSo()
{
    monitor::Pace pace(5, {0.01, 30u << 20});
    for (int i = 0; i < 5; ++i)
        pace.spent(0.06, 10u << 20);
    QCOMPARE(pace.interval(), 5.0);
    pace.spent(0.06, 10u << 20);
    QCOMPARE(pace.interval(), 10.0);
    QVERIFY(pace.word().find("every 10 s rather than 5 s") != std::string::npos);
    for (int i = 0; i < 100; ++i)
        pace.spent(9, 10u << 20);
    QCOMPARE(pace.interval(), 60.0);
    for (int i = 0; i < 600; ++i)
        pace.spent(0.001, 10u << 20);
    QCOMPARE(pace.interval(), 5.0);
    QVERIFY(pace.word().empty() && !pace.lean());
    pace.spent(0.001, 31u << 20);
    QVERIFY(pace.lean() && pace.word().find("30 MiB") != std::string::npos);
    pace.spent(0.001, 20u << 20);
    QVERIFY(!pace.lean());

    Root root;
    root.putHost();
    root.putOst("lab-OST0000", false);
    Sampled sampled(root.root(), {0, 1}); // a budget that nothing fits into
    sampled.sample(7);
    QVERIFY(holds(sampled.facts(), "agent.slowed: Sampled every 10 s rather than 5 s"));
    QCOMPARE((*sampled.one->fetch(Json::object()))["interval"], Json(10.0));
}

void TestMonitor::prometheusNames()
{
    Root root;
    root.putOst("lab-OST0000", false, 2);
    const std::string text = monitor::exposition(root.root());
    for (const char *line : {"lustre_read_samples_total{component=\"ost\",operation=\"read\",target=\"lab-OST0000\"} 12\n",
             "lustre_available_kilobytes{component=\"ost\",target=\"lab-OST0000\"} 1000\n",
             "lustre_job_write_bytes_total{component=\"ost\",jobid=\"my job: 1\",target=\"lab-OST0000\"} 10000\n", "lustre_health_healthy 1\n"})
        QVERIFY2(text.find(line) != std::string::npos, text.c_str());
    QVERIFY(monitor::exposition(root.root(), 1).find("# 2 jobs beyond 1 are left out.") != std::string::npos);
}

void TestMonitor::prometheusEndpoint()
{
    Root root;
    root.putOst("lab-OST0000", false, 2);
    const std::string path = root.root() + "/figures.sock";
    for (const char *where : {"0.0.0.0:9100", "127.0.0.1:", "127.0.0.1:99999", "tcp:/x", "unix:", "unix:/nowhere/at/all"})
        QVERIFY2(!monitor::Endpoint::open(where, root.root()).ok(), where);
    const auto endpoint = monitor::Endpoint::open("unix:" + path, root.root());
    QVERIFY(endpoint.ok());
    const std::string answer = answerOf(path, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY2(answer.compare(0, 15, "HTTP/1.1 200 OK") == 0 && answer.find("lustre_health_healthy 1\n") != std::string::npos, answer.c_str());
    QVERIFY(answerOf(path, "GET /other HTTP/1.1\r\n\r\n").compare(0, 12, "HTTP/1.1 404") == 0);
    QVERIFY(answerOf(path, "POST /metrics HTTP/1.1\r\n\r\n").compare(0, 12, "HTTP/1.1 400") == 0);
}

void TestMonitor::theLoadIsLive()
{
    testing::Cluster cluster(QStringLiteral("0"));
    QVERIFY(cluster.isGood());
    const std::string directory = cluster.root().toStdString();
    Json state = protocol::parseJson(QFile(cluster.host("oss1") + "/state.json").exists() ? [&] {
        QFile file(cluster.host("oss1") + "/state.json");
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }() : std::string());
    QVERIFY(state.is_object());
    const auto mount = [](const char *label, std::int64_t since) {
        return Json{{"kind", "target"}, {"source", "/dev/sdz"}, {"target", std::string("/mnt/") + label}, {"type", "lustre"}, {"options", "rw"}, {"label", label}, {"fsname", "lab"},
            {"disk", "none"}, {"dataset", ""}, {"mgs", false}, {"nosvc", false}, {"since", since}, {"backend", "ldiskfs"}, {"host", "oss1"}};
    };
    const auto save = [&] {
        QFile file(cluster.host("oss1") + "/state.json");
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(QByteArray::fromStdString(protocol::dumpJson(state))) > 0;
    };
    state["modules"] = Json::array({"libcfs", "lnet", "obdclass", "ptlrpc", "lustre"});
    state["mounts"] = Json::array({mount("lab-MDT0000", 1), mount("lab-OST0001", 1), mount("lab-OST0002", 1)});
    QVERIFY(save());
    QCOMPARE(simhost::runLoad(directory, 0, 12), 0);
    Sampled sampled(cluster.host("oss1").toStdString() + "/root");
    sampled.sample();
    auto values = sampled.values();
    const Json written = values.at("stats.sum ost lab-OST0001 write_bytes");
    QVERIFY(written.get<std::int64_t>() > 0);
    for (const char *name : {"md_stats.samples mdt lab-MDT0000 open", "brw_stats.discont_pages ost lab-OST0001 write 0", "tot_granted ost lab-OST0001", "kbytestotal ost lab-OST0002",
             "connected_clients mdt lab-MDT0000", "host.net.tx_bytes eth1", "lock_count ost lab-OST0001", "service_stats.samples oss ost_io req_waittime", "memused"})
        QVERIFY2(values.count(name), name);
    QCOMPARE(values.at("connected_clients mdt lab-MDT0000"), Json(12));
    QVERIFY(values.at("job.count ost lab-OST0001").get<int>() > 2);
    for (const std::string &fact : sampled.facts())
        QVERIFY2(fact.find("malformed") == std::string::npos && fact.find("truncated") == std::string::npos, fact.c_str());
    state["mounts"] = Json::array({mount("lab-MDT0000", 1)});
    QVERIFY(save());
    QCOMPARE(simhost::runLoad(directory, 0, 2), 0);
    QVERIFY(!QFile::exists(cluster.host("oss1") + "/root/proc/fs/lustre/obdfilter"));
    sampled.sample();
    for (const auto &[name, value] : sampled.values())
        QVERIFY2(name.find("OST") == std::string::npos || name.find("osp") == 0, name.c_str());
    QVERIFY(!QFile::exists(cluster.host("oss2") + "/root/proc/fs/lustre"));
}

void TestMonitor::theAgentAnswers()
{
    testing::Cluster cluster(QStringLiteral("0"));
    QVERIFY(cluster.isGood());
    QVERIFY(cluster.simhost({"load", cluster.root(), "--ticks", "3"}));
    QVERIFY(cluster.start("oss1"));
    testing::Line line(cluster.socket("oss1"));
    QCOMPARE(line.hello()["type"], Json("hello"));
    Json answer;
    QVERIFY(QTest::qWaitFor([&] {
        answer = line.call("metrics.fetch")["value"];
        return answer.is_object() && answer["samples"].size() > 0;
    }, 20000));
    QVERIFY(answer["ring"].get<std::string>().size() == 16 && answer["complete"] == true && answer["more"] == false && answer["series"].size() > 30);
    const Json next = line.call("metrics.fetch", {{"since", answer["last"]}, {"series", answer["series"].size()}, {"ring", answer["ring"]}})["value"];
    QVERIFY(next["series"].empty() && next["samples"].size() <= 1 && next["complete"] == false);
    QCOMPARE(testing::problemOf(line.call("metrics.fetch", {{"since", "x"}})), std::string("bad-argument"));
    QCOMPARE(testing::problemOf(line.call("metrics.fetch", {{"series", -1}})), std::string("bad-argument"));
    const Json text = line.call("metrics.prometheus");
    QVERIFY(text["ok"] == true && text["value"]["text"].is_string());
    // Killed and started anew: the same ring, and the hole has its reason.
    cluster.killAgent("oss1");
    QVERIFY(cluster.start("oss1"));
    testing::Line again(cluster.socket("oss1"));
    again.hello();
    QVERIFY(QTest::qWaitFor([&] {
        const Json value = again.call("metrics.fetch", {{"since", answer["last"]}, {"series", answer["series"].size()}, {"ring", answer["ring"]}})["value"];
        return value.is_object() && value["ring"] == answer["ring"] && value["samples"].size() > 0 && value["gaps"].size() == 1 && value["gaps"][0][2] == "agent was down";
    }, 20000));
}

QTEST_GUILESS_MAIN(TestMonitor)
#include "tst_monitor.moc"
