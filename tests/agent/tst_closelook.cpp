// SPDX-License-Identifier: GPL-3.0-or-later
// One target ten times a second, its clients one by one, and how its free space is cut.
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
    void freeSpace_data();
    void freeSpace();
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

/// However a device is called, the kernel has the map by its own name of it.
void TestCloseLook::freeSpace_data()
{
    QTest::addColumn<QByteArray>("device");
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QByteArray>("mapped");
    QTest::addRow("its own name") << QByteArray("/dev/dm-3") << QByteArray() << QByteArray();
    QTest::addRow("a link") << QByteArray("/dev/disk/by-id/wwn-0x6008") << QByteArray("../../dm-3") << QByteArray();
    QTest::addRow("no udev") << QByteArray("/dev/mapper/ost0") << QByteArray() << QByteArray("ost0");
}

void TestCloseLook::freeSpace()
{
    QFETCH(QByteArray, device);
    QFETCH(QByteArray, link);
    QFETCH(QByteArray, mapped);
    Root root;
    root.put("/sys/fs/lustre/osd-ldiskfs/lab-OST0000/mntdev", device.toStdString() + "\n");
    root.put("/sys/fs/lustre/osd-ldiskfs/lab-OST0000/blocksize", "4096\n");
    root.put("/sys/fs/lustre/osd-ldiskfs/lab-OST0000/kbytestotal", "786432\n"); // six groups of 128 MiB
    root.put("/proc/fs/ldiskfs/dm-2/mb_groups", "#0    : 1     1     1     [ 1     0     0     0     0     0     0     0     0     0     0     0     0     0     ]\n");
    root.put("/proc/fs/ldiskfs/dm-3/mb_groups",
        "#group: free  frags first [ 2^0   2^1   2^2   2^3   2^4   2^5   2^6   2^7   2^8   2^9   2^10  2^11  2^12  2^13  ]\n"
        "#0    : 23513 1     9255  [ 1     0     0     1     1     0     1     1     1     1     0     1     1     2     ]\n"
        "#1    : 0     0     32768 [ 0     0     0     0     0     0     0     0     0     0     0     0     0     0     ]\n"
        "#2    : I/O error\n"
        "#3    : 32768 1     0     [ 0     0     0     0     0     0     0     0     0     0     0     0     0     4     ] Block bitmap corrupted!\n"
        "#4    : 300   100   17    [ 100   100   0     0     0     0     0     0     0     0     0     0     0     0     ]\n");
    root.put("/sys/class/block/dm-2/dm/name", "other\n");
    if (!mapped.isEmpty())
        root.put("/sys/class/block/dm-3/dm/name", mapped.toStdString() + "\n");
    if (!link.isEmpty()) {
        std::filesystem::create_directories(std::filesystem::path(root.root() + device.toStdString()).parent_path());
        std::filesystem::create_symlink(link.toStdString(), root.root() + device.toStdString());
    }
    const auto value = monitor::lookNow(Verb::MetricsFreeSpace, {{"target", "lab-OST0000"}}, root.root(), [](double) { return true; });
    QVERIFY2(value.ok(), value.ok() ? "" : value.error().message.c_str());
    const auto number = [&](const char *name) { return protocol::numberOf(*value, name); };
    QCOMPARE(number("groups"), 4);
    QCOMPARE(number("allGroups"), 6);
    QCOMPARE(number("full"), 1);
    QCOMPARE(number("unread"), 1);
    QCOMPARE(number("damaged"), 1);
    QCOMPARE(number("fragments"), 102);
    QCOMPARE(number("freeBytes"), (23513 + 32768 + 300) * 4096);
    QCOMPARE((*value)["pieces"], Json({101, 100, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 6}));
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
    QTest::addRow("free space of nothing") << int(Verb::MetricsFreeSpace) << QByteArray(R"({"target":"lab-OST0000"})") << int(Problem::NotFound);
    QTest::addRow("a path") << int(Verb::MetricsFreeSpace) << QByteArray(R"({"target":"../lab-OST0000"})") << int(Problem::NotFound);
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
