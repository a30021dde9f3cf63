// SPDX-License-Identifier: GPL-3.0-or-later
// One target ten times a second, and its clients one by one.
#include "agent/monitor/closelook.h"
#include "tests/agent/line.h"

#include <filesystem>
#include <fstream>

using protocol::Json;
using protocol::Problem;
using protocol::Verb;

namespace {

class Root {
public:
    Root() { put("/sys/fs/lustre/version", "2.15.4\n"); }
    void put(const std::string &path, const std::string &text)
    {
        const std::string whole = root() + path;
        std::filesystem::create_directories(std::filesystem::path(whole).parent_path());
        std::ofstream(whole, std::ios::binary) << text;
    }
    void putOst(long long written)
    {
        put("/proc/fs/lustre/obdfilter/lab-OST0000/stats", "snapshot_time             1702058707.803624686 secs.nsecs\nread_bytes                10 samples [bytes] 4096 1048576 5000000\n"
            "write_bytes               " + std::to_string(written / 1000) + " samples [bytes] 4096 1048576 " + std::to_string(written) + "\n");
    }
    void putClient(const std::string &nid, long long read, long long written)
    {
        const std::string place = "/proc/fs/lustre/obdfilter/lab-OST0000/exports/" + nid;
        put(place + "/stats", "snapshot_time             1702058707.803624686 secs.nsecs\nread_bytes                " + std::to_string(read / 1000) + " samples [bytes] 4096 1048576 " + std::to_string(read)
            + "\nwrite_bytes               " + std::to_string(written / 1000) + " samples [bytes] 4096 1048576 " + std::to_string(written) + "\n");
        put(place + "/uuid", "613beb43-2ace-4209-be66-00000004b509\n");
    }
    std::string root() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

std::size_t columnOf(const Json &value, const std::string &name, const std::string &operation)
{
    for (std::size_t i = 0; i < value["series"].size(); ++i)
        if (value["series"][i]["name"] == name && protocol::textOf(value["series"][i]["labels"], "operation") == operation)
            return i;
    return SIZE_MAX;
}

} // namespace

class TestCloseLook : public QObject {
    Q_OBJECT
private slots:
    void burst();
    void counterThatIsReset();
    void clients();
    void whatCannotBe_data();
    void whatCannotBe();
    void cancelled();
    void ofTheAgent();
};

void TestCloseLook::burst()
{
    Root root;
    long long written = 1'000'000;
    root.putOst(written);
    const auto value = monitor::lookNow(Verb::MetricsBurst, {{"target", "lab-OST0000"}, {"seconds", 1}}, root.root(), [&](double) {
        root.putOst(written += 4'000'000);
        return true;
    });
    QVERIFY(value.ok());
    QCOMPARE((*value)["samples"].size(), std::size_t(11));
    const std::size_t column = columnOf(*value, "stats.sum", "write_bytes");
    QVERIFY(column != SIZE_MAX);
    QVERIFY((*value)["series"][column]["rate"] == true && (*value)["series"][column]["unit"] == "bytes");
    QVERIFY((*value)["samples"][0][1][column].is_null()); // no rate without a reading before it
    for (std::size_t i = 1; i < 11; ++i)
        QVERIFY((*value)["samples"][i][1][column].get<double>() > 0);
    QVERIFY(columnOf(*value, "stats.sum", "read_bytes") == SIZE_MAX); // nothing was read
}

void TestCloseLook::counterThatIsReset()
{
    Root root;
    int readings = 0;
    root.putOst(9'000'000);
    const auto value = monitor::lookNow(Verb::MetricsBurst, {{"target", "lab-OST0000"}, {"seconds", 1}, {"hertz", 2}}, root.root(), [&](double fraction) {
        if (fraction > 0.9 && ++readings == 1)
            root.putOst(1000);
        return true;
    });
    QVERIFY(value.ok());
    const std::size_t column = columnOf(*value, "stats.sum", "write_bytes");
    QVERIFY(column != SIZE_MAX);
    QVERIFY((*value)["samples"].back()[1][column].is_null());
}

void TestCloseLook::clients()
{
    Root root;
    root.putOst(1);
    root.putClient("10.0.0.1@tcp", 1'000'000, 0);
    root.putClient("10.0.0.2@tcp", 0, 1'000'000);
    root.put("/proc/fs/lustre/obdfilter/lab-OST0000/exports/clear", "");
    bool changed = false;
    const auto value = monitor::lookNow(Verb::MetricsClients, {{"target", "lab-OST0000"}}, root.root(), [&](double) {
        if (!std::exchange(changed, true))
            root.putClient("10.0.0.2@tcp", 0, 9'000'000);
        return true;
    });
    QVERIFY(value.ok());
    const Json &list = (*value)["clients"];
    QCOMPARE(list.size(), std::size_t(2));
    QCOMPARE(list[0]["nid"], Json("10.0.0.2@tcp"));
    QCOMPARE(list[0]["uuid"], Json("613beb43-2ace-4209-be66-00000004b509"));
    const double seconds = (*value)["seconds"].get<double>();
    QVERIFY(std::abs(list[0]["write"].get<double>() * seconds - 8'000'000) < 1);
    QVERIFY(std::abs(list[0]["operations"].get<double>() * seconds - 8'000) < 1);
    QVERIFY(list[1]["read"] == 0.0 && list[1]["write"] == 0.0);
}

void TestCloseLook::whatCannotBe_data()
{
    QTest::addColumn<int>("verb");
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<int>("problem");
    QTest::addRow("no target") << int(Verb::MetricsBurst) << QByteArray("{}") << int(Problem::BadArgument);
    QTest::addRow("too long") << int(Verb::MetricsBurst) << QByteArray(R"({"target":"lab-OST0000","seconds":31})") << int(Problem::BadArgument);
    QTest::addRow("too fast") << int(Verb::MetricsBurst) << QByteArray(R"({"target":"lab-OST0000","hertz":11})") << int(Problem::BadArgument);
    QTest::addRow("elsewhere") << int(Verb::MetricsBurst) << QByteArray(R"({"target":"lab-OST0001"})") << int(Problem::NotFound);
    QTest::addRow("clients of nothing") << int(Verb::MetricsClients) << QByteArray(R"({"target":"lab-OST0001"})") << int(Problem::NotFound);
    QTest::addRow("seconds") << int(Verb::MetricsClients) << QByteArray(R"({"target":"lab-OST0001","seconds":0})") << int(Problem::BadArgument);
}

void TestCloseLook::whatCannotBe()
{
    QFETCH(int, verb);
    QFETCH(QByteArray, arguments);
    QFETCH(int, problem);
    Root root;
    root.putOst(1);
    const auto value = monitor::lookNow(static_cast<Verb>(verb), protocol::parseJson(arguments.toStdString()), root.root(), [](double) { return true; });
    QVERIFY(!value.ok());
    QCOMPARE(int(value.error().problem), problem);
    QVERIFY(!value.error().message.empty());
}

void TestCloseLook::cancelled()
{
    Root root;
    root.putOst(1);
    int asked = 0;
    const auto value = monitor::lookNow(Verb::MetricsBurst, {{"target", "lab-OST0000"}, {"seconds", 30}}, root.root(), [&](double) { return ++asked < 3; });
    QVERIFY(!value.ok());
    QCOMPARE(value.error().problem, Problem::Cancelled);
}

void TestCloseLook::ofTheAgent()
{
    testing::Cluster cluster;
    QVERIFY(cluster.isGood());
    QVERIFY(cluster.simhost({"load", cluster.root(), "--ticks", "3"}));
    QVERIFY(cluster.start("oss1"));
    testing::Line line(cluster.socket("oss1"));
    QCOMPARE(line.hello()["type"], Json("hello"));
    QCOMPARE(testing::problemOf(line.call("metrics.burst", {{"target", "no-OST0000"}})), std::string("not-found"));
    QCOMPARE(testing::problemOf(line.call("metrics.clients", {})), std::string("bad-argument"));
}

QTEST_GUILESS_MAIN(TestCloseLook)
#include "tst_closelook.moc"
